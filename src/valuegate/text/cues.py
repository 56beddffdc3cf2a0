"""The words and dates that say of a value whether things stand there, or should go there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import cache
from operator import itemgetter

from ..language import Pack
from ..records import NamedTuple
from ..typed import Literal
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
    found = endings(pack, "wish_endings")
    return re.compile(rf"(?:{'|'.join(map(re.escape, found))})\b") if found else None


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
    times = signals.dates(today)
    for kind, mention in undated(times, signals.pack, today) if len(times) > 1 else ():
        found.append(Cue(kind, _ROLE_OF[kind], mention.start, mention.end))
    for mention in times:
        if mention.last and mention.last < today:
            found.append(Cue("past", "baseline", mention.start, mention.end))
        elif mention.first and mention.first > today:
            found.append(Cue("future", "target", mention.start, mention.end))
        elif mention.last and mention.kind in ("season", "year"):  # it runs: where it stands now
            found.append(Cue("present", "baseline", mention.start, mention.end))
    return sorted(found, key=_START_OF_CUE)


def _is_noun(marks: Sequence[Mark], number: int) -> bool:
    """``le relevé``: after an article a participle is a noun, and tells no time."""
    before = marks[number - 1] if number else None
    return before is not None and before.last == marks[number].first and "article" in before.tags
