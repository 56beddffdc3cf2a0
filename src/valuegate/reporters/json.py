"""JSON for programs: one object, as ``schemas/report.schema.json`` describes it."""

from __future__ import annotations

import re
from typing import Any

from valuegate.errors import ValuegateError
from valuegate.finding import Finding, Judgement, Verdict, Waiver
from valuegate.report import Report, Style
from valuegate.terminal import UNSAFE

SCHEMA = "valuegate.report/1"
"""The name and version of the format; a change that could break a reader of it raises the number."""


class JsonReporter:
    """``--format json``."""

    name = "json"

    def render(self, report: Report, style: Style) -> str:  # noqa: ARG002  # part of the contract
        """The whole report, whatever the style: a program chooses for itself what to show."""
        import json  # 3 ms that a report for people does not need

        return UNSAFE.sub(_escaped, json.dumps(as_object(report), ensure_ascii=False, indent=2)) + "\n"


def _escaped(match: re.Match[str]) -> str:
    """As JSON writes it in ASCII: lossless, and harmless if somebody looks at it in a terminal."""
    char = match.group()
    if char == "\n":  # between the lines; inside a string it is escaped already
        return char
    pair = char.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{pair[i : i + 2].hex()}" for i in range(0, len(pair), 2))


def as_object(report: Report) -> dict[str, Any]:
    """The report as plain lists and dictionaries."""
    return {
        "schema": SCHEMA,
        "today": report.today.isoformat(),
        "policy": report.policy,
        "summary": report.summary,
        "verdicts": [_verdict(verdict) for verdict in report.verdicts],
        "errors": [_error(error) for error in report.problems],
    }


def _verdict(verdict: Verdict) -> dict[str, Any]:
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
