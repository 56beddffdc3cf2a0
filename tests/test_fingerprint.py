"""The fingerprint of a policy changes with what decides a verdict, and with nothing else."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policy_samples import Kind, load, write
from valuegate import fingerprint as module
from valuegate import language
from valuegate.fingerprint import fingerprint
from valuegate.plugins import Registry

TRACKERS = {
    "folder": Kind(
        "folder",
        {
            "path": {"type": "string", "default": ""},
            "fields": {"type": "object", "default": {"Metric": "Goal"}, "x-decides": True},
        },
    ),
    "jira": Kind("jira", {"fields": {"type": "object", "default": {}, "x-decides": True}}),
}
OWNERS = {"problem": "valuegate", "acme-cost": "acme-valuegate 1.2"}
BASE: dict[str, Any] = {
    "version": 1,
    "languages": ["en", "fr"],
    "checks": {"metric": {"baseline-pending": "fail"}, "impact": {"field": "Result"}},
    "gates": {
        "ready": {
            "enters": ["Ready", "In Progress"],
            "types": ["Story", "Epic"],
            "projects": ["SHOP", "PAY"],
            "except": {"labels": ["chore"], "types": ["Bug", "Spike"], "projects": ["OPS"]},
            "require": ["problem", "metric"],
            "advise": ["acme-cost"],
            "options": {"acme-cost": {"share": 0.5, "marks": [1, 2]}},
        },
        "done": {"enters": ["Closed"], "require": ["evidence"]},
    },
    "waivers": {"people": ["ana", "ben"], "max-days": 90, "checks": ["problem"]},
    "overrides": [
        {"paths": ["a/**"], "checks": {"metric": {"baseline-pending": "pass"}}},
        {
            "paths": ["b/**"],
            "gates": {"ready": {"require": ["problem"], "options": {"metric": {"field": "M"}}}},
        },
    ],
    "trackers": {"folder": {"path": "tickets"}},
    "guard": {"mode": "observe"},
}


def of(folder: Path, policy: dict[str, Any], owners: dict[str, str] = OWNERS) -> str:
    write(folder, json.dumps(policy))
    registry = Registry({}, {}, {}, {}, (), (), owners, TRACKERS)
    return fingerprint(load(folder, trackers=TRACKERS), registry)


def changed(path: str, value: Any) -> dict[str, Any]:
    """The policy with another value at a path of keys; None takes the key out."""
    policy: dict[str, Any] = json.loads(json.dumps(BASE))
    *above, last = [int(key) if key.isdigit() else key for key in path.split("/")]
    node: Any = policy
    for key in above:
        node = node.setdefault(key, {}) if isinstance(node, dict) else node[key]
    if value is None:
        del node[last]
    else:
        node[last] = value
    return policy


def test_it_is_twelve_hex_digits(tmp_path: Path) -> None:
    assert re.fullmatch("[0-9a-f]{12}", of(tmp_path, BASE))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("gates/ready/enters", ["Ready"]),
        ("gates/ready/enters", ["Ready", "In Progress", "category:started"]),
        ("gates/ready/teams", ["ENG"]),
        ("gates/ready/types", ["Story"]),
        ("gates/ready/types", None),
        ("gates/ready/projects", ["SHOP"]),
        ("gates/ready/except/labels", []),
        ("gates/ready/except/types", ["Bug"]),
        ("gates/ready/except/projects", None),
        ("gates/ready/require", ["problem"]),
        ("gates/ready/advise", []),
        ("gates/ready/options/acme-cost/share", 0.6),
        ("gates/ready/options/acme-cost/marks", [2, 1]),
        ("gates/late", {"enters": ["Late"], "require": ["problem"]}),
        ("gates/done", None),
        ("checks/metric/baseline-pending", "pass"),
        ("checks/metric/labels", ["Goal"]),
        ("languages", ["en"]),
        ("waivers/people", ["ana"]),
        ("waivers/people", []),
        ("waivers/people", None),
        ("waivers/max-days", 30),
        ("waivers/checks", []),
        ("overrides/0/paths", ["c/**"]),
        ("overrides/0/checks/metric/baseline-pending", "fail"),
        ("overrides/1/gates/ready/require", []),
        ("overrides/1/gates/ready/require", None),
        ("overrides/1/gates/ready/advise", []),
        ("overrides/1/gates/ready/options/metric/field", "N"),
        ("overrides", BASE["overrides"][::-1]),
        ("trackers/folder/fields", {"Metric": "Success"}),  # a ticket says another thing by it
        ("trackers", {"jira": {}}),
    ],
)
def test_what_decides_a_verdict_changes_it(tmp_path: Path, path: str, value: Any) -> None:
    assert of(tmp_path, changed(path, value)) != of(tmp_path, BASE)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("guard", {"mode": "revert", "since": "2026-12-01", "contact": "ana", "fallback": "Backlog"}),
        ("guard/labels", {"failing": "no-case"}),
        ("trackers/folder/path", "elsewhere"),
        ("trackers/folder/fields", {"Metric": "Goal"}),  # its default
        ("tickets", ["docs/*.md"]),
        ("templates", []),
        ("hook", {"keys": ["SHOP"], "require-key": True}),
        ("plugins", {"disable": ["acme-other"]}),
        ("checks/impact", {"field": "Outcome"}),  # no gate asks for it
        ("gates/ready/enters", ["in-progress", "READY"]),
        ("gates/ready/require", ["metric", "problem"]),
        ("gates/ready/teams", ["SHOP"]),  # a project of the gate already
        ("gates/ready/except/types", ["spike", "bug"]),
        ("waivers/people", ["Ben", "ana"]),
    ],
)
def test_what_decides_none_does_not(tmp_path: Path, path: str, value: Any) -> None:
    assert of(tmp_path, changed(path, value)) == of(tmp_path, BASE)


def test_which_gate_comes_first_changes_it(tmp_path: Path) -> None:
    """It judges what has no status."""
    gates = dict(reversed(BASE["gates"].items()))
    assert of(tmp_path, {**BASE, "gates": gates}) != of(tmp_path, BASE)


def test_the_version_changes_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = of(tmp_path, BASE)
    monkeypatch.setattr(module, "__version__", "0.0.0")
    assert of(tmp_path, BASE) != before


def test_the_version_of_a_plugin_counts_if_a_gate_asks_for_its_check(tmp_path: Path) -> None:
    before = of(tmp_path, BASE)
    assert of(tmp_path, BASE, {**OWNERS, "acme-cost": "acme-valuegate 1.3"}) != before
    assert of(tmp_path, BASE, {**OWNERS, "acme-colour": "acme-valuegate 1.3"}) == before


def test_where_it_was_said_does_not_count(tmp_path: Path) -> None:
    before = of(tmp_path, BASE)
    write(tmp_path, json.dumps(BASE), "house/base.yaml")
    assert of(tmp_path, {"version": 1, "extends": ["./house/base.yaml"]}) == before
    assert of(tmp_path / "house", BASE) == before


def test_a_pack_of_ones_own_counts_by_what_it_says(tmp_path: Path) -> None:
    def seen(place: str, text: str) -> str:
        language.load.cache_clear()
        write(tmp_path, text, f"{place}/xx.toml")
        return of(tmp_path / place, {**BASE, "languages": ["./xx.toml"]})

    pack = 'code = "xx"\nname = "X"\n'
    assert seen("one", pack) == seen("two", f"# ours\n{pack}") != seen("two", pack.replace('"X"', '"Y"'))
    language.load.cache_clear()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_the_order_of_keys_never_counts(tmp_path: Path, data: st.DataObject) -> None:
    def shuffled(node: Any, path: tuple[str, ...] = ()) -> Any:
        if isinstance(node, list):
            return [shuffled(item, (*path, "")) for item in node]
        if not isinstance(node, dict):
            return node
        keys = list(node) if path == ("gates",) else data.draw(st.permutations(list(node)))
        return {key: shuffled(node[key], (*path, key)) for key in keys}

    assert of(tmp_path, shuffled(BASE)) == of(tmp_path, BASE)
