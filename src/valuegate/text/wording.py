"""The words of a passage with what they mean for an argument: marks, and the clauses that hold them.

Each word is looked up once, in a dict that knows what it means, who asks for it, and what may follow it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from ..lazily import lazily
from ..records import NamedTuple
from ..words import tokenize
from .lexicon import pieces
from .sentences import clauses
from .signals import Signals
from .vocabulary import NOTHING, Known, asked_by, vocabulary

_BEYOND = [NOTHING] * 4
"""Stands for the words before the first and after the last, so that nobody has to look where they end."""
_STOP = re.compile(r'[,;:.!?()\[\]|—–\n"«»“”]')
_COMMA_OPENS = frozenset(("pronoun", "relative", "reason", "teller", "cleft"))
_new = tuple.__new__  # a third of the time of the constructor


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


class Wording:
    """The words of one passage, each looked up once; clauses only where somebody asks for one."""

    def __init__(self, signals: Signals, text: str | None = None) -> None:
        self.signals = signals
        self.pack = signals.pack
        self._vocabulary = vocabulary(signals.pack)
        self.shapes = self._vocabulary.shapes
        self.live = signals.live if text is None else text
        self.tokens = signals.pieces if text is None else pieces(tokenize(text), text)
        self.words = self.tokens.said
        """The folded words alone."""
        self._starts = self.tokens.starts
        self.stops = self._stops()
        self.ends: dict[int, int] = {}
        """Where a phrase of several words ends, for each of its words."""
        self._known = self._read()
        self.tags = [each[0] for each in self._known] + _BEYOND
        """What the phrase of a word means; nothing for an unknown word, and for places next to the ends."""
        self._busy = [(at, each[1]) for at, each in enumerate(self._known) if each[1]]
        self._clauses: dict[int, list[Clause]] = {}

    def _stops(self) -> list[bool]:
        """For each word: does a comma, a bracket or another stop stand between it and the one before?"""
        starts = self._starts
        found = [False] * (len(starts) + 1)
        for stop in _STOP.finditer(self.live):
            found[bisect_left(starts, stop.start())] = True
        return found[:-1]

    def _read(self) -> list[Known]:
        """What is known of each word; of a phrase, its first word is asked for, the others are covered."""
        words, follow = self.words, 0
        found = [*map(self._vocabulary.__getitem__, words)]
        pairs = enumerate(zip(found, words[1:]))  # noqa: B905  ``strict`` would refuse the last word
        for at in [at for at, (each, second) in pairs if second in each[2]]:
            hit = self._vocabulary.phrases.longest(words, at, self.stops) if at >= follow else None
            if hit:
                follow, tags = hit
                found[at:follow] = [_new(Known, (tags, 0, {}))] * (follow - at)
                found[at] = _new(Known, (tags, asked_by(tags), {}))
                self.ends.update(dict.fromkeys(range(at, follow), follow))
        return found

    def asked(self, by: int) -> list[int]:
        """The words that somebody asks for; of a phrase, the first one."""
        return [at for at, asked in self._busy if asked & by]

    def is_shaped(self, token: int, like: int) -> bool:
        """Has a word that no table lists this shape?"""
        return self._known[token][1] & like != 0

    def end(self, token: int) -> int:
        """Where the phrase ends that a word belongs to."""
        return self.ends.get(token, token + 1)

    @lazily
    def marks(self) -> list[Mark]:
        """The known phrases, longest first, never overlapping, never across a stop."""
        found, follow = [], 0
        for at, (tags, _, _) in enumerate(self._known):
            if tags and at >= follow:
                follow = self.end(at)
                found.append(Mark(tags, at, follow))
        return found

    @lazily
    def kinds(self) -> frozenset[str]:
        """All tags that some phrase of the passage carries."""
        return NOTHING.union(*set(self.tags))

    def word(self, token: int) -> str:
        """A word by its number; '' outside the passage."""
        return self.words[token] if 0 <= token < len(self.words) else ""

    def written(self, token: int) -> str:
        """A word with its accents, in small letters."""
        return self.live[self.tokens[token].start : self.tokens[token].end].lower()

    def number(self, token: int) -> int:
        """The whole number that this word stands for; 0 for other words."""
        word = self.word(token)
        if word.isdecimal():
            return int(word[:9])
        return self.shapes.cardinals.get(word, 0)

    def counts(self, token: int) -> bool:
        """Is this word a number above one (``3``, ``three``, ``3x``)?"""
        return self.number(token) > 1 or (self.word(token)[:1].isdigit() and self.word(token) != "1")

    def is_term(self, token: int) -> bool:
        """ "Until noon", "jusqu'à 18 h": where something ends by the clock or the calendar."""
        after = self.end(token)
        return "limit" in self.tags[token] and (self.number(after) > 0 or "schedule" in self.tags[after])

    def is_compounded(self, token: int) -> bool:
        """Does a hyphen lead from this word to the next ("foster-care workers")?"""
        return self.live.startswith("-", self.tokens[token].end)

    def is_left_alone(self, token: int) -> bool:
        """Has what stood before a word been taken out of this text?"""
        before = self.signals.live[: self.tokens[token].start].rstrip(" ,")
        return len(before) > len(self.live[: self.tokens[token].start].rstrip(" ,"))

    def is_comma(self, token: int) -> bool:
        """Does nothing but a comma stand before a word?"""
        return self.live[self.tokens[token - 1].end : self.tokens[token].start].strip() == ","

    @lazily
    def openings(self) -> list[int]:
        """The first words of all sentences."""
        return [bisect_left(self._starts, start) for start, _ in self.signals.sentences]

    @property
    def clauses(self) -> list[Clause]:
        """The clauses of all sentences."""
        return [clause for sentence in range(len(self.openings)) for clause in self._clauses_of(sentence)]

    def clause_of(self, token: int) -> Clause:
        """The clause that a word stands in. Only its sentence is cut: many words need to know none."""
        found = self._clauses_of(self.sentence_of(token))
        return next(clause for clause in found if clause.last > token)

    def sentence_of(self, token: int) -> int:
        """The number of the sentence that a word stands in."""
        return bisect_right(self.openings, token) - 1

    def sentence_start(self, token: int) -> int:
        """Where the sentence begins that a word stands in."""
        return self.openings[self.sentence_of(token)]

    def sentence_end(self, token: int) -> int:
        """Where the sentence ends that a word stands in."""
        after = bisect_right(self.openings, token)
        return self.openings[after] if after < len(self.openings) else len(self.words)

    def _clauses_of(self, sentence: int) -> list[Clause]:
        if sentence not in self._clauses:
            self._clauses[sentence] = self._cut(*self.signals.sentences[sentence])
        return self._clauses[sentence]

    def _cut(self, start: int, end: int) -> list[Clause]:
        """The clauses of a sentence; a comma before a person, a pronoun or a relative opens one more."""
        starts, stops = self._starts, self.stops
        opening, found = bisect_left(starts, start), []
        for a, b in clauses(self.live, start, end, self.pack, self.tokens):
            first, last = bisect_left(starts, a), bisect_left(starts, b)
            for i in range(first + 1, last):
                if stops[i] and self._opens_clause(i):
                    found.append(Clause(first, i, first == opening))
                    first = i
            if first < last:
                found.append(Clause(first, last, first == opening))
        return found

    def _opens_clause(self, token: int) -> bool:
        if not self.is_comma(token):
            return False
        tags = self.tags
        while "joins" in tags[token]:
            token += 1
        near = tags[token : token + 2 + ("determiner" in tags[token])]
        return not _COMMA_OPENS.isdisjoint(tags[token]) or True in ["who" in each for each in near]
