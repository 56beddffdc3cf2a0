"""Whatever people and the guard do, in whatever order, the folder and the tracker in memory say the same."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from unittest.mock import patch

from folder_world import FolderWorld
from hypothesis import given, settings
from hypothesis import strategies as st

from valuegate.note import Line, Note, Piece
from valuegate.testing.fake_world import FakeWorld
from valuegate.testing.world import ANA, BEN, World

TEXT = {"Problem": "Notes are lost."}
KEY = st.sampled_from(["SHOP-1", "SHOP-2"])
STATUS = st.sampled_from(["Draft", "Ready", "In Progress", "Done"])
LABEL = st.sampled_from(["value-gate", "chore"])
PERSON = st.sampled_from([ANA, BEN])
WORDS = st.sampled_from(["One.", "*Two* & <b>", "- three"])
STEPS = st.one_of(
    st.tuples(st.just("move"), KEY, STATUS, PERSON),
    st.tuples(st.just("move as guard"), KEY, STATUS),
    st.tuples(st.just("add"), KEY, LABEL, PERSON),
    st.tuples(st.just("remove"), KEY, LABEL, PERSON),
    st.tuples(st.sampled_from(["add as guard", "remove as guard"]), KEY, LABEL),
    st.tuples(st.just("comment"), KEY, st.just("Why is that so?"), PERSON),
    st.tuples(st.just("upsert"), KEY, WORDS),
    st.tuples(st.just("edit"), KEY, st.sampled_from(["Notes are late.", "Notes are wrong."])),
)


def do(world: World, step: Sequence[str]) -> None:
    what, key, *said = step
    tracker, here = world.tracker, world.tracker.fetch(key)
    if what == "move" and here.status.name != said[0]:
        world.move(key, said[0], said[1])
    elif what == "move as guard" and here.status.name != said[0]:
        (way,) = (way for way in tracker.ways(key) if way.to.name == said[0])
        tracker.move(key, way, here)
    elif what in ("add", "remove"):
        world.label(key, said[0] if what == "add" else "", said[0] if what == "remove" else "", said[1])
    elif what in ("add as guard", "remove as guard"):
        tracker.label(key, **{what.partition(" ")[0]: [said[0]]})
    elif what == "comment":
        world.comment(key, said[0], said[1])
    elif what == "upsert":
        tracker.upsert_comment(key, Note((Line((Piece(said[0], "quote"),)),)))
    elif what == "edit":
        world.edit(key, {"Problem": said[0]})


def told(world: World, key: str) -> tuple[object, ...]:
    """What a tracker says of a ticket, but for times and ids."""
    now, history = world.tracker.fetch(key), world.again().history(key)
    names = (world.tracker.me(), world.person(ANA), world.person(BEN))
    who = {person.id: place for place, person in enumerate(names)}
    return (
        now.status.name,
        sorted(now.ticket.labels),
        [block.text for block in now.ticket.blocks if block.kind == "paragraph"],
        [(move.before and move.before.name, move.after.name) for move in history.moves],
        [who.get(move.by.id) if move.by else None for move in history.moves[1:]],
        [(each.label, each.added, each.by and who[each.by.id]) for each in history.labellings],
        [(each.text, each.ours, each.by and who[each.by.id]) for each in world.tracker.comments(key)],
    )


@settings(max_examples=15)
@given(st.lists(STEPS, max_size=20))
def test_the_folder_and_the_fake_say_the_same(steps: list[tuple[str, ...]]) -> None:
    with tempfile.TemporaryDirectory() as root, patch("os.fsync"):
        worlds: list[World] = [FakeWorld(), FolderWorld(Path(root))]
        for world in worlds:
            for number in (1, 2):
                world.make(f"Ticket {number}", TEXT, status="Draft")
                world.tracker.fetch(f"SHOP-{number}")
            for step in steps:
                do(world, step)
        for key in ("SHOP-1", "SHOP-2"):
            assert told(worlds[0], key) == told(worlds[1], key)
