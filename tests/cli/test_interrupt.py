"""Ctrl-C waits for what must be whole, and a second one does not."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from command_line import TICKET, TODAY

from valuegate import cli
from valuegate.cli.interrupt import Interrupts
from valuegate.report import EXIT_INTERRUPTED


def interrupt() -> None:
    os.kill(os.getpid(), signal.SIGINT)


def test_what_is_whole_ends_before_it_is_interrupted() -> None:
    done = []

    def work() -> None:
        interrupt()
        done.append("to its end")

    with Interrupts() as interrupts, pytest.raises(KeyboardInterrupt):
        interrupts.whole(work)
    assert done == ["to its end"]


def test_the_end_is_not_interrupted_by_what_was_told_already() -> None:
    with Interrupts() as interrupts:
        with pytest.raises(KeyboardInterrupt):
            interrupts.whole(interrupt)
        assert interrupts.whole(lambda: "a report") == "a report"


def test_a_second_one_does_not_wait() -> None:
    def work() -> None:
        interrupt()
        interrupt()
        raise AssertionError("it should have ended")

    with Interrupts() as interrupts, pytest.raises(KeyboardInterrupt):
        interrupts.whole(work)


def test_while_python_imports_it_waits_for_the_next_chance() -> None:
    importing = compile("os.kill(os.getpid(), signal.SIGINT)", "<frozen importlib._bootstrap>", "exec")
    with Interrupts() as interrupts:
        exec(importing, {"os": os, "signal": signal})
        with pytest.raises(KeyboardInterrupt):
            interrupts.look()
        interrupts.look()


def test_between_two_of_them_it_comes_at_once() -> None:
    with Interrupts(), pytest.raises(KeyboardInterrupt):
        interrupt()


def test_afterwards_everything_is_as_before() -> None:
    before = signal.getsignal(signal.SIGINT)
    with Interrupts():
        assert signal.getsignal(signal.SIGINT) != before
    assert signal.getsignal(signal.SIGINT) == before


def test_in_another_thread_it_changes_nothing() -> None:
    found = []

    def work() -> None:
        with Interrupts() as interrupts:
            found.append(interrupts.whole(lambda: 7))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert found == [7]


# --- from the first step of a process to its last ------------------------------------------------------

PROCESS = """
import os, signal, sys
from valuegate.cli import main
left = int(sys.argv.pop(1))
def count(event, _):
    global left
    if event in ("import", "open"):
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGINT)
sys.addaudithook(count)
main()
"""
"""Interrupts itself when so many modules and files were opened: most of a start is that."""


def interrupted_at(moment: int, folder: Path, *args: str) -> subprocess.CompletedProcess[str]:
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("COV_", "COVERAGE"))}
    return subprocess.run(
        [sys.executable, "-c", PROCESS, str(moment), *args],
        cwd=folder,
        env={**clean, "XDG_CACHE_HOME": str(folder / "cache")},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    "args",
    [
        ("check", "--today", TODAY, "one.md", "--format", "json=report.json"),
        ("--no-cache", "check", "--today", TODAY, "one.md"),
        ("policy", "show"),
        ("explain", "metric"),
    ],
    ids=" ".join,
)
def test_ctrl_c_ends_a_process_at_any_moment_with_one_line_and_its_own_code(
    tmp_path: Path, args: tuple[str, ...]
) -> None:
    (tmp_path / "one.md").write_text(TICKET, encoding="utf-8")
    moments = [2**power + power for power in range(11)]
    ended = [interrupted_at(moment, tmp_path, *args) for moment in moments]
    told = [(done.returncode, done.stderr) for done in ended if done.stderr]
    assert len(told) > 5
    assert set(told) == {(EXIT_INTERRUPTED, "Interrupted.\n")}
    assert [done.returncode for done in ended if not done.stderr] == [0] * (len(moments) - len(told))
    assert {path.name for path in tmp_path.iterdir()} <= {"one.md", "cache", "report.json"}


def test_the_code_that_is_known_before_anything_is_loaded_is_that_of_the_reports() -> None:
    assert cli.INTERRUPTED == EXIT_INTERRUPTED


def test_a_process_that_shall_not_be_interrupted_is_not(tmp_path: Path) -> None:
    (tmp_path / "one.md").write_text(TICKET, encoding="utf-8")
    ignoring = PROCESS.replace("main()", "signal.signal(signal.SIGINT, signal.SIG_IGN); main()")
    args = [sys.executable, "-c", ignoring, "5", "policy", "show"]
    done = subprocess.run(args, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
