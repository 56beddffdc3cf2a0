"""A ticket as it stands now, judged as the guard would: for the day of its entry, with what people vouch."""

from __future__ import annotations

from functools import partial

from ..errors import ConflictError
from ..finding import Verdict
from ..run import Run
from ..tracker import History, Snapshot, Tracker
from .entry import Entry, entries, guards
from .judge import judge_entry, let_through
from .looking import SETTLING


def is_gated(run: Run, now: Snapshot) -> bool:
    """Does a gate guard the status of a ticket? Then its history decides for which day it is judged."""
    return any(guards(gate, now.ticket, now.status) for gate in run.policy.gates)


def audit(tracker: Tracker, run: Run, now: Snapshot) -> list[Verdict]:
    """The verdicts on a ticket; advice, which costs no further call, if no gate guards its status."""
    for _ in range(SETTLING):
        if not is_gated(run, now):
            return _advice(run, now)
        history = tracker.history(now.ticket.key)
        try:
            came = entries(run.policy, now, history)
        except ConflictError:  # it was moved between two reads
            now = tracker.fetch(now.ticket.key)
            continue
        return [_verdict(tracker, run, now, history, entry) for entry in came]
    raise ConflictError(
        "it changes faster than it can be read", fix="Try again later.", source=now.ticket.key
    )


def _advice(run: Run, now: Snapshot) -> list[Verdict]:
    ticket = now.ticket._replace(waivers=(), vouched=False)
    if now.unreadable:
        verdict = run.refuse(now.unreadable)._replace(source=ticket.source.name, key=ticket.key)
        return [verdict._replace(title=ticket.title, binding=False)]
    return run.judge(ticket)


def _verdict(tracker: Tracker, run: Run, now: Snapshot, history: History, entry: Entry) -> Verdict:
    decided = let_through(run, now.ticket, entry.gate, history)
    comments = partial(tracker.comments, now.ticket.key)
    return decided or judge_entry(run, now.ticket, entry, history, comments, now.unreadable)
