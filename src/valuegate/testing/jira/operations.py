"""The operations of Jira Cloud's REST API that valuegate uses; the stand-in refuses what is not here.

A test compares the list with Atlassian's own description of the API, where that is at hand.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from ...records import NamedTuple

Schema = Mapping[str, Any]

_TEXTS: Schema = {"type": "array", "items": {"type": "string"}}
_PROPERTIES: Schema = {
    "type": "array",
    "items": {"type": "object", "required": ["key", "value"], "additionalProperties": False,
              "properties": {"key": {"type": "string", "maxLength": 255}, "value": {}}},
}  # fmt: skip
_COMMENT: Schema = {"body": {"type": "object"}, "properties": _PROPERTIES}
_TRANSITION: Schema = {
    "transition": {"type": "object", "required": ["id"], "additionalProperties": False,
                   "properties": {"id": {"type": "string"}}},
}  # fmt: skip
_SEARCH: Schema = {
    "jql": {"type": "string"},
    "fields": _TEXTS,
    "maxResults": {"type": "integer", "minimum": 1, "maximum": 5000},
    "nextPageToken": {"type": "string"},
}
_IDS: Schema = {"ids": {"type": "array", "items": {"type": "integer"}, "minItems": 1, "maxItems": 1000}}
_ISSUES: Schema = {"issueIdsOrKeys": {**_TEXTS, "minItems": 1, "maxItems": 100}, "fields": _TEXTS}
_LOGS: Schema = {
    "fieldIds": {**_TEXTS, "maxItems": 10},
    "issueIdsOrKeys": {**_TEXTS, "minItems": 1, "maxItems": 1000},
    "maxResults": {"type": "integer", "minimum": 1, "maximum": 10000},
    "nextPageToken": {"type": "string"},
}
_LABELS: Schema = {
    "update": {"type": "object", "required": ["labels"], "additionalProperties": False, "properties": {
        "labels": {"type": "array", "minItems": 1, "items": {
            "type": "object", "minProperties": 1, "maxProperties": 1, "additionalProperties": False,
            "properties": {"add": {"type": "string"}, "remove": {"type": "string"}}}}}},
}  # fmt: skip


class Operation(NamedTuple):
    """What may be asked: the query by names, the body by the schemas of its members."""

    method: str
    path: str
    query: tuple[str, ...] = ()
    body: Schema | None = None
    required: tuple[str, ...] = ()

    def __hash__(self) -> int:
        return hash((self.method, self.path))

    @property
    def name(self) -> str:
        """What it does, without the version of the API."""
        return f"{self.method} {self.path.partition('/rest/api/')[2][2:]}"

    @property
    def of_data_center(self) -> Operation:
        """The same there: texts are wiki markup."""
        body = self.body and {**self.body, **({"body": {"type": "string"}} if "body" in self.body else {})}
        return self._replace(path=self.path.replace("/rest/api/3/", "/rest/api/2/"), body=body)

    @property
    def schema(self) -> dict[str, Any]:
        """The schema of the whole body."""
        return {
            "type": "object",
            "properties": dict(self.body or {}),
            "required": list(self.required),
            "additionalProperties": False,
        }


_PAGED = ("startAt", "maxResults")

OPERATIONS = (
    Operation("GET", "/rest/api/3/serverInfo"),
    Operation("GET", "/rest/api/3/myself"),
    Operation("GET", "/rest/api/3/field"),
    Operation("GET", "/rest/api/3/mypermissions", ("projectKey", "permissions")),
    Operation("GET", "/rest/api/3/project/{projectIdOrKey}"),
    Operation("GET", "/rest/api/3/project/{projectIdOrKey}/statuses"),
    Operation("GET", "/rest/api/3/issue/{issueIdOrKey}", ("fields", "expand")),
    Operation("PUT", "/rest/api/3/issue/{issueIdOrKey}", (), _LABELS, ("update",)),
    Operation("GET", "/rest/api/3/issue/{issueIdOrKey}/changelog", _PAGED),
    Operation("GET", "/rest/api/3/issue/{issueIdOrKey}/transitions", ("expand",)),
    Operation("POST", "/rest/api/3/issue/{issueIdOrKey}/transitions", (), _TRANSITION, ("transition",)),
    Operation("GET", "/rest/api/3/issue/{issueIdOrKey}/comment", (*_PAGED, "orderBy")),
    Operation("POST", "/rest/api/3/issue/{issueIdOrKey}/comment", (), _COMMENT, ("body",)),
    Operation("PUT", "/rest/api/3/issue/{issueIdOrKey}/comment/{id}", (), _COMMENT, ("body",)),
    Operation("DELETE", "/rest/api/3/issue/{issueIdOrKey}/comment/{id}"),
    Operation("POST", "/rest/api/3/comment/list", ("expand",), _IDS, ("ids",)),
    Operation("POST", "/rest/api/3/search/jql", (), _SEARCH, ("jql",)),
    Operation("POST", "/rest/api/3/search/approximate-count", (), {"jql": {"type": "string"}}, ("jql",)),
    Operation("POST", "/rest/api/3/issue/bulkfetch", (), _ISSUES, ("issueIdsOrKeys",)),
    Operation("POST", "/rest/api/3/changelog/bulkfetch", (), _LOGS, ("issueIdsOrKeys",)),
)


_CLOUD_ONLY = (
    *("comment/list", "search/jql", "approximate-count", "issue/bulkfetch", "changelog/bulkfetch"),
    "/changelog",
)
_SEARCHED = ("jql", "fields", *_PAGED)

DATA_CENTER = (
    *(each.of_data_center for each in OPERATIONS if not each.path.endswith(_CLOUD_ONLY)),
    Operation("GET", "/rest/api/2/search", _SEARCHED),
)
"""The same of Data Center, whose description is no machine's to read: as we believe that it is."""


def find(
    method: str, path: str, operations: tuple[Operation, ...] = OPERATIONS
) -> tuple[Operation, tuple[str, ...]] | None:
    """The operation of a request, and what stands in its path."""
    for operation, pattern in _patterns(operations):
        found = pattern.fullmatch(path) if operation.method == method else None
        if found:
            return operation, found.groups()
    return None


@cache
def _patterns(operations: tuple[Operation, ...]) -> list[tuple[Operation, re.Pattern[str]]]:
    return [(each, re.compile(re.sub(r"\{\w+\}", "([^/]+)", each.path))) for each in operations]
