"""What follows from words: worked out once, kept packed, and opened as far as one asks for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from . import cache
from .typed import Any, TypeVar

T = TypeVar("T")
V = TypeVar("V")


class Opened(dict[str, V]):
    """An index whose entries stay packed until one asks for them: a ticket has 200 words, an index thousands.

    It holds those that were asked for so far; ``known`` has them all, by their words, packed or not.
    """

    def __init__(self, known: Mapping[str, Any]) -> None:
        self.known = known

    def __missing__(self, word: str) -> V:
        entry = self.known[word]
        found: V = cache.unpack(entry) if isinstance(entry, bytes) else entry
        self[word] = found
        return found


def packed(index: Mapping[str, Any]) -> dict[str, bytes]:
    """Each entry of an index packed by itself."""
    return {word: cache.pack(entry) for word, entry in index.items()}


class Derived:
    """Parts that follow from what does not change. ``kept`` are those of an earlier start, still packed."""

    def __init__(self, kept: Mapping[str, bytes]) -> None:
        self.kept = kept
        self._derived: dict[str, Any] = {}
        self._asked: set[str] = set()
        self._within = 0
        self._indexed: set[str] = set()

    def derive(self, name: str, compute: Callable[[], T]) -> T:
        """What follows from the words alone, in plain containers: worked out once, kept for later starts."""
        if not self._within:
            self._asked.add(name)  # what only served to work out another part is not worth keeping
        if name not in self._derived:
            packed = self.kept.get(name)
            self._derived[name] = self._compute(compute) if packed is None else cache.unpack(packed)
        found: T = self._derived[name]
        return found

    def derive_index(self, name: str, compute: Callable[[], Mapping[str, V]]) -> Opened[V]:
        """As ``derive``, for an index by words of which a text needs few."""
        self._indexed.add(name)
        return Opened(self.derive(name, compute))

    def _compute(self, compute: Callable[[], T]) -> T:
        self._within += 1
        try:
            return compute()
        finally:
            self._within -= 1

    @property
    def news(self) -> dict[str, Any]:
        """The parts that were asked for and are not kept yet."""
        news = {name: self._derived[name] for name in self._asked - self.kept.keys()}
        return {name: packed(value) if name in self._indexed else value for name, value in news.items()}
