"""What the stand-in takes for an Atlassian document: no more kinds of nodes than our comments need."""

from __future__ import annotations

from typing import Any

from .site import Refusal

_INSIDE = {
    "doc": {"heading", "paragraph", "bulletList"},
    "bulletList": {"listItem"},
    "listItem": {"paragraph"},
    "heading": {"text"},
    "paragraph": {"text"},
}
"""What a node may hold."""

_KEYS = {"doc": {"version"}, "heading": {"attrs"}}
_MARKS = {"strong": None, "link": "href", "textColor": "color"}


def refuse_unless_document(value: Any) -> None:
    """Refusal for what Jira would refuse: another shape, a text that is empty, a mark that there is not."""
    if not isinstance(value, dict) or value.get("type") != "doc" or value.get("version") != 1:
        raise Refusal(400, comment="INVALID_INPUT: not a document")
    _look(value)


def _look(node: Any) -> None:
    kind = node.get("type") if isinstance(node, dict) else None
    if kind == "text":
        _look_at_text(node)
        return
    allowed = _INSIDE.get(kind or "")
    if allowed is None or set(node) - {"type", "content"} - _KEYS.get(kind or "", set()):
        raise Refusal(400, comment=f"INVALID_INPUT: {kind}")
    for child in node.get("content", ()):
        if not isinstance(child, dict) or child.get("type") not in allowed:
            raise Refusal(400, comment=f"INVALID_INPUT: {child.get('type')} in {kind}")
        _look(child)


def _look_at_text(node: Any) -> None:
    text, marks = node.get("text"), node.get("marks", [])
    if not isinstance(text, str) or not text or set(node) - {"type", "text", "marks"}:
        raise Refusal(400, comment="INVALID_INPUT: text")
    for mark in marks:
        attribute = _MARKS.get(mark.get("type"), "")
        if attribute == "" or set(mark.get("attrs", {})) != ({attribute} if attribute else set()):
            raise Refusal(400, comment=f"INVALID_INPUT: mark {mark.get('type')}")
