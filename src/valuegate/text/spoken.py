"""Days as people say them, in the language of a pack."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from ..language import Pack


@lru_cache(maxsize=1024)  # today and the days counted from it are said for every ticket of a run
def in_words(day: date, pack: Pack) -> str:
    """``16 March 2027``, ``1er mars 2027``; ISO where the pack has no month names."""
    months = pack.table("calendar").get("months", ())
    if not months:
        return day.isoformat()
    month = months[day.month - 1][0]
    first = pack.table("spoken").get("first_day")
    number = first if first and day.day == 1 else str(day.day)
    return (
        f"{number} {month.capitalize() if pack.table('spoken').get('capital_months') else month} {day.year}"
    )
