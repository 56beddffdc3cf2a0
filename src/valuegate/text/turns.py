"""Times by turn: "last season" and "next season", "in October" and "by May" say which value came first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache

from ..language import Pack
from ..words import Token, fold, words_in
from .dates import DateMention, find_dates
from .marks import Mark

_KINDS = {"turn_last": "past", "turn_this": "present", "turn_next": "future"}
_TURNS = frozenset(_KINDS)
_PERIODS = frozenset(("period", "pace"))
_SEASON = re.compile(r"(?<![\w/-])(20\d\d) ?[-–/] ?(?:20)?(\d\d)(?![\w/-])")
_MOST = 8
"""Only so many turns of a passage are compared with each other."""
Span = tuple[date, date]
_NEVER = (date.max, date.max)
_FAR = timedelta(days=250)
"""What comes later than this was more likely meant the other way round: September after October."""
_SEASON_LASTS = timedelta(days=90)
_UNDATED = frozenset(("day", "month", "part", "season", "range"))


def find_turns(words: Sequence[Token], marks: Sequence[Mark], pack: Pack) -> Iterator[tuple[str, Mark]]:
    """The words that say whose turn a period is, each with ``past``, ``present`` or ``future``.

    A period is a word for one ("this winter"), or any word with two turns ("this tour … next tour").
    """
    turns = [mark for mark in marks if not mark.tags.isdisjoint(_TURNS)][:_MOST]
    if not turns:
        return
    periods = {
        n for mark in marks if not mark.tags.isdisjoint(_PERIODS) for n in range(mark.first, mark.last)
    }
    found = [(_kind(mark), mark, _beside(words, mark, pack)) for mark in turns]
    for kind, mark, beside in found:
        others = {word for other, _, near in found if other != kind for word in near}
        if mark.last in periods or mark.first - 1 in periods or not others.isdisjoint(beside):
            yield kind, mark


def season_years(text: str) -> Iterator[tuple[int, int, int]]:
    """Two years that follow each other (``2025-2026``, ``2025/26``): the first one, and where they stand."""
    for match in _SEASON.finditer(text) if "20" in text else ():
        if (int(match[1]) + 1) % 100 == int(match[2]):
            yield int(match[1]), *match.span()


def undated(mentions: Sequence[DateMention], pack: Pack, today: date) -> list[tuple[str, DateMention]]:
    """``140 in October, 60 by May``: months and seasons without a year, where one is over and one to come.

    The first is the nearest of its name, and each next one comes after the one before; a month alone says
    nothing, for it may be what is counted.
    """
    bare = [m for m in mentions if m.kind in _UNDATED and not (m.year_given and (m.first or m.last))][:_MOST]
    found: list[tuple[str, DateMention]] = []
    reached = date.min
    for mention in bare if len(bare) > 1 else ():
        spans = [span for span in _spans(mention.text, pack, today) if span[0] >= reached]
        first, last = (
            min(spans, key=lambda span: _away(span, today) if not found else span) if spans else _NEVER
        )
        if first - today > _FAR:
            return []
        found.append(("past" if last < today else "future" if first > today else "present", mention))
        reached = first
    return found if found and found[0][0] == "past" and found[-1][0] == "future" else []


def _away(span: Span, today: date) -> timedelta:
    return min(abs(today - span[0]), abs(today - span[1]))


@lru_cache(maxsize=1024)
def _spans(text: str, pack: Pack, today: date) -> list[Span]:
    """The first and last days of a time, last year, this year and the next one."""
    spans = (_span(text, pack, today.year + n, today) for n in (-1, 0, 1))
    return [span for span in spans if span]


def _span(text: str, pack: Pack, year: int, today: date) -> Span | None:
    """The first and the last day of a time in one year."""
    table = pack.table("calendar")
    starts = dict(zip(map(fold, table.get("seasons", ())), table.get("season_starts", ()), strict=False))
    season = next((starts[word] for word in words_in(text) if word in starts), None)
    if season:
        first = date(year, season, 1)
        return first, first + _SEASON_LASTS
    times = find_dates(f"{text} {year}", pack, today=today)
    return (times[0].first, times[0].last) if times and times[0].first and times[0].last else None


def _kind(mark: Mark) -> str:
    return next(kind for tag, kind in _KINDS.items() if tag in mark.tags)


def _beside(words: Sequence[Token], mark: Mark, pack: Pack) -> set[str]:
    """The words just before and just after a turn, without small ones."""
    near = [n for n in (mark.first - 1, mark.last) if 0 <= n < len(words)]
    return {words[n].word for n in near} - pack.minor
