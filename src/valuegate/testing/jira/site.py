"""A site of Jira Cloud in memory: projects, workflows with screens and validators, issues and their past.

What people do is done by its methods; what valuegate does comes over HTTP (see ``server``) and ends here too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime
from threading import RLock
from typing import Any

from . import changelog

Json = dict[str, Any]

CATEGORIES = {
    "new": {"id": 2, "key": "new", "colorName": "blue-gray", "name": "To Do"},
    "indeterminate": {"id": 4, "key": "indeterminate", "colorName": "yellow", "name": "In Progress"},
    "done": {"id": 3, "key": "done", "colorName": "green", "name": "Done"},
}

PERMISSIONS = {
    "BROWSE_PROJECTS": "Browse Projects",
    "EDIT_ISSUES": "Edit Issues",
    "ADD_COMMENTS": "Add Comments",
    "EDIT_OWN_COMMENTS": "Edit Own Comments",
    "DELETE_OWN_COMMENTS": "Delete Own Comments",
    "TRANSITION_ISSUES": "Transition Issues",
}

_SYSTEM = ("summary", "description", "status", "labels", "issuetype", "project", "created", "updated")


class Refusal(Exception):  # noqa: N818  it is no error of the stand-in
    """Jira refuses something, with a status of HTTP and its words."""

    def __init__(self, status: int, *messages: str, **errors: str) -> None:
        super().__init__(*messages)
        self.status = status
        self.messages = list(messages)
        self.errors = errors


class Issue:
    """An issue, with its changes (oldest first) and comments."""

    def __init__(self, id_: str, key: str, fields: Json) -> None:
        self.id = id_
        self.key = key
        self.fields = fields
        self.changes: list[Json] = []
        self.comments: list[Json] = []


class Site:
    """Everything. ``url`` is where it is reached; ``lock`` holds while something is done."""

    def __init__(self, clock: Callable[[], datetime], *, cloud: bool = True) -> None:
        self.clock = clock
        self.cloud = cloud
        """Cloud, or Data Center?"""
        self.url = "http://127.0.0.1"
        self.lock = RLock()
        self.users: dict[str, Json] = {}
        self.tokens: dict[tuple[str, str], str] = {}
        self.lacking: dict[str, set[str]] = defaultdict(set)
        """By the id of an account: the permissions that it has not."""
        self.projects: dict[str, Json] = {}
        self.statuses: dict[str, Json] = {}
        self.types: dict[str, Json] = {}
        self.fields: list[Json] = [_field(name) for name in _SYSTEM]
        self.issues: dict[str, Issue] = {}
        self.moved: dict[str, str] = {}
        """Old keys of issues that were moved to another project → their keys now."""
        self.properties: dict[str, Json] = {}
        """The properties of comments, by the ids of these."""
        self.closed: set[str] = set()
        """Statuses that no transition leads to."""
        self.screens: dict[str, dict[str, Json]] = {}
        """By the name of a status: the fields that its transition shows."""
        self.validators: dict[str, str] = {}
        """By the name of a status: what its validator says, which always refuses."""
        self._numbers = 10000

    def number(self) -> str:
        """An id that nothing has had yet."""
        self._numbers += 1
        return str(self._numbers)

    def stamp(self) -> str:
        """What time it is, as Jira writes it."""
        return self.clock().isoformat(timespec="milliseconds").replace("+00:00", "+0000")

    # What is set up once

    def add_user(self, account: str, shown: str, email: str, token: str = "") -> Json:
        """Somebody; with a token, they can call the REST API."""
        ids = {"accountId": account, "accountType": "atlassian"}
        if not self.cloud:
            ids = {"key": f"JIRAUSER{self.number()}", "name": account}
        self.users[account] = {
            **ids,
            "active": True,
            "displayName": shown,
            "emailAddress": email,
            "self": f"{self.url}/rest/api/3/user?accountId={account}",
            "timeZone": "Europe/Paris",
        }
        if token:
            self.tokens[email if self.cloud else "", token] = account
        return self.users[account]

    def add_project(self, key: str, name: str, *, kind: str = "software", team_managed: bool = False) -> Json:
        """A project; all have the same workflow."""
        self.projects[key] = {
            "id": self.number(),
            "key": key,
            "name": name,
            "projectTypeKey": kind,
            "simplified": team_managed,
            "style": "next-gen" if team_managed else "classic",
            "archived": False,
        }
        return self.projects[key]

    def add_status(self, name: str, category: str) -> Json:
        """A status of the workflow; there is a transition to each from each."""
        id_ = self.number()
        self.statuses[name] = {
            "id": id_,
            "name": name,
            "description": "",
            "self": f"{self.url}/rest/api/3/status/{id_}",
            "statusCategory": CATEGORIES[category],
        }
        return self.statuses[name]

    def add_type(self, name: str) -> Json:
        """A type of issues."""
        self.types[name] = {"id": self.number(), "name": name, "subtask": False, "hierarchyLevel": 0}
        return self.types[name]

    def add_field(self, name: str) -> str:
        """A custom field; its id."""
        id_ = f"customfield_{self.number()}"
        self.fields.append(_field(id_, name))
        return id_

    # What people do

    def create(self, project: str, summary: str, *, by: str, status: str, **fields: Any) -> Issue:
        """A new issue."""
        with self.lock:
            count = sum(key.startswith(f"{project}-") for key in (*self.issues, *self.moved)) + 1
            now, user = self.stamp(), self.users[by]
            said = {
                "summary": summary,
                "description": None,
                "status": self.statuses[status],
                "issuetype": self.types[fields.pop("type", next(iter(self.types)))],
                "labels": sorted(fields.pop("labels", ())),
                "project": self.projects[project],
                "creator": user,
                "reporter": user,
                "assignee": None,
                "created": now,
                "updated": now,
                "duedate": None,
                **fields,
            }
            made = Issue(self.number(), f"{project}-{count}", said)
            self.issues[made.key] = made
            return made

    def issue(self, key: str) -> Issue:
        """An issue by its key (an old one too) or its id. Refusal if there is none."""
        key = self.moved.get(key, key)
        found = self.issues.get(key) or next((each for each in self.issues.values() if each.id == key), None)
        if found is None:
            raise Refusal(404, "Issue does not exist or you do not have permission to see it.")
        return found

    def change(self, issue: Issue, by: str | None, **fields: Any) -> None:
        """Give fields other values; what stays as it is leaves no trace."""
        with self.lock:
            items = [
                changelog.item(name, self._name(name), issue.fields.get(name), value)
                for name, value in fields.items()
                if issue.fields.get(name) != value
            ]
            if not items:
                return
            for item in () if self.cloud else items:
                del item["fieldId"]
            issue.fields.update(fields)
            issue.fields["updated"] = now = self.stamp()
            change = {"id": self.number(), "created": now, "items": items}
            issue.changes.append({**change, "author": self.users[by]} if by else change)

    def _name(self, id_: str) -> str:
        return next((field["name"] for field in self.fields if field["id"] == id_), id_)

    def to(self, issue: Issue, status: str, by: str | None) -> None:
        """Move an issue, whatever the workflow says."""
        self.change(issue, by, status=self.statuses[status])

    def relabel(self, issue: Issue, by: str, add: Iterable[str] = (), remove: Iterable[str] = ()) -> None:
        """Set and take away labels."""
        with self.lock:
            self.change(issue, by, labels=sorted({*issue.fields["labels"], *add} - set(remove)))

    def comment(self, issue: Issue, by: str, body: Json, properties: Iterable[Json] = ()) -> Json:
        """A comment."""
        with self.lock:
            kept = list(properties)
            internal = {"key": "sd.public.comment", "value": {"internal": True}} in kept
            id_, now, user = self.number(), self.stamp(), self.users[by]
            made = {
                "id": id_,
                "self": f"{self.url}/rest/api/3/issue/{issue.id}/comment/{id_}",
                "author": user,
                "updateAuthor": user,
                "body": body,
                "created": now,
                "updated": now,
                "jsdPublic": not (internal and issue.fields["project"]["projectTypeKey"] == "service_desk"),
            }
            issue.comments.append(made)
            issue.fields["updated"] = now
            self.properties[id_] = {each["key"]: each["value"] for each in kept}
            return made

    def mend_comment(
        self, issue: Issue, comment: Json, by: str, body: Json, properties: Iterable[Json] = ()
    ) -> Json:
        """Other words in a comment."""
        with self.lock:
            self.properties[comment["id"]] |= {each["key"]: each["value"] for each in properties}
            comment.update(body=body, updateAuthor=self.users[by], updated=self.stamp())
            issue.fields["updated"] = comment["updated"]
            return comment

    # What the workflow allows

    def transitions(self, issue: Issue) -> list[Json]:
        """The moves from where an issue is: to all other statuses that are open."""
        here = issue.fields["status"]["name"]
        return [
            {
                "id": f"{11 + 10 * number}",
                "name": f"To {name}",
                "to": status,
                "hasScreen": name in self.screens,
                "isAvailable": True,
                "isConditional": False,
                "isGlobal": True,
                "isInitial": False,
                "looped": False,
                "fields": self.screens.get(name, {}),
            }
            for number, (name, status) in enumerate(self.statuses.items())
            if name != here and name not in self.closed
        ]

    def transition(self, issue: Issue, id_: str, by: str) -> None:
        """Move an issue as its workflow allows it. Refusal, in the words of a validator or a screen."""
        with self.lock:
            found = next((each for each in self.transitions(issue) if each["id"] == id_), None)
            if found is None:
                raise Refusal(400, f"Transition id '{id_}' is not valid for this issue.")
            name = found["to"]["name"]
            missing = {key: f"{field['name']} is required." for key, field in found["fields"].items()
                       if _is_missing(field, issue.fields.get(key))}  # fmt: skip
            said = [self.validators[name]] if name in self.validators else []
            if said or missing:
                raise Refusal(400, *said, **missing)
            self.to(issue, name, by)


def _is_missing(field: Json, value: Any) -> bool:
    """Does a screen want a field that has neither a value nor a default?"""
    return bool(field["required"]) and not field.get("hasDefaultValue") and not value


def _field(id_: str, name: str = "") -> Json:
    custom = id_.startswith("customfield_")
    return {
        "id": id_,
        "key": id_,
        "name": name or id_.title(),
        "custom": custom,
        "navigable": True,
        "orderable": True,
        "searchable": True,
        "clauseNames": [f"cf[{id_.partition('_')[2]}]"] if custom else [id_],
        "schema": {"type": "string", **({"customId": int(id_[12:])} if custom else {"system": id_})},
    }
