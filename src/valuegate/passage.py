"""A passage of a ticket: its words as one text, the way back to the source, and what they signal."""

from __future__ import annotations

from collections.abc import Sequence

from .finding import Ground, excerpt
from .language import Pack
from .lazily import lazily
from .outline import Part
from .records import NamedTuple
from .text.detect import detect
from .text.referral import refers
from .text.signals import MAX_JUDGED, Signals
from .ticket import Block, Link, Source, Span, source_offset
from .typed import Literal
from .words import Tokens, tokenize

_LINES = ("paragraph", "item", "done-task", "heading")
_new = tuple.__new__  # a third of the cost of the constructor of a named tuple

Origin = Literal["label", "field", "shared", "prose"]
"""How a passage came to answer a question; the first weighs most."""

SILENT = ("code", "comment", "open-task")
"""The blocks that no check judges."""

_SENTENCE = 4
"""A paragraph with so many blanks is no cell of a table."""

_HOLLOW = ("missing", "placeholder")


class Text(NamedTuple):
    """The words of some blocks as one string, with the way back to the source."""

    string: str
    runs: tuple[tuple[int, int], ...]
    links: tuple[Link, ...]
    quotes: tuple[tuple[int, int], ...]


class Content:
    """What stands in one part of a ticket: read once, however many questions ask for it."""

    def __init__(self, part: Part, packs: Sequence[Pack], pack: Pack) -> None:
        self.part = part
        self.text = flatten(part.blocks)
        """Its words: without code, comments and open tasks; tables as ``column: cell``."""
        self._packs = packs
        self._pack = pack

    @lazily
    def words(self) -> Tokens:
        """The words of the piece that is judged."""
        return tokenize(self.text.string[:MAX_JUDGED])

    @lazily
    def pack(self) -> Pack:
        """The language that it is written in: its own, or else that of the ticket."""
        return detect(self.text.string, self._packs, self.words.said) or self._pack

    @lazily
    def signals(self) -> Signals:
        """What its words signal."""
        return Signals(self.text.string, self.text.links, self.text.quotes, self.pack, self.words)


class Passage:
    """A piece of a ticket that may answer a question: its label, its words, and where they stand."""

    def __init__(self, content: Content, origin: Origin, source: Source) -> None:
        self.topic = content.part.topic
        self.label = content.part.label
        self.text = content.text
        """Its words: without code, comments and open tasks; tables as ``column: cell``."""
        self.origin: Origin = origin
        self.empty = not self.text.string or self.text.string.isspace()
        """Does nothing stand under the label?"""
        self.guessed = content.part.guessed
        """Do only single words of the label tell which question it answers?"""
        self._content = content
        self._source = source

    @property
    def headed(self) -> bool:
        """Is it a section with a heading of its own that nobody knows, so that it may answer any question?"""
        return self.origin == "prose" and bool(self.label)

    @property
    def pack(self) -> Pack:
        """The language that it is written in: its own, or else that of the ticket."""
        return self._content.pack

    @lazily
    def signals(self) -> Signals:
        """What its words signal, computed once."""
        return self._content.signals

    @property
    def hollow(self) -> bool:
        """Does it say nothing of its own: nothing at all, a placeholder, or where to look?"""
        return self.empty or self.signals.blank in _HOLLOW or self.refers

    @property
    def blank(self) -> str | None:
        """Why nothing is left to judge: who only says where to look holds the place of an answer."""
        return self.signals.blank or ("placeholder" if self.refers else None)

    @lazily
    def refers(self) -> bool:
        """Does it only say where in the ticket the answer stands (``see above``)? A link leads out of it."""
        return not (self.empty or self.text.links) and refers(
            self.text.string, self.pack, self._content.words.said
        )

    def span(self, offset: int = 0) -> Span:
        """The line and column of a character of the text; of the label if there is no text."""
        if self.empty:
            return self._source.span(self._content.part.offset)
        return self._source.span(source_offset(self.text.runs, offset))

    def ground(self, role: str, start: int, end: int) -> Ground:
        """The words ``text[start:end]`` as a ground of a judgement."""
        line, column = self.span(start)
        return _new(Ground, (role, excerpt(self.text.string[start:end]), line, column))


def flatten(blocks: Sequence[Block]) -> Text:
    """The judged words of some blocks, a block a line; a table row reads ``column: cell; column: cell``."""
    if len(blocks) == 1 and blocks[0].kind in _LINES:  # as in most parts
        return _new(Text, (blocks[0].text, blocks[0].runs, blocks[0].links, ()))
    out = _Flat()
    header: tuple[Block, ...] = ()
    for block in blocks:
        if block.kind in SILENT:
            continue
        if block.kind != "row":
            header = ()
            out.line(block)
        elif block.header:
            header = block.cells
        else:
            out.row(block, header)
    return out.text()


class _Flat:
    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.length = 0
        self.in_rows = False
        self.runs: list[tuple[int, int]] = []
        self.links: list[Link] = []
        self.quotes: list[tuple[int, int]] = []

    def add(self, block: Block) -> None:
        base = self.length
        self.pieces.append(block.text)
        # What stands first keeps its places: one passage of two is one block.
        self.runs += [(here + base, there) for here, there in block.runs] if base else block.runs
        if block.links:
            self.links += [Link(a + base, b + base, url) for a, b, url in block.links]
        self.length += len(block.text)

    def glue(self, text: str, offset: int) -> None:
        self.runs.append((self.length, offset))
        self.pieces.append(text)
        self.length += len(text)

    def line(self, block: Block) -> None:
        if self.length:  # a paragraph ends the sentence before it; a wrapped line and a cell do not
            ends = block.kind == "paragraph" and block.text.count(" ") >= _SENTENCE
            self.glue("\n\n" if ends else "\n", block.source_offset(0))
        self.in_rows = False
        start = self.length
        self.add(block)
        if block.kind == "quote":
            self.quotes.append((start, self.length))

    def row(self, block: Block, header: tuple[Block, ...]) -> None:
        cells = block.cells or (block,)
        # What ends one row does not begin the next: "310; Week: 44" is no 310 weeks.
        first = "" if not self.length else ";\n" if self.in_rows else "\n"
        self.in_rows = True
        for number, cell in enumerate(cells):
            glue = "; " if number else first
            self.glue(glue, cell.source_offset(0))
            if number < len(header) and header[number].text.strip():
                self.add(header[number])
                self.glue(": ", cell.source_offset(0))
            self.add(cell)

    def text(self) -> Text:
        return Text(
            "".join(self.pieces), tuple(self.runs) or ((0, 0),), tuple(self.links), tuple(self.quotes)
        )
