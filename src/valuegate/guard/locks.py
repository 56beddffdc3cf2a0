"""One guard at a time on a ticket, among all processes that share a journal.

A lock is a byte of a file: the system lets go of it when a process dies, however it dies.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from zlib import crc32

_BYTES = 1 << 30


class Locks:
    """The locks in a file beside the journal. Two tickets may share one: then one of them waits its turn."""

    def __init__(self, path: str) -> None:
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)

    def close(self) -> None:
        """Let go of all."""
        os.close(self._file)

    @contextmanager
    def on(self, ticket: str) -> Iterator[bool]:
        """Hold the lock of a ticket; False, at once, if another process does."""
        place = crc32(ticket.encode()) % _BYTES
        held = _take(self._file, place)
        try:
            yield held
        finally:
            if held:
                _give(self._file, place)


if sys.platform == "win32":  # pragma: no cover
    import msvcrt

    def _take(file: int, place: int) -> bool:
        os.lseek(file, place, os.SEEK_SET)
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _give(file: int, place: int) -> None:
        os.lseek(file, place, os.SEEK_SET)
        msvcrt.locking(file, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _take(file: int, place: int) -> bool:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, place)
        except OSError:
            return False
        return True

    def _give(file: int, place: int) -> None:
        fcntl.lockf(file, fcntl.LOCK_UN, 1, place)
