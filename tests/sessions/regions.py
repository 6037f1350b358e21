"""Compares the services, regions and endpoints that our sessions know with botocore's: `python tests/sessions/regions.py PROGRAM`."""

import json
import subprocess
import sys

import botocore.exceptions
import botocore.session


def main():
    session = botocore.session.Session()
    ours = json.loads(subprocess.run([sys.argv[1]], capture_output=True, text=True, check=True).stdout)
    services, partitions = session.get_available_services(), session.get_available_partitions()
    different = [
        f"{kind} {name}: only one of botocore and us has it"
        for kind, theirs, known in [
            ("service", services, ours["services"]),
            ("partition", partitions, next(iter(ours["services"].values()))),
        ]
        for name in set(theirs) ^ set(known)
    ]
    for service, known in ours["services"].items():
        for partition, found in known.items():
            theirs = [session.get_available_regions(service, partition, every) for every in (False, True)]
            if theirs != found:
                different.append(f"{service} in {partition}: botocore {theirs}, we {found}")
    for region, found in ours["partitions"].items():
        theirs = partition_of(session, region)
        if theirs != found:
            different.append(f"partition of {region}: botocore {theirs}, we {found}")
    for line in different:
        print(line)
    print(f"regions of {len(services)} services in {len(partitions)} partitions, {len(different)} different")
    return 1 if different else 0


def partition_of(session, region):
    try:
        return session.get_partition_for_region(region)
    except botocore.exceptions.UnknownRegionError:
        return None


if __name__ == "__main__":
    sys.exit(main())
