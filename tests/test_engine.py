"""From a ticket and a plan to a verdict: each rule of the engine, with checks that do as they are told."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import pytest

from fake_checks import Filled
from valuegate.case import Case
from valuegate.check import Check, Context
from valuegate.engine import Plan, evaluate, exempt, unreadable
from valuegate.errors import TicketError
from valuegate.finding import Finding, Ground, Judgement, Waiver
from valuegate.language import ReasonText, load, load_all
from valuegate.readers.markdown import MarkdownReader
from valuegate.ticket import Source, Ticket

TODAY = date(2026, 11, 23)
PACKS = load_all(["en", "fr"])
WAIVER = Waiver("told", "ana", date(2027, 1, 31), "the survey is not over")
ERROR = Finding("told", "told.wrong", "error", "wrong", "mend it", 1, 1)
WARNING = ERROR._replace(severity="warning", reason="told.odd")
FAULT = Finding("policy", "policy.plugin", "error", "a plugin is broken", "mend it")


class Told:
    """Gives what it is told to give."""

    question = "?"
    reasons: Sequence[str] = ("wrong",)
    texts: Mapping[str, Mapping[str, ReasonText]] = {}

    def __init__(self, give: Callable[[Case, Context], Any], name: str = "told") -> None:
        self.id = name
        self.give = give
        self.options: Mapping[str, Mapping[str, Any]] = {
            "days": {"description": "How many.", "default": 180, "type": "integer"}
        }

    def judge(self, case: Case, context: Context) -> Judgement:
        given: Judgement = self.give(case, context)
        return given


def ticket(text: str = "## Problem\n\nNurses lose notes.\n") -> Ticket:
    return MarkdownReader().read(Source("a.md", text))


def plan(*checks: Check, require: Sequence[str] = ("told",), **more: Any) -> Plan:
    return Plan("ready", {check.id: check for check in checks}, require, more.pop("packs", PACKS), **more)


def outcome(given: Any, **more: Any) -> str:
    return evaluate(ticket(), plan(Told(lambda *_: given), **more), TODAY).outcome


def test_a_ticket_passes_where_all_required_checks_pass() -> None:
    assert outcome(Judgement("passed")) == "passed"
    assert outcome(Judgement("passed", findings=(WARNING,))) == "passed", "a warning refuses nothing"


def test_a_ticket_fails_by_one_error() -> None:
    assert outcome(Judgement("failed", findings=(ERROR, WARNING))) == "failed"


def test_a_waived_error_does_not_refuse() -> None:
    assert outcome(Judgement("failed", findings=(ERROR._replace(waived_by=WAIVER),))) == "passed"


def test_advice_reports_and_never_refuses() -> None:
    told = Told(lambda *_: Judgement("failed", findings=(ERROR,)))
    verdict = evaluate(ticket(), plan(told, require=(), advise=("told",)), TODAY)
    assert verdict.outcome == "passed"
    assert verdict.judgements["told"].outcome == "failed"
    assert [finding.severity for finding in verdict.findings] == ["warning"]


def test_a_check_that_is_required_and_advised_is_required_and_runs_once() -> None:
    calls: list[Context] = []

    def fail(_: Case, context: Context) -> Judgement:
        calls.append(context)
        return Judgement("failed", findings=(ERROR,))

    assert evaluate(ticket(), plan(Told(fail), advise=("told",)), TODAY).outcome == "failed"
    assert len(calls) == 1


def test_checks_that_the_gate_does_not_name_are_skipped() -> None:
    verdict = evaluate(ticket(), plan(Filled("problem"), Filled("impact"), require=("problem",)), TODAY)
    assert {name: j.outcome for name, j in verdict.judgements.items()} == {
        "problem": "passed",
        "impact": "skipped",
    }


@pytest.mark.parametrize(
    ("given", "what"),
    [
        (None, "judge() gave NoneType, not Judgement"),
        (("passed", 1, 1), "judge() gave tuple, not Judgement"),
        (Judgement("fine"), "judge() gave the outcome 'fine'"),  # type: ignore[arg-type]  # nonsense
        (Judgement("failed"), "judge() gave 'failed' without an error"),
        (Judgement("failed", findings=(WARNING,)), "judge() gave 'failed' without an error"),
        (Judgement("passed", findings=(ERROR,)), "judge() gave 'passed' with an error"),
        (Judgement("skipped", findings=(ERROR,)), "judge() gave 'skipped' with an error"),
        (Judgement("passed", findings=("x",)), "judge() gave str among its grounds or findings"),  # type: ignore[arg-type]  # nonsense
        (Judgement("passed", grounds=(1,)), "judge() gave int among its grounds or findings"),  # type: ignore[arg-type]  # nonsense
        (Judgement("passed", findings=None), "'NoneType' object is not iterable"),  # type: ignore[arg-type]  # nonsense
    ],
)
def test_a_judgement_that_says_nothing_is_undecided(given: Any, what: str) -> None:
    verdict = evaluate(ticket(), plan(Told(lambda *_: given)), TODAY)
    assert verdict.outcome == "undecided"
    assert what in verdict.findings[0].message


@pytest.mark.parametrize("require", [("told", "problem"), ("problem",)])
@pytest.mark.parametrize("error", [ZeroDivisionError("x"), SystemExit(0), RecursionError("deep")])
def test_a_crash_is_undecided_named_and_hides_no_other(
    error: BaseException, require: tuple[str, ...]
) -> None:
    def crash(*_: Any) -> None:
        raise error

    checks = (Told(crash), Filled("problem"))
    owners = {"told": "acme 1.4"}
    text = ticket("## Problem\n\nTBD\n")
    verdict = evaluate(text, plan(*checks, require=require, advise=("told",), owners=owners), TODAY)
    assert verdict.outcome == "undecided", "also where the check only advises"
    assert {finding.reason for finding in verdict.findings} == {"told.undecided", "problem.placeholder"}
    (finding,) = verdict.judgements["told"].findings
    assert finding.message.startswith(f"the check 'told' of acme 1.4 crashed ({type(error).__name__}")
    assert finding.fix == "Report it to the authors of acme 1.4."


def test_a_crash_of_a_check_without_an_owner_names_the_check() -> None:
    verdict = evaluate(ticket(), plan(Told(lambda *_: 1 / 0)), TODAY)
    assert verdict.findings[0].message == "the check 'told' crashed (ZeroDivisionError: division by zero)"


def test_a_required_check_that_is_not_there_is_undecided() -> None:
    verdict = evaluate(ticket(), plan(require=("told",)), TODAY)
    assert verdict.outcome == "undecided"
    assert verdict.findings[0].reason == "told.undecided"


def test_a_fault_of_the_gate_is_undecided_even_if_everything_passes() -> None:
    verdict = evaluate(ticket(), plan(Filled("problem"), require=("problem",), faults=(FAULT,)), TODAY)
    assert verdict.outcome == "undecided"
    assert verdict.judgements["problem"].outcome == "passed"
    assert verdict.findings == (FAULT,)


def test_undecided_beats_failed() -> None:
    checks = (Told(lambda *_: None), Filled("metric"))
    assert evaluate(ticket(), plan(*checks, require=("told", "metric")), TODAY).outcome == "undecided"


def test_a_check_gets_its_day_its_options_and_the_language_of_the_ticket() -> None:
    seen: list[Context] = []

    def look(case: Case, context: Context) -> Judgement:
        seen.append(context)
        return Judgement("passed")

    day = date(2026, 9, 1)
    french = ticket("## Problème\n\nLes infirmières perdent les notes de leurs patients à la relève.\n")
    evaluate(french, plan(Told(look)), day, TODAY)
    evaluate(french, plan(Told(look), options={"told": {"days": 30}}, speech=load("en")), day)
    first, second = seen
    assert (first.day, first.today, first.options, first.speech.code) == (day, TODAY, {"days": 180}, "fr")
    assert (second.day, second.today, second.options, second.speech.code) == (day, day, {"days": 30}, "en")


def test_labels_of_the_policy_find_a_passage() -> None:
    text = ticket("## Worum es geht\n\nNurses lose notes.\n")
    found = evaluate(
        text, plan(Filled("problem"), require=("problem",), labels={"problem": ["Worum es geht"]}), TODAY
    )
    assert found.outcome == "passed"
    assert found.judgements["problem"].grounds == (Ground("words", "Nurses lose notes.", 3, 1),)


GERMAN = (
    "## Problem\n\nDie Pflegekräfte der Nachtschicht verlieren bei jeder Übergabe etwa jede zehnte Notiz, "
    "weil sie alle Angaben von Hand abschreiben und niemand danach prüft, was dabei verloren ging.\n"
)


def test_a_language_without_a_pack_fails_with_a_reason_of_its_own() -> None:
    verdict = evaluate(ticket(GERMAN), plan(Filled("problem"), require=("problem",)), TODAY)
    assert verdict.outcome == "failed"
    (finding,) = verdict.findings
    assert (finding.check, finding.reason) == ("ticket", "ticket.language")
    assert "English (en)" in finding.fix
    assert verdict.judgements == {}


def test_the_reason_for_a_language_is_told_in_the_language_of_messages() -> None:
    verdict = evaluate(ticket(GERMAN), plan(speech=load("fr")), TODAY)
    assert "langue" in verdict.findings[0].message


def test_what_cannot_be_read_fails_with_its_place_and_mend() -> None:
    error = TicketError("is not UTF-8 text", fix="Save it.", source="scan.md", line=3, column=7)
    verdict = unreadable(error, plan(), TODAY)
    assert (verdict.outcome, verdict.source, verdict.refused) == ("failed", "scan.md", True)
    assert verdict.findings == (
        Finding("ticket", "ticket.unreadable", "error", "is not UTF-8 text", "Save it.", 3, 7),
    )


def test_an_exempt_ticket_names_its_rule_and_is_not_judged() -> None:
    verdict = exempt(ticket(), plan(Told(lambda *_: 1 / 0)), TODAY, "except.labels: chore")
    assert (verdict.outcome, verdict.exempt_by) == ("exempt", "except.labels: chore")
    assert verdict.judgements == {}


def test_a_broken_gate_exempts_nobody() -> None:
    verdict = exempt(ticket(), plan(faults=(FAULT,)), TODAY, "except.labels: chore")
    assert (verdict.outcome, verdict.exempt_by) == ("undecided", None)


def test_the_same_ticket_policy_and_day_give_the_same_verdict() -> None:
    one, two = (evaluate(ticket(), plan(Filled("problem"), require=("problem",)), TODAY) for _ in range(2))
    assert one == two


def test_a_quote_without_end_is_cut_to_a_line() -> None:
    finding = ERROR._replace(excerpt="word " * 1000)
    told = Told(lambda *_: Judgement("failed", findings=(finding,)))
    (found,) = evaluate(ticket(), plan(told), TODAY).findings
    assert len(found.excerpt) <= 160
    assert found.excerpt.endswith("…")
