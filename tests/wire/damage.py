"""Responses that came broken: whoever reads them must neither break nor take half an answer for a whole one."""

from dataclasses import replace

GARBAGE = [
    b"\x00\xff\xfe not text at all \x80",
    b"<html><body>502 Bad Gateway</body></html>",
    b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY e 'ha'>]><a>&e;</a>",
    b"{" * 5000,
    b"[1, 2, 3]",
    b'"text"',
    b"<a>" * 5000,
    b"\x9f" * 5000,
    b"\xbf\x61a\x1b\xff\xff\xff\xff\xff\xff\xff\xff",
    b"null",
]


def kinds(random, response):
    """`response` in several states of damage, by what happened to it."""
    body = response.body
    yield "garbage", replace(response, body=random.choice(GARBAGE))
    if len(body) < 2:
        return
    yield "truncated", replace(response, body=body[: random.randrange(1, len(body))])
    changed = bytearray(body)
    for _ in range(random.randint(1, 8)):
        changed[random.randrange(len(changed))] = random.randrange(256)
    yield "changed", replace(response, body=bytes(changed))
    headers = {name: random.choice(["", "ü", "-1", "nonsense", value]) for name, value in response.headers.items()}
    yield "headers", replace(response, headers=headers)


def differences(operation, kind, answer):
    """What is wrong with `answer`, which is what was read from a response with damage of this kind."""
    if "output" not in answer and "error" not in answer:
        yield f"{kind} response: neither output nor error: {answer}"
    if kind == "truncated" and "output" in answer and _is_document(operation.output_shape):
        yield f"{kind} response: it was taken for a whole one: {answer['output']}"


def _is_document(shape):
    """Whether a body is JSON, CBOR or XML, and something is read from it."""
    if shape is None or shape.serialization.get("payload"):
        return False
    members = shape.members.values()
    return any(not {"location", "eventstream"} & member.serialization.keys() for member in members)
