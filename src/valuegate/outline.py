"""Where a ticket says what: its document cut at the labels that people use, in any format.

A label may be a heading, a bold lead, a line of its own, the words before a colon, or the first cell of
a table row. The strongest style in which a ticket names its topics is its *dominant* style; a weaker
label cuts only where no stronger one names that topic, and holds only its own line.
"""

from __future__ import annotations

from collections.abc import Sequence

from .entries import ALONE, BOLD, COLON, HEADING, ROW, Entry, Label, find_entries
from .labels import Labels
from .records import NamedTuple
from .ticket import Block, Link, Ticket

_new = tuple.__new__  # a third of the cost of the constructor of a record
OTHER = "other"
"""The topic of headings that surely speak of something else (solution, rollout, due date …)."""

BODY = "body"
"""The topic of headings that announce text, and not what it is about (description, story …)."""


class Part(NamedTuple):
    """A label and the blocks that stand under it. Text before any label has the topic ''.

    ``loose`` if the label is only words before a colon: what follows that paragraph need not belong to it.
    ``guessed`` if single words of the label tell its topic: it may as well be another one.
    """

    topic: str
    exact: bool
    label: str
    offset: int
    blocks: tuple[Block, ...]
    loose: bool = False
    guessed: bool = False


def outline(ticket: Ticket, labels: Labels) -> list[Part]:
    """The document as parts, in order."""
    entries = find_entries(ticket, labels)
    strong = _topics_by_style(entries)
    dominant = next((style for style in range(5) if len(strong[style]) >= 2), _dominant_of_few(strong))
    return _Cutter(labels, strong, dominant).cut(entries)


def _dominant_of_few(strong: Sequence[set[str]]) -> int:
    return next((style for style in range(5) if strong[style]), COLON)


def _topics_by_style(entries: Sequence[Entry]) -> list[set[str]]:
    strong: list[set[str]] = [set() for _ in range(5)]
    for label, _ in entries:
        if label and label.topic.name not in ("", OTHER):
            strong[label.style].add(label.topic.name)
    return strong


def _part(label: Label | None, blocks: Sequence[Block]) -> list[Part]:
    """A part that is full; none where nothing stands before the first label."""
    if label is None:
        return [Part("", False, "", 0, tuple(blocks))] if blocks else []
    style, _, topic, text, offset = label
    return [_new(Part, (topic.name, topic.exact, text, offset, tuple(blocks), style == COLON, topic.guessed))]


class _Cutter:
    """Decides for each label whether it opens a part, belongs to the open one, or is only words."""

    def __init__(self, labels: Labels, strong: Sequence[set[str]], dominant: int) -> None:
        self.labels = labels
        self.strong = strong
        self.dominant = dominant

    def cut(self, entries: Sequence[Entry]) -> list[Part]:
        """The parts, in the order of the document."""
        parts: list[Part] = []
        opened: Label | None = None
        blocks: list[Block] = []
        for label, content in entries:
            if label is None:
                if content:
                    blocks.append(content)
            elif content and content.kind == "row" and self._inside(label, opened):
                blocks.append(content)
            elif not self._opens(label, opened):
                blocks.append(self._as_content(label, content))
                if label.style == ROW and not label.topic.name and content:
                    parts += _part(label, [content])  # a row with words of its own may answer too
            elif content and self._holds_one_line(label):
                parts += _part(label, [content])
            else:
                parts += _part(opened, blocks)
                opened, blocks = label, [content] if content else []
        return parts + _part(opened, blocks)

    def _inside(self, label: Label, current: Label | None) -> bool:
        """Does a table whose head begins with this label belong to the open part?"""
        if current is None or not current.topic.name:
            return False
        topic = current.topic.name
        return topic == label.topic.name or self.labels.is_part_of(label.text, topic)

    def _opens(self, label: Label, current: Label | None) -> bool:
        topic = label.topic.name
        if current and current.topic.name and self.labels.is_part_of(label.text, current.topic.name):
            return label.style == HEADING and label.level <= current.level and bool(topic)
        if not topic:
            return self._closes(label, current)
        if label.style > self.dominant:
            return topic != OTHER and not self._named_more_strongly(topic, label.style)
        return label.topic.exact or label.topic.plain or label.style in (HEADING, BOLD, ROW)

    def _named_more_strongly(self, topic: str, style: int) -> bool:
        return any(topic in self.strong[stronger] for stronger in range(style))

    def _closes(self, label: Label, current: Label | None) -> bool:
        """An unknown label closes a part of its own rank or below; a deeper one belongs to it."""
        if label.style == HEADING:
            return current is None or label.level <= current.level
        return label.style in (BOLD, ALONE) and (current is None or current.style == label.style)

    def _holds_one_line(self, label: Label) -> bool:
        return label.style > self.dominant and label.style in (COLON, BOLD)

    def _as_content(self, label: Label, content: Block | None) -> Block:
        """The words of a label that opened nothing go back into the text, before what follows them."""
        if content is None:
            return Block("paragraph", label.text, ((0, label.offset),))
        text = label.text + (": " if label.style != HEADING else "")
        size = len(text)
        runs = ((0, label.offset), *[(here + size, there) for here, there in content.runs])
        links = tuple([_new(Link, (start + size, end + size, url)) for start, end, url in content.links])
        kind, words, *_, level, cells, header = content
        return _new(Block, (kind, text + words, runs, links, (), level, cells, header))
