"""Schema, reader and docs: none may know more than the others."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from policy_samples import GATE, VALID, load, write
from tracker_kinds import KINDS
from valuegate import _data
from valuegate.config.layers import preset_names
from valuegate.config.schema import COMMON, schema_for
from valuegate.policy import Gate, GateOverride, Guard, GuardLabels, Hook, Override, Policy, Waivers

PAGES = Path(__file__).parents[1] / "docs"
DOCS = (PAGES / "policy.md").read_text(encoding="utf-8")
GUARD = (PAGES / "guard.md").read_text(encoding="utf-8")


class TestTheContract:
    """The schema is the contract of editors and of this reader: neither may know more than the other."""

    SCHEMA = json.loads(_data.read("schemas", "policy.schema.json"))

    def test_the_keys_of_the_schema_are_the_fields_of_the_policy(self) -> None:
        keys = set(self.SCHEMA["properties"]) - {"version", "extends", "checks", "plugins"}
        keys |= {"options", *(f"plugins_{key}" for key in self.SCHEMA["properties"]["plugins"]["properties"])}
        assert keys == set(Policy._fields) - {"source", "root", "files", "origins"}

    def test_the_keys_of_a_gate_are_the_fields_of_a_gate(self) -> None:
        gate = self.SCHEMA["$defs"]["gate"]["properties"]
        assert {"except_" if key == "except" else key for key in gate} == set(Gate._fields) - {"name"}
        assert set(gate["except"]["properties"]) == set(Gate("", ()).except_._fields)

    def test_the_keys_of_waivers_and_overrides_are_their_fields(self) -> None:
        defs = self.SCHEMA["$defs"]
        assert set(defs["override"]["properties"]) == set(Override._fields)
        assert set(defs["gate-override"]["properties"]) == set(GateOverride._fields)
        waivers = self.SCHEMA["properties"]["waivers"]["properties"]
        assert {key.replace("-", "_") for key in waivers} == set(Waivers._fields)
        assert waivers["max-days"]["default"] == Waivers().max_days

    def test_the_keys_of_the_hook_are_its_fields_with_the_same_defaults(self) -> None:
        hook = self.SCHEMA["properties"]["hook"]["properties"]
        defaults = {key.replace("-", "_"): said.get("default", ()) for key, said in hook.items()}
        assert defaults == Hook()._asdict()

    def test_the_keys_of_the_guard_are_its_fields_with_the_same_defaults(self) -> None:
        guard = dict(self.SCHEMA["properties"]["guard"]["properties"])
        labels = guard.pop("labels")["properties"]
        assert {key: said["default"] for key, said in labels.items()} == GuardLabels()._asdict()
        fields = Guard()._asdict()
        assert fields.pop("labels") == GuardLabels()
        missing: dict[str, object] = {"since": None}
        defaults = {
            key.replace("-", "_"): said.get("default", missing.get(key, "")) for key, said in guard.items()
        }
        assert defaults == fields

    def test_every_key_has_a_title_a_description_and_an_example(self) -> None:
        """Editors show them."""
        for path, node in _properties(self.SCHEMA):
            assert node.get("title"), path
            assert node.get("description"), path
            assert node.get("examples"), path

    @pytest.mark.parametrize("name", ["policy", "ticket"])
    def test_the_schemas_are_schemas(self, name: str) -> None:
        Draft202012Validator.check_schema(json.loads(_data.read("schemas", f"{name}.schema.json")))

    def test_every_example_and_default_of_the_schema_is_valid(self) -> None:
        for path, node in _properties(self.SCHEMA):
            about = {**node, "$defs": self.SCHEMA["$defs"]}
            for example in [*node.get("examples", ()), *([node["default"]] if "default" in node else ())]:
                assert list(Draft202012Validator(about).iter_errors(example)) == [], path

    def test_the_policy_of_the_docs_is_valid(self, tmp_path: Path) -> None:
        blocks = [block.partition("```")[0] for block in DOCS.split("```yaml\n")[1:]]
        assert len(blocks) > 20
        write(tmp_path, VALID, "teams/payments.yaml")
        for block in blocks:
            gate = "" if block.startswith("gates:") or "\ngates:" in block or "extends:" in block else GATE
            write(tmp_path, ("" if "version:" in block else "version: 1\n") + gate + block)
            load(tmp_path, trackers=KINDS, presets={"acme-valuegate:product": VALID})

    def test_the_policies_of_the_page_of_the_guard_are_valid(self, tmp_path: Path) -> None:
        blocks = [block.partition("```")[0] for block in GUARD.split("```yaml\n")[1:]]
        assert blocks
        for block in blocks:
            write(tmp_path, block)
            load(tmp_path, trackers=KINDS)

    def test_the_docs_know_every_key_and_no_other(self) -> None:
        documented = {line.split("`")[1] for line in DOCS.splitlines() if line.startswith("### `")}
        assert documented == {".".join(path) for path, _ in _properties(self.SCHEMA)}

    def test_the_docs_name_every_preset(self) -> None:
        documented = {line.split("`")[1] for line in DOCS.splitlines() if line.startswith("| `valuegate:")}
        assert documented == set(preset_names({}))

    def test_registered_checks_replace_those_that_editors_know(self) -> None:
        schema = schema_for({"mine": {}}, ("en",), {"yours": {}})
        assert set(schema["$defs"]["options"]["properties"]) == {"mine"}
        assert schema["$defs"]["checks"]["items"]["enum"] == ["mine"]
        assert set(schema["$defs"]["trackers"]["properties"]) == {"yours"}


def _properties(schema: dict[str, Any]) -> list[tuple[tuple[str, ...], dict[str, Any]]]:
    """Every key that a policy may have, by its path. NAME is any gate, and ID any check."""
    found: dict[tuple[str, ...], dict[str, Any]] = {}

    def whole(node: dict[str, Any]) -> dict[str, Any]:
        return {**schema["$defs"].get(node.get("$ref", "").rpartition("/")[2], {}), **node}

    def walk(node: dict[str, Any], path: tuple[str, ...]) -> None:
        for key, child in whole(node).get("properties", {}).items():
            found[(*path, key)] = whole(child)
            if key not in ("checks", "options"):
                walk(child, (*path, key))

    walk(schema, ())
    walk(schema["$defs"]["gate"], ("gates", "NAME"))
    walk(schema["$defs"]["override"], ("overrides[]",))
    walk(schema["$defs"]["gate-override"], ("overrides[]", "gates", "NAME"))
    for check, options in schema["$defs"]["options"]["properties"].items():
        for name, option in whole(options)["properties"].items():
            found["checks", "ID" if name in COMMON else check, name] = whole(option)
    return list(found.items())
