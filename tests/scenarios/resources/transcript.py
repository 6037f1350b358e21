"""Writes down what boto3's resources give, a JSON line a step: {"step", then "resources", "value" or "error"}.

The tests in tests/resources do the same steps with ours and must come to the same lines. So that even random
identifiers are the same, both begin with an emulator that knows nothing and whose random numbers are the same.
"""

import base64
import datetime
import json
import os
import urllib.request
from pathlib import Path

import boto3
import botocore.exceptions
from botocore.loaders import Loader


def resource(service):
    """The service as a resource, on a fresh emulator. The first line names all resource types that it has."""
    begin()
    service = boto3.resource(service)
    loader = Loader(extra_search_paths=[str(Path(boto3.__file__).parent / "data")])
    value("types", sorted(loader.load_service_model(service.meta.service_name, "resources-1")["resources"]))
    return service


def begin():
    """A fresh emulator. It draws random numbers when it first hears of EC2, so let it do that before."""
    fresh()
    boto3.client("ec2").describe_vpcs()
    fresh()


def fresh():
    """The emulator as it was at first."""
    for task in ("reset", "seed?a=42"):
        urllib.request.urlopen(f"{os.environ['AWS_ENDPOINT_URL']}/moto-api/{task}", data=b"").read()


def show(step, *resources):
    """Resources: type, identifiers, and the data they have at this moment."""
    write({"step": step, "resources": [described(item) for item in resources if item is not None]})


def value(step, result):
    """A plain value, or an answer."""
    write({"step": step, "value": plain(result)})


def error(step, call, *args, **kwargs):
    """The code of the error that a call must end with."""
    try:
        call(*args, **kwargs)
    except botocore.exceptions.ClientError as found:
        write({"step": step, "error": found.response["Error"]["Code"]})
    else:
        raise AssertionError(f"{step}: no error")


def described(item):
    identifiers = {name: str(getattr(item, f"_{name}")) for name in item.meta.identifiers}
    kind = type(item).__name__.split(".")[1]
    data = None if item.meta.data is None else plain(item.meta.data)
    return {"type": kind, "identifiers": identifiers, "data": data}


def write(line):
    print(json.dumps(line), flush=True)


def plain(value):
    """A value as Tucuxi's JSON has it: bytes as base64, instants as RFC 3339."""
    if isinstance(value, dict):
        # boto3 has None for an element without text; an absent member is the same
        return {key: plain(item) for key, item in value.items() if key != "ResponseMetadata" and item is not None}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(value, (bytes, bytearray)):
        return base64.b64encode(value).decode()
    return value


if __name__ == "__main__":
    begin()
