"""The presets that ship: each loads, keeps to the schema, and says what the docs say of it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from valuegate import config, yaml_source
from valuegate.config.schema import Checks, broken_rules, schema_for, typed
from valuegate.policy import Policy

CHECKS: Checks = {
    "problem": {},
    "evidence": {},
    "impact": {},
    "open-question": {},
    "metric": {"baseline-pending": {"type": "string", "enum": ["fail", "pass"]}},
    "review-date": {
        "max-days": {"type": "integer", "minimum": 1},
        "allow-relative": {"type": "boolean"},
        "date-order": {"type": "string", "enum": ["auto", "day-first", "month-first"]},
    },
}
LANGUAGES = ("en", "fr")
FOLDER = os.path.join(os.path.dirname(os.path.abspath(config.__file__)), os.pardir, "presets")
NAMES = sorted(name.removesuffix(".yaml") for name in os.listdir(FOLDER))
FOUR = ("problem", "evidence", "metric", "review-date")


def load(folder: Path, name: str) -> Policy:
    (folder / "valuegate.yaml").write_text(f"version: 1\nextends: [valuegate:{name}]\n", encoding="utf-8")
    return config.load_policy(start=str(folder), checks=CHECKS, languages=LANGUAGES)


def test_there_are_four() -> None:
    assert NAMES == ["discovery", "recommended", "starter", "strict"]


@pytest.mark.parametrize("name", NAMES)
def test_each_keeps_to_the_schema(name: str) -> None:
    """Nobody validates them at run time, so this test does."""
    text = Path(FOLDER, f"{name}.yaml").read_text(encoding="utf-8")
    document = yaml_source.load(text, name=name, max_bytes=10_000)
    schema = schema_for(CHECKS, LANGUAGES, {})
    assert list(broken_rules(typed(document.value, schema, document.quoted), schema)) == []


@pytest.mark.parametrize("name", NAMES)
def test_each_serves_alone(name: str, tmp_path: Path) -> None:
    policy = load(tmp_path, name)
    assert policy.languages == LANGUAGES
    assert all(gate.enters and (gate.require or gate.advise) for gate in policy.gates)


@pytest.mark.parametrize("name", NAMES)
def test_no_status_is_in_two_gates(name: str, tmp_path: Path) -> None:
    statuses = [status for gate in load(tmp_path, name).gates for status in gate.enters]
    assert len(statuses) == len(set(statuses))


@pytest.mark.parametrize("name", NAMES)
def test_a_task_is_judged(name: str, tmp_path: Path) -> None:
    """In many trackers it is the default type: exempting it would open the gate."""
    assert all("Task" not in gate.except_.types for gate in load(tmp_path, name).gates)


def test_recommended(tmp_path: Path) -> None:
    ready, done = load(tmp_path, "recommended").gates
    assert (ready.name, ready.require, ready.advise) == ("ready", FOUR, ())
    assert {"Ready", "In Progress", "Prêt", "En cours"} <= set(ready.enters)
    assert (done.name, done.require) == ("done", ("impact",))
    assert done.except_ == ready.except_


def test_starter_only_advises_evidence_and_metric(tmp_path: Path) -> None:
    (ready,) = load(tmp_path, "starter").gates
    assert (ready.require, ready.advise) == (("problem", "review-date"), ("evidence", "metric"))


def test_strict_asks_for_the_whole_case_again_before_closing(tmp_path: Path) -> None:
    policy = load(tmp_path, "strict")
    ready, done = policy.gates
    assert ready.require == FOUR
    assert {*done.require, *done.advise} == {*FOUR, "impact"}
    assert "review-date" in done.advise, "its day has come by then: a past one must not refuse the closing"
    assert ready.except_.labels == ()
    assert policy.options["review-date"]["max-days"] == 180


def test_discovery_puts_a_gate_before_those_of_recommended(tmp_path: Path) -> None:
    policy = load(tmp_path, "discovery")
    discovery, *others = policy.gates
    assert discovery.require == ("problem", "open-question", "review-date")
    assert tuple(others) == load(tmp_path, "recommended").gates
    assert policy.options_at(discovery, "metric") == {"baseline-pending": "pass"}
    assert policy.options_at(others[0], "metric") == {}
