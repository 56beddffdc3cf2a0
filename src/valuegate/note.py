"""A comment as content, with no markup: each tracker writes it in its own (Markdown, ADF, wiki markup).

Words of a ticket come as ``quote``, alone or in a sentence of ours: whatever they spell, whoever writes them
as markup makes them inert. They are cut already to 160 characters, with secrets masked.
"""

from __future__ import annotations

from typing import Literal

from .records import NamedTuple

PieceKind = Literal["plain", "strong", "quote", "link"]
"""What a piece of a line is: ours, ours and important, words of a ticket or a person, or a link of ours."""

LineKind = Literal["heading", "paragraph", "item", "fine-print"]
"""What a line of a note is; items that follow each other are one list."""


class Piece(NamedTuple):
    """Some words of a line. ``url`` is where a link leads."""

    text: str
    kind: PieceKind = "plain"
    url: str = ""


class Line(NamedTuple):
    """A heading, a paragraph or an item."""

    pieces: tuple[Piece, ...]
    kind: LineKind = "paragraph"

    @property
    def text(self) -> str:
        """The words alone."""
        return "".join(piece.text for piece in self.pieces)


class Note(NamedTuple):
    """What the guard has to say of a ticket. Two notes that are equal say the same."""

    lines: tuple[Line, ...]
    language: str = "en"

    @property
    def text(self) -> str:
        """The words alone, a line each."""
        return "\n".join(line.text for line in self.lines)
