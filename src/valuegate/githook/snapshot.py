"""What is staged, or what is in a commit, read as if it lay on the disk: policies, packs, tickets.

A file outside the repository cannot be in a commit; it is read from the disk.
"""

from __future__ import annotations

import os

from valuegate.config.disk import DISK

from .changes import LINK
from .contents import ENOUGH
from .git import Repository
from .process import Conversation

_MAX_LINKS = 10
"""Links may lead to links so often: not for ever in a circle."""

_LONGEST_LINK = 4096


class Snapshot(Conversation):
    """The index, or with a REF a commit; a context that ends the process it reads from.

    Paths are absolute, or seen from the current folder, as for files on the disk.
    """

    def __init__(self, repository: Repository, ref: str = "") -> None:
        self.repository = repository
        self.ref = ref
        self._contents = repository.contents(ref)

    def close(self) -> None:
        """End the process it reads from."""
        self._contents.close()

    def exists(self, path: str) -> bool:
        """Is there a file, or a link, be it one that leads nowhere?"""
        inside = self._below(path)
        return DISK.exists(path) if inside is None else self._contents.read(inside) is not None

    def identity(self, path: str) -> str:
        """The path itself: two links to one file are read twice."""
        return os.path.normpath(os.path.abspath(path))

    def is_file(self, path: str) -> bool:
        """Is there a file, by whatever links?"""
        return self.read(path, 0) is not None

    def read(self, path: str, size: int) -> bytes | None:
        """The beginning of a file; None if there is none."""
        found = self._follow(path, max(size, _LONGEST_LINK))
        if isinstance(found, str):
            return DISK.read(found, size)
        return None if found is None else found[:size]

    def content(self, blob: str) -> bytes | None:
        """The content of an id of git."""
        return self._contents.content(blob)

    def linked(self, path: str) -> bytes | None:
        """What a link leads to; None if that is not inside the repository."""
        found = self._follow(path, ENOUGH)
        return found if isinstance(found, bytes) else None

    def _follow(self, path: str, size: int) -> bytes | str | None:
        """The content of a file, by whatever links; its path if that is outside the repository."""
        for _ in range(_MAX_LINKS):
            inside = self._below(path)
            if inside is None:
                return path
            data = self._contents.read(inside, size)
            if data is None or not self._is_link(inside, data):
                return data
            path = os.path.join(self.repository.root, os.path.dirname(inside), os.fsdecode(data))
        return None

    def _below(self, path: str) -> str | None:
        """A path as git names it; None if it is outside the repository, or the repository itself."""
        below = os.path.relpath(os.path.abspath(path), self.repository.root).replace(os.sep, "/")
        return None if below == "." or below.split("/")[0] == ".." else below

    def _is_link(self, path: str, data: bytes) -> bool:
        """The content of a link is where it leads; what cannot be that costs no question to git."""
        may_be = len(data) < _LONGEST_LINK and b"\n" not in data
        return may_be and self.repository.mode(path, self.ref) == LINK
