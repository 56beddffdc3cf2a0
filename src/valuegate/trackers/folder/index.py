"""Which files are tickets, and which of them has a key."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from datetime import datetime

from valuegate.errors import GoneError, TrackerError
from valuegate.naming import nearest

from . import disk
from .sheets import ENDING, Sheet, updated

_AROUND = re.compile(r"\.|issue_templates?(?:\.md)?\Z", re.IGNORECASE)
"""What lies among tickets and is none: hidden files, and what tickets are made from."""


class Index:
    """The tickets of a folder by their keys, as far as somebody looked. Used under the lock only.

    Of two files with one key one is the ticket: that called like it, else the first. The other one is a
    ticket, too, which is called like its file until somebody mends that. ``faults`` are those of the files
    that could not be read when all were looked at.
    """

    def __init__(self, folder: str, read: Callable[[str, str], Sheet]) -> None:
        self.folder = folder
        self.faults: list[TrackerError] = []
        self._read = read
        self._paths: dict[str, str] = {}
        self._twins: dict[str, str] = {}

    def find(self, key: str) -> Sheet:
        """The ticket of a key: where it was last time, or is called like it, else wherever it is."""
        for path in (self._paths.get(key, ""), self._called(key)):
            if _is_file(path):
                sheet = self.open(path)
                if sheet.is_ticket and sheet.key == key:
                    return sheet
        self.look()
        if key not in self._paths:
            raise self._unknown(key)
        return self.open(self._paths[key])

    def open(self, path: str) -> Sheet:
        """A ticket file with its record."""
        return self._read(path, self._twins.get(path, ""))

    def _unknown(self, key: str) -> TrackerError:
        if self.faults:  # it may be one of those
            return self.faults[0]
        close = nearest(key, self._paths)
        fix = f"Did you mean {close}?" if close else "Look at the keys in the front matter there."
        return GoneError(f"there is no ticket {key} below {disk.shown(self.folder)}", fix=fix)

    def look(self) -> None:
        """Look at all files."""
        self.faults, self._paths, self._twins = [], {}, {}
        for path in files(self.folder):
            try:
                sheet = self.open(path)
                if sheet.is_ticket:
                    self._know(sheet.key, path)
            except GoneError:
                continue
            except TrackerError as error:
                self.faults.append(error)

    def _know(self, key: str, path: str) -> None:
        first = self._paths.setdefault(key, path)
        if first == path:
            return
        if path == self._called(key):
            self._paths[key], path = path, first
        name = os.path.relpath(path, self.folder).replace(os.sep, "/")
        self._paths[name], self._twins[path] = path, name

    def _called(self, key: str) -> str:
        """Where a ticket is that is called like its key; empty if that could be elsewhere."""
        plain = os.path.basename(key) == key and not _AROUND.match(key)
        return os.path.join(self.folder, key + ENDING) if plain else ""

    def by_age(self) -> list[tuple[datetime, str]]:
        """All tickets, the longest unchanged first, with the time of their last change."""
        found = []
        for path in self._paths.values():
            try:
                found.append((updated(path), path))
            except GoneError:
                continue
        return sorted(found)


def _tell(error: OSError) -> None:
    """A folder that cannot be looked into hides tickets, unless it is gone."""
    if not isinstance(error, FileNotFoundError):
        raise error


def _is_file(path: str) -> bool:
    return os.path.isfile(path) and not os.path.islink(path)


def files(folder: str) -> Iterator[str]:
    """All Markdown files below a folder, but for hidden ones and templates. A link could lead out of it."""
    with disk.typed(folder):
        os.stat(folder)
        for here, folders, names in os.walk(folder, onerror=_tell):
            folders[:] = sorted(name for name in folders if not _AROUND.match(name))
            for name in sorted(names):
                path = os.path.join(here, name)
                if name.endswith(ENDING) and not _AROUND.match(name) and _is_file(path):
                    yield path
