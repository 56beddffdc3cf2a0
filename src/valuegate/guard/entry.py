"""The entry of a ticket into a gate, found in its history: a gate judges entries, not tickets."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from ..errors import ConflictError
from ..policy import Gate, Policy, holds
from ..records import NamedTuple
from ..ticket import Ticket
from ..tracker import FINISHED, History, Move, Person, Snapshot, Status


class Entry(NamedTuple):
    """A ticket came into the statuses of a gate, from outside of them, and has not left them since.

    ``id`` is that of the move in the tracker's history. ``home`` is the last status outside all gates that
    the ticket had before; None if it was created inside.
    """

    gate: Gate
    id: str
    at: datetime
    by: Person | None
    status: Status
    home: Status | None

    @property
    def day(self) -> date:
        """The day for which the gate judges, in UTC: whoever asks, wherever, it is the same."""
        return self.at.date()


def entries(policy: Policy, now: Snapshot, history: History) -> list[Entry]:
    """The entries that brought a ticket where it is: one for each gate that guards its status.

    ConflictError if the history does not lead to that status: somebody moved it between the two reads.
    """
    if history.moves[-1].after.id != now.status.id:
        raise ConflictError("it was moved while it was read", fix="It is read again.", source=now.ticket.key)
    return [
        _entry(policy, gate, now.ticket, history.moves)
        for gate in policy.gates
        if guards(gate, now.ticket, now.status)
    ]


def all_entries(policy: Policy, ticket: Ticket, history: History) -> Iterator[Entry]:
    """Every entry that a ticket ever made into a gate, oldest first."""
    for last, move in enumerate(history.moves):
        for gate in policy.gates:
            came = last == 0 or not guards(gate, ticket, history.moves[last - 1].after)
            if came and guards(gate, ticket, move.after):
                yield _entry(policy, gate, ticket, history.moves[: last + 1])


def guards(gate: Gate, ticket: Ticket, status: Status) -> bool:
    """Would a ticket in this status be inside the gate?"""
    return holds(gate, at_status(ticket, status))


def at_status(ticket: Ticket, status: Status) -> Ticket:
    """The ticket as if it stood there."""
    return ticket._replace(status=status.name, category=status.category)


def _entry(policy: Policy, gate: Gate, ticket: Ticket, moves: tuple[Move, ...]) -> Entry:
    first = len(moves) - 1
    while first and guards(gate, ticket, moves[first - 1].after):
        first -= 1
    came = moves[first]
    return Entry(gate, came.id, came.at, came.by, came.after, _home(policy, ticket, moves[:first]))


def _home(policy: Policy, ticket: Ticket, before: tuple[Move, ...]) -> Status | None:
    """Where the ticket was last before any gate. What is finished is no place to send work back to."""
    for move in reversed(before):
        outside = not any(guards(gate, ticket, move.after) for gate in policy.gates)
        if outside and move.after.category not in FINISHED:
            return move.after
    return None
