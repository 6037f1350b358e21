"""Several places with credentials: which goes first."""

from case import Case, Keys, keys, secret, variables
from cases.container import FULL
from cases.process import SAY, document

# Each place of the chain, in order: what a home has in it, and who then gives which key. Later ones are there too.
PLACES = [
    ("env", "AKIDENV", {"env": variables("AKIDENV")}),
    ("shared-credentials-file", "AKIDFILE", {"credentials": "[default]\n" + keys("AKIDFILE")}),
    (
        "custom-process",
        "AKIDPROCESS",
        {
            "config": "[default]\ncredential_process = <python> <home>/keys.py\n",
            "files": {"keys.py": SAY, "keys.json": document()},
        },
    ),
    ("config-file", "AKIDCONFIG", {"config": "[default]\n" + keys("AKIDCONFIG")}),
    (
        "ec2-credentials-file",
        "AKIDOLD",
        {
            "env": {"AWS_CREDENTIAL_FILE": "<home>/old"},
            "files": {"old": f"AWSAccessKeyId=AKIDOLD\nAWSSecretKey={secret('AKIDOLD')}\n"},
        },
    ),
    ("boto-config", "AKIDBOTO", {"files": {".boto": "[Credentials]\n" + keys("AKIDBOTO")}}),
    ("container-role", "AKIDCONTAINER", {"env": FULL, "peers": {"container": Keys("AKIDCONTAINER")}}),
    ("iam-role", "AKIDINSTANCE", {"peers": {"imds-keys": Keys("AKIDINSTANCE")}}),
]


def together(places):
    """A home with all of these places."""
    home = {}
    for _, _, parts in places:
        for part, value in parts.items():
            if part not in home:
                home[part] = value
            elif isinstance(value, dict):
                home[part] = {**home[part], **value}
            else:
                home[part] += value.removeprefix("[default]\n")
    return home


CASES = [
    Case(f"order: {by} before all that come later", key, by, **together(PLACES[index:]))
    for index, (by, key, _) in enumerate(PLACES)
]

CASES += [
    Case(
        "order: a profile named in code goes before the environment",
        "AKIDDEV",
        "shared-credentials-file",
        env=variables("AKIDENV"),
        credentials="[dev]\n" + keys("AKIDDEV"),
        profile="dev",
    ),
    Case(
        "order: a profile named by a variable does not",
        "AKIDENV",
        "env",
        env=variables("AKIDENV", AWS_PROFILE="dev"),
        credentials="[dev]\n" + keys("AKIDDEV"),
    ),
    Case(
        "order: keys of the environment do not count for a profile in code, even if it has none",
        "AKIDINSTANCE",
        "iam-role",
        env=variables("AKIDENV"),
        config="[profile dev]\nregion = eu-west-1\n",
        profile="dev",
        peers={"imds-keys": Keys("AKIDINSTANCE")},
    ),
]
