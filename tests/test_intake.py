"""From bytes to tickets: which reader reads, what standard input holds, and errors that hide no ticket."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path

import pytest

from valuegate import plugins
from valuegate.errors import PluginError, TicketError, UsageError
from valuegate.files import File
from valuegate.intake import Raw, read, read_file, read_stream, read_ticket
from valuegate.reader import MAX_BYTES
from valuegate.ticket import Source, Ticket


class FakeReader:
    """Claims what begins with its name, and remembers nothing."""

    def __init__(self, name: str, claim: int = 0) -> None:
        self.name = name
        self.claim = claim

    def claims(self, name: str, text: str) -> int:
        return 100 if text.startswith(self.name) else self.claim

    def read(self, source: Source) -> Ticket:
        if "unreadable" in source.text:
            raise TicketError("cannot be read", source=source.name)
        if "crash" in source.text:
            raise ZeroDivisionError("one by zero")
        return Ticket(source, reader=self.name)


READERS = {reader.name: reader for reader in (FakeReader("plain", 10), FakeReader("other"))}
_Read = Ticket | TicketError | PluginError


def stream(text: str | bytes, reader: str | None = None, template: bool = False) -> list[_Read]:
    data = text if isinstance(text, bytes) else text.encode()
    return [read_or_error(raw, reader) for raw in read_stream(io.BytesIO(data), template)]


def read_or_error(raw: Raw, reader: str | None) -> _Read:
    try:
        return read(raw, READERS, reader)
    except (TicketError, PluginError) as error:
        return error


def one(text: str | bytes, reader: str | None = None, template: bool = False) -> Ticket:
    (found,) = stream(text, reader, template)
    assert isinstance(found, Ticket)
    return found


def test_the_reader_that_is_surest_reads() -> None:
    assert read_ticket("a.md", b"words", READERS).reader == "plain"
    assert read_ticket("a.md", b"other words", READERS).reader == "other"


def test_a_named_reader_reads_what_another_claims() -> None:
    assert read_ticket("a.md", b"other words", READERS, "plain").reader == "plain"


def test_a_reader_that_is_not_there_is_wrong_usage_with_the_nearest_name() -> None:
    with pytest.raises(UsageError, match="there is no reader 'plian'") as raised:
        read_ticket("a.md", b"", READERS, "plian")
    assert "Did you mean 'plain'?" in raised.value.fix


def test_a_reader_that_crashes_is_named_and_it_is_not_the_tickets_fault() -> None:
    with pytest.raises(PluginError, match=r"the reader 'plain' crashed \(ZeroDivisionError: one by zero\)"):
        read_ticket("a.md", b"crash", READERS)


def test_a_reader_that_crashes_over_its_claim_is_told_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(READERS["plain"], "claim", "a lot")
    with pytest.raises(PluginError, match="a reader crashed"):
        read_ticket("a.md", b"x", READERS)


def test_a_template_is_marked_as_one() -> None:
    assert read_ticket("a.md", b"", READERS, template=True).kind == "template"
    assert read_ticket("a.md", b"", READERS).kind == "ticket"


def test_a_file_is_read_under_its_own_name(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"words")
    ticket = read_file(File(str(path), template=True), READERS)
    assert (ticket.source.name, ticket.source.text, ticket.kind) == (str(path), "words", "template")


@pytest.mark.parametrize("reason", ["too large", "not there", "a folder"])
def test_a_file_that_cannot_be_read_is_a_ticket_that_cannot_be_read(tmp_path: Path, reason: str) -> None:
    path = tmp_path / "a.md"
    if reason == "too large":
        path.write_bytes(b"x" * (MAX_BYTES + 1))
    elif reason == "a folder":
        path.mkdir()
    with pytest.raises(TicketError) as raised:
        read_file(File(str(path)), READERS)
    assert raised.value.source == str(path)
    assert raised.value.reason == ("ticket.too-large" if reason == "too large" else "ticket.unreadable")
    if reason == "too large":  # how long it is nobody knows: no more of it was read
        assert raised.value.message == "is over 1,048,576 bytes long; longer tickets are not read"


def test_text_on_standard_input_is_one_ticket() -> None:
    ticket = one("\n\n# Title\n{\n")
    assert (ticket.source.name, ticket.source.text) == ("-", "\n\n# Title\n{\n")
    assert one('{"type": "doc"}\n').source.text == '{"type": "doc"}\n'
    assert one('{"title": "a form"}', template=True).kind == "template"


def test_json_lines_are_a_ticket_each() -> None:
    lines = [json.dumps({"title": "A", "description": "other"}), "", json.dumps({"title": "B"})]
    first, second = stream("\ufeff\n" + "\r\n".join(lines))
    assert isinstance(first, Ticket)
    assert isinstance(second, Ticket)
    assert [(t.title, t.source.name, t.reader) for t in (first, second)] == [
        ("A", "-#2", "other"),
        ("B", "-#4", "plain"),
    ]


def test_nothing_on_standard_input_is_no_ticket() -> None:
    assert stream("") == stream(" \n\n\ufeff\n") == []


def test_a_bad_line_hides_no_other() -> None:
    lines = [
        '{"title": "A"}',
        "{broken",
        '{"key": 1}',
        '{"description": "unreadable"}',
        '{"description": "crash"}',
    ]
    found = stream("\n".join([*lines, '{"reader": "plian"}', '{"title": "B"}']))
    assert [type(each) for each in found] == [
        Ticket,
        TicketError,
        TicketError,
        TicketError,
        PluginError,
        TicketError,
        Ticket,
    ]
    sources = [each.source for each in found if isinstance(each, (TicketError, PluginError))]
    assert sources == ["-#2", "-#3", "-#4", "-#5", "-#6"]


def test_a_line_names_its_reader_and_so_may_the_command() -> None:
    assert one('{"reader": "other", "description": "x"}', "plain").reader == "other"
    assert one('{"description": "x"}', "other").reader == "other"


def test_a_reader_that_the_command_names_and_nobody_knows_is_wrong_usage() -> None:
    with pytest.raises(UsageError):
        stream('{"description": "x"}', "plian")


def test_a_line_that_is_too_long_is_refused_and_its_rest_is_not_read_as_a_ticket() -> None:
    long = json.dumps({"title": "L", "description": "x" * (3 * MAX_BYTES)})
    first, second, third = stream(f'{{"title": "A"}}\n{long}\n{{"title": "B"}}\n')
    assert isinstance(first, Ticket)
    assert isinstance(second, TicketError)
    assert (second.reason, second.source) == ("ticket.too-large", "-#2")
    assert isinstance(third, Ticket)
    assert third.title == "B"


def test_a_text_that_is_too_long_is_refused() -> None:
    for text in ("x" * (MAX_BYTES + 5), "word\n" * MAX_BYTES, "\n" * (2 * MAX_BYTES)):
        (found,) = stream(text)
        assert isinstance(found, TicketError)
        assert found.reason == "ticket.too-large"


def test_text_that_is_no_utf_8_is_refused() -> None:
    (found,) = stream(b"\xff\xfe\x00a")
    assert isinstance(found, TicketError)


def test_half_a_surrogate_pair_can_be_printed() -> None:
    title = one('{"title": "\\ud83d", "description": "\\ude00"}').title
    assert title.encode("utf-8")


def test_the_built_in_readers_choose_among_themselves() -> None:
    readers = plugins.load().readers
    sample = os.path.join(os.path.dirname(__file__), "..", "examples", "tickets")
    found = {
        read_file(File(os.path.join(sample, name)), readers).reader for name in sorted(os.listdir(sample))
    }
    assert {"adf", "jira-wiki", "markdown"} <= found
