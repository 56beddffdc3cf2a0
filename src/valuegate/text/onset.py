"""What will be so from a named time on: ``from now on``, ``dès janvier``, ``next autumn``."""

from __future__ import annotations

from datetime import date

from ..words import fold
from .calendar import DateMention, calendar_of
from .signals import Signals

_TABLE = "impact"
_SOON = 4
"""A month without a year is to come if it is at most so many months away."""

Place = tuple[int, int]


def onsets(signals: Signals, today: date) -> list[Place]:
    """Where the text names a time from which something will be so; a day alone is that of a look back."""
    found = [(hit.start, hit.end) for hit in signals.of(_TABLE, "onset")]
    opened = {hit.end: hit.start for hit in signals.of(_TABLE, "onset_before")}
    for mention in signals.dates(today) if opened else ():
        lead = len(signals.live[: mention.start].rstrip())
        if lead in opened and _is_to_come(signals, mention, today):
            found.append((opened[lead], mention.end))
    return sorted(found)


def _is_to_come(signals: Signals, mention: DateMention, today: date) -> bool:
    known = mention.day or mention.first
    if known and mention.year_given:
        return known > today
    month = known.month if known else calendar_of(signals.pack).months.get(fold(mention.text.split()[-1]))
    return month is not None and 0 < (month - today.month) % 12 <= _SOON
