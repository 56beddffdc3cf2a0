"""The words that name what moves, and where they stand: before the values, beside them, or above them."""

from __future__ import annotations

import re

from ..lazily import lazily
from ..records import NamedTuple
from .marks import Mark
from .movement import Value, Values

_NOTHING: frozenset[str] = frozenset()
_STOPS = frozenset(',;:.!?()[]|/\n→«»"“”')
_TAIL = re.compile(r"(?:[-‐‑]\w+)*")
_ABOVE = 2
_REACH = 400
"""What names a value stands within so many characters of it."""


class Phrase:
    """Some words of a passage, by number, read as the name of what is counted."""

    def __init__(self, values: Values, words: list[int]) -> None:
        self.values = values
        self.words = words
        known = values.mark_at
        self._marks: list[Mark | None] = [known.get(number) for number in self.words]
        self._tagged = [(at, mark.tags) for at, mark in enumerate(self._marks) if mark]

    def mark(self, at: int) -> Mark | None:
        """The known phrase that a word belongs to."""
        return self._marks[at]

    def tags(self, at: int) -> frozenset[str]:
        """What a word means."""
        mark = self._marks[at] if 0 <= at < len(self.words) else None
        return mark.tags if mark else _NOTHING

    def text(self, at: int) -> str:
        """A word as it is written, in lower case."""
        word = self.values.words[self.words[at]]
        return self.values.live[word.start : word.end].lower()

    def names(self, at: int) -> bool:
        """Does a word name something: neither small, nor a cue, nor a word for "indicator" itself?"""
        return self.values.names[self.words[at]]

    @lazily
    def naming(self) -> list[int]:
        """The places of the words that name something."""
        known = self.values.names
        return [at for at, number in enumerate(self.words) if known[number]]

    @lazily
    def span(self) -> tuple[int, int]:
        """Where the naming words begin and end, with the shares and rates that belong to them."""
        if not self.naming:
            return 0, 0
        first, last = self.naming[0], self.naming[-1]
        for at in range(first - 1, max(-1, first - 5), -1):
            if self.stopped(at + 1):
                break
            first = at if self.tags(at) & {"transparent", "pace"} else first
        while (
            last + 1 < len(self.words)
            and not self.stopped(last + 1)
            and self.tags(last + 1) & {"pace", "per"}
        ):
            last += 1
        words = self.values.words
        tail = _TAIL.match(self.values.live, words[self.words[last]].end)
        return words[self.words[first]].start, tail.end() if tail else words[self.words[last]].end

    def stopped(self, at: int) -> bool:
        """Does a stop stand before a word?"""
        number = self.words[at]
        before = self.values.words[number - 1].end if number else 0
        return not _STOPS.isdisjoint(self.values.live[before : self.values.words[number].start])

    @lazily
    def heads(self) -> list[range]:
        """After each stop, the naming words up to the next small word: what the phrase is about."""
        found: list[range] = []
        at, free = 0, True
        while at < len(self.words):
            free = free or self.stopped(at)
            if not free or not self.names(at):
                at += 1
                continue
            end = at + 1
            while end < len(self.words) and self.names(end) and not self.stopped(end):
                end += 1
            found.append(range(at, end))
            at, free = end, False
        return found

    def first(self, *tags: str, low: int = 0, high: int | None = None) -> int | None:
        """The first place with one of these tags."""
        for at, known in self._tagged:
            if at >= low and not known.isdisjoint(tags):
                return at if high is None or at < high else None
        return None


class Name(NamedTuple):
    """The phrase that names what moves, what stands beside its values, and both together."""

    phrase: Phrase
    beside: Phrase
    whole: Phrase


def find_name(values: Values, first: Value, last: Value, floor: int = 0) -> Name:
    """What names the thing that moves between two values. ``floor`` is the end of the movement before."""
    sentences = values.signals.sentences
    start, end = sentences[first.sentence]
    floor = max(floor, _after_others(values, start, first.quantity.start))
    before = (max(start, floor, first.quantity.start - _REACH), first.quantity.start)
    end = min(end, first.quantity.end + _REACH)
    same = first.sentence == last.sentence
    beside = values.inside(first.quantity)
    beside += values.visible(first.quantity.end, last.quantity.start if same else end)
    beside += values.visible(last.quantity.end, min(sentences[last.sentence][1], last.quantity.end + _REACH))
    named, aside = Phrase(values, values.visible(*before)), Phrase(values, beside)
    if named.naming and not (aside.naming and "setting" in named.tags(0)):
        return Name(named, aside, Phrase(values, named.words + beside))
    if aside.naming:
        return Name(aside, aside, aside)
    above = _above(values, first.sentence)
    return Name(above, aside, above)


def _after_others(values: Values, start: int, end: int) -> int:
    """``12 agencies moved, repeat calls: 31 % -> 15 %``: where what another number counts is over."""
    counted = [q for q in values.quantities if start <= q.start < end and q.kind == "count" and q.noun]
    others = [q for q in counted if not values.is_aside(q.start)]
    stop = values.live.find(",", others[-1].end, end) if others else -1
    return stop + 1 if stop >= 0 and Phrase(values, values.visible(stop + 1, end)).naming else 0


def _above(values: Values, sentence: int) -> Phrase:
    for number in range(sentence - 1, max(-1, sentence - 1 - _ABOVE), -1):
        phrase = Phrase(values, values.visible(*values.signals.sentences[number]))
        if phrase.naming:
            return phrase
    return Phrase(values, [])
