"""Tickets judged per second of processor time, reading included: ``python benchmarks/speed.py [SECONDS]``.

The tickets are those of tests/corpus/grown, repeated; the figure is scaled to tickets of 3 KB by their bytes,
and given as a ratio to a reference in the same run: `hashlib.sha256` over the same number of megabytes.
"""

from __future__ import annotations

import hashlib
import sys
from datetime import date
from pathlib import Path
from time import process_time

from valuegate.engine import Plan, evaluate
from valuegate.intake import read_ticket
from valuegate.language import load
from valuegate.plugins import load as load_plugins

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "tests" / "corpus" / "grown" / "tickets"
CHECKS = ("problem", "evidence", "metric", "review-date")
TODAY = date(2026, 11, 23)


def main(arguments: list[str]) -> None:
    seconds = float(arguments[0]) if arguments else 5.0
    registry = load_plugins()
    wanted = [name for name in CHECKS if name in registry.checks]
    plan = Plan("ready", registry.checks, wanted, [load("en"), load("fr")])
    tickets = [(path.name, path.read_bytes()) for path in sorted(FOLDER.iterdir())]

    def judge_all() -> None:
        for name, data in tickets:
            evaluate(read_ticket(name, data, registry.readers, None), plan, TODAY)

    judge_all()
    rounds, start = 0, process_time()
    while process_time() - start < seconds:
        judge_all()
        rounds += 1
    took = process_time() - start
    count, size = rounds * len(tickets), rounds * sum(len(data) for _, data in tickets)
    print(f"{count} tickets of {size / count:.0f} bytes on average, checks: {', '.join(wanted)}")
    print(f"{count / took:.0f} tickets a second; {size / took / 3072:.0f} of 3 KB by bytes")
    print(f"one ticket costs as much as hashing {reference(took / count):.1f} MB")


def reference(seconds: float) -> float:
    """How many megabytes of SHA-256 fit into some seconds, here and now."""
    block = b"x" * 1_000_000
    start, count = process_time(), 0
    while process_time() - start < 0.5:
        hashlib.sha256(block).digest()
        count += 1
    return count / (process_time() - start) * seconds


if __name__ == "__main__":
    main(sys.argv[1:])
