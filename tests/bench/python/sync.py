"""The benchmark of directories on the AWS CLI: `sync.py same|up|down FOLDER SIZE COUNT`, as described in kit/src/transfers/tree.rs.

The figures are those of the whole program, as those who run `aws` have them.
"""

import contextlib
import io
import os
import resource
import sys
import tempfile
import time
from pathlib import Path

BEGAN = time.monotonic()


def peak() -> float:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) / 1024


def main() -> None:
    way, folder, count = sys.argv[1], Path(sys.argv[2]), int(sys.argv[4])
    with tempfile.NamedTemporaryFile("w") as config:
        config.write("[default]\ns3 =\n  addressing_style = path\n")
        config.flush()
        os.environ["AWS_CONFIG_FILE"] = config.name
        from awscli.clidriver import create_clidriver

        bucket = f"s3://bucket/tree-{0 if way == 'up' else count}/"
        places = [bucket, str(folder / "target")] if way == "down" else [str(folder / "source"), bucket]
        output = io.StringIO()
        with contextlib.redirect_stdout(output):
            status = create_clidriver().main(["s3", "sync", "--no-progress", *places])
    lines = len(output.getvalue().splitlines())
    if status != 0 or lines != (0 if way == "same" else count):
        sys.exit(f"the CLI ends with {status} and tells of {lines} transfers")
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(f"cpu\t{used.ru_utime + used.ru_stime}")
    print(f"wall\t{time.monotonic() - BEGAN}")
    print(f"peak\t{peak()}")


main()
