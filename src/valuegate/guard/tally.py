"""What a simulation comes to: counts by gate, by reason, and of the moves that there would have been."""

from __future__ import annotations

from collections import Counter

from ..finding import VerdictOutcome
from ..policy import Guard
from ..tracker import FINISHED, Status
from .entry import Entry
from .simulate import Replayed, Text


class Tally:
    """Counts entries, and holds no ticket. ``fallback`` is where tickets go that were nowhere before."""

    def __init__(self, guard: Guard, fallback: Status | None) -> None:
        self.outcomes: Counter[tuple[str, Text, VerdictOutcome]] = Counter()
        self.reasons: Counter[tuple[str, Text]] = Counter()
        self.moves: Counter[str] = Counter()
        self.homeless = 0
        self._guard = guard
        self._fallback = fallback
        self._by_ticket: Counter[tuple[str, str]] = Counter()

    def add(self, found: Replayed) -> None:
        """One more entry."""
        verdict = found.verdict
        self.outcomes[verdict.gate, found.text, verdict.outcome] += 1
        if verdict.outcome != "failed":
            return
        for reason in dict.fromkeys(finding.reason for finding in verdict.findings if finding.refuses):
            self.reasons[reason, found.text] += 1
        if not (found.entry.home or self._fallback):
            self.homeless += 1
        ticket_and_day = (verdict.key, found.entry.day.isoformat())
        if self._may_go(found.entry) and self._by_ticket[ticket_and_day] < self._guard.max_moves_per_ticket:
            self._by_ticket[ticket_and_day] += 1
            self.moves[ticket_and_day[1]] += 1

    def _may_go(self, entry: Entry) -> bool:
        """Would ``revert`` have moved it? What the workflow allowed then, nobody knows any more."""
        ended = entry.status.category in ("", *FINISHED) and self._guard.finished == "leave"
        return not ended and (entry.home or self._fallback) is not None
