"""JUnit XML: a suite for each verdict, a case for each check, for whatever shows the results of tests."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from valuegate.finding import Bearing, Finding, Verdict, excerpt
from valuegate.markup import LINE, Markup, joined, tag
from valuegate.places import place, told
from valuegate.report import Head, Style, Totals

_OPENING = '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="valuegate">\n'
_KINDS: dict[Bearing, str] = {
    "undecided": "error",
    "refused": "failure",
    "not yet": "skipped",
    "waived": "skipped",
    "warning": "system-out",
}
"""What a finding makes of its case, by what weighs most."""

_Case = tuple[str, Markup]
"""What the suite counts the case as, and the case."""


class JunitReporter:
    """``--format junit``."""

    name = "junit"

    def start(self, head: Head, style: Style) -> JunitWriter:  # noqa: ARG002  # part of the contract
        """Suites that are written as they come; so the root has no counts."""
        return JunitWriter(head)


class JunitWriter:
    """The suites, verdict by verdict."""

    def __init__(self, head: Head) -> None:
        self.head = head
        self.opening = _OPENING

    def add(self, verdict: Verdict) -> str:
        """One suite."""
        opening, self.opening = self.opening, ""
        name = excerpt(" ".join(filter(None, (verdict.key, verdict.title)))) or verdict.source
        return opening + _suite(name, list(_cases(verdict)), verdict.remarks(self.head.today))

    def end(self, totals: Totals) -> str:
        """A suite for what belongs to no verdict, and the end."""
        cases = [
            ("error", _case("run", place(error) or "run", tag("error", error.fix, message=error.message)))
            for error in totals.errors
        ]
        notes = [f"{place(note)} {told(note.message, note.fix)}".strip() for note in self.head.notes]
        suite = _suite("valuegate", cases, notes) if cases or notes else ""
        return f"{self.opening}{suite}</testsuites>\n"


def _suite(name: str, cases: Sequence[_Case], remarks: Sequence[str]) -> str:
    counts = Counter(kind for kind, _ in cases)
    said = [tag("system-out", joined(remarks, LINE))] if remarks else []
    suite = tag(
        "testsuite",
        *(LINE, joined([*(case for _, case in cases), *said], LINE), LINE),
        name=name,
        tests=str(len(cases)),
        failures=str(counts["failure"]),
        errors=str(counts["error"]),
        skipped=str(counts["skipped"]),
    )
    return suite + "\n"


def _cases(verdict: Verdict) -> Iterator[_Case]:
    """A case for each check that was asked for, and for what else was found; one at least."""
    if verdict.outcome == "exempt":
        yield (
            "skipped",
            _case(verdict.gate, verdict.source, tag("skipped", message=f"exempt: {verdict.exempt_by}")),
        )
        return
    asked = [name for name, judgement in verdict.judgements.items() if judgement.outcome != "skipped"]
    for check in dict.fromkeys([*asked, *(finding.check for finding in verdict.findings)]) or ["gate"]:
        kind, inside = _judged(verdict, [finding for finding in verdict.findings if finding.check == check])
        yield kind, _case(verdict.gate, f"{verdict.source}: {check}", *inside, file=verdict.source)


def _case(gate: str, name: str, *inside: Markup, file: str | None = None) -> Markup:
    return tag("testcase", *inside, classname=f"valuegate.{gate}", name=name, file=file)


def _judged(verdict: Verdict, findings: Sequence[Finding]) -> tuple[str, list[Markup]]:
    """What the findings of one check make of its case: the weightiest says what, the text has them all."""
    if not findings:
        return "", []
    order = list(_KINDS)
    worst = min(findings, key=lambda finding: order.index(verdict.bearing(finding)))
    bearing = verdict.bearing(worst)
    text = joined([line for finding in findings for line in _lines(verdict, finding)], LINE)
    kind = _KINDS[bearing]
    if kind == "system-out":
        return "", [tag(kind, text)]
    if kind == "skipped":
        return kind, [tag(kind, message=f"{bearing}: {worst.message}"), tag("system-out", text)]
    return kind, [tag(kind, text, message=worst.message, type=worst.reason)]


def _lines(verdict: Verdict, finding: Finding) -> Iterator[str]:
    yield finding.message
    if finding.excerpt:
        yield f"“{excerpt(finding.excerpt)}”"
    if finding.waived_by:
        yield f"waived by {finding.waived_by}"
    elif finding.fix:
        yield f"→ {finding.fix}"
    where = f"{verdict.source}:{finding.line}:{finding.column} " if finding.line and verdict.has_lines else ""
    yield f"{where}{finding.reason}"
