"""The words of a passage with what they mean for an argument: marks, and the clauses that hold them.

The tables ``people``, ``harm``, ``intent`` and ``story`` of a pack are read through an index of their own,
so that the words of other questions can hide none of theirs.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from functools import cache, cached_property
from typing import NamedTuple

from ..language import Pack, Token, fold, tokenize
from .lexicon import pieces, strings
from .phrases import Phrases
from .signals import Signals

_TABLES = ("people", "harm", "intent", "story")
_NOTHING: frozenset[str] = frozenset()
_STOP = re.compile(r'[,;:.!?()\[\]|—–\n"«»“”]')


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
    plural_verb_endings: tuple[str, ...]
    event_endings: tuple[str, ...]
    done_endings: tuple[str, ...]
    again_beginnings: tuple[str, ...]
    cardinals: Mapping[str, int]
    durations: frozenset[str]

    def is_plural_verb(self, word: str) -> bool:
        """Can this verb stand after a plural? ("grimpent", "climb", and not "climbs")"""
        return word.endswith(self.plural_verb_endings) if self.plural_verb_endings else word[-1] != "s"


class Vocabulary(NamedTuple):
    """The words of a pack that an argument is read with."""

    phrases: Phrases
    shapes: Shapes


@cache
def vocabulary(pack: Pack) -> Vocabulary:
    """The tables ``people``, ``harm``, ``intent`` and ``story`` of a pack, and its table ``shapes``."""
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
        plural_verb_endings=endings("plural_verb_endings"),
        event_endings=endings("event_endings"),
        done_endings=endings("done_endings"),
        again_beginnings=endings("again_beginnings"),
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
        return [token[0] for token in self.tokens]

    @cached_property
    def _read(self) -> tuple[list[Mark], dict[int, Mark], list[int]]:
        """The known phrases, the words that they cover, and the words that none covers, in one pass."""
        found, covered, unlisted, follow = [], {}, [], 0
        words, stops, lengths, alone = self.words, self.stops, self.phrases.lengths, self.phrases.alone
        for at, (word, second) in enumerate(zip(words, [*words[1:], ""], strict=False)):
            if at < follow:
                continue
            seconds, hit = lengths.get(word), None
            if seconds and second in seconds:
                hit = self.phrases.longest(words, at, stops)
            if hit:
                follow, tags = hit
                mark = Mark(tags, at, follow)
                covered.update(dict.fromkeys(range(at, follow), mark))
            elif (single := alone.get(word)) is not None:
                mark = covered[at] = Mark(single, at, at + 1)
            else:
                unlisted.append(at)
                continue
            found.append(mark)
        return found, covered, unlisted

    @cached_property
    def marks(self) -> list[Mark]:
        """The known phrases, longest first, never overlapping, never across a stop."""
        return self._read[0]

    @cached_property
    def at(self) -> dict[int, Mark]:
        """Token → the mark that it belongs to."""
        return self._read[1]

    @cached_property
    def unlisted(self) -> list[int]:
        """The words that no table lists: only their shape and their neighbours can tell what they mean."""
        return self._read[2]

    @cached_property
    def kinds(self) -> frozenset[str]:
        """All tags that some phrase of the passage carries."""
        return _NOTHING.union(*[mark.tags for mark in self.marks])

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
        starts = self._starts
        found = [False] * (len(starts) + 1)
        for stop in _STOP.finditer(self.live):
            found[bisect_left(starts, stop.start())] = True
        return found[:-1]

    @cached_property
    def _starts(self) -> list[int]:
        return [token[1] for token in self.tokens]

    @cached_property
    def clauses(self) -> list[Clause]:
        """The clauses of all sentences; a comma before a person, a pronoun or a relative opens one more."""
        starts, stops = self._starts, [i for i, stop in enumerate(self.stops) if stop]
        opening = {bisect_left(starts, start) for start, _ in self.signals.sentences}
        found = []
        for start, end in self.signals.clauses:
            first, last = bisect_left(starts, start), bisect_left(starts, end)
            cuts = [
                i
                for i in stops[bisect_right(stops, first) : bisect_left(stops, last)]
                if self._opens_clause(i)
            ]
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
        if self.live[self.tokens[token - 1].end : self.tokens[token].start].strip() != ",":
            return False
        while "joins" in self.tags(token):
            token += 1
        if self.tags(token) & {"pronoun", "relative"}:
            return True
        return any(
            "who" in self.tags(i) for i in range(token, token + 2 + ("determiner" in self.tags(token)))
        )
