"""Runs the commands that the documentation shows, and writes what they really print: `make docs`.

A fenced block whose first line is `$ valuegate …` is a command and its output, run in the folder
`examples/` at 80 columns. tests/test_docs.py holds every such block to the truth.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from picture import svg

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
PICTURE = ROOT / "docs" / "images" / "check.svg"
PICTURED = "check --today 2026-11-23 tickets/03-vet-reminders.md"
BLOCK = re.compile(r"^```text\n\$ valuegate([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def output(arguments: str, *, color: bool = False) -> str:
    """What a command prints, to whichever stream."""
    command = [sys.executable, "-c", "from valuegate.cli import main; main()", *shlex.split(arguments)]
    env = {name: value for name, value in os.environ.items() if name not in ("FORCE_COLOR", "NO_COLOR")}
    env |= {"COLUMNS": "80", "PYTHONPATH": str(ROOT / "src"), "PYTHONIOENCODING": "utf-8"}
    env |= {"FORCE_COLOR": "1"} if color else {}
    done = subprocess.run(
        command,
        cwd=ROOT / "examples",
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    return "\n".join(line.rstrip() for line in done.stdout.strip("\n").split("\n")) + "\n"


def refreshed(text: str) -> str:
    """A page in which every command shows what it prints today."""
    return BLOCK.sub(lambda block: f"```text\n$ valuegate{block[1]}\n{output(block[1])}```", text)


def picture() -> str:
    """The picture of the README: one ticket, as a terminal shows it."""
    command = f"valuegate {PICTURED.replace('--today 2026-11-23 ', '')}"
    return svg(f"$ {command}\n\n{output(PICTURED, color=True)}", command)


def _write(path: Path, text: str) -> None:
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")
        print(f"wrote {path.relative_to(ROOT)}")


if __name__ == "__main__":
    for page in PAGES:
        _write(page, refreshed(page.read_text(encoding="utf-8")))
    _write(PICTURE, picture())
