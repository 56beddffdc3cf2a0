"""The shim starts Python only where it has to, and always where it has to."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from hooked import POLICY, bad, ends_with_python, good, installed, valuegate
from hypothesis import given
from hypothesis import strategies as st

from git_repository import GitRepository
from valuegate import _data
from valuegate.githook import notes, shim
from valuegate.githook.git import find
from valuegate.githook.install import STAGES
from valuegate.policy import Gate, Hook, Policy

SHELLS = [shell for shell in ("dash", "bash", "busybox", "ksh", "zsh") if shutil.which(shell)]


@pytest.fixture
def hooked(repo: GitRepository, tmp_path: Path) -> GitRepository:
    """A repository whose hook only tells that it started Python."""
    repo.add("valuegate.yaml", f"{POLICY}hook: {{keys: [SHOP]}}\n")
    repo.add("tickets/a.md", good())
    repo.commit()
    ends_with_python(installed(repo), tmp_path)
    return repo


def starts_python(repo: GitRepository, *args: str, message: str = "x", **env: str) -> bool:
    done = repo.try_git("commit", "--quiet", "--allow-empty", "-m", message, *args, **env)
    assert done.text in ("", "python was started\n")
    return done.code != 0


class TestBeforeACommit:
    def test_nothing_of_valuegate_is_staged(self, hooked: GitRepository) -> None:
        hooked.add("src/main.py", "x")
        hooked.add("tickets/photo.png", "x")
        assert not starts_python(hooked)

    @pytest.mark.parametrize("path", ["tickets/été à venir.md", ".github/ISSUE_TEMPLATE/a.yml"])
    def test_a_ticket_or_a_template_is(self, hooked: GitRepository, path: str) -> None:
        hooked.add(path, "x")
        assert starts_python(hooked)

    def test_a_ticket_is_moved_deleted_or_becomes_a_link(self, hooked: GitRepository) -> None:
        hooked.git("mv", "tickets/a.md", "tickets/b.md")
        assert starts_python(hooked)
        hooked.git("reset", "--quiet", "--hard")
        (hooked.path / "tickets/a.md").unlink()
        (hooked.path / "tickets/a.md").symlink_to("b.md")
        assert starts_python(hooked, "-a")

    def test_a_ticket_is_only_intended_or_only_edited(self, hooked: GitRepository) -> None:
        hooked.write("tickets/later.md", "x")
        hooked.git("add", "--intent-to-add", "tickets/later.md")
        hooked.write("tickets/a.md", "edited")
        hooked.add("x.txt", "x")
        assert not starts_python(hooked)
        assert starts_python(hooked, "-a")
        assert starts_python(hooked, "tickets/a.md")

    def test_the_policy_changes(self, hooked: GitRepository) -> None:
        """By a commit, or because somebody else's came."""
        hooked.add("valuegate.yaml", POLICY)
        assert starts_python(hooked)
        hooked.commit()
        hooked.add("x.txt", "x")
        assert starts_python(hooked)

    def test_the_policy_goes_or_another_one_comes(self, hooked: GitRepository) -> None:
        hooked.git("rm", "--quiet", "valuegate.yaml")
        assert starts_python(hooked)
        hooked.git("reset", "--quiet", "--hard")
        hooked.add("valuegate.yml", POLICY)
        assert starts_python(hooked)

    def test_the_notes_are_gone(self, hooked: GitRepository) -> None:
        (hooked.path / ".git/valuegate-hook").unlink()
        assert starts_python(hooked)

    @pytest.mark.parametrize(
        "name",
        [
            "GIT_LITERAL_PATHSPECS",
            "GIT_GLOB_PATHSPECS",
            "GIT_NOGLOB_PATHSPECS",
            "GIT_ICASE_PATHSPECS",
            "GIT_EXTERNAL_DIFF",
        ],
    )
    def test_variables_of_a_person_hide_no_ticket(self, hooked: GitRepository, name: str) -> None:
        hooked.add("tickets/b.md", "x")
        assert starts_python(hooked, **{name: "1"})
        assert not starts_python_for_nothing(hooked, name)

    def test_settings_of_a_person_hide_no_ticket(self, hooked: GitRepository) -> None:
        for key in ("diff.noprefix", "diff.relative", "diff.mnemonicPrefix", "core.ignoreCase"):
            hooked.git("config", key, "true")
        hooked.git("config", "diff.ignoreSubmodules", "all")
        hooked.git("config", "diff.external", "true")
        hooked.add("tickets/b.md", "x")
        assert starts_python(hooked)

    def test_from_a_folder_below(self, hooked: GitRepository) -> None:
        hooked.add("below/x.txt", "x")
        below = GitRepository(hooked.path / "below", hooked.env)
        assert not starts_python(below)
        hooked.add("tickets/b.md", "x")
        assert starts_python(below)


def starts_python_for_nothing(repo: GitRepository, name: str) -> bool:
    repo.git("reset", "--quiet", "--hard")
    repo.add("x.txt", "x")
    return starts_python(repo, **{name: "1"})


class TestOfAMessage:
    @pytest.mark.parametrize(
        "message", ["SHOP-1", "body\n\nfixes shop-12", "WORKSHOP-1 is none, which Python knows"]
    )
    def test_it_may_name_a_ticket(self, hooked: GitRepository, message: str) -> None:
        assert starts_python(hooked, message=message)

    @pytest.mark.parametrize("message", ["nothing", "SHOP", "PAY-7", "SHOP-x", "$(SHOP-)", "* ? [a"])
    def test_it_names_none(self, hooked: GitRepository, message: str) -> None:
        assert not starts_python(hooked, message=message)

    def test_the_branch_may_name_one(self, hooked: GitRepository) -> None:
        hooked.git("checkout", "--quiet", "-b", "shop-1-notes")
        assert starts_python(hooked)

    def test_something_is_skipped(self, hooked: GitRepository) -> None:
        assert starts_python(hooked, VALUEGATE_SKIP="evidence:x")

    def test_a_last_line_without_an_end_counts(self, hooked: GitRepository) -> None:
        (hooked.path / "m").write_text("a\nSHOP-1")
        done = hooked.run(".git/hooks/commit-msg", "m")
        assert done.text == "python was started\n"

    def test_a_key_that_must_be_there_is_left_to_python(self, repo: GitRepository, tmp_path: Path) -> None:
        repo.add("valuegate.yaml", f"{POLICY}hook: {{keys: [SHOP], require-key: true}}\n")
        repo.commit()
        ends_with_python(installed(repo), tmp_path)
        assert starts_python(repo)


class TestNotes:
    def test_a_policy_that_changes_is_noted_anew(self, repo: GitRepository) -> None:
        """The commit that changes it is judged by it, and the next one that has no ticket is quick again."""
        installed(repo)
        repo.add("valuegate.yaml", f"{POLICY}tickets: [ideas/*.md]\n")
        repo.add("ideas/a.md", bad())
        assert repo.try_git("commit", "-m", "x").code == 1
        text = (repo.path / ".git/valuegate-hook").read_text()
        assert "':(top,glob)ideas/*.md'" in text
        assert repo.git("rev-parse", ":valuegate.yaml") in text

    def test_what_the_policy_extends_counts(self, repo: GitRepository, tmp_path: Path) -> None:
        repo.add("valuegate.yaml", "version: 1\nextends: ['./a base/it''s.yaml']\n")
        repo.add("a base/it's.yaml", POLICY)
        repo.commit()
        ends_with_python(installed(repo), tmp_path)
        repo.add("x.txt", "x")
        assert not starts_python(repo)
        repo.add("a base/it's.yaml", f"{POLICY}tickets: [ideas/*.md]\n")
        assert starts_python(repo)

    def test_a_policy_made_of_files_outside_is_asked_each_time(
        self, repo: GitRepository, tmp_path: Path
    ) -> None:
        (repo.path.parent / "shared.yaml").write_text(POLICY)
        repo.add("valuegate.yaml", "version: 1\nextends: [../shared.yaml]\n")
        repo.commit()
        ends_with_python(installed(repo), tmp_path)
        assert not (repo.path / ".git/valuegate-hook").exists()
        repo.add("x.txt", "x")
        assert starts_python(repo)

    def test_a_policy_behind_a_link_is_asked_each_time(self, repo: GitRepository, tmp_path: Path) -> None:
        """What the link says stays the same when the policy changes."""
        repo.add("policies/real.yaml", POLICY)
        (repo.path / "valuegate.yaml").symlink_to("policies/real.yaml")
        repo.git("add", ".")
        ends_with_python(installed(repo), tmp_path)
        assert starts_python(repo)

    def test_a_policy_that_is_not_staged_does_not_count_yet(
        self, repo: GitRepository, tmp_path: Path
    ) -> None:
        repo.write("valuegate.yaml", f"{POLICY}tickets: [ideas/*.md]\n")
        done = valuegate(repo, "hook", "install")
        assert "! valuegate.yaml is not staged yet: the hook judges by what is staged" in done.out
        ends_with_python(repo, tmp_path)
        repo.add("ideas/a.md", "x")
        assert not starts_python(repo)
        repo.add("tickets/a.md", "x")
        assert starts_python(repo)
        repo.git("reset", "--quiet")
        repo.add("valuegate.yaml", f"{POLICY}tickets: [ideas/*.md]\n")
        assert starts_python(repo)

    def test_where_they_cannot_be_written_python_is_asked_each_time(self, repo: GitRepository) -> None:
        installed(repo)
        notes_file = repo.path / ".git/valuegate-hook"
        notes_file.unlink()
        notes_file.mkdir()
        repo.add("tickets/a.md", good())
        assert "1 passed" in repo.try_git("commit", "-m", "x").text

    def test_a_broken_policy_is_undecided_and_committed_by_nobody(self, repo: GitRepository) -> None:
        installed(repo)
        repo.add("valuegate.yaml", "version: 1\ngats: {}\n")
        done = repo.try_git("commit", "-m", "x")
        assert done.code == 1
        assert "valuegate.yaml:2:1" in done.text
        assert repo.try_git("commit", "-m", "x").code == 1

    def test_a_policy_that_names_nothing_finds_nothing(self, repo: GitRepository, tmp_path: Path) -> None:
        repo.add("valuegate.yaml", f"{POLICY}tickets: []\ntemplates: []\n")
        repo.commit()
        ends_with_python(installed(repo), tmp_path)
        repo.add("tickets/b.md", "x")
        assert not starts_python(repo)


class TestTheShell:
    @pytest.mark.parametrize("shell", SHELLS)
    @pytest.mark.parametrize("stage", STAGES)
    def test_every_posix_shell_reads_it(self, repo: GitRepository, shell: str, stage: str) -> None:
        """The one that is /bin/sh differs from system to system."""
        repo.add("valuegate.yaml", f"{POLICY}hook: {{keys: [SHOP]}}\n")
        repo.add("tickets/a.md", bad("SHOP-2"))
        installed(repo)
        repo.write("message", "SHOP-2 x\n")
        command = [*([shell, "sh"] if shell == "busybox" else [shell]), f".git/hooks/{stage}"]
        command += [] if stage == "pre-commit" else ["message"]
        done = repo.run(*command, VALUEGATE_SKIP="metric:x")
        assert (done.code, done.err) == (0 if stage == "prepare-commit-msg" else 1, "")
        repo.git("rm", "--quiet", "--cached", "tickets/a.md")
        repo.write("message", "x\n")
        done = repo.run(*command)
        assert (done.code, done.text) == (0, "")

    @given(st.text(st.characters(codec="utf-8", exclude_characters="\0\r")))
    def test_a_quoted_text_is_one_word(self, text: str) -> None:
        script = f"printf %s {notes.quoted(text)}"
        done = subprocess.run(["sh", "-c", script], capture_output=True, check=True)
        assert done.stdout.decode() == text

    @given(globs=st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), min_size=1)))
    def test_whatever_the_policy_says_the_notes_are_a_script(
        self, globs: list[str], tmp_path_factory: pytest.TempPathFactory
    ) -> None:
        root = tmp_path_factory.getbasetemp() / "notes"
        if not (root / ".git").exists():
            subprocess.run(["git", "init", "--quiet", root], check=True)
        policy = Policy(
            (Gate("ready", ()),), tickets=tuple(globs), root=str(root), hook=Hook(keys=("A_B", "C1"))
        )
        (root / "notes").write_bytes(notes.render(policy, find(str(root))).encode("utf-8", "surrogateescape"))
        script = '. ./notes; may_name_a_ticket "x a_b-1" && ! may_name_a_ticket C1 && echo "$reads_branch"'
        done = subprocess.run(["sh", "-eu", "-c", script], cwd=root, capture_output=True, check=True)
        assert done.stdout == b"yes\n"


def test_the_shim_has_no_blank_left_and_knows_itself(tmp_path: Path) -> None:
    path = tmp_path / "pre-commit"
    path.write_text(shim.render("pre-commit", "a 'b'/valuegate.yaml"))
    assert "@" not in path.read_text().replace('"$@"', "")
    found = shim.read(str(path))
    assert found
    assert (found.stage, found.config, found.works, found.edited) == (
        "pre-commit",
        "a 'b'/valuegate.yaml",
        True,
        False,
    )


def test_another_script_is_no_shim(tmp_path: Path) -> None:
    for text in ("", "#!/bin/sh\n", "#!/bin/sh\n# another hook\n", "\xff"):
        path = tmp_path / "hook"
        path.write_text(text, encoding="latin-1")
        assert shim.read(str(path)) is None
    assert shim.read(str(tmp_path)) is None


def test_the_shim_is_shipped_and_can_be_run() -> None:
    path = Path(_data.path("hooks", "valuegate-hook"))
    assert path.read_text().startswith("#!/bin/sh\n")
