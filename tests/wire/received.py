"""What botocore makes of a response beside what we make of it."""

from botocore.eventstream import EventStream

import data
from data import show


def differences(operation, call, ours):
    """One line for each place where `ours`, the runner's answer, is not what botocore's `call` came to."""
    if call.refusal is not None:
        if "output" in ours:
            yield f"output: botocore refuses the response ({call.refusal}), we have {show(ours['output'])}"
    elif call.error is not None:
        yield from _of_errors(operation, call, ours)
    elif "output" not in ours:
        yield f"output: botocore has {show(call.output)}, we have the error {show(ours['error'])}"
    else:
        shape = operation.output_shape
        expected = {name: value for name, value in call.output.items() if name != "ResponseMetadata"}
        # events come later, and JSON has no place for them
        expected = {name: value for name, value in expected.items() if not isinstance(value, EventStream)}
        if shape is not None:
            expected, got = _with_low_names(shape, expected), _with_low_names(shape, ours["output"])
            yield from data.differences(shape, expected, got)
        elif ours["output"] or expected:
            yield f"output: botocore has {show(expected)}, we have {show(ours['output'])}"


def _of_errors(operation, call, ours):
    got = ours.get("error")
    if got is None:
        yield f"error: botocore has {show(call.error)}, we have the output {show(ours['output'])}"
        return
    error = call.error.get("Error", {})
    for name, key in (("Code", "code"), ("Message", "message")):
        # where the service said nothing, botocore has an empty text or none
        if (error.get(name) or None) != (got.get(key) or None):
            yield f"error {key}: botocore has {show(error.get(name))}, we have {show(got.get(key))}"
    if call.exception != got.get("exception"):
        yield f"exception: botocore has {show(call.exception)}, we have {show(got.get('exception'))}"
        return
    shape = operation.service_model.shape_for_error_code(error.get("Code"))
    if shape is not None:
        fields = {name: call.error.get(name) for name in shape.members if name in call.error}
        fields, got = _with_low_names(shape, fields), _with_low_names(shape, got.get("fields"))
        yield from data.differences(shape, fields, got, "error")


def _with_low_names(shape, value):
    """`value` with the names of headers in lower case, in which they are the same names."""
    if not isinstance(value, dict):
        return value
    return {name: _low(shape.members[name], item) if name in shape.members else item for name, item in value.items()}


def _low(member, value):
    if member.serialization.get("location") != "headers" or value is None:
        return value
    return {key.lower(): item for key, item in value.items()}
