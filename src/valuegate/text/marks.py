"""The phrases of one table of a pack, found in a passage."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from ..language import Pack, Token
from .lexicon import strings, words_of


class Mark(NamedTuple):
    """A phrase: its tags, its first and last token (exclusive), and where it stands."""

    tags: frozenset[str]
    first: int
    last: int
    start: int
    end: int


_Index = dict[str, list[tuple[list[str], frozenset[str]]]]


@cache
def _index(pack: Pack, table: str) -> _Index:
    """First word → the words after it and the tags, longest phrase first."""
    tags: dict[tuple[str, ...], set[str]] = {}
    for tag in pack.table(table):
        for phrase in strings(pack.table(table), tag):
            tags.setdefault(words_of(phrase), set()).add(tag)
    index: _Index = {}
    for words in sorted(filter(None, tags), key=len, reverse=True):
        index.setdefault(words[0], []).append((list(words[1:]), frozenset(tags[words])))
    return index


def find_marks(words: Sequence[Token], pack: Pack, table: str) -> list[Mark]:
    """The phrases of a table, longest first, never overlapping. ``words`` are cut at their hyphens."""
    index, plain = _index(pack, table), [word.word for word in words]
    found: list[Mark] = []
    free = 0
    for at, word in enumerate(plain):
        if at < free or word not in index:
            continue
        for rest, tags in index[word]:
            last = at + 1 + len(rest)
            if plain[at + 1 : last] == rest:
                found.append(Mark(tags, at, last, words[at].start, words[last - 1].end))
                free = last
                break
    return found
