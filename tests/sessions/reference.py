"""botocore's side: a process that reads a home's environment as a JSON line and writes what botocore makes of it.

It forks for each, so that nothing of one home is left for the next, and botocore is loaded once."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path


class Reference:
    """The process. Not for two threads at once."""

    def __enter__(self):
        command = [sys.executable, "-B", str(Path(__file__))]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait()

    def resolve(self, question):
        print(json.dumps(question), file=self.process.stdin, flush=True)
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError("botocore's process has ended")
        return json.loads(line)


def _resolve(question):
    os.environ.clear()
    os.environ.update(question["env"])
    import botocore.credentials
    import botocore.session
    import botocore.tokens

    # these were made when the modules were loaded, in another home
    for provider in (botocore.credentials.SSOProvider, botocore.tokens.SSOTokenProvider):
        provider._SSO_TOKEN_CACHE_DIR = os.path.expanduser("~/.aws/sso/cache")
    try:
        session = botocore.session.Session(profile=question["profile"])
        if question["mfa"]:
            chain = session.get_component("credential_provider")
            chain.get_provider("assume-role")._prompter = lambda _: question["mfa"]
        # where credentials come from, clients learn when they are made
        client = session.create_client("sts") if question["calls"] else None
        bearer = question["bearer"]
        found = session.get_auth_token(signing_name=bearer) if bearer else session.get_credentials()
    except Exception as error:
        return {"answers": [{"error": f"{type(error).__name__}: {error}"}]}
    if found is None:
        return {"answers": [{"nothing": True}]}
    answers = []
    for turn in range(question["times"]):
        if turn:
            time.sleep(question["pause"])
        answers.append(_token(found) if bearer else _answer(found))
    if client:
        client.get_caller_identity()
    return {"by": None if bearer else found.method, "answers": answers, "settings": _settings(session)}


def _token(found):
    try:
        frozen = found.get_frozen_token() if hasattr(found, "get_frozen_token") else found
        return {"key": frozen.token}
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"}


def _settings(session):
    """What the session has been told, in our words: texts, and s3's with a dot."""
    from botocore.configprovider import BOTOCORE_DEFAUT_SESSION_VARIABLES, DEFAULT_S3_CONFIG_VARS

    found = {name: session.get_config_variable(name) for name in BOTOCORE_DEFAUT_SESSION_VARIABLES}
    found["sdk_ua_app_id"] = found.pop("user_agent_appid")
    nested = session.get_config_variable("s3") or {}
    found |= {f"s3.{name}": nested.get(name) for name in DEFAULT_S3_CONFIG_VARS}
    return {name: _text(value) for name, value in found.items()}


def _text(value):
    return value if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def _answer(found):
    try:
        keys = found.get_frozen_credentials()
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"}
    return {"key": keys.access_key, "secret": keys.secret_key, "token": keys.token, "account": keys.account_id}


def _serve():
    # what is loaded here is there for all
    import botocore.client
    import botocore.session  # noqa: F401

    for line in sys.stdin:
        child = os.fork()
        if child:
            os.waitpid(child, 0)
            continue
        try:
            answer = _resolve(json.loads(line))
        except BaseException as error:
            answer = {"answers": [{"broken": repr(error)}]}
        print(json.dumps(answer), flush=True)
        os._exit(0)


if __name__ == "__main__":
    _serve()
