"""Gives homes to botocore and to us, and compares what comes of them: `python tests/sessions --help`."""

import argparse
import json
import queue
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

if sys.version_info < (3, 11):
    sys.exit("tests/sessions needs Python 3.11 or newer")

import cases
import chance
import home
from case import ERROR, NOTHING, fill
from exceptions import Exceptions
from peers import Peers
from reference import Reference

# Most of the time cases wait for time limits.
WORKERS = 8
# How we tell where credentials come from, by botocore's names of the places.
PLACES = {
    "env": "environment variables AWS_ACCESS_KEY_ID",
    "assume-role": "`role_arn` of profile",
    "assume-role-with-web-identity": "web identity",
    "sso": "`sso_account_id` and",
    "shared-credentials-file": r"profile `.*` of .*(credentials|keys\.ini)",
    "login": "`login_session` of",
    "custom-process": "`credential_process` of",
    "config-file": r"profile `.*` of .*(config|settings\.ini)",
    "ec2-credentials-file": "environment variable AWS_CREDENTIAL_FILE",
    "boto-config": r"\[Credentials\] of",
    "container-role": "the container's endpoint",
    "iam-role": "the metadata service of EC2",
}
# No program has more to do than this.
LIMIT = 120


@dataclass
class Outcome:
    """What came of a home."""

    by: str  # where the credentials come from; None if there are none
    answers: list
    asked: list
    files: dict
    settings: dict

    def gives(self):
        """As a case says it."""
        kinds = {"nothing": NOTHING, "error": ERROR, "broken": "broken"}
        return [next((kind for name, kind in kinds.items() if name in one), one.get("key")) for one in self.answers]

    def keys(self):
        """What credentials are whole, with the secrets."""
        return [one for one in self.answers if "key" in one]

    def errors(self):
        return [one["error"] for one in self.answers if "error" in one]


def main():
    parser = argparse.ArgumentParser(prog="tests/sessions", description=__doc__)
    parser.add_argument("--case", action="append", help="this case only; may be repeated")
    parser.add_argument("--chance", type=int, default=100, help="how many homes are made by chance (default 100)")
    parser.add_argument("--seed", type=int, default=1, help="what chance begins with (default 1)")
    parser.add_argument("--show", action="store_true", help="print what came of each case")
    parser.add_argument("program", help="the program `resolve` of this folder")
    options = parser.parse_args()
    known = [*cases.ALL, *chance.homes(options.seed, options.chance)]
    chosen = [case for case in known if not options.case or case.name in options.case]
    references = queue.Queue()
    for _ in range(WORKERS):
        references.put(Reference().__enter__())
    with ThreadPoolExecutor(WORKERS) as pool:
        both = pool.map(lambda case: run_both(case, references, options.program), chosen)
        tally = Tally()
        for case, (theirs, ours) in zip(chosen, both):
            tally.add(case, theirs, ours)
            if options.show:
                print(f"{case.name}\n  botocore: {theirs}\n  ours: {ours}")
    while not references.empty():
        references.get().__exit__()
    return tally.close(is_whole=not options.case)


def run_both(case, references, program):
    """What botocore and we make of a case."""
    reference = references.get()
    try:
        theirs = run(case, reference.resolve)
    finally:
        references.put(reference)
    return theirs, run(case, lambda question: resolve(program, question))


def run(case, ask):
    """Makes the home and the peers of a case, and asks."""
    with tempfile.TemporaryDirectory() as folder, Peers(case.peers) as peers:
        marks = {"home": folder, "peer": peers.url, "port": str(peers.server_address[1]), "python": sys.executable}
        home.write(case, Path(folder), marks)
        env = {name: fill(value, marks) for name, value in case.environment().items()}
        question = {
            "env": env,
            "profile": case.profile,
            "mfa": case.mfa,
            "bearer": case.bearer,
            "calls": case.calls,
            "pause": case.pause,
            "times": len(case.gives or [1]),
        }
        answer = ask(question)
        asked = [line.replace(peers.url, "<peer>") for line in peers.log]
        files = home.changes(case, Path(folder), marks)
        settings = {
            name: (value or "").replace(peers.url, "<peer>") for name, value in answer.get("settings", {}).items()
        }
        return Outcome(answer.get("by"), answer["answers"], asked, files, settings)


def resolve(program, question):
    """Our side: the program sees the environment as its own."""
    options = ["--times", str(question["times"]), "--pause", str(question["pause"])]
    for name in ("profile", "mfa", "bearer"):
        if question[name]:
            options += [f"--{name}", question[name]]
    if question["calls"]:
        options += ["--call", "sts"]
    command = [program, *options]
    done = subprocess.run(command, env=question["env"], capture_output=True, text=True, timeout=LIMIT)
    if done.returncode:
        return {"answers": [{"broken": done.stderr}]}
    return json.loads(done.stdout)


class Tally:
    """Compares, prints the differences, and counts."""

    def __init__(self):
        self.exceptions = Exceptions()
        self.equal = self.excused = self.different = 0

    def add(self, case, theirs, ours):
        lines = [line for line in differences(case, theirs, ours) if not self.exceptions.is_general(line)]
        unlisted = [line for line in lines if not self.exceptions.excuse(case.name, line)]
        for line in unlisted:
            print(f"{case.name}: {line}")
        if unlisted:
            self.different += 1
        elif lines:
            self.excused += 1
        else:
            self.equal += 1

    def close(self, is_whole):
        """Prints the totals, and gives the exit status."""
        stale = list(self.exceptions.stale()) if is_whole else []
        for exception in stale:
            print(f"exceptions.toml: no difference meets {exception}: remove it")
        print(f"{self.equal} homes equal, {self.different} different, {self.excused} listed exceptions")
        return 1 if self.different or stale else 0


def differences(case, theirs, ours):
    """In words, what is not as the case says for botocore, and what is not for us as it is for botocore."""
    if case.gives is not None and (theirs.gives(), theirs.by) != (case.gives, case.by):
        yield f"the case is wrong: botocore gives {theirs.gives()} by {theirs.by} {theirs.errors()}"
    for line in theirs.asked:
        if line.startswith("unknown"):
            yield f"the case is wrong: no peer for {line}"
    if ours.gives() != theirs.gives():
        yield f"gives: botocore {theirs.gives()}, we {ours.gives()} {ours.errors()}"
    elif ours.keys() != theirs.keys():
        yield f"keys: botocore {theirs.keys()}, we {ours.keys()}"
    if case.settings is not None and theirs.settings and ours.settings:
        yield from different_settings(case, theirs.settings, ours.settings)
    if ours.keys() and theirs.keys() and theirs.by and not re.match(PLACES[theirs.by], ours.by or ""):
        yield f"by: botocore {theirs.by}, we {ours.by}"
    for error in ours.errors():
        if "secret-of-" in error or "token-of-" in error:
            yield f"an error shows a secret: {error}"
    if ours.asked != theirs.asked:
        yield f"asked: botocore {theirs.asked}, we {ours.asked}"
    if ours.files != theirs.files:
        yield f"files: botocore {theirs.files}, we {ours.files}"


def different_settings(case, theirs, ours):
    """In words, which settings are not the same; one that is not set is one that is false."""
    for name, value in case.settings.items():
        if theirs.get(name) != (value or ""):
            yield f"the case is wrong: botocore has {name} = {theirs.get(name)!r}"
    for name in sorted(theirs):
        if name not in ours:
            yield f"setting {name}: botocore {theirs[name]!r}, we have no such setting"
        elif (theirs[name] or "false") != (ours[name] or "false"):
            yield f"setting {name}: botocore {theirs[name]!r}, we {ours[name]!r}"


if __name__ == "__main__":
    sys.exit(main())
