"""What the guard decided and did, in an append-only journal (SQLite): a crash loses nothing that was done.

A record is written once and never changed; only the retention takes old ones away. People are pseudonyms
unless the policy says otherwise: the same person is the same word, in one journal.
"""

from __future__ import annotations

import hmac
import json
import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime, timedelta
from secrets import token_hex
from typing import Any, Literal, Self, get_args

from ..errors import ValuegateError
from ..records import NamedTuple
from ..tracker import Person
from .locks import Locks

VERSION = 1
"""Of the tables; a journal of a later one is not touched."""

Act = Literal[
    "passed",  # the entry holds
    "exempt",  # a rule of the policy lets it through
    "left",  # nothing was done, on purpose: `detail` says why
    "observed",  # it does not hold; that is recorded, and no more
    "warned",  # it does not hold: comment and label; `detail` says why it was not moved
    "moving",  # it is about to be moved back; `detail` is the id of the status it goes to
    "moved",  # it was moved back; `detail` is the id of the move in the tracker's history
    "not-moved",  # it was about to be moved, and was not: `detail` says why
    "mended",  # it holds now: the comment says so, and the label is gone
    "undecided",  # it could not be judged; it is tried again later
    "contested",  # somebody contests the refusal: the ticket is left alone until somebody decides
    "upheld",  # the contest is over, and the refusal stands
    "overturned",  # the contest is over, and the refusal was wrong
]
"""What a record tells."""

ACTS: tuple[Act, ...] = get_args(Act)

_PASSING = {
    "locked": "Another program works with it: run this again when that has ended.",
    "full": "Make room on its disk and run this again: it goes on from where it was.",
}
"""How to mend what ends by itself, or is not the fault of the file; by words of SQLite."""

_TABLES = """
create table if not exists record (
    id integer primary key autoincrement, at text not null, tracker text not null, ticket text not null,
    act text not null, entry text not null, entered text not null, status text not null,
    gate text not null, mode text not null, outcome text not null, reasons text not null,
    policy text not null, detail text not null, person text not null);
create index if not exists record_of_ticket on record (tracker, ticket, id);
create trigger if not exists record_stays before update on record
    begin select raise(abort, 'a record of the journal is never changed'); end;
create table if not exists fact (name text primary key, value text not null);
create table if not exists ticket (
    tracker text not null, key text not null, seen text not null default '',
    due text not null default '', tries integer not null default 0, primary key (tracker, key));
"""


class Record(NamedTuple):
    """One thing that was decided or done. ``id`` and ``at`` are given by the journal."""

    tracker: str
    ticket: str
    act: Act
    entry: str = ""
    entered: str = ""
    status: str = ""
    gate: str = ""
    mode: str = ""
    outcome: str = ""
    reasons: tuple[str, ...] = ()
    policy: str = ""
    detail: str = ""
    person: str = ""
    id: int = 0
    at: str = ""


COLUMNS = Record._fields
_SELECT = f"select {', '.join(COLUMNS)} from record"  # noqa: S608  names of ours, as all SQL below
_INSERT = f"insert into record ({', '.join(COLUMNS)}) values ({', '.join('?' * len(COLUMNS))})"  # noqa: S608


class Journal:
    """The journal in a file; ``now`` is our clock. ValuegateError if the file cannot be used as one."""

    def __init__(self, path: str, now: Callable[[], datetime], people: str = "pseudonyms") -> None:
        self.path = path
        self.clock = now
        self._people = people
        with self._usable(), ExitStack() as undo:
            os.makedirs(os.path.dirname(os.path.abspath(path)), exist_ok=True)
            self.base = undo.enter_context(closing(sqlite3.connect(path, timeout=30, isolation_level=None)))
            self._prepare()
            self.locks = Locks(f"{path}.lock")
            undo.pop_all()  # from here on ``close`` does it

    @contextmanager
    def _usable(self) -> Iterator[None]:
        """What SQLite or the disk refuse here is a fault of the file."""
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            raise self._unusable(str(error)) from None

    def _prepare(self) -> None:
        (version,) = self.base.execute("pragma user_version").fetchone()
        if version > VERSION:
            raise self._unusable("a later version of valuegate wrote it")
        os.chmod(self.path, 0o600)
        self.base.execute("pragma journal_mode = wal")
        self.base.execute("pragma synchronous = full")  # what was done must be known after a power cut, too
        if version < VERSION:
            self.base.executescript(f"begin immediate; {_TABLES} pragma user_version = {VERSION}; commit;")
        self.base.execute("insert or ignore into fact values ('salt', ?)", [token_hex(16)])

    def _unusable(self, why: str) -> ValuegateError:
        fix = "Name another file under guard.journal of the policy, or mend this one."
        fix = next((mend for words, mend in _PASSING.items() if words in why), fix)
        return ValuegateError(f"the journal cannot be used: {why}", fix=fix, source=self.path)

    def close(self) -> None:
        """Let go of the file and of all locks."""
        self.locks.close()
        self.base.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _: type[BaseException] | None, error: BaseException | None, *__: object) -> None:
        self.close()
        if isinstance(error, sqlite3.Error):
            raise self._unusable(str(error)) from error

    def add(self, record: Record) -> Record:
        """Write a record; it is on the disk when this returns."""
        record = record._replace(at=written(self.clock()), id=0)
        values = {**record._asdict(), "reasons": json.dumps(record.reasons), "id": None}
        added = self.base.execute(_INSERT, [*values.values()]).lastrowid
        return record._replace(id=added or 0)

    def records(
        self,
        *,
        tracker: str = "",
        ticket: str = "",
        gate: str = "",
        acts: Sequence[Act] = (),
        since: datetime | None = None,
    ) -> Iterator[Record]:
        """The records that are meant, oldest first."""
        said = {"tracker = ?": tracker, "ticket = ?": ticket, "gate = ?": gate}
        terms = [term for term, value in said.items() if value]
        values = [value for value in said.values() if value]
        if since:
            terms, values = [*terms, "at >= ?"], [*values, written(since)]
        if acts:
            terms, values = [*terms, f"act in ({', '.join('?' * len(acts))})"], [*values, *acts]
        where = f" where {' and '.join(terms)}" if terms else ""
        return map(_record, self.base.execute(f"{_SELECT}{where} order by id", values))

    def forget(self, days: int) -> int:
        """Take away the records that are older than so many days; how many those were."""
        before = written(self.clock() - timedelta(days=days))
        return self.base.execute("delete from record where at < ?", [before]).rowcount

    def person(self, person: Person | None) -> str:
        """How the journal calls somebody: a pseudonym, or the name that people see."""
        if person is None:
            return ""
        if self._people == "names":
            return person.shown or person.id
        (salt,) = self.base.execute("select value from fact where name = 'salt'").fetchone()
        return f"person-{hmac.new(salt.encode(), person.id.encode(), 'sha256').hexdigest()[:10]}"


class Replica(Journal):
    """A journal to look at: it shows what the file has, if there is one, and changes nothing on the disk."""

    def __init__(self, path: str, now: Callable[[], datetime], people: str = "pseudonyms") -> None:
        self.path = path
        self.clock = now
        self._people = people
        with self._usable(), ExitStack() as undo:
            base = closing(sqlite3.connect(":memory:", uri=True, isolation_level=None))
            self.base = undo.enter_context(base)
            self.base.executescript(_TABLES)
            self.base.execute("insert into fact values ('salt', ?)", [token_hex(16)])
            if os.path.exists(path):
                self._attach()
            undo.pop_all()

    def _attach(self) -> None:
        """The records stay where they are; what a guard notes while it looks is noted in memory."""
        place = "".join(f"%{ord(char):02x}" if char in "%?#" else char for char in os.path.abspath(self.path))
        self.base.execute("attach ? as kept", [f"file:{place}?mode=ro"])
        (version,) = self.base.execute("pragma kept.user_version").fetchone()
        if version != VERSION:
            raise self._unusable("another version of valuegate wrote it, or it is no journal")
        self.base.executescript(
            "drop table record; delete from fact;"
            " insert into fact select * from kept.fact; insert into ticket select * from kept.ticket;"
        )

    def close(self) -> None:
        """Let go of it."""
        self.base.close()


def written(at: datetime) -> str:
    """A time as the journal writes it: in UTC, so that texts sort as times do."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds")


def _record(row: tuple[Any, ...]) -> Record:
    record = Record(*row)
    return record._replace(reasons=tuple(json.loads(row[COLUMNS.index("reasons")])))
