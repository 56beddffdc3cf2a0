"""What a tracker says when something goes wrong: typed errors, kind, and without secrets."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest

from ...errors import TrackerError, UnavailableError, WaitError
from ...tracker import Query
from ..world import Trouble, World
from .commenting import ours
from .needs import ERRORS, draft, met, note, way_to


def calls(world: World, key: str) -> Iterator[Callable[[], object]]:
    """Every call that asks the tracker about a ticket."""
    tracker, seen = world.tracker, world.tracker.fetch(key)
    way = way_to(world, key, world.statuses.ready)
    yield lambda: tracker.fetch(key)
    yield lambda: tracker.history(key)
    yield lambda: list(tracker.search(Query()))
    yield lambda: tracker.ways(key)
    yield lambda: tracker.move(key, way, seen)
    yield lambda: tracker.comments(key)
    yield lambda: tracker.upsert_comment(key, note())
    yield lambda: tracker.label(key, add=[world.labels[0]])


class Troubles:
    """Errors say what the caller can do."""

    @pytest.mark.parametrize("trouble", ERRORS)
    def test_every_call_says_what_went_wrong(self, world: World, trouble: Trouble) -> None:
        key = draft(world)
        asked = list(calls(world, key))
        met(world, trouble)
        for call in asked:
            with pytest.raises(ERRORS[trouble]) as caught:
                call()
            assert type(caught.value) is ERRORS[trouble]
            assert caught.value.message
            said = f"{caught.value} {caught.value!r} {caught.value.fix}"
            assert not [secret for secret in world.secrets if secret in said]
        world.trouble(None)
        assert world.tracker.fetch(key).status.name == world.statuses.draft
        assert list(world.tracker.comments(key)) == []

    @pytest.mark.parametrize("trouble", ["signed-out", "forbidden"])
    def test_whoever_can_mend_it_is_told_how(self, world: World, trouble: Trouble) -> None:
        key = draft(world)
        met(world, trouble)
        with pytest.raises(TrackerError) as caught:
            world.tracker.fetch(key)
        assert caught.value.fix

    def test_a_wait_has_an_end(self, world: World) -> None:
        key = draft(world)
        met(world, "too-many")
        with pytest.raises(WaitError) as caught:
            world.tracker.fetch(key)
        until = caught.value.until
        if until is not None:
            assert until.tzinfo is UTC
            assert until < datetime.max.replace(tzinfo=UTC) - timedelta(days=1)

    def test_a_comment_whose_answer_was_lost_is_there_once(self, world: World) -> None:
        key = draft(world)
        met(world, "cut")
        with pytest.raises(UnavailableError):
            world.tracker.upsert_comment(key, note("One."))
        made = world.again().upsert_comment(key, note("One."))
        assert [each.id for each in ours(world.tracker.comments(key))] == [made.id]

    def test_nothing_that_is_printed_holds_a_secret(self, world: World) -> None:
        world.tracker.fetch(draft(world))
        said = f"{world.tracker!r} {vars(world.tracker).get('_client')!r} {list(world.tracker.diagnose())!r}"
        assert not [secret for secret in world.secrets if secret in said]
