"""Where policies are read from: the disk; the index or a commit of git can stand in for it."""

from __future__ import annotations

import os

from ..typed import Protocol

LIMIT = 256 * 1024
"""A policy file is at most this many bytes."""

NO_FILE = "What is there is a folder, a pipe or a link that leads nowhere: name a file, or put one there."


class Files(Protocol):
    """A tree of files. Paths are absolute, or as seen from the current folder."""

    def exists(self, path: str) -> bool:
        """Is there anything, be it a link that leads nowhere?"""

    def is_file(self, path: str) -> bool:
        """Is there a file, and no pipe or device, which would never end?"""

    def identity(self, path: str) -> str:
        """The same for two paths that lead to one file."""

    def read(self, path: str, size: int) -> bytes | None:
        """The beginning of a file; None if there is none. Raises OSError if it cannot be read."""


class Disk:
    """The files that lie on the disk."""

    def exists(self, path: str) -> bool:
        """Is there anything, be it a link that leads nowhere?"""
        return os.path.lexists(path)

    def is_file(self, path: str) -> bool:
        """Is there a file, and no pipe or device, which would never end?"""
        return os.path.isfile(path)

    def identity(self, path: str) -> str:
        """The real path of a file."""
        # realpath raises for a name with a NUL in it, lexists does not
        return os.path.realpath(path) if os.path.lexists(path) else path

    def read(self, path: str, size: int) -> bytes | None:
        """The beginning of a file; None if there is none. Raises OSError if it cannot be read."""
        if not os.path.isfile(path):
            return None
        with open(path, "rb") as file:
            return file.read(size)


DISK = Disk()
