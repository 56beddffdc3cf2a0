"""The words of a passage that speak for or against a source, and the speech that is quoted in it.

The table ``evidence`` of a pack is read through an index of its own, so that the words of other
questions can hide none of these. Words inside a quotation are somebody else's: they are not read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from ..language import Pack, Token, tokenize
from .lexicon import Lexicon, pieces, strings, words_of
from .sentences import Piece

_QUOTED = re.compile(r"«[^«»]{1,600}»|“[^“”]{1,600}”|(?<!\w)\"[^\"\n]{1,600}\"")
_SPEECH_WORDS = 4
"""Fewer words between quotation marks are a name or a label, not speech."""


class Mark(NamedTuple):
    """A phrase of the table: what it says about a source, and where it stands (tokens and characters)."""

    tags: frozenset[str]
    first: int
    last: int
    start: int
    end: int


@cache
def lexicon(pack: Pack) -> Lexicon[frozenset[str]]:
    """The phrases of the table ``evidence``, each with all its tags."""
    tags: dict[str, set[str]] = {}
    table = pack.table("evidence")
    for tag in table:
        for phrase in strings(table, tag):
            tags.setdefault(" ".join(words_of(phrase)), set()).add(tag)
    return Lexicon((phrase, frozenset(found)) for phrase, found in tags.items())


@cache
def single_words(pack: Pack, tag: str) -> frozenset[str]:
    """The phrases of a tag that are one word, for places where words stand alone (addresses)."""
    words = [tokenize(phrase) for phrase in strings(pack.table("evidence"), tag)]
    return frozenset(found[0].word for found in words if len(found) == 1)


def find_marks(tokens: list[Token], text: str, pack: Pack) -> list[Mark]:
    """The phrases of the table in a text: from each word the longest, never overlapping."""
    words = pieces(tokens, text)
    known, found, at = lexicon(pack), [], 0
    while at < len(words):
        hit = known.at(words, at)
        if hit:
            found.append(Mark(hit[1], at, hit[0], words[at].start, words[hit[0] - 1].end))
            at = hit[0]
        else:
            at += 1
    return found


def find_quotations(text: str) -> list[Piece]:
    """Everything between quotation marks, as places."""
    return [match.span() for match in _QUOTED.finditer(text)]


def speech(text: str, quotations: Sequence[Piece], blocks: Sequence[Piece]) -> list[Piece]:
    """What somebody said: quotations of several words, and quoted blocks without their last line."""
    found = [(a, b) for a, b in quotations if len(tokenize(text[a:b])) >= _SPEECH_WORDS]
    for start, end in blocks:
        if not any(a >= start and b <= end for a, b in found):
            line = text.find("\n", start, end)
            found.append((start, line if line > 0 else end))
    return sorted(found)


def inside(place: int, pieces_: Sequence[Piece]) -> bool:
    """Does a character stand in one of these pieces?"""
    return any(start <= place < end for start, end in pieces_)
