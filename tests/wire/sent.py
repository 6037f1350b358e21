"""What botocore sends beside what we send: method, URL, headers that carry meaning, body and signature."""

import base64
import hashlib
import json
import zlib
from urllib.parse import urlsplit

import asymmetric
import bodies
from data import same_json, show
from reference import text

# Must be there, whatever they say: who calls, random numbers, and the deadline of the attempt.
PRESENT = ("user-agent", "amz-sdk-invocation-id", "amz-sdk-request")
# Looked at apart from the others: the network layer's, and the signature.
APART = PRESENT + ("host", "content-length", "authorization")


def differences(reference, operation, theirs, ours):
    """One line for each place where `ours`, the runner's answer, is not what botocore sends."""
    if "error" in ours:
        yield f"request: botocore sends one, we say: {ours['error'].get('message')}"
        return
    if theirs.method != ours["method"]:
        yield f"method: botocore has {theirs.method}, we have {ours['method']}"
    yield from _of_urls(theirs.url, ours["url"])
    body = _bytes(theirs.body)
    headers = {name.lower(): text(value) for name, value in theirs.headers.items()}
    yield from _of_headers(headers, ours["headers"], body, ours)
    yield from bodies.differences(_body_format(operation), headers, body, ours["body"])
    yield from _of_signatures(reference, operation, theirs, ours)


def _bytes(body):
    if body is None:
        return b""
    if hasattr(body, "read"):
        body.seek(0)
        return body.read()
    return body.encode() if isinstance(body, str) else bytes(body)


def _body_format(operation):
    """The protocol, if the body is in its format, rather than a payload as it is."""
    shape = operation.input_shape
    payload = shape and shape.serialization.get("payload")
    if payload and shape.members[payload].type_name in ("blob", "string"):
        return None
    return operation.service_model.resolved_protocol


def _of_urls(expected, got):
    if expected == got:
        return
    left, right = urlsplit(expected), urlsplit(got)
    for part in ("scheme", "netloc", "path"):
        # an empty path is sent as a slash
        ours, theirs = getattr(right, part) or "/", getattr(left, part) or "/"
        if theirs != ours:
            yield f"URL {part}: botocore has {show(theirs)}, we have {show(ours)}"
    yield from bodies.pair_differences("URL query", bodies.pairs(left.query), bodies.pairs(right.query))


def _of_headers(expected, got, body, ours):
    for name in PRESENT:
        if (name in expected) != (name in got):
            yield f"header {name}: is in {'one' if name in expected else 'none'} of botocore's, not so in ours"
    if got.get("host") != urlsplit(ours["url"]).netloc:
        yield f"header host: {show(got.get('host'))} in a request to {ours['url']}"
    length = got.get("content-length", str(len(ours["body"])))
    # some inputs have a member for it
    if length not in (str(len(ours["body"])), expected.get("content-length")):
        yield f"header content-length: {length} for {len(ours['body'])} bytes"
    for name in {**expected, **got}:
        left, right = expected.get(name), got.get(name)
        if name in APART or left == right or bodies.same_text(left, right):
            continue
        if None not in (left, right) and left == _digest(name, body) and right == _digest(name, ours["body"]):
            continue
        if None in (left, right) or not _is_same_json(left, right):
            yield f"header {name}: botocore has {show(left)}, we have {show(right)}"


def _is_same_json(left, right):
    """Whether two headers are the base64 of the same JSON."""
    try:
        return same_json(*(json.loads(base64.b64decode(value, validate=True)) for value in (left, right)))
    except ValueError:
        return False


def _digest(name, body):
    """What a header must say of a body, if that is what it is for."""
    if name == "x-amz-content-sha256":
        return hashlib.sha256(body).hexdigest()
    if name == "x-amz-checksum-crc32":
        return base64.b64encode(zlib.crc32(body).to_bytes(4, "big")).decode()
    if name in ("x-amz-checksum-sha1", "x-amz-checksum-sha256"):
        return base64.b64encode(hashlib.new(name.rpartition("-")[2], body).digest()).decode()
    return None


def _of_signatures(reference, operation, theirs, ours):
    expected = reference.signature(operation.name, theirs.context, ours)
    got = asymmetric.without_number(ours["headers"].get("authorization"))
    if got is None and _body_format(operation) in ("query", "ec2"):
        got = dict(bodies.pairs(ours["body"].decode())).get("Signature")
    if expected != got:
        yield f"signature: botocore signs ours with {show(expected)}, we with {show(got)}"
