"""What a case is: a home, an environment, the peers' answers, and what must come of it."""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone

# What a case may expect instead of keys.
NOTHING = "nothing"  # no place has credentials
ERROR = "error"  # a place has some that are not usable

REGION = "us-east-1"

# Every case has these: whoever is asked in it is a peer, on loopback.
ENVIRONMENT = {
    "HOME": "<home>",
    "AWS_DEFAULT_REGION": REGION,
    "AWS_EC2_METADATA_SERVICE_ENDPOINT": "<peer>",
    "AWS_ENDPOINT_URL_STS": "<peer>",
    "AWS_ENDPOINT_URL_SSO": "<peer>",
    "AWS_ENDPOINT_URL_SSO_OIDC": "<peer>",
    "AWS_ENDPOINT_URL_SIGNIN": "<peer>",
}


@dataclass
class Case:
    """One home. In its texts stand `<home>`, `<peer>` (the base URL of the peers), `<port>`, `<python>`, and
    `<now+90m>`, the instant 90 minutes from now."""

    name: str
    # the access key id for each time credentials are asked for, NOTHING or ERROR; one stands for a list of one, and
    # None for whatever botocore gives at the first time
    gives: list | str | None
    # botocore's name of the provider; that of the first answer
    by: str | None = None
    # variables beside ENVIRONMENT; None takes one of those away
    env: dict = field(default_factory=dict)
    config: str | None = None  # ~/.aws/config
    credentials: str | None = None  # ~/.aws/credentials
    files: dict = field(default_factory=dict)  # others, by their path in the home
    peers: dict = field(
        default_factory=dict
    )  # answers by the peer's name in peers.py, in turn; the last one is repeated
    profile: str | None = None  # set in code
    mfa: str | None = None  # the code that whoever is asked for one gives
    # whether a call is made, too, whose user agent tells AWS where its credentials come from
    calls: bool = False
    # if given, bearer tokens for the service that signs by this name are asked for in place of credentials
    bearer: str | None = None
    # if given, all settings are compared, and botocore has these
    settings: dict | None = None
    pause: float = 0.3  # seconds between two times; what is fetched behind the back of the first has come by then

    def __post_init__(self):
        if isinstance(self.gives, str):
            self.gives = [self.gives]
        self.peers = {name: [one] if not isinstance(one, list) else one for name, one in self.peers.items()}

    def environment(self):
        """All variables, with the marks still in them."""
        return {name: value for name, value in {**ENVIRONMENT, **self.env}.items() if value is not None}

    def home(self):
        """All files, with the marks still in them."""
        shared = {".aws/config": self.config, ".aws/credentials": self.credentials}
        return {**{path: text for path, text in shared.items() if text is not None}, **self.files}


class Keys:
    """An answer with good credentials, in the form of whichever peer gives it."""

    def __init__(self, key, minutes=120, **changes):
        self.key = key
        self.minutes = minutes
        self.changes = changes  # members that replace those of the answer, or are taken away: None


class Token:
    """An answer of single sign-on's OIDC with a new access token."""

    def __init__(self, token, minutes=480, **changes):
        self.token = token
        self.minutes = minutes
        self.changes = changes


@dataclass
class Raw:
    """Any answer."""

    status: int = 200
    body: str = ""
    headers: dict = field(default_factory=dict)


@dataclass
class Silence:
    """No answer for some seconds, and then none."""

    seconds: float


class Hangup:
    """The connection is closed instead of an answer."""


def instant(minutes):
    """The instant so many minutes from now, as documents have it."""
    return (datetime.now(timezone.utc) + timedelta(minutes=minutes)).strftime("%Y-%m-%dT%H:%M:%SZ")


def fill(text, marks):
    """`text` with its marks replaced."""
    for mark, value in marks.items():
        text = text.replace(f"<{mark}>", value)
    return re.sub(r"<now([+-]\d+)m>", lambda match: instant(int(match[1])), text)


def secret(key):
    """The secret that goes with an access key, wherever it stands."""
    return f"secret-of-{key}"


def token(key):
    """The session token that goes with an access key."""
    return f"token-of-{key}"


def keys(key, session=False, **more):
    """The lines of a profile with keys."""
    lines = {"aws_access_key_id": key, "aws_secret_access_key": secret(key)}
    if session:
        lines["aws_session_token"] = token(key)
    return lines_of({**lines, **more})


def lines_of(settings):
    """The lines of a section."""
    return "".join(f"{name} = {value}\n" for name, value in settings.items())


def variables(key, session=False, **more):
    """The variables with keys."""
    found = {"AWS_ACCESS_KEY_ID": key, "AWS_SECRET_ACCESS_KEY": secret(key)}
    if session:
        found["AWS_SESSION_TOKEN"] = token(key)
    return {**found, **more}
