"""What a tracker says of a ticket and of what happened to it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from itertools import pairwise

import pytest

from ...errors import GoneError
from ...tracker import History, InBulk
from ..world import ANA, BEN, World
from .needs import OTHER, TEXT, aware, draft, note, said, way_to


def ids(history: History) -> list[str]:
    """The ids of all that happened."""
    return [move.id for move in history.moves] + [each.id for each in history.labellings]


def edited(world: World) -> tuple[str, datetime]:
    """A ticket whose text somebody edited after a time, and that time."""
    key = draft(world)
    world.tracker.fetch(key)
    world.wait()
    before = world.tracker.now()
    world.wait()
    world.edit(key, OTHER)
    return key, before


class Reading:
    """``fetch``, ``history``, ``text_at``, ``scope``, ``me``, ``now``."""

    def test_a_ticket_is_read_with_its_key_project_title_status_and_labels(self, world: World) -> None:
        key = world.make("Night notes", TEXT, status=world.statuses.ready, labels=[world.labels[0]])
        found = world.tracker.fetch(key)
        assert found.ticket.key == key
        assert found.ticket.project
        assert found.ticket.title == "Night notes"
        assert found.ticket.status == found.status.name == world.statuses.ready
        assert found.ticket.labels == (world.labels[0],)
        assert found.unreadable is None
        assert not found.archived

    def test_a_ticket_is_read_with_its_text(self, world: World) -> None:
        found = world.tracker.fetch(draft(world))
        words = [block.text for block in found.ticket.blocks]
        for heading, paragraph in TEXT.items():
            assert words.index(heading) < words.index(paragraph)

    def test_nothing_but_the_ticket_vouches_for_its_text(self, world: World) -> None:
        assert not world.tracker.fetch(draft(world)).ticket.vouched

    def test_what_has_changed_is_updated_later_by_the_clock_of_the_tracker(self, world: World) -> None:
        key = draft(world)
        first = world.tracker.fetch(key).updated
        changes: list[Callable[[], None]] = [
            lambda: world.move(key, world.statuses.ready),
            lambda: world.edit(key, OTHER),
            lambda: world.label(key, add=world.labels[1]),
            lambda: world.comment(key, "Why is that so?"),
        ]
        for change in changes:
            world.wait()
            change()
            found = world.tracker.fetch(key).updated
            assert aware(found)
            assert first < found <= world.tracker.now()
            first = found

    def test_reading_changes_nothing(self, world: World) -> None:
        key = draft(world)
        first = said(world.tracker.fetch(key))
        world.wait()
        world.tracker.history(key)
        world.tracker.comments(key)
        world.tracker.ways(key)
        list(world.tracker.diagnose())
        assert said(world.tracker.fetch(key)) == first

    def test_a_history_begins_with_the_creation(self, world: World) -> None:
        (made,) = world.tracker.history(draft(world)).moves
        assert made.before is None
        assert made.after.name == world.statuses.draft
        assert aware(made.at)

    def test_a_ticket_made_in_a_later_status_entered_it_when_it_was_made(self, world: World) -> None:
        key = world.make("Night notes", TEXT, status=world.statuses.started)
        (made,) = world.tracker.history(key).moves
        assert (made.before, made.after.name) == (None, world.statuses.started)

    def test_a_history_is_whole_and_oldest_first(self, world: World) -> None:
        key = draft(world)
        world.tracker.fetch(key)  # some trackers note a ticket when they first see it
        names = [world.statuses.draft, world.statuses.ready]
        for number in range(world.many):
            world.wait()
            world.move(key, names[(number + 1) % 2], (ANA, BEN)[number % 2])
        moves = world.tracker.history(key).moves
        assert [move.after.name for move in moves] == [names[n % 2] for n in range(world.many + 1)]
        assert all(one.after == two.before for one, two in pairwise(moves))
        assert all(one.at <= two.at for one, two in pairwise(moves))
        assert all(aware(move.at) for move in moves)
        assert moves[-1].after == world.tracker.fetch(key).status

    def test_a_history_says_who_moved_a_ticket(self, world: World) -> None:
        key = draft(world)
        world.tracker.fetch(key)
        world.move(key, world.statuses.ready, BEN)
        by = world.tracker.history(key).moves[-1].by
        assert by
        assert by.id == world.person(BEN).id
        assert by.id != world.person(ANA).id

    def test_the_ids_of_a_history_are_its_own_and_stay(self, world: World) -> None:
        key = draft(world)
        for status in (world.statuses.ready, world.statuses.started, world.statuses.ready):
            world.tracker.fetch(key)
            world.wait()
            world.move(key, status)
            world.label(key, add=world.labels[0])
            world.label(key, remove=world.labels[0])
        first = ids(world.tracker.history(key))
        world.wait()
        world.comment(key, "Soon.")
        world.edit(key, OTHER)
        again = world.again().history(key)
        assert ids(again) == first
        assert len({move.id for move in again.moves}) == len(again.moves) == 4
        assert len({each.id for each in again.labellings}) == len(again.labellings) == 6

    def test_a_history_says_who_set_and_took_away_which_label(self, world: World) -> None:
        key = draft(world)
        world.tracker.fetch(key)
        label = world.labels[1]
        world.label(key, add=label, by=ANA)
        world.wait()
        world.label(key, remove=label, by=BEN)
        one, two = world.tracker.history(key).labellings
        assert (one.label, one.added, two.label, two.added) == (label, True, label, False)
        assert one.by
        assert one.by.id == world.person(ANA).id
        assert two.by
        assert two.by.id == world.person(BEN).id
        assert one.at < two.at
        assert aware(one.at)

    def test_the_past_of_many_tickets_is_that_of_each(self, world: World) -> None:
        tracker = world.tracker
        if not isinstance(tracker, InBulk):
            pytest.skip("this tracker tells the past of one ticket at a time")
        keys = [draft(world, f"Ticket {number}") for number in range(world.many)]
        for number in range(world.many):
            world.wait()
            world.move(keys[0], (world.statuses.ready, world.statuses.draft)[number % 2])
        world.label(keys[1], add=world.labels[0])
        world.delete(keys[2])
        told = tracker.histories([*keys, f"{keys[0]}0007"])
        there = [key for key in keys if key != keys[2]]
        assert set(told) == set(there)
        assert [told[key] for key in there] == [tracker.history(key) for key in there]
        assert tracker.histories([]) == {}

    def test_an_edit_of_the_text_is_in_the_history_and_a_move_is_none(self, world: World) -> None:
        key, before = edited(world)
        at = world.tracker.history(key).edited
        if at is None:
            pytest.skip("this tracker does not say when a text was edited")
        assert before <= at <= world.tracker.now()
        world.wait()
        world.move(key, world.statuses.ready)
        world.label(key, add=world.labels[0])
        world.comment(key, "Moved.")
        assert world.tracker.history(key).edited == at

    def test_a_text_of_before_is_the_one_that_was_there_or_none(self, world: World) -> None:
        key, then = edited(world)
        old = world.tracker.text_at(key, then)
        if old is not None:
            words = [block.text for block in old.blocks]
            assert all(paragraph in words for paragraph in TEXT.values())
            assert old.key == key
        new = world.tracker.text_at(key, world.tracker.now())
        if new is not None:
            assert [block.text for block in new.blocks][-1] == OTHER["Problem"]

    def test_before_a_ticket_was_made_it_had_no_text(self, world: World) -> None:
        before = world.tracker.now()
        world.wait()
        assert world.tracker.text_at(draft(world), before) is None

    @pytest.mark.parametrize(
        "call", ["fetch", "history", "ways", "comments", "label", "upsert_comment", "text_at", "move"]
    )
    @pytest.mark.parametrize("how", ["never", "deleted"])
    def test_a_ticket_that_is_not_there_is_gone(self, world: World, call: str, how: str) -> None:
        tracker = world.tracker
        key = draft(world)
        seen, way = tracker.fetch(key), way_to(world, key, world.statuses.ready)
        if how == "deleted":
            world.delete(key)
        else:
            key = f"{key}0007"
        arguments = {"move": (way, seen), "upsert_comment": (note(),), "text_at": (tracker.now(),)}
        named = {"add": [world.labels[0]]} if call == "label" else {}
        with pytest.raises(GoneError) as caught:
            getattr(tracker, call)(key, *arguments.get(call, ()), **named)
        assert key in caught.value.message

    def test_the_scope_has_every_status_once_with_its_id(self, world: World) -> None:
        scope = world.tracker.scope()
        known = {status.id: status for status in scope.statuses}
        assert len(known) == len(scope.statuses)
        assert all(each.id and each.name for each in known.values())
        assert {*world.statuses} <= {status.name for status in scope.statuses}
        for name in world.statuses:
            status = world.tracker.fetch(world.make("Any", TEXT, status=name)).status
            assert known[status.id] == status

    def test_the_scope_says_what_the_statuses_mean(self, world: World) -> None:
        category = {status.name: status.category for status in world.tracker.scope().statuses}
        assert category[world.statuses.draft] in ("triage", "backlog", "unstarted", "")
        assert category[world.statuses.started] in ("started", "")
        assert category[world.statuses.done] in ("completed", "")

    def test_labels_that_may_be_used_are_in_the_scope(self, world: World) -> None:
        labels = world.tracker.scope().labels
        assert labels is None or set(world.labels) <= {label.name for label in labels}

    def test_we_are_the_same_in_each_process_and_nobody_else(self, world: World) -> None:
        me = world.tracker.me()
        assert me == world.again().me()
        assert me.id
        assert me.id not in {world.person(ANA).id, world.person(BEN).id}

    def test_what_people_see_of_a_person_is_no_name_that_counts(self, world: World) -> None:
        person = world.person(ANA)
        assert person.names
        assert not set(person.names) & set(world.person(BEN).names)

    def test_the_clock_goes_on_in_utc(self, world: World) -> None:
        first = world.tracker.now()
        world.wait()
        assert aware(first)
        assert world.tracker.now() > first
