"""What a run found out, as one number for the shell."""

from __future__ import annotations

from datetime import date

from valuegate.errors import PluginError, PolicyError, ValuegateError
from valuegate.finding import Verdict, VerdictOutcome
from valuegate.report import Report

TODAY = date(2026, 11, 23)


def verdict(outcome: VerdictOutcome, *, binding: bool = True) -> Verdict:
    return Verdict("a.md", "ticket", "A-1", "A", "ready", binding, TODAY, outcome)


def exit_code(*verdicts: Verdict, errors: tuple[ValuegateError, ...] = ()) -> int:
    return Report(TODAY, "valuegate.yaml", verdicts, errors).exit_code


def test_nothing_refused_is_0() -> None:
    assert exit_code(verdict("passed"), verdict("exempt")) == 0


def test_a_refusal_is_1() -> None:
    assert exit_code(verdict("passed"), verdict("failed")) == 1


def test_advice_never_refuses() -> None:
    assert exit_code(verdict("failed", binding=False)) == 0


def test_undecided_is_3_and_beats_a_refusal() -> None:
    assert exit_code(verdict("failed"), verdict("undecided")) == 3
    assert exit_code(verdict("failed"), errors=(PluginError("broken"),)) == 3
    assert exit_code(errors=(PluginError("broken"),)) == 3


def test_nothing_to_check_is_4() -> None:
    assert exit_code() == 4


def test_the_summary_counts_verdicts() -> None:
    report = Report(
        TODAY, "", [verdict("passed"), verdict("failed"), verdict("failed"), verdict("undecided")]
    )
    assert report.summary == {"verdicts": 4, "passed": 1, "failed": 2, "exempt": 0, "undecided": 1}


def test_a_policy_error_counts_as_its_faults() -> None:
    one, two = ValuegateError("one"), ValuegateError("two")
    report = Report(TODAY, "", [], [PolicyError([one, two]), PluginError("three")])
    assert [problem.message for problem in report.problems] == ["one", "two", "three"]
