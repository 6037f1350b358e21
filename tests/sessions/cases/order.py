"""Several places with credentials: which goes first."""

from case import Case, Keys, keys, lines_of, secret, variables

from cases.container import FULL
from cases.login import CACHE, WHO
from cases.login import cached as signed_in
from cases.process import SAY, document
from cases.roles import ARN, BASE
from cases.sso import OF_SESSION, PROFILE, SESSION, cached
from cases.web_identity import ENV as WEB_IDENTITY

ROLE = Keys("AKIDROLE")

# Each place of the chain, in order: what a home has in it, and who then gives which key. Later ones are there too. In
# `config` are lines of the profile, in `sections` other sections of the file.
PLACES = [
    ("env", "AKIDENV", {"env": variables("AKIDENV")}),
    (
        "assume-role",
        "AKIDROLE",
        {"config": lines_of({"role_arn": ARN, "source_profile": "base"}), "sections": BASE, "peers": {"sts": ROLE}},
    ),
    (
        "assume-role-with-web-identity",
        "AKIDROLE",
        {"env": WEB_IDENTITY, "files": {"token": "a-token"}, "peers": {"sts": ROLE}},
    ),
    (
        "sso",
        "AKIDSSO",
        {
            "config": lines_of({"sso_session": "mine", **PROFILE}),
            "sections": "[sso-session mine]\n" + lines_of(SESSION),
            "files": {OF_SESSION: cached()},
            "peers": {"sso": Keys("AKIDSSO")},
        },
    ),
    ("shared-credentials-file", "AKIDFILE", {"credentials": "[default]\n" + keys("AKIDFILE")}),
    ("login", "AKIDLOGIN", {"config": f"login_session = {WHO}\n", "files": {CACHE: signed_in()}}),
    (
        "custom-process",
        "AKIDPROCESS",
        {
            "config": "credential_process = <python> <home>/keys.py\n",
            "files": {"keys.py": SAY, "keys.json": document()},
        },
    ),
    ("config-file", "AKIDCONFIG", {"config": keys("AKIDCONFIG")}),
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
    home = {"config": "[default]\n", "sections": ""}
    for _, _, parts in places:
        for part, value in parts.items():
            if isinstance(value, dict):
                home[part] = {**home.get(part, {}), **value}
            else:
                home[part] = home.get(part, "") + value
    home["config"] += home.pop("sections")
    return home


CASES = [
    Case(f"order: {by} before all that come later", key, by, calls=True, **together(PLACES[index:]))
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
