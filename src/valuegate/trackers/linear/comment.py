"""The one comment of the guard on an issue, and the card beside it."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from uuid import UUID

from ...errors import RefusedError
from ...note import Note
from ...records import NamedTuple
from ...tracker import Comment, Person
from .client import Client
from .documents import COMMENTS, CREATE_COMMENT, DELETE_COMMENT, SET_CARD, UPDATE_COMMENT
from .markdown import card, mark, unmarked, written
from .translate import Node, moment, person

CARD = "#valuegate"
"""How the address of the card ends: it is that of the issue, where the comment explains the rest.

Linear has one attachment of each address on an issue, and changes that one. The address of an issue changes
with its title and its team, so a card that is there keeps its own.
"""


def comment_id(key: bytes, issue: str) -> str:
    """The id of the comment on an issue: the same at each try, and known to nobody without the key."""
    digest = hmac.new(key, f"valuegate comment {issue}".encode(), sha256).digest()
    return str(UUID(bytes=digest[:16], version=4))


class Standing(NamedTuple):
    """An issue as a comment needs it: its id, where its card is or goes, and its comments, oldest first.

    ``marks`` are those of our own ones, by the id of the comment.
    """

    issue: str
    card: str
    comments: Sequence[Comment]
    marks: Mapping[str, str]


class Desk:
    """Where comments are read and written. ``words`` makes words of Markdown."""

    def __init__(self, client: Client, me: Person, words: Callable[[str], str]) -> None:
        self._client = client
        self._me = me
        self._words = words

    def read(self, key: str) -> Standing:
        """All comments of an issue, and its card."""
        pages = list(self._client.paged(COMMENTS, "issue.comments", id=key, card=CARD))
        issue = pages[0]["issue"]
        nodes = [node for page in pages for node in page["issue"]["comments"]["nodes"]]
        home = "/".join(issue["url"].split("/")[:3]) + "/"
        cards = [node["url"] for node in issue["attachments"]["nodes"] if node["url"].startswith(home)]
        made = comment_id(self._client.transport.key(), issue["id"])
        found = sorted((self._comment(node, made) for node in nodes), key=lambda each: (each.at, each.id))
        marks = {node["id"]: mark(node["body"]) for node in nodes}
        ours = {each.id: marks[each.id] for each in found if each.ours}
        return Standing(issue["id"], min(cards, default=f"{issue['url']}{CARD}"), found, ours)

    def _comment(self, node: Node, made: str) -> Comment:
        """Ours has the mark, answers no other, and is by us: as Linear tells, or by its secret id."""
        by, body = person(node["user"], node["botActor"], node["externalUser"]), node["body"]
        mine = node["id"] == made or (by is not None and by.id == self._me.id)
        ours = mine and node["parentId"] is None and bool(mark(body))
        return Comment(node["id"], by, moment(node["createdAt"]), self._words(unmarked(body)), ours=ours)

    def upsert(self, key: str, note: Note) -> Comment:
        """Make the comment say the note. The card comes first: the comment then tells that both are done."""
        there = self.read(key)
        ours = sorted((each for each in there.comments if each.ours), key=lambda each: each.id)
        body = written(note)
        if not ours or there.marks[ours[0].id] != mark(body):
            title, subtitle = card(note)
            about = {"issueId": there.issue, "url": there.card, "title": title, "subtitle": subtitle}
            self._client.do(SET_CARD, input=about)
            ours[:1] = [self._write(there.issue, body, ours[0] if ours else None)]
        for double in ours[1:]:  # two were made at once, before either was there to be seen
            self._client.do(DELETE_COMMENT, id=double.id)
        return ours[0]

    def _write(self, issue: str, body: str, there: Comment | None) -> Comment:
        text = self._words(unmarked(body))
        if there:
            self._client.do(UPDATE_COMMENT, id=there.id, input={"body": body})
            return there._replace(text=text)
        try:
            made = self._create(issue, body, {"id": comment_id(self._client.transport.key(), issue)})
        except RefusedError:  # another run of ours was faster, or that id is taken for whatever reason
            faster = next((each for each in self.read(issue).comments if each.ours), None)
            if faster:
                return self._write(issue, body, faster)
            made = self._create(issue, body, {})
        return Comment(made["id"], self._me, moment(made["createdAt"]), text, ours=True)

    def _create(self, issue: str, body: str, named: Node) -> Node:
        wanted = {**named, "issueId": issue, "body": body}
        made: Node = self._client.do(CREATE_COMMENT, input=wanted)["comment"]
        return made
