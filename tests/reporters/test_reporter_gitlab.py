"""Code quality: what GitLab asks of each issue, and by what it knows one again."""

from __future__ import annotations

import json
from typing import Any

import pytest
import report_samples as samples

from valuegate.finding import Verdict
from valuegate.reporters.gitlab import GitlabReporter

SEVERITIES = {"info", "minor", "major", "critical", "blocker"}


def issues(*verdicts: Verdict) -> list[dict[str, Any]]:
    return loaded(samples.report(*verdicts))


def loaded(report: samples.Report) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(report.by(GitlabReporter()))
    return found


@pytest.mark.parametrize("name", samples.REPORTS)
def test_every_issue_has_what_gitlab_asks_for(name: str) -> None:
    for issue in loaded(samples.REPORTS[name]):
        assert issue.keys() == {"description", "check_name", "fingerprint", "severity", "location"}
        assert issue["description"]
        assert issue["severity"] in SEVERITIES
        assert issue["location"]["path"]
        assert issue["location"]["lines"]["begin"] >= 1


def test_there_is_a_list_even_if_there_is_nothing_to_say() -> None:
    assert samples.report(samples.PASSED).by(GitlabReporter()) == "[]\n"


def test_no_two_findings_of_a_run_share_a_fingerprint() -> None:
    twice = samples.REFUSED._replace(findings=(samples.AUTHORITY, samples.AUTHORITY))
    found = issues(twice, samples.DRAFT, samples.WAIVED, samples.TEMPLATE, samples.UNREADABLE)
    assert len({issue["fingerprint"] for issue in found}) == len(found)


def test_a_fingerprint_stays_when_lines_move() -> None:
    (here,) = issues(samples.UNREADABLE)
    moved = samples.UNREADABLE.findings[0]._replace(line=90)
    (there,) = issues(samples.UNREADABLE._replace(findings=(moved,)))
    assert here["fingerprint"] == there["fingerprint"]
    assert there["location"]["lines"]["begin"] == 90


@pytest.mark.parametrize(
    ("verdict", "severity"),
    [
        (samples.UNDECIDED, "critical"),
        (samples.REFUSED, "major"),
        (samples.ENTERED_EARLIER, "minor"),
        (samples.DRAFT, "info"),
        (samples.WAIVED, "info"),
    ],
)
def test_the_severity_says_what_a_finding_does(verdict: Verdict, severity: str) -> None:
    assert issues(verdict)[0]["severity"] == severity


def test_a_waiver_is_told_with_its_reason() -> None:
    assert (
        "Waived by ana@example.org until 2026-12-31: the survey" in issues(samples.WAIVED)[0]["description"]
    )


def test_what_belongs_to_no_ticket_is_told_at_the_policy() -> None:
    found = loaded(samples.REPORTS["everything"])
    assert [(issue["severity"], issue["location"]["path"]) for issue in found[-2:]] == [
        ("critical", "valuegate.yaml"),
        ("info", "valuegate.yaml"),
    ]
