"""A metric as it is written: the indicator, where it stands and should go, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from .dates import DateMention
from .indicator import Indicator, read_indicator
from .movement import Movement, Value, Values
from .numbers import Quantity
from .pairing import movements
from .phrase import Name, Phrase, find_name
from .signals import Signals

_NONE = Indicator(0, 0, "none")
_SAME = 1e-9
_RUN = 4
_HALVES = frozenset(("meta", "start", "goal"))
_JARGON = _HALVES | {"transparent", "measure"}


class MetricReading(NamedTuple):
    """What a passage says of a metric. ``fault`` is the reason why it does not hold; '' if it does.

    ``unit`` is that of the target, as in ``Quantity``. ``place`` are the words that the fault is about.
    ``rule`` says how the two values were told apart: arrow, from-to, cues, remaining.
    """

    fault: str
    indicator: Indicator = _NONE
    baseline: Quantity | None = None
    target: Quantity | None = None
    rule: str = ""
    place: tuple[int, int] | None = None
    words: tuple[str, ...] = ()

    @property
    def unit(self) -> str:
        """The unit of its values; '' for plain counts."""
        value = self.target or self.baseline
        return value.unit if value else ""


def read_metric(signals: Signals, today: date, *, strict: bool = False) -> MetricReading:
    """The metric of a passage: the first one that holds, else the one that says most.

    ``strict`` is for text that no label announces: both values need words that say what they are.
    """
    values = Values(signals, today)
    readings = list(_read(values, strict))
    if not readings and not strict:
        readings = list(_read(Values(signals, today, windows=True), strict))
    holding = next((reading for reading in readings if not reading.fault), None)
    if is_salad(values):
        return MetricReading("salad")
    if holding:
        return holding
    return readings[0] if readings else _incomplete(values)


def all_metrics(signals: Signals, today: date) -> list[MetricReading]:
    """Every metric of a passage that holds, in order."""
    return [reading for reading in _read(Values(signals, today), strict=False) if not reading.fault]


def _read(values: Values, strict: bool) -> Iterator[MetricReading]:
    floor = 0
    for movement in movements(values, strict=strict):
        name = find_name(values, movement.first, movement.last, floor)
        floor = movement.last.quantity.end
        indicator = read_indicator(name, movement)
        reading = MetricReading(
            "",
            indicator,
            movement.baseline.quantity,
            movement.target.quantity,
            movement.rule,
            None,
            _words(name),
        )
        yield reading._replace(fault=_fault(values, movement, indicator), place=indicator.sign)


def _words(name: Name) -> tuple[str, ...]:
    """The words that name the indicator, folded."""
    phrase = name.phrase
    return tuple(phrase.values.words[phrase.words[at]].word for at in phrase.naming)


def _fault(values: Values, movement: Movement, indicator: Indicator) -> str:
    start = values.signals.sentences[movement.first.sentence][0]
    if values.marked(start, movement.first.quantity.start, "example"):
        return "template-text"
    if indicator.kind == "none":
        return "no-indicator"
    if indicator.kind == "output":
        return "output"
    return "equal" if _is_equal(movement.baseline.quantity, movement.target.quantity) else ""


def _is_equal(first: Quantity, second: Quantity) -> bool:
    a, b = (q.value * 100 if q.kind == "ratio" else q.value for q in (first, second))
    return abs(a - b) <= _SAME * max(1.0, abs(a))


def _incomplete(values: Values) -> MetricReading:
    """What a passage without a movement has, and which half it lacks."""
    stated = [value for value in values.all if not value.relative and not value.aside]
    baseline = next((value for value in stated if value.role == "baseline"), None)
    target = next((value for value in stated if value.role == "target"), None)
    lone = baseline or target or next(iter(stated), None)
    if lone is None:
        return _without_value(values)
    name = find_name(values, lone, lone)
    indicator = read_indicator(name)
    reading = MetricReading("", indicator, words=_words(name), place=indicator.sign)
    if indicator.kind == "output":
        return reading._replace(fault="output")
    if unknown := unknown_half(values):
        return reading._replace(fault=unknown, target=target.quantity if target else None)
    if baseline and target:
        pair = {"baseline": baseline.quantity, "target": target.quantity}
        return reading._replace(fault="unit-mismatch", **pair)
    if baseline:
        return reading._replace(fault="target-missing", baseline=baseline.quantity)
    if target:
        return reading._replace(fault="baseline-missing", target=target.quantity)
    return _lone(reading, lone, name)


def _lone(reading: MetricReading, value: Value, name: Name) -> MetricReading:
    """One value without a word that says what it is: a total that grows, or a level to reach."""
    quantity = value.quantity
    vanity = name.whole.first("vanity") is not None or (quantity.kind == "count" and not quantity.comparator)
    if vanity:
        return reading._replace(fault="vanity", place=(quantity.start, quantity.end))
    return reading._replace(fault="baseline-missing", target=quantity)


def _without_value(values: Values) -> MetricReading:
    """No value at all, or only changes."""
    whole = Phrase(values, [(0, len(values.live))])
    name = Name(whole, whole)
    indicator = read_indicator(name)
    if not whole.naming:
        return MetricReading("no-indicator")
    if unknown := unknown_half(values):
        return MetricReading(unknown, indicator, words=_words(name))
    relative = next((value for value in values.all if value.relative), None)
    change = relative and (relative.quantity.start, relative.quantity.end)
    if indicator.kind == "output":
        return MetricReading("output", indicator, place=indicator.sign)
    if relative or values.marked(0, len(values.live), "fold_change"):
        return MetricReading("relative-only", indicator, place=change or None)
    return MetricReading("no-number", indicator)


def unknown_half(values: Values) -> str:
    """``unknown-values`` if a value is unknown; ``baseline-pending`` if a source and a day are named."""
    unknown = values.marked(0, len(values.live), "unknown")
    if not unknown:
        return ""
    source = values.marked(0, len(values.live), "source") or values.signals.keys or values.signals.links
    return "baseline-pending" if source and pending_day(values) else "unknown-values"


def pending_day(values: Values) -> DateMention | None:
    """The day on which an unknown baseline will be known."""
    days = (
        m for m in values.signals.dates(values.today) if m.kind == "day" and m.day and m.day > values.today
    )
    return next(days, None)


def is_salad(values: Values) -> bool:
    """Four words for metrics in a row, with no number, small word, colon or full stop between them."""
    run: list[frozenset[str]] = []
    end = 0
    for number, word in enumerate(values.words):
        mark = values.mark_at.get(number)
        broken = any(c in ":;.!?\n()0123456789" for c in values.live[end : word.start])
        known = mark is not None and bool(mark.tags & _JARGON)
        run = ([] if broken else run) + [mark.tags] if mark and known else []
        end = word.end
        if len(run) >= _RUN and sum(bool(tags & _HALVES) for tags in run) >= 2:
            return True
    return False
