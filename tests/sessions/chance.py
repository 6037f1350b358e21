"""Homes by chance: shared files put together from pieces that the syntax cares about.

The keys are of settings that take any text: of others we refuse what botocore takes until it is needed."""

import random

from case import Case, variables

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
    "[x",
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
INDENTS = ["", "", "", "", " ", "  ", "\t", "    ", "\u00a0", "\x0c"]
ENDS = ["\n"] * 12 + ["\r\n", "\r", "\n\n", "\n \n", "\n\t\n", "\n# c\n", "\n  # c\n", "\n; c\n", "\n  ;c\n"]
PROFILES = [None, None, None, "dev", "my dev", "default", "\u00e4"]


def homes(seed, count):
    """So many homes. What botocore makes of them is not known before."""
    for number in range(count):
        source = random.Random(f"{seed} {number}")
        config, credentials = _text(source), _text(source) if source.random() < 0.5 else None
        env = variables("AKIDENV") if source.random() < 0.7 else {}
        yield Case(
            f"chance: {seed} {number}",
            None,
            config=config,
            credentials=credentials,
            env={"AWS_DEFAULT_REGION": None, **env},
            profile=source.choice(PROFILES),
            settings={},
        )


def _text(source):
    lines = ["[default]\n"] if source.random() < 0.8 else []
    for _ in range(source.randrange(1, 9)):
        if source.random() < 0.25:
            line = source.choice(SECTIONS)
        else:
            line = source.choice(KEYS) + source.choice(SIGNS) + source.choice(VALUES)
        lines.append(source.choice(INDENTS) + line + source.choice(ENDS))
    return "".join(lines)
