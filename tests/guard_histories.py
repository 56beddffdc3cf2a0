"""Short ways to write a history of a ticket, for tests of the guard."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from valuegate.policy import Exceptions, Gate, Guard, Policy, Waivers
from valuegate.ticket import Source, Ticket
from valuegate.tracker import Category, History, Labelling, Move, Person, Snapshot, Status

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
_CATEGORIES: dict[str, Category] = {
    "Idea": "backlog",
    "Draft": "backlog",
    "Ready": "unstarted",
    "In Progress": "started",
    "Done": "completed",
    "Dropped": "canceled",
}
READY = Gate("ready", ("Ready", "category:started"), require=("problem",))
DONE = Gate("done", ("Done",), require=("impact",))


def policy(**said: Any) -> Policy:
    """A policy of two gates; a ticket labelled ``chore`` is exempt from the first."""
    ready = READY._replace(except_=Exceptions(labels=("chore",)))
    return Policy((ready, DONE), ("en", "fr"), guard=Guard(), waivers=Waivers())._replace(**said)


def status(name: str) -> Status:
    """A status by its name."""
    return Status(f"s-{name.lower()}", name, _CATEGORIES.get(name, ""))


def person(name: str) -> Person:
    """Somebody whom a policy may call by this name."""
    return Person(f"557:{name}", (f"{name}@example.org", name), name.capitalize())


def at(hour: int) -> datetime:
    """So many hours after the beginning."""
    return START + timedelta(hours=hour)


def history(*names: str, by: str = "ana", labels: tuple[Labelling, ...] = ()) -> History:
    """A ticket that went through these statuses, one an hour."""
    moves, before = [], None
    for number, name in enumerate(names):
        moves.append(Move(f"m{number}", at(number), person(by), before, status(name)))
        before = status(name)
    return History(tuple(moves), labels)


def labelled(label: str, by: str | None, hour: int = 1, added: bool = True) -> Labelling:
    """Somebody set (or took away) a label."""
    return Labelling(f"l{label}{hour}", at(hour), person(by) if by else None, label, added)


def snapshot(now: str, labels: tuple[str, ...] = (), key: str = "SHOP-1", text: str = "") -> Snapshot:
    """A ticket as it is."""
    ticket = Ticket(Source(key, text), key=key, status=now, labels=labels, project="SHOP", vouched=False)
    return Snapshot(ticket, status(now), at(9))
