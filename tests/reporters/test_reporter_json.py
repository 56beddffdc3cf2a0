"""The report for programs: it says what its schema says, in both directions."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import report_samples as samples
from jsonschema import Draft202012Validator

from valuegate import _data
from valuegate.report import Style
from valuegate.reporters import register_reporters
from valuegate.reporters.json import JsonReporter
from valuegate.terminal import UNSAFE

SCHEMA: dict[str, Any] = json.loads(_data.read("schemas", "report.schema.json"))
VALIDATOR = Draft202012Validator(SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER)


def rendered(report: samples.Report) -> Any:
    return json.loads(report.by(JsonReporter()))


def described(schema: dict[str, Any], path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every property that the schema knows, by its path, and what it says of it."""
    if "$ref" in schema:
        schema = {**SCHEMA["$defs"][schema["$ref"].removeprefix("#/$defs/")], **schema}
    for name, part in schema.get("properties", {}).items():
        yield f"{path}/{name}", part
        yield from described(part, f"{path}/{name}")
    if isinstance(schema.get("additionalProperties"), dict):
        yield from described(schema["additionalProperties"], f"{path}/*")
    if "items" in schema:
        yield from described(schema["items"], f"{path}/*")


def produced(value: Any, path: str = "") -> Iterator[str]:
    """Every property that an output has, by its path; the ids of checks count as one, as rules do."""
    if isinstance(value, list):
        for item in value:
            yield from produced(item, f"{path}/*")
    if isinstance(value, dict):
        for name, part in value.items():
            here = f"{path}/*" if path.endswith(("/checks", "/exempt_by")) else f"{path}/{name}"
            if not here.endswith(("/checks/*", "/exempt_by/*")):
                yield here
            yield from produced(part, here)


@pytest.mark.parametrize("name", samples.REPORTS)
def test_every_report_is_valid(name: str) -> None:
    VALIDATOR.validate(rendered(samples.REPORTS[name]))


def test_every_property_is_described_and_every_described_one_is_produced() -> None:
    found = {path for report in samples.REPORTS.values() for path in produced(rendered(report))}
    assert found == dict(described(SCHEMA)).keys()


def test_every_property_has_a_description() -> None:
    assert [path for path, part in described(SCHEMA) if len(part.get("description", "")) < 10] == []


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_a_skipped_check_has_nothing_but_its_outcome() -> None:
    checks = rendered(samples.report(samples.PASSED))["verdicts"][0]["checks"]
    assert checks["impact"] == {"outcome": "skipped"}
    with_more = rendered(samples.report(samples.PASSED))
    with_more["verdicts"][0]["checks"]["impact"]["rule"] = "x"
    assert not VALIDATOR.is_valid(with_more)


def test_a_pass_can_be_explained() -> None:
    problem = rendered(samples.report(samples.PASSED))["verdicts"][0]["checks"]["problem"]
    assert problem["label"] == "Problem"
    assert problem["rule"] == "a group, and what goes wrong for it"
    assert problem["grounds"][0] == {"role": "who", "text": "night nurses", "line": 8, "column": 1}


def test_the_example_of_the_design_keeps_its_order() -> None:
    text = samples.report(samples.REFUSED).by(JsonReporter())
    assert text.startswith('{\n  "schema": "valuegate.report/1",\n  "today": "2026-11-23"')
    assert text.endswith("}\n")


def test_the_report_is_the_same_in_every_style() -> None:
    report = samples.REPORTS["everything"]
    loud = report.by(JsonReporter(), Style(20, color=True, why=True))
    assert loud == report.by(JsonReporter(), Style(quiet=True))


def test_hostile_text_is_kept_and_harmless() -> None:
    text = samples.REPORTS["hostile"].by(JsonReporter())
    assert not UNSAFE.search(text.replace("\n", ""))
    verdict = json.loads(text)["verdicts"][0]
    assert verdict["title"] == samples.HOSTILE.title
    assert verdict["source"] == samples.HOSTILE.source


def test_accents_stay_readable() -> None:
    assert "café" in samples.report(samples.PASSED._replace(title="café")).by(JsonReporter())


def test_every_fault_of_a_policy_is_an_error_of_its_own() -> None:
    errors = rendered(samples.REPORTS["errors"])["errors"]
    assert [(error["source"], error["line"]) for error in errors] == [
        ("valuegate.yaml", 7),
        ("valuegate.yaml", 5),
    ]


def test_the_reporters_are_registered() -> None:
    assert {"text", "json", "jsonl"} <= {reporter.name for reporter in register_reporters()}


def test_there_is_a_module_for_each_reporter_and_the_other_way_round() -> None:
    folder = Path(_data.__file__).parent / "reporters"
    modules = {path.stem for path in folder.glob("*.py")} - {"__init__"}
    assert modules == {reporter.name for reporter in register_reporters()}
