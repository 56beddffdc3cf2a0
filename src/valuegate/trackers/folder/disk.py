"""Files that are changed whole or not at all, by one process at a time."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta

from valuegate.errors import ForbiddenError, GoneError, UnavailableError
from valuegate.held import give, take

LOCK = ".valuegate.lock"
"""In the folder of the tickets. It stays there, empty; the system lets go of it when a process dies."""

_PATIENCE = 20.0
_PAUSE = 0.005
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@contextmanager
def typed(path: str) -> Iterator[None]:
    """What the system says of a file, as what the caller can do about it."""
    try:
        yield
    except (FileNotFoundError, NotADirectoryError):
        fix = "It was moved or deleted; trackers.folder.path of the policy says which folder is meant."
        raise GoneError(f"{shown(path)} is not there", fix=fix) from None
    except PermissionError as error:
        fix = "Give whoever runs valuegate the right to read and write it, and the folder around it."
        message = f"{shown(error.filename or path)} may not be used ({error.strerror})"
        raise ForbiddenError(message, fix=fix) from None
    except OSError as error:
        fix = "See to the disk or the network drive, and try again."
        message = f"{shown(path)} cannot be used ({error.strerror or error})"
        raise UnavailableError(message, fix=fix) from None


def shown(path: str) -> str:
    """A path as a person would write it from here."""
    here = os.getcwd() + os.sep
    return os.path.abspath(path).removeprefix(here)


@contextmanager
def locked(folder: str) -> Iterator[None]:
    """Hold the lock of a folder. UnavailableError if another process does not let go of it."""
    path = os.path.join(folder, LOCK)
    with typed(folder):
        file = _opened(path)
    try:
        _wait_for(file, path)
        try:
            yield
        finally:
            give(file)
    finally:
        os.close(file)


def _opened(path: str) -> int:
    """The file of a lock. One that somebody else made may perhaps be read only, which is enough."""
    careful = getattr(os, "O_NOFOLLOW", 0)
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | careful, 0o666)
    except PermissionError as denied:
        try:
            return os.open(path, os.O_RDONLY | careful)
        except FileNotFoundError:  # it is the folder that may not be written
            raise denied from None


def _wait_for(file: int, path: str) -> None:
    end = time.monotonic() + _PATIENCE
    while not _taken(file, path):
        if time.monotonic() > end:
            fix = "Look for a process of valuegate that hangs, and end it."
            message = f"{shown(path)} has been locked by another process for {_PATIENCE:.0f} s"
            raise UnavailableError(message, fix=fix)
        time.sleep(_PAUSE)


def _taken(file: int, path: str) -> bool:
    with typed(path):
        return take(file)


def changed_at(seen: os.stat_result) -> datetime:
    """When a file was last changed, to the microsecond."""
    return _EPOCH + timedelta(microseconds=seen.st_mtime_ns // 1000)


def came_at(path: str) -> datetime:
    """When a file came to be as it is on this disk: a copy may keep the time of what it is a copy of."""
    with typed(path):
        return _EPOCH + timedelta(microseconds=os.stat(path).st_ctime_ns // 1000)


def write(path: str, data: bytes, at: datetime | None = None) -> None:
    """Put a file in the place of another one, whole or not at all; ``at`` is when it shall have changed."""
    folder, name = os.path.split(path)
    half = os.path.join(folder, f".{name}.half")
    with typed(path):
        with suppress(FileNotFoundError):  # nearly always
            os.remove(half)  # what a dead process left; or a link that somebody laid there
        with open(half, "xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileNotFoundError):  # a new file has no mode yet
            os.chmod(half, os.stat(path).st_mode & 0o7777)
        if at is not None:
            nanoseconds = (at - _EPOCH) // timedelta(microseconds=1) * 1000
            os.utime(half, ns=(nanoseconds, nanoseconds))
        os.replace(half, path)
    _settle(folder)


def _settle(folder: str) -> None:
    """Let the disk know of the new name. Not every system can be told."""
    with suppress(OSError):  # see above
        file = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(file)
        finally:
            os.close(file)
