"""Which language a passage is written in, by its function words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

from ..language import Pack, Token, fold, tokenize
from .lexicon import strings

ENOUGH_WORDS = 20
"""Fewer words than this say nothing about a language that no pack knows."""
LEAST_COVERAGE = 0.08
"""Prose in a pack's language has at least this share of its function words (measured: 0.2 to 0.5)."""

LEAST_KNOWN = 0.4
"""A text with this share of a pack's words of any kind is in its language."""


@cache
def _known(pack: Pack) -> tuple[frozenset[str], tuple[str, ...], frozenset[str]]:
    table, calendar = pack.table("function_words"), pack.table("calendar")
    names = [*calendar.get("months", ()), *calendar.get("weekdays", ())]
    return (
        frozenset(fold(word) for word in strings(table, "words")),
        tuple(strings(table, "letters")),
        frozenset(fold(full) for full, *_ in names),
    )


def function_words(pack: Pack) -> frozenset[str]:
    """The words of a pack that carry grammar and no content, folded."""
    return _known(pack)[0]


def detect(text: str, packs: Iterable[Pack], tokens: Sequence[Token] | None = None) -> Pack | None:
    """The pack whose function words the text uses most; None without a sign.

    Letters decide a tie, then months and weekdays: often a date is all that a passage holds.
    """
    words = [token[0] for token in (tokenize(text) if tokens is None else tokens)]
    best: Pack | None = None
    highest = (0, 0, 0)
    for pack in packs:
        known, letters, days = _known(pack)
        score = (_count(words, known), sum(map(text.count, letters)), _count(words, days))
        if score > highest:
            best, highest = pack, score
        elif score == highest:
            best = None
    return best


def _count(words: list[str], known: frozenset[str]) -> int:
    """How many of the words are known, without a loop in Python: a third of its cost."""
    return sum(map(known.__contains__, words))


def coverage(text: str, pack: Pack, tokens: Sequence[Token] | None = None) -> float:
    """The share of a text's words that are function words of the pack; 0 for a text without words."""
    known = function_words(pack)
    words = [t[0] for t in (tokenize(text) if tokens is None else tokens) if not t[0][0].isdigit()]
    return _count(words, known) / len(words) if words else 0.0


def foreign(text: str, packs: Iterable[Pack], tokens: Sequence[Token] | None = None) -> bool:
    """Whether a text is long enough to tell, and in the language of none of the packs."""
    tokens = tokenize(text) if tokens is None else tokens
    if len(tokens) < ENOUGH_WORDS:
        letters = sum(len(token.word) for token in tokens if not token.word.isascii())
        if letters < 2 * ENOUGH_WORDS:
            return False
    if any(coverage(text, pack, tokens) >= LEAST_COVERAGE for pack in packs):
        return False
    words = [token.word for token in tokens]
    # a row of keywords has no grammar in any language; its words are still those of one
    return all(_count(words, pack.vocabulary) < LEAST_KNOWN * len(words) for pack in packs)
