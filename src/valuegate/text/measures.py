"""What a number measures: the units, comparators and neighbours that a pack knows."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from ..language import Pack
from ..records import NamedTuple
from ..typed import Any, Literal
from ..words import fold
from .lexicon import Lexicon, strings
from .numerals import NumberWords

QuantityKind = Literal["count", "percent", "money", "duration", "ratio", "score", "clock", "name"]
"""What is measured. ``clock`` (1:45) is read in a metric alone; ``name`` is for numbers that only name
something; no caller sees it."""

MINUTES: Mapping[str, float] = {
    "millisecond": 1 / 60000,
    "second": 1 / 60,
    "minute": 1.0,
    "hour": 60.0,
    "day": 1440.0,
    "week": 10080.0,
    "month": 43200.0,
    "quarter": 129600.0,
    "year": 525600.0,
}


class Unit(NamedTuple):
    """A unit: its kind, its canonical name, and what a value is multiplied with to be in it."""

    kind: QuantityKind
    name: str
    factor: float = 1.0


PLAIN = Unit("count", "")
PERCENT = Unit("percent", "%")
SYMBOLS: Mapping[str, Unit] = {
    "%": PERCENT,
    "‰": Unit("percent", "%", 0.1),
    "€": Unit("money", "EUR"),
    "$": Unit("money", "USD"),
    "£": Unit("money", "GBP"),
    "¥": Unit("money", "JPY"),
    "×": Unit("ratio", "times"),
}
_NAMED: Mapping[tuple[str, str], Unit] = {
    ("percent", "percent"): PERCENT,
    ("percent", "permille"): SYMBOLS["‰"],
    ("percent", "point"): Unit("percent", "pp"),
    ("score", "point"): Unit("score", "point"),
    ("score", "star"): Unit("score", "star"),
    ("ratio", "times"): SYMBOLS["×"],
}


class Measures:
    """The ``numbers`` and ``units`` tables of a pack, ready for look-up."""

    def __init__(self, pack: Pack) -> None:
        table = pack.table("numbers")
        self.decimal: str = table.get("decimal", ".")
        self.words = NumberWords(table, strings(table, "and"))
        self.scales = {fold(word): float(value) for word, value in table.get("scales", {}).items()}
        self.units = Lexicon(_units(pack.table("units")), pack, "units").valued(_unit)
        signs = ((key, _by_value(table.get(key, {}))) for key in ("comparators", "comparators_after"))
        self.comparators, self.comparators_after = (Lexicon(said, pack, key) for key, said in signs)
        fractions = ((word, float(value)) for word, value in table.get("fractions", {}).items())
        self.fractions = Lexicon(fractions, pack, "fractions")
        self.lexicons = {
            key: Lexicon(((word, True) for word in strings(table, key)), pack, f"numbers {key}")
            for key in _PHRASES
        }
        self.sets = {key: frozenset(map(fold, strings(table, key))) for key in _SETS}
        calendar = pack.table("calendar")
        links = (*strings(calendar, "articles"), *strings(table, "part_links"))
        self.part_links = frozenset(map(fold, links))  # "half an hour", "un quart d'heure"
        self.changes = frozenset(map(fold, strings(calendar, "range_joins")))  # "from 12 to 3 days"
        self.function_words = pack.minor
        self.no_nouns = self.words.heads | frozenset(map(fold, strings(table, "no_nouns")))
        self.often = {fold(word): float(value) for word, value in table.get("often", {}).items()}
        """``once``: how often, where a rate or a share follows."""
        self.heads = self.words.heads | self.fractions.heads | self.often.keys()
        named = (self.lexicons[key].tails for key in ("per", "share", "labels", "versions"))
        self.tails = self.comparators.tails.union(*named)
        """The words before a number that say more of it: nearly all others are passed over at once."""


_PHRASES = ("share", "per", "pace", "clock", "between", "labels", "versions")
_SETS = (
    "weak",
    "counting",
    "before_one",
    "of_them",
    "homographs",
    "label_joins",
    "ordinal_suffixes",
    "noun_links",
    "fraction_not_after",
)


@cache
def measures_of(pack: Pack) -> Measures:
    """The measures of a pack, built once."""
    return Measures(pack)


def _units(units: Mapping[str, Any]) -> list[tuple[str, tuple[str, str]]]:
    """The words of all units, with the kind and the name of each, where something here can compare them."""
    named = [(kind, name, words) for kind, group in units.items() for name, words in group.items()]
    return [(word, (kind, name)) for kind, name, words in named if _is_known(kind, name) for word in words]


def _is_known(kind: str, name: str) -> bool:
    return kind == "money" or (kind == "duration" and name in MINUTES) or (kind, name) in _NAMED


def _unit(named: tuple[str, str]) -> Unit:
    kind, name = named
    if kind == "money":
        return Unit("money", name)
    if kind == "duration":
        return Unit("duration", "minute", MINUTES[name])
    return _NAMED[named]


def _by_value(groups: Mapping[str, list[str]]) -> list[tuple[str, str]]:
    return [(word, mark) for mark, words in groups.items() for word in words]
