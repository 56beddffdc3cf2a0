"""The labels in a document, in whatever style they are written, and what stands between them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from .labels import Labels, Topic
from .records import NamedTuple
from .ticket import Block, Ticket

HEADING, BOLD, ROW, ALONE, COLON = range(5)
"""The styles of labels, the strongest first."""

_LABEL_LENGTH, _ALONE_LENGTH = 80, 60
_COLON_LABEL = re.compile(r"(?:[-*•–]\s+|\d{1,2}[.)]\s+)?([^\n:：\d]{2,}+)[:：](?=\s|$)")
_SENTENCE_LABEL = re.compile(
    r"([^\W\d_][^\n.:]{2,40}?)(?:\.|[ \u00a0\u202f]?\?|[ \u00a0][-–—])[ \u00a0]+(?=[^\W_]|[«“\"'(<\[])"
)
"""``Evidence. Nine calls …``, ``How do we know? Nine calls …``: words before a stop or a dash."""
_STOP = re.compile(r"[.?–—-][ \u00a0]")
_STOP_REACH = 45
"""A sentence label stops within so many characters; to look for the stop first is four times as fast."""
_COLON_LENGTH, _LABEL_WORDS = 70, 5
_new = tuple.__new__  # a third faster than the constructor of a named tuple


class Label(NamedTuple):
    """A label: how it is written, its rank, what it announces, its words, and where they stand."""

    style: int
    level: int
    topic: Topic
    text: str
    offset: int


Entry = tuple[Label | None, Block | None]
"""Either a label, or a piece of content, or both (the words after a label on its line)."""


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
            entries.append((_new(Label, (HEADING, block.level, topic, block.text, block.runs[0][1])), None))
        elif kind in ("code", "comment", "open-task"):
            entries.append((None, block))
        elif kind == "item" and (label := _item_label(ticket.blocks, number, labels)):
            first = block.text.partition("\n")[0]
            entries.append((label, _content(block, len(first), len(block.text))))
        elif kind == "item" and _is_plain(block):
            entries.append((None, _content(block, 0, len(block.text))))
        else:
            entries += _line_entries(block, labels)
    return entries


def _is_plain(item: Block) -> bool:
    """Is nothing bold in an item, no colon, no stop behind its first words? Then it holds no label."""
    text = item.text
    return not (item.strong or ":" in text or "：" in text or _before_stop(text))


def _item_label(blocks: Sequence[Block], number: int, labels: Labels) -> Label | None:
    """The first line of an item, if it is a label with its answer on the next lines or in items inside."""
    item = blocks[number]
    words, _, more = item.text.partition("\n")
    inside = number + 1 < len(blocks) and blocks[number + 1].level > item.level
    if not (more or (inside and blocks[number + 1].kind == "item")) or len(words) > _ALONE_LENGTH:
        return None
    topic = labels.topic(words)
    return _new(Label, (ALONE, 10, topic, words.strip(), item.source_offset(0))) if topic.exact else None


def _title_heading(ticket: Ticket, labels: Labels) -> int:
    """The index of the heading that is the ticket's title, or -1: the first and only one of its level."""
    blocks = ticket.blocks
    index = next((number for number, block in enumerate(blocks) if block.kind == "heading"), -1)
    if index < 0 or any(not block.header and block.text.strip() for block in blocks[:index]):
        return -1
    first = blocks[index]
    others = [block.level for block in blocks[index + 1 :] if block.kind == "heading"]
    alone = all(level > first.level for level in others)
    title = first.level <= 2 and alone and (others != [] or first.level == 1)
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
        yield None, row
        return
    found = [_row_label(cell, labels) for cell in row.cells]
    exact = [label for label in found if label and label.topic.exact]
    if _is_head(row, exact, labels):
        table.wide = [None] * len(found)
        yield next((label for label in exact if label.topic.name != "other"), None), row
    elif len({label.topic.name for label in exact}) >= 2:  # a wide table: topics side by side
        table.wide = found
    elif any(table.wide):
        for label, cell in zip(table.wide, row.cells, strict=False):
            yield label, _as_paragraph(cell)
    elif len(row.cells) > 1 and not table.wide and (found[0] or table.keyed):
        table.keyed = True
        label = found[0] or _unknown_label(row.cells[0], labels)
        for number, cell in enumerate(row.cells[1:]):
            yield None if number else label, _as_paragraph(cell)
    else:
        yield None, row


def _is_head(row: Block, exact: Sequence[Label], labels: Labels) -> bool:
    """``Indicator | Baseline | Target``, ``Measure | Now | By June``: columns of one topic, and no answer."""
    if len(exact) >= 2 and all(labels.is_part(label.text) for label in exact):
        return True
    if not row.header or len(row.cells) <= 2:
        return False
    topics = {label.topic.name for label in exact if not labels.is_part(label.text)}
    if row.header and len(row.cells) > 2 and len(topics) == 1 and exact[0].text == row.cells[0].text.strip():
        return True  # "What we count | Before (October) | After": a question and its answer are two cells
    return topics <= {"other"} and any(labels.is_part(cell.text) for cell in row.cells)


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
    return _new(Label, (ROW, 10, topic, text, cell.source_offset(0)))


def _line_entries(block: Block, labels: Labels) -> list[Entry]:
    """A paragraph cut before each of its lines that begins with a label."""
    found: list[Entry] = []
    start, line_start, pending = 0, 0, None
    text = block.text
    for line in text.split("\n"):
        label = _label_at(block, line_start, line, labels)
        if label:
            if pending or (line_start and text[start:line_start].strip()):
                found.append((pending, _content(block, start, line_start)))
            pending, start = label
        line_start += len(line) + 1
    found.append((pending, _content(block, start, len(text))))
    return found


def _content(block: Block, start: int, end: int) -> Block | None:
    piece = block.text[start:end]
    bare = piece.strip()
    if bare is block.text:  # as most
        return block if bare else None
    start += piece.find(bare)
    return block.piece(start, start + len(bare)) if bare else None


def _label_at(block: Block, start: int, line: str, labels: Labels) -> tuple[Label, int] | None:
    """The label with which a line begins, and where its content starts."""
    bare = line.lstrip(" \t")
    end, start = start + len(line), start + len(line) - len(bare)
    at = bisect_left(block.strong, (start, 0))
    bold_end = block.strong[at][1] if at < len(block.strong) and block.strong[at][0] == start else 0
    if start < bold_end <= start + _LABEL_LENGTH:
        return _bold_label(block, start, min(bold_end, end), end, labels)
    if (":" in bare or "：" in bare) and (found := _colon_label(block, start, bare, labels)):
        return found
    if (lead := _before_stop(bare)) and (found := _sentence_label(block, start, lead, labels)):
        return found
    if len(bare) <= _ALONE_LENGTH and block.kind != "item" and bare.count(" ") < 8:
        words = bare.strip()
        topic = labels.topic(words) if words else Topic("", False)
        if topic.exact or (words.isupper() and (topic.name or _heads_block(block, words, end))):
            return _new(Label, (ALONE, 10, topic, words, block.source_offset(start))), end
    return None


def _heads_block(block: Block, words: str, end: int) -> bool:
    """Are these words in capitals the first line of a paragraph, as a heading of its own?"""
    return block.text.startswith(words) and end < len(block.text) and words[-1] not in ".!,;"


def _before_stop(line: str) -> re.Match[str] | None:
    """The words before the first stop of a line, if that stands near its beginning."""
    return _SENTENCE_LABEL.match(line) if _STOP.search(line, 0, _STOP_REACH) else None


def _sentence_label(
    block: Block, start: int, lead: re.Match[str], labels: Labels
) -> tuple[Label, int] | None:
    """The words before the first stop of a line, where all of them are a known label."""
    topic = labels.topic(lead[1]) if lead[1].count(" ") < _LABEL_WORDS else None
    if topic is None or not topic.exact:
        return None
    return _new(Label, (COLON, 11, topic, lead[1], block.source_offset(start))), start + lead.end()


def _colon_label(block: Block, start: int, line: str, labels: Labels) -> tuple[Label, int] | None:
    """The words before a colon, if they are a label; an indicator with digits is none."""
    colon = _COLON_LABEL.match(line[: _LABEL_LENGTH + 10])
    if not colon:
        return None
    label = colon[1].rstrip(" \t\u00a0\u202f")
    label = label if len(label) > 1 else colon[1][:2]
    if len(label) > _COLON_LENGTH or any(map(str.isdigit, label)):  # as “m²” is
        return None
    topic = labels.topic(label)
    if not (topic.exact or topic.plain or labels.is_part(label)):
        return None
    place = block.source_offset(start + colon.start(1))
    return _new(Label, (COLON, 11, topic, label, place)), start + colon.end()


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
    words = label.rstrip(":： \u00a0\u202f")
    return _new(Label, (BOLD, 10, topic, words, block.source_offset(start))), content
