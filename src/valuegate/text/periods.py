"""Times in words that are not a day: months, quarters, seasons, "in 3 weeks", "soon"."""

from __future__ import annotations

import re
from datetime import date

from ..typed import Any
from ..words import Tokens
from .calendar import FIRST_YEAR, LAST_YEAR, Calendar, DateMention, Kind, bounds
from .numerals import is_lone_year

Found = tuple[DateMention, int]
"""A mention, and the word after it."""

_ORDINAL = re.compile(r"(\d{1,2})([^\W\d_]{1,3})?$")
_BLANKS = " \t\n\u00a0\u202f\u2009"
_DASHES = "-‐‑–—"
_JOINING = frozenset(("", ",", "-"))


class Scan:
    """The words of a text, read one after the other for times."""

    def __init__(self, text: str, words: Tokens, calendar: Calendar, today: date) -> None:
        self.text = text
        self.words = words
        self.calendar = calendar
        self.today = today

    def gap(self, at: int) -> str:
        """What stands between the words ``at`` and ``at + 1``, without blanks; '?' if that is too much."""
        if not 0 <= at < len(self.words) - 1:
            return "?"
        between = self.text[self.words[at][2] : self.words[at + 1][1]]
        if between == " ":  # nearly always
            return ""
        return between.strip(_BLANKS) if len(between) <= 4 and between.count("\n") < 2 else "?"

    def joined(self, at: int) -> bool:
        """Whether the words ``at`` and ``at + 1`` belong together: blanks, a comma, an abbreviation's dot."""
        gap = self.gap(at)
        return gap in _JOINING or (gap == "." and len(self.words[at].word) <= 5)

    def dashed(self, at: int) -> bool:
        """Whether a dash stands between the words ``at`` and ``at + 1``."""
        gap = self.gap(at)
        return gap != "" and gap in _DASHES

    def is_in(self, key: str, at: int) -> bool:
        """Whether the word ``at`` is in a set of the calendar."""
        return 0 <= at < len(self.words) and self.words[at][0] in self.calendar.sets[key]

    def capital(self, at: int) -> bool:
        """Whether the word ``at`` begins with a capital."""
        return self.text[self.words[at].start].isupper()

    def mention(self, kind: Kind, first: int, last: int, /, **known: Any) -> Found:
        """A mention of the words from ``first`` to ``last`` (exclusive)."""
        start, end = self.words[first].start, self.words[last - 1].end
        return DateMention(start, end, kind, self.text[start:end], **known), last

    def number(self, at: int, *, most: int) -> int | None:
        """The number from 1 to ``most`` that the word ``at`` is: ``8``, ``8th``, ``1er``, ``quinze``."""
        if not 0 <= at < len(self.words):
            return None
        word = self.words[at].word
        found = self.calendar.day_words.get(word)
        if found is None and (match := _ORDINAL.match(word)) and self._whole(at):
            if match.group(2) and match.group(2) not in self.calendar.sets["ordinals"]:
                return None
            found = int(match.group(1))
        return found if found is not None and 1 <= found <= most else None

    def _whole(self, at: int) -> bool:
        """Whether a number is all of itself, and not the end of 3.8 or the beginning of 12,5 %."""
        _, start, end = self.words[at]
        before, after = self.text[max(0, start - 2) : start], self.text[end : end + 2]
        if before[1:] == " " and after[:1] == " ":  # nearly always
            return True
        if before[:1].isdigit() and before[1:] in (".", ",", ":", "/"):
            return False
        return not (after[:1] in ("%", "€", "$", "£", "°") or (after[:1] in ".,:/" and after[1:].isdigit()))

    def year_at(self, at: int) -> int | None:
        """The year that the word ``at`` is."""
        if not 0 <= at < len(self.words):
            return None
        word = self.words[at].word
        if len(word) != 4 or not word.isdecimal() or not self._whole(at):
            return None
        year = int(word)
        return year if FIRST_YEAR <= year <= LAST_YEAR else None

    def year_after(self, at: int) -> tuple[int | None, int]:
        """The year after the word ``at`` (``March 2027``, ``Q3 of 2027``), and the word after it all."""
        follow = at + 1
        while follow <= at + 3 and self.is_in("links", follow) and self.joined(follow - 1):
            follow += 1
        if self.joined(follow - 1) or self.gap(follow - 1) == "/":
            year = self.year_at(follow)
            if year:
                return year, follow + 1
        return self._short_year(at)

    def _short_year(self, at: int) -> tuple[int | None, int]:
        word = self.words[at + 1].word if at + 1 < len(self.words) else ""
        if len(word) == 2 and word.isdecimal() and self.gap(at) in ("'", "’"):
            return 2000 + int(word), at + 2
        return None, at + 1

    def period(self, at: int) -> Found | None:
        """A month, quarter, half, week, season or year that begins with the word ``at``."""
        for rule in (self.month, self.counted, self.short, self.week, self.season, self.year):
            if found := rule(at):
                return found
        return None

    def month_at(self, at: int) -> int | None:
        """The month that the word ``at`` names; one that is also another word needs a capital, or a year."""
        if not 0 <= at < len(self.words):
            return None
        word = self.words[at].word
        month = self.calendar.months.get(word)
        known = month and (word not in self.calendar.homographs or self.capital(at) or self.year_at(at + 1))
        return month if known else None

    def month(self, at: int) -> Found | None:
        """``March 2027``; ``in May``, but not any "may"."""
        month = self.month_at(at)
        if not month:
            return None
        word = self.words[at].word
        year, last = self.year_after(at)
        if year:
            first_day, last_day = bounds("month", month, year)
            return self.mention("month", at, last, first=first_day, last=last_day)
        if word in self.calendar.full_months and (
            word not in self.calendar.homographs or self.is_in("cues", at - 1)
        ):
            return self.mention("month", at, at + 1, year_given=False)
        return None

    def months(self, at: int) -> Found | None:
        """``Aug-Oct 2026``, ``August to October 2026``."""
        first = self.month_at(at)
        second_at = at + 1
        if not self.dashed(at) and self.gap(at) != "/":
            join = self.calendar.lexicons["range_joins"].at(self.words, at + 1)
            second_at = join[0] if join else len(self.words)
        second = self.month_at(second_at)
        if not first or not second:
            return None
        year, last = self.year_after(second_at)
        if not year:
            return self.mention("range", at, second_at + 1, year_given=False)
        start, end = bounds("month", first, year - (first > second))[0], bounds("month", second, year)[1]
        return self.mention("range", at, last, first=start, last=end)

    def counted(self, at: int) -> Found | None:
        """``3rd quarter``, ``1er trimestre 2027``, ``first half of 2027``."""
        kind: Kind = "quarter" if self.is_in("quarter_words", at + 1) else "half"
        if not self.joined(at) or not (kind == "quarter" or self.is_in("half_words", at + 1)):
            return None
        number = self.number(at, most=4 if kind == "quarter" else 2)
        if not number or self.words[at].word.isdecimal():
            return None
        return self._with_year(kind, number, at, at + 1)

    def _with_year(self, kind: Kind, number: int, first: int, at: int) -> Found:
        year, last = self.year_after(at)
        if not year and self.joined(first - 1) and (year := self.year_at(first - 1)):
            first -= 1
        if not year:
            return self.mention(kind, first, last, year_given=False)
        start, end = bounds(kind, number, year)
        return self.mention(kind, first, last, first=start, last=end)

    def short(self, at: int) -> Found | None:
        """``Q3 2027``, ``T1``, ``S2 2027``, ``2027-W12``."""
        found = self.calendar.short_period(self.words[at].word) if 0 <= at < len(self.words) else None
        if not found or not self.capital(at) or self._in_key(at):
            return None
        return self._with_year(*found, at, at)

    def _in_key(self, at: int) -> bool:
        """Whether it is a part of a key, such as ``FIN-Q3-park``."""
        before = self.words[at - 1] if self.gap(at - 1) == "-" else None
        return before is not None and self.text[before.start : before.end].isupper()

    def week(self, at: int) -> Found | None:
        """``week 12``; but ``14 -> 4`` may follow ``per week``."""
        if not self.is_in("week_words", at) or self.gap(at) != "" or self.is_in("paced", at - 1):
            return None
        number = self.number(at + 1, most=53)
        if not number or not self.words[at + 1].word.isdecimal():
            return None
        return self._with_year("week", number, at, at + 1)

    def quarter(self, at: int) -> Found | None:
        """``quarter 2``, ``trimestre 2 de 2026``."""
        number = self.number(at + 1, most=4) if self.gap(at) == "" else None
        if not number or not self.words[at + 1].word.isdecimal() or self.is_in("paced", at - 1):
            return None
        return self._with_year("quarter", number, at, at + 1)

    def season(self, at: int) -> Found | None:
        """``spring 2027``, ``cet été``."""
        if not 0 <= at < len(self.words) or self.words[at].word not in self.calendar.seasons:
            return None
        year, last = self.year_after(at)
        if year:
            return self.mention("season", at, last, first=date(year, 1, 1), last=date(year, 12, 31))
        return self.mention("season", at, at + 1, year_given=False) if self.is_in("cues", at - 1) else None

    def year(self, at: int) -> Found | None:
        """``2027``, where four digits are no value."""
        year = self.year_at(at)
        if not year or not is_lone_year(self.text, self.words[at].start, self.words[at].end):
            return None
        if self._is_piece(at) or (self.gap(at) == "" and self._takes_year(at + 1)):
            return None
        return self.mention("year", at, at + 1, first=date(year, 1, 1), last=date(year, 12, 31))

    def _is_piece(self, at: int) -> bool:
        """Whether a hyphen ties the year to something else (``ACC-2026-02``, ``2027-Q3``)."""
        tied = (self.gap(at) == "-" and at + 1, self.gap(at - 1) == "-" and at - 1)
        return any(other is not False and not self.year_at(other) for other in tied)

    def _takes_year(self, at: int) -> bool:
        """Whether the word after four digits says that they are a value, or the year of a quarter."""
        word = self.words[at].word
        return word in self.calendar.unit_words or (
            self.capital(at) and self.calendar.short_period(word) is not None
        )

    def part(self, at: int) -> Found | None:
        """``mid-March``, ``fin mars 2027``, ``end of the quarter``, ``early summer``."""
        lexicons = self.calendar.lexicons
        for key in ("start", "mid", "end"):
            hit = lexicons[key].at(self.words, at)
            if not hit or not self.joined(hit[0] - 1):
                continue
            after = self.period(hit[0])
            if after:
                mention, last = after
                known = {"first": mention.first, "last": mention.last, "year_given": mention.year_given}
                return self.mention("part", at, last, **known)
            if named := lexicons["period"].at(self.words, hit[0]):
                return self.mention("part", at, named[0], year_given=False)
        return None

    def relative(self, at: int) -> Found | None:
        """``6 weeks after``, ``in 3 months``, ``within 60 days``: the word ``at`` is the unit."""
        first = at - 1
        if not (self.is_in("articles", first) or self._count(first)) or not self.joined(first):
            return None
        if self._count(first - 1) and self.dashed(first - 1):
            first -= 1  # 2-3 weeks after
        lexicons = self.calendar.lexicons
        hit = lexicons["relative_after"].at(self.words, at + 1)
        if hit and self.joined(at):
            return self.mention("relative", first, hit[0], year_given=False)
        opening = lexicons["relative_before"].before(self.words, first)
        if opening and self.gap(first - 1) == "":
            return self.mention("relative", opening[0], at + 1, year_given=False)
        return None

    def _count(self, at: int) -> bool:
        if not 0 <= at < len(self.words):
            return False
        word = self.words[at].word
        return (word.isdecimal() and len(word) <= 3 and self._whole(at)) or word in self.calendar.small

    def letter_plus(self, at: int) -> Found | None:
        """``J+30``, ``D+30``: the word ``at`` is the number."""
        if at < 1 or self.gap(at - 1) != "+" or not self.is_in("relative_letters", at - 1):
            return None
        return self.mention("relative", at - 1, at + 1, year_given=False) if self.capital(at - 1) else None

    def next_weekday(self, at: int) -> Found | None:
        """``next Friday``, ``vendredi prochain``."""
        if self.is_in("next", at - 1) and self.gap(at - 1) == "":
            return self.mention("relative", at - 1, at + 1, year_given=False)
        if self.is_in("next", at + 1) and self.gap(at) == "":
            return self.mention("relative", at, at + 2, year_given=False)
        return None

    def vague(self, at: int) -> Found | None:
        """``soon``, ``prochain sprint``: the word ``at`` is the longest of the phrase."""
        lexicon = self.calendar.lexicons["vague"]
        for offset in self.calendar.vague_anchors[self.words[at].word]:
            hit = lexicon.at(self.words, at - offset)
            if hit and hit[0] > at:
                return self.mention("vague", at - offset, hit[0], year_given=False)
        return None
