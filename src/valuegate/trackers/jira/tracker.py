"""Jira as a tracker: each promise of the contract by as few requests as it takes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

from valuegate.errors import ConflictError, GoneError, RefusedError, SignInError, UnavailableError
from valuegate.lazily import lazily
from valuegate.note import Note
from valuegate.ticket import Ticket
from valuegate.tracker import (
    Comment,
    Event,
    History,
    Person,
    Query,
    Remark,
    Scope,
    Setting,
    Snapshot,
    Status,
    Way,
)

from . import bulk, doctor, fields, search, translate, webhook
from .client import Client
from .comments import Comments
from .issues import READ, read, snapshot
from .translate import Json

_KEY = re.compile(r"([A-Z][A-Z0-9_]+)-[1-9][0-9]*")


class JiraTracker:
    """A site of Jira, Cloud or Data Center, as far as the policy names its projects."""

    name = "jira"

    def __init__(self, setting: Setting, client: Client | None = None) -> None:
        self._setting = setting
        self._client = client or Client(setting)
        self._projects: tuple[str, ...] = tuple(setting.options.get("projects", ()))

    def __repr__(self) -> str:
        return f"<JiraTracker {self._client.site}>"

    def me(self) -> Person:
        """The account that the secret is for."""
        return self._me

    @lazily
    def _me(self) -> Person:
        found = translate.person(self._client.jira.myself())
        if not found:
            raise SignInError("Jira does not say who we are", fix="Sign in: valuegate login jira.")
        return found

    def now(self) -> datetime:
        """What time it is there, as its answers say."""
        self.me()
        return self._client.now()

    def scope(self) -> Scope:
        """The statuses and types that the workflows of these projects have. Any label may be made."""
        found = [self._client.ask(f"project/{key}/statuses") for key in self._projects]
        types = [type_ for project in found for type_ in project]
        statuses = {s.id: s for type_ in types for s in map(translate.status, type_.get("statuses", ()))}
        named = {each.id: each for each in map(translate.named, types)}
        projects = [self._client.jira.project(key).raw for key in self._projects]
        self._known = statuses
        keyed = tuple(translate.named(each)._replace(name=str(each.get("key"))) for each in projects)
        return Scope(tuple(statuses.values()), tuple(named.values()), keyed)

    @lazily
    def _known(self) -> Mapping[str, Status]:
        """The statuses by id, as they are called now."""
        return {status.id: status for status in self.scope().statuses}

    @lazily
    def _fields(self) -> Mapping[str, str]:
        """The labels of mapped fields by id."""
        wanted: Mapping[str, str] = self._setting.options.get("fields", {})
        return fields.resolved(wanted, self._client.jira.fields()) if wanted else {}

    def mapped(self) -> Mapping[str, str]:
        """The labels of mapped fields by id. RefusedError if a name is not there, or is there twice."""
        return self._fields

    @property
    def _argues(self) -> set[str]:
        """What a change says that it changed, where a mapped field is meant: an id, or only its name."""
        named = map(translate.by_name, self._setting.options.get("fields", {}).values())
        return {*self._fields, *named}

    def fetch(self, key: str) -> Snapshot:
        """The issue as it is now, in one request."""
        return self._snapshot(self._issue(key, ",".join(self._wanted)))

    @property
    def _wanted(self) -> list[str]:
        return [*READ, *self._fields]

    def _issue(self, key: str, wanted: str, **query: Any) -> Json:
        path = f"issue/{self._ours(key)}"
        try:
            found: Json = self._client.ask(path, fields=wanted, **query)
        except GoneError:
            self._client.jira.myself()  # to somebody unknown nothing is there: SignInError is meant
            raise
        self._ours(str(found.get("key")))  # one that was moved answers to its old key
        return found

    def _ours(self, key: str) -> str:
        """A key, if it is one of a project of the policy. No other is asked for."""
        found = _KEY.fullmatch(key)
        if not found or found[1] not in self._projects:
            fix = f"Add its project to trackers.jira.projects ({', '.join(self._projects)}), if it is meant."
            raise GoneError(f"{key} is in no project that the policy names", fix=fix)
        return key

    def _snapshot(self, issue: Json) -> Snapshot:
        client = self._client
        readers = self._setting.readers
        return snapshot(issue, self._fields, readers, client.pages_at, wiki=not client.is_cloud)

    def history(self, key: str) -> History:
        """What happened to the issue, in one request; one more for each hundred changes beyond the first."""
        issue = self._issue(key, "created,creator,status", expand="changelog")
        return translate.history(issue, self._logs(key, issue), self._known, self._argues)

    def _logs(self, key: str, issue: Json) -> Sequence[Json]:
        """All changes: those that came with the issue, or page by page where these are not all."""
        log = issue.get("changelog") or {}
        found: Sequence[Json] = log.get("histories", ())
        if len(found) >= log.get("total", len(found)):
            return found
        if not self._client.is_cloud:
            raise UnavailableError(f"Jira gave {len(found)} of {log['total']} changes of {key}")
        return self._client.pages(f"issue/{key}/changelog", "values")

    def histories(self, keys: Sequence[str]) -> Mapping[str, History]:
        """What happened to each of these issues: in Cloud two or three requests for a hundred of them."""
        if not self._client.is_cloud:
            return dict(self._one_by_one(keys))
        found: dict[str, History] = {}
        for start in range(0, len(keys), search.PAGE):
            asked = [self._ours(key) for key in keys[start : start + search.PAGE]]
            issues, logs = bulk.issues_and_logs(self._client, asked, self._argues)
            for issue in issues:
                past = translate.history(issue, logs.get(str(issue.get("id")), ()), self._known, self._argues)
                found[str(issue.get("key"))] = past
        return found

    def _one_by_one(self, keys: Sequence[str]) -> Iterator[tuple[str, History]]:
        for key in keys:
            with suppress(GoneError):  # deleted meanwhile: it has no past
                yield key, self.history(key)

    def search(self, query: Query) -> Iterator[Snapshot]:
        """The issues that are meant, the longest unchanged first."""
        words = self._jql(query)
        if self._client.is_cloud:
            body = {"jql": words, "fields": self._wanted, "maxResults": search.PAGE}
            issues = search.by_token(self._client, body)
        else:
            said = {"jql": words, "fields": ",".join(self._wanted), "maxResults": search.PAGE}
            issues = search.by_number(self._client, said)
        for found in map(self._snapshot, issues):
            late = query.updated_since is None or found.updated >= query.updated_since
            if late and found.ticket.project in self._projects:
                yield found

    def count(self, query: Query) -> int:
        """About how many issues a search finds: Cloud says that it estimates."""
        return search.count(self._client, self._jql(query))

    def _jql(self, query: Query) -> str:
        limits = [str(self._setting.options.get("jql", ""))]
        return search.jql(self._projects, limits, query, self.now())

    def ways(self, key: str) -> Sequence[Way]:
        """The transitions that the workflow offers to us now, with what their screens want and is empty."""
        found = self._client.jira.transitions(self._ours(key), expand="transitions.fields")
        wanted = translate.required(found)
        filled = self._issue(key, ",".join(sorted(wanted))).get("fields", {}) if wanted else {}
        return translate.ways(found, {name for name, value in filled.items() if value not in (None, "", [])})

    def move(self, key: str, way: Way, seen: Snapshot) -> None:
        """Move the issue. Jira moves it whatever it became, so it is read once more, right before."""
        if way.needs:
            fix = "Take the fields off the screen of this transition, or give them a default."
            message = f"{key}: the way to {way.to.name} asks for {', '.join(way.needs)}"
            raise RefusedError(message, fix=fix)
        now = self._issue(key, "status,updated").get("fields", {})
        status, updated = translate.status(now.get("status")), translate.moment(now.get("updated"))
        if status.id != seen.status.id or updated != seen.updated:
            raise ConflictError(f"{key} changed since it was read", fix="Read it again.")
        body = {"transition": {"id": way.id}}
        try:
            self._client.write("POST", f"issue/{key}/transitions", "Transition Issues", body, safe=False)
        except RefusedError as error:
            raise RefusedError(f"{key}: {error.message}", fix=error.fix) from None

    @lazily
    def _comments(self) -> Comments:
        return Comments(self._client, self._setting.readers, self.me())

    def comments(self, key: str) -> Sequence[Comment]:
        """All comments that we may see, oldest first."""
        return self._comments.all(self._ours(key))

    def upsert_comment(self, key: str, note: Note) -> Comment:
        """Make the comment of the guard say this. In a service project it is internal."""
        return self._comments.upsert(self._ours(key), note)

    def label(self, key: str, *, add: Sequence[str] = (), remove: Sequence[str] = ()) -> None:
        """Set and take away labels in one write, which touches no other; none if they are so already."""
        spaced = [label for label in (*add, *remove) if not label or label.split() != [label]]
        if spaced:
            raise RefusedError(f"“{spaced[0]}” cannot be a label of Jira", fix="Write it without spaces.")
        there = self._issue(key, "labels").get("fields", {}).get("labels", ()) if add or remove else ()
        changes = [{"add": label} for label in add if label not in there]
        changes += [{"remove": label} for label in remove if label in there]
        if changes:
            body = {"update": {"labels": changes}}
            self._client.write("PUT", f"issue/{key}", "Edit Issues", body, safe=True)

    def text_at(self, key: str, at: datetime) -> Ticket | None:
        """The ticket with the text of a past time (kept as wiki markup); None before it was made."""
        issue = self._issue(key, ",".join(self._wanted), expand="changelog")
        now, logs = issue.get("fields", {}), self._logs(key, issue)
        if translate.moment(now.get("created")) > at:
            return None
        called: Mapping[str, str] = self._setting.options.get("fields", {})
        ids = {"summary": "", "description": "", **self._fields}
        then = {
            id_: translate.text_of(now.get(id_), {id_, translate.by_name(called.get(label, ""))}, logs, at)
            or None
            for id_, label in ids.items()
        }
        wiki = not self._client.is_cloud or isinstance(then["description"], str)
        return read(issue, {**now, **then}, self._fields, self._setting.readers, wiki=wiki)

    def verify(self, headers: Mapping[str, str], body: bytes, secret: bytes) -> bool:
        """Was this message signed with this secret?"""
        return webhook.verify(headers, body, secret)

    def event(self, headers: Mapping[str, str], body: bytes) -> Event | None:
        """The issue that a message is about."""
        return webhook.event(headers, body)

    def diagnose(self) -> Iterator[Remark]:
        """What an administrator should know."""
        return doctor.remarks(self, self._client, self._setting)
