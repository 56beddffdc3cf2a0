"""From a ticket and a plan to a verdict. A check that crashes is named, and hides no other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from .case import Case
from .check import Check, Context
from .errors import TicketError
from .finding import EXCERPT_LENGTH, Finding, Ground, Judgement, Outcome, Verdict, VerdictOutcome, excerpt
from .language import Pack
from .records import NamedTuple
from .text.detect import foreign
from .ticket import Source, Ticket
from .typed import Any, get_args

_OUTCOMES = get_args(Outcome)
_SKIPPED = Judgement("skipped")


class Plan(NamedTuple):
    """A gate resolved: what is needed to judge, with no file and no plugin manager.

    ``checks`` are all known ones; those that the gate neither requires nor advises are skipped.
    ``options`` hold the policy's options by check, ``labels`` further labels by topic. ``faults`` say
    what keeps this gate from deciding (a broken plugin); ``speech`` fixes the language of messages;
    ``owners`` name the distribution of each check.
    """

    gate: str
    checks: Mapping[str, Check]
    require: Sequence[str]
    packs: Sequence[Pack]
    advise: Sequence[str] = ()
    options: Mapping[str, Mapping[str, Any]] = {}
    labels: Mapping[str, Sequence[str]] = {}
    faults: Sequence[Finding] = ()
    speech: Pack | None = None
    binding: bool = True
    owners: Mapping[str, str] = {}


def evaluate(ticket: Ticket, plan: Plan, day: date, today: date | None = None) -> Verdict:
    """What the gate says of a ticket that enters (or entered) on this day, seen from today."""
    case = Case(ticket, plan.packs, plan.labels)
    stranger = _unknown_language(case, plan)
    if stranger:
        return _verdict(ticket, plan, day, {}, [stranger])
    judgements = {name: _judge(name, case, plan, (day, today or day)) for name in _wanted(plan)}
    findings = [_cut(finding) for name in judgements for finding in judgements[name].findings]
    for name in plan.checks:
        judgements.setdefault(name, _SKIPPED)
    return _verdict(ticket, plan, day, judgements, findings)


def _cut(finding: Finding) -> Finding:
    """A check of a plugin may quote a whole section; a report quotes a line."""
    if len(finding.excerpt) <= EXCERPT_LENGTH:
        return finding
    return finding._replace(excerpt=excerpt(finding.excerpt))


def unreadable(error: TicketError, plan: Plan, day: date) -> Verdict:
    """The verdict on a ticket that no reader can read: it fails, or authors could choose not to be judged."""
    finding = Finding(
        "ticket", error.reason, "error", error.message, error.fix, error.line or 1, error.column or 1
    )
    return _verdict(Ticket(Source(error.source, "")), plan, day, {}, [finding])


def exempt(ticket: Ticket, plan: Plan, day: date, rule: str) -> Verdict:
    """The verdict on a ticket that a rule of the policy lets through. A broken gate exempts nobody."""
    verdict = _verdict(ticket, plan, day, {}, [])
    return verdict if plan.faults else verdict._replace(outcome="exempt", exempt_by=rule)


def _wanted(plan: Plan) -> list[str]:
    return [*plan.require, *(name for name in plan.advise if name not in plan.require)]


def _judge(name: str, case: Case, plan: Plan, days: tuple[date, date]) -> Judgement:
    check = plan.checks.get(name)
    if check is None:
        return _undecided(name, f"the check '{name}' is not there", "Install the plugin that gives it.")
    context = Context(check, days[0], _options(check, plan), plan.speech or case.pack, days[1])
    try:
        judgement = check.judge(case, context)
        _refuse_nonsense(judgement)
    except (Exception, SystemExit) as error:  # foreign code: its faults have a name and hide no other  # noqa: BLE001
        words = excerpt(f"{type(error).__name__}: {error}")
        owner = plan.owners.get(name, "")
        whose = f"the check '{name}' of {owner}" if owner else f"the check '{name}'"
        return _undecided(
            name, f"{whose} crashed ({words})", f"Report it to the authors of {owner or 'the check'}."
        )
    return judgement if name in plan.require else _as_advice(judgement)


def _refuse_nonsense(judgement: Any) -> None:
    """A failure without an error would pass, and a pass with one would refuse: neither says anything."""
    if not isinstance(judgement, Judgement):
        raise TypeError(f"judge() gave {type(judgement).__name__}, not Judgement")
    if judgement.outcome not in _OUTCOMES:
        raise ValueError(f"judge() gave the outcome {judgement.outcome!r}")
    for expected, given in ((Ground, judgement.grounds), (Finding, judgement.findings)):
        for one in given:
            if not isinstance(one, expected):
                raise TypeError(f"judge() gave {type(one).__name__} among its grounds or findings")
    errors = "error" in [finding.severity for finding in judgement.findings]
    if errors != (judgement.outcome in ("failed", "undecided")):
        raise ValueError(f"judge() gave '{judgement.outcome}' {'with' if errors else 'without'} an error")


def _options(check: Check, plan: Plan) -> dict[str, Any]:
    chosen = plan.options.get(check.id, {})
    return {name: chosen.get(name, schema.get("default")) for name, schema in check.options.items()} | dict(
        chosen
    )


def _undecided(name: str, message: str, fix: str) -> Judgement:
    finding = Finding(name, f"{name}.undecided", "error", message, fix, 1, 1)
    return Judgement("undecided", findings=(finding,), rule="undecided")


def _as_advice(judgement: Judgement) -> Judgement:
    findings = tuple(finding._replace(severity="warning") for finding in judgement.findings)
    return judgement._replace(findings=findings)


def _unknown_language(case: Case, plan: Plan) -> Finding | None:
    text, words = case.sample
    if not foreign(text, plan.packs, words):
        return None
    names = ", ".join(f"{pack.name} ({pack.code})" for pack in plan.packs)
    said = (plan.speech or plan.packs[0]).says("ticket.language")
    fix = said.fix.format_map({"languages": names})
    return Finding("ticket", "ticket.language", "error", said.message, fix, 1, 1, excerpt(text))


def _verdict(
    ticket: Ticket,
    plan: Plan,
    day: date,
    judgements: Mapping[str, Judgement],
    findings: Sequence[Finding],
) -> Verdict:
    errors = any(finding.refuses for finding in findings)
    outcome: VerdictOutcome = "failed" if errors else "passed"
    if plan.faults or any(judgement.outcome == "undecided" for judgement in judgements.values()):
        outcome = "undecided"
    return Verdict(
        ticket.source.name,
        ticket.kind,
        ticket.key,
        ticket.title,
        plan.gate,
        plan.binding,
        day,
        outcome,
        None,
        judgements,
        (*plan.faults, *findings),
    )
