"""The reports of one run: one format on standard output, others in files, all from one pass."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack

from valuegate.errors import UsageError, ValuegateError
from valuegate.finding import Verdict
from valuegate.naming import suggestion
from valuegate.records import NamedTuple
from valuegate.report import Head, Reporter, Style, Totals, Writer
from valuegate.typed import Self

from .output import settings
from .sheets import ReportFile, Sheet, StandardOutput


class Wanted(NamedTuple):
    """A format that is asked for, and the file that takes it; empty for standard output."""

    reporter: Reporter
    path: str


def wanted(formats: Sequence[str], reporters: Mapping[str, Reporter]) -> list[Wanted]:
    """What ``--format NAME`` and ``--format NAME=FILE`` ask for. UsageError if it cannot be done."""
    found = []
    for asked in formats:
        name, equals, path = asked.partition("=")
        if name not in reporters:
            raise UsageError(f"there is no format '{name}'", fix=suggestion(name, sorted(reporters)))
        if equals and not path:
            raise UsageError(f"the format {name} has no file behind '='", fix=f"Write {name}={name}.out.")
        found.append(Wanted(reporters[name], path))
    _refuse_sharing(found)
    return found


def _refuse_sharing(found: Sequence[Wanted]) -> None:
    names = [each.reporter.name for each in found if not each.path]
    if len(names) > 1:
        fix = f"Give all but one a file: --format {names[-1]}=FILE."
        raise UsageError(f"{' and '.join(names)} cannot both go to standard output", fix=fix)
    places: set[str] = set()
    for path in (each.path for each in found if each.path):
        if os.path.realpath(path) in places:
            raise UsageError(f"two formats cannot both go to '{path}'", fix="Give each a file of its own.")
        places.add(os.path.realpath(path))


class Reports:
    """Each verdict goes to all reports. Files are in their places when the ``with`` has ended."""

    def __init__(self, wanted: Sequence[Wanted], style: Style) -> None:
        self.totals = Totals()
        self.style = style
        self._wanted = wanted
        self._opened = ExitStack()
        self._lines: list[tuple[Writer, Sheet]] = []
        self._sheets: list[Sheet] = []

    def __enter__(self) -> Self:
        try:
            for each in self._wanted:
                sheet: Sheet = ReportFile(each.path) if each.path else StandardOutput()
                self._sheets.append(sheet)
                self._opened.push(sheet.__exit__)
                sheet.open()
        except BaseException:  # nothing is left of those before, either
            self._opened.__exit__(*sys.exc_info())
            raise
        return self

    def __exit__(self, *why: object) -> None:
        self._opened.__exit__(*why)  # type: ignore[arg-type]  # what came in goes on

    def start(self, head: Head) -> None:
        """Begin all reports. A file gets colours only if they are always wanted."""
        for each, sheet in zip(self._wanted, self._sheets, strict=True):
            color = settings().color == "always" if each.path else self.style.color
            self._lines.append((each.reporter.start(head, self.style._replace(color=color)), sheet))

    def add(self, judged: Iterable[Verdict | ValuegateError]) -> None:
        """Count and write what was judged."""
        for each in judged:
            if isinstance(each, ValuegateError):
                self.totals.fail(each)
                continue
            self.totals.add(each)
            for writer, sheet in self._lines:
                sheet.write(writer.add(each))

    def end(self) -> int:
        """End all reports; the exit code of the run."""
        settings().code = self.totals.exit_code
        for writer, sheet in self._lines:
            sheet.write(writer.end(self.totals))
        return self.totals.exit_code
