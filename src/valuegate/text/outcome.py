"""What came out: values that were measured, in the ticket's own indicator, and what was decided.

A number is a measured value of the ticket's indicator if it has the same kind and unit as the numbers of
its metric, a size that can be compared with them, speaks of the same things, and is neither a target,
a forecast, a stretch of time nor a tally of what the team did.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from datetime import date
from typing import Literal

from ..language import Hit
from ..lazily import lazily
from ..records import NamedTuple
from ..words import Token
from .links import overlaps
from .measures import measures_of
from .numbers import Quantity
from .signals import Signals
from .undertaking import names_actor, undertaken

Rejection = Literal["", "target", "forecast", "activity", "other-indicator", "window"]
"""Why a number is no measured value of the ticket's own indicator; '' if it is one."""

TABLE = "impact"
"""The table of words that is read here."""

_NUMBER = re.compile(r"\d+(?:[.,]\d{1,2}(?!\d))?")

_FAR = 10.0
"""A value more than this many times off the metric's own numbers counts something else."""

_STEM = 5
"""Words that share this many first letters, and half of the longer one, speak of the same thing."""

_CLAUSE_TAGS = frozenset({"measuring", "circumstance", "decision", "aimed", "target_cue", "target_after"})
"""Words about measuring, not about what is counted."""


class Value(NamedTuple):
    """A number of the impact, and why it does not count (or '')."""

    quantity: Quantity
    rejection: Rejection


class Yardstick:
    """The ticket's own metric: the words of its indicator and the numbers of its baseline and target."""

    def __init__(self, signals: Sequence[Signals], today: date) -> None:
        self.matter: dict[str, set[str]] = {}
        for word in (stem for one in signals for token in one.tokens if (stem := _stem(token, one))):
            self.matter.setdefault(word[:_STEM], set()).add(word)
        self.numbers = [number for one in signals for number in one.quantities(today)]
        self.shares = any(_family(number) == "share" for number in self.numbers)

    def holds(self, quantity: Quantity) -> bool:
        """Is this one of the metric's own numbers?"""
        return _written(quantity) in map(_written, self.numbers)

    def speaks_of(self, word: str) -> bool:
        """Is this word, in whatever form, one of the indicator's? ``interne`` is not ``interrompu``."""
        return any(_akin(word, other) for other in self.matter.get(word[:_STEM], ()))

    def fits(self, quantity: Quantity) -> bool:
        """Can this number be compared with the metric's own? Where the metric has none, any can."""
        if not self.numbers:
            return True
        plain = all(own.kind == "count" for own in self.numbers)
        if plain or (quantity.kind == "count" and not quantity.noun):
            return any(_near(_written(quantity), _written(own)) for own in self.numbers)
        return any(_alike(quantity, own) for own in self.numbers)


class Outcome:
    """The values and decisions of an impact passage, seen against the ticket's metric."""

    def __init__(self, signals: Signals, yardstick: Yardstick, today: date) -> None:
        self.signals = signals
        self.yardstick = yardstick
        self.today = today
        self._hits = signals.hits(TABLE)

    @lazily
    def values(self) -> list[Value]:
        """Every number of the passage, with what keeps it from being a measured value."""
        return [
            Value(q, self._rejection(self._as_share(q)))
            for q in self.signals.quantities(self.today)
            if q.comparator != "per"
        ]

    @lazily
    def decision(self) -> Hit | None:
        """The words that decide something, in a clause that leaves nothing open."""
        for hit in self.signals.of(TABLE, "decision"):
            if not self._is_said(*self._clause(hit.start), "undecided"):
                return hit
        return next(filter(None, map(self._undertaken, self.signals.clauses)), None)

    def _undertaken(self, clause: tuple[int, int]) -> Hit | None:
        """What the team does in a clause that leaves nothing open and tells no value."""
        found = undertaken(self.signals, *clause)
        if not found or self._is_said(*clause, "undecided", "forecast"):
            return None
        start, end = clause
        told = any(not value.rejection and start <= value.quantity.start < end for value in self.values)
        return None if told or self.signals.live[start:end].rstrip().endswith("?") else found

    def _is_said(self, start: int, end: int, *tags: str) -> bool:
        return any(start <= hit.start < end for hit in self.signals.of(TABLE, *tags))

    def _as_share(self, quantity: Quantity) -> Quantity:
        """``of the 88 lots, 11``: where the metric is a share, the whole may stand before its part."""
        if quantity.kind != "count" or not self.yardstick.shares:
            return quantity
        start, _ = self._sentence(quantity.start)
        for whole in self.signals.quantities(self.today):
            before = start <= whole.start < quantity.start and whole.kind == "count"
            if before and whole.value >= quantity.value > 0 and self._is_whole(whole):
                return quantity._replace(
                    kind="ratio", unit="ratio", value=quantity.value / whole.value, noun=""
                )
        return quantity

    def _is_whole(self, quantity: Quantity) -> bool:
        """Does only "of the" stand before a number?"""
        words = self.signals.pieces
        phrases = measures_of(self.signals.pack).lexicons["share"]
        return phrases.ends_at(words, bisect_left(words.starts, quantity.start))

    def _sentence(self, place: int) -> tuple[int, int]:
        return next(
            ((a, b) for a, b in self.signals.sentences if a <= place < b), (0, len(self.signals.live))
        )

    def _rejection(self, quantity: Quantity) -> Rejection:
        start, end = self._clause(quantity.start)
        tags = {tag for hit in self._hits if start <= hit.start < end for tag in hit.tags}
        if "forecast" in tags or self._is_unmeasured(quantity):
            return "forecast"
        if not self.yardstick.fits(quantity):
            return "window" if quantity.kind == "duration" else "other-indicator"
        if self._is_target(quantity):
            return "target"
        if quantity.kind == "duration" and self._is_window(quantity):
            return "window"
        counted = self._counted(quantity, self._labelled(start), end)
        if "activity" in tags:
            return "activity"
        own = counted + self._stems(quantity.start, quantity.end)
        known = not counted or not self.yardstick.matter or any(map(self.yardstick.speaks_of, own))
        return "" if known or self._beside_target(quantity, start) else "other-indicator"

    def _beside_target(self, quantity: Quantity, start: int) -> bool:
        """``18 % did not come, against 20 % wanted``: the metric's own target, and nothing named."""
        if quantity.noun or self._stems(self._labelled(start), quantity.start):
            return False
        start, end = self._sentence(quantity.start)
        others = (q for q in self.signals.quantities(self.today) if start <= q.start < end and q != quantity)
        return any(self.yardstick.holds(other) and self._is_target(other) for other in others)

    def _is_unmeasured(self, quantity: Quantity) -> bool:
        """``5 %, the rate that the supplier states; ours has not been counted``: nobody measured it here."""
        denied = self.signals.of(TABLE, "unmeasured")
        if not denied:
            return False
        start, end = self._sentence(quantity.start)
        return any(start <= hit.start < end for hit in denied)

    def _clause(self, place: int) -> tuple[int, int]:
        clauses = self.signals.clauses
        at = bisect_left(clauses, (place + 1, 0)) - 1
        return clauses[at] if at >= 0 else (0, len(self.signals.live))

    def _labelled(self, start: int) -> int:
        """The clause before a colon says what the number after it counts."""
        lead = self.signals.live[:start].rstrip()
        if not lead.endswith(":"):
            return start
        clause = self._clause(len(lead) - 1)
        return start if names_actor(self.signals, *clause) else clause[0]  # "We counted again: 6 of 48"

    def _is_target(self, quantity: Quantity) -> bool:
        """``target 7 %``, ``against 12 %``, ``7 % visés``: a cue stands right beside the number."""
        hits = self._hits
        at = bisect_left(hits, quantity.start, key=lambda hit: hit.start)
        before = hits[at - 1] if at else None
        after = next((hit for hit in hits[at : at + 3] if hit.start >= quantity.end), None)
        if before and "target_cue" in before.tags and self._beside(before.end, quantity.start, 3):
            return True
        if not after or not self._beside(quantity.end, after.start, 1):
            return False
        closed = not self.signals.live[after.end : after.end + 2].strip(" \n,.;)")
        return "target_after" in after.tags or ("baseline_after" in after.tags and closed)

    def _beside(self, start: int, end: int, words: int) -> bool:
        """No break and at most so many words between two places; ``Target: 30`` is no break."""
        gap = self.signals.live[start:end]
        labelled = ":" in gap and gap.partition(":")[0].strip()
        return len(gap.split()) <= words and not set(";.\n,(") & set(gap) and not labelled

    def _is_window(self, quantity: Quantity) -> bool:
        """``over four weeks`` is how long was measured, not what."""
        hits = self._hits
        at = bisect_left(hits, quantity.start, key=lambda hit: hit.start)
        before = hits[at - 1] if at else None
        return bool(
            before
            and "circumstance" in before.tags
            and not self.signals.live[before.end : quantity.start].strip()
        )

    def _counted(self, quantity: Quantity, start: int, end: int) -> list[str]:
        """The stems of the words that say what the number counts: those around it, without circumstances."""
        before = self._stems(start, quantity.start)
        cut = min(
            (h.start for h in self.signals.of(TABLE, "circumstance") if quantity.end <= h.start < end),
            default=end,
        )
        stop = min((i for i in map(self.signals.live.find, ",(;", [quantity.end] * 3) if i >= 0), default=end)
        return before + self._stems(quantity.end, max(quantity.end, min(cut, stop, end)))

    def _stems(self, start: int, end: int) -> list[str]:
        tokens = self.signals.tokens
        said: set[int] = set()
        for hit in self._hits:
            if start <= hit.start < end and hit.tags & _CLAUSE_TAGS:
                said.update(range(hit.first, hit.last))
        first, last = bisect_left(tokens.starts, start), bisect_left(tokens.starts, end)
        times = [(mention.start, mention.end) for mention in self.signals.dates(self.today)]
        others = ((number.start, number.end) for number in self.signals.quantities(self.today))
        times = sorted([*times, *(place for place in others if place != (start, end))])
        words = [tokens[i] for i in range(first, last) if i not in said]
        stems = [_stem(word, self.signals) for word in words if not overlaps(word.start, word.end, times)]
        return [stem for stem in stems if stem]


def _stem(token: Token, signals: Signals) -> str:
    """A word that carries matter, in the singular; '' for a small word or a number."""
    word = token.word
    if len(word) < 4 or word in signals.pack.minor or any(c.isdigit() for c in word):
        return ""
    return word.rstrip("s")


def _akin(one: str, other: str) -> bool:
    """Do two words with the same stem share half of the longer one?"""
    half = (max(len(one), len(other)) + 1) // 2
    return one[:half] == other[:half]


def _alike(one: Quantity, other: Quantity) -> bool:
    if _family(one) != _family(other):
        return False
    if _unit(one) != _unit(other):
        return False
    return _family(one) == "share" or _near(one.value, other.value)


def _near(one: float, other: float) -> bool:
    large, small = max(abs(one), abs(other)), min(abs(one), abs(other))
    return small * _FAR >= large or large <= _FAR


def _written(quantity: Quantity) -> float:
    """The number as it stands in the text: a metric may name its unit elsewhere (``minutes: 3.5 -> 1``)."""
    digits = _NUMBER.search(quantity.text)
    return float(digits.group().replace(",", ".")) if digits and not quantity.parts else quantity.value


def _family(quantity: Quantity) -> str:
    """Shares compare whether they are written as per cent or as ``n of m``; scores are plain numbers."""
    if quantity.kind == "percent" or quantity.unit == "ratio":
        return "share"
    return "count" if quantity.kind in ("score", "ratio") else quantity.kind


def _unit(quantity: Quantity) -> str:
    """The unit where it tells two numbers of one family apart: the currency of money."""
    return quantity.unit if quantity.kind == "money" else ""
