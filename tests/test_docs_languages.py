"""The page on languages names every table of the packs, and the packs hold the same tables."""

from __future__ import annotations

import re
from pathlib import Path

from valuegate.language import installed, load

PAGE = Path(__file__).parent.parent / "docs" / "languages.md"


def tables(code: str) -> set[str]:
    return {name for name, value in load(code).data.items() if isinstance(value, dict)}


def test_every_table_of_the_packs_is_documented_and_no_other_is() -> None:
    documented = set(re.findall(r"^\| `([a-z_]+)` \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE))
    assert documented == tables("en")


def test_all_packs_hold_the_same_tables_and_lists_of_words() -> None:
    for code in installed():
        assert tables(code) == tables("en")
        for table in load("en").table("words"):
            assert set(load(code).table("words")[table]) == set(load("en").table("words")[table])


def test_the_rules_are_said_in_every_language() -> None:
    for code in installed():
        assert load(code).table("rules").keys() == load("en").table("rules").keys()
