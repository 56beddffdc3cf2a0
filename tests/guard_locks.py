"""Another process that has a ticket in hand, and dies with it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from signal import SIGKILL
from time import sleep

from valuegate.guard.locks import Locks


def _hold(path: str, ticket: str, ready: str) -> None:
    with Locks(f"{path}.lock").on(ticket) as mine:
        Path(ready).write_text(str(mine))
        while True:
            sleep(1)


@contextmanager
def holding(journal: str, ticket: str, folder: Path) -> Iterator[None]:
    """While it lasts, another process has the lock of a ticket; then it is killed."""
    ready = folder / "holding"
    process = get_context("spawn").Process(target=_hold, args=(journal, ticket, str(ready)))
    process.start()
    try:
        while not ready.exists() or ready.read_text() != "True":
            process.join(0.02)
            assert process.is_alive()
        yield
    finally:
        os.kill(process.pid or 0, SIGKILL)
        process.join()
