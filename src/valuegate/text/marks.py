"""Phrases of one table of a pack, found in a passage.

Each table is read through an index of its own, so that the words of one question hide none of another's.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from ..language import Pack, Token
from .lexicon import Lexicon, strings, words_of


class Mark(NamedTuple):
    """A phrase: its tags, its first and last token (exclusive), and where it stands."""

    tags: frozenset[str]
    first: int
    last: int
    start: int
    end: int


@cache
def _lexicon(pack: Pack, table: str) -> Lexicon[frozenset[str]]:
    tags: dict[str, set[str]] = {}
    words = pack.table(table)
    for tag in words:
        for phrase in strings(words, tag):
            tags.setdefault(" ".join(words_of(phrase)), set()).add(tag)
    return Lexicon((phrase, frozenset(found)) for phrase, found in tags.items())


def find_marks(words: Sequence[Token], pack: Pack, table: str) -> list[Mark]:
    """The phrases of a table, longest first, never overlapping. ``words`` are cut at their hyphens."""
    known = _lexicon(pack, table)
    found: list[Mark] = []
    at, heads = 0, known.heads
    while at < len(words):
        hit = known.at(words, at) if words[at].word in heads else None
        if hit:
            found.append(Mark(hit[1], at, hit[0], words[at].start, words[hit[0] - 1].end))
        at = hit[0] if hit else at + 1
    return found
