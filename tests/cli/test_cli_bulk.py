"""Many tickets: on all cores, in order, in flat memory, with a bar for people, and a clean end on Ctrl-C."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from command_line import _MAIN, TICKET, TODAY, Result, valuegate_process

from valuegate.cli.progress import MANY as MANY_FOR_A_BAR
from valuegate.judging import MANY

Call = Callable[..., Result]
CHECK = [sys.executable, "-c", _MAIN, "check", "--today", TODAY]


def lines(count: int) -> Iterator[str]:
    """Tickets as JSON lines: one of ten is refused, one passes, the others are exempt, which is quick."""
    for number in range(count):
        kind = "Story" if number % 10 < 2 else "Bug"
        text = "# Add AI\n" if number % 10 else TICKET
        yield json.dumps({"key": f"A-{number}", "title": "Nurses", "type": kind, "description": text}) + "\n"


def put(folder: Path, count: int) -> None:
    for number in range(count):
        (folder / f"{number:04}.md").write_text("---\ntype: Bug\n---\n# A bug\n", encoding="utf-8")


def test_the_report_is_the_same_however_many_judge(folder: Path) -> None:
    put(folder, MANY + 50)
    (folder / "9999.md").write_text(TICKET, encoding="utf-8")
    others = ("--format", "json=all.json", "--format", "jsonl=all.jsonl")
    reports = []
    for jobs in ("1", "3", "0"):
        result = valuegate_process(
            "check", ".", "-", "--today", TODAY, "-j", jobs, *others, "--format", "text",
            stdin="".join(lines(MANY + 150)),
        )  # fmt: skip
        assert (result.code, result.err) == (1, "")
        reports.append([result.out, *((folder / name).read_bytes() for name in ("all.json", "all.jsonl"))])
        os.remove("all.json")  # else it is a ticket of the next run
    assert reports[0] == reports[1] == reports[2]


CRASHING = """
import os, signal
from valuegate import engine, cli
real = engine.evaluate
def evaluate(ticket, *rest):
    if ticket.key == "A-230":
        os.kill(os.getpid(), signal.SIGSEGV)
    return real(ticket, *rest)
engine.evaluate = evaluate
import valuegate.run
valuegate.run.evaluate = evaluate
cli.main()
"""


def test_a_ticket_that_kills_a_process_is_undecided_and_hides_no_other(folder: Path) -> None:
    command = [sys.executable, "-c", CRASHING, "check", "-", "--today", TODAY, "--format", "json", "-j", "2"]
    done = subprocess.run(
        command, input="".join(lines(300)), capture_output=True, text=True, check=False, timeout=300
    )
    report = json.loads(done.stdout)
    assert (done.returncode, done.stderr) == (3, "")
    assert [verdict["key"] for verdict in report["verdicts"]] == [f"A-{n}" for n in range(300) if n != 230]
    (error,) = report["errors"]
    assert error["source"] == "-#231"
    assert "signal 11" in error["message"]
    assert "--jobs 1" in error["fix"]


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("form", ["json", "jsonl", "text"])
def test_ctrl_c_ends_the_run_with_a_report_of_what_was_judged(folder: Path, form: str, jobs: str) -> None:
    (folder / "all.jsonl").write_text("".join(lines(2 * MANY)), encoding="utf-8")
    with open("all.jsonl", encoding="utf-8") as file:
        process = subprocess.Popen(
            [*CHECK, "-", "--jobs", jobs, "--format", form, "--format", "json=all.json"],
            stdin=file,
            stdout=subprocess.PIPE,  # nobody reads on, so that the run cannot end before it is interrupted
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
    assert process.stdout
    first = process.stdout.readline()
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: everybody in the foreground gets it
    assert process.stderr
    rest, told = process.stdout.read(), process.stderr.read()
    process.stdout.close()
    process.stderr.close()
    assert (process.wait(timeout=300), told) == (130, "Interrupted.\n")
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)
    report = json.loads(Path("all.json").read_text(encoding="utf-8"))
    assert [error["message"] for error in report["errors"]] == ["the run was interrupted before its end"]
    keys = [verdict["key"] for verdict in report["verdicts"]]
    assert keys == [f"A-{number}" for number in range(len(keys))]
    if form == "json":
        assert json.loads(first + rest) == report
    if form == "jsonl":
        *verdicts, run = map(json.loads, (first + rest).splitlines())
        assert [verdict["key"] for verdict in verdicts] == keys
        assert run["kind"] == "run"
    if form == "text":
        assert "the run was interrupted" in rest


def test_ctrl_c_before_the_first_verdict_is_no_crash_and_leaves_no_half_report(folder: Path) -> None:
    process = subprocess.Popen(
        [*CHECK, "-", "--format", "json=all.json"], stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    while not os.listdir():
        assert process.poll() is None
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    assert process.communicate(timeout=300)[1] == "Interrupted.\n"
    assert process.returncode == 130
    assert os.listdir() in ([], ["all.json"])


MEASURED = """
import resource, sys
from valuegate import cli
code = cli.run(sys.argv[1:])
for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN):
    print(resource.getrusage(who).ru_maxrss, file=sys.stderr)
"""


def most_memory(form: str, count: int) -> int:
    """The most kilobytes that the run and the largest of its workers took."""
    command = [sys.executable, "-c", MEASURED, "check", "-", "-j", "2", "--today", TODAY, "--format", form]
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    assert process.stdin
    process.stdin.writelines(json.dumps({"key": f"A-{n}", "type": "Bug"}) + "\n" for n in range(count))
    return sum(map(int, process.communicate(timeout=300)[1].split()))


@pytest.mark.parametrize("form", ["text", "json", "jsonl"])
def test_memory_does_not_grow_with_the_tickets(form: str) -> None:
    """A verdict takes about a kilobyte; those of 9000 more would be seen."""
    few, many = most_memory(form, 1000), most_memory(form, 10_000)
    assert many < few + 3000


def at_a_terminal(*args: str, command: Sequence[str] = CHECK, stdin: str = "", both: bool = False) -> str:
    """What a person sees on standard error (and output) at a terminal."""
    import pty

    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [*command, *args],
        stdin=subprocess.PIPE,
        stdout=theirs if both else subprocess.DEVNULL,
        stderr=theirs,
        env={**os.environ, "COLUMNS": "80", "NO_COLOR": "1"},
        text=True,
    )
    os.close(theirs)
    seen = bytearray()
    assert process.stdin
    process.stdin.write(stdin)
    process.stdin.close()
    while data := _read(ours):
        seen += data
    os.close(ours)
    process.wait(timeout=300)
    return seen.decode()


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # so Linux says that nobody writes any more
        return b""


def screen(seen: str) -> list[str]:
    """The lines that stay, after all that was drawn over."""
    return [line.rpartition("\r")[2] for line in seen.replace("\r\n", "\n").split("\n")]


def test_a_bar_shows_how_far_the_files_are(folder: Path) -> None:
    put(folder, MANY_FOR_A_BAR + 1)
    seen = at_a_terminal(".")
    assert f"of {MANY_FOR_A_BAR + 1}" in seen
    assert screen(seen) == [""]


def test_a_count_shows_how_far_standard_input_is(folder: Path) -> None:
    seen = at_a_terminal("-", stdin="".join(lines(MANY_FOR_A_BAR + 1)))
    assert f"Judging tickets: {MANY_FOR_A_BAR + 1}" in seen
    assert screen(seen) == [""]


def test_a_bar_shows_how_far_the_audit_of_a_tracker_is(folder: Path) -> None:
    policy = "version: 1\nextends: [valuegate:recommended]\ntrackers: {folder: {path: .}}\n"
    (folder / "valuegate.yaml").write_text(policy, encoding="utf-8")
    put(folder, 12)
    seen = at_a_terminal(command=[sys.executable, "-c", _MAIN, "audit"])
    assert "of 12, about" in seen
    assert screen(seen) == [""]


def test_a_report_on_the_same_terminal_is_not_drawn_over(folder: Path) -> None:
    put(folder, 2 * MANY_FOR_A_BAR)
    seen = at_a_terminal(".", both=True)
    assert "Judging tickets" in seen
    assert "\n".join(screen(seen)) == valuegate_process("check", ".", "--today", TODAY).out


def test_few_files_or_no_terminal_show_no_bar(valuegate: Call, folder: Path) -> None:
    put(folder, MANY_FOR_A_BAR)
    assert at_a_terminal(".") == ""
    put(folder, MANY_FOR_A_BAR + 1)
    assert valuegate("check", ".", "--today", TODAY).err == ""


def test_a_count_of_processes_must_be_one(valuegate: Call) -> None:
    result: Any = valuegate("check", "--jobs", "-1")
    assert result.code == 2
