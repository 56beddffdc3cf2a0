"""What the words of a passage signal, each computed once; what not every question asks for, when it is asked.

All signals read the *live* text: placeholders, instructions of the template and words to the tool are
blanked, so nothing that nobody wrote can carry a judgement. Places are those of the original text.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from datetime import date

from ..language import Hit, Pack
from ..lazily import lazily
from ..ticket import Link
from ..words import Tokens, tokenize
from .clues import Mark, marks_in
from .dates import DateMention, find_dates, masks
from .lexicon import pieces
from .links import find_keys, overlaps
from .numbers import Quantity, find_quantities
from .sentences import clauses, sentences
from .unfilled import find_unfilled, live_words, mask

MAX_JUDGED = 6000
"""Characters of a passage that are judged; an argument that needs more is not in its place."""


class Signals:
    """The signals of one passage."""

    def __init__(
        self,
        text: str,
        links: Sequence[Link],
        quotes: Sequence[tuple[int, int]],
        pack: Pack,
        words: Tokens | None = None,
    ) -> None:
        self.text = text[:MAX_JUDGED]
        self.links = [link for link in links if link.end <= MAX_JUDGED] if links else []
        self.quotes = [quote for quote in quotes if quote[0] < MAX_JUDGED] if quotes else []
        self.pack = pack
        words = tokenize(self.text) if words is None else words
        places = sentences(self.text, pack)
        self.unfilled = find_unfilled(self.text, pack, words, places)
        """What nobody wrote for this ticket."""
        self.live, self.tokens, self.sentences = self.text, words, places
        """The text without what is unfilled, every other character at its place; its words; its sentences."""
        if self.unfilled:
            self.live = mask(self.text, self.unfilled)
            self.tokens, self.sentences = live_words(words, self.live), sentences(self.live, pack)
        self.pieces = pieces(self.tokens, self.live)
        """The live words, with compounds cut at their hyphens."""
        self._hits: dict[str, list[Hit]] = {}
        self._dates: dict[tuple[date, str], list[DateMention]] = {}
        self._quantities: dict[date, list[Quantity]] = {}

    @lazily
    def blank(self) -> str | None:
        """Why nothing is left to judge: ``missing``, ``placeholder``, ``template-text``, ``addressed``."""
        if not self.unfilled:
            return None if self.tokens else "missing"
        minor, labels = self.pack.minor, self.pack.label_words
        if any(word not in minor and word not in labels for word in self.tokens.said):
            return None
        kinds = [piece.kind for piece in self.unfilled]
        return max(sorted(set(kinds)), key=kinds.count)

    def hits(self, table: str) -> list[Hit]:
        """The known phrases of one table of words, in order, never overlapping."""
        found = self._hits.get(table)
        if found is None:
            found = self._hits[table] = self.pack.hits(self.tokens, table)
        return found

    def of(self, table: str, *tags: str) -> list[Hit]:
        """The phrases of a table that carry any of these tags."""
        return [hit for hit in self.hits(table) if not hit[0].isdisjoint(tags)]

    @lazily
    def clauses(self) -> list[tuple[int, int]]:
        """The clauses of all sentences, as places."""
        return [
            clause for a, b in self.sentences for clause in clauses(self.live, a, b, self.pack, self.pieces)
        ]

    def clause(self, place: int) -> tuple[int, int]:
        """The clause around a place; the whole text where it has none."""
        at = bisect_left(self.clauses, (place + 1, 0)) - 1
        return self.clauses[at] if at >= 0 else (0, len(self.live))

    def sentence(self, place: int) -> tuple[int, int]:
        """The sentence around a place; the whole text where it has none."""
        at = bisect_left(self.sentences, (place + 1, 0)) - 1
        return self.sentences[at] if at >= 0 else (0, len(self.live))

    @lazily
    def marks(self) -> list[Mark]:
        """The words that speak for or against a source; those of a key (``PRD-4``) only name a ticket."""
        found, keys = marks_in(self.pieces, self.pack), self.keys
        return [mark for mark in found if not overlaps(mark.start, mark.end, keys)] if keys else found

    @lazily
    def keys(self) -> list[tuple[int, int]]:
        """Ticket and report keys, as places."""
        return find_keys(self.live)

    def dates(self, today: date, order: str = "auto") -> list[DateMention]:
        """Everything that speaks of a time, seen from a day."""
        found = self._dates.get((today, order))
        if found is None:
            found = find_dates(self.live, self.pack, today=today, order=order, tokens=self.pieces)
            self._dates[today, order] = found
        return found

    def quantities(self, today: date) -> list[Quantity]:
        """The quantities, without the numbers of dates, keys and addresses."""
        if today not in self._quantities:
            taken = masks(self.dates(today))
            self._quantities[today] = find_quantities(self.live, self.pack, taken, tokens=self.pieces)
        return self._quantities[today]
