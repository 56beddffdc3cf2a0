"""Atlassian documents (ADF): from their JSON nodes to blocks with places.

New node types appear every year, so what is not known is walked through: its words are kept.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from .errors import TicketError
from .json_source import JsonDocument
from .reader import BlockBuilder, join_row, with_bare_links
from .records import NamedTuple
from .ticket import Block, BlockKind

Node = dict[str, Any]

_EPOCH = date(1970, 1, 1).toordinal()
_DAY = 86_400_000

_LEAVES = ("heading", "paragraph", "codeBlock", "taskItem", "blockTaskItem", "decisionItem", "caption")
_OWN_BLOCK = ("code", "done-task", "open-task")
_LISTS = ("bulletList", "orderedList", "taskList", "decisionList")

_WORDS = ("text", "title", "alt", "url")
_WORDS_OF = {
    "date": ("timestamp",),
    "emoji": ("text",),
    "media": ("alt",),
    "mediaInline": ("alt",),
    "mention": ("text", "id"),
}
"""The attributes that hold what a person sees of a node; the first that is there counts."""


def read_document(document: JsonDocument, root: Node) -> tuple[Block, ...]:
    """The blocks of one Atlassian document that stands somewhere in a JSON text."""
    walk = _Walk(document)
    walk.run(root)
    return tuple(walk.blocks)


class _Context(NamedTuple):
    """What the nodes around a node make of its paragraphs."""

    kind: BlockKind = "paragraph"
    level: int = 0
    lists: int = 0


class _Leaf:
    """A block that is being filled. Neighbours with the same mark become one bold piece, or one link."""

    def __init__(self, kind: BlockKind, level: int = 0) -> None:
        self.builder = BlockBuilder(kind, level)
        self._bold: int | None = None
        self._link: tuple[int, str] | None = None

    def mark(self, bold: bool, url: str) -> None:
        """What comes next is bold or not, and the label of a link or not."""
        if self._bold is not None and not bold:
            self.builder.bold(self._bold)
        self._bold = None if not bold else self.builder.length if self._bold is None else self._bold
        if self._link and self._link[1] != url:
            self.builder.link(*self._link)
            self._link = None
        if url and not self._link:
            self._link = (self.builder.length, url)

    def build(self, offset: int) -> Block:
        self.mark(False, "")
        return with_bare_links(self.builder.build(offset))


class _Walk:
    """Goes through a document with a stack of its own, so that depth costs no recursion."""

    def __init__(self, document: JsonDocument) -> None:
        self.document = document
        self.blocks: list[Block] = []
        self._open: list[_Leaf] = []
        self._todo: list[Callable[[], None]] = []

    def run(self, root: Node) -> None:
        self._visit(root, _Context())
        while self._todo:
            self._todo.pop()()

    def _visit(self, node: Node, context: _Context) -> None:
        name = self._name(node)
        marks = self._marks(node)
        if "strike" in marks:
            return
        if name == "tableRow" and not self._open:
            self._row(node)
        elif name in _LEAVES:
            self._leaf(node, *self._kind(name, node, context))
        else:
            bold = "strong" in marks or name in ("expand", "nestedExpand")
            self._inside(context, partial(self._say, node, bold, marks.get("link", "")))
            self._wrapped(node, _nested(name, context))

    def _children(self, node: Node, context: _Context) -> None:
        self._todo += [partial(self._visit, child, context) for child in reversed(self._content(node))]

    def _inside(self, context: _Context, say: Callable[[], None]) -> None:
        """Words belong to the open block; where none is open, they are a paragraph of their own."""
        if self._open:
            say()
            return
        self._open.append(_Leaf(context.kind, context.level))
        say()
        self._close(0)

    def _wrapped(self, node: Node, context: _Context) -> None:
        """What a node holds. Text right inside a node that is no known leaf makes it a paragraph."""
        if not self._open and any(child.get("type") == "text" for child in self._content(node)):
            self._leaf(node, context.kind, context.level)
        else:
            self._children(node, context)

    def _leaf(self, node: Node, kind: BlockKind, level: int) -> None:
        place = self._place(node)
        if self._open and kind not in _OWN_BLOCK:  # a paragraph in a table cell is one of its lines
            if self._open[-1].builder.length:
                self._open[-1].builder.add("\n", place)
        else:
            self._open.append(_Leaf(kind, level))
            self._todo.append(partial(self._close, place))
        self._children(node, _Context())

    def _close(self, place: int) -> None:
        block = self._open.pop().build(place)
        if block.text.strip():
            self.blocks.append(block)

    def _row(self, node: Node) -> None:
        cells: list[Block] = []
        names = [self._name(child) for child in self._content(node)]
        header = bool(names) and all(name == "tableHeader" for name in names)
        self._todo.append(partial(self._end_row, cells, header))
        for child in reversed(self._content(node)):
            self._todo.append(partial(self._cell, child, cells))

    def _cell(self, node: Node, cells: list[Block]) -> None:
        self._open.append(_Leaf("paragraph"))
        self._todo.append(lambda: cells.append(self._open.pop().build(self._place(node))))
        self._children(node, _Context())

    def _end_row(self, cells: list[Block], header: bool) -> None:
        if any(cell.text.strip() for cell in cells):
            self.blocks.append(join_row(cells, header=header))

    def _kind(self, name: str, node: Node, context: _Context) -> tuple[BlockKind, int]:
        attributes = self._attributes(node)
        if name == "heading":
            level = attributes.get("level")
            return "heading", min(max(int(level), 1), 6) if isinstance(level, int) else 1
        if name == "codeBlock":
            return "code", 0
        if name in ("taskItem", "blockTaskItem"):
            return ("done-task" if attributes.get("state") == "DONE" else "open-task"), context.lists
        return ("item", context.lists) if name == "decisionItem" else (context.kind, context.level)

    def _say(self, node: Node, bold: bool, url: str) -> None:
        """Write the words of a node itself: a text, or what its attributes show."""
        name, leaf = self._name(node), self._open[-1]
        if name == "hardBreak":
            leaf.builder.add("\n", self._place(node))
            return
        holder, key = (node, "text") if node.get("text") is not None else self._shown(name, node)
        if key:
            text, place = self._text(holder, key)
            leaf.mark(bold, text if key == "url" else url)
            self._write(leaf.builder, name, key, text, place)

    def _shown(self, name: str, node: Node) -> tuple[Node, str]:
        attributes = self._attributes(node)
        data = attributes.get("data")
        for holder in (attributes, data if isinstance(data, dict) else {}):
            for key in _WORDS_OF.get(name, _WORDS):
                if holder.get(key) not in (None, ""):
                    return holder, key
        return attributes, ""

    def _text(self, holder: Node, key: str) -> tuple[str, int]:
        text, place = holder[key], self.document.offset(holder, key)
        if key == "timestamp" and isinstance(text, int):
            text = str(text)
        if not isinstance(text, str):
            raise self._wrong(f"the {key!r} of a node is not a text", place)
        return text, place

    def _write(self, builder: BlockBuilder, name: str, key: str, text: str, place: int) -> None:
        if name == "date":
            builder.add(_day(text), place)
            return
        if name == "emoji" and text.startswith(":"):
            return
        # "<…>" is how a blank of a template that nobody has filled in reads in any format.
        builder.add("<" if name == "placeholder" else "@" if key == "id" else "", place)
        for piece, at in self.document.pieces(text, place):
            builder.add(piece, at)
        builder.add(">" if name == "placeholder" else "", place + len(text))

    def _marks(self, node: Node) -> dict[str, str]:
        """The marks of a node; that of a link with its address."""
        marks = self._list(node, "marks")
        urls = {self._name(mark): self._attributes(mark).get("href") for mark in marks}
        return {name: url if isinstance(url, str) else "" for name, url in urls.items()}

    def _content(self, node: Node) -> list[Node]:
        return self._list(node, "content")

    def _attributes(self, node: Node) -> Node:
        found: Any = node.get("attrs") or {}
        if not isinstance(found, dict):
            raise self._wrong("the 'attrs' of a node are not an object", self.document.offset(node, "attrs"))
        return found

    def _list(self, node: Node, key: str) -> list[Node]:
        found: Any = node.get(key) or []
        if not isinstance(found, list):
            raise self._wrong(f"the {key!r} of a node is not a list", self.document.offset(node, key))
        for index, child in enumerate(found):
            if not isinstance(child, dict):
                raise self._wrong(f"the {key!r} of a node hold no node", self.document.offset(found, index))
        return found

    def _name(self, node: Node) -> str:
        name = node.get("type")
        if not isinstance(name, str):
            raise self._wrong("a node has no type", self.document.offset(node))
        return name

    def _place(self, node: Node) -> int:
        return self.document.offset(node, "type")

    def _wrong(self, message: str, place: int) -> TicketError:
        fix = "Export the ticket again, or mend the document at this place."
        return self.document.error(f"is no Atlassian document: {message}", place, fix)


def _nested(name: str, context: _Context) -> _Context:
    if name in _LISTS:
        return context._replace(lists=context.lists + 1)
    if name == "listItem":
        return context._replace(kind="item", level=max(context.lists, 1))
    return context._replace(kind="quote", level=0) if name == "blockquote" else context


def _day(timestamp: str) -> str:
    """Milliseconds since 1970 as a day in UTC; anything else as it is."""
    try:
        return date.fromordinal(_EPOCH + int(timestamp) // _DAY).isoformat()
    except (ValueError, OverflowError):
        return timestamp
