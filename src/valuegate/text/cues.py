"""The words and dates that say of a value whether things stand there, or should go there."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import cache
from operator import itemgetter

from ..language import Pack
from ..records import NamedTuple
from ..typed import Literal
from ..words import fold
from .dates import DateMention
from .marks import Mark, endings
from .signals import Signals
from .turns import find_turns, season_years, undated

Role = Literal["baseline", "target", ""]

_ROLES: tuple[tuple[str, Role], ...] = (
    ("start", "baseline"),
    ("now", "baseline"),
    ("past", "baseline"),
    ("present", "baseline"),
    ("versus", "baseline"),
    ("was", "baseline"),
    ("goal", "target"),
    ("then", "target"),
    ("want", "target"),
    ("need", "target"),
    ("wanted", "target"),
    ("future", "target"),
)
KINDS = tuple(kind for kind, _ in _ROLES)
"""The tags of words that are cues."""
_ROLE_OF = dict(_ROLES)
_HALF_A_YEAR = timedelta(days=183)
_START_OF_CUE = itemgetter(2)


class Cue(NamedTuple):
    """Words that give a value its role."""

    kind: str
    role: Role
    start: int
    end: int


@cache
def _told(tags: frozenset[str]) -> tuple[tuple[str, Role], ...]:
    """The cues that a phrase with these tags is."""
    return tuple((kind, role) for kind, role in _ROLES if kind in tags)


@cache
def _wishes(pack: Pack) -> re.Pattern[str] | None:
    """The ends of verbs that say what is wished."""
    said = [_any_of(endings(pack, "wish_endings"))] if endings(pack, "wish_endings") else []
    if subjects := endings(pack, "future_subjects"):
        verb = rf"(?:\w{{1,2}}['’ ])*\w+(?:{_any_of(endings(pack, 'future_endings'))})"
        said.append(rf"\b(?:{_any_of(subjects)}) {verb}")
    return re.compile(rf"(?:{'|'.join(said)})\b", re.IGNORECASE) if said else None


def _any_of(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, words))


def find_cues(signals: Signals, marks: Sequence[Mark], today: date) -> list[Cue]:
    """The words and dates that give roles, in order."""
    found = [
        Cue(*told, mark.start, mark.end)
        for number, mark in enumerate(marks)
        for told in _told(mark.tags)
        if not (told[0] == "now" and "source" in mark.tags and _is_noun(marks, number))
    ]
    wishes = _wishes(signals.pack)
    wished = [match.span() for match in wishes.finditer(signals.live)] if wishes else ()
    found += [Cue(kind, "target", *place) for place in wished for kind in ("want", "wanted")]
    for kind, mark in find_turns(signals.pieces, marks, signals.pack):
        found.append(Cue(kind, _ROLE_OF[kind], mark.start, mark.end))
    for year, start, end in season_years(signals.live):
        later = year >= today.year
        found.append(Cue("future" if later else "past", "target" if later else "baseline", start, end))
    found += _times(signals, today)
    if not [True for cue in found if cue[1] == "target"]:
        found += _led(signals, today)
    return sorted(found, key=_START_OF_CUE)


def _times(signals: Signals, today: date) -> Iterator[Cue]:
    """The times that are over, to come, or run."""
    times = signals.dates(today)
    turns = undated(times, signals.pack, today) if len(times) > 1 else []
    yield from (Cue(kind, _ROLE_OF[kind], one.start, one.end) for kind, one in turns)
    alone = sum(not one.year_given for one in times) == 1
    for one in times:
        if turns and not one.year_given:
            continue
        if one.last and (one.last < today or (alone and _is_over(one, today))):
            yield Cue("past", "baseline", one.start, one.end)
        elif one.first and one.first > today:
            yield Cue("future", "target", one.start, one.end)
        elif one.last and one.kind in ("season", "year"):  # it runs: where it stands now
            yield Cue("present", "baseline", one.start, one.end)


def _led(signals: Signals, today: date) -> Iterator[Cue]:
    """``by June``, without its year, where nothing else says where it should go."""
    said, starts = signals.pieces.said, signals.pieces.starts
    for one in signals.dates(today):
        at = bisect_left(starts, one.start) - 1
        if not one.year_given and not one.first and at >= 0 and said[at] in _by_then(signals.pack):
            yield Cue("future", "target", one.start, one.end)


@cache
def _by_then(pack: Pack) -> frozenset[str]:
    return frozenset(map(fold, endings(pack, "by_then")))


def _is_over(mention: DateMention, today: date) -> bool:
    """``3 November``, said on the 23rd: a day without a year that was nearer than it will be."""
    return not mention.year_given and mention.last is not None and mention.last - today > _HALF_A_YEAR


def _is_noun(marks: Sequence[Mark], number: int) -> bool:
    """``le relevé``: after an article a participle is a noun, and tells no time."""
    before = marks[number - 1] if number else None
    return before is not None and before.last == marks[number].first and "article" in before.tags
