"""How exactly a time says when something was seen, and which times lie ahead."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from .calendar import DateMention
from .sentences import Piece

_NO_DAY = frozenset(("vague", "relative", "impossible"))
_DAYS = re.compile(r"(?<!\d)\d{1,2}(?!\d)")


def told_times(
    mentions: Iterable[DateMention], today: date
) -> tuple[list[tuple[str, int, int]], list[Piece]]:
    """The times at which something may have been seen, each with its kind; and those that lie ahead."""
    found: list[tuple[str, int, int]] = []
    ahead: list[Piece] = []
    for mention in mentions:
        start, end, kind = mention[:3]
        if _is_future(mention, today):
            ahead.append((start, end))
        elif kind not in _NO_DAY and (kind != "season" or mention.year_given):
            found.append((_kind(mention), start, end))
    return found, ahead


def _kind(mention: DateMention) -> str:
    if mention.kind == "year":
        return "year"
    exact = mention.kind == "day" or (mention.kind == "range" and _DAYS.search(mention.text))
    kind = "day" if exact else "period"
    return kind if mention.year_given else f"{kind}-of-some-year"


def _is_future(mention: DateMention, today: date) -> bool:
    """Does a time lie ahead? A day without its year is taken for a past one."""
    first = mention.day or mention.first
    return mention.year_given and first is not None and first > today
