"""What one start of the command worked out, kept on disk for the next: copies of what can be redone, no more.

Off unless the console command turns it on. A value counts only for the very installation that wrote it
(``stamp``), only if its checksum is right, and only if the file belongs to the user who asks; whatever else
is found is a miss, and a failed write is no error. docs/speed.md says what lies there.
"""

from __future__ import annotations

import marshal
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from zlib import crc32

from . import _data
from .typed import Any

try:
    from _blake2 import blake2b  # hashlib takes 3 ms more, for algorithms that nobody here asks for
except ImportError:
    from hashlib import blake2b

_PACKAGE = os.path.dirname(os.path.abspath(__file__))
_DIGEST, _CHECKSUM = 16, 4
_OTHERS_WRITE = 0o022
_DAYS = 30
"""What an installation kept is deleted when another one begins and nothing was written for so many days."""
_PASSED_OVER = frozenset(("__pycache__", "guard", "testing"))
"""Folders of which nothing is kept, so that no start need look at their files."""


class _State:
    folder = ""  # empty: off
    stamp = b""


_state = _State()
_endings: list[Callable[[], None]] = []


def turn_on(base: str | None = None) -> None:
    """Read and write from now on, below ``base`` or the user's cache folder."""
    home = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    base = os.path.join(home, "valuegate") if base is None else base
    if os.path.isabs(base):
        place = f"{_PACKAGE}\n{sys.version}\n{sys.implementation.cache_tag}\n{sys.flags.optimize}"
        _state.folder = os.path.join(base, digest(place.encode())[:8].hex())


def turn_off() -> None:
    """As if nothing had ever been kept."""
    _state.folder = ""
    _endings.clear()


def later(work: Callable[[], None]) -> None:
    """Do this at the end of the command: what is worth keeping is known then, and the answer is out."""
    if _state.folder:
        _endings.append(work)


def finish() -> None:
    """Do what was put off. Nothing that goes wrong here matters to anybody."""
    while _endings:
        with suppress(Exception):  # a crash at the end would look like a refusal
            _endings.pop()()


def digest(data: bytes | memoryview) -> bytes:
    """A digest of some bytes, for comparing what is read with what was kept."""
    return blake2b(data, digest_size=_DIGEST).digest()


def _checksum(data: bytes | memoryview) -> bytes:
    """Enough to notice what a disk or a half-done copy spoils, at a tenth of the time of a digest."""
    return crc32(data).to_bytes(_CHECKSUM, "big")


def pack(value: Any) -> bytes:
    """Numbers, texts and plain containers as bytes; ValueError for anything else."""
    return marshal.dumps(value)


def unpack(data: bytes | memoryview) -> Any:
    """What ``pack`` packed. Only for bytes whose checksum was right: any others may crash the process."""
    return marshal.loads(data)  # noqa: S302  see above; it is the format of Python's own byte-code files


def stamp() -> bytes:
    """This installation, down to each file that counts, by size and time: after any change all is a miss."""
    if not _state.stamp:
        files = [*_files(_PACKAGE)]
        schemas = _data.path("schemas")
        if not schemas.startswith(_PACKAGE):  # in a checkout they lie beside it
            files += _files(schemas)
        _state.stamp = digest("\n".join(sorted(files)).encode())
    return _state.stamp


def vouches(file: str) -> bool:
    """Does the stamp say whether this file is still as it was?"""
    below = file.removeprefix(_PACKAGE + os.sep)
    return below != file and _PASSED_OVER.isdisjoint(below.split(os.sep))


def _files(folder: str) -> Iterator[str]:
    for entry in os.scandir(folder):
        if not entry.is_dir():
            seen = entry.stat()
            yield f"{entry.path} {seen.st_size} {seen.st_mtime_ns}"
        elif entry.name not in _PASSED_OVER:
            yield from _files(entry.path)


def read(name: str, key: bytes) -> Any:
    """The value that was written under this name for this key and this installation; else None."""
    if not _state.folder:
        return None
    try:
        with open(os.path.join(_state.folder, name), "rb") as file:
            if not _is_ours(os.fstat(file.fileno())):
                return None
            data = memoryview(file.read())
        if _checksum(data[_CHECKSUM:]) != data[:_CHECKSUM]:
            return None
        found, value = unpack(data[_CHECKSUM:])
    except (OSError, ValueError, TypeError, EOFError):
        return None
    return value if found == stamp() + key else None


def _is_ours(seen: os.stat_result) -> bool:
    """Does a file belong to who runs this, and can nobody else write to it?"""
    whose = getattr(os, "geteuid", None)  # Windows keeps other people's hands off by itself
    return whose is None or (seen.st_uid == whose() and not seen.st_mode & _OTHERS_WRITE)


def write(name: str, key: bytes, value: Any) -> None:
    """Keep a value of numbers, texts and plain containers; whole, or not at all."""
    if not _state.folder:
        return
    path = os.path.join(_state.folder, name)
    half = f"{path}.{os.getpid()}"
    try:
        body = pack((stamp() + key, value))
        _make_folder()
        with open(half, "wb", opener=_private) as file:
            file.write(_checksum(body) + body)
        os.replace(half, path)
    except (OSError, ValueError):  # the next start works it out again
        with suppress(OSError):  # it may not be there
            os.remove(half)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0), 0o600)


def _make_folder() -> None:
    """The folder of this installation; beside a new one, those that nobody uses any more are deleted."""
    if os.path.isdir(_state.folder):
        return
    os.makedirs(_state.folder, 0o700)
    from shutil import rmtree

    for other in os.scandir(os.path.dirname(_state.folder)):
        mine = other.is_dir(follow_symlinks=False) and _is_ours(other.stat(follow_symlinks=False))
        if mine and _age(other) > _DAYS:
            rmtree(other.path, ignore_errors=True)


def _age(folder: os.DirEntry[str]) -> float:
    """Days between the last write in a folder and the last one here."""
    here = os.stat(_state.folder).st_mtime
    return (here - folder.stat(follow_symlinks=False).st_mtime) / 86400
