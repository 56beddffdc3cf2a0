"""What a run found out, as one number for the shell."""

from __future__ import annotations

from datetime import date

import pytest

from valuegate.errors import PluginError, PolicyError, ValuegateError
from valuegate.finding import Finding, Verdict, VerdictOutcome, Waiver
from valuegate.plugins import load
from valuegate.report import MAX_ERRORS, Head, Totals

TODAY = date(2026, 11, 23)


def verdict(outcome: VerdictOutcome, *, binding: bool = True) -> Verdict:
    return Verdict("a.md", "ticket", "A-1", "A", "ready", binding, TODAY, outcome)


def exit_code(*verdicts: Verdict, errors: tuple[ValuegateError, ...] = ()) -> int:
    return totals(*verdicts, errors=errors).exit_code


def totals(*verdicts: Verdict, errors: tuple[ValuegateError, ...] = ()) -> Totals:
    found = Totals()
    for each in verdicts:
        found.add(each)
    found.fail(*errors)
    return found


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
    found = totals(verdict("passed"), verdict("failed"), verdict("failed"), verdict("undecided"))
    assert found.summary == {"verdicts": 4, "passed": 1, "failed": 2, "exempt": 0, "undecided": 1}


def test_a_ticket_that_several_gates_judge_counts_once_by_its_worst() -> None:
    other = verdict("exempt")._replace(source="b.md", kind="template")
    found = totals(verdict("passed"), verdict("failed"), verdict("passed"), other)
    assert found.tickets == {("ticket", "refused"): 1, ("template", "exempt"): 1}


def test_tickets_can_be_counted_at_any_time() -> None:
    found = totals(verdict("passed"))
    assert found.tickets == {("ticket", "passed"): 1}
    found.add(verdict("failed", binding=False))
    assert found.tickets == {("ticket", "not yet"): 1}


def test_a_policy_error_counts_as_its_faults() -> None:
    one, two = ValuegateError("one"), ValuegateError("two")
    found = totals(errors=(PolicyError([one, two]), PluginError("three")))
    assert [error.message for error in found.errors] == ["one", "two", "three"]
    assert found.unusable
    assert not totals(errors=(PluginError("three"),)).unusable


def test_errors_without_end_are_counted_and_not_held() -> None:
    found = totals(errors=tuple(PluginError("broken") for _ in range(MAX_ERRORS + 7)))
    assert (len(found.errors), found.more_errors) == (MAX_ERRORS, 7)


def test_exceptions_are_counted_each_by_its_rule() -> None:
    rules = ("baseline", "except.labels: chore", "except.labels: infra", "types: Task is not among Story")
    found = totals(*(verdict("exempt")._replace(exempt_by=rule) for rule in rules), verdict("passed"))
    assert found.exempt_by == {"baseline": 1, "except.labels": 2, "types": 1}
    waiver = Waiver("evidence", "ana", TODAY, "a survey")
    covered = Finding("evidence", "evidence.missing", "error", "m", "f", waived_by=waiver)
    assert (
        totals(verdict("passed")._replace(findings=(covered, covered._replace(waived_by=None)))).waived == 1
    )


@pytest.mark.parametrize(
    ("outcomes", "headline"),
    [
        ("", "Nothing to check"),
        ("passed", "1 ticket, not refused"),
        ("passed exempt", "2 tickets, none refused"),
        ("failed", "1 ticket refused"),
        ("failed failed passed", "2 of 3 tickets refused"),
        ("failed undecided passed", "1 of 3 tickets refused, 1 undecided"),
        ("passed undecided", "1 of 2 tickets undecided"),
    ],
)
def test_the_headline_says_how_the_run_went(outcomes: str, headline: str) -> None:
    made = [verdict(outcome)._replace(key=str(n)) for n, outcome in enumerate(outcomes.split())]  # type: ignore[arg-type]  # words
    assert totals(*made).headline == headline


def test_the_headline_tells_templates_and_that_nothing_was_judged() -> None:
    form = verdict("failed")._replace(kind="template")
    assert totals(verdict("passed"), form).headline == "1 of 2 tickets and templates refused"
    assert totals(errors=(PluginError("broken"),)).headline == "Nothing was judged"


def test_a_reason_is_told_without_a_ticket_in_the_language_asked_for() -> None:
    head = Head(TODAY, "valuegate.yaml", load().checks)
    assert "{" not in head.says("review-date.not-a-day").message
    assert head.says("review-date.not-a-day", "fr") != head.says("review-date.not-a-day")
    assert head.says("acme.unknown").message == "acme.unknown"
