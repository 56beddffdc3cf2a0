"""How the tests call the command line: inside this process, or as a person does."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import NamedTuple

TICKET = """\
## Problem

Night nurses re-enter each note by hand at shift change, and lose one in ten.

## Evidence

Shift log of ward 4, October 2026: 41 lost notes.

## Metric

Lost notes a week: from 12 to 2.

## Review date

2027-03-15
"""
"""A ticket that holds on the day TODAY."""

TODAY = "2026-11-23"


class Result(NamedTuple):
    """What a command line did."""

    code: int
    out: str
    err: str


def valuegate_process(*args: str, env: dict[str, str] | None = None, stdin: str = "") -> Result:
    """Run the console command in a process of its own, as a shell does."""
    script = os.path.join(os.path.dirname(sys.executable), "valuegate")
    command = [script] if os.path.exists(script) else [sys.executable, "-c", _MAIN]
    done = subprocess.run(
        [*command, *args],
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=300,
        env={**os.environ, **(env or {})},
    )
    return Result(done.returncode, done.stdout, done.stderr)


_MAIN = "from valuegate.cli import main; main()"
