"""An index whose entries stay packed until one asks for them: a ticket has 200 words, an index thousands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from . import cache

V = TypeVar("V")


class Opened(dict[str, V]):
    """The entries that were asked for so far; ``known`` has them all, by their words, packed or not."""

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
