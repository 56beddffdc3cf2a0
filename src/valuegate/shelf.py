"""Pieces of a report that wait for its end, within a bound: a run may have a million verdicts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Generic, TypeVar

from .finding import STANDINGS, Standing

Piece = TypeVar("Piece", bound=str)


class Shelf(Generic[Piece]):
    """Holds pieces by how their verdicts stand. Where there is no room, what matters least goes."""

    def __init__(self, room: int) -> None:
        self.room = room
        self.gone = 0
        self._pieces: dict[Standing, list[tuple[Piece, int]]] = {standing: [] for standing in STANDINGS}

    def add(self, standing: Standing, piece: Piece, size: int = 1) -> None:
        """Hold one more piece, which takes some room."""
        self._pieces[standing].append((piece, size))
        self.room -= size
        while self.room < 0:
            least = next(pieces for pieces in self._pieces.values() if pieces)
            self.room += least.pop()[1]
            self.gone += 1

    def __iter__(self) -> Iterator[Piece]:
        """The worst first; among equals in the order in which they came."""
        for standing in reversed(STANDINGS):
            for piece, _ in self._pieces[standing]:
                yield piece
