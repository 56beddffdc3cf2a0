"""The history of an issue, from the spans and the entries of Linear."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from linear_samples import STATES, entry, issue, label, moved, span, state, user

from valuegate.tracker import Move
from valuegate.trackers.linear.history import history


def told(moves: tuple[Move, ...]) -> list[tuple[str | None, str, str | None]]:
    """Each move as from, to, by."""
    return [(m.before and m.before.name, m.after.name, m.by and m.by.shown) for m in moves]


def test_the_creation_is_the_first_move_and_entries_say_who_made_the_others() -> None:
    spans = [span(1, "2026-11-02T08:00:00Z", "Todo"), span(2, "2026-11-03T10:00:00Z", "In Progress")]
    entries = [moved(1, "2026-11-03T10:00:01Z", "Todo", "In Progress")]
    found = history(issue(), entries, spans)
    assert told(found.moves) == [(None, "Todo", "Ana"), ("Todo", "In Progress", "Ben")]
    assert [move.id for move in found.moves] == ["issue-1", "span-2"]


def test_an_issue_created_in_a_started_status_entered_it_by_its_creation() -> None:
    found = history(issue(state=state("In Progress")), [], [span(1, "2026-11-02T08:00:00Z", "In Progress")])
    assert told(found.moves) == [(None, "In Progress", "Ana")]


def test_without_any_span_the_present_status_is_that_of_the_creation() -> None:
    assert told(history(issue(), [], []).moves) == [(None, "Todo", "Ana")]


def test_a_move_in_the_first_three_minutes_leaves_no_entry_and_is_still_a_move() -> None:
    spans = [span(1, "2026-11-02T08:00:00Z", "Backlog"), span(2, "2026-11-02T08:01:00Z", "In Progress")]
    found = history(issue(), [], spans)
    assert told(found.moves) == [(None, "Backlog", "Ana"), ("Backlog", "In Progress", None)]


def test_an_entry_without_a_span_is_a_move_too() -> None:
    entries = [moved(1, "2026-11-03T10:00:00Z", "Backlog", "Done")]
    found = history(issue(state=state("Done")), entries, [])
    assert told(found.moves) == [(None, "Backlog", "Ana"), ("Backlog", "Done", "Ben")]
    assert found.moves[1].id == "entry-1"


def test_the_same_status_entered_twice_is_two_moves_each_by_its_own_person() -> None:
    spans = [
        span(1, "2026-11-02T08:00:00Z", "Todo"),
        span(2, "2026-11-03T10:00:00Z", "In Progress"),
        span(3, "2026-11-04T10:00:00Z", "Todo"),
        span(4, "2026-11-05T10:00:00Z", "In Progress"),
    ]
    entries = [
        moved(3, "2026-11-05T10:00:00Z", "Todo", "In Progress", actor=user("Cleo")),
        moved(1, "2026-11-03T10:00:00Z", "Todo", "In Progress"),
        moved(2, "2026-11-04T10:00:00Z", "In Progress", "Todo", actor=None),
    ]
    found = history(issue(), entries, spans)
    assert [move.by and move.by.shown for move in found.moves] == ["Ana", "Ben", None, "Cleo"]


def test_an_integration_that_moves_an_issue_is_told() -> None:
    bot = {"id": None, "type": "github", "name": "GitHub"}
    entries = [moved(1, "2026-11-03T10:00:00Z", "Todo", "Done", actor=None, botActor=bot)]
    spans = [span(1, "2026-11-02T08:00:00Z", "Todo"), span(2, "2026-11-03T10:00:00Z", "Done")]
    (_, move) = history(issue(), entries, spans).moves
    assert move.by
    assert move.by.names == ("integration:github",)


def test_a_move_to_another_team_enters_a_status_of_that_team() -> None:
    there = {"id": "ops-todo", "name": "Todo", "type": "unstarted"}
    stay = {
        "id": "span-2",
        "startedAt": "2026-11-03T10:00:00Z",
        "endedAt": None,
        "stateId": "ops-todo",
        "state": there,
    }
    entries = [entry(1, "2026-11-03T10:00:00Z", fromState=state("Todo"), toState=there)]
    (_, move) = history(issue(), entries, [span(1, "2026-11-02T08:00:00Z", "Todo"), stay]).moves
    assert move.before
    assert (move.before.id, move.after.id) == ("state-2", "ops-todo")


def test_labels_tell_who_set_them_and_those_it_came_with_do_not() -> None:
    entries = [
        entry(1, "2026-11-03T10:00:00Z", addedLabels=[label("chore")], removedLabels=[label("idea")]),
        entry(2, "2026-11-04T10:00:00Z", removedLabels=[label("chore")], actor=user("Cleo")),
    ]
    found = history(issue(), entries, [])
    said = [(each.label, each.added, each.by and each.by.shown) for each in found.labellings]
    assert said == [("idea", False, "Ben"), ("chore", True, "Ben"), ("chore", False, "Cleo")]
    assert len({each.id for each in found.labellings}) == len(said)


def test_the_text_was_edited_when_its_last_edit_ended() -> None:
    edit = entry(1, "2026-11-03T10:00:00Z", updatedDescription=True)
    later = {**edit, "updatedAt": "2026-11-03T10:20:00Z"}
    title = entry(2, "2026-11-03T09:00:00Z", fromTitle="")
    assert history(issue(), [later, title], []).edited == datetime(2026, 11, 3, 10, 20, tzinfo=UTC)
    assert history(issue(), [], []).edited == datetime(2026, 11, 2, 8, tzinfo=UTC)


NAMES = st.sampled_from([name for name in STATES if name != "Duplicate"])


@given(st.lists(NAMES, min_size=1, max_size=8), st.data())
def test_whichever_entries_lack_the_moves_are_the_stays_in_their_order(names: list[str], data: Any) -> None:
    """One stay after the other, an hour each; Linear may have an entry for any of the moves, or none."""
    path = [name for i, name in enumerate(names) if not i or names[i - 1] != name]
    spans = [span(i, f"2026-11-02T{8 + i:02}:00:00Z", name) for i, name in enumerate(path)]
    entries = [
        moved(i, f"2026-11-02T{8 + i:02}:00:00Z", path[i - 1], name)
        for i, name in enumerate(path)
        if i and data.draw(st.booleans())
    ]
    data.draw(st.randoms()).shuffle(entries)
    moves = history(issue(state=state(path[-1])), entries, spans).moves
    assert [move.after.name for move in moves] == path
    assert [move.before and move.before.name for move in moves] == [None, *path[:-1]]
    assert [move.at for move in moves] == sorted(move.at for move in moves)
    assert {move.by is not None for move in moves[1:]} <= {True, False}
    assert sum(move.by is not None for move in moves[1:]) == len(entries)
