"""What is said about a ticket: findings, the judgement of a check, the verdict of a gate.

These are the records that every reporter prints; ``schemas/report.schema.json`` describes them as JSON.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from .records import NamedTuple
from .typed import Literal, get_args

Severity = Literal["error", "warning"]
Outcome = Literal["passed", "failed", "skipped", "undecided"]
VerdictOutcome = Literal["passed", "failed", "exempt", "undecided"]
Standing = Literal["exempt", "passed", "not yet", "refused", "undecided"]

STANDINGS: tuple[Standing, ...] = get_args(Standing)
"""How a ticket stands before a gate, as people are told, the worst last."""

BASELINE = "baseline"
"""The rule that exempts old tickets until they change, as a verdict names it."""

Bearing = Literal["undecided", "refused", "not yet", "warning", "waived"]
"""What a finding does to its verdict: it keeps the gate from deciding, refuses, advises, or only warns."""

SIGNS: Mapping[Standing | Bearing, str] = {
    "passed": "✓",
    "refused": "✗",
    "not yet": "○",
    "exempt": "–",
    "undecided": "?",
    "warning": "!",
    "waived": "!",
}
"""What stands before each word, so that no colour is needed to tell them apart."""

NO_CHECKS = ("ticket", "template", "waiver", "policy")
"""What a finding has in place of the id of a check, where none speaks; no check may be called so."""

EXCERPT_LENGTH = 160
"""Excerpts are at most this many characters."""


class Ground(NamedTuple):
    """Words that a judgement rests on, and the part they play (who, pain, source, baseline …)."""

    role: str
    text: str
    line: int
    column: int


class Waiver(NamedTuple):
    """A recorded exception: a person answers for it that a check need not hold, up to a day, for a reason.

    As a text it says all three, for reports. ``line`` and ``column`` are where it stands.
    """

    check: str
    person: str
    until: date
    reason: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.person} until {self.until}: {self.reason}"


class Finding(NamedTuple):
    """One reason: where, what is missing, and how to mend it. An error refuses, a warning does not.

    ``check`` is the id of a check, or ``ticket``, ``template``, ``waiver`` or ``policy`` where no check
    speaks. What is waived refuses no more, and stays in every report.
    """

    check: str
    reason: str
    severity: Severity
    message: str
    fix: str
    line: int = 0
    column: int = 0
    excerpt: str = ""
    url: str = ""
    waived_by: Waiver | None = None

    @property
    def refuses(self) -> bool:
        """Is it an error that nobody has waived?"""
        return self.severity == "error" and not self.waived_by


class Judgement(NamedTuple):
    """What one check says: the outcome, the place of the passage, its grounds and findings.

    ``rule`` says in a few words why it passed or failed, for people who ask ``--why``.
    """

    outcome: Outcome
    line: int = 0
    column: int = 0
    label: str = ""
    grounds: tuple[Ground, ...] = ()
    findings: tuple[Finding, ...] = ()
    rule: str = ""


class Verdict(NamedTuple):
    """What one gate says of one ticket on one day. Not ``binding``: advice, which never refuses."""

    source: str
    kind: Literal["ticket", "template"]
    key: str
    title: str
    gate: str
    binding: bool
    day: date
    outcome: VerdictOutcome
    exempt_by: str | None = None
    judgements: Mapping[str, Judgement] = {}
    findings: tuple[Finding, ...] = ()

    @property
    def refused(self) -> bool:
        """Does this verdict keep the ticket out?"""
        return self.binding and self.outcome == "failed"

    @property
    def standing(self) -> Standing:
        """What people are told: a failure refuses, but advice on a draft says ``not yet``."""
        if self.outcome == "failed":
            return "refused" if self.binding else "not yet"
        return self.outcome

    @property
    def has_lines(self) -> bool:
        """Is the ticket a file, where a person can go to a line? What a tracker has is called by its key."""
        return not self.key or self.source != self.key

    def under(self, check: str) -> str:
        """What stands over the passage that a check judged: a heading, or the name of a field."""
        judgement = self.judgements.get(check)
        return excerpt(judgement.label) if judgement else ""

    def remarks(self, today: date) -> list[str]:
        """What a reader must know before the findings: whose fault, how binding, which day."""
        found = []
        if self.outcome == "undecided":
            found.append("No verdict, and not the ticket's fault: valuegate or its set-up failed, see below.")
        if self.exempt_by == BASELINE:
            found.append("Not judged until it changes: the baseline holds it.")
        elif self.outcome == "exempt":
            found.append(f"Not judged, by a rule of the policy: {self.exempt_by}")
        elif not self.binding and self.outcome == "passed":
            found.append(f"Advice on a draft: it could enter {self.gate} as it stands.")
        elif not self.binding:
            found.append(f"Advice on a draft, nothing is refused. To enter {self.gate}, mend:")
        if self.day != today:
            found.append(f"Judged as of {self.day}, the day it entered.")
        return found

    def bearing(self, finding: Finding) -> Bearing:
        """What one of the findings does to this verdict."""
        judgement = self.judgements.get(finding.check)
        if finding.check == "policy" or (judgement and judgement.outcome == "undecided"):
            return "undecided"
        if finding.waived_by:
            return "waived"
        if finding.severity == "warning":
            return "warning"
        return "refused" if self.binding else "not yet"


def excerpt(text: str) -> str:
    """A text on one line, cut to what a report quotes."""
    line = " ".join(text.split())
    return line if len(line) <= EXCERPT_LENGTH else line[: EXCERPT_LENGTH - 1].rstrip() + "…"
