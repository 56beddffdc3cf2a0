"""The past of many tickets in few calls, for whoever goes through all that a search finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any, cast

from ..tracker import History, InBulk, Query, Snapshot, Tracker

BATCH = 100
"""So many tickets are looked at ahead."""


def ahead(tracker: Tracker, wanted: Callable[[Snapshot], bool] = lambda _: True) -> Tracker:
    """The tracker, asking for histories ahead of time where it can: of those that are ``wanted``.

    The first ``history`` of a ticket that a search gave is then at hand. It is as old as the batch, and newer
    than the ticket of the search; any further one is asked for anew.
    """
    return cast(Tracker, _Ahead(tracker, tracker, wanted)) if isinstance(tracker, InBulk) else tracker


class _Ahead:
    def __init__(self, tracker: Tracker, bulk: InBulk, wanted: Callable[[Snapshot], bool]) -> None:
        self._tracker = tracker
        self._bulk = bulk
        self._wanted = wanted
        self._known: dict[str, History] = {}

    def __getattr__(self, name: str) -> Any:
        """All else is asked of the tracker itself."""
        return getattr(self._tracker, name)

    def search(self, query: Query) -> Iterator[Snapshot]:
        """What the tracker finds, a batch at a time."""
        found = self._tracker.search(query)
        while batch := list(islice(found, BATCH)):
            keys = [each.ticket.key for each in batch if self._wanted(each)]
            self._known = dict(self._bulk.histories(keys)) if keys else {}
            yield from batch

    def history(self, key: str) -> History:
        """What is at hand, once; else what the tracker says now."""
        return self._known.pop(key, None) or self._tracker.history(key)
