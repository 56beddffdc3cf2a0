"""The folder: what people do with an editor is noticed, and nobody's work is lost or touched."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from folder_world import READERS, FolderWorld

from valuegate.errors import (
    ConflictError,
    ForbiddenError,
    GoneError,
    PolicyError,
    RefusedError,
    SignInError,
    TrackerError,
    UnavailableError,
)
from valuegate.note import Line, Note, Piece
from valuegate.tracker import Query, Setting, Way
from valuegate.trackers.folder import disk, open_tracker
from valuegate.trackers.folder.tracker import FolderTracker

TICKET = """---
key: SHOP-12
title: "Night notes"   # as people call it
status: Ready  # since Monday
labels:
  - chore  # of the ward
  - night
owner: ana
---

# Night notes

## Problem

Night nurses copy each note by hand.
"""


@pytest.fixture
def world(tmp_path: Path) -> FolderWorld:
    return FolderWorld(tmp_path)


def put(world: FolderWorld, text: str = TICKET, name: str = "SHOP-12.md") -> Path:
    path = world.folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(text.encode())
    return path


def note(text: str) -> Note:
    return Note((Line((Piece(text),)),))


def way(tracker: FolderTracker, name: str, key: str = "SHOP-12") -> Way:
    (found,) = (each for each in tracker.ways(key) if each.to.name == name)
    return found


def move(tracker: FolderTracker, name: str, key: str = "SHOP-12") -> None:
    tracker.move(key, way(tracker, name, key), tracker.fetch(key))


def keys(world: FolderWorld) -> list[str]:
    """The keys that a search finds."""
    return sorted(each.ticket.key for each in world.tracker.search(Query()))


# --- what is written into a ticket ----------------------------------------------------------------------


def test_a_move_changes_one_word_of_the_file(world: FolderWorld) -> None:
    path = put(world)
    move(world.tracker, "In Progress")
    assert path.read_text("utf-8") == TICKET.replace("status: Ready ", "status: In Progress ")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("---\nkey: SHOP-12\n---\n\nText\n", "---\nkey: SHOP-12\nstatus: Ready\n---\n\nText\n"),
        ("---\r\nkey: SHOP-12\r\n---\r\nText", "---\r\nkey: SHOP-12\r\nstatus: Ready\r\n---\r\nText"),
        ("---\nkey: SHOP-12\nstatus:\n---\n", "---\nkey: SHOP-12\nstatus: Ready\n---\n"),
        ("---\nstatus: ~\nkey: SHOP-12\n---\n", "---\nstatus: Ready\nkey: SHOP-12\n---\n"),
        ("---\nStatut: 'Draft'\nkey: SHOP-12\n---\n", "---\nStatut: Ready\nkey: SHOP-12\n---\n"),
        ("---\nstatus: >-\n  Draft\nkey: SHOP-12\n---\n", "---\nstatus: Ready\nkey: SHOP-12\n---\n"),
        ("---\nkey: SHOP-12\nstatus: Draft", None),
        ("\ufeff---\nkey: SHOP-12\nstatus: Draft\n---\n", "\ufeff---\nkey: SHOP-12\nstatus: Ready\n---\n"),
        (
            "---\nstatus: Draft\n# of the shop\nkey: SHOP-12\n---\n",
            "---\nstatus: Ready\n# of the shop\nkey: SHOP-12\n---\n",
        ),
    ],
)
def test_a_status_is_written_however_the_front_matter_is(
    world: FolderWorld, before: str, after: str | None
) -> None:
    path = put(world, before)
    if after is None:
        with pytest.raises(GoneError):
            world.tracker.fetch("SHOP-12")
        return
    move(world.tracker, "Ready")
    assert path.read_bytes().decode() == after


def test_labels_are_changed_in_the_style_in_which_they_were_written(world: FolderWorld) -> None:
    path = put(world)
    world.tracker.label("SHOP-12", add=["value-gate", "needs: proof"], remove=["night"])
    assert path.read_text("utf-8") == TICKET.replace("  - night\n", '  - value-gate\n  - "needs: proof"\n')
    world.tracker.label("SHOP-12", remove=["value-gate", "needs: proof", "chore"])
    assert "\nlabels: []\nowner" in path.read_text("utf-8")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("labels: [a, b]  # ours", "labels: [a, b, c]  # ours"),
        ("labels: a, b", "labels: [a, b, c]"),
        ("tags: [a,\n  b]", "tags: [a, b, c]"),
        ("labels:\n- a\n- b", "labels:\n- a\n- b\n- c"),
        ("labels: ['a', \"b\"]", "labels: [a, b, c]"),
    ],
)
def test_a_label_is_added_to_any_kind_of_list(world: FolderWorld, before: str, after: str) -> None:
    path = put(world, f"---\nkey: SHOP-12\n{before}\nowner: ana\n---\n\nText\n")
    world.tracker.label("SHOP-12", add=["c"])
    assert path.read_text("utf-8") == f"---\nkey: SHOP-12\n{after}\nowner: ana\n---\n\nText\n"


def test_a_file_without_labels_gets_a_line_of_them(world: FolderWorld) -> None:
    path = put(world, "---\nkey: SHOP-12\n---\n\nText\n")
    world.tracker.label("SHOP-12", add=["value-gate"])
    assert path.read_text("utf-8") == "---\nkey: SHOP-12\nlabels: [value-gate]\n---\n\nText\n"


def test_front_matter_in_braces_is_left_alone(world: FolderWorld) -> None:
    path = put(world, "---\n{key: SHOP-12, status: Ready}\n---\n\nText\n")
    before = path.read_bytes()
    with pytest.raises(RefusedError) as caught:
        move(world.tracker, "Draft")
    assert caught.value.fix == "Write one `key: value` a line."
    assert path.read_bytes() == before


def test_the_rights_of_a_file_stay(world: FolderWorld) -> None:
    path = put(world)
    path.chmod(0o640)
    move(world.tracker, "Draft")
    assert path.stat().st_mode & 0o777 == 0o640


def test_nothing_is_written_through_a_link(world: FolderWorld, tmp_path: Path) -> None:
    """Who can put files into the folder could otherwise have others changed."""
    outside = tmp_path / "outside.md"
    outside.write_text(TICKET.replace("SHOP-12", "SHOP-13"), encoding="utf-8")
    before = outside.read_bytes()
    put(world)
    for name in ("SHOP-13.md", "SHOP-12.history.yaml", ".SHOP-12.md.half", ".SHOP-12.history.yaml.half"):
        (world.folder / name).symlink_to(outside if name.endswith("md") else tmp_path / "none.yaml")
    move(world.tracker, "Draft")
    assert [found.ticket.key for found in world.tracker.search(Query())] == ["SHOP-12"]
    assert outside.read_bytes() == before
    assert not (tmp_path / "none.yaml").exists()
    assert len(world.tracker.history("SHOP-12").moves) == 2


def test_a_lock_that_is_a_link_is_not_followed(world: FolderWorld, tmp_path: Path) -> None:
    put(world)
    (world.folder / disk.LOCK).symlink_to(tmp_path / "none.lock")
    with pytest.raises(UnavailableError):
        world.tracker.fetch("SHOP-12")
    assert not (tmp_path / "none.lock").exists()


# --- what people change in an editor --------------------------------------------------------------------


def test_a_status_that_somebody_changed_by_hand_is_recorded_at_the_time_of_the_file(
    world: FolderWorld,
) -> None:
    path = put(world)
    os.utime(path, (1e9, 1e9))
    world.tracker.fetch("SHOP-12")
    path.write_text(TICKET.replace("status: Ready", "status: In Progress"), encoding="utf-8")
    then = datetime.now(UTC) - timedelta(minutes=3)
    os.utime(path, (then.timestamp(), then.timestamp()))
    made, moved = world.tracker.history("SHOP-12").moves
    assert made.after == moved.before
    assert moved.after.name == "In Progress"
    assert moved.by is None
    assert abs(moved.at - then) < timedelta(microseconds=10)
    assert world.again().history("SHOP-12").moves == (made, moved)


def test_labels_and_texts_that_somebody_changed_by_hand_are_recorded(world: FolderWorld) -> None:
    path = put(world)
    world.tracker.fetch("SHOP-12")
    world.wait()
    path.write_text(TICKET.replace("  - night\n", "  - day\n").replace("copy", "lose"), encoding="utf-8")
    history = world.tracker.history("SHOP-12")
    assert [(each.label, each.added, each.by) for each in history.labellings] == [
        ("night", False, None),
        ("day", True, None),
    ]
    assert history.edited
    assert len({each.id for each in history.labellings}) == 2


def test_another_way_to_write_the_same_status_is_no_move(world: FolderWorld) -> None:
    path = put(world)
    world.tracker.fetch("SHOP-12")
    path.write_text(TICKET.replace("Ready", "READY"), encoding="utf-8")
    assert world.tracker.fetch("SHOP-12").ticket.status == "Ready"
    assert len(world.tracker.history("SHOP-12").moves) == 1


def test_a_ticket_without_a_status_is_in_the_first_one(world: FolderWorld) -> None:
    put(world, "---\nkey: SHOP-12\n---\n\nText\n")
    assert world.tracker.fetch("SHOP-12").status.name == "Draft"


def test_a_status_that_nobody_named_means_nothing(world: FolderWorld) -> None:
    put(world, TICKET.replace("Ready", "Waiting"))
    status = world.tracker.fetch("SHOP-12").status
    assert (status.name, status.category) == ("Waiting", "")
    assert [each.to.name for each in world.tracker.ways("SHOP-12")][:2] == ["Draft", "Ready"]


def test_a_file_that_was_touched_and_not_changed_has_no_news(world: FolderWorld) -> None:
    path = put(world)
    before = world.tracker.history("SHOP-12")
    path.touch()
    assert world.tracker.history("SHOP-12") == before


def test_a_comment_that_somebody_writes_into_the_record_gets_its_time(world: FolderWorld) -> None:
    put(world)
    world.comment("SHOP-12", "Whose ward is it?", "ben")
    (comment,) = world.tracker.comments("SHOP-12")
    assert comment.by
    assert (comment.by.id, comment.text, comment.ours) == ("ben", "Whose ward is it?", False)
    assert comment.id in world.record_file("SHOP-12").read_text("utf-8")


def test_what_is_copied_here_with_an_older_time_is_found_all_the_same(world: FolderWorld) -> None:
    path = put(world)
    world.tracker.fetch("SHOP-12")
    put(world, TICKET.replace("SHOP-12", "SHOP-13"), "SHOP-13.md")
    path.write_text(TICKET.replace("status: Ready", "status: In Progress"), encoding="utf-8")
    then = datetime.now(UTC) - timedelta(hours=3)
    for each in (path, world.folder / "SHOP-13.md"):
        os.utime(each, (then.timestamp(), then.timestamp()))
    since = Query(datetime.now(UTC) + timedelta(minutes=-5))
    os.utime(world.record_file("SHOP-12"), (then.timestamp(), then.timestamp()))
    assert {each.ticket.key for each in world.tracker.search(since)} == {"SHOP-12", "SHOP-13"}


def test_a_file_from_the_future_is_recorded_now(world: FolderWorld) -> None:
    path = put(world)
    future = datetime.now(UTC).timestamp() + 86400
    os.utime(path, (future, future))
    assert world.tracker.history("SHOP-12").moves[0].at <= world.tracker.now()


def test_the_text_of_before_is_told_only_if_nobody_edited_it_since(world: FolderWorld) -> None:
    path = put(world)
    world.tracker.fetch("SHOP-12")
    world.wait()
    then = world.tracker.now()
    move(world.tracker, "Draft")
    told = world.tracker.text_at("SHOP-12", then)
    assert told
    assert told.blocks
    world.wait()
    path.write_text(path.read_text("utf-8").replace("copy", "lose"), encoding="utf-8")
    assert world.tracker.text_at("SHOP-12", then) is None
    assert world.tracker.text_at("SHOP-12", world.tracker.now())


# --- what is a ticket -----------------------------------------------------------------------------------


def test_only_markdown_with_front_matter_is_a_ticket(world: FolderWorld) -> None:
    put(world)
    put(world, "# How to write tickets\n", "README.md")
    put(world, TICKET, "SHOP-13.txt")
    put(world, TICKET, ".hidden.md")
    put(world, TICKET, "ISSUE_TEMPLATE/idea.md")
    assert [found.ticket.key for found in world.tracker.search(Query())] == ["SHOP-12"]
    assert not (world.folder / "README.history.yaml").exists()


def test_a_ticket_without_a_key_is_called_as_its_file(world: FolderWorld) -> None:
    put(world, "---\nstatus: Ready\n---\n\nText\n", "gift-cards.md")
    found = world.tracker.fetch("gift-cards")
    assert (found.ticket.key, found.ticket.project) == ("gift-cards", "gift")


def test_a_ticket_that_was_renamed_with_its_record_keeps_its_history(world: FolderWorld) -> None:
    path = put(world)
    tracker = world.tracker
    before = tracker.history("SHOP-12")
    (world.folder / "done").mkdir()
    path.rename(world.folder / "done" / "notes.md")
    (world.folder / "SHOP-12.history.yaml").rename(world.folder / "done" / "notes.history.yaml")
    assert tracker.history("SHOP-12") == before


def test_of_two_tickets_with_one_key_the_other_is_called_like_its_file(world: FolderWorld) -> None:
    put(world)
    put(world, TICKET.replace("Ready", "Done"), "old/copy.md")
    assert keys(world) == ["SHOP-12", "old/copy.md"]
    assert world.tracker.fetch("SHOP-12").status.name == "Ready"
    assert world.tracker.fetch("old/copy.md").status.name == "Done"
    move(world.tracker, "Draft", "old/copy.md")
    assert "status: Ready " in world.file("SHOP-12").read_text("utf-8")
    copy = world.folder / "old" / "copy.md"
    copy.write_text(copy.read_text("utf-8").replace("SHOP-12", "SHOP-13"), encoding="utf-8")
    tracker = world.tracker
    assert keys(world) == ["SHOP-12", "SHOP-13"]
    assert len(tracker.history("SHOP-13").moves) == 2


def test_of_two_tickets_with_one_key_that_has_it_which_is_called_like_it(world: FolderWorld) -> None:
    put(world, TICKET.replace("Ready", "Done"), "A.md")
    put(world)
    for tracker in (world.tracker, world.tracker):
        assert tracker.fetch("SHOP-12").status.name == "Ready"
        assert tracker.fetch("A.md").status.name == "Done"
        found = {each.ticket.key: each.status.name for each in tracker.search(Query())}
        assert found == {"SHOP-12": "Ready", "A.md": "Done"}


@pytest.mark.parametrize("key", ["../SHOP-12", "/etc/passwd", ".SHOP-12", "", ".", "a/b", "ISSUE_TEMPLATE"])
def test_a_key_leads_nowhere_else(world: FolderWorld, key: str) -> None:
    put(world, TICKET.replace("SHOP-12", key), "../SHOP-12.md")
    with pytest.raises(GoneError):
        world.tracker.fetch(key)


def test_a_ticket_that_cannot_be_read_has_failed_and_stays_where_it_was(world: FolderWorld) -> None:
    path = put(world)
    world.tracker.fetch("SHOP-12")
    path.write_bytes(b"---\nkey: SHOP-12\nstatus: [Draft\n---\n")
    found = world.tracker.fetch("SHOP-12")
    assert found.unreadable
    assert (found.status.name, found.ticket.labels, found.ticket.blocks) == ("Ready", ("chore", "night"), ())
    path.write_bytes(b"\xff\xfe\x00")
    assert [each.status.name for each in world.tracker.search(Query())] == ["Ready"]
    assert len(world.tracker.history("SHOP-12").moves) == 1
    with pytest.raises(RefusedError):
        move(world.tracker, "Draft")


def test_a_text_that_is_nested_too_deeply_keeps_its_front_matter(world: FolderWorld) -> None:
    put(world, TICKET + "> " * 200 + "deep\n")
    found = world.tracker.fetch("SHOP-12")
    assert found.unreadable
    assert (found.ticket.title, found.ticket.owner, found.status.name) == ("Night notes", "ana", "Ready")


def test_words_are_looked_for_in_keys_titles_and_paths(world: FolderWorld) -> None:
    put(world)
    put(world, TICKET.replace("SHOP-12", "PAY-1").replace("Night notes", "Gift cards"), "pay/one.md")

    def found(text: str) -> list[str]:
        return sorted(each.ticket.key for each in world.tracker.search(Query(text=text)))

    assert found("NIGHT notes") == ["SHOP-12"]
    assert found("pay/") == ["PAY-1"]
    assert found("gift shop") == []
    assert found("") == ["PAY-1", "SHOP-12"]


# --- the workflow and people ----------------------------------------------------------------------------


def test_the_workflow_of_the_policy_says_where_a_ticket_may_go(world: FolderWorld) -> None:
    world.moves = {"Ready": ["In Progress"], "Done": []}
    put(world)
    tracker = world.tracker
    assert [each.to.name for each in tracker.ways("SHOP-12")] == ["In Progress"]
    with pytest.raises(RefusedError) as caught:
        tracker.move("SHOP-12", Way("draft", tracker.workflow.named("Draft")), tracker.fetch("SHOP-12"))
    assert caught.value.message == "SHOP-12 may not go from Ready to Draft by trackers.folder.moves"
    move(tracker, "In Progress")
    assert len(tracker.ways("SHOP-12")) == 4
    move(tracker, "Done")
    assert tracker.ways("SHOP-12") == []


def test_a_workflow_with_an_unknown_status_is_an_error_of_the_policy(world: FolderWorld) -> None:
    setting = world.setting()._replace(options={"moves": {"Redy": ["Draft", "Dnoe"]}})
    with pytest.raises(PolicyError) as caught:
        open_tracker(setting)
    assert [problem.message for problem in caught.value.problems] == [
        "trackers.folder.moves: there is no status 'Redy' among trackers.folder.statuses",
        "trackers.folder.moves: there is no status 'Dnoe' among trackers.folder.statuses",
    ]
    assert caught.value.fix.startswith("Did you mean 'Ready'?")


def test_a_person_is_who_runs_the_command(world: FolderWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    put(world)
    monkeypatch.setenv("VALUEGATE_PERSON", " ana \n")
    tracker = open_tracker(world.setting()._replace(for_person=True))
    move(tracker, "Draft")
    by = world.tracker.history("SHOP-12").moves[-1].by
    assert by
    assert (by.id, by.names, by.shown) == ("ana", ("ana",), "ana")
    monkeypatch.delenv("VALUEGATE_PERSON")
    monkeypatch.setenv("LOGNAME", "ben")
    assert tracker.me().id == "ben"


@pytest.mark.parametrize("name", ["valuegate", "\udcff"])
def test_nobody_takes_the_name_of_the_guard(
    world: FolderWorld, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("VALUEGATE_PERSON", name)
    tracker = open_tracker(world.setting()._replace(for_person=True))
    if name != "valuegate":
        assert tracker.me().id == "?"
        return
    with pytest.raises(SignInError) as caught:
        tracker.me()
    assert caught.value.fix == "Set VALUEGATE_PERSON to your name."


# --- what goes wrong ------------------------------------------------------------------------------------


def test_a_ticket_that_somebody_saves_while_it_is_written_is_a_conflict(
    world: FolderWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = put(world)
    tracker = world.tracker
    seen, draft = tracker.fetch("SHOP-12"), way(tracker, "Draft")
    told = tracker.me()

    def meanwhile() -> object:
        path.write_text(TICKET.replace("by hand", "twice"), encoding="utf-8")
        return told

    monkeypatch.setattr(tracker, "me", meanwhile)
    with pytest.raises(ConflictError):
        tracker.move("SHOP-12", draft, seen)
    assert "twice" in path.read_text("utf-8")
    assert "status: Ready" in path.read_text("utf-8")
    assert len(world.tracker.history("SHOP-12").moves) == 1


@pytest.mark.parametrize(
    ("record", "what"),
    [
        ("- at: [", ": line 1 is not valid YAML"),
        ("at: 2026-11-28T07:03:12Z\n", "line 1 is no list of entries"),
        ("- by: ana\n- at: yesterday\n  made: Draft\n", "line 1 has an entry that says nothing"),
        ("- at: yesterday\n  made: Draft\n", "line 1 has 'yesterday', which is no time"),
        ("- at: 2026-11-28T07:03:12\n  made: Draft\n", ", which is no time"),
        ("- made: Draft\n  stats: Ready\n", "line 2 has 'stats', which no entry has"),
        ("- comment: [a]\n", "line 1 has 'comment', which is no text"),
        ("- Hello\n", "has an entry that is no mapping"),
        ("- at: 2026-11-28T07:03:12Z\n  made: Draft\n" * 2, "has two entries of 2026-11-28T07:03:12.000000Z"),
    ],
)
def test_a_record_that_somebody_broke_is_told_with_its_place_and_left_alone(
    world: FolderWorld, record: str, what: str
) -> None:
    put(world)
    put(world, TICKET.replace("SHOP-12", "SHOP-13"), "SHOP-13.md")
    path = world.folder / "SHOP-12.history.yaml"
    path.write_text(record, encoding="utf-8")
    for call in (world.tracker.fetch, world.tracker.history):
        with pytest.raises(UnavailableError) as caught:
            call("SHOP-12")
        assert what in caught.value.message
        assert caught.value.fix
        assert "tickets/SHOP-12.history.yaml " in caught.value.message
    found = {each.ticket.key: each.status.name for each in world.tracker.search(Query())}
    assert found == {"SHOP-12": "Ready", "SHOP-13": "Ready"}
    assert path.read_text("utf-8") == record
    assert world.tracker.fetch("SHOP-13")


def test_a_record_that_is_no_text_is_told_and_left_alone(world: FolderWorld) -> None:
    put(world)
    path = world.folder / "SHOP-12.history.yaml"
    path.write_bytes(b"- by: ana\n  comment: caf\xe9\n")
    with pytest.raises(TrackerError) as caught:
        world.tracker.fetch("SHOP-12")
    assert caught.value.message.endswith("SHOP-12.history.yaml is not UTF-8 text (byte 0xe9)")
    assert caught.value.fix == "Save the file as UTF-8."
    assert path.read_bytes() == b"- by: ana\n  comment: caf\xe9\n"


def test_marks_of_a_merge_conflict_are_told_as_such(world: FolderWorld) -> None:
    put(world)
    world.tracker.fetch("SHOP-12")
    path = world.record_file("SHOP-12")
    path.write_text(path.read_text("utf-8") + "<<<<<<< HEAD\n=======\n>>>>>>> ours\n", encoding="utf-8")
    with pytest.raises(TrackerError) as caught:
        world.tracker.fetch("SHOP-12")
    assert caught.value.fix == "Take out the marks of the merge conflict, and keep the entries of both sides."


def test_a_folder_that_is_not_there_has_no_tickets(tmp_path: Path) -> None:
    tracker = open_tracker(Setting({}, str(tmp_path), READERS, lambda _: None, lambda: datetime.now(UTC)))
    with pytest.raises(GoneError) as caught:
        tracker.fetch("SHOP-12")
    assert "SHOP-12" in caught.value.message
    with pytest.raises(GoneError):
        list(tracker.search(Query()))
    (remark,) = tracker.diagnose()
    assert remark.level == "broken"
    assert "trackers.folder.path" in remark.fix


def test_a_folder_below_that_cannot_be_looked_into_is_told(
    world: FolderWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(world)
    put(world, name="secret/SHOP-13.md")
    listed = os.scandir

    def scandir(path: str) -> Any:
        if str(path).endswith("secret"):
            raise PermissionError(13, "Permission denied", path)
        return listed(path)

    monkeypatch.setattr(os, "scandir", scandir)
    with pytest.raises(ForbiddenError) as caught:
        list(world.tracker.search(Query()))
    assert "tickets/secret may not be used" in caught.value.message


def test_a_ticket_that_vanishes_during_a_search_hides_no_other(world: FolderWorld) -> None:
    put(world)
    world.wait()
    path = put(world, TICKET.replace("SHOP-12", "SHOP-13"), "SHOP-13.md")
    found = world.tracker.search(Query())
    assert next(found).ticket.key == "SHOP-12"
    path.unlink()
    assert list(found) == []


@pytest.mark.parametrize(
    ("error", "typed"),
    [
        (PermissionError(13, "Permission denied"), ForbiddenError),
        (OSError(28, "No space left on device"), UnavailableError),
        (FileNotFoundError(2, "No such file"), GoneError),
    ],
)
def test_what_the_system_says_becomes_what_can_be_done(
    world: FolderWorld, monkeypatch: pytest.MonkeyPatch, error: OSError, typed: type[TrackerError]
) -> None:
    path = put(world)
    tracker = world.tracker
    seen, draft = tracker.fetch("SHOP-12"), way(tracker, "Draft")

    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(typed):
        tracker.move("SHOP-12", draft, seen)
    monkeypatch.undo()
    assert path.read_text("utf-8") == TICKET
    move(tracker, "Draft")


def test_a_folder_that_may_not_be_written_says_which_right_is_missing(
    world: FolderWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the system answers whoever is not root."""
    put(world)
    opened = os.open

    def refuse(path: str, flags: int, *mode: int) -> int:
        if flags & os.O_CREAT and not os.path.exists(path):
            raise PermissionError(13, "Permission denied", path)
        return opened(path, flags, *mode)

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(ForbiddenError) as caught:
        world.tracker.fetch("SHOP-12")
    assert f"tickets/{disk.LOCK} may not be used (Permission denied)" in caught.value.message
    assert "and the folder around it" in caught.value.fix


def test_a_lock_that_nobody_lets_go_of_is_told(world: FolderWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    put(world)
    monkeypatch.setattr(disk, "_PATIENCE", 0.02)
    with disk.locked(str(world.folder)), pytest.raises(UnavailableError) as caught:
        world.tracker.fetch("SHOP-12")
    assert "locked" in caught.value.message
    assert world.tracker.fetch("SHOP-12")


# --- what doctor says -----------------------------------------------------------------------------------


def remarks(world: FolderWorld) -> list[tuple[str, str]]:
    return [(remark.level, remark.message) for remark in world.tracker.diagnose()]


def test_a_sound_folder_is_told_what_it_cannot_prove(world: FolderWorld) -> None:
    put(world)
    assert [level for level, _ in remarks(world)] == ["fine", "fine", "weak"]
    assert "proves nobody's name" in remarks(world)[-1][1]


@pytest.mark.parametrize(
    ("spoil", "level", "what"),
    [
        (lambda world: put(world, TICKET, "copy.md"), "weak", "tickets/copy.md has the key of"),
        (lambda world: put(world, TICKET.replace("Ready", "Waiting")), "weak", "the status “Waiting”"),
        (lambda world: put(world, "---\nkey: [\n---\n", "new.md"), "weak", "tickets/new.md"),
        (
            lambda world: put(world, "- at: [", "SHOP-12.history.yaml"),
            "broken",
            "cannot be read as the record",
        ),
        (
            lambda world: put(world, "", "SHOP-9.history.yaml"),
            "weak",
            "SHOP-9.history.yaml is the record",
        ),
        (lambda world: put(world, TICKET + "> " * 200 + "deep"), "weak", "nested deeper"),
    ],
)
def test_what_is_odd_in_a_folder_is_told(
    world: FolderWorld, spoil: Callable[[FolderWorld], object], level: str, what: str
) -> None:
    put(world)
    spoil(world)
    found = remarks(world)
    assert [each for each in found if each[0] == level and what in each[1]], found
    assert all(remark.fix for remark in world.tracker.diagnose() if remark.level != "fine")


def test_tickets_in_one_unlisted_status_are_one_remark(world: FolderWorld) -> None:
    for key in ("SHOP-1", "SHOP-2", "SHOP-3"):
        put(world, TICKET.replace("Ready", "Waiting").replace("SHOP-12", key), f"{key}.md")
    (message,) = [message for _, message in remarks(world) if "Waiting" in message]
    assert message.startswith(
        "tickets/SHOP-1.md and 2 more are in the status “Waiting”, which trackers.folder"
    )


def test_an_empty_folder_is_told(world: FolderWorld) -> None:
    assert ("weak", "it holds no ticket") in remarks(world)


# --- in git -------------------------------------------------------------------------------------------


def test_a_record_reads_well_in_a_diff(world: FolderWorld) -> None:
    put(world)
    world.tracker.upsert_comment("SHOP-12", note("One.\nTwo."))
    git = ["git", "-C", str(world.root)]
    subprocess.run([*git, "init", "-q"], check=True)
    subprocess.run([*git, "add", "."], check=True)
    world.tracker.label("SHOP-12", add=["value-gate"])
    move(world.tracker, "Draft")
    told = subprocess.run([*git, "diff", "-U0"], check=True, capture_output=True, text=True).stdout
    changed = [line for line in told.splitlines() if line[0] in "+-" and line[:3] not in ("+++", "---")]
    assert [line for line in changed if line.startswith("-")] == ["-status: Ready  # since Monday"]
    assert "+  by: valuegate" in changed
    assert changed[-1] == "+  - value-gate" or "+  before: Ready" in changed


def test_a_new_ticket_that_cannot_be_read_is_found_all_the_same(world: FolderWorld) -> None:
    put(world, "---\nkey: [\n---\n", "new.md")
    put(world, "\ufeff---\nkey: \x00\n---\n", "odd.md")
    found = list(world.tracker.search(Query()))
    assert [(each.ticket.key, each.status.name) for each in found] == [("new", "Draft"), ("odd", "Draft")]
    assert all(each.unreadable for each in found)


def test_records_of_two_branches_are_merged_by_keeping_both(world: FolderWorld) -> None:
    def git(*line: str) -> None:
        who = ["-c", "user.name=ana", "-c", "user.email=ana@example.org"]
        subprocess.run(["git", "-C", str(world.root), *who, *line], check=True, capture_output=True)

    (world.root / ".gitattributes").write_text("*.history.yaml merge=union\n", encoding="utf-8")
    put(world)
    git("init", "-q", "-b", "main")
    git("add", ".")
    git("commit", "-q", "-m", "A ticket")
    git("branch", "other")
    for branch in ("main", "other"):  # both see the ticket for the first time
        git("checkout", "-q", branch)
        world.signed_in_as(branch).label("SHOP-12", add=["value-gate"])
        world.comment("SHOP-12", f"Seen on {branch}.", branch)
        git("add", "tickets/SHOP-12.md", "tickets/SHOP-12.history.yaml")
        git("commit", "-q", "-m", branch)
    git("checkout", "-q", "main")
    git("merge", "-q", "other", "-m", "Both")
    history = world.tracker.history("SHOP-12")
    assert [move.before for move in history.moves] == [None]
    assert [each.by and each.by.id for each in history.labellings] == ["main", "other"]
    assert [each.text for each in world.tracker.comments("SHOP-12")] == ["Seen on main.", "Seen on other."]
    assert world.tracker.fetch("SHOP-12").ticket.labels == ("chore", "night", "value-gate")
