"""Runs the AWS CLI in this process: reads {"args"} a line, writes {"status", "output", "errors"} a line.

{"types": true} instead is answered by the table of media types that the CLI guesses by, {"types": {end: type}}.
"""

import contextlib
import io
import json
import mimetypes
import sys

from awscli.clidriver import create_clidriver

# Python's own table alone: the files of the machine may say anything
mimetypes.knownfiles.clear()
mimetypes.init()

driver = create_clidriver()


def run(args):
    """What a program of its own would write and exit with."""
    output, errors = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(output), contextlib.redirect_stderr(errors):
        status = driver.main(args)
    return {"status": status, "output": output.getvalue(), "errors": errors.getvalue()}


for line in sys.stdin:
    request = json.loads(line)
    answer = {"types": mimetypes.types_map} if "types" in request else run(request["args"])
    print(json.dumps(answer), flush=True)
