"""A policy that an earlier start resolved serves again, until anything that it was made of has changed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from policy_samples import CHECKS, GATE, VALID, Kind, load, write
from valuegate import cache, config, language
from valuegate.config import Plugins, load_policy, plugins_of
from valuegate.errors import PolicyError
from valuegate.policy import Policy

RICH = """\
version: 1
extends: [valuegate:recommended, ./team/base.yaml]
languages: [fr, en]
checks:
  review-date: {max-days: 180, allow-relative: true}
  acme-cost: {share: 0.5, limit: none, owner: null, marks: [1, 2.5]}
gates:
  ready: {enters: [Ready, Prêt], except: {labels: [chore]}, require: [problem, acme-cost], advise: [impact]}
  done: {enters: [Closed], types: [Story], require: [impact], options: {metric: {baseline-pending: pass}}}
tickets: ["tickets/**/*.md"]
waivers: {people: [ana], max-days: 30}
trackers: {folder: {}, jira: {site: https://acme.atlassian.net}}
lock: [waivers.people]
guard: {tracker: jira, mode: revert, since: 2026-12-01, labels: {failing: no}}
plugins: {require: [acme], disable: [legal]}
"""
BASE = "version: 1\nextends: [valuegate:starter]\nplugins: {disable: [older]}\ntemplates: [x.yml]\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path) -> Iterator[Path]:
    cache.turn_on(str(tmp_path / "kept"))
    (tmp_path / "repository").mkdir()
    yield tmp_path / "repository"
    cache.turn_off()


@pytest.fixture
def only_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on, a policy that is not kept cannot be had."""
    monkeypatch.setattr(config, "_layers", lambda *_: pytest.fail("read anew"))


def both(folder: Path, path: str | None = None, **others: Any) -> tuple[Policy, Policy]:
    """The policy as it is read anew, and as it is kept then."""
    first = load(folder, path, **others)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(config, "_layers", lambda *_: pytest.fail("read anew"))
        return first, load(folder, path, **others)


def rich(folder: Path) -> Path:
    write(folder, BASE, "team/base.yaml")
    return write(folder, RICH)


def test_a_kept_policy_is_the_policy_with_all_its_origins(folder: Path) -> None:
    rich(folder)
    first, again = both(folder)
    assert again == first
    assert again.origins == first.origins
    assert repr(again) == repr(first)  # 1 is not True, and a tuple no list


def test_the_preset_that_serves_without_a_file_is_kept_too(folder: Path) -> None:
    first, again = both(folder)
    assert (again, again.source) == (first, "valuegate:recommended")


@pytest.mark.usefixtures("only_kept")
def test_a_first_start_has_nothing_kept(folder: Path) -> None:
    with pytest.raises(pytest.fail.Exception, match="read anew"):
        load(folder)


def test_what_it_says_of_plugins_is_known_before_they_are(folder: Path) -> None:
    rich(folder)
    first = plugins_of(start=str(folder))
    load(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(config, "_layers", lambda *_: pytest.fail("read anew"))
        assert plugins_of(start=str(folder)) == first == Plugins(("acme",), ("legal",))


@pytest.mark.parametrize("name", ["valuegate.yaml", "team/base.yaml"])
def test_a_change_of_any_file_counts_at_once(folder: Path, name: str) -> None:
    rich(folder)
    load(folder)
    path = folder / name
    before = path.stat()
    path.write_bytes(
        path.read_bytes().replace(b"x.yml", b"y.yml").replace(b"max-days: 180", b"max-days: 181")
    )
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    policy = load(folder)
    assert (policy.templates == ("y.yml",)) == (name == "team/base.yaml")
    assert (policy.options["review-date"]["max-days"] == 181) == (name == "valuegate.yaml")


def test_a_file_that_became_wrong_or_went_is_told(folder: Path) -> None:
    rich(folder)
    load(folder)
    write(folder, "version: 2\n", "team/base.yaml")
    with pytest.raises(PolicyError):
        load(folder)
    (folder / "team" / "base.yaml").unlink()
    with pytest.raises(PolicyError):
        load(folder)


def test_a_policy_with_a_fault_is_never_kept(folder: Path) -> None:
    write(folder, "version: 1\n")
    for _ in range(2):
        with pytest.raises(PolicyError):
            load(folder)


@pytest.mark.parametrize(
    "others",
    [
        {"checks": {**CHECKS, "problem": {"new": {"type": "integer"}}}},
        {"languages": ("en",)},
        {"presets": {"acme:house": VALID}},
        {"trackers": {"folder": Kind("folder", {"depth": {"type": "integer"}})}},
    ],
    ids=["checks", "languages", "presets", "trackers"],
)
def test_other_plugins_or_packs_read_it_anew(folder: Path, others: dict[str, Any]) -> None:
    write(folder, f"{VALID}trackers: {{folder: {{}}}}\n")
    load(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(config, "_layers", lambda *_: pytest.fail("read anew"))
        with pytest.raises(pytest.fail.Exception, match="read anew"):
            load(folder, **others)


def test_a_preset_of_a_plugin_that_changed_counts(folder: Path) -> None:
    write(folder, "version: 1\nextends: [acme:house]\n")
    for status in ("Ready", "Doing"):
        text = f"version: 1\ngates: {{ready: {{enters: [{status}], require: [problem]}}}}\n"
        policy, again = both(folder, presets={"acme:house": text})
        assert policy.gates[0].enters == again.gates[0].enters == (status,)


def test_names_in_messages_are_as_seen_from_each_folder(folder: Path) -> None:
    write(folder, VALID)
    (folder / "inner").mkdir()
    assert both(folder)[1].source == "valuegate.yaml"
    assert both(folder / "inner")[1].source == os.path.join("..", "valuegate.yaml")


def test_a_pack_of_ones_own_is_looked_at_each_time(folder: Path) -> None:
    write(folder, f"version: 1\nlanguages: [./xx.toml]\n{GATE}")
    pack = write(folder, 'code = "xx"\nname = "X"\n', "xx.toml")
    first, again = both(folder)
    assert again.languages == first.languages == (os.path.join(str(folder), "./xx.toml"),)
    language.load.cache_clear()
    pack.unlink()
    with pytest.raises(PolicyError, match="cannot be read as a language pack"):
        load(folder)
    language.load.cache_clear()


def test_a_byte_order_mark_changes_nothing(folder: Path) -> None:
    (folder / "valuegate.yaml").write_bytes(b"\xef\xbb\xbf" + VALID.encode())
    first, again = both(folder)
    assert again == first


def test_files_that_stand_in_for_the_disk_are_asked(folder: Path) -> None:
    """The index of git may say another thing than the disk."""

    class Staged(config.disk.Disk):
        def read(self, path: str, size: int) -> bytes | None:
            data = super().read(path, size)
            return data and data.replace(b"Ready", b"Staged")

    write(folder, VALID)
    load(folder)
    staged = load_policy(start=str(folder), checks=CHECKS, files=Staged())
    assert staged.gates[0].enters == ("Staged",)
    assert load(folder).gates[0].enters == ("Ready",)
