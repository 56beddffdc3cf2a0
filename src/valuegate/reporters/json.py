"""JSON for programs: one object, as ``schemas/report.schema.json`` describes it."""

from __future__ import annotations

from typing import Any

from valuegate.errors import ValuegateError
from valuegate.finding import Finding, Judgement, Verdict, Waiver
from valuegate.inert import json_text
from valuegate.report import Head, Style, Totals

SCHEMA = "valuegate.report/1"
"""The name and version of the format; a change that could break a reader of it raises the number."""


class JsonReporter:
    """``--format json``."""

    name = "json"

    def start(self, head: Head, style: Style) -> JsonWriter:  # noqa: ARG002  # part of the contract
        """The whole report, whatever the style: a program chooses for itself what to show."""
        return JsonWriter(head)


class JsonWriter:
    """The object, verdict by verdict; what only the end knows stands at its end."""

    def __init__(self, head: Head) -> None:
        opening = {"schema": SCHEMA, "today": head.today.isoformat(), "policy": head.policy}
        self.opening = json_text(opening, 2).removesuffix("\n}") + ',\n  "verdicts": ['
        self.lead = self.opening

    def add(self, verdict: Verdict) -> str:
        """One verdict, indented as an element of the list."""
        lead, self.lead = self.lead, ","
        return f"{lead}\n    " + json_text(as_object(verdict), 2).replace("\n", "\n    ")

    def end(self, totals: Totals) -> str:
        """The end of the list, the summary and the errors."""
        lead = f"{self.opening}]" if self.lead == self.opening else "\n  ]"
        closing = {"summary": totals.summary, "errors": [_error(error) for error in totals.errors]}
        return f"{lead}," + json_text(closing, 2).removeprefix("{") + "\n"


def as_object(verdict: Verdict) -> dict[str, Any]:
    """A verdict as plain lists and dictionaries."""
    return {
        "source": verdict.source,
        "kind": verdict.kind,
        "key": verdict.key,
        "title": verdict.title,
        "gate": verdict.gate,
        "binding": verdict.binding,
        "day": verdict.day.isoformat(),
        "outcome": verdict.outcome,
        "exempt_by": verdict.exempt_by,
        "checks": {name: _judgement(judgement) for name, judgement in verdict.judgements.items()},
        "findings": [_finding(finding) for finding in verdict.findings],
    }


def _judgement(judgement: Judgement) -> dict[str, Any]:
    if judgement.outcome == "skipped":
        return {"outcome": "skipped"}
    return {
        "outcome": judgement.outcome,
        "line": judgement.line,
        "column": judgement.column,
        "label": judgement.label,
        "rule": judgement.rule,
        "grounds": [ground._asdict() for ground in judgement.grounds],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    waiver = finding.waived_by
    return {**finding._asdict(), "waived_by": _waiver(waiver) if waiver else None}


def _waiver(waiver: Waiver) -> dict[str, Any]:
    found = waiver._asdict()
    del found["check"]  # the finding names it
    return {**found, "until": waiver.until.isoformat()}


def _error(error: ValuegateError) -> dict[str, Any]:
    return {"source": error.source, "message": error.message, "fix": error.fix, "line": error.line}
