"""A note as Markdown for Linear, and the mark by which the guard's own comment is known again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256
from itertools import groupby

from ...markup import Markup, markdown
from ...note import Line, Note, Piece
from ...terminal import safe

_KEY = re.compile(r"(\b[A-Za-z][A-Za-z0-9]{0,19}-)(?=\d)")
"""In ``ENG-12``, which Linear would turn into a link to that issue."""

_STARTS_SOMETHING = re.compile(r"[^\w&]|\d+[.)]")
"""What would begin a list, a heading, a rule or a fold at the start of a line."""

_ADDRESS = re.compile(r"https?://\S.*", re.IGNORECASE)
_NOT_IN_ADDRESS = re.compile(r"[^!#-;=?-\[\]_a-z~]")
_MARK = re.compile(r"\bvaluegate:([0-9a-f]{16})\W*\Z")


def written(note: Note) -> str:
    """The comment: the note, and under it the mark."""
    text = rendered(note)
    return f"{text}\n\n`valuegate:{sha256(text.encode()).hexdigest()[:16]}`"


def mark(body: str) -> str:
    """The mark of a comment; empty if it has none. Two comments with the same mark say the same.

    Linear keeps a document of its own and writes Markdown anew from it, so bodies cannot be compared.
    """
    found = _MARK.search(body)
    return found[1] if found else ""


def unmarked(body: str) -> str:
    """A comment without its mark."""
    found = _MARK.search(body)
    return body[: found.start()].rstrip("`\n ") if found else body


def rendered(note: Note) -> str:
    """The note alone."""
    parts = []
    for is_item, lines in groupby(note.lines, lambda line: line.kind == "item"):
        parts.append(("\n" if is_item else "\n\n").join(_line(line) for line in lines))
    return "\n\n".join(parts)


def card(note: Note) -> tuple[str, str]:
    """Title and subtitle of the card: the first words, as plain text, in which braces are variables."""
    said = [_plain(line) for line in note.lines if line.text.strip()] or ["valuegate"]
    return _cut(said[0], 120), _cut(said[1], 240) if len(said) > 1 else ""


def _plain(line: Line) -> str:
    return " ".join(safe(line.text).translate({ord("{"): "(", ord("}"): ")"}).split())


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def _line(line: Line) -> str:
    text = "".join(_pieces(line.pieces))
    if line.kind == "heading":
        return f"### {_held(text)}"
    if line.kind == "item":
        return f"- {_held(text)}"
    return f"_{text.strip()}_" if line.kind == "fine-print" else _held(text)


def _held(text: str) -> str:
    """A line that begins with words: what would begin something else is written as a character reference."""
    text = text.strip()
    ours = text.startswith(("**", "["))  # of a ticket's words both are references by now
    return f"&#{ord(text[0])};{text[1:]}" if _STARTS_SOMETHING.match(text) and not ours else text


def _pieces(pieces: tuple[Piece, ...]) -> Iterator[str]:
    for piece in pieces:
        text = inert(piece.text)
        if piece.kind == "strong" and text.strip():
            yield f"**{text.strip()}**"
        elif piece.kind == "link" and _ADDRESS.fullmatch(piece.url):
            yield f"[{text.strip() or inert(piece.url)}](<{_NOT_IN_ADDRESS.sub(_escaped, piece.url)}>)"
        else:
            yield text


def _escaped(match: re.Match[str]) -> str:
    """A character as an address has it."""
    return "".join(f"%{byte:02X}" for byte in match[0].encode("utf-8", "replace"))


def inert(text: str) -> Markup:
    """Words that stay words: no markup, no link, nobody is mentioned, and no other issue."""
    return Markup(_KEY.sub(r"\1&#8203;", markdown(text)))
