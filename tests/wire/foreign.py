"""Responses with a status of success that are not the service's, and the smallest ones that are."""

from dataclasses import dataclass

from inputs import XML
from reference import Response

PAGE = ("text/html", b"<html><head><title>Sign in</title></head><body>Pay for the Wi-Fi</body></html>")

# Bodies that no operation has, by what they are.
FOREIGN = {
    "an empty body": ("text/plain", b""),
    "a web page": PAGE,
    "a web page with a document type": ("text/html", b"<!DOCTYPE html>" + PAGE[1]),
    "text": ("text/plain", b"OK"),
    "JSON": ("application/json", b'["sign in"]'),
    "XML": ("application/xml", b"<?xml version='1.0'?><Reply><NoMemberOfAnything>1</NoMemberOfAnything></Reply>"),
    "XML with text": ("application/xml", b"<Reply>sign in</Reply>"),
    "XML that breaks off": ("application/xml", b"<Reply>"),
}

ERROR = b"<Error><Code>SlowDown</Code><Message>Not now</Message></Error>"
CODE = "SlowDown"


@dataclass
class Body:
    """What the model has of the body of a response."""

    # Members are read from it, or it is a member with a structure of its own.
    document: bool
    # It may be absent.
    optional: bool
    # It is handed over as it is.
    raw: bool
    # It is a value of a document type: any JSON.
    free: bool = False


def body_of(operation):
    """The body of a response to `operation` by the model."""
    shape = operation.output_shape
    protocol = operation.service_model.resolved_protocol
    if not protocol.startswith("rest-"):
        empty = shape is None or not shape.members
        if protocol in XML:
            # the root element is known, and there always is one
            return Body(document=True, optional=protocol == "query" and empty, raw=False)
        return Body(document=not empty, optional=True, raw=False)
    if shape is None:
        return Body(document=False, optional=True, raw=False)
    payload = shape.serialization.get("payload")
    if payload is not None:
        member = shape.members[payload]
        raw = member.type_name in ("blob", "string")
        free = member.type_name == "structure" and member.is_document_type
        return Body(document=not raw, optional=True, raw=raw, free=free)
    locations = [member.serialization.get("location") for member in shape.members.values()]
    in_body = any(location not in ("header", "headers", "statusCode") for location in locations)
    return Body(document=in_body, optional=not in_body or protocol == "rest-json", raw=False)


def cases(operation):
    """Responses to `operation`, each with what it is and whether it is refused; `CODE` where with that code."""
    if operation.has_streaming_output or operation.has_event_stream_output:
        return
    body = body_of(operation)
    protocol = operation.service_model.resolved_protocol
    for name, (kind, content) in FOREIGN.items():
        own = (body.optional and not content) or (body.free and name == "JSON")
        refused = body.document and not own
        refused = refused or (protocol == "json" and content.endswith(PAGE[1]))
        yield name, _response(operation, content, kind), refused or _has_no_protocol(protocol)
    if protocol in XML and not body.raw:
        yield "an error document", _response(operation, _error(protocol)), CODE
    for name, content in _smallest(operation, protocol, body):
        yield name, _own(operation, content), False


def _has_no_protocol(protocol):
    """Whether a response without a header that names the protocol is refused."""
    return protocol == "smithy-rpc-v2-cbor"


def _error(protocol):
    if protocol == "query":
        return b"<ErrorResponse>" + ERROR + b"</ErrorResponse>"
    return b"<Response><Errors>" + ERROR + b"</Errors></Response>" if protocol == "ec2" else ERROR


def _smallest(operation, protocol, body):
    """Bodies with nothing in them."""
    if body.optional:
        yield "an empty body", b""
    root = f"{operation.name}Response" if protocol in ("query", "ec2") else "Root"
    if protocol in XML and not body.raw and not _is_union(operation):
        wrapper = operation.output_shape and operation.output_shape.serialization.get("resultWrapper")
        inner = f"<{wrapper}/>" if protocol == "query" and wrapper else ""
        yield "an empty root", f"<{root}>{inner}</{root}>".encode()
        declared = f"<?xml version='1.0'?><!-- a --><x:{root} xmlns:x='urn:x'>{inner}\n</x:{root}><!-- b --><?c d?>\n"
        yield "an empty root among comments", declared.encode()
    if protocol == "json" or (protocol == "rest-json" and body.document):
        yield "an empty object", b"{}"
    if protocol == "smithy-rpc-v2-cbor":
        yield "an empty map", b"\xa0"


def _is_union(operation):
    """Whether the body is a union, which must hold something."""
    shape = operation.output_shape
    payload = shape and shape.serialization.get("payload")
    return bool(payload) and getattr(shape.members[payload], "is_tagged_union", False)


def _response(operation, content, kind="application/xml"):
    return Response(operation.http.get("responseCode", 200), {"content-type": kind}, content)


def _own(operation, content):
    response = _response(operation, content)
    response.headers["smithy-protocol"] = "rpc-v2-cbor"
    return response


def differences(name, response, refused, answer):
    """What is wrong with `answer`, which is what was read from `response`."""
    error = answer.get("error")
    if not refused:
        if error is not None:
            yield f"{name} is refused: {error}"
    elif error is None:
        yield f"{name} is taken for an output: {answer['output']}"
    elif refused == CODE:
        if error.get("code") != CODE:
            yield f"{name} has the code {error.get('code')}: {error}"
    else:
        wanted = [f"(status {response.status}", response.headers["content-type"], f"{len(response.body)} bytes"]
        missing = [text for text in wanted if text not in error["message"]]
        if missing or "not the service's" not in error["message"]:
            yield f"the error of {name} does not tell {missing or 'whose it is'}: {error}"
