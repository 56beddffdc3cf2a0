"""How often the guard refuses, how often that is contested, and how often people find that it was wrong."""

from __future__ import annotations

from ..records import NamedTuple
from .journal import Act, Record

REFUSING: tuple[Act, ...] = ("observed", "warned", "moving", "moved", "not-moved")
"""What says that an entry does not hold; ``observed`` says what would have been refused."""

_DECIDED: tuple[Act, ...] = (*REFUSING, "passed", "exempt")


class Rates(NamedTuple):
    """Counts of entries: an entry into two gates counts twice."""

    entries: int = 0
    refused: int = 0
    contested: int = 0
    overturned: int = 0


class Counting:
    """Counts the entries of records as they go by."""

    def __init__(self) -> None:
        self.total = 0
        self._seen: dict[str, set[tuple[str, str, str, str]]] = {name: set() for name in Rates._fields}

    def add(self, record: Record) -> Record:
        """One more record; it is given back."""
        self.total += 1
        entry = (record.tracker, record.ticket, record.entry, record.gate)
        for name, acts in (("entries", _DECIDED), ("refused", REFUSING)):
            if record.act in acts:
                self._seen[name].add(entry)
        if record.act in ("contested", "overturned"):
            self._seen[record.act].add(entry)
        return record

    @property
    def rates(self) -> Rates:
        """The counts up to now."""
        return Rates(**{name: len(entries) for name, entries in self._seen.items()})
