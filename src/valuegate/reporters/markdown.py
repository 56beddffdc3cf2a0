"""A comment for a pull request, a ticket or the summary of a job: short, folded, replaced by the next one."""

from __future__ import annotations

from collections.abc import Iterator

from valuegate.errors import ValuegateError
from valuegate.finding import SIGNS, STANDINGS, Bearing, Finding, Verdict, excerpt
from valuegate.markup import markdown
from valuegate.places import place
from valuegate.report import Head, Style, Totals
from valuegate.shelf import Shelf

MARKER = "<!-- valuegate:report -->"
"""The first line. Who posts the comment finds the last one by it, and replaces it."""

ROOM = 40_000
"""So many characters tell of tickets. A comment on GitHub holds 65,536."""

_ERRORS = 20


class MarkdownReporter:
    """``--format markdown``."""

    name = "markdown"

    def start(self, head: Head, style: Style) -> MarkdownWriter:  # noqa: ARG002  # part of the contract
        """What is refused, why, and how to mend it; passes are only counted."""
        return MarkdownWriter(head)


class MarkdownWriter:
    """Keeps what there is to say of tickets, as far as a comment has room."""

    def __init__(self, head: Head) -> None:
        self.head = head
        self.shelf: Shelf[str] = Shelf(ROOM)

    def add(self, verdict: Verdict) -> str:
        """Keep what was found."""
        if verdict.findings:
            text = "\n".join(_ticket(verdict, verdict.remarks(self.head.today))) + "\n"
            self.shelf.add(verdict.standing, text, len(text))
        return ""

    def end(self, totals: Totals) -> str:
        """The comment."""
        lines = [MARKER, f"### {_sign(totals)} {totals.headline}", ""]
        lines += [line for error in totals.errors[:_ERRORS] for line in _error("?", error)]
        lines += [line for note in self.head.notes for line in _error("!", note)]
        lines += self.shelf
        if self.shelf.gone:
            lines.append(f"And {self.shelf.gone} more, for which there is no room here.\n")
        about = f"valuegate, {self.head.today}, {markdown(self.head.policy)}"
        return "\n".join([*lines, *_counts(totals), f"<sub>{about}</sub>"]) + "\n"


def _sign(totals: Totals) -> str:
    """That of the worst ticket."""
    found = {standing for _, standing in totals.tickets}
    worst = max(found, key=STANDINGS.index, default=STANDINGS[0])
    return SIGNS["undecided"] if totals.errors else SIGNS[worst]


def _counts(totals: Totals) -> Iterator[str]:
    tickets = totals.tickets
    counts = {s: tickets["ticket", s] + tickets["template", s] for s in reversed(STANDINGS)}
    said = ", ".join(f"{SIGNS[standing]} {count} {standing}" for standing, count in counts.items() if count)
    if said:
        yield f"{said}\n"
    if totals.exceptions:
        yield f"Exceptions: {markdown(totals.exceptions)}\n"


def _error(sign: str, error: ValuegateError) -> Iterator[str]:
    where = f" ({markdown(place(error))})" if place(error) else ""
    yield f"{sign} {markdown(error.message)}{where}  "
    yield f"→ {markdown(error.fix)}\n"


def _ticket(verdict: Verdict, remarks: list[str]) -> Iterator[str]:
    """What was found in one ticket, folded: which checks in its line, the reasons inside."""
    key = f"<b>{markdown(excerpt(verdict.key))}</b> " if verdict.key else ""
    name = key + markdown(excerpt(verdict.title) or verdict.source)
    checks = ", ".join(dict.fromkeys(markdown(finding.check) for finding in verdict.findings))
    yield f"<details><summary>{SIGNS[verdict.standing]} {name} · {checks}</summary>\n"
    for remark in remarks:
        yield f"_{markdown(remark)}_\n"
    for finding in verdict.findings:
        yield from _finding(verdict, finding, verdict.bearing(finding))
    yield "\n</details>"


def _finding(verdict: Verdict, finding: Finding, bearing: Bearing) -> Iterator[str]:
    """One reason as an item of a list: what is missing, the words, the mend, the place."""
    yield f"- {SIGNS[bearing]} **{markdown(finding.check)}** {markdown(finding.message)}  "
    if finding.excerpt and finding.excerpt not in finding.message:
        yield f"  “{markdown(excerpt(finding.excerpt))}”  "
    if finding.waived_by:
        yield f"  Waived by {markdown(str(finding.waived_by))}  "
    elif finding.fix:
        yield f"  → {markdown(finding.fix)}  "
    where = _where(verdict, finding) if finding.line and bearing != "undecided" else ""
    yield f"  <sub>{where}{markdown(finding.reason)}</sub>"


def _where(verdict: Verdict, finding: Finding) -> str:
    if verdict.has_lines:
        return f"{markdown(verdict.source)}, line {finding.line} · "
    under = verdict.under(finding.check)
    return f"in “{markdown(under)}” · " if under else ""
