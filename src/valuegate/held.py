"""Files that are held: the system lets go of them when a process dies, however it dies.

Of a whole file the lock is that of whoever opened it, and reading it is right enough: two threads that open
it keep each other out, too. A lock on one byte is that of the process, and the file must be open for writing.
"""

from __future__ import annotations

import os
import sys

if sys.platform == "win32":  # pragma: no cover
    import msvcrt

    def take(file: int, byte: int | None = None) -> bool:
        """Hold a file, or one byte of it. False, at once, if somebody else does."""
        os.lseek(file, byte or 0, os.SEEK_SET)
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def give(file: int, byte: int | None = None) -> None:
        """Let go of it."""
        os.lseek(file, byte or 0, os.SEEK_SET)
        msvcrt.locking(file, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def take(file: int, byte: int | None = None) -> bool:
        """Hold a file, or one byte of it. False, at once, if somebody else does."""
        try:
            _lock(file, fcntl.LOCK_EX | fcntl.LOCK_NB, byte)
        except (BlockingIOError, PermissionError):  # systems differ in what they say; others are faults
            return False
        return True

    def give(file: int, byte: int | None = None) -> None:
        """Let go of it."""
        _lock(file, fcntl.LOCK_UN, byte)

    def _lock(file: int, how: int, byte: int | None) -> None:
        if byte is None:
            fcntl.flock(file, how)
        else:
            fcntl.lockf(file, how, 1, byte)
