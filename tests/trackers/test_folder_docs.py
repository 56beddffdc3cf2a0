"""docs/trackers/folder.md shows what is so."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

from valuegate.ticket import Source
from valuegate.trackers.folder import OPTIONS, disk, record
from valuegate.trackers.folder.front import Front

PAGE = (Path(__file__).parents[2] / "docs" / "trackers" / "folder.md").read_text("utf-8")
POLICY, RECORD = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)


def test_the_record_is_what_would_be_written() -> None:
    entries = record.read(RECORD.encode(), "SHOP-12.history.yaml")
    inline = "comment: The ward keeps a list, see the evidence now.\n"
    block = "comment: |\n    The ward keeps a list, see the evidence now.\n"
    assert record.written(entries, "SHOP-12.md") == RECORD.replace(inline, block)


def test_each_key_of_a_record_has_its_row() -> None:
    rows = re.findall(r"^\| (`[^|]*`) \|", PAGE, re.MULTILINE)
    named = {name for row in rows for name in re.findall(r"`(\w+)`", row)}
    assert named | {"key", "labels"} == set(record.Entry._fields)


def test_the_policy_uses_every_option() -> None:
    assert set(yaml.safe_load(POLICY)["trackers"]["folder"]) == set(OPTIONS)


def test_the_ticket_can_be_moved() -> None:
    (ticket,) = re.findall(r"```markdown\n(.*?)```", PAGE, re.DOTALL)
    assert Front(Source("SHOP-12.md", ticket)).with_status("Draft") == ticket.replace("Ready", "Draft")


def test_the_lock_and_the_patience_are_called_so() -> None:
    assert f"`{disk.LOCK}`" in PAGE
    assert f"{disk._PATIENCE:.0f} seconds" in PAGE
