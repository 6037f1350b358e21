"""Endpoint URLs of a service: from variables, sections and the profile."""

from case import ERROR, Case, Keys

from cases.roles import FROM_BASE

NOBODY = "http://127.0.0.1:1"
MINE = "services = mine\n"


def services(**urls):
    return "[services mine]\n" + "".join(f"{name} =\n  endpoint_url = {url}\n" for name, url in urls.items())


def with_lines(lines, after=""):
    return "[default]\n" + lines + FROM_BASE.removeprefix("[default]\n") + after


def calls(name, gives="AKIDROLE", by="assume-role", config=FROM_BASE, env=(), **more):
    """A case in which STS is called, and with it the endpoint of the case is, or is not."""
    env = {"AWS_MAX_ATTEMPTS": "1", "AWS_ENDPOINT_URL_STS": None, **dict(env)}
    gives = [gives] if gives == ERROR else gives
    peers = {"sts": Keys("AKIDROLE")}
    return Case(f"endpoints: {name}", gives, by, config=config, env=env, peers=peers, **more)


CASES = [
    calls("of a service", env={"AWS_ENDPOINT_URL_STS": "<peer>", "AWS_ENDPOINT_URL": NOBODY}),
    calls("of all", env={"AWS_ENDPOINT_URL": "<peer>"}),
    calls("of the profile", config=with_lines("endpoint_url = <peer>\n")),
    calls(
        "of all before the profile's",
        config=with_lines(f"endpoint_url = {NOBODY}\n"),
        env={"AWS_ENDPOINT_URL": "<peer>"},
    ),
    calls("of a section", config=with_lines(MINE, services(sts="<peer>"))),
    calls(
        "of a section before the profile's",
        config=with_lines(f"{MINE}endpoint_url = {NOBODY}\n", services(sts="<peer>")),
    ),
    calls(
        "of all before that of a section",
        config=with_lines(MINE, services(sts=NOBODY)),
        env={"AWS_ENDPOINT_URL": "<peer>"},
    ),
    calls(
        "of the profile, a section of others",
        config=with_lines(f"{MINE}endpoint_url = <peer>\n", services(s3=NOBODY)),
    ),
    calls("no such section", gives=ERROR, config=with_lines(MINE)),
    calls(
        "no such section, but a variable",
        config=with_lines(MINE),
        env={"AWS_ENDPOINT_URL_STS": "<peer>"},
    ),
    calls(
        "that of the source's profile does not count",
        gives=ERROR,
        config=FROM_BASE.replace("[profile base]", "[profile base]\nendpoint_url = <peer>"),
        env={"AWS_DEFAULT_REGION": "xx-none-1"},
    ),
]
