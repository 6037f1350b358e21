"""Homes on disk, and what is in them afterwards."""

import json
import re
from datetime import datetime, timezone

from case import fill

INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|UTC|\+00:00)")


def write(case, folder, marks):
    """Writes the files of a case."""
    for path, text in case.home().items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(fill(text, marks), encoding="utf-8")


def changes(case, folder, marks):
    """The files that are new or changed, by path, as far as they are the same for everybody: permissions and text, with
    instants by their distance from now."""
    found = {}
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        path = str(file.relative_to(folder))
        text = file.read_text(encoding="utf-8")
        before = case.home().get(path)
        if before is not None and _steady(text) == _steady(fill(before, marks)):
            continue
        found[path] = f"{file.stat().st_mode & 0o777:o} {_steady(text)}"
    return found


def _steady(text):
    try:
        text = json.dumps(json.loads(text), sort_keys=True)
    except ValueError:
        pass
    return INSTANT.sub(lambda match: _distance(match[0]), text)


def _distance(text):
    then = datetime.strptime(text[:19], "%Y-%m-%dT%H:%M:%S").replace(tzinfo=timezone.utc)
    return f"<now{round((then - datetime.now(timezone.utc)).total_seconds() / 60):+}m>"
