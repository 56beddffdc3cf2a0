"""``check --changed``: only what this branch, or a person, changed is judged."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from command_line import TICKET, TODAY, Result, valuegate_process

from git_repository import GitRepository, init

Check = Callable[..., Result]

POLICY = 'version: 1\nextends: [valuegate:recommended]\ntickets: ["tickets/**"]\ntemplates: ["forms/*"]\n'


@pytest.fixture
def tickets(repo: GitRepository, monkeypatch: pytest.MonkeyPatch) -> GitRepository:
    """A branch on which one ticket is changed, one is new, one is deleted; the others are as on main."""
    repo.add("valuegate.yaml", POLICY)
    repo.add(".gitignore", "ignored.md\n")
    for name in ("old", "gone", "edited"):
        repo.add(f"tickets/{name}.md", TICKET)
    repo.add("forms/idea.md", "## Problem\n")
    repo.commit()
    repo.git("switch", "--quiet", "-c", "feature")
    repo.add("tickets/edited.md", TICKET + "\nMore.\n")
    repo.git("rm", "--quiet", "tickets/gone.md")
    repo.commit()
    repo.write("tickets/new.md", TICKET)
    repo.write("tickets/ignored.md", TICKET)
    monkeypatch.chdir(repo.path)
    return repo


def check(*args: str) -> Result:
    return valuegate_process("check", "--today", TODAY, *args)


def judged(*args: str) -> tuple[list[str], list[str]]:
    """The sources that are judged, and what the report notes of the run."""
    report: dict[str, Any] = json.loads(check("--format", "json", *args).out)
    return [verdict["source"] for verdict in report["verdicts"]], [n["message"] for n in report["notes"]]


def test_what_changed_since_the_default_branch_is_judged_and_said(tickets: GitRepository) -> None:
    sources, notes = judged("--changed")
    assert sources == ["tickets/edited.md", "tickets/new.md"]
    assert notes == ["only what changed since main is judged: 2 of 5 files"]
    assert judged("--changed=main") == (sources, notes)


def test_what_happened_on_the_other_branch_since_does_not_count(tickets: GitRepository) -> None:
    tickets.git("stash", "--quiet", "--include-untracked")
    tickets.git("switch", "--quiet", "main")
    tickets.add("tickets/old.md", "# Add AI\n")
    tickets.commit()
    tickets.git("switch", "--quiet", "feature")
    assert judged("--changed")[0] == ["tickets/edited.md"]


def test_a_commit_can_be_named_and_paths_narrow_it(tickets: GitRepository) -> None:
    assert judged("--changed", "HEAD")[0] == ["tickets/new.md"]
    assert judged("tickets/old.md", "tickets/edited.md", "--changed", "main")[0] == ["tickets/edited.md"]


def test_a_template_that_changed_is_judged_too(tickets: GitRepository) -> None:
    tickets.write("forms/idea.md", "## Evidence\n")
    assert "forms/idea.md" in judged("--changed")[0]


def test_below_the_top_of_the_repository_it_is_the_same(
    tickets: GitRepository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tickets.path / "tickets")
    assert judged("--changed")[0] == ["../tickets/edited.md", "../tickets/new.md"]


def test_with_a_target_branch_that_judges_it_is_the_default(tickets: GitRepository) -> None:
    tickets.git("branch", "release", "main")
    assert judged("--changed", "--base", "release")[1] == [
        "only what changed since release is judged: 2 of 5 files"
    ]


def test_nothing_that_changed_is_a_success_if_something_could_have(tickets: GitRepository) -> None:
    result = check("--changed", "HEAD", "tickets/old.md")
    assert result.code == 0
    assert "only what changed since HEAD is judged: 0 of 1 files" in result.out
    assert result.out.endswith("Nothing was judged\n")
    tickets.write("valuegate.yaml", POLICY.replace("tickets/", "no-such-folder/").replace("forms", "none"))
    assert check("--changed").code == 4


def test_a_clone_compares_with_the_default_branch_of_its_remote(
    tickets: GitRepository, monkeypatch: pytest.MonkeyPatch
) -> None:
    tickets.git("switch", "--quiet", "main", "--force")
    tickets.git("branch", "-m", "trunk")
    clone = GitRepository(tickets.path.parent / "clone", tickets.env)
    tickets.git("clone", "--quiet", str(tickets.path), str(clone.path))
    clone.add("tickets/mine.md", TICKET)
    clone.commit()
    monkeypatch.chdir(clone.path)
    assert judged("--changed") == (
        ["tickets/mine.md"],
        ["only what changed since origin/trunk is judged: 1 of 5 files"],
    )


def test_before_the_first_commit_everything_has_changed(
    repo: GitRepository, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.write("a.md", TICKET)
    monkeypatch.chdir(repo.path)
    assert judged("a.md", "--changed") == (["a.md"], ["only what changed since HEAD is judged: 1 of 1 files"])


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["--changed", "nonsense"], "there is no commit 'nonsense' in this repository"),
        (["--changed", "tickets"], "write the commit behind it: tickets --changed=REF."),
        (["-", "--changed"], "git knows nothing of standard input"),
    ],
)
def test_what_cannot_be_compared_is_wrong_usage(tickets: GitRepository, args: list[str], says: str) -> None:
    result = check(*args)
    assert (result.code, result.out) == (2, "")
    assert says in result.err


def test_outside_a_repository_it_is_wrong_usage(
    tickets: GitRepository, env: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    outside = tickets.path.parent / "outside"
    outside.mkdir()
    (outside / "a.md").write_text(TICKET, encoding="utf-8")
    monkeypatch.chdir(outside)
    result = check("a.md", "--changed")
    assert (result.code, result.out) == (2, "")
    assert "this folder is not in a git repository" in result.err


def test_histories_without_a_common_commit_are_told(
    tickets: GitRepository, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = init(tickets.path.parent / "other", tickets.env)
    other.commit()
    tickets.git("fetch", "--quiet", str(other.path), "main:stranger")
    result = check("--changed", "stranger")
    assert result.code == 2
    assert "no commit in common" in result.err
