"""Contested refusals that somebody decided, as labelled examples: so that judgement can be mended.

The journal holds no text, so the passage is read from the tracker once more: as it was when it was refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Literal

from ..case import Case
from ..errors import ForbiddenError, GoneError
from ..finding import Verdict
from ..passage import Passage
from ..records import NamedTuple
from ..run import Run
from ..ticket import Ticket
from ..tracker import History, Tracker
from .entry import at_status
from .journal import Journal, Record
from .masks import redacted
from .rates import REFUSING

_SEEN = (*REFUSING, "contested", "upheld", "overturned")


class Decided(NamedTuple):
    """A refusal that was contested, and what people decided of it."""

    refusal: Record
    decision: Literal["upheld", "overturned"]


class Example(NamedTuple):
    """A passage of a check, redacted, and what people decided: as in ``valuegate.testing.examples``."""

    check: str
    text: str
    lang: str
    expect: Literal["pass", "fail"]
    why: str
    metric: str = ""


def decided(journal: Journal, tracker: str) -> list[Decided]:
    """The contested refusals that are decided, by the last decision on each."""
    refusals: dict[tuple[str, str, str], Record] = {}
    found: dict[tuple[str, str, str], Decided] = {}
    for record in journal.records(tracker=tracker, acts=_SEEN):
        name = (record.ticket, record.entry, record.gate)
        if record.act in REFUSING:
            refusals[name] = record
        elif record.act == "contested":
            found.pop(name, None)
        elif name in refusals and (record.act == "upheld" or record.act == "overturned"):
            found[name] = Decided(refusals[name], record.act)
    return [*found.values()]


def examples(decided: Decided, tracker: Tracker, run: Run) -> list[Example]:
    """The passages that were refused; none if the text of that time is not known any more."""
    record = decided.refusal
    try:
        now, history = tracker.fetch(record.ticket), tracker.history(record.ticket)
    except (ForbiddenError, GoneError):
        return []
    then = _text(tracker, now.ticket, history, datetime.fromisoformat(record.at))
    if then is None or record.gate not in {gate.name for gate in run.policy.gates}:
        return []
    verdict = run.judge_entry(_entered(then, record, history), run.policy.gate(record.gate))
    return [*_passages(then, verdict, decided, run, [*_names(then, history)])]


def _text(tracker: Tracker, now: Ticket, history: History, at: datetime) -> Ticket | None:
    if history.edited is not None and history.edited <= at:
        return now
    return tracker.text_at(now.key, at)


def _entered(ticket: Ticket, record: Record, history: History) -> Ticket:
    """The ticket as it entered the gate: the day decides, too. What exempted it since does not."""
    status = next((move.after for move in history.moves if move.id == record.entry), None)
    ticket = at_status(ticket, status) if status else ticket
    dates = {**ticket.dates, "entered": record.entered[:10]}
    return ticket._replace(labels=(), waivers=(), dates=dates)


def _passages(
    ticket: Ticket, verdict: Verdict, decided: Decided, run: Run, people: Iterable[str]
) -> Iterator[Example]:
    plan = run.plan(run.policy.gate(verdict.gate), True)
    case = Case(ticket, plan.packs, plan.labels)
    metric = next((p.text.string for p in case.passages("metric") if not p.empty), "")
    reasons = [finding for finding in verdict.findings if finding.reason in decided.refusal.reasons]
    for finding in reasons:
        check = finding.check
        passage = _judged(case, verdict, check, str(plan.options.get(check, {}).get("field") or ""))
        if passage:
            yield Example(
                check,
                redacted(_written(passage), people),
                passage.pack.code,
                "pass" if decided.decision == "overturned" else "fail",
                f"{decided.decision} by people: {finding.reason}",
                redacted(metric, people) if check == "impact" else "",
            )


def _judged(case: Case, verdict: Verdict, check: str, field: str) -> Passage | None:
    """The passage that a check judged: the one that its judgement names."""
    judgement = verdict.judgements.get(check)
    found = [passage for passage in case.passages(check, field) if not passage.empty]
    named = [p for p in found if judgement and p.label == judgement.label and p.span(0)[0] <= judgement.line]
    return next(iter((*reversed(named), *found)), None) if judgement else None


def _written(passage: Passage) -> str:
    """Its words, with the links that they had."""
    text = passage.text.string
    for start, end, url in sorted(passage.text.links, reverse=True):
        if text[start:end] != url:
            text = f"{text[:start]}[{text[start:end]}]({url}){text[end:]}"
    return text.strip()


def _names(ticket: Ticket, history: History) -> Iterator[str]:
    """The names of people whom the tracker knows of: whole, and word by word."""
    people = [move.by for move in history.moves] + [each.by for each in history.labellings]
    known = [name for person in people if person for name in (person.shown, *person.names)]
    for name in (*known, ticket.author, ticket.owner):
        yield name
        yield from name.split()
