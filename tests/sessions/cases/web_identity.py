"""Roles taken with a token of another identity provider, without keys."""

from case import ERROR, Case, Keys, Raw, keys, lines_of, variables
from peers import sts_error

from cases.roles import ARN, BASE

GOOD = Keys("AKIDWEB")
ENV = {"AWS_WEB_IDENTITY_TOKEN_FILE": "<home>/token", "AWS_ROLE_ARN": ARN}
PROFILE = "[default]\n" + lines_of({"role_arn": ARN, "web_identity_token_file": "<home>/token"})


def takes(name, gives="AKIDWEB", by="assume-role-with-web-identity", sts=GOOD, files=None, **more):
    """A case with answers of STS and a token in a file."""
    files = {"token": "a-token"} if files is None else files
    return Case(
        f"web identity: {name}",
        gives,
        by,
        peers={"sts": sts},
        files=files,
        **{"calls": by is not None and ERROR not in gives, **more},
    )


CASES = [
    takes("no region", env={**ENV, "AWS_DEFAULT_REGION": None}, calls=False),
    takes("variables", env=ENV),
    takes("profile", config=PROFILE),
    takes("name of the session", env={**ENV, "AWS_ROLE_SESSION_NAME": "me"}),
    takes("name of the session in the profile", config=PROFILE + "role_session_name = me\n"),
    takes(
        "variables before the profile",
        env={**ENV, "AWS_ROLE_SESSION_NAME": "env"},
        config=PROFILE.replace(ARN, "other") + "role_session_name = me\n",
    ),
    takes(
        "the role of the profile, the token of a variable",
        env={"AWS_WEB_IDENTITY_TOKEN_FILE": "<home>/token"},
        config=f"[default]\nrole_arn = {ARN}\nsource_profile = base\n" + BASE,
        gives="AKIDROLE",
        by="assume-role",
        sts=Keys("AKIDROLE"),
    ),
    takes(
        "a profile in code makes variables not count",
        gives="AKIDDEV",
        by="shared-credentials-file",
        env=ENV,
        profile="dev",
        credentials="[dev]\n" + keys("AKIDDEV"),
    ),
    takes("profile in code", config=PROFILE.replace("default", "profile dev"), profile="dev"),
    takes("no role", gives=ERROR, by=None, env={"AWS_WEB_IDENTITY_TOKEN_FILE": "<home>/token"}),
    takes(
        "no token file named",
        gives="AKIDFILE",
        by="shared-credentials-file",
        env={"AWS_ROLE_ARN": ARN},
        credentials="[default]\n" + keys("AKIDFILE"),
    ),
    takes("token absent", gives=[ERROR], env=ENV, files={}),
    takes("a line break at the end of the token", env=ENV, files={"token": "a-token\n"}),
    takes("an external id does not count", config=PROFILE + "external_id = x\nduration_seconds = 900\n"),
    takes("refused", gives=[ERROR], env=ENV, sts=sts_error("AccessDenied")),
    takes("token over", gives=[ERROR], env=ENV, sts=sts_error("ExpiredTokenException", 400)),
    takes("the other side is slow once", env=ENV, sts=[sts_error("IDPCommunicationError", 400), GOOD]),
    takes("broken once", env=ENV, sts=[sts_error("InternalFailure", 500), GOOD]),
    takes("garbage", gives=[ERROR], env=ENV, sts=Raw(200, "{}")),
    takes("renewed", gives=["AKIDWEB", "AKIDTOO"], env=ENV, sts=[Keys("AKIDWEB", 2 / 60), Keys("AKIDTOO")], pause=3),
    takes("before keys of the files", env=ENV, credentials="[default]\n" + keys("AKIDFILE")),
    takes("after keys of the environment", gives="AKIDENV", by="env", env={**ENV, **variables("AKIDENV")}),
    takes("with a source profile", config=PROFILE + "source_profile = base\n" + BASE),
]
