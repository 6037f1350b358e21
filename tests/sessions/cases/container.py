"""The endpoint of a container."""

from case import ERROR, Case, Hangup, Keys, Raw, Silence, variables

FULL = {"AWS_CONTAINER_CREDENTIALS_FULL_URI": "<peer>/container/keys?id=1"}
GOOD = Keys("AKIDCONTAINER")


def asks(name, answers=GOOD, gives="AKIDCONTAINER", by="container-role", env=FULL, **more):
    """A case with answers of the endpoint."""
    by = None if gives == ERROR else by
    return Case(f"container: {name}", gives, by, env=env, peers={"container": answers}, **more)


CASES = [
    asks("keys"),
    asks("account", Keys("AKIDCONTAINER", AccountId="123456789012")),
    asks("token", env={**FULL, "AWS_CONTAINER_AUTHORIZATION_TOKEN": "Basic abc"}),
    asks(
        "token in a file",
        env={
            **FULL,
            "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": "<home>/token",
            "AWS_CONTAINER_AUTHORIZATION_TOKEN": "Basic abc",
        },
        files={"token": "from-the-file"},
    ),
    asks("token file absent", gives=ERROR, env={**FULL, "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": "<home>/none"}),
    asks(
        "token with a line break",
        gives=ERROR,
        env={**FULL, "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": "<home>/token"},
        files={"token": "a\n"},
    ),
    asks(
        "token of two lines",
        gives=ERROR,
        env={**FULL, "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": "<home>/token"},
        files={"token": "a\nb"},
    ),
    asks("localhost", env={"AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://localhost:<port>/container"}),
    asks(
        "a host that must not be asked",
        gives=ERROR,
        env={"AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://192.0.2.1/container"},
    ),
    asks(
        "a host like one of those",
        gives=ERROR,
        env={"AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://127.0.0.1.example/container"},
    ),
    asks("no URL", gives=ERROR, env={"AWS_CONTAINER_CREDENTIALS_FULL_URI": "container"}),
    asks("refused", Raw(403, "no"), gives=ERROR),
    asks("broken twice", [Raw(500), Raw(500), GOOD]),
    asks("broken always", Raw(500), gives=ERROR),
    asks("garbage", Raw(200, "<html>"), gives=ERROR),
    asks("garbage once", [Raw(200, "{"), GOOD]),
    asks("hangs up once", [Hangup(), GOOD]),
    asks("silent once", [Silence(3), GOOD]),
    asks("silent always", Silence(3), gives=ERROR),
    asks("nobody there", gives=ERROR, env={"AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://127.0.0.1:1/container"}),
    asks("without a secret", Keys("AKIDCONTAINER", SecretAccessKey=None), gives=ERROR),
    asks("without a token of the keys", Keys("AKIDCONTAINER", Token=None), gives=ERROR),
    asks("without an end", Keys("AKIDCONTAINER", Expiration=None), gives=ERROR),
    asks("an end that is none", Keys("AKIDCONTAINER", Expiration="soon"), gives=ERROR),
    asks("kept", [GOOD, Keys("AKIDTOO")], gives=["AKIDCONTAINER", "AKIDCONTAINER"]),
    asks("over", Keys("AKIDFIRST", -1), gives=[ERROR], by="container-role"),
    asks("near the end", [Keys("AKIDFIRST", 5), Keys("AKIDSECOND")], gives=["AKIDSECOND", "AKIDSECOND"]),
    asks(
        "in the last quarter of an hour",
        [Keys("AKIDFIRST", 12), Keys("AKIDSECOND")],
        gives=["AKIDSECOND", "AKIDSECOND"],
    ),
    asks("soon over", [Keys("AKIDFIRST", 2 / 60), Keys("AKIDSECOND")], gives=["AKIDSECOND", "AKIDSECOND"], pause=3),
    asks("before the metadata service", gives="AKIDCONTAINER"),
    asks("not there if keys are", gives="AKIDENV", by="env", env={**FULL, **variables("AKIDENV")}),
]
