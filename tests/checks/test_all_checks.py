"""What is said of a check is the same everywhere: code, packs, documentation and schema."""

from __future__ import annotations

import json
import re
import string
from pathlib import Path

import pytest
from scoring import judge

from valuegate import _data
from valuegate.check import Check
from valuegate.language import installed, load
from valuegate.plugins import load as load_plugins

CHECKS = load_plugins().checks
DOCS = Path(__file__).parent.parent.parent / "docs" / "checks"
KNOWN_WORDS = {"quote"}

every_check = pytest.mark.parametrize("check", CHECKS.values(), ids=list(CHECKS))
every_language = pytest.mark.parametrize("code", installed())


def said(code: str) -> set[str]:
    """The reasons of checks for which a pack has words."""
    return {reason for reason in load(code).reasons if reason.split(".")[0] in CHECKS}


@every_language
def test_every_reason_has_its_words_in_every_language_and_no_others_are_there(code: str) -> None:
    assert said(code) == {f"{check.id}.{reason}" for check in CHECKS.values() for reason in check.reasons}


@every_language
def test_every_text_is_complete_calm_and_made_of_known_words(code: str) -> None:
    for name in sorted(said(code)):
        text = load(code).reasons[name]
        assert all(text), f"{name} leaves something out"
        assert "!" not in text.message + text.fix + text.why, name
        for template in (text.message, text.fix):
            assert template.endswith((".", "»", "”", "?", ")", "»."))
            assert all(
                field is None or field.isidentifier() for _, field, _, _ in string.Formatter().parse(template)
            )


def test_both_languages_use_the_same_words_of_the_ticket() -> None:
    def fields(template: str) -> set[str]:
        return {field for _, field, _, _ in string.Formatter().parse(template) if field}

    for name in sorted(said("en")):
        english, french = load("en").reasons[name], load("fr").reasons[name]
        assert fields(english.message) == fields(french.message), name
        assert fields(english.fix) == fields(french.fix), name


@every_check
def test_the_page_of_a_check_has_a_heading_for_every_reason_and_no_other(check: Check) -> None:
    page = (DOCS / f"{check.id}.md").read_text(encoding="utf-8")
    assert sorted(re.findall(r"^### ([a-z-]+)$", page, re.MULTILINE)) == sorted(check.reasons)


@every_check
def test_the_page_of_a_check_names_every_option_with_its_default(check: Check) -> None:
    page = (DOCS / f"{check.id}.md").read_text(encoding="utf-8")
    table = dict(re.findall(r"^\| `([a-z-]+)` \| ([^|]+) \|", page, re.MULTILINE))
    defaults = {name: str(schema["default"]).lower() for name, schema in check.options.items()}
    assert {name: value.strip() for name, value in table.items()} == defaults


def test_there_is_a_page_for_every_check_and_no_other() -> None:
    assert {path.stem for path in DOCS.glob("*.md")} == set(CHECKS)


@every_check
def test_the_schema_of_the_policy_shows_editors_the_options_of_a_check(check: Check) -> None:
    schema = json.loads(_data.read("schemas", "policy.schema.json"))
    shown = schema["$defs"]["options"]["properties"][check.id]
    own = {
        name: known for name, known in _properties(shown, schema).items() if name not in ("field", "labels")
    }
    assert set(own) == set(check.options)
    for name, option in check.options.items():
        for key in set(option) - {"description"}:
            assert own[name][key] == option[key], f"{check.id}: {name}: {key}"


def _properties(shown: dict[str, object], schema: dict[str, object]) -> dict[str, dict[str, object]]:
    while "$ref" in shown:
        target: object = schema
        for step in str(shown["$ref"]).removeprefix("#/").split("/"):
            target = target[step]  # type: ignore[index]  # a path that the schema itself names
        assert isinstance(target, dict)
        shown = target
    found = shown.get("properties", {})
    assert isinstance(found, dict)
    return found


@every_check
@every_language
def test_the_good_example_of_a_reason_holds(check: Check, code: str) -> None:
    for reason in check.reasons:
        good = load(code).reasons[f"{check.id}.{reason}"].good
        assert judge(check, good, code).outcome == "passed", (reason, good)
