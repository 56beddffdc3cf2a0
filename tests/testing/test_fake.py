"""The fake holds the contract, and meets the faults that are asked for."""

from __future__ import annotations

from datetime import timedelta

import pytest

from valuegate.errors import (
    ConflictError,
    ForbiddenError,
    GoneError,
    RefusedError,
    SignInError,
    TrackerError,
    UnavailableError,
    WaitError,
)
from valuegate.note import Line, Note, Piece
from valuegate.testing.contract import TrackerContract
from valuegate.testing.fake import FakeKind, Fault
from valuegate.testing.fake_world import FakeWorld
from valuegate.tracker import Query, Setting, Way


class TestFakeHoldsTheContract(TrackerContract):
    @pytest.fixture
    def world(self) -> FakeWorld:
        return FakeWorld()


@pytest.fixture
def world() -> FakeWorld:
    return FakeWorld()


def made(world: FakeWorld) -> str:
    return world.make("Night notes", {"Problem": "Notes are lost."}, status="Ready")


def way(world: FakeWorld, key: str, name: str) -> Way:
    (found,) = (each for each in world.tracker.ways(key) if each.to.name == name)
    return found


def say(text: str) -> Note:
    return Note((Line((Piece(text),)),))


def test_a_call_that_is_cut_was_done(world: FakeWorld) -> None:
    key = made(world)
    seen, draft = world.tracker.fetch(key), way(world, key, "Draft")
    world.site.fault("move", "cut")
    with pytest.raises(UnavailableError):
        world.tracker.move(key, draft, seen)
    assert world.tracker.fetch(key).status.name == "Draft"


def test_a_call_that_meets_nobody_was_not_done(world: FakeWorld) -> None:
    key = made(world)
    seen, draft = world.tracker.fetch(key), way(world, key, "Draft")
    world.site.fault("move", "down")
    with pytest.raises(UnavailableError):
        world.tracker.move(key, draft, seen)
    assert world.tracker.fetch(key).status.name == "Ready"


def test_what_happens_in_a_slow_call_happens_before_it(world: FakeWorld) -> None:
    key = made(world)
    seen, draft = world.tracker.fetch(key), way(world, key, "Draft")
    world.site.meanwhile = lambda: world.move(key, "In Progress", "ben")
    world.site.fault("move", "slow")
    with pytest.raises(ConflictError):
        world.tracker.move(key, draft, seen)
    assert world.tracker.fetch(key).status.name == "In Progress"


def test_a_stale_page_shows_what_was_before(world: FakeWorld) -> None:
    key = made(world)
    world.move(key, "In Progress")
    for call in ("fetch", "search", "history"):
        world.site.fault(call, "stale")
    assert world.tracker.fetch(key).status.name == "Ready"
    assert [each.status.name for each in world.tracker.search(Query())] == ["Ready"]
    assert world.tracker.history(key).moves[-1].after.name == "Ready"
    assert world.tracker.fetch(key).status.name == "In Progress"


def test_a_list_that_lacks_our_comment_makes_a_second_one_and_the_next_call_leaves_one(
    world: FakeWorld,
) -> None:
    key = made(world)
    first = world.tracker.upsert_comment(key, say("One."))
    world.site.fault("comments", "stale")
    assert world.tracker.upsert_comment(key, say("Two.")).id == first.id
    assert [each.id for each in world.tracker.comments(key)] == [first.id]


def test_a_clock_that_is_off_is_told(world: FakeWorld) -> None:
    world.site.offset = timedelta(minutes=-7)
    assert world.tracker.now() < world.clock() - timedelta(minutes=6)
    assert [remark.level for remark in world.tracker.diagnose()] == ["fine", "weak"]


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ("refused", RefusedError),
        ("gone", GoneError),
        ("signed-out", SignInError),
        ("forbidden", ForbiddenError),
        ("too-many", WaitError),
    ],
)
def test_a_fault_is_met_once_by_the_call_that_it_is_for(
    world: FakeWorld, fault: Fault, error: type[TrackerError]
) -> None:
    key = made(world)
    seen, draft = world.tracker.fetch(key), way(world, key, "Draft")
    world.site.fault("move", fault)
    with pytest.raises(error):
        world.tracker.move(key, draft, seen)
    world.tracker.move(key, draft, world.tracker.fetch(key))
    assert world.tracker.fetch(key).status.name == "Draft"


def test_luck_is_asked_at_each_call_and_calls_are_counted(world: FakeWorld) -> None:
    key = made(world)
    asked: list[str] = []
    world.site.luck = lambda call: asked.append(call)
    world.tracker.fetch(key)
    world.tracker.upsert_comment(key, say("One."))
    assert asked == world.site.calls == ["fetch", "comments", "write-comment", "comments"]


def test_the_same_calls_always_give_the_same() -> None:
    told = []
    for _ in range(2):
        world = FakeWorld()
        key = made(world)
        world.tracker.upsert_comment(key, say("One."))
        told.append((world.tracker.history(key), world.tracker.comments(key), world.tracker.now()))
    assert told[0] == told[1]


def test_a_move_that_nobody_stands_behind_is_by_nobody(world: FakeWorld) -> None:
    key = made(world)
    world.site.move(key, "Done", by=None)
    assert world.tracker.history(key).moves[-1].by is None


def test_an_archived_ticket_says_so(world: FakeWorld) -> None:
    key = made(world)
    world.site.archive(key)
    assert world.tracker.fetch(key).archived


def test_a_kind_opens_the_site_as_the_guard(world: FakeWorld) -> None:
    setting = Setting({}, ".", {}, lambda _: None, world.clock)
    assert FakeKind(world.site).open(setting).me() == world.tracker.me()
