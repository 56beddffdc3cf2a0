"""The words that name what moves, and where they stand: before the values, beside them, or above them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

from .marks import Mark
from .movement import Value, Values

_NOT_NAMING = frozenset(
    "meta start now goal want wanted was then pace from to down_to change versus future joint transparent "
    "unknown by by_change comparative inner elsewhere setting condition".split()
)
_STOPS = frozenset(',;:.!?()[]|/\n→«»"“”')
_ABOVE = 2


class Phrase:
    """Some stretches of a passage, read as the name of what is counted."""

    def __init__(self, values: Values, stretches: Sequence[tuple[int, int]]) -> None:
        self.values = values
        self.words = [n for start, end in stretches for n in values.visible(start, end)]

    def mark(self, at: int) -> Mark | None:
        """The known phrase that a word belongs to."""
        return self.values.mark_at.get(self.words[at])

    def tags(self, at: int) -> frozenset[str]:
        """What a word means."""
        mark = self.mark(at) if 0 <= at < len(self.words) else None
        return mark.tags if mark else frozenset()

    def text(self, at: int) -> str:
        """A word as it is written, in lower case."""
        word = self.values.words[self.words[at]]
        return self.values.live[word.start : word.end].lower()

    def is_small(self, at: int) -> bool:
        """Is it a word that carries no matter of its own, or a number?"""
        word = self.values.words[self.words[at]].word
        return word in self.values.signals.pack.minor or len(word) < 2 or word[0].isdigit()

    def names(self, at: int) -> bool:
        """Does a word name something: neither small, nor a cue, nor a word for "indicator" itself?"""
        mark = self.mark(at)
        if mark and not mark.tags <= _NOT_NAMING:
            return True
        return not mark and not self.is_small(at)

    @cached_property
    def naming(self) -> list[int]:
        """The places of the words that name something."""
        return [at for at in range(len(self.words)) if self.names(at)]

    @cached_property
    def span(self) -> tuple[int, int]:
        """Where the naming words begin and end, with the units and shares that belong to them."""
        if not self.naming:
            return 0, 0
        first, last = self.naming[0], self.naming[-1]
        while (first and self.tags(first - 1) & {"transparent", "pace"}) or (
            first and self.is_small(first - 1) and not self.stopped(first)
        ):
            first -= 1
        while (
            last + 1 < len(self.words)
            and not self.stopped(last + 1)
            and (self.is_small(last + 1) or self.tags(last + 1) & {"pace"})
        ):
            last += 1
        words = self.values.words
        return words[self.words[first]].start, words[self.words[last]].end

    def stopped(self, at: int) -> bool:
        """Does a stop stand before a word?"""
        number = self.words[at]
        before = self.values.words[number - 1].end if number else 0
        return not _STOPS.isdisjoint(self.values.live[before : self.values.words[number].start])

    @cached_property
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
        wanted = frozenset(tags)
        last = len(self.words) if high is None else high
        return next((at for at in range(low, last) if self.tags(at) & wanted), None)


class Name(NamedTuple):
    """The phrase that names what moves, and all that the statement says (for what happens to it)."""

    phrase: Phrase
    whole: Phrase


def find_name(values: Values, first: Value, last: Value, floor: int = 0) -> Name:
    """What names the thing that moves between two values. ``floor`` is the end of the movement before."""
    sentences = values.signals.sentences
    start, end = sentences[first.sentence]
    before = (max(start, floor), first.quantity.start)
    same = first.sentence == last.sentence
    beside = [(first.quantity.end, last.quantity.start if same else end)]
    beside.append((last.quantity.end, sentences[last.sentence][1]))
    named, aside = Phrase(values, [before]), Phrase(values, beside)
    if named.naming and not (aside.naming and "setting" in named.tags(0)):
        return Name(named, Phrase(values, [before, *beside]))
    if aside.naming:
        return Name(aside, aside)
    above = _above(values, first.sentence)
    return Name(above, above)


def _above(values: Values, sentence: int) -> Phrase:
    for number in range(sentence - 1, max(-1, sentence - 1 - _ABOVE), -1):
        phrase = Phrase(values, [values.signals.sentences[number]])
        if phrase.naming:
            return phrase
    return Phrase(values, [])
