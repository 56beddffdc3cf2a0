"""Histories asked for ahead of time, where a tracker can tell many at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from valuegate.guard.ahead import BATCH, ahead
from valuegate.testing.fake import GUARD, Clock, FakeSite
from valuegate.testing.fake_tracker import FakeTracker
from valuegate.tracker import History, Query


class Bulk(FakeTracker):
    """The fake, telling many at once; ``asked`` are the keys of each call."""

    def __init__(self, site: FakeSite, clock: Clock) -> None:
        super().__init__(site, GUARD, clock)
        self.asked: list[list[str]] = []

    def histories(self, keys: Sequence[str]) -> Mapping[str, History]:
        self.asked.append(list(keys))
        return {key: super(Bulk, self).history(key) for key in keys}

    def history(self, key: str) -> History:
        self.asked.append([key])
        return super().history(key)


def filled(count: int) -> Bulk:
    clock = Clock()
    site = FakeSite(clock)
    for number in range(count):
        status = ("Draft", "Ready")[number % 2]
        site.make(f"Ticket {number}", {}, status=status, labels=(), by="ana")
    return Bulk(site, clock)


def test_histories_are_asked_for_in_batches_and_given_once() -> None:
    bulk = filled(BATCH + 5)
    tracker = ahead(bulk)
    found = [(each, tracker.history(each.ticket.key)) for each in tracker.search(Query())]
    assert [len(keys) for keys in bulk.asked] == [BATCH, 5]
    assert all(history.moves[-1].after == each.status for each, history in found)
    tracker.history(found[-1][0].ticket.key)
    assert [len(keys) for keys in bulk.asked] == [BATCH, 5, 1]


def test_only_those_that_are_wanted_are_asked_for() -> None:
    bulk = filled(4)
    tracker = ahead(bulk, lambda now: now.status.name == "Ready")
    keys = [each.ticket.key for each in tracker.search(Query()) if each.status.name == "Ready"]
    assert bulk.asked == [keys]
    assert tracker.me() == bulk.me()


def test_a_tracker_that_cannot_is_asked_as_ever() -> None:
    clock = Clock()
    tracker = FakeTracker(FakeSite(clock), GUARD, clock)
    assert ahead(tracker) is tracker
