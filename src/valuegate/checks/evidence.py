"""What can be verified: is there one item that a colleague could go and check?"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ..case import Case
from ..check import Context
from ..finding import Ground, Judgement, excerpt
from ..itself import Itself
from ..language import ReasonText
from ..lazily import lazily
from ..passage import Passage
from ..text.clue_kinds import SOURCES, Clue
from ..text.clues import Stretches
from ..text.discount import Doubt, Item, Items
from ..text.sources import Sources
from ..text.weighing import score
from ..typed import Any

_ENOUGH = 3
"""A link, a key or an article is enough; or a source with a number or a day; or a number on a day."""
_ENOUGH_ELSEWHERE = 4
"""Outside a place of its own, evidence must stand out from the story."""
_STRONG = frozenset(("inquiry", "record", "tool", "key", "link", "law", "quote"))
_FOUND = frozenset(
    (
        "key",
        "link",
        "plain-link",
        "entry",
        "law",
        "quote",
        "tool",
        "day",
        "period",
        "day-of-some-year",
        "year",
    )
)
"""What no story has by itself: its notebook is a tool of the work until a day or a pointer is told."""
_NAMED = frozenset(SOURCES.values())
_SOURCES = _STRONG | {"thing", "word"}
_OPENING = 30
"""A source within so many characters opens a section."""
_YEARED = frozenset(("day", "period"))
_TIMES = _YEARED | {"day-of-some-year", "period-of-some-year"}
_EXACT = frozenset(("day", "day-of-some-year", "count", "share", "measure"))
_OPENED = frozenset(("inquiry", "record", "tool", "thing"))
_COUNTED = frozenset(("count", "share"))
_CLAUSE = 90
"""A clause up to this many characters is quoted as a whole."""
_NEIGHBOURS = 12
"""Items of one place read together, at most; elsewhere two that follow each other."""
_PAUSE = re.compile(r"[,;:()/–—-]|\.\s")
_SALAD = 4
"""Names of sources in a row, at least, that make a salad."""
_NAMES = frozenset((*SOURCES, "source_vague"))
_RANK = (
    "search-engine",
    "self-reference",
    "negated",
    "market",
    "authority",
    "mock-up",
    "trial",
    "plan",
    "rival",
    "wish",
    "chosen",
    "opinion",
    "public",
    "hearsay",
)
"""Which doubt is told first, where there are several: the one that leaves least."""
_TOLD_ALONE = (("against_public", "public"), ("against_hearsay", "hearsay"))
"""Words that are told where nothing holds, though they take nothing away by themselves."""
_TOLD_AS = {"trial": "mock-up", "rival": "market", "public": "market", "wish": "opinion", "chosen": "opinion"}
_REASONS = """
missing placeholder template-text addressed copied salad authority opinion market hearsay mock-up plan negated
self-reference search-engine unattributed no-source no-occasion not-locatable
"""


class Evidence:
    """Holds where one item of the passage can be found again by somebody else."""

    id = "evidence"
    question = "What can be verified: which fact could a colleague go and check?"
    reasons = tuple(_REASONS.split())
    options: Mapping[str, Mapping[str, Any]] = {}
    texts: Mapping[str, Mapping[str, ReasonText]] = {}

    def judge(self, case: Case, context: Context) -> Judgement:
        """Passed by the first passage that holds; else its own place says what is missing."""
        first: _Reading | None = None
        itself = Itself(case.ticket)
        for passage in case.passages(self.id, context.options.get("field") or ""):
            reading = _Reading(case, passage, context, itself)
            clues = reading.holding()
            if clues:
                return context.passed(passage, reading.grounds(clues), "can be checked")
            if reading.own and first is None:
                first = reading
        return first.refusal() if first else context.failed("missing")


class _Reading:
    """One passage, read for what can be checked."""

    def __init__(self, case: Case, passage: Passage, context: Context, itself: Itself) -> None:
        self.passage = passage
        self.context = context
        self.own = passage.origin in ("label", "field")
        self.repeated = self.own and case.repeated(passage)
        own = itself.addresses(passage)
        self.sources = Sources(passage.signals, context.day, itself.keys, own, case.packs, self.own)
        self.items = Items(self.sources)

    def holding(self) -> Sequence[Clue]:
        """The clues that can be found again; none where something keeps the passage from holding."""
        if not (self.own or self._opens_with_source) and self.sources.weak:
            return ()
        if self._unread():
            return ()
        return self._alone() or self._together()

    @lazily
    def _opens_with_source(self) -> bool:
        """Is it a section whose first words name a source, whatever its heading (``Gate book, October``)?"""
        if not self.passage.headed:
            return False
        start = len(self.passage.label)
        return any(
            clue.kind in _SOURCES and start < clue.start < start + _OPENING for clue in self.sources.clues
        )

    def refusal(self) -> Judgement:
        """Failed for the first reason that keeps it from being found."""
        reason = self._unread() or self.passage.signals.blank
        if not reason and self.passage.refers and not self._points_back():
            reason = "placeholder"
        return self._say(reason) if reason else self._failed(list(self.items))

    def _points_back(self) -> bool:
        """``See the description of this ticket``: wherever in it one looks, it is no witness of itself."""
        return any(doubt.reason == "self-reference" for item in self.items for doubt in item.doubts)

    def _unread(self) -> str:
        """Why nothing in the passage is weighed, if so."""
        blank = self.passage.signals.blank
        if blank and not self.sources.links:
            return blank
        if self.repeated:
            return "copied"
        return "salad" if is_salad(self.sources) else ""

    def _alone(self) -> Sequence[Clue]:
        """The clues of the first item that holds; doubts are read only where it would hold without them."""
        for start, end in self.items.pieces:
            clues = self.items.clues(start, end)
            if self._enough(score(clues), clues):
                item = self.items.weigh(start, end)
                if not item.doubts or self._enough(item.score, item.clues):
                    return item.clues
        return ()

    def _together(self) -> Sequence[Clue]:
        """The clues of neighbours that hold together, none of them in doubt."""
        everything = self.sources.clues
        if len(self.items.pieces) < 2 or not self._enough(score(everything), everything):
            return ()  # nor would some of them
        reach = _NEIGHBOURS if self.own else 2
        run: list[Item] = []
        for item in self.items:
            run = [] if item.doubts else [*run, item][-reach:]
            clues = [clue for each in run for clue in each.clues]
            if clues and self._enough(score(clues), clues):
                return clues
        return ()

    def _enough(self, points: int, clues: Sequence[Clue]) -> bool:
        if self.own:
            return points >= _ENOUGH
        kinds = {clue.kind for clue in clues}
        if self._opens_with_source and points >= _ENOUGH:
            return not _FOUND.isdisjoint(kinds - {"day-of-some-year"})
        if points < _ENOUGH_ELSEWHERE:
            return False
        times = _YEARED if _NAMED.isdisjoint(kinds) else _TIMES
        if "kept" in kinds and not times.isdisjoint(kinds) and self._is_told(clues):
            return True  # of a known time, and one can go and see it
        if _is_reckoned(kinds):
            return True
        return not (_STRONG.isdisjoint(kinds) or _FOUND.isdisjoint(kinds))

    def _is_told(self, clues: Sequence[Clue]) -> bool:
        """Is a number or a day told in the sentence of what is kept, or after it?"""
        kept = next(clue.start for clue in clues if clue.kind == "kept")
        starts = [start for start, _ in self.sources.signals.sentences if start <= kept]
        return any(clue.kind in _EXACT and clue.start >= starts[-1] for clue in clues)

    def _failed(self, items: Sequence[Item]) -> Judgement:
        clues = [clue for item in items for clue in item.clues]
        doubts = [doubt for item in items for doubt in item.doubts]
        for tag, reason in _TOLD_ALONE:
            doubts += [Doubt(reason, mark.start, mark.end) for mark in self.sources.of(tag)]
        if not doubts:
            return self._say(_missing_half(clues), clues)
        linked = Stretches((link.start, link.end) for link in self.sources.links)
        doubt = min(doubts, key=lambda doubt: (doubt.start not in linked, _RANK.index(doubt.reason)))
        return self._say(_TOLD_AS.get(doubt.reason, doubt.reason), clues, doubt)

    def _say(self, reason: str, clues: Sequence[Clue] = (), doubt: Doubt | None = None) -> Judgement:
        """Failed for a reason, told with the words that decided, and their clause if it is short."""
        text, grounds = self.passage.text.string, self.grounds(clues)
        if doubt is None:
            return self.context.failed(reason, self.passage, grounds=grounds, quote=_quote(text))
        grounds.append(self.passage.ground(reason, doubt.start, doubt.end))
        start, end = self.items.clause(doubt)
        words = text[start:end] if end - start <= _CLAUSE else text[doubt.start : doubt.end]
        place = (doubt.start, doubt.end)
        return self.context.failed(reason, self.passage, *place, grounds=grounds, quote=_quote(words))

    def grounds(self, clues: Sequence[Clue]) -> list[Ground]:
        """The words of some clues, as what a judgement rests on."""
        return [self.passage.ground(clue.kind, clue.start, clue.end) for clue in clues]


def _is_reckoned(kinds: set[str]) -> bool:
    """Somebody went through a record of a known time and counted, or asked and says how many answered."""
    if kinds >= {"kept", "record", "share"}:
        return True  # how many of how many, in what somebody kept
    if "day" in kinds and not _COUNTED.isdisjoint(kinds) and not _OPENED.isdisjoint(kinds):
        return True
    told = "share" in kinds or ("count" in kinds and not kinds.isdisjoint(("record", "thing")))
    return "inquiry" in kinds and told and not _TIMES.isdisjoint(kinds)


def _quote(words: str) -> str:
    """Words of the ticket, without what would stand twice once they are quoted."""
    return excerpt(words).rstrip(" .").strip('«»“”" \u00a0\u202f')


def _missing_half(clues: Sequence[Clue]) -> str:
    """Which half is there, and so which one is not."""
    kinds = {clue.kind for clue in clues}
    if "quote" in kinds:
        return "unattributed"
    if kinds & {"inquiry", "record", "tool", "word", "thing"}:
        return "no-occasion"
    return "no-source" if kinds & {"count", "share", "measure"} else "not-locatable"


def is_salad(sources: Sources) -> bool:
    """Names of sources one after the other, with hardly a word between: nothing is said of them."""
    if len(sources.marks) < _SALAD or sources.links:
        return False
    marks, tokens = sources.among(_NAMES), sources.signals.tokens
    covered = sum([mark.last - mark.first for mark in marks])
    if len(marks) < _SALAD or covered * 2 < len(tokens):
        return False
    if covered * 4 >= len(tokens) * 3:
        return True
    return not _PAUSE.search(sources.text) and sources.signals.pack.minor.isdisjoint([t.word for t in tokens])
