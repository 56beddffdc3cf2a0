"""A report as the plain values of JSON (``schemas/report.schema.json``)."""

from __future__ import annotations

from typing import Any

from .errors import ValuegateError
from .finding import Finding, Judgement, Verdict, Waiver
from .report import Head, Totals

SCHEMA = "valuegate.report/1"
"""The name and version of the format; a change that could break a reader of it raises the number."""


def head_values(head: Head) -> dict[str, Any]:
    """What is known before the first verdict."""
    notes = [_error(note) for note in head.notes]
    return {"schema": SCHEMA, "today": head.today.isoformat(), "policy": head.policy, "notes": notes}


def totals_values(totals: Totals) -> dict[str, Any]:
    """What is known after the last verdict."""
    exceptions = {"waived": totals.waived, "exempt_by": dict(sorted(totals.exempt_by.items()))}
    summary = {**totals.summary, **exceptions}
    return {"summary": summary, "errors": [_error(error) for error in totals.errors]}


def verdict_values(verdict: Verdict) -> dict[str, Any]:
    """One verdict."""
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
