"""An issue as a ticket: its JSON goes through our readers, so that it reads as an exported one does."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from valuegate.errors import TicketError
from valuegate.reader import Reader, decode, joined
from valuegate.ticket import Block, Source, Ticket
from valuegate.tracker import Snapshot

from .translate import Json, moment, status

READ = (
    *("summary", "description", "status", "issuetype", "labels", "project"),
    *("creator", "reporter", "assignee", "created", "updated", "duedate"),
)
"""The fields that are asked for, besides those that the policy maps."""


def snapshot(
    issue: Json, names: Mapping[str, str], readers: Mapping[str, Reader], site: str, *, wiki: bool
) -> Snapshot:
    """An issue as it is. ``names`` are the labels of mapped fields, by the ids of the fields.

    With ``wiki`` its texts are wiki markup, as in Data Center; else documents, or one line without markup.
    """
    fields = issue.get("fields") or {}
    unreadable = None
    try:
        ticket = read(issue, fields, names, readers, wiki=wiki)
    except TicketError as error:
        unreadable = error
        bare = {name: value for name, value in fields.items() if name != "description"}
        ticket = read(issue, bare, {}, readers, wiki=wiki)
    now = status(fields.get("status"))
    url = f"{site}/browse/{ticket.key}"
    ticket = ticket._replace(url=url, status=now.name, category=now.category)
    project = fields.get("project")
    archived = isinstance(project, Mapping) and bool(project.get("archived"))
    return Snapshot(ticket, now, moment(fields.get("updated")), archived, unreadable)


def read(
    issue: Json, fields: Json, names: Mapping[str, str], readers: Mapping[str, Reader], *, wiki: bool
) -> Ticket:
    """The ticket that fields of an issue make. TicketError if a text cannot be read."""
    asked = [name for name in (*READ, *names) if name != "updated"]
    wanted = {name: fields[name] for name in asked if fields.get(name) is not None}
    written = {name: wanted.pop(name) for name in ("description", *names) if wiki and _is_text(wanted, name)}
    whole = {"key": issue.get("key"), "fields": wanted, "names": dict(names)}
    text = json.dumps(whole, ensure_ascii=False)
    ticket = readers["adf"].read(decode(text.encode("utf-8", "replace"), str(issue.get("key"))))
    ticket = ticket._replace(vouched=False)
    return _with_markup(ticket, written, names, readers["jira-wiki"]) if wiki else ticket


def _is_text(fields: Json, name: str) -> bool:
    return isinstance(fields.get(name), str)


def _with_markup(
    ticket: Ticket, written: Mapping[str, str], names: Mapping[str, str], reader: Reader
) -> Ticket:
    """The ticket with its texts in wiki markup, one after the other in one source, so that they have places.

    Behind them stand the fields that are no texts (a choice, a person), as words.
    """
    texts = {"": written.get("description", "")}
    texts |= {names[name]: value for name, value in written.items() if name in names}
    chosen = {label: block.text for label, block in ticket.fields.items()}
    pieces = [*texts.values(), *chosen.values()]
    source = decode("\n\n".join(pieces).encode("utf-8", "replace"), ticket.source.name)
    starts = _starts(pieces)
    blocks = reader.read(Source(source.name, texts.pop(""))).blocks
    fields: dict[str, Block] = {}
    for (label, text), start in zip(texts.items(), starts[1:], strict=False):
        fields[label] = _moved(joined(reader.read(Source(source.name, text)).blocks, 0), start)
    for (label, block), start in zip(ticket.fields.items(), starts[1 + len(texts) :], strict=True):
        fields[label] = block._replace(runs=((0, start),))
    return ticket._replace(source=source, blocks=blocks, fields=fields, reader=reader.name)


def _starts(pieces: Sequence[str]) -> list[int]:
    """Where each piece begins, joined by blank lines."""
    starts, at = [], 0
    for piece in pieces:
        starts.append(at)
        at += len(piece) + 2
    return starts


def _moved(block: Block, by: int) -> Block:
    return block._replace(runs=tuple((here, there + by) for here, there in block.runs))
