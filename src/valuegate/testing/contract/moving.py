"""Moves and labels of the guard."""

from __future__ import annotations

import pytest

from ...errors import ConflictError, RefusedError
from ..world import BEN, World
from .needs import OTHER, draft, said, way_to


class Moving:
    """``ways``, ``move``, ``label``."""

    def test_the_ways_lead_where_people_can_go_from_here(self, world: World) -> None:
        key = draft(world)
        ways = world.tracker.ways(key)
        names = [way.to.name for way in ways]
        others = {world.statuses.ready, world.statuses.started, world.statuses.done}
        assert others <= set(names)
        assert world.statuses.draft not in names
        assert len({way.id for way in ways}) == len(ways)
        known = {status.id: status for status in world.tracker.scope().statuses}
        assert all(known[way.to.id] == way.to for way in ways)

    def test_a_move_is_done_and_in_the_history_as_ours(self, world: World) -> None:
        key = world.make("Night notes", OTHER, status=world.statuses.ready)
        tracker = world.tracker
        before = tracker.history(key)
        tracker.move(key, way_to(world, key, world.statuses.draft), tracker.fetch(key))
        found, after = tracker.fetch(key), tracker.history(key)
        assert found.status.name == world.statuses.draft
        assert after.moves[:-1] == before.moves
        move = after.moves[-1]
        assert move.before
        assert (move.before.name, move.after) == (world.statuses.ready, found.status)
        assert move.by
        assert move.by.id == tracker.me().id

    def test_a_move_leaves_the_text_and_the_labels_alone(self, world: World) -> None:
        key = world.make("Night notes", OTHER, status=world.statuses.ready, labels=world.labels[:2])
        seen = world.tracker.fetch(key)
        world.tracker.move(key, way_to(world, key, world.statuses.draft), seen)
        found = world.tracker.fetch(key)
        assert sorted(found.ticket.labels) == sorted(seen.ticket.labels)
        assert [block.text for block in found.ticket.blocks] == [block.text for block in seen.ticket.blocks]

    def test_who_moved_the_ticket_on_meanwhile_wins(self, world: World) -> None:
        key = world.make("Night notes", OTHER, status=world.statuses.ready)
        seen, way = world.tracker.fetch(key), way_to(world, key, world.statuses.draft)
        world.wait()
        world.move(key, world.statuses.started, BEN)
        with pytest.raises(ConflictError) as caught:
            world.tracker.move(key, way, seen)
        assert key in caught.value.message
        found = world.tracker.fetch(key)
        assert found.status.name == world.statuses.started
        world.tracker.move(key, way_to(world, key, world.statuses.draft), found)
        assert world.tracker.fetch(key).status.name == world.statuses.draft

    def test_a_move_done_already_is_a_conflict_and_not_done_twice(self, world: World) -> None:
        key = world.make("Night notes", OTHER, status=world.statuses.ready)
        seen, way = world.tracker.fetch(key), way_to(world, key, world.statuses.draft)
        world.tracker.move(key, way, seen)
        with pytest.raises(ConflictError):
            world.again().move(key, way, seen)
        assert len(world.tracker.history(key).moves) == 2

    def test_where_no_way_leads_none_is_told_and_a_move_is_refused(self, world: World) -> None:
        key = world.make("Night notes", OTHER, status=world.statuses.ready)
        way = way_to(world, key, world.statuses.draft)
        if not world.forbid(world.statuses.draft):
            pytest.skip("this tracker has no rules about where a ticket may go")
        assert world.statuses.draft not in [each.to.name for each in world.again().ways(key)]
        with pytest.raises(RefusedError) as caught:
            world.tracker.move(key, way, world.tracker.fetch(key))
        assert key in caught.value.message
        assert world.tracker.fetch(key).status.name == world.statuses.ready
        assert len(world.tracker.history(key).moves) == 1

    def test_a_field_that_a_way_asks_for_is_named_and_without_it_the_move_is_refused(
        self, world: World
    ) -> None:
        if not world.demand(world.statuses.done, "Resolution"):
            pytest.skip("this tracker asks for no fields")
        key = draft(world)
        way = way_to(world, key, world.statuses.done)
        assert way.needs == ("Resolution",)
        with pytest.raises(RefusedError) as caught:
            world.tracker.move(key, way, world.tracker.fetch(key))
        assert "Resolution" in caught.value.message
        assert world.tracker.fetch(key).status.name == world.statuses.draft

    def test_labels_are_set_and_taken_away_and_no_other_is_touched(self, world: World) -> None:
        ours, foreign, new = world.labels
        key = world.make("Night notes", OTHER, status=world.statuses.ready, labels=[foreign, ours])
        world.tracker.label(key, add=[new], remove=[ours])
        assert sorted(world.tracker.fetch(key).ticket.labels) == sorted([foreign, new])
        one, two = sorted(world.tracker.history(key).labellings[-2:], key=lambda each: each.added)
        assert (one.label, one.added, two.label, two.added) == (ours, False, new, True)
        assert one.by
        assert one.by.id == world.tracker.me().id

    def test_a_label_that_somebody_sets_meanwhile_stays(self, world: World) -> None:
        ours, foreign, _ = world.labels
        key = draft(world)
        world.tracker.fetch(key)
        world.label(key, add=foreign, by=BEN)
        world.tracker.label(key, add=[ours])
        assert sorted(world.tracker.fetch(key).ticket.labels) == sorted([foreign, ours])

    def test_a_label_that_is_there_already_or_not_there_is_no_change(self, world: World) -> None:
        one, two, _ = world.labels
        key = world.make("Night notes", OTHER, status=world.statuses.ready, labels=[one])
        before = said(world.tracker.fetch(key))
        world.wait()
        world.tracker.label(key, add=[one], remove=[two])
        world.tracker.label(key)
        assert said(world.tracker.fetch(key)) == before
