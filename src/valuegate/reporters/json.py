"""JSON for programs: one object, as ``schemas/report.schema.json`` describes it."""

from __future__ import annotations

from valuegate.finding import Verdict
from valuegate.inert import json_text
from valuegate.report import Head, Style, Totals
from valuegate.report_json import head_values, totals_values, verdict_values


class JsonReporter:
    """``--format json``."""

    name = "json"

    def start(self, head: Head, style: Style) -> JsonWriter:  # noqa: ARG002  # part of the contract
        """The whole report, whatever the style: a program chooses for itself what to show."""
        return JsonWriter(head)


class JsonWriter:
    """The object, verdict by verdict; what only the end knows stands at its end."""

    def __init__(self, head: Head) -> None:
        self.opening = json_text(head_values(head), 2).removesuffix("\n}") + ',\n  "verdicts": ['
        self.lead = self.opening

    def add(self, verdict: Verdict) -> str:
        """One verdict, indented as an element of the list."""
        lead, self.lead = self.lead, ","
        return f"{lead}\n    " + json_text(verdict_values(verdict), 2).replace("\n", "\n    ")

    def end(self, totals: Totals) -> str:
        """The end of the list, the summary and the errors."""
        lead = f"{self.opening}]" if self.lead == self.opening else "\n  ]"
        return f"{lead}," + json_text(totals_values(totals), 2).removeprefix("{") + "\n"
