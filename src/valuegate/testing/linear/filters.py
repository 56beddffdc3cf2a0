"""Filters and pages, as Linear answers them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

Node = dict[str, Any]

DEFAULT, MOST = 50, 250
"""How many nodes a page has if nobody says, and at most."""


def _instant(value: Any) -> Any:
    """A time to compare; anything else as it is."""
    if isinstance(value, str) and len(value) > 15 and value[4] == "-" and "T" in value:
        return datetime.fromisoformat(value)
    return value


def _ordered(compare: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    return lambda value, wanted: value is not None and compare(_instant(value), _instant(wanted))


_COMPARATORS: Mapping[str, Callable[[Any, Any], bool]] = {
    "eq": lambda value, wanted: value == wanted,
    "neq": lambda value, wanted: value != wanted,
    "in": lambda value, wanted: value in wanted,
    "nin": lambda value, wanted: value not in wanted,
    "gt": _ordered(lambda value, wanted: value > wanted),
    "gte": _ordered(lambda value, wanted: value >= wanted),
    "lt": _ordered(lambda value, wanted: value < wanted),
    "lte": _ordered(lambda value, wanted: value <= wanted),
    "contains": lambda value, wanted: value is not None and wanted in value,
    "containsIgnoreCase": lambda value, wanted: value is not None and wanted.lower() in value.lower(),
    "startsWith": lambda value, wanted: value is not None and value.startswith(wanted),
    "endsWith": lambda value, wanted: value is not None and value.endswith(wanted),
    "eqIgnoreCase": lambda value, wanted: value is not None and value.lower() == wanted.lower(),
    "null": lambda value, wanted: (value is None) == wanted,
}


def matches(value: Any, wanted: Mapping[str, Any] | None) -> bool:
    """Does an object, or a value in it, fulfil a filter?"""
    return all(_fulfils(value, key, part) for key, part in (wanted or {}).items())


def _fulfils(value: Any, key: str, part: Any) -> bool:
    if part is None:
        return True
    if key == "and":
        return all(matches(value, each) for each in part)
    if key == "or":
        return any(matches(value, each) for each in part)
    if key in ("some", "every"):
        return (any if key == "some" else all)(matches(each, part) for each in value)
    if key in _COMPARATORS:
        return _COMPARATORS[key](value, part)
    if value is None:
        return False
    inner = value.get(f"_{key}", value.get(key))
    return matches(inner, part)


class InputError(Exception):
    """What was asked for makes no sense to Linear."""


def page(nodes: Sequence[Node], said: Mapping[str, Any]) -> Node:
    """A page of a connection, the latest first, as Linear orders them."""
    if not said.get("includeArchived"):
        nodes = [node for node in nodes if not node.get("archivedAt")]
    found = [node for node in nodes if matches(node, said.get("filter"))]
    order = said.get("orderBy") or "createdAt"
    found.sort(key=lambda node: str(node.get(order) or node.get("startedAt") or ""), reverse=True)
    first = said.get("first") or DEFAULT
    if not 0 < first <= MOST:
        raise InputError(f"Argument first must be between 1 and {MOST}")
    start = _place(found, said.get("after"))
    shown = found[start : start + first]
    more = start + first < len(found)
    cursor = shown[-1]["id"] if shown else None
    info = {"hasNextPage": more, "hasPreviousPage": start > 0, "endCursor": cursor}
    return {"nodes": shown, "pageInfo": {**info, "startCursor": shown[0]["id"] if shown else None}}


def _place(nodes: Sequence[Node], after: str | None) -> int:
    if after is None:
        return 0
    for number, node in enumerate(nodes):
        if node["id"] == after:
            return number + 1
    raise InputError("Argument after is no cursor of this connection")
