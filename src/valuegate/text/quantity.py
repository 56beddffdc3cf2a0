"""The record of a quantity."""

from __future__ import annotations

from ..records import NamedTuple
from .measures import QuantityKind

BLANKS = " \t\n\u00a0\u202f\u2009"


class Quantity(NamedTuple):
    """A number with what it measures, and where it stands.

    ``value`` is in ``unit``: ``%``, ``pp``, a currency code, ``minute``, ``point``, ``star``, ``times``,
    ``ratio`` (a quotient, whose numbers are ``parts``), ``/5`` (a score out of five) or '' (a count).
    A range has its ends in ``low`` and ``high``, and its middle as ``value``. ``comparator`` is one of
    ``<``, ``<=``, ``>``, ``>=``, ``~``, ``+`` (an increase), ``per`` (the base of a rate) or ''.
    ``noun`` is the content word after it, folded. ``worded`` says that it is written in words.
    """

    start: int
    end: int
    value: float
    unit: str
    kind: QuantityKind
    text: str
    low: float | None = None
    high: float | None = None
    comparator: str = ""
    parts: tuple[float, float] | None = None
    noun: str = ""
    worded: bool = False

    @property
    def approximate(self) -> bool:
        """Whether the text says "about"."""
        return self.comparator == "~"
