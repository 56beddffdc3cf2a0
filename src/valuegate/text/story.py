"""A harm that no word names: people do something that a working day would not hold, or something happened.

Work that goes well is told in routine verbs and schedules ("they open at nine and count the till"). A
story that turns has something else: a deed of search or detour, a contrast, an odd time or means, an event.
"""

from __future__ import annotations

import re
from itertools import pairwise

from .people import Person
from .vocabulary import ADVERSE, AGAIN, BOUND_ROLE, DONE, EVENT, PAST, ROLE, VERB
from .wording import Clause, Wording

_ENOUGH_WORDS = 7
_REACH = 6
_MOMENT = re.compile(r"\b(\d{1,2}) ?[h:] ?(\d{2})\b")
_MINUTES = 30
_OPENING = 3
_VERBS = frozenset(("routine", "deed", "being", "stative", "wish", "past", "harm", "cannot"))
_CALM = frozenset(("calm", "fine", "hype", "looks", "rival", "ache"))
_ADVERSE = frozenset(("turn", "odd", "hint", "cause"))
_TERM = frozenset(("clock", "schedule", "calm", "fine", "determiner", "preposition", "being"))
_NO_THING = frozenset(("determiner", "preposition", "being", "auxiliary", "who", "negation"))
_OPENS_NOUN = frozenset(("determiner", "preposition"))
_NO_EVENT = _OPENS_NOUN | {"being"}
_LEADS_TO = frozenset(("preposition", "particle", "agent", "share"))
_BROKEN = frozenset(("negation", "undone", "harm", "cannot", "turn"))
_EVENTS = frozenset(("past", "auxiliary"))
_MET = _ADVERSE | {"negation", "gone", "cleft", "body"}
"""Beside "I", what was and what one does say nothing by themselves."""
_CIRCUMSTANCES = frozenset(("odd", "hint", "gone", "attributed"))
_BESIDE_DENIAL = frozenset(("cause", "negation"))
_DOERS = frozenset(("who", "pronoun"))
_OPENS_OBJECT = _OPENS_NOUN | {"particle"}


def is_told(
    wording: Wording, people: list[Person], void: set[int], denied: set[Clause], *, described: bool = False
) -> bool:
    """Do people who act meet something that no ordinary working day holds, where nothing is denied?

    Where rules are ``described``, an odd time, a hint, what was done to a thing, and a verb that is no
    routine are theirs.
    """
    if len(wording.words) < _ENOUGH_WORDS or not wording.kinds.isdisjoint(_CALM) or _is_prompt(wording):
        return False
    if {"cannot", "feature_verb"} <= wording.kinds:  # what follows from it may still be told
        denied = denied | {wording.clause_of(at) for at, tags in enumerate(wording.tags) if "cannot" in tags}
    there = [person for person in people if person.first not in void and _is_there(wording, person)]
    verbs = [_verb(wording, person) for person in there]
    if not any(verbs):
        return False
    said = (at for at in wording.asked(ADVERSE) if at not in void)
    if described:
        said = (at for at in said if not wording.tags[at] <= _CIRCUMSTANCES)
    if denied:  # "never had to ring, because of it", "nobody complains, no bride was let down"
        said = (at for at in said if wording.tags[at].isdisjoint(_BESIDE_DENIAL))
    adverse = (at for at in said if _is_adverse(wording, at))
    if any(not denied or wording.clause_of(at) not in denied for at in adverse):
        return True
    if denied:
        return False
    return bool(
        _lasts(wording)
        or (not described and _was_done(wording))
        or wording.asked(AGAIN)
        or wording.asked(PAST)
        or _is_incident(wording)
        or _misses_by_minutes(wording)
        or (not described and _is_narrative(wording, verbs))
    )


def meets(wording: Wording, tellers: list[Person], void: set[int], denied: set[Clause]) -> bool:
    """Does who says "I" tell of more than what was and what they do ("I typed it, and all was there")?"""
    if len(wording.words) < _ENOUGH_WORDS or not wording.kinds.isdisjoint(_CALM) or denied:
        return False
    said = [at for at in wording.asked(ADVERSE) if at not in void and not wording.tags[at].isdisjoint(_MET)]
    return bool(tellers) and any(_is_adverse(wording, at) for at in said)


def _is_prompt(wording: Wording) -> bool:
    """ "The vet rings back within four minutes": a time that is kept, where nothing is denied."""
    within = wording.shapes.within
    places = [i for i, word in enumerate(wording.words) if word in within and wording.number(i + 1) > 0]
    kept = (i for i in places if wording.word(i + 2) in wording.shapes.durations)
    return any(_is_kept(wording, wording.clause_of(i)) for i in kept)


def _is_kept(wording: Wording, clause: Clause) -> bool:
    said = wording.tags[clause.first : clause.last]
    return all(tags.isdisjoint(_BROKEN) for tags in said)


def _is_narrative(wording: Wording, verbs: list[str]) -> bool:
    """People do something out of the ordinary, in more than one step, and not by a schedule or a clock."""
    if "unknown" not in verbs or "schedule" in wording.kinds or True not in wording.stops[1:]:
        return False
    clocks = [at for at, tags in enumerate(wording.tags) if "clock" in tags]
    return not any(wording.counts(wording.end(at)) for at in clocks)


def _is_there(wording: Wording, person: Person) -> bool:
    """Somebody who acts, and of whom it is not said that there is none ("no roofer has fallen")."""
    return person.acts and "negation" not in wording.tags[person.first - 1]


def _is_adverse(wording: Wording, at: int) -> bool:
    """A turn, an odd circumstance, an event, or a deed (a verb, so no article stands before it)."""
    tags, before = wording.tags[at], wording.tags[at - 1]
    if "deed" in tags:
        free = at > 0 and before.isdisjoint(_OPENS_NOUN) and not _is_handled(wording, at)
        return free and ("inert" not in tags or _has_doer(wording, at))
    if "gone" in tags and _is_too_late(wording, at):
        return True
    if "past" in tags:
        return before.isdisjoint(_NO_EVENT) and not _is_negated(wording, at)
    if wording.is_term(at) or ("attributed" in tags and "who" in wording.tags[wording.end(at)]):
        return False
    if "body" in tags:  # "on the back of their hand", and not "they wash their hands"
        return not _LEADS_TO.isdisjoint(before)
    if "cause" in tags and ("determiner" in before or wording.is_left_alone(at)):  # French "le car"
        return False
    if "cleft" in tags:  # "ce sont les clients qui les voient"
        end = wording.end(at)
        return any("relative" in each for each in wording.tags[end : end + _OPENING])
    if "when" in tags and _closes(wording, at):  # "I typed it once."
        return False
    if "negation" in tags and wording.stops[at]:  # ", never the one of the road", and not "ni …, ni …"
        return wording.words[at] not in wording.words[wording.clause_of(at).first : at]
    return not _ADVERSE.isdisjoint(tags) or ("relative" in tags and _tells_an_event(wording, at))


def _closes(wording: Wording, at: int) -> bool:
    after = wording.end(at)
    return after >= len(wording.words) or wording.stops[after]


def _has_doer(wording: Wording, at: int) -> bool:
    """What things do as well ("the bow stays with the client") is a deed where people stand before it."""
    for i in range(at - 1, wording.clause_of(at).first - 1, -1):
        if not _DOERS.isdisjoint(wording.tags[i]) or wording.is_shaped(i, ROLE | BOUND_ROLE):
            return True
        if wording.stops[i] and "joins" in wording.tags[i]:  # "a clerk compares them, and the barrier lifts"
            return False
    return False


def _is_handled(wording: Wording, at: int) -> bool:
    """ "Take calls until nine", "answer absence calls": what work deals with, and no deed of somebody."""
    deals, words = wording.shapes.deals, wording.words
    if not words[at].endswith("s") or wording.stops[at]:
        return False
    return words[at - 1] in deals or (at > 1 and not wording.tags[at - 1] and words[at - 2] in deals)


def _is_too_late(wording: Wording, at: int) -> bool:
    """ "Are paid when the season is over": something happens when its moment has passed."""
    near = wording.tags[max(at - _REACH, wording.clause_of(at).first) : at]
    return any("when" in tags for tags in near) and not near[-1].isdisjoint(("being", "auxiliary"))


def _is_negated(wording: Wording, token: int) -> bool:
    """Nothing happened: "no misprint was found"."""
    first = wording.clause_of(token).first
    return any("negation" in wording.tags[i] for i in range(max(first, token - _REACH), token))


def _was_done(wording: Wording) -> bool:
    """People meet a thing to which something was done before: "voient la facture glissée dans le colis"."""
    return any(
        _NO_THING.isdisjoint(wording.tags[i - 1])
        and not wording.stops[i]
        and "agent" not in wording.tags[i + 1]
        for i in wording.asked(DONE)
    )


def _is_incident(wording: Wording) -> bool:
    """Something happened to some of them: "two stopped", "one of them put …", "deux ont sauté une séance"."""
    counted = [(clause, _counts_some(wording, clause)) for clause in wording.clauses]
    return any(_happened(wording, clause, first) for clause, first in counted if first)


def _counts_some(wording: Wording, clause: Clause) -> int:
    """After which word some are counted that something may have happened to; 0 if none are."""
    for i in range(clause.first, min(clause.first + _OPENING, clause.last)):
        if "quantity" in wording.tags[i] or wording.number(i) > 0:
            return i + 1
    return 0


def _happened(wording: Wording, clause: Clause, first: int) -> bool:
    for i in range(first, min(first + _REACH, clause.last)):
        if wording.stops[i]:
            return False
        if not _EVENTS.isdisjoint(wording.tags[i]) or wording.is_shaped(i, EVENT):
            return "being" not in wording.tags[i - 1]
    return False


def _misses_by_minutes(wording: Wording) -> bool:
    """Two moments a few minutes apart: "the lesson ends at 15:40, the bus leaves at 15:35"."""
    moments = sorted({60 * int(h) + int(m) for h, m in _MOMENT.findall(wording.live)})
    return any(b - a <= _MINUTES for a, b in pairwise(moments))


def _lasts(wording: Wording) -> bool:
    """A time that somebody counted, and that is no appointment ("within two days", "ten minutes before")."""
    durations = wording.shapes.durations
    return any(
        word in durations and wording.counts(i - 1) and _is_no_term(wording, i)
        for i, word in enumerate(wording.words)
    )


def _is_no_term(wording: Wording, unit: int) -> bool:
    return _TERM.isdisjoint(wording.tags[unit - 2]) and _TERM.isdisjoint(wording.tags[unit + 1])


def _tells_an_event(wording: Wording, relative: int) -> bool:
    """Something that happened to a thing or a place: "a practice that moved", "une règle qui a changé"."""
    for i in range(relative + 1, min(relative + _REACH, len(wording.words))):
        if wording.stops[i]:
            return False
        if "auxiliary" in wording.tags[i]:
            return _OPENS_NOUN.isdisjoint(wording.tags[i + 1]) and not wording.counts(i + 1)
        if wording.is_shaped(i, EVENT):
            return "being" not in wording.tags[i - 1]
    return False


def _verb(wording: Wording, person: Person) -> str:
    """What a person does: ``known``, ``unknown``, or '' where no verb can be seen."""
    for i in range(person.last, min(person.last + _REACH, len(wording.words))):
        if wording.stops[i]:
            break
        if not _VERBS.isdisjoint(wording.tags[i]) or _is_told_what(wording, i):
            return "known"
        if _looks_like_verb(wording, i):
            return "unknown"
    return ""


def _is_told_what(wording: Wording, at: int) -> bool:
    """ "Are told at the door", "se voient refuser": a turn of several words that people go through."""
    return (
        "turn" in wording.tags[at] and wording.end(at) > at + 1 and "determiner" not in wording.tags[at - 1]
    )


def _looks_like_verb(wording: Wording, at: int) -> bool:
    """An unlisted word with an ending of verbs, or with an object or a circumstance behind it."""
    if wording.tags[at] or wording.words[at] in wording.pack.minor:
        return False
    if not _OPENS_NOUN.isdisjoint(wording.tags[at - 1]):
        return False
    if wording.is_shaped(at, VERB):
        return True
    return not _OPENS_OBJECT.isdisjoint(wording.tags[at + 1]) or wording.counts(at + 1)
