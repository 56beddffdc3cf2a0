"""What in a passage a colleague could go and check: sources, links, keys, counts, days, quotations, law.

Each is a clue with a weight. A link, a key, a quotation with its occasion or an article of law can be
opened at once; a source weighs where a number or a day goes with it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cache, cached_property
from operator import attrgetter
from typing import NamedTuple

from ..language import Pack, fold
from .calendar import DateMention
from .clues import Mark, Stretches, find_marks, find_quotations, is_name, single_words, speech
from .link_kinds import link_clues
from .links import find_urls
from .located import codes, names, parts, serials, signed, word_before
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
    "place": 1, "places": 2, "name": 1, "year": 1,
    "share": 2, "count": 1, "measure": 1, "day": 2, "period": 1,
    "day-of-some-year": 2, "period-of-some-year": 1,
}  # fmt: skip

_TIMES_OVER = 12
"""So many times or more, something happened; fewer, and it may be a comparison (three times as fast)."""
_NO_DAY = frozenset(("vague", "relative", "impossible"))
_AGAINST = (
    *("against_voice", "against_rival", "against_drawing", "against_opinion", "against_public"),
    "against_authority",
)
"""Words that are none of these where they belong to a name."""
_RANKED = frozenset(_AGAINST)
_NUMBERED = ("source_record", "source_thing", "source_tool", "source_word", "reference_word")
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_REACH = 9
"""Characters from the number of a week to its year."""
_FEW = 9
_BESIDE = 3
"""Characters between ``this ticket`` and its key: a comma, a bracket."""
_DAYS = re.compile(r"(?<!\d)\d{1,2}(?!\d)")
_LAW_NUMBER = re.compile(
    r"\.?[\s\u00a0]*(?:\([A-Z]{2,3}\)\s*)?(?:n[°ºo]\s*|no\.?\s*|§\s*|[LRD]\.?\s*)?(\d[\w./-]{0,15})"
)


class Clue(NamedTuple):
    """Something that helps a reader to find the fact again."""

    kind: str
    start: int
    end: int


class Sources:
    """The clues of one passage. ``own_links`` lead to the ticket itself, as ``keys`` do.

    ``own`` says that the passage stands in a place of its own, where a name and a place count too.
    """

    def __init__(
        self,
        signals: Signals,
        today: date,
        keys: Iterable[str] = (),
        own_links: Iterable[str] = (),
        packs: Sequence[Pack] = (),
        own: bool = True,
    ) -> None:
        self.signals = signals
        self.text = signals.live
        self.today = today
        self.own_keys = frozenset(keys)
        self.packs = packs or (signals.pack,)
        self.own = own
        self.quotations = find_quotations(signals.text)
        self.quoted = Stretches(self.quotations)
        self.links = link_clues(signals, self.packs, self.own_keys, tuple(own_links))
        self._all_marks = find_marks(signals.tokens, self.text, signals.pack)
        self.marks = self._heard()
        """The known words, without those of quotations and addresses, and of names."""
        self._by_tag = _by_tag(self.marks)
        self._timed = [(mention.start, mention.end) for mention in signals.dates(today)]
        self._named_numbers = Stretches([*self._timed, *self._numbered_parts(), *self.quotations])
        """Times, the numbers of articles, and words of others: no number in them counts anything here."""

    @cached_property
    def speech(self) -> list[Piece]:
        """What somebody is quoted to have said."""
        return speech(self.signals.text, self.quotations, self.signals.quotes)

    def _heard(self) -> list[Mark]:
        found = self._all_marks
        if self.quotations or self.links:
            silent = Stretches([*self.quotations, *((link.start, link.end) for link in self.links)])
            found = [mark for mark in found if mark.start not in silent]
        return [self._unnamed(mark) if self.text[mark.start].isupper() else mark for mark in found]

    def _unnamed(self, mark: Mark) -> Mark:
        if mark.tags.isdisjoint(_RANKED) or not is_name(mark, self.text, self.signals.pack):
            return mark
        return mark._replace(tags=mark.tags - _RANKED)

    def of(self, *tags: str) -> list[Mark]:
        """The marks that carry one of these tags, without compounds that only look like them."""
        if len(tags) == 1:
            return self._by_tag.get(tags[0], [])
        found = {mark.start: mark for tag in tags for mark in self._by_tag.get(tag, ())}
        return [found[start] for start in sorted(found)]

    @cached_property
    def wishes(self) -> list[Piece]:
        """Quotations that only wish for something: ``“We need it”``."""
        if not self.speech:
            return []
        wished = [mark.start for mark in self._all_marks if "wish" in mark.tags]
        return [(a, b) for a, b in self.speech if bisect_left(wished, a) < bisect_left(wished, b)]

    @cached_property
    def clues(self) -> list[Clue]:
        """Everything that helps to check, in the order of the text."""
        placed = self._places()
        found = [clue for clue in placed if clue.kind != "stage"]
        for more in (self._source_words(), self._pointers(), self._times(), self._law()):
            found += more
        found += self._counts(placed)
        if self.own:
            known = [*self._timed, *self.quotations, *((mark.start, mark.end) for mark in self.of(*_AGAINST))]
            known += [(link.start, link.end) for link in self.links]
            found += [Clue("name", start, end) for start, end in names(self.text, Stretches(known))]
        found += [Clue("quote", start, end) for start, end in self.speech]
        return sorted(found, key=attrgetter("start"))

    def _source_words(self) -> Iterator[Clue]:
        for mark in self.marks:
            kind = _source_kind(mark.tags)
            if kind:
                yield Clue(kind, mark.start, mark.end)

    def _pointers(self) -> Iterator[Clue]:
        for start, end in self.signals.keys:
            if not self.is_own_key(start, end):
                yield Clue("key", start, end)
        for link in self.links:
            if link.kind == "source" or (link.kind == "plain" and link.deep):
                yield Clue("link" if link.kind == "source" else "plain-link", link.start, link.end)

    def is_own_key(self, start: int, end: int) -> bool:
        """The ticket's own key, or one that stands beside ``this ticket``."""
        if self.text[start:end] in self.own_keys:
            return True
        named = self.of("self_named")
        return any(0 < max(start - mark.end, mark.start - end) <= _BESIDE for mark in named[:_FEW])

    def _places(self) -> list[Clue]:
        """A numbered record can be opened: ``entries 2026-113``; another number after its noun says which."""
        silent = self._named_numbers
        numbered = self.of(*_NUMBERED)
        found = {}
        before = {mark.end for mark in numbered}
        for kind, start, end in parts(self.text, self.signals.pack, silent):
            if kind == "week":
                kind = "day" if self._year_near(start, end) else "period-of-some-year"
            found[start] = Clue("entry" if kind == "places" and start - 1 in before else kind, start, end)
        for start, end in [*serials(self.text, numbered, silent), *signed(self.text, silent)]:
            found[start] = Clue("entry", start, end)
        for start, end in codes(self.text, Stretches(find_urls(self.text))):
            found[start] = Clue("key", start, end)
        return list(found.values())

    def _year_near(self, start: int, end: int) -> bool:
        """``weeks 40 to 42, 2026``: as exact as two days, where the year is given and not ahead."""
        year = _YEAR.search(self.text, start, end + _REACH)
        return year is not None and int(year.group()) <= self.today.year

    def _counts(self, placed: Sequence[Clue]) -> Iterator[Clue]:
        own_work = single_words(self.signals.pack, "own_work")
        vague = [(mark.start, mark.end) for mark in self.of("against_hearsay")]
        silent = Stretches([*vague, *((clue.start, clue.end) for clue in placed)])
        for quantity in self.signals.quantities(self.today):
            kind = _kind_of_count(quantity)
            if not kind or quantity.start in silent or quantity.start in self._named_numbers:
                continue
            if quantity.noun not in own_work and not self._names_a_stage(quantity):
                yield Clue(kind, quantity.start, quantity.end)

    def _names_a_stage(self, quantity: Quantity) -> bool:
        """``draft 3 of the schedule``: the number after a stage of ours counts nothing."""
        before = word_before(self.text, quantity.start - 1)
        return bool(before) and fold(before) in single_words(self.signals.pack, "stage")

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
            if silent or is_future(mention, self.today):
                continue
            if mention.kind == "year":
                yield Clue("year", mention.start, mention.end)
                continue
            exact = mention.kind == "day" or (mention.kind == "range" and _DAYS.search(mention.text))
            kind = "day" if exact else "period"
            yield Clue(kind if mention.year_given else f"{kind}-of-some-year", mention.start, mention.end)

    def _law(self) -> Iterator[Clue]:
        """``Article 7 … of the decree``, ``clause 9.4 … contract``, ``Directive 2019/882``."""
        texts = self.of("law_text")
        if not texts:
            return
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


def _by_tag(marks: Iterable[Mark]) -> dict[str, list[Mark]]:
    found: dict[str, list[Mark]] = {}
    for mark in marks:
        if "neutral" not in mark.tags:
            for tag in mark.tags:
                found.setdefault(tag, []).append(mark)
    return found


@cache
def _source_kind(tags: frozenset[str]) -> str | None:
    """Which kind of source a word names, if any."""
    if "neutral" in tags:
        return None
    return next((kind for tag, kind in SOURCES.items() if tag in tags), None)


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
