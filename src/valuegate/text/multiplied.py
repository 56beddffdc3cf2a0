"""A factor and the value it leads to (``halve it, that is to 11 %``): where it stands follows from both."""

from __future__ import annotations

from collections.abc import Iterator

from .marks import Mark
from .movement import Movement, Value, Values

_FACTORS = {"halving": 2.0, "doubling": 0.5}
"""What the value was multiplied with before, by what is done to it."""
_LEADS = ("to", "down_to", "that_is")
_NEAR = 3
"""Words before the value, at most, that lead to it."""


def multiplied(values: Values) -> Iterator[Movement]:
    """The movements that are told by a factor and a target."""
    for mark in values.folds:
        if mark.tags.isdisjoint(_FACTORS):
            continue
        end = values.signals.sentences[values.sentence_of(mark.start)][1]
        after = [v for v in values.all if mark.end <= v.quantity.start < end and not v.aside]
        if len(after) == 1 and not after[0].relative and _leads(values, mark, after[0]):
            yield _movement(values, mark, after[0])


def _leads(values: Values, mark: Mark, value: Value) -> bool:
    """Does ``to``, or ``that is``, lead to the value, with nothing told between them?"""
    start = value.quantity.start
    near = values.words[max(0, values.index(start) - _NEAR)].start
    leads = values.marked(max(mark.end, near), start, *_LEADS)
    return bool(leads) and not values.has_content(leads[0].end, start)


def _movement(values: Values, mark: Mark, value: Value) -> Movement:
    """From the value before, which the factor stands for, to the one that is told."""
    factor = next(_FACTORS[tag] for tag in _FACTORS if tag in mark.tags)
    before = value.quantity._replace(
        start=mark.start,
        end=mark.end,
        value=value.quantity.value * factor,
        text=values.live[mark.start : mark.end],
    )
    baseline = value._replace(quantity=before, role="baseline", cue=None)
    return Movement(baseline, value._replace(role="target"), "cues")
