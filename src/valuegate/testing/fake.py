"""A tracker in memory that meets faults on demand: what people do in it, and how it goes wrong.

The clock is passed in, and nothing is random but what ``luck`` says: the same calls always give the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from threading import RLock
from typing import Any, Literal

from ..readers.markdown import MarkdownReader
from ..records import NamedTuple
from ..ticket import Source, Ticket
from ..tracker import Category, Labelling, Move, Person, Setting, Snapshot, Status, Tracker
from .world import Statuses, Text

Fault = Literal[
    "refused",  # the workflow says no
    "slow",  # others do something meanwhile: the site's `meanwhile` runs, once before each write
    "cut",  # it is done, and the answer is lost
    "down",  # it is not done
    "too-many",  # too much was asked
    "stale",  # what was before the last change is answered
    "gone",  # the ticket is not there
    "signed-out",
    "forbidden",
]

STATUSES = Statuses("Draft", "Ready", "In Progress", "Done")
CATEGORIES: Mapping[str, Category] = {
    "Draft": "backlog",
    "Ready": "unstarted",
    "In Progress": "started",
    "Done": "completed",
    "Canceled": "canceled",
}
GUARD = "valuegate"


class Clock:
    """A clock that goes on by a millisecond whenever somebody looks at it."""

    def __init__(self, at: datetime = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)) -> None:
        self.at = at

    def __call__(self) -> datetime:
        """What time it is."""
        self.at += timedelta(milliseconds=1)
        return self.at


class Remarked(NamedTuple):
    """A comment as the fake keeps it. Its ``author`` is a name; only a guard sets ``marked``."""

    id: int
    author: str
    at: datetime
    text: str
    marked: bool = False
    editor: str = ""


class Kept:
    """A ticket as the fake keeps it. ``past`` has a snapshot of each change, ``texts`` all that it said."""

    def __init__(self, key: str, title: str, text: Text) -> None:
        self.key, self.title, self.text = key, title, text
        self.status = ""
        self.labels: list[str] = []
        self.moves: list[Move] = []
        self.labellings: list[Labelling] = []
        self.comments: list[Remarked] = []
        self.edited: datetime | None = None
        self.texts: list[tuple[datetime, Ticket]] = []
        self.past: list[Snapshot] = []
        self.archived = False

    @property
    def now(self) -> Snapshot:
        """As it is."""
        return self.past[-1]

    def told(self, text: Ticket) -> Ticket:
        """One of its texts, with all else as it is."""
        return text._replace(
            key=self.key, project="SHOP", status=self.status, labels=tuple(self.labels), vouched=False
        )

    def written(self) -> Ticket:
        """Its text, read."""
        parts = [f"# {self.title}", *(f"## {name}\n\n{said}" for name, said in self.text.items())]
        return MarkdownReader().read(Source(self.key, "\n\n".join(parts) + "\n"))


class FakeSite:
    """A tracker in memory: its tickets and people, and what goes wrong there.

    ``faults`` lists what the next calls meet: the name of a call (empty: any) and a fault. ``luck`` is asked
    at each other call. ``calls`` names all that were made. ``standing`` is met by every call, and ``barred``
    names what the guard may not do: a ticket and a call.
    """

    def __init__(self, clock: Callable[[], datetime], page: int = 3) -> None:
        self.clock = clock
        self.offset = timedelta()
        self.page = page
        self.lock = RLock()
        self.tickets: dict[str, Kept] = {}
        self.faults: list[tuple[str, Fault]] = []
        self.standing: Fault | None = None
        self.luck: Callable[[str], Fault | None] = lambda _: None
        self.meanwhile: Callable[[], None] = lambda: None
        self.calls: list[str] = []
        self.barred: set[tuple[str, str]] = set()
        self.closed: set[str] = set()
        self.demands: dict[str, tuple[str, ...]] = {}
        self._count = 0

    def time(self) -> datetime:
        """What its clock says, which may be off."""
        return self.clock() + self.offset

    def fault(self, call: str, fault: Fault) -> None:
        """The next call of this name meets this fault."""
        self.faults.append((call, fault))

    def met(self, call: str) -> Fault | None:
        """What a call meets; it is noted."""
        with self.lock:
            self.calls.append(call)
            for number, (name, fault) in enumerate(self.faults):
                if name in ("", call):
                    del self.faults[number]
                    return fault
            return self.standing or self.luck(call)

    def number(self) -> int:
        """The next number of anything."""
        self._count += 1
        return self._count

    @staticmethod
    def person(name: str) -> Person:
        """Somebody. What people see is no name that proves anything."""
        return Person(f"id-{name}", (f"id-{name}", name), name.capitalize())

    @staticmethod
    def status(name: str) -> Status:
        """A status by its name."""
        return Status(f"s-{name.casefold().replace(' ', '-')}", name, CATEGORIES[name])

    # --- what people do ---------------------------------------------------------------------------------

    def make(
        self, title: str, text: Text, *, status: str = "Draft", labels: Sequence[str] = (), by: str = "ana"
    ) -> str:
        """A new ticket, in any status."""
        with self.lock:
            key = f"SHOP-{len(self.tickets) + 1}"
            kept = self.tickets[key] = Kept(key, title, text)
            kept.status = status
            kept.labels = list(labels)
            kept.moves.append(Move(self._id(), self.time(), self.person(by), None, self.status(status)))
            kept.texts.append((kept.moves[0].at, kept.written()))
            self.touch(kept)
            return key

    def edit(self, key: str, text: Text) -> None:
        """Another text."""
        with self.lock:
            kept = self.tickets[key]
            kept.text, kept.edited = text, self.time()
            kept.texts.append((kept.edited, kept.written()))
            self.touch(kept)

    def move(self, key: str, status: str, by: str | None = "ana") -> None:
        """Another status; None moves it as a rule does that nobody stands behind."""
        with self.lock:
            kept = self.tickets[key]
            before, after = self.status(kept.status), self.status(status)
            who = self.person(by) if by else None
            kept.moves.append(Move(self._id(), self.time(), who, before, after))
            kept.status = status
            self.touch(kept)

    def label(self, key: str, add: Sequence[str] = (), remove: Sequence[str] = (), by: str = "ana") -> None:
        """Other labels; what is so already is no event."""
        with self.lock:
            kept = self.tickets[key]
            asked = [(name, True) for name in add if name not in kept.labels]
            asked += [(name, False) for name in remove if name in kept.labels]
            for name, added in dict.fromkeys(asked):
                (kept.labels.append if added else kept.labels.remove)(name)
                event = Labelling(self._id(), self.time(), self.person(by), name, added)
                kept.labellings.append(event)
            if asked:
                self.touch(kept)

    def comment(self, key: str, text: str, by: str = "ana", marked: bool = False) -> Remarked:
        """Another comment."""
        with self.lock:
            made = Remarked(self.number(), by, self.time(), text, marked)
            self.tickets[key].comments.append(made)
            self.touch(self.tickets[key])
            return made

    def change_comment(self, key: str, id: int, text: str | None, by: str = "ana") -> None:
        """Other words in a comment; None takes it away."""
        with self.lock:
            kept = self.tickets[key]
            if text is None:
                kept.comments = [each for each in kept.comments if each.id != id]
            else:
                kept.comments = [
                    each._replace(text=text, editor=by) if each.id == id else each for each in kept.comments
                ]
            self.touch(kept)

    def archive(self, key: str) -> None:
        """Put a ticket away."""
        self.tickets[key].archived = True
        self.touch(self.tickets[key])

    def _id(self) -> str:
        return f"h-{self.number():06}"

    def touch(self, kept: Kept) -> None:
        """Something has changed: keep what is there now."""
        kept.past.append(
            Snapshot(kept.told(kept.texts[-1][1]), self.status(kept.status), self.time(), kept.archived)
        )

    def page_after(self, last: Snapshot | None, since: datetime | None) -> list[Snapshot]:
        """The next page of what changed since a time, the longest unchanged first."""
        found = [kept.now for kept in self.tickets.values() if since is None or kept.now.updated >= since]
        found.sort(key=_place)
        return [each for each in found if last is None or _place(each) > _place(last)][: self.page]


def _place(found: Snapshot) -> tuple[datetime, str]:
    return found.updated, found.ticket.key


class FakeKind:
    """The kind of tracker that a plugin would register for a site."""

    name = "fake"
    options: Mapping[str, Mapping[str, Any]] = {}

    def __init__(self, site: FakeSite) -> None:
        self.site = site

    def open(self, setting: Setting) -> Tracker:
        """The site, signed in to as the guard."""
        from .fake_tracker import FakeTracker

        return FakeTracker(self.site, GUARD, setting.now)
