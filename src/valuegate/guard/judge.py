"""The verdict on a ticket of a tracker, with the waivers and labels that its history vouches for."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ..errors import TicketError
from ..finding import Verdict
from ..policy import Gate, holds
from ..run import Run
from ..ticket import Ticket
from ..tracker import Comment, History, Snapshot, Status
from .entry import Entry, at_status, guards
from .people import contest, vouched

Comments = Callable[[], Sequence[Comment]]
"""Reads the comments of a ticket. It is only asked, for waivers, where there is something to waive."""


def judge(
    run: Run,
    ticket: Ticket,
    gate: Gate,
    history: History,
    comments: Comments,
    broken: TicketError | None = None,
) -> Verdict:
    """What a gate says of a ticket as it stands; ``broken`` is why its text cannot be read."""
    verdict = run.judge_entry(vouched(ticket, history, (), run.policy), gate, broken)
    if verdict.outcome != "failed":
        return verdict
    waived = vouched(ticket, history, comments(), run.policy)
    return run.judge_entry(waived, gate, broken) if waived.waivers else verdict


def judge_entry(
    run: Run,
    ticket: Ticket,
    entry: Entry,
    history: History,
    comments: Comments,
    broken: TicketError | None = None,
) -> Verdict:
    """What the gate of an entry says of a ticket, for the day on which it entered."""
    entered = at_status(ticket, entry.status)
    entered = entered._replace(dates={**ticket.dates, "entered": entry.day.isoformat()})
    return judge(run, entered, entry.gate, history, comments, broken)


def judge_move(
    run: Run, now: Snapshot, status: Status, history: History, comments: Comments
) -> list[Verdict]:
    """What the gates say that a ticket would enter today if it went to a status; none if it enters none."""
    entered = {**now.ticket.dates, "entered": run.today.isoformat()}
    there = at_status(now.ticket, status)._replace(dates=entered)
    gates = [
        gate for gate in run.policy.gates if holds(gate, there) and not guards(gate, now.ticket, now.status)
    ]
    return [
        let_through(run, there, gate, history) or judge(run, there, gate, history, comments, now.unreadable)
        for gate in gates
    ]


def let_through(run: Run, ticket: Ticket, gate: Gate, history: History) -> Verdict | None:
    """The verdict on a ticket of which somebody decided that it may stay; None if nobody did."""
    labels = run.policy.guard.labels
    if contest(ticket, history, labels, run.policy).state != "overturned":
        return None
    return run.let_through(ticket, gate, labels.overturned)
