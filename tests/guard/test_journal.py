from __future__ import annotations

import os
import sqlite3
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path
from signal import SIGKILL
from typing import Any

import pytest

from guard_histories import person
from guard_locks import holding
from valuegate.errors import ValuegateError
from valuegate.guard.journal import Journal, Record
from valuegate.guard.memory import Memory

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


class Clock:
    def __init__(self) -> None:
        self.at = NOON

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def path(tmp_path: Path) -> str:
    return str(tmp_path / "folder" / "journal.sqlite")


def refused(ticket: str = "SHOP-1", **said: Any) -> Record:
    return Record("fake", ticket, "warned", "m1", gate="ready", reasons=("problem.missing",))._replace(**said)


def test_what_is_written_is_read_again(path: str, clock: Clock) -> None:
    with Journal(path, clock) as journal:
        written = journal.add(refused())
        assert written.id == 1
        assert written.at == "2026-11-23T12:00:00.000+00:00"
    with Journal(path, clock) as journal:
        assert [*journal.records()] == [written]


def test_records_are_found_by_what_they_say(path: str, clock: Clock) -> None:
    with Journal(path, clock) as journal:
        first = journal.add(refused())
        clock.at += timedelta(hours=1)
        second = journal.add(refused("SHOP-2", act="moved"))
        assert [*journal.records(ticket="SHOP-1")] == [first]
        assert [*journal.records(acts=["moved", "passed"])] == [second]
        assert [*journal.records(since=NOON + timedelta(minutes=1))] == [second]
        assert [*journal.records(tracker="fake", gate="ready")] == [first, second]
        assert [*journal.records(tracker="jira")] == []


def test_a_record_is_never_changed(path: str, clock: Clock) -> None:
    with Journal(path, clock) as journal:
        journal.add(refused())
        with pytest.raises(sqlite3.IntegrityError, match="never changed"):
            journal.base.execute("update record set act = 'passed'")


def test_only_the_retention_takes_records_away(path: str, clock: Clock) -> None:
    with Journal(path, clock) as journal:
        journal.add(refused())
        clock.at += timedelta(days=30)
        kept = journal.add(refused())
        assert journal.forget(31) == 0
        assert journal.forget(29) == 1
        assert [*journal.records()] == [kept]


def test_people_are_pseudonyms_that_hold_in_one_journal_and_in_no_other(path: str, clock: Clock) -> None:
    ana = person("ana")
    with Journal(path, clock) as journal, Journal(f"{path}2", clock) as other:
        assert journal.person(ana) == journal.person(ana._replace(shown="Ana B."))
        assert journal.person(ana) != journal.person(person("ben"))
        assert journal.person(ana) != other.person(ana)
        assert "ana" not in journal.person(ana)
        assert journal.person(None) == ""
    with Journal(path, clock, "names") as journal:
        assert journal.person(ana) == "Ana"


def test_nobody_else_may_read_the_file(path: str, clock: Clock) -> None:
    with Journal(path, clock):
        assert os.stat(path).st_mode & 0o077 == 0


@pytest.mark.parametrize("content", [b"no database at all, but a text of some length" * 20, None])
def test_a_file_that_is_no_journal_is_one_clear_error(
    tmp_path: Path, clock: Clock, content: bytes | None
) -> None:
    file = tmp_path / "journal.sqlite"
    if content is None:
        base = sqlite3.connect(file)
        base.execute("pragma user_version = 99")
        base.close()
    else:
        file.write_bytes(content)
    with pytest.raises(ValuegateError, match="cannot be used") as caught:
        Journal(str(file), clock)
    assert caught.value.source == str(file)
    assert "guard.journal" in caught.value.fix


def _write_until_killed(path: str, ready: str) -> None:
    journal = Journal(path, Clock())
    for number in range(100_000):
        journal.add(refused(f"SHOP-{number}"))
        if number == 20:
            Path(ready).touch()


def test_what_was_written_outlives_a_kill(path: str, tmp_path: Path, clock: Clock) -> None:
    ready = tmp_path / "ready"
    process = get_context("spawn").Process(target=_write_until_killed, args=(path, str(ready)))
    process.start()
    while not ready.exists():
        process.join(0.02)
        assert process.is_alive()
    os.kill(process.pid or 0, SIGKILL)
    process.join()
    with Journal(path, clock) as journal:
        tickets = [record.ticket for record in journal.records()]
        assert len(tickets) > 20
        assert tickets == [f"SHOP-{number}" for number in range(len(tickets))]
        journal.add(refused())


def test_one_process_at_a_time_has_a_ticket_and_a_dead_one_has_none(
    path: str, tmp_path: Path, clock: Clock
) -> None:
    with Journal(path, clock) as journal:
        with (
            holding(path, "SHOP-1", tmp_path),
            journal.locks.on("SHOP-1") as mine,
            journal.locks.on("SHOP-2") as other,
        ):
            assert (mine, other) == (False, True)
        with journal.locks.on("SHOP-1") as mine:
            assert mine


def test_the_cursor_never_goes_back(path: str, clock: Clock) -> None:
    with Journal(path, clock) as journal:
        memory = Memory(journal, "fake")
        assert memory.cursor is None
        memory.advance(NOON)
        memory.advance(NOON - timedelta(hours=1))
        assert memory.cursor == NOON
        assert Memory(journal, "jira").cursor is None


def test_the_first_policy_is_not_new_and_the_next_one_is(path: str, clock: Clock) -> None:
    with Journal(path, clock) as journal:
        memory = Memory(journal, "fake")
        assert memory.policy_since("aaa") is None
        clock.at += timedelta(hours=1)
        assert memory.policy_since("aaa") is None
        assert memory.policy_since("bbb") == clock.at
        clock.at += timedelta(hours=1)
        assert memory.policy_since("bbb") == clock.at - timedelta(hours=1)
        assert memory.policy_since("aaa") is None


def test_what_is_put_off_waits_twice_as_long_each_time_but_no_longer_than_a_day(
    path: str, clock: Clock
) -> None:
    with Journal(path, clock) as journal:
        memory = Memory(journal, "fake")
        pauses = []
        for _ in range(12):
            due = memory.put_off("SHOP-1", "state")
            pauses.append((due - clock.at).total_seconds() / 60)
            assert memory.due() == []
            assert memory.waiting() == [("SHOP-1", len(pauses), due)]
            clock.at = due
            assert memory.due() == ["SHOP-1"]
        assert pauses[:4] == [5, 10, 20, 40]
        assert pauses[-1] == 24 * 60
        assert memory.seen("SHOP-1") == "state"
        memory.see("SHOP-1", "settled")
        assert memory.due() == []
        assert memory.put_off("SHOP-1") == clock.at + timedelta(minutes=5)


def test_what_was_put_off_by_a_clock_that_was_ahead_is_due_at_once(path: str, clock: Clock) -> None:
    with Journal(path, clock) as journal:
        memory = Memory(journal, "fake")
        clock.at += timedelta(days=90)
        memory.put_off("SHOP-1")
        clock.at -= timedelta(days=90)
        assert memory.due() == ["SHOP-1"]


def fill(path: str, clock: Clock) -> None:
    with Journal(path, clock) as journal:
        (pages,) = journal.base.execute("pragma page_count").fetchone()
        journal.base.execute(f"pragma max_page_count = {pages}")
        for _ in range(1_000):
            journal.add(Record("folder", "SHOP-1", "passed", detail="x" * 1_000))


def work_beside_another(path: str, clock: Clock) -> None:
    with Journal(path, clock) as journal, Journal(path, clock) as other:
        journal.base.execute("pragma busy_timeout = 1")
        other.base.execute("begin exclusive")
        journal.add(Record("folder", "SHOP-1", "passed"))


def test_a_disk_that_is_full_is_one_clear_error(path: str, clock: Clock) -> None:
    with pytest.raises(ValuegateError) as caught:
        fill(path, clock)
    assert "full" in caught.value.message
    assert "Make room" in caught.value.fix
    assert caught.value.source == path


def test_a_journal_that_another_program_holds_is_one_clear_error(path: str, clock: Clock) -> None:
    with pytest.raises(ValuegateError) as caught:
        work_beside_another(path, clock)
    assert "run this again when that has ended" in caught.value.fix
