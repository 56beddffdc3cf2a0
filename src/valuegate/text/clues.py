"""The words of a passage that speak for or against a source, and the speech that is quoted in it.

The table ``evidence`` of a pack is read through an index of its own, so that the words of other
questions can hide none of these. Words inside a quotation are somebody else's: they are not read.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from ..language import Pack, Token, fold, tokenize
from .lexicon import pieces, strings, words_of
from .sentences import Piece

_QUOTED = re.compile(r"[«“\"](?:(?<=«)[^«»]{1,600}»|(?<=“)[^“”]{1,600}”|(?<=\")(?<!\w\")[^\"\n]{1,600}\")")
_QUOTES = '«“"'
_NAME_AFTER = re.compile(r" ([A-ZÀ-Ý][^\W\d_]+)")
_SPEECH_WORDS = 4
"""Fewer words between quotation marks are a name or a label, not speech."""
_ADDRESS_WORDS = ("link_source", "link_drawing", "link_voice")
_ALONE = frozenset(
    (*_ADDRESS_WORDS, "own_work", "own_choice", "new_word", "place_word", "stage", "week_word", "amount_word")
)
"""Lists of words that are looked up one by one, and are no phrases of a sentence."""


class Mark(NamedTuple):
    """A phrase of the table: what it says about a source, and where it stands (tokens and characters)."""

    tags: frozenset[str]
    first: int
    last: int
    start: int
    end: int


class Phrases(NamedTuple):
    """What may begin with one word: the word alone, and longer phrases by their second word."""

    alone: frozenset[str]
    longer: dict[str, list[tuple[tuple[str, ...], frozenset[str]]]]


class Stretches:
    """Pieces of a text that do not overlap, to ask whether a character stands in one of them."""

    def __init__(self, places: Iterable[Piece]) -> None:
        self._places = sorted(places)
        self._starts = [start for start, _ in self._places]

    def __contains__(self, place: int) -> bool:
        if not self._starts:
            return False
        before = bisect_right(self._starts, place)
        return before > 0 and place < self._places[before - 1][1]


@cache
def phrase_index(pack: Pack) -> dict[str, Phrases]:
    """First word → the phrases of the table ``evidence`` that begin with it, each with all its tags."""
    tags: dict[tuple[str, ...], set[str]] = {}
    table = pack.table("evidence")
    for tag in table.keys() - _ALONE:
        for phrase in strings(table, tag):
            tags.setdefault(words_of(phrase), set()).add(tag)
    index: dict[str, Phrases] = {}
    for words in sorted(tags, key=len, reverse=True):
        entry = index.setdefault(words[0], Phrases(frozenset(tags.get(words[:1], ())), {}))
        if len(words) > 1:
            entry.longer.setdefault(words[1], []).append((words[1:], frozenset(tags[words])))
    return index


@cache
def single_words(pack: Pack, tag: str) -> frozenset[str]:
    """The phrases of a tag that are one word, for places where words stand alone (addresses)."""
    words = [tokenize(phrase) for phrase in strings(pack.table("evidence"), tag)]
    return frozenset(found[0].word for found in words if len(found) == 1)


def find_marks(tokens: list[Token], text: str, pack: Pack) -> list[Mark]:
    """The phrases of the table in a text: from each word the longest, never overlapping."""
    cut = pieces(tokens, text)
    words = [token.word for token in cut]
    index = phrase_index(pack)
    found: list[Mark] = []
    at = 0
    for first in [place for place, word in enumerate(words) if word in index]:
        if first < at:
            continue
        entry = index[words[first]]
        length, tags = _longest(entry, words, first) if entry.longer else (1, entry.alone)
        if tags:
            at = first + length
            found.append(Mark(tags, first, at, cut[first].start, cut[at - 1].end))
    return found


def _longest(entry: Phrases, words: list[str], first: int) -> tuple[int, frozenset[str]]:
    if first + 1 < len(words):
        for rest, tags in entry.longer.get(words[first + 1], ()):
            if len(rest) == 1 or tuple(words[first + 1 : first + 1 + len(rest)]) == rest:
                return 1 + len(rest), tags
    return 1, entry.alone


def is_name(mark: Mark, text: str, pack: Pack) -> bool:
    """``Brodie Press``, ``Market Street``: a word with a capital inside a sentence is part of a name.

    A rank stays a rank (``the Mayor``), and so does a name that is known (``Gartner``).
    """
    start, end = mark.start, mark.end
    if not text[start].isupper() or "proper" in mark.tags or (end - start > 1 and text[start:end].isupper()):
        return False
    if "against_authority" not in mark.tags and _inside_sentence(text, start):
        return True
    after = _NAME_AFTER.match(text, end)
    return after is not None and fold(after.group(1)) in single_words(pack, "place_word")


def _inside_sentence(text: str, start: int) -> bool:
    before = text[max(0, start - 2) : start]
    return len(before) == 2 and before[1] in " '’" and (before[0].isalnum() or before[0] == ",")


def find_quotations(text: str) -> list[Piece]:
    """Everything between quotation marks, as places."""
    if not any(mark in text for mark in _QUOTES):
        return []
    return [match.span() for match in _QUOTED.finditer(text)]


def speech(text: str, quotations: Sequence[Piece], blocks: Sequence[Piece]) -> list[Piece]:
    """What somebody said: quotations of several words, and the first line of quoted blocks."""
    found = [(a, b) for a, b in quotations if len(tokenize(text[a:b])) >= _SPEECH_WORDS]
    after = -2
    for start, end in blocks:
        first = start > after + 1
        after = end
        if first and not any(a >= start and b <= end for a, b in found):
            line = text.find("\n", start, end)
            found.append((start, line if line > 0 else end))
    return sorted(found)
