"""Linear as a tracker: each method is a question or two, and pure functions around them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from ...errors import ConflictError, GoneError, RefusedError, TicketError, UsageError
from ...note import Note
from ...reader import Reader
from ...ticket import Source, Ticket
from ...tracker import (
    Comment,
    Event,
    History,
    Person,
    Query,
    Remark,
    Scope,
    Setting,
    Snapshot,
    Way,
)
from . import documents, scope, translate, webhook
from .client import Client, Trail
from .comment import Desk
from .history import UNRECORDED, history
from .translate import Node
from .understood import understood

_AT_ONCE, _PASTS = 50, 20


class LinearTracker:
    """A workspace of Linear, as far as ``teams`` of the policy reaches."""

    name = "linear"

    def __init__(self, client: Client, setting: Setting) -> None:
        self.client = client
        self.options = setting.options
        self.teams = [str(key).upper() for key in setting.options.get("teams") or ()]
        self._reader: Reader = setting.readers["markdown"]
        self.clock = setting.now
        self._me: Person | None = None

    @property
    def advice(self) -> str:
        """What whoami says besides."""
        if self.options.get("transport") != "linear-py":
            return ""
        from .linear_py import ADVICE

        return ADVICE

    def close(self) -> None:
        """Close the connections; a later call opens new ones."""
        self.client.close()

    @understood
    def me(self) -> Person:
        """Whose key it is; asked once."""
        if self._me is None:
            self._me = self._viewer()
        return self._me

    def _viewer(self) -> Person:
        somebody = translate.person(self.client.ask(documents.VIEWER)["viewer"])
        assert somebody  # noqa: S101  a viewer is a user
        return somebody

    @understood
    def now(self) -> datetime:
        """By the header Date of an answer; by our own clock where the transport does not give headers."""
        self._viewer()
        return self.client.clock() or self.clock()

    @understood
    def scope(self) -> Scope:
        """The statuses of the teams, the labels of the type group, the teams, and all labels for them."""
        return scope.scope(self.client, self.teams, self._type_group)

    @understood
    def fetch(self, key: str) -> Snapshot:
        """The issue, by its identifier; one that it had in another team leads to it too."""
        return self._snapshot(self._issue(key))

    def _issue(self, key: str) -> Node:
        issue: Node = self.client.ask(documents.ISSUE, id=key)["issue"]
        team = issue["team"]["key"]
        if self.teams and team not in self.teams:  # a webhook may tell of any
            message = f"{key} is in the team {team}, which the policy leaves out"
            raise GoneError(message, fix="Name it under trackers.linear.teams, if it is meant.")
        return issue

    @understood
    def history(self, key: str) -> History:
        """Both histories of Linear, put together."""
        entries, spans = list[Node](), list[Node]()
        trails = {"history": Trail(), "stateHistory": Trail()}
        open_ones = set(trails)
        while open_ones:
            issue = self.client.ask(
                documents.HISTORY,
                id=key,
                entries="history" in open_ones,
                spans="stateHistory" in open_ones,
                entriesAfter=trails["history"].after,
                spansAfter=trails["stateHistory"].after,
            )["issue"]
            for name, found in (("history", entries), ("stateHistory", spans)):
                if name in open_ones:
                    found += issue[name]["nodes"]
                    if not trails[name].goes_on(issue[name]):
                        open_ones.remove(name)
        return history(issue, entries, spans)

    @understood
    def histories(self, keys: Sequence[str]) -> dict[str, History]:
        """Twenty at a time; those that go on are asked for alone."""
        found: dict[str, History] = {}
        for start in range(0, len(keys), _PASTS):
            wanted = translate.these(keys[start : start + _PASTS])
            nodes = self.client.nodes(documents.HISTORIES, "issues", filter=wanted) if wanted["or"] else ()
            for issue in nodes:
                pasts = issue["history"], issue["stateHistory"]
                if any(each["pageInfo"]["hasNextPage"] for each in pasts):
                    found[issue["identifier"]] = self.history(issue["id"])
                else:
                    found[issue["identifier"]] = history(issue, *(each["nodes"] for each in pasts))
        return {key: found[key] for key in keys if key in found}

    @understood
    def search(self, query: Query) -> Iterator[Snapshot]:
        """First which issues there are, then fifty whole ones at a time, those of the longest peace first."""
        wanted = self._wanted(query)
        keys = sorted(
            (issue["updatedAt"], issue["id"])
            for issue in self.client.nodes(documents.KEYS, "issues", filter=wanted)
        )
        for start in range(0, len(keys), _AT_ONCE):
            ids = [key for _, key in keys[start : start + _AT_ONCE]]
            found = self.client.nodes(documents.ISSUES, "issues", filter={"id": {"in": ids}})
            for issue in sorted(found, key=lambda issue: ids.index(issue["id"])):
                yield self._snapshot(issue)

    @understood
    def ways(self, key: str) -> Sequence[Way]:
        """Every status of the team: Linear has no workflow that forbids one."""
        answers = list(self.client.paged(documents.WAYS, "issue.team.states", id=key))
        states = [state for each in answers for state in each["issue"]["team"]["states"]["nodes"]]
        return translate.ways(answers[0]["issue"], states)

    @understood
    def move(self, key: str, way: Way, seen: Snapshot) -> None:
        """Read it again, move it, and look where it is.

        Linear moves on no condition: who is faster than the moment between the two is not noticed.
        """
        issue = self._issue(key)
        if _as_judged(self._snapshot(issue)) != _as_judged(seen):
            raise ConflictError(f"{key} is not as it was seen")
        done = self.client.do(documents.UPDATE_ISSUE, id=issue["id"], input={"stateId": way.to.id})
        if not done["issue"] or done["issue"]["state"]["id"] != way.to.id:
            raise RefusedError(f"Linear did not move {key} to {way.to.name}, and does not say why")

    @understood
    def comments(self, key: str) -> Sequence[Comment]:
        """All comments, with replies."""
        return self._desk().read(key).comments

    @understood
    def upsert_comment(self, key: str, note: Note) -> Comment:
        """The comment, and a card beside the issue that says its first words."""
        return self._desk().upsert(key, note)

    @understood
    def label(self, key: str, *, add: Sequence[str] = (), remove: Sequence[str] = ()) -> None:
        """By name, of the team or the workspace. Linear makes none by itself; RefusedError if one lacks."""
        issue = self.client.ask(documents.STANDING, id=key)["issue"]
        there = {label["name"].casefold(): label["id"] for label in self._all_labels(issue)}
        new = [name for name in add if name.casefold() not in there]
        known = scope.labels_for(self.client, new, issue["team"]["id"]) if new else {}
        missing = [name for name in new if name.casefold() not in known]
        if missing:
            fix = "Make it there, or run: valuegate linear setup"
            raise RefusedError(f"Linear has no label {', '.join(missing)} for {key}", fix=fix)
        added = [known[name.casefold()] for name in new]
        removed = [there[name.casefold()] for name in remove if name.casefold() in there]
        if added or removed:
            changed = {"addedLabelIds": added, "removedLabelIds": removed}
            self.client.do(documents.UPDATE_ISSUE, id=issue["id"], input=changed)

    @understood
    def text_at(self, key: str, at: datetime) -> Ticket | None:
        """Its text, if nobody has edited it since then: Linear keeps no earlier ones."""
        ticket, edited = self.fetch(key).ticket, self.history(key).edited
        recorded = translate.moment(ticket.dates["created"]) + UNRECORDED
        return ticket if edited is not None and max(edited, recorded) <= at else None

    def verify(self, headers: Mapping[str, str], body: bytes, secret: bytes) -> bool:
        """The header Linear-Signature."""
        return webhook.verify(headers, body, secret)

    def event(self, headers: Mapping[str, str], body: bytes) -> Event | None:
        """The issue that a webhook is about."""
        return webhook.event(headers, body)

    def diagnose(self) -> Iterator[Remark]:
        """What an administrator should know."""
        from .doctor import diagnose

        return diagnose(self)

    def _desk(self) -> Desk:
        return Desk(self.client, self.me(), self._words)

    def _words(self, markdown: str) -> str:
        """What people read, where a comment is Markdown."""
        try:
            return "\n".join(block.text for block in self._reader.read(Source("", markdown)).blocks)
        except TicketError:
            return markdown

    @property
    def _type_group(self) -> str:
        return str(self.options.get("type-group") or "Type")

    def _snapshot(self, issue: Node) -> Snapshot:
        return translate.snapshot(issue, self._all_labels(issue), self._reader, self._type_group)

    def _all_labels(self, issue: Node) -> list[Node]:
        """The labels of an issue: nearly always they came with it."""
        if not issue["labels"]["pageInfo"]["hasNextPage"]:
            return list(issue["labels"]["nodes"])
        return list(self.client.nodes(documents.LABELS_OF, "issue.labels", id=issue["id"]))

    def _wanted(self, query: Query) -> Node:
        parts = [scope.of_teams(self.teams)]
        if query.updated_since:
            parts.append({"updatedAt": {"gte": query.updated_since.isoformat()}})
        if query.text:
            parts.append(_filter(query.text))
        return {"and": [part for part in parts if part]} if any(parts) else {}


def _filter(text: str) -> dict[str, Any]:
    """A query as people write it for Linear: the filter of its API, as JSON."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        fix = 'For example: {"state": {"type": {"eq": "started"}}}'
        raise UsageError("a query for Linear is an issue filter of its API, as a JSON object", fix=fix)
    return found


def _as_judged(seen: Snapshot) -> tuple[object, ...]:
    """What a verdict rests on. Not its labels, which the guard may have set since, nor when it changed."""
    ticket = seen.ticket
    return seen.status.id, seen.archived, ticket.key, ticket.title, ticket.type, ticket.source.text
