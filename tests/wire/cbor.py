"""CBOR of responses."""

import math
import struct


UNSIGNED, NEGATIVE, BYTES, TEXT, LIST, MAP, TAG = range(7)


def encode(shape, value, extra):
    """`value` of `shape`; `extra()` gives members that the model does not know."""
    kind = shape.type_name
    if kind == "structure" and not shape.is_document_type:
        members = {
            shape.members[name].serialization.get("name", name): encode(shape.members[name], item, extra)
            for name, item in value.items()
        }
        if not shape.is_tagged_union:
            members |= {name: free(item) for name, item in extra().items()}
        return _map(members)
    if kind == "list":
        return head(LIST, len(value)) + b"".join(encode(shape.member, item, extra) for item in value)
    if kind == "map":
        # botocore hands the values of maps over as they are, with members the model does not know
        return _map({key: encode(shape.value, item, dict) for key, item in value.items()})
    if kind == "timestamp":
        seconds = value.timestamp()
        return head(TAG, 1) + free(int(seconds) if seconds == int(seconds) else seconds)
    if kind == "float" and math.isfinite(value):
        return b"\xfa" + struct.pack(">f", value)
    return free(value)


def free(value):
    """Any JSON value, or bytes."""
    if value is None or isinstance(value, bool):
        return {None: b"\xf6", True: b"\xf5", False: b"\xf4"}[value]
    if isinstance(value, int):
        return head(UNSIGNED, value) if value >= 0 else head(NEGATIVE, -1 - value)
    if isinstance(value, float):
        return b"\xfb" + struct.pack(">d", value)
    if isinstance(value, bytes):
        return head(BYTES, len(value)) + value
    if isinstance(value, str):
        return head(TEXT, len(value.encode())) + value.encode()
    if isinstance(value, list):
        return head(LIST, len(value)) + b"".join(map(free, value))
    return _map({key: free(item) for key, item in value.items()})


def head(major, count):
    """The first byte of an item, and its length or value."""
    for limit, extra, size in ((24, None, 0), (1 << 8, 24, 1), (1 << 16, 25, 2), (1 << 32, 26, 4)):
        if count < limit:
            first = count if extra is None else extra
            return bytes([major << 5 | first]) + (count.to_bytes(size, "big") if size else b"")
    return bytes([major << 5 | 27]) + count.to_bytes(8, "big")


def _map(members):
    items = (free(name) + item for name, item in members.items())
    return head(MAP, len(members)) + b"".join(items)
