"""Values with a colon, as a metric tells them: how long it takes (``1:45``), so many to so many (``1:8``)."""

from __future__ import annotations

import re

from .quantity import BLANKS, Quantity
from .sentences import Piece

_COLON = re.compile(r"(?<![\w:.,/])\d{1,3}:\d{1,2}(?![\w:/]|[.,]\d)")
_HOUR = re.compile(rf"[{BLANKS}]?(?:[ap]\.?m\b|[-–—]|o'clock)", re.IGNORECASE)
_WORD = re.compile(rf"([^\W\d_]+|[-–—])[{BLANKS}]*$")
_SIXTY = 60


def clock_places(text: str) -> list[Piece]:
    """Where two numbers stand with a colon between."""
    return [match.span() for match in _COLON.finditer(text)]


def clock_values(text: str, places: list[Piece], hours_after: frozenset[str]) -> list[Quantity]:
    """Those that tell no time of the day.

    After one of the words ``hours_after`` (``until 9:15``), before ``am`` and in a span they do.
    """
    return [_value(text, *place) for place in places if not _is_hour(text, *place, hours_after)]


def _is_hour(text: str, start: int, end: int, hours_after: frozenset[str]) -> bool:
    before = _WORD.search(text, max(0, start - 20), start)
    led = before is not None and (not before[1].isalpha() or before[1].lower() in hours_after)
    return led or _HOUR.match(text, end) is not None


def _value(text: str, start: int, end: int) -> Quantity:
    large, _, small = text[start:end].partition(":")
    return Quantity(start, end, float(int(large) * _SIXTY + int(small)), "", "clock", text[start:end])
