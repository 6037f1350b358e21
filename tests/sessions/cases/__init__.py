"""The table of homes, a file for each place of the chain."""

from . import (
    container,
    endpoints,
    environment,
    files,
    instance,
    login,
    order,
    process,
    roles,
    settings,
    sso,
    syntax,
    web_identity,
)

_FILES = [
    settings,
    endpoints,
    environment,
    roles,
    web_identity,
    sso,
    files,
    syntax,
    login,
    process,
    container,
    instance,
    order,
]

ALL = [case for file in _FILES for case in file.CASES]

_NAMES = [case.name for case in ALL]
assert len(set(_NAMES)) == len(_NAMES), "two cases have the same name"
