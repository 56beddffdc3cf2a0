"""Who a passage speaks of: roles and groups of people, and whether they act or are only named."""

from __future__ import annotations

from typing import NamedTuple

from .wording import Wording


class Person(NamedTuple):
    """A role or a group, as tokens. ``acts`` if no preposition leads to it: it does or suffers something."""

    first: int
    last: int
    acts: bool


def find_people(wording: Wording) -> list[Person]:
    """The people of a passage, in order."""
    endings = wording.shapes.role_endings
    listed = [mark.first for mark in wording.marks if "who" in mark.tags]
    others = [i for i, word in enumerate(wording.words) if word.endswith(endings) and i not in wording.at]
    found = [(at, _person_at(wording, at)) for at in sorted(listed + others)]
    return [Person(at, last, _acts(wording, at, last)) for at, last in found if last]


def _person_at(wording: Wording, at: int) -> int:
    """Where the person ends that begins at this word; 0 if none does."""
    mark = wording.at.get(at)
    if mark is None:
        return at + 1 if _looks_like_person(wording, at) else 0
    if "not_who" in mark.tags:
        return 0
    if mark.last - at > 1 or _is_many(wording, at):
        return mark.last
    named = _has_determiner(wording, at) and not wording.tags(at + 1) & {"artefact", "compound"}
    return mark.last if named else 0


def _looks_like_person(wording: Wording, at: int) -> bool:
    """An unlisted word with an ending of roles; some endings also need an article just before."""
    word, shapes = wording.word(at), wording.shapes
    if len(word) < 5 or word in shapes.not_person:
        return False
    if not word.endswith(shapes.bound_role_endings):
        return True
    return "determiner" in wording.tags(at - 1) or wording.counts(at - 1)


def _is_many(wording: Wording, at: int) -> bool:
    word = wording.word(at)
    return word.endswith(("s", "x")) or word in wording.shapes.many


def _has_determiner(wording: Wording, at: int) -> bool:
    """An article or a number before the word, with at most two words between."""
    for before in range(at - 1, max(at - 4, -1), -1):
        if wording.tags(before) & {"determiner"} or wording.word(before)[:1].isdigit():
            return True
        if wording.stops[before + 1]:
            return False
    return False


def _acts(wording: Wording, at: int, last: int) -> bool:
    """Does something follow that they may do, and does no preposition lead to them?"""
    if last >= len(wording.tokens) or wording.stops[last]:
        return False
    if "relative" in wording.tags(last):
        return True
    for before in range(at - 1, max(at - 4, -1), -1):
        if wording.stops[before + 1]:
            return True
        tags = wording.tags(before)
        if "preposition" in tags:
            return _only_counts(wording, before) or ("determiner" in tags and _begins(wording, before))
        if "determiner" in tags:
            return before == 0 or "preposition" not in wording.tags(before - 1) or wording.stops[before]
    return True


def _only_counts(wording: Wording, at: int) -> bool:
    """ "About thirty children", "most of the drivers", "une trentaine d'enfants": still the same people."""
    approximate = "approximate" in wording.tags(at) and wording.number(at + 1) > 1
    return approximate or "quantity" in wording.tags(at - 1)


def _begins(wording: Wording, at: int) -> bool:
    """French "des" is an article where nothing that it could depend on stands before it."""
    return at == 0 or wording.stops[at] or bool(wording.tags(at - 1) & {"relative", "cause", "joins"})
