"""What a number counts, according to the words around it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from datetime import date

from ..language import Hit
from ..lazily import lazily
from .links import overlaps
from .numbers import Quantity
from .signals import Signals
from .undertaking import last_actor
from .yardstick import stem

TABLE = "impact"
"""The table of words that is read here."""

SERIES = 2
"""Words between two numbers of a series, or a number and who tells it, at most."""

_CLAUSE_TAGS = frozenset(
    {
        "measuring",
        "counting",
        "telling",
        "circumstance",
        "decision",
        "aimed",
        "target_cue",
        "target_after",
        "was_cue",
    }
)
"""Words about measuring, not about what is counted."""


class Counted:
    """The words of an impact passage that say what its numbers count. ``hits`` are its cues."""

    def __init__(self, signals: Signals, hits: Sequence[Hit], today: date) -> None:
        self.signals = signals
        self.today = today
        self._hits = hits
        self._quantities = signals.quantities(today)

    def named(self, quantity: Quantity, start: int, end: int) -> list[str]:
        """The stems of the words that say what the number counts: those around it, without circumstances."""
        aside = self.signals.live.find("(", start, quantity.start)
        closed = self.signals.live.rfind(")", start, quantity.start)
        if start <= aside < closed:  # "Measured (November, the keeper's log): 7"
            before = self.stems(start, aside) + self.stems(closed, quantity.start)
        else:
            start = self._told_by(start, quantity.start)
            opened = any(hit.start == start and "circumstance" in hit.tags for hit in self._hits)
            first = last_actor(self.signals, start, quantity.start) if opened else start
            sampled = self._sample(first, quantity.start)
            before = self.stems(first, sampled)  # "Since the totes came in we have had 5"
        cut = min(
            (h.start for h in self.signals.of(TABLE, "circumstance") if quantity.end <= h.start < end),
            default=end,
        )
        stop = min((i for i in map(self.signals.live.find, ",(;", [quantity.end] * 3) if i >= 0), default=end)
        return before + self.stems(quantity.end, max(quantity.end, min(cut, stop, end)))

    def sampled(self, quantity: Quantity, end: int) -> int:
        """``51 minutes across 14 incidents``: where what it was measured on begins, after the value."""
        others = (one.start for one in self._quantities if quantity.end <= one.start < end and one.noun)
        after = next(others, end)
        led = (hit for hit in self.signals.of(TABLE, "circumstance") if quantity.end <= hit.start < after)
        return next((h.start for h in led if not self.signals.live[h.end : after].strip()), end)

    def _sample(self, start: int, end: int) -> int:
        """``Timed with nine clerks: 6 min``: where what it was measured on begins, right before the value."""
        others = [one for one in self._quantities if start <= one.start and one.end <= end]
        if not others or not others[-1].noun or len(self.signals.live[others[-1].end : end].split()) > SERIES:
            return end
        led = (hit for hit in self.signals.of(TABLE, "circumstance") if hit.end <= others[-1].start)
        return next((h.start for h in led if not self.signals.live[h.end : others[-1].start].strip()), end)

    def _told_by(self, start: int, end: int) -> int:
        """``Sensors say 14 %``: who tells a number is not what it counts."""
        told = (hit.end for hit in self.signals.of(TABLE, "telling") if start < hit.start < end)
        near = (at for at in told if len(self.signals.live[at:end].split()) <= SERIES)
        return max(near, default=start)

    def stems(self, start: int, end: int) -> list[str]:
        """The words of a stretch that carry matter, without numbers, times and words about measuring."""
        tokens = self.signals.tokens
        said: set[int] = set()
        hits = self._hits
        at = bisect_left(hits, start, key=lambda hit: hit.start)
        for hit in hits[at : bisect_left(hits, end, key=lambda hit: hit.start)]:
            if hit.tags & _CLAUSE_TAGS:
                said.update(range(hit.first, hit.last))
        first, last = bisect_left(tokens.starts, start), bisect_left(tokens.starts, end)
        words = (tokens[i] for i in range(first, last) if i not in said)
        stems = [stem(w, self.signals.pack) for w in words if not overlaps(w.start, w.end, self._numbers)]
        return list(filter(None, stems))

    @lazily
    def _numbers(self) -> list[tuple[int, int]]:
        """Where times and numbers stand, whose words name nothing."""
        times = [(mention.start, mention.end) for mention in self.signals.dates(self.today)]
        return sorted(times + [(one.start, one.end) for one in self._quantities])
