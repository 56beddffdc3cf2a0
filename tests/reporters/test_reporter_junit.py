"""JUnit, as a consumer of it reads the report."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import pytest
import report_samples as samples
from junitparser import Error, Failure, JUnitXml, Skipped

from valuegate.finding import Verdict
from valuegate.reporters.junit import JunitReporter


def suites(report: samples.Report) -> list[Any]:
    return list(JUnitXml.fromstring(report.by(JunitReporter()).encode()))


def suite(verdict: Verdict) -> Any:
    (found,) = suites(samples.report(verdict))
    return found


def results(verdict: Verdict) -> dict[str, list[Any]]:
    return {case.name.rpartition(": ")[2]: case.result for case in suite(verdict)}


@pytest.mark.parametrize("name", samples.REPORTS)
def test_every_report_can_be_read_and_counts_itself_rightly(name: str) -> None:
    for each in suites(samples.REPORTS[name]):
        told = (each.tests, each.failures, each.errors, each.skipped)
        each.update_statistics()
        assert told == (each.tests, each.failures, each.errors, each.skipped)
        assert each.tests or each.name == "valuegate"


def test_a_refusal_is_a_failure_and_a_pass_is_none() -> None:
    found = results(samples.REFUSED)
    assert found["problem"] == found["metric"] == []
    (failure,) = found["evidence"]
    assert isinstance(failure, Failure)
    assert failure.type == "evidence.authority"
    assert failure.message.startswith("A wish from above")
    assert "→ Add one thing that can be looked up" in failure.text
    assert "tickets/night-notes.md:14:1" in failure.text
    assert "impact" not in found, "the gate did not ask for it"


def test_undecided_is_an_error() -> None:
    found = results(samples.UNDECIDED)
    assert isinstance(found["evidence"][0], Error)
    assert isinstance(found["policy"][0], Error)
    assert isinstance(found["review-date"][0], Failure)


def test_advice_waivers_and_exemptions_skip() -> None:
    assert isinstance(results(samples.DRAFT)["evidence"][0], Skipped)
    (waived,) = results(samples.WAIVED)["evidence"]
    assert isinstance(waived, Skipped)
    (exempt,) = suite(samples.EXEMPT)
    assert exempt.result[0].message == "exempt: except.labels: chore"
    assert suite(samples.DRAFT).failures == 0


def test_a_warning_fails_nothing_and_is_told() -> None:
    case = next(case for case in suite(samples.ENTERED_EARLIER) if case.name.endswith("review-date"))
    assert case.result == []
    assert "The review day has come" in case.system_out


def test_a_case_names_its_file_and_its_gate() -> None:
    case = next(iter(suite(samples.REFUSED)))
    assert case.classname == "valuegate.ready"
    root = ElementTree.fromstring(samples.report(samples.REFUSED).by(JunitReporter()))
    assert {case.get("file") for case in root.iter("testcase")} == {"tickets/night-notes.md"}


def test_what_belongs_to_no_ticket_is_a_suite_of_its_own() -> None:
    (found,) = suites(samples.REPORTS["errors"])
    assert (found.name, found.errors) == ("valuegate", 2)
    assert [case.name for case in found] == ["valuegate.yaml:7:5", "valuegate.yaml:5:3"]


def test_a_ticket_of_a_gate_that_asks_for_nothing_has_a_case_all_the_same() -> None:
    (case,) = suite(samples.PASSED._replace(judgements={}))
    assert case.result == []
