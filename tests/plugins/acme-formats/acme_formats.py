"""A reader of one-line tickets and a reporter that only counts."""

from __future__ import annotations

from collections.abc import Sequence

from valuegate.finding import Verdict
from valuegate.hookspecs import hookimpl
from valuegate.reader import Reader
from valuegate.report import Head, Reporter, Style, Totals
from valuegate.ticket import Block, Source, Ticket


class OneLine:
    """``.one`` files: the whole text is the problem."""

    name = "one-line"

    def claims(self, name: str, text: str) -> int:
        """Sure of its own files."""
        return 100 if name.endswith(".one") else 0

    def read(self, source: Source) -> Ticket:
        """A heading and a paragraph, both at the start of the text."""
        heading = Block("heading", "Problem", ((0, 0),), level=2)
        return Ticket(source, (heading, Block("paragraph", source.text.strip(), ((0, 0),))), reader=self.name)


class Count:
    """How many verdicts of each outcome, and no more."""

    name = "count"

    def start(self, head: Head, style: Style) -> CountWriter:
        """A report of one line."""
        return CountWriter()


class CountWriter:
    """It has nothing to write before the end, and holds nothing either."""

    def add(self, verdict: Verdict) -> str:
        """The run counts."""
        return ""

    def end(self, totals: Totals) -> str:
        """One line."""
        return " ".join(f"{name}={count}" for name, count in totals.summary.items()) + "\n"


@hookimpl
def register_readers() -> Sequence[Reader]:
    """One reader."""
    return [OneLine()]


@hookimpl
def register_reporters() -> Sequence[Reporter]:
    """One reporter."""
    return [Count()]
