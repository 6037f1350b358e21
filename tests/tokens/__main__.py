"""Compares tokens with botocore's, and with those of algorithms that AWS publishes, carried out by botocore's signer:
`python tests/tokens PROGRAM [SEED [COUNT]]`."""

import base64
import datetime
import itertools
import json
import random
import subprocess
import sys
from unittest import mock

import botocore.session
from botocore.signers import RequestSigner

KINDS = ["rds", "dsql", "dsql-admin", "elasticache", "elasticache-serverless", "memorydb", "kafka", "eks"]
REGIONS = ["us-east-1", "eu-west-1", "ap-southeast-2"]


def question(kind, chance):
    """A token to ask for, with credentials and a time."""
    letters = "abcXYZ019-_.~ /+=&@:%ü"
    text = lambda: "".join(chance.choices(letters, k=chance.randint(1, 20)))
    # botocore itself takes the name of a cluster into a header
    host = "".join(chance.choices("abcxyz019-", k=12)).strip("-") or "a"
    dotted = kind == "rds" or kind.startswith("dsql")
    return {
        "kind": kind,
        "region": chance.choice(REGIONS),
        "host": f"{host}.example.com" if dotted else host,
        "port": chance.choice([443, 3306, 5432, 80, 65535]),
        "user": text(),
        "lifetime": chance.randint(1, 604_800),
        "key": "AKID" + "".join(chance.choices("ABCDEF012", k=12)),
        "secret": "".join(chance.choices("abcXYZ/+", k=40)),
        "session_token": chance.choice(["", "".join(chance.choices("abcXYZ/+=", k=80))]),
        "now": chance.randint(1_500_000_000, 4_000_000_000),
    }


def client_of(asked, service):
    keys = {"aws_access_key_id": asked["key"], "aws_secret_access_key": asked["secret"]}
    return SESSION.create_client(
        service, region_name=asked["region"], aws_session_token=asked["session_token"] or None, **keys
    )


def signed(asked, signing_name, url, **query):
    """A presigned GET by botocore's signer, as the examples in the guides of the services make it."""
    credentials = botocore.credentials.Credentials(asked["key"], asked["secret"], asked["session_token"] or None)
    signer = RequestSigner(
        botocore.model.ServiceId(signing_name), asked["region"], signing_name, "v4", credentials, SESSION.get_component("event_emitter")
    )
    request = {"method": "GET", "url": url, "body": query, "headers": {}, "context": {}}
    return signer.generate_presigned_url(request, operation_name="connect", expires_in=900, region_name=asked["region"])


def expected(asked):
    kind, host, user = asked["kind"], asked["host"], asked["user"]
    if kind == "rds":
        return client_of(asked, "rds").generate_db_auth_token(host, asked["port"], user)
    if kind.startswith("dsql"):
        dsql = client_of(asked, "dsql")
        make = dsql.generate_db_connect_admin_auth_token if kind.endswith("admin") else dsql.generate_db_connect_auth_token
        return make(host, ExpiresIn=asked["lifetime"])
    if kind == "kafka":
        url = signed(asked, "kafka-cluster", f"https://kafka.{asked['region']}.amazonaws.com/", Action="kafka-cluster:Connect")
        return url
    if kind == "eks":
        return eks_url(asked)
    extra = {"ResourceType": "ServerlessCache"} if kind.endswith("serverless") else {}
    name = kind.partition("-")[0]
    return signed(asked, name, f"http://{host}/", Action="connect", User=user, **extra).removeprefix("http://")


def eks_url(asked):
    """The AWS CLI adds the name of the cluster to a presigned GetCallerIdentity."""
    sts = client_of(asked, "sts")
    add = lambda request, **_: request.headers.add_header("x-k8s-aws-id", asked["host"])
    sts.meta.events.register("before-sign.sts.GetCallerIdentity", add)
    return sts.generate_presigned_url("get_caller_identity", ExpiresIn=60, HttpMethod="GET")


def comparable(asked, token):
    """The token, or the URL in it without what names its maker."""
    if asked["kind"] not in ("kafka", "eks"):
        return token
    encoded = token.removeprefix("k8s-aws-v1.") if asked["kind"] == "eks" else token
    url = base64.urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4)).decode()
    return url.partition("&User-Agent=tucuxi%2F")[0]


def at(seconds):
    now = datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc)
    return mock.patch("botocore.auth.get_current_datetime", lambda remove_tzinfo=True: now.replace(tzinfo=None))


SESSION = botocore.session.Session()


def main():
    process = subprocess.Popen([sys.argv[1]], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8")
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    count = int(sys.argv[3]) if len(sys.argv) > 3 else 200
    chance, differences = random.Random(seed), 0
    for kind in itertools.islice(itertools.cycle(KINDS), count):
        asked = question(kind, chance)
        process.stdin.write(json.dumps(asked) + "\n")
        process.stdin.flush()
        answer = json.loads(process.stdout.readline())
        with at(asked["now"]):
            wanted = expected(asked)
        if "error" in answer or comparable(asked, answer["token"]) != wanted:
            differences += 1
            print(f"{asked}\n  botocore {wanted}\n  ours     {answer}")
    print(f"{count} tokens, {differences} differences (seed {seed})")
    sys.exit(1 if differences else 0)


main()
