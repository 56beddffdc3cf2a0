"""The ticket's own metric, as the measure of what came out: its words, and the numbers it names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import cache

from ..language import Pack
from ..lazily import lazily
from ..words import Token, Tokens, fold, tokenize
from .lexicon import strings
from .measures import measures_of
from .metric_reading import MetricReading, read_metric
from .numbers import Quantity
from .signals import Signals

_NUMBER = re.compile(r"\d+(?:[.,]\d{1,2}(?!\d))?")

_FAR = 10.0
"""A value more than this many times off the metric's own numbers counts something else."""

_BEYOND = 1.4
"""Times beyond the baseline or the target where a value of the same unit may still lie."""

_OWN_S = ("us", "is", "as", "ss")
"""Words end so in the singular, too: ``refus``."""

_KEY, _STEM = 4, 5
"""Words that share this many first letters, and half of the longer one, speak of the same thing; with the
first they are found."""


class Yardstick:
    """The ticket's own metric: the words of its indicator and the numbers of its baseline and target."""

    def __init__(self, signals: Sequence[Signals], today: date) -> None:
        self.text = signals[0].live if signals else ""
        """How the ticket words it."""
        self.matter: dict[str, set[str]] = {}
        stems = (stem(token, one.pack) for one in signals for token in one.tokens)
        for word in filter(None, stems):
            self.matter.setdefault(word[:_KEY], set()).add(word)
        found = [(number, one.pack) for one in signals for number in one.quantities(today)]
        self.numbers = [number for number, _ in found]
        self._written = [written(number, pack) for number, pack in found]
        self._signals = signals
        self._today = today
        self.shares = any(_family(number) == "share" for number in self.numbers)

    def holds(self, quantity: Quantity, pack: Pack) -> bool:
        """Is this one of the metric's own numbers?"""
        return written(quantity, pack) in self._written

    @lazily
    def bases(self) -> set[str]:
        """What the metric counts by, and not what it counts: the lamps of ``days per lamp``."""
        return {base for one in self._signals for base in _bases(one)}

    def begins_at(self, quantity: Quantity, pack: Pack) -> bool:
        """Is this where it stood before the work: as the metric says, or the number before its last one?"""
        family = _family(quantity)
        pairs = zip(self.numbers, self._written, strict=True)
        alike = [number for own, number in pairs if _family(own) in (family, "count")][-2:]
        first = self._baseline if self._baseline in alike else alike[:1] and alike[0]
        return len(set(alike)) > 1 and written(quantity, pack) == first

    @lazily
    def _readings(self) -> list[MetricReading]:
        return [read_metric(one, self._today) for one in self._signals]

    @lazily
    def is_output(self) -> bool:
        """Does the metric count what the team makes? Then no value of it is an outcome."""
        return any(reading.fault == "output" for reading in self._readings)

    @lazily
    def _baseline(self) -> float | None:
        """The baseline of the metric, as it is written there."""
        for one, reading in zip(self._signals, self._readings, strict=True):
            if not reading.fault and reading.baseline:
                return written(reading.baseline, one.pack)
        return None

    def is_near(self, quantity: Quantity, pack: Pack) -> bool:
        """Does it lie between the baseline and the target, or not far beyond, and is neither of them?"""
        pairs = zip(self.numbers, self._written, strict=True)
        plain = all(own.kind == "count" for own in self.numbers)  # "Minutes to departure: 14 -> 9"
        ends = [number for own, number in pairs if plain or own.kind == quantity.kind][-2:]
        number = written(quantity, pack)
        near = len(ends) > 1 and min(ends) / _BEYOND <= number <= max(ends) * _BEYOND
        return near and number not in ends

    def counts_per(self, noun: str) -> bool:
        """Is this what the metric counts by?"""
        return bool(noun) and any(_akin(noun.rstrip("s"), base) for base in self.bases)

    def speaks_of(self, word: str) -> bool:
        """Is this word, in whatever form, one of the indicator's? ``interne`` is not ``interrompu``."""
        return any(_akin(part, other) for part in _parts(word) for other in self.matter.get(part[:_KEY], ()))

    def rates(self, base: float) -> bool:
        """Is the metric counted per so many, too?"""
        return any(own.comparator == "per" and own.value == base for own in self.numbers)

    def fits(self, quantity: Quantity, pack: Pack) -> bool:
        """Can this number be compared with the metric's own? Where the metric has none, any can."""
        if not self.numbers:
            return True
        plain = all(own.kind == "count" for own in self.numbers)
        if plain and quantity.kind == "duration" and not self._is_timed(quantity, pack):
            return False
        if plain or (quantity.kind == "count" and not quantity.noun):
            number = self._in_base(quantity, pack)
            pairs = zip(self.numbers, self._written, strict=True)
            return any(_near(number, value) for own, value in pairs if own.comparator != "per")
        if self.divides_alike(quantity) or any(_alike(quantity, own) for own in self.numbers):
            return True
        if quantity.kind != "duration" or not any(map(self.speaks_of, stems_in(quantity.text, pack))):
            return False
        number, pairs = written(quantity, pack), zip(self.numbers, self._written, strict=True)
        return any(_near(number, value) for own, value in pairs if own.kind == "count")

    def _in_base(self, quantity: Quantity, pack: Pack) -> float:
        """``twenty out of a hundred`` is twenty, where the metric counts per hundred."""
        parts = quantity.parts
        return parts[0] if parts and self.rates(parts[1]) else written(quantity, pack)

    def _is_timed(self, quantity: Quantity, pack: Pack) -> bool:
        """Does the metric name this unit of time, or time at all: ``minutes to departure``, ``attente``?"""
        units = stems_in(quantity.text, pack)
        timed = strings(pack.table("undertaking"), "timed")
        return any(map(self.speaks_of, (*units, *map(fold, timed))))

    def divides_alike(self, quantity: Quantity) -> bool:
        """``two of twelve``, where the metric has twelve, too."""
        wholes = {own.parts[1] if own.parts else 0 for own in self.numbers}
        return quantity.parts is not None and wholes == {quantity.parts[1]}


def _bases(signals: Signals) -> list[str]:
    """The words after ``per``, where they stand nowhere else in the metric."""
    words, per = signals.pieces, measures_of(signals.pack).lexicons["per"]
    if per.tails.isdisjoint(words.said):
        return []
    stems = [stem(word, signals.pack) for word in words]
    after = (stems[at] or _counted(words, stems, at) for at in range(1, len(words)) if per.ends_at(words, at))
    return [base for base in after if base and stems.count(base) == 1]


def _counted(words: Tokens, stems: Sequence[str], at: int) -> str:
    """The picks of ``per 10,000 picks``."""
    after = next((i for i in range(at, len(words)) if not words[i].word[0].isdigit()), at)
    return stems[after] if after > at else ""


def stem(token: Token, pack: Pack) -> str:
    """A word that carries matter, in the singular; '' for a small word or a number."""
    word = token.word
    if len(word) < 4 or word in pack.minor or any(c.isdigit() for c in word):
        return ""
    return _verb_forms(pack).get(word) or (word if word.endswith(_OWN_S) else word.rstrip("s"))


@cache
def _verb_forms(pack: Pack) -> dict[str, str]:
    """``rang``, ``rung`` → ``ring``, ``grievances`` → ``complaint``: one meaning, other letters."""
    table = pack.table("undertaking")
    groups = (forms.split() for key in ("same", "verb_forms") for forms in strings(table, key))
    return {fold(form): fold(verb) for verb, *forms in groups for form in (verb, *forms)}


def _parts(word: str) -> list[str]:
    """A word, and what its hyphens join: ``drop-out``."""
    return [word, *(part for part in word.split("-") if len(part) >= _KEY)] if "-" in word else [word]


def _akin(one: str, other: str) -> bool:
    """Do two words share a stem, and half of the longer one? ``refus`` and ``refusés`` do, too."""
    short, long = sorted((len(one), len(other)))
    half = max(_STEM if short >= _STEM or long > _STEM + 1 else short, (long + 1) // 2)
    return one[:half] == other[:half]


def _alike(one: Quantity, other: Quantity) -> bool:
    if _family(one) != _family(other):
        return False
    if _unit(one) != _unit(other):
        return False
    return _family(one) == "share" or _near(one.value, other.value)


def _near(one: float, other: float) -> bool:
    large, small = max(abs(one), abs(other)), min(abs(one), abs(other))
    return not small or small * _FAR >= large or large <= _FAR


def stems_in(text: str, pack: Pack) -> list[str]:
    """The words of a text that carry matter."""
    return list(filter(None, (stem(token, pack) for token in tokenize(text))))


def written(quantity: Quantity, pack: Pack) -> float:
    """The number as it stands in the text: a metric may name its unit elsewhere (``minutes: 3.5 -> 1``)."""
    if quantity.kind == "count":  # "12,400"
        return quantity.value
    digits = None if quantity.parts else _NUMBER.search(quantity.text)
    if digits:
        return float(digits.group().replace(",", "."))
    if not quantity.worded or quantity.kind != "duration":
        return quantity.value
    words = tokenize(quantity.text)  # "eighteen hours" is kept in minutes, and says eighteen
    units = measures_of(pack).units
    factors = (found[1].factor for at in range(len(words)) if (found := units.at(words, at)))
    return quantity.value / next(factors, 1.0)


def _family(quantity: Quantity) -> str:
    """Shares compare whether they are written as per cent or as ``n of m``; scores are plain numbers."""
    if quantity.kind == "percent" or quantity.unit == "ratio":
        return "share"
    return "count" if quantity.kind in ("score", "ratio") else quantity.kind


def _unit(quantity: Quantity) -> str:
    """The unit where it tells two numbers of one family apart: the currency of money."""
    return quantity.unit if quantity.kind == "money" else ""
