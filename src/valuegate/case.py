"""The case of a ticket: the passages that argue its value, ranked for each question.

A question finds its answer under its own label first, then in a mapped field, then under a label that it
shares with another question, and last in prose that no label claims.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import islice
from typing import Literal, NamedTuple

from .finding import Ground, excerpt
from .labels import Labels
from .language import Pack, Token, tokenize
from .outline import OTHER, Part, outline
from .text.detect import detect
from .text.signals import MAX_JUDGED, Signals
from .ticket import Block, Link, Source, Span, Ticket, source_offset

Origin = Literal["label", "field", "shared", "prose"]

SHARED: Mapping[str, tuple[str, ...]] = {
    "evidence": ("problem",),
    "problem": ("impact",),
    "metric": ("impact", "problem"),
    "review-date": ("metric",),
    "open-question": ("problem",),
}
"""Whose passages may also answer a question. ``Impact`` before the build is expected impact."""

_WIDER: Mapping[str, tuple[str, ...]] = {"problem": ("context",)}
"""Wider labels of a question, read after its own."""

_ALSO_SHARED = ("evidence",)
"""Topics whose shared passages count beside their own: evidence may stand in the problem paragraph."""

_SAMPLE, _SAMPLE_BLOCKS, _PROSE = 1000, 12, 7
"""Characters and blocks that tell a ticket's language; a block is prose with so many blanks."""

_SILENT = ("code", "comment", "open-task")


class Text(NamedTuple):
    """The words of some blocks as one string, with the way back to the source."""

    string: str
    runs: tuple[tuple[int, int], ...]
    links: tuple[Link, ...]
    quotes: tuple[tuple[int, int], ...]

    def source_offset(self, offset: int) -> int:
        """Where in the source a character of the string stands."""
        return source_offset(self.runs, offset)


class Content:
    """What stands in one part of a ticket: read once, however many questions ask for it."""

    def __init__(self, part: Part, packs: Sequence[Pack], pack: Pack) -> None:
        self.part = part
        self._packs = packs
        self._pack = pack

    @cached_property
    def text(self) -> Text:
        """Its words: without code, comments and open tasks; tables as ``column: cell``."""
        return flatten(self.part.blocks)

    @cached_property
    def words(self) -> list[Token]:
        """The words of the piece that is judged."""
        return tokenize(self.text.string[:MAX_JUDGED])

    @cached_property
    def pack(self) -> Pack:
        """The language that it is written in: its own, or else that of the ticket."""
        return detect(self.text.string, self._packs, self.words) or self._pack

    @cached_property
    def signals(self) -> Signals:
        """What its words signal."""
        return Signals(self.text.string, self.text.links, self.text.quotes, self.pack, self.words)


class Passage:
    """A piece of a ticket that may answer a question: its label, its words, and where they stand."""

    def __init__(self, content: Content, origin: Origin, source: Source) -> None:
        self.topic = content.part.topic
        self.label = content.part.label
        self.origin: Origin = origin
        self._content = content
        self._source = source

    @property
    def text(self) -> Text:
        """Its words: without code, comments and open tasks; tables as ``column: cell``."""
        return self._content.text

    @property
    def pack(self) -> Pack:
        """The language that it is written in: its own, or else that of the ticket."""
        return self._content.pack

    @property
    def signals(self) -> Signals:
        """What its words signal, computed once."""
        return self._content.signals

    @property
    def empty(self) -> bool:
        """Does nothing stand under the label?"""
        return not self.text.string.strip()

    def span(self, offset: int = 0) -> Span:
        """The line and column of a character of the text; of the label if there is no text."""
        if self.empty:
            return self._source.span(self._content.part.offset)
        return self._source.span(self.text.source_offset(offset))

    def ground(self, role: str, start: int, end: int) -> Ground:
        """The words ``text[start:end]`` as a ground of a judgement."""
        return Ground(role, excerpt(self.text.string[start:end]), *self.span(start))


class Case:
    """All passages of one ticket. ``extra`` are labels of the policy: topic → labels."""

    def __init__(
        self, ticket: Ticket, packs: Sequence[Pack], extra: Mapping[str, Sequence[str]] | None = None
    ) -> None:
        self.ticket = ticket
        self.packs = packs
        self._labels = _labels(tuple(packs), _frozen(extra or {}))
        self._contents: dict[int, Content] = {}

    @cached_property
    def parts(self) -> list[Part]:
        """The document cut at its labels."""
        return outline(self.ticket, self._labels)

    @cached_property
    def sample(self) -> tuple[str, list[Token]]:
        """Enough of the ticket's prose to tell its language; lists of titles and names tell nothing."""
        blocks = (block for part in self.parts for block in part.blocks if block.kind != "code")
        prose = (block.text for block in blocks if block.text.count(" ") >= _PROSE)
        text = "\n".join(islice(prose, _SAMPLE_BLOCKS))[:_SAMPLE]
        return text, tokenize(text)

    @cached_property
    def pack(self) -> Pack:
        """The language of most of the ticket; where nothing tells, the first of the policy."""
        text, words = self.sample
        if not words:
            short = (block.text for part in self.parts for block in part.blocks[:2])
            text = "\n".join([self.ticket.title, *islice(short, _SAMPLE_BLOCKS)])[:_SAMPLE]
            words = tokenize(text)
        return detect(text, self.packs, words) or self.packs[0]

    def passages(self, topic: str, field: str = "") -> list[Passage]:
        """The passages that may answer a question, best first."""
        own = [*self._front_matter(topic), *self._own(topic)]
        found = sorted(own, key=lambda passage: passage.empty)
        found += self._field(topic, field)
        if found and topic not in _ALSO_SHARED:
            return found
        for other in SHARED.get(topic, ()):
            found += self._make(self._of(other), "shared")
        return found if any(passage.origin != "shared" for passage in found) else [*found, *self.prose]

    @cached_property
    def prose(self) -> list[Passage]:
        """Text that no known label claims: first what stands before all labels, then unknown sections."""
        plain = [block for part in self.parts if not part.label for block in part.blocks]
        first = [Part("", False, "", 0, tuple(plain))] if plain else []
        unknown = [_with_label(part) for part in self.parts if part.label and not part.topic and part.blocks]
        return self._make([*first, *unknown], "prose")

    def repeated(self, passage: Passage) -> bool:
        """Does the same text stand under two labels of the ticket?"""
        text = " ".join(passage.text.string.split()).casefold()
        twins = [p for p in self._texts if p == text]
        return len(text) > 1 and len(twins) > 1

    @cached_property
    def _texts(self) -> list[str]:
        return [
            " ".join(flatten(part.blocks).string.split()).casefold()
            for part in self.parts
            if part.topic not in ("", OTHER)
        ]

    def _of(self, topic: str) -> list[Part]:
        parts = [part for part in self.parts if part.topic == topic]
        return sorted(parts, key=lambda part: not part.exact)

    def _own(self, topic: str) -> list[Passage]:
        parts = [part for name in (topic, *_WIDER.get(topic, ())) for part in self._of(name)]
        return self._make(parts, "label")

    def _front_matter(self, topic: str) -> list[Passage]:
        parts = []
        for name, block in self.ticket.fields.items():
            found = self._labels.topic(name)
            if found.exact and found.name == topic:
                parts.append(Part(topic, True, name, block.source_offset(0), (block,)))
        return self._make(parts, "label")

    def _field(self, topic: str, field: str) -> list[Passage]:
        block = self.ticket.fields.get(field) if field else None
        part = block and Part(topic, True, field, block.source_offset(0), (block,))
        return self._make([part] if part else [], "field")

    def _make(self, parts: Iterable[Part], origin: Origin) -> list[Passage]:
        return [Passage(self._content(part), origin, self.ticket.source) for part in parts]

    def _content(self, part: Part) -> Content:
        """Parts of the document are shared by the questions that read them."""
        found = self._contents.get(id(part))
        if found is None or found.part is not part:
            found = self._contents[id(part)] = Content(part, self.packs, self.pack)
        return found


def flatten(blocks: Iterable[Block]) -> Text:
    """The judged words of some blocks, a block a line; a table row reads ``column: cell; column: cell``."""
    out = _Flat()
    header: tuple[Block, ...] = ()
    for block in blocks:
        if block.kind in _SILENT:
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
        if self.length:
            self.glue("\n", block.source_offset(0))
        start = self.length
        self.add(block)
        if block.kind == "quote":
            self.quotes.append((start, self.length))

    def row(self, block: Block, header: tuple[Block, ...]) -> None:
        cells = block.cells or (block,)
        for number, cell in enumerate(cells):
            glue = ("\n" if self.length else "") if not number else "; "
            self.glue(glue, cell.source_offset(0))
            if number < len(header) and header[number].text.strip():
                self.add(header[number])
                self.glue(": ", cell.source_offset(0))
            self.add(cell)

    def text(self) -> Text:
        return Text(
            "".join(self.pieces), tuple(self.runs) or ((0, 0),), tuple(self.links), tuple(self.quotes)
        )


def _with_label(part: Part) -> Part:
    """An unknown heading may hold the very words that answer: it is read with what stands under it."""
    label = Block("paragraph", part.label, ((0, part.offset),))
    return part._replace(blocks=(label, *part.blocks))


def _frozen(extra: Mapping[str, Sequence[str]]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple(sorted((topic, tuple(labels)) for topic, labels in extra.items()))


_known_labels: dict[tuple[tuple[Pack, ...], tuple[tuple[str, tuple[str, ...]], ...]], Labels] = {}


def _labels(packs: tuple[Pack, ...], extra: tuple[tuple[str, tuple[str, ...]], ...]) -> Labels:
    """Labels are the same for every ticket of a run: built once for each set of packs."""
    found = _known_labels.get((packs, extra))
    if found is None:
        found = _known_labels[packs, extra] = Labels(packs, dict(extra))
    return found
