"""What a search finds."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest

from ...tracker import Countable, Query
from ..world import World
from .needs import OTHER, draft, said


def found(world: World, query: Query) -> list[str]:
    """The keys that a search gives."""
    return [each.ticket.key for each in world.tracker.search(query)]


class Searching:
    """``search``."""

    def test_a_search_goes_on_to_the_last_page(self, world: World) -> None:
        made = [draft(world, f"Ticket {number}") for number in range(world.many)]
        assert set(found(world, Query())) == set(made)

    def test_a_tracker_that_can_count_tells_how_many_a_search_finds(self, world: World) -> None:
        if not isinstance(world.tracker, Countable):
            pytest.skip("this tracker finds out by searching")
        for number in range(world.many):
            draft(world, f"Ticket {number}")
        assert world.tracker.count(Query()) == world.many

    def test_the_longest_unchanged_comes_first(self, world: World) -> None:
        made = []
        for number in range(3):
            made.append(draft(world, f"Ticket {number}"))
            world.wait()
        world.edit(made[0], OTHER)
        assert list(dict.fromkeys(found(world, Query()))) == [made[1], made[2], made[0]]
        times = [each.updated for each in world.tracker.search(Query())]
        assert all(one <= two for one, two in pairwise(times))

    def test_a_search_shows_tickets_as_they_are(self, world: World) -> None:
        key = draft(world)
        world.move(key, world.statuses.started)
        (ticket,) = world.tracker.search(Query())
        assert said(ticket) == said(world.tracker.fetch(key))

    def test_nothing_that_changed_since_is_missed(self, world: World) -> None:
        made = [draft(world, f"Ticket {number}") for number in range(5)]
        found(world, Query())
        world.wait()
        since = world.tracker.now()
        world.wait()
        world.move(made[0], world.statuses.ready)
        world.edit(made[1], OTHER)
        world.comment(made[2], "Why is that so?")
        world.label(made[3], add=world.labels[0])
        assert set(made[:4]) <= set(found(world, Query(updated_since=since)))

    def test_what_has_not_changed_since_is_left_out(self, world: World) -> None:
        old = draft(world)
        found(world, Query())
        world.wait()
        since = world.tracker.now()
        world.wait()
        new = draft(world)
        assert found(world, Query(updated_since=since)) == [new]
        assert found(world, Query(updated_since=world.tracker.now() + timedelta(days=1))) == []
        assert old not in found(world, Query(updated_since=since))

    def test_what_changes_while_pages_are_read_is_not_missed(self, world: World) -> None:
        made = [draft(world, f"Ticket {number}") for number in range(world.many)]
        pages = world.tracker.search(Query())
        first = next(pages).ticket.key
        world.wait()
        world.edit(first, OTHER)
        assert {first, *(each.ticket.key for each in pages)} == set(made)

    def test_a_query_in_the_language_of_the_tracker_finds_what_is_meant(self, world: World) -> None:
        made = [draft(world, f"Ticket {number}") for number in range(3)]
        assert found(world, Query(text=world.query(made[1]))) == [made[1]]

    def test_a_query_and_a_time_count_both(self, world: World) -> None:
        key = draft(world)
        world.wait()
        query = Query(updated_since=world.tracker.now() + timedelta(days=1), text=world.query(key))
        assert found(world, query) == []

    def test_where_there_is_nothing_nothing_is_found(self, world: World) -> None:
        assert found(world, Query()) == []
