"""Keys that a program prints."""

import json

from case import ERROR, NOTHING, Case, keys, secret, token

COMMAND = "<python> <home>/keys.py"
PROFILE = f"[default]\ncredential_process = {COMMAND}\n"
SAY = "print(open(__file__.replace('.py', '.json')).read())\n"
# counts how often it was run
TURNS = """
import pathlib, sys
file = pathlib.Path(__file__).with_name("count")
count = int(file.read_text()) if file.exists() else 0
file.write_text(str(count + 1))
"""


def document(key="AKIDPROCESS", **changes):
    whole = {"Version": 1, "AccessKeyId": key, "SecretAccessKey": secret(key), "SessionToken": token(key), **changes}
    return json.dumps({name: value for name, value in whole.items() if value is not None})


def says(name, text, gives="AKIDPROCESS", by="custom-process", config=PROFILE, script=SAY, **more):
    """A case with a program that prints a text."""
    by = None if gives in (ERROR, NOTHING) else by
    return Case(f"process: {name}", gives, by, config=config, files={"keys.py": script, "keys.json": text}, **more)


# An end, as programs write it.
ENDS = [
    "2090-01-01T00:00:00Z",
    "2090-01-01T00:00:00.123456Z",
    "2090-01-01T00:00:00+00:00",
    "2090-01-01T00:00:00.123456+00:00",
    "2090-01-01T00:00:00-0800",
    "2090-01-01 00:00:00+00:00",
    "2090-01-01T00:00Z",
    "20900101T000000Z",
    "2090-01-01T00:00:00UTC",
    "2090-01-01T00:00:00z",
]

CASES = [says(f"an end written {end}", document(Expiration=end)) for end in ENDS]

CASES += [
    says("an end without a zone", document(Expiration="2090-01-01T00:00:00"), gives=[ERROR], by="custom-process"),
    says("an end of a day", document(Expiration="2090-01-01"), gives=[ERROR], by="custom-process"),
    says("an end in seconds", document(Expiration=3786912000), gives=ERROR),
    says("a number for a key", document(AccessKeyId=7), gives=[7]),
    says("a number for a token", document(SessionToken=7)),
    says("an empty key", document(AccessKeyId=""), gives=[""]),
    says("an empty token", document(SessionToken="")),
    says("null for a token", document().replace(f'"{token("AKIDPROCESS")}"', "null")),
    says("members that mean nothing", document(Other={"a": [1]})),
    says("a member twice", document().replace('"Version": 1', '"Version": 1, "Version": 1')),
    says("space around", "\n\t " + document() + " \r\n\n"),
    says("a byte order mark", "\ufeff" + document(), gives=ERROR),
    says("words after", document() + "done", gives=ERROR),
    says("two documents", document() + document(), gives=ERROR),
    says("keys", document()),
    says("without a token", document(SessionToken=None)),
    says("account", document(AccountId="123456789012")),
    says("account of the profile", document(), config=PROFILE + "aws_account_id = 210987654321\n"),
    says("account of both", document(AccountId="123456789012"), config=PROFILE + "aws_account_id = 210987654321\n"),
    says("far from the end", document(Expiration="<now+60m>"), gives=["AKIDPROCESS"] * 2),
    says(
        "near the end",
        document(Expiration="<now+5m>"),
        gives=["AKIDPROCESS"] * 2,
        script=TURNS + SAY,
    ),
    says("over", document(Expiration="<now-5m>"), gives=[ERROR], by="custom-process"),
    says("an offset in the end", document(Expiration="2090-01-01T00:00:00+02:00")),
    says("an end that is none", document(Expiration="soon"), gives=ERROR),
    says("an empty end", document(Expiration=""), gives=ERROR),
    says("version 2", document(Version=2), gives=ERROR),
    says("version as text", document(Version="1"), gives=ERROR),
    says("no version", document(Version=None), gives=ERROR),
    says("no key", document(AccessKeyId=None), gives=ERROR),
    says("no secret", document(SecretAccessKey=None), gives=ERROR),
    says("garbage", '{"Version": 1, "SecretAccessKey": "secret-of-AKIDPROCESS"', gives=ERROR),
    says("a list", "[1]", gives=ERROR),
    says("nothing printed", "", gives=ERROR),
    says("a comment is an argument", document(), config=PROFILE.rstrip() + " # not a comment ; nor this\n"),
    says("much on standard error", document(), script="import sys; sys.stderr.write('x' * 200000)\n" + SAY),
    says("much space around", " " * 100_000 + document()),
    says(
        "something goes on behind it",
        document(),
        script="import subprocess; subprocess.Popen(['sleep', '2'], stdout=subprocess.DEVNULL)\n" + SAY,
    ),
    says("fails", document(), gives=ERROR, script=SAY + "import sys; sys.exit('no more')\n"),
    says("quotes", document(), config="[default]\ncredential_process = '<python>' \"<home>/keys.py\" 'two words'\n"),
    says(
        "no shell", document(), config=f"[default]\ncredential_process = {COMMAND} | false; exit 1 > /none && $HOME\n"
    ),
    says(
        "a quote that is not closed", document(), config=f"[default]\ncredential_process = {COMMAND} 'x\n", gives=ERROR
    ),
    says("no such program", "", config="[default]\ncredential_process = <home>/absent\n", gives=ERROR),
    says("in the credentials file", document(), config=None, credentials=PROFILE),
    says(
        "writes to standard error",
        document(),
        script="import sys; print('careful', file=sys.stderr)\n" + SAY,
    ),
    says(
        "after keys of the credentials file",
        document(),
        gives="AKIDFILE",
        by="shared-credentials-file",
        credentials="[default]\n" + keys("AKIDFILE"),
    ),
    says("before keys of the config file", document(), config=PROFILE + keys("AKIDCONFIG")),
]
