from __future__ import annotations

import pytest

from guard_histories import at, history, policy, snapshot
from valuegate.errors import ConflictError
from valuegate.guard.entry import all_entries, entries


def only(*names: str) -> tuple[str, str, str | None]:
    (entry,) = entries(policy(), snapshot(names[-1]), history(*names))
    return entry.gate.name, entry.id, entry.home.name if entry.home else None


def test_an_entry_is_the_move_that_brought_the_ticket_in() -> None:
    assert only("Draft", "Ready") == ("ready", "m1", "Draft")


def test_who_goes_on_inside_of_a_gate_does_not_enter_it_again() -> None:
    assert only("Draft", "Ready", "In Progress", "Ready") == ("ready", "m1", "Draft")


def test_who_left_and_came_back_has_entered_again() -> None:
    assert only("Draft", "Ready", "Idea", "Ready") == ("ready", "m3", "Idea")


def test_home_is_the_last_status_outside_of_all_gates() -> None:
    assert only("Draft", "Idea", "Ready", "In Progress", "Done") == ("done", "m4", "Idea")


def test_a_ticket_that_was_created_inside_has_no_home() -> None:
    assert only("Ready") == ("ready", "m0", None)


def test_what_is_finished_is_no_home() -> None:
    assert only("Draft", "Dropped", "Ready") == ("ready", "m2", "Draft")
    assert only("Dropped", "Ready") == ("ready", "m1", None)


def test_a_ticket_outside_of_all_gates_has_entered_none() -> None:
    assert entries(policy(), snapshot("Draft"), history("Ready", "Draft")) == []


def test_a_history_that_does_not_lead_to_the_status_was_read_too_early() -> None:
    with pytest.raises(ConflictError):
        entries(policy(), snapshot("Ready"), history("Draft"))


def test_the_day_of_an_entry_is_the_same_wherever_one_asks() -> None:
    (entry,) = entries(policy(), snapshot("Ready"), history("Draft", "Ready"))
    assert entry.at == at(1)
    assert entry.day.isoformat() == "2026-11-23"


def test_all_entries_are_those_of_the_past_too() -> None:
    told = history("Draft", "Ready", "In Progress", "Done", "Draft", "Ready")
    found = [(entry.gate.name, entry.id) for entry in all_entries(policy(), snapshot("Ready").ticket, told)]
    assert found == [("ready", "m1"), ("done", "m3"), ("ready", "m5")]
