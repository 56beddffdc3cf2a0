"""What a reader gives: a ticket, and its document with the places where each word stands.

Offsets count code points of the decoded text; lines and columns count from 1. A block holds the
text as a person sees it (no markup, entities decoded) and ``runs`` that lead back to the source.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from itertools import accumulate

from .lazily import lazily
from .records import NamedTuple
from .typed import Any, Literal, get_args

BlockKind = Literal[
    "heading",  # `level` says how deep
    "paragraph",
    "item",  # of a list; `level` is its depth, from 1
    "done-task",  # a ticked check-box
    "open-task",  # an unticked one: a promise, not content
    "quote",
    "row",  # of a table: see `cells` and `header`
    "code",  # a sample, not an argument
    "comment",  # an HTML comment: nobody sees it; waivers may live here
]
"""What a block is. Checks judge neither code, comments nor open tasks."""

Category = Literal["triage", "backlog", "unstarted", "started", "completed", "canceled", ""]
"""What a status means, in whatever words; empty where the tracker does not say."""

CATEGORIES: tuple[Category, ...] = get_args(Category)[:-1]
"""What a tracker may say."""

_LINE_END = re.compile(r"\r\n|\n|\r")
_new = tuple.__new__  # a third of the cost of the constructor of a named tuple


class Span(NamedTuple):
    """A place in a source: line and column, both from 1."""

    line: int
    column: int


class Source:
    """The decoded text of a ticket (without its byte order mark) and where each line begins."""

    __slots__ = ("__dict__", "name", "text")

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.text = text

    @lazily
    def _starts(self) -> list[int]:
        if "\r" in self.text:
            return [0, *[end.end() for end in _LINE_END.finditer(self.text)]]
        return [0, *accumulate([len(line) + 1 for line in self.text.split("\n")])]

    def span(self, offset: int) -> Span:
        """The line and column of an offset; an offset outside the text gives the nearest place."""
        offset, starts = max(0, min(offset, len(self.text))), self._starts
        line = bisect_right(starts, offset)
        return _new(Span, (line, offset - starts[line - 1] + 1))


class Link(NamedTuple):
    """A link: the piece ``text[start:end]`` of its block is its label (or the bare address)."""

    start: int
    end: int
    url: str


def source_offset(runs: Sequence[tuple[int, int]], offset: int) -> int:
    """Where in the source a character of a text stands, by the runs of that text (see ``Block``)."""
    here, there = runs[0] if len(runs) == 1 else runs[max(0, bisect_right(runs, (offset, 1 << 60)) - 1)]
    return there + offset - here


def _first(pieces: Sequence[tuple[Any, ...]], start: int) -> int:
    """The first of some pieces, in order, that may reach past a place."""
    return max(0, bisect_right(pieces, (start, 0)) - 1)


class Block(NamedTuple):
    """A paragraph, an item, a table row …: its text, and the way back to the source.

    ``runs`` are pairs (offset in ``text``, offset in the source), ascending, at least one; between two
    of them both advance together. A soft line break is ``\\n`` in ``text``. ``strong`` are the bold
    pieces as (start, end). ``cells`` are the cells of a row; ``text`` then joins them with `` | ``.
    """

    kind: BlockKind
    text: str
    runs: tuple[tuple[int, int], ...]
    links: tuple[Link, ...] = ()
    strong: tuple[tuple[int, int], ...] = ()
    level: int = 0
    cells: tuple[Block, ...] = ()
    header: bool = False

    def source_offset(self, offset: int) -> int:
        """Where in the source the character ``text[offset]`` stands."""
        return source_offset(self.runs, offset)

    def piece(self, start: int, end: int) -> Block:
        """The part ``text[start:end]`` as a block of the same kind, with its links and places."""
        if start == 0 and end == len(self.text):
            return self
        # Only what is near: a text cut at each of its lines would look at everything for each.
        first, last = bisect_right(self.runs, (start, 1 << 60)), bisect_left(self.runs, (end, 0))
        runs = [(0, self.source_offset(start))]
        runs += [(here - start, there) for here, there in self.runs[first:last]]
        near = self.links[_first(self.links, start) : bisect_left(self.links, (end, 0))]
        links = [Link(max(a - start, 0), min(b, end) - start, url) for a, b, url in near if b > start]
        bold = self.strong[_first(self.strong, start) : bisect_left(self.strong, (end, 0))]
        strong = [(max(a - start, 0), min(b, end) - start) for a, b in bold if b > start]
        kept = (self.kind, self.text[start:end], tuple(runs), tuple(links), tuple(strong), self.level)
        return _new(Block, (*kept, (), self.header))


class Section(NamedTuple):
    """A heading and what stands under it, up to the next heading. Before the first: label ''."""

    label: str
    level: int
    span: Span
    blocks: tuple[Block, ...]


class FormField(NamedTuple):
    """A field of an issue form: what it asks, and what an untouched submission would hold."""

    label: str
    kind: str
    required: bool
    value: str
    placeholder: str
    description: str
    span: Span
    id: str = ""


class Ticket(NamedTuple):
    """One ticket (or template), as its reader or tracker gave it.

    ``dates`` are texts by name (``created``, ``due``, ``entered``: the day of entry into the present
    status). ``fields`` are all other front-matter keys or custom fields, as blocks with places;
    their names are as written. ``reader`` names the reader that made it. ``form`` are the
    fields of a template that is an issue form. ``waivers`` are those that a tracker tells of the ticket;
    not ``vouched``: nothing but the ticket itself says who wrote it, so what it waives does not count.
    ``category`` is what the tracker says that the status means; no ticket says it of itself.
    """

    source: Source
    blocks: tuple[Block, ...] = ()
    kind: Literal["ticket", "template"] = "ticket"
    key: str = ""
    title: str = ""
    type: str = ""
    status: str = ""
    labels: tuple[str, ...] = ()
    project: str = ""
    author: str = ""
    owner: str = ""
    url: str = ""
    dates: Mapping[str, str] = {}
    fields: Mapping[str, Block] = {}
    reader: str = ""
    form: tuple[FormField, ...] = ()
    waivers: tuple[Block, ...] = ()
    vouched: bool = True
    category: Category = ""

    @property
    def sections(self) -> tuple[Section, ...]:
        """The document by its headings."""
        sections: list[Section] = []
        label, level, start = "", 0, 0
        body: list[Block] = []
        for block in self.blocks:
            if block.kind != "heading":
                body.append(block)
                continue
            sections.append(Section(label, level, self.source.span(start), tuple(body)))
            label, level, start, body = block.text, block.level, block.source_offset(0), []
        sections.append(Section(label, level, self.source.span(start), tuple(body)))
        return tuple(s for s in sections if s.label or s.blocks)
