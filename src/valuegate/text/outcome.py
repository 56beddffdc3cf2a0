"""What came out: values that were measured, in the ticket's own indicator, and what was decided.

A number is a measured value of the ticket's indicator if it has the same kind and unit as the numbers of
its metric, a size that can be compared with them, speaks of the same things, and is neither a target,
a forecast, a stretch of time nor a tally of what the team did.
"""

from __future__ import annotations

from bisect import bisect_left
from datetime import date

from ..language import Hit
from ..lazily import lazily
from ..records import NamedTuple
from ..typed import Literal
from ..words import words_in
from .beside import Cues
from .counted import SERIES, TABLE, Counted
from .decisions import Decisions
from .measures import measures_of
from .numbers import Quantity
from .part_of_whole import as_share
from .signals import Signals
from .undertaking import names_actor
from .yardstick import Yardstick, stem, stems_in

Rejection = Literal["", "target", "forecast", "activity", "other-indicator", "window"]
"""Why a number is no measured value of the ticket's own indicator; '' if it is one."""


_BOTH = 2
"""Numbers of a metric that names its baseline and its target."""


class Value(NamedTuple):
    """A number of the impact, and why it does not count (or '')."""

    quantity: Quantity
    rejection: Rejection


class Outcome:
    """The values and decisions of an impact passage, seen against the ticket's metric."""

    def __init__(self, signals: Signals, yardstick: Yardstick, today: date) -> None:
        self.signals = signals
        self.yardstick = yardstick
        self.today = today
        self._cues = Cues(signals, yardstick, today)
        self._words = Counted(signals, self._cues.hits, today)

    @lazily
    def values(self) -> list[Value]:
        """Every number of the passage, with what keeps it from being a measured value."""
        found: list[Value] = []
        for quantity in self.signals.quantities(self.today):
            if quantity.comparator != "per":
                rejection = self._rejection(self._as_share(quantity))
                found.append(Value(quantity, rejection or self._of_series(found, quantity)))
        return found

    def _of_series(self, before: list[Value], quantity: Quantity) -> Rejection:
        """``Stickers noticed: 51, 55, then 49``: a bare number counts what the one before it counts."""
        last = before[-1] if before else None
        if not last or last.rejection != "other-indicator" or quantity.kind != last.quantity.kind:
            return ""
        gap = self.signals.live[last.quantity.end : quantity.start]
        bare = not quantity.noun and not last.quantity.noun and set(";:.\n(").isdisjoint(gap)
        return "other-indicator" if bare and len(gap.split()) <= SERIES else ""

    @lazily
    def decision(self) -> Hit | None:
        """The words that decide something, in a clause that leaves nothing open."""
        return Decisions(self.signals, self._tells, self.yardstick.speaks_of, self.today).first()

    def is_named(self, value: Quantity) -> bool:
        """Is it a share, is there a word of the metric in its sentence, or one of counting or aiming?"""
        stems = [*self._words.stems(*self._sentence(value.start)), *stems_in(value.text, self.signals.pack)]
        aimed = any("target_after" in hit.tags for hit in self._cues.hits)
        counted = any(hit.start < value.end for hit in self.signals.of(TABLE, "counting"))
        own = (one for one in stems if self.yardstick.speaks_of(one) and not self.yardstick.counts_per(one))
        known = aimed or counted or (any(own) and not self._cues.is_total(value))
        return known or value.kind in ("percent", "ratio")

    def _tells(self, start: int, end: int) -> list[tuple[int, int]]:
        """Where measured values stand between two places."""
        measured = (value.quantity for value in self.values if not value.rejection)
        return [(one.start, one.end) for one in measured if start <= one.start < end]

    def _as_share(self, quantity: Quantity) -> Quantity:
        if not self.yardstick.shares:
            return quantity
        return as_share(self.signals, quantity, self._neighbours(quantity))

    def _neighbours(self, quantity: Quantity) -> list[Quantity]:
        """The other numbers of its sentence."""
        start, end = self._sentence(quantity.start)
        return [q for q in self.signals.quantities(self.today) if start <= q.start < end and q != quantity]

    def _sentence(self, place: int) -> tuple[int, int]:
        return next((one for one in self.signals.sentences if one[0] <= place < one[1]), (0, place))

    def _rejection(self, quantity: Quantity) -> Rejection:
        """Why a number does not count; the first reason that is found."""
        start, end = self.signals.clause(quantity.start)
        led = self._labelled(start)
        awaited = self._is_said("forecast", led, end) or self._is_said("future", start, end)
        if awaited or self._is_unmeasured(quantity):
            return "forecast"
        found = self._unfit(quantity) or self._done(quantity, start, end)
        return found or ("" if self._is_of_metric(quantity, start, led, end) else "other-indicator")

    def _unfit(self, quantity: Quantity) -> Rejection:
        """What it is by itself and by what stands beside it: a time, a change, a value of the metric."""
        lasts = quantity.kind == "duration"
        if quantity.start in self._named_periods:
            return "window"
        if not self.yardstick.fits(quantity, self.signals.pack):
            return "window" if lasts else "other-indicator"
        if self._cues.is_change(quantity):
            return "other-indicator"
        if self._cues.is_target(quantity) or self._cues.is_baseline(quantity) or self._is_copied(quantity):
            return "target"
        if quantity.kind == "count" and self.yardstick.counts_per(quantity.noun):
            return "other-indicator"
        return "window" if lasts and (self._cues.is_window(quantity) or self._is_base(quantity)) else ""

    def _done(self, quantity: Quantity, start: int, end: int) -> Rejection:
        """Does it tell what the team did, or what people think of it?"""
        after = self._words.sampled(quantity, end)
        if self.yardstick.is_output or self._is_said("activity", self._past_sample(start, quantity), after):
            return "activity"
        return "other-indicator" if self._is_said("opinion", start, end) else ""

    def _is_of_metric(self, quantity: Quantity, start: int, led: int, end: int) -> bool:
        """Do its words, or else the numbers of the metric, say that it counts the same?"""
        counted = self._words.named(quantity, led, end) or self._shared(quantity)
        unit = [] if self._is_decided(quantity, led) else stems_in(quantity.text, self.signals.pack)
        if not counted or not self.yardstick.matter or any(map(self._is_own, counted + unit)):
            return True
        if self._beside_target(quantity, start) or self._on_same_base(quantity, end):
            return True
        told = quantity.kind in ("percent", "duration")  # its unit says that it may be the metric's
        near = told and self.yardstick.is_near(quantity, self.signals.pack)
        return near or self.yardstick.divides_alike(quantity) or self._is_after_baseline(quantity)

    def _is_copied(self, quantity: Quantity) -> bool:
        """``Wait: 26 min -> 8 min``, as the metric says: its two values once more, and nothing measured."""
        if len(self.yardstick.numbers) != _BOTH or not self.yardstick.holds(quantity, self.signals.pack):
            return False
        start, end = self._sentence(quantity.start)
        said = words_in(self.signals.live[start:end])
        return len(said) > SERIES and said == words_in(self.yardstick.text)

    def _past_sample(self, start: int, quantity: Quantity) -> int:
        """``Of the 240 notices printed, 1.7 % needed one``: what a share is of says nothing that was done."""
        comma = self.signals.live.rfind(",", start, quantity.start)
        of = any(hit.start == start for hit in self.signals.of(TABLE, "circumstance", "part_of"))
        return comma if of and comma >= 0 else start

    def _is_own(self, word: str) -> bool:
        """Is it a word of what the metric counts, and not of what it counts by?"""
        return self.yardstick.speaks_of(word) and not self.yardstick.counts_per(word)

    def _is_after_baseline(self, quantity: Quantity) -> bool:
        """``dropped from twenty-one to seven a week``, where the metric began with 21."""
        before = [one for one in self._neighbours(quantity) if one.end <= quantity.start][-1:]
        return bool(before) and not quantity.noun and self.yardstick.begins_at(before[0], self.signals.pack)

    def _is_base(self, quantity: Quantity) -> bool:
        """``a week without a key`` where the metric counts by the week."""
        return any(map(self.yardstick.counts_per, stems_in(quantity.text, self.signals.pack)))

    def _shared(self, quantity: Quantity) -> list[str]:
        """``One customer in nineteen``: whom a share is of, and what its sentence says of them."""
        own = stems_in(quantity.text, self.signals.pack) if quantity.kind == "ratio" else []
        noun = [stem for stem in stems_in(quantity.noun, self.signals.pack) if stem in own]
        return [*noun, *self._words.stems(*self._sentence(quantity.start))] if noun else []

    def _is_said(self, tag: str, start: int, end: int) -> bool:
        """Is it expected, or done? Not where the metric is about that: ``plots billed by estimate``."""
        tokens = self.signals.tokens
        here = (
            hit
            for hit in self.signals.of(TABLE, tag)
            if start <= hit.start < end and not self._cues.tells_target(hit)
        )
        return not all(self.yardstick.speaks_of(tokens[hit.last - 1].word) for hit in here)

    def _is_decided(self, quantity: Quantity, start: int) -> bool:
        """``we extend the session to four hours``: a number after the decision is what was decided."""
        decided = self.signals.of(TABLE, "decision", "decision_label")
        return any(start <= hit.start < quantity.start for hit in decided)

    @lazily
    def _named_periods(self) -> set[int]:
        """Where numbers name weeks: ``Week: 43``, ``weeks 42 to 45``."""
        found: set[int] = set()
        joins = measures_of(self.signals.pack).sets["label_joins"]
        ends = [hit.end for hit in self.signals.of(TABLE, "period")]
        last = -1
        for quantity in self.signals.quantities(self.today) if ends else ():
            at = bisect_left(ends, quantity.start + 1) - 1
            lead = self.signals.live[ends[at] : quantity.start] if at >= 0 else ""
            joined = last >= 0 and self.signals.live[last : quantity.start].split()
            linked = joined and len(joined) == 1 and joined[0] in joins
            if quantity.kind == "count" and ((at >= 0 and not lead.strip(" :")) or linked):
                found.add(quantity.start)
                last = quantity.end
            else:
                last = -1
        return found

    def _on_same_base(self, quantity: Quantity, end: int) -> bool:
        """``16 per 1,000``, ``131 g per cover``, where the metric counts per 1,000 or per cover, too."""
        words, per = self.signals.pieces, measures_of(self.signals.pack).lexicons["per"]
        first, last = bisect_left(words.starts, quantity.end), bisect_left(words.starts, end)
        after = (stem(words[at], self.signals.pack) for at in range(first, last) if per.ends_at(words, at))
        if any(map(self.yardstick.counts_per, after)):
            return True
        quantities = self.signals.quantities(self.today)
        base = next((q for q in quantities if q.start >= quantity.end and q.comparator == "per"), None)
        if not base or base.start >= end or not self.yardstick.rates(base.value):
            return False
        named = self._words.stems(base.end, end)
        return not named or any(map(self.yardstick.speaks_of, named))

    def _beside_target(self, quantity: Quantity, start: int) -> bool:
        """``18 % did not come, against 20 % wanted``: the metric's own target, and nothing named."""
        if quantity.noun or self._words.stems(self._labelled(start), quantity.start):
            return False
        others = self._neighbours(quantity)
        pack = self.signals.pack
        return any(self.yardstick.holds(other, pack) and self._cues.is_target(other) for other in others)

    def _is_unmeasured(self, quantity: Quantity) -> bool:
        """``5 %, the rate that the supplier states; ours has not been counted``: nobody measured it here."""
        denied = self.signals.of(TABLE, "unmeasured")
        if not denied:
            return False
        start, end = self._sentence(quantity.start)
        return any(start <= hit.start < end for hit in denied)

    def _labelled(self, start: int) -> int:
        """The clause before a colon says what the number after it counts."""
        lead = self.signals.live[:start].rstrip()
        if not lead.endswith(":"):
            return start
        clause = self.signals.clause(len(lead) - 1)
        return start if names_actor(self.signals, *clause) else clause[0]  # "We counted again: 6 of 48"
