"""What in a passage a colleague could go and check: sources, links, keys, counts, days, quotations, law.

Each is a clue with a weight. A link, a key, a quotation with its occasion or an article of law can be
opened at once; a source weighs where a number or a day goes with it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from operator import itemgetter

from ..language import Pack
from ..lazily import lazily
from ..words import fold
from .clue_kinds import Clue, source_kind
from .clues import NOWHERE, Mark, Stretches, find_quotations, is_name, single_words, speech, tagged
from .link_kinds import link_clues
from .links import find_urls
from .located import (
    codes,
    counted_of_wholes,
    has_digit,
    heads,
    kind_of_count,
    laws,
    names,
    part_numbers,
    parts,
    seasons,
    serials,
    signed,
    word_before,
)
from .lookers import KEEPERS, kept, looking, lying
from .own_key import own_places
from .quantity import Quantity
from .sentences import Piece
from .signals import Signals
from .told_times import is_latest, told_times

_RANKED = frozenset(
    f"against_{tag}" for tag in ("voice", "rival", "drawing", "opinion", "public", "authority")
)
"""Words that are none of these where they belong to a name."""
_NUMBERED = frozenset(("source_record", "source_thing", "source_tool", "source_word", "reference_word"))
_STANDS_OUT = KEEPERS.union(
    ("source_inquiry", "source_record", "source_tool", "law_text", "keeping", "looked")
)
_HOLDS = frozenset(("source_record", "source_thing", "source_word"))
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_REACH = 9
"""Characters from the number of a week to its year."""
_START = itemgetter(1)
_new = tuple.__new__  # a third of the cost of the constructor


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
        self.quoted = Stretches(self.quotations) if self.quotations else NOWHERE
        self.links = link_clues(signals, self.packs, self.own_keys, tuple(own_links))
        self._all_marks = signals.marks
        self.marks = self._heard()
        """The known words, without those of quotations and addresses, and of names."""
        self.by_tag = tagged(self.marks)
        """The same by what they say, without compounds that only look like them."""
        if not self.by_tag.keys().isdisjoint(_RANKED):
            self.marks = [self._unnamed(mark) for mark in self.marks]
            self.by_tag = tagged(self.marks)

    @lazily
    def speech(self) -> list[Piece]:
        """What somebody is quoted to have said."""
        if not self.quotations and not self.signals.quotes:
            return []
        said = speech(self.signals.text, self.quotations, self.signals.quotes)
        return [(start, end) for start, end in said if not self.text[start:end].isspace()]

    def _heard(self) -> list[Mark]:
        found = self._all_marks
        if not self.quotations and not self.links and not self.signals.quotes:
            return found
        signed = [(a, b) for a, b in self.speech if not self.text.startswith("\n", b) and b < len(self.text)]
        silent = Stretches([*self.quotations, *signed, *[(link.start, link.end) for link in self.links]])
        return [mark for mark in found if mark.start not in silent]

    def _unnamed(self, mark: Mark) -> Mark:
        ranked = mark.tags.isdisjoint(_RANKED) or not is_name(mark, self.text, self.signals.pack)
        return mark if ranked else mark._replace(tags=mark.tags - _RANKED)

    def of(self, tag: str) -> list[Mark]:
        """The marks that carry a tag."""
        return self.by_tag.get(tag, [])

    def among(self, tags: frozenset[str]) -> list[Mark]:
        """The marks that carry one of these tags."""
        if self.by_tag.keys().isdisjoint(tags):
            return []
        return [m for m in self.marks if not m.tags.isdisjoint(tags) and "neutral" not in m.tags]

    @property
    def weak(self) -> bool:
        """Is nothing here that stands out from a story: no source, no pointer, no law, no quotation?"""
        signals = self.signals
        if self.links or self.quotations or signals.quotes or signals.keys or "/" in self.text:
            return False
        if "source_thing" in self.by_tag and _YEAR.search(self.text):
            return False
        return self.by_tag.keys().isdisjoint(_STANDS_OUT)

    @lazily
    def wishes(self) -> list[Piece]:
        """Quotations that only wish for something: ``“We need it”``."""
        if not self.speech:
            return []
        wished = [mark.start for mark in self._all_marks if "wish" in mark.tags]
        return [(a, b) for a, b in self.speech if bisect_left(wished, a) < bisect_left(wished, b)]

    @lazily
    def clues(self) -> list[Clue]:
        """Everything that helps to check, in the order of the text."""
        placed = self._places() if has_digit(self.text) else []
        found = [clue for clue in placed if clue[0] != "stage"]
        found += [
            _new(Clue, (kind, mark[3], mark[4]))
            for mark in self.marks
            if (kind := source_kind(mark[0])) and (self.own or not self._is_any(mark))
        ]
        if "looked" in self.by_tag:
            found += [Clue("inquiry", *mark[3:]) for mark in looking(self.signals, self.of("looked"))]
        if not self.by_tag.keys().isdisjoint(KEEPERS):
            find = lying if self.own else kept
            marks = find(self.signals, self.by_tag, self.among(_HOLDS))
            found += [Clue("kept", *mark[3:]) for mark in marks]
        if self.links or self.signals.keys:
            found += self._pointers()
        found += self._times[0]
        found += [Clue("period", *place) for place in seasons(self.text, self.today.year)]
        if "law_text" in self.by_tag:
            found += [Clue("law", *law) for law in laws(self.text, self.of("law_text"), self.of("law_part"))]
        if self.signals.quantities(self.today):
            found += self._counts(placed)
        if self.own:
            found += [*self._names(), *self._heads()]
        found += [Clue("quote", start, end) for start, end in self.speech]
        found.sort(key=_START)
        return found

    def _is_any(self, mark: Mark) -> bool:
        """``Each audit``, ``chaque relevé``: none of them that one can open."""
        return self.signals.pieces[mark.first - 1].word in single_words(self.signals.pack, "each")

    def _heads(self) -> Iterator[Clue]:
        """Nouns in the place of a source, but for words that count for nothing by themselves."""
        times = [(clue.start, clue.end) for clue in self._times[0]]
        known = Stretches([(mark.start, mark.end) for mark in self.marks])
        for start, end in heads(self.text, times):
            if not any(at in known for at in range(start, end)):
                yield _new(Clue, ("thing", start, end))

    def _names(self) -> list[Clue]:
        """Names of people and places, which no time, word of others, rank or link holds."""
        places = list(names(self.text))
        if not places:
            return []
        known = [*self._timed, *self.quotations, *[(mark.start, mark.end) for mark in self.among(_RANKED)]]
        silent = Stretches([*known, *[(link.start, link.end) for link in self.links]])
        return [_new(Clue, ("name", start, end)) for start, end in places if start not in silent]

    def _pointers(self) -> Iterator[Clue]:
        for start, end in self.signals.keys:
            if (start, end) not in self.own_places:
                yield Clue("key", start, end)
        for link in self.links:
            if link.kind == "source" or (link.kind == "plain" and link.deep):
                yield Clue("link" if link.kind == "source" else "plain-link", link.start, link.end)

    @lazily
    def own_places(self) -> list[Piece]:
        """Where the ticket's own key stands, or one that is called ``this ticket`` somewhere in it."""
        return own_places(self.signals, self.own_keys, self.links, self.of("self_named"))

    @lazily
    def _timed(self) -> list[Piece]:
        return [mention[:2] for mention in self.signals.dates(self.today)]

    @lazily
    def _named_numbers(self) -> Stretches:
        """Times, the numbers of articles, and words of others: no number in them counts anything here."""
        places = [*self._timed, *part_numbers(self.text, self.of("law_part")), *self.quotations]
        return Stretches(places) if places else NOWHERE

    def _places(self) -> list[Clue]:
        """A numbered record can be opened: ``entries 2026-113``; another number after its noun says which."""
        silent = self._named_numbers
        numbered = self.among(_NUMBERED)
        found = {}
        for kind, start, end in parts(self.text, self.signals.pack, silent):
            if kind == "week":
                kind = "day" if self._year_near(start, end) else "period-of-some-year"
            entry = kind == "places" and start - 1 in [mark.end for mark in numbered]
            found[start] = Clue("entry" if entry else kind, start, end)
        for start, end in [*serials(self.text, numbered, silent), *signed(self.text, silent)]:
            found[start] = Clue("entry", start, end)
        if "/" in self.text:
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
        silent = Stretches([*vague, *[clue[1:] for clue in placed]]) if vague or placed else NOWHERE
        of_wholes = set(counted_of_wholes(self.signals, self.today))
        for quantity in self.signals.quantities(self.today):
            kind, start = kind_of_count(quantity), quantity[0]
            if not kind or start in silent or start in self._named_numbers:
                continue
            if quantity.noun not in own_work and not self._names_a_stage(quantity):
                kind = (
                    "share" if start in of_wholes else "period" if is_latest(self.signals, quantity) else kind
                )
                yield _new(Clue, (kind, start, quantity[1]))

    def _names_a_stage(self, quantity: Quantity) -> bool:
        """``draft 3 of the schedule``: the number after a stage of ours counts nothing."""
        before = word_before(self.text, quantity.start - 1)
        return bool(before) and fold(before) in single_words(self.signals.pack, "stage")

    @property
    def ahead(self) -> list[Piece]:
        """Times that lie ahead, but for those that somebody is quoted with."""
        return self._times[1]

    @lazily
    def _times(self) -> tuple[list[Clue], list[Piece]]:
        """Times as clues, and those that lie ahead."""
        mentions = [each for each in self.signals.dates(self.today) if each.start not in self.quoted]
        passed, ahead = told_times(mentions, self.today)
        return [_new(Clue, time) for time in passed], ahead
