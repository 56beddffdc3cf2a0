"""Ending well: Ctrl-C or SIGTERM asks a long command to stop after what it has in hand."""

from __future__ import annotations

import signal
import sys
from contextlib import suppress
from datetime import datetime
from time import sleep
from types import FrameType
from typing import Any, Self

from .output import say
from .tracking import now

_SIGNALS = (signal.SIGINT, signal.SIGTERM)
_NAP = 0.5
"""Seconds of sleep at a time: so long may it take until a signal is noticed."""


class Stopping:
    """While it lasts, the first signal is noted and a second one ends at once."""

    def __init__(self) -> None:
        self.asked = False
        self._before: dict[int, Any] = {}

    def __enter__(self) -> Self:
        with suppress(ValueError):  # another thread than the main one, where no signal comes
            for number in _SIGNALS:
                self._before[number] = signal.signal(number, self._ask)
        return self

    def __exit__(self, *_: object) -> None:
        for number, before in self._before.items():
            signal.signal(number, before)

    def _ask(self, _signal: int, _frame: FrameType | None) -> None:
        if self.asked:
            raise KeyboardInterrupt
        self.asked = True
        line = "\n" if sys.stderr.isatty() else ""  # the one above may tell how far it is
        say(f"{line}Stopping after the ticket in hand. Once more ends at once.")

    def __call__(self) -> bool:
        """Was it asked to stop?"""
        return self.asked

    def rest(self, until: datetime) -> None:
        """Wait until a time, or until it is asked to stop."""
        while not self.asked and (left := (until - now()).total_seconds()) > 0:
            sleep(min(left, _NAP))
