"""boto3's values beside the JSON of the runner: blobs are base64 there, and timestamps RFC 3339."""

import base64
import datetime
import math
import struct

WORDS = {"NaN": math.nan, "Infinity": math.inf, "-Infinity": -math.inf}


def to_json(shape, value, blobs=()):
    """`value` of `shape` as the runner takes it. `blobs` names the strings that are blobs for us."""
    kind = shape.type_name
    if value is None or is_free(shape, value):
        return value
    if kind == "structure":
        return {name: to_json(shape.members[name], item, blobs) for name, item in value.items()}
    if kind == "list":
        return [to_json(shape.member, item, blobs) for item in value]
    if kind == "map":
        return {key: to_json(shape.value, item, blobs) for key, item in value.items()}
    if kind == "blob" or shape.name in blobs:
        return base64.b64encode(value.encode() if isinstance(value, str) else value).decode()
    if kind == "timestamp":
        return value.isoformat().replace("+00:00", "Z")
    if kind in ("float", "double"):
        return word(value)
    return value


def is_free(shape, value):
    """Whether `value` is any JSON: of a document type, or of a header that holds JSON."""
    if shape.type_name == "structure":
        return shape.is_document_type
    return shape.type_name == "string" and not isinstance(value, str)


def word(value):
    """A float as JSON has it."""
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    return value


def differences(shape, expected, got, path="output"):
    """Where `got`, the runner's JSON, is another value of `shape` than `expected`, botocore's: one line for each place."""
    kind = shape.type_name
    if expected is None or got is None:
        if not (expected is None and got is None):
            yield f"{path}: botocore has {show(expected)}, we have {show(got)}"
    elif kind == "structure" and not shape.is_document_type and "SDK_UNKNOWN_MEMBER" not in expected:
        yield from _of_members(shape, expected, got, path)
    elif kind == "list" and len(_items(shape, expected)) == len(got):
        expected = _items(shape, expected)
        for index, (left, right) in enumerate(zip(expected, got)):
            yield from differences(shape.member, left, right, f"{path}[{index}]")
    elif kind == "map" and expected.keys() == got.keys():
        for key in expected:
            yield from differences(shape.value, expected[key], got[key], f"{path}[{key!r}]")
    elif not _is_same(shape, expected, got):
        yield f"{path}: botocore has {show(expected)}, we have {show(got)}"


def _items(shape, items):
    """The items that a list of ours has: unless the model calls it sparse, nulls have no place in it."""
    # botocore keeps the trait in the model alone
    if shape._shape_model.get("sparse"):
        return items
    return [item for item in items if item is not None]


def _of_members(shape, expected, got, path):
    if not isinstance(got, dict):
        yield f"{path}: botocore has a structure, we have {show(got)}"
        return
    # botocore has members of its own beside those of the model, such as `ExpiresString`
    for name in (got.keys() | expected.keys()) - shape.members.keys():
        left, right = expected.get(name), got.get(name)
        if not same_json(left, right):
            yield f"{path}.{name}: not in the model; botocore has {show(left)}, we have {show(right)}"
    for name, member in shape.members.items():
        yield from differences(member, expected.get(name), got.get(name), f"{path}.{name}")


def _is_same(shape, expected, got):
    kind = shape.type_name
    if kind == "blob":
        expected = expected.encode() if isinstance(expected, str) else expected
        return base64.b64decode(got) == expected
    if kind == "timestamp":
        return _instant(got) == expected.astimezone(datetime.timezone.utc)
    if kind in ("float", "double"):
        return same_float(number(expected), number(got), single=kind == "float")
    return same_json(expected, got)


def _instant(text):
    """The moment of an RFC 3339 text, to the microsecond as Python has it."""
    return datetime.datetime.fromisoformat(text).astimezone(datetime.timezone.utc)


def number(value):
    """A float, or the word for one that JSON cannot hold."""
    return float(WORDS.get(value, value) if isinstance(value, str) else value)


def same_float(left, right, single=False):
    """Whether two floats are the same value; `single` for those of 32 bits."""
    if math.isnan(left) or math.isnan(right):
        return math.isnan(left) and math.isnan(right)
    if single and math.isfinite(left) and math.isfinite(right):
        return struct.pack("f", left) == struct.pack("f", right)
    return left == right


def same_json(left, right):
    """Whether two JSON values are the same, numbers compared by value, and truth values not taken for numbers."""
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(same_json(left[key], right[key]) for key in left)
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(same_json, left, right))
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    if isinstance(left, (int, float)) and isinstance(right, (int, float)):
        return same_float(left, right) if float in (type(left), type(right)) else left == right
    return left == right


def show(value):
    """`value`, shortened to what a line can hold."""
    text = "nothing" if value is None else repr(value)
    return text if len(text) <= 160 else f"{text[:120]} … {text[-30:]}"
