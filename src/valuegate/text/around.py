"""The words around a number, and the unit it has."""

from __future__ import annotations

import re
from bisect import bisect_left

from ..words import Tokens, fold
from .measures import PLAIN, SYMBOLS, Measures, Unit
from .numerals import Number
from .quantity import BLANKS

Measured = tuple[float, int, Unit]
"""The value with its scale word, where the unit ends, and the unit."""

NAME = Unit("name", "")
_TIES = frozenset({"", "-", "‑", *BLANKS})
_GLUED = re.compile(r"[^\W\d_]{1,14}(?![^\W\d_])")
_REST = re.compile(r"(\d{1,2})(?:min|mn|m|sec|s)?(?!\w)")
_CURRENCIES = frozenset("€$£¥")


class Around:
    """The words of a text, looked at from its numbers."""

    def __init__(self, text: str, words: Tokens, measures: Measures) -> None:
        self.text = text
        self.words = words
        self.measures = measures
        self.starts = words.starts
        self._last = (-1, -1)

    def index(self, place: int) -> int:
        """The first word that begins at a place or after it."""
        return bisect_left(self.starts, place)

    def after(self, end: int) -> int:
        """The word that follows a place with only a blank or a hyphen between; -1 if there is none."""
        if self._last[0] != end:
            at = bisect_left(self.starts, end)
            tied = at < len(self.starts) and self.text[end : self.starts[at]] in _TIES
            self._last = (end, at if tied else -1)
        return self._last[1]

    def blank_before(self, start: int, before: int) -> bool:
        """Whether only blanks stand between the word before ``before`` and a place."""
        return before > 0 and not self.text[self.words[before - 1].end : start].strip(BLANKS)

    def measure(self, number: Number) -> Measured:
        """The value of a number with its scale word and its unit."""
        if number.source == "fraction":
            return self._fraction(number)
        if number.source == "often":
            return number.value, number.end, SYMBOLS["×"]
        value, end = number.value, number.end
        if number.source == "digits":
            if self.text[end : end + 1].isalpha():
                return self._and_a_half(*self._glued(number))
            value, end = self._scaled(value, end)
        return self._and_a_half(*self._unit(value, end))

    def _and_a_half(self, value: float, end: int, unit: Unit) -> Measured:
        """``two hours and a half``, ``8 minutes et demie``."""
        at = self.after(end) if unit.kind == "duration" else -1
        after = self.measures.words.half_at(self.words, at) if at >= 0 else at
        return (value + 0.5, self.words[after - 1].end, unit) if after > at else (value, end, unit)

    def _glued(self, number: Number) -> Measured:
        """Letters right after the digits: ``24h``, ``4.8k``, ``35k€``; others name (``3D``, ``2nd``)."""
        match = _GLUED.match(self.text, number.end)
        written = match.group() if match else ""
        letters, end = fold(written), number.end + len(written)
        unit, scale = self.measures.units.exact(letters), self.measures.scales.get(letters)
        if scale and (not unit or written in ("M", "K")):
            if written == "m" and not self._priced(number.start, end):
                return number.value, end, PLAIN
            return self._unit(number.value * scale, end)
        if unit and (len(letters) > 1 or written == letters):  # 24h, but not 3D
            return self._clock_like(number.value, end, unit)
        return number.value, max(end, number.end + 1), NAME

    def _priced(self, start: int, end: int) -> bool:
        return self.text[end : end + 1] in _CURRENCIES or self.text[start - 1 : start] in _CURRENCIES

    def _clock_like(self, value: float, end: int, unit: Unit) -> Measured:
        """``1h20`` and ``2min30``: digits after the unit are of the next smaller one."""
        rest = _REST.match(self.text, end)
        if rest and unit.kind == "duration" and unit.factor in (1.0, 60.0):
            return value + int(rest.group(1)) / 60, rest.end(), unit
        return value, end, unit

    def _scaled(self, value: float, end: int) -> tuple[float, int]:
        """``2 millions``, ``35 k€``, ``2 M``, but not ``2 m``."""
        at = self.after(end)
        scale = self.measures.scales.get(self.words[at].word, 0.0) if at >= 0 else 0.0
        if scale < 1000 or self.text[self.words[at].start : self.words[at].end] == "m":
            return value, end
        return value * scale, self.words[at].end

    def _unit(self, value: float, end: int) -> Measured:
        """The unit after a number, if there is one."""
        mark = self.text[end : end + 1]
        step = 2 if mark and mark in BLANKS else 1
        symbol = SYMBOLS.get(mark if step == 1 else self.text[end + 1 : end + 2])
        if symbol:
            return value, end + step, symbol
        at = self.after(end)
        if at < 0:
            return value, end, PLAIN
        if self.words[at].word == "d'":
            at = self.after(self.words[at].end)
        hit = self.measures.units.at(self.words, at)
        return (value, self.words[hit[0] - 1].end, hit[1]) if hit else (value, end, PLAIN)

    def _fraction(self, number: Number) -> Measured:
        """``half an hour`` and ``un quart d'heure`` are durations, ``half of the nurses`` a share."""
        at = self.after(number.end)
        while at >= 0 and self.words[at].word in self.measures.part_links:
            at = self.after(self.words[at].end)  # "a quarter of an hour"
        hit = self.measures.units.at(self.words, at)
        if hit and hit[1].kind == "duration":
            return number.value, self.words[hit[0] - 1].end, hit[1]
        return number.value, number.end, Unit("ratio", "ratio")

    def money_before(self, start: int, before: int, floor: int) -> tuple[int, Unit] | None:
        """A currency before its number, and where it begins: ``€12``, ``$ 5``, ``EUR 35,000``."""
        at = start - 2 if self.text[start - 1 : start] in BLANKS else start - 1
        if at >= floor and self.text[at] in _CURRENCIES:
            return at, SYMBOLS[self.text[at]]
        word = self.words[before - 1] if before else None
        if not word or word.end != start - 1 or word.start < floor or word.end - word.start != 3:
            return None
        unit = self.measures.units.exact(word.word)
        money = unit and unit.kind == "money" and self.text[word.start : word.end].isupper()
        return (word.start, unit) if unit and money else None
