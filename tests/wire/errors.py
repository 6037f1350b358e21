"""Random error responses of operations: modelled exceptions with fields, codes no model knows, and no error at all."""

import json
from xml.etree import ElementTree

import cbor
from reference import Response
from responses import REQUEST_ID, Writer

CODES = ["ThrottlingException", "AccessDenied", "Some.Code-Of_Ours", "InternalFailure"]
# Lets botocore discover the endpoint anew and try again, as long as this is the answer.
ENDLESS = "InvalidEndpointException"
# The header for the name of an exception.
TYPE = "x-amzn-ErrorType"
HTML = b"<html><body><b>Http/1.1 Service Unavailable</b></body></html>"


def make(random, service, operation):
    """An error response to `operation`."""
    writer = _Errors(random, service, operation)
    kind = random.random()
    if kind < 0.04:
        return Response(503, {}, random.choice([HTML, b""]))
    if kind < 0.08:
        return Response(random.choice([400, 404, 502]), {}, b"")
    shapes = operation.error_shapes or operation.service_model.error_shapes
    shapes = [shape for shape in shapes if shape.name != ENDLESS]
    shape = random.choice(shapes) if shapes and kind < 0.75 else None
    return writer.response(operation, shape)


def _is_name(shape, name):
    """Whether a member is the header with the name of the exception, which is written in any case."""
    return shape.members[name].serialization.get("name", "").lower() == TYPE.lower()


class _Errors(Writer):
    """Writes the errors of one service."""

    def __init__(self, random, service, operation):
        super().__init__(random, service, operation.service_model)
        self.model = operation.service_model

    def response(self, operation, shape):
        """An error of `shape`, which is an exception of the service, or of a code without one."""
        code = self.random.choice(CODES) if shape is None else shape.error_code
        status = 400 if shape is None else shape.metadata.get("error", {}).get("httpStatusCode", 400)
        response = Response(status)
        value = {} if shape is None else self.value(shape)
        message = "something is wrong"
        for name in [name for name in value if name.lower() in ("code", "message") or _is_name(shape, name)]:
            item = value.pop(name)
            message = item if name.lower() == "message" else message
        if self.protocol.startswith("rest-") and shape is not None:
            self.rest_headers(response, shape, value)
            for name, member in shape.members.items():
                if "location" in member.serialization:
                    value.pop(name, None)
        if operation.http.get("method") != "HEAD":
            _WRITERS[self.protocol](self, response, shape, value, code, message)
        self._headers(response)
        return response

    def _message_name(self, shape):
        """The member for the message as the model spells it on the wire."""
        members = {} if shape is None else shape.members
        names = [
            member.serialization.get("name", name)
            for name, member in members.items()
            if name.lower() == "message"
        ]
        return names[0] if names else self.random.choice(["message", "Message"])

    def json(self, response, shape, value, code, message):
        if self.model.is_query_compatible and shape is not None:
            code = self._query_error(response, shape)
        name = self.random.choice([code, f"com.example.wire#{code}", f"{code}:http://wire.example/"])
        body = {} if shape is None else self._json(shape, value)
        if self.protocol == "json":
            body = {"__type": name} | body
        elif self.random.random() < 0.5:
            response.headers[TYPE] = name
        else:
            body = {self.random.choice(["code", "__type"]): name} | body
        body[self._message_name(shape)] = message
        response.body = json.dumps(body).encode()

    def _query_error(self, response, shape):
        """Puts the code that the service had in the query protocol into a header, and gives the one of today."""
        # SQS models no such codes; botocore goes by the other one there
        old = f"AWS.Wire.{shape.name}" if self.model.service_name == "sqs" else shape.error_code
        response.headers["x-amzn-query-error"] = f"{old};Sender"
        return shape.name

    def cbor(self, response, shape, value, code, message):
        body = b"" if shape is None else cbor.encode(shape, value, dict)
        more = {"__type": f"com.example.wire#{code}", self._message_name(shape): message}
        count = len(more) + (len(value) if shape is not None else 0)
        members = body[len(cbor.head(cbor.MAP, len(value))) :] if shape is not None else b""
        pairs = b"".join(cbor.free(key) + cbor.free(text) for key, text in more.items())
        response.body = cbor.head(cbor.MAP, count) + pairs + members

    def xml(self, response, shape, value, code, message):
        root = ElementTree.Element("ErrorResponse", xmlns=self.namespace)
        self._fields(ElementTree.SubElement(root, "Error"), shape, value, code, message)
        ElementTree.SubElement(root, "RequestId").text = REQUEST_ID
        response.body = ElementTree.tostring(root)

    def rest_xml(self, response, shape, value, code, message):
        if self.model.service_name != "s3":
            self.xml(response, shape, value, code, message)
            return
        root = ElementTree.Element("Error")
        self._fields(root, shape, value, code, message)
        ElementTree.SubElement(root, "RequestId").text = REQUEST_ID
        ElementTree.SubElement(root, "HostId").text = "host"
        response.body = ElementTree.tostring(root)

    def ec2(self, response, shape, value, code, message):
        root = ElementTree.Element("Response")
        errors = ElementTree.SubElement(root, "Errors")
        self._fields(ElementTree.SubElement(errors, "Error"), shape, value, code, message)
        ElementTree.SubElement(root, "RequestID").text = REQUEST_ID
        response.body = ElementTree.tostring(root)

    def _fields(self, node, shape, value, code, message):
        ElementTree.SubElement(node, "Code").text = code
        ElementTree.SubElement(node, "Message").text = message
        self._element(shape, value, node)


_WRITERS = {
    "json": _Errors.json,
    "rest-json": _Errors.json,
    "smithy-rpc-v2-cbor": _Errors.cbor,
    "query": _Errors.xml,
    "rest-xml": _Errors.rest_xml,
    "ec2": _Errors.ec2,
}
