"""Verbs that say which way a value should go, where the two values go the other: ``reduce … from 10 to 20``.

Only what is certain is told: the verb is a verb, nothing between it and its values can turn its sense, and
the values are all that it governs. Which way would be good for an indicator is never guessed.
"""

from __future__ import annotations

import re

from ..lazily import lazily
from .marks import Mark, endings
from .movement import Movement, Value, Values
from .numbers import Quantity

_WAYS = ("upward", "downward")
_TURNING = (*_WAYS, "joint", "by", "means", "versus", "comparative", "example")
"""What may turn the sense of a verb: ``reduce waiting by answering at once: 40 % -> 70 %``."""
_WISHES = ("want", "need", "goal")
_LEADING = frozenset(("to", "want", "need"))
_PLACING = frozenset(("inner", "setting"))
_AFTER = frozenset(("setting", "pace", "per", "future", "now", "past", "wanted", "goal", "then", "joint"))
_TO = ("to", "down_to")
_HERE = frozenset(("now", "start"))
_DOUBTED = frozenset(("also_noun", "also_adjective"))
_SHARES = frozenset(("percent", "ratio"))
_COMPARED = _SHARES | {"count"}
"""Kinds that stand on one scale: a bare number beside a share is one in a hundred."""
_NUMBER = re.compile(r"\D*(\d+(?:[.,]\d{1,2})?)\D*")
_STOPS = frozenset(",;|•()[]:\n")
_NONE: frozenset[str] = frozenset()


def level(quantity: Quantity) -> float:
    """The value, on one scale for shares that are written in two ways."""
    return quantity.value * 100 if quantity.kind == "ratio" else quantity.value


def levels(one: Quantity, other: Quantity) -> tuple[float, float] | None:
    """Two values on one scale; None where none is known. ``12 days today, reduce it to 18``: days as well."""
    if one.kind == other.kind or {one.kind, other.kind} <= _COMPARED:
        return level(one), level(other)
    written = [_NUMBER.fullmatch(quantity.text) for quantity in (one, other)]
    first, last = (float(match[1].replace(",", ".")) if match else None for match in written)
    return None if first is None or last is None else (first, last)


def falls(movement: Movement) -> bool:
    """Is its target below its baseline?"""
    compared = levels(movement.baseline.quantity, movement.target.quantity)
    return compared is not None and compared[1] < compared[0]


def rises(movement: Movement) -> bool:
    """Is its target above its baseline?"""
    compared = levels(movement.baseline.quantity, movement.target.quantity)
    return compared is not None and compared[1] > compared[0]


def contradiction(values: Values, movement: Movement) -> tuple[str, tuple[int, int]] | None:
    """The reason and the words, where a verb says one way and its values go the other.

    ``relative-only`` where the two may as well be an amount: ``réduire les refus de 10 à 20 %``.
    """
    first, last = movement.first.quantity, movement.last.quantity
    start, end = values.signals.sentences[movement.first.sentence]
    verbs = values.marked(start, movement.target.quantity.start, *_WAYS)
    if not verbs:
        aim = _aim(values, movement, end)
        return ("wrong-way", (first.start, aim.end)) if aim else None
    verb = verbs[-1]
    reached = movement.rule == "cues" or verb.start > first.start
    if movement.rule == "remaining" or (reached and not _leads_to(values, movement)):
        return None
    if not _opposes(verb, movement) or not _Governing(values, verb, movement, reached).certain:
        return None
    _, closed = values.aside_of(last.start) or (0, last.end)
    reason = "relative-only" if _may_be_amount(values, movement) else "wrong-way"
    return reason, (min(verb.start, first.start), closed)


def _leads_to(values: Values, movement: Movement) -> bool:
    """``reduce the delay to 18 days, 12 today``: does it lead to the target, and is the baseline told?"""
    now, wish = movement.baseline, movement.target
    if now.sentence != wish.sentence or now.cue is None or now.cue.kind not in _HERE:
        return False
    to = values.marked(
        values.words[max(0, values.index(wish.quantity.start) - 3)].start, wish.quantity.start, *_TO
    )
    return bool(to) and not values.has_content(to[-1].end, wish.quantity.start)


def _opposes(verb: Mark, movement: Movement) -> bool:
    compared = levels(movement.baseline.quantity, movement.target.quantity)
    return compared is not None and _WAYS[compared[1] > compared[0]] in verb.tags


def _may_be_amount(values: Values, movement: Movement) -> bool:
    """``reduce waits 10 to 20 %``, ``réduire l'attente de 5 à 10 minutes``: by so much, not from so much."""
    first, last = movement.first.quantity, movement.last.quantity
    if movement.rule != "from-to" or level(last) < level(first) or _is_dated(movement.first):
        return False
    near = values.words[max(0, values.index(first.start) - 3)].start
    source = values.marked(near, first.start, "from")
    if not source:
        return True
    joint = last.kind in _SHARES or (last.kind != "count" and first.text[-1:].isdigit())
    return joint and "by_change" in source[-1].tags


def _is_dated(value: Value) -> bool:
    """``de 12 jours aujourd'hui à 18``: words say that it is where things stand."""
    return value.cue is not None and value.cue.role == "baseline"


def _aim(values: Values, movement: Movement, end: int) -> Mark | None:
    """``from 12 to 18 days, to reduce it``: an aim after the values that names nothing of its own."""
    last = movement.last.quantity
    verbs = values.marked(last.end, end, *_WAYS, "quicker")
    if len(verbs) != 1 or movement.rule != "from-to":
        return None
    slower = last.kind == "duration" and level(last) > level(movement.first.quantity)
    if not (_opposes(verbs[0], movement) or ("quicker" in verbs[0].tags and slower)):
        return None
    rest = (n for n in values.visible(last.end, end) if not verbs[0].first <= n < verbs[0].last)
    return None if any(values.names[n] for n in rest) else verbs[0]


class _Governing:
    """A verb and the two values that may be its own; words are told by their numbers."""

    def __init__(self, values: Values, verb: Mark, movement: Movement, reached: bool) -> None:
        self.values, self.verb = values, verb
        self.first, self.last = movement.first.quantity, movement.last.quantity
        self.arrow = movement.rule == "arrow"
        self.reached = reached
        self.led = movement.target.quantity.start if reached else self.first.start
        """Where the value stands that the verb leads to."""
        self.start = max(values.chunk(verb.start), values.live.rfind(":", 0, verb.start) + 1)
        self.end = values.signals.sentences[movement.first.sentence][1]
        self.said = set(values.words.said[verb.last : values.index(self.led)])
        """The words between the verb and its values."""

    @property
    def certain(self) -> bool:
        """Is it a verb, and are these two values what it speaks of?"""
        if not self._is_verb() or self._is_turned():
            return False
        if self.arrow:
            notes = any(self.verb.start < start < self.end for start, _ in self.values.asides)
            return self.opens and not notes and not self._names_more(self.first.end, self.end)
        if self._names_more(self.first.end, self.last.start) or not self._is_over():
            return False
        return self._is_same() if self.reached else self._is_measured()

    @lazily
    def opens(self) -> bool:
        """Is the verb the first word of its clause that says something?"""
        names = self.values.names
        return not any(names[n] for n in self.values.visible(self.start, self.verb.start))

    def _tags(self, number: int) -> frozenset[str]:
        mark = self.values.mark_at.get(number)
        return mark.tags if mark else _NONE

    def _before(self, *tags: str) -> bool:
        return bool(self.values.marked(self.start, self.verb.start, *tags))

    def _is_verb(self) -> bool:
        """``reduce``, ``to increase``, ``cut the``: but not ``cut flowers``, nor ``the increase in …``."""
        verb, after = self.verb, self._tags(self.verb.last)
        led = not _LEADING.isdisjoint(self._tags(verb.first - 1))
        if "from" in after and not self.opens:  # "no-shows should fall from": what moves stands before
            return led and not self._before("who")
        if not self.opens and self._before("who", "transparent"):
            return False  # "the share of people who manage to reduce their salt"
        if "article" in after or _DOUBTED.isdisjoint(verb.tags):
            return True
        if led and self.opens and self._before(*_WISHES):
            return True
        return "also_noun" in verb.tags and after.isdisjoint(_PLACING) and (led or self.opens)

    def _is_turned(self) -> bool:
        """Stands a stop, another value, or a word that may turn the sense before the values?"""
        values, verb, start = self.values, self.verb, self.led
        between = values.live[verb.end : start].rstrip()
        if self.arrow:
            between = between.removesuffix(":")
        if not _STOPS.isdisjoint(between) or values.chunk(start) > verb.start:
            return True
        if any(verb.end <= quantity.start < start for quantity in values.quantities):
            return True
        return bool(values.marked(verb.end, start, *_TURNING)) or self._acts()

    def _acts(self) -> bool:
        """``réduire l'attente en répondant tout de suite``: is a verb there that says how?"""
        values, words = self.values, self.values.words.said
        active = endings(values.signals.pack, "active_endings")
        places = values.marked(self.verb.end, self.led, "setting")
        return bool(active) and any(words[mark.last].endswith(active) for mark in places)

    def _names_more(self, start: int, end: int) -> bool:
        """Do words there name something that was not named before?"""
        values = self.values
        return any(
            values.names[n] and values.words[n].word not in self.said for n in values.visible(start, end)
        )

    def _is_over(self) -> bool:
        """Does nothing follow that the second value could count: ``to 70 % of forms right first time``?"""
        values, after = self.values, self.values.index(self.last.end)
        if after >= values.index(self.end):
            return True
        if not _STOPS.isdisjoint(values.live[self.last.end : values.words[after].start]):
            return True
        dated = not all(values.shown[after : after + 2])
        return dated or not _AFTER.isdisjoint(self._tags(after)) or values.words[after].word in self.said

    def _is_measured(self) -> bool:
        """Are they its values, and not the size of a thing: ``cut calls of groups from 10 to 20 people``?"""
        if self.last.kind in _SHARES:
            return True
        if self.last.kind == "count":
            return not self.last.noun or self.last.noun in self.said
        low = self.start if self.opens is False else self.verb.end
        measures = self.values.marked(low, self.first.start, "measure", "transparent")
        return bool(measures) and not self.values.marked(low, self.first.start, "who")

    def _is_same(self) -> bool:
        """Is it of the baseline that the verb speaks: ``the delay is 12 days, reduce it to 18``?"""
        start = self.values.signals.sentences[self.values.sentence_of(self.first.start)][0]
        names, named = self.values.names, self.values.visible(self.verb.end, self.led)
        pronoun = not any(names[n] for n in named)
        return self.led == self.first.start or pronoun or not self._names_more(start, self.first.start)
