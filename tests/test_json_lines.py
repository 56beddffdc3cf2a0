"""One line of JSON as a ticket: what the schema promises, and what an author cannot overrule."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from valuegate import _data
from valuegate.errors import TicketError
from valuegate.json_lines import Record, is_ticket_line, read_line
from valuegate.ticket import Block, Source, Ticket

SCHEMA = json.loads(_data.read("schemas", "ticket.schema.json"))


def record(line: object) -> Record:
    return read_line(Source("-#1", line if isinstance(line, str) else json.dumps(line)))


def ticket(line: dict[str, Any], **found: Any) -> Ticket:
    """The ticket of a line, whose description a reader has read as ``found``."""
    read = record(line)
    return read.ticket(Ticket(Source(read.name, read.document), **found))


def test_what_the_line_says_is_the_ticket() -> None:
    line = {
        "key": "SHOP-12",
        "title": "Night nurses",
        "type": "Story",
        "status": "Ready",
        "category": "started",
        "labels": ["mobile"],
        "project": "SHOP",
        "author": "ana",
        "owner": "ben",
        "url": "https://tracker.example/SHOP-12",
        "created": "2026-11-02",
        "due": "2026-12-18",
        "entered": "2026-11-20T09:30:00Z",
        "description": "words",
        "source": "jira:SHOP-12",
    }
    found = ticket(line)
    assert found._replace(source=found.source, fields={}) == Ticket(
        found.source,
        key="SHOP-12",
        title="Night nurses",
        type="Story",
        status="Ready",
        category="started",
        labels=("mobile",),
        project="SHOP",
        author="ana",
        owner="ben",
        url="https://tracker.example/SHOP-12",
        dates={"created": "2026-11-02", "due": "2026-12-18", "entered": "2026-11-20T09:30:00Z"},
    )
    assert (found.source.name, found.source.text) == ("jira:SHOP-12", "words")


def test_front_matter_in_a_description_cannot_overrule_the_tracker() -> None:
    """Else a line in the description would choose the gate, or exempt the ticket from it."""
    found = ticket(
        {"description": "…"},
        status="Draft",
        type="Bug",
        labels=("chore",),
        project="OPS",
        dates={"entered": "2020-01-01"},
        kind="template",
    )
    assert (found.status, found.type, found.labels, found.project, found.dates, found.kind) == (
        "",
        "",
        (),
        "",
        {},
        "ticket",
    )


def test_a_title_or_key_may_come_from_the_description() -> None:
    assert ticket({"description": "# T"}, title="T", key="A-1").title == "T"
    assert ticket({"title": "of the line", "description": "# T"}, title="T").title == "of the line"


def test_an_atlassian_document_goes_to_its_reader() -> None:
    read = record({"description": {"type": "doc", "content": []}})
    assert read.reader == "adf"
    assert json.loads(read.document) == {"type": "doc", "content": []}
    assert record({"description": "h1. x", "reader": "jira-wiki"}).reader == "jira-wiki"


@pytest.mark.parametrize(
    "line",
    [
        {"type": "doc", "content": []},
        {"key": "A-1", "fields": {"summary": "T", "description": None}},
    ],
)
def test_a_line_that_a_reader_knows_whole_is_left_to_it(line: dict[str, Any]) -> None:
    read = record(line)
    assert read.document == json.dumps(line)
    found = Ticket(Source("x", ""), status="Ready")
    assert read.ticket(found) is found


def test_fields_stand_below_the_description_each_word_with_its_place() -> None:
    found = ticket(
        {
            "description": "Words.",
            "fields": {"Success metric": "12 -> 2", "Squad": {"value": "Blue"}},
            "Reach": 400,
            "Tags": ["a", None, "b"],
        },
        fields={"kept": Block("paragraph", "k", ((0, 0),))},
    )
    assert {name: block.text for name, block in found.fields.items()} == {
        "kept": "k",
        "Reach": "400",
        "Tags": "a\nb",
        "Success metric": "12 -> 2",
        "Squad": "Blue",
    }
    block = found.fields["Success metric"]
    place = block.source_offset(0)
    assert found.source.text[place : place + len(block.text)] == "12 -> 2"


def test_a_rich_text_field_keeps_its_words() -> None:
    paragraph = {
        "type": "paragraph",
        "content": [{"type": "text", "text": "from 3"}, {"type": "text", "text": "to 1"}],
    }
    found = ticket({"fields": {"Metric": {"type": "doc", "version": 1, "content": [paragraph]}}})
    assert found.fields["Metric"].text == "from 3\nto 1"


def test_a_field_that_nests_without_names_keeps_its_words() -> None:
    assert ticket({"fields": {"F": {"x": {"y": "deep"}, "z": True}}}).fields["F"].text == "deep\ntrue"


@pytest.mark.parametrize(
    ("line", "message", "fix"),
    [
        ("[1]", "is JSON, but not an object", "Write a ticket a line: {…}."),
        ('{"key": 12}', "has a 'key' that is not a text", "Put the value in quotes."),
        (
            '{"waivers": [{"check": "evidence", "expires": "2027-01-31"}]}',
            "has a 'waivers' that is not a list of waivers",
            'Write [{"check": "evidence"',
        ),
        (
            '{"labels": "a"}',
            "has a 'labels' that is not a list of texts",
            'Write a list of texts: ["mobile", "beta"].',
        ),
        (
            '{"category": "doing"}',
            "has a 'category' that is not a category",
            "Write one of: triage, backlog, unstarted, started, completed, canceled.",
        ),
        ('{"entered": "soon"}', "has a 'entered' that is not a day", 'Write a day as "2026-11-23".'),
        (
            '{"fields": []}',
            "has a 'fields' that is not an object",
            'Write an object: {"Success metric": "…"}.',
        ),
        (
            '{"description": {"type": "x"}}',
            "has a 'description' that is not a text or a document",
            "Write a text, or",
        ),
    ],
)
def test_a_line_of_another_shape_is_refused_with_its_mend(line: str, message: str, fix: str) -> None:
    with pytest.raises(TicketError) as raised:
        record(line)
    assert message in raised.value.message
    assert raised.value.fix.startswith(fix)
    assert (raised.value.source, raised.value.line) == ("-#1", 1)


def test_the_column_of_a_fault_is_told() -> None:
    with pytest.raises(TicketError) as raised:
        record('{"title": "T", "key": 12}')
    assert raised.value.column == 23


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        (b'{"title": "T"}\n', True),
        (b'\xef\xbb\xbf {"title": "T"}', True),
        (b'{"type": "doc", "content": []}', False),
        (b"{\n", False),
        (b"{code}\n", False),
        (b"# Title\n", False),
        (b'{"a":' * 100_000, False),
        (b'["title"]', False),
    ],
)
def test_json_lines_are_known_by_their_first_line(line: bytes, wanted: bool) -> None:
    assert is_ticket_line(line) is wanted


_ANY = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-9, 9)
    | st.sampled_from(["x", "", "2026-11-23", "doc", "started"]),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(st.sampled_from(["type", "content", "check"]), inner, max_size=2)
    ),
    max_leaves=4,
)


@given(st.dictionaries(st.sampled_from([*SCHEMA["properties"], "other"]), _ANY, max_size=4))
def test_a_line_is_accepted_exactly_if_the_schema_accepts_it(line: dict[str, Any]) -> None:
    """The schema is the contract; only documents that a reader knows whole are taken beside it."""
    if line.get("type") == "doc":
        return
    valid = Draft202012Validator(SCHEMA).is_valid(line)
    try:
        record(line)
    except TicketError:
        assert not valid
    else:
        assert valid
