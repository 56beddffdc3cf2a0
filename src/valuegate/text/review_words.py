"""What is spoken of between two places of a passage, in the words that review dates are told by."""

from __future__ import annotations

from bisect import bisect_left
from operator import itemgetter

from ..language import Hit
from ..typed import Literal, get_args
from .signals import Signals

TABLE = "review_date"
"""The table of words that is read here."""

Event = Literal["launch", "deadline", "meeting"]
EVENTS: tuple[Event, ...] = get_args(Event)
"""What a day may be for that is no review."""
REVIEW = ("review", "review_named")
SMALL = 3
"""Words of fewer letters name nothing."""
_SILENT = ("harmless", "spelled_out")
_RECORDS = frozenset(("source_record", "source_tool", "source_thing"))
_MARK_START = itemgetter(3)


class Window:
    """The known phrases and the words between two places."""

    def __init__(self, signals: Signals, start: int, end: int) -> None:
        self.signals = signals
        self.start, self.end = start, max(start, end)
        hits = signals.hits(TABLE)  # few: a look at each costs less than a search
        self.hits = [hit for hit in hits if start <= hit[3] < end] if hits else hits

    def last(self, *tags: str) -> Hit | None:
        """The last phrase with one of these tags."""
        for hit in reversed(self.hits):
            if not hit[0].isdisjoint(tags):
                return hit
        return None

    def first(self, *tags: str) -> Hit | None:
        """The first phrase with one of these tags."""
        for hit in self.hits:
            if not hit[0].isdisjoint(tags):
                return hit
        return None

    def records(self) -> bool:
        """Does a record of what happened stand here (a log, a notebook, the sheets)?"""
        marks = self.signals.marks
        low = bisect_left(marks, self.start, key=_MARK_START)
        high = bisect_left(marks, self.end, lo=low, key=_MARK_START)
        return any(not mark.tags.isdisjoint(_RECORDS) for mark in marks[low:high])

    def unknown(self) -> bool:
        """Is there a word that names something, and no list knows it as harmless?"""
        tokens, minor = self.signals.tokens, self.signals.pack.minor
        if self.start >= self.end or not tokens or self.end <= tokens[0][1]:
            return False  # nothing stands before the day: so it is in most passages
        first = bisect_left(tokens.starts, self.start)
        said = [hit for hit in self.hits if not hit[0].isdisjoint(_SILENT)]
        harmless = {number for hit in said for number in range(hit.first, hit.last)}
        for number in range(first, len(tokens)):
            word, start, _ = tokens[number]
            if start >= self.end:
                return False
            known = word in minor or number in harmless or len(word) < SMALL
            if not known and not any(map(str.isdigit, word)):
                return True
        return False


def speaks_of_review(signals: Signals, start: int, end: int) -> bool:
    """Is a review of results spoken of between two places, without the help of a label?

    In words for one (``take stock``), or where people come back to something that was counted or recorded.
    """
    said = Window(signals, start, end)
    if said.first("review_named"):
        return True
    return said.first("act") is not None and speaks_of_figures(signals, start, end)


def speaks_of_figures(signals: Signals, start: int, end: int) -> bool:
    """Is something spoken of that was counted or recorded?"""
    said = Window(signals, start, end)
    return said.first("figures") is not None or said.records()


def names_event(signals: Signals, start: int, end: int) -> bool:
    """Is another event than a review named between two places?"""
    return Window(signals, start, end).first(*EVENTS, "ceremony") is not None


def may_speak_of_review(signals: Signals) -> bool:
    """Is anything said without which no review is spoken of?"""
    return bool(signals.of(TABLE, "review_named", "act"))


def is_small(signals: Signals, word: str) -> bool:
    """Does a word name nothing?"""
    return len(word) < SMALL or word in signals.pack.minor
