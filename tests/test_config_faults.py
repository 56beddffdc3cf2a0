"""Every fault of a policy with its place and its mend, all at once, and no other exception."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policy_samples import VALID, fault, faults, load, write
from valuegate.config.disk import LIMIT
from valuegate.config.faults import MAX_FAULTS
from valuegate.config.layers import DEPTH
from valuegate.errors import PolicyError

SAMPLES: list[dict[str, str]] = yaml.safe_load(
    Path(__file__).with_name("config_faults.yaml").read_text(encoding="utf-8")
)


class TestFaults:
    """Each kind with its exact place and its mend."""

    @pytest.mark.parametrize("sample", SAMPLES, ids=[sample["says"] for sample in SAMPLES])
    def test_place_message_and_mend(self, tmp_path: Path, sample: dict[str, str]) -> None:
        line, column, message, fix = fault(tmp_path, sample["policy"].replace("…\n", VALID, 1))
        assert (f"{line}:{column}", message, fix) == (sample["at"], sample["says"], sample["mend"])

    def test_each_missing_key_is_named(self, tmp_path: Path) -> None:
        found = faults(tmp_path, f"{VALID}checks: {{acme-cost: {{pair: {{}}}}}}\n")
        assert [(message, fix) for *_, message, fix in found] == [
            ("the key 'high' is missing in checks.acme-cost.pair", "Add `high`."),
            ("the key 'low' is missing in checks.acme-cost.pair", "Add `low`."),
        ]

    def test_all_at_once_in_the_order_of_the_file(self, tmp_path: Path) -> None:
        text = """\
languages: [de]
gates:
  ready: {enters: [Ready], require: [problm], requires: []}
  done: {require: [impact]}
tickets: none
"""
        found = [(line, column, message) for _, line, column, message, _ in faults(tmp_path, text)]
        assert found == [
            (1, 1, "the key 'version' is missing in the policy"),
            (1, 13, "there is no language pack 'de'"),
            (3, 38, "there is no check 'problm'"),
            (3, 47, "unknown key 'requires' in `gates.ready`"),
            (5, 10, "tickets must be a list, not 'none'"),
            (4, 3, "the gate 'done' does not say which statuses it guards"),
        ]

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("version: 1\ngate: {}\n", "unknown key 'gate'"),
            ("version: 1\nextends: valuegate:starter\n", "extends must be a list, not 'valuegate:starter'"),
            ("version: 1\ngates: ready\n", "gates must be a mapping of keys to values, not 'ready'"),
            (
                "version: 1\ngates: {ready: {entres: [Ready], require: [problem]}}\n",
                "unknown key 'entres' in `gates.ready`",
            ),
            ("version: 1\ngates: {ready: }\n", "gates.ready must be a mapping of keys to values, not empty"),
        ],
    )
    def test_one_mistake_is_told_once(self, tmp_path: Path, text: str, message: str) -> None:
        assert fault(tmp_path, text)[2] == message

    def test_an_empty_file_is_told_how_to_begin(self, tmp_path: Path) -> None:
        assert fault(tmp_path, "# nothing yet\n")[2] == (
            "the policy must be a mapping of keys to values, not empty"
        )

    def test_a_message_repeats_no_control_characters_and_no_novel(self, tmp_path: Path) -> None:
        _, _, message, _ = fault(tmp_path, f'{VALID}"a\\e[31m{"x" * 99}": 1\n')
        assert "\x1b" not in message
        assert len(message) < 100

    def test_a_list_and_a_mapping_are_shown_as_written(self, tmp_path: Path) -> None:
        checks = {"x": {"y": {"enum": [["a"], {"b": True}]}}}
        text = "version: 1\ngates: {ready: {enters: [Ready], require: [x]}}\nchecks: {x: {y: {c: [d, e]}}}\n"
        assert fault(tmp_path, text, checks=checks)[2] == "checks.x.y cannot be {c: [d, e]}"

    def test_thousands_of_faults_end_soon(self, tmp_path: Path) -> None:
        text = VALID + "".join(f"key{number}: 1\n" for number in range(15_000))
        assert len(faults(tmp_path, text)) == MAX_FAULTS

    def test_thousands_of_equal_items_end_soon(self, tmp_path: Path) -> None:
        names = ", ".join(f"a{number}" for number in range(20_000))
        assert fault(tmp_path, f"{VALID}tickets: [{names}, a1]\n")[2] == "tickets names a1 twice"


class TestBounds:
    def test_a_large_file_is_not_parsed(self, tmp_path: Path) -> None:
        assert fault(tmp_path, VALID + "#" * LIMIT)[2] == "the file is larger than 256 KiB"

    def test_a_deep_file_is_not_walked(self, tmp_path: Path) -> None:
        line, _, message, _ = fault(tmp_path, "version: 1\ngates: " + "[" * 20_000)
        assert line == 2
        assert str(DEPTH) in message

    @pytest.mark.parametrize(
        ("text", "line"),
        [
            ("version: 1\ngates: &a {}\ntickets: *a\n", 2),
            ("version: 1\nversion: 1\n", 2),
            ("version: 1\ngates: @here\n", 2),
        ],
    )
    def test_what_the_yaml_reader_refuses_keeps_its_place(self, tmp_path: Path, text: str, line: int) -> None:
        assert fault(tmp_path, text)[0] == line

    def test_what_is_not_utf_8_is_told_with_its_line(self, tmp_path: Path) -> None:
        (tmp_path / "valuegate.yaml").write_bytes(b"version: 1\ngates: \xff\n")
        with pytest.raises(PolicyError) as caught:
            load(tmp_path)
        assert (caught.value.line, caught.value.message) == (2, "the file is not UTF-8 text")

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes")
    def test_a_pipe_is_not_waited_for(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "valuegate.yaml")
        with pytest.raises(PolicyError, match="there is no file"):
            load(tmp_path)

    def test_an_unreadable_file_says_why(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        write(tmp_path, VALID)

        def refuse(*_: Any, **__: Any) -> None:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr("valuegate.config.disk.open", refuse, raising=False)
        with pytest.raises(PolicyError, match="cannot be read: Permission denied"):
            load(tmp_path)


WORDS = st.one_of(
    st.sampled_from(
        [
            "1",
            "ready",
            "Ready",
            "problem",
            "true",
            "./valuegate.yaml",
            "valuegate:starter",
            "",
            "revert",
            "folder",
            "gates.ready",
            "checks",
        ]
    ),
    st.text(max_size=8),
)
NAMES = """
    version extends languages checks gates tickets plugins enters require ready except options labels
    review-date max-days acme-cost rates limit trackers folder path guard tracker mode since fallback
    lock overrides paths checks
"""
KEYS = st.one_of(st.sampled_from(NAMES.split()), st.text(max_size=6))
TREES = st.recursive(
    WORDS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4), max_leaves=12
)
ANY_FOLDER = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


@ANY_FOLDER
@given(tree=st.dictionaries(KEYS, TREES, max_size=5))
def test_any_policy_loads_or_tells_its_faults(tmp_path: Path, tree: dict[str, Any]) -> None:
    _loads_or_tells(tmp_path, json.dumps({"version": 1, **tree}, ensure_ascii=False).encode("utf-8"))


@ANY_FOLDER
@given(trees=st.tuples(*2 * [st.dictionaries(KEYS, TREES, max_size=5)]), locks=st.lists(WORDS, max_size=2))
def test_any_two_policies_load_together_or_tell_their_faults(
    tmp_path: Path, trees: tuple[dict[str, Any], ...], locks: list[str]
) -> None:
    house = {"version": 1, "gates": {"ready": {}}, "lock": locks, **trees[0]}
    write(tmp_path, json.dumps(house), "house.yaml")
    mine = {"version": 1, **trees[1], "extends": ["./house.yaml"]}
    _loads_or_tells(tmp_path, json.dumps(mine).encode("utf-8"))


@ANY_FOLDER
@given(text=st.one_of(st.binary(max_size=80), st.text(max_size=80).map(lambda text: text.encode("utf-8"))))
def test_any_bytes_load_or_tell_their_faults(tmp_path: Path, text: bytes) -> None:
    _loads_or_tells(tmp_path, text)


def _loads_or_tells(folder: Path, data: bytes) -> None:
    (folder / "valuegate.yaml").write_bytes(data)
    try:
        policy = load(folder)
    except PolicyError as error:
        lines = data.count(b"\n") + data.count(b"\r") + 1
        for problem in error.problems:
            assert problem.message
            assert problem.source
            assert 1 <= problem.line <= lines
            assert problem.column >= 1
    else:
        assert policy.gates
        assert all(origin.where for origin in policy.origins.values())
