"""Differences that are meant to be: `exceptions.toml`, with reasons."""

import re
import tomllib
from fnmatch import fnmatchcase
from pathlib import Path

FILE = Path(__file__).with_name("exceptions.toml")


class Exceptions:
    """The listed exceptions, and which of them have been met."""

    def __init__(self):
        tables = tomllib.loads(FILE.read_text(encoding="utf-8"))
        self.all = [_Exception(**table) for table in tables.get("exception", [])]
        self.settings = [_Exception([], **table) for table in tables.get("setting", [])]

    def excuse(self, case, line):
        """Whether a difference is listed."""
        for exception in self.all:
            met = exception.met_by(case, line)
            exception.met |= met
            if met:
                return True
        return False

    def is_general(self, line):
        """Whether a difference is one of the settings' own, in whatever home."""
        met = [setting for setting in self.settings if setting.difference.match(line)]
        for setting in met:
            setting.met.add("settings")
        return bool(met)

    def stale(self):
        """Those that no difference has met in one of their cases."""
        for setting in self.settings:
            if not setting.met:
                yield f"settings: {setting.difference.pattern}"
        for exception in self.all:
            for case in sorted(set(exception.cases) - exception.met):
                yield f"{case}: {exception.difference.pattern}"


class _Exception:
    """An exception; the head of the file says what the fields mean."""

    def __init__(self, cases, difference, reason):
        self.cases = cases
        self.difference = re.compile(difference)
        self.reason = reason
        self.met = set()

    def met_by(self, case, line):
        """Those of the cases, or patterns of cases, that a difference meets."""
        is_it = self.difference.match(line) is not None
        return {pattern for pattern in self.cases if is_it and fnmatchcase(case, pattern)}
