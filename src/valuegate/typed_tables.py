"""Tables that somebody typed without the line of dashes under their head: rows all the same."""

from __future__ import annotations

from collections.abc import Iterator

from .reader import join_row
from .ticket import Block

_CELLS = 3
"""So many cells, at least, make a row where no bar stands at its ends, and a first row a head."""

_MOST = 100
"""A line with more bars than that is no row."""


def with_typed_tables(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The blocks, with the rows that stand in a paragraph as rows."""
    if not any("|" in block.text and "\n" in block.text for block in blocks if block.kind == "paragraph"):
        return blocks
    found: list[Block] = []
    for block in blocks:
        found += _rows(block) if block.kind == "paragraph" else (block,)
    return tuple(found)


def _rows(block: Block) -> list[Block]:
    """A paragraph that ends with two lines or more of as many cells, cut into its lead and its rows."""
    lines = list(_lines(block.text))
    cells = [_cells(block.text, *line) for line in lines]
    first = len(lines)
    while first and len(cells[first - 1]) == len(cells[-1]):
        first -= 1
    if len(lines) - first < 2 or len(cells[-1]) < 2:
        return [block]
    lead = block.text[: lines[first][0]].rstrip()
    rows = [_row(block, places, number == 0) for number, places in enumerate(cells[first:])]
    return [block.piece(0, len(lead)), *rows] if lead else rows


def _lines(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for line in text.split("\n"):
        yield start, start + len(line)
        start += len(line) + 1


def _cells(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The places of the cells of a line; none if it is no row."""
    line = text[start:end].strip()
    start = text.index(line, start)
    framed = len(line) > 1 and line[0] == line[-1] == "|"
    inner = line[1:-1] if framed else line
    start += framed
    places = []
    for cell in inner.split("|"):
        bare = cell.strip()
        at = start + cell.index(bare)
        places.append((at, at + len(bare)))
        start += len(cell) + 1
    return places if (framed or len(places) >= _CELLS) and len(places) <= _MOST else []


def _row(block: Block, places: list[tuple[int, int]], first: bool) -> Block:
    """A row; the first one is a head where it counts nothing and has more than a name and a value."""
    cells = [block.piece(start, end) for start, end in places]
    counts = any(letter.isdigit() for cell in cells for letter in cell.text)
    return join_row(cells, header=first and len(cells) >= _CELLS and not counts)
