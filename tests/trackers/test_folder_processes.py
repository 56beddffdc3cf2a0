"""Several processes on one folder, and processes that are killed: nothing is lost, nothing is half."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from folder_world import FolderWorld

from valuegate.tracker import History

TESTS = Path(__file__).parent
WORK = """
import sys
from pathlib import Path
sys.path.insert(0, {tests!r})
from folder_world import FolderWorld
from valuegate.errors import ConflictError
from valuegate.note import Line, Note, Piece

root, who, count = Path({root!r}), {who!r}, {count}
world = FolderWorld.__new__(FolderWorld)
world.root, world.folder, world.moves = root, root / "tickets", {{}}
tracker = world.signed_in_as(who)

def say(*words):
    print(*words, flush=True)

def move(name):
    while True:
        seen = tracker.fetch("SHOP-1")
        if seen.status.name == name:
            return False
        (way,) = (way for way in tracker.ways("SHOP-1") if way.to.name == name)
        try:
            tracker.move("SHOP-1", way, seen)
            return True
        except ConflictError:
            pass  # another was quicker: once more

say("ready")
for number in range(count):
    {act}
"""


@pytest.fixture
def world(tmp_path: Path) -> FolderWorld:
    world = FolderWorld(tmp_path)
    world.make("Night notes", {"Problem": "Notes are lost. " * 200}, status="Draft")
    world.tracker.fetch("SHOP-1")
    return world


def start(world: FolderWorld, who: str, act: str, count: int) -> subprocess.Popen[str]:
    code = WORK.format(tests=str(TESTS), root=str(world.root), who=who, count=count, act=act.strip())
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert process.stdout
    assert process.stdout.readline() == "ready\n"
    return process


def ended(processes: Sequence[subprocess.Popen[str]]) -> list[list[str]]:
    """What each said; none failed."""
    told = [process.communicate(timeout=120)[0].split() for process in processes]
    assert [process.returncode for process in processes] == [0] * len(processes)
    return told


def hold_together(world: FolderWorld, history: History) -> None:
    """Each move begins where the one before ended, and the last one is where the ticket is."""
    assert all(one.after == two.before for one, two in pairwise(history.moves))
    assert all(one.at < two.at for one, two in pairwise(history.moves))
    assert history.moves[-1].after == world.tracker.fetch("SHOP-1").status
    assert world.file("SHOP-1").read_text("utf-8").endswith("Notes are lost. " * 200 + "\n")


def test_two_processes_at_once_lose_nothing(world: FolderWorld) -> None:
    act = 'tracker.label("SHOP-1", add=[f"{who}-{number}"])'
    ended([start(world, who, act, 20) for who in ("ana", "ben", "valuegate")])
    wanted = {f"{who}-{number}" for who in ("ana", "ben", "valuegate") for number in range(20)}
    assert set(world.tracker.fetch("SHOP-1").ticket.labels) == wanted
    labellings = world.tracker.history("SHOP-1").labellings
    assert {each.label for each in labellings} == wanted
    assert len({each.id for each in labellings}) == len(labellings) == 60
    assert all(each.by and each.label.startswith(each.by.id) for each in labellings)
    hold_together(world, world.tracker.history("SHOP-1"))


def test_moves_of_several_processes_are_one_history(world: FolderWorld) -> None:
    act = 'say(move(("Draft", "Ready", "In Progress")[(number + len(who)) % 3]))'
    told = ended([start(world, who, act, 15) for who in ("ana", "benedict")])
    history = world.tracker.history("SHOP-1")
    hold_together(world, history)
    assert len(history.moves) - 1 == sum(words.count("True") for words in told)
    assert all(move.by for move in history.moves[1:])


def test_two_guards_at_once_keep_one_comment(world: FolderWorld) -> None:
    act = 'tracker.upsert_comment("SHOP-1", Note((Line((Piece(f"{number}."),)),)))'
    ended([start(world, "valuegate", act, 15) for _ in range(3)])
    (comment,) = world.tracker.comments("SHOP-1")
    assert (comment.text, comment.ours) == ("14.", True)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no kill -9")
def test_a_process_that_is_killed_leaves_nothing_half_and_loses_nothing_that_it_said(
    world: FolderWorld,
) -> None:
    chance = random.Random(7)
    act = """
    say(number, move("Ready" if number % 2 == 0 else "Draft"))
    tracker.label("SHOP-1", add=[f"l{number}"])
"""
    said = 0
    for _ in range(8):
        process = start(world, "valuegate", act, 100_000)
        assert process.stdout
        for _ in range(chance.randrange(1, 6)):
            said += process.stdout.readline().endswith("True\n")
        process.send_signal(signal.SIGKILL)
        with process.stdout as rest:
            said += rest.read().count("True\n")
        process.wait()
        history = world.again().history("SHOP-1")
        hold_together(world, history)
    own = [move for move in history.moves if move.by and move.by.id == "valuegate"]
    unknown = [move for move in history.moves[1:] if not move.by]
    assert said <= len(own) + len(unknown)
    assert len(unknown) <= 8, "one for each that died between the ticket and its record"
    world.tracker.label("SHOP-1", add=["last"])
    assert "last" in world.tracker.fetch("SHOP-1").ticket.labels
