"""One line of JSON as a ticket (``schemas/ticket.schema.json``): what a tracker's export is turned into.

What the object says of a ticket (status, type, labels, days) is all that counts: an author cannot
overrule it by front matter in the description.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from . import json_source
from .reader import MAX_DEPTH
from .records import NamedTuple
from .ticket import CATEGORIES, Block, Source, Ticket

_TEXTS = ("key", "title", "type", "status", "project", "author", "owner", "url", "reader", "source")
_DATES = ("created", "due", "entered")
_KNOWN = frozenset((*_TEXTS, *_DATES, "labels", "category", "description", "fields", "waivers"))
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}([Tt ].*)?")
_PUT = {
    "a text": "Put the value in quotes.",
    "a day": 'Write a day as "2026-11-23".',
    "a category": f"Write one of: {', '.join(CATEGORIES)}.",
    "a list of texts": 'Write a list of texts: ["mobile", "beta"].',
    "a list of waivers": 'Write [{"check": "evidence", "until": "2027-01-31", "by": "ana", "reason": "…"}].',
    "an object": 'Write an object: {"Success metric": "…"}.',
    "a text or a document": 'Write a text, or an Atlassian document: {"type": "doc", "content": […]}.',
}


class Record(NamedTuple):
    """A line that was understood: the name of its ticket, the document to read, and what it says beside."""

    name: str
    document: str
    reader: str
    values: Mapping[str, Any]

    def ticket(self, read: Ticket) -> Ticket:
        """The ticket: the document that a reader has read, with what the line says of it."""
        if not self.values:
            return read
        beside = ("type", "status", "category", "project", "author", "owner")
        said = {name: self.values.get(name, "") for name in beside}
        source, fields = _append_fields(read.source, self._custom())
        source, waivers = _append_fields(source, self._waivers())
        return read._replace(
            source=source,
            kind="ticket",
            key=self.values.get("key", read.key),
            title=self.values.get("title", read.title),
            url=self.values.get("url", read.url),
            labels=tuple(self.values.get("labels", ())),
            dates={name: self.values[name] for name in _DATES if name in self.values},
            fields={**read.fields, **fields},
            waivers=tuple(waivers.values()),
            **said,
        )

    def _custom(self) -> dict[str, str]:
        others = {name: value for name, value in self.values.items() if name not in _KNOWN}
        fields = {**others, **self.values.get("fields", {})}
        return {name: "\n".join(_words(value)) for name, value in fields.items()}

    def _waivers(self) -> dict[str, str]:
        """What the tracker says of waivers, as a field would say it."""
        told = self.values.get("waivers", ())
        return {"waivers": "\n".join(map(_lines_of_waiver, told))} if told else {}


def is_ticket_line(line: bytes) -> bool:
    """Is this first line of an input a whole ticket, so that it is JSON lines and not one text?"""
    if not line.lstrip(b"\xef\xbb\xbf \t").startswith(b"{"):
        return False
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return False
    return isinstance(value, dict) and value.get("type") != "doc"


def read_line(source: Source) -> Record:
    """What one line says. TicketError, with its column, if it is not a ticket."""
    loaded = json_source.load(source, max_depth=2 * MAX_DEPTH)
    values = loaded.value
    if not isinstance(values, dict):
        raise loaded.error("is JSON, but not an object", 0, "Write a ticket a line: {…}.")
    if _is_whole(values):
        return Record(source.name, source.text, "", {})
    for name, kind in _faults(values):
        raise loaded.error(f"has a '{name}' that is not {kind}", loaded.offset(values, name), _PUT[kind])
    body = values.get("description", "")
    reader = values.get("reader") or ("" if isinstance(body, str) else "adf")
    document = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False, indent=2)
    return Record(values.get("source") or source.name, document, reader, values)


def _is_whole(values: Mapping[str, Any]) -> bool:
    """Is the line a document that a reader knows whole (ADF, or an issue of Jira's REST API)?"""
    fields = values.get("fields")
    issue = isinstance(fields, dict) and "summary" in fields
    return values.get("type") == "doc" or (issue and "title" not in values and "description" not in values)


def _faults(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The keys whose value has another type than the schema says."""
    for name, value in values.items():
        if name in _TEXTS and not isinstance(value, str):
            yield name, "a text"
        elif name in _DATES and not (isinstance(value, str) and _DAY.match(value)):
            yield name, "a day"
        elif name == "category" and value not in CATEGORIES:
            yield name, "a category"
        elif name == "labels" and not (isinstance(value, list) and all(isinstance(v, str) for v in value)):
            yield name, "a list of texts"
        elif name == "waivers" and not (isinstance(value, list) and all(map(_is_waiver, value))):
            yield name, "a list of waivers"
        elif name == "fields" and not isinstance(value, dict):
            yield name, "an object"
        elif name == "description" and not (isinstance(value, str) or _is_document(value)):
            yield name, "a text or a document"


def _is_waiver(value: Any) -> bool:
    if not isinstance(value, dict):
        return isinstance(value, str)
    texts = all(isinstance(said, str) for said in value.values())
    return texts and set(value) <= {"check", "until", "by", "reason"}


def _lines_of_waiver(waiver: str | Mapping[str, str]) -> str:
    if isinstance(waiver, str):
        return " ".join(waiver.split())
    return "\n".join(f"{key}: {' '.join(text.split())}" for key, text in waiver.items())


def _is_document(value: Any) -> bool:
    return isinstance(value, dict) and value.get("type") == "doc" and isinstance(value.get("content"), list)


def _words(value: Any) -> Iterator[str]:
    """What a person sees of a field: its texts, of lists and objects too (a choice, a document)."""
    todo = [value]
    while todo:
        item = todo.pop()
        if isinstance(item, dict):
            shown = [item[key] for key in ("text", "value", "name") if key in item]
            todo += [item["content"]] if "content" in item else shown[:1] or reversed(list(item.values()))
        elif isinstance(item, list):
            todo += reversed(item)
        elif item is not None and item != "":
            yield item if isinstance(item, str) else json.dumps(item)


def _append_fields(source: Source, fields: Mapping[str, str]) -> tuple[Source, dict[str, Block]]:
    """Fields stand, one after the other, below the description, so that each word has a place."""
    text = source.text
    blocks: dict[str, Block] = {}
    for name, words in fields.items():
        start = f"{text}\n\n{name}: " if text else f"{name}: "
        blocks[name] = Block("paragraph", words, ((0, len(start)),))
        text = start + words
    return Source(source.name, text), blocks
