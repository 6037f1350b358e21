"""Answers calls by boto3: reads {"service", "operation", "params"} a line, writes {"output"} or {"code"} a line.

With "paginate", a PaginationConfig, the output is the full result of the operation's paginator. The operation may be a
transfer of S3: "Fileobj" is then what to give to `open`, "Config" has the arguments of a TransferConfig, and "SourceClient" is
the region of one.
"""

import base64
import datetime
import json
import sys

import boto3
import botocore.exceptions
from boto3.s3.transfer import TransferConfig
from botocore import xform_name

TRANSFERS = ["copy", "download_file", "download_fileobj", "upload_file", "upload_fileobj"]

clients = {}


def plain(value):
    """A value as Tucuxi's JSON has it: bytes as base64, instants as RFC 3339, streams read."""
    if isinstance(value, dict):
        # boto3 has None for an element without text; an absent member is the same
        return {key: plain(item) for key, item in value.items() if key != "ResponseMetadata" and item is not None}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, datetime.datetime):
        utc = value.astimezone(datetime.timezone.utc)
        text = utc.strftime("%Y-%m-%dT%H:%M:%S")
        if utc.microsecond:
            text += f".{utc.microsecond:06}"
        return text + "Z"
    if isinstance(value, (bytes, bytearray)):
        return base64.b64encode(value).decode()
    if hasattr(value, "read"):
        return plain(value.read())
    return value


def transfer(service, operation, params):
    """Calls a method of the client that is no operation, but has a name of its own."""
    if "Config" in params:
        params["Config"] = TransferConfig(**params["Config"])
    if "SourceClient" in params:
        params["SourceClient"] = boto3.client(service, region_name=params["SourceClient"])
    method = getattr(clients[service], operation)
    if "Fileobj" not in params:
        return method(**params)
    with open(**params.pop("Fileobj")) as file:
        return method(Fileobj=file, **params)


for line in sys.stdin:
    request = json.loads(line)
    service = request["service"]
    if service not in clients:
        clients[service] = boto3.client(service)
    try:
        name = xform_name(request["operation"])
        if "paginate" in request:
            pages = clients[service].get_paginator(name)
            pages = pages.paginate(**request["params"], PaginationConfig=request["paginate"])
            answer = {"output": plain(pages.build_full_result())}
        elif service == "s3" and name in TRANSFERS:
            answer = {"output": transfer(service, name, request["params"])}
        else:
            answer = {"output": plain(getattr(clients[service], name)(**request["params"]))}
    except botocore.exceptions.ClientError as error:
        answer = {"code": error.response["Error"]["Code"]}
    print(json.dumps(answer), flush=True)
