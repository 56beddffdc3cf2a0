"""Comments of an issue, and the one of the guard among them: written once, mended, never doubled for long."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from html import unescape
from typing import Any

from valuegate.errors import GoneError, TicketError, UnavailableError
from valuegate.note import Note
from valuegate.reader import Reader
from valuegate.ticket import Source
from valuegate.tracker import Comment, Person

from .client import Client
from .notes import digest, document, mark_of, wiki
from .translate import Json, moment, person

_INTERNAL = {"key": "sd.public.comment", "value": {"internal": True}}
"""In a service project only the team sees it; elsewhere Jira keeps the property and it means nothing."""

_MARK = "valuegate.guard"
"""The property that marks a comment of the guard in Cloud. In Data Center its markup does."""

_MOST = 1000
"""So many comments are asked for their properties at once."""


class Comments:
    """The comments of issues, by one reader of their markup. ``me`` is who we are."""

    def __init__(self, client: Client, readers: Mapping[str, Reader], me: Person) -> None:
        self._client = client
        self._readers = readers
        self._me = me

    def all(self, key: str) -> list[Comment]:
        """All comments, oldest first."""
        raw = self._raw(key)
        ours = self._ours(raw)
        read = [self._read(each, str(each.get("id")) in ours) for each in raw]
        return sorted(read, key=lambda comment: (comment.at, _number(comment.id)))

    def _raw(self, key: str) -> list[Json]:
        return self._client.pages(f"issue/{key}/comment", "comments", orderBy="created")

    def upsert(self, key: str, note: Note) -> Comment:
        """Make the one comment of the guard say this; nothing is written if it does already."""
        said = self._said(note)
        ours, made = self._mine(key), set[str]()
        if not ours:
            written = self._client.write("POST", f"issue/{key}/comment", "Add Comments", said, safe=False)
            ours, made = self._mine(key), {str(written.get("id"))}
        if not ours:
            fix = "Try again: what was written is looked for first."
            raise UnavailableError("the comment was written, and Jira does not show it", fix=fix)
        both = ours.keys() | made  # pages shift while others delete, and may not show the one just made
        first = min(both, key=_number)
        for twin in both - {first}:
            self._delete(key, twin)
        if first not in ours:
            return self.upsert(key, note)
        raw, mark = ours[first]
        if mark == digest(note) and self._words(raw.get("body")) == self._words(said["body"]):
            return self._read(raw, True)
        path = f"issue/{key}/comment/{first}"
        return self._read(self._client.write("PUT", path, "Edit Own Comments", said, safe=True), True)

    def _said(self, note: Note) -> dict[str, Any]:
        if not self._client.is_cloud:
            return {"body": wiki(note), "properties": [_INTERNAL]}
        mark = {"key": _MARK, "value": {"note": digest(note)}}
        return {"body": document(note), "properties": [_INTERNAL, mark]}

    def _mine(self, key: str) -> dict[str, tuple[Json, str]]:
        """The comments of the guard by id, each with the digest of the note that it says."""
        raw = self._raw(key)
        marks = self._ours(raw)
        return {str(each["id"]): (each, marks[str(each["id"])]) for each in raw if str(each["id"]) in marks}

    def _ours(self, found: Sequence[Json]) -> dict[str, str]:
        """By id, what marks those as the guard's that our account wrote: the digests of their notes."""
        written = [each for each in found if (by := person(each.get("author"))) and by.id == self._me.id]
        if not self._client.is_cloud:
            return {str(each["id"]): mark for each in written if (mark := mark_of(str(each.get("body"))))}
        ids = [_number(str(each["id"])) for each in written]
        marks: dict[str, str] = {}
        for start in range(0, len(ids), _MOST):
            body = {"ids": ids[start : start + _MOST]}
            for each in self._client.look("comment/list?expand=properties", body).get("values", ()):
                marks |= {str(each["id"]): mark for mark in _marks(each)}
        return marks

    def _delete(self, key: str, id_: str) -> None:
        try:
            path = f"issue/{key}/comment/{id_}"
            self._client.write("DELETE", path, "Delete Own Comments", safe=True)
        except GoneError:
            return  # somebody else did it, or we did, and the answer was lost

    def _read(self, raw: Json, ours: bool) -> Comment:
        by, editor = person(raw.get("author")), person(raw.get("updateAuthor"))
        other = editor if editor and (by is None or editor.id != by.id) else None
        text = self._words(raw.get("body"))
        return Comment(str(raw.get("id")), by, moment(raw.get("created")), text, other, ours)

    def _words(self, body: Any) -> str:
        """What people read of a comment, a block a line."""
        try:
            if isinstance(body, Mapping):
                blocks = self._readers["adf"].read(Source("comment", json.dumps(body))).blocks
            else:
                blocks = self._readers["jira-wiki"].read(Source("comment", str(body or ""))).blocks
        except TicketError:  # nobody can read it, so it asks for nothing
            return ""
        return "\n".join(unescape(block.text) for block in blocks)


def _marks(raw: Json) -> Iterator[str]:
    for each in raw.get("properties", ()):
        if each.get("key") == _MARK:
            value = each.get("value")
            yield str(value.get("note")) if isinstance(value, Mapping) else ""


def _number(id_: str) -> int:
    return int(id_) if id_.isdecimal() else 0
