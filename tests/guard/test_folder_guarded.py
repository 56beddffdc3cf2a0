"""The guard on the folder: how often it reads, and what it leaves in the files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from functools import wraps
from pathlib import Path
from typing import Any

import pytest
from folder_world import FolderWorld

from guarded_site import HOLDS, LACKS, Guarded, day
from valuegate.errors import IncompleteError
from valuegate.guard.simulate import Replayed, simulate
from valuegate.trackers.folder import sheets
from valuegate.trackers.folder.tracker import FolderTracker

CALLS = ("fetch", "history", "ways", "comments", "upsert_comment", "label", "move")


class Counting(FolderTracker):
    """A folder that notes what is asked of it."""

    calls: list[str]

    def __getattribute__(self, name: str) -> Any:
        found = super().__getattribute__(name)
        if name not in CALLS:
            return found

        @wraps(found)
        def noted(*given: Any, **named: Any) -> Any:
            self.calls.append(name)
            return found(*given, **named)

        return noted


@pytest.fixture
def guarded(
    tmp_path: Path,
) -> Iterator[Callable[[dict[str, str]], tuple[Guarded, FolderWorld, Counting]]]:
    """A ticket of this text in Ready, and a guard that has not seen it."""

    guarded = Guarded(tmp_path, mode="revert")

    def put(text: dict[str, str]) -> tuple[Guarded, FolderWorld, Counting]:
        world = FolderWorld(tmp_path)
        tracker = Counting(world.setting())
        tracker.calls = []
        guarded.tracker = tracker  # type: ignore[assignment]  # a folder in the place of the fake
        key = world.make("Notes", text, status="Draft")
        tracker.fetch(key)
        world.move(key, "Ready")
        tracker.calls.clear()
        return guarded, world, tracker

    with closing(guarded):
        yield put


def test_a_ticket_that_holds_is_read_twice_and_not_touched(guarded: Any) -> None:
    guard, world, tracker = guarded(HOLDS)
    before = world.file("SHOP-1").read_bytes()
    assert guard.reconcile("SHOP-1").what == "recorded"
    assert tracker.calls == ["fetch", "history"]
    assert world.file("SHOP-1").read_bytes() == before


def test_a_ticket_that_goes_back_is_looked_at_once_and_read_before_each_write(guarded: Any) -> None:
    guard, world, tracker = guarded(LACKS)
    assert guard.reconcile("SHOP-1").what == "moved"
    assert tracker.calls == [
        *("fetch", "history", "comments", "ways"),
        *("fetch", "label"),
        *("fetch", "upsert_comment"),
        *("fetch", "move", "history"),
    ]
    text = world.file("SHOP-1").read_text("utf-8")
    assert "\nstatus: Draft\nlabels: [value-gate]\n" in text
    record = world.record_file("SHOP-1").read_bytes()
    assert guard.reconcile("SHOP-1").what == "nothing"
    assert world.file("SHOP-1").read_text("utf-8") == text
    assert world.record_file("SHOP-1").read_bytes() == record


def test_a_broken_record_and_a_second_ticket_with_a_key_stop_nobody_else(guarded: Any) -> None:
    guard, world, tracker = guarded(LACKS)
    for title in ("Two", "Three"):
        world.make(title, LACKS, status="Draft")
    for key in ("SHOP-2", "SHOP-3"):
        tracker.fetch(key)
        world.move(key, "Ready")
    world.record_file("SHOP-1").write_text("<<<<<<< HEAD\n", encoding="utf-8")
    copy = world.file("SHOP-2").with_name("copy.md")
    copy.write_bytes(world.file("SHOP-2").read_bytes())
    summary = guard.round()
    assert summary.stopped == ""
    assert summary.counts["undecided"] == 1
    assert [world.status_of(key) for key in ("SHOP-1", "SHOP-2", "SHOP-3")] == ["Ready", "Draft", "Draft"]
    assert guard.acts("copy.md") == ["warned"], "it came from nowhere, so there is no way back"


def test_a_file_that_may_not_be_opened_keeps_no_other_waiting_and_is_told_by_each_round(
    guarded: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    guard, world, tracker = guarded(LACKS)
    world.make("Two", LACKS, status="Draft")
    tracker.fetch("SHOP-2")
    world.move("SHOP-2", "Ready")
    opened = open

    def refuse(path: str, *said: Any, **more: Any) -> Any:
        if str(path).endswith("SHOP-1.md"):
            raise PermissionError(13, "Permission denied", path)
        return opened(path, *said, **more)

    monkeypatch.setattr(sheets, "open", refuse, raising=False)
    summary = guard.round()
    assert summary.unread
    assert "SHOP-1.md may not be used (Permission denied)" in summary.unread.message
    assert [world.status_of(key) for key in ("SHOP-1", "SHOP-2")] == ["Ready", "Draft"]
    replayed = [*simulate(guard.tracker, guard.looking().run, day("2026-11-01"))]
    assert isinstance(replayed[-1], IncompleteError)
    assert [each.now.ticket.key for each in replayed if isinstance(each, Replayed)] == ["SHOP-2"]
    assert guard.round().unread
    monkeypatch.undo()
    assert guard.round().counts["moved"] == 1
    assert world.status_of("SHOP-1") == "Draft"
