"""Every format over the same run, as a person would review it. (Text has more views, and its own test.)"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
import report_samples as samples

from valuegate.reporters import NAMES, BuiltIn

SNAPSHOTS = Path(__file__).parent / "snapshots"
FORMATS = [name for name in NAMES if name != "text"]


def shortened(text: str) -> str:
    """Without the style and the script of the page, which are files of their own, and their hashes."""
    text = re.sub(r"'sha256-[^']*'", "'sha256-…'", text)
    return re.sub(r"<(style|script)>.*?</\1>", r"<\1></\1>", text, flags=re.DOTALL)


@pytest.mark.parametrize("name", FORMATS)
def test_a_report_looks_as_its_snapshot(name: str) -> None:
    """To accept a change, run with UPDATE_SNAPSHOTS=1 and review the files as code."""
    text = shortened(samples.REPORTS["everything"].by(BuiltIn(name)))
    path = SNAPSHOTS / f"everything.{name}"
    if os.environ.get("UPDATE_SNAPSHOTS"):
        path.write_text(text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text


def test_no_snapshot_is_left_over() -> None:
    found = {path.name for path in SNAPSHOTS.iterdir() if path.suffix != ".txt"}
    assert found == {f"everything.{name}" for name in FORMATS}
