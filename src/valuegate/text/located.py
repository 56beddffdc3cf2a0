"""Numbers and names that tell where to look: ``entries 3, 8 and 11``, ``truck 14``, ``Brodie Press``.

A number before its noun counts; a number after its noun says which one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ..language import Pack, fold
from .clues import Mark, Stretches, single_words
from .sentences import Piece

_SERIAL = re.compile(
    r"\s*(?:n[°ºo]\s*|no\.?\s*|nr\.?\s*|card\s+|\.\s?|#)?"
    r"([A-Z]{0,3}\d[\d/-]*[/-]\d+|[A-Z]{0,3}\d{3,}(?:/\d+)?)(?![\w.,]?\d|\s*%)"
)
"""The number of a record: ``2026-113``, ``D4471``."""
_SEVERAL = re.compile(r" (\d{1,6}(?:(?:, ?| ?[&–-] ?| [^\W\d_]{1,3} )\d{1,6}){1,9})(?![\w.,]?\d|\s*%)")
"""The numbers of several records: ``tapes 118 and 121``."""
_SIGNED = re.compile(r"[nN№](?<!\w.)(?:[°º]|[or]\.|(?<=№)) ?([A-Z]{0,4}[-/]?\d[\d/-]*\d)(?!\w)")
"""A number that its sign makes a name: ``n° 88/2026``."""
_CODE = re.compile(r"(?<![\w/])[A-Z]{2,6}/\d{2,6}(?:/\d{1,6}){1,2}(?![\w/])")
"""A file number: ``ADJ/2026/117``."""
_AFTER_NOUN = re.compile(
    r" (?=[0-9nN])(?<=[^\W\d_] )(?:n[°ºo]\s?|no\.? ?)?"
    r"(\d{1,6}[A-Za-z]?((?:(?:, ?| ?[&–-] ?| [^\W\d_]{1,3} )\d{1,6}){1,9})?)(?=\s*(?:[,;:()\n]|\.?\s*$|\. ))"
)
"""One number, or several, between a word and a stop."""
_LONG, _SHORT = 20, 3
"""Letters of a noun, at most and at least."""
_NAME = re.compile(r"[A-ZÀ-Ý](?:(?<=\w .)|(?<=, .)|(?<=['’(].))[a-zà-ÿ]{2,30}")


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


def word_before(text: str, end: int) -> str:
    """The letters that end at a place."""
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


def names(text: str, silent: Stretches) -> Iterator[Piece]:
    """Words with a capital inside a sentence: somebody or somewhere to ask."""
    for match in _NAME.finditer(text):
        if match.start() not in silent:
            yield match.span()
