"""Which value of a passage is where the indicator stands, and which is where it should go.

A value gets its role from an arrow, from "from … to …", or from the cue that stands nearest to it in its
sentence: "today", "target", a past or a future date. What stands in brackets is a note, unless a cue says
that it is a value. A value without a cue may take the role that its partner leaves open.
"""

from __future__ import annotations

import re

from ..lazily import lazily
from ..records import NamedTuple
from ..typed import Literal
from .cues import Cue, Role
from .metric_text import MetricText
from .numbers import Quantity
from .numerals import ARROWS

Rule = Literal["arrow", "from-to", "cues", "remaining"]

_NEAR = 4
"""A value looks for its partner among so many neighbours: the cost stays linear."""
ARROW = re.compile(r"-{1,3}>|={1,3}>|>>+|[" + ARROWS + "↓↑↘↗]")
BOUNDS = frozenset(("<", "<=", ">", ">="))
_HARD_STOP = re.compile(r"[;|•]|\s/\s")
_BREAK = re.compile(r"[,;|•]|\s[/–—-]\s")
_BEFORE = {
    "start": 12,
    "now": 30,
    "past": 30,
    "present": 12,
    "versus": 2,
    "was": 2,
    "then": 2,
    "goal": 12,
    "want": 12,
    "need": 12,
    "future": 30,
}
_ADJOINING = ("was", "then")
"""Before and after what? "After a letter, 17 %" says nothing of the value; "after: 17 %" does."""
_LAST = 99
"""This season, we want 5 %: any other cue says more than the season."""
_LEADING = ("goal", "want", "need", "versus", "future")
_AFTER = {
    "start": 3,
    "was": 0,
    "then": 0,
    "now": 12,
    "past": 12,
    "present": 12,
    "goal": 3,
    "wanted": 6,
    "future": 12,
}
"""How many words may stand between a cue and its value, before it and after it."""


class Value(NamedTuple):
    """A quantity with the role that the words beside it give. ``relative`` values are changes (+20 %)."""

    quantity: Quantity
    role: Role
    cue: Cue | None
    aside: bool
    relative: bool
    sentence: int


class Movement(NamedTuple):
    """A baseline and a target that belong together, and the rule that says so."""

    baseline: Value
    target: Value
    rule: Rule

    @property
    def first(self) -> Value:
        """The value that stands first."""
        return min(self.baseline, self.target, key=lambda value: value.quantity.start)

    @property
    def last(self) -> Value:
        """The value that stands last."""
        return max(self.baseline, self.target, key=lambda value: value.quantity.start)


class Values(MetricText):
    """The values of a passage, each with its role."""

    @lazily
    def all(self) -> list[Value]:
        """The values, in order, each with its role."""
        return [self._value(number) for number in range(len(self.quantities))]

    def _value(self, number: int) -> Value:
        quantity = self.quantities[number]
        aside = self.aside_of(quantity.start)
        before, after = aside or self._reach(number)
        cue = self._cue(quantity, before, after) or (None if aside else self._lead(quantity, before))
        relative = self._is_relative(quantity, before, cue)
        role: Role = cue.role if cue and not relative else ""
        return Value(quantity, role, cue, bool(aside), relative, self.sentence_of(quantity.start))

    def _reach(self, number: int) -> tuple[int, int]:
        """From where to where words belong to a value: up to its neighbours, or a stop between them."""
        quantity = self.quantities[number]
        start, end = self.signals.sentences[self.sentence_of(quantity.start)]
        before = self._neighbour(number, -1)
        after = self._neighbour(number, 1)
        if before and before.end > start:
            start = self._split(before.end, quantity.start)
        if after and after.start < end:
            return start, self._split(quantity.end, after.start)
        stop = _HARD_STOP.search(self.plain, quantity.end, end)
        return start, stop.start() if stop else end

    def _neighbour(self, number: int, step: int) -> Quantity | None:
        """The next value outside brackets."""
        at = number + step
        while 0 <= at < len(self.quantities) and abs(at - number) <= _NEAR:
            if not self.is_aside(self.quantities[at].start):
                return self.quantities[at]
            at += step
        return None

    def _split(self, start: int, end: int) -> int:
        """Where the words between two values part: at a stop, else a cue goes to the nearer one."""
        arrow = ARROW.search(self.plain, start, end)
        if arrow:
            return arrow.start()
        stop = _BREAK.search(self.plain, start, end)
        if stop:
            return stop.start()
        joints = self.marked(start, end, "joint")
        if joints:
            return joints[0].start
        cues = self.cues_in(start, end)
        if len(cues) > 1:
            return cues[-1].start
        if not cues:
            return start
        left, right = self.distance(start, cues[0].start), self.distance(cues[0].end, end)
        return cues[0].start if right < left or (right == left and cues[0].kind in _LEADING) else cues[0].end

    def _cue(self, quantity: Quantity, start: int, end: int) -> Cue | None:
        """The nearest cue before or after a value."""
        best: tuple[int, Cue] | None = None
        for cue in self.cues_in(start, end):
            before = cue.end <= quantity.start
            away = (
                self.distance(cue.end, quantity.start) if before else self.distance(quantity.end, cue.start)
            )
            if away > (_BEFORE if before else _AFTER).get(cue.kind, -1):
                continue
            if before and cue.kind in _ADJOINING and not self._tells(cue, quantity):
                continue
            if before and cue.kind == "future" and self._names_what(cue, quantity):
                continue
            away += _LAST if cue.kind == "present" else 0
            away += 2 * _LAST if self.is_aside(cue.start) else 0  # a note says less than what stands beside
            if best is None or away <= best[0]:
                best = away, cue
        return self._noun_of(best[1], start) if best else self._reached(quantity, start)

    def _noun_of(self, cue: Cue, start: int) -> Cue:
        """``the goal was 10 %``: a noun says more than the verb that follows it."""
        if cue.kind != "now" or cue.start <= start:
            return cue
        nouns = [one for one in self.cues_in(start, cue.start) if one.kind in ("goal", "start")]
        return nouns[-1] if nouns and not self.distance(nouns[-1].end, cue.start) else cue

    def _names_what(self, cue: Cue, quantity: Quantity) -> bool:
        """``jobs redone within a year: 23``: before a colon a span belongs to what is counted."""
        start = self.signals.sentences[self.sentence_of(cue.start)][0]
        dated = any(letter.isdigit() for letter in self.live[cue.start : cue.end])
        named = not dated and self.has_content(start, cue.start)
        return named and ":" in self.plain[cue.end : quantity.start]

    def _tells(self, cue: Cue, quantity: Quantity) -> bool:
        """Is "after" a time of its own? Not in "after a letter, 17 %", nor "paid after 41 days"."""
        if self.has_content(cue.end, quantity.start):
            return False
        return quantity.kind != "duration" or {"was", "then"} <= {one.kind for one in self.cues}

    def _reached(self, quantity: Quantity, start: int) -> Cue | None:
        """``reduce no-shows to 5 %``, ``down to 5 %``, ``from 3.5``: the word right before the value."""
        near = self.starts[max(0, self.index(quantity.start) - 4)] if self.starts else 0
        low = max(start, near)
        to = [
            mark
            for mark in self.marked(low, quantity.start, "to", "down_to")
            if self._leads(mark.end, quantity.start)
        ]
        if to and self.marked(low, to[-1].start, "told"):
            return Cue("now", "baseline", to[-1].start, to[-1].end)  # "went up to 61 %"
        if to and (("down_to" in to[-1].tags) or self.marked(start, quantity.start, "change")):
            return Cue("reach", "target", to[-1].start, to[-1].end)
        if quantity.comparator in BOUNDS and (aim := self.marked(low, quantity.start, "change")):
            return Cue("reach", "target", aim[-1].start, aim[-1].end)  # "get below 5 %"
        source = self.marked(low, quantity.start, "from")
        alone = source and not self.plain[start : source[-1].start].strip(" ,;")
        return Cue("from", "baseline", source[-1].start, source[-1].end) if source and alone else None

    def _leads(self, start: int, end: int) -> bool:
        """Do only small words stand between two places, and no stop?"""
        return not _BREAK.search(self.plain, start, end) and not self.has_content(start, end)

    def _lead(self, quantity: Quantity, start: int) -> Cue | None:
        """A cue on the line before, where nothing but the value stands on this one."""
        number = self.sentence_of(quantity.start) if self.cues else 0
        if not number or self.has_content(start, quantity.start):
            return None
        low, high = self.signals.sentences[number - 1]
        cues = self.cues_in(low, high)
        return cues[-1] if cues and not self.has_content(low, high) else None

    def chunk(self, place: int) -> int:
        """Where the words before a place begin: after the last stop, or with the sentence."""
        start = self.signals.sentences[self.sentence_of(place)][0]
        stops = list(_BREAK.finditer(self.plain, max(start, place - 60), place))
        return stops[-1].end() if stops else start

    def _is_relative(self, quantity: Quantity, start: int, cue: Cue | None) -> bool:
        """A change and no value: ``+20 %``, ``by 20 %``, ``20 % fewer``, ``three times``."""
        if quantity.unit == "pp" or (quantity.unit == "times" and not self._counts(quantity, cue)):
            return True
        if quantity.comparator == "+" or (quantity.text[:1] in "+-−" and quantity.kind == "percent"):
            return not self._is_signed
        at = self.index(quantity.start)
        near = self.starts[max(0, at - 2)] if at else quantity.start
        by = self.marked(max(start, near), quantity.start, "by", "by_change")
        by = [mark for mark in by if self._is_bare(mark.end, quantity.start)]
        changed = by and (("by" in by[-1].tags) or self.marked(start, quantity.start, "change"))
        return bool(changed) or self._is_compared(quantity)

    def _is_bare(self, start: int, end: int) -> bool:
        """Does nothing that tells stand between two places: no word, and no time (``by May, 60``)?"""
        timed = any(start <= mention.start < end for mention in self.signals.dates(self.today))
        return not timed and not self.has_content(start, end)

    @lazily
    def _is_signed(self) -> bool:
        """``NPS: −8 / target +15``: beside a value below nothing, a plus is no change."""
        return any(q.value < 0 and q.kind == "count" for q in self.quantities)

    def _counts(self, quantity: Quantity, cue: Cue | None) -> bool:
        """``4 times today``, ``once is wanted``: how often; but ``3 times as many`` is a change."""
        close = cue is not None and (cue.kind != "want" or not self.has_content(cue.end, quantity.start))
        per = self.mark_at.get(self.index(quantity.end))
        said = (
            close
            or quantity.comparator == "~"
            or (per is not None and not per.tags.isdisjoint(("per", "pace")))
        )
        return said and not self._is_compared(quantity)

    def _is_compared(self, quantity: Quantity) -> bool:
        """``20 % fewer``: is the word after it one that compares?"""
        after = self.mark_at.get(self.index(quantity.end))
        return after is not None and "comparative" in after.tags
