"""Homes by chance: shared files put together from pieces that the syntax cares about, and profiles with roles for each
other.

The keys of the files are of settings that take any text: of others we refuse what botocore takes until it needs it. No
section and no key is there twice, comments follow only values that may contain them, and access keys are not empty:
there we differ on purpose."""

import random
import re

from case import Case, Keys, keys, lines_of, variables
from cases.container import FULL
from cases.login import CACHE, CONFIG
from cases.login import cached as signed_in
from cases.process import SAY, document
from cases.sso import OF_SESSION, PROFILE, SESSION, cached

SECTIONS = [
    "[default]",
    "[default]",
    "[DEFAULT]",
    "[profile default]",
    "[profile dev]",
    '[profile "dev"]',
    "[profile dev ]",
    "[dev]",
    "[Profile dev]",
    "[profiledev]",
    "[profile 'my dev']",
    "[profile a b]",
    "[services mine]",
    "[sso-session mine]",
    "[sso-session dev]",
    "[preview]",
    "[]",
    "[[dev]]",
    "[dev] ; words",
    "[default]x",
    "[dev",
    " [dev]",
    "[profile \u00e4]",
]
KEYS = [
    "ca_bundle",
    "CA_Bundle",
    "CA_BUNDLE ",
    "aws_access_key_id",
    "aws_secret_access_key",
    "aws_session_token",
    "aws_account_id",
    "auth_scheme_preference",
    "tcp_keepalive",
    "endpoint_url",
    "s3",
    "S3",
    "use_dualstack_endpoint",
    "use_arn_region",
    "sdk_ua_app_id",
    "k\u00e9y",
    "",
    "a b",
    "#ca_bundle",
    ";ca_bundle",
    "rem ca_bundle",
]
SIGNS = ["=", " = ", ": ", ":", " =", "= ", "\t=\t", " ", "==", "=:", " := ", "", "\u00a0=\u00a0"]
VALUES = [
    "one",
    "two",
    "AKIDONE",
    "false",
    "/",
    "true",
    "3",
    "",
    "",
    " ",
    "x # y",
    "x ; y",
    "x=y",
    '"quoted"',
    "a\tb",
    "%(ca_bundle)s",
    "$HOME",
    "\u00a0x\u00a0",
    "\u00fc",
]
# values that a comment seems to follow
COMMENTED = ["x # y", "x ; y"]
INDENTS = ["", "", "", "", " ", "  ", "\t", "    ", "\u00a0", "\x0c"]
ENDS = ["\n"] * 12 + ["\r\n", "\r", "\n\n", "\n \n", "\n\t\n", "\n# c\n", "\n  # c\n", "\n; c\n", "\n  ;c\n"]
PROFILES = [None, None, None, "dev", "my dev", "default", "\u00e4"]


NAMES = ["default", "a", "b", "c"]


def homes(seed, count):
    """So many homes of each kind. What botocore makes of them is not known before."""
    yield from files(seed, count)
    yield from profiles(seed, count)


def profiles(seed, count):
    """Profiles with all that can be in them, and with roles for each other."""
    for number in range(count):
        source = random.Random(f"profiles {seed} {number}")
        config = "".join(_profile(source, name) for name in NAMES) + "[sso-session mine]\n" + lines_of(SESSION)
        # somebody who goes round in circles gets no credentials in the end, so that there are enough of these
        peers = {"sts": [Keys(f"AKIDROLE{turn}") for turn in range(5)], "sso": Keys("AKIDSSO")}
        if source.random() < 0.5:
            peers["imds-keys"] = Keys("AKIDINSTANCE")
        env = dict(FULL) if source.random() < 0.5 else {}
        if env:
            peers["container"] = Keys("AKIDCONTAINER")
        if source.random() < 0.3:
            env |= variables("AKIDENV")
        yield Case(
            f"chance of profiles: {seed} {number}",
            None,
            config=config,
            credentials=f"[{source.choice(NAMES[:2])}]\n" + keys("AKIDFILE") if source.random() < 0.3 else None,
            env=env,
            files={
                "keys.py": SAY,
                "keys.json": document(),
                "token": "a-token",
                OF_SESSION: cached(),
                CACHE: signed_in(),
            },
            peers=peers,
            profile=source.choice([None, "default", "a"]),
        )


def _profile(source, name):
    def some(share, text):
        return text if source.random() < share else ""

    other = source.choice([*NAMES, "absent"])
    place = source.choice(["Environment", "Ec2InstanceMetadata", "EcsContainer", "Nowhere"])
    return "".join(
        [
            "[default]\n" if name == "default" else f"[profile {name}]\n",
            some(0.6, f"role_arn = arn:aws:iam::123456789012:role/of-{name}\n"),
            some(0.6, f"source_profile = {other}\n"),
            some(0.15, f"credential_source = {place}\n"),
            some(0.15, "web_identity_token_file = <home>/token\n"),
            some(0.2, keys(f"AKID{name.upper()}")),
            some(0.05, "external_id = outer\n"),
            some(0.1, lines_of({"sso_session": "mine", **PROFILE})),
            some(0.1, CONFIG.removeprefix("[default]\n")),
            some(0.1, "credential_process = <python> <home>/keys.py\n"),
        ]
    )


def files(seed, count):
    """Files whose syntax is tried."""
    for number in range(count):
        source = random.Random(f"{seed} {number}")
        config, credentials = _text(source), _text(source) if source.random() < 0.5 else None
        env = variables("AKIDENV") if source.random() < 0.7 else {}
        yield Case(
            f"chance of files: {seed} {number}",
            None,
            config=config,
            credentials=credentials,
            env={"AWS_DEFAULT_REGION": None, **env},
            profile=source.choice(PROFILES),
            settings={},
        )


def _text(source):
    lines = ["[default]\n"] if source.random() < 0.8 else []
    sections, keys_there = {"default"} if lines else set(), set()
    for _ in range(source.randrange(1, 9)):
        indent = source.choice(INDENTS)
        if source.random() < 0.25:
            line = source.choice(SECTIONS)
            if _profile_of(line) in sections:
                continue
            sections.add(_profile_of(line))
            if not indent and not line.startswith(" "):
                keys_there.clear()
        else:
            key, value = source.choice(KEYS), source.choice(VALUES)
            name = key.strip().lower()
            is_comment = value in COMMENTED and (indent or name != "ca_bundle")
            if name in keys_there or is_comment or (name == "aws_access_key_id" and not value.strip()):
                continue
            keys_there.add(name)
            line = key + source.choice(SIGNS) + value
        lines.append(indent + line + source.choice(ENDS))
    return "".join(lines)


def _profile_of(header):
    """What profile, or other section, a header is of."""
    words = re.sub(r"[^\w\[ ]", "", header.partition("] ")[0].removesuffix("]x")).strip(" [").split(" ")
    return " ".join(words[1:] if words[0] == "profile" else words)
