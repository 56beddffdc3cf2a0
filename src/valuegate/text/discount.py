"""What takes away from the clues of a passage, item by item, and what is left.

An item is a sentence, a line, or the part after a ``but``. No word refuses a passage: a doubt takes from its
item only the clues that it makes worthless, and the other items stand as they are.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from operator import itemgetter

from ..lazily import lazily
from ..records import NamedTuple
from ..typed import TypeVar
from ..words import fold, tokenize
from .clue_kinds import Clue
from .clues import Mark, Stretches, single_words
from .lexicon import strings
from .located import word_before
from .lookers import announced
from .sentences import Piece
from .sources import Sources
from .weighing import NUMBERS, SPARED, score

_WEAKENS = frozenset(("mock-up", "trial", "market", "authority", "rival", "chosen", "opinion"))
_STOP = re.compile(r"[,;:()|—–\n]")
_CHUNK_END = re.compile(rf"{_STOP.pattern}|\s-\s")
_BESIDE = 8
"""Characters between a number and what it counts: ``% of``."""
_POINTED = 90
"""Characters from who is to be asked to what stands there, at most."""
_REACH = 4
"""A negation reaches this many words far."""
_HANDED = 3
"""Words from a verb of handing over to who gets it, and one more."""
_MOST = 60
"""More doubts than this in one item change nothing any more."""

_start = itemgetter(1)


class Doubt(NamedTuple):
    """Words that take away, and the reason."""

    reason: str
    start: int
    end: int


_Placed = TypeVar("_Placed", Clue, Doubt)


class Item(NamedTuple):
    """A piece of the passage with its doubts, and the clues that they leave."""

    start: int
    end: int
    clues: tuple[Clue, ...]
    doubts: tuple[Doubt, ...]

    @property
    def score(self) -> int:
        """How well a colleague could find it again; each kind of doubt asks for more."""
        return score(self.clues) - len({doubt.reason for doubt in self.doubts} & _WEAKENS)


class Items:
    """The items of one passage, each with what is left of its clues."""

    def __init__(self, sources: Sources) -> None:
        self.sources = sources
        self.text = sources.text

    def __iter__(self) -> Iterator[Item]:
        """The items, in order; one that nobody asks for is not weighed."""
        return (self.weigh(start, end) for start, end in self.pieces)

    def clues(self, start: int, end: int) -> list[Clue]:
        """The clues of an item before anything is taken away: what is left never weighs more."""
        return _from(self.sources.clues, start, end)

    def clause(self, doubt: Doubt) -> Piece:
        """The clause in which a doubt stands, to be quoted."""
        start, end = chunk_of(self._stops, doubt, 0, len(self.text))
        near = [(a, b) for a, b in self.pieces if a <= doubt.start < b] or [(start, end)]
        return max(start, near[0][0]), min(end, near[0][1])

    @lazily
    def pieces(self) -> list[Piece]:
        """Where the items stand."""
        turns = [mark.start for mark in self.sources.of("turn")]
        if ";" in self.text:
            turns += [m.end() for m in re.finditer(";", self.text) if m.start() not in self.sources.quoted]
        whole = self.sources.signals.sentences
        if len(whole) > 1:
            whole = join_speech(self.text, whole, self.sources.quotations)
        if len(whole) < 2 and not turns:
            return [(0, len(self.text))]
        cuts = sorted({0, *turns, *[start for start, _ in whole[1:]]})
        return list(zip(cuts, [*cuts[1:], len(self.text)], strict=True))

    def weigh(self, start: int, end: int) -> Item:
        """An item with what its doubts leave."""
        clues = self.clues(start, end)
        doubts = _from(self.doubts, start, end)
        if not doubts:
            return Item(start, end, tuple(clues), ())
        here = [(_ORDER[d.reason], chunk_of(self._stops, d, start, end), d) for d in doubts]
        held: list[Doubt] = []
        done: set[tuple[int, Piece]] = set()
        for rank, chunk, doubt in sorted(here):
            if (rank, chunk) in done or len(done) == _MOST:
                continue
            done.add((rank, chunk))
            left = SPARED[doubt.reason](clues, chunk)
            if left is not clues:
                held.append(doubt)
                clues = left
        return Item(start, end, tuple(clues), tuple(held))

    @lazily
    def _stops(self) -> list[Piece]:
        ends = _CHUNK_END if "-" in self.text else _STOP
        return [match.span() for match in ends.finditer(self.text)]

    @lazily
    def doubts(self) -> list[Doubt]:
        """Everything that takes away, in the order of the text."""
        sources, tags = self.sources, self.sources.by_tag
        found = [] if tags.keys().isdisjoint(_WORDED) else list(self._worded())
        found += [Doubt("wish", start, end) for start, end in sources.wishes]
        if sources.links or sources.own_places:
            found += self._linked()
        if "negator" in tags:
            found += self._negated()
        if "emptied" in tags:
            found += self._emptied()
        futures = announced(sources.signals, anybody="against_opinion" not in tags)
        found += [Doubt("plan", *place) for place in (*sources.ahead, *futures)]
        if "against_public" in tags:
            found += self._public()
        found += self._chosen()
        if "source_record" in tags:
            found += self._new()
        found.sort(key=_start)
        return found

    def _worded(self) -> Iterator[Doubt]:
        law = Stretches([(clue.start, clue.end) for clue in self.sources.clues if clue.kind == "law"])
        told: set[int] = set()
        for tag, reason in _REASONS.items():
            for mark in self.sources.of(tag):
                if tag == "against_authority" and (self._keeps(mark) or self._receives(mark)):
                    continue
                if mark.start not in told and mark.start not in law:
                    told.add(mark.start)
                    yield Doubt(reason, mark.start, mark.end)
        todo = self.sources.of("todo")
        opening = {start for start, _ in self.sources.signals.sentences} if todo else ()
        for mark in todo:
            if mark.start in opening and mark.start not in told and not self._points(mark):
                yield Doubt("plan", mark.start, mark.end)

    def _points(self, todo: Mark) -> bool:
        """``Ask Moira for the red binder: 61 keys``: who has it, and after a colon what stands in it."""
        colon = self.text.find(":", todo.end, todo.end + _POINTED)
        if colon < 0:
            return False
        kinds = {clue.kind for clue in _from(self.sources.clues, todo.end, colon)}
        counted = any(clue.kind in NUMBERS for clue in _from(self.sources.clues, colon, colon + _POINTED))
        held = any(todo.end < mark.start < colon for mark in self.sources.of("container"))
        return counted and "name" in kinds and (held or not kinds.isdisjoint(_RECORDS))

    def _keeps(self, rank: Mark) -> bool:
        """``In the binder of the director``: whose it is, and no word of theirs."""
        places = (*self.sources.of("container"), *self.sources.of("keeping"))
        return any(0 <= rank.first - mark.last < _REACH for mark in places)

    def _receives(self, rank: Mark) -> bool:
        """``Petition handed to the mayor``: others say it, and the authority only hears it."""
        pieces, pack = self.sources.signals.pieces, self.sources.signals.pack
        before = [token.word for token in pieces[max(rank.first - _HANDED, 0) : rank.first]]
        handed = not single_words(pack, "handed_over").isdisjoint(before)
        return handed and not single_words(pack, "handed_to").isdisjoint(before[-2:])

    def _public(self) -> Iterator[Doubt]:
        """``4 in 10 adults``, ``60 % of savers``: a number of the public, in it or right after it."""
        for mark in self.sources.of("against_public"):
            before = bisect_left(self.sources.clues, mark.start, key=_start)
            for clue in self.sources.clues[max(0, before - 1) : before]:
                if clue.kind in NUMBERS and mark.start <= clue.end + _BESIDE:
                    yield Doubt("public", mark.start, mark.end)

    def _chosen(self) -> list[Doubt]:
        """``3 variants``, ``one vote``: who counts what we chose from tells of us."""
        chosen, quoted = single_words(self.sources.signals.pack, "own_choice"), self.sources.quoted
        counted = [q for q in self.sources.signals.quantities(self.sources.today) if q.noun in chosen]
        return [Doubt("chosen", q.start, q.end) for q in counted if q.start not in quoted]

    def _new(self) -> Iterator[Doubt]:
        """``New dashboard with 6 tiles``: a new record is what we would build; new tickets are many."""
        new = single_words(self.sources.signals.pack, "new_word")
        for mark in self.sources.of("source_record"):
            before = word_before(self.text, mark.start - 1)
            if self.text[mark.end - 1] not in "sx" and fold(before) in new:
                yield Doubt("mock-up", mark.start - 1 - len(before), mark.end)

    def _linked(self) -> Iterator[Doubt]:
        for link in self.sources.links:
            if link.kind in _LINKED:
                yield Doubt(_LINKED[link.kind], link.start, link.end)
        for start, end in self.sources.own_places:
            yield Doubt("self-reference", start, end)

    def _negated(self) -> Iterator[Doubt]:
        """``No interviews``, ``we have not asked``; but ``0 of 11`` is a result."""
        marks = self.sources.marks
        for number, mark in enumerate(marks):
            if "negator" not in mark.tags:
                continue
            near = [m for m in marks[number + 1 : number + 5] if m.first - mark.last <= _REACH]
            near = [m for m in near if not _CHUNK_END.search(self.text, mark.end, m.start)]
            target = next((m for m in near if m.tags & _DENIED), None)
            if target and not any("zero_of" in m.tags and self._number_follows(m) for m in near):
                yield Doubt("negated", mark.start, target.end)

    def _emptied(self) -> Iterator[Doubt]:
        """``The folder INT-80 is empty``: said of a record, in its chunk; an empty shelf is a fact."""
        for mark in self.sources.of("emptied"):
            start, _ = chunk_of(self._stops, Doubt("negated", mark.start, mark.end), 0, len(self.text))
            before = [clue for clue in _from(self.sources.clues, start, mark.start) if clue.kind in _RECORDS]
            if before and not self._has_article(before[-1].end, mark.start):
                yield Doubt("negated", mark.start, mark.end)

    def _has_article(self, start: int, end: int) -> bool:
        """Is something else named between two places (``the file shows that the hut``)?"""
        articles = strings(self.sources.signals.pack.table("metric"), "article")
        return not {token.word for token in tokenize(self.text[start:end])}.isdisjoint(articles)

    def _number_follows(self, mark: Mark) -> bool:
        return self.text[mark.end : mark.end + 2].strip()[:1].isdigit()


def join_speech(text: str, sentences: Sequence[Piece], quotations: Sequence[Piece]) -> list[Piece]:
    """The sentences, put together again where a cut falls into a quotation or parts it from its speaker."""
    if not quotations and ":" not in text and "–" not in text and "—" not in text:
        return list(sentences)
    quoted = Stretches(quotations)
    found: list[Piece] = []
    for start, end in sentences:
        if found and (start in quoted or _belongs(text, found[-1], start, quotations)):
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def _belongs(text: str, before: Piece, start: int, quotations: Sequence[Piece]) -> bool:
    """After a colon comes what it announces; after a bare quotation comes who said it."""
    if text[start - 4 : start].rstrip().endswith(":") or text[start : start + 1] in ("–", "—"):
        return True
    at = bisect_left(quotations, (before[0], 0))
    return at < len(quotations) and quotations[at][0] <= before[0] + 3 and before[1] <= quotations[at][1] + 2


def chunk_of(stops: Sequence[Piece], doubt: Doubt, start: int, end: int) -> Piece:
    """The stretch between commas, colons and brackets in which a doubt stands."""
    before, after = bisect_left(stops, (doubt.start, 0)), bisect_left(stops, (doubt.end, 0))
    if before and stops[before - 1][1] > start:
        start = stops[before - 1][1]
    return start, min(end, stops[after][0]) if after < len(stops) else end


def _from(found: list[_Placed], start: int, end: int) -> list[_Placed]:
    """Of what stands in the order of the text, what stands in a piece of it."""
    if not found or (start <= found[0][1] and found[-1][1] < end):
        return found
    return found[bisect_left(found, start, key=_start) : bisect_left(found, end, key=_start)]


_REASONS = {
    "against_plan": "plan",
    "against_search": "search-engine",
    "against_self": "self-reference",
    "against_drawing": "mock-up",
    "against_trial": "trial",
    "against_voice": "market",
    "against_authority": "authority",
    "against_rival": "rival",
    "against_opinion": "opinion",
}
_RECORDS = frozenset(("key", "record", "tool", "thing", "word", "link"))
_WORDED = frozenset((*_REASONS, "todo"))
_ORDER = {reason: rank for rank, reason in enumerate(SPARED)}
_LINKED = {"search": "search-engine", "self": "self-reference", "drawing": "mock-up", "voice": "market"}
_DENIED = frozenset(
    ("container", "source_inquiry", "source_record", "source_tool", "source_vague", "research_verb")
)
