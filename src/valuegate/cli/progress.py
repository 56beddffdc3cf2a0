"""How far a long run is: on standard error, for a person at a terminal."""

from __future__ import annotations

import sys
from time import monotonic

MANY = 50
"""From so many tickets on, a person sees how far the run is."""

_EVERY = 0.1
"""Seconds between two drawings."""

_BAR = 30


class Progress:
    """One line that is drawn over and over: a bar if the number of tickets is known, else a count."""

    def __init__(self, total: int | None = None, *, many: int = MANY, what: str = "Judging tickets") -> None:
        self.total = total
        self.many = many
        self.what = what
        self.done = 0
        self.start = self.next = monotonic()
        self.drawn = False
        self.wanted = sys.stderr.isatty() and (total is None or total > many)
        self.mixed = sys.stdout.isatty()

    def step(self) -> None:
        """One more ticket is judged."""
        self.done += 1
        if self.wanted and self.done > self.many and monotonic() >= self.next:
            sys.stderr.write("\r" + self.line()[: _columns() - 1])
            sys.stderr.flush()
            self.drawn = True
            self.next = monotonic() + _EVERY

    def line(self) -> str:
        """What is seen."""
        if self.total is None:
            return f"{self.what}: {self.done:,}"
        total = max(self.total, self.done)  # a tracker may have counted roughly
        full = _BAR * self.done // total
        left = (monotonic() - self.start) * (total - self.done) / self.done
        bar = "#" * full + "-" * (_BAR - full)
        return f"{self.what} [{bar}] {self.done:,} of {total:,}, about {left:.0f} s left "

    def give_way(self) -> None:
        """A report may be written now; to the same terminal if both go there."""
        if self.mixed:
            self.clear()

    def clear(self) -> None:
        """Take the line away."""
        if self.drawn:
            sys.stderr.write("\r" + " " * (_columns() - 1) + "\r")
            sys.stderr.flush()
            self.drawn = False


def _columns() -> int:
    import shutil  # 3 ms that only a long run pays

    return shutil.get_terminal_size().columns
