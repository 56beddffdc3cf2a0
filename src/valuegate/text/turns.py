"""Seasons by turn: "last season", "this season", "next season" say which value came first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..language import Pack
from ..words import Token
from .marks import Mark

_KINDS = {"turn_last": "past", "turn_this": "present", "turn_next": "future"}
_TURNS = frozenset(_KINDS)
_PERIODS = frozenset(("period", "pace"))
_SEASON = re.compile(r"(?<![\w/-])(20\d\d) ?[-–/] ?(?:20)?(\d\d)(?![\w/-])")
_MOST = 8
"""Only so many turns of a passage are compared with each other."""


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


def _kind(mark: Mark) -> str:
    return next(kind for tag, kind in _KINDS.items() if tag in mark.tags)


def _beside(words: Sequence[Token], mark: Mark, pack: Pack) -> set[str]:
    """The words just before and just after a turn, without small ones."""
    near = [n for n in (mark.first - 1, mark.last) if 0 <= n < len(words)]
    return {words[n].word for n in near} - pack.minor
