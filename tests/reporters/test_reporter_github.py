"""Workflow commands, read as the runner of GitHub reads them."""

from __future__ import annotations

import re
from typing import NamedTuple

import pytest
import report_samples as samples

from valuegate.finding import Verdict
from valuegate.reporters import github
from valuegate.reporters.github import GithubReporter

COMMAND = re.compile(r"::(\w+)(?: ([^:]*))?::(.*)")


class Command(NamedTuple):
    level: str
    properties: dict[str, str]
    text: str


def unescaped(text: str, marks: str) -> str:
    for mark in marks:
        text = text.replace(f"%{ord(mark):02X}", mark)
    return text.replace("%25", "%")


def commands(text: str) -> list[Command]:
    """What the runner does: each line that begins with ``::`` is a command."""
    found = []
    for line in text.splitlines():
        if line.lstrip().startswith("::"):
            command = COMMAND.fullmatch(line)
            assert command, line
            properties = dict(part.split("=", 1) for part in (command[2] or "").split(",") if part)
            told = {name: unescaped(value, "\r\n:,") for name, value in properties.items()}
            found.append(Command(command[1], told, unescaped(command[3], "\r\n")))
    return found


def told(*verdicts: Verdict) -> list[Command]:
    return commands(samples.report(*verdicts).by(GithubReporter()))


def test_a_finding_is_told_beside_its_line() -> None:
    first = told(samples.REFUSED)[0]
    assert first.level == "error"
    assert first.properties == {
        "file": "tickets/night-notes.md",
        "line": "14",
        "col": "1",
        "title": "SHOP-12: evidence.authority",
    }
    assert first.text == f"{samples.AUTHORITY.message}\n→ {samples.AUTHORITY.fix}"


def test_what_a_text_holds_comes_back_whole() -> None:
    text = "100 %, a:b,c %0A %25 %3A"
    finding = samples.AUTHORITY._replace(message=text, fix=text)
    (found,) = told(samples.REFUSED._replace(findings=(finding,), key=text, source=f"tickets/{text}.md"))
    assert found.text == f"{text}\n→ {text}"
    assert found.properties["title"] == f"{text}: evidence.authority"
    assert found.properties["file"] == f"tickets/{text}.md"


def test_the_weightiest_come_first_and_one_of_each_ticket_before_the_second_of_any() -> None:
    found = told(
        samples.DRAFT, samples.ENTERED_EARLIER, samples.REFUSED, samples.UNREADABLE, samples.UNDECIDED
    )
    assert [each.level for each in found] == ["error"] * 6 + ["warning"] + ["notice"] * 2
    assert [each.properties["title"].rpartition(": ")[2] for each in found[:5]] == [
        "policy.plugin (undecided)",
        "evidence.undecided (undecided)",
        "evidence.authority",
        "ticket.unreadable",
        "review-date.not-a-day",
    ]


def test_what_is_not_the_tickets_fault_has_no_line_in_it() -> None:
    assert "line" not in told(samples.UNDECIDED)[0].properties


def test_a_waiver_is_a_notice_with_its_reason() -> None:
    (found,) = told(samples.WAIVED)
    assert found.level == "notice"
    assert found.text.endswith(f"Waived by {samples.WAIVER}")


def test_errors_of_the_run_and_what_must_be_known_of_it_are_told() -> None:
    found = commands(samples.REPORTS["everything"].by(GithubReporter()))
    assert found[0].text.startswith("the required plugin 'acme-legal' is not installed")
    assert found[1].level == "warning"
    assert found[1].properties == {"file": "valuegate.yaml", "line": "6"}


def test_the_last_line_says_how_the_run_went() -> None:
    assert samples.report(samples.REFUSED).by(GithubReporter()).endswith("\n1 ticket refused.\n")


def test_a_backlog_keeps_its_worst_and_counts_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(github, "MOST", 3)
    text = samples.report(*[samples.DRAFT] * 9, samples.REFUSED).by(GithubReporter())
    found = commands(text)
    assert [each.level for each in found] == ["error", "error", "notice"]
    assert "17 more findings are only counted." in text
