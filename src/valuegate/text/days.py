"""Days in words: ``8 March 2027``, ``March 8th``, ``lundi 1er mars``, ``du 3 au 5 mars``."""

from __future__ import annotations

from datetime import date

from ..records import NamedTuple
from .calendar import FIRST_YEAR, DateMention, a_day, next_day
from .periods import Scan

Days = tuple[list[DateMention], int]
"""The mentions that a month name gives (two for "14 and 17 October"), and the word after them."""
_UNITS = frozenset("%‰€$£")


class _Written(NamedTuple):
    """A day and a month as written: the words they take, and the year if there is one."""

    day: int
    month: int
    year: int | None
    first: int
    last: int


class _Partner(NamedTuple):
    """Another number before the day: ``3`` in "3 to 5 March"."""

    day: int
    first: int
    ranged: bool


def days(scan: Scan, at: int) -> Days | None:
    """What the month name ``at`` gives with the numbers around it."""
    month = scan.month_at(at)
    if not month:
        return None
    number = scan.number(at - 1, most=99) if scan.joined(at - 1) and scan.gap(at - 1) != "," else None
    first = at - 1
    if number is None and scan.is_in("links", at - 1) and scan.joined(at - 1):
        first = at - 2
        number = scan.number(first, most=99) if scan.joined(first) else None
    if number is None and (led := scan.calendar.lexicons["month_links"].before(scan.words, at)):
        first = led[0] - 1  # "le 20 du mois d'avril"
        number = scan.number(first, most=99) if scan.joined(first) else None
    if number is not None and not _is_compound_number(scan, at, first):
        return _day_first(scan, at, number, month, first)
    return _month_first(scan, at, month) if scan.calendar.day_after_month else None


def _is_compound_number(scan: Scan, at: int, day: int) -> bool:
    """``dix-sept``: a number of two words, of which one looks like a month."""
    return day == at - 1 and scan.gap(day) == "-" and scan.words[day].word.isalpha()


def _day_first(scan: Scan, at: int, number: int, month: int, first: int) -> Days | None:
    year, last = _year_after(scan, at)
    if not year and scan.gap(at) == "-" == scan.gap(at - 1):
        year, last = _glued_year(scan, at)
    written = _Written(number, month, year, first, last)
    if number > 31 and not year:
        return None
    partner = _partner(scan, first)
    if partner and partner.day < number <= 31:
        return _pair(scan, written, partner)
    return [_mention(scan, written)], last


def _year_after(scan: Scan, at: int) -> tuple[int | None, int]:
    """The year of a day, however far away: alone, ``2999`` would be a count."""
    year, last = scan.year_after(at)
    word = scan.words[at + 1] if at + 1 < len(scan.words) else None
    if year or not word or len(word.word) != 4 or not word.word.isdecimal() or not scan.joined(at):
        return year, last
    return (int(word.word), at + 2) if int(word.word) >= FIRST_YEAR else (None, last)


def _glued_year(scan: Scan, at: int) -> tuple[int | None, int]:
    """``8-mar-27``"""
    word = scan.words[at + 1].word
    return (2000 + int(word), at + 2) if len(word) == 2 and word.isdecimal() else (None, at + 1)


def _month_first(scan: Scan, at: int, month: int) -> Days | None:
    number = scan.number(at + 1, most=31) if scan.joined(at) else None
    if number is None or not scan.words[at + 1].word[0].isdigit():
        return None
    end = scan.number(at + 2, most=31) if scan.dashed(at + 1) else None
    last_day = at + 2 if end else at + 1
    year, last = _year_after(scan, last_day)
    if not year and ("," in scan.gap(at) or not _stands_alone(scan, at, last_day)):
        return None
    written = _Written(end or number, month, year, at, last)
    if end:
        return [_range(scan, written, number)], last
    return [_mention(scan, written)], last


def _stands_alone(scan: Scan, at: int, day: int) -> bool:
    """Whether "March 12" is a day and not "in March 12 nurses …", "in March, 12 % …" or "in March 12 % …"."""
    if scan.gap(day)[:1] in _UNITS:
        return False
    if scan.is_in("day_cues", at - 1) or not scan.words[day].word.isdecimal():
        return True
    return scan.gap(day) != "" or not scan.text[scan.words[day + 1].start].islower()


def _partner(scan: Scan, first: int) -> _Partner | None:
    if scan.dashed(first - 1):
        number = scan.number(first - 1, most=31)
        return _Partner(number, first - 1, True) if number else None
    lexicons = scan.calendar.lexicons
    for key in ("range_joins", "either_joins", "list_joins"):
        join = lexicons[key].before(scan.words, first)
        number = scan.number(join[0] - 1, most=31) if join else None
        if join and number:
            opened = lexicons["range_opens"].ends_at(scan.words, join[0] - 1)
            return _Partner(number, join[0] - 1, opened or key != "list_joins")
    return None


def _pair(scan: Scan, written: _Written, partner: _Partner) -> Days:
    if partner.ranged:
        return [_range(scan, written._replace(first=partner.first), partner.day)], written.last
    other = written._replace(day=partner.day, first=partner.first, last=partner.first + 1)
    return [_mention(scan, other), _mention(scan, written)], written.last


def _range(scan: Scan, written: _Written, start: int) -> DateMention:
    last = _resolve(scan, written)
    first = a_day(last.year, written.month, start) if last else None
    given = written.year is not None
    return scan.mention("range", written.first, written.last, first=first, last=last, year_given=given)[0]


def _resolve(scan: Scan, written: _Written) -> date | None:
    if written.year:
        return a_day(written.year, written.month, written.day)
    return next_day(scan.today, written.month, written.day)


def _mention(scan: Scan, written: _Written) -> DateMention:
    day = _resolve(scan, written)
    weekday = weekday_before(scan, written.first)
    first = written.first if weekday is None else weekday
    given = written.year is not None
    if day is None:
        return scan.mention("impossible", first, written.last, year_given=given)[0]
    fits = None if weekday is None else weekday_fits(scan, weekday, day)
    start, end = scan.words[first][1], scan.words[written.last - 1][2]
    return DateMention(start, end, "day", scan.text[start:end], day, fits, given, day, day)


def weekday_before(scan: Scan, at: int) -> int | None:
    """The word before the word ``at`` that names a weekday (``Monday the 8th``)."""
    before = at - 1
    if scan.is_in("links", before) and scan.joined(before):
        before -= 1
    named = before >= 0 and scan.words[before].word in scan.calendar.weekdays
    return before if named and scan.joined(before) else None


def weekday_fits(scan: Scan, at: int, day: date) -> bool:
    """Whether the weekday named by the word ``at`` is that of the day."""
    return scan.calendar.weekdays[scan.words[at].word] == day.isoweekday()
