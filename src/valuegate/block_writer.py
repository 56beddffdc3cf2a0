"""Writes the blocks of a document from what a parser meets: containers, lines, text, links, rows.

Markdown and the HTML inside it write to the same one, since people mix them freely. It keeps the stack, so
that neither needs recursion, and it mends what is left open: markup that nobody closed ends with its block.
"""

from __future__ import annotations

from .errors import TicketError
from .frames import BASE, DOCUMENT, Frame, frame_of, own_depth
from .reader import MAX_DEPTH, BlockBuilder, join_row, with_bare_links
from .ticket import Block, BlockKind, Source

_MAX_CELLS = 100  # the last one takes what more there is; the parser pads rows, to millions of cells
_MAX_LINKS = 4  # a linked image is two deep; deeper nesting is an attack, and costs its square


class BlockWriter:
    """Collects the blocks of one document, in order. ``in_cell`` while a cell of a table is open."""

    def __init__(self, source: Source) -> None:
        self.blocks: list[Block] = []
        self._source = source
        self._frames: list[Frame] = []
        self._top = BASE
        self._builder: BlockBuilder | None = None
        self._start = 0
        self._gap = False
        self._links: list[tuple[int, str, int]] = []
        self._bold = 0
        self._bold_start = 0
        self._muted = 0
        self._row: list[Block] | None = None
        self._row_depth = 0
        self.in_cell = False
        self._comments: list[Block] = []

    @property
    def fresh(self) -> bool:
        """Would the next text begin a line? White space before it means nothing then."""
        return self._gap or self._builder is None or not self._builder.length

    @property
    def free(self) -> Frame | None:
        """The open container, if a block that begins in it now stands alone; None while one is open."""
        return None if self._builder or self._muted or self._row is not None else self._top

    @property
    def cells(self) -> list[Block] | None:
        """The cells of the row, if one that begins now stands alone; None in the midst of something."""
        free = not self._builder and not self._muted and len(self._row or ()) < _MAX_CELLS - 1
        return self._row if free else None

    @property
    def last(self) -> Block | None:
        """The block that was written last, comments aside, or the one that is being written."""
        if self._builder:
            return self._builder.build(self._start)
        return next((block for block in reversed(self.blocks) if block.kind != "comment"), None)

    # Containers

    def enter(self, tag: str, kind: BlockKind, at: int) -> None:
        """A container begins: ``item``, ``quote``, or ``paragraph`` for one that changes nothing."""
        self.push(self.inside(tag, kind, at))

    def inside(self, tag: str, kind: BlockKind, at: int) -> Frame:
        """The block before a container ends; what text in the container would become."""
        self.end()
        if len(self._frames) >= MAX_DEPTH:
            raise TicketError(
                f"is nested deeper than {MAX_DEPTH} levels",
                fix="Flatten the lists or quotes here.",
                source=self._source.name,
                **self._source.span(at)._asdict(),
            )
        outer = self._top
        level = outer.level + (kind == "item")
        unchanged = kind == "paragraph" or (kind == "item" and outer.kind == "quote")
        return frame_of(tag, outer.kind if unchanged else kind, level, kind == "item")

    def push(self, frame: Frame) -> None:
        """The container is open."""
        self._top = frame
        self._frames.append(frame)

    def leave(self) -> None:
        """The innermost container of the document ends, with all HTML that is still open in it."""
        if self._row is None and self._frames[-1].tag == DOCUMENT:  # nearly always, so worth a short way
            self.end()
            self._frames.pop()
            self._top = self._frames[-1] if self._frames else BASE
        else:
            self._cut(max(0, own_depth(self._frames) - 1))

    def close(self, tag: str, within: tuple[str, ...] = ()) -> None:
        """An HTML container ends, if it is open; not across the tags ``within``."""
        for index in range(len(self._frames) - 1, -1, -1):
            frame = self._frames[index]
            if frame.tag == tag:
                self._cut(index)
                return
            if frame.tag == DOCUMENT or frame.tag in within:
                return

    def close_html(self) -> None:
        """All HTML ends that is open since the document's own container began."""
        if self._frames or self._row is not None:
            self._cut(own_depth(self._frames))
        self._muted = 0

    def _cut(self, depth: int) -> None:
        if self._row is not None and depth < self._row_depth:
            self.end_row()
        self.end()
        del self._frames[depth:]
        self._top = self._frames[-1] if self._frames else BASE

    def task(self, done: bool) -> None:
        """The item that begins is a task."""
        kind: BlockKind = "done-task" if done else "open-task"
        if self._top.item and not self.in_cell:
            self._top = self._frames[-1] = frame_of(self._top.tag, kind, self._top.level, True)
            if self._builder:
                self._builder.kind = kind

    # Blocks

    def begin(self, kind: BlockKind, at: int, level: int = 0) -> None:
        """A heading, a sample or a paragraph begins; in a cell it is only a new line."""
        self.end()
        if not self.in_cell:
            self._builder = BlockBuilder(kind, level)
            self._start = at

    def line(self) -> None:
        """A paragraph begins or ends; within an item or a cell the text goes on in a new line."""
        if self._builder and (self.in_cell or (self._top.item and self._builder.kind == self._top.kind)):
            self._gap = True
        else:
            self.end()

    def end(self) -> None:
        """The block ends."""
        if self.in_cell:
            self._gap = True
            return
        if self._builder:
            block = self._take()
            if block.kind == "heading" or (block.text and not block.text.isspace()):
                self.blocks.append(block)
        if self._comments and self._row is None:
            self.blocks += self._comments
            self._comments.clear()

    def rule(self) -> None:
        """The block ends, and if it is a heading, it becomes the paragraph that its author saw."""
        if self._builder and self._builder.kind == "heading":
            text = self._builder.build().text
            if "\n" in text or text.endswith("."):
                self._builder.kind, self._builder.level = "paragraph", 0
        self.end()

    def comment(self, text: str, at: int) -> None:
        """A comment; it stands after the block in which it was found."""
        builder = BlockBuilder("comment")
        builder.add(text, at)
        self._comments.append(builder.build(at))
        if not self._builder:
            self.end()

    def finish(self) -> tuple[Block, ...]:
        """The document ends: all its blocks."""
        self.end_row()
        self._cut(0)
        return tuple(self.blocks)

    def _take(self) -> Block:
        """The block that is being written, with its open markup closed."""
        builder = self._builder
        assert builder is not None  # noqa: S101 - callers look first
        while self._links:
            self._end_link(builder)
        if self._bold:
            builder.bold(self._bold_start)
            self._bold = 0
        self._builder = None
        self._gap = False
        builder.trim()
        block = builder.build(self._start)
        if block.text[-1:].isspace():
            block = block.piece(0, len(block.text.rstrip()))
        if len(block.links) > 1:  # a link around an image closes after it
            block = block._replace(links=tuple(sorted(block.links)))
        return with_bare_links(block) if "://" in block.text else block

    # Words

    def _ready(self, at: int) -> BlockBuilder:
        """The block that text goes to; text outside any block begins one."""
        builder = self._builder
        if builder is None:
            builder = self._builder = BlockBuilder(self._top.kind, self._top.level)
            self._start = at
        elif self._gap and builder.length:
            builder.add("\n", at)
        self._gap = False
        return builder

    def text(self, text: str, at: int) -> None:
        """Words as a person sees them, which stand at an offset of the source."""
        if self._muted:
            return
        builder = self._builder
        if builder is None or self._gap or not builder.length:
            if text[:1].isspace() and (builder is None or builder.kind != "code"):
                bare = text.lstrip()
                at += len(text) - len(bare)
                text = bare
            if text:
                self._ready(at).add(text, at)
        else:
            builder.add(text, at)

    def gap(self) -> None:
        """The line ends; if more text comes, it goes on in a new one."""
        self._gap = self._builder is not None

    def bold(self, on: bool, at: int) -> None:
        """Bold begins or ends."""
        if on:
            builder = self._ready(at)
            self._bold_start = self._bold_start if self._bold else builder.length
            self._bold += 1
        elif self._bold:
            self._bold -= 1
            if not self._bold and self._builder:
                self._builder.bold(self._bold_start)

    def mute(self, on: bool) -> None:
        """Words that are struck out begin or end; they do not count."""
        self._muted = self._muted + 1 if on else max(0, self._muted - 1)

    def open_link(self, url: str, at: int) -> None:
        """The label of a link begins."""
        if not self._muted:
            self._links.append((self._ready(at).length, url, at))

    def close_link(self) -> None:
        """The label of a link ends; a link without one (an image, mostly) shows its address."""
        if self._links and self._builder and not self._muted:
            self._end_link(self._builder)

    def _end_link(self, builder: BlockBuilder) -> None:
        start, url, at = self._links.pop()
        if url and len(self._links) < _MAX_LINKS:
            if builder.length == start and not self._muted:
                builder.add(url, at)
            builder.link(start, url)

    # Tables

    def row(self) -> None:
        """A row of a table begins."""
        self.end_row()
        self.end()
        self._row = []
        self._row_depth = len(self._frames)

    def cell(self, at: int) -> None:
        """A cell begins; the one before it ends."""
        if self._row is None:
            self.row()
        self.end_cell()
        self.end()  # words between cells stand before the row, as browsers show them
        if not self.in_cell:
            self._builder = BlockBuilder("paragraph")
            self._start = at
            self.in_cell = True

    def end_cell(self) -> None:
        """The cell ends, if the row is not too long."""
        if self.in_cell and self._row is not None and len(self._row) < _MAX_CELLS - 1:
            self.in_cell = False
            self._row.append(self._take())

    def end_row(self, *, header: bool = False) -> None:
        """The row ends; a row with nothing in it is none."""
        cells, self._row = self._row, None
        if cells is not None and self.in_cell:
            self.in_cell = False
            cells.append(self._take())
        if cells and any(cell.text for cell in cells):
            self.blocks.append(join_row(cells, header=header))
        self.end()
