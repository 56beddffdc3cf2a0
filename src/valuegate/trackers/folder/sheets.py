"""Ticket files with their records: found, read, and brought up to date with what people changed by hand."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from valuegate import front_matter
from valuegate.errors import ConflictError, GoneError, TicketError, UnavailableError
from valuegate.front_matter import NONE, FrontMatter
from valuegate.lazily import lazily
from valuegate.naming import fold
from valuegate.reader import MAX_BYTES, Reader, decode
from valuegate.ticket import Source, Ticket
from valuegate.tracker import Snapshot, Status

from . import disk, record
from .front import Front, digest
from .record import Entry
from .workflow import Workflow

ENDING = ".md"
_BOM = b"\xef\xbb\xbf"


def record_of(path: str) -> str:
    """Where the record of a ticket file is."""
    return path.removesuffix(ENDING) + record.SUFFIX


def updated(path: str) -> datetime:
    """When a ticket or its record last changed."""
    with disk.typed(path):
        at = disk.changed_at(os.stat(path))
        try:
            return max(at, disk.changed_at(os.stat(record_of(path))))
        except FileNotFoundError:
            return at


class Sheet:
    """A ticket file and its record, as they are now. Made, used and changed under the lock only."""

    def __init__(
        self, path: str, root: str, workflow: Workflow, readers: Mapping[str, Reader], called: str = ""
    ) -> None:
        self.path = path
        self._called = called
        self.name = os.path.relpath(path, root).replace(os.sep, "/")
        self._workflow = workflow
        self._reader = readers["markdown"]
        with disk.typed(path):
            self._seen = os.stat(path)
            with open(path, "rb") as file:
                self._data = file.read(MAX_BYTES + 1)
        self.source, self.matter, self._broken = self._read()

    def _read(self) -> tuple[Source, FrontMatter, TicketError | None]:
        """The text and its front matter, as far as they can be read, and why no further."""
        source = Source(self.name, "")
        try:
            source = decode(self._data, self.name)
            return source, front_matter.read(source), None
        except TicketError as error:
            return source, NONE, error

    @lazily
    def entries(self) -> list[Entry]:
        """What its record says. UnavailableError if that cannot be read."""
        path = record_of(self.path)
        try:
            with disk.typed(path), open(path, "rb") as file:
                data = file.read()
        except GoneError:
            return []
        return record.read(data, disk.shown(path))

    @property
    def is_recorded(self) -> bool:
        """Can its record be read? One that is not there yet is an empty one."""
        try:
            return self.entries is not None
        except UnavailableError:
            return False

    @lazily
    def known(self) -> record.State:
        """The ticket, as its record knows it, if that can be read."""
        return record.state(self.entries if self.is_recorded else ())

    @property
    def is_ticket(self) -> bool:
        """Has it front matter, or would it have some if it were not broken?"""
        broken = self._broken and self._data.removeprefix(_BOM).startswith(b"---")
        return bool(self.matter.end > 0 or broken or self.known.status)

    @property
    def key(self) -> str:
        """What it is called by the index, or in its front matter, or was; else the name of the file."""
        said = str(self.matter.attributes.get("key", "")) or (self.known.key if self._broken else "")
        return self._called or said or os.path.basename(self.path).removesuffix(ENDING)

    @property
    def status(self) -> Status:
        """Where it is; of what cannot be read, where it was."""
        said = str(self.matter.attributes.get("status", ""))
        return self._workflow.named(self.known.status if self._broken else said)

    @property
    def labels(self) -> tuple[str, ...]:
        """Its labels; of what cannot be read, those that it had."""
        labels = self.known.labels if self._broken else self.matter.attributes.get("labels", ())
        return tuple(dict.fromkeys(labels))

    def snapshot(self) -> Snapshot:
        """The ticket, as trackers tell of it."""
        key = self.key
        ticket, unreadable = self._ticket()
        ticket = ticket._replace(
            key=key,
            project=ticket.project or key.rpartition("-")[0] or os.path.basename(os.path.dirname(self.path)),
            status=self.status.name,
            labels=self.labels,
            vouched=False,
        )
        return Snapshot(ticket, self.status, updated(self.path), unreadable=unreadable)

    def _ticket(self) -> tuple[Ticket, TicketError | None]:
        """The ticket, and why no more of it can be read."""
        if self._broken:
            return Ticket(self.source), self._broken
        try:
            return self._reader.read(self.source), None
        except TicketError as error:
            return Ticket(self.source, **self.matter.attributes), error

    # --- what people changed by hand --------------------------------------------------------------------

    def settle(self, now: datetime) -> None:
        """Record what somebody changed in an editor, at the time at which the file changed."""
        dated = [entry for entry in self.entries if entry.at]
        by_hand = [entry for entry in self.entries if not entry.at]
        noticed = [*self._noticed()]
        if noticed:
            dated = record.dated(dated, noticed, min(disk.changed_at(self._seen), now))
        if by_hand:
            with disk.typed(self.path):
                at = disk.changed_at(os.stat(record_of(self.path)))
            dated = record.dated(dated, by_hand, min(at, now))
        if by_hand or noticed:
            self.keep(dated)

    @property
    def is_news(self) -> bool:
        """Does it say anything that its record does not?"""
        return self.is_recorded and any(self._noticed())

    def _noticed(self) -> Iterator[Entry]:
        text = digest(self._data) if self._broken or not self.matter.end else Front(self.source).digest()
        status, labels, known = self.status.name, self.labels, self.known
        if not self.entries or not known.status:
            yield Entry(made=status, key=self.key, labels=labels, text=text)
            return
        if text != known.text:
            yield Entry(text=text)
        if fold(status) != fold(known.status):
            yield Entry(status=status, before=known.status)
        yield from changes(known.labels, labels)

    def keep(self, entries: Sequence[Entry]) -> None:
        """Write the record."""
        text = record.written(entries, os.path.basename(self.path))
        disk.write(record_of(self.path), text.encode(), record.last(entries))
        self.entries = list(entries)
        self.known = record.state(entries)

    def rewrite(self, text: str) -> None:
        """Write the ticket, unless somebody did meanwhile. Its record then needs `keep`."""
        with disk.typed(self.path):
            now = os.stat(self.path)
        if (now.st_mtime_ns, now.st_size, now.st_ino) != (
            self._seen.st_mtime_ns,
            self._seen.st_size,
            self._seen.st_ino,
        ):
            raise ConflictError(f"{self.key} was changed meanwhile", fix="Read it again.")
        data = text.encode("utf-8", "surrogatepass")
        disk.write(self.path, _BOM + data if self._data.startswith(_BOM) else data)


def changes(before: Sequence[str], after: Sequence[str]) -> Iterator[Entry]:
    """What was done to labels."""
    yield from (Entry(removed=label) for label in before if label not in after)
    yield from (Entry(added=label) for label in after if label not in before)
