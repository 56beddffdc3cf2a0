"""Markdown as blocks, through the events of pyromark, with the places of all words.

Never recursive: the parser has no depth limit, so the writer keeps the stack and caps it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator

import pyromark

from .block_writer import BlockWriter
from .frames import DOCUMENT
from .indented_text import reads_as_prose, write_prose
from .lazily import lazily
from .markdown_source import prepare
from .reader import INVISIBLE, with_bare_links
from .ticket import Block, BlockKind, Source
from .typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .html_blocks import HtmlWriter

_OPTIONS = (
    pyromark.Options.ENABLE_TABLES
    | pyromark.Options.ENABLE_TASKLISTS
    | pyromark.Options.ENABLE_FOOTNOTES
    | pyromark.Options.ENABLE_STRIKETHROUGH
    | pyromark.Options.ENABLE_GFM  # callouts: > [!NOTE]
)
_new = tuple.__new__  # a third faster than the constructor of a named tuple


def read_blocks(source: Source, start: int = 0) -> tuple[Block, ...]:
    """The blocks of the Markdown that begins at an offset of a source."""
    writer = BlockWriter(source)
    _Walker(source, writer).walk(source.text[start:] if start else source.text, start)
    blocks = writer.finish()
    if "|" not in source.text:  # as in most tickets
        return blocks
    from .typed_tables import with_typed_tables

    return with_typed_tables(blocks)


class _Walker:
    """Turns the events of the parser into calls of a writer."""

    def __init__(self, source: Source, writer: BlockWriter) -> None:
        self.writer = writer
        self._source = source
        self._parts: list[tuple[str, int]] | None = None
        self._parts_at = 0
        self._indented = False
        self._ruled = False
        self._struck: list[bool] = []
        self._marks: list[int] = []
        self._base = 0
        self._events: Iterator[Any] = iter(())

    @lazily
    def _html(self) -> HtmlWriter:
        """What reads HTML: most tickets hold none."""
        from .html_blocks import HtmlWriter

        return HtmlWriter(self.writer)

    def walk(self, text: str, base: int) -> None:
        """Read all events of a text that begins at ``base`` of the source."""
        text, self._marks = prepare(text)
        self._base = base
        self._events = pyromark.events_with_range(text, options=_OPTIONS)
        self._follow(self._events)

    def _follow(self, events: Iterable[tuple[Any, Any]]) -> None:
        """Do what each event says: a name (``"SoftBreak"``), or a name and more (``{"Start": "Item"}``)."""
        for event, place in events:
            if event.__class__ is str:
                _MET[event](self, None, 0)
                continue
            name, detail = event.popitem()
            if name == "End":
                leave = _LEFT.get(detail if detail.__class__ is str else next(iter(detail)))
                if leave:
                    leave(self, place)
                continue
            if name == "Start":
                name, detail = (detail, None) if detail.__class__ is str else detail.popitem()
            enter = _MET.get(name)
            if enter:
                enter(self, detail, place["start"])

    def _at(self, byte: int) -> int:
        """Where in the source a byte of the parsed text stands."""
        return self._base + byte - (bisect_left(self._marks, byte) if self._marks else 0)

    # Blocks of one text

    def _alone(self, kind: BlockKind, level: int, blocks: list[Block]) -> tuple[tuple[Any, Any], ...]:
        """Make a block that begins, where nothing else is open, if it is one text: four of five are.

        The writer, ready for whatever may come, takes 5 µs for each; this way it is 1.5 µs. Gives the events
        that it took in vain; ``blocks`` are those that the block joins.
        """
        first = next(self._events)
        event, place = first
        text: str = "" if event.__class__ is str else event.get("Text", "")
        # What is printable is visible: to ask for that first is four times as fast as the search.
        seen = text.isascii() or text.isprintable() or not INVISIBLE.search(text)
        bare = text.strip() if seen else ""
        if not bare:
            return (first,)
        second = next(self._events)
        event, _ = second
        if event.__class__ is str or "End" not in event or (level and event["End"] == "Paragraph"):
            return first, second  # the paragraph of an item may go on after its end
        start = self._at(place["start"])
        if bare is not text:
            start += text.find(bare)
        block = _new(Block, (kind, bare, ((0, start),), (), (), level, (), False))
        blocks.append(with_bare_links(block) if "://" in bare else block)
        return ()

    def _heading(self, detail: Any, byte: int) -> None:
        writer, at = self.writer, self._at(byte)
        level = int(detail["level"][1])
        self._ruled = level == 2 and not self._source.text.startswith("#", at)
        writer.close_html()
        rest = None if self._ruled or writer.free is None else self._alone("heading", level, writer.blocks)
        if rest != ():
            writer.begin("heading", at, level)
            self._follow(rest or ())

    def _paragraph(self, _: Any, _byte: int) -> None:
        frame = self.writer.free
        if frame is None or frame.item:
            self.writer.line()
        else:
            self._follow(self._alone(frame.kind, frame.level, self.writer.blocks))

    def _item(self, _: Any, byte: int) -> None:
        writer = self.writer
        frame = writer.inside(DOCUMENT, "item", self._at(byte))
        rest = self._alone(frame.kind, frame.level, writer.blocks) if writer.free else None
        if rest != ():
            writer.push(frame)
            self._follow(rest or ())

    def _task(self, done: bool, _byte: int) -> None:
        self.writer.task(done)
        frame = self.writer.free
        if frame and frame.item:
            rest = self._alone(frame.kind, frame.level, self.writer.blocks)
            if rest:
                self._follow(rest)
            else:
                self.writer.leave()

    def _cell(self, _: Any, byte: int) -> None:
        cells = self.writer.cells
        rest = None if cells is None else self._alone("paragraph", 0, cells)
        if rest != ():
            self.writer.cell(self._at(byte))
            self._follow(rest or ())

    # Text

    def _text(self, text: str, byte: int) -> None:
        at = self._at(byte)
        if self._parts is None:
            self.writer.text(text, at)
        else:
            self._parts.append((text, at))

    def _code(self, text: str, byte: int) -> None:
        """A code span: words between backticks, often a name that matters."""
        source, at = self._source.text, self._at(byte)
        while source[at : at + 1] == "`":
            at += 1
        if source[at : at + len(text)] != text and source[at : at + 1] in " \r\n":
            at += 1
        self.writer.text(text, at)

    def _link(self, detail: Any, byte: int) -> None:
        mail = "mailto:" if detail["link_type"] == "Email" else ""
        self.writer.open_link(mail + detail["dest_url"], self._at(byte))

    def _strike(self, _: Any, byte: int) -> None:
        """Words between ``~~`` are struck out; between ``~`` they are mostly figures: ``5~10 to 2~3``."""
        at = self._at(byte)
        struck = self._source.text.startswith("~~", at)
        self._struck.append(struck)
        if struck:
            self.writer.mute(True)
        else:
            self.writer.text("~", at)

    def _end_strike(self, place: Any) -> None:
        if self._struck.pop():
            self.writer.mute(False)
        else:
            self.writer.text("~", self._at(place["end"] - 1))

    # Blocks

    def _end_heading(self, _: Any) -> None:
        """``---`` right under a paragraph makes it a heading in Markdown, where a rule was meant."""
        if self._ruled:
            self.writer.rule()
        else:
            self.writer.end()

    def _collect(self, detail: Any, byte: int) -> None:
        self._parts = []
        self._parts_at = self._at(byte)
        self._indented = detail == "Indented"

    def _markup(self, _: Any) -> None:
        parts, self._parts = self._parts or [], None
        self.writer.line()
        self._html.feed(parts)
        self.writer.line()

    def _sample(self, _: Any) -> None:
        parts, self._parts = self._parts or [], None
        if self._indented and reads_as_prose(parts, self.writer.last):
            write_prose(parts, self.writer)
            return
        self.writer.begin("code", self._parts_at)
        for text, place in parts:
            self.writer.text(text, place)
        self.writer.end()


_MET: dict[str, Callable[[_Walker, Any, int], None]] = {
    "SoftBreak": lambda walker, *_: walker.writer.gap(),
    "HardBreak": lambda walker, *_: walker.writer.gap(),
    "Rule": lambda walker, *_: walker.writer.line(),
    "Text": _Walker._text,
    "Html": _Walker._text,
    "Code": _Walker._code,
    "InlineHtml": lambda walker, html, byte: walker._html.feed([(html, walker._at(byte))]),
    "TaskListMarker": _Walker._task,
    "Paragraph": _Walker._paragraph,
    "Heading": _Walker._heading,
    "Item": _Walker._item,
    "BlockQuote": lambda walker, _, byte: walker.writer.enter(DOCUMENT, "quote", walker._at(byte)),
    "FootnoteDefinition": lambda walker, _, byte: walker.writer.enter(
        DOCUMENT, "paragraph", walker._at(byte)
    ),
    "Strong": lambda walker, _, byte: walker.writer.bold(True, walker._at(byte)),
    "Strikethrough": _Walker._strike,
    "Link": _Walker._link,
    "Image": _Walker._link,
    "TableHead": lambda walker, *_: walker.writer.row(),
    "TableRow": lambda walker, *_: walker.writer.row(),
    "TableCell": _Walker._cell,
    "CodeBlock": _Walker._collect,
    "HtmlBlock": _Walker._collect,
}
"""What to do when a leaf is met or a part begins, with what the event says and the byte where it stands.

Once for all documents: to bind the methods for each would take 6 µs.
"""

_LEFT: dict[str, Callable[[_Walker, Any], None]] = {
    "Paragraph": lambda walker, _: walker.writer.line(),
    "Heading": _Walker._end_heading,
    "Item": lambda walker, _: walker.writer.leave(),
    "BlockQuote": lambda walker, _: walker.writer.leave(),
    "FootnoteDefinition": lambda walker, _: walker.writer.leave(),
    "Strong": lambda walker, _: walker.writer.bold(False, 0),
    "Strikethrough": _Walker._end_strike,
    "Link": lambda walker, _: walker.writer.close_link(),
    "Image": lambda walker, _: walker.writer.close_link(),
    "TableHead": lambda walker, _: walker.writer.end_row(header=True),
    "TableRow": lambda walker, _: walker.writer.end_row(),
    "TableCell": lambda walker, _: walker.writer.end_cell(),
    "CodeBlock": _Walker._sample,
    "HtmlBlock": _Walker._markup,
}
"""What to do when a part ends, with its place in the parsed text."""
