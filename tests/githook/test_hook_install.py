"""Installing the hook, seeing it, taking it out: what was there before is kept, called, and comes back."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hooked import POLICY, bad, files_of, good, installed, valuegate

from git_repository import GitRepository, init
from valuegate.cli import run
from valuegate.githook import notes, shim
from valuegate.githook.install import STAGES

Call = Callable[..., tuple[int, str]]


@pytest.fixture
def hook(repo: GitRepository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Call:
    """``valuegate hook …`` in the repository, in this process."""
    monkeypatch.chdir(repo.path)

    def call(*args: str) -> tuple[int, str]:
        code = run(["hook", *args])
        out, err = capsys.readouterr()
        return code, out + err

    return call


def hooks(repo: GitRepository) -> Path:
    return repo.path / ".git" / "hooks"


def existing(
    repo: GitRepository, stage: str = "pre-commit", text: str = "#!/bin/sh\necho before $0 $@\n"
) -> Path:
    """A hook of somebody's own, with a mode of its own."""
    hooks(repo).mkdir(exist_ok=True)
    path = hooks(repo) / stage
    path.write_text(text)
    path.chmod(0o750)
    return path


def refuses_a_bad_ticket(repo: GitRepository) -> bool:
    repo.add("tickets/a.md", bad())
    return repo.try_git("commit", "-m", "x").code == 1


class TestInstall:
    def test_all_stages_are_installed_and_work(self, repo: GitRepository, hook: Call) -> None:
        code, said = hook("install")
        assert code == 0
        assert [f"✓ {stage} is installed: .git/hooks/{stage}" for stage in STAGES] == said.splitlines()
        assert all(os.access(hooks(repo) / stage, os.X_OK) for stage in STAGES)
        assert refuses_a_bad_ticket(repo)

    def test_one_stage_can_be_chosen(self, repo: GitRepository, hook: Call) -> None:
        hook("install", "--stage", "commit-msg")
        assert os.listdir(hooks(repo)) == ["commit-msg"]

    def test_installing_twice_changes_nothing(self, repo: GitRepository, hook: Call) -> None:
        existing(repo)
        hook("install")
        once = files_of(repo.path / ".git")
        assert "pre-commit is installed again" in hook("install")[1]
        assert files_of(repo.path / ".git") == once

    def test_it_works_from_a_folder_below(self, repo: GitRepository, hook: Call) -> None:
        below = repo.path / "a folder" / "below"
        below.mkdir(parents=True)
        os.chdir(below)
        assert hook("install")[0] == 0
        assert refuses_a_bad_ticket(repo)

    def test_outside_a_repository_it_is_told(self, tmp_path: Path, hook: Call) -> None:
        os.chdir(tmp_path)
        assert hook("install") == (
            2,
            "Error: this folder is not in a git repository\n  → Go to one, or run `git init`.\n",
        )

    def test_a_folder_that_cannot_be_written_is_told(self, repo: GitRepository, hook: Call) -> None:
        """Many turn hooks off in this way."""
        repo.git("config", "core.hooksPath", "/dev/null")
        code, said = hook("install")
        assert code == 2
        assert said.startswith("Error: the hooks in /dev/null cannot be written: File exists")
        assert hook("uninstall")[0] == 0

    def test_a_policy_with_a_fault_is_told_before_anything_is_installed(
        self, repo: GitRepository, hook: Call
    ) -> None:
        repo.write("valuegate.yaml", "version: 1\ngats: {}\n")
        code, said = hook("install")
        assert code == 3
        assert "valuegate.yaml:2:1: unknown key 'gats'" in said
        assert not hooks(repo).exists()

    def test_a_policy_elsewhere_in_it_is_remembered(self, repo: GitRepository, hook: Call) -> None:
        repo.add("product/valuegate.yaml", f"{POLICY}tickets: [ideas/*.md]\n")
        repo.add("product/ideas/a.md", bad())
        assert hook("install", "--config", "product/valuegate.yaml")[0] == 0
        done = repo.try_git("commit", "-m", "x")
        assert done.code == 1
        assert "product/ideas/a.md" in done.text

    def test_what_it_starts_is_quoted(self, repo: GitRepository, hook: Call, tmp_path: Path) -> None:
        """The folder of the environment may have any name."""
        odd = tmp_path / 'it\'s $(touch oops) a "folder"'
        odd.mkdir()
        (odd / "python").write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
        (odd / "python").chmod(0o755)
        ours, theirs = (notes.quoted(path) for path in (sys.executable, str(odd / "python")))
        path = existing(repo, text=shim.render("pre-commit").replace(ours, theirs))
        found = shim.read(str(path))
        assert found
        assert (found.python, found.works) == (str(odd / "python"), True)
        repo.add("tickets/a.md", good())
        assert "1 passed" in repo.try_git("commit", "-m", "x").text
        assert not (repo.path / "oops").exists()


class TestWhereGitLooks:
    def test_core_hooks_path(self, repo: GitRepository, hook: Call) -> None:
        repo.git("config", "core.hooksPath", "my hooks")
        assert "✓ pre-commit is installed: my hooks/pre-commit" in hook("install")[1]
        assert refuses_a_bad_ticket(repo)
        assert not hooks(repo).exists()
        hook("uninstall")
        assert not (repo.path / "my hooks").exists()

    def test_hooks_that_all_repositories_of_a_person_share(
        self, repo: GitRepository, hook: Call, env: dict[str, str]
    ) -> None:
        """Each has a policy of its own, and its notes lie in its own git folder."""
        shared = repo.path.parent / "shared hooks"
        repo.git("config", "core.hooksPath", str(shared))
        hook("install")
        other = init(repo.path.parent / "other", env)
        other.git("config", "core.hooksPath", str(shared))
        other.add("valuegate.yaml", f"{POLICY}tickets: [ideas/*.md]\n")
        other.add("ideas/a.md", bad())
        assert other.try_git("commit", "-m", "x").code == 1
        assert "ideas/*.md" in (other.path / ".git/valuegate-hook").read_text()
        assert "tickets/" in (repo.path / ".git/valuegate-hook").read_text()

    def test_a_linked_work_tree(self, repo: GitRepository, hook: Call, env: dict[str, str]) -> None:
        """One installation serves all; the policy is that which is checked out in each."""
        repo.add("valuegate.yaml", POLICY)
        repo.commit()
        hook("install")
        repo.git("worktree", "add", "--quiet", "-b", "linked", "../linked tree")
        linked = GitRepository(repo.path.parent / "linked tree", env)
        linked.add("x.txt", "x")
        assert linked.try_git("commit", "-m", "no ticket").code == 0
        assert refuses_a_bad_ticket(linked)
        linked.add("tickets/a.md", good())
        linked.add("valuegate.yaml", f"{POLICY}tickets: [ideas/*.md]\n")
        assert linked.try_git("commit", "-m", "another policy here").code == 0
        linked.add("ideas/a.md", bad())
        assert linked.try_git("commit", "-m", "x").code == 1
        assert "ideas" not in (repo.path / ".git/valuegate-hook").read_text()
        hook("uninstall")
        assert not list((repo.path / ".git").rglob("valuegate-h*"))

    def test_from_within_a_linked_work_tree(
        self, repo: GitRepository, hook: Call, env: dict[str, str]
    ) -> None:
        repo.commit()
        repo.git("worktree", "add", "--quiet", "../linked")
        os.chdir(repo.path.parent / "linked")
        assert hook("install")[0] == 0
        assert refuses_a_bad_ticket(repo)
        os.chdir(repo.path.parent / "linked")
        assert hook("uninstall")[0] == 0
        assert not hooks(repo).exists()

    def test_a_submodule(self, repo: GitRepository, hook: Call, env: dict[str, str]) -> None:
        inner = init(repo.path.parent / "inner", env)
        inner.commit()
        repo.git(
            "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(inner.path), "sub module"
        )
        module = GitRepository(repo.path / "sub module", env)
        os.chdir(module.path)
        assert hook("install")[0] == 0
        assert (repo.path / ".git/modules/sub module/hooks/pre-commit").exists()
        assert refuses_a_bad_ticket(module)
        module.git("reset", "--quiet")
        module.add("x.txt", "x")
        assert module.try_git("commit", "-m", "x").code == 0

    def test_husky_keeps_its_hooks(self, repo: GitRepository, hook: Call) -> None:
        repo.git("config", "core.hooksPath", ".husky/_")
        code, said = hook("install")
        assert code == 2
        assert "Add the line `valuegate hook run pre-commit` to .husky/pre-commit." in said
        assert not (repo.path / ".husky").exists()


class TestAnEarlierHook:
    def test_it_is_kept_and_called_first(self, repo: GitRepository, hook: Call) -> None:
        existing(repo)
        existing(repo, "commit-msg")
        said = hook("install")[1]
        assert said.count("The hook that was there before is kept, and called first.") == 2
        repo.add("tickets/a.md", good())
        done = repo.try_git("commit", "-m", "x")
        assert done.code == 0
        before, after, message = done.err.splitlines()
        assert before.startswith("before .git/hooks/pre-commit")
        assert after == "✓ valuegate: 1 ticket: 1 passed"
        assert message.endswith(".git/COMMIT_EDITMSG")

    def test_what_it_refuses_is_refused(self, repo: GitRepository, hook: Call) -> None:
        existing(repo, text="#!/bin/sh\nexit 7\n")
        hook("install")
        repo.add("x.txt", "x")
        assert repo.try_git("commit", "-m", "x").code == 1

    def test_one_that_git_would_not_run_is_kept_and_not_run(self, repo: GitRepository, hook: Call) -> None:
        existing(repo, text="#!/bin/sh\nexit 7\n").chmod(0o640)
        hook("install")
        repo.add("x.txt", "x")
        assert repo.try_git("commit", "-m", "x").code == 0

    def test_a_link_to_a_script_stays_a_link(self, repo: GitRepository, hook: Call) -> None:
        repo.write("scripts/check", "#!/bin/sh\necho from a script\n").chmod(0o755)
        hooks(repo).mkdir()
        (hooks(repo) / "pre-commit").symlink_to("../../scripts/check")
        before = files_of(repo.path / ".git")
        hook("install")
        repo.add("tickets/a.md", good())
        assert "from a script" in repo.try_git("commit", "-m", "x").text
        hook("uninstall")
        now = files_of(repo.path / ".git")
        assert now["hooks/pre-commit"] == before["hooks/pre-commit"]

    def test_ours_under_another_tools_hook_still_calls_it(self, repo: GitRepository, hook: Call) -> None:
        """As pre-commit does: it renames what it finds, and calls that."""
        existing(repo)
        hook("install", "--stage", "pre-commit")
        (hooks(repo) / "pre-commit").rename(hooks(repo) / "pre-commit.legacy")
        existing(repo, text='#!/bin/sh\nexec "$0.legacy"\n')
        repo.add("tickets/a.md", bad())
        done = repo.try_git("commit", "-m", "x")
        assert done.code == 1
        assert "before" in done.text
        assert "refused" in done.text

    def test_a_second_earlier_hook_is_told(self, repo: GitRepository, hook: Call) -> None:
        existing(repo)
        hook("install")
        existing(repo, text="#!/bin/sh\n# of another tool\n")
        before = files_of(hooks(repo))
        code, said = hook("install")
        assert code == 2
        assert "pre-commit.before-valuegate is there too" in said
        assert files_of(hooks(repo)) == before


class TestUninstall:
    @pytest.mark.parametrize("state", ["no folder", "empty folder", "other files", "earlier hooks"])
    def test_what_was_there_before_comes_back_exactly(
        self, repo: GitRepository, hook: Call, state: str
    ) -> None:
        if state != "no folder":
            hooks(repo).mkdir()
        if state == "other files":
            (hooks(repo) / "pre-commit.sample").write_text("sample")
        if state == "earlier hooks":
            for stage in STAGES:
                existing(repo, stage, f"#!/bin/sh\n# mine, for {stage}\n")
            (hooks(repo) / "commit-msg").chmod(0o600)
        before = files_of(repo.path)
        hook("install")
        hook("install")
        assert files_of(repo.path) != before
        assert hook("uninstall")[0] == 0
        assert files_of(repo.path) == before

    def test_it_says_what_it_did(self, repo: GitRepository, hook: Call) -> None:
        existing(repo)
        hook("install", "--stage", "pre-commit")
        existing(repo, "commit-msg")
        assert hook("uninstall")[1].splitlines() == [
            "✓ pre-commit is taken out: .git/hooks/pre-commit",
            "  The hook that was there before is back.",
            "– prepare-commit-msg was not installed",
            "– commit-msg is another hook, and left alone",
        ]

    def test_one_stage_can_be_taken_out(self, repo: GitRepository, hook: Call) -> None:
        hook("install")
        hook("uninstall", "--stage", "commit-msg")
        assert sorted(os.listdir(hooks(repo))) == ["pre-commit", "prepare-commit-msg"]
        assert (repo.path / ".git/valuegate-hook").exists()
        assert refuses_a_bad_ticket(repo)

    def test_what_somebody_has_put_there_since_stays(self, repo: GitRepository, hook: Call) -> None:
        hook("install")
        existing(repo, "pre-push")
        hook("uninstall")
        assert os.listdir(hooks(repo)) == ["pre-push"]

    def test_a_shim_that_was_changed_by_hand_stays(self, repo: GitRepository, hook: Call) -> None:
        existing(repo)
        hook("install")
        with (hooks(repo) / "pre-commit").open("a") as file:
            file.write("echo mine\n")
        before = files_of(hooks(repo))
        code, said = hook("uninstall")
        assert code == 2
        assert "was changed by hand since it was installed" in said
        assert "rename" in said
        assert files_of(hooks(repo)) == before


class TestStatus:
    def test_it_tells_ours_from_others(self, repo: GitRepository, hook: Call) -> None:
        existing(repo)
        hook("install", "--stage", "pre-commit")
        existing(repo, "commit-msg")
        assert hook("status") == (
            0,
            "Hooks are in .git/hooks\n\n"
            f"✓ pre-commit: starts {sys.executable}\n"
            "  It calls the hook that was there before:\n"
            "  .git/hooks/pre-commit.before-valuegate\n"
            "– prepare-commit-msg: not installed\n"
            "– commit-msg: another hook is there\n",
        )

    def test_it_tells_what_is_broken(self, repo: GitRepository, hook: Call) -> None:
        hook("install", "--stage", "pre-commit")
        path = hooks(repo) / "pre-commit"
        path.write_text(path.read_text().replace(sys.executable, "/gone/python"))
        said = hook("status")[1]
        assert "✗ pre-commit: starts /gone/python" in said
        assert "It is gone: run `valuegate hook install` again." in said
        assert "It was changed by hand since it was installed." in said


class TestThePython:
    @pytest.mark.parametrize("stage", STAGES)
    def test_that_is_gone_refuses_in_one_sentence(self, repo: GitRepository, stage: str) -> None:
        installed(repo, "--stage", stage)
        path = hooks(repo) / stage
        path.write_text(path.read_text().replace(sys.executable, "/gone/python"))
        repo.add("tickets/a.md", good())
        repo.add("valuegate.yaml", POLICY)
        done = repo.try_git("commit", "-m", "x", VALUEGATE_SKIP="evidence:x")
        assert done.code == 1
        assert done.err.count("\n") == 1
        assert (
            "the Python of this hook is gone (/gone/python): run 'valuegate hook install' again" in done.err
        )

    def test_that_lost_valuegate_refuses_too(self, repo: GitRepository, tmp_path: Path) -> None:
        installed(repo)
        path = hooks(repo) / "pre-commit"
        package = os.path.dirname(os.path.dirname(shim.__file__))
        path.write_text(path.read_text().replace(package, str(tmp_path / "gone")))
        repo.add("tickets/a.md", good())
        done = repo.try_git("commit", "-m", "x")
        assert (done.code, done.err.count("\n")) == (1, 1)

    def test_is_not_led_astray_by_modules_in_the_work_tree(self, repo: GitRepository) -> None:
        """A repository may have a folder of any name: nothing in it is run."""
        for name in ("valuegate/__init__.py", "click.py", "yaml.py", "re.py"):
            repo.write(name, "raise SystemExit('run from the work tree')")
        installed(repo)
        repo.add("tickets/a.md", good())
        assert "1 passed" in repo.try_git("commit", "-m", "x").text

    def test_of_a_person_who_moved_it_is_found_again(self, repo: GitRepository, hook: Call) -> None:
        installed(repo)
        path = hooks(repo) / "pre-commit"
        path.write_text(path.read_text().replace(sys.executable, "/gone/python"))
        hook("install")
        assert refuses_a_bad_ticket(repo)


def test_the_command_in_a_shell_prints_the_same(repo: GitRepository) -> None:
    assert valuegate(repo, "hook", "status").out.startswith("Hooks are in .git/hooks\n")


def test_git_and_a_shell_are_all_it_takes_when_there_is_nothing_to_judge(
    repo: GitRepository, tmp_path: Path
) -> None:
    installed(repo)
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in ("git", "sh"):
        found = shutil.which(name)
        assert found
        (tools / name).symlink_to(found)
    repo.add("x.txt", "x")
    assert repo.try_git("commit", "-m", "x", PATH=str(tools)).text.startswith("[main (root-commit)")
