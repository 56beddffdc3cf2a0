"""A workspace of Linear in memory: what is in it, and what people do there.

Objects are dicts with the names of Linear; connections are functions, which graphql-core calls. A key that
begins with ``_`` is ours. As in Linear, what happens to an issue in its first three minutes has no entry in
its history, and its stays in statuses are told beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import wraps
from threading import RLock
from typing import Any, TypeVar, cast
from uuid import UUID

from .filters import Node, page

STATES = {
    "Triage": "triage",
    "Backlog": "backlog",
    "Todo": "unstarted",
    "In Progress": "started",
    "Done": "completed",
    "Canceled": "canceled",
    "Duplicate": "duplicate",
}
"""The statuses of a team, and their types."""

_Change = TypeVar("_Change", bound=Callable[..., Any])

HOST = "https://linear.app"
UNRECORDED = timedelta(minutes=3)


class Clock:
    """The clock of the workspace: each look is a second later than the last one."""

    def __init__(self, at: datetime = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)) -> None:
        self.at = at

    def __call__(self) -> datetime:
        """What time it is."""
        self.at += timedelta(seconds=1)
        return self.at

    def pass_by(self, span: timedelta) -> None:
        """Let time go by."""
        self.at += span


def written(at: datetime) -> str:
    """A time as Linear writes it."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _alone(change: _Change) -> _Change:
    """One change at a time: people and answers meet in here from several threads."""

    @wraps(change)
    def held(space: Workspace, *said: Any, **named: Any) -> Any:
        with space.lock:
            return change(space, *said, **named)

    return cast(_Change, held)


def connection(nodes: Callable[[], Sequence[Node]]) -> Callable[..., Node]:
    """A field that pages through what there is."""
    return lambda _info, **said: page(nodes(), said)


class Workspace:
    """A workspace with teams, people and issues. Everything is by id; ids are UUIDs that count up."""

    def __init__(self, clock: Clock | None = None) -> None:
        self.clock = clock or Clock()
        self.lock = RLock()
        self.organization: Node = {"id": "org-1", "name": "Team", "urlKey": "team"}
        self.users: dict[str, Node] = {}
        self.teams: dict[str, Node] = {}
        self.states: list[Node] = []
        self.labels: list[Node] = []
        self.issues: list[Node] = []
        self.comments: list[Node] = []
        self.templates: list[Node] = []
        self._count = 0

    def id(self) -> str:
        """Another id, in the form that Linear asks for."""
        self._count += 1
        return str(UUID(int=self._count << 64, version=4))

    def stamp(self) -> str:
        """The time of something that happens now."""
        return written(self.clock())

    # --- what there is ----------------------------------------------------------------------------------

    def add_user(self, name: str, app: bool = False) -> Node:
        """Somebody, or an app."""
        email = f"{name}@team.example"
        user = {"id": self.id(), "name": name.title(), "displayName": name, "email": email, "app": app}
        self.users[name] = {**user, "active": True, "admin": not app, "guest": False}
        self.users[name]["organization"] = self.organization
        return self.users[name]

    def add_team(self, key: str) -> Node:
        """A team with the usual statuses."""
        team: Node = {"id": self.id(), "key": key, "name": f"Team {key}", "createdAt": self.stamp()}
        team |= {"requirePriorityToLeaveTriage": False, "triageEnabled": True, "_issues": 0}
        team["states"] = connection(lambda: [s for s in self.states if s["team"] is team])
        team["labels"] = connection(lambda: [each for each in self.labels if each["team"] is team])
        team["templates"] = connection(lambda: [each for each in self.templates if each["team"] is team])
        for position, (name, kind) in enumerate(STATES.items()):
            state = {"id": self.id(), "name": name, "type": kind, "position": float(position), "team": team}
            self.states.append(state)
        self.teams[key] = team
        return team

    def add_label(self, name: str, **said: Any) -> Node:
        """A label of the workspace, or of a ``team``; of a group that is its ``parent``."""
        blank = {"color": "#bec2c8", "description": None, "isGroup": False, "parent": None, "team": None}
        label = {"id": said.pop("id", None) or self.id(), "name": name, **blank, **said}
        self.labels.append(label)
        return label

    def state(self, name: str, team: str = "ENG") -> Node:
        """A status of a team by its name."""
        return next(s for s in self.states if s["team"]["key"] == team and s["name"] == name)

    def label(self, name: str) -> Node:
        """A label by its name."""
        return next(label for label in self.labels if label["name"] == name)

    def issue(self, key: str) -> Node | None:
        """An issue by its id, its identifier, or one that it had before."""
        for issue in self.issues:
            if key in (issue["id"], issue["identifier"], *issue["previousIdentifiers"]):
                return issue
        return None

    # --- what people and integrations do ----------------------------------------------------------------

    @_alone
    def create(self, actor: Mapping[str, Any] | None, title: str, team: str = "ENG", **said: Any) -> Node:
        """A new issue; ``bot`` says which integration made it."""
        now, home = self.stamp(), self.teams[team]
        home["_issues"] += 1
        number = home["_issues"]
        identifier = f"{team}-{number}"
        state = said.get("state") or self.state("Backlog", team)
        labels = list(said.get("labels", ()))
        issue: Node = {
            **dict.fromkeys(("archivedAt", "trashed", "dueDate", "project", "assignee", "parent")),
            **dict.fromkeys(("externalUserCreator", "lastAppliedTemplate")),
            "id": said.get("id") or self.id(),
            "identifier": identifier,
            "number": float(number),
            "title": title,
            "description": said.get("description"),
            "url": f"{HOST}/team/issue/{identifier}",
            "createdAt": now,
            "updatedAt": now,
            "priority": said.get("priority") or 0.0,
            "previousIdentifiers": [],
            "state": state,
            "team": home,
            "parent": said.get("parent"),
            "creator": actor,
            "botActor": said.get("bot"),
            "_labels": labels,
            "_entries": [],
            "_spans": [],
            "_attachments": [],
        }
        self._connect(issue)
        self._stay(issue, now)
        self.issues.append(issue)
        return issue

    def _connect(self, issue: Node) -> None:
        """What of an issue is read page by page."""
        issue["labels"] = connection(lambda: issue["_labels"])
        issue["history"] = connection(lambda: issue["_entries"])
        issue["stateHistory"] = connection(lambda: issue["_spans"])
        issue["attachments"] = connection(lambda: issue["_attachments"])
        issue["comments"] = connection(lambda: [c for c in self.comments if c["issue"] is issue])
        issue["children"] = connection(lambda: [c for c in self.issues if c["parent"] is issue])
        issue["labelIds"] = lambda _info: [label["id"] for label in issue["_labels"]]

    def _stay(self, issue: Node, now: str) -> None:
        if issue["_spans"]:
            issue["_spans"][-1]["endedAt"] = now
        state = issue["state"]
        stay = {"id": self.id(), "startedAt": now, "endedAt": None, "state": state, "stateId": state["id"]}
        issue["_spans"].append(stay)

    @_alone
    def change(
        self, issue: Node, actor: Mapping[str, Any] | None, bot: Mapping[str, Any] | None = None, **to: Any
    ) -> None:
        """Another ``state``, ``title`` or ``description``, a ``team``, labels ``added`` and ``removed`` …"""
        now = self.stamp()
        entry = self._entry(now, actor, bot)
        if "team" in to:
            self._to_team(issue, to["team"], to.get("state"), entry)
            to.pop("state", None)
        if "state" in to and to["state"] is not issue["state"]:
            self._enter(issue, to["state"], entry)
        if "title" in to:
            entry |= {"fromTitle": issue["title"], "toTitle": to["title"]}
            issue["title"] = to["title"]
        if "description" in to:
            entry["updatedDescription"] = True
            issue["description"] = to["description"]
        self._label(issue, to.get("added", ()), to.get("removed", ()), entry)
        for name in ("priority", "dueDate", "trashed", "archivedAt"):
            if name in to:
                issue[name] = to[name]
                entry |= {"archived": True} if name == "archivedAt" else {}
        if any(value is not None for name, value in entry.items() if name not in _BLANK):
            created = datetime.fromisoformat(issue["createdAt"])
            if datetime.fromisoformat(now) >= created + UNRECORDED:
                issue["_entries"].append(entry)
            issue["updatedAt"] = now

    def _entry(self, now: str, actor: Mapping[str, Any] | None, bot: Mapping[str, Any] | None) -> Node:
        entry: Node = {"id": self.id(), "createdAt": now, "updatedAt": now, "actor": actor, "botActor": bot}
        return {**dict.fromkeys(_ENTRY), **entry, "actorId": actor and actor["id"]}

    def _enter(self, issue: Node, state: Node, entry: Node) -> None:
        entry |= {"fromState": issue["state"], "toState": state}
        entry |= {"fromStateId": issue["state"]["id"], "toStateId": state["id"]}
        issue["state"] = state
        self._stay(issue, entry["createdAt"])

    def _to_team(self, issue: Node, key: str, state: Node | None, entry: Node) -> None:
        home = self.teams[key]
        entry |= {"fromTeam": issue["team"], "toTeam": home}
        issue["previousIdentifiers"].append(issue["identifier"])
        home["_issues"] += 1
        issue |= {"team": home, "identifier": f"{key}-{home['_issues']}"}
        issue["url"] = f"{HOST}/team/issue/{issue['identifier']}"
        self._enter(issue, state or self.state(issue["state"]["name"], key), entry)

    def _label(self, issue: Node, add: Sequence[Node], remove: Sequence[Node], entry: Node) -> None:
        added = [label for label in add if label not in issue["_labels"]]
        removed = [label for label in remove if label in issue["_labels"]]
        issue["_labels"] = [label for label in issue["_labels"] if label not in removed] + added
        for name, labels in (("addedLabel", added), ("removedLabel", removed)):
            if labels:
                entry |= {f"{name}s": labels, f"{name}Ids": [label["id"] for label in labels]}

    @_alone
    def comment(self, issue: Node, actor: Mapping[str, Any] | None, body: str, **said: Any) -> Node:
        """A new comment."""
        now = self.stamp()
        made: Node = {"id": said.get("id") or self.id(), "body": body, "createdAt": now, "updatedAt": now}
        made |= {"issue": issue, "user": actor, "botActor": said.get("bot"), "externalUser": None}
        above = said.get("parent")
        made |= {"editedAt": None, "parent": above, "parentId": above and above["id"]}
        made["url"] = f"{issue['url']}#comment"
        self.comments.append(made)
        issue["updatedAt"] = now
        return made

    @_alone
    def attach(self, issue: Node, actor: Mapping[str, Any], said: Mapping[str, Any]) -> Node:
        """A card; the one of the same address is changed."""
        now = self.stamp()
        there = next((each for each in issue["_attachments"] if each["url"] == said["url"]), None)
        if there is None:
            there = {"id": said.get("id") or self.id(), "createdAt": now, "creator": actor, "issue": issue}
            issue["_attachments"].append(there)
        blank: Node = {"subtitle": None, "metadata": {}}
        there |= {**blank, **{k: v for k, v in said.items() if k not in ("id", "issueId")}, "updatedAt": now}
        return there


_BLANK = {"id", "createdAt", "updatedAt", "actor", "botActor", "actorId"}
_ENTRY = (
    *("fromState", "fromStateId", "toState", "toStateId", "fromTeam", "fromTeamId", "toTeam", "toTeamId"),
    *("fromTitle", "toTitle", "updatedDescription", "archived", "trashed"),
    *("addedLabels", "addedLabelIds", "removedLabels", "removedLabelIds"),
)
