"""Presigned requests beside botocore's URLs."""

from urllib.parse import urlsplit

import bodies
from data import show

SECONDS = 600


def input_of(operation, given):
    """`given` without the body that whoever sends the request brings."""
    shape = operation.input_shape
    if not has_stream(operation):
        return given
    left_out = {shape.serialization["payload"]}
    left_out |= {name for name, member in shape.members.items() if member.serialization.get("name") == "Content-Length"}
    return {name: value for name, value in given.items() if name not in left_out}


def has_stream(operation):
    """Whether the body is a stream."""
    body = operation.get_streaming_input()
    return body is not None and body.serialization.get("streaming", False)


def differences(reference, operation, given, ours):
    """One line for each place where `ours`, the runner's answer, is not what botocore's URL says."""
    if reference.is_bearer(operation):
        if "bearer token" not in ours.get("error", {}).get("message", ""):
            yield f"presigned: botocore cannot do it, we say {show(ours)}"
        return
    if "error" in ours:
        yield f"presigned: we say {ours['error'].get('message')}"
        return
    if has_stream(operation) and operation.input_shape.serialization["payload"] in operation.input_shape.required_members:
        # botocore wants a body, and cannot put it into a URL
        return
    # botocore reads a body as JSON and moves its members into the URL, which no service takes
    expected = None if ours["body"] else reference.presigned(operation, given, SECONDS)
    if expected is None:
        yield from _of_places(reference.unsigned(operation, given), ours)
    elif expected != ours["url"]:
        yield from _of_urls(expected, ours["url"])
    signature = reference.query_signature(operation, ours)
    if signature not in (None, ours["url"].rpartition("X-Amz-Signature=")[2]):
        yield f"presigned signature: botocore signs ours with {signature}, we have {ours['url']}"


def _of_urls(expected, got):
    left, right = urlsplit(expected), urlsplit(got)
    if left[:3] == right[:3] and sorted(left.query.split("&")) == sorted(right.query.split("&")):
        # the signature does not mind the order
        return
    found = False
    for part in ("scheme", "netloc", "path"):
        ours, theirs = getattr(right, part), getattr(left, part)
        if theirs != ours:
            found = True
            yield f"presigned URL {part}: botocore has {show(theirs)}, we have {show(ours)}"
    # numbers may be written in several ways; what is signed then differs, and ours is compared by itself
    pairs = [_first_of_each(bodies.pairs(url.query)) for url in (left, right)]
    for line in bodies.pair_differences("presigned URL query", *pairs):
        found = True
        yield line
    if not found and _plain(left.query) == _plain(right.query):
        yield f"presigned URL: botocore writes {expected}, we write {got}"


def _first_of_each(pairs):
    """The parameters without the signature. Of several of a name botocore keeps the first in a presigned URL."""
    first = {}
    for name, value in pairs:
        first.setdefault(name, value)
    first.pop("X-Amz-Signature", None)
    return list(first.items())


def _plain(query):
    """The parameters but for the signature, as they are written."""
    return sorted(pair for pair in query.split("&") if not pair.startswith("X-Amz-Signature="))


def _of_places(theirs, ours):
    """Method and URL without the signature."""
    method, url = theirs
    left, right = urlsplit(url), urlsplit(ours["url"])
    if method != ours["method"]:
        yield f"presigned method: botocore has {method}, we have {ours['method']}"
    for part in ("scheme", "netloc", "path"):
        if (getattr(left, part) or "/") != getattr(right, part):
            yield f"presigned URL {part}: botocore has {show(getattr(left, part))}, we have {show(getattr(right, part))}"
    pairs = [pair for pair in bodies.pairs(right.query) if not pair[0].startswith("X-Amz-")]
    yield from bodies.pair_differences("presigned URL query", bodies.pairs(left.query), pairs)
