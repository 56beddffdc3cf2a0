"""The shim: the small script in the folder of hooks, ``hooks/valuegate-hook`` with its blanks filled in."""

from __future__ import annotations

import os
import re
import sys
import zlib

from valuegate import _data

from ..records import NamedTuple
from .notes import quoted

_HEAD = "#!/bin/sh\n# valuegate-hook "
_SIZE = 16 * 1024
_VALUE = re.compile(r"^(stage|python|package|config)='((?:[^']|'\\'')*)'$", re.MULTILINE)


class Shim(NamedTuple):
    """A shim that is in its place. ``edited``: somebody has changed it since it was written."""

    stage: str
    python: str
    package: str
    config: str
    edited: bool

    @property
    def works(self) -> bool:
        """Is what it starts still there?"""
        return os.access(self.python, os.X_OK) and os.path.isfile(os.path.join(self.package, "__main__.py"))


def render(stage: str, config: str = "") -> str:
    """The shim of a stage: it starts this Python, with this valuegate."""
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    values = {"@STAGE@": stage, "@PYTHON@": sys.executable, "@PACKAGE@": package, "@CONFIG@": config}
    text = _data.read("hooks", "valuegate-hook")
    text = re.sub("|".join(values), lambda blank: quoted(values[blank[0]]), text)
    return text.replace("@SUM@", _sum(text), 1)


def read(path: str) -> Shim | None:
    """The shim at a path; None if something else is there, or nothing."""
    try:
        with open(path, encoding="utf-8", errors="surrogateescape") as file:
            text = file.read(_SIZE)
    except OSError:
        return None
    if not text.startswith(_HEAD):
        return None
    found, _, rest = text.removeprefix(_HEAD).partition("\n")
    edited = found != _sum(f"{_HEAD}@SUM@\n{rest}")
    values = {name: value.replace(r"'\''", "'") for name, value in _VALUE.findall(text)}
    stage, python, package, config = (values.get(name, "") for name in Shim._fields[:-1])
    return Shim(stage, python, package, config, edited)


def _sum(text: str) -> str:
    """What tells whether a shim was changed by hand, whatever version wrote it."""
    return f"{zlib.crc32(os.fsencode(text)):08x}"
