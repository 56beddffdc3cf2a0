"""Numbers and names that tell where to look: ``entries 3, 8 and 11``, ``truck 14``, ``Brodie Press``.

A number before its noun counts; a number after its noun says which one.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import pairwise

from ..language import Pack
from ..words import fold
from .clues import Mark, Stretches, single_words
from .measures import measures_of
from .quantity import Quantity
from .sentences import Piece
from .signals import Signals
from .turns import season_years

_SERIAL = re.compile(
    r"\s*(?:n[°ºo]\s*|no\.?\s*|nr\.?\s*|card\s+|\.\s?|#)?"
    r"([A-Z]{0,3}\d[\d/-]*[/-]\d+|[A-Z]{0,3}\d{3,}(?:/\d+)?|[A-Z]-\d{2,})(?![\w.,]?\d|\s*%)"
)
"""The number of a record: ``2026-113``, ``D4471``."""
_SEVERAL = re.compile(
    r" (?:n[°ºo]s?\.? ?)?(\d{1,6}(?:(?:, ?| ?[&–-] ?| [^\W\d_]{1,3} )\d{1,6}){1,9})(?![\w.,]?\d|\s*%)"
)
"""The numbers of several records: ``tapes 118 and 121``."""
_SIGNED = re.compile(
    r"[nN№](?<!\w.)(?:[°º]|[or]\.|os(?= \d+[-/]\d)|(?<=№)) ?([A-Z]{0,4}[-/]?\d[\d/-]*\d)(?!\w)"
)
"""A number that its sign makes a name: ``n° 88/2026``."""
_SIGNS = ("°", "º", "№", "no.", "No.", "nr.", "Nr.", "nos ")
_CODE = re.compile(
    r"(?<![\w/])(?:[A-Z]{2,6}/\d{2,6}(?:/\d{1,6}){1,2}|\d{1,3} [A-Z]{1,4} \d{1,5}/\d{2,4})(?![\w/])"
)
"""A file number: ``ADJ/2026/117``, ``4 C 118/26``."""
_AFTER_NOUN = re.compile(
    r" (?=[0-9nN])(?<=[^\W\d_] )(?:n[°ºo]\s?|no\.? ?)?"
    r"(\d{1,6}[A-Za-z]?((?:(?:, ?| ?[&–-] ?| [^\W\d_]{1,3} )\d{1,6}){1,9})?)(?=\s*(?:[,;:()\n]|\.?\s*$|\. ))"
)
"""One number, or several, between a word and a stop."""
_LAW_NUMBER = re.compile(
    r"\.?[\s\u00a0]*(?:\([A-Z]{2,3}\)\s*)?(?:n[°ºo]\s*|no\.?\s*|§\s*|[LRD]\.?\s*)?(\d[\w./-]{0,15})(?:\(\w{1,3}\))*"
)
"""The number of an article, after its noun or the name of a law."""
_FAR = 80
"""Characters between an article and its law, at most."""
_CLAUSE_ENDS = frozenset(("", *".\n:;,"))
_TIMES_OVER = 12
"""So many times or more, something happened; fewer, and it may be a comparison (three times as fast)."""
_DIGIT = re.compile(r"\d")
_PLAIN_DIGIT = re.compile("[0-9]")  # a range is searched twice as fast as a category
_LONG, _SHORT = 20, 3
"""Letters of a noun, at most and at least."""
_NAME = re.compile(r"[A-ZÀ-Ý](?:(?<=\w .)|(?<=, .)|(?<=['’(].))[a-zà-ÿ]{2,30}")


_NOUNS = r"(?:^|\n|(?<=[.;]) )\W{0,4}([^\W\d_][^\W\d_ '’-]{0,30}(?:[ '’-][^\W\d_]{1,30}){0,5}), "
_HEAD = re.compile(_NOUNS + "$")
_HEAD_OF_YEAR = re.compile(_NOUNS + r"[^,:.;\n]{0,40}(?<!\d)20\d\d[ \u00a0\u202f]?: ?(?=\d)")
_REACH = 60
_COUNT_AFTER = re.compile(r"[^:.;\n]{0,25}[ \u00a0\u202f]?(?:(?<!\d): ?|: )(?=\d)")
"""A colon leads to a count; ``14:00`` is a time of the day."""


def heads(text: str, times: Iterable[Piece]) -> Iterator[Piece]:
    """What stands in the place of a source: ``Front desk, June to August 2026: 2,050 appointments``."""
    for start, end in times:
        head = _HEAD.search(text, max(0, start - _REACH), start)
        if head and _COUNT_AFTER.match(text, end):
            yield head.span(1)
    for found in _HEAD_OF_YEAR.finditer(text) if ", " in text and "20" in text else ():
        yield found.span(1)


def serials(text: str, marks: Iterable[Mark], silent: Stretches) -> Iterator[Piece]:
    """The numbers of numbered records, right after their names."""
    for mark in marks:
        several = text[mark.end - 1] in "sx" and _SEVERAL.match(text, mark.end)
        number = several or _SERIAL.match(text, mark.end)
        if number and number.start(1) not in silent:
            yield number.start(1), number.end()


def codes(text: str, silent: Stretches) -> Iterator[Piece]:
    """File numbers that name one file by themselves."""
    if "/" in text:
        yield from (match.span() for match in _CODE.finditer(text) if match.start() not in silent)


def signed(text: str, silent: Stretches) -> Iterator[Piece]:
    """Numbers with a number sign: documents, whatever their names."""
    if not [True for sign in _SIGNS if sign in text]:  # else every n is looked at: 3 µs
        return
    for match in _SIGNED.finditer(text):
        if match.start(1) not in silent:
            yield match.span(1)


def parts(text: str, pack: Pack, silent: Stretches) -> Iterator[tuple[str, int, int]]:
    """Numbers after their nouns: ``place`` (one), ``places`` (several), ``week``, or ``stage`` (of ours)."""
    for match in _AFTER_NOUN.finditer(text):
        noun = word_before(text, match.start())
        if len(noun) < _SHORT or match.start(1) in silent:
            continue
        kind = _kind_of_part(fold(noun), match.group(2) is not None, pack)
        if kind:
            yield kind, match.start(1), match.end(1)


def counted_of_wholes(signals: Signals, today: date) -> Iterator[int]:
    """Where parts begin: ``Of 58 members who left, 33 named it``. The whole opens its clause."""
    share, words = measures_of(signals.pack).lexicons["share"], signals.pieces
    counts = [q for q in signals.quantities(today) if q.kind == "count"]
    for whole, part in pairwise(counts):
        at = bisect_left(words.starts, whole.start)
        before = share.before(words, at) if at and words[at - 1].word in share.tails else None
        if before and part.value < whole.value and part.start - whole.end <= _FAR:
            first = signals.live[: words[before[0]].start].rstrip(" ")[-1:]
            if first in _CLAUSE_ENDS and "." not in signals.live[whole.end : part.start]:
                yield part.start


def seasons(text: str, year: int) -> Iterator[Piece]:
    """Two years that follow each other: ``2025-2026``, ``2025/26``, a season that is over or runs."""
    for first, start, end in season_years(text):
        if first < year:
            yield start, end


def word_before(text: str, end: int) -> str:
    """The letters that end at a place."""
    start = text.rfind(" ", max(0, end - _LONG), end) + 1
    word = text[start:end]
    if word.isalpha() and len(word) < _LONG:  # nearly always: letter by letter costs ten times as much
        return word
    start = end
    while start > 0 and end - start <= _LONG and text[start - 1].isalpha():
        start -= 1
    return text[start:end]


def _kind_of_part(noun: str, several: bool, pack: Pack) -> str | None:
    if noun in pack.minor or noun in single_words(pack, "amount_word") or (several and noun[-1] not in "sx"):
        return None
    if noun in single_words(pack, "week_word"):
        return "week"
    if noun in single_words(pack, "own_work") or noun in single_words(pack, "stage"):
        return "stage"
    return "places" if several else "place"


def has_digit(text: str) -> bool:
    """Whether a number may stand here: without one, no record, part or file is numbered."""
    return (_PLAIN_DIGIT if text.isascii() else _DIGIT).search(text) is not None


def names(text: str) -> Iterator[Piece]:
    """Words with a capital inside a sentence: somebody or somewhere to ask."""
    return (match.span() for match in _NAME.finditer(text))


def part_numbers(text: str, articles: Iterable[Mark]) -> Iterator[Piece]:
    """The numbers of articles, clauses and findings, which count nothing."""
    for article in articles:
        number = _LAW_NUMBER.match(text, article.end)
        if number:
            yield number.start(1), number.end()


def laws(text: str, texts: Sequence[Mark], articles: Iterable[Mark]) -> Iterator[Piece]:
    """``Article 7 … of the decree``, ``clause 9.4 … contract``, ``Directive 2019/882``."""
    for mark in texts:
        number = _LAW_NUMBER.match(text, mark.end)
        if number and len(number.group(1)) >= 4:
            yield mark.start, number.end()
    starts = [mark.start for mark in texts]
    for article in articles:
        number = _LAW_NUMBER.match(text, article.end)
        at = bisect_left(starts, article.start)
        if number and any(_near(text, article, law) for law in texts[max(0, at - 1) : at + 2]):
            yield article.start, number.end()


def _near(text: str, article: Mark, law: Mark) -> bool:
    first, second = (article, law) if article.end <= law.start else (law, article)
    between = text[first.end : second.start]
    return len(between) <= _FAR and "\n" not in between


def kind_of_count(quantity: Quantity) -> str | None:
    """An exact share says most; a percentage, a sum or a duration says something only beside its source."""
    if quantity.parts and quantity.parts[1] > 1:
        return "share"
    if quantity.kind == "count" or (quantity.unit == "times" and quantity.value >= _TIMES_OVER):
        return (
            "count" if max(quantity.value, quantity.high or 0) >= 2 and quantity.comparator != "per" else None
        )
    if quantity.unit == "times" and quantity.value == 1:
        return None  # "once a day": nobody counted
    return "measure" if quantity.kind in ("percent", "money", "duration", "score", "ratio") else None
