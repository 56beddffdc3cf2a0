"""The calendar words of a pack, ready for look-up, and the day arithmetic that the date grammar needs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import cache

from ..language import Pack
from ..records import NamedTuple
from ..typed import Any, Literal
from ..words import Remembered, Token, fold
from .lexicon import Lexicon, strings, words_of

Kind = Literal[
    "day",  # one day of the calendar, in ``day``
    "impossible",  # written as a day that does not exist: 30 February
    "ambiguous",  # two readings, in ``first`` and ``last``: 03/04/2027 in English
    "week",
    "month",
    "part",  # the start, the middle or the end of a period
    "quarter",
    "half",
    "season",
    "year",
    "range",
    "relative",  # counted from another event or from today
    "vague",
]

Role = Literal["vague", "part", "month", "counted", "week", "quarter", "season", "span", "weekday"]
"""What a word of the calendar may begin, or be the heart of."""

DIGITS = frozenset("0123456789")
FIRST_YEAR, LAST_YEAR = 1900, 2199
DAYS = ("day", "week", "month", "quarter", "year")
_SHORT = re.compile(r"([^\W\d_]{1,3})(\d{1,2})(?:'\d\d)?$")


class DateMention(NamedTuple):
    """A piece of text that names a day, or a time that is not a day.

    ``weekday_ok`` is None if no weekday is written. ``first`` and ``last`` bound a period whose year is
    known. ``year_given`` is False if the year was taken from today.
    """

    start: int
    end: int
    kind: Kind
    text: str
    day: date | None = None
    weekday_ok: bool | None = None
    year_given: bool = True
    first: date | None = None
    last: date | None = None


class Calendar:
    """The ``calendar`` table of a pack, folded, by word."""

    def __init__(self, pack: Pack) -> None:
        table, numbers = pack.table("calendar"), pack.table("numbers")
        self.order: str = table.get("order", "dmy")
        self.day_after_month: bool = table.get("day_after_month", False)
        names = pack.derive("calendar names", lambda: _names(table, numbers))
        self.months, self.weekdays, self.day_words, self.small = names
        sets = pack.derive("calendar sets", lambda: _sets(table, numbers, pack.table("units")))
        self.full_months: frozenset[str]
        self.homographs: frozenset[str]
        self.seasons: frozenset[str]
        self.ordinal_words: frozenset[str]
        self.full_months, self.homographs, self.seasons, self.ordinal_words = sets[:4]
        self.span_units: frozenset[str]
        self.unit_words: frozenset[str]
        self.sets: Mapping[str, frozenset[str]]
        self.joins: Mapping[str, frozenset[str]]
        self.span_units, self.unit_words, self.sets, self.joins = sets[4:]
        self.lexicons = {
            key: Lexicon(((word, True) for word in strings(table, key)), pack, f"calendar {key}")
            for key in _PHRASES
        }
        self.short = _short_periods(table)
        self.vague_anchors = pack.derive("vague anchors", lambda: _anchors(strings(table, "vague")))
        self.roles = self._roles()
        self.telling = Remembered(self._is_telling)
        """Which words may name a time."""

    def _is_telling(self, word: str) -> bool:
        return word in self.roles or word[0] in DIGITS or word[-1] in DIGITS

    def _roles(self) -> dict[str, tuple[Role, ...]]:
        """What each word may be, in the order to try. A text with none of them and no digit names no time."""
        parts = (self.lexicons[key].heads for key in ("start", "mid", "end"))
        words: tuple[tuple[Role, Iterable[str]], ...] = (
            ("vague", self.vague_anchors),
            ("part", frozenset().union(*parts)),
            ("month", self.months),
            ("counted", self.ordinal_words),
            ("week", self.sets["week_words"]),
            ("quarter", self.sets["quarter_words"]),
            ("season", self.seasons),
            ("span", self.span_units),
            ("weekday", self.weekdays),
        )
        roles: dict[str, tuple[Role, ...]] = {}
        for role, members in words:
            for word in members:
                roles[word] = (*roles.get(word, ()), role)
        return roles

    def has(self, key: str, words: Sequence[Token], at: int) -> bool:
        """Whether the word ``at`` belongs to a set of the table."""
        return 0 <= at < len(words) and words[at].word in self.sets[key]

    def short_period(self, word: str) -> tuple[Kind, int] | None:
        """What ``q3``, ``t1``, ``h2`` or ``w12`` names."""
        match = _SHORT.match(word)
        if not match:
            return None
        number = int(match.group(2))
        fitting = (kind for kind in self.short.get(match.group(1), ()) if 1 <= number <= _MOST[kind])
        return next(((kind, number) for kind in fitting), None)


_SETS = (
    "cues", "day_cues", "quarter_words", "half_words", "week_words", "links", "ordinals", "relative_letters",
    "articles", "next", "paced",
)  # fmt: skip
_PHRASES = (
    "week_of", "start", "mid", "end", "period", "range_opens", "range_joins", "list_joins", "either_joins",
    "relative_after", "relative_before", "vague", "month_links",
)  # fmt: skip
_MOST: Mapping[Kind, int] = {"quarter": 4, "half": 2, "week": 53}


@cache
def calendar_of(pack: Pack) -> Calendar:
    """The calendar of a pack, built once."""
    return Calendar(pack)


def _names(table: Mapping[str, Any], numbers: Mapping[str, Any]) -> tuple[dict[str, int], ...]:
    """The numbers of months, weekdays, days and small counts by their names."""
    small = {fold(word): number for word, number in numbers.get("cardinals", {}).items()}
    months, weekdays = (_numbered(table.get(key, ())) for key in ("months", "weekdays"))
    return months, weekdays, _day_words(numbers), small


def _sets(table: Mapping[str, Any], numbers: Mapping[str, Any], units: Mapping[str, Any]) -> tuple[Any, ...]:
    """Folded words by what they are."""
    return (
        _folded(names[0] for names in table.get("months", ())),
        _folded(strings(table, "homographs")),
        _folded(strings(table, "seasons")),
        _folded(numbers.get("ordinal_words", {})),
        _span_units(units),
        _unit_words(units),
        {key: _folded(strings(table, key)) for key in _SETS},
        {key: _folded(strings(table, key)) for key in ("range_joins", "list_joins")},
    )


def _folded(words: Iterable[str]) -> frozenset[str]:
    return frozenset(map(fold, words))


def _numbered(groups: Iterable[Iterable[str]]) -> dict[str, int]:
    return {fold(name): number for number, names in enumerate(groups, 1) for name in names}


def _anchors(phrases: Iterable[str]) -> dict[str, frozenset[int]]:
    """The longest word of each phrase, and how far from the start it stands: common words start no search."""
    found: dict[str, set[int]] = {}
    for phrase in phrases:
        words = words_of(phrase)
        at = max(range(len(words)), key=lambda i: (len(words[i]), i))
        found.setdefault(words[at], set()).add(at)
    return {word: frozenset(places) for word, places in found.items()}


def _day_words(numbers: Mapping[str, Any]) -> dict[str, int]:
    words = {**numbers.get("cardinals", {}), **numbers.get("ordinal_words", {})}
    return {fold(word): int(n) for word, n in words.items() if 1 <= n <= 31}


def _short_periods(table: Mapping[str, Any]) -> dict[str, list[Kind]]:
    """The letters before a number, and the periods they may mean: French S2 is a half, S12 a week."""
    found: dict[str, list[Kind]] = {}
    for kind in _MOST:
        for letters in strings(table, f"{kind}_letters"):
            found.setdefault(fold(letters), []).append(kind)
    return found


def _span_units(units: Mapping[str, Any]) -> frozenset[str]:
    durations = units.get("duration", {})
    return _folded(w for unit in DAYS for w in strings(durations, unit) if len(w) > 1 and " " not in w)


def _unit_words(units: Mapping[str, Any]) -> frozenset[str]:
    return _folded(word for group in units.values() for words in group.values() for word in words)


def a_day(year: int, month: int, day: int) -> date | None:
    """The day, if there is one."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def next_day(today: date, month: int, day: int) -> date | None:
    """The next such day after today; None for a day that no year has."""
    for year in range(today.year, min(today.year + 9, date.max.year)):
        found = a_day(year, month, day)
        if found and found > today:
            return found
    return None


def bounds(kind: Kind, number: int, year: int) -> tuple[date | None, date | None]:
    """The first and the last day of a month, quarter, half, week or year."""
    if kind == "week":
        return _week(year, number)
    months = {"month": 1, "quarter": 3, "half": 6}.get(kind, 12)
    start = (number - 1) * months + 1
    following = date(year + (start + months > 12), (start + months - 1) % 12 + 1, 1)
    return date(year, start, 1), following - timedelta(days=1)


def _week(year: int, number: int) -> tuple[date | None, date | None]:
    try:
        return date.fromisocalendar(year, number, 1), date.fromisocalendar(year, number, 7)
    except ValueError:
        return None, None
