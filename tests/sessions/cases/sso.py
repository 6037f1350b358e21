"""Single sign-on: sessions whose token is renewed, and profiles of old whose token is not."""

import json

from case import ERROR, Case, Keys, Raw, Token, keys, lines_of, variables
from peers import cache_name, json_error

GOOD = Keys("AKIDSSO")
START = "https://start.example/start"
PROFILE = {"sso_account_id": "123456789012", "sso_role_name": "reader"}
SESSION = {"sso_region": "eu-west-1", "sso_start_url": START}
MODERN = "[default]\n" + lines_of({"sso_session": "mine", **PROFILE}) + "[sso-session mine]\n" + lines_of(SESSION)
LEGACY = "[default]\n" + lines_of({**PROFILE, **SESSION})
OF_SESSION = ".aws/sso/cache/" + cache_name("mine")
OF_URL = ".aws/sso/cache/" + cache_name(START)


def cached(left=480, registered=5000, **changes):
    """A cache file whose token holds for so many minutes."""
    whole = {
        "startUrl": START,
        "region": "eu-west-1",
        "accessToken": "sso-token",
        "expiresAt": f"<now{left:+}m>",
        "clientId": "client",
        "clientSecret": "secret-of-client",
        "registrationExpiresAt": f"<now{registered:+}m>",
        "refreshToken": "refresh",
        **changes,
    }
    return json.dumps({name: value for name, value in whole.items() if value is not None})


def takes(name, gives="AKIDSSO", by="sso", config=MODERN, sso=GOOD, oidc=None, token=None, legacy=False, **more):
    """A case with a cached token and answers of the portal and OIDC; with `legacy` for a profile of old."""
    token = cached() if token is None else token
    files = {OF_URL if legacy else OF_SESSION: token} if token else {}
    peers = {"sso": sso, **({"oidc": oidc} if oidc else {})}
    config = LEGACY if legacy and config is MODERN else config
    return Case(
        f"sso: {name}",
        gives,
        by,
        config=config,
        peers=peers,
        files=files,
        calls=by is not None and ERROR not in gives,
        **more,
    )


def refused(name, config=MODERN, **more):
    """A case in which it does not come to a call."""
    return takes(name, gives=ERROR, by=None, config=config, **more)


def without(text, key):
    return "".join(line + "\n" for line in text.splitlines() if not line.startswith(key))


CASES = [
    takes("session"),
    takes(
        "session named in code",
        config=MODERN.replace("[default]", "[profile dev]"),
        profile="dev",
        env=variables("AKIDENV"),
    ),
    takes("session with quotes", config=MODERN.replace("[sso-session mine]", '[sso-session "mine"]')),
    takes("values twice, equal", config=MODERN.replace("sso_session", f"sso_start_url = {START}\nsso_session")),
    refused("values twice, not equal", config=MODERN.replace("sso_session", "sso_region = us-east-2\nsso_session")),
    refused("no such session", config=MODERN.replace("[sso-session mine]", "[sso-session other]")),
    refused("no region", config=without(MODERN, "sso_region")),
    refused("no start URL", config=without(MODERN, "sso_start_url")),
    refused("no role", config=without(MODERN, "sso_role_name")),
    refused("no account", config=without(MODERN, "sso_account_id")),
    takes(
        "neither role nor account",
        gives="AKIDCONFIG",
        by="config-file",
        config=without(without(MODERN, "sso_role_name"), "sso_account_id").replace(
            "sso_session =", keys("AKIDCONFIG") + "sso_session ="
        ),
    ),
    takes("no token", gives=[ERROR], token=""),
    takes("token is no JSON", gives=[ERROR], token="{"),
    takes("token without an end", gives=[ERROR], token=cached(expiresAt=None)),
    takes("token without a token", gives=[ERROR], token=cached(accessToken=None)),
    takes("token with an end that is none", gives=[ERROR], token=cached(expiresAt="soon")),
    takes("times as the CLI of old wrote them", token=cached(expiresAt="2090-01-01T00:00:00UTC")),
    # renewing
    takes("token near its end", token=cached(10), oidc=Token("new-token")),
    takes("token over", token=cached(-10), oidc=Token("new-token")),
    takes("token renewed without a new refresh token", token=cached(-10), oidc=Token("new-token", refreshToken=None)),
    takes(
        "token near its end, refused",
        token=cached(10),
        oidc=json_error("InvalidGrantException", 400, error="invalid_grant"),
    ),
    takes(
        "token over, refused",
        gives=[ERROR],
        token=cached(-10),
        oidc=json_error("InvalidGrantException", 400, error="invalid_grant"),
    ),
    takes(
        "token near its end, OIDC broken",
        token=cached(10),
        oidc=json_error("InternalServerException", 500),
        env={"AWS_MAX_ATTEMPTS": "1"},
    ),
    takes("token near its end, registration over", token=cached(10, -1)),
    takes("token over, registration over", gives=[ERROR], token=cached(-10, -1)),
    takes("token near its end, no refresh token", token=cached(10, refreshToken=None)),
    takes("token over, no refresh token", gives=[ERROR], token=cached(-10, refreshToken=None)),
    takes("token over, no client", gives=[ERROR], token=cached(-10, clientId=None)),
    # the portal
    takes("unauthorized", gives=[ERROR], sso=json_error("UnauthorizedException", 401)),
    takes("forbidden", gives=[ERROR], sso=json_error("ForbiddenException", 403)),
    takes("broken once", sso=[json_error("InternalServerException", 500), GOOD]),
    takes("throttled once", sso=[json_error("TooManyRequestsException", 429), GOOD]),
    takes("garbage", gives=[ERROR], sso=Raw(200, "<html>")),
    takes("without a secret", gives=[ERROR], sso=Keys("AKIDSSO", secretAccessKey=None)),
    takes("without an end", gives=[ERROR], sso=Keys("AKIDSSO", expiration=None)),
    takes("kept", gives=["AKIDSSO"] * 2, sso=[GOOD, Keys("AKIDTOO")]),
    takes("renewed", gives=["AKIDSSO", "AKIDTOO"], sso=[Keys("AKIDSSO", 2 / 60), Keys("AKIDTOO")], pause=3),
    # profiles of old
    takes("legacy", legacy=True),
    takes("legacy, over", legacy=True, gives=[ERROR], token=cached(-10)),
    takes("legacy, near its end", legacy=True, token=cached(10), oidc=Token("new-token")),
    takes("legacy, no token", legacy=True, gives=[ERROR], token=""),
    takes("legacy, unauthorized", legacy=True, gives=[ERROR], sso=json_error("UnauthorizedException", 401)),
    refused("legacy, no region", config=without(LEGACY, "sso_region"), legacy=True),
    # the order
    takes("before keys of the files", credentials="[default]\n" + keys("AKIDFILE")),
]
