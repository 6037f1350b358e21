"""Reads responses in files, and prints a line of JSON for each: its name, and the difference from what is expected.

`python tests/wire/parsing.py DIR -- RUNNER …`: DIR has `xml/responses` and `xml/errors`, where each `SERVICE-OPERATION.xml`
has its result beside it in a `.json`, and `json/errors`, whose results are in `json/expected`.
"""

import json
import sys
from pathlib import Path

import botocore.session
from botocore.utils import parse_timestamp

import data
from data import show
from reference import Response
from runner import Runner


def main():
    folder = Path(sys.argv[1])
    files = sorted([*folder.glob("xml/*/*.xml"), *folder.glob("json/errors/*.json")])
    services = sorted({file.name.split("-")[0] for file in files})
    session = botocore.session.Session()
    models = {name: session.get_service_model(name) for name in services}
    with Runner(sys.argv[3:], services) as runner:
        for file in files:
            lines = list(differences(models[file.name.split("-")[0]], runner, file))
            case = f"parsing/{file.relative_to(folder).as_posix()}"
            print(json.dumps({"case": case, "difference": "; ".join(lines) or None}))


def differences(model, runner, file):
    # what follows a `#` tells files of one operation apart
    name = file.stem.split("-", 1)[1].split("#")[0].replace("-", "")
    operation = next((known for known in model.operation_names if known.lower() == name), None)
    if operation is None:
        yield f"there is no operation {name}"
        return
    shape = model.operation_model(operation).output_shape
    is_error = file.parent.name == "errors"
    response = Response(400 if is_error else 200, {}, file.read_bytes())
    beside = file.with_suffix(".json") if file.suffix == ".xml" else file.parents[1] / "expected" / file.name
    expected = json.loads(beside.read_text(encoding="utf-8"))
    if b"__headers__" in response.body:
        loaded = json.loads(response.body)
        response.headers = loaded.pop("__headers__")
        response.body = json.dumps(loaded).encode()
    ours = runner.response(model.service_name, operation, None, response)
    if is_error:
        yield from of_errors(expected, ours)
    elif "output" not in ours:
        yield f"expected an output, found the error {show(ours['error'])}"
    else:
        expected = {key: value for key, value in expected.items() if key != "ResponseMetadata"}
        if shape is None:
            if ours["output"] or expected:
                yield f"expected {show(expected)}, found {show(ours['output'])}"
        else:
            yield from data.differences(shape, with_moments(shape, expected), ours["output"])


def of_errors(expected, ours):
    error = ours.get("error")
    if error is None:
        yield f"expected an error, found {show(ours['output'])}"
        return
    for name, key in (("Code", "code"), ("Message", "message")):
        if (expected["Error"].get(name) or None) != (error.get(key) or None):
            yield f"{key}: expected {show(expected['Error'].get(name))}, found {show(error.get(key))}"


def with_moments(shape, value):
    """`value` with moments for the texts and numbers of timestamps."""
    kind = shape.type_name
    if kind == "structure":
        members = shape.members
        return {name: with_moments(members[name], item) if name in members else item for name, item in value.items()}
    if kind == "list":
        return [with_moments(shape.member, item) for item in value]
    if kind == "map":
        return {key: with_moments(shape.value, item) for key, item in value.items()}
    return parse_timestamp(value) if kind == "timestamp" else value


if __name__ == "__main__":
    main()
