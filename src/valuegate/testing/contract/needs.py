"""What most tests of the suite begin with."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from ...errors import ForbiddenError, SignInError, TrackerError, UnavailableError, WaitError
from ...note import Line, Note, Piece
from ...tracker import Snapshot, Way
from ..world import Text, Trouble, World

TEXT: Text = {
    "Problem": "Night nurses copy each note by hand and lose one in ten.",
    "Evidence": "In October ward 4 reported 41 lost notes.",
}
OTHER: Text = {"Problem": "Readers travel to a branch for a book that is not there."}


ERRORS: dict[Trouble, type[TrackerError]] = {
    "signed-out": SignInError,
    "forbidden": ForbiddenError,
    "too-many": WaitError,
    "down": UnavailableError,
}
"""What each call raises where requests meet this."""


def note(*lines: str) -> Note:
    """What the guard could say."""
    return Note(tuple(Line((Piece(line),)) for line in lines or ("This ticket does not hold yet.",)))


def said(found: Snapshot) -> tuple[object, ...]:
    """All that a snapshot says, to be compared."""
    ticket = found.ticket
    names = (ticket.key, ticket.title, ticket.type, ticket.project, sorted(ticket.labels))
    return found.updated, found.status, found.archived, names, ticket.blocks


def draft(world: World, title: str = "Night notes") -> str:
    """A new ticket that is in no gate."""
    return world.make(title, TEXT, status=world.statuses.draft)


def way_to(world: World, key: str, status: str) -> Way:
    """The way that leads there."""
    (found,) = (way for way in world.tracker.ways(key) if way.to.name == status)
    return found


def aware(at: datetime) -> bool:
    """Is it a time in UTC that says so?"""
    return at.utcoffset() == timedelta(0) and at.tzinfo is UTC


def met(world: World, trouble: Trouble) -> None:
    """From now on requests meet this trouble; the test is skipped where it cannot happen."""
    if not world.trouble(trouble):
        pytest.skip(f"this tracker never meets “{trouble}”")
