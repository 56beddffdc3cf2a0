"""SARIF 2.1.0, for code scanning and whatever else collects findings of many tools."""

from __future__ import annotations

from typing import Any

from valuegate import __version__
from valuegate.finding import Bearing, Finding, Verdict, Waiver
from valuegate.inert import json_text
from valuegate.language import ReasonText
from valuegate.markup import markdown
from valuegate.places import address, fingerprints, told
from valuegate.report import MAX_ERRORS, Head, Style, Totals
from valuegate.terminal import safe

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_BASE = "SRCROOT"
_LEVELS: dict[Bearing, str] = {"refused": "error", "waived": "error", "warning": "warning", "not yet": "note"}
_HELP = {"why": "Why", "bad": "What does not hold", "good": "What holds", "fix": "How to mend it"}


class SarifReporter:
    """``--format sarif``."""

    name = "sarif"

    def start(self, head: Head, style: Style) -> SarifWriter:
        """One run. Results are written as they come; the rules that they name stand behind them."""
        return SarifWriter(head, style)


class SarifWriter:
    """The results, verdict by verdict. What could not be decided is a notification, not a result."""

    def __init__(self, head: Head, style: Style) -> None:
        self.head = head
        self.lang = style.lang
        self.rules: dict[str, tuple[int, str]] = {}
        self.faults: list[dict[str, Any]] = []
        self.lead = _opening()

    def add(self, verdict: Verdict) -> str:
        """The findings of a verdict, one a line."""
        text = ""
        for finding, fingerprint in fingerprints(verdict):
            if verdict.bearing(finding) != "undecided":
                number, _ = self.rules.setdefault(finding.reason, (len(self.rules), finding.severity))
                text += self.lead + json_text(_result(verdict, finding, fingerprint) | {"ruleIndex": number})
                self.lead = ",\n"
            elif len(self.faults) < MAX_ERRORS:
                fault = told(finding.message, finding.fix, finding.check)
                self.faults.append(_notification(fault, "error", verdict.source))
        return text

    def end(self, totals: Totals) -> str:
        """The rules, and how the run went."""
        opening = self.lead if self.lead != ",\n" else ""
        driver = json_text({"name": "valuegate", "semanticVersion": __version__, "rules": []})
        rules = [
            _rule(name, level, self.head.says(name, self.lang)) for name, (_, level) in self.rules.items()
        ]
        lines = ",\n".join(map(json_text, rules))
        tool = f'{{"driver": {driver.removesuffix("]}")}\n{lines}\n]}}}}'
        invocation = json_text(self._invocation(totals))
        return f'{opening}\n],\n"tool": {tool},\n"invocations": [{invocation}]}}]}}\n'

    def _invocation(self, totals: Totals) -> dict[str, Any]:
        """How the run went: what could not be decided, and what must be known of it."""
        known = [("error", error) for error in totals.errors] + [("note", note) for note in self.head.notes]
        faults = [_notification(told(e.message, e.fix), level, e.source, e.line) for level, e in known]
        if totals.exceptions:
            faults.append(_notification(f"Exceptions: {totals.exceptions}", "note", ""))
        return {
            "executionSuccessful": not totals.errors and not totals.summary["undecided"],
            "exitCode": totals.exit_code,
            "toolExecutionNotifications": faults + self.faults,
        }


def _opening() -> str:
    """All that stands before the first result."""
    base = {_BASE: {"description": {"text": "The folder in which valuegate ran."}}}
    run = {
        "columnKind": "unicodeCodePoints",
        "automationDetails": {"id": "valuegate/"},
        "originalUriBaseIds": base,
        "results": [],
    }
    whole = json_text({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})
    return whole.removesuffix("]}]}") + "\n"


def _result(verdict: Verdict, finding: Finding, fingerprint: str) -> dict[str, Any]:
    bearing = verdict.bearing(finding)
    return {
        "ruleId": finding.reason,
        "level": _LEVELS[bearing],
        "message": {"text": _plain(told(finding.message, finding.fix, finding.check))},
        "locations": [_location(verdict, finding)],
        "partialFingerprints": {"valuegateFinding/v1": fingerprint},
        # all results of a run say whether they are suppressed, or none does (SARIF 3.27.23)
        "suppressions": [_suppression(verdict, finding.waived_by)] if finding.waived_by else [],
        "properties": {"gate": verdict.gate, "binding": verdict.binding, "title": safe(verdict.title)},
    }


def _plain(text: str) -> str:
    """A message in which nothing becomes a link: ``[label](target)`` would."""
    return safe(text).strip().replace("](", "] (")


def _location(verdict: Verdict, finding: Finding) -> dict[str, Any]:
    physical = _physical(verdict.source, finding.line, finding.column)
    if finding.excerpt and "region" in physical:
        physical["region"]["snippet"] = {"text": safe(finding.excerpt)}
    key = {"name": safe(verdict.key), "kind": "ticket"}
    return {"physicalLocation": physical, **({"logicalLocations": [key]} if verdict.key else {})}


def _physical(source: str, line: int, column: int = 0) -> dict[str, Any]:
    """A place in a file; a path that does not stand below the folder of the run has no base."""
    outside = source.startswith(("/", "../"))
    uri = ("file://" if source.startswith("/") else "") + address(source)
    artifact = {"uri": uri} if outside else {"uri": uri, "uriBaseId": _BASE}
    region = {"startLine": line, **({"startColumn": column} if column else {})}
    return {"artifactLocation": artifact, **({"region": region} if line else {})}


def _suppression(verdict: Verdict, waiver: Waiver) -> dict[str, Any]:
    """A waiver: who answers for it, until when, and why."""
    location = {"physicalLocation": _physical(verdict.source, waiver.line, waiver.column)}
    return {
        "kind": "inSource" if waiver.line else "external",
        "status": "accepted",
        "justification": safe(str(waiver)),
        **({"location": location} if waiver.line else {}),
    }


def _notification(text: str, level: str, source: str, line: int = 0) -> dict[str, Any]:
    location = {"locations": [{"physicalLocation": _physical(source, line)}]} if source else {}
    return {"level": level, "message": {"text": _plain(text)}, **location}


def _rule(name: str, level: str, text: ReasonText) -> dict[str, Any]:
    parts = {title: getattr(text, part) for part, title in _HELP.items() if getattr(text, part)}
    return {
        "id": name,
        "shortDescription": {"text": text.message},
        "fullDescription": {"text": text.why or text.message},
        "help": {
            "text": "\n\n".join(f"{title}: {said}" for title, said in parts.items()) or text.message,
            "markdown": "\n\n".join(f"**{title}**\n\n> {markdown(said)}" for title, said in parts.items())
            or markdown(text.message),
        },
        "defaultConfiguration": {"level": level},
        "properties": {"tags": list(dict.fromkeys(("ticket", name.partition(".")[0])))},
    }
