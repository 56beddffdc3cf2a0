"""Many tickets at once: ``python benchmarks/bulk.py [MOST [FILES]]`` (10,000 of each, if nothing is said).

From 100 tickets to MOST as JSON lines, and to FILES as files: how many a second, how many for each second
of a core, and the most memory of all processes together. What a ticket costs should stay the same down the
table. How much SHA-256 a core got through just before tells how busy the machine was with other things.
The tickets are those of tests/corpus/grown, repeated, each with words of its own. Needs Linux, for its /proc.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "tests" / "corpus" / "grown" / "tickets"
COMMAND = [sys.executable, "-c", "from valuegate.cli import main; main()", "check", "--format", "jsonl"]


class Run(NamedTuple):
    """What one run cost."""

    seconds: float
    cores: float
    megabytes: float


def tickets() -> Iterator[tuple[str, str]]:
    """The name and text of as many tickets as anybody asks for."""
    texts = [(path.suffix, path.read_text(encoding="utf-8")) for path in sorted(FOLDER.iterdir())]
    for number in count():
        suffix, text = texts[number % len(texts)]
        ending = "" if suffix == ".json" else f"\nSee also A-{number}.\n"  # a document must stay one
        yield f"{number:07}{suffix}", text + ending


def as_lines(most: int, folder: str) -> list[str]:
    """The arguments for tickets on standard input; the lines are in a file."""
    with open(os.path.join(folder, "all.jsonl"), "w", encoding="utf-8") as file:
        for number, (name, text) in zip(range(most), tickets(), strict=False):
            file.write(json.dumps({"key": f"A-{number}", "title": name, "description": text}) + "\n")
    return ["-"]


def as_files(most: int, folder: str) -> list[str]:
    """The arguments for tickets in files, a thousand in a folder."""
    for number, (name, text) in zip(range(most), tickets(), strict=False):
        below = Path(folder, f"{number // 1000:04}")
        below.mkdir(exist_ok=True)
        (below / name).write_text(text, encoding="utf-8")
    return [folder]


def measured(arguments: list[str], folder: str) -> Run:
    """One run, as a pipeline starts it."""
    lines = os.path.join(folder, "all.jsonl")
    with open(lines if os.path.exists(lines) else os.devnull, "rb") as file:
        start = time.perf_counter()
        process = subprocess.Popen([*COMMAND, *arguments], stdin=file, stdout=subprocess.DEVNULL)
    most = Memory(process.pid)
    most.start()
    _, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    most.join()
    if process.returncode not in (0, 1):
        raise SystemExit(f"valuegate ended with {process.returncode}")
    return Run(seconds, used.ru_utime + used.ru_stime, most.kilobytes / 1024)


def reference() -> float:
    """Megabytes of SHA-256 in a second of a core, here and now."""
    block, done, start = b"x" * 1_000_000, 0, time.process_time()
    while (took := time.process_time() - start) < 0.3:
        hashlib.sha256(block).digest()
        done += 1
    return done / took


class Memory(threading.Thread):
    """Looks ten times a second at what a process and its children take, what they share counted once."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid = pid
        self.kilobytes = 0

    def run(self) -> None:
        """Look until the process has ended."""
        while mine := proportional(self.pid):
            self.kilobytes = max(self.kilobytes, mine + sum(map(proportional, children(self.pid))))
            time.sleep(0.1)


def children(pid: int) -> list[int]:
    """The processes that it has started."""
    try:
        with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as file:
            return list(map(int, file.read().split()))
    except OSError:
        return []


def proportional(pid: int) -> int:
    """The kilobytes of a process; of what it shares its part. 0 if it has ended."""
    try:
        with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as file:
            return sum(int(line.split()[1]) for line in file if line.startswith("Pss:"))
    except OSError:
        return 0


def main(arguments: list[str]) -> None:
    most, files = [*map(int, arguments), 10_000, 10_000][:2]
    print(f"{len(os.sched_getaffinity(0))} cores, Python {sys.version.split()[0]}, full judgement\n")
    print("| tickets | as | seconds | a second | a second of a core | MB | SHA-256 |")
    print("|---:|---|---:|---:|---:|---:|---:|")
    for number in (100, 1000, 10_000, 100_000, 1_000_000):
        for name, make, limit in (("JSON lines", as_lines, most), ("files", as_files, files)):
            if number <= limit:
                with tempfile.TemporaryDirectory() as folder:
                    arguments, busy = make(number, folder), reference()
                    run = measured(arguments, folder)
                rates = f"{number / run.seconds:,.0f} | {number / run.cores:,.0f}"
                used = f"{run.megabytes:.0f} | {busy:.0f}"
                print(f"| {number:,} | {name} | {run.seconds:.1f} | {rates} | {used} |", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
