"""What the guard asks of Linear: ``python benchmarks/linear_requests.py [ISSUES]`` (1,000, if none is said).

Requests and points of complexity, by the rules that Linear gives, of one issue that is moved back, of rounds
after it, and of an audit. The stand-in of valuegate.testing counts them; it is asked over HTTP as Linear is.
How long it takes says nothing of Linear: the stand-in is on this machine.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections import Counter
from contextlib import redirect_stdout
from datetime import UTC, datetime, timedelta
from io import StringIO

from valuegate.cli import run
from valuegate.testing.linear import stand_in
from valuegate.testing.linear.server import StandIn

POLICY = {
    "version": 1,
    "extends": ["valuegate:recommended"],
    "gates": {"ready": {"enters": ["category:started"]}},
    "guard": {"tracker": "linear", "mode": "revert", "since": "2026-01-01", "fallback": "Backlog"},
}
BAD = "## Problem\n\nWe need a better search."
GOOD = """
## Problem

Night nurses write each temperature on paper and type it in at six; one in ten is lost.

## Evidence

Support tickets HELP-2204 and HELP-2231, October 2026.

## Metric

Temperatures that are lost: 10 % today -> 1 %

## Review date

2027-03-01
"""


def main() -> None:
    issues = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    with tempfile.TemporaryDirectory() as folder, stand_in() as there:
        os.chdir(folder)
        options = {"url": there.url, "teams": ["ENG"]}
        policy = {**POLICY, "trackers": {"linear": options}}
        with open("valuegate.yaml", "w", encoding="utf-8") as file:
            json.dump(policy, file)
        os.environ["VALUEGATE_LINEAR_TOKEN"] = there.key_of(there.space.users["valuegate"])
        os.environ["VALUEGATE_LINEAR_URL"] = there.url
        there.space.clock.at = datetime.now(UTC) - timedelta(days=1)
        made(there, BAD)
        print("| what | requests | points | seconds |\n|---|---|---|---|")
        told(there, "a round: one issue is moved back", "guard", "run", "--once")
        told(there, "the round after it", "guard", "run", "--once")
        told(there, "a round: nothing has changed", "guard", "run", "--once")
        told(there, "looking at one issue", "guard", "check", "ENG-1")
        for _ in range(issues - 1):
            made(there, GOOD)
        told(there, f"an audit of {issues:,} issues in a gated status", "audit", "--summary")


def made(there: StandIn, text: str) -> None:
    """An issue that somebody moved into a gated status some time after it was made."""
    space = there.space
    issue = space.create(space.users["ana"], "Night notes", description=text)
    space.clock.pass_by(timedelta(minutes=4) if text is BAD else timedelta(seconds=1))
    space.change(issue, space.users["ben"], state=space.state("In Progress"))


def told(there: StandIn, what: str, *arguments: str) -> None:
    """A row of the table, and under it which operations there were."""
    there.requests.clear()
    there.budget = {"Requests": 10**6, "Complexity": 10**9}
    start = time.perf_counter()
    with redirect_stdout(StringIO()) as out:
        code = run(arguments)
    seconds = time.perf_counter() - start
    points = sum(cost for _, cost in there.requests)
    print(f"| {what} | {len(there.requests):,} | {points:,} | {seconds:.1f} |")
    asked = Counter(name for name, _ in there.requests)
    print(f"    exit code {code}; {dict(asked)}", file=sys.stderr)
    if code == 3:
        print(out.getvalue(), file=sys.stderr)


if __name__ == "__main__":
    main()
