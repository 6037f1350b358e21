"""Which services are compared, and what is special about their values: `services.toml`."""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path

FILE = Path(__file__).with_name("services.toml")


@dataclass
class Service:
    """One service; the head of the file says what the fields mean."""

    name: str
    texts: dict = field(default_factory=dict)
    absent: list = field(default_factory=list)
    roots: dict = field(default_factory=dict)
    unions: list = field(default_factory=list)


def load():
    """The services by name."""
    table = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {name: Service(name, **settings) for name, settings in table.items()}
