"""From the JSON of Jira to our words: tickets, histories, ways, people."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from valuegate.errors import UnavailableError
from valuegate.plugins import load
from valuegate.tracker import Person, Status
from valuegate.trackers.jira.issues import snapshot
from valuegate.trackers.jira.translate import (
    by_name,
    history,
    moment,
    person,
    required,
    status,
    text_of,
    ways,
)

READERS = load().readers
SITE = "https://acme.example"
ANA = {"accountId": "5b10:ana", "displayName": "Ana Gray", "emailAddress": "ana@acme.example"}
READY = {"id": "3", "name": "Ready", "statusCategory": {"key": "indeterminate"}}


def paragraph(text: str) -> dict[str, Any]:
    return {"type": "paragraph", "content": [{"type": "text", "text": text}]}


def heading(text: str) -> dict[str, Any]:
    return {"type": "heading", "attrs": {"level": 2}, "content": [{"type": "text", "text": text}]}


def doc(*content: dict[str, Any]) -> dict[str, Any]:
    return {"type": "doc", "version": 1, "content": list(content)}


def issue(**fields: Any) -> dict[str, Any]:
    return {
        "id": "10001",
        "key": "SHOP-12",
        "self": f"{SITE}/rest/api/3/issue/10001",
        "fields": {
            "summary": "Search",
            "status": READY,
            "issuetype": {"id": "7", "name": "Story"},
            "labels": ["search", "q3"],
            "project": {"id": "1", "key": "SHOP", "name": "Shop"},
            "creator": ANA,
            "created": "2026-11-02T09:00:00.000+0100",
            "updated": "2026-11-03T10:30:00.500+0000",
            **fields,
        },
    }


def log(id_: str, at: str, *items: Mapping[str, Any], by: Any = ANA) -> dict[str, Any]:
    return {"id": id_, "author": by, "created": at, "items": list(items)}


def moved(before: tuple[str, str], after: tuple[str, str]) -> dict[str, Any]:
    return {"field": "status", "fieldId": "status", "from": before[0], "fromString": before[1],
            "to": after[0], "toString": after[1]}  # fmt: skip


def test_an_issue_of_cloud_is_a_ticket_with_its_document_and_its_fields_by_the_names_of_the_policy() -> None:
    found = snapshot(
        issue(
            description=doc(heading("Problem"), paragraph("Night nurses lose one note in ten.")),
            customfield_7=doc(paragraph("Lost notes: 12 -> 2 a week")),
            customfield_8={"value": "High"},
            customfield_9="not asked for",
        ),
        {"customfield_7": "Metric", "customfield_8": "Weight"},
        READERS,
        SITE,
        wiki=False,
    )
    ticket = found.ticket
    assert (ticket.key, ticket.project, ticket.title, ticket.type) == ("SHOP-12", "SHOP", "Search", "Story")
    assert (ticket.status, ticket.category, ticket.labels) == ("Ready", "started", ("search", "q3"))
    assert ticket.url == "https://acme.example/browse/SHOP-12"
    assert [section.label for section in ticket.sections] == ["Problem"]
    assert {name: block.text for name, block in ticket.fields.items()} == {
        "Metric": "Lost notes: 12 -> 2 a week",
        "Weight": "High",
    }
    assert found.status == Status("3", "Ready", "started")
    assert found.updated == datetime(2026, 11, 3, 10, 30, 0, 500000, UTC)
    assert found.unreadable is None


def test_an_issue_of_data_center_has_wiki_markup_and_places_in_it() -> None:
    found = snapshot(
        issue(
            description="h2. Problem\nNight nurses lose notes.",
            customfield_7="Lost notes: *12* -> 2",
            customfield_8={"value": "High"},
        ),
        {"customfield_8": "Weight", "customfield_7": "Metric"},
        READERS,
        SITE,
        wiki=True,
    )
    ticket = found.ticket
    assert [(section.label, section.blocks[0].text) for section in ticket.sections] == [
        ("Problem", "Night nurses lose notes.")
    ]
    metric = ticket.fields["Metric"]
    assert metric.text == "Lost notes: 12 -> 2"
    assert ticket.source.text[metric.source_offset(metric.text.index("12")) :].startswith("12*")
    weight = ticket.fields["Weight"]
    assert ticket.source.text[weight.source_offset(0) :].startswith("High")


@pytest.mark.parametrize("wiki", [False, True])
def test_an_issue_without_a_text_is_a_ticket_without_blocks(wiki: bool) -> None:
    found = snapshot(issue(description=None), {}, READERS, SITE, wiki=wiki)
    assert found.ticket.blocks == ()
    assert found.ticket.title == "Search"


@pytest.mark.parametrize(
    ("wiki", "text"), [(False, doc(paragraph("x" * 1_100_000))), (True, "x" * 1_100_000)]
)
def test_a_text_that_is_too_large_fails_the_ticket_and_stops_nothing(wiki: bool, text: Any) -> None:
    found = snapshot(issue(description=text), {}, READERS, SITE, wiki=wiki)
    assert found.unreadable
    assert found.unreadable.reason == "ticket.too-large"
    assert (found.ticket.key, found.ticket.status, found.ticket.blocks) == ("SHOP-12", "Ready", ())


def test_people_are_known_by_what_nobody_can_choose_to_be_another_s() -> None:
    assert person(ANA) == Person("5b10:ana", ("5b10:ana", "ana@acme.example"), "Ana Gray")
    server = {"key": "JIRAUSER1", "name": "ana", "emailAddress": "boss@acme.example", "displayName": "Ana"}
    assert person(server) == Person("JIRAUSER1", ("JIRAUSER1", "ana"), "Ana")
    assert person(None) is None
    assert person({"displayName": "Anonymous"}) is None


def test_a_history_begins_with_the_creation_in_the_status_that_was_left_first() -> None:
    logs = [
        log("20", "2026-11-05T10:00:00.000+0000", moved(("2", "Refining"), ("3", "Ready"))),
        log("11", "2026-11-04T10:00:00.000+0000", moved(("1", "Backlog"), ("2", "Refining")), by=None),
    ]
    found = history(issue(), logs, {"3": Status("3", "Ready for work", "started")}, ())
    assert [(move.id, move.before and move.before.name, move.after.name) for move in found.moves] == [
        ("created", None, "Backlog"),
        ("11", "Backlog", "Refining"),
        ("20", "Refining", "Ready for work"),
    ]
    assert [move.by and move.by.id for move in found.moves] == ["5b10:ana", None, "5b10:ana"]
    assert found.moves[0].at == datetime(2026, 11, 2, 8, tzinfo=UTC)
    assert found.edited == found.moves[0].at


def test_a_custom_field_that_is_called_status_is_no_status() -> None:
    item = {"field": "status", "fieldtype": "custom", "from": "1", "to": "2"}
    found = history(issue(), [log("9", "2026-11-04T10:00:00.000+0000", item)], {}, [by_name("status")])
    assert len(found.moves) == 1
    assert found.edited == datetime(2026, 11, 4, 10, tzinfo=UTC)


def test_an_issue_that_never_moved_was_created_where_it_is() -> None:
    found = history(issue(), [], {}, ())
    assert [(move.id, move.before, move.after) for move in found.moves] == [
        ("created", None, Status("3", "Ready", "started"))
    ]


def test_labels_that_came_and_went_are_told_each_with_who_did_it() -> None:
    labels = {"field": "labels", "fromString": "a b", "toString": "b c"}
    found = history(issue(), [log("9", "2026-11-04T10:00:00.000+0000", labels)], {}, ())
    assert [(each.id, each.label, each.added) for each in found.labellings] == [
        ("9:a", "a", False),
        ("9:c", "c", True),
    ]


@pytest.mark.parametrize(("field", "counts"), [("description", True), ("summary", True),
                                               ("customfield_7", True), ("assignee", False)])  # fmt: skip
def test_a_text_is_edited_when_a_field_that_argues_changes(field: str, counts: bool) -> None:
    item = {"field": field.title(), "fieldId": field, "fromString": "a", "toString": "b"}
    found = history(issue(), [log("9", "2026-11-04T10:00:00.000+0000", item)], {}, ["customfield_7"])
    assert (found.edited == datetime(2026, 11, 4, 10, tzinfo=UTC)) is counts


def test_the_text_of_a_past_time_is_what_the_next_change_replaced() -> None:
    def edit(id_: str, day: int, before: str | None) -> dict[str, Any]:
        item = {"field": "description", "fieldId": "description", "fromString": before}
        return log(id_, f"2026-11-0{day}T10:00:00.000+0000", item)

    logs = [edit("3", 6, "second"), edit("2", 4, "first"), edit("1", 3, None)]
    at = [datetime(2026, 11, day, 12, tzinfo=UTC) for day in (2, 3, 5, 7)]
    assert [text_of("third", {"description"}, logs, day) for day in at] == ["", "first", "second", "third"]


def test_ways_name_the_fields_that_stand_in_the_way() -> None:
    fields = {
        "resolution": {"required": True, "name": "Resolution", "hasDefaultValue": False},
        "assignee": {"required": True, "name": "Assignee", "hasDefaultValue": True},
        "comment": {"required": False, "name": "Comment"},
    }
    raw: list[dict[str, Any]] = [
        {"id": "11", "to": READY, "fields": fields},
        {"id": "21", "to": READY},
        {"id": "31", "to": READY, "isAvailable": False},
    ]
    assert [(way.id, way.to.name, way.needs) for way in ways(raw)] == [
        ("11", "Ready", ("Resolution",)),
        ("21", "Ready", ()),
    ]
    assert required(raw) == {"resolution"}
    assert ways(raw, {"resolution"})[0].needs == ()


@pytest.mark.parametrize("value", ["2017-04-13T10:00:29.000+0200", 1492070429, 1492070429000])
def test_times_are_in_utc_however_they_are_written(value: Any) -> None:
    assert moment(value).replace(microsecond=0) == datetime(2017, 4, 13, 8, 0, 29, tzinfo=UTC)


@given(st.none() | st.text() | st.integers() | st.floats() | st.lists(st.integers()))
def test_what_is_no_time_is_an_error_of_the_tracker(value: Any) -> None:
    with suppress(UnavailableError):  # the other right answer
        assert moment(value).tzinfo


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(json_values)
def test_a_status_or_a_person_is_read_from_anything(value: Any) -> None:
    assert isinstance(status(value), Status)
    assert person(value) is None or isinstance(person(value), Person)
