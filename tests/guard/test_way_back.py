"""The way back: by the id of the status, and where teams share names, by the one of the ticket's team."""

from __future__ import annotations

from valuegate.guard.decision import way_to
from valuegate.tracker import Status, Way

THEIRS, OURS = Status("ops-backlog", "Backlog", "backlog"), Status("eng-backlog", "Backlog", "backlog")
TODO = Status("eng-todo", "Todo", "unstarted")


def test_a_status_is_known_by_its_id() -> None:
    ways = [Way("1", OURS), Way("2", THEIRS)]
    assert way_to(THEIRS, ways) == (ways[1], "", "")


def test_where_each_team_has_a_status_of_that_name_it_is_that_of_the_ticket() -> None:
    ways = [Way("1", TODO), Way("2", OURS)]
    assert way_to(THEIRS, ways) == (ways[1], "", "")


def test_without_a_way_it_says_so_and_names_what_a_way_asks_for() -> None:
    assert way_to(OURS, [Way("1", TODO)]) == (None, "no-way", "Backlog")
    assert way_to(OURS, [Way("1", OURS, ("Reason", "Team"))]) == (None, "needs", "Reason, Team")
    free = Way("2", OURS)
    assert way_to(OURS, [Way("1", OURS, ("Reason",)), free]) == (free, "", "")
