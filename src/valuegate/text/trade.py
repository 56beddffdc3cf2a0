"""Mishaps that are somebody's trade: "the fault desk", "record each false alarm", "le bureau des pertes"."""

from __future__ import annotations

from .wording import Mark, Wording

_OBJECT = 3
"""So many words back a verb may deal with a mishap."""
_LED = frozenset(("preposition", "determiner", "share"))
_STATE_ENDS = frozenset(
    ("being", "auxiliary", "past", "pronoun", "relative", "joins", "preposition", "clock")
)
_PREDICATES = frozenset(("being", "auxiliary", "past", "pronoun", "relative", "who", "joins"))


def is_of_a_trade(wording: Wording, mark: Mark) -> bool:
    """Are these words the name of an office, a book or a person, or what a routine deals with?"""
    return (
        _names_an_office(wording, mark)
        or _is_somebody(wording, mark)
        or _is_compounded(wording, mark)
        or _is_dealt_with(wording, mark)
    )


def _is_somebody(wording: Wording, mark: Mark) -> bool:
    """ "The injured", "le blessé": people in a state, and whoever works for them meets them every day."""
    if (
        wording.words[mark.first] not in wording.shapes.in_a_state
        or "determiner" not in wording.tags[mark.first - 1]
    ):
        return False
    return (
        mark.last >= len(wording.words)
        or wording.stops[mark.last]
        or not _STATE_ENDS.isdisjoint(wording.tags[mark.last])
    )


def _is_compounded(wording: Wording, mark: Mark) -> bool:
    """ "The lost-children tent"."""
    if mark.last - mark.first > 1 or mark.last + 1 >= len(wording.words):
        return False
    return wording.is_compounded(mark.first) and not wording.stops[mark.last + 1]


def _names_an_office(wording: Wording, mark: Mark) -> bool:
    shapes, words, first, last = wording.shapes, wording.words, mark.first, mark.last
    if last < len(words) and not wording.stops[last] and words[last - 1] in shapes.mishaps:
        return words[last] in shapes.offices or words[last].removesuffix("s") in shapes.offices
    if last - first > 1:
        return False
    named_after = first > 1 and not _LED.isdisjoint(wording.tags[first - 1]) and not shapes.mishaps
    return named_after and words[first - 2].removesuffix("s") in shapes.offices


def _is_dealt_with(wording: Wording, mark: Mark) -> bool:
    """ "Handles damaged parcels": the verb stands just before, and what goes wrong is no verb."""
    shapes, floor = wording.shapes, max(mark.first - _OBJECT, 0)
    if shapes.deals.isdisjoint(wording.words[floor : mark.first]):
        return False
    if "cannot" in mark.tags or wording.words[mark.first].endswith(shapes.going_endings):
        return False
    for i in range(mark.first - 1, floor - 1, -1):
        if wording.stops[i + 1]:
            return False
        if wording.words[i] in shapes.deals:
            return _LED.isdisjoint(wording.tags[i - 1])
        if not _PREDICATES.isdisjoint(wording.tags[i]):
            return False
    return False
