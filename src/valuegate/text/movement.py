"""Which value of a passage is where the indicator stands, and which is where it should go.

A value gets its role from an arrow, from "from … to …", or from the cue that stands nearest to it in its
sentence: "today", "target", a past or a future date. What stands in brackets is a note, unless a cue says
that it is a value. A value without a cue may take the role that its partner leaves open.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from datetime import date
from functools import cached_property
from typing import Literal, NamedTuple

from ..language import Token
from .dates import masks
from .lexicon import pieces
from .marks import Mark, find_marks
from .numbers import Quantity, find_quantities
from .signals import Signals

Role = Literal["baseline", "target", ""]
Rule = Literal["arrow", "from-to", "cues", "remaining"]

_NEAR = 4
"""A value looks for its partner among so many neighbours: the cost stays linear."""
_ASIDE = re.compile(r"\([^()\n]{0,300}\)|\[[^\[\]\n]{0,300}\]")
ARROW = re.compile(r"-{1,3}>|={1,3}>|[→⇒➔➜]")
_BREAK = re.compile(r"[,;|•]|\s[/–—-]\s")
_STAND_IN = re.compile(r"[^\n]")
_ROLES: tuple[tuple[str, Role], ...] = (
    ("start", "baseline"),
    ("now", "baseline"),
    ("past", "baseline"),
    ("versus", "baseline"),
    ("was", "baseline"),
    ("goal", "target"),
    ("then", "target"),
    ("want", "target"),
    ("wanted", "target"),
    ("future", "target"),
)
_BEFORE = {
    "start": 12,
    "now": 30,
    "past": 30,
    "versus": 2,
    "was": 2,
    "then": 2,
    "goal": 12,
    "want": 12,
    "future": 30,
}
_AFTER = {"start": 3, "was": 0, "then": 0, "now": 12, "past": 12, "goal": 3, "wanted": 6, "future": 12}
"""How many words may stand between a cue and its value, before it and after it."""


class Cue(NamedTuple):
    """Words that give a value its role."""

    kind: str
    role: Role
    start: int
    end: int


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


class Values:
    """The values of a passage and the movements between them."""

    def __init__(self, signals: Signals, today: date, *, windows: bool = False) -> None:
        self.signals = signals
        self.live = signals.live
        self.today = today
        self._windows = windows

    @cached_property
    def words(self) -> list[Token]:
        """The words, compounds cut at their hyphens."""
        return pieces(self.signals.tokens, self.live)

    @cached_property
    def starts(self) -> list[int]:
        """Where the words begin."""
        return [word.start for word in self.words]

    @cached_property
    def marks(self) -> list[Mark]:
        """The known phrases of the table ``metric``."""
        return find_marks(self.words, self.signals.pack, "metric")

    @cached_property
    def _mark_starts(self) -> list[int]:
        return [mark.start for mark in self.marks]

    def marked(self, start: int, end: int, *tags: str) -> list[Mark]:
        """The phrases between two places, with any of these tags."""
        low, high = bisect_left(self._mark_starts, start), bisect_left(self._mark_starts, end)
        wanted = frozenset(tags)
        return [mark for mark in self.marks[low:high] if mark.tags & wanted]

    @cached_property
    def quantities(self) -> list[Quantity]:
        """What is counted, without dates, keys, and the bases of rates ("per 1,000")."""
        if self._windows:
            hidden = [*masks(self.signals.dates(self.today)), *self.signals.keys]
            found = find_quantities(self.live, self.signals.pack, hidden)
        else:
            found = self.signals.quantities(self.today)
        return [quantity for quantity in found if quantity.comparator != "per"]

    @cached_property
    def asides(self) -> list[tuple[int, int]]:
        """What stands in brackets."""
        return [match.span() for match in _ASIDE.finditer(self.live)]

    @cached_property
    def plain(self) -> str:
        """The text without its notes in brackets; a bracket that is only a cue stays."""
        pieces_, at = [], 0
        for start, end in self.asides:
            keep = len(self.live[start:end].split()) <= 3 and self.marked(
                start, end, "start", "now", "goal", "wanted"
            )
            if not keep or any(c.isdigit() for c in self.live[start:end]):
                pieces_ += [self.live[at:start], _STAND_IN.sub(" ", self.live[start:end])]
                at = end
        return "".join([*pieces_, self.live[at:]])

    def is_aside(self, place: int) -> bool:
        """Does a character stand in brackets?"""
        return self._aside_of(place) is not None

    def _aside_of(self, place: int) -> tuple[int, int] | None:
        at = bisect_right(self.asides, (place, len(self.live) + 1)) - 1
        return self.asides[at] if at >= 0 and place < self.asides[at][1] else None

    @cached_property
    def cues(self) -> list[Cue]:
        """The words and dates that give roles, in order."""
        found = [
            Cue(kind, role, mark.start, mark.end)
            for mark in self.marks
            for kind, role in _ROLES
            if kind in mark.tags
        ]
        for mention in self.signals.dates(self.today):
            if mention.last and mention.last < self.today:
                found.append(Cue("past", "baseline", mention.start, mention.end))
            elif mention.first and mention.first > self.today:
                found.append(Cue("future", "target", mention.start, mention.end))
        return sorted(found, key=lambda cue: cue.start)

    @cached_property
    def _cue_starts(self) -> list[int]:
        return [cue.start for cue in self.cues]

    def cues_in(self, start: int, end: int) -> list[Cue]:
        """The cues between two places that stand in no bracket, or in the same one."""
        low, high = bisect_left(self._cue_starts, start), bisect_left(self._cue_starts, end)
        return [cue for cue in self.cues[low:high] if self.plain[cue.start] != " " or self._aside_of(start)]

    @cached_property
    def mark_at(self) -> dict[int, Mark]:
        """Word → the phrase that it belongs to."""
        return {n: mark for mark in self.marks for n in range(mark.first, mark.last)}

    @cached_property
    def _hidden(self) -> list[tuple[int, int]]:
        """Values and dates: their words name nothing."""
        times = [(m.start, m.end) for m in self.signals.dates(self.today) if m.kind != "vague"]
        return sorted([*times, *((q.start, q.end) for q in self.quantities)])

    def visible(self, start: int, end: int) -> list[int]:
        """The words between two places that may name something: no notes, values or dates."""
        found = []
        for number in range(self.distance(0, start), self.distance(0, end)):
            place = self.words[number].start
            at = bisect_right(self._hidden, (place, len(self.live) + 1)) - 1
            if self.plain[place] != " " and not (at >= 0 and place < self._hidden[at][1]):
                found.append(number)
        return found

    def sentence_of(self, place: int) -> int:
        """The number of the sentence at a place."""
        return max(0, bisect_right(self.signals.sentences, (place, len(self.live) + 1)) - 1)

    def distance(self, start: int, end: int) -> int:
        """How many words begin between two places."""
        return bisect_left(self.starts, end) - bisect_left(self.starts, start)

    @cached_property
    def all(self) -> list[Value]:
        """The values, in order, each with its role."""
        return [self._value(number) for number in range(len(self.quantities))]

    def _value(self, number: int) -> Value:
        quantity = self.quantities[number]
        aside = self._aside_of(quantity.start)
        before, after = aside or self._reach(number)
        cue = self._cue(quantity, before, after) or (None if aside else self._lead(quantity, before))
        relative = self._is_relative(quantity, before)
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
            end = self._split(quantity.end, after.start)
        return start, end

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
        return cues[0].start if right < left or (right == left and cues[0].role == "target") else cues[0].end

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
            if best is None or away <= best[0]:
                best = away, cue
        return best[1] if best else self._reached(quantity, start)

    def _reached(self, quantity: Quantity, start: int) -> Cue | None:
        """``reduce no-shows to 5 %``, ``down to 5 %``, ``from 3.5``: the word right before the value."""
        near = self.starts[max(0, bisect_left(self.starts, quantity.start) - 4)] if self.starts else 0
        low = max(start, near)
        to = [
            mark
            for mark in self.marked(low, quantity.start, "to", "down_to")
            if self._leads(mark.end, quantity.start)
        ]
        if to and (("down_to" in to[-1].tags) or self.marked(start, quantity.start, "change")):
            return Cue("reach", "target", to[-1].start, to[-1].end)
        source = self.marked(low, quantity.start, "from")
        alone = source and not self.plain[start : source[-1].start].strip(" ,;")
        return Cue("from", "baseline", source[-1].start, source[-1].end) if source and alone else None

    def _leads(self, start: int, end: int) -> bool:
        """Do only small words stand between two places, and no stop?"""
        return not _BREAK.search(self.plain, start, end) and not self._has_content(start, end)

    def _lead(self, quantity: Quantity, start: int) -> Cue | None:
        """A cue on the line before, where nothing but the value stands on this one."""
        number = self.sentence_of(quantity.start)
        if not number or self._has_content(start, quantity.start):
            return None
        low, high = self.signals.sentences[number - 1]
        cues = self.cues_in(low, high)
        return cues[-1] if cues and not self._has_content(low, high) else None

    def _has_content(self, start: int, end: int) -> bool:
        """Does a word stand there that is neither small nor a cue?"""
        known = {
            n
            for mark in self.marked(start, end, *(kind for kind, _ in _ROLES))
            for n in range(mark.first, mark.last)
        }
        low, high = bisect_left(self.starts, start), bisect_left(self.starts, end)
        minor = self.signals.pack.minor
        return any(n not in known and self.words[n].word not in minor for n in range(low, high))

    def _is_relative(self, quantity: Quantity, start: int) -> bool:
        """A change and no value: ``+20 %``, ``by 20 %``, ``20 % fewer``, ``three times``."""
        if quantity.unit in ("pp", "times"):
            return True
        if quantity.comparator == "+" or (quantity.text[:1] in "+-−" and quantity.kind == "percent"):
            return True
        at = bisect_left(self.starts, quantity.start)
        near = self.starts[max(0, at - 2)] if at else quantity.start
        by = self.marked(max(start, near), quantity.start, "by", "by_change")
        changed = by and (("by" in by[-1].tags) or self.marked(start, quantity.start, "change"))
        after = self.marked(quantity.end, quantity.end + 25, "comparative")
        return bool(changed) or bool(after and self.distance(quantity.end, after[0].start) == 0)
