"""Days in a text, and the times that are not a day, by a small strict grammar on ``datetime.date``.

No day is guessed: what can be read in two ways, names no day of the calendar, or is only a month or a
"soon", says so in its kind. The words come from the ``calendar`` table of a pack.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from operator import itemgetter

from ..language import Pack
from ..words import Tokens, fold, places_of, tokenize
from .calendar import DIGITS, DateMention, Kind, Role, a_day, calendar_of
from .days import Days, days, weekday_before, weekday_fits
from .lexicon import pieces
from .links import find_urls, overlaps
from .numeric_dates import numeric_dates
from .periods import Found, Scan

__all__ = ["DateMention", "Kind", "find_dates", "masks"]

MOST = 200
"""More times than this in one text are not read."""
_START = itemgetter(0)
_DASHES = frozenset("-‐‑–—")


def find_dates(
    text: str, pack: Pack, *, today: date, order: str = "auto", tokens: Tokens | None = None
) -> list[DateMention]:
    """Every time that the text names, in order, never overlapping.

    ``order`` says how to read 03/04/2027: ``dmy``, ``mdy``, or ``auto``, the way of the language.
    ``tokens`` saves cutting the text again; they are cut at their hyphens.
    """
    calendar = calendar_of(pack)
    words = pieces(tokenize(text), text) if tokens is None else tokens
    telling = places_of(calendar.telling.__getitem__, words.said)
    if not telling:
        return []
    scan = Scan(text, words, calendar, today)
    urls = find_urls(text)
    numeric = _numeric(scan, calendar.order if order == "auto" else order, urls)
    taken = sorted([*urls, *[mention[:2] for mention in numeric]]) if numeric else urls
    found = [*numeric, *_worded(scan, telling, taken)]
    if len(found) < 2 and not (found and found[0].day):
        return found  # nothing to join, and no day that a week could begin with
    return _settle(scan, sorted(found, key=_START)[:MOST])


def _numeric(scan: Scan, order: str, urls: Sequence[tuple[int, int]]) -> list[DateMention]:
    """The dates in digits, outside of addresses."""
    found = numeric_dates(scan.text, scan.words, scan.calendar, scan.today, order)
    return [_with_weekday(scan, one) for one in found if not overlaps(one.start, one.end, urls)]


def masks(mentions: Iterable[DateMention]) -> list[tuple[int, int]]:
    """The places whose numbers are part of a date; "in 3 days" may also be a duration and is left out."""
    return [(m.start, m.end) for m in mentions if m.kind not in ("relative", "vague")]


def _with_weekday(scan: Scan, mention: DateMention) -> DateMention:
    """A date in digits with the weekday before it, which may decide between two readings."""
    weekday = weekday_before(scan, _word_at(scan, mention.start))
    if weekday is None:
        return mention
    start = scan.words[weekday].start
    mention = mention._replace(start=start, text=scan.text[start : mention.end])
    readings = [day for day in (mention.first, mention.last) if day and weekday_fits(scan, weekday, day)]
    if mention.kind == "ambiguous" and len(readings) == 1:
        day = readings[0]
        return mention._replace(kind="day", day=day, first=day, last=day, weekday_ok=True)
    return mention._replace(weekday_ok=bool(readings)) if mention.day else mention


def _word_at(scan: Scan, place: int) -> int:
    return bisect_left(scan.words.starts, place)


def _worded(scan: Scan, telling: list[int], taken: Sequence[tuple[int, int]]) -> list[DateMention]:
    """The times in words. Some rules look back, so what overlaps an earlier mention is left out."""
    found: list[DateMention] = []
    follow, free, words = 0, 0, scan.words
    for at in telling:
        start = words[at][1]
        if at < follow or start < free or (taken and overlaps(start, start + 1, taken)):
            continue
        read = _read(scan, at)
        if read:
            mentions = [m for m in read[0] if m.start >= free and not overlaps(m.start, m.end, taken)]
            found.extend(mentions)
            free = mentions[-1].end if mentions else free
            follow = read[1]
        if len(found) >= MOST:
            break
    return found


def _read(scan: Scan, at: int) -> Days | None:
    """What the word ``at`` names with its neighbours; the first rule that fits."""
    word = scan.words[at][0]
    if word[0] in DIGITS or word[-1] in DIGITS:
        return _one(_digits(scan, at, word))
    for role in scan.calendar.roles.get(word, ()):
        read = days(scan, at) if role == "month" else None
        if read is None:
            found = _RULES[role](scan, at)
            read = ([found[0]], found[1]) if found else None
        if read:
            return read
    return None


def _digits(scan: Scan, at: int, word: str) -> Found | None:
    """``2027``, ``J+30``, ``3rd quarter``, ``Q3``."""
    if not word.isdecimal():
        return scan.counted(at) if word[0].isdigit() else scan.short(at)
    if len(word) == 4:
        return scan.year(at)
    place = scan.words[at][1]
    return scan.letter_plus(at) if "+" in scan.text[max(0, place - 4) : place] else None


def _one(found: Found | None) -> Days | None:
    return ([found[0]], found[1]) if found else None


_RULES: Mapping[Role, Callable[[Scan, int], Found | None]] = {
    "vague": Scan.vague,
    "part": Scan.part,
    "month": lambda scan, at: scan.months(at) or scan.month(at),
    "counted": Scan.counted,
    "week": Scan.week,
    "quarter": Scan.quarter,
    "season": Scan.season,
    "span": Scan.relative,
    "weekday": Scan.next_weekday,
}


def _settle(scan: Scan, found: list[DateMention]) -> list[DateMention]:
    """What mentions say together: "from 3 March to 5 March", "1 Sept and 31 Oct 2026", "week of 3 May"."""
    settled: list[DateMention] = []
    for mention in found:
        before = settled[-1] if settled else None
        if before and before.day and mention.day:
            joined = _joined(scan, before, mention)
            if joined:
                settled[-1:] = joined
                continue
        settled.append(mention)
    floors = [0, *(mention.end for mention in settled)]
    return [_week_of(scan, mention, floor) for mention, floor in zip(settled, floors, strict=False)]


def _joined(scan: Scan, before: DateMention, mention: DateMention) -> list[DateMention] | None:
    between = fold(scan.text[before.end : mention.start][:20].strip())
    joins = scan.calendar.joins
    ranged = between in _DASHES or between in joins["range_joins"]
    listed = between in joins["list_joins"]
    if not ranged and not listed:
        return None
    before = _share_year(scan, before, mention)
    opens = scan.calendar.lexicons["range_opens"].ends_at(scan.words, _word_at(scan, before.start))
    if not ranged and not opens:
        return [before, mention]
    text = scan.text[before.start : mention.end]
    given = mention.year_given
    return [DateMention(before.start, mention.end, "range", text, None, None, given, before.day, mention.day)]


def _share_year(scan: Scan, before: DateMention, mention: DateMention) -> DateMention:
    """A day without a year takes that of the day it is joined to."""
    if before.year_given or not mention.year_given or not before.day or not mention.day:
        return before
    day = a_day(mention.day.year, before.day.month, before.day.day)
    if day and day > mention.day:
        day = a_day(mention.day.year - 1, day.month, day.day)
    if not day:
        return before
    at = _word_at(scan, before.start)
    fits = None if before.weekday_ok is None else weekday_fits(scan, at, day)
    return before._replace(day=day, weekday_ok=fits, first=day, last=day, year_given=True)


def _week_of(scan: Scan, mention: DateMention, floor: int) -> DateMention:
    if mention.day is None:
        return mention
    opening = scan.calendar.lexicons["week_of"].before(scan.words, _word_at(scan, mention.start))
    start = scan.words[opening[0]].start if opening else -1
    if start < floor:
        return mention
    last = mention.day + timedelta(days=min(6, (date.max - mention.day).days))
    text = scan.text[start : mention.end]
    return DateMention(start, mention.end, "week", text, None, None, mention.year_given, mention.day, last)
