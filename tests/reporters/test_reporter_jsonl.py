"""The report a line at a time: a verdict as soon as it is known, and the run at last."""

from __future__ import annotations

import json
from typing import Any

import pytest
import report_samples as samples
from jsonschema import Draft202012Validator
from test_reporter_json import SCHEMA

from valuegate.report import Style, Totals
from valuegate.reporters.json import JsonReporter
from valuegate.reporters.jsonl import JsonLinesReporter

RECORD = Draft202012Validator(
    {"$ref": "#/$defs/record", "$defs": SCHEMA["$defs"], "properties": SCHEMA["properties"]}
)


def lines(report: samples.Report) -> list[Any]:
    text = report.by(JsonLinesReporter(), Style(20, color=True, quiet=True))
    assert text.endswith("\n")
    return [json.loads(line) for line in text.split("\n")[:-1]]


@pytest.mark.parametrize("name", samples.REPORTS)
def test_every_line_is_valid(name: str) -> None:
    for line in lines(samples.REPORTS[name]):
        RECORD.validate(line)


@pytest.mark.parametrize("name", samples.REPORTS)
def test_the_lines_say_what_the_object_says(name: str) -> None:
    report = samples.REPORTS[name]
    *verdicts, run = lines(report)
    assert run.pop("kind") == "run"
    assert {**run, "verdicts": verdicts} == json.loads(report.by(JsonReporter()))


def test_a_verdict_does_not_wait_for_the_next() -> None:
    writer = JsonLinesReporter().start(samples.HEAD, Style())
    assert json.loads(writer.add(samples.PASSED))["key"] == "SHOP-9"
    assert json.loads(writer.end(Totals()))["kind"] == "run"


def test_a_line_is_either_a_verdict_or_the_run() -> None:
    verdict, run = lines(samples.report(samples.PASSED))
    assert not RECORD.is_valid({**run, "kind": "ticket"})
    assert not RECORD.is_valid({**verdict, "kind": "run"})
