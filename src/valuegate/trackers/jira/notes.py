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

_MARKER = re.compile(r"valuegate guard [0-9a-f]{16}\b")
_SIGN = re.compile(r"[!-+\--/:-@\[-`{-~]")
_LINK = re.compile(r"https?://[^\s|\[\]{}\"<>\\^`]{1,2000}")
_GREY = "#707070"


def marker(note: Note) -> str:
    """What ends a comment of the guard, so that it is found again; another note has another one."""
    return f"valuegate guard {sha256(repr(note).encode()).hexdigest()[:16]}"


def is_marked(text: str) -> bool:
    """Does a comment end as those of the guard do? Who wrote it must be asked as well."""
    last = text.rstrip().rpartition("\n")[2]
    return _MARKER.search(last) is not None


def marked(note: Note) -> Note:
    """The note with its marker as a last line in small print."""
    return note._replace(lines=(*note.lines, Line((Piece(marker(note)),), "fine-print")))


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
    elif piece.kind == "quote":
        marks.append({"type": "em"})
    elif piece.kind == "link" and _LINK.fullmatch(piece.url):
        marks.append({"type": "link", "attrs": {"href": piece.url}})
    if small:
        marks.append({"type": "textColor", "attrs": {"color": _GREY}})
    return {"type": "text", "text": safe(piece.text), **({"marks": marks} if marks else {})}


def wiki(note: Note) -> str:
    """A note as wiki markup."""
    parts = []
    for kind, lines in groupby(note.lines, lambda line: line.kind):
        texts = [_written(line.pieces) for line in lines]
        if kind == "item":
            parts.append("\n".join(f"* {text}" for text in texts))
        else:
            parts += [_FRAMES[kind].format(text) for text in texts]
    return "\n\n".join(parts)


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
    if piece.kind == "quote" and text.strip():
        return f"{{_}}{text}{{_}}"
    if piece.kind == "link" and _LINK.fullmatch(piece.url):
        return f"[{text}|{piece.url}]"
    return text


def inert(text: str) -> str:
    """Words that no wiki reads as markup: no link, mention, macro, list, key of an issue or smiley."""
    return _SIGN.sub(lambda sign: f"&#{ord(sign[0])};", safe(text))
