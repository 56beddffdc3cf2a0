"""The page on reports shows real reports, and describes every property as the schema does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import report_samples as samples
from test_reporter_json import SCHEMA
from test_reporter_text import SNAPSHOTS

from valuegate.cli.check import command
from valuegate.finding import SIGNS, STANDINGS
from valuegate.reporters import NAMES
from valuegate.reporters.json import JsonReporter

PAGE = (Path(__file__).parents[2] / "docs" / "reports.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def described(schema: dict[str, Any], path: str = "") -> Iterator[tuple[str, str]]:
    """The properties as a person writes their paths, with what the schema says of them."""
    if "$ref" in schema:
        schema = {**SCHEMA["$defs"][schema["$ref"].removeprefix("#/$defs/")], **schema}
    for name, part in schema.get("properties", {}).items():
        here = f"{path}.{name}".removeprefix(".")
        yield f"`{here}`", part["description"]
        yield from described(part, here)
    if isinstance(schema.get("additionalProperties"), dict):
        yield from described(schema["additionalProperties"], f"{path}.ID")
    if "items" in schema:
        yield from described(schema["items"], f"{path}[]")


def test_the_text_reports_are_real() -> None:
    assert [block for block in blocks("text") if not block.startswith("$ ")] == [
        (SNAPSHOTS / f"{name}.txt").read_text(encoding="utf-8") for name in ("refused.80", "passed.why")
    ]


def test_the_json_report_is_real() -> None:
    assert blocks("json") == [samples.report(samples.REFUSED).by(JsonReporter())]


def test_every_property_is_documented_as_in_the_schema_and_no_other_is() -> None:
    table = PAGE.partition("| Property | Meaning |\n|---|---|\n")[2].partition("\n\n")[0]
    rows = [tuple(row.strip("| ").split(" | ", 1)) for row in table.splitlines()]
    assert rows == list(described(SCHEMA))


def test_every_outcome_is_documented_and_no_other_is() -> None:
    table = PAGE.partition("| Sign | Word | Meaning |\n|---|---|---|\n")[2].partition("\n\n")[0]
    rows = {tuple(row.strip("| ").split(" | ")[:2]) for row in table.splitlines()}
    assert rows == {(SIGNS[word], word) for word in STANDINGS}


def test_every_format_is_documented_shown_and_named_in_the_help_and_no_other_is() -> None:
    table = PAGE.partition("| Format | For |\n|---|---|\n")[2].partition("\n\n")[0]
    rows = re.findall(r"^\| \[`(\w+)`\]\(#([a-z-]+)\) \|", table, re.MULTILINE)
    assert [name for name, _ in rows] == list(NAMES)
    headings = {heading.lower().replace(" ", "-") for heading in re.findall(r"^## (.*)$", PAGE, re.MULTILINE)}
    assert {anchor for _, anchor in rows} == headings
    (option,) = [param for param in command.params if param.name == "formats"]
    assert isinstance(option, click.Option)
    assert re.findall(r"\w+", (option.help or "").partition(";")[0].replace(" or", ",")) == list(NAMES)
