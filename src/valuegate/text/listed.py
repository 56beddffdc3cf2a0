"""A denial reaches over a list: "no guard, visitor or cook loses time, waits or complains".

It does where the parts share their subject, and the subject is nobody; where it denies a verb, only what
follows in the infinitive, up to an "or": "never had to wait, call or pay", and not "has no key, waits".
"""

from __future__ import annotations

from ..records import NamedTuple
from .wording import Wording

_LIST = 24
"""So many words back a list of what is denied may begin."""
_REACH = 6
_NOUNS = 2
_OURS = 3
_PREDICATES = frozenset(("harm", "hint", "ache", "being", "auxiliary", "past", "routine", "deed", "pair"))
_DENIES = frozenset(("negation", "nobody"))
_VERBS = frozenset(("being", "auxiliary", "past", "routine", "deed"))
_SUBJECTS = frozenset(("pronoun", "reason", "when", "cause", "condition"))


class Part(NamedTuple):
    """A part of a list: where it begins and ends; is it the last or after "or", is its verb an infinitive?"""

    cut: int
    first: int
    last: int
    alternative: bool
    linked: bool


def is_listed(wording: Wording, at: int) -> bool:
    """Do these words stand in a list of which something before is denied?"""
    floor = max(wording.sentence_start(at), at - _LIST)
    if all(tags.isdisjoint(_DENIES) for tags in wording.tags[floor:at]):
        return False
    linked, finite = _ends_in_or(wording, at), False
    while cut := _link(wording, at, floor):
        alternative = "alternative" in wording.tags[cut]
        linked = linked or alternative
        part = Part(cut, cut + ("joins" in wording.tags[cut]), at, alternative, linked)
        if not _shares_subject(wording, part):
            return False
        finite = finite or _is_finite(wording, part.first)
        at = cut - 1
        start = _link(wording, at, floor) or floor
        start += "joins" in wording.tags[start]
        if _is_denying(wording, start, part, finite=finite):
            return True
    return False


def _link(wording: Wording, at: int, floor: int) -> int:
    """Where the last part of a list begins that ends here; 0 if none does."""
    for i in range(at, floor, -1):
        if wording.stops[i] or "joins" in wording.tags[i]:
            return i
    return 0


def _ends_in_or(wording: Wording, at: int) -> bool:
    """Does "or" lead to the last part of the list?"""
    for i in range(at + 1, min(at + _REACH, len(wording.words))):
        if "joins" in wording.tags[i]:
            return "alternative" in wording.tags[i]
    return False


def _shares_subject(wording: Wording, part: Part) -> bool:
    """Is this part of a list no sentence of its own ("nobody warns them, and guards wait")?"""
    tags, length = wording.tags[part.first], part.last - part.first
    if wording.stops[part.cut] and not wording.is_comma(part.cut):
        return False
    if not tags.isdisjoint(_SUBJECTS):
        return False
    if "determiner" in tags or "relative" in tags:  # "a clash, a double booking or a missed lesson"
        return part.linked and length <= _NOUNS
    if part.alternative:
        return True
    if "who" in tags:  # "no prisoner, visitor or officer loses"
        return part.linked and not length
    going = not part.linked and wording.words[part.first].endswith(wording.shapes.going_endings)
    return not tags.isdisjoint(_PREDICATES) and not going


def _is_finite(wording: Wording, at: int) -> bool:
    word, shapes = wording.words[at], wording.shapes
    return word.endswith(shapes.finite_endings) and not word.endswith(shapes.infinitive_endings)


def _is_denying(wording: Wording, start: int, part: Part, *, finite: bool) -> bool:
    """Is the subject of these words nobody, or is it what we have not heard of, or what nobody had to do?"""
    tags, verb = wording.tags, False
    for i in range(start, part.cut):
        if "negation" in tags[i] or "nobody" in tags[i]:
            if _reaches(wording, i, part, verb=verb, finite=finite):
                return True
        else:
            verb = verb or not _VERBS.isdisjoint(tags[i])
    return False


def _reaches(wording: Wording, at: int, part: Part, *, verb: bool, finite: bool) -> bool:
    tags = wording.tags[at]
    if "indefinite" in wording.tags[at + 1]:  # "not a ranger", "pas un seul"
        return True
    if "nobody" in tags and (not verb or (part.alternative and "determiner" in tags)):
        return True
    return part.linked and "determiner" not in tags and (not finite or _is_ours(wording, at))


def _is_ours(wording: Wording, at: int) -> bool:
    """ "We have not heard of …"."""
    return any("myself" in tags for tags in wording.tags[max(at - _OURS, 0) : at])
