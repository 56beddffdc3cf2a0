"""Ctrl-C waits for what must be whole, and a second one does not."""

from __future__ import annotations

import os
import signal
import threading

import pytest

from valuegate.cli.interrupt import Interrupts


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
