"""The words of a passage as they speak of a metric: its phrases, cues, numbers, and notes in brackets."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from datetime import date
from functools import cache

from ..language import Pack
from ..lazily import lazily
from .bases import shares_of_base
from .clock_values import clock_places, clock_values
from .cues import KINDS, Cue, find_cues
from .lexicon import strings
from .links import overlaps
from .marks import Mark, as_spelled, find_marks
from .measures import measures_of
from .numbers import Quantity
from .sentences import Piece
from .signals import Signals

_ASIDE = re.compile(r"\([^()\n]{0,300}\)|\[[^\[\]\n]{0,300}\]")
_MOST = 8
"""All numbers stand in brackets only where they are few."""
_STAND_IN = re.compile(r"[^\n]")
_NOT_NAMING = frozenset(
    [
        "meta",
        "start",
        "now",
        "goal",
        "want",
        "need",
        "wanted",
        "was",
        "then",
        "pace",
        "from",
        "to",
        "down_to",
        "change",
        "versus",
        "future",
        "joint",
        "transparent",
        "unknown",
        "that_is",
        "by",
        "by_change",
        "comparative",
        "inner",
        "elsewhere",
        "setting",
        "condition",
        "turn_last",
        "turn_next",
        "turn_this",
    ]
)
_EFFECT = frozenset(("measure", "flaw"))
_NO_VALUE = frozenset(("fold_change", "future"))
"""``by half`` is a factor, and ``within half a year`` a time."""
_WORK = frozenset(("making", "handling", "issued", "complete"))
_DIGITS = "9~"
"""What begins with a digit sorts before it."""


@cache
def _names(tags: frozenset[str]) -> bool | None:
    """Does a phrase with these tags name something? None: as its words do."""
    if not tags.isdisjoint(_EFFECT):
        return True
    return None if tags.isdisjoint(_NOT_NAMING) else False


@cache
def _hours_after(pack: Pack) -> frozenset[str]:
    """The words after which a time of the day is told."""
    return frozenset(strings(pack.table("metric"), "hours_after"))


class MetricText:
    """A passage, read for its metric. ``windows``: keep spans such as "within 5 days" as values.

    ``words`` are cut at their hyphens; ``marks`` are the phrases of the table ``metric``, ``mark_at`` finds
    them by word; ``asides`` are notes in brackets, ``plain`` is the text without them; ``cues`` give values
    their roles.
    """

    def __init__(self, signals: Signals, today: date, *, windows: bool = False) -> None:
        self.signals = signals
        self.live = signals.live
        self.today = today
        self.windows = windows
        self.words = signals.pieces
        self.starts = self.words.starts
        self.marks = as_spelled(
            find_marks(self.words, signals.pack, "metric"), self.live, signals.pack, "metric", _WORK
        )
        self._mark_starts = [mark.start for mark in self.marks]
        self.mark_at = {n: mark for mark in self.marks for n in range(mark.first, mark.last)}
        self.folds = [mark for mark in self.marks if "fold_change" in mark[0]]
        self.spans = [mention for mention in signals.dates(today) if mention.kind == "relative"]
        self.quantities = self._quantities()
        self.asides = self._asides()
        self.plain = self._plain() if self.asides else self.live
        self.cues = find_cues(signals, self.marks, today)
        if [True for quantity in self.quantities if quantity.worded]:  # "once in nine" wishes nothing
            numbers = {quantity.start for quantity in self.quantities}
            self.cues = [cue for cue in self.cues if cue.start not in numbers]
        self._cue_starts = [cue.start for cue in self.cues]

    @property
    def lasts(self) -> bool:
        """Does it say how long something takes? Then spans may be its values."""
        return any(quantity.kind == "duration" for quantity in self.signals.quantities(self.today))

    def _quantities(self) -> list[Quantity]:
        """What is counted, without the bases of rates ("per 1,000") and, first, spans ("within 5 days")."""
        every = self.signals.quantities(self.today)
        if ":" in self.live and (places := clock_places(self.live)):
            every = sorted([*every, *self._clock_values(places)])
        found = [q for q in every if q.comparator != "per" and not self._is_window(q)]
        if hidden := [mark for mark in self.marks if mark[0] & _NO_VALUE]:
            found = [q for q in found if not any(m.start <= q.start < m.end for m in hidden)]
        found = shares_of_base(found, every, self.signals.sentences) if len(found) < len(every) else found
        if self.windows or not self.spans:
            return found
        return [q for q in found if not any(m.start <= q.start < m.end for m in self.spans)]

    def _clock_values(self, places: list[Piece]) -> list[Quantity]:
        times = [(mention.start, mention.end) for mention in self.signals.dates(self.today)]
        free = [place for place in places if not overlaps(*place, times)]
        return clock_values(self.live, free, _hours_after(self.signals.pack))

    def _is_window(self, quantity: Quantity) -> bool:
        """``over the last twelve losses``: how long it was looked at, and no value."""
        before = self.mark_at.get(self.index(quantity.start) - 1) if quantity.noun else None
        if before is None or quantity.kind != "count" or "turn_last" not in before.tags:
            return False
        return not self.live[before.end : quantity.start].strip()

    def _asides(self) -> list[tuple[int, int]]:
        """What stands in brackets: notes, unless all numbers of the passage stand there."""
        found = (
            [match.span() for match in _ASIDE.finditer(self.live)]
            if "(" in self.live or "[" in self.live
            else []
        )
        few = found[:_MOST]
        inside = [any(a <= q.start < b for a, b in few) for q in self.quantities[:_MOST]] if found else []
        return [] if inside and all(inside) else found

    def _plain(self) -> str:
        """The text without its notes in brackets; a bracket that is only a cue stays."""
        kept, at = [], 0
        for start, end in self.asides:
            short = len(self.live[start:end].split()) <= 3
            keep = short and self.marked(start, end, "start", "now", "goal", "wanted")
            digits = any(c.isdigit() for c in self.live[start:end])
            if not (keep and not digits) and not (short and digits and self._is_time(start, end)):
                kept += [self.live[at:start], _STAND_IN.sub(" ", self.live[start:end])]
                at = end
        return "".join([*kept, self.live[at:]])

    def _is_time(self, start: int, end: int) -> bool:
        """``17 % (season 2026)``: do the numbers of a bracket only say when?"""
        times = [(m.start, m.end) for m in self.signals.dates(self.today) if start <= m.start < end]
        return bool(times) and all(
            any(a <= at < b for a, b in times) for at in range(start, end) if self.live[at].isdigit()
        )

    def marked(self, start: int, end: int, *tags: str) -> list[Mark]:
        """The phrases between two places, with any of these tags."""
        low, high = bisect_left(self._mark_starts, start), bisect_left(self._mark_starts, end)
        return [mark for mark in self.marks[low:high] if not mark[0].isdisjoint(tags)] if low < high else []

    @lazily
    def names(self) -> list[bool]:
        """For each word: does it name something, and is it no cue nor a word for "indicator" itself?"""
        minor = self.signals.pack.minor
        found = [w not in minor and w > _DIGITS and len(w) > 1 for w in self.words.said]
        for mark in self.marks:
            names = _names(mark.tags)
            if names is not None:
                for at in range(mark.first, mark.last):
                    found[at] = names
        return found

    def is_aside(self, place: int) -> bool:
        """Does a character stand in brackets?"""
        return self.aside_of(place) is not None

    def aside_of(self, place: int) -> tuple[int, int] | None:
        """The brackets around a character."""
        if not self.asides:
            return None
        at = bisect_right(self.asides, (place, len(self.live) + 1)) - 1
        return self.asides[at] if at >= 0 and place < self.asides[at][1] else None

    def cues_in(self, start: int, end: int) -> list[Cue]:
        """The cues between two places that stand in no bracket, or in the same one."""
        low, high = bisect_left(self._cue_starts, start), bisect_left(self._cue_starts, end)
        found = self.cues[low:high]
        if not self.asides or not found or self.aside_of(start):
            return found
        return [cue for cue in found if self.plain[cue.start] != " "]

    @lazily
    def shown(self) -> list[bool]:
        """For each word: may it name something? Not in a note, a value or a date."""
        hidden = [(m.start, m.end) for m in self.signals.dates(self.today) if m.kind != "vague"]
        hidden += [(q.start, q.end) for q in self.quantities]
        hidden += [(start, end) for start, end in self.asides if self.plain[start] == " "]
        found = [True] * len(self.words)
        for start, end in hidden:
            for at in range(self.index(start), self.index(end)):
                found[at] = False
        return found

    def visible(self, start: int, end: int) -> list[int]:
        """The words between two places that may name something."""
        shown = self.shown
        return [n for n in range(self.index(start), self.index(end)) if shown[n]]

    def inside(self, quantity: Quantity) -> list[int]:
        """The words inside a share: ``46 agreements scanned of 140``."""
        if not quantity.parts:
            return []
        numbers = measures_of(self.signals.pack).heads
        inner = range(self.index(quantity.start), self.index(quantity.end))
        return [n for n in inner if self.words[n].word > _DIGITS and self.words[n].word not in numbers]

    def index(self, place: int) -> int:
        """The first word that begins at a place or after it."""
        return bisect_left(self.starts, place)

    def sentence_of(self, place: int) -> int:
        """The number of the sentence at a place."""
        if len(self.signals.sentences) == 1:
            return 0
        return max(0, bisect_right(self.signals.sentences, (place, len(self.live) + 1)) - 1)

    def distance(self, start: int, end: int) -> int:
        """How many words begin between two places."""
        return bisect_left(self.starts, end) - bisect_left(self.starts, start)

    def has_content(self, start: int, end: int, *but: str) -> bool:
        """Does a word stand there that is neither small nor a cue, nor has one of the tags ``but``?"""
        low, high = self.index(start), self.index(end)
        if low >= high:
            return False
        minor = self.signals.pack.minor
        left = [n for n in range(low, high) if self.words[n][0] not in minor]
        if not left:
            return False
        known = {n for mark in self.marked(start, end, *KINDS, *but) for n in range(mark.first, mark.last)}
        return not known.issuperset(left)
