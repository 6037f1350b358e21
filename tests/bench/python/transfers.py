"""The transfer benchmark on boto3: `transfers.py upload|download FOLDER SIZE COUNT`, as described in kit/src/transfers."""

import resource
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import boto3
from botocore.config import Config

OBJECTS_AT_ONCE = 32


def cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def peak() -> float:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) / 1024


def main() -> None:
    work, folder, size, count = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
    start = cpu(), time.monotonic()
    config = Config(s3={"addressing_style": "path"}, max_pool_connections=OBJECTS_AT_ONCE)
    client = boto3.client("s3", config=config)

    def transfer(index: int) -> float:
        began = time.monotonic()
        key = f"{size}-{index}"
        if work == "upload":
            client.upload_file(str(folder / "source"), "bucket", key)
        else:
            client.download_file("bucket", key, str(folder / str(index)))
        return time.monotonic() - began

    with ThreadPoolExecutor(OBJECTS_AT_ONCE) as pool:
        latencies = sorted(pool.map(transfer, range(count)))
    print(f"cpu\t{cpu() - start[0]}")
    print(f"wall\t{time.monotonic() - start[1]}")
    print(f"peak\t{peak()}")
    for percent in (50, 99):
        print(f"p{percent}\t{latencies[len(latencies) * percent // 100] * 1e3}")


main()
