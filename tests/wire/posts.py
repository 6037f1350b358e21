"""Presigned POST beside botocore's: forms with random fields and conditions, whose URL, fields and their order must be equal,
so that the policy is the same byte for byte."""

import base64
import copy

from data import show

SERVICE = "s3"
COUNT = 200

BUCKETS = ("data", "my-bucket.2", "My_Bucket", "point-abcd-s3alias", "a" * 63)
NAMES = ("acl", "Content-Type", "Cache-Control", "success_action_status", "x-amz-meta-who", "x-ignore-it", "tagging")
# replaced by the signer, where they are
OWN = ("key", "policy", "x-amz-date", "x-amz-signature")
TEXT = "abcXYZ019 /+=?&%#$<>\"'\\\n\r\t\b\f\x00\x1f\x7fäß€\u2028\ufeff😀"


def make(source):
    """What `generate_presigned_post` is given."""
    return {
        "bucket": source.choice(BUCKETS),
        "key": _text(source) + source.choice(("", "", "${filename}", "${filename}/x")),
        "fields": {source.choice(NAMES + OWN): _text(source) for _ in range(source.randrange(4))},
        "conditions": [_condition(source) for _ in range(source.randrange(5))],
        "expires": source.choice((1, 59, 3600, 604_800, source.randrange(1, 604_800))),
    }


def _text(source):
    return "".join(source.choice(TEXT) for _ in range(source.randrange(8)))


def _condition(source):
    name, value = source.choice(NAMES), _text(source)
    least = source.randrange(10)
    return source.choice(
        (
            {name: value},
            ["eq", f"${name}", value],
            ["starts-with", f"${name}", value],
            ["content-length-range", least, least + source.randrange(1 << 40)],
        )
    )


def expected(reference, given):
    """URL and fields of botocore's form."""
    given = copy.deepcopy(given)
    return reference.presigning.generate_presigned_post(
        given["bucket"], given["key"], given["fields"], given["conditions"], given["expires"]
    )


def differences(theirs, ours):
    """One line for each place where `ours`, the runner's answer, is not botocore's form."""
    if "error" in ours:
        yield f"presigned POST: we say {ours['error'].get('message')}"
        return
    if theirs["url"] != ours["url"]:
        yield f"presigned POST URL: botocore has {theirs['url']}, we have {ours['url']}"
    if list(theirs["fields"]) != list(ours["fields"]):
        yield f"presigned POST fields: botocore has {list(theirs['fields'])}, we have {list(ours['fields'])}"
    for name, value in theirs["fields"].items():
        if value != ours["fields"].get(name):
            yield f"presigned POST {name}: botocore has {_readable(name, value)}, we have {_readable(name, ours['fields'].get(name))}"


def _readable(name, value):
    """The JSON of a policy, and any other value as it is."""
    return base64.b64decode(value).decode() if name == "policy" and value else show(value)
