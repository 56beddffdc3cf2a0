"""A metric as it is written: the indicator, where it stands and should go, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import chain

from ..records import NamedTuple
from .dates import DateMention
from .direction import contradiction, levels
from .indicator import Indicator, read_indicator
from .movement import Movement, Value, Values
from .multiplied import multiplied
from .numbers import Quantity
from .pairing import movements
from .phrase import Name, Phrase, find_name
from .signals import Signals

_NONE = Indicator(0, 0, "none")
_SAME = 1e-9
_RUN = 4
_MOST = 20
"""More movements than this in one passage are not read."""
_HALVES = frozenset(("meta", "start", "goal"))
_GENERAL = frozenset(("vanity", "artefact", "material", "product", "transparent"))
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
    if is_salad(values):
        return MetricReading("salad")
    reading = _best(values, strict)
    if reading is None and not strict and values.lasts:
        reading = _best(Values(signals, today, windows=True), strict)
    return reading or _incomplete(values)


def _best(values: Values, strict: bool) -> MetricReading | None:
    """The first metric that holds, else the first one."""
    first = None
    for reading in _read(values, strict):
        if not reading.fault:
            return reading
        first = first or reading
    return first


def _read(values: Values, strict: bool) -> Iterator[MetricReading]:
    floor = 0
    told = movements(values, strict=strict)[:_MOST]
    for movement in told if strict or not values.folds else chain(told, multiplied(values)):
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
        fault = _fault(values, movement, indicator) or ("vanity" if _only_grows(name, movement) else "")
        opposed = None if fault else contradiction(values, movement)
        if opposed and opposed[0] == "relative-only":  # an amount is neither value
            reading = reading._replace(baseline=None, target=None)
        fault, place = opposed or (fault, indicator.sign)
        yield reading._replace(fault=fault, place=place)


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


def _only_grows(name: Name, movement: Movement) -> bool:
    """``page views: 10,000 -> 30,000``: a total of visits or accounts, and nothing said of those who come."""
    first, last = movement.baseline.quantity, movement.target.quantity
    if last.kind != "count" or last.value <= first.value or name.whole.first("per", "pace") is not None:
        return False
    at = name.phrase.first("vanity")
    return at is not None and all(name.phrase.tags(n) & _GENERAL for n in name.phrase.naming)


def _is_equal(first: Quantity, second: Quantity) -> bool:
    compared = levels(first, second)
    return compared is not None and abs(compared[0] - compared[1]) <= _SAME * max(1.0, abs(compared[0]))


def _incomplete(values: Values) -> MetricReading:
    """What a passage without a movement has, and which half it lacks."""
    stated = [
        value
        for value in values.all
        if not value.relative and not value.aside and not _is_name(values, value)
    ]
    baseline = next((value for value in stated if value.role == "baseline"), None)
    target = next((value for value in stated if value.role == "target"), None)
    lone = baseline or target or next(iter(stated), None)
    if lone is None:
        return _without_value(values)
    name = find_name(values, lone, lone)
    indicator = read_indicator(name)
    if indicator.kind == "outcome" and len(name.whole.words) > len(name.phrase.words):
        beside = read_indicator(Name(name.beside, name.beside, name.beside))
        indicator = beside if beside.kind == "output" else indicator
    reading = MetricReading("", indicator, words=_words(name), place=indicator.sign)
    if indicator.kind == "output":
        return reading._replace(fault="output")
    if unknown := unknown_half(values):
        return reading._replace(fault=unknown, target=target.quantity if target else None)
    if baseline and target:
        halves = reading._replace(baseline=baseline.quantity, target=target.quantity)
        return halves._replace(fault="unit-mismatch")
    if values.marked(0, len(values.live), "fold_change") and not lone.role:
        return reading._replace(fault="relative-only")
    if name.whole.first("vanity") is not None and lone.quantity.kind == "count" and not baseline:
        return reading._replace(fault="vanity", place=_shown(lone, name))
    if baseline:
        return reading._replace(fault="target-missing", baseline=baseline.quantity)
    return _lone(reading, lone, name)


def _is_name(values: Values, value: Value) -> bool:
    """``day 30``, ``report 88``: a bare number right after a noun names a thing."""
    at = values.index(value.quantity.start) - 1
    if value.role or value.quantity.kind != "count" or value.quantity.comparator or at < 0:
        return False
    adjoins = values.live[values.words[at].end : value.quantity.start].strip() == ""
    mark, small = values.mark_at.get(at), values.words[at].word in values.signals.pack.minor
    return adjoins and (bool(mark.tags & {"measure", "source", "pace"}) if mark else not small)


def _shown(value: Value, name: Name) -> tuple[int, int]:
    """The value with the noun that follows it."""
    end = value.quantity.end
    after = [at for at in name.whole.naming if name.whole.values.words[name.whole.words[at]].start >= end]
    words = name.whole.values.words
    return value.quantity.start, words[name.whole.words[after[0]]].end if after else end


def _lone(reading: MetricReading, value: Value, name: Name) -> MetricReading:
    """One value: a level to reach, a fact as it is, or a total that says neither."""
    quantity = value.quantity
    if value.role == "target" or quantity.comparator or quantity.value == 100:
        return reading._replace(fault="baseline-missing", target=quantity)
    if quantity.kind == "count":
        return reading._replace(fault="vanity", place=_shown(value, name))
    return reading._replace(fault="target-missing", baseline=quantity)


def _without_value(values: Values) -> MetricReading:
    """No value at all, or only changes."""
    whole = Phrase(values, values.visible(0, len(values.live)))
    name = Name(whole, whole, whole)
    if not whole.naming:
        return MetricReading("no-indicator")
    indicator = read_indicator(name)
    if unknown := unknown_half(values):
        return MetricReading(unknown, indicator, words=_words(name))
    if indicator.kind == "output":
        return MetricReading("output", indicator, place=indicator.sign)
    relative = next((value for value in values.all if value.relative), None)
    if relative or values.marked(0, len(values.live), "fold_change"):
        change = (relative.quantity.start, relative.quantity.end) if relative else None
        return MetricReading("relative-only", indicator, place=change)
    return MetricReading("no-number", indicator)


def unknown_half(values: Values) -> str:
    """``unknown-values`` if a value is unknown; ``baseline-pending`` if a source and a day are named."""
    unknown = values.marked(0, len(values.live), "unknown")
    if not any(_speaks_of_a_half(values, mark.start) for mark in unknown):
        return ""
    source = values.marked(0, len(values.live), "source") or values.signals.keys or values.signals.links
    return "baseline-pending" if source and pending_day(values) else "unknown-values"


def _speaks_of_a_half(values: Values, place: int) -> bool:
    """Does the sentence speak of a baseline, a target, or today's value?"""
    start, end = values.signals.sentences[values.sentence_of(place)]
    return bool(values.marked(start, end, "start", "goal", "now"))


def pending_day(values: Values) -> DateMention | None:
    """The day on which an unknown baseline will be known."""
    days = (
        m for m in values.signals.dates(values.today) if m.kind == "day" and m.day and m.day > values.today
    )
    return next(days, None)


def is_salad(values: Values) -> bool:
    """Four words for metrics in a row, with no number, small word, colon or full stop between them."""
    if len(values.marks) < _RUN:
        return False
    run = halves = last = 0
    for mark in values.marks:
        if mark.tags.isdisjoint(_JARGON):
            continue
        between = values.live[values.words[last - 1].end : mark.start] if last and mark.first == last else "."
        joined = between.strip(" ,/-|") == ""
        run, halves = (run, halves) if joined else (0, 0)
        run, halves, last = run + 1, halves + (not mark.tags.isdisjoint(_HALVES)), mark.last
        if run >= _RUN and halves >= 2:
            return True
    return False
