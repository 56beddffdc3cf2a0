"""A run turns tickets into verdicts: the gates of the policy, resolved with checks, options and a day."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from fake_checks import Filled
from valuegate.errors import PluginError, TicketError, UsageError
from valuegate.finding import Verdict
from valuegate.plugins import Registry
from valuegate.policy import Exceptions, Gate, GateOverride, Override, Policy
from valuegate.readers.markdown import MarkdownReader
from valuegate.run import Run
from valuegate.ticket import Source

TODAY = date(2026, 11, 23)
CHECKS = {name: Filled(name) for name in ("problem", "evidence", "impact")}
READY = Gate("ready", ("Ready",), except_=Exceptions(labels=("chore",)), require=("problem", "evidence"))
DONE = Gate("done", ("Closed", "Ready to close"), require=("impact",))
TEXT = "## Problem\n\nNurses lose notes.\n\n## Evidence\n\nThe log of ward 3.\n"


def run(*errors: PluginError, gates: tuple[Gate, ...] = (READY, DONE), **more: Any) -> Run:
    options = more.pop("options", {})
    registry = Registry(CHECKS, {}, {}, {}, [], errors, {"problem": "valuegate"})
    return Run(Policy(gates, languages=("en", "fr"), options=options), registry, TODAY, **more)


def judged(front: str = "", text: str = TEXT, run: Run = run()) -> list[Verdict]:  # noqa: B008  # never changed
    source = Source("a.md", f"---\n{front}\n---\n{text}" if front else text)
    return run.judge(MarkdownReader().read(source))


def told(verdicts: list[Verdict]) -> list[tuple[str, bool, str]]:
    return [(verdict.gate, verdict.binding, verdict.outcome) for verdict in verdicts]


def test_a_ticket_without_a_status_is_judged_by_the_first_gate() -> None:
    assert told(judged()) == [("ready", True, "passed")]


def test_a_ticket_is_judged_by_the_gate_of_its_status() -> None:
    assert told(judged("status: closed")) == [("done", True, "failed")]


def test_a_draft_gets_advice() -> None:
    assert told(judged("status: Draft", "## Problem\n\nTBD\n")) == [("ready", False, "failed")]


def test_all_gates_that_hold_a_status_judge() -> None:
    both = (READY, DONE._replace(enters=("Ready",)))
    assert told(judged("status: Ready", run=run(gates=both))) == [
        ("ready", True, "passed"),
        ("done", True, "failed"),
    ]


@pytest.mark.parametrize("name", ["done", "Done"])
def test_a_forced_gate_judges_whatever_the_status(name: str) -> None:
    assert told(judged("status: Ready", run=run(gate=name))) == [("done", True, "failed")]


@pytest.mark.parametrize("name", ["done", "Done"])
def test_a_forced_gate_also_judges_templates_and_what_cannot_be_read(name: str) -> None:
    forced = run(gate=name)
    assert forced.refuse(TicketError("is binary", source="a.md")).gate == "done"
    template = MarkdownReader().read(Source("t.md", TEXT))._replace(kind="template")
    assert forced.judge(template)[0].gate == "done"


def test_an_unknown_gate_is_wrong_usage() -> None:
    with pytest.raises(UsageError, match="no gate 'redy'"):
        judged(run=run(gate="redy"))


def test_an_exempt_ticket_is_not_judged() -> None:
    (verdict,) = judged("status: Ready\nlabels: [chore]", "TBD")
    assert (verdict.outcome, verdict.exempt_by) == ("exempt", "except.labels: chore")


def test_the_day_is_that_of_the_entry_and_today_for_a_draft() -> None:
    entered = "entered: 2026-09-01"
    assert judged(f"status: Ready\n{entered}")[0].day == date(2026, 9, 1)
    assert judged(f"status: Draft\n{entered}")[0].day == TODAY


def test_a_broken_plugin_keeps_every_gate_from_deciding() -> None:
    broken = run(PluginError("plugin 'legal' of acme 1 is broken", fix="Mend it."))
    (verdict,) = judged(run=broken)
    assert verdict.outcome == "undecided"
    assert (verdict.findings[0].reason, verdict.findings[0].fix) == ("policy.plugin", "Mend it.")
    assert broken.refuse(TicketError("is binary")).outcome == "undecided"


def test_options_of_a_gate_win_over_those_of_the_policy() -> None:
    gate = READY._replace(options={"problem": {"labels": ["Ärger"]}})
    chosen = {"problem": {"labels": ["Sorge"], "field": "pain"}, "impact": {"x": 1}}
    plan = run(gates=(gate,), options=chosen).plan(gate, True)
    assert plan.options == {"problem": {"labels": ["Ärger"], "field": "pain"}, "impact": {"x": 1}}
    assert plan.labels == {"problem": ["Ärger"]}
    assert plan.owners == {"problem": "valuegate"}


def test_an_override_holds_for_the_tickets_of_its_paths_only(tmp_path: Path) -> None:
    only_problem = GateOverride(require=("problem",))
    policy = Policy(
        (READY,),
        languages=("en",),
        overrides=(Override(("old/*",), gates={"ready": only_problem}),),
        root=str(tmp_path),
    )
    one = Run(policy, Registry(CHECKS, {}, {}, {}, [], [], {}), TODAY, speech="fr")
    outcomes = []
    for name in ("old/a.md", "new/a.md", "old/b.md"):
        source = Source(str(tmp_path / name), "## Problem\n\nNurses lose notes.\n")
        outcomes.append(one.judge(MarkdownReader().read(source))[0].outcome)
    assert outcomes == ["passed", "failed", "passed"]


def test_a_gate_is_resolved_once() -> None:
    one = run()
    assert one.plan(READY, True) is one.plan(READY, True)
    assert one.plan(READY, True) is not one.plan(READY, False)


def test_messages_are_in_the_language_that_is_asked_for() -> None:
    assert run(speech="fr").plan(READY, True).speech is not None
    assert run().plan(READY, True).speech is None


def test_a_template_is_judged_by_the_first_gate() -> None:
    template = MarkdownReader().read(Source("t.md", TEXT))._replace(kind="template")
    (verdict,) = run().judge(template)
    assert (verdict.kind, verdict.gate, verdict.binding) == ("template", "ready", True)
    assert {finding.reason for finding in verdict.findings} == {"template.prefilled"}
