"""A ticket keeps the places of its words, and reads as sections."""

from __future__ import annotations

import pytest

from valuegate.reader import decode
from valuegate.readers.markdown import MarkdownReader
from valuegate.ticket import Block, Link, Source, Span


@pytest.mark.parametrize(
    ("offset", "place"),
    [(0, (1, 1)), (1, (1, 2)), (2, (2, 1)), (5, (3, 1)), (7, (4, 1)), (99, (4, 2)), (-1, (1, 1))],
)
def test_lines_end_with_any_line_end(offset: int, place: tuple[int, int]) -> None:
    assert Source("t.md", "a\nb\r\nc\rd").span(offset) == Span(*place)


def test_a_ticket_reads_as_sections_with_their_places() -> None:
    text = "\ufeffBefore.\r\n\r\n## Problème\r\n\r\nLes\u00a0clés.\r\n\r\n### Où\r\n\r\nIci.\r\n"
    ticket = MarkdownReader().read(decode(text.encode(), "t.md"))
    assert [(s.label, s.level, s.span, [b.text for b in s.blocks]) for s in ticket.sections] == [
        ("", 0, (1, 1), ["Before."]),
        ("Problème", 2, (3, 4), ["Les\u00a0clés."]),
        ("Où", 3, (7, 5), ["Ici."]),
    ]


def test_a_piece_of_a_block_keeps_its_links_its_bold_words_and_its_places() -> None:
    block = Block("item", "Label: a link", ((0, 10), (7, 20)), (Link(9, 13, "https://x.test"),), ((0, 5),))
    piece = block.piece(7, 13)
    assert (piece.text, piece.runs, piece.links) == ("a link", ((0, 20),), (Link(2, 6, "https://x.test"),))
    assert piece.strong == ()
    assert block.piece(0, 13) is block
    assert block.piece(0, 9).source_offset(8) == 21
