"""A policy is read from the index or from a commit as from the disk, and the disk does not matter."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from git_repository import GitRepository
from valuegate.config import find as find_policy
from valuegate.config import load_policy, plugins_of
from valuegate.errors import PolicyError, UsageError
from valuegate.githook.git import find
from valuegate.githook.snapshot import Snapshot
from valuegate.plugins import load

CHECKS = {name: check.options for name, check in load().checks.items()}
GATE = "gates: {%s: {enters: [Ready], require: [problem]}}\n"


@pytest.fixture
def work(repo: GitRepository, monkeypatch: pytest.MonkeyPatch) -> GitRepository:
    """The repository, as the current folder."""
    monkeypatch.chdir(repo.path)
    return repo


def gates(files: Snapshot, path: str | None = None) -> list[str]:
    return [gate.name for gate in load_policy(path, checks=CHECKS, files=files).gates]


def snapshot(ref: str = "") -> Snapshot:
    return Snapshot(find(), ref)


@pytest.fixture
def index(work: GitRepository) -> Iterator[Snapshot]:
    with snapshot() as files:
        yield files


def test_the_staged_policy_counts_with_what_it_extends(work: GitRepository) -> None:
    work.add("valuegate.yaml", "version: 1\nextends: [./teams/base.yaml]\n" + GATE % "mine")
    work.add("teams/base.yaml", "version: 1\n" + GATE % "base")
    work.write("valuegate.yaml", "broken")
    work.write("teams/base.yaml", "broken")
    with snapshot() as files:
        assert gates(files) == ["base", "mine"]


def test_a_policy_that_is_not_staged_does_not_count(work: GitRepository) -> None:
    work.write("valuegate.yaml", "version: 1\n" + GATE % "mine")
    with snapshot() as files:
        assert find_policy(".", files) is None
        assert gates(files) == ["ready", "done"]
        with pytest.raises(UsageError, match="there is no policy file"):
            gates(files, "valuegate.yaml")


def test_the_policy_of_a_commit_counts(work: GitRepository) -> None:
    work.add("valuegate.yaml", "version: 1\n" + GATE % "then")
    work.commit()
    work.add("valuegate.yaml", "version: 1\n" + GATE % "now")
    with snapshot("HEAD") as files:
        assert gates(files) == ["then"]
        assert files.read("valuegate.yaml", 9) == b"version: "


def test_faults_have_their_places(work: GitRepository) -> None:
    work.add("valuegate.yaml", "version: 1\ngats: {}\n")
    with snapshot() as files, pytest.raises(PolicyError) as caught:
        gates(files)
    assert (caught.value.source, caught.value.line) == ("valuegate.yaml", 2)


def test_a_policy_with_the_other_ending_is_told(work: GitRepository) -> None:
    work.add("valuegate.yml", "version: 1\n")
    with snapshot() as files, pytest.raises(PolicyError, match="this file is not read"):
        gates(files)


def test_what_the_staged_policy_says_of_plugins_counts(work: GitRepository) -> None:
    work.add("valuegate.yaml", "version: 1\nplugins: {disable: [experiments]}\n")
    work.write("valuegate.yaml", "version: 1\n")
    with snapshot() as files:
        assert plugins_of(files=files).disable == ("experiments",)


@pytest.mark.parametrize("ref", ["", "HEAD"])
def test_links_are_followed_inside_the_repository(work: GitRepository, ref: str) -> None:
    work.add("policies/real.yaml", "version: 1\n" + GATE % "real")
    (work.path / "valuegate.yaml").symlink_to("policies/real.yaml")
    (work.path / "nowhere.yaml").symlink_to("absent.yaml")
    (work.path / "circle.yaml").symlink_to("circle.yaml")
    work.git("add", ".")
    work.commit()
    (work.path / "valuegate.yaml").unlink()
    with snapshot(ref) as files:
        assert gates(files) == ["real"]
        assert (files.exists("nowhere.yaml"), files.is_file("nowhere.yaml")) == (True, False)
        assert (files.exists("circle.yaml"), files.is_file("circle.yaml")) == (True, False)


def test_policies_that_extend_each_other_in_a_circle_are_told(work: GitRepository) -> None:
    work.add("valuegate.yaml", "version: 1\nextends: [./link.yaml]\n" + GATE % "mine")
    (work.path / "link.yaml").symlink_to("valuegate.yaml")
    work.git("add", ".")
    with snapshot() as files, pytest.raises(PolicyError, match="circle"):
        gates(files)


def test_what_is_outside_the_repository_is_read_from_the_disk(work: GitRepository) -> None:
    (work.path.parent / "shared.yaml").write_text("version: 1\n" + GATE % "shared")
    work.add("valuegate.yaml", "version: 1\nextends: [../shared.yaml]\n")
    with snapshot() as files:
        assert gates(files) == ["shared"]
        assert files.exists("../shared.yaml")
        assert not files.is_file("../absent.yaml")
        assert not files.is_file("..")
