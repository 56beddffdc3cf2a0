"""The labels in a document, in whatever style they are written, and what stands between them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from .labels import Labels, Topic
from .records import NamedTuple
from .ticket import Block, Ticket

HEADING, BOLD, ROW, ALONE, COLON = range(5)
"""The styles of labels, the strongest first."""

_LABEL_LENGTH, _ALONE_LENGTH = 80, 60
_COLON_LABEL = re.compile(
    r"[ \t]*(?:[-*•–]\s+|\d{1,2}[.)]\s+)?([^\n:：]{2,70}?)[ \t\u00a0\u202f]*[:：](?=\s|$)"
)
_SENTENCE_LABEL = re.compile(
    r"([^\W\d_][^\n.:]{2,40}?)(?:\.|[ \u00a0\u202f]?\?|[ \u00a0][-–—])[ \u00a0]+(?=[^\W_]|[«“\"'(<\[])"
)
"""``Evidence. Nine calls …``, ``How do we know? Nine calls …``: words before a stop or a dash."""
_LABEL_WORDS = 5
_new = tuple.__new__  # a third faster than the constructor of a named tuple


class Label(NamedTuple):
    """A label: how it is written, its rank, what it announces, its words, and where they stand."""

    style: int
    level: int
    topic: Topic
    text: str
    offset: int


class Entry(NamedTuple):
    """Either a label, or a piece of content, or both (the words after a label on its line)."""

    label: Label | None
    content: Block | None


def find_entries(ticket: Ticket, labels: Labels) -> list[Entry]:
    """The blocks of a ticket in order, cut before their labels."""
    title = _title_heading(ticket, labels)
    table = _Table()
    entries: list[Entry] = []
    for number, block in enumerate(ticket.blocks):
        kind = block.kind
        if number == title:
            continue
        if kind == "row":
            entries += _row_entries(block, labels, table)
            continue
        table = _Table() if table.rows else table
        if kind == "heading":
            topic = labels.topic(block.text)
            label = _new(Label, (HEADING, block.level, topic, block.text, block.runs[0][1]))
            entries.append(_new(Entry, (label, None)))
        elif kind in ("code", "comment", "open-task"):
            entries.append(_new(Entry, (None, block)))
        elif _may_hold_label(block):
            entries += _line_entries(block, labels)
        else:  # as most: to look at each line for nothing would take 2 µs more
            entries.append(_new(Entry, (None, _content(block, 0, len(block.text)))))
    return entries


def _may_hold_label(block: Block) -> bool:
    """Is something bold in the block, a colon, or a short line that may stand alone?"""
    text = block.text
    if block.strong or ":" in text or "：" in text or _SENTENCE_LABEL.match(text):
        return True
    return block.kind != "item" and ("\n" in text or len(text.lstrip(" \t")) <= _ALONE_LENGTH)


def _title_heading(ticket: Ticket, labels: Labels) -> int:
    """The index of the heading that is the ticket's title, or -1: the first and only one of its level."""
    headings = [(i, b) for i, b in enumerate(ticket.blocks) if b.kind == "heading"]
    if not headings or any(not b.header and b.text.strip() for b in ticket.blocks[: headings[0][0]]):
        return -1
    index, first = headings[0]
    alone = all(block.level > first.level for _, block in headings[1:])
    title = first.level <= 2 and alone and (len(headings) > 1 or first.level == 1)
    return index if title and not labels.topic(first.text).exact else -1


class _Table:
    """What the rows of a table so far say about it: topics side by side, or a label before each row."""

    def __init__(self) -> None:
        self.rows = 0
        self.wide: list[Label | None] = []
        self.keyed = False


def _row_entries(row: Block, labels: Labels, table: _Table) -> Iterator[Entry]:
    table.rows += 1
    if not row.cells:
        yield Entry(None, row)
        return
    found = [_row_label(cell, labels) for cell in row.cells]
    exact = [label for label in found if label and label.topic.exact]
    if _is_head(row, exact, labels):
        table.wide = [None] * len(found)
        yield Entry(next((label for label in exact if label.topic.name != "other"), None), row)
    elif len({label.topic.name for label in exact}) >= 2:  # a wide table: topics side by side
        table.wide = found
    elif any(table.wide):
        for label, cell in zip(table.wide, row.cells, strict=False):
            yield Entry(label, _as_paragraph(cell))
    elif len(row.cells) > 1 and not table.wide and (found[0] or table.keyed):
        table.keyed = True
        label = found[0] or _unknown_label(row.cells[0], labels)
        for number, cell in enumerate(row.cells[1:]):
            yield Entry(None if number else label, _as_paragraph(cell))
    else:
        yield Entry(None, row)


def _is_head(row: Block, exact: Sequence[Label], labels: Labels) -> bool:
    """``Indicator | Baseline | Target``, ``Measure | Now | By June``: columns of one topic, and no answer."""
    if len(exact) >= 2 and all(labels.is_part(label.text) for label in exact):
        return True
    topics = {label.topic.name for label in exact if not labels.is_part(label.text)}
    parts = sum(labels.is_part(cell.text) for cell in row.cells)
    return row.header and len(row.cells) > 2 and parts > 0 and topics <= {"other"}


def _as_paragraph(cell: Block) -> Block:
    return cell if cell.kind == "paragraph" else cell._replace(kind="paragraph")


def _unknown_label(cell: Block, labels: Labels) -> Label:
    """What stands before a row of a table in which labels stand before rows."""
    return Label(ROW, 10, labels.topic(""), cell.text.strip(), cell.source_offset(0))


def _row_label(cell: Block, labels: Labels) -> Label | None:
    text = cell.text.strip().rstrip(":： \u00a0")
    if not 0 < len(text) <= _LABEL_LENGTH:
        return None
    topic = labels.topic(text)
    if not topic.name or (not topic.exact and len(text.split()) > 6):
        return None
    return Label(ROW, 10, topic, text, cell.source_offset(0))


def _line_entries(block: Block, labels: Labels) -> list[Entry]:
    """A paragraph cut before each of its lines that begins with a label."""
    found: list[Entry] = []
    start, pending = 0, None
    text = block.text
    line_start = 0
    while line_start <= len(text):
        line_end = text.find("\n", line_start)
        line_end = len(text) if line_end < 0 else line_end
        label = _label_at(block, line_start, line_end, labels)
        if label:
            if pending or (line_start and text[start:line_start].strip()):
                found.append(_new(Entry, (pending, _content(block, start, line_start))))
            pending, start = label
        line_start = line_end + 1
    found.append(_new(Entry, (pending, _content(block, start, len(text)))))
    return found


def _content(block: Block, start: int, end: int) -> Block | None:
    piece = block.text[start:end]
    bare = piece.strip()
    if not bare:
        return None
    start += len(piece) - len(piece.lstrip())
    return block.piece(start, start + len(bare))


def _label_at(block: Block, start: int, end: int, labels: Labels) -> tuple[Label, int] | None:
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
    if found := _sentence_label(block, start, end, labels):
        return found
    if end - start <= _ALONE_LENGTH and block.kind != "item" and text.count(" ", start, end) < 8:
        line = text[start:end].strip()
        topic = labels.topic(line) if line else Topic("", False)
        if topic.exact or (topic.name and line.isupper()):
            return Label(ALONE, 10, topic, line, block.source_offset(start)), end
    return None


def _sentence_label(block: Block, start: int, end: int, labels: Labels) -> tuple[Label, int] | None:
    """The words before the first stop of a line, where all of them are a known label."""
    words = _SENTENCE_LABEL.match(block.text, start, end)
    if not words or words[1].count(" ") >= _LABEL_WORDS:
        return None
    topic = labels.topic(words[1])
    if not topic.exact:
        return None
    return Label(COLON, 11, topic, words[1], block.source_offset(start)), words.end()


def _has_colon(text: str, start: int, end: int) -> bool:
    last = min(end, start + _LABEL_LENGTH + 10)
    return text.find(":", start, last) >= 0 or text.find("：", start, last) >= 0


def _colon_label(block: Block, start: int, end: int, labels: Labels) -> tuple[Label, int] | None:
    """The words before a colon, if they are a label; an indicator with digits is none."""
    colon = _COLON_LABEL.match(block.text, start, min(end, start + _LABEL_LENGTH + 10))
    label = colon[1] if colon else ""
    if not colon or any(map(str.isdigit, label)):
        return None
    topic = labels.topic(label)
    if not (topic.exact or topic.plain or labels.is_part(label)):
        return None
    return Label(COLON, 11, topic, label, block.source_offset(colon.start(1))), colon.end()


def _bold_label(
    block: Block, start: int, bold_end: int, end: int, labels: Labels
) -> tuple[Label, int] | None:
    label = block.text[start:bold_end].strip()
    after = bold_end
    while after < end and block.text[after] in " \t\u00a0\u202f":
        after += 1
    followed = after >= end or block.text[after] in ":：—–-.?"
    topic = labels.topic(label.rstrip(":： \u00a0\u202f"))
    opens = topic.exact and not block.text[after : after + 1].islower()  # "**Evidence** The log shows …"
    if not (followed or opens or label.endswith((":", "：", "?", "."))):
        return None
    content = after + 1 if after < end and block.text[after] in ":：—–-" else after
    return Label(BOLD, 10, topic, label.rstrip(":： \u00a0\u202f"), block.source_offset(start)), content
