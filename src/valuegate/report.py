"""The contract of reporters: all that a run found out, and how it becomes text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple, Protocol

from .errors import PolicyError, ValuegateError
from .finding import Verdict

EXIT_PASSED, EXIT_REFUSED, EXIT_USAGE, EXIT_UNDECIDED, EXIT_NOTHING = range(5)
"""0 nothing refused · 1 a gate refused · 2 wrong usage · 3 could not decide · 4 nothing to check."""


class Report(NamedTuple):
    """One run: its verdicts in a stable order, and the errors that no verdict holds."""

    today: date
    policy: str
    verdicts: Sequence[Verdict]
    errors: Sequence[ValuegateError] = ()

    @property
    def summary(self) -> dict[str, int]:
        """How many verdicts of each outcome."""
        counts = {"verdicts": len(self.verdicts), "passed": 0, "failed": 0, "exempt": 0, "undecided": 0}
        for verdict in self.verdicts:
            counts[verdict.outcome] += 1
        return counts

    @property
    def problems(self) -> list[ValuegateError]:
        """The errors one by one: a policy that cannot be used may have many faults."""
        found: list[ValuegateError] = []
        for error in self.errors:
            found += error.problems if isinstance(error, PolicyError) else [error]
        return found

    @property
    def exit_code(self) -> int:
        """The exit code of the run: 3 beats 1, and an empty run is no success."""
        if self.errors or any(verdict.outcome == "undecided" for verdict in self.verdicts):
            return EXIT_UNDECIDED
        if any(verdict.refused for verdict in self.verdicts):
            return EXIT_REFUSED
        return EXIT_PASSED if self.verdicts else EXIT_NOTHING


class Style(NamedTuple):
    """How a reporter may print: its width in columns, colours or not, passes explained or not."""

    width: int = 80
    color: bool = False
    why: bool = False
    quiet: bool = False


class Reporter(Protocol):
    """Prints a report in one format."""

    name: str
    """How people choose it: ``--format NAME``."""

    def render(self, report: Report, style: Style) -> str:
        """The report as text, ending with a newline."""
