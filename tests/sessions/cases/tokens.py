"""Bearer tokens: of a variable for the service, or of single sign-on."""

from case import ERROR, NOTHING, Case, Token, variables
from peers import json_error

from cases.sso import LEGACY, MODERN, OF_SESSION, cached, without


def bears(name, gives, bearer="bedrock", token=None, oidc=None, **more):
    """A case with a cached token and answers of OIDC."""
    files = {OF_SESSION: token} if token else {}
    return Case(f"tokens: {name}", gives, bearer=bearer, files=files, peers={"oidc": oidc} if oidc else {}, **more)


ENV = {"AWS_BEARER_TOKEN_BEDROCK": "env-token"}

CASES = [
    bears("variable", "env-token", env=ENV),
    bears("variable of a name with hyphens", "it", bearer="a-b c", env={"AWS_BEARER_TOKEN_A_B_C": "it"}),
    bears("variable of another service", NOTHING, env={"AWS_BEARER_TOKEN_OTHER": "it"}),
    bears("variable before single sign-on", "env-token", env=ENV, config=MODERN, token=cached()),
    bears("single sign-on", "sso-token", config=MODERN, token=cached()),
    bears("single sign-on without a role", "sso-token", config=without(MODERN, "sso_role_name"), token=cached()),
    bears(
        "profile in code",
        "sso-token",
        config=MODERN.replace("[default]", "[profile dev]"),
        token=cached(),
        profile="dev",
    ),
    bears("keys do not count", NOTHING, env=variables("AKIDENV")),
    bears("profiles of old have none", NOTHING, config=LEGACY),
    bears("no sign-in", [ERROR], config=MODERN),
    bears("no such session", ERROR, config=MODERN.replace("[sso-session mine]", "[sso-session other]")),
    bears("renewed", "new-token", config=MODERN, token=cached(10), oidc=Token("new-token")),
    bears(
        "renewed once", ["new-token"] * 2, config=MODERN, token=cached(10), oidc=[Token("new-token"), Token("newer")]
    ),
    bears(
        "near its end, refused",
        "sso-token",
        config=MODERN,
        token=cached(10),
        oidc=json_error("InvalidGrantException", 400),
    ),
    bears("over, refused", [ERROR], config=MODERN, token=cached(-10), oidc=json_error("InvalidGrantException", 400)),
    bears("over, registration over", [ERROR], config=MODERN, token=cached(-10, -1)),
]
