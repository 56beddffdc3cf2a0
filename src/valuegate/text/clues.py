"""The words of a passage that speak for or against a source, and the speech that is quoted in it.

The table ``evidence`` of a pack is read through an index of its own, so that the words of other
questions can hide none of these. Words inside a quotation are somebody else's: they are not read.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import cache

from ..derived import Opened
from ..language import Pack
from ..records import NamedTuple
from ..words import Tokens, fold, places_in, tokenize
from .lexicon import pieces, shared, strings, words_of
from .sentences import Piece

_QUOTED = re.compile(
    r"[«“\"‘](?:(?<=«)[^«»]{1,600}»|(?<=“)[^“”]{1,600}”|(?<=\")(?<!\w\")[^\"\n]{1,600}\""
    r"|(?<=‘)(?<!\w‘)[^‘\n]{1,600}?[.,!?…]’(?!\w))"
)
_NAME_AFTER = re.compile(r" ([A-ZÀ-Ý][^\W\d_]+)")
_SAID_BY = re.compile(r"(?<=[.!?…])\s+(?:--?|[–—])\s*(?=\w)")
_SPEECH_WORDS = 4
"""Fewer words between quotation marks are a name or a label, not speech."""
_ADDRESS_WORDS = ("link_source", "link_drawing", "link_voice")
_ALONE = frozenset(
    (
        *_ADDRESS_WORDS,
        "own_work",
        "own_choice",
        "new_word",
        "each",
        "place_inside",
        "place_word",
        "stage",
        "week_word",
        "amount_word",
        "looker",
        "handed_over",
        "handed_to",
        "looker_between",
        "future_of",
    )
)
"""Lists of words that are looked up one by one, and are no phrases of a sentence."""
_FAR = 1 << 60
_new = tuple.__new__  # a third of the cost of the constructor


class Mark(NamedTuple):
    """A phrase of the table: what it says about a source, and where it stands (tokens and characters)."""

    tags: frozenset[str]
    first: int
    last: int
    start: int
    end: int


_Longer = list[tuple[tuple[str, ...], frozenset[str]]]
_Entry = tuple[frozenset[str], dict[str, _Longer]]
"""What may begin with a word: the tags of the word alone, and longer phrases by their second word."""


class Stretches:
    """Pieces of a text that do not overlap, to ask whether a character stands in one of them."""

    __slots__ = ("_places",)

    def __init__(self, places: Iterable[Piece]) -> None:
        self._places = sorted(places)

    def __contains__(self, place: int) -> bool:
        if not self._places:
            return False
        before = bisect_right(self._places, (place, _FAR))
        return before > 0 and place < self._places[before - 1][1]


NOWHERE = Stretches(())
"""For the many texts that hold no such piece: making one costs 0.5 µs, nine times a passage."""


@cache
def phrase_index(pack: Pack) -> Opened[_Entry]:
    """First word → the phrases of the table ``evidence`` that begin with it, each with all its tags."""
    return pack.derive_index("evidence phrases", lambda: _index(pack))


def _index(pack: Pack) -> dict[str, _Entry]:
    found: dict[tuple[str, ...], set[str]] = {}
    table = pack.table("evidence")
    for tag in table.keys() - _ALONE:
        for phrase in strings(table, tag):
            found.setdefault(words_of(phrase), set()).add(tag)
    tags = shared(found)
    index: dict[str, _Entry] = {}
    for words in sorted(tags, key=len, reverse=True):
        _, longer = index.setdefault(words[0], (tags.get(words[:1], frozenset()), {}))
        if len(words) > 1:
            longer.setdefault(words[1], []).append((words[1:], tags[words]))
    return index


@cache
def single_words(pack: Pack, tag: str) -> frozenset[str]:
    """The phrases of a tag that are one word, for places where words stand alone (addresses)."""
    return pack.derive(f"single words {tag}", lambda: _single_words(pack, tag))


def _single_words(pack: Pack, tag: str) -> frozenset[str]:
    words = [tokenize(phrase) for phrase in strings(pack.table("evidence"), tag)]
    return frozenset(found[0].word for found in words if len(found) == 1)


def find_marks(tokens: Tokens, text: str, pack: Pack) -> list[Mark]:
    """The phrases of the table in a text: from each word the longest, never overlapping."""
    return marks_in(pieces(tokens, text), pack)


def marks_in(cut: Tokens, pack: Pack) -> list[Mark]:
    """The phrases of the table among words that are cut at their hyphens already."""
    words, index = cut.said, phrase_index(pack)
    found: list[Mark] = []
    at = 0
    for first in places_in(index.known, words):
        if first < at:
            continue
        tags, longer = index[words[first]]
        last = first + 1
        if longer and last < len(words) and words[last] in longer:
            last, tags = _longest(longer[words[last]], words, last, tags)
        if tags:
            at = last
            found.append(_new(Mark, (tags, first, last, cut[first][1], cut[last - 1][2])))
    return found


def _longest(
    longer: _Longer, words: list[str], second: int, alone: frozenset[str]
) -> tuple[int, frozenset[str]]:
    """Where the longest phrase ends whose second word is this one, and what it says."""
    for rest, tags in longer:
        last = second + len(rest)
        if len(rest) == 1 or tuple(words[second:last]) == rest:
            return last, tags
    return second, alone


def tagged(marks: Iterable[Mark]) -> dict[str, list[Mark]]:
    """The marks by their tags, without compounds that only look like a source or a doubt."""
    found: dict[str, list[Mark]] = {}
    for mark in marks:
        if "neutral" not in mark.tags:
            for tag in mark.tags:
                if tag in found:
                    found[tag].append(mark)
                else:
                    found[tag] = [mark]
    return found


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
    if "“" not in text and "«" not in text and '"' not in text and "‘" not in text:
        return []
    return [match.span() for match in _QUOTED.finditer(text)]


def speech(text: str, quotations: Sequence[Piece], blocks: Sequence[Piece]) -> list[Piece]:
    """What somebody said: quotations of several words, the first line of quoted blocks up to the speaker."""
    found = [(a, b) for a, b in quotations if len(tokenize(text[a:b])) >= _SPEECH_WORDS]
    after = -2
    for start, end in blocks:
        first = start > after + 1
        after = end
        asks = text[start:end].rstrip().endswith("?")  # the line that a letter answers
        if first and not asks and not any(a >= start and b <= end for a, b in found):
            line = text.find("\n", start, end)
            found.append((start, _speaker(text, start, line if line > 0 else end)))
    return sorted(found)


def _speaker(text: str, start: int, end: int) -> int:
    """Where the words end and a dash leads to who said them (``It must come. – the director``)."""
    dash = _SAID_BY.search(text, start + 1, end)
    return dash.start() if dash else end
