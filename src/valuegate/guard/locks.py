"""One guard at a time on a ticket, among all processes that share a journal. A lock is a byte of a file."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from zlib import crc32

from ..errors import ValuegateError
from ..held import give, take

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
        held = self._take(place)
        try:
            yield held
        finally:
            if held:
                give(self._file, place)

    def _take(self, place: int) -> bool:
        try:
            return take(self._file, place)
        except OSError as error:  # some network drives know no locks
            fix = "Let guard.journal of the policy name a file on a disk of this machine."
            raise ValuegateError(f"no file beside the journal can be locked: {error}", fix=fix) from None
