"""A part of a whole in running text: ``of the 88 lots, 11``, ``4 wrong among 300``."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from .measures import measures_of
from .quantity import Quantity
from .signals import Signals
from .yardstick import written

_FEW = 6
"""Words between a part and its whole, at most."""


def as_share(signals: Signals, quantity: Quantity, neighbours: Sequence[Quantity]) -> Quantity:
    """A number as a share of a whole that its sentence names; itself where none does."""
    if quantity.kind not in ("count", "duration"):
        return quantity
    part = written(quantity, signals.pack)
    wholes = [whole for whole in neighbours if whole.kind == "count"]
    whole = next((q for q in wholes if q.value >= part > 0 and _contains(signals, q, quantity)), None)
    if not whole:
        return quantity
    return quantity._replace(kind="ratio", unit="ratio", value=part / whole.value, noun="")


def _contains(signals: Signals, whole: Quantity, part: Quantity) -> bool:
    words, lexicons = signals.pieces, measures_of(signals.pack).lexicons
    at = bisect_left(words.starts, whole.start)
    if whole.start < part.start:  # only "of the" stands before it
        return part.kind == "count" and lexicons["share"].ends_at(words, at)
    gap = signals.live[part.end : whole.start]
    among = any(lexicons[key].ends_at(words, at) for key in ("share", "per"))
    return among and len(gap.split()) <= _FEW and set(";:,.(").isdisjoint(gap)
