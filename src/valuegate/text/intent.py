"""What a clause is for: to tell what happens, or to ask, plan, decide, praise or believe something.

A harm that is spoken of after such words does not happen now: those words are *void* to the end of
their clause. Nothing is void in the clauses beside it, so a pain next to a wish still counts.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from .people import Person
from .wording import Clause, Wording

IntentKind = Literal["solution", "wish", "plan", "purpose", "opinion", "authority", "absence", "guide"]
_PLAIN: tuple[IntentKind, ...] = ("guide", "wish", "plan", "purpose", "opinion")
_SAYING = frozenset((*_PLAIN, "decision", "authority", "lack"))
_ORDER_REACH = 6
_LACK_REACH = 5


class Intent(NamedTuple):
    """What some words are for; ``first`` to ``last`` (exclusive) are the tokens that carry no harm."""

    kind: IntentKind
    first: int
    last: int


def find_intents(wording: Wording, people: list[Person]) -> list[Intent]:
    """The intents of all clauses."""
    heads = {person.first for person in people}
    found: list[Intent | None] = []
    for clause in wording.clauses:
        found.append(_lead(wording, clause, heads))
        found.append(_future(wording, clause))
    saying = (mark for mark in wording.marks if mark.tags & _SAYING)
    found += [_of_mark(wording, wording.clause_of(mark.first), mark.first) for mark in saying]
    return [intent for intent in found if intent]


def void(intents: list[Intent]) -> set[int]:
    """The tokens that tell of nothing that happens now."""
    return {token for intent in intents for token in range(intent.first, intent.last)}


def _lead(wording: Wording, clause: Clause, heads: set[int]) -> Intent | None:
    """A clause that begins with a thing to do: an imperative, an infinitive, "Migration to …"."""
    first = clause.first
    while first < clause.last and wording.tags(first) & {"infinitive"}:
        first += 1
    tags = wording.tags(first)
    if "solution" in tags and clause.opens and first + 1 not in heads:
        return Intent("solution", clause.first, clause.last)
    if "solution_noun" in tags and clause.opens:
        return Intent("solution", clause.first, clause.last)
    return None


def _of_mark(wording: Wording, clause: Clause, first: int) -> Intent | None:
    tags = wording.tags(first)
    for kind in _PLAIN:
        if kind in tags and not (kind == "wish" and _no_wish(wording, first)):
            return Intent(kind, first, clause.last)
    if "decision" in tags or ("authority" in tags and _orders(wording, clause, first)):
        return Intent("authority", first, clause.last)
    if "lack" in tags:
        return _absence(wording, clause, first)
    return None


def _no_wish(wording: Wording, first: int) -> bool:
    """ "Reps who need …" describes people, "need four calls" counts a cost, "support requests" are things."""
    after, before = wording.at[first].last, wording.tags(first - 1)
    if "wish_noun" in wording.tags(first) and (not before & {"who", "pronoun"} or wording.stops[first]):
        return True
    return "relative" in before or wording.counts(after)


def _orders(wording: Wording, clause: Clause, first: int) -> bool:
    after = wording.at[first].last
    return any(wording.tags(i) & {"order"} for i in range(after, min(after + _ORDER_REACH, clause.last)))


def _absence(wording: Wording, clause: Clause, first: int) -> Intent | None:
    """A feature that is not there: "no export", "n'existe pas d'alerte"."""
    after = wording.at[first].last
    for i in range(after, min(after + _LACK_REACH, clause.last)):
        if wording.stops[i]:
            return None
        if "artefact" in wording.tags(i):
            return Intent("absence", first, _with_complements(wording, clause, wording.at[i].last))
    return None


def _with_complements(wording: Wording, clause: Clause, last: int) -> int:
    """The words that only say which feature: "no alert for wrong readings"."""
    while last + 1 < clause.last and "preposition" in wording.tags(last) and not wording.stops[last]:
        last += 2
    return last


def _future(wording: Wording, clause: Clause) -> Intent | None:
    """What somebody will do: the first word with an ending of the future tense."""
    endings = wording.shapes.future_endings
    if endings:
        for i in range(clause.first, clause.last):
            word = wording.word(i)
            if len(word) > 5 and i not in wording.at and word.endswith(endings):
                return Intent("plan", i, clause.last)
    return None
