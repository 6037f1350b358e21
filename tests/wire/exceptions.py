"""Differences that are meant to be: `exceptions.toml`, with reasons."""

import re
import tomllib
from pathlib import Path

FILE = Path(__file__).with_name("exceptions.toml")


class Exceptions:
    """The listed exceptions, and which of them have been met."""

    def __init__(self, text):
        self.all = [_Exception(**table) for table in tomllib.loads(text).get("exception", [])]

    def excuse(self, service, operation, line):
        """Whether a difference is listed."""
        for exception in self.all:
            if exception.applies(service, operation, line):
                exception.met = True
                return True
        return False

    def seeds(self, service, operation):
        """Seeds by which exceptions of an operation are met."""
        mine = [one for one in self.all if service in one.services and operation in one.operations]
        return {one.seed for one in mine if one.seed is not None}

    def idle(self, services):
        """Those that no difference has met, of services that were all compared."""
        return [one for one in self.all if not one.met and set(one.services) <= set(services)]


class _Exception:
    """An exception; the head of the file says what the fields mean."""

    def __init__(self, services, difference, reason, operations=(), seed=None):
        self.services = services
        self.operations = operations
        self.difference = re.compile(difference)
        self.reason = reason
        self.seed = seed
        self.met = False

    def applies(self, service, operation, line):
        return (
            service in self.services
            and (not self.operations or operation in self.operations)
            and self.difference.match(line) is not None
        )

    def __str__(self):
        where = f"{', '.join(self.services)} {', '.join(self.operations)}".strip()
        return f"{where}: {self.difference.pattern}"
