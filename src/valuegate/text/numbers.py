"""Quantities in a text: what is counted, with its unit, range and comparison.

Numbers that only name something (versions, keys, list numbers, years, phone numbers) are no quantities.
Durations are kept in minutes and shares as quotients, so that two values compare.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from operator import itemgetter

from ..language import Pack
from ..words import Tokens, places_in, tokenize
from .around import NAME, Around
from .joins import Draft, join
from .lexicon import pieces
from .links import find_keys, find_urls
from .measures import Measures, measures_of
from .numerals import ARROWS, Number, bare_decimals, is_list_number, is_lone_year, literals, phones
from .quantity import BLANKS, Quantity
from .weak_numbers import is_weak

__all__ = ["MOST", "Quantity", "find_quantities"]

MOST = 200
"""More quantities than this in one text are not read: nobody argues with so many."""

_DIGIT = re.compile(r"\d")
_PLAIN_DIGIT = re.compile("[0-9]")  # a range is searched twice as fast as a category
_BEFORE_SIGN = frozenset(" \n\t(>|:≥≤~≈=")
_MARK_BEFORE = re.compile(rf"(?<![-=>])(<=|>=|[<>≤≥~≈±+])[{BLANKS}]?$")
_MARKS = frozenset("<>=≤≥~≈±+")
_COMPARATORS = {"≤": "<=", "≥": ">=", "≈": "~", "±": "~"}
_ORDINAL_MARKS = frozenset("°º№")
_STOPS = frozenset(".;:(\n→")
_NAMING = frozenset({"", ".", "#"})
_CLAUSE_ENDS = frozenset(("", *".\n:;"))
_LEADS = frozenset(("so", "and", "but", "donc", "et", "mais"))
"""What may stand before the words that open a clause."""
_LONGEST_NOUN = 40
_new = tuple.__new__  # a third of the cost of the constructor
_START = itemgetter(0)
_ARROW_STARTS = frozenset(("-", "=", *ARROWS))


def find_quantities(
    text: str, pack: Pack, masks: Iterable[tuple[int, int]] = (), tokens: Tokens | None = None
) -> list[Quantity]:
    """The quantities of a text, in order, at most ``MOST``. ``masks`` are places to leave out, such as dates.

    ``tokens`` saves cutting the text again; they are cut at their hyphens.
    """
    measures = measures_of(pack)
    words = pieces(tokenize(text), text) if tokens is None else tokens
    spelled = places_in(measures.heads, words.said)
    digits = (_PLAIN_DIGIT if text.isascii() else _DIGIT).search(text) is not None
    if not spelled and not digits:
        return []
    names = [*find_keys(text), *phones(text)] if digits else []
    masked = sorted([*masks, *find_urls(text), *names])
    return _Reader(text, words, measures, masked).quantities(spelled, digits)


class _Reader:
    """The numbers of one text, read from left to right."""

    def __init__(
        self, text: str, words: Tokens, measures: Measures, masked: Sequence[tuple[int, int]]
    ) -> None:
        self.text = text
        self.words = words
        self.measures = measures
        self.around = Around(text, words, measures)
        self.masked = masked

    def quantities(self, spelled: list[int], digits: bool) -> list[Quantity]:
        """All quantities, joined where they speak of one (``7 of 9``, ``3-5 %``, ``1 h 20``)."""
        numbers = list(literals(self.text, self.measures.decimal)) if digits else []
        bare = bare_decimals(self.text) if digits and " ." in self.text else ()
        if spelled or bare:
            numbers = sorted([*numbers, *bare, *self._worded(spelled)])
        read: list[Draft] = []
        floor = 0
        for number in self._visible(numbers)[: 2 * MOST]:
            if number[0] >= floor:
                read.append(self._read(number, floor))
                floor = read[-1].quantity.end
        joined = join(self.text, read, self.measures, self.words) if len(read) > 1 else read
        return [draft.quantity for draft in joined if draft.quantity.kind != "name" and not draft.weak][:MOST]

    def _visible(self, numbers: list[Number]) -> list[Number]:
        """The numbers that are not masked."""
        masks, at = self.masked, 0
        if not masks:
            return numbers
        found: list[Number] = []
        for number in numbers:
            while at < len(masks) and masks[at][1] <= number[0]:
                at += 1
            if at == len(masks) or masks[at][0] >= number[1]:
                found.append(number)
        return found

    def _worded(self, spelled: list[int]) -> Iterable[Number]:
        follow = 0
        for at in spelled:
            number = self._worded_at(at) if at >= follow else None
            if number:
                follow = number[0]
                yield number[1]

    def _worded_at(self, at: int) -> tuple[int, Number] | None:
        """A fraction or a number in words, and the word after it."""
        measures, words = self.measures, self.words
        if often := measures.often.get(words[at][0]):
            return at + 1, Number(words[at].start, words[at].end, often, "often")
        fraction = None
        if words[at][0] in measures.fractions.heads:
            rank = at > 0 and words[at - 1][0] in measures.sets["fraction_not_after"]
            fraction = None if rank or self._is_part_of_word(at) else measures.fractions.at(words, at)
        found = fraction or measures.words.at(words, at)
        if not found:
            return None
        start, end = words[at].start, words[found[0] - 1].end
        return found[0], Number(start, end, found[1], "fraction" if fraction else "word")

    def _is_part_of_word(self, at: int) -> bool:
        """``the half-term``, and not ``half-hours``."""
        if self.text[self.words[at].end : self.words[at].end + 1] != "-" or at + 1 == len(self.words):
            return False
        return self.words[at + 1].word.isalpha() and not self.measures.units.at(self.words, at + 1)

    def _read(self, number: Number, floor: int) -> Draft:
        """One number with all that stands around it; ``floor`` is the end of the one before."""
        around = self.around
        start, before = number.start, around.index(number.start)
        value, end, unit = around.measure(number)
        money = around.money_before(start, before, floor) if unit.kind == "count" else None
        if money:
            start, unit = money
            before = around.index(start)
        if start > floor and self._is_negative(start):
            start, value = start - 1, -value
        if unit.kind == "count" and self._only_names(number, before, end):
            unit = NAME
        counted = value if unit.kind == "count" else 0.0  # "used by 10 %" is no base
        comparator, end = self._comparator(counted, start, before, end)
        noun, worded = self._noun(end), number.source != "digits"
        value, text = value * unit.factor, self.text[start:end]
        quantity = _new(
            Quantity,
            (start, end, value, unit.name, unit.kind, text, None, None, comparator, None, noun, worded),
        )
        scaled = number.value and unit.kind != "duration"  # "1 h 20" has steps of an hour
        step = value / number.value if scaled else unit.factor
        weak = worded and is_weak(self.around, number, quantity, unit)
        return _new(Draft, (quantity, step, before, around.index(end), weak))

    def _is_negative(self, start: int) -> bool:
        if self.text[start - 1] not in "-−":
            return False
        return start == 1 or self.text[start - 2] in _BEFORE_SIGN

    def _only_names(self, number: Number, before: int, end: int) -> bool:
        """Whether the number names a thing (``version 2.0``, ``card 412``), a year or an hour of the day."""
        after, clock = self.around.after(end), self.measures.lexicons["clock"]
        if after >= 0 and self.words[after][0] in clock.heads and clock.at(self.words, after):
            return True
        place = (self.text, number.start, number.end)
        return is_lone_year(*place) or is_list_number(*place) or self._labelled(number, before)

    def _labelled(self, number: Number, before: int) -> bool:
        if not before:
            return False
        word, _, end = self.words[before - 1]
        gap = self.text[end : number.start].strip(BLANKS)
        lexicons = self.measures.lexicons
        if gap in _ORDINAL_MARKS:
            return True
        if word not in self.measures.tails or gap not in _NAMING:
            return False
        if lexicons["versions"].ends_at(self.words, before):
            return True
        label = lexicons["labels"].before(self.words, before)
        if not label or number.source != "digits" or number.value % 1:
            return False
        arrow = self.text[number.end : number.end + 4].lstrip(BLANKS)[:1] in _ARROW_STARTS
        return not arrow and not lexicons["per"].ends_at(self.words, label[0])

    def _comparator(self, value: float, start: int, before: int, end: int) -> tuple[str, int]:
        """The comparator, and the end with the words that follow ("or more")."""
        mark = self._mark_before(start)
        if mark:
            return mark, end
        if before and self.words[before - 1][0] in self.measures.tails:
            hit = self.measures.comparators.before(self.words, before)
            if hit and not self.text[self.words[before - 1].end : start].strip(BLANKS + "(."):
                return hit[1], end
            if self._is_base(value, start, before):
                return "per", end
        if self.text[end : end + 1] == "+" and not self.text[end + 1 : end + 2].isalnum():
            return ">=", end + 1
        follow, after = self.around.after(end), self.measures.comparators_after
        if follow < 0:
            return "", end
        if hit := after.at(self.words, follow):
            return hit[1], self.words[hit[0] - 1].end
        late = self._later(follow) or self._later(follow + 1)
        stopped = late is None or not _STOPS.isdisjoint(self.text[end : self.words[late[0] - 1].start])
        return ("", end) if late is None or stopped else (late[1], end)

    def _later(self, at: int) -> tuple[int, str] | None:
        """``50 a month at most``, ``15 trays or fewer``: what follows the pace, or else the noun."""
        lexicons, after = self.measures.lexicons, self.measures.comparators_after
        per = lexicons["per"].at(self.words, at)
        pace = (per[0] + 1, True) if per else lexicons["pace"].at(self.words, at)
        return after.at(self.words, pace[0] if pace else at)

    def _mark_before(self, start: int) -> str:
        head = self.text[max(0, start - 4) : start]
        if _MARKS.isdisjoint(head):
            return ""
        mark = _MARK_BEFORE.search(head)
        return _COMPARATORS.get(mark.group(1), mark.group(1)) if mark else ""

    def _is_base(self, value: float, start: int, before: int) -> bool:
        """Whether the number is the base of a rate: "33 per 1,000", "of a hundred slips nine are wrong"."""
        if value < 10 or not (
            self.measures.lexicons["per"].ends_at(self.words, before) or self._opens(before)
        ):
            return False
        return str(int(value)).strip("0") == "1" and self.around.blank_before(start, before)

    def _opens(self, before: int) -> bool:
        """Whether words that lead from a part to its whole begin the clause."""
        share = self.measures.lexicons["share"].before(self.words, before)
        if not share:
            return False
        first = share[0] - 1 if share[0] and self.words[share[0] - 1][0] in _LEADS else share[0]
        return self.text[: self.words[first].start].rstrip(BLANKS)[-1:] in _CLAUSE_ENDS

    def _noun(self, end: int) -> str:
        """The content word after the quantity, past "of the" and the like; '' if punctuation comes first."""
        measures, at = self.measures, self.around.after(end)
        for _ in range(4):
            if at < 0:
                return ""
            word = self.words[at][0]
            if word not in measures.sets["noun_links"]:
                if self._is_masked(self.words[at][1]):
                    return ""  # "ten at most, end of March": a time is not what is counted
                noun = self._compound(at)
                content = noun not in measures.function_words and noun not in measures.no_nouns
                return noun if content and word[0].isalpha() else ""
            at = self.around.after(self.words[at].end)
        return ""

    def _is_masked(self, place: int) -> bool:
        """Does a character stand in a date, a key or an address?"""
        at = bisect_right(self.masked, place, key=_START) - 1 if self.masked else -1
        return at >= 0 and place < self.masked[at][1]

    def _compound(self, at: int) -> str:
        """A word with what hyphens tie to it: ``no-shows``."""
        noun, end = self.words[at][0], self.words[at][2]
        if self.text[end : end + 1] != "-":
            return noun
        while at + 1 < len(self.words) and self.text[self.words[at].end : self.words[at + 1].start] == "-":
            at += 1
            noun = f"{noun}-{self.words[at].word}"
            if len(noun) > _LONGEST_NOUN:
                break
        return noun
