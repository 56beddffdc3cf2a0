"""Where a ticket says what: its document cut at the labels that people use, in any format.

A label may be a heading, a bold lead, a line of its own, the words before a colon, or the first cell of
a table row. The strongest style in which a ticket names its topics is its *dominant* style; a weaker
label cuts only where no stronger one names that topic, and holds only its own line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from .labels import Labels, Topic
from .ticket import Block, Ticket

OTHER = "other"
"""The topic of headings that surely speak of something else (solution, rollout, due date …)."""

_HEADING, _BOLD, _ROW, _ALONE, _COLON = range(5)
_LABEL_LENGTH = 80
_COLON_LABEL = re.compile(
    r"[ \t]*(?:[-*•–]\s+|\d{1,2}[.)]\s+)?([^\n:：]{2,70}?)[ \t\u00a0\u202f]*[:：](?=\s|$)"
)


class Part(NamedTuple):
    """A label and the blocks that stand under it. Text before any label has the topic ''."""

    topic: str
    exact: bool
    label: str
    offset: int
    blocks: tuple[Block, ...]


class _Label(NamedTuple):
    style: int
    level: int
    topic: Topic
    text: str
    offset: int


class _Entry(NamedTuple):
    """Either a label, or a piece of content, or both (the words after a label on its line)."""

    label: _Label | None
    content: Block | None


def outline(ticket: Ticket, labels: Labels) -> list[Part]:
    """The document as parts, in order."""
    entries = list(_entries(ticket, labels))
    strong = _topics_by_style(entries)
    dominant = next((style for style in range(5) if len(strong[style]) >= 2), _dominant_of_few(strong))
    return list(_Cutter(labels, strong, dominant).cut(entries))


def _dominant_of_few(strong: Sequence[set[str]]) -> int:
    return next((style for style in range(5) if strong[style]), _COLON)


def _topics_by_style(entries: Sequence[_Entry]) -> list[set[str]]:
    strong: list[set[str]] = [set() for _ in range(5)]
    for entry in entries:
        if entry.label and entry.label.topic.name not in ("", OTHER):
            strong[entry.label.style].add(entry.label.topic.name)
    return strong


def _entries(ticket: Ticket, labels: Labels) -> Iterator[_Entry]:
    title = _title_heading(ticket, labels)
    wide: list[_Label | None] = []
    for number, block in enumerate(ticket.blocks):
        if number == title:
            continue
        if block.kind == "heading":
            topic = labels.topic(block.text)
            yield _Entry(_Label(_HEADING, block.level, topic, block.text, block.source_offset(0)), None)
        elif block.kind == "row":
            yield from _row_entries(block, labels, wide)
        elif block.kind in ("code", "comment", "open-task"):
            yield _Entry(None, block)
        else:
            yield from _line_entries(block, labels)
        if block.kind != "row":
            wide = []


def _title_heading(ticket: Ticket, labels: Labels) -> int:
    """The index of the heading that is the ticket's title, or -1: the first and only one of its level."""
    headings = [(i, b) for i, b in enumerate(ticket.blocks) if b.kind == "heading"]
    if not headings or any(not b.header and b.text.strip() for b in ticket.blocks[: headings[0][0]]):
        return -1
    index, first = headings[0]
    alone = all(block.level > first.level for _, block in headings[1:])
    title = first.level <= 2 and alone and (len(headings) > 1 or first.level == 1)
    return index if title and not labels.topic(first.text).exact else -1


def _row_entries(row: Block, labels: Labels, wide: list[_Label | None]) -> Iterator[_Entry]:
    if not row.cells:
        yield _Entry(None, row)
        return
    found = [_row_label(cell, labels) for cell in row.cells]
    exact = [label for label in found if label and label.topic.exact]
    if len(exact) >= 2 and all(labels.is_part(label.text) for label in exact):
        wide[:] = [None] * len(found)  # the head of a table inside one topic: Indicator | Baseline | Target
        yield _Entry(exact[0], row)
    elif len({label.topic.name for label in exact}) >= 2:  # a wide table: topics side by side
        wide[:] = found
    elif any(wide):
        for label, cell in zip(wide, row.cells, strict=False):
            yield _Entry(label, cell._replace(kind="paragraph"))
    elif found[0] and len(row.cells) > 1 and not wide:
        for number, cell in enumerate(row.cells[1:]):
            yield _Entry(None if number else found[0], cell._replace(kind="paragraph"))
    else:
        yield _Entry(None, row)


def _row_label(cell: Block, labels: Labels) -> _Label | None:
    text = cell.text.strip().rstrip(":： \u00a0")
    if not 0 < len(text) <= _LABEL_LENGTH:
        return None
    topic = labels.topic(text)
    if not topic.name or (not topic.exact and len(text.split()) > 6):
        return None
    return _Label(_ROW, 10, topic, text, cell.source_offset(0))


def _line_entries(block: Block, labels: Labels) -> Iterator[_Entry]:
    """A paragraph cut before each of its lines that begins with a label."""
    start, pending = 0, None
    text = block.text
    line_start = 0
    while line_start <= len(text):
        line_end = text.find("\n", line_start)
        line_end = len(text) if line_end < 0 else line_end
        found = _label_at(block, line_start, line_end, labels)
        if found:
            if pending or text[start:line_start].strip():
                yield _Entry(pending, _content(block, start, line_start))
            pending, start = found[0], found[1]
        line_start = line_end + 1
    yield _Entry(pending, _content(block, start, len(text)))


def _content(block: Block, start: int, end: int) -> Block | None:
    while start < end and block.text[start].isspace():
        start += 1
    while end > start and block.text[end - 1].isspace():
        end -= 1
    return block.piece(start, end) if end > start else None


def _label_at(block: Block, start: int, end: int, labels: Labels) -> tuple[_Label, int] | None:
    """The label with which a line begins, and where its content starts."""
    while start < end and block.text[start] in " \t":
        start += 1
    for bold_start, bold_end in block.strong:
        if bold_start == start and bold_end - bold_start <= _LABEL_LENGTH:
            return _bold_label(block, bold_start, min(bold_end, end), end, labels)
    text = block.text
    if _has_colon(text, start, end):
        found = _colon_label(block, start, end, labels)
        if found:
            return found
    if end - start <= 60 and block.kind != "item" and text.count(" ", start, end) < 8:
        line = text[start:end].strip()
        topic = labels.topic(line) if line else Topic("", False)
        if topic.exact or (topic.name and line.isupper()):
            return _Label(_ALONE, 10, topic, line, block.source_offset(start)), end
    return None


def _has_colon(text: str, start: int, end: int) -> bool:
    last = min(end, start + _LABEL_LENGTH + 10)
    return text.find(":", start, last) >= 0 or text.find("：", start, last) >= 0


def _colon_label(block: Block, start: int, end: int, labels: Labels) -> tuple[_Label, int] | None:
    """The words before a colon, if they are a label; an indicator with digits is none."""
    colon = _COLON_LABEL.match(block.text, start, min(end, start + _LABEL_LENGTH + 10))
    if not colon or any(char.isdigit() for char in colon.group(1)):
        return None
    topic = labels.topic(colon.group(1))
    if not (topic.exact or topic.plain or labels.is_part(colon.group(1))):
        return None
    return _Label(_COLON, 11, topic, colon.group(1), block.source_offset(colon.start(1))), colon.end()


def _bold_label(
    block: Block, start: int, bold_end: int, end: int, labels: Labels
) -> tuple[_Label, int] | None:
    label = block.text[start:bold_end].strip()
    after = bold_end
    while after < end and block.text[after] in " \t\u00a0\u202f":
        after += 1
    followed = after >= end or block.text[after] in ":：—–-.?"
    if not followed and not label.endswith((":", "：", "?", ".")):
        return None
    topic = labels.topic(label.rstrip(":： \u00a0\u202f"))
    content = after + 1 if after < end and block.text[after] in ":：—–-" else after
    return _Label(_BOLD, 10, topic, label.rstrip(":： \u00a0\u202f"), block.source_offset(start)), content


class _Open:
    """The part that is being filled."""

    def __init__(self, label: _Label | None) -> None:
        self.label = label
        self.blocks: list[Block] = []

    def close(self) -> Part | None:
        if self.label is None:
            return Part("", False, "", 0, tuple(self.blocks)) if self.blocks else None
        label = self.label
        return Part(label.topic.name, label.topic.exact, label.text, label.offset, tuple(self.blocks))


class _Cutter:
    """Decides for each label whether it opens a part, belongs to the open one, or is only words."""

    def __init__(self, labels: Labels, strong: Sequence[set[str]], dominant: int) -> None:
        self.labels = labels
        self.strong = strong
        self.dominant = dominant

    def cut(self, entries: Sequence[_Entry]) -> Iterator[Part]:
        """The parts, in the order of the document."""
        open_ = _Open(None)
        for label, content in entries:
            if label is None:
                if content:
                    open_.blocks.append(content)
                continue
            if content and content.kind == "row" and self._inside(label, open_.label):
                open_.blocks.append(content)
                continue
            if not self._opens(label, open_.label):
                open_.blocks += self._as_content(label, content)
                continue
            if content and self._holds_one_line(label):
                one = _Open(label)
                one.blocks.append(content)
                yield from filter(None, [one.close()])
                continue
            yield from filter(None, [open_.close()])
            open_ = _Open(label)
            open_.blocks += [content] if content else []
        yield from filter(None, [open_.close()])

    def _inside(self, label: _Label, current: _Label | None) -> bool:
        """Does a table whose head begins with this label belong to the open part?"""
        if current is None or not current.topic.name:
            return False
        topic = current.topic.name
        return topic == label.topic.name or self.labels.is_part_of(label.text, topic)

    def _opens(self, label: _Label, current: _Label | None) -> bool:
        topic = label.topic.name
        if current and current.topic.name and self.labels.is_part_of(label.text, current.topic.name):
            return label.style == _HEADING and label.level <= current.level and bool(topic)
        if not topic:
            return self._closes(label, current)
        if label.style > self.dominant:
            return topic != OTHER and not self._named_more_strongly(topic, label.style)
        return label.topic.exact or label.topic.plain or label.style in (_HEADING, _BOLD, _ROW)

    def _named_more_strongly(self, topic: str, style: int) -> bool:
        return any(topic in self.strong[stronger] for stronger in range(style))

    def _closes(self, label: _Label, current: _Label | None) -> bool:
        """An unknown label closes a part of its own rank or below; a deeper one belongs to it."""
        if label.style == _HEADING:
            return current is None or label.level <= current.level
        return label.style == _BOLD and current is not None and current.style == _BOLD

    def _holds_one_line(self, label: _Label) -> bool:
        return label.style > self.dominant and label.style in (_COLON, _BOLD)

    def _as_content(self, label: _Label, content: Block | None) -> list[Block]:
        """The words of a label that opened nothing go back into the text, before what follows them."""
        text = label.text + (": " if label.style != _HEADING else "")
        runs: list[tuple[int, int]] = [(0, label.offset)]
        if content is None:
            return [Block("paragraph", label.text, ((0, label.offset),))]
        size = len(text)
        runs += [(here + size, there) for here, there in content.runs]
        links = tuple(link._replace(start=link.start + size, end=link.end + size) for link in content.links)
        merged = content._replace(text=text + content.text, runs=tuple(runs), links=links, strong=())
        return [merged]
