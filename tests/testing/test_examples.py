"""Labelled examples are read as they were meant, or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from valuegate.errors import ValuegateError
from valuegate.testing import load_examples

FIRST = "- text: Couriers wait.\n  lang: en\n  expect: pass\n  why: who and harm\n"


def test_two_entries_that_a_merge_made_one_are_refused_at_their_place(tmp_path: Path) -> None:
    file = tmp_path / "problem.yaml"
    file.write_text(FIRST + FIRST.replace("- text: Couriers wait.\n", ""), encoding="utf-8")
    with pytest.raises(ValuegateError, match="has the key 'lang' twice") as caught:
        load_examples(str(file))
    assert (caught.value.source, caught.value.line) == (str(file), 5)


def test_entries_come_in_their_order(tmp_path: Path) -> None:
    file = tmp_path / "problem.yaml"
    file.write_text(FIRST + FIRST.replace("wait", "leave"), encoding="utf-8")
    assert [example.text for example in load_examples(str(file))] == ["Couriers wait.", "Couriers leave."]
