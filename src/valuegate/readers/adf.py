"""Reads Atlassian documents (the JSON that Jira Cloud stores), alone or inside an issue of its REST API."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeGuard

from valuegate import json_source
from valuegate.adf_document import Node, read_document
from valuegate.json_source import JsonDocument
from valuegate.reader import MAX_DEPTH, BlockBuilder, joined, paragraphs, with_bare_links, with_directives
from valuegate.readers import claims_adf
from valuegate.ticket import Block, Source, Ticket

_NAMES = ("displayName", "name", "value", "emailAddress", "accountId", "key")
_TITLES = ("summary", "description", "status", "issuetype", "labels", "project")
_KNOWN = (*_TITLES, "creator", "reporter", "assignee", "created", "duedate")


class AdfReader:
    """Atlassian documents, and Jira issues as its REST API gives them."""

    name = "adf"

    def claims(self, name: str, text: str) -> int:
        """Sure of ``.json`` (broken JSON needs a clear error), and of what looks like a document or issue."""
        return claims_adf(name, text)

    def read(self, source: Source) -> Ticket:
        """The ticket; TicketError, with its place, for broken JSON or a document of another shape."""
        document = json_source.load(source, max_depth=2 * MAX_DEPTH)  # a node costs an object and a list
        root = document.value
        if isinstance(root, dict) and isinstance(root.get("fields"), dict):
            return _Issue(document, root).ticket(self.name)
        body = root.get("body", root) if isinstance(root, dict) else root
        if not _is_document(body):
            raise document.error(
                "is JSON, but neither an Atlassian document nor a Jira issue",
                0,
                'Give {"type": "doc", …}, {"body": …} or an issue with its "fields".',
            )
        blocks = with_directives(read_document(document, body))
        return Ticket(source, blocks, title=_title(blocks), reader=self.name)


def _is_document(value: object) -> TypeGuard[Node]:
    return isinstance(value, dict) and value.get("type") == "doc"


def _title(blocks: tuple[Block, ...]) -> str:
    first = blocks[0] if blocks else None
    return first.text.strip() if first and first.kind == "heading" and first.level == 1 else ""


class _Issue:
    """An issue of Jira's REST API: ``{"key", "fields": {"summary", "description", …}}``."""

    def __init__(self, document: JsonDocument, root: Node) -> None:
        self.document = document
        self.root = root
        self.fields: Node = root["fields"]

    def ticket(self, reader: str) -> Ticket:
        fields = self.fields
        key = _label(self.root.get("key"))
        dates = {"created": _label(fields.get("created")), "due": _label(fields.get("duedate"))}
        return Ticket(
            self.document.source,
            self._description(),
            key=key,
            title=_label(fields.get("summary")),
            type=_label(fields.get("issuetype")),
            status=_label(fields.get("status")),
            labels=tuple(filter(None, map(_label, _items(fields.get("labels"))))),
            project=self._project(key),
            # Anybody may change the reporter; the creator stays.
            author=_label(fields.get("creator")) or _label(fields.get("reporter")),
            owner=_label(fields.get("assignee")),
            url=self._url(key),
            dates={name: day for name, day in dates.items() if day},
            fields=dict(self._custom()),
            reader=reader,
        )

    def _project(self, key: str) -> str:
        project = self.fields.get("project")
        return _label(project.get("key") if isinstance(project, dict) else project) or key.rpartition("-")[0]

    def _url(self, key: str) -> str:
        """The page that a person opens, from the address of the REST resource."""
        site, found, _ = _label(self.root.get("self")).partition("/rest/api/")
        return f"{site}/browse/{key}" if found and key else ""

    def _description(self) -> tuple[Block, ...]:
        value = self.fields.get("description")
        if _is_document(value):
            return with_directives(read_document(self.document, value))
        if value is None:
            return ()
        place = self.document.offset(self.fields, "description")
        if not isinstance(value, str):
            raise self.document.error("has a description that is neither a document nor a text", place)
        return with_directives(paragraphs(self._block(value, place)))

    def _custom(self) -> Iterator[tuple[str, Block]]:
        """The other fields; ``names`` (``expand=names``) tells how people call them."""
        names = self.root.get("names")
        for name, value in self.fields.items():
            if name in _KNOWN:
                continue
            block = self._field(name, value)
            if block.text.strip():
                yield (_label(names.get(name)) if isinstance(names, dict) else "") or name, block

    def _field(self, name: str, value: Any) -> Block:
        place = self.document.offset(self.fields, name)
        if _is_document(value):
            return joined(read_document(self.document, value), place)
        if isinstance(value, str):
            return self._block(value, place)
        words = ", ".join(filter(None, map(_label, _items(value))))
        return Block("paragraph", words, ((0, place),))

    def _block(self, text: str, place: int) -> Block:
        builder = BlockBuilder("paragraph")
        for piece, at in self.document.pieces(text, place):
            builder.add(piece, at)
        return with_bare_links(builder.build(place))


def _items(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _label(value: Any) -> str:
    """How a person reads a value of Jira: its text, or the name of the object."""
    if isinstance(value, dict):
        value = next((value[name] for name in _NAMES if isinstance(value.get(name), str)), "")
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return f"{value:g}" if isinstance(value, float) else str(value).strip()
