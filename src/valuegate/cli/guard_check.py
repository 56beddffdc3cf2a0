"""``valuegate guard check``: what the guard would do about one ticket, and why."""

from __future__ import annotations

from collections.abc import Iterator

import click

from valuegate.finding import Verdict
from valuegate.guard.acting import Acting, DoneWhat
from valuegate.guard.entry import guards
from valuegate.guard.looking import Looking
from valuegate.guard.plan import Plan
from valuegate.note import Line
from valuegate.report import EXIT_PASSED, Totals
from valuegate.terminal import Pen

from .command import command as new_command
from .options import config_option
from .output import lines, pen
from .told import WHYS, Worst, told
from .tracking import named, placed, report, tracked


@new_command(
    "check",
    examples=(
        ("valuegate guard check SHOP-12", "what would be done, and why; nothing is written"),
        ("valuegate guard check SHOP-12 --act", "do it"),
    ),
)
@click.argument("key")
@click.option("--act", is_flag=True, help="Do it: comment, label, move, as guard.mode says.")
@config_option
def check_command(key: str, act: bool, config: str | None) -> int:
    """Look at one ticket: the verdict on its entry, and what the guard would do about it.

    Without --act nothing is written, neither in the tracker nor in the journal.
    """
    found = tracked(config)
    with found.journal() if act else found.replica() as journal:
        looking = found.looking(journal, found.fallback())
        plan = looking.at(key)
        if plan.now is None:
            found.tracker.fetch(key)  # raises what the tracker says of it
        report(plan.verdicts, found)
        lines(_page(plan, looking, pen()))
        if not act:
            return _code(plan.verdicts)
        done, worst = Acting(looking).reconcile(key, plan), Worst(found.policy)
        worst.add(done)
        lines(["", *(told(done, pen()) or [_quiet(done.what, plan)])])
        return worst.code


def _quiet(what: DoneWhat, plan: Plan) -> str:
    """What was done where there is no news to tell."""
    if what == "busy":
        return "Another guard has it in hand; look again later."
    if plan.note:
        return "Its comment says what it should say."
    return "It is noted in the journal." if what == "recorded" else "Nothing was done."


def _code(verdicts: tuple[Verdict, ...]) -> int:
    totals = Totals()
    for verdict in verdicts:
        totals.add(verdict)
    return totals.exit_code if verdicts else EXIT_PASSED


def _page(plan: Plan, looking: Looking, pen: Pen) -> Iterator[str]:
    """Where the ticket is, and what would be done."""
    assert plan.now  # noqa: S101  else there is nothing to tell
    yield from pen.lines(f"{named(plan.now.ticket)}, in {placed(plan.now)}", 0, ("bold",))
    steps = [*_steps(plan, looking)]
    if not steps:
        yield from pen.lines(f"Nothing to do: {_why_nothing(plan, looking)}.")
        return
    yield f"In mode {looking.guard.mode} the guard would:"
    for step in steps:
        yield from pen.lines(f"- {step}", 2, hang=2)
        if plan.note and step == _COMMENT:
            for line in plan.note.lines:
                yield from pen.lines(_said(line), 6, ("cyan",), hang=2)


def _said(line: Line) -> str:
    """A line of the comment in plain words."""
    lead = "- " if line.kind == "item" else ""
    return lead + line.text


_COMMENT = "make its one comment say:"


def _steps(plan: Plan, looking: Looking) -> Iterator[str]:
    label, place = looking.guard.labels.failing, plan.now.status.name if plan.now else ""
    for record in plan.records:
        gate = f", gate {record.gate}" if record.gate else ""
        why = f" ({WHYS.get(record.detail, record.detail)})" if record.detail else ""
        yield f"note in the journal: {record.act}{gate}{why}"
    if plan.labelled is not None and plan.now and plan.labelled != looking.flagged(plan.now.ticket):
        yield f"{'set' if plan.labelled else 'take away'} the label {label}"
    if plan.note:
        yield _COMMENT
    if plan.back:
        yield f"move it back: {place} → {plan.back.to.name}"
    if plan.undecided:
        yield "try again later, since it could not be decided"


def _why_nothing(plan: Plan, looking: Looking) -> str:
    now, known = plan.now, looking.known(plan.key)
    assert now  # noqa: S101  it was found
    last = known[-1] if known else None
    if now.archived:
        return "it is archived"
    if last and last.act == "contested":
        return "it is contested, and left alone until somebody decides"
    if not any(guards(gate, now.ticket, now.status) for gate in looking.policy.gates):
        return f"no gate guards {now.status.name}"
    if last:
        return f"the journal has it already ({last.act}, {last.at[:10]})"
    return "it entered before guard.since, or before what the journal still knows"
