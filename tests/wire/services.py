"""Which services are compared, and what is special about their values: `services.toml`."""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path

FILE = Path(__file__).with_name("services.toml")
ROOT = Path(__file__).parents[2]


@dataclass
class Service:
    """One service; the head of the file says what the fields mean."""

    name: str
    texts: dict = field(default_factory=dict)
    absent: list = field(default_factory=list)
    roots: dict = field(default_factory=dict)
    unions: list = field(default_factory=list)


def generated():
    """The names of all services whose crates are there."""
    crates = (ROOT / "sdk/services").glob("*/Cargo.toml")
    names = sorted(crate.parent.name for crate in crates)
    return [name for name in names if (ROOT / "service-models/data" / name / "service.json").exists()]


def load():
    """The services of the file by name."""
    table = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {name: Service(name, **settings) for name, settings in table.items()}
