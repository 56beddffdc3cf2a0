"""How the changelog of an issue tells of a value: by its id, and in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

Json = dict[str, Any]


def item(id_: str, name: str, before: Any, after: Any) -> Json:
    """One entry of a changelog."""
    custom = id_.startswith("customfield_")
    return {
        "field": name if custom else id_,
        "fieldId": id_,
        "fieldtype": "custom" if custom else "jira",
        **_side("from", "fromString", before),
        **_side("to", "toString", after),
    }


def _side(id_: str, name: str, value: Any) -> Json:
    """A value of a changelog: the id and the words of it; a document is told as its words."""
    if isinstance(value, Mapping) and value.get("type") != "doc":
        return {id_: value.get("id"), name: value.get("name")}
    return {id_: None, name: _words_of(value)}


def _words_of(value: Any) -> str | None:
    """What a changelog keeps of a text: wiki markup, for a document."""
    if value is None:
        return None
    if isinstance(value, list):
        return " ".join(value)
    if not isinstance(value, Mapping):
        return str(value)
    parts = []
    for node in value.get("content", ()):
        words = "".join(_words(node))
        parts.append(f"h{node['attrs']['level']}. {words}" if node["type"] == "heading" else words)
    return "\n\n".join(parts)


def _words(node: Json) -> Iterable[str]:
    yield node.get("text", "")
    for child in node.get("content", ()):
        yield from _words(child)
