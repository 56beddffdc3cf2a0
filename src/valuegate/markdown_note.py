"""A note of the guard as Markdown, and the words of any Markdown comment."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from .errors import TicketError
from .markdown_blocks import read_blocks
from .markup import markdown
from .note import Line, Note, Piece
from .ticket import Source

_BEFORE = {"heading": "### ", "item": "- "}
_OPENS = re.compile(r"[-+#>=:]|\d(?=\d*[.)])")
"""What would make a heading, a list or a quote of a line that begins with it."""
_GAP = "\u200b"
"""Nobody sees it, and to Markdown it is a letter."""
_SIGN = re.compile(r"[^\w\s]$")
_ENDS = re.compile(r"[\s()<>\\]")


def written(note: Note) -> str:
    """The note as Markdown, without an end of line. What it quotes is words, whatever it spells."""
    texts: list[str] = []
    for line, before in zip(note.lines, (None, *note.lines), strict=False):
        together = before and before.kind == line.kind == "item"
        texts.append(("\n" if together else "\n\n" if before else "") + _line(line))
    return "".join(texts)


def words(text: str) -> str:
    """What a person reads of a comment in Markdown, a line a paragraph; its source if it is too wild."""
    try:
        blocks = read_blocks(Source("comment", text))
    except TicketError:
        return text
    return "\n".join(block.text for block in blocks if block.kind != "comment")


def _line(line: Line) -> str:
    text = _parted(map(_piece, _joined(line.pieces))).strip()
    if line.kind == "fine-print" and text:
        return f"_{text}_"
    if line.kind == "heading" and text.endswith("#"):
        text += _GAP  # else the sign would end the heading
    if _OPENS.match(text):
        text = f"&#{ord(text[0])};{text[1:]}"
    return _BEFORE.get(line.kind, "") + text


def _joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Pieces of plain words as one: what is a reference only together must be seen together."""
    for styled, group in groupby(pieces, lambda piece: piece.kind in ("strong", "link")):
        together = list(group)
        yield from together if styled else [Piece("".join(piece.text for piece in together))]


def _parted(texts: Iterable[str]) -> str:
    """Texts one after the other; a sign at an end refers to nothing that follows."""
    whole = ""
    for text in texts:
        whole += _GAP + text if _SIGN.search(whole) and not text[:1].isspace() else text
    return whole


def _piece(piece: Piece) -> str:
    text = markdown(piece.text)
    if piece.kind == "link":
        return f"[{text}]({_ENDS.sub(_percent, piece.url)})"
    inner = text.strip()
    if piece.kind == "strong" and inner:  # stars beside a space, or between a letter and a sign, stay stars
        start = text.index(inner)
        first, last = ("" if char.isalnum() else _GAP for char in (inner[0], inner[-1]))
        return f"{text[:start]}**{first}{inner}{last}**{text[start + len(inner) :]}"
    return text


def _percent(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode())
