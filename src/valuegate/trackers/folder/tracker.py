"""A folder of Markdown files as a tracker."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime

from valuegate import markdown_note
from valuegate.errors import (
    ConflictError,
    GoneError,
    IncompleteError,
    RefusedError,
    SignInError,
    TrackerError,
)
from valuegate.note import Note
from valuegate.ticket import Ticket
from valuegate.tracker import (
    Comment,
    Event,
    History,
    Labelling,
    Move,
    Person,
    Query,
    Remark,
    Scope,
    Setting,
    Snapshot,
    Way,
)

from . import OPTIONS, disk, record
from .front import Front
from .index import Index
from .record import Entry
from .sheets import Sheet, changes, updated
from .workflow import Workflow

GUARD = "valuegate"
"""Who the guard is in records, and what marks its comment there."""


class FolderTracker:
    """The tickets of a folder. Who works with it is the guard, or the person who runs the command."""

    name = "folder"

    def __init__(self, setting: Setting) -> None:
        options = {name: setting.options.get(name, schema["default"]) for name, schema in OPTIONS.items()}
        self.root = setting.root
        self.folder = os.path.join(setting.root, options["path"])
        self.workflow = Workflow(options["statuses"], options["moves"])
        self._setting = setting
        self._index = Index(self.folder, self.open)

    def me(self) -> Person:
        """The guard, or who runs the command: VALUEGATE_PERSON, else the name of the login."""
        return _person(_login() if self._setting.for_person else GUARD)

    def now(self) -> datetime:
        """Our clock is that of the folder."""
        return self._setting.now().astimezone(UTC)

    def scope(self) -> Scope:
        """The statuses of the policy; any type, project and label."""
        return Scope(self.workflow.statuses)

    def fetch(self, key: str) -> Snapshot:
        """The ticket as its file is now."""
        with self._sheet(key) as sheet:
            return sheet.snapshot()

    def history(self, key: str) -> History:
        """What its record says."""
        with self._sheet(key) as sheet:
            return self._told(sheet.entries)

    def _told(self, entries: Sequence[Entry]) -> History:
        named, moves, labellings = self.workflow.named, list[Move](), list[Labelling]()
        edited: datetime | None = None
        for entry in entries:
            at, by = entry.at or self.now(), _person(entry.by) if entry.by else None
            if entry.made and moves:
                continue  # two branches saw it first, and were merged
            if entry.made or entry.status:
                before = named(entry.before) if entry.before else None
                moves.append(Move(entry.id, at, by, before, named(entry.made or entry.status)))
            elif entry.added or entry.removed:
                label = entry.added or entry.removed
                labellings.append(Labelling(entry.id, at, by, label, added=bool(entry.added)))
            elif entry.text:
                edited = at
        return History(tuple(moves), tuple(labellings), edited)

    def search(self, query: Query) -> Iterator[Snapshot]:
        """By words that all stand in the key, the title or the path; upper and lower case are the same.

        A ticket whose record is broken is found all the same: who asks for it by its key is told. What else
        cannot be read is told at the end, so that it hides nothing.
        """
        words = query.text.casefold().split()
        with disk.locked(self.folder):
            self._index.look()
            faults, found = list(self._index.faults), self._index.by_age()
        for _, path in found:
            try:
                snapshot = self._changed(path, query.updated_since)
            except GoneError:
                continue
            except TrackerError as error:
                faults.append(error)
                continue
            if snapshot and all(word in _said(snapshot).casefold() for word in words):
                yield snapshot
        if faults:
            raise _of_many(faults)

    def count(self, query: Query) -> int | None:
        """How many tickets are here; those that changed, or hold some words, must be looked at."""
        if query.text.strip() or query.updated_since:
            return None
        with disk.locked(self.folder):
            self._index.look()
            return len(self._index.by_age())

    def _changed(self, path: str, since: datetime | None) -> Snapshot | None:
        """A ticket, if it changed since; or if it came since, with an older time, and nobody knows it yet."""
        with disk.locked(self.folder):
            old = since is not None and updated(path) < since
            if old and since and disk.came_at(path) < since:
                return None
            sheet = self._index.open(path)
            if old and not sheet.is_news:
                return None
            if sheet.is_recorded:
                sheet.settle(self.now())
            return sheet.snapshot()

    def ways(self, key: str) -> Sequence[Way]:
        """Where the workflow of the policy lets it go."""
        with self._sheet(key) as sheet:
            return [Way(status.id, status) for status in self.workflow.ways(sheet.status)]

    def move(self, key: str, way: Way, seen: Snapshot) -> None:
        """Write another status into its file, if that is as it was seen."""
        with self._sheet(key) as sheet:
            if sheet.source.text != seen.ticket.source.text or sheet.status != seen.status:
                message = f"{key} is not as it was seen: somebody changed it meanwhile"
                raise ConflictError(message, fix="Read it again.")
            before, after = sheet.status, way.to
            if after not in self.workflow.ways(before):
                message = f"{key} may not go from {before.name} to {after.name} by trackers.folder.moves"
                fix = "Move it another way, or add this one to trackers.folder.moves in the policy."
                raise RefusedError(message, fix=fix)
            entry = Entry(by=self.me().id, status=after.name, before=before.name)
            sheet.rewrite(Front(sheet.source).with_status(after.name))
            sheet.keep(record.dated(sheet.entries, [entry], self.now()))

    def comments(self, key: str) -> Sequence[Comment]:
        """Those of its record."""
        with self._sheet(key) as sheet:
            return [self._comment(entry) for entry in sheet.entries if entry.comment is not None]

    def upsert_comment(self, key: str, note: Note) -> Comment:
        """Write our comment into its record, in the place of the one that is there."""
        text = markdown_note.written(note)
        with self._sheet(key) as sheet:
            ours = [entry for entry in sheet.entries if self._is_ours(entry)]
            if not ours:
                new = Entry(by=self.me().id, marker=GUARD, comment=text)
                sheet.keep(record.dated(sheet.entries, [new], self.now()))
                return self._comment(sheet.entries[-1])
            kept = ours[0]
            if kept.comment != text:
                kept = kept._replace(comment=text, edited=max(self.now(), kept.edited or self.now()))
            if kept != ours[0] or ours[1:]:
                rest = {entry.id for entry in ours[1:]}
                told = [kept if entry.id == kept.id else entry for entry in sheet.entries]
                sheet.keep([entry for entry in told if entry.id not in rest])
            return self._comment(kept)

    def _is_ours(self, entry: Entry) -> bool:
        return entry.comment is not None and entry.marker == GUARD and entry.by == self.me().id

    def _comment(self, entry: Entry) -> Comment:
        by = _person(entry.by) if entry.by else None
        words = markdown_note.words(entry.comment or "")
        return Comment(entry.id, by, entry.at or self.now(), words, ours=self._is_ours(entry))

    def label(self, key: str, *, add: Sequence[str] = (), remove: Sequence[str] = ()) -> None:
        """Write labels into its file; no other is touched."""
        with self._sheet(key) as sheet:
            before = sheet.labels
            after = [label for label in before if label not in remove]
            after += [label for label in dict.fromkeys(add) if label not in after]
            done = [entry._replace(by=self.me().id) for entry in changes(before, after)]
            if done:
                sheet.rewrite(Front(sheet.source).with_labels(after))
                sheet.keep(record.dated(sheet.entries, done, self.now()))

    def text_at(self, key: str, at: datetime) -> Ticket | None:
        """A folder keeps no old texts: the one of today, if nobody edited it since; else nothing."""
        with self._sheet(key) as sheet:
            last = max(entry.at for entry in sheet.entries if entry.text and entry.at)
            return sheet.snapshot().ticket if last <= at else None

    def verify(self, headers: Mapping[str, str], body: bytes, secret: bytes) -> bool:  # noqa: ARG002  see below
        """A folder sends nothing: what the contract hands over is not looked at."""
        raise _silent()

    def event(self, headers: Mapping[str, str], body: bytes) -> Event | None:  # noqa: ARG002  the contract's
        """A folder sends nothing."""
        raise _silent()

    def diagnose(self) -> Iterator[Remark]:
        """Whether the folder can be used, and what in it is odd."""
        from .diagnosis import remarks

        return remarks(self)

    # --- files ------------------------------------------------------------------------------------------

    @contextmanager
    def _sheet(self, key: str) -> Iterator[Sheet]:
        """The files of a ticket, under the lock, with what people changed by hand recorded."""
        with self._lock(key):
            sheet = self._index.find(key)
            sheet.settle(self.now())
            yield sheet

    @contextmanager
    def _lock(self, key: str) -> Iterator[None]:
        try:
            with disk.locked(self.folder):
                yield
        except GoneError as error:
            if key in error.message:
                raise
            message = f"there is no ticket {key}: {error.message}"
            raise GoneError(message, fix=error.fix) from None

    def open(self, path: str, called: str = "") -> Sheet:
        """A ticket file with its record, by the key of its front matter or called otherwise."""
        return Sheet(path, self.root, self.workflow, self._setting.readers, called)


def _person(name: str) -> Person:
    return Person(name, (name,), name)


def _login() -> str:
    import getpass

    try:
        name = os.environ.get("VALUEGATE_PERSON") or getpass.getuser()
    except (KeyError, OSError, ImportError):
        name = ""
    name = " ".join(name.encode("utf-8", "replace").decode().split())
    if not name or name == GUARD:
        what = f"“{GUARD}” is the name of the guard" if name else "nobody knows who runs this"
        raise SignInError(what, fix="Set VALUEGATE_PERSON to your name.")
    return name


def _said(found: Snapshot) -> str:
    return f"{found.ticket.key} {found.ticket.title} {found.ticket.source.name}"


def _of_many(faults: Sequence[TrackerError]) -> TrackerError:
    first = faults[0]
    more = f" ({len(faults) - 1} more are like that)" if faults[1:] else ""
    return IncompleteError(f"{first.message}{more}", fix=first.fix)


def _silent() -> TrackerError:
    return TrackerError(
        "a folder sends no messages", fix="Look at it regularly: valuegate guard run --every 60s"
    )
