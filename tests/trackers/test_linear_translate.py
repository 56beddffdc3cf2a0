"""An issue of Linear becomes a ticket."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from linear_samples import READER, STATES, issue, label, state, user

from valuegate.reader import MAX_BYTES
from valuegate.tracker import Person
from valuegate.trackers.linear.translate import person, snapshot, status, ways


def test_an_issue_is_a_ticket_with_its_description_as_document() -> None:
    seen = snapshot(
        issue(assignee=user("Ben"), dueDate="2026-12-01"), [label("Team"), label("Bug")], READER, "Type"
    )
    ticket = seen.ticket
    assert (ticket.key, ticket.project, ticket.status) == ("ENG-12", "ENG", "Todo")
    assert (ticket.title, ticket.author, ticket.owner) == (
        "Night nurses lose notes",
        "ana@team.example",
        "ben@team.example",
    )
    assert ticket.labels == ("Team", "Bug")
    assert ticket.dates == {"created": "2026-11-02T08:00:00.000Z", "due": "2026-12-01"}
    assert [section.label for section in ticket.sections] == ["Problem"]
    assert seen.updated == datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
    assert not seen.archived


def test_the_type_is_the_label_of_the_group_of_types() -> None:
    labels = [label("Bug", "Area"), label("Spike", "type")]
    assert snapshot(issue(), labels, READER, "Type").ticket.type == "Spike"
    assert snapshot(issue(), [label("Bug")], READER, "Type").ticket.type == ""


def test_a_sub_issue_says_so_unless_it_has_a_type() -> None:
    child = issue(parent={"id": "issue-0", "identifier": "ENG-1"})
    assert snapshot(child, [], READER, "Type").ticket.type == "Sub-issue"
    assert snapshot(child, [label("Bug", "Type")], READER, "Type").ticket.type == "Bug"


@pytest.mark.parametrize("said", [{"archivedAt": "2026-11-20T09:30:00.000Z"}, {"trashed": True}])
def test_what_is_archived_or_in_the_bin_is_archived(said: dict[str, object]) -> None:
    assert snapshot(issue(**said), [], READER, "Type").archived


def test_front_matter_in_a_description_changes_nothing_that_linear_knows() -> None:
    text = "---\nstatus: Done\nkey: OPS-1\nlabels: chore\nauthor: eve\nentered: 2020-01-01\n---\nText"
    ticket = snapshot(issue(description=text), [], READER, "Type").ticket
    assert (ticket.key, ticket.status, ticket.labels) == ("ENG-12", "Todo", ())
    assert ticket.author == "ana@team.example"
    assert "entered" not in ticket.dates
    assert not ticket.vouched


@pytest.mark.parametrize("text", ["---\na: [\n---\n", "x" * (MAX_BYTES + 1), "> " * 200 + "x"])
def test_a_description_that_cannot_be_read_stops_nothing(text: str) -> None:
    seen = snapshot(issue(description=text), [], READER, "Type")
    assert seen.unreadable
    assert (seen.ticket.key, seen.ticket.blocks) == ("ENG-12", ())


def test_an_issue_without_a_description_is_empty() -> None:
    seen = snapshot(issue(description=None), [], READER, "Type")
    assert (seen.ticket.blocks, seen.unreadable) == ((), None)


@pytest.mark.parametrize("name", STATES)
def test_a_status_has_the_category_of_its_type(name: str) -> None:
    category = "canceled" if name == "Duplicate" else STATES[name]
    assert status(state(name)).category == category


def test_a_type_of_status_that_is_new_has_no_category() -> None:
    assert status({"id": "s", "name": "Waiting", "type": "paused"}).category == ""


def test_a_person_is_named_by_what_nobody_else_can_take() -> None:
    ana = user("Ana")
    assert person(ana) == Person("user-Ana", ("user-Ana", "ana@team.example"), "Ana")


def test_an_integration_is_an_actor_of_its_own() -> None:
    bot = {"id": None, "type": "github", "name": "Ana"}
    assert person(None, bot) == Person("integration:github", ("integration:github",), "Ana")
    assert person(None, None) is None
    outside = {"id": "ext-1", "name": "Ana"}
    assert person(None, None, outside) == Person("ext-1", ("ext-1",), "Ana")


def test_every_status_of_the_team_is_a_way_but_the_present_one_and_that_of_duplicates() -> None:
    states = [state(name) for name in reversed(STATES)]
    assert [way.to.name for way in ways(issue(), states)] == [
        "Triage",
        "Backlog",
        "In Progress",
        "Done",
        "Canceled",
    ]


@pytest.mark.parametrize(("priority", "needs"), [(0, ("priority",)), (2, ())])
def test_a_team_may_ask_for_a_priority_before_triage_is_left(priority: int, needs: tuple[str, ...]) -> None:
    team = {"id": "team-ENG", "key": "ENG", "requirePriorityToLeaveTriage": True}
    found = ways(issue(state=state("Triage"), team=team, priority=priority), [state("Todo")])
    assert [way.needs for way in found] == [needs]
