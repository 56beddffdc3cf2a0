"""From bytes to tickets: a file, the text on standard input, or JSON lines.

A ticket that cannot be read is a TicketError beside the others, never the end of a run.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from itertools import chain

from .errors import PluginError, TicketError, UsageError
from .files import File
from .naming import suggestion
from .reader import MAX_BYTES, Reader, decode
from .records import NamedTuple
from .ticket import Source, Ticket
from .typed import BinaryIO

STDIN = "-"
"""The name of standard input, on the command line and in reports; its third line is ``-#3``."""

_BLANK = b"\xef\xbb\xbf \t\r\n"
_ENOUGH = MAX_BYTES + 1


class Raw(NamedTuple):
    """A ticket as it came, not read yet: a text, or a line of JSON lines (schemas/ticket.schema.json)."""

    name: str
    data: bytes
    template: bool = False
    line: bool = False


def read(item: File | Raw, readers: Mapping[str, Reader], reader: str | None = None) -> Ticket:
    """The ticket in a file, a text or a line; each may fail, and hides no other."""
    if isinstance(item, File):
        return read_file(item, readers, reader)
    if item.line:  # what comes through a pipe is reviewed by nobody
        return _read_line(item, readers, reader)._replace(vouched=False)
    ticket = read_ticket(item.name, item.data, readers, reader, item.template)
    return ticket._replace(vouched=item.name != STDIN)


def read_file(file: File, readers: Mapping[str, Reader], reader: str | None = None) -> Ticket:
    """The ticket in a file. TicketError if it cannot be read, be it the ticket's fault or the disk's."""
    name = file.path.replace(os.sep, "/")
    try:
        with open(file.path, "rb") as stream:
            data = stream.read(_ENOUGH)
    except OSError as error:
        fix = "Check its permissions, and that it is a file."
        raise TicketError(f"cannot be opened: {error.strerror}", fix=fix, source=name) from None
    return read_ticket(name, data, readers, reader, file.template)


def read_ticket(
    name: str, data: bytes, readers: Mapping[str, Reader], reader: str | None = None, template: bool = False
) -> Ticket:
    """The ticket in some bytes, by the named reader, else by the one that is surest that it can read them."""
    ticket = _read(decode(data, name), readers, reader)
    return ticket._replace(kind="template") if template else ticket


def read_stream(stream: BinaryIO, template: bool = False) -> Iterator[Raw]:
    """What is on standard input: JSON lines if the first line is a ticket, else the text of one."""
    lines = _lines(stream)
    start = _start(lines)
    if not start:
        return
    from .json_lines import is_ticket_line  # only standard input pays for JSON

    if is_ticket_line(start[-1]) and not template:
        for number, line in enumerate(chain(start, lines), 1):
            if line.strip(_BLANK):
                yield Raw(f"{STDIN}#{number}", line, line=True)
    else:
        yield Raw(STDIN, b"".join(start) + stream.read(_ENOUGH), template)


def _start(lines: Iterator[bytes]) -> list[bytes]:
    """The lines up to the first that is not blank; none if all are."""
    start: list[bytes] = []
    size = 0
    for line in lines:
        start.append(line)
        size += len(line)
        if line.strip(_BLANK) or size > MAX_BYTES:
            return start
    return []


def _lines(stream: BinaryIO) -> Iterator[bytes]:
    """The lines of a stream; of a line that is too long only the beginning, which is too large to be read."""
    while line := stream.readline(_ENOUGH):
        rest = line
        while rest and not rest.endswith(b"\n") and len(rest) == _ENOUGH:
            rest = stream.readline(_ENOUGH)
        yield line


def _read_line(item: Raw, readers: Mapping[str, Reader], reader: str | None) -> Ticket:
    from .json_lines import read_line

    record = read_line(decode(item.data, item.name))
    source = Source(record.name, record.document)
    if record.reader and record.reader not in readers:
        message = f"names the reader '{record.reader}', which is not there"
        raise TicketError(message, fix=suggestion(record.reader, sorted(readers)), source=record.name)
    return record.ticket(_read(source, readers, record.reader or reader))


def _read(source: Source, readers: Mapping[str, Reader], name: str | None) -> Ticket:
    """Let one reader read. What else than a TicketError it raises is its own fault, not the ticket's."""
    reader = named_reader(name, readers) if name else None
    try:
        reader = reader or max(readers.values(), key=lambda reader: reader.claims(source.name, source.text))
        return reader.read(source)
    except TicketError:
        raise
    except Exception as error:  # readers may be foreign code, and must not end a run
        who = f"the reader '{reader.name}'" if reader else "a reader"
        message = f"{who} crashed ({type(error).__name__}: {error})"
        fix = "Report it to its author; meanwhile name another one with --reader."
        raise PluginError(message, fix=fix, source=source.name) from error


def named_reader(name: str, readers: Mapping[str, Reader]) -> Reader:
    """The reader of a name; UsageError, with the nearest one, if there is none."""
    if name not in readers:
        raise UsageError(f"there is no reader '{name}'", fix=suggestion(name, sorted(readers)))
    return readers[name]
