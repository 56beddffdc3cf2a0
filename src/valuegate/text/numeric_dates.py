"""Dates written in digits: ``2027-03-15``, ``15/03/2027``, ``15.03.27``, ``03/2027``.

Dotted is always day.month.year. Where two readings name two days, neither is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from ..words import Token
from .calendar import (
    FIRST_YEAR,
    LAST_YEAR,
    Calendar,
    DateMention,
    a_day,
    bounds,
    next_day,
)

# Marks are rarer than digits: led by them, the first search costs a third.
_MAYBE = re.compile(r"[-/.](?:(?<=\d.)|(?<=\d .)) ?\d")
# The others begin with a digit: then the search skips all else at once.
_THREE = re.compile(
    r"(\d(?<![\w./+#].)(?<!\w@.)(?<!\w[-,].)\d{0,3})( ?[-/.] ?)(\d{1,2})\2(\d{1,4})"
    r"(?:[Tt]\d\d:?\d\d[\d:.,Zz+-]{0,24})?(?![\w%]|[-/.,:]\w)"
)
_TWO = re.compile(
    r"(\d(?<![\w./+#].)(?<!\w@.)(?<!\w[-,].)(?:\d{3}|\d?))([-/.])(\d{4}|\d{1,2})(?![\w%]|[-/.,:]\w| ?[%€$£])"
)
_Reading = tuple[int, int, int]


def numeric_dates(
    text: str, words: Sequence[Token], calendar: Calendar, today: date, order: str
) -> list[DateMention]:
    """The dates written in digits, in the order of the text."""
    if not _MAYBE.search(text):
        return []
    found = list(_three_parts(text, order))
    taken = [(mention.start, mention.end) for mention in found]
    found.extend(_two_parts(text, words, calendar, today, order, taken))
    return sorted(found)


def _three_parts(text: str, order: str) -> Iterator[DateMention]:
    for match in _THREE.finditer(text):
        first, separator, second, third = match.groups()
        separator = separator.strip()
        readings = _readings(first, second, third, separator, match.group(2), order)
        if readings:
            yield _judge(readings, match)


def _readings(
    first: str, second: str, third: str, separator: str, written: str, order: str
) -> tuple[_Reading, ...]:
    """The ways to read three numbers as (year, month, day); none if they do not look like a date."""
    a, b, c = int(first), int(second), int(third)
    if len(first) == 4:
        return ((a, b, c),) if separator != "." and len(third) <= 2 and a >= FIRST_YEAR else ()
    if len(first) > 2 or len(third) == 3:
        return ()
    if separator == "." and not (a and b):
        return ()
    if len(third) == 4:
        return _by_order(a, b, c, separator, order) if c >= FIRST_YEAR else ()
    if len(first) + len(second) + len(third) < 6 or len(written) > 1:
        return ()  # 3.2.1 is a version, and 1 - 2 - 3 a list
    readings = _by_order(a, b, 2000 + c, separator, order)
    if separator == "-":
        readings += ((2000 + a, b, c),)  # 15-03-27 may also be the 27th of March 2015
    return readings if any(a_day(*reading) for reading in readings) else ()


def _by_order(a: int, b: int, year: int, separator: str, order: str) -> tuple[_Reading, ...]:
    day_first, month_first = (year, b, a), (year, a, b)
    if separator == "." or order == "dmy":
        return (day_first,)
    return (month_first,) if order == "mdy" else (day_first, month_first)


def _judge(readings: tuple[_Reading, ...], match: re.Match[str]) -> DateMention:
    """The day, if the readings name one; else why not."""
    days = sorted({day for reading in readings if (day := a_day(*reading))})
    place = (match.start(), match.end())
    if not days:
        return DateMention(*place, "impossible", match.group())
    if len(days) > 1:
        return DateMention(*place, "ambiguous", match.group(), first=days[0], last=days[-1])
    return DateMention(*place, "day", match.group(), days[0], first=days[0], last=days[0])


def _two_parts(
    text: str,
    words: Sequence[Token],
    calendar: Calendar,
    today: date,
    order: str,
    taken: list[tuple[int, int]],
) -> Iterator[DateMention]:
    starts = {word.start: at for at, word in enumerate(words)}
    spans = iter([*taken, (len(text) + 1, len(text) + 1)])
    start, end = next(spans)
    for match in _TWO.finditer(text):
        while end <= match.start():
            start, end = next(spans)
        if match.end() <= start:
            mention = _month_year(match) or _day_month(match, starts, words, calendar, today, order)
            if mention:
                yield mention


def _month_year(match: re.Match[str]) -> DateMention | None:
    first, mark, second = match.groups()
    year, month = (first, second) if len(first) == 4 else (second, first)
    if (
        len(year) != 4
        or len(month) > 2
        or (mark != "/" and len(month) < 2)
        or (mark == "." and year is first)
    ):
        return None
    return _in_month(match, int(year), int(month))


def _in_month(match: re.Match[str], year: int, month: int) -> DateMention | None:
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12):
        return None
    first_day, last_day = bounds("month", month, year)
    return DateMention(*match.span(), "month", match.group(), first=first_day, last=last_day)


def _day_month(
    match: re.Match[str],
    starts: dict[int, int],
    words: Sequence[Token],
    calendar: Calendar,
    today: date,
    order: str,
) -> DateMention | None:
    """``15/03`` alone in its text, or after "le" or "by": two numbers elsewhere are a share."""
    a, mark, b = match.groups()
    if mark == "-" or len(a) != 2 or len(b) != 2 or (mark == "." and order == "ambiguous"):
        return None
    at = starts.get(match.start(), 0)
    alone = match.group() == match.string.strip()
    if not alone and not calendar.has("day_cues", words, at - 1) and not _weekday(words, at - 1, calendar):
        return None
    pairs = {(reading[1], reading[2]) for reading in _by_order(int(a), int(b), 2000, mark, order)}
    days = sorted({day for pair in pairs if (day := next_day(today, *pair))})
    if len(days) > 1:
        return DateMention(
            *match.span(), "ambiguous", match.group(), year_given=False, first=days[0], last=days[-1]
        )
    if not days:
        return DateMention(*match.span(), "impossible", match.group(), year_given=False)
    return DateMention(*match.span(), "day", match.group(), days[0], None, False, days[0], days[0])


def _weekday(words: Sequence[Token], at: int, calendar: Calendar) -> bool:
    return 0 <= at < len(words) and words[at].word in calendar.weekdays
