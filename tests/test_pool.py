"""Work on several processes: in order, never far ahead, and nothing lost when one of them dies.

Each test runs in a process of its own: what starts processes should have no threads of a test runner.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time

import pytest

from valuegate import pool

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="a system that cannot fork has no pool")

BEFORE = """
import itertools, os, signal, sys, time
from valuegate.errors import TicketError
from valuegate.pool import AHEAD, CHUNK, CHUNK_BYTES, spread
from valuegate.intake import Raw

def lost(item, how):
    return f"lost {item}: {how}"

def die(item, number, signal_number=signal.SIGKILL):
    if item == number:
        os.kill(os.getpid(), signal_number)
    return item
"""


def run(code: str) -> str:
    """What a program prints that begins as all of these do."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", BEFORE + textwrap.dedent(code)],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.stderr == ""
    return done.stdout


def test_results_come_in_the_order_of_the_items() -> None:
    code = """
        def work(item):
            time.sleep(0.03 if item % CHUNK == 0 and item % (2 * CHUNK) == 0 else 0)
            return item * item, os.getpid()

        results = list(spread(work, range(1000), 3, lost))
        print([square for square, _ in results] == [item * item for item in range(1000)])
        print(len({pid for _, pid in results}), os.getpid() in {pid for _, pid in results})
    """
    assert run(code) == "True\n3 False\n"


def test_no_item_is_no_process() -> None:
    assert run("print(list(spread(print, [], 3, lost)))") == "[]\n"


def test_nobody_works_far_ahead_of_who_takes_the_results() -> None:
    code = """
        taken = 0
        def items():
            global taken
            for taken in itertools.count(1):
                yield taken

        results = spread(abs, items(), 2, lost)
        for _ in range(3 * CHUNK):
            next(results)
        print(taken <= (3 + 2 * AHEAD) * CHUNK)
        results.close()
    """
    assert run(code) == "True\n"


def test_large_items_travel_with_few_others() -> None:
    code = """
        taken = 0
        def items():
            global taken
            while True:
                taken += 1
                yield Raw("x", b"x" * (CHUNK_BYTES // 2))

        results = spread(lambda raw: len(raw.data), items(), 2, lost)
        next(results)
        print(taken <= 2 * AHEAD * 3)
        results.close()
    """
    assert run(code) == "True\n"


@pytest.mark.parametrize("number", [0, 31, 40, 99])
def test_a_process_that_dies_loses_the_one_item_that_killed_it(number: int) -> None:
    code = f"""
        results = list(spread(lambda item: die(item, {number}), range(100), 2, lost))
        print(results == [*range({number}), "lost {number}: signal 9", *range({number} + 1, 100)])
    """
    assert run(code) == "True\n"


def test_a_process_that_ends_itself_is_told_by_its_code() -> None:
    code = """
        def work(item):
            if item == 3:
                os._exit(7)
            return item

        print(list(spread(work, range(5), 2, lost)))
    """
    assert run(code) == "[0, 1, 2, 'lost 3: code 7', 4]\n"


def test_what_cannot_be_sent_back_is_lost_and_hides_nothing() -> None:
    code = """
        print(list(spread(lambda item: (lambda: 0) if item == 1 else item, range(3), 2, lost)))
    """
    assert run(code) == "[0, 'lost 1: code 1', 2]\n"


def test_an_exception_is_raised_where_the_results_are_taken() -> None:
    code = """
        def work(item):
            if item == 50:
                raise TicketError("cannot be read", fix="Mend it.", source="a.md", line=3)
            return item

        try:
            print(len(list(spread(work, range(100), 2, lost))))
        except TicketError as error:
            print(error.message, error.fix, error.source, error.line, error.reason)
    """
    assert run(code) == "cannot be read Mend it. a.md 3 ticket.unreadable\n"


def test_no_process_outlives_the_pool() -> None:
    code = """
        def work(item):
            time.sleep(60 if item > CHUNK else 0)
            return os.getpid()

        results = spread(work, range(1000), 2, lost)
        pid = next(results)
        results.close()
        try:
            os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            print("no child is left")
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            print("it is gone")
    """
    assert run(code) == "no child is left\nit is gone\n"


def test_workers_end_when_the_process_that_started_them_is_killed() -> None:
    code = """
        results = spread(lambda item: os.getpid(), range(1000), 3, lost)
        print(*sorted({next(results) for _ in range(3 * CHUNK)}), flush=True)
        time.sleep(60)
    """
    process = subprocess.Popen(
        [sys.executable, "-c", BEFORE + textwrap.dedent(code)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout
    pids = [int(pid) for pid in process.stdout.readline().split()]
    assert all(alive(pid) for pid in pids)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    end = time.monotonic() + 30
    while any(alive(pid) for pid in pids) and time.monotonic() < end:
        time.sleep(0.01)
    assert not any(alive(pid) for pid in pids)


def alive(pid: int) -> bool:
    """Does this process run? One that has ended and that nobody has asked about yet does not."""
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii") as file:
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_as_many_processes_as_may_run_at_once() -> None:
    assert 1 <= pool.processes() <= (os.cpu_count() or 1)
    assert pool.processes(7) == 7
