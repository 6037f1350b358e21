"""Random responses of operations: an output of the model, written as a service of the protocol writes it."""

import base64
import json
from xml.etree import ElementTree

import markup
import cbor
from data import is_free, word
from inputs import XML
from reference import Response
from times import as_text
from values import Values

REQUEST_ID = "f3a1e0c2-0000-4000-8000-000000000001"
# Forms of dates in headers that are not the model's.
OTHER_DATES = ["asctime", "rfc850", "proxy", "iso8601", "unixtimestamp"]
# What those who store objects write for the time at which they expire.
NO_DATES = ["5d", "never", "Fri, 30 Feb 2018 09:05:03 GMT", "0", "-1"]
# Of JSON and CBOR, where members may be null, and new ones appear.
NULLS = 0.05
UNKNOWN = 0.05


def make(random, service, operation):
    """A response of success to `operation`."""
    writer = Writer(random, service, operation.service_model)
    return writer.response(operation, operation.output_shape)


class Writer:
    """Writes outputs and errors of one service."""

    def __init__(self, random, service, model):
        self.random = random
        self.service = service
        self.protocol = model.resolved_protocol
        self.namespace = model.metadata.get("xmlNamespace", "https://wire.example/doc/2026-01-01/")

    def value(self, shape):
        """A value of `shape`: all of it that there is room for, or little."""
        values = Values(self.random, self.protocol not in XML, complete=False, unions=self.service.unions)
        result = {}
        for name, member in shape.members.items():
            location = member.serialization.get("location")
            if location == "statusCode" or member.serialization.get("eventstream"):
                continue
            if values.wants(0) or name == shape.serialization.get("payload"):
                result[name] = values.of(member, 0, "header" if location == "headers" else location)
        return result

    def response(self, operation, shape):
        """A response of success with a random output of `shape`, if any."""
        response = Response(status=operation.http.get("responseCode", 200))
        value = {} if shape is None else self.value(shape)
        if self.protocol.startswith("rest-"):
            self._rest(response, operation, shape, value)
        elif self.protocol == "query":
            self._query(response, operation, shape, value)
        elif self.protocol == "ec2":
            root = ElementTree.Element(f"{operation.name}Response", xmlns=self.namespace)
            ElementTree.SubElement(root, "requestId").text = REQUEST_ID
            self._element(shape, value, root)
            response.body = ElementTree.tostring(root)
        else:
            response.body = self.body(shape, value)
        self._headers(response)
        return response

    def _headers(self, response):
        for name in response.headers:
            if name.lower() == "content-length":
                response.headers[name] = str(len(response.body))
        if self.protocol == "smithy-rpc-v2-cbor":
            response.headers["smithy-protocol"] = "rpc-v2-cbor"
        rest_xml = self.protocol == "rest-xml"
        response.headers["x-amz-request-id" if rest_xml else "x-amzn-RequestId"] = REQUEST_ID

    def body(self, shape, value):
        """The members of `shape` that go into the body, as the whole of it."""
        if self.protocol == "smithy-rpc-v2-cbor":
            return b"" if shape is None else cbor.encode(shape, value, self._extra)
        if self.protocol in ("json", "rest-json"):
            document = {} if shape is None else self._json(shape, value)
            return json.dumps(document, ensure_ascii=self.random.random() < 0.5).encode()
        root = ElementTree.Element(f"{shape.name if shape else 'Nothing'}", xmlns=self.namespace)
        self._element(shape, value, root)
        return ElementTree.tostring(root)

    def _query(self, response, operation, shape, value):
        root = ElementTree.Element(f"{operation.name}Response", xmlns=self.namespace)
        if shape is not None:
            wrapper = shape.serialization.get("resultWrapper")
            self._element(shape, value, ElementTree.SubElement(root, wrapper) if wrapper else root)
        metadata = ElementTree.SubElement(root, "ResponseMetadata")
        ElementTree.SubElement(metadata, "RequestId").text = REQUEST_ID
        response.body = ElementTree.tostring(root)

    def _rest(self, response, operation, shape, value):
        if shape is None:
            return
        self.rest_headers(response, shape, value)
        if operation.name in self.service.roots:
            member = self.service.roots[operation.name]
            root = ElementTree.Element(member, xmlns=self.namespace)
            root.text = value.get(member)
            response.body = ElementTree.tostring(root)
            return
        payload = shape.serialization.get("payload")
        if payload is None:
            located = [name for name in value if "location" in shape.members[name].serialization]
            inner = {name: item for name, item in value.items() if name not in located}
            if len(located) < len(shape.members):
                response.body = self.body(shape, inner)
        elif payload in value:
            member = shape.members[payload]
            if member.type_name in ("blob", "string"):
                content = value[payload]
                response.body = content.encode() if isinstance(content, str) else content
            else:
                response.body = self._payload(member, value[payload])

    def _payload(self, member, value):
        if self.protocol == "rest-json":
            return json.dumps(self._json(member, value)).encode()
        root = ElementTree.Element(member.serialization.get("name", member.name), xmlns=self.namespace)
        self._element(member, value, root)
        return ElementTree.tostring(root)

    def rest_headers(self, response, shape, value):
        """The members of `shape` that go into headers."""
        for name, item in value.items():
            member = shape.members[name]
            header = member.serialization.get("name", name)
            if member.serialization.get("location") == "headers":
                for key, text in item.items():
                    response.headers[header + key] = text
            elif member.serialization.get("location") == "header":
                response.headers[header] = self._header(member, item)

    def _header(self, member, value):
        if member.type_name == "list":
            return ", ".join(self._header(member.member, item) for item in value)
        if member.type_name == "timestamp":
            return self._date(member, value)
        if is_free(member, value):
            return base64.b64encode(json.dumps(value).encode()).decode()
        return markup.text_of(member, value)

    def _date(self, member, value):
        """A timestamp in a header: in its format, in any other, or, where botocore is ready for it, as no date at all."""
        if member.name == "Expires" and self.random.random() < 0.2:
            return self.random.choice(NO_DATES)
        form = member.serialization.get("timestampFormat", "rfc822")
        if self.random.random() < 0.3:
            form = self.random.choice(OTHER_DATES)
        # For the years around 1970 we look at the name of the day, and botocore does not.
        if form == "rfc850" and not 1980 <= value.year < 2070:
            form = "asctime"
        return as_text(value, form)

    def _element(self, shape, value, node):
        if shape is not None:
            markup.fill(self.protocol, shape, value, node)

    def _extra(self):
        """Members that the model does not know, if any."""
        unknown = {"aNewMember": {"with": ["some", {"value": 1}]}}
        return unknown if self.random.random() < UNKNOWN else {}

    def _json(self, shape, value):
        """`value` as the JSON of a response."""
        kind = shape.type_name
        if value is None or is_free(shape, value):
            return value
        if kind == "structure":
            written = {
                shape.members[name].serialization.get("name", name): self._json(shape.members[name], item)
                for name, item in value.items()
            }
            if shape.is_tagged_union or shape.name in self.service.unions:
                return {"aNewKind": {"x": 1}} if self.random.random() < UNKNOWN else written
            absent = [name for name in shape.members if name not in value]
            for name in absent:
                if self.random.random() < NULLS:
                    written.setdefault(shape.members[name].serialization.get("name", name), None)
            return written | self._extra()
        if kind == "list":
            items = [self._json(shape.member, item) for item in value]
            return [None if self.random.random() < NULLS else item for item in items]
        if kind == "map":
            return {key: self._json(shape.value, item) for key, item in value.items()}
        if kind == "blob":
            return base64.b64encode(value).decode()
        if kind == "timestamp":
            return self._time(shape, value)
        if kind in ("float", "double"):
            # Python and others write the bare words, which JSON does not have
            return value if self.random.random() < 0.5 else word(value)
        return value

    def _time(self, shape, value):
        """A timestamp in its format, or in any other that services are known to use."""
        own = shape.serialization.get("timestampFormat", "unixTimestamp").lower()
        form = own if self.random.random() < 0.7 else self.random.choice(["unixtimestamp", "iso8601"])
        if form == "unixtimestamp":
            seconds = value.timestamp()
            return int(seconds) if seconds == int(seconds) else seconds
        return as_text(value, form)
