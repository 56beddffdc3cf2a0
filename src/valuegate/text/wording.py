"""The words of a passage with what they mean for an argument: marks, and the clauses that hold them.

The tables ``people``, ``harm`` and ``intent`` of a pack are read through an index of their own, so that the
words of other questions can hide none of theirs.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from functools import cache, cached_property
from typing import NamedTuple

from ..language import Pack, Token, fold, tokenize
from .lexicon import pieces, strings
from .phrases import Phrases
from .signals import Signals

_TABLES = ("people", "harm", "intent")
_NOTHING: frozenset[str] = frozenset()
_STOPS = frozenset(',;:.!?()[]|—–\n"«»“”')


class Mark(NamedTuple):
    """A phrase of the tables: its tags, and its first and last token (exclusive)."""

    tags: frozenset[str]
    first: int
    last: int


class Clause(NamedTuple):
    """A clause, as tokens. ``opens`` if a sentence or a line begins with it."""

    first: int
    last: int
    opens: bool


class Shapes(NamedTuple):
    """What a pack says of words that no list can hold: beginnings and endings, and their exceptions."""

    role_endings: tuple[str, ...]
    bound_role_endings: tuple[str, ...]
    not_person: frozenset[str]
    many: frozenset[str]
    undone_beginnings: tuple[str, ...]
    undone_endings: tuple[str, ...]
    future_endings: tuple[str, ...]
    cardinals: Mapping[str, int]
    durations: frozenset[str]


class Vocabulary(NamedTuple):
    """The words of a pack that an argument is read with."""

    phrases: Phrases
    shapes: Shapes


@cache
def vocabulary(pack: Pack) -> Vocabulary:
    """The tables ``people``, ``harm`` and ``intent`` of a pack, and its table ``shapes``."""
    entries = [
        (phrase, tag) for name in _TABLES for tag, words in pack.table(name).items() for phrase in words
    ]
    return Vocabulary(Phrases(entries), _shapes(pack))


def _shapes(pack: Pack) -> Shapes:
    def endings(key: str) -> tuple[str, ...]:
        return tuple(fold(word) for word in strings(pack.table("shapes"), key))

    units = pack.table("units").get("duration", {})
    return Shapes(
        role_endings=endings("role_endings"),
        bound_role_endings=endings("bound_role_endings"),
        not_person=frozenset(endings("not_person")),
        many=frozenset(endings("many")),
        undone_beginnings=endings("undone_beginnings"),
        undone_endings=endings("undone_endings"),
        future_endings=endings("future_endings"),
        cardinals=pack.table("numbers").get("cardinals", {}),
        durations=frozenset(fold(name) for names in units.values() for name in names),
    )


class Wording:
    """The marked words of one passage, computed when somebody asks."""

    def __init__(self, signals: Signals, text: str | None = None) -> None:
        self.signals = signals
        self.pack = signals.pack
        self.phrases, self.shapes = vocabulary(signals.pack)
        self.live = signals.live if text is None else text

    @cached_property
    def tokens(self) -> list[Token]:
        """The words, compounds cut at their hyphens."""
        words = self.signals.tokens if self.live is self.signals.live else tokenize(self.live)
        return pieces(words, self.live)

    @cached_property
    def words(self) -> list[str]:
        """The folded words alone."""
        return [token.word for token in self.tokens]

    @cached_property
    def marks(self) -> list[Mark]:
        """The known phrases, longest first, never overlapping, never across a stop."""
        found, at, words, find = [], 0, self.words, self.phrases.at
        limits = self._limits
        while at < len(words):
            hit = find(words, at, limits[at])
            if hit:
                found.append(Mark(hit[1], at, hit[0]))
                at = hit[0]
            else:
                at += 1
        return found

    @cached_property
    def _limits(self) -> list[int]:
        """For each word, the next word before which a stop stands."""
        limits, limit = [0] * len(self.words), len(self.words)
        for at in range(len(limits) - 1, -1, -1):
            limits[at] = limit
            if self.stops[at]:
                limit = at
        return limits

    @cached_property
    def at(self) -> dict[int, Mark]:
        """Token → the mark that it belongs to."""
        return {token: mark for mark in self.marks for token in range(mark.first, mark.last)}

    def tags(self, token: int) -> frozenset[str]:
        """What the phrase of a token means; nothing for an unknown word or a place outside."""
        mark = self.at.get(token)
        return mark.tags if mark else _NOTHING

    def word(self, token: int) -> str:
        """A word by its number; '' outside the passage."""
        return self.words[token] if 0 <= token < len(self.words) else ""

    def number(self, token: int) -> int:
        """The whole number that this word stands for; 0 for other words."""
        word = self.word(token)
        if word.isdecimal():
            return int(word[:9])
        return self.shapes.cardinals.get(word, 0)

    def counts(self, token: int) -> bool:
        """Is this word a number above one (``3``, ``three``, ``3x``)?"""
        return self.number(token) > 1 or (self.word(token)[:1].isdigit() and self.word(token) != "1")

    @cached_property
    def stops(self) -> list[bool]:
        """For each word: does a comma, a bracket or another stop stand between it and the one before?"""
        found, end = [], 0
        for token in self.tokens:
            gap = self.live[end : token.start]
            found.append(gap != " " and not _STOPS.isdisjoint(gap))
            end = token.end
        return found

    @cached_property
    def clauses(self) -> list[Clause]:
        """The clauses of all sentences; a comma before a person, a pronoun or a relative opens one more."""
        starts = [token.start for token in self.tokens]
        opening = {bisect_left(starts, start) for start, _ in self.signals.sentences}
        found = []
        for start, end in self.signals.clauses:
            first, last = bisect_left(starts, start), bisect_left(starts, end)
            cuts = [i for i in range(first + 1, last) if self._opens_clause(i)]
            for a, b in zip([first, *cuts], [*cuts, last], strict=True):
                if a < b:
                    found.append(Clause(a, b, a in opening))
        return found

    @cached_property
    def _clause_starts(self) -> list[int]:
        return [clause.first for clause in self.clauses]

    def clause_of(self, token: int) -> Clause:
        """The clause that a word stands in."""
        return self.clauses[bisect_right(self._clause_starts, token) - 1]

    def _opens_clause(self, token: int) -> bool:
        if (
            not self.stops[token]
            or self.live[self.tokens[token - 1].end : self.tokens[token].start].strip() != ","
        ):
            return False
        while self.tags(token) & {"joins"}:
            token += 1
        if self.tags(token) & {"pronoun", "relative"}:
            return True
        return any(
            self.tags(i) & {"who"} for i in range(token, token + 2 + ("determiner" in self.tags(token)))
        )
