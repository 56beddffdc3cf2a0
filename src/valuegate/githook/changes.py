"""What git lists: the entries of an index or a commit, and what differs between two."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

from valuegate.records import NamedTuple

LINK = "120000"
"""The mode of a symbolic link: its content is where it leads."""


class Entry(NamedTuple):
    """A path in the index or in a commit, below the root of the work tree; ``blob`` is its content's id."""

    path: str
    mode: str
    blob: str


class Change(NamedTuple):
    """A path that differs. ``status`` is git's letter: A added, M modified, D deleted, R renamed from
    ``old``, T another kind of file, U in conflict.
    """

    status: str
    path: str
    mode: str
    blob: str
    old: str = ""


def read_changes(listed: bytes) -> list[Change]:
    """The records of ``--raw -z``: ``:mode mode id id status``, the path, and for a rename the new path."""
    return list(_records(split(listed)))


def _records(parts: Iterator[str]) -> Iterator[Change]:
    for head in parts:
        _, mode, _, blob, status = head.split(" ")
        path = next(parts)
        old, path = (path, next(parts)) if status[0] in "RC" else ("", path)
        yield Change(status[0], path, mode, blob, old)


def entries(changes: Sequence[Change]) -> list[Entry]:
    """What is there now; a path in conflict is not."""
    return [Entry(*change[1:4]) for change in changes if change.status not in "DU"]


def split(listed: bytes) -> Iterator[str]:
    """The texts of a list that ``-z`` gives, each ended by a NUL; any other byte may be in a path."""
    return (os.fsdecode(part) for part in listed.split(b"\0")[:-1])
