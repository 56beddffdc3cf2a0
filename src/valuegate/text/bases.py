"""Bases of rates that are said before what is counted: ``of every hundred nine start over``."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from .numbers import Quantity
from .sentences import Piece

_FAR = 1 << 60


def shares_of_base(
    found: list[Quantity], every: Sequence[Quantity], sentences: Sequence[Piece]
) -> list[Quantity]:
    """What is counted; in the sentence that begins with the base of a rate, counts are shares of it."""
    base = next((one for one in every if one.comparator == "per"), None)
    if base is None:
        return found
    start, end = sentences[max(0, bisect_right(sentences, (base.start, _FAR)) - 1)]
    if base is not next(one for one in every if one.start >= start):
        return found
    return [_share(one, base) if base.start < one.start < end else one for one in found]


def _share(quantity: Quantity, base: Quantity) -> Quantity:
    if quantity.kind != "count" or quantity.value > base.value:
        return quantity
    parts = (quantity.value, base.value)
    return quantity._replace(kind="ratio", unit="ratio", value=parts[0] / parts[1], parts=parts)
