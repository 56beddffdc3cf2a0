"""Which plugins the environment announces: what ``importlib.metadata`` would say, without its 30 ms.

The folders of ``sys.path`` are read here: a name and one small file for each distribution. Where anything is
unusual (an archive on the path, a finder of its own kind, odd metadata), ``importlib.metadata`` is asked.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator
from importlib.machinery import PathFinder

from .records import NamedTuple

GROUP = "valuegate"
"""The entry-point group of plugins."""

_ENDINGS = (".dist-info", ".egg-info")
_SEPARATORS = re.compile(r"[-_.]+")


class EntryPoint(NamedTuple):
    """A plugin that an installed distribution announces."""

    name: str
    value: str
    distribution: str
    version: str

    @property
    def origin(self) -> str:
        """The distribution and its version, as a person would say it."""
        return f"{self.distribution} {self.version}".rstrip()

    def called(self, names: Iterable[str]) -> bool:
        """Is it among these names, of entry points or distributions? ``Acme_Legal`` is ``acme-legal``."""
        return not {canonical(name) for name in names}.isdisjoint(
            (canonical(self.name), canonical(self.distribution))
        )


class UnsureError(Exception):
    """Something on the path is not as usual."""


def canonical(name: str) -> str:
    """A name as package indexes compare it: no case, and any run of ``-_.`` is one hyphen."""
    return _SEPARATORS.sub("-", name).lower()


def find() -> list[EntryPoint]:
    """The plugins that are installed, sorted."""
    try:
        return sorted(scan())
    except (UnsureError, OSError, UnicodeDecodeError):
        return sorted(ask())


def scan() -> list[EntryPoint]:
    """Read the path. Of two distributions of one name, the first counts. UnsureError where that may err."""
    if any(hasattr(finder, "find_distributions") for finder in sys.meta_path if finder is not PathFinder):
        raise UnsureError
    seen: set[str] = set()
    found: list[EntryPoint] = []
    for folder, child in _distributions():
        stem, ending = os.path.splitext(child)
        name = canonical(stem.partition("-")[0])
        if ending not in _ENDINGS or not name:
            raise UnsureError
        if name not in seen:
            seen.add(name)
            found += _announced(os.path.join(folder, child))
    return found


def _distributions() -> Iterator[tuple[str, str]]:
    """The folder and the name of the metadata of everything that is installed, in the order of the path."""
    for folder in sys.path:
        if not isinstance(folder, str) or folder.lower().rstrip(os.sep).endswith(".egg"):
            raise UnsureError
        try:
            names = os.listdir(folder or ".")
        except NotADirectoryError:
            raise UnsureError from None  # an archive may hold distributions, too
        except (OSError, ValueError):  # not there, or no path at all
            continue
        yield from ((folder, name) for name in names if name.lower().endswith(_ENDINGS))


def _announced(info: str) -> list[EntryPoint]:
    """What one distribution announces in our group."""
    text = _read(info, "entry_points.txt")
    if f"[{GROUP}]" not in text:
        return []
    name, version = _said(info)
    return [EntryPoint(key, value, name, version) for key, value in _section(text)]


def _read(info: str, name: str) -> str:
    try:
        with open(os.path.join(info, name), encoding="utf-8") as file:
            return file.read()
    except (FileNotFoundError, NotADirectoryError):  # an egg-info may be a file
        return ""


def _section(text: str) -> Iterator[tuple[str, str]]:
    """The ``name = value`` lines of our group."""
    ours = False
    for line in filter(None, map(str.strip, text.splitlines())):
        if line.startswith("[") and line.endswith("]"):
            ours = line.strip("[]") == GROUP
        elif ours and not line.startswith("#"):
            key, equals, value = line.partition("=")
            if not equals:
                raise UnsureError
            yield key.strip(), value.strip()


def _said(info: str) -> tuple[str, str]:
    """The name and the version in the headers of the metadata."""
    headers = (_read(info, "METADATA") or _read(info, "PKG-INFO")).partition("\n\n")[0].split("\n")
    said = [
        [line.partition(":")[2].strip() for line in headers if line.startswith(f"{field}:")]
        for field in ("Name", "Version")
    ]
    if any(len(values) != 1 or not values[0] for values in said):
        raise UnsureError
    return said[0][0], said[1][0]


def ask() -> list[EntryPoint]:
    """What ``importlib.metadata`` says."""
    from importlib.metadata import entry_points

    return [
        EntryPoint(point.name, point.value, _told(point.dist, "name"), _told(point.dist, "version"))
        for point in entry_points(group=GROUP)
    ]


def _told(distribution: object, what: str) -> str:
    """The name or version of a distribution; ``?`` where a broken installation lost its metadata."""
    try:
        return str(getattr(distribution, what) or "?")
    except Exception:  # what is raised depends on the version of Python  # noqa: BLE001
        return "?"
