"""Answers to documents: real GraphQL over a workspace."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any
from uuid import UUID

from graphql import (
    ExecutionResult,
    GraphQLError,
    GraphQLSchema,
    build_schema,
    execute_sync,
    parse,
    validate,
)

from . import SCHEMA
from .complexity import complexity
from .filters import InputError, Node, page
from .workspace import Workspace

Errors = list[dict[str, Any]]


@cache
def schema() -> GraphQLSchema:
    """The schema of the stand-in."""
    with open(SCHEMA, encoding="utf-8") as file:
        return build_schema(file.read())


class Answer:
    """What came of a document, and what it cost."""

    def __init__(self, status: int, data: Any = None, errors: Errors | None = None, cost: int = 0) -> None:
        self.status = status
        self.data = data
        self.errors = errors or []
        self.cost = cost

    def body(self) -> dict[str, Any]:
        """As JSON."""
        return {"data": self.data, **({"errors": self.errors} if self.errors else {})}


def error(message: str, code: str, kind: str, shown: str = "", path: object = None) -> dict[str, Any]:
    """An error, as Linear tells it."""
    extensions = {"type": kind, "code": code, "userError": bool(shown)}
    extensions |= {"userPresentableMessage": shown} if shown else {}
    return {"message": message, "path": path, "extensions": extensions}


def answer(
    space: Workspace, viewer: Node, document: str, variables: Mapping[str, Any], largest: int
) -> Answer:
    """Run a document as somebody."""
    try:
        parsed = parse(document)
    except GraphQLError as syntax:
        return Answer(400, None, [error(syntax.message, "GRAPHQL_PARSE_FAILED", "graphql error")])
    faults = validate(schema(), parsed)
    if faults:
        message = "; ".join(fault.message for fault in faults)
        return Answer(400, None, [error(message, "GRAPHQL_VALIDATION_FAILED", "graphql error")])
    cost = complexity(parsed, variables)
    if cost > largest:
        message = f"Query too complex: {cost}, and {largest} are allowed"
        return Answer(400, None, [error(message, "INPUT_ERROR", "invalid input", "Query too complex")])
    with space.lock:
        root = _Root(space, viewer)
        result = execute_sync(schema(), parsed, root, variable_values=dict(variables))
    if not isinstance(result, ExecutionResult):  # pragma: no cover
        raise TypeError("nothing here is deferred")
    return Answer(200, result.data, [_told(each) for each in result.errors or ()], cost)


def _told(fault: GraphQLError) -> dict[str, Any]:
    cause = fault.original_error
    if isinstance(cause, _MissingError):
        shown = f"Could not find referenced {cause.what}."
        return error(f"Entity not found: {cause.what}", "INPUT_ERROR", "invalid input", shown, fault.path)
    if isinstance(cause, InputError):
        return error("Argument Validation Error", "INPUT_ERROR", "invalid input", str(cause), fault.path)
    return error(fault.message, "INTERNAL_SERVER_ERROR", "internal error", "", fault.path)


class _MissingError(Exception):
    """A thing that is not there."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


class _Root:
    """The fields of Query and Mutation: graphql-core calls them by their names, which are those of Linear."""

    def __init__(self, space: Workspace, viewer: Node) -> None:
        self._space = space
        self._viewer = viewer

    def __getattr__(self, name: str) -> Any:
        function = _FIELDS.get(name)
        if function is None:
            raise AttributeError(name)
        return lambda _info, **said: function(self._space, self._viewer, said)


Field = Callable[[Workspace, Node, Mapping[str, Any]], Any]


def _issue(space: Workspace, key: str) -> Node:
    found = space.issue(key)
    if found is None:
        raise _MissingError("Issue")
    return found


def _one(nodes: list[Node], key: str, what: str) -> Node:
    for node in nodes:
        if node["id"] == key:
            return node
    raise _MissingError(what)


def _fresh(space: Workspace, said: Mapping[str, Any]) -> None:
    """An id that is asked for must be a version 4 one that nothing has."""
    asked = said.get("id")
    if asked is None:
        return
    try:
        version = UUID(asked).version
    except ValueError:
        version = None
    if version != 4:
        raise InputError("id must be a UUID v4")
    if any(each["id"] == asked for each in (*space.comments, *space.labels, *space.templates)):
        raise InputError(f"Entity with id {asked} exists already")


def _update_issue(space: Workspace, viewer: Node, said: Mapping[str, Any]) -> Node:
    issue, wanted = _issue(space, said["id"]), said["input"]
    to: dict[str, Any] = {
        name: wanted[name] for name in ("title", "description", "priority", "trashed") if name in wanted
    }
    if "stateId" in wanted:
        to["state"] = _one(space.states, wanted["stateId"], "WorkflowState")
        if to["state"]["team"] is not issue["team"]:
            raise InputError("stateId is of another team")
    to["added"] = [_one(space.labels, key, "IssueLabel") for key in wanted.get("addedLabelIds") or ()]
    to["removed"] = [_one(space.labels, key, "IssueLabel") for key in wanted.get("removedLabelIds") or ()]
    space.change(issue, viewer, **to)
    return {"success": True, "issue": issue}


def _create_issue(space: Workspace, viewer: Node, said: Mapping[str, Any]) -> Node:
    wanted = said["input"]
    team = _one(list(space.teams.values()), wanted["teamId"], "Team")
    state = _one(space.states, wanted["stateId"], "WorkflowState") if wanted.get("stateId") else None
    labels = [_one(space.labels, key, "IssueLabel") for key in wanted.get("labelIds") or ()]
    about = {"state": state, "labels": labels, "description": wanted.get("description")}
    made = space.create(viewer, wanted["title"], team["key"], **about)
    return {"success": True, "issue": made}


def _create_comment(space: Workspace, viewer: Node, said: Mapping[str, Any]) -> Node:
    wanted = said["input"]
    _fresh(space, wanted)
    made = space.comment(_issue(space, wanted["issueId"]), viewer, wanted["body"], id=wanted.get("id"))
    return {"success": True, "comment": made}


def _own_comment(space: Workspace, viewer: Node, key: str) -> Node:
    found = _one(space.comments, key, "Comment")
    if found["user"] is not viewer:
        raise InputError("a comment is edited by its author only")
    return found


def _update_comment(space: Workspace, viewer: Node, said: Mapping[str, Any]) -> Node:
    found, now = _own_comment(space, viewer, said["id"]), space.stamp()
    found |= {"body": said["input"]["body"], "editedAt": now, "updatedAt": now}
    found["issue"]["updatedAt"] = now
    return {"success": True, "comment": found}


def _delete_comment(space: Workspace, viewer: Node, said: Mapping[str, Any]) -> Node:
    space.comments.remove(_own_comment(space, viewer, said["id"]))
    return {"success": True, "entityId": said["id"]}


def _attach(space: Workspace, viewer: Node, said: Mapping[str, Any]) -> Node:
    wanted = said["input"]
    return {"success": True, "attachment": space.attach(_issue(space, wanted["issueId"]), viewer, wanted)}


def _create_label(space: Workspace, _: Node, said: Mapping[str, Any]) -> Node:
    wanted = dict(said["input"])
    _fresh(space, wanted)
    team = wanted.pop("teamId", None)
    home = _one(list(space.teams.values()), team, "Team") if team else None
    if any(label["name"].lower() == wanted["name"].lower() and label["team"] in (None, home)
           for label in space.labels):  # fmt: skip
        raise InputError("Duplicate label name")
    return {"success": True, "issueLabel": space.add_label(wanted.pop("name"), team=home, **wanted)}


def _delete_label(space: Workspace, _: Node, said: Mapping[str, Any]) -> Node:
    gone = _one(space.labels, said["id"], "IssueLabel")
    space.labels.remove(gone)
    for issue in space.issues:
        issue["_labels"] = [label for label in issue["_labels"] if label is not gone]
    return {"success": True, "entityId": said["id"]}


def _create_template(space: Workspace, _: Node, said: Mapping[str, Any]) -> Node:
    wanted, now = dict(said["input"]), space.stamp()
    _fresh(space, wanted)
    _json(wanted["templateData"])
    team = wanted.pop("teamId", None)
    homes = {each["id"]: each for each in space.teams.values()} | space.teams
    made = {"id": space.id(), "description": None, "createdAt": now, **wanted, "updatedAt": now}
    made["team"] = homes[team] if team else None
    space.templates.append(made)
    return {"success": True, "template": made}


def _update_template(space: Workspace, _: Node, said: Mapping[str, Any]) -> Node:
    found = _one(space.templates, said["id"], "Template")
    if "templateData" in said["input"]:
        _json(said["input"]["templateData"])
    found |= {**said["input"], "updatedAt": space.stamp()}
    return {"success": True, "template": found}


def _json(text: object) -> None:
    """Linear takes the data of a template as a text that is JSON."""
    if not isinstance(text, str) or not isinstance(json.loads(text), dict):
        raise InputError("templateData must be a JSON-encoded object")


def _delete_template(space: Workspace, _: Node, said: Mapping[str, Any]) -> Node:
    space.templates.remove(_one(space.templates, said["id"], "Template"))
    return {"success": True, "entityId": said["id"]}


_FIELDS: Mapping[str, Field] = {
    "viewer": lambda _, viewer, __: viewer,
    "organization": lambda space, _, __: space.organization,
    "issue": lambda space, _, said: _issue(space, said["id"]),
    "issues": lambda space, _, said: page(space.issues, said),
    "team": lambda space, _, said: _one(list(space.teams.values()), said["id"], "Team"),
    "teams": lambda space, _, said: page(list(space.teams.values()), said),
    "workflowStates": lambda space, _, said: page(space.states, said),
    "issueLabels": lambda space, _, said: page(space.labels, said),
    "comment": lambda space, _, said: _one(space.comments, said["id"], "Comment"),
    "templates": lambda space, _, __: space.templates,
    "template": lambda space, _, said: _one(space.templates, said["id"], "Template"),
    "issueUpdate": _update_issue,
    "issueCreate": _create_issue,
    "commentCreate": _create_comment,
    "commentUpdate": _update_comment,
    "commentDelete": _delete_comment,
    "attachmentCreate": _attach,
    "issueLabelCreate": _create_label,
    "issueLabelDelete": _delete_label,
    "templateCreate": _create_template,
    "templateUpdate": _update_template,
    "templateDelete": _delete_template,
}
