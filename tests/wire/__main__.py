"""Compares requests, responses and errors with botocore's: `python tests/wire --help`."""

import argparse
import random
import sys

if sys.version_info < (3, 11):
    sys.exit("tests/wire needs Python 3.11 or newer")

import damage
import errors
import exceptions
import foreign
import inputs
import posts
import presigned
import received
import reference
import responses
import sent
import services
from data import to_json
from runner import Runner

SEED = 1


def arguments():
    parser = argparse.ArgumentParser(prog="tests/wire", description=__doc__)
    parser.add_argument("--service", action="append", help="this service only; may be repeated")
    parser.add_argument("--all", action="store_true", help="all services that are generated")
    parser.add_argument("--operation", action="append", help="this operation only; may be repeated")
    parser.add_argument("--seed", type=int, default=SEED, help=f"the first seed (default {SEED})")
    parser.add_argument("--seeds", type=int, default=1, help="how many seeds for each operation (default 1)")
    parser.add_argument("runner", nargs="*", default=["cargo", "xtask", "wire"], help="the command of the runner")
    return parser.parse_args()


def main():
    options = arguments()
    known = services.load()
    chosen = services.generated() if options.all else options.service or list(known)
    reference.fix_everything()
    tally = Tally()
    # with others it is left to chance which exceptions are met
    is_default = options.seed == SEED and not options.operation
    for group in services.groups(chosen):
        with Runner(options.runner, group) as runner:
            for name in group:
                service = known.get(name, services.Service(name))
                side = reference.Reference(name)
                if name == posts.SERVICE and not options.operation:
                    for seed in range(options.seed, options.seed + options.seeds):
                        tally.compare_posts(runner, side, seed)
                for operation in side.operations():
                    if options.operation and operation.name not in options.operation:
                        continue
                    seeds = set(range(options.seed, options.seed + options.seeds))
                    if is_default:
                        seeds |= tally.exceptions.seeds(name, operation.name)
                    tally.tell_apart(runner, service, operation)
                    for seed in sorted(seeds):
                        tally.compare(runner, side, service, operation, seed)
    return tally.close(chosen if is_default else [])


class Tally:
    """Compares, prints the differences, and counts."""

    def __init__(self):
        self.exceptions = exceptions.Exceptions(exceptions.FILE.read_text(encoding="utf-8"))
        self.equal = {"requests": 0, "presigned requests": 0, "forms": 0, "responses": 0, "broken responses": 0, "foreign responses": 0}
        self.different = self.excused = 0

    def compare(self, runner, side, service, operation, seed):
        """An input of `operation`, a response of success and one of failure, and both of them broken."""
        where = service.name, operation.name
        source = random.Random(f"{service.name} {operation.name} {seed}")
        given = inputs.make(source, service, operation)
        as_json = to_json(operation.input_shape, given, service.blobs) if operation.input_shape else {}
        success = responses.make(source, service, operation)
        call = side.call(operation.name, given, success)
        if call.request is None:
            self.add("requests", where, seed, [f"request: botocore refuses the input: {call.refusal}"])
            return
        ours = runner.request(*where, as_json)
        self.add("requests", where, seed, sent.differences(side, operation, call.request, ours))
        unsent = presigned.input_of(operation, given)
        as_presigned = to_json(operation.input_shape, unsent, service.blobs) if operation.input_shape else {}
        ours = runner.presigned(*where, as_presigned, presigned.SECONDS)
        self.add("presigned requests", where, seed, presigned.differences(side, operation, unsent, ours))
        ours = runner.response(*where, as_json, success)
        self.add("responses", where, seed, received.differences(operation, call, ours))
        failure = errors.make(source, service, operation)
        call = side.call(operation.name, given, failure)
        ours = runner.response(*where, as_json, failure)
        self.add("responses", where, seed, received.differences(operation, call, ours))
        for response in (success, failure):
            for kind, broken in damage.kinds(source, response):
                ours = runner.response(*where, as_json, broken)
                self.add("broken responses", where, seed, damage.differences(operation, kind, ours))

    def compare_posts(self, runner, side, seed):
        """Random forms."""
        source = random.Random(f"{posts.SERVICE} forms {seed}")
        for _ in range(posts.COUNT):
            given = posts.make(source)
            ours = runner.presigned_post(posts.SERVICE, given)
            self.add("forms", (posts.SERVICE, "PostObject"), seed, posts.differences(posts.expected(side, given), ours))

    def tell_apart(self, runner, service, operation):
        """Responses to `operation` that are not the service's, and the smallest ones that are."""
        where = service.name, operation.name
        given = inputs.make(random.Random(f"{service.name} {operation.name}"), service, operation)
        as_json = to_json(operation.input_shape, given, service.blobs) if operation.input_shape else {}
        for name, response, refused in foreign.cases(operation):
            ours = runner.response(*where, as_json, response)
            self.add("foreign responses", where, 0, foreign.differences(name, response, refused, ours))

    def add(self, kind, where, seed, lines):
        """Counts a comparison, and prints its differences but for those that are listed."""
        lines = list(lines)
        unlisted = [line for line in lines if not self.exceptions.excuse(*where, line)]
        for line in unlisted:
            print(*where, f"seed {seed}:", line, flush=True)
        if unlisted:
            self.different += 1
        elif lines:
            self.excused += 1
        else:
            self.equal[kind] += 1

    def close(self, compared):
        """Prints the totals, and gives the exit status. `compared` are services of which all was compared."""
        idle = self.exceptions.idle(compared)
        for exception in idle:
            print(f"exceptions.toml: no difference meets {exception}: remove it")
        totals = ", ".join(
            [
                f"{self.equal['requests']} requests and {self.equal['responses']} responses equal",
                f"{self.equal['presigned requests']} presigned requests and {self.equal['forms']} forms equal",
                f"{self.equal['broken responses']} broken responses read safely",
                f"{self.equal['foreign responses']} foreign responses told from the smallest of the service",
                f"{self.different} different",
                f"{self.excused} listed exceptions",
            ]
        )
        is_empty = not any(self.equal.values())
        if is_empty:
            print("nothing was compared: generate the services first with `cargo xtask codegen`")
        print(totals)
        return 1 if self.different or idle or is_empty else 0


if __name__ == "__main__":
    sys.exit(main())
