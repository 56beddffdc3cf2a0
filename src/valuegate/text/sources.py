"""What in a passage a colleague could go and check: sources, links, keys, counts, days, quotations, law.

Each is a clue with a weight. A link, a key, a quotation with its occasion or an article of law can be
opened at once; a source weighs where a number or a day goes with it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cached_property
from typing import NamedTuple

from ..language import Pack
from ..ticket import Link
from .calendar import DateMention
from .clues import Mark, Stretches, find_marks, find_quotations, single_words, speech
from .link_kinds import LinkKind, is_self, link_kind
from .links import find_urls
from .quantity import Quantity
from .sentences import Piece
from .signals import Signals

SOURCES = {
    "source_inquiry": "inquiry",
    "source_record": "record",
    "source_tool": "tool",
    "source_word": "word",
    "source_thing": "thing",
}
"""Tag → kind of clue. ``inquiry``: we asked or watched; ``record``: it was written down anyway."""

WEIGHTS = {
    "inquiry": 2, "record": 2, "tool": 2, "word": 1, "thing": 1,
    "link": 3, "key": 3, "law": 3, "quote": 3, "entry": 2, "plain-link": 1,
    "share": 2, "count": 1, "measure": 1, "day": 2, "period": 1,
    "day-of-some-year": 2, "period-of-some-year": 1,
}  # fmt: skip

_TIMES_OVER = 12
"""So many times or more, something happened; fewer, and it may be a comparison (three times as fast)."""
_SMALL = 30
"""A number up to this may be the number *of* something: ``decision 6``."""
_NO_DAY = frozenset(("vague", "relative", "impossible", "year"))
_DAYS = re.compile(r"(?<!\d)\d{1,2}(?!\d)")
_NUMBER = re.compile(
    r"\s*(?:n[°ºo]\s*|no\.?\s*|nr\.?\s*|card\s+|#)?([A-Z]{0,3}\d[\d/-]*-\d+|[A-Z]{0,3}\d{3,}(?:/\d+)?)(?![\w.,]?\d|\s*%)"
)
_LAW_NUMBER = re.compile(
    r"\.?[\s\u00a0]*(?:\([A-Z]{2,3}\)\s*)?(?:n[°ºo]\s*|no\.?\s*|§\s*|[LRD]\.?\s*)?(\d[\w./-]{0,15})"
)


class Clue(NamedTuple):
    """Something that helps a reader to find the fact again."""

    kind: str
    start: int
    end: int


class LinkClue(NamedTuple):
    """A link of the passage, and what it is said to lead to."""

    kind: LinkKind
    start: int
    end: int
    url: str

    @property
    def deep(self) -> bool:
        """Does it lead further than to a home page?"""
        return bool(self.url.partition("://")[2].partition("/")[2])


class Sources:
    """The clues of one passage. ``own_links`` lead to the ticket itself, as ``keys`` do."""

    def __init__(
        self,
        signals: Signals,
        today: date,
        keys: Iterable[str] = (),
        own_links: Iterable[str] = (),
        packs: Sequence[Pack] = (),
    ) -> None:
        self.signals = signals
        self.text = signals.live
        self.today = today
        self.own_keys = frozenset(keys)
        self.own_links = tuple(own_links)
        self.packs = packs or (signals.pack,)

    @cached_property
    def quotations(self) -> list[Piece]:
        """What stands between quotation marks."""
        return find_quotations(self.signals.text)

    @cached_property
    def speech(self) -> list[Piece]:
        """What somebody is quoted to have said."""
        return speech(self.signals.text, self.quotations, self.signals.quotes)

    @cached_property
    def marks(self) -> list[Mark]:
        """The known words, without those of quotations and addresses."""
        silent = Stretches([*self.quotations, *((link.start, link.end) for link in self.links)])
        marks = find_marks(self.signals.tokens, self.text, self.signals.pack)
        return [mark for mark in marks if mark.start not in silent]

    @cached_property
    def quoted(self) -> Stretches:
        """The quotations, to ask what stands in them."""
        return Stretches(self.quotations)

    def of(self, *tags: str) -> list[Mark]:
        """The marks that carry one of these tags, without compounds that only look like them."""
        wanted = frozenset(tags)
        return [mark for mark in self.marks if mark.tags & wanted and "neutral" not in mark.tags]

    @cached_property
    def links(self) -> list[LinkClue]:
        """The links, each with what it leads to; addresses that stand bare too."""
        found = [self._link(*link) for link in find_links(self.signals)]
        return sorted(found, key=lambda link: link.start)

    def _link(self, start: int, end: int, url: str) -> LinkClue:
        if is_self(url, self.own_keys, self.own_links):
            return LinkClue("self", start, end, url)
        label = self.signals.text[start:end]
        return LinkClue(link_kind(label, url, self.signals.pack, self.packs), start, end, url)

    @cached_property
    def clues(self) -> list[Clue]:
        """Everything that helps to check, in the order of the text."""
        found = [
            *self._source_words(),
            *self._pointers(),
            *self._entries(),
            *self._counts(),
            *self._times(),
            *self._law(),
        ]
        found += [Clue("quote", start, end) for start, end in self.speech]
        return sorted(found, key=lambda clue: clue.start)

    def _source_words(self) -> Iterator[Clue]:
        for mark in self.of(*SOURCES):
            kind = next(kind for tag, kind in SOURCES.items() if tag in mark.tags)
            yield Clue(kind, mark.start, mark.end)

    def _pointers(self) -> Iterator[Clue]:
        for start, end in self.signals.keys:
            if self.text[start:end] not in self.own_keys:
                yield Clue("key", start, end)
        for link in self.links:
            if link.kind == "source" or (link.kind == "plain" and link.deep):
                yield Clue("link" if link.kind == "source" else "plain-link", link.start, link.end)

    def _entries(self) -> Iterator[Clue]:
        """A numbered record can be opened: ``entries 2026-113``, ``query 551``, ``dossier D2026-07731``."""
        times = Stretches((mention.start, mention.end) for mention in self.signals.dates(self.today))
        for mark in self.of("source_record", "source_thing", "source_tool", "source_word"):
            number = _NUMBER.match(self.text, mark.end)
            if number and number.start(1) not in times:
                yield Clue("entry", number.start(1), number.end())

    def _counts(self) -> Iterator[Clue]:
        own_work = single_words(self.signals.pack, "own_work")
        vague = [(mark.start, mark.end) for mark in self.of("against_hearsay")]
        silent = Stretches([*vague, *self._numbered_parts()])
        for quantity in self.signals.quantities(self.today):
            kind = _kind_of_count(quantity)
            quiet = quantity.start in silent or quantity.start in self.quoted or self._is_number_of(quantity)
            if kind and not quiet and quantity.noun not in own_work:
                yield Clue(kind, quantity.start, quantity.end)

    def _is_number_of(self, quantity: Quantity) -> bool:
        """``decision 6: go``: a small number between a word and a stop is the name of one thing."""
        if quantity.noun or quantity.kind != "count" or quantity.comparator or quantity.value > _SMALL:
            return False
        before, after = (
            self.text[max(0, quantity.start - 2) : quantity.start],
            self.text[quantity.end : quantity.end + 2],
        )
        return before[:1].isalpha() and before[1:] == " " and after.strip()[:1] in (":", ",", ";", ")")

    def _numbered_parts(self) -> Iterator[Piece]:
        """The numbers of articles, clauses and findings, which count nothing."""
        for part in self.of("law_part"):
            number = _LAW_NUMBER.match(self.text, part.end)
            if number:
                yield number.span(1)

    def _times(self) -> Iterator[Clue]:
        for mention in self.signals.dates(self.today):
            silent = mention.kind in _NO_DAY or mention.start in self.quoted
            silent |= mention.kind == "season" and not mention.year_given
            if not silent and not is_future(mention, self.today):
                exact = mention.kind == "day" or (mention.kind == "range" and _DAYS.search(mention.text))
                kind = "day" if exact else "period"
                yield Clue(kind if mention.year_given else f"{kind}-of-some-year", mention.start, mention.end)

    def _law(self) -> Iterator[Clue]:
        """``Article 7 … of the decree``, ``clause 9.4 … contract``, ``Directive 2019/882``."""
        texts = self.of("law_text")
        for mark in texts:
            number = _LAW_NUMBER.match(self.text, mark.end)
            if number and len(number.group(1)) >= 4:
                yield Clue("law", mark.start, number.end())
        starts = [mark.start for mark in texts]
        for part in self.of("law_part"):
            number = _LAW_NUMBER.match(self.text, part.end)
            at = bisect_left(starts, part.start)
            if number and any(_near(self.text, part, text) for text in texts[max(0, at - 1) : at + 2]):
                yield Clue("law", part.start, number.end())


def find_links(signals: Signals) -> list[Link]:
    """The links of a passage that lead somewhere, bare addresses among them."""
    given = Stretches((link.start, link.end) for link in signals.links)
    found = [link for link in signals.links if "://" in link.url]
    for start, end in find_urls(signals.live):
        if start not in given and end - 1 not in given:
            found.append(Link(start, end, signals.live[start:end]))
    return found


def is_future(mention: DateMention, today: date) -> bool:
    """Does a time lie ahead? A day without its year is taken for a past one."""
    first = mention.day or mention.first
    return mention.year_given and first is not None and first > today


def _near(text: str, part: Mark, law: Mark) -> bool:
    between = text[part.end : law.start] if part.end <= law.start else text[law.end : part.start]
    return len(between) <= 80 and "\n" not in between


def _kind_of_count(quantity: Quantity) -> str | None:
    """An exact share says most; a percentage, a sum or a duration says something only beside its source."""
    if quantity.parts and quantity.parts[1] > 1:
        return "share"
    if quantity.kind == "count" or (quantity.unit == "times" and quantity.value >= _TIMES_OVER):
        return (
            "count" if max(quantity.value, quantity.high or 0) >= 2 and quantity.comparator != "per" else None
        )
    return "measure" if quantity.kind in ("percent", "money", "duration", "score", "ratio") else None
