"""What a policy extends: presets, files, plugins; merged, bounded, and never in a circle."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from policy_samples import VALID, fault, faults, load, write
from valuegate.config.disk import NO_FILE
from valuegate.config.layers import MAX_LAYERS, preset_names
from valuegate.errors import PolicyError


class TestExtends:
    def test_mappings_merge_and_lists_replace(self, tmp_path: Path) -> None:
        write(
            tmp_path,
            """\
version: 1
extends: [valuegate:recommended]
checks: {review-date: {allow-relative: true}}
gates:
  ready:
    except: {labels: [ops]}
    require: [problem]
  extra: {enters: [Later], advise: [impact]}
""",
        )
        policy = load(tmp_path)
        ready, done, extra = policy.gates
        assert policy.options["review-date"] == {"max-days": 365, "allow-relative": True}
        assert (ready.require, ready.except_.labels) == (("problem",), ("ops",))
        assert "Bug" in ready.except_.types
        assert "Ready" in ready.enters
        assert (done.name, extra.name, extra.advise) == ("done", "extra", ("impact",))

    def test_later_ones_win_and_the_file_itself_wins_over_all(self, tmp_path: Path) -> None:
        write(tmp_path, f"{VALID}languages: [en]\ntickets: [a]\ntemplates: [a]\n", "a.yaml")
        write(tmp_path, "version: 1\nlanguages: [fr]\ntickets: [b]\n", "b.yaml")
        write(tmp_path, "version: 1\nextends: [./a.yaml, ./b.yaml]\ntickets: [c]\n")
        policy = load(tmp_path)
        assert (policy.languages, policy.tickets, policy.templates) == (("fr",), ("c",), ("a",))

    def test_what_two_extend_counts_once_and_first(self, tmp_path: Path) -> None:
        """So that b, which says nothing of tickets, does not undo what a says."""
        write(tmp_path, f"{VALID}tickets: [base]\n", "base.yaml")
        write(tmp_path, "version: 1\nextends: [./base.yaml]\ntickets: [a]\n", "a.yaml")
        write(tmp_path, "version: 1\nextends: [./base.yaml]\n", "b.yaml")
        write(tmp_path, "version: 1\nextends: [./a.yaml, ./b.yaml]\n")
        policy = load(tmp_path)
        assert policy.tickets == ("a",)
        assert [os.path.basename(name) for name in policy.files] == [
            "base.yaml",
            "a.yaml",
            "b.yaml",
            "valuegate.yaml",
        ]

    def test_a_file_is_relative_to_the_one_that_names_it(self, tmp_path: Path) -> None:
        write(tmp_path, VALID, "shared/base.yaml")
        write(tmp_path, "version: 1\nextends: [../base.yaml]\n", "shared/team/team.yaml")
        write(tmp_path, "version: 1\nextends: [./shared/team/team.yaml]\n")
        policy = load(tmp_path)
        assert policy.origins[("gates", "ready", "enters")].where == "shared/base.yaml:2"
        assert policy.root == str(tmp_path)

    def test_a_preset_of_a_plugin(self, tmp_path: Path) -> None:
        write(tmp_path, "version: 1\nextends: ['acme:product']\n")
        presets = {"acme:product": "version: 1\nextends: [valuegate:starter]\nlanguages: [fr]\n"}
        policy = load(tmp_path, presets=presets)
        assert policy.gates[0].advise == ("evidence", "metric")
        assert policy.origins[("languages",)].where == "acme:product"

    def test_a_fault_in_a_base_file_is_placed_there(self, tmp_path: Path) -> None:
        write(tmp_path, "version: 1\nlanguage: [en]\n", "base.yaml")
        (only,) = faults(tmp_path, f"{VALID}extends: [./base.yaml]\n")
        assert only[:4] == ("base.yaml", 2, 1, "unknown key 'language'")

    def test_faults_of_all_files_come_at_once(self, tmp_path: Path) -> None:
        write(tmp_path, "version: 1\nlanguage: [en]\n", "a.yaml")
        write(tmp_path, "version: [1\n", "b.yaml")
        found = faults(tmp_path, f"{VALID}extends: [./a.yaml, ./b.yaml, ./c.yaml]\nticket: []\n")
        assert [(source, line) for source, line, *_ in found] == [
            ("b.yaml", 1),
            ("valuegate.yaml", 3),
            ("a.yaml", 2),
            ("valuegate.yaml", 4),
        ]

    @pytest.mark.parametrize(
        ("reference", "message", "fix"),
        [
            (
                "valuegate:recomended",
                "there is no preset 'valuegate:recomended'",
                "Did you mean 'valuegate:recommended'? Known: valuegate:discovery, valuegate:recommended, "
                "valuegate:starter, valuegate:strict, acme:product.",
            ),
            ("base.yaml", "there is no preset 'base.yaml'", "Write a file as './base.yaml'."),
            ("./base.yaml", "there is no file 'base.yaml'", "Correct the path, or create the file."),
            ("./", "there is no file '.'", NO_FILE),
        ],
    )
    def test_a_missing_one_is_told_where_it_is_named(
        self, tmp_path: Path, reference: str, message: str, fix: str
    ) -> None:
        text = f"{VALID}extends:\n  - valuegate:starter\n  - {reference}\n"
        assert fault(tmp_path, text, presets={"acme:product": VALID}) == (5, 5, message, fix)

    def test_a_circle_is_told_as_one(self, tmp_path: Path) -> None:
        write(tmp_path, "version: 1\nextends: [./b.yaml]\n", "a.yaml")
        write(tmp_path, "version: 1\nextends: [./valuegate.yaml]\n", "b.yaml")
        (only,) = faults(tmp_path, f"{VALID}extends: [./a.yaml]\n")
        assert only[:4] == (
            "b.yaml",
            2,
            11,
            "policies extend each other in a circle: valuegate.yaml → a.yaml → b.yaml → valuegate.yaml",
        )

    def test_a_link_to_itself_is_a_circle_too(self, tmp_path: Path) -> None:
        (tmp_path / "again.yaml").symlink_to("valuegate.yaml")
        assert "circle" in fault(tmp_path, f"{VALID}extends: [./again.yaml]\n")[2]

    def test_a_preset_cannot_extend_a_file(self, tmp_path: Path) -> None:
        presets = {"acme:x": "version: 1\nextends: [./secret.yaml]\n"}
        (only,) = faults(tmp_path, f"{VALID}extends: ['acme:x']\n", presets=presets)
        assert only[:4] == ("acme:x", 2, 11, "a preset cannot extend the file './secret.yaml'")

    def test_a_chain_without_end_is_cut(self, tmp_path: Path) -> None:
        presets = {f"acme:{n}": f"version: 1\nextends: ['acme:{n + 1}']\n" for n in range(500)}
        (only,) = faults(tmp_path, f"{VALID}extends: ['acme:0']\n", presets=presets)
        assert only[3] == f"more than {MAX_LAYERS} files and presets extend each other"

    def test_a_plugin_cannot_replace_a_preset_that_ships(self, tmp_path: Path) -> None:
        write(tmp_path, "version: 1\nextends: [valuegate:strict]\n")
        presets = {"valuegate:strict": "version: 1\ngates: {}\n"}
        assert len(load(tmp_path, presets=presets).gates) == 2
        assert preset_names(presets).count("valuegate:strict") == 1

    @pytest.mark.parametrize("extends", ["[1, [2], '']", "{a: b}"])
    def test_an_ill_formed_list_is_told_by_the_schema(self, tmp_path: Path, extends: str) -> None:
        found = faults(tmp_path, f"{VALID}extends: {extends}\n")
        assert all("extends" in message or "preset" in message for *_, message, _ in found)

    def test_a_file_called_like_a_preset_is_validated(self, tmp_path: Path) -> None:
        write(tmp_path, f"{VALID}ticket: []\n", "valuegate:x.yaml")
        with pytest.raises(PolicyError, match="unknown key"):
            load(tmp_path, "valuegate:x.yaml")

    @pytest.mark.parametrize("name", ["a\\0b", "\\e[31m", "x" * 5_000, "\\uD800", "/" * 300])
    def test_a_name_that_no_file_can_have_is_told_as_any_other(self, tmp_path: Path, name: str) -> None:
        message = faults(tmp_path, f'{VALID}extends: ["./{name}"]\n')[0][3]
        assert message.isprintable()
        assert len(message) < 120

    def test_a_preset_of_a_plugin_that_is_no_text_is_told(self, tmp_path: Path) -> None:
        presets = {"acme:x": b"version: 1"}
        message = fault(tmp_path, f"{VALID}extends: ['acme:x']\n", presets=presets)[2]
        assert message == "the preset 'acme:x' is not text"
