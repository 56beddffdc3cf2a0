"""docs/trackers/writing.md shows what is tested, and leaves nothing out."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any, get_args

import yaml

from valuegate import errors
from valuegate.errors import ConflictError, UnavailableError
from valuegate.testing.fake import GUARD, Clock, FakeSite, Fault
from valuegate.testing.fake_tracker import FakeTracker
from valuegate.testing.world import World
from valuegate.tracker import Tracker

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "trackers" / "writing.md").read_text("utf-8")
PLUGIN, SUITE, FAKE = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)


def rows(head: str) -> set[str]:
    """The words in the first column of a table."""
    table = PAGE.partition(f"\n| {head} |")[2].partition("\n\n")[0]
    firsts = [line.split("|")[1] for line in table.splitlines()[2:]]
    return {word for first in firsts for word in re.findall(r"`([\w-]+)`", first)}


def members(protocol: type) -> set[str]:
    """What a protocol asks for."""
    named = {*vars(protocol), *vars(protocol).get("__annotations__", {})}
    return {name for name in named if not name.startswith("_")}


def test_the_plugin_is_one_that_the_tests_install() -> None:
    assert (ROOT / "tests" / "plugins" / "acme-desk" / "acme_desk.py").read_text("utf-8") == PLUGIN
    (policy,) = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    assert list(yaml.safe_load(policy)["trackers"]) == ["desk"]


def test_every_call_of_a_tracker_has_its_row_and_no_other() -> None:
    assert rows("Call") == members(Tracker) - {"name"}


def test_every_error_has_its_row_and_no_other() -> None:
    known = {each.__name__ for each in vars(errors).values() if isinstance(each, type)
             and issubclass(each, errors.TrackerError)}  # fmt: skip
    assert rows("Error") == known - {"TrackerError"}


def test_everything_of_a_world_has_its_row_and_no_other() -> None:
    assert rows("Of a world") == members(World)


def test_every_fault_has_its_row_and_no_other() -> None:
    assert rows("Fault") == set(get_args(Fault))


def test_the_module_of_tests_runs_and_holds(tmp_path: Path) -> None:
    (tmp_path / "test_desk.py").write_text(SUITE, encoding="utf-8")
    line = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-k", "label or search", "."]
    done = subprocess.run(line, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert re.search(r"\d\d passed", done.stdout)


def test_the_fake_does_what_the_page_says() -> None:
    given: dict[str, Any] = {"FakeSite": FakeSite, "FakeTracker": FakeTracker, "Clock": Clock, "GUARD": GUARD}
    exec(FAKE, given)
    key, tracker = given["key"], given["tracker"]
    assert tracker.fetch(key).status.name == "In Progress"
    (way,) = (way for way in tracker.ways(key) if way.to.name == "Draft")
    seen = tracker.fetch(key)
    for error in (UnavailableError, ConflictError):
        try:
            tracker.move(key, way, seen)
        except error:
            continue
        raise AssertionError(f"no {error.__name__}")
