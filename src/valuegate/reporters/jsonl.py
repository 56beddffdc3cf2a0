"""JSON lines for programs: a verdict a line as soon as it is known, and at last a line for the run.

``schemas/report.schema.json`` describes a line under ``$defs/record``.
"""

from __future__ import annotations

from valuegate.finding import Verdict
from valuegate.inert import json_text
from valuegate.report import Head, Style, Totals
from valuegate.report_json import head_values, totals_values, verdict_values


class JsonLinesReporter:
    """``--format jsonl``."""

    name = "jsonl"

    def start(self, head: Head, style: Style) -> JsonLinesWriter:  # noqa: ARG002  # part of the contract
        """All of each verdict, whatever the style: a program chooses for itself what to show."""
        return JsonLinesWriter(head)


class JsonLinesWriter:
    """The lines. A report without its last line, whose kind is ``run``, is not whole."""

    def __init__(self, head: Head) -> None:
        self.head = head

    def add(self, verdict: Verdict) -> str:
        """A verdict on a line."""
        return json_text(verdict_values(verdict)) + "\n"

    def end(self, totals: Totals) -> str:
        """The run on a line: what it was, what it counts, what kept it from deciding."""
        return json_text({"kind": "run", **head_values(self.head), **totals_values(totals)}) + "\n"
