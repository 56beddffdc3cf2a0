"""The contract of trackers: where tickets live, and what the guard may ask of such a place.

An adapter has a pure part that translates and a thin client with an injected transport. It gives what the
tracker says now: it keeps nothing, decides nothing, and knows no policy. The contract suite in
``valuegate.testing`` holds each to what is said here. All times are aware and in UTC. Errors are those of
``TrackerError``: they say what the caller can do; what a tracker cannot do is an error, never silence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Literal, Protocol, runtime_checkable

from .errors import TicketError
from .note import Note
from .reader import Reader
from .records import NamedTuple
from .ticket import Category as Category
from .ticket import Ticket

FINISHED: tuple[Category, ...] = ("completed", "canceled")
"""What has come to its end."""


class Status(NamedTuple):
    """A status of the tracker. Its ``id`` never changes; its name may, and may be there twice."""

    id: str
    name: str
    category: Category = ""


class Named(NamedTuple):
    """A type, a label or a project of the tracker, by id and name."""

    id: str
    name: str


class Person(NamedTuple):
    """Somebody (or an app) of the tracker.

    ``names`` are those by which a policy may name the person, and which nobody can choose to be another's:
    an account id, a confirmed address, a login. ``shown`` is what people see, and proves nothing.
    """

    id: str
    names: tuple[str, ...] = ()
    shown: str = ""


class Snapshot(NamedTuple):
    """A ticket as one read of the tracker gave it.

    ``ticket.key`` and ``ticket.project`` are set; ``ticket.status`` is ``status.name``. ``updated`` is when
    anything in it last changed, by the tracker's clock. ``unreadable`` is what a reader said of a text that
    it cannot read: the ticket has all else, and no blocks. It has failed, and stops no search.
    """

    ticket: Ticket
    status: Status
    updated: datetime
    archived: bool = False
    unreadable: TicketError | None = None


class Move(NamedTuple):
    """An entry into a status. ``before`` is None for the creation. ``id`` is the tracker's own, and stays.

    ``by`` is None where the tracker does not say (an automation, a rule).
    """

    id: str
    at: datetime
    by: Person | None
    before: Status | None
    after: Status


class Labelling(NamedTuple):
    """Somebody set or took away a label, by its name."""

    id: str
    at: datetime
    by: Person | None
    label: str
    added: bool


class History(NamedTuple):
    """What happened to a ticket, oldest first. The first of the ``moves`` is the creation.

    ``edited`` is when its text last changed; None if the tracker does not say.
    """

    moves: tuple[Move, ...]
    labellings: tuple[Labelling, ...] = ()
    edited: datetime | None = None


class Way(NamedTuple):
    """A move that the workflow allows now. ``needs`` names what it asks for first (required fields)."""

    id: str
    to: Status
    needs: tuple[str, ...] = ()


class Comment(NamedTuple):
    """A comment, as words. ``edited_by`` is who wrote its present text, where that is another person.

    ``ours`` says that it is one of the guard's own: by its marker and its author, never by one of them alone.
    """

    id: str
    by: Person | None
    at: datetime
    text: str
    edited_by: Person | None = None
    ours: bool = False


class Query(NamedTuple):
    """Which tickets are looked for: changed since, by a query in the tracker's own language, or all."""

    updated_since: datetime | None = None
    text: str = ""


class Scope(NamedTuple):
    """What there is in the part of the tracker that the policy names.

    Where it names no types or projects, or ``labels`` is None, any name may be given.
    """

    statuses: tuple[Status, ...]
    types: tuple[Named, ...] = ()
    projects: tuple[Named, ...] = ()
    labels: tuple[Named, ...] | None = None


class Remark(NamedTuple):
    """What ``doctor`` found: fine, a weakness, or what keeps the guard from working; and how to mend it."""

    level: Literal["fine", "weak", "broken"]
    message: str
    fix: str = ""


class Event(NamedTuple):
    """A message of the tracker, read: look at this ticket. ``delivery`` tells a repeated one."""

    key: str
    delivery: str


class Tracker(Protocol):
    """A tracker that is signed in to. Every call may raise a TrackerError.

    Writes are safe to repeat: after any failure the caller reads again, and goes on from what is there.
    """

    name: str
    """Its id: ``folder``, ``jira``, ``linear``."""

    def me(self) -> Person:
        """Who we are there."""

    def now(self) -> datetime:
        """What time it is by the tracker's clock."""

    def scope(self) -> Scope:
        """What there is, each with its id."""

    def fetch(self, key: str) -> Snapshot:
        """The ticket as it is now. GoneError if there is none, or we may not see it."""

    def history(self, key: str) -> History:
        """What happened to the ticket, whole, however long."""

    def search(self, query: Query) -> Iterator[Snapshot]:
        """The tickets that are meant, the longest unchanged first, to the last page; each at least once."""

    def ways(self, key: str) -> Sequence[Way]:
        """Where the ticket can go from here."""

    def move(self, key: str, way: Way, seen: Snapshot) -> None:
        """Move the ticket. ConflictError if it is not as it was ``seen`` (as far as the tracker can tell).

        RefusedError if the workflow forbids it, in the words of the tracker.
        """

    def comments(self, key: str) -> Sequence[Comment]:
        """All comments, oldest first."""

    def upsert_comment(self, key: str, note: Note) -> Comment:
        """Make the one comment of the guard on this ticket say this; write nothing if it does already.

        If two were made at once, the one with the lowest id stays, whoever asks.
        """

    def label(self, key: str, *, add: Sequence[str] = (), remove: Sequence[str] = ()) -> None:
        """Set and take away labels, by name; no other is touched."""

    def text_at(self, key: str, at: datetime) -> Ticket | None:
        """The ticket with the text that it had then; None if the tracker does not keep that."""

    def verify(self, headers: Mapping[str, str], body: bytes, secret: bytes) -> bool:
        """Was this message signed with this secret? Compared in constant time."""

    def event(self, headers: Mapping[str, str], body: bytes) -> Event | None:
        """The ticket that a message is about; None if it is about none."""

    def diagnose(self) -> Iterator[Remark]:
        """What an administrator should know: sign-in, permissions, names, clocks. It raises nothing."""


@runtime_checkable
class InBulk(Protocol):
    """What a tracker can do besides, if it tells the past of many tickets in few calls."""

    def histories(self, keys: Sequence[str]) -> Mapping[str, History]:
        """What happened to each of these tickets, by its key. Those that are gone are left out."""


@runtime_checkable
class Countable(Protocol):
    """What a tracker can do besides, if it knows how much a search will find: a person sees how far it is."""

    def count(self, query: Query) -> int | None:
        """About how many tickets it is; None if it would have to look at each. It costs one call at most."""


class Setting(NamedTuple):
    """What an adapter is opened with.

    ``options`` are those of the policy, by its schema and with its defaults. Relative paths are below
    ``root``. ``readers`` turn its texts into tickets. ``secret`` gives a secret by name, or None; ``now`` is
    our clock. ``for_person``: not the guard works with it but a person, whom signing in does not tell apart.
    """

    options: Mapping[str, Any]
    root: str
    readers: Mapping[str, Reader]
    secret: Callable[[str], str | None]
    now: Callable[[], datetime]
    for_person: bool = False


class TrackerKind(Protocol):
    """What a plugin registers: a kind of tracker, and how to open one."""

    name: str
    """Its id, as under ``trackers`` of the policy."""

    @property
    def options(self) -> Mapping[str, Mapping[str, Any]]:
        """Option of the policy → JSON Schema of its value, described; a default where it may lack."""

    def open(self, setting: Setting) -> Tracker:
        """A tracker to work with. Opens no connection yet: the first call does."""


class Secret(NamedTuple):
    """What signing in takes. ``question`` is what a person is asked; what is ``hidden`` is shown nowhere."""

    name: str
    question: str
    hidden: bool = True
    asked: bool = True


@runtime_checkable
class SignIn(Protocol):
    """What a kind of tracker has besides, if one signs in there: see ``credentials``."""

    @property
    def secrets(self) -> tuple[Secret, ...]:
        """What ``Setting.secret`` is asked for; those not ``asked`` come from the environment only."""

    @property
    def home(self) -> str:
        """The address where everybody's is; empty where each team names its own as the option ``url``."""
