"""A note as Jira shows it: as an Atlassian document (Cloud), or as wiki markup (Data Center).

Nothing that a note says is markup, whoever said it first: in a document all words are text nodes, which
nothing reads again; in wiki markup every sign that might mean something is written as its number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from hashlib import sha256
from itertools import groupby
from typing import Any

from valuegate.note import Line, Note, Piece
from valuegate.terminal import safe

Node = dict[str, Any]

_MARKER = re.compile(r"\{anchor:valuegate-guard-([0-9a-f]{16})\}\s*\Z")
_SIGN = re.compile(r"[!-+\--/:-@\[-`{-~]")
_UNSAFE_IN_ADDRESS = re.compile(r"[^A-Za-z0-9\-._~:/?#@!$&'()*+,;=%]")
_GREY = "#707070"


def digest(note: Note) -> str:
    """What tells notes apart, in a few letters."""
    return sha256(repr(note).encode()).hexdigest()[:16]


def mark_of(body: str) -> str:
    """The digest at the end of wiki markup of the guard, or nothing. Who wrote it must be asked as well."""
    found = _MARKER.search(body)
    return found[1] if found else ""


def document(note: Note) -> Node:
    """A note as an Atlassian document."""
    content: list[Node] = []
    for kind, lines in groupby(note.lines, lambda line: line.kind):
        blocks = [_block(line) for line in lines]
        content += [_list(blocks)] if kind == "item" else blocks
    return {"type": "doc", "version": 1, "content": [node for node in content if node.get("content")]}


def _list(blocks: Iterable[Node]) -> Node:
    items = [{"type": "listItem", "content": [block]} for block in blocks]
    return {"type": "bulletList", "content": items}


def _block(line: Line) -> Node:
    inline = [node for piece in line.pieces if (node := _text(piece, line.kind == "fine-print"))["text"]]
    if line.kind == "heading":
        return {"type": "heading", "attrs": {"level": 3}, "content": inline}
    return {"type": "paragraph", "content": inline}


def _text(piece: Piece, small: bool) -> Node:
    """A text node: it is shown as it is, and nothing in it is read as a mention, a link or a macro."""
    marks: list[Node] = []
    if piece.kind == "strong":
        marks.append({"type": "strong"})
    elif piece.kind == "link" and (url := _address(piece.url)):
        marks.append({"type": "link", "attrs": {"href": url}})
    if small:
        marks.append({"type": "textColor", "attrs": {"color": _GREY}})
    return {"type": "text", "text": safe(piece.text), **({"marks": marks} if marks else {})}


def _address(url: str) -> str:
    """An address for people, in signs that end no link; nothing if it leads anywhere else than to a page."""
    if not url.startswith(("https://", "http://")):
        return ""
    return _UNSAFE_IN_ADDRESS.sub(lambda sign: "".join(f"%{byte:02X}" for byte in sign[0].encode()), url)


def wiki(note: Note) -> str:
    """A note as wiki markup, with a marker at its end that nobody sees: an anchor."""
    parts = []
    for kind, lines in groupby(note.lines, lambda line: line.kind):
        texts = [_written(line.pieces) for line in lines]
        if kind == "item":
            parts.append("\n".join(f"* {text}" for text in texts))
        else:
            parts += [_FRAMES[kind].format(text) for text in texts]
    return "\n\n".join([*parts, f"{{anchor:valuegate-guard-{digest(note)}}}"])


_FRAMES = {
    "heading": "h3. {}",
    "paragraph": "{}",
    "fine-print": f"{{{{color:{_GREY}}}}}{{}}{{{{color}}}}",
}


def _written(pieces: Sequence[Piece]) -> str:
    return "".join(map(_wiki_piece, pieces))


def _wiki_piece(piece: Piece) -> str:
    text = inert(piece.text)
    if piece.kind == "strong" and text.strip():
        return f"{{*}}{text}{{*}}"
    if piece.kind == "link" and (url := _address(piece.url)):
        return f"[{text}|{url}]"
    return text


def inert(text: str) -> str:
    """Words that no wiki reads as markup: no link, mention, macro, list, key of an issue or smiley."""
    return _SIGN.sub(lambda sign: f"&#{ord(sign[0])};", safe(text))
