"""The table of homes, a file for each place of the chain."""

from . import container, environment, files, instance, login, order, process, settings, sso, syntax, tokens

_FILES = [settings, environment, sso, tokens, files, syntax, login, process, container, instance, order]

ALL = [case for file in _FILES for case in file.CASES]

_NAMES = [case.name for case in ALL]
assert len(set(_NAMES)) == len(_NAMES), "two cases have the same name"
