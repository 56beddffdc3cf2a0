"""What becomes of tickets under two guards that fail and are killed: ``python benchmarks/soak.py [SECONDS]``.

Three people change 300 tickets at random for so many seconds (90, if nothing is said), while two guards run
on a tracker that fails now and then, and are killed 20 times; once with a journal of their own each, once
with one for both. Then everything that the guard promises is looked at: what is broken is printed.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

TESTS = Path(__file__).parent.parent / "tests"
sys.path[:0] = [str(TESTS), str(TESTS / "trackers"), str(TESTS / "soak")]

from arenas import FolderArena  # noqa: E402  the tests are no package
from soaking import Soaked, soak  # noqa: E402  as above

HEADS = ("journals", "tickets", "changes", "kills", "passed", "moved", "warned", "contested", "overturned")
"""What the table tells, beside how many stand inside of a gate at the end, and what is broken."""


def row(name: str, soaked: Soaked) -> str:
    """A line of the table."""
    changes, acts = sum(soaked.changes.values()), soaked.acts
    told = (acts["passed"], acts["moved"], acts["warned"], acts["contested"], acts["overturned"])
    cells = (name, soaked.tickets, changes, soaked.kills, *told, soaked.inside, len(soaked.broken))
    return f"| {' | '.join(map(str, cells))} |"


def main(seconds: float) -> None:
    """Soak, and print."""
    heads = (*HEADS, "inside", "broken")
    print(f"| {' | '.join(heads)} |\n|{'---|' * len(heads)}", flush=True)
    for shared in (False, True):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            arena = FolderArena(folder)
            soaked = soak(arena, folder, tickets=300, seconds=seconds, kills=20, seed=1, shared=shared)
        print(row("one" if shared else "two", soaked), flush=True)
        print("".join(f"  {what}\n" for what in soaked.broken), end="", flush=True)


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 90)
