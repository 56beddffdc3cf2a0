"""Where sentences and clauses begin and end."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache

from ..language import Pack, installed, load_all
from ..records import NamedTuple
from ..words import Token, Tokens, fold, tokenize
from .lexicon import Lexicon, pieces, strings

Piece = tuple[int, int]

# Each expression begins with the characters it looks for: then the search skips all others at once.
_STOP = re.compile(r"[.!?…\n](?:(?<=\n)|[.!?…]{0,8}[\"'’”»)\]]{0,3}(?=\s|$))")
_LAST_WORD = re.compile(r"(?:[^\W\d_][.-]{0,2}){1,12}$")
_LIST_NUMBER = re.compile(r"(?:^|\n|[.!?;]\s)[ \t>#*-]{0,8}(?:\d{1,3}|[a-zA-Z])$|:\s{1,4}[1a]$")
_NEXT = re.compile(r"\s*(\S?)")
_LINE_LIKE = re.compile(r"[ \t]*(?:[-*•+–—|>#]|\d{1,3}[.)]\s|$|\n)")
_CLAUSE_MARK = re.compile(r"[;:–—-](?:(?<=;)|(?<=:)(?=\s|$)|(?<=\s[–—-])(?=\s+\D)|(?<=—)(?=[^\W\d]))")
_FULL_LINE = 60
"""A line at least this long may have been wrapped; a shorter one ends by itself."""


class _Abbreviations(NamedTuple):
    """Short words that a dot does not end: always, before a small letter, or before a number."""

    hard: frozenset[str]
    soft: frozenset[str]
    numbered: frozenset[str]
    all: frozenset[str]


@cache
def _abbreviations(pack: Pack | None) -> _Abbreviations:
    packs = (pack,) if pack else load_all(installed())
    found: list[set[str]] = [set(), set(), set()]
    for each in packs:
        table = each.table("sentences")
        for words, key in zip(found, ("abbreviations", "soft", "before_number"), strict=True):
            words.update(fold(word) for word in strings(table, key))
        for names in each.table("calendar").get("months", ()):
            found[1].update(fold(name) for name in names[1:])
    hard, soft, numbered = map(frozenset, found)
    return _Abbreviations(hard, soft, numbered, hard | soft | numbered)


def sentences(text: str, pack: Pack | None = None) -> list[Piece]:
    """The sentences of a text as (start, end), without the blanks around them.

    Abbreviations are those of the pack; without a pack, those of every installed one.
    """
    found: list[Piece] = []
    start = 0
    for match in _STOP.finditer(text):
        at, end = match.span()
        mark = text[at]
        if _ends(text, at, end, pack) if mark == "." else mark != "\n" or _line_ends(text, start, at):
            _add(found, text, start, end)
            start = end
    _add(found, text, start, len(text))
    return found


def _add(found: list[Piece], text: str, start: int, end: int) -> None:
    """A piece without the blanks around it: seldom more than the one before it."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end > start:
        found.append((start, end))


def _line_ends(text: str, start: int, at: int) -> bool:
    """Whether a line break ends a sentence, or only wraps a line."""
    if _LINE_LIKE.match(text, at + 1):
        return True
    line = text.rfind("\n", start, at) + 1 or start
    following = text[at + 1 : at + 80].lstrip()[:1]
    return not (following.islower() or (at - line >= _FULL_LINE and following.isalnum()))


def _ends(text: str, at: int, end: int, pack: Pack | None) -> bool:
    """Whether a dot ends a sentence."""
    before = text[max(0, at - 24) : at]
    word = before[before.rfind(" ") + 1 :]
    if len(word) > 1 and word.isalpha():  # nearly always; the expressions below cost ten times as much
        word = fold(word[-12:])
        return word not in _abbreviations(pack).all or not _is_abbreviation(word, _next(text, end), pack)
    if _LIST_NUMBER.search(before):
        return False
    match = _LAST_WORD.search(before)
    return not (match and _is_abbreviation(fold(match.group()), _next(text, end), pack))


def _next(text: str, at: int) -> str:
    found = _NEXT.match(text, at, at + 40)
    return found.group(1) if found else ""


def _is_abbreviation(word: str, following: str, pack: Pack | None) -> bool:
    known = _abbreviations(pack)
    if word in known.hard or (len(word) == 3 and word[1] == "."):
        return following != ""
    if word in known.numbered:
        return following.isdigit()
    return word in known.soft and following != "" and not following.isupper()


@cache
def _clause_words(pack: Pack) -> Lexicon[bool]:
    table = pack.table("clause_words")
    entries = [(word, True) for word in strings(table, "split")]
    return Lexicon(entries + [(word, False) for word in strings(table, "keep")], pack, "clause words")


def clauses(text: str, start: int, end: int, pack: Pack, tokens: Tokens | None = None) -> list[Piece]:
    """The clauses of ``text[start:end]``; a clause word (``because``, ``donc``) opens the clause it joins.

    ``tokens`` saves cutting the text again; they are cut at their hyphens.
    """
    cuts = {  # a mark that opens, such as a bullet, cuts nothing
        match.end() for match in _CLAUSE_MARK.finditer(text, start, end) if match.start() > start
    }
    lexicon = _clause_words(pack)
    words = pieces(tokenize(text), text) if tokens is None else tokens
    first = bisect_left(words.starts, start)
    said = words.said[first : bisect_left(words.starts, end, first)]
    if not lexicon.heads.isdisjoint(said):
        cuts.update(_word_cuts(words[first : first + len(said)], lexicon))
    found: list[Piece] = []
    for cut in sorted(cuts):
        _add(found, text, start, cut)
        start = cut
    _add(found, text, start, end)
    return found


def _word_cuts(words: list[Token], lexicon: Lexicon[bool]) -> list[int]:
    found: list[int] = []
    follow, heads = 0, lexicon.heads
    for at, word in enumerate(words):
        hit = lexicon.at(words, at) if word[0] in heads and at >= follow else None
        if hit:
            follow = hit[0]
            if hit[1] and at:
                found.append(word[1])
    return found
