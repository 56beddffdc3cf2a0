"""What the words beside a number make of it: a target, where it began, how long was measured, a change."""

from __future__ import annotations

import re
from bisect import bisect_left
from datetime import date

from ..language import Hit
from .numbers import Quantity
from .signals import Signals
from .yardstick import Yardstick

_TABLE = "impact"
_CELL = re.compile(r"; ?(?:[^;:\n]{1,30}: ?)?")
"""Between a cell and the next one of its row."""

_DAY = 1440
"""Minutes. Nobody measures for less."""

_DECIDED = frozenset({"vain", "decision_label", "fate", "period", "unmoved"})
_COMING = frozenset(
    {
        "future",
        "onset",
        "onset_before",
        "later",
        "past",
        "change_after",
        "change_before",
        "result_label",
        "opinion",
        "part_of",
        "total",
        "ceremony",
        "answer",
        "time_clause",
        "state",
    }
)
"""Words about decisions and times, which say nothing of the numbers beside them."""


class Cues:
    """The cues of an impact passage, seen against the ticket's metric."""

    def __init__(self, signals: Signals, yardstick: Yardstick, today: date) -> None:
        self.signals = signals
        self.yardstick = yardstick
        self.today = today
        self.hits = [hit for hit in signals.hits(_TABLE) if not hit.tags <= _DECIDED | _COMING]

    def is_target(self, quantity: Quantity) -> bool:
        """``target 7 %``, ``against 12 %``, ``7 % visés``: a cue stands right beside the number."""
        hits = self.hits
        at = bisect_left(hits, quantity.start, key=lambda hit: hit.start)
        before = hits[at - 1] if at else None
        after = next((hit for hit in hits[at : at + 3] if hit.start >= quantity.end), None)
        held = self.yardstick.holds(quantity, self.signals.pack)
        if held and quantity.comparator in ("<=", ">="):
            return True  # "at most one tenth, as agreed"
        cells = (hit for hit in hits[max(0, at - 2) : at] if "target_cue" in hit.tags)
        if any(_CELL.fullmatch(self.signals.live, hit.end, quantity.start) for hit in cells):
            return True  # "What: Before; Value: 108"
        if self._is_headed(quantity.start):
            return True
        cue = before and ("target_cue" in before.tags or ("was_cue" in before.tags and held))
        if before and cue and self._beside(before.end, quantity.start, 3):
            return True
        if not after or not self._beside(quantity.end, after.start, 1):
            return False
        closed = not self.signals.live[after.end : after.end + 2].strip(" \n,.;)")
        return "target_after" in after.tags or ("baseline_after" in after.tags and closed)

    def _is_headed(self, place: int) -> bool:
        """``Target for callers on air: 8``: a label that begins with a cue, and its value right after it."""
        start, _ = self.signals.clause(place)
        lead = self.signals.live[:start].rstrip()
        if not lead.endswith(":") or self.signals.live[start:place].strip():
            return False
        head, end = self.signals.clause(len(lead) - 1)
        cues = [hit for hit in self.signals.of(_TABLE, "target_cue", "aimed") if head <= hit.start < end]
        return len(cues) == 1 and cues[0].start == head and "target_cue" in cues[0].tags  # "Target missed: 8"

    def is_baseline(self, quantity: Quantity) -> bool:
        """Where it began, with no word of nothing having moved, and not counted anew (``66 of 500``)."""
        if quantity.parts or not self.yardstick.begins_at(quantity, self.signals.pack):
            return False
        return not self.signals.of(_TABLE, "unmoved")

    def is_total(self, quantity: Quantity) -> bool:
        """``All 210 markers are up``: how many there are, and nothing that was measured."""
        before = (hit.end for hit in self.signals.of(_TABLE, "total"))
        led = (end for end in before if end < quantity.start)
        return bool(quantity.noun) and any(not self.signals.live[end : quantity.start].strip() for end in led)

    def is_change(self, quantity: Quantity) -> bool:
        """``8 % more``, ``rose by 8 %``: that is no share."""
        if quantity.kind != "percent":
            return False
        after = (hit.start for hit in self.signals.of(_TABLE, "change_after"))
        before = (hit.end for hit in self.signals.of(_TABLE, "change_before"))
        live = self.signals.live
        return any(not live[quantity.end : at].strip() for at in after if at >= quantity.end) or any(
            not live[at : quantity.start].strip() for at in before if at <= quantity.start
        )

    def is_window(self, quantity: Quantity) -> bool:
        """``over four weeks`` is how long was measured, not what."""
        hits = self.hits
        at = bisect_left(hits, quantity.start, key=lambda hit: hit.start)
        before = hits[at - 1] if at else None
        averaged = any("counting" in hit.tags for hit in hits[at : at + 2] if hit.start <= quantity.end + 1)
        return bool(
            before
            and not averaged  # "au bout de 12 jours en moyenne"
            and quantity.value >= _DAY
            and {"circumstance"} == before.tags & {"circumstance", "measuring"}
            and not self.signals.live[before.end : quantity.start].strip()
        )

    def tells_target(self, hit: Hit) -> bool:
        """``20 % planned`` tells the target, and nothing of the number before it."""
        before = self.signals.live[: hit.start].rstrip()
        return "target_after" in hit.tags and any(
            q.end == len(before) for q in self.signals.quantities(self.today)
        )

    def _beside(self, start: int, end: int, words: int) -> bool:
        """No break and at most so many words between two places; ``Target: 30`` is no break."""
        if any(start <= other.start < end for other in self.signals.quantities(self.today)):
            return False  # "from 18 % to 7 %"
        gap = self.signals.live[start:end]
        labelled = ":" in gap and gap.partition(":")[0].strip()
        return len(gap.split()) <= words and not set(";.\n,(") & set(gap) and not labelled
