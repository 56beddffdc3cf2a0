"""What takes away from the clues of a passage, item by item, and what is left.

An item is a sentence, a line, or the part after a ``but``. No word refuses a passage: a doubt takes from its
item only the clues that it makes worthless, and the other items stand as they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from .clues import Mark, inside
from .sentences import Piece
from .sources import WEIGHTS, Clue, Sources, is_future

_HELD = frozenset(("inquiry", "record", "tool"))
_NAMED = frozenset((*_HELD, "word", "thing"))
_TIMES = frozenset(("day", "period", "day-of-some-year", "period-of-some-year"))
_LOOSE = frozenset(("count", "share", "measure", *_TIMES))
_POINTERS = frozenset(("key", "link", "entry", "plain-link"))
_FOUND = _TIMES | _POINTERS
_PAST = frozenset(("day", "period", "share"))
_GROUPS = (("key", "link", "entry", "plain-link"), tuple(_TIMES), ("law",), ("share", "count"))
_WEAKENS = frozenset(("mock-up", "market", "authority", "rival", "opinion"))
_CHUNK_END = re.compile(r"[,;:()|—–\n]|\s-\s")
_REACH = 4
"""A negation reaches this many words far."""


class Doubt(NamedTuple):
    """Words that take away, and the reason."""

    reason: str
    start: int
    end: int


class Item(NamedTuple):
    """A piece of the passage with its doubts, and the clues that they leave."""

    start: int
    end: int
    clues: tuple[Clue, ...]
    doubts: tuple[Doubt, ...]

    @property
    def score(self) -> int:
        """How well a colleague could find it again; what is in doubt must be found a little better."""
        return score(self.clues) - any(doubt.reason in _WEAKENS for doubt in self.doubts)


def score(clues: Sequence[Clue]) -> int:
    """The best source, pointer, day, article and count, each once. A share without
    its numbers says something only beside a source that can be found."""
    kinds = {clue.kind for clue in clues}
    named = max((WEIGHTS[kind] for kind in kinds & _NAMED), default=0)
    if {"word", "thing"} <= kinds:
        named = 2
    total = named + sum(
        max((WEIGHTS[kind] for kind in group if kind in kinds), default=0) for group in _GROUPS
    )
    if "measure" in kinds and named and kinds & _FOUND and not kinds & {"share", "count"}:
        total += WEIGHTS["measure"]
    if "quote" in kinds and kinds & (_NAMED | _TIMES | {"key", "link"}):
        total += WEIGHTS["quote"]
    return total


class Items:
    """The items of one passage, each with what is left of its clues."""

    def __init__(self, sources: Sources) -> None:
        self.sources = sources
        self.text = sources.text

    @cached_property
    def all(self) -> list[Item]:
        """The items, in order."""
        return [self._item(start, end) for start, end in self._pieces]

    @cached_property
    def _pieces(self) -> list[Piece]:
        quotations = self.sources.quotations
        turns = [mark.start for mark in self.sources.of("turn")]
        turns += [
            match.end() for match in re.finditer(";", self.text) if not inside(match.start(), quotations)
        ]
        whole = join_speech(self.text, self.sources.signals.sentences, quotations)
        return [piece for start, end in whole for piece in _cut(start, end, sorted(turns))]

    def _item(self, start: int, end: int) -> Item:
        clues = [clue for clue in self.sources.clues if start <= clue.start < end]
        held = []
        here = [doubt for doubt in self.doubts if start <= doubt.start < end]
        for doubt in sorted(here, key=lambda doubt: _ORDER.index(doubt.reason)):
            left = _SPARED[doubt.reason](clues, chunk_of(self.text, doubt, start, end))
            if left is not clues:
                held.append(doubt)
                clues = left
        return Item(start, end, tuple(clues), tuple(held))

    @cached_property
    def doubts(self) -> list[Doubt]:
        """Everything that takes away, in the order of the text."""
        found = [*self._worded(), *self._linked(), *self._negated(), *self._planned()]
        return sorted(found, key=lambda doubt: doubt.start)

    def _worded(self) -> Iterator[Doubt]:
        law = [(clue.start, clue.end) for clue in self.sources.clues if clue.kind == "law"]
        opening = {start for start, _ in self.sources.signals.sentences}
        for mark in self.sources.of(*_REASONS, "todo"):
            if "todo" in mark.tags and mark.start in opening:
                yield Doubt("plan", mark.start, mark.end)
            elif mark.tags != {"todo"} and not inside(mark.start, law):
                yield Doubt(next(_REASONS[tag] for tag in _REASONS if tag in mark.tags), mark.start, mark.end)

    def _linked(self) -> Iterator[Doubt]:
        for link in self.sources.links:
            if link.kind in _LINKED:
                yield Doubt(_LINKED[link.kind], link.start, link.end)
        for start, end in self.sources.signals.keys:
            if self.text[start:end] in self.sources.own_keys:
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

    def _number_follows(self, mark: Mark) -> bool:
        return self.text[mark.end : mark.end + 2].strip()[:1].isdigit()

    def _planned(self) -> Iterator[Doubt]:
        """A plan in words, or a time that lies ahead."""
        today = self.sources.today
        for mention in self.sources.signals.dates(today):
            if is_future(mention, today) and not inside(mention.start, self.sources.quotations):
                yield Doubt("plan", mention.start, mention.end)


def join_speech(text: str, sentences: Sequence[Piece], quotations: Sequence[Piece]) -> list[Piece]:
    """The sentences, put together again where a cut falls into a quotation or parts it from its speaker."""
    found: list[Piece] = []
    for start, end in sentences:
        if found and (inside(start, quotations) or _belongs(text, found[-1], start, quotations)):
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def _belongs(text: str, before: Piece, start: int, quotations: Sequence[Piece]) -> bool:
    """After a colon comes what it announces; after a bare quotation comes who said it."""
    said = text[before[0] : before[1]].rstrip()
    if said.endswith(":"):
        return True
    bare = any(a <= before[0] + 3 and before[1] <= b + 2 for a, b in quotations)
    return bare or text[start : start + 1] in "–—"


def _cut(start: int, end: int, turns: Sequence[int]) -> Iterator[Piece]:
    for turn in turns:
        if start < turn < end:
            yield start, turn
            start = turn
    yield start, end


def chunk_of(text: str, doubt: Doubt, start: int, end: int) -> Piece:
    """The stretch between commas, colons and brackets in which a doubt stands."""
    for stop in _CHUNK_END.finditer(text, start, doubt.start):
        start = stop.end()
    stop_after = _CHUNK_END.search(text, doubt.end, end)
    return start, stop_after.start() if stop_after else end


_Clues = list[Clue]


def _within(clues: _Clues, chunk: Piece) -> _Clues:
    return [clue for clue in clues if chunk[0] <= clue.start < chunk[1]]


def _any(clues: _Clues, kinds: frozenset[str]) -> bool:
    return any(clue.kind in kinds for clue in clues)


def _negated(clues: _Clues, chunk: Piece) -> _Clues:
    return [clue for clue in clues if not chunk[0] <= clue.start < chunk[1]]


def _plan(clues: _Clues, chunk: Piece) -> _Clues:
    """A plan takes nothing from what has a past day of its own, and all from what has none."""
    here = _within(clues, chunk)
    if _any(here, _PAST):
        return clues
    lost = frozenset() if _any(clues, _PAST) else _POINTERS
    return [clue for clue in clues if clue.kind == "law" or not (clue in here or clue.kind in lost)]


def _self_reference(clues: _Clues, chunk: Piece) -> _Clues:
    here = _within(clues, chunk)
    return [clue for clue in clues if clue not in here or clue.kind in _HELD | _LOOSE]


def _search_engine(clues: _Clues, _: Piece) -> _Clues:
    return [clue for clue in clues if clue.kind not in _POINTERS]


def _drawing(clues: _Clues, chunk: Piece) -> _Clues:
    """What people did with a drawing counts; what is drawn does not."""
    here = _within(clues, chunk)
    held = [c for c in clues if c.kind == "inquiry" or (c.kind in _HELD and c not in here)]
    return [c for c in clues if c.kind == "law" or c in held or (held and c.kind not in _HELD)]


def _voice(clues: _Clues, _: Piece) -> _Clues:
    """A voice from outside counts for nothing, unless records of ours stand beside it."""
    ours = _any(clues, frozenset(("record", "tool")))
    return [c for c in clues if c.kind == "law" or (ours and c.kind != "inquiry")]


def _authority(clues: _Clues, _: Piece) -> _Clues:
    """Rank proves nothing, and gives no weight to the day or the number that it names."""
    held = _any(clues, _HELD)
    return [
        c
        for c in clues
        if c.kind in _HELD | {"thing", "law", "link"} or (held and c.kind in _LOOSE | {"key"})
    ]


def _rival(clues: _Clues, _: Piece) -> _Clues:
    held = _any(clues, _HELD)
    return [c for c in clues if held or c.kind == "law"]


def _opinion(clues: _Clues, _: Piece) -> _Clues:
    """A number that somebody believes needs a source that somebody else can open."""
    named = _any(clues, _NAMED)
    return [c for c in clues if named or c.kind not in _LOOSE]


_SPARED: dict[str, Callable[[_Clues, Piece], _Clues]] = {
    "negated": _negated,
    "plan": _plan,
    "self-reference": _self_reference,
    "search-engine": _search_engine,
    "mock-up": _drawing,
    "market": _voice,
    "authority": _authority,
    "rival": _rival,
    "opinion": _opinion,
}
_REASONS = {
    "against_plan": "plan",
    "against_search": "search-engine",
    "against_self": "self-reference",
    "against_drawing": "mock-up",
    "against_voice": "market",
    "against_authority": "authority",
    "against_rival": "rival",
    "against_opinion": "opinion",
}
_ORDER = tuple(_SPARED)
_LINKED = {"search": "search-engine", "self": "self-reference", "drawing": "mock-up", "voice": "market"}
_DENIED = frozenset(("source_inquiry", "source_record", "source_tool", "source_vague", "research_verb"))
