"""Where words for wishing wish for nothing: they describe people, tell what is endured, or what was asked."""

from __future__ import annotations

from .wording import Clause, Wording

_TOLD_OF = frozenset(("relative", "being"))
"""Before a wish: "reps who need …" describes people, "they are asked for …" what is asked of them."""
_NOT_WISHED = frozenset(("negation", "being"))
_EMBEDDED = 5
"""Words before a wish, among which stands what it is told inside of, at most."""
_INSIDE = frozenset(("embedded", "when"))
"""Just before a wish: "how many people they need", "when a guest asks for …"."""
_EXPECTED = 6
"""Words after one, among which stands how long it takes, at most."""
_TELLING = frozenset(("endured", "solution", "solution_noun", "purpose", "negation"))
"""The first of these after "we have to" says whether it is a thing to make or one to go through."""


def ends(wording: Wording, clause: Clause, first: int) -> bool:
    """Nothing follows that could be planned: "more people than the certificate allows"."""
    after = wording.end(first)
    return after >= clause.last or wording.stops[after]


def no_wish(wording: Wording, first: int) -> bool:
    """ "Reps who need …" describes people, "need four calls" counts a cost, "ask three times" is one."""
    after, before = wording.end(first), wording.tags[first - 1]
    if "being" in wording.tags[after] and "embedded" in wording.tags[wording.clause_of(first).first]:
        return False  # "what pupils need is a countdown"
    if wording.tags[after] & _NOT_WISHED or "artefact" in before:  # "needed no action", "the form asks for …"
        return True
    if "disliked" in wording.tags[first] and ends(wording, wording.clause_of(first), first):
        return True  # "puis réclament": they complain
    if "wish_noun" in wording.tags[first] and (not before & {"who", "pronoun"} or wording.stops[first]):
        return True
    if not before.isdisjoint(_TOLD_OF) or wording.counts(after) or is_reported(wording, first):
        return True
    if _is_endured(wording, first, after) or _was_asked(wording, first):
        return True
    if "as_role" in wording.tags[first] and first != wording.sentence_start(first):
        return True  # "se connecter en tant qu'enseignant"
    if any(_lasts(wording, i) for i in range(after, min(after + _EXPECTED, len(wording.words)))):
        return True
    near = wording.tags[max(first - _EMBEDDED, wording.clause_of(first).first) : first]
    return any(not _INSIDE.isdisjoint(tags) for tags in near)


def _is_endured(wording: Wording, first: int, after: int) -> bool:
    """ "We have to re-enter it", "il faut tout ressaisir", "ask three times"; not "should be asked again"."""
    said = wording.tags[after : wording.clause_of(first).last]
    if "obliged" in wording.tags[first]:
        telling = (tags for tags in said if not _TELLING.isdisjoint(tags))
        return "endured" in next(telling, frozenset())
    return "owed" not in wording.tags[first] and any("times" in tags for tags in said)


def _was_asked(wording: Wording, first: int) -> bool:
    """ "I asked for the ground floor": what somebody tells of themselves has happened, wish and all."""
    before = wording.tags[first - 1]
    return (
        "teller" in before
        and "makers" not in before
        and wording.written(first).endswith(wording.shapes.passive_endings)
    )


def _lasts(wording: Wording, at: int) -> bool:
    """ "Need a good quarter of an hour to remember", and not "need a 24 hour service"."""
    if wording.words[at] not in wording.shapes.durations:
        return False
    return at + 1 >= len(wording.words) or wording.stops[at + 1] or "infinitive" in wording.tags[at + 1]


def is_reported(wording: Wording, first: int) -> bool:
    """What people find out is no wish of theirs: "they hear that the lift must be booked"."""
    relative = False
    for i in range(first - 1, wording.clause_of(first).first, -1):
        if relative and "deed" in wording.tags[i]:
            return True
        relative = relative or "relative" in wording.tags[i]
    return False
