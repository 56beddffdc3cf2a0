"""Code quality for GitLab: what a merge request shows beside the changed files."""

from __future__ import annotations

from typing import Any

from valuegate.errors import ValuegateError
from valuegate.finding import Bearing, Finding, Verdict
from valuegate.inert import json_text
from valuegate.places import fingerprints, told
from valuegate.report import Head, Style, Totals
from valuegate.terminal import safe

_SEVERITIES: dict[Bearing, str] = {
    "undecided": "critical",
    "refused": "major",
    "warning": "minor",
    "not yet": "info",
    "waived": "info",
}


class GitlabReporter:
    """``--format gitlab``."""

    name = "gitlab"

    def start(self, head: Head, style: Style) -> GitlabWriter:  # noqa: ARG002  # part of the contract
        """A list of issues, each with a fingerprint by which GitLab knows what is new."""
        return GitlabWriter(head)


class GitlabWriter:
    """The list, issue by issue."""

    def __init__(self, head: Head) -> None:
        self.notes = head.notes
        self.lead = "[\n"

    def add(self, verdict: Verdict) -> str:
        """The findings of a verdict."""
        return "".join(self._line(_issue(verdict, *each)) for each in fingerprints(verdict))

    def end(self, totals: Totals) -> str:
        """What must be known of the run, what kept it from deciding, and the end of the list."""
        errors = [_error(error, "critical") for error in totals.errors]
        notes = [_error(note, "info") for note in self.notes if note.source]  # others are about no file
        lines = "".join(map(self._line, [*errors, *notes]))
        return lines + ("[]\n" if self.lead == "[\n" else "\n]\n")

    def _line(self, issue: dict[str, Any]) -> str:
        lead, self.lead = self.lead, ",\n"
        return lead + json_text(issue)


def _issue(verdict: Verdict, finding: Finding, fingerprint: str) -> dict[str, Any]:
    bearing = verdict.bearing(finding)
    mend = f"Waived by {finding.waived_by}" if finding.waived_by else finding.fix
    return {
        "description": safe(told(finding.message, mend, finding.check)),
        "check_name": finding.reason,
        "fingerprint": fingerprint,
        "severity": _SEVERITIES[bearing],
        "location": {"path": safe(verdict.source), "lines": {"begin": max(finding.line, 1)}},
    }


def _error(error: ValuegateError, severity: str) -> dict[str, Any]:
    from hashlib import sha256  # hardly ever needed

    text = safe(told(error.message, error.fix))
    return {
        "description": text,
        "check_name": "valuegate",
        "fingerprint": sha256(text.encode("utf-8")).hexdigest()[:32],
        "severity": severity,
        "location": {"path": safe(error.source) or "valuegate.yaml", "lines": {"begin": max(error.line, 1)}},
    }
