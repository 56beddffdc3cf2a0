"""Negation: of an ordinary action it makes a harm ("never comes back"), of a harm none ("nobody waits")."""

from __future__ import annotations

from .wording import Clause, Mark, Wording

_ACTION = 3
_REACH = 4
_AFTER = 2
_DENIES = frozenset(("negation", "undone"))
_NOT_ACTIONS = frozenset(("harm", "ache", "wish", "benign", "looks", "disliked"))


def undone(wording: Wording, clause: Clause, mark: Mark) -> int:
    """Where the ordinary action ends that these words deny; 0 if they deny something else, or nothing."""
    end = min(mark.last + _ACTION, clause.last)
    if mark.last >= end or wording.stops[mark.last]:
        return 0
    denied = range(mark.last, min(mark.last + _REACH + 1, clause.last))
    if any(wording.tags(i) & _NOT_ACTIONS for i in denied) or is_denied(wording, clause, mark):
        return 0
    tags: frozenset[str] = frozenset(("negation", "only"))
    return end if _closes(wording, mark, range(mark.last, end), tags) else 0


def is_denied(wording: Wording, clause: Clause, mark: Mark) -> bool:
    """Does a negation stand just before the words, or around them (ne … pas)?"""
    if wording.kinds.isdisjoint(_DENIES):
        return False
    after = range(mark.last, min(mark.last + _AFTER, clause.last))
    for i in range(mark.first - 1, max(clause.first, mark.first - _REACH) - 1, -1):
        if wording.stops[i + 1]:
            return False
        tags = wording.tags(i)
        if "negation" in tags:
            return True
        if "undone" in tags and _closes(wording, wording.at[i], after, frozenset(("negation",))):
            return True
    return False


def _closes(wording: Wording, opened: Mark, places: range, tags: frozenset[str]) -> bool:
    """French "ne" only negates with "pas", "jamais" …; with "que" it limits, which is a want as well."""
    if "pair" not in opened.tags:
        return True
    return any(wording.tags(i) & tags for i in places)
