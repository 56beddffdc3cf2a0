"""Locks on files: one holder at a time, and what is no lock is never taken for one of somebody else."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from valuegate import held
from valuegate.errors import UnavailableError, ValuegateError
from valuegate.guard.locks import Locks
from valuegate.trackers.folder import disk

fcntl = pytest.importorskip("fcntl", reason="Windows has other locks: its own runs test them")


def test_who_opens_a_file_once_more_waits_for_the_whole_of_it_even_in_one_process(tmp_path: Path) -> None:
    (tmp_path / "lock").touch()
    first, second = (os.open(tmp_path / "lock", os.O_RDONLY) for _ in range(2))
    assert [held.take(first), held.take(second)] == [True, False]
    held.give(first)
    assert held.take(second)
    for file in (first, second):
        os.close(file)


def test_two_bytes_of_a_file_are_two_locks(tmp_path: Path) -> None:
    with Locks(str(tmp_path / "a")).on("SHOP-1") as one, Locks(str(tmp_path / "a")).on("SHOP-2") as other:
        assert (one, other) == (True, True)


def test_a_drive_without_locks_is_told_and_is_no_other_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "lockf", none)
    monkeypatch.setattr(fcntl, "flock", none)
    with (
        pytest.raises(ValuegateError, match=r"can be locked.*No locks"),
        Locks(str(tmp_path / "a")).on("SHOP-1"),
    ):
        pass
    with pytest.raises(UnavailableError, match="No locks available"), disk.locked(str(tmp_path)):
        pass
