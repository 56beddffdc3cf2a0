"""What valuegate asks of git, in real repositories."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from git_repository import GitRepository, init
from valuegate.errors import GitError, UsageError
from valuegate.githook import process
from valuegate.githook.changes import LINK, Change, read_changes
from valuegate.githook.git import find
from valuegate.reader import MAX_BYTES

ODD_NAMES = [
    "tickets/été à venir.md",
    'tickets/"quoted".md',
    "tickets/a\tb.md",
    "tickets/new\nline.md",
    "-x.md",
]


def staged(repo: GitRepository) -> list[tuple[str, str]]:
    return [(change.status, change.path) for change in find(str(repo.path)).staged()]


class TestFinding:
    def test_the_repository_is_found_from_a_folder_in_it(self, repo: GitRepository) -> None:
        below = repo.path / "a" / "b"
        below.mkdir(parents=True)
        found = find(str(below))
        assert (found.root, found.git_dir) == (str(repo.path), str(repo.path / ".git"))
        assert found.common_dir == str(repo.path / ".git")

    def test_a_folder_without_a_repository_is_told_so(self, tmp_path: Path, env: dict[str, str]) -> None:
        with pytest.raises(UsageError, match="not in a git repository"):
            find(str(tmp_path))

    def test_a_bare_repository_has_nothing_to_judge(self, tmp_path: Path, env: dict[str, str]) -> None:
        bare = init(tmp_path / "bare", env, "--bare")
        with pytest.raises(UsageError, match="no work tree"):
            find(str(bare.path))

    def test_another_failure_of_git_is_told_in_its_words(self, repo: GitRepository) -> None:
        repo.write(".git/config", "[core\n")
        with pytest.raises(GitError, match="bad config"):
            find(str(repo.path))

    def test_without_git_nothing_is_decided(
        self, repo: GitRepository, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("PATH", str(repo.path))
        with pytest.raises(GitError, match="git cannot be started"):
            find(str(repo.path))

    def test_a_git_that_hangs_is_stopped(self, repo: GitRepository, monkeypatch: pytest.MonkeyPatch) -> None:
        slow = repo.write("bin/git", "#!/bin/sh\nexec sleep 60\n")
        slow.chmod(0o755)
        monkeypatch.setenv("PATH", f"{slow.parent}:{os.environ['PATH']}")
        monkeypatch.setattr(process, "_SECONDS", 0.1)
        with pytest.raises(GitError, match="did not answer"):
            find(str(repo.path))

    def test_the_variables_that_git_sets_in_a_hook_name_the_repository(
        self, repo: GitRepository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Relative ones are relative to the folder that git runs the hook in."""
        monkeypatch.chdir(repo.path)
        monkeypatch.setenv("GIT_DIR", ".git")
        repo.write("below/x", "")
        monkeypatch.setenv("GIT_WORK_TREE", ".")
        assert find().staged() == []

    def test_the_hooks_folder_is_where_git_looks(self, repo: GitRepository, tmp_path: Path) -> None:
        below = repo.path / "below"
        below.mkdir()
        assert find(str(below)).hooks_folder() == str(repo.path / ".git" / "hooks")
        repo.git("config", "core.hooksPath", "my hooks")
        assert find(str(below)).hooks_folder() == str(repo.path / "my hooks")
        repo.git("config", "core.hooksPath", "~/hooks")
        assert find(str(below)).hooks_folder() == str(tmp_path / "home" / "hooks")

    def test_a_linked_worktree_shares_the_hooks_and_has_an_index_of_its_own(
        self, repo: GitRepository
    ) -> None:
        repo.commit()
        repo.git("worktree", "add", "--quiet", "../linked")
        linked = find(str(repo.path.parent / "linked"))
        assert linked.git_dir == str(repo.path / ".git" / "worktrees" / "linked")
        assert linked.common_dir == str(repo.path / ".git")
        assert linked.hooks_folder() == str(repo.path / ".git" / "hooks")

    def test_the_configuration_and_the_branch_are_read(self, repo: GitRepository) -> None:
        found = find(str(repo.path))
        assert (found.config("core.bare"), found.config("no.such")) == ("false", "")
        assert found.branch() == "main"
        repo.commit()
        repo.git("checkout", "--quiet", "--detach")
        assert found.branch() == ""


class TestStaged:
    def test_before_the_first_commit_everything_in_the_index_is_staged(self, repo: GitRepository) -> None:
        repo.add("a.md", "one")
        assert staged(repo) == [("A", "a.md")]

    def test_a_change_has_its_letter_and_its_content(self, repo: GitRepository) -> None:
        for name in ("same", "changed", "gone", "moved", "kind"):
            repo.add(name, f"text of {name}")
        repo.commit()
        repo.add("new", "new")
        repo.add("changed", "other")
        repo.git("rm", "--quiet", "gone")
        repo.git("mv", "moved", "there")
        (repo.path / "kind").unlink()
        (repo.path / "kind").symlink_to("same")
        repo.git("add", "kind")
        found = find(str(repo.path))
        changes = {change.path: change for change in found.staged()}
        assert {path: change.status for path, change in changes.items()} == {
            "new": "A",
            "changed": "M",
            "gone": "D",
            "there": "R",
            "kind": "T",
        }
        assert changes["there"].old == "moved"
        assert changes["kind"].mode == LINK
        with found.contents() as files:
            assert files.content(changes["changed"].blob) == b"other"

    def test_only_intended_to_be_added_is_not_staged(self, repo: GitRepository) -> None:
        repo.write("later.md", "text")
        repo.git("add", "--intent-to-add", "later.md")
        assert staged(repo) == []
        assert find(str(repo.path)).tracked() == []

    def test_what_is_staged_counts_and_not_what_lies_in_the_work_tree(self, repo: GitRepository) -> None:
        repo.add("a.md", "staged")
        repo.write("a.md", "edited since")
        with find(str(repo.path)).contents() as files:
            assert files.read("a.md") == b"staged"

    def test_a_repository_with_longer_ids_is_one_too(self, tmp_path: Path, env: dict[str, str]) -> None:
        repo = init(tmp_path / "sha256", env, "--object-format=sha256")
        repo.add("a.md", "a")
        found = find(str(repo.path))
        assert [change.path for change in found.staged()] == ["a.md"]
        repo.commit()
        with found.contents("HEAD") as files:
            assert files.content(found.tree("HEAD")[0].blob) == b"a"

    def test_pathspecs_choose(self, repo: GitRepository) -> None:
        repo.add("tickets/a.md", "a")
        repo.add("b.md", "b")
        found = find(str(repo.path)).staged([":(top,glob)tickets/**/*.md"])
        assert [change.path for change in found] == ["tickets/a.md"]

    def test_names_that_are_odd_come_as_they_are(self, repo: GitRepository) -> None:
        for name in ODD_NAMES:
            repo.add(name, name)
        assert sorted(path for _, path in staged(repo)) == sorted(ODD_NAMES)

    def test_variables_and_settings_of_a_person_change_nothing(
        self, repo: GitRepository, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for key in ("diff.noprefix", "diff.relative", "diff.renames", "core.quotePath"):
            repo.git("config", key, "true")
        repo.git("config", "color.ui", "always")
        for name in ("GIT_TRACE", "GIT_LITERAL_PATHSPECS", "GIT_ICASE_PATHSPECS"):
            monkeypatch.setenv(name, "1")
        monkeypatch.setenv("GIT_EXTERNAL_DIFF", "false")
        repo.add("tickets/é.md", "a")
        found = find(str(repo.path))
        assert [c.path for c in found.staged([":(top,glob)tickets/*"])] == ["tickets/é.md"]
        assert found.changed_since() == ["tickets/é.md"]

    def test_the_index_that_git_names_is_the_one(
        self, repo: GitRepository, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        repo.add("a.md", "a")
        monkeypatch.setenv("GIT_INDEX_FILE", ".git/other-index")
        assert staged(repo) == []

    def test_a_path_in_conflict_is_not_tracked(self, repo: GitRepository) -> None:
        conflict(repo)
        assert ("U", "a.md") in staged(repo)
        assert find(str(repo.path)).tracked() == []

    def test_a_merge_continues_two_commits(self, repo: GitRepository) -> None:
        assert find(str(repo.path)).heads() == []
        ours, theirs = conflict(repo)
        assert find(str(repo.path)).heads() == [ours, theirs]


def conflict(repo: GitRepository) -> tuple[str, str]:
    """A merge that stopped: both branches changed a.md. The two commits."""
    repo.add("a.md", "base\n")
    repo.commit()
    repo.git("checkout", "--quiet", "-b", "theirs")
    repo.add("a.md", "theirs\n")
    theirs = repo.commit()
    repo.git("checkout", "--quiet", "main")
    repo.add("a.md", "ours\n")
    ours = repo.commit()
    assert repo.try_git("merge", "theirs").code == 1
    return ours, theirs


class TestCommits:
    def test_a_file_is_read_as_it_was_at_a_commit(self, repo: GitRepository) -> None:
        repo.add("valuegate.yaml", "version: 1\n")
        repo.commit()
        repo.git("tag", "then")
        repo.add("valuegate.yaml", "other")
        repo.commit()
        with find(str(repo.path)).contents("then") as files:
            assert files.read("valuegate.yaml") == b"version: 1\n"
            assert files.read("absent.yaml") is None
            assert files.read("") is None  # the tree itself is no file

    def test_the_paths_of_a_commit_are_listed(self, repo: GitRepository) -> None:
        for name in ODD_NAMES:
            repo.add(name, name)
        repo.commit()
        repo.add("later.md", "x")
        found = find(str(repo.path))
        assert sorted(entry.path for entry in found.tree("HEAD")) == sorted(ODD_NAMES)
        assert [entry.path for entry in found.tree("main", ["tickets/a*"])] == ["tickets/a\tb.md"]
        assert len(found.tracked()) == len(ODD_NAMES) + 1

    @pytest.mark.parametrize("ref", ["no-such", "--all", "a b", "HEAD:a.md", ""])
    def test_a_commit_that_is_not_there_is_told(self, repo: GitRepository, ref: str) -> None:
        repo.commit()
        with pytest.raises(UsageError, match="there is no commit"):
            find(str(repo.path)).commit(ref)

    def test_a_content_that_is_larger_than_a_ticket_is_not_kept_and_hides_no_other(
        self, repo: GitRepository
    ) -> None:
        repo.add("large.md", b"x" * (3 * MAX_BYTES))
        repo.add("small.md", "small")
        with find(str(repo.path)).contents() as files:
            large = files.read("large.md")
            assert large is not None
            assert len(large) == MAX_BYTES + 1
            assert files.read("small.md") == b"small"

    def test_a_line_break_in_a_name_would_be_a_second_question(self, repo: GitRepository) -> None:
        with find(str(repo.path)).contents() as files, pytest.raises(GitError, match="line break"):
            files.read("a\n:b")

    def test_git_that_ends_too_early_is_an_error(self, repo: GitRepository) -> None:
        with find(str(repo.path)).contents() as files:
            files._process.kill()
            files._process.wait()
            with pytest.raises(GitError, match="ended before it answered"):
                files.read("a.md")

    def test_a_question_that_git_refuses_is_told_in_its_words(self, repo: GitRepository) -> None:
        with pytest.raises(GitError, match="git diff-index failed: bad revision"):
            find(str(repo.path)).staged(base="no-such")


class TestChangedSince:
    def test_what_is_not_committed_has_changed_since_head(self, repo: GitRepository) -> None:
        repo.add("old.md", "old")
        repo.add("gone.md", "gone")
        repo.add(".gitignore", "*.tmp\n")
        repo.commit()
        repo.write("old.md", "changed")
        repo.write("new folder/é.md", "new")
        repo.write("x.tmp", "ignored")
        repo.git("rm", "--quiet", "gone.md")
        assert find(str(repo.path)).changed_since() == ["new folder/é.md", "old.md"]

    def test_before_the_first_commit_everything_has_changed(self, repo: GitRepository) -> None:
        repo.add("a.md", "a")
        repo.write("b.md", "b")
        assert find(str(repo.path)).changed_since() == ["a.md", "b.md"]

    def test_since_a_branch_means_since_the_two_parted(self, repo: GitRepository) -> None:
        repo.add("a.md", "a")
        repo.commit()
        repo.git("checkout", "--quiet", "-b", "mine")
        repo.add("mine.md", "mine")
        repo.commit()
        repo.git("checkout", "--quiet", "main")
        repo.add("a.md", "theirs")
        repo.commit()
        repo.git("checkout", "--quiet", "mine")
        assert find(str(repo.path)).changed_since("main") == ["mine.md"]

    def test_branches_without_a_common_commit_are_told(self, repo: GitRepository) -> None:
        repo.commit()
        repo.git("checkout", "--quiet", "--orphan", "other")
        repo.commit("Other")
        with pytest.raises(UsageError, match="no commit in common"):
            find(str(repo.path)).changed_since("main")

    def test_from_a_folder_below_too(self, repo: GitRepository) -> None:
        repo.write("below/b.md", "b")
        repo.write("a.md", "a")
        assert find(str(repo.path / "below")).changed_since() == ["a.md", "below/b.md"]


_NAME = st.binary(min_size=1, max_size=20).filter(lambda name: b"\0" not in name)
_ID = "0123456789abcdef" * 4


@given(st.lists(st.tuples(st.sampled_from(["A", "M", "D", "T", "R100", "C075"]), _NAME, _NAME)))
def test_every_list_of_changes_is_read_back(records: list[tuple[str, bytes, bytes]]) -> None:
    """Any bytes but NUL are a name, for both lengths of ids."""
    listed, expected = b"", []
    for status, old, name in records:
        head = f":100644 120000 {'0' * 40} {_ID} {status}".encode()
        two = status[0] in "RC"
        listed += b"\0".join([head, *([old] if two else []), name, b""])
        expected.append(Change(status[0], os.fsdecode(name), "120000", _ID, os.fsdecode(old) if two else ""))
    assert read_changes(listed) == expected
