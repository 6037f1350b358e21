"""Bodies of requests, compared as what they say rather than byte by byte."""

import gzip
import json
import re
from urllib.parse import parse_qsl
from xml.etree import ElementTree

from botocore.parsers import RpcV2CBORParser

from data import same_float, same_json, show

FLOAT = re.compile(r"-?\d+(\.\d+)?(e[+-]?\d+)?", re.IGNORECASE)


def differences(protocol, headers, expected, got):
    """Where the bodies differ. `headers` are botocore's, by lower-case name."""
    if expected == got:
        return
    if headers.get("content-encoding") == "gzip":
        expected, got = _unzipped(expected), _unzipped(got)
    if not expected or not got:
        yield f"body: botocore has {show(expected)}, we have {show(got)}"
        return
    try:
        yield from _READERS.get(protocol, _of_bytes)(expected, got)
    except (ValueError, ElementTree.ParseError, UnicodeDecodeError) as error:
        yield f"body: cannot be read ({error}): botocore has {show(expected)}, we have {show(got)}"


def _unzipped(body):
    return gzip.decompress(body) if body.startswith(b"\x1f\x8b") else body


def same_text(left, right):
    """Whether texts are the same, or the same number: `1e16` is `1e+16`."""
    if left == right:
        return True
    if left is None or right is None or not (FLOAT.fullmatch(left) and FLOAT.fullmatch(right)):
        return False
    return "e" in (left + right).lower() and same_float(float(left), float(right))


def pairs(form):
    """The names and values of a form or a query string, in order."""
    return parse_qsl(form, keep_blank_values=True)


def pair_differences(what, expected, got):
    """Where two lists of names and values differ."""
    got = list(got)
    for name, value in expected:
        same = [pair for pair in got if pair[0] == name and same_text(pair[1], value)]
        if same:
            got.remove(same[0])
        else:
            ours = [pair[1] for pair in got if pair[0] == name]
            got = [pair for pair in got if pair[0] != name] if len(ours) == 1 else got
            yield f"{what} {name}: botocore has {show(value)}, we have {show(ours[0] if ours else None)}"
    for name, value in got:
        yield f"{what} {name}: botocore has nothing, we have {show(value)}"


def _of_bytes(expected, got):
    yield f"body: botocore has {show(expected)}, we have {show(got)}"


def _of_json(expected, got):
    yield from _of_values(json.loads(expected), json.loads(got), "body")


def _of_values(expected, got, path):
    if isinstance(expected, dict) and isinstance(got, dict):
        for name in {**expected, **got}:
            left, right = expected.get(name, ...), got.get(name, ...)
            yield from _of_values(left, right, f"{path}.{name}")
    elif isinstance(expected, list) and isinstance(got, list) and len(expected) == len(got):
        for index, (left, right) in enumerate(zip(expected, got)):
            yield from _of_values(left, right, f"{path}[{index}]")
    elif not same_json(expected, got):
        left, right = ("nothing" if side is ... else show(side) for side in (expected, got))
        yield f"{path}: botocore has {left}, we have {right}"


def _of_form(expected, got):
    yield from pair_differences("body", pairs(expected.decode()), pairs(got.decode()))


def _of_cbor(expected, got):
    parser = RpcV2CBORParser()
    read = [parser._initial_body_parse(body) for body in (expected, got)]
    yield from _of_values(*read, "body")


def _of_xml(expected, got):
    yield from _of_elements(ElementTree.fromstring(expected), ElementTree.fromstring(got), "body")


def _of_elements(expected, got, path):
    """The order matters among elements of one name: the others are members of a structure."""
    path = f"{path}/{expected.tag}"
    if expected.tag != got.tag or expected.attrib != got.attrib:
        left, right = ((element.tag, element.attrib) for element in (expected, got))
        yield f"{path}: botocore has {show(left)}, we have {show(right)}"
    elif not same_text(expected.text or "", got.text or ""):
        yield f"{path}: botocore has {show(expected.text)}, we have {show(got.text)}"
    elif len(expected) != len(got):
        left, right = ([child.tag for child in element] for element in (expected, got))
        yield f"{path}: botocore has {show(left)}, we have {show(right)}"
    else:
        for left, right in zip(*(sorted(element, key=lambda child: child.tag) for element in (expected, got))):
            yield from _of_elements(left, right, path)


_READERS = {
    "json": _of_json,
    "rest-json": _of_json,
    "query": _of_form,
    "ec2": _of_form,
    "rest-xml": _of_xml,
    "smithy-rpc-v2-cbor": _of_cbor,
}
