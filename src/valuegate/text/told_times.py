"""How exactly a time says when something was seen, and which times lie ahead."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from ..words import fold
from .calendar import DateMention
from .clues import single_words
from .located import word_before
from .quantity import Quantity
from .sentences import Piece
from .signals import Signals
from .vocabulary import vocabulary

_NO_DAY = frozenset(("vague", "relative", "impossible"))
_LATEST = 12
"""Characters after a number in which it may be said that it counts the latest of its kind."""
_DAYS = re.compile(r"(?<!\d)\d{1,2}(?!\d)")


def is_latest(signals: Signals, quantity: Quantity) -> bool:
    """``Last 90 days``, ``90 derniers jours``: until now, so that whoever looks finds the same."""
    text, pack = signals.live, signals.pack
    said = f"{word_before(text, quantity.start - 1)} {text[quantity.start : quantity.end + _LATEST]}"
    words = {fold(word) for word in said.split()}
    if words.isdisjoint(single_words(pack, "latest")):
        return False
    return quantity.kind == "duration" or not words.isdisjoint(vocabulary(pack).shapes.durations)


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
