"""``valuegate hook run``, stage by stage, as somebody calls it who has no hook, or a framework does."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hooked import POLICY, bad, good

from git_repository import GitRepository
from valuegate.cli import run

Run = Callable[..., tuple[int, str]]
SKIP = "evidence:the study comes on Friday"


@pytest.fixture
def hook(repo: GitRepository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """``valuegate hook run …`` in a repository with a policy, in this process."""
    monkeypatch.chdir(repo.path)
    repo.add("valuegate.yaml", POLICY)
    repo.commit()

    def call(*args: str, skip: str = "") -> tuple[int, str]:
        monkeypatch.setenv("VALUEGATE_SKIP", skip)
        code = run(["hook", "run", *args])
        out, err = capsys.readouterr()
        return code, out + err

    return call


def prepared(hook: Run, *args: str, skip: str = SKIP) -> str:
    """The message that prepare-commit-msg leaves behind."""
    Path("message").write_text("A message\n", encoding="utf-8")
    assert hook("prepare-commit-msg", "message", *args, skip=skip)[0] == 0
    return Path("message").read_text(encoding="utf-8")


class TestPreCommit:
    def test_nothing_staged_is_no_fault(self, hook: Run) -> None:
        assert hook("pre-commit") == (0, "")

    def test_what_is_staged_is_judged(self, hook: Run, repo: GitRepository) -> None:
        repo.add("tickets/a.md", bad())
        repo.add("tickets/b.md", good())
        code, said = hook("pre-commit")
        assert code == 1
        assert "tickets/a.md, gate ready" in said
        assert "tickets/b.md" not in said

    def test_a_policy_with_a_fault_decides_nothing(self, hook: Run, repo: GitRepository) -> None:
        repo.add("valuegate.yaml", "version: 1\ngats: {}\n")
        repo.add("tickets/a.md", good())
        code, said = hook("pre-commit")
        assert code == 3
        assert "valuegate.yaml:2:1" in said
        assert hook("pre-commit", skip="all:set up later") == (0, "! nothing is judged: set up later\n")
        assert prepared(hook, skip="all:set up later").endswith("Value-Gate-Skipped: all: set up later\n")

    def test_another_policy_can_be_named(self, hook: Run, repo: GitRepository) -> None:
        repo.add("other/policy.yaml", f"{POLICY}tickets: ['*.md']\n")
        repo.add("other/a.md", bad())
        assert hook("pre-commit")[0] == 0
        assert hook("pre-commit", "--config", "other/policy.yaml")[0] == 1
        assert hook("pre-commit", "--config", "absent.yaml")[0] == 2

    def test_a_merge_is_judged_by_what_is_new_in_it(self, hook: Run, repo: GitRepository) -> None:
        repo.git("checkout", "--quiet", "-b", "theirs")
        repo.add("tickets/theirs.md", bad())
        repo.commit()
        repo.git("checkout", "--quiet", "main")
        repo.add("tickets/ours.md", bad())
        repo.commit()
        repo.git("merge", "--quiet", "--no-commit", "theirs")
        assert hook("pre-commit")[0] == 0
        repo.add("tickets/ours.md", bad(title="Edited while merging"))
        code, said = hook("pre-commit")
        assert code == 1
        assert "theirs" not in said

    def test_links_lead_to_what_is_staged(self, hook: Run, repo: GitRepository) -> None:
        repo.add("notes/a.md", bad())
        repo.write("tickets/keep", "")
        for name, target in [("a.md", "../notes/a.md"), ("b.md", "/etc/hostname"), ("c.md", "c.md")]:
            (repo.path / "tickets" / name).symlink_to(target)
        repo.git("add", ".")
        code, said = hook("pre-commit")
        assert code == 1
        assert said.count("is a link to what is not in the repository") == 2
        assert "evidence.authority" in said

    def test_a_ticket_that_moves_is_judged_if_it_was_none(self, hook: Run, repo: GitRepository) -> None:
        repo.add("tickets/a.md", bad())
        repo.add("notes/b.md", bad("SHOP-3"))
        repo.commit()
        repo.git("mv", "tickets/a.md", "tickets/c.md")
        assert hook("pre-commit")[0] == 0
        repo.git("mv", "notes/b.md", "tickets/b.md")
        assert hook("pre-commit")[0] == 1

    def test_files_that_a_framework_names_are_judged_as_they_lie_there(
        self, hook: Run, repo: GitRepository
    ) -> None:
        repo.add("tickets/a.md", good())
        repo.write("tickets/a.md", bad())
        repo.write("README.md", bad())
        assert hook("pre-commit", "README.md") == (0, "")
        assert hook("pre-commit", "tickets/a.md", "README.md")[0] == 1
        assert hook("pre-commit", "tickets/a.md", "--only", "templates") == (0, "")
        assert hook("pre-commit", "tickets/a.md", skip=SKIP)[0] == 0
        assert hook("pre-commit", "tickets/a.md", skip="all:later")[0] == 0

    def test_a_broken_plugin_decides_nothing(self, hook: Run, repo: GitRepository) -> None:
        repo.add("valuegate.yaml", f"{POLICY}plugins: {{require: [absent]}}\n")
        repo.add("tickets/a.md", good())
        assert hook("pre-commit")[0] == 3
        assert hook("pre-commit", skip=SKIP)[0] == 3
        code, said = hook("pre-commit", skip="all:the plugin is not public yet")
        assert code == 0
        assert said == "! skipped all of tickets/a.md: the plugin is not public yet\n"


class TestSkips:
    def test_what_is_skipped_is_said(self, hook: Run, repo: GitRepository) -> None:
        repo.add("tickets/a.md", bad())
        code, said = hook("pre-commit", skip=SKIP)
        assert code == 0
        assert said.startswith("! skipped evidence of tickets/a.md: the study comes on Friday\n")

    def test_what_is_skipped_is_recorded(self, hook: Run, repo: GitRepository) -> None:
        repo.add("tickets/a.md", bad())
        trailer = "Value-Gate-Skipped: evidence: the study comes on Friday"
        assert prepared(hook) == f"A message\n\n{trailer}\n"
        assert prepared(hook, "commit", "HEAD") == f"A message\n\n{trailer}\n"
        assert hook("commit-msg", "message", skip=SKIP)[0] == 0
        assert Path("message").read_text(encoding="utf-8").count(trailer) == 1

    def test_nothing_is_recorded_without_a_skip_or_a_need(self, hook: Run, repo: GitRepository) -> None:
        assert prepared(hook) == "A message\n"
        repo.add("tickets/a.md", bad())
        assert prepared(hook, skip="") == "A message\n"
        repo.add("tickets/a.md", good())
        assert prepared(hook) == "A message\n"

    def test_the_comments_of_git_stay_below(self, hook: Run, repo: GitRepository) -> None:
        repo.add("tickets/a.md", bad())
        Path("message").write_text("\n# Please enter the message\n", encoding="utf-8")
        hook("prepare-commit-msg", "message", skip=SKIP)
        lines = Path("message").read_text(encoding="utf-8").split("\n")
        trailer = lines.index("Value-Gate-Skipped: evidence: the study comes on Friday")
        assert trailer < lines.index("# Please enter the message")

    def test_several_gates_and_files_are_one_line_each(self, hook: Run, repo: GitRepository) -> None:
        gates = "gates: {ready: {enters: [Ready]}, second: {enters: [Ready], require: [evidence]}}\n"
        repo.add("valuegate.yaml", POLICY + gates)
        repo.add("tickets/a.md", bad())
        repo.add("tickets/b.md", bad("SHOP-3"))
        assert prepared(hook).count("Value-Gate-Skipped") == 1
        said = hook("pre-commit", skip=SKIP)[1]
        assert said.count("! skipped evidence of tickets/") == 2


class TestWrongUse:
    @pytest.mark.parametrize(
        "args", [[], ["--all", "pre-commit"], ["no-stage"], ["prepare-commit-msg"], ["commit-msg"]]
    )
    def test_is_told(self, hook: Run, args: list[str]) -> None:
        code, said = hook(*args, skip=SKIP)
        assert code == 2
        assert "Error" in said

    def test_a_message_that_is_not_there_is_told(self, hook: Run) -> None:
        code, said = hook("commit-msg", "absent")
        assert code == 2
        assert "there is no file 'absent'" in said
