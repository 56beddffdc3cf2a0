"""The phrases of one table of a pack, found in a passage."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from ..language import Pack, Token
from .lexicon import strings
from .phrases import Phrases


class Mark(NamedTuple):
    """A phrase: its tags, its first and last token (exclusive), and where it stands."""

    tags: frozenset[str]
    first: int
    last: int
    start: int
    end: int


@cache
def _phrases(pack: Pack, table: str) -> Phrases:
    words = pack.table(table)
    return Phrases((phrase, tag) for tag in words for phrase in strings(words, tag))


def find_marks(words: Sequence[Token], pack: Pack, table: str) -> list[Mark]:
    """The phrases of a table, longest first, never overlapping. ``words`` are cut at their hyphens."""
    known, plain = _phrases(pack, table), [word.word for word in words]
    found: list[Mark] = []
    at = 0
    while at < len(plain):
        hit = known.at(plain, at, len(plain))
        if hit:
            found.append(Mark(hit[1], at, hit[0], words[at].start, words[hit[0] - 1].end))
        at = hit[0] if hit else at + 1
    return found
