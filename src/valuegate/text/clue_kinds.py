"""What a clue can be, and how much each kind weighs for a colleague who wants to see the fact."""

from __future__ import annotations

from functools import cache

from ..records import NamedTuple

SOURCES = {
    "source_inquiry": "inquiry",
    "source_record": "record",
    "source_tool": "tool",
    "source_word": "word",
    "source_thing": "thing",
}
"""Tag → kind of clue. ``inquiry``: we asked or watched; ``record``: it was written down anyway."""
_NAMING = {"keeping": "kept", **SOURCES}

WEIGHTS = {
    "inquiry": 2, "record": 2, "tool": 2, "word": 1, "thing": 1,
    "link": 3, "key": 3, "law": 3, "quote": 3, "entry": 2, "plain-link": 1,
    "place": 1, "places": 2, "name": 1, "year": 1, "kept": 2,
    "share": 2, "count": 1, "measure": 1, "day": 2, "period": 1,
    "day-of-some-year": 2, "period-of-some-year": 1,
}  # fmt: skip


class Clue(NamedTuple):
    """Something that helps a reader to find the fact again."""

    kind: str
    start: int
    end: int


@cache
def source_kind(tags: frozenset[str]) -> str | None:
    """Which kind of source a word names, if any."""
    if "neutral" in tags:
        return None
    return next((kind for tag, kind in _NAMING.items() if tag in tags), None)
