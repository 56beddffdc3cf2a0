"""Markdown as blocks, through the events of pyromark, with the places of all words.

Never recursive: the parser has no depth limit, so the writer keeps the stack and caps it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable
from typing import Any

import pyromark

from .block_writer import DOCUMENT, BlockWriter
from .html_blocks import HtmlWriter
from .ticket import Block, Source

_OPTIONS = (
    pyromark.Options.ENABLE_TABLES
    | pyromark.Options.ENABLE_TASKLISTS
    | pyromark.Options.ENABLE_FOOTNOTES
    | pyromark.Options.ENABLE_STRIKETHROUGH
    | pyromark.Options.ENABLE_GFM  # callouts: > [!NOTE]
)
_CONTINUATION = re.compile(rb"[\x80-\xbf]")
_SURROGATE = re.compile("[\ud800-\udfff]")

# Word processors and French keyboards put these where Markdown wants a space; nobody sees the difference.
_ODD_SPACE = "\u00a0\u202f\u2007\u200b\u2060\ufeff"
_ODD_MARKER = re.compile(
    rf"^([ \t>]*)([{_ODD_SPACE}]?)(#{{1,6}}|[-+*]|\d{{1,9}}[.)])(?=[ \t{_ODD_SPACE}])"
    rf"([{_ODD_SPACE}]?)([ \t]*\[[ xX]\][{_ODD_SPACE}])?",
    re.MULTILINE,
)
_NEAR_MARKER = re.compile(rf"(?<![^\n\r \t>#*+.)\]-])[{_ODD_SPACE}]")
_CODE_MARK = re.compile(r"[{}]|;[ \t]*$|\w\(\)|^[ \t]*(?:[$>#/]|def |class |import |SELECT )|==|:=|=>", re.M)


def read_blocks(source: Source, start: int = 0) -> tuple[Block, ...]:
    """The blocks of the Markdown that begins at an offset of a source."""
    writer = BlockWriter(source)
    _Walker(source, writer).walk(source.text[start:] if start else source.text, start)
    return writer.finish()


def _prepare(text: str) -> tuple[str, list[int]]:
    """What the parser shall read, and the bytes at which no character begins, to count by."""
    if text.isascii():
        return text, []
    try:
        data = text.encode()
    except UnicodeEncodeError:
        text = _SURROGATE.sub("\ufffd", text)
        data = text.encode()
    marks = [mark.start() for mark in _CONTINUATION.finditer(data)]
    if any(space in text for space in _ODD_SPACE) and _NEAR_MARKER.search(text):
        text = _ODD_MARKER.sub(_plain_marker, text)  # of the same length in UTF-8
    return text, marks


def _plain_marker(match: re.Match[str]) -> str:
    lead, before, marker, after, box = match.groups()
    return lead + _spaces(before) + marker + _spaces(after) + (box[:-1] + _spaces(box[-1]) if box else "")


def _spaces(odd: str) -> str:
    return " " * len(odd.encode())


class _Walker:
    """Turns the events of the parser into calls of a writer. Its methods take (detail, source offset)."""

    def __init__(self, source: Source, writer: BlockWriter) -> None:
        self._source = source
        self._writer = writer
        self._html = HtmlWriter(writer)
        self._parts: list[tuple[str, int]] | None = None
        self._parts_at = 0
        self._indented = False
        self._ruled = False
        self._struck: list[bool] = []
        self._ended: Any = {}
        self._marks: list[int] = []
        self._base = 0

    def walk(self, text: str, base: int) -> None:
        """Read all events of a text that begins at ``base`` of the source."""
        text, marks = _prepare(text)
        self._marks, self._base = marks, base
        leaves, starts, ends = self._leaves(), self._starts(), self._ends()
        write = self._writer.text
        event: Any
        detail: Any
        for event, place in pyromark.events_with_range(text, options=_OPTIONS):
            if event.__class__ is str:
                leaves[event](None, 0)
                continue
            [(name, detail)] = event.items()
            if name == "End":
                handler = ends.get(detail if detail.__class__ is str else next(iter(detail)))
                if handler:
                    self._ended = place
                    handler()
                continue
            at: int = place["start"]
            at += base - bisect_left(marks, at) if marks else base
            if name == "Text" and self._parts is None:
                write(detail, at)
            elif name != "Start":
                leaves[name](detail, at)
            elif detail.__class__ is str:
                if detail in starts:
                    starts[detail](None, at)
            else:
                [(name, detail)] = detail.items()
                if name in starts:
                    starts[name](detail, at)

    def _leaves(self) -> dict[str, Callable[[Any, int], None]]:
        line = self._writer.gap
        return {
            "FootnoteReference": lambda *_: None,
            "Text": self._part,
            "Html": self._part,
            "Code": self._code,
            "InlineHtml": lambda html, at: self._html.feed([(html, at)]),
            "SoftBreak": lambda *_: line(),
            "HardBreak": lambda *_: line(),
            "Rule": lambda *_: self._writer.line(),
            "TaskListMarker": lambda *done: self._writer.task(done[0]),
        }

    def _starts(self) -> dict[str, Callable[[Any, int], None]]:
        writer = self._writer
        return {
            "Paragraph": lambda *_: writer.line(),
            "Heading": self._heading,
            "Item": lambda _, at: writer.enter(DOCUMENT, "item", at),
            "BlockQuote": lambda _, at: writer.enter(DOCUMENT, "quote", at),
            "FootnoteDefinition": lambda _, at: writer.enter(DOCUMENT, "paragraph", at),
            "Strong": lambda _, at: writer.bold(True, at),
            "Strikethrough": self._strike,
            "Link": self._link,
            "Image": self._link,
            "TableHead": lambda *_: writer.row(),
            "TableRow": lambda *_: writer.row(),
            "TableCell": lambda _, at: writer.cell(at),
            "CodeBlock": self._collect,
            "HtmlBlock": self._collect,
        }

    def _ends(self) -> dict[str, Callable[[], None]]:
        writer = self._writer
        return {
            "Paragraph": writer.line,
            "Heading": self._end_heading,
            "Item": writer.leave,
            "BlockQuote": writer.leave,
            "FootnoteDefinition": writer.leave,
            "Strong": lambda: writer.bold(False, 0),
            "Strikethrough": self._end_strike,
            "Link": writer.close_link,
            "Image": writer.close_link,
            "TableHead": lambda: writer.end_row(header=True),
            "TableRow": writer.end_row,
            "TableCell": writer.end_cell,
            "CodeBlock": self._sample,
            "HtmlBlock": self._markup,
        }

    # Text

    def _code(self, text: str, at: int) -> None:
        """A code span: words between backticks, often a name that matters."""
        source = self._source.text
        while source[at : at + 1] == "`":
            at += 1
        if source[at : at + len(text)] != text and source[at : at + 1] in " \r\n":
            at += 1
        self._writer.text(text, at)

    def _link(self, detail: Any, at: int) -> None:
        mail = "mailto:" if detail["link_type"] == "Email" else ""
        self._writer.open_link(mail + detail["dest_url"], at)

    def _strike(self, _: Any, at: int) -> None:
        """Words between ``~~`` are struck out; between ``~`` they are mostly figures: ``5~10 to 2~3``."""
        struck = self._source.text.startswith("~~", at)
        self._struck.append(struck)
        if struck:
            self._writer.mute(True)
        else:
            self._writer.text("~", at)

    def _end_strike(self) -> None:
        if self._struck.pop():
            self._writer.mute(False)
        else:
            last = self._ended["end"] - 1
            self._writer.text("~", self._base + last - bisect_left(self._marks, last))

    # Blocks

    def _heading(self, detail: Any, at: int) -> None:
        level = int(detail["level"][1])
        self._ruled = level == 2 and not self._source.text.startswith("#", at)
        self._writer.close_html()
        self._writer.begin("heading", at, level)

    def _end_heading(self) -> None:
        """``---`` right under a paragraph makes it a heading in Markdown, where a rule was meant."""
        if self._ruled:
            self._writer.rule()
        else:
            self._writer.end()

    def _collect(self, detail: Any, at: int) -> None:
        self._parts = []
        self._parts_at = at
        self._indented = detail == "Indented"

    def _part(self, text: str, at: int) -> None:
        if self._parts is not None:
            self._parts.append((text, at))

    def _markup(self) -> None:
        parts, self._parts = self._parts or [], None
        self._writer.line()
        self._html.feed(parts)
        self._writer.line()

    def _sample(self) -> None:
        parts, self._parts = self._parts or [], None
        if self._indented and self._reads_as_prose(parts):
            self._prose(parts)
            return
        self._writer.begin("code", self._parts_at)
        for text, place in parts:
            self._writer.text(text, place)
        self._writer.end()

    def _reads_as_prose(self, parts: list[tuple[str, int]]) -> bool:
        """Text that is indented under its label is no sample, unless it looks like one."""
        before = self._writer.last
        under_a_label = (
            before is None
            or before.kind in ("heading", "item", "done-task", "open-task")
            or before.text.rstrip().endswith(":")
            or before.strong == ((0, len(before.text)),)
        )
        return under_a_label and not any(_CODE_MARK.search(text) for text, _ in parts)

    def _prose(self, parts: list[tuple[str, int]]) -> None:
        writer = self._writer
        writer.line()
        for text, place in parts:
            for number, line in enumerate(text.split("\n")):
                if number:
                    writer.gap()
                bare = line.strip()
                if bare:
                    writer.text(bare, place + line.find(bare))
                place += len(line) + 1
        writer.line()
