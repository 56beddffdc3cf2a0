"""The record of a ticket: what happened to it, an entry below the other, in a file beside it.

The time of an entry is also its id: no two of a ticket have the same. What people add by hand (a comment)
may lack it, and gets it at the next read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

from valuegate import yaml_source
from valuegate.errors import UnavailableError, ValuegateError
from valuegate.records import NamedTuple
from valuegate.terminal import UNSAFE, safe

SUFFIX = ".history.yaml"
"""A ticket ``SHOP-12.md`` has the record ``SHOP-12.history.yaml``."""

_MAX_BYTES = 4 * 1024 * 1024
_SAYING = ("made", "status", "added", "removed", "text", "comment")
"""The keys of which an entry has one."""
_TICK = timedelta(microseconds=1)
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)
_HEAD = """\
# What happened to {name}. valuegate writes this file.
# To say something, add an entry with `by` and `comment`.
"""
_PLAIN = re.compile(
    r"(?!(?:true|false|yes|no|on|off|y|n|null)\Z)[^\W\d_](?:[\w./-]|[ ](?=[\w./-]))*", re.IGNORECASE
)
_BLOCK = re.compile(
    r"[\n\x20-\x7e\u00a0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]*"
)
"""What a literal block of YAML gives back as it was."""
_CONFLICT = re.compile(r"^(?:<<<<<<<|=======|>>>>>>>)", re.MULTILINE)
_DIGEST = re.compile(r"[0-9a-f]{16}")


class Entry(NamedTuple):
    """One thing that happened. ``by`` is empty where nobody knows who did it.

    ``made`` is the status in which the ticket was first seen, with its ``key`` and ``labels``; ``status`` the
    one that it entered, ``before`` the one that it left; ``added`` and ``removed`` a label; ``text`` tells
    the text by its digest. A ``comment`` that the guard keeps has a ``marker``; ``edited`` is when it was
    last written.
    """

    at: datetime | None = None
    by: str = ""
    made: str = ""
    key: str = ""
    labels: tuple[str, ...] = ()
    status: str = ""
    before: str = ""
    added: str = ""
    removed: str = ""
    text: str = ""
    marker: str = ""
    edited: datetime | None = None
    comment: str | None = None

    @property
    def says(self) -> bool:
        """Does it say anything? If not, it is what a merge left of two entries that say the same."""
        return self.comment is not None or any(getattr(self, key) for key in _SAYING)

    @property
    def id(self) -> str:
        """The time, as it is written."""
        return written_time(self.at) if self.at else ""


class State(NamedTuple):
    """A ticket as its record knows it."""

    key: str
    status: str
    labels: tuple[str, ...]
    text: str


def state(entries: Sequence[Entry]) -> State:
    """What all entries come to."""
    key = status = text = ""
    labels: list[str] = []
    for entry in entries:
        key, text = entry.key or key, entry.text or text
        status = entry.made or entry.status or status
        labels += [label for label in (*entry.labels, entry.added) if label and label not in labels]
        if entry.removed in labels:
            labels.remove(entry.removed)
    return State(key, status, tuple(labels), text)


def last(entries: Sequence[Entry]) -> datetime:
    """When the last thing happened."""
    return max((time for entry in entries for time in (entry.at, entry.edited) if time), default=_NEVER)


def dated(known: Sequence[Entry], more: Sequence[Entry], at: datetime) -> list[Entry]:
    """Entries with those that are added to them: each has a time, later than all before it."""
    after = last(known)
    entries = list(known)
    for entry in more:
        after = max(at, after + _TICK)
        entries.append(entry._replace(at=after))
    return entries


# --- reading ----------------------------------------------------------------------------------------------


def read(data: bytes, path: str) -> list[Entry]:
    """The entries of a record, oldest first. UnavailableError, with the place, if somebody broke it."""
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        message = f"{path} is not UTF-8 text (byte 0x{data[error.start]:02x})"
        raise UnavailableError(message, fix="Save the file as UTF-8.") from None
    try:
        document = yaml_source.load(text, name=path, max_bytes=_MAX_BYTES)
        value = [] if document.value is None else document.value
        if not isinstance(value, list):
            raise document.fault("is no list of entries", "Begin each entry with `- at:`.", 0)
        entries = [_entry(document, number, said) for number, said in enumerate(value)]
        entries = [entry for entry in entries if entry.says]
    except ValuegateError as error:
        fix = f"{error.fix or 'Mend it.'} Or take the last good version of the file, from git for example."
        if _CONFLICT.search(text):
            fix = "Take out the marks of the merge conflict, and keep the entries of both sides."
        message = f"{path} cannot be read as the record of a ticket: line {error.line} {error.message}"
        raise UnavailableError(message, fix=fix) from None
    known = sorted((entry for entry in entries if entry.at), key=lambda entry: entry.id)
    for one, two in pairwise(known):
        if one.id == two.id:
            fix = "Give one of them another time, or delete it if both say the same."
            raise UnavailableError(f"{path} has two entries of {one.id}", fix=fix)
    return known + [entry for entry in entries if not entry.at]


def _entry(document: yaml_source.Document, number: int, said: Any) -> Entry:
    def fault(message: str, fix: str, key: str = "") -> ValuegateError:
        place = document.ranges.get((number, key)) or document.ranges[(number,)]
        return document.fault(message, fix, place[0])

    if not isinstance(said, dict):
        raise fault("has an entry that is no mapping", "Write it as `by:` and `comment:`.")
    values: dict[str, Any] = {}
    for key, value in said.items():
        if key not in Entry._fields:
            raise fault(f"has '{key[:40]}', which no entry has", f"Known: {', '.join(Entry._fields)}.", key)
        values[key] = value
        if key == "labels":
            values[key] = tuple(map(str, value)) if isinstance(value, list) else ()
        elif not isinstance(value, str):
            raise fault(
                f"has '{key}', which is no text", "Write it on one line, or as a block after `|`.", key
            )
        elif key in ("at", "edited"):
            values[key] = read_time(value)
            if not values[key]:
                raise fault(f"has '{value[:40]}', which is no time", "Write it as 2026-11-28T07:03:12Z.", key)
    if not (values.keys() & {"at", *_SAYING}):
        raise fault("has an entry that says nothing", "Say what happened, for example with `comment:`.")
    if "comment" in values:
        values["comment"] = values["comment"].rstrip("\n")
    return Entry(**values)


def read_time(text: str) -> datetime | None:
    """A time of a record in UTC; None if it is none."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at.astimezone(UTC) if at.tzinfo else None


# --- writing ----------------------------------------------------------------------------------------------


def written(entries: Sequence[Entry], name: str) -> str:
    """The record of a ticket file, as text."""
    return _HEAD.format(name=safe(name)) + "".join(map(_written_entry, entries))


def written_time(at: datetime) -> str:
    """A time as it stands in a record."""
    return at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _written_entry(entry: Entry) -> str:
    first, *more = "\n".join(f"{key}: {value}" for key, value in _fields(entry)).split("\n")
    return f"- {first}\n" + "".join(f"  {line}\n" if line else "\n" for line in more)


def _fields(entry: Entry) -> Iterator[tuple[str, str]]:
    for key, value in entry._asdict().items():
        if isinstance(value, datetime):
            yield key, written_time(value)
        elif isinstance(value, tuple):
            if value:
                yield key, f"[{', '.join(map(scalar, value))}]"
        elif key == "comment" and value is not None:
            yield key, _block(value)
        elif value:
            yield key, scalar(value)


def scalar(text: str) -> str:
    """A text on one line, in quotes if it needs them."""
    return text if _PLAIN.fullmatch(text) or _DIGEST.fullmatch(text) else _quoted(text)


def _quoted(text: str) -> str:
    text = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{UNSAFE.sub(lambda match: f"{chr(92)}U{ord(match[0]):08x}", text)}"'


def _block(text: str) -> str:
    """A comment as a literal block, as it reads best; in quotes if YAML would change it."""
    odd = text.startswith((" ", "\n")) or text != text.rstrip() or not _BLOCK.fullmatch(text)
    if odd or not text:
        return _quoted(text)
    return "|\n" + "\n".join(f"  {line}" if line else "" for line in text.split("\n"))
