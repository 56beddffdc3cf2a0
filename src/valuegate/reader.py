"""The contract of readers (from text to a ticket) and the limits that act before any parser."""

from __future__ import annotations

import codecs
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator

from .errors import TicketError
from .ticket import Block, BlockKind, Link, Source, Ticket
from .typed import Protocol

MAX_BYTES = 1024 * 1024
"""A larger ticket is not read: ``ticket.too-large``."""

MAX_DEPTH = 100
"""A document nested deeper than this is not read: ``ticket.unreadable``."""

INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\u2066-\u206f\ufeff]+")
"""Characters that nobody sees: they could hide a word from the checks, so they are dropped."""

_URL = re.compile(r"https?://[^\s<>\"|\[\]{}\\^`]{2,2000}", re.IGNORECASE)
_DIRECTIVE = re.compile(r"\s*valuegate(?::|\s+waive\b)", re.IGNORECASE)
_AFTER_URL = ".,;:!?'\"…»*_"
_PARAGRAPH = re.compile(r"\S(?:.*\S)?(?:[^\S\n]*\n[^\S\n]*\S(?:.*\S)?)*")


_BETWEEN = " | "
"""Stands between the cells of a row."""
_new = tuple.__new__  # a third faster than the constructor of a named tuple


class Reader(Protocol):
    """Reads tickets of one format."""

    name: str
    """How people choose it: ``--reader NAME``."""

    def claims(self, name: str, text: str) -> int:
        """How sure the reader is that this is its format: 0 (not) to 100. The highest reads.

        ``name`` is a path with forward slashes, or ``-``; ``text`` is the whole text.
        """

    def read(self, source: Source) -> Ticket:
        """The ticket; TicketError if it cannot be read, never another exception."""


def decode(data: bytes, name: str) -> Source:
    """The text of a ticket file (UTF-8, with or without a byte order mark).

    Raises TicketError if it is over 1 MiB, binary, or not UTF-8.
    """
    if len(data) > MAX_BYTES:
        raise TicketError(
            f"is over {MAX_BYTES:,} bytes long; longer tickets are not read",
            reason="ticket.too-large",
            fix="Keep the argument in the ticket and move logs or attachments elsewhere.",
            source=name,
        )
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
        raise TicketError(
            f"is not UTF-8 text (byte 0x{data[error.start]:02x})",
            fix="Save the file as UTF-8.",
            source=name,
            line=line,
            column=column,
        ) from None
    nul = text.find("\0")
    if nul >= 0:
        place = Source(name, text).span(nul)
        raise TicketError(
            "is a binary file, not a text",
            fix="Give the ticket as text: Markdown, Jira wiki markup, a form or an ADF document.",
            source=name,
            line=place.line,
            column=place.column,
        )
    return Source(name, text)


class BlockBuilder:
    """Collects the pieces of one block and remembers where each stood in the source."""

    __slots__ = ("_links", "_pieces", "_runs", "_strong", "kind", "length", "level")

    def __init__(self, kind: BlockKind, level: int = 0) -> None:
        self.kind: BlockKind = kind
        self.level = level
        self.length = 0
        self._pieces: list[str] = []
        self._runs: list[tuple[int, int]] = []
        self._links: list[Link] = []
        self._strong: list[tuple[int, int]] = []

    def add(self, text: str, offset: int) -> None:
        """Append a piece that stands at ``offset`` of the source; invisible characters are dropped."""
        # What is printable is visible: to ask for that first is four times as fast as the search.
        if not text.isascii() and not text.isprintable() and INVISIBLE.search(text):
            start = 0
            for gap in INVISIBLE.finditer(text):
                self.add(text[start : gap.start()], offset + start)
                start = gap.end()
            self.add(text[start:], offset + start)
        elif text:
            self._pieces.append(text)
            self._runs.append((self.length, offset))
            self.length += len(text)

    def link(self, start: int, url: str) -> None:
        """Everything from ``start`` (a length taken before) to here is the label of a link."""
        self._links.append(Link(start, self.length, url))

    def bold(self, start: int) -> None:
        """Everything from ``start`` (a length taken before) to here is bold."""
        if self.length > start:
            self._strong.append((start, self.length))

    def build(self, offset: int = 0) -> Block:
        """The block; ``offset`` places it if it is empty."""
        runs = tuple(self._runs) or ((0, offset),)
        text, links, strong = "".join(self._pieces), tuple(self._links), tuple(self._strong)
        return _new(Block, (self.kind, text, runs, links, strong, self.level, (), False))

    def trim(self) -> None:
        """Drop the white space at the end, as far as no link and nothing bold is near it."""
        pieces, runs = self._pieces, self._runs
        while pieces and pieces[-1][-1].isspace() and not self._links and not self._strong:
            pieces[-1] = pieces[-1].rstrip()
            self.length = runs[-1][0] + len(pieces[-1])
            if pieces[-1] or len(pieces) == 1:
                return
            pieces.pop()
            runs.pop()


def join_row(cells: list[Block], *, header: bool = False) -> Block:
    """One table row as a block: the texts of its cells joined with `` | ``, links and runs kept."""
    runs: list[tuple[int, int]] = []
    links: list[Link] = []
    strong: list[tuple[int, int]] = []
    base = 0
    for number, cell in enumerate(cells):
        if number:
            runs.append((base, cell.runs[0][1]))
            base += len(_BETWEEN)
        if cell.text:
            runs += [(here + base, there) for here, there in cell.runs]
        if cell.links:
            links += [Link(a + base, b + base, url) for a, b, url in cell.links]
        if cell.strong:
            strong += [(a + base, b + base) for a, b in cell.strong]
        base += len(cell.text)
    text = _BETWEEN.join([cell.text for cell in cells])
    places = tuple(runs) or cells[0].runs
    return _new(Block, ("row", text, places, tuple(links), tuple(strong), 0, tuple(cells), header))


def with_bare_links(block: Block) -> Block:
    """The block with a link for each address that stands in its text and is none yet."""
    if "://" not in block.text or block.kind == "code":
        return block
    known = [*block.links, Link(len(block.text), len(block.text), "")]
    found, at = list(block.links), 0
    for start, url in _addresses(block.text):
        while known[at].end <= start and at < len(known) - 1:
            at += 1
        if start + len(url) <= known[at].start:
            url = url[: _end_of_address(url)]
            found.append(_new(Link, (start, start + len(url), url)))
    if len(found) > 1:
        found.sort()
    kind, text, runs, _, *rest = block
    return _new(Block, (kind, text, runs, tuple(found), *rest))


def _addresses(text: str) -> Iterator[tuple[int, str]]:
    """What looks like an address. Found by its ``://``: the pattern would try every letter (4 µs a line)."""
    end = 0
    sign = text.find("://")
    while sign >= 0:
        match = _URL.match(text, max(end, sign - 5)) or _URL.match(text, max(end, sign - 4))
        if match:
            yield match.start(), match[0]
        end = match.end() if match else end
        sign = text.find("://", max(end, sign + 1))


def _end_of_address(url: str) -> int:
    """Without the punctuation of the sentence around it, and with as many brackets closed as opened."""
    end, surplus = len(url), url.count(")") - url.count("(")
    while url[end - 1] in _AFTER_URL or (url[end - 1] == ")" and surplus > 0):
        surplus -= url[end - 1] == ")"
        end -= 1
    return end


def with_directives(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """The blocks of a format without comments: a paragraph that begins with ``valuegate:`` is one."""
    return tuple(block._replace(kind="comment") if _is_directive(block) else block for block in blocks)


def _is_directive(block: Block) -> bool:
    return block.kind == "paragraph" and _DIRECTIVE.match(block.text) is not None


def paragraphs(block: Block) -> Iterator[Block]:
    """A plain text cut at its blank lines, with links for its addresses."""
    first, runs = 0, block.runs
    for found in _PARAGRAPH.finditer(block.text):
        start, end = found.span()
        first = bisect_right(runs, (start, 1 << 60), first) - 1
        last = bisect_right(runs, (end - 1, 1 << 60), first)
        near = block._replace(runs=runs[first:last])  # else each paragraph would look at the runs of all
        yield with_bare_links(near.piece(start, end))


def joined(blocks: Iterable[Block], place: int) -> Block:
    """The judged blocks of a field as one, a block a line."""
    texts: list[str] = []
    runs: list[tuple[int, int]] = []
    links: list[Link] = []
    size = 0
    for block in blocks:
        if block.kind in ("code", "comment", "open-task"):
            continue
        texts.append(block.text)
        runs += [(here + size, there) for here, there in block.runs]
        links += [Link(a + size, b + size, url) for a, b, url in block.links]
        size += len(block.text) + 1
    return Block("paragraph", "\n".join(texts), tuple(runs) or ((0, place),), tuple(links))
