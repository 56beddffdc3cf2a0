"""The verdict on a ticket of a tracker, with the waivers and labels that its history vouches for."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ..errors import TicketError
from ..finding import Verdict
from ..policy import Gate
from ..run import Run
from ..ticket import Ticket
from ..tracker import Comment, History
from .entry import Entry, at_status
from .people import vouched

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
