"""Which services are compared, and what is special about their values: `services.toml`."""

import json
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

FILE = Path(__file__).with_name("services.toml")
ROOT = Path(__file__).parents[2]
MODELS = ROOT / "service-models/data"


@dataclass
class Service:
    """One service; the head of the file says what the fields mean."""

    name: str
    texts: dict = field(default_factory=dict)
    roots: dict = field(default_factory=dict)
    unions: list = field(default_factory=list)
    blobs: list = field(default_factory=list)


# How many operations a runner holds: to compile one of all 20,000 takes more memory than most machines have.
MOST = 4_500


def groups(names):
    """`names` in lists of services that one runner holds."""
    group, held = [], 0
    for name in names:
        model = json.loads((MODELS / name / "service.json").read_text(encoding="utf-8"))
        count = len(model["operations"])
        if group and held + count > MOST:
            yield group
            group, held = [], 0
        group.append(name)
        held += count
    if group:
        yield group


def generated():
    """The names of all services whose crates are there."""
    crates = (ROOT / "sdk/services").glob("*/Cargo.toml")
    names = sorted(crate.parent.name for crate in crates)
    return [name for name in names if (MODELS / name / "service.json").exists()]


def load():
    """The services of the file by name."""
    table = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {name: Service(name, **settings) for name, settings in table.items()}
