"""Workflow commands for GitHub Actions: findings appear beside the lines that they are about."""

from __future__ import annotations

from valuegate.finding import Bearing, Finding, Verdict
from valuegate.report import Head, Style, Totals
from valuegate.terminal import safe

MOST = 500
"""So many findings are told. GitHub shows ten of each level for a step; the others stand in the log."""

_LEVELS: dict[Bearing, str] = {
    "undecided": "error",
    "refused": "error",
    "warning": "warning",
    "waived": "notice",
    "not yet": "notice",
}
_WEIGHTS = {bearing: weight for weight, bearing in enumerate(_LEVELS)}
_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = _DATA | str.maketrans({":": "%3A", ",": "%2C"})


class GithubReporter:
    """``--format github``."""

    name = "github"

    def start(self, head: Head, style: Style) -> GithubWriter:  # noqa: ARG002  # part of the contract
        """Annotations, the weightiest first, and a line for the log."""
        return GithubWriter(head)


class GithubWriter:
    """Keeps the annotations for the end: only the first ten are shown, so they are put in order."""

    def __init__(self, head: Head) -> None:
        self.notes = head.notes
        self.found: list[tuple[int, int, str]] = []
        self.gone = 0

    def add(self, verdict: Verdict) -> str:
        """Keep the findings: the first of each ticket comes before the second of any."""
        for number, finding in enumerate(verdict.findings):
            bearing = verdict.bearing(finding)
            self.found.append((_WEIGHTS[bearing], number, _annotation(verdict, finding, bearing)))
        if len(self.found) > 2 * MOST:
            self._sort()
        return ""

    def _sort(self) -> None:
        self.found.sort(key=lambda each: each[:2])
        self.gone += len(self.found[MOST:])
        del self.found[MOST:]

    def end(self, totals: Totals) -> str:
        """What kept the run from deciding, what must be known of it, the findings, and how it went."""
        self._sort()
        told = [("error", error) for error in totals.errors[:MOST]]
        told += [("warning" if note.source else "notice", note) for note in self.notes]
        lines = [_command(level, (e.message, e.fix), file=e.source, line=e.line) for level, e in told]
        lines += [line for _, _, line in self.found]
        lines += [f"{self.gone} more findings are only counted."] if self.gone else []
        lines.append(f"{totals.headline}.")
        lines += [f"Exceptions: {totals.exceptions}."] if totals.exceptions else []
        return "\n".join(lines) + "\n"


def _annotation(verdict: Verdict, finding: Finding, bearing: Bearing) -> str:
    mend = f"→ {finding.fix}" if finding.fix else ""
    if finding.waived_by:
        mend = f"Waived by {finding.waived_by}"
    note = "" if bearing in ("refused", "warning") else f" ({bearing})"
    return _command(
        _LEVELS[bearing],
        (finding.message, mend),
        file=verdict.source,
        line=0 if bearing == "undecided" else finding.line,
        col=finding.column,
        title=f"{verdict.key or verdict.title or verdict.source}: {finding.reason}{note}",
    )


def _command(
    level: str, lines: tuple[str, str], *, line: int, file: str, col: int = 0, title: str = ""
) -> str:
    """A command, escaped as the runner undoes it; what is empty is left out."""
    place = {"line": str(line), "col": str(col or "")} if line and file else {}
    said = {"file": file, **place, "title": title}
    told = ",".join(f"{name}={safe(value).translate(_PROPERTY)}" for name, value in said.items() if value)
    text = "\n".join(safe(each) for each in lines if each).translate(_DATA)
    return f"::{level} {told}::{text}" if told else f"::{level}::{text}"
