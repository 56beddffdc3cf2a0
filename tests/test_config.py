"""Finding and reading a policy: what arrives, and how its values are typed."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from policy_samples import VALID, Kind, fault, faults, load, write
from valuegate import cache, trackers
from valuegate.config import Plugins, find, plugins_of
from valuegate.config.schema import typed
from valuegate.errors import PolicyError, UsageError
from valuegate.policy import Gate, Guard, GuardLabels, Origin


class TestFinding:
    def test_the_nearest_above_serves(self, tmp_path: Path) -> None:
        path = write(tmp_path, VALID)
        inner = tmp_path / "a" / "b"
        inner.mkdir(parents=True)
        assert find(str(inner)) == str(path)
        policy = load(inner)
        assert policy.source == os.path.join("..", "..", "valuegate.yaml")
        assert policy.root == str(tmp_path)

    def test_without_a_file_the_recommended_preset_serves(self, tmp_path: Path) -> None:
        policy = load(tmp_path)
        assert policy.source == "valuegate:recommended"
        assert policy.root == str(tmp_path)
        assert policy.files == ()
        assert [gate.name for gate in policy.gates] == ["ready", "done"]
        assert policy.origins[("gates", "done", "require")] == Origin(["impact"], "valuegate:recommended")

    def test_a_file_may_be_named(self, tmp_path: Path) -> None:
        path = write(tmp_path, VALID, "policies/team.yaml")
        policy = load(tmp_path, "policies/team.yaml")
        assert (policy.source, policy.root) == ("policies/team.yaml", str(path.parent))
        assert load(tmp_path, str(path)).source == str(path)

    def test_a_named_file_that_is_not_there_is_wrong_usage(self, tmp_path: Path) -> None:
        with pytest.raises(UsageError, match=r"no policy file 'team\.yaml'"):
            load(tmp_path, "team.yaml")

    def test_a_yml_is_not_silently_ignored(self, tmp_path: Path) -> None:
        write(tmp_path, VALID, "valuegate.yml")
        with pytest.raises(PolicyError) as caught:
            load(tmp_path)
        assert caught.value.source == "valuegate.yml"
        assert caught.value.fix == "Rename it to valuegate.yaml."

    def test_a_yml_beside_the_policy_does_no_harm(self, tmp_path: Path) -> None:
        write(tmp_path, "broken: [", "valuegate.yml")
        write(tmp_path, VALID)
        assert load(tmp_path).source == "valuegate.yaml"

    def test_a_link_that_leads_nowhere_is_an_error_and_no_preset(self, tmp_path: Path) -> None:
        (tmp_path / "valuegate.yaml").symlink_to(tmp_path / "gone.yaml")
        with pytest.raises(PolicyError) as caught:
            load(tmp_path)
        assert (caught.value.message, caught.value.line) == ("there is no file 'valuegate.yaml'", 1)


class TestReading:
    def test_everything_arrives(self, tmp_path: Path) -> None:
        path = write(
            tmp_path,
            """\
# yaml-language-server: $schema=policy.schema.json
version: 1
languages: [fr]
checks:
  review-date: {max-days: 180, allow-relative: false, date-order: day-first, labels: [Bilan]}
gates:
  ready:
    enters: [Ready, "180"]
    types: [Story]
    projects: [SHOP]
    teams: [ENG]
    except: {labels: [chore], types: [Bug], projects: [OPS], teams: [DES]}
    require: [problem, review-date]
    advise: [evidence, problem]
    options: {review-date: {allow-relative: true}}
tickets: ["t/*.md"]
templates: []
plugins: {require: [acme], disable: [other]}
""",
        )
        policy = load(tmp_path)
        (gate,) = policy.gates
        assert gate == Gate(
            "ready",
            ("Ready", "180"),
            ("Story",),
            ("SHOP",),
            ("ENG",),
            (("chore",), ("Bug",), ("OPS",), ("DES",)),  # type: ignore[arg-type]  # equal as tuples are
            ("problem", "review-date"),
            ("evidence",),
            {"review-date": {"allow-relative": True}},
        )
        assert policy.options["review-date"] == {
            "max-days": 180,
            "allow-relative": False,
            "date-order": "day-first",
            "labels": ["Bilan"],
        }
        assert policy.languages == ("fr",)
        assert (policy.tickets, policy.templates) == (("t/*.md",), ())
        assert (policy.plugins_require, policy.plugins_disable) == (("acme",), ("other",))
        assert policy.files == (str(path),)

    def test_what_is_left_out_has_a_default(self, tmp_path: Path) -> None:
        write(tmp_path, VALID)
        policy = load(tmp_path)
        assert policy.languages == ("en", "fr")
        assert policy.tickets == ("tickets/**/*.md",)
        assert policy.origins[("tickets",)].where == "default"

    def test_a_byte_order_mark_and_windows_lines_are_read(self, tmp_path: Path) -> None:
        write(tmp_path, "\ufeff" + VALID.replace("\n", "\r\n"))
        assert load(tmp_path).gates[0].enters == ("Ready",)

    def test_each_value_knows_where_it_was_said(self, tmp_path: Path) -> None:
        write(tmp_path, "version: 1\nlanguages: [en]\n", "base.yaml")
        write(
            tmp_path,
            "version: 1\nextends: [valuegate:starter, ./base.yaml]\n"
            "checks:\n  metric:\n    labels:\n      - KPI\n",
        )
        origins = load(tmp_path).origins
        assert origins[("checks", "metric", "labels")] == Origin(["KPI"], "valuegate.yaml:5")
        assert origins[("languages",)] == Origin(["en"], "base.yaml:2")
        assert origins[("gates", "ready", "advise")].where == "valuegate:starter"
        assert origins[("extends",)].where == "valuegate.yaml:2"
        assert origins[("checks", "review-date", "max-days")] == Origin(365, "valuegate:starter")


class TestScalars:
    """Typed by the schema, never by YAML 1.1."""

    @pytest.mark.parametrize(
        ("option", "written", "value"),
        [
            ("share", "1", 1),
            ("share", "0.25", 0.25),
            ("limit", "7", 7),
            ("limit", "none", "none"),
            ("owner", "", None),
            ("owner", "ana", "ana"),
            ("owner", "'null'", "null"),
            ("rates", "{low: 0.5, high: -2}", {"low": 0.5, "high": -2}),
            ("steps", "2", 2),
            ("steps", "true", True),
            ("steps", "0.5", 0.5),
            ("code", "NO", "NO"),
        ],
    )
    def test_a_plugin_gets_what_its_schema_says(
        self, tmp_path: Path, option: str, written: str, value: Any
    ) -> None:
        write(tmp_path, f"{VALID}checks: {{acme-cost: {{{option}: {written}}}}}\n")
        assert load(tmp_path).options["acme-cost"] == {option: value}

    @pytest.mark.parametrize("word", ["no", "2027-02-30", "1_000", "0x10", "1e9", "true", "12"])
    def test_a_name_stays_the_text_that_it_is(self, tmp_path: Path, word: str) -> None:
        write(tmp_path, f"version: 1\ngates: {{ready: {{enters: [{word}], require: [problem]}}}}\n")
        assert load(tmp_path).gates[0].enters == (word,)

    @pytest.mark.parametrize(
        ("word", "mend"),
        [("no", "false"), ("Yes", "true"), ("on", "true"), ("True", "true"), ('"false"', "false")],
    )
    def test_only_true_and_false_are_booleans(self, tmp_path: Path, word: str, mend: str) -> None:
        text = f"{VALID}checks:\n  review-date:\n    allow-relative: {word}\n"
        shown = word.strip('"')
        assert fault(tmp_path, text) == (
            5,
            21,
            f"checks.review-date.allow-relative must be true or false, not '{shown}'",
            f"Write {mend}, without quotes: nothing else is read.",
        )

    def test_a_boolean_that_nobody_can_guess(self, tmp_path: Path) -> None:
        *_, fix = fault(tmp_path, f"{VALID}checks: {{review-date: {{allow-relative: maybe}}}}\n")
        assert fix.startswith("Write true or false,")

    def test_a_schema_that_refers_to_itself_ends(self) -> None:
        tree: dict[str, Any] = {"type": "object", "additionalProperties": {"$ref": "#/$defs/tree"}}
        schema = {"$ref": "#/$defs/tree", "$defs": {"tree": {"anyOf": [{"$ref": "#/$defs/tree"}, tree]}}}
        assert typed({"a": {"b": "1"}}, schema, ()) == {"a": {"b": "1"}}

    def test_a_reference_to_nowhere_types_nothing(self) -> None:
        assert typed("1", {"$ref": "#/$defs/gone", "$defs": {}}, ()) == "1"


class TestPlugins:
    def test_they_are_known_before_any_is_loaded(self, tmp_path: Path) -> None:
        write(tmp_path, "version: 1\nplugins: {require: [base], disable: [old]}\n", "base.yaml")
        write(tmp_path, "version: 1\nextends: ['acme:x', ./base.yaml]\nplugins: {require: [acme]}\n")
        assert plugins_of(start=str(tmp_path)) == Plugins(("acme",), ("old",))

    @pytest.mark.parametrize("text", ["", "[", "plugins: []", "plugins: {require: acme, disable: [[a]]}"])
    def test_a_broken_policy_says_nothing_of_them(self, tmp_path: Path, text: str) -> None:
        write(tmp_path, text)
        assert plugins_of(start=str(tmp_path)) == Plugins()

    def test_without_a_file_there_are_none(self, tmp_path: Path) -> None:
        assert plugins_of(start=str(tmp_path)) == Plugins()


def test_a_start_without_a_file_loads_no_validator(tmp_path: Path) -> None:
    """jsonschema costs more than all else together, and the presets are known to be valid."""
    code = (
        "import sys; from valuegate.config import load_policy;"
        f"load_policy(start={str(tmp_path)!r}, checks={{}}, languages=['en', 'fr']);"
        "sys.exit('jsonschema' in sys.modules or 'difflib' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


class TestTheGuard:
    TRACKERS = "trackers: {jira: {site: https://acme.atlassian.net, pages: 20}}\n"

    def test_nothing_said_is_a_guard_that_only_looks(self, tmp_path: Path) -> None:
        write(tmp_path, VALID)
        policy = load(tmp_path)
        assert (policy.guard, policy.trackers) == (Guard(), {})
        assert (policy.guard.mode, policy.guard.since) == ("observe", None)

    def test_every_key_arrives_in_its_type(self, tmp_path: Path) -> None:
        text = """\
guard:
  tracker: jira
  mode: revert
  since: 2026-12-01
  fallback: Backlog
  max-moves-per-run: 5
  max-moves-per-ticket: 1
  finished: move
  labels: {failing: no-case}
  contact: "#quality"
  journal: guard.sqlite
  retention-days: 30
  people: names
"""
        write(tmp_path, VALID + self.TRACKERS + text)
        policy = load(tmp_path)
        labels = GuardLabels(failing="no-case")
        day = date(2026, 12, 1)
        assert policy.guard == Guard(
            "jira", "revert", day, "Backlog", 5, 1, "move", labels, "#quality", "guard.sqlite", 30, "names"
        )
        assert policy.trackers == {"jira": {"site": "https://acme.atlassian.net", "pages": 20}}

    def test_the_only_tracker_need_not_be_named(self, tmp_path: Path) -> None:
        write(tmp_path, f"{VALID}{self.TRACKERS}guard: {{mode: warn}}\n")
        assert load(tmp_path).guard.tracker == "jira"

    def test_a_tracker_without_options_has_an_origin(self, tmp_path: Path) -> None:
        write(tmp_path, f"{VALID}trackers: {{folder: {{}}}}\n")
        policy = load(tmp_path)
        assert policy.trackers == {"folder": {}}
        assert policy.origins["trackers", "folder"] == Origin({}, "valuegate.yaml:3")

    def test_an_option_of_a_tracker_may_stand_in_any_layer(self, tmp_path: Path) -> None:
        write(tmp_path, "version: 1\ntrackers: {jira: {site: https://acme.atlassian.net}}\n", "house.yaml")
        write(tmp_path, f"{VALID}extends: [./house.yaml]\ntrackers: {{jira: {{pages: 5}}}}\n")
        assert load(tmp_path).trackers["jira"] == {"site": "https://acme.atlassian.net", "pages": 5}

    def test_a_quoted_day_is_a_day(self, tmp_path: Path) -> None:
        write(tmp_path, f"{VALID}guard: {{since: '2026-12-01'}}\n")
        assert load(tmp_path).guard.since == date(2026, 12, 1)

    def test_what_a_preset_says_is_told_where_it_lacks_something(self, tmp_path: Path) -> None:
        write(tmp_path, "version: 1\nguard: {mode: revert}\n", "house.yaml")
        ((source, *_),) = faults(tmp_path, f"{VALID}extends: [./house.yaml]\n")
        assert source == "house.yaml"
        write(tmp_path, f"{VALID}extends: [./house.yaml]\nguard: {{since: 2026-12-01}}\n")
        assert load(tmp_path).guard.mode == "revert"

    @pytest.mark.parametrize("key", ["token", "api-key", "apiKey", "personal_access_tokens", "Password"])
    def test_no_message_repeats_a_secret(self, tmp_path: Path, key: str) -> None:
        options = {key: {"type": "integer"}}
        text = f"{VALID}trackers: {{jira: {{{key}: hunter2}}}}\n"
        (told,) = faults(tmp_path, text, trackers={"jira": Kind("jira", options)})
        assert "hunter2" not in str(told)
        assert "valuegate login" in told[-1]

    def test_a_kind_that_ships_is_not_asked_once_the_policy_is_kept(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Its options are in a package that a check does not need."""
        asked: list[str] = []

        def module(kind: trackers.BuiltIn) -> SimpleNamespace:
            asked.append(kind.name)
            return SimpleNamespace(OPTIONS={})

        monkeypatch.setattr(trackers.BuiltIn, "_module", module)
        cache.turn_on(str(tmp_path / "kept"))
        write(tmp_path, f"{VALID}trackers: {{jira: {{}}}}\n")
        for _ in range(2):
            assert load(tmp_path, trackers={"jira": trackers.BuiltIn("jira")}).trackers == {"jira": {}}
        cache.turn_off()
        assert asked == ["jira"]

    def test_a_policy_without_trackers_asks_no_kind_of_tracker_once_it_is_kept(self, tmp_path: Path) -> None:
        """What its options are may be in a module that nobody else needs."""

        class Heavy(Kind):
            @property
            def options(self) -> Mapping[str, Mapping[str, Any]]:
                asked.append(self.name)
                return {}

            @options.setter
            def options(self, value: Mapping[str, Mapping[str, Any]]) -> None:
                pass

        asked: list[str] = []
        cache.turn_on(str(tmp_path / "kept"))
        write(tmp_path, VALID)
        for _ in range(2):
            load(tmp_path, trackers={"jira": Heavy("jira", {})})
        cache.turn_off()
        assert asked == ["jira"]


def test_a_category_may_stand_among_statuses(tmp_path: Path) -> None:
    write(tmp_path, "version: 1\ngates: {ready: {enters: [Ready, category:started], require: [problem]}}\n")
    assert load(tmp_path).gates[0].enters == ("Ready", "category:started")
