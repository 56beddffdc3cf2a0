"""Where sentences and clauses begin and end."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache
from operator import attrgetter

from ..language import Pack, Token, fold, installed, load_all, tokenize
from .lexicon import Lexicon, pieces, strings

Piece = tuple[int, int]

# Each expression begins with the characters it looks for: then the search skips all others at once.
_STOP = re.compile(r"[.!?…\n](?:(?<=\n)|[.!?…]{0,8}[\"'’”»)\]]{0,3}(?=\s|$))")
_LAST_WORD = re.compile(r"(?:[^\W\d_][.-]{0,2}){1,12}$")
_LIST_NUMBER = re.compile(r"(?:^|\n|[.!?;:]\s)[ \t>#*-]{0,8}(?:\d{1,3}|[a-zA-Z])$")
_NEXT = re.compile(r"\s*(\S?)")
_LINE_LIKE = re.compile(r"[ \t]*(?:[-*•+–—|>#]|\d{1,3}[.)]\s|$|\n)")
_CLAUSE_MARK = re.compile(r"[;:–—-](?:(?<=;)|(?<=:)(?=\s|$)|(?<=\s[–—-])(?=\s+\D)|(?<=—)(?=[^\W\d]))")
_START = attrgetter("start")
_FULL_LINE = 60
"""A line at least this long may have been wrapped; a shorter one ends by itself."""


@cache
def _abbreviations(pack: Pack | None) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    packs = (pack,) if pack else load_all(installed())
    found: list[set[str]] = [set(), set(), set()]
    for each in packs:
        table = each.table("sentences")
        for words, key in zip(found, ("abbreviations", "soft", "before_number"), strict=True):
            words.update(fold(word) for word in strings(table, key))
        for names in each.table("calendar").get("months", ()):
            found[1].update(fold(name) for name in names[1:])
    hard, soft, numbered = map(frozenset, found)
    return hard, soft, numbered


def sentences(text: str, pack: Pack | None = None) -> list[Piece]:
    """The sentences of a text as (start, end), without the blanks around them.

    Abbreviations are those of the pack; without a pack, those of every installed one.
    """
    found: list[Piece] = []
    start = 0
    for match in _STOP.finditer(text):
        end = match.end()
        ends = _line_ends(text, start, match.start()) if match.group() == "\n" else _ends(text, match, pack)
        if ends:
            _add(found, text, start, end)
            start = end
    _add(found, text, start, len(text))
    return found


def _add(found: list[Piece], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    end = start + len(piece.strip())
    if end > start:
        found.append((start, end))


def _line_ends(text: str, start: int, at: int) -> bool:
    """Whether a line break ends a sentence, or only wraps a line."""
    if _LINE_LIKE.match(text, at + 1):
        return True
    line = text.rfind("\n", start, at) + 1 or start
    following = text[at + 1 : at + 80].lstrip()[:1]
    return not (following.islower() or (at - line >= _FULL_LINE and following.isalnum()))


def _ends(text: str, match: re.Match[str], pack: Pack | None) -> bool:
    """Whether a dot, or another mark, ends a sentence."""
    at = match.start()
    if match.group()[0] != ".":
        return True
    before = text[max(0, at - 24) : at]
    if _LIST_NUMBER.search(before):
        return False
    word = _LAST_WORD.search(before)
    return not (word and _is_abbreviation(fold(word.group()), _next(text, match.end()), pack))


def _next(text: str, at: int) -> str:
    found = _NEXT.match(text, at, at + 40)
    return found.group(1) if found else ""


def _is_abbreviation(word: str, following: str, pack: Pack | None) -> bool:
    hard, soft, numbered = _abbreviations(pack)
    if word in hard or (len(word) == 3 and word[1] == "."):
        return following != ""
    if word in numbered:
        return following.isdigit()
    return word in soft and following != "" and not following.isupper()


@cache
def _clause_words(pack: Pack) -> Lexicon[bool]:
    table = pack.table("clause_words")
    entries = [(word, True) for word in strings(table, "split")]
    return Lexicon(entries + [(word, False) for word in strings(table, "keep")])


def clauses(text: str, start: int, end: int, pack: Pack, tokens: list[Token] | None = None) -> list[Piece]:
    """The clauses of ``text[start:end]``; a clause word (``because``, ``donc``) opens the clause it joins."""
    found_marks = _CLAUSE_MARK.finditer(text, start, end)
    marks = {
        match.end() for match in found_marks if match.start() > start
    }  # a bullet opens, and cuts nothing
    marks.update(_word_cuts(text, start, end, pack, tokens))
    found: list[Piece] = []
    for cut in [*sorted(marks), end]:
        _add(found, text, start, cut)
        start = cut
    return found


def _word_cuts(text: str, start: int, end: int, pack: Pack, tokens: list[Token] | None) -> Iterator[int]:
    if tokens is None:
        shift = start
        words = [Token(t.word, t.start + shift, t.end + shift) for t in tokenize(text[start:end])]
    else:
        words = tokens[bisect_left(tokens, start, key=_START) : bisect_left(tokens, end, key=_START)]
    words, lexicon = pieces(words, text), _clause_words(pack)
    follow, heads = 0, lexicon.heads
    for at, word in enumerate(words):
        hit = lexicon.at(words, at) if word.word in heads and at >= follow else None
        if hit:
            follow = hit[0]
            if hit[1] and at:
                yield word.start
