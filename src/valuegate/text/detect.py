"""Which language a passage is written in, by its function words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache

from ..language import Pack
from ..words import fold, words_in
from .lexicon import strings

ENOUGH_WORDS = 20
"""Fewer words than this say nothing about a language that no pack knows."""
LEAST_COVERAGE = 0.08
"""Prose in a pack's language has at least this share of its function words (measured: 0.2 to 0.5)."""

LEAST_KNOWN = 0.4
"""A text with this share of a pack's words of any kind is in its language."""


@cache
def _letters(pack: Pack) -> tuple[str, ...]:
    return tuple(strings(pack.table("function_words"), "letters"))


@cache
def _days(pack: Pack) -> frozenset[str]:
    calendar = pack.table("calendar")
    return frozenset(fold(full) for key in ("months", "weekdays") for full, *_ in calendar.get(key, ()))


_SIGNS: tuple[Callable[[str, Sequence[str], Pack], int], ...] = (
    lambda _, words, pack: _count(words, pack.minor),
    lambda text, _, pack: sum(map(text.count, _letters(pack))),
    lambda _, words, pack: _count(words, _days(pack)),
)
"""What tells a language: how often a text shows it for a pack; the surest sign first."""


def detect(text: str, packs: Sequence[Pack], words: Sequence[str] | None = None) -> Pack | None:
    """The pack whose function words the text uses most; None without a sign.

    Letters decide a tie, then months and weekdays: often a date is all that a passage holds.
    """
    words = words_in(text) if words is None else words
    for sign in _SIGNS:
        counts = [sign(text, words, pack) for pack in packs]
        most = max(counts, default=0)
        if most and counts.count(most) == 1:
            return packs[counts.index(most)]
        packs = [pack for pack, count in zip(packs, counts, strict=True) if count == most]
    return None


def _count(words: Iterable[str], known: frozenset[str]) -> int:
    """How many of the words are known, without a loop in Python: a third of its cost."""
    return sum(map(known.__contains__, words))


def coverage(words: Sequence[str], pack: Pack) -> float:
    """The share of some words that are function words of the pack, numbers aside; 0 where there are none."""
    worded = len(words) - sum([word[0].isdigit() for word in words])
    return _count(words, pack.minor) / worded if worded else 0.0


def foreign(text: str, packs: Sequence[Pack], words: Sequence[str] | None = None) -> bool:
    """Whether a text is long enough to tell, and in the language of none of the packs."""
    words = words_in(text) if words is None else words
    if len(words) < ENOUGH_WORDS:
        letters = sum(len(word) for word in words if not word.isascii())
        if letters < 2 * ENOUGH_WORDS:
            return False
    # numbers aside, the share is higher still: they are only counted where it matters
    if any(_count(words, pack.minor) >= LEAST_COVERAGE * len(words) for pack in packs):
        return False
    if any(coverage(words, pack) >= LEAST_COVERAGE for pack in packs):
        return False
    # a row of keywords has no grammar in any language; its words are still those of one
    return all(_count(words, pack.vocabulary) < LEAST_KNOWN * len(words) for pack in packs)
