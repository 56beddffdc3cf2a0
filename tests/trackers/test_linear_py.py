"""Linear through linear-py, in an environment of its own that these tests make."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from valuegate.errors import (
    ConflictError,
    GoneError,
    PolicyError,
    SignInError,
    TrackerError,
    UnavailableError,
    UsageError,
    WaitError,
)
from valuegate.note import Line, Note, Piece
from valuegate.testing.linear import stand_in
from valuegate.testing.linear.world import LinearWorld
from valuegate.tracker import Query
from valuegate.trackers.linear.identity import Identity
from valuegate.trackers.linear.linear_py import LinearPyTransport, python_of

HOW = (
    "linear-py cannot be installed here: let pip reach an index, or set VALUEGATE_LINEAR_PY to a Python "
    "outside of this folder that has it"
)


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A Python that has linear-py."""
    given = os.environ.get("VALUEGATE_LINEAR_PY")
    if given:
        return given
    home = tmp_path_factory.mktemp("linear-py")
    made = subprocess.run([sys.executable, "-m", "venv", "--without-pip", home], check=False)
    found = str(home / "bin" / "python")
    pip = [sys.executable, "-m", "pip", "--python", found, "install", "--quiet", "linear-py>=0.0.6"]
    if made.returncode or subprocess.run(pip, capture_output=True, check=False, timeout=300).returncode:
        pytest.skip(HOW)
    return found


@pytest.fixture
def world(python: str) -> Iterator[LinearWorld]:
    with stand_in() as there:
        yield LinearWorld(there, transport="linear-py", python=python)


def note(text: str) -> Note:
    return Note((Line((Piece(text, "quote"),)),))


def test_a_ticket_is_judged_moved_labelled_and_commented_on(world: LinearWorld) -> None:
    """What the guard does, once through."""
    key = world.make("Night notes", {"Problem": 'They say "no" \\ and {leave}.'}, status="In Progress")
    tracker = world.tracker
    seen = tracker.fetch(key)
    assert [block.text for block in seen.ticket.blocks] == ["Problem", 'They say "no" \\ and {leave}.']
    assert [move.after.name for move in tracker.history(key).moves] == ["In Progress"]
    assert [each.ticket.key for each in tracker.search(Query())] == [key]
    way = next(way for way in tracker.ways(key) if way.to.name == "Todo")
    tracker.move(key, way, seen)
    assert tracker.fetch(key).status.name == "Todo"
    with pytest.raises(ConflictError):
        tracker.move(key, way, seen)
    tracker.label(key, add=["value-gate"])
    hostile = '"}) { success } } #'
    made = tracker.upsert_comment(key, note(hostile))
    assert tracker.comments(key) == [made]
    assert made.text == hostile
    assert tracker.upsert_comment(key, note(hostile)) == made


def test_what_goes_wrong_is_told_in_the_same_words(world: LinearWorld) -> None:
    tracker = world.tracker
    with pytest.raises(GoneError):
        tracker.fetch("ENG-7")
    world.trouble("signed-out")
    with pytest.raises(SignInError):
        tracker.fetch("ENG-7")
    world.trouble("too-many")
    with pytest.raises(WaitError) as caught:
        tracker.fetch("ENG-7")
    assert caught.value.until is None


def test_a_change_whose_answer_was_lost_is_not_sent_again(world: LinearWorld) -> None:
    key = world.make("Night notes", {"Problem": "x"}, status="In Progress")
    tracker = world.tracker
    tracker.me()
    world.trouble("cut")
    with pytest.raises(UnavailableError):
        tracker.upsert_comment(key, note("One."))
    assert [name for name, _ in world.there.requests].count("SetCard") == 1


def test_a_process_that_takes_too_long_is_ended(python: str) -> None:
    with stand_in() as there:
        there.fault = "slow"
        world = LinearWorld(there, transport="linear-py", python=python, timeout=1)
        with pytest.raises(UnavailableError, match="within 1 seconds"):
            world.tracker.client.do("mutation X { issueUpdate }")


def test_a_redirect_is_not_followed(world: LinearWorld) -> None:
    world.there.fault = "elsewhere"
    with pytest.raises(TrackerError):
        world.tracker.me()
    assert world.there.elsewhere == []


def test_whoami_says_what_it_costs_to_use_it(world: LinearWorld) -> None:
    assert "linear-py" in world.tracker.advice
    with stand_in() as there:
        assert LinearWorld(there).tracker.advice == ""


# --- without linear-py --------------------------------------------------------------------------------------


def test_a_python_without_linear_py_is_told() -> None:
    there = LinearPyTransport("http://127.0.0.1:9/graphql", Identity("lin_api_x"), 30, sys.executable)
    with pytest.raises(UsageError, match="not installed"):
        there.send("query Viewer { viewer { id } }", {})


@pytest.mark.parametrize("program", ["/nowhere/python", "/bin/false"])
def test_a_program_that_is_no_python_is_told(program: str) -> None:
    there = LinearPyTransport("http://127.0.0.1:9/graphql", Identity("lin_api_x"), 30, program)
    with pytest.raises((UsageError, UnavailableError)):
        there.send("query Viewer { viewer { id } }", {})


def test_an_app_cannot_use_it() -> None:
    with pytest.raises(SignInError):
        LinearPyTransport("http://127.0.0.1:9/graphql", Identity("secret", "client"), 30, sys.executable)


def test_a_python_that_a_change_could_bring_along_is_refused(tmp_path: Path) -> None:
    """It gets the key."""
    inside, outside = tmp_path / "repository" / "bin", tmp_path / "other" / "bin"
    for folder in (inside, outside):
        folder.mkdir(parents=True)
    root = str(tmp_path / "repository")
    for path in (str(inside / "python"), "bin/python", f"{outside}/../../repository/bin/python"):
        with pytest.raises(PolicyError):
            python_of(path, root)
    (tmp_path / "link").symlink_to(inside)
    with pytest.raises(PolicyError):
        python_of(str(tmp_path / "link" / "python"), root)
    assert python_of(str(outside / "python"), root) == str(outside / "python")
    assert python_of("", root) == sys.executable


def test_no_extra_but_its_own_brings_it() -> None:
    import tomllib

    file = Path(__file__).parents[2] / "pyproject.toml"
    extras = tomllib.loads(file.read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    assert [name for name, parts in extras.items() if any("linear-py" in part for part in parts)] == [
        "linear-py"
    ]
