"""XML of responses, as the services of rest-xml, query and ec2 write it."""

import base64
from xml.etree import ElementTree

from data import word
from times import as_text

XSI = "http://www.w3.org/2001/XMLSchema-instance"


def fill(protocol, shape, value, node):
    """Writes the members of a structure, or the items of another value, into `node`."""
    kind = shape.type_name
    if kind == "structure":
        for name, item in value.items():
            _member(protocol, shape.members[name], name, item, node)
    elif kind == "list":
        item_name = shape.member.serialization.get("name", "item" if protocol == "ec2" else "member")
        for item in value:
            fill(protocol, shape.member, item, ElementTree.SubElement(node, item_name))
    elif kind == "map":
        for key, item in value.items():
            _entry(protocol, shape, key, item, ElementTree.SubElement(node, "entry"))
    else:
        node.text = text_of(shape, value)


def _member(protocol, member, name, value, node):
    serialization = member.serialization
    tag = serialization.get("name", name)
    flat = serialization.get("flattened")
    if serialization.get("xmlAttribute"):
        node.set(f"{{{XSI}}}{tag.partition(':')[2]}" if tag.startswith("xsi:") else tag, value)
    elif member.type_name == "list" and flat:
        tag = member.member.serialization.get("name", tag)
        for item in value:
            fill(protocol, member.member, item, ElementTree.SubElement(node, tag))
    elif member.type_name == "map" and flat:
        for key, item in value.items():
            _entry(protocol, member, key, item, ElementTree.SubElement(node, tag))
    else:
        fill(protocol, member, value, ElementTree.SubElement(node, tag))


def _entry(protocol, shape, key, value, node):
    key_name = shape.key.serialization.get("name", "key")
    ElementTree.SubElement(node, key_name).text = key
    value_name = shape.value.serialization.get("name", "value")
    fill(protocol, shape.value, value, ElementTree.SubElement(node, value_name))


def text_of(shape, value):
    """A scalar as text."""
    kind = shape.type_name
    if kind == "boolean":
        return "true" if value else "false"
    if kind == "blob":
        return base64.b64encode(value).decode()
    if kind == "timestamp":
        return as_text(value, shape.serialization.get("timestampFormat", "iso8601"))
    if kind in ("float", "double"):
        return str(word(value))
    return str(value)
