"""Console login: the cache of `aws login`, renewed at sign-in with a proof of the key in it."""

import json

import dpop
from case import ERROR, Case, Keys, Raw, keys, secret, token
from peers import cache_name, json_error

GOOD = Keys("AKIDNEW")
WHO = "arn:aws:iam::123456789012:user/me"
CONFIG = f"[default]\nlogin_session = {WHO}\n"
CACHE = ".aws/login/cache/" + cache_name(WHO, "sha256")


def cached(left=60, key="AKIDLOGIN", access=(), **changes):
    """A cache file whose keys hold for so many minutes."""
    whole = {
        "accessToken": {
            "accessKeyId": key,
            "secretAccessKey": secret(key),
            "sessionToken": token(key),
            "accountId": "123456789012",
            "expiresAt": f"<now{left:+}m>",
            **dict(access),
        },
        "tokenType": "aws_sigv4",
        "refreshToken": "refresh",
        "idToken": "id",
        "clientId": "arn:aws:signin:::devtools/same-device",
        "dpopKey": dpop.pem(),
        **changes,
    }
    return json.dumps({name: value for name, value in whole.items() if value is not None})


def takes(name, gives="AKIDLOGIN", by="login", cache=None, path=CACHE, signin=GOOD, **more):
    """A case with a cache and answers of sign-in."""
    cache = cached() if cache is None else cache
    files = {path: cache} if cache else {}
    return Case(f"login: {name}", gives, by, **{"config": CONFIG, **more}, files=files, peers={"signin": signin})


CASES = [
    takes("keys"),
    takes("elsewhere", path="logins/" + cache_name(WHO, "sha256"), env={"AWS_LOGIN_CACHE_DIRECTORY": "~/logins"}),
    takes("named in code", config=CONFIG.replace("[default]", "[profile dev]"), profile="dev"),
    takes("over", gives="AKIDNEW", cache=cached(-10)),
    takes("in the last minutes", gives="AKIDNEW", cache=cached(3)),
    takes("ten minutes left", cache=cached(8)),
    takes("region of the cache", gives="AKIDNEW", cache=cached(-10, signInRegion="eu-west-1")),
    takes(
        "refused as over",
        gives=[ERROR],
        cache=cached(-10),
        signin=json_error("AccessDeniedException", 403, error="TOKEN_EXPIRED"),
    ),
    takes(
        "refused for permissions",
        gives=[ERROR],
        cache=cached(-10),
        signin=json_error("AccessDeniedException", 403, error="INSUFFICIENT_PERMISSIONS"),
    ),
    takes(
        "refused, still valid",
        gives=[ERROR],
        cache=cached(3),
        signin=json_error("AccessDeniedException", 403, error="TOKEN_EXPIRED"),
    ),
    takes("broken once", gives="AKIDNEW", cache=cached(-10), signin=[json_error("InternalServerException", 500), GOOD]),
    takes("garbage", gives=[ERROR], cache=cached(-10), signin=Raw(200, "<html>")),
    takes("no cache", gives=ERROR, by=None, cache=""),
    takes("cache is no JSON", gives=ERROR, by=None, cache="{"),
    takes("no refresh token", gives=ERROR, by=None, cache=cached(refreshToken=None)),
    takes("no key for proofs", gives=ERROR, by=None, cache=cached(dpopKey=None)),
    takes(
        "a key for proofs that is none",
        gives=[ERROR],
        cache=cached(-10, dpopKey="-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----\n"),
    ),
    takes("no keys", gives=ERROR, by=None, cache=cached(accessToken=None)),
    takes("half the keys", cache=cached(access={"secretAccessKey": None})),
    takes(
        "after keys of the credentials file",
        gives="AKIDFILE",
        by="shared-credentials-file",
        credentials="[default]\n" + keys("AKIDFILE"),
    ),
    takes("before keys of the config file", config=CONFIG + keys("AKIDCONFIG")),
]
