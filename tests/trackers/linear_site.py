"""A stand-in of Linear, and trackers that are signed in to it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from linear_samples import READER

from valuegate.testing.linear import stand_in
from valuegate.testing.linear.filters import Node
from valuegate.testing.linear.server import StandIn
from valuegate.tracker import Setting
from valuegate.trackers.linear import OPTIONS
from valuegate.trackers.linear.client import Client
from valuegate.trackers.linear.opening import transport
from valuegate.trackers.linear.tracker import LinearTracker


class Site:
    """The stand-in, and what was opened on it."""

    def __init__(self, there: StandIn) -> None:
        self.there = there
        self.space = there.space
        self.pauses: list[float] = []
        self._opened: list[LinearTracker] = []

    def open(
        self, name: str = "valuegate", secrets: dict[str, str] | None = None, **said: Any
    ) -> LinearTracker:
        """A tracker that waits for nobody, signed in as somebody."""
        defaults = {key: option["default"] for key, option in OPTIONS.items() if "default" in option}
        options = {**defaults, "url": self.there.url, "timeout": 5, **said}
        given = {"token": self.there.key_of(self.space.users[name])} if secrets is None else secrets
        setting = Setting(options, "", {"markdown": READER}, given.get, lambda: self.space.clock.at)
        client = Client(lambda: transport(setting), self.pauses.append, lambda: 0.5)
        self._opened.append(LinearTracker(client, setting))
        return self._opened[-1]

    def issue(self, title: str = "Night notes", **said: Any) -> Node:
        """A new issue of ana."""
        return self.space.create(self.space.users["ana"], title, **said)

    def names(self) -> list[str]:
        """The operations that came, in order."""
        return [name for name, _ in self.there.requests]

    def close(self) -> None:
        for tracker in self._opened:
            tracker.close()


@contextmanager
def opened() -> Iterator[Site]:
    """A stand-in that is empty, and gone afterwards."""
    with stand_in() as there:
        found = Site(there)
        yield found
        found.close()
