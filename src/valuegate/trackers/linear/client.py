"""Asks Linear and reads its answers: retries where that is safe, pages to the end, typed errors."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, Protocol

from ...errors import RefusedError, TrackerError, UnavailableError
from .failures import Reply, failure, left
from .translate import Node

TRIES = 3
"""How often a question is put before it is given up. What changes something is sent once."""

_PAUSE = 0.5


class Transport(Protocol):
    """Sends a document with its variables, once. UnavailableError if no answer comes."""

    def send(self, document: str, variables: Mapping[str, Any]) -> Reply:
        """What comes back."""

    def key(self) -> bytes:
        """A secret that only this account has."""

    def close(self) -> None:
        """Give up connections and processes; the next call makes new ones."""


class Client:
    """Linear, asked through a transport that the first call makes.

    ``pause`` sleeps, ``chance`` is a number from 0 to 1.
    """

    def __init__(
        self, connect: Callable[[], Transport], pause: Callable[[float], None], chance: Callable[[], float]
    ) -> None:
        self._connect = connect
        self._transport: Transport | None = None
        self._pause = pause
        self._chance = chance
        self.last = Reply(0)
        """The last reply that came, with its headers."""

    @property
    def transport(self) -> Transport:
        """What carries the questions."""
        if self._transport is None:
            self._transport = self._connect()
        return self._transport

    def close(self) -> None:
        """Close what is open; the next call opens it anew."""
        if self._transport is not None:
            self._transport.close()

    def ask(self, document: str, **variables: Any) -> Node:
        """The answer to a question."""
        for number in range(1, TRIES):
            try:
                return self._send(document, variables)
            except UnavailableError:
                self._pause(_PAUSE * 2**number * (0.5 + self._chance()))
        return self._send(document, variables)

    def do(self, document: str, **variables: Any) -> Node:
        """The answer to a change, which is never sent twice: it may have been made, and others after it."""
        data = self._send(document, variables)
        ((_, answer),) = data.items()
        if not answer["success"]:
            raise RefusedError("Linear did not do it, and does not say why")
        found: Node = answer
        return found

    def paged(self, document: str, path: str, **variables: Any) -> Iterator[Node]:
        """The answers to a question that has a connection at a path (``issue.comments``), page by page."""
        trail = Trail()
        while True:
            data = self.ask(document, after=trail.after, **variables)
            goes_on = trail.goes_on(at(data, path))
            yield data
            if not goes_on:
                return

    def nodes(self, document: str, path: str, **variables: Any) -> Iterator[Node]:
        """All nodes of a connection."""
        for data in self.paged(document, path, **variables):
            yield from at(data, path)["nodes"]

    def clock(self) -> datetime | None:
        """What time it was at Linear when it last answered; None if it did not say."""
        from email.utils import parsedate_to_datetime

        try:
            return parsedate_to_datetime(self.last.headers["date"]).astimezone(UTC)
        except (KeyError, ValueError):
            return None

    def budget(self) -> str:
        """What the last answer said is left of the hour, in words; empty if it did not say."""
        parts = [(left(self.last, "requests"), "requests"), (left(self.last, "complexity"), "points")]
        return " and ".join(f"{number:,} {what}" for number, what in parts if number is not None)

    def _send(self, document: str, variables: Mapping[str, Any]) -> Node:
        self.last = self.transport.send(document, variables)
        error = failure(self.last, str(variables.get("id", "")))
        if error:
            raise error
        assert self.last.data is not None  # noqa: S101  else it is a failure
        return self.last.data


class Trail:
    """The pages of a connection that were seen. One that comes again would go on for ever."""

    def __init__(self) -> None:
        self.after: str | None = None
        self._cursors: set[str | None] = {None}

    def goes_on(self, connection: Node) -> bool:
        """Is there another page? It is behind ``after``."""
        info = connection["pageInfo"]
        self.after = info["endCursor"]
        if info["hasNextPage"] and self.after in self._cursors:
            raise UnavailableError("Linear gave the same page twice; nothing of this was used")
        self._cursors.add(self.after)
        return bool(info["hasNextPage"])


def at(data: Node, path: str) -> Node:
    """The object at a path of an answer."""
    for name in path.split("."):
        data = data[name]
        if data is None:
            raise TrackerError(f"Linear left out {path} of its answer")
    return data
