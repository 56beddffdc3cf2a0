"""What must hold of every ticket that any reader gives, whatever it was given."""

from __future__ import annotations

from valuegate.errors import TicketError
from valuegate.reader import Reader
from valuegate.ticket import Block, Source, Ticket


def read_any(reader: Reader, text: str) -> Ticket | None:
    """Read anything at all: a ticket whose places hold, or None if it was refused at a place of the text."""
    source = Source("any", text)
    assert 0 <= reader.claims("any", text) <= 100
    ticket, error = _try(reader, source)
    if error:
        assert error.source == "any"
        assert 0 <= error.line <= text.count("\n") + text.count("\r") + 1
    if not ticket:
        return None
    for block in [*ticket.blocks, *ticket.fields.values()]:
        check_places(block, source)
    return ticket


def _try(reader: Reader, source: Source) -> tuple[Ticket | None, TicketError | None]:
    try:
        return reader.read(source), None
    except TicketError as error:
        return None, error


def check_places(block: Block, source: Source) -> None:
    """Runs ascend and lie inside the source; links and bold pieces lie inside the text."""
    assert block.runs
    assert [here for here, _ in block.runs] == sorted(here for here, _ in block.runs)
    assert all(0 <= there <= len(source.text) for _, there in block.runs)
    assert all(0 <= start <= end <= len(block.text) for start, end, _ in block.links)
    assert all(0 <= start < end <= len(block.text) for start, end in block.strong)
    for cell in block.cells:
        check_places(cell, source)


def exact(block: Block, source: Source) -> bool:
    """Does every character of the block stand where its runs say?"""
    places = [block.source_offset(index) for index in range(len(block.text))]
    return all(source.text[place : place + 1] == char for place, char in zip(places, block.text, strict=True))
