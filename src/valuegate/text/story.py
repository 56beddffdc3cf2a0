"""A harm that no word names: people do something that a working day would not hold, or something happened.

Work that goes well is told in routine verbs and schedules ("they open at nine and count the till"). A
story that turns has something else: a deed of search or detour, a contrast, an odd time or means, an event.
"""

from __future__ import annotations

from .people import Person
from .wording import Clause, Mark, Wording

_ENOUGH_WORDS = 7
_REACH = 6
_VERBS = frozenset(("routine", "deed", "being", "stative", "wish", "past", "harm"))
_CALM = frozenset(("calm", "fine", "benign", "hype", "looks", "rival", "ache"))
_ADVERSE = frozenset(("turn", "odd", "hint"))
_TERM = frozenset(("clock", "schedule", "calm", "fine", "determiner", "preposition", "being"))
_NO_THING = frozenset(("determiner", "preposition", "being", "auxiliary", "who", "negation"))
_ACTIONS = frozenset(("routine", "deed"))
_SHORT = 4
_OPENS_NOUN = frozenset(("determiner", "preposition"))
_NO_EVENT = _OPENS_NOUN | {"being"}
_OPENS_OBJECT = _OPENS_NOUN | {"particle"}


def is_told(wording: Wording, people: list[Person], void: set[int], denied: set[Clause]) -> bool:
    """Do people who act meet something that no ordinary working day holds, where nothing is denied?"""
    if len(wording.words) < _ENOUGH_WORDS or not wording.kinds.isdisjoint(_CALM):
        return False
    if {"cannot", "feature_verb"} <= wording.kinds:
        return False
    there = [person for person in people if person.first not in void and _is_there(wording, person)]
    verbs = [_verb(wording, person) for person in there]
    if not any(verbs):
        return False
    adverse = (mark for mark in wording.marks if is_adverse(wording, mark))
    if any(wording.clause_of(mark.first) not in denied for mark in adverse):
        return True
    if denied:
        return False
    return _lasts(wording) or _was_done(wording) or _is_repeated(wording) or _is_narrative(wording, verbs)


def _is_narrative(wording: Wording, verbs: list[str]) -> bool:
    """People do something out of the ordinary, in more than one step, and not by a schedule or a clock."""
    if "unknown" not in verbs or "schedule" in wording.kinds or True not in wording.stops[1:]:
        return False
    return not any("clock" in mark.tags and wording.counts(mark.last) for mark in wording.marks)


def _is_there(wording: Wording, person: Person) -> bool:
    """Somebody who acts, and of whom it is not said that there is none ("no roofer has fallen")."""
    return person.acts and "negation" not in wording.tags(person.first - 1)


def is_adverse(wording: Wording, mark: Mark) -> bool:
    """A turn, an odd circumstance, an event, or a deed (a verb, so no article stands before it)."""
    before = wording.tags(mark.first - 1)
    if "deed" in mark.tags:
        return mark.first > 0 and not before & _OPENS_NOUN
    if "past" in mark.tags:
        return before.isdisjoint(_NO_EVENT) and not _is_negated(wording, mark.first)
    if "negation" in mark.tags and wording.stops[mark.first]:  # ", never the one of the road"
        return True
    return bool(mark.tags & _ADVERSE) or ("relative" in mark.tags and _tells_an_event(wording, mark.first))


def _is_negated(wording: Wording, token: int) -> bool:
    """Nothing happened: "no misprint was found"."""
    first = wording.clause_of(token).first
    return any("negation" in wording.tags(i) for i in range(max(first, token - _REACH), token))


def _was_done(wording: Wording) -> bool:
    """People meet a thing to which something was done before: "voient la facture glissée dans le colis"."""
    words, endings = wording.words, wording.shapes.done_endings
    return any(
        words[i].endswith(endings)
        and _NO_THING.isdisjoint(wording.tags(i - 1))
        and not wording.stops[i]
        and "agent" not in wording.tags(i + 1)
        for i in wording.unlisted
        if endings and len(words[i]) > _SHORT
    )


def _is_repeated(wording: Wording) -> bool:
    """An everyday action that is done over again: "repeignent", "reopen"."""
    words, alone = wording.words, wording.phrases.alone
    return any(
        not _ACTIONS.isdisjoint(alone.get(words[i][len(beginning) :], ()))
        for beginning in wording.shapes.again_beginnings
        for i in wording.unlisted
        if words[i].startswith(beginning)
    )


def _lasts(wording: Wording) -> bool:
    """A time that somebody counted, and that is no appointment ("within two days", "ten minutes before")."""
    durations = wording.shapes.durations
    return any(
        word in durations and wording.counts(i - 1) and _is_no_term(wording, i)
        for i, word in enumerate(wording.words)
    )


def _is_no_term(wording: Wording, unit: int) -> bool:
    return _TERM.isdisjoint(wording.tags(unit - 2)) and _TERM.isdisjoint(wording.tags(unit + 1))


def _tells_an_event(wording: Wording, relative: int) -> bool:
    """Something that happened to a thing or a place: "a practice that moved", "une règle qui a changé"."""
    words, shapes = wording.words, wording.shapes
    for i in range(relative + 1, min(relative + _REACH, len(words))):
        if wording.stops[i]:
            return False
        if "auxiliary" in wording.tags(i):
            return not wording.tags(i + 1) & _OPENS_NOUN and not wording.counts(i + 1)
        if i not in wording.at and words[i].endswith(shapes.event_endings):
            return "being" not in wording.tags(i - 1)
    return False


def _verb(wording: Wording, person: Person) -> str:
    """What a person does: ``known``, ``unknown``, or '' where no verb can be seen."""
    for i in range(person.last, min(person.last + _REACH, len(wording.words))):
        if wording.stops[i]:
            break
        if wording.tags(i) & _VERBS:
            return "known"
        if _looks_like_verb(wording, i):
            return "unknown"
    return ""


def _looks_like_verb(wording: Wording, at: int) -> bool:
    """An unlisted word with an ending of verbs, or with an object or a circumstance behind it."""
    words, endings = wording.words, wording.shapes.plural_verb_endings
    if at in wording.at or words[at] in wording.pack.minor or wording.tags(at - 1) & _OPENS_NOUN:
        return False
    if endings and words[at].endswith(endings):
        return True
    return bool(wording.tags(at + 1) & _OPENS_OBJECT) or wording.counts(at + 1)
