"""The fake peers: metadata service, container endpoint, STS, single sign-on, its OIDC, and sign-in, all on one port.

They answer as a case says and write down who asked for what, so that both sides can be seen to ask for the same."""

import hashlib
import json
import re
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

import dpop
from case import Hangup, Raw, Silence, instant, secret, token

ROLES = "/latest/meta-data/iam/security-credentials/"
ACCOUNT = "123456789012"
METADATA_TOKEN = "metadata-token"

# The codes by which all AWS SDKs tell in their user agents where credentials come from.
SOURCES = {*"eghiknopqrstuvwxz0", "AC", "AD"}

# What peers say of whom a case does not speak.
DEFAULTS = {
    "imds-token": Raw(body=METADATA_TOKEN),
    "imds-role": Raw(body="my-role"),
    "caller": Raw(body="<GetCallerIdentityResponse><GetCallerIdentityResult/></GetCallerIdentityResponse>"),
}


class Peers(ThreadingHTTPServer):
    """Serves a case on a port of its own."""

    daemon_threads = True

    def __init__(self, answers):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answers = {name: list(those) for name, those in answers.items()}
        self.has_metadata = any(name.startswith("imds") for name in answers)
        self.log = []
        self.lock = threading.Lock()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_address[1]}"

    def __enter__(self):
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.shutdown()
        self.server_close()

    def answer(self, name, asked):
        """Writes down what was asked, and takes the next answer of the peer."""
        with self.lock:
            self.log.append(f"{name} {asked}".strip())
            left = self.answers.get(name)
            if not left:
                is_default = self.has_metadata or not name.startswith("imds")
                return DEFAULTS.get(name, Raw(404)) if is_default else Raw(404)
            return left.pop(0) if len(left) > 1 else left[0]

    def handle_error(self, *_):
        """Whoever hangs up because a case wants him to is no news."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def handle_request(self):
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        name, asked = self.who(body)
        answer = self.server.answer(name, asked)
        if isinstance(answer, Silence):
            time.sleep(answer.seconds)
        if isinstance(answer, (Silence, Hangup)):
            self.close_connection = True
            return
        is_raw = isinstance(answer, Raw)
        status, headers, text = _plain(answer) if is_raw else _FORMS[name](answer, asked)
        data = text.encode()
        self.send_response(status)
        for header, value in {**headers, "Content-Length": str(len(data))}.items():
            self.send_header(header, value)
        self.end_headers()
        self.wfile.write(data)

    do_GET = do_PUT = do_POST = handle_request

    def who(self, body):
        """The peer that is asked, and the words for what."""
        path = urlsplit(self.path).path
        query = dict(parse_qsl(urlsplit(self.path).query, keep_blank_values=True))
        head = self.headers.get
        route = self.command, path
        if route == ("PUT", "/latest/api/token"):
            return "imds-token", f"ttl={head('x-aws-ec2-metadata-token-ttl-seconds')}"
        if path.startswith("/latest/"):
            name = "imds-role" if path == ROLES else "imds-keys"
            return name, f"{self.command} {path} token={head('x-aws-ec2-metadata-token')}"
        if path.startswith("/container"):
            return "container", f"{self.command} {self.path} authorization={head('authorization')}"
        if route == ("POST", "/"):
            form = sorted(parse_qsl(body.decode(), keep_blank_values=True))
            if ("Action", "GetCallerIdentity") in form:
                return "caller", f"signed by {_signer(head('authorization'))} {_sources(head('user-agent'))}"
            return "sts", f"{_words(form)} signed by {_signer(head('authorization'))}"
        if route == ("GET", "/federation/credentials"):
            return "sso", f"{_words(sorted(query.items()))} token={head('x-amz-sso_bearer_token')} {_unsigned(head)}"
        if route == ("POST", "/token"):
            return "oidc", f"{_words(sorted(json.loads(body).items()))} {_unsigned(head)}"
        if route == ("POST", "/v1/token"):
            proof = dpop.judge(head("dpop"), "POST", self.server.url + self.path)
            return "signin", f"{_words(sorted(json.loads(body).items()))} proof {proof} {_unsigned(head)}"
        return "unknown", f"{self.command} {self.path}"


def _words(pairs):
    """Pairs in words, without what differs from run to run."""
    return " ".join(f"{name}={_steady(value)}" for name, value in pairs)


def _steady(value):
    return re.sub(r"^(botocore|tucuxi)-session-\d+$", "(a name of its own)", str(value))


def _sources(agent):
    """Which of the codes in a user agent are of sources of credentials."""
    codes = re.search(r" m/(\S+)", agent or "")
    return "from " + ",".join(sorted(set(codes[1].split(",")) & SOURCES)) if codes else "from nowhere"


def _signer(authorization):
    """The access key and the scope of a signature."""
    match = re.search(r"Credential=([^/]+)/\d+/([^,]+)", authorization or "")
    return f"{match[1]} for {match[2]}" if match else "nobody"


def _unsigned(head):
    return "signed" if head("authorization") else "unsigned"


def _changed(document, changes):
    """A document with members replaced, or taken away."""
    merged = {**document, **changes}
    return {name: value for name, value in merged.items() if value is not None}


def _plain(answer):
    return answer.status, answer.headers, answer.body


def _json(document):
    return 200, {"Content-Type": "application/json"}, json.dumps(document)


def _metadata(answer, _):
    document = {
        "Code": "Success",
        "LastUpdated": instant(-1),
        "Type": "AWS-HMAC",
        "AccessKeyId": answer.key,
        "SecretAccessKey": secret(answer.key),
        "Token": token(answer.key),
        "Expiration": instant(answer.minutes),
    }
    return _json(_changed(document, answer.changes))


def _container(answer, _):
    document = {
        "RoleArn": f"arn:aws:iam::{ACCOUNT}:role/task",
        "AccessKeyId": answer.key,
        "SecretAccessKey": secret(answer.key),
        "Token": token(answer.key),
        "Expiration": instant(answer.minutes),
    }
    return _json(_changed(document, answer.changes))


def _sts(answer, asked):
    members = {
        "AccessKeyId": answer.key,
        "SecretAccessKey": secret(answer.key),
        "SessionToken": token(answer.key),
        "Expiration": instant(answer.minutes),
    }
    changes = dict(answer.changes)
    arn = changes.pop("arn", f"arn:aws:sts::{ACCOUNT}:assumed-role/role/session")
    members = "".join(f"<{name}>{value}</{name}>" for name, value in _changed(members, changes).items())
    user = f"<AssumedRoleUser><AssumedRoleId>ARO:session</AssumedRoleId><Arn>{arn}</Arn></AssumedRoleUser>"
    user = user if arn else ""
    action = re.match(r"Action=(\w+)", asked)[1]
    result = f"<{action}Result><Credentials>{members}</Credentials>{user}</{action}Result>"
    metadata = "<ResponseMetadata><RequestId>0</RequestId></ResponseMetadata>"
    namespace = "https://sts.amazonaws.com/doc/2011-06-15/"
    body = f'<{action}Response xmlns="{namespace}">{result}{metadata}</{action}Response>'
    return 200, {"Content-Type": "text/xml"}, body


def _sso(answer, _):
    document = {
        "accessKeyId": answer.key,
        "secretAccessKey": secret(answer.key),
        "sessionToken": token(answer.key),
        "expiration": int((time.time() + answer.minutes * 60) * 1000),
    }
    return _json({"roleCredentials": _changed(document, answer.changes)})


def _oidc(answer, _):
    document = {
        "accessToken": answer.token,
        "tokenType": "Bearer",
        "expiresIn": answer.minutes * 60,
        "refreshToken": f"refresh-of-{answer.token}",
    }
    return _json(_changed(document, answer.changes))


def _signin(answer, _):
    document = {
        "accessToken": {
            "accessKeyId": answer.key,
            "secretAccessKey": secret(answer.key),
            "sessionToken": token(answer.key),
        },
        "tokenType": "aws_sigv4",
        "expiresIn": answer.minutes * 60,
        "refreshToken": f"refresh-of-{answer.key}",
    }
    return _json(_changed(document, answer.changes))


_FORMS = {
    "imds-keys": _metadata,
    "container": _container,
    "sts": _sts,
    "sso": _sso,
    "oidc": _oidc,
    "signin": _signin,
}


def sts_error(code, status=403, message="no"):
    """A refusal of STS."""
    fault = "Sender" if status < 500 else "Receiver"
    error = f"<Error><Type>{fault}</Type><Code>{code}</Code><Message>{message}</Message></Error>"
    namespace = "https://sts.amazonaws.com/doc/2011-06-15/"
    body = f'<ErrorResponse xmlns="{namespace}">{error}<RequestId>0</RequestId></ErrorResponse>'
    return Raw(status, body, {"Content-Type": "text/xml"})


def json_error(code, status, **members):
    """A refusal of single sign-on, OIDC or sign-in."""
    body = json.dumps({"message": "no", **members})
    return Raw(status, body, {"Content-Type": "application/json", "x-amzn-ErrorType": code})


def cache_name(text, algorithm="sha1"):
    """The name of the cache file for a session or a start URL."""
    return hashlib.new(algorithm, text.encode()).hexdigest() + ".json"
