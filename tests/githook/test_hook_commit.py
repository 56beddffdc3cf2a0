"""Real commits with the hook in place: what is staged is judged, and nothing else."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from hooked import BIN, POLICY, bad, good, installed

from git_repository import Done, GitRepository


@pytest.fixture
def hooked(repo: GitRepository) -> GitRepository:
    """A repository with the hook, one commit, and a policy."""
    repo.add("valuegate.yaml", POLICY)
    repo.commit("First")
    return installed(repo)


def commit(repo: GitRepository, *args: str, **env: str) -> Done:
    return repo.try_git("commit", "--quiet", "-m", "Tickets", *args, **env)


def refused(done: Done) -> bool:
    """Was the commit refused by a gate, and not by a crash?"""
    assert "Traceback" not in done.text
    if done.code:
        assert "refused" in done.text
    return done.code != 0


def test_a_ticket_that_holds_is_committed_with_one_line(hooked: GitRepository) -> None:
    hooked.add("tickets/a.md", good())
    done = commit(hooked)
    assert (done.code, done.text) == (0, "✓ valuegate: 1 ticket: 1 passed\n")


def test_a_ticket_that_does_not_hold_is_refused_with_its_place_and_its_mend(hooked: GitRepository) -> None:
    hooked.add("tickets/été à venir.md", bad())
    done = commit(hooked)
    assert refused(done)
    assert re.search(r"tickets/été à venir.md:\d+:\d+ +evidence.authority", done.text)
    assert "→ Ask what made them say so" in done.text
    assert "VALUEGATE_SKIP='evidence:your reason' git commit" in " ".join(done.text.split())
    assert "\x1b" not in done.text  # no terminal, no colours
    assert hooked.git("status", "--porcelain") == 'A  "tickets/\\303\\251t\\303\\251 \\303\\240 venir.md"'


def test_a_commit_without_tickets_says_nothing(hooked: GitRepository) -> None:
    hooked.add("src/main.py", "print()")
    assert commit(hooked).text == ""


def test_the_first_commit_of_a_repository_is_judged(repo: GitRepository) -> None:
    """On an unborn branch there is nothing to compare with: all that is staged is new."""
    installed(repo).add("tickets/a.md", bad())
    assert refused(commit(repo))
    repo.add("tickets/a.md", good())
    assert not refused(commit(repo))
    assert repo.git("rev-list", "--count", "HEAD") == "1"


def test_the_index_counts_and_the_work_tree_does_not(hooked: GitRepository) -> None:
    """Nothing is stashed: what was edited since lies there as before."""
    hooked.add("tickets/a.md", good())
    hooked.write("tickets/a.md", bad())
    assert not refused(commit(hooked))
    assert (hooked.path / "tickets/a.md").read_text() == bad()
    hooked.git("add", "tickets/a.md")
    hooked.write("tickets/a.md", good())
    assert refused(commit(hooked))
    assert (hooked.path / "tickets/a.md").read_text() == good()
    assert hooked.git("stash", "list") == ""


def test_a_partially_staged_file_is_judged_by_its_staged_part(hooked: GitRepository) -> None:
    hooked.add("tickets/a.md", good())
    hooked.commit()
    hooked.write("tickets/a.md", good(title="Other title"))
    hooked.git("add", "tickets/a.md")
    hooked.write("tickets/a.md", bad(title="Other title"))
    assert hooked.git("status", "--porcelain") == "MM tickets/a.md"
    assert not refused(commit(hooked))
    assert hooked.git("status", "--porcelain") == "M tickets/a.md"


def test_only_intended_to_be_added_is_no_ticket_yet(hooked: GitRepository) -> None:
    hooked.write("tickets/later.md", bad())
    hooked.git("add", "--intent-to-add", "tickets/later.md")
    hooked.add("tickets/a.md", good())
    assert not refused(commit(hooked))
    assert (hooked.path / "tickets/later.md").read_text() == bad()
    assert hooked.git("status", "--porcelain") == "A tickets/later.md"


def test_a_deleted_ticket_is_not_judged(hooked: GitRepository) -> None:
    hooked.add("tickets/a.md", bad())
    hooked.commit()
    hooked.git("rm", "--quiet", "tickets/a.md")
    assert not refused(commit(hooked))


def test_a_ticket_that_only_moves_is_not_judged_again(hooked: GitRepository) -> None:
    hooked.add("tickets/a.md", bad())
    hooked.commit()
    (hooked.path / "tickets/sub").mkdir()
    hooked.git("mv", "tickets/a.md", "tickets/sub/b.md")
    assert not refused(commit(hooked))


def test_a_ticket_that_moves_and_changes_is_judged(hooked: GitRepository) -> None:
    hooked.add("tickets/a.md", bad())
    hooked.commit()
    hooked.git("mv", "tickets/a.md", "tickets/b.md")
    hooked.add("tickets/b.md", bad(title="Another title"))
    assert refused(commit(hooked))


def test_a_file_that_moves_among_the_tickets_becomes_one(hooked: GitRepository) -> None:
    hooked.add("notes/a.md", bad())
    hooked.commit()
    (hooked.path / "tickets").mkdir()
    hooked.git("mv", "notes/a.md", "tickets/a.md")
    assert refused(commit(hooked))


def test_a_link_is_judged_by_what_it_leads_to(hooked: GitRepository) -> None:
    hooked.add("notes/bad.md", bad())
    hooked.add("notes/good.md", good())
    (hooked.path / "tickets").mkdir()
    link = hooked.path / "tickets/a.md"
    link.symlink_to("../notes/bad.md")
    hooked.git("add", "tickets")
    assert refused(commit(hooked))
    link.unlink()
    link.symlink_to("../notes/good.md")
    hooked.git("add", "tickets")
    assert not refused(commit(hooked))


def test_a_link_out_of_the_repository_is_refused(hooked: GitRepository) -> None:
    """What it leads to would not be in the commit, though it lies on this disk."""
    (hooked.path.parent / "outside.md").write_text(good())
    (hooked.path / "tickets").mkdir()
    (hooked.path / "tickets/a.md").symlink_to("../../outside.md")
    hooked.git("add", "tickets")
    done = commit(hooked)
    assert refused(done)
    assert "is a link to what is not in the repository" in done.text


def test_a_ticket_that_becomes_a_link_is_judged_anew(hooked: GitRepository) -> None:
    hooked.add("tickets/a.md", good())
    hooked.add("notes/bad.md", bad())
    hooked.commit()
    (hooked.path / "tickets/a.md").unlink()
    (hooked.path / "tickets/a.md").symlink_to("../notes/bad.md")
    hooked.git("add", "tickets")
    assert refused(commit(hooked))


def test_a_draft_can_always_be_committed(hooked: GitRepository) -> None:
    hooked.add("tickets/a.md", bad(status="Draft"))
    done = commit(hooked)
    assert not refused(done)
    assert done.text == (
        "○ tickets/a.md is a draft, and could not enter yet\n✓ valuegate: 1 ticket: 1 not yet\n"
    )


def test_several_drafts_are_one_line(hooked: GitRepository) -> None:
    for name in "abc":
        hooked.add(f"tickets/{name}.md", bad(status="Draft"))
    assert commit(hooked).text.startswith("○ 3 drafts could not enter yet\n")


def test_exceptions_count_as_they_are_staged(hooked: GitRepository) -> None:
    """Waivers in the text, and the baseline; what lies in the work tree does not."""
    waiver = "<!-- valuegate: waive evidence until 2027-01-31 by ana: the survey ends in January -->\n"
    hooked.add("tickets/a.md", bad() + waiver)
    assert not refused(commit(hooked))
    hooked.add("tickets/b.md", bad("SHOP-7"))
    assert refused(commit(hooked))
    hooked.run(os.path.join(BIN, "valuegate"), "baseline", "write")
    assert refused(commit(hooked))
    hooked.git("add", ".valuegate")
    assert not refused(commit(hooked))


def test_templates_are_judged_too(hooked: GitRepository) -> None:
    hooked.add(".github/ISSUE_TEMPLATE/idea.md", "## Problem\n\nWho is affected, and how?\n")
    assert refused(commit(hooked))


def test_a_file_that_is_no_ticket_by_its_policy_is_none(hooked: GitRepository) -> None:
    hooked.add("README.md", bad())
    hooked.add("tickets/photo.png", b"\x89PNG")
    hooked.add("tickets/.hidden.md", bad())
    assert commit(hooked).text == ""


def test_a_file_that_cannot_be_read_is_refused(hooked: GitRepository) -> None:
    hooked.add("tickets/a.md", b"\xff\xfe\x00")
    done = commit(hooked)
    assert refused(done)
    assert "is not UTF-8 text" in done.text


def test_the_demo_shows_a_refused_commit(env: dict[str, str], tmp_path: Path) -> None:
    """Whatever repository it is called from, it touches none but its own."""
    script = Path(__file__).parents[2] / "examples" / "before-a-commit"
    done = GitRepository(tmp_path, env).run(str(script), BIN, GIT_DIR=str(tmp_path / "nowhere"))
    assert done.code == 0
    assert done.out.startswith("$ valuegate hook install --stage pre-commit\n✓ pre-commit is installed")
    assert "✗ refused  VET-31" in done.err


class TestWhatGitDoesBesideCommits:
    def test_an_amended_commit_is_judged_by_what_is_staged_now(self, hooked: GitRepository) -> None:
        hooked.add("tickets/a.md", bad())
        hooked.commit()
        assert not refused(commit(hooked, "--amend"))  # nothing of it changes
        hooked.add("tickets/a.md", bad(title="Changed"))
        assert refused(commit(hooked, "--amend"))
        hooked.add("tickets/a.md", good())
        assert not refused(commit(hooked, "--amend"))

    def test_commit_a_and_commit_of_paths_have_an_index_of_their_own(self, hooked: GitRepository) -> None:
        hooked.add("tickets/a.md", good())
        hooked.add("tickets/b.md", good())
        hooked.commit()
        hooked.write("tickets/a.md", bad())
        assert refused(commit(hooked, "-a"))
        hooked.add("tickets/b.md", good(title="Other"))
        assert not refused(commit(hooked, "tickets/b.md"))
        assert refused(commit(hooked, "tickets/a.md"))

    def test_a_merge_is_not_asked_what_its_branches_were_asked(self, hooked: GitRepository) -> None:
        """Their ticket was accepted there; what the conflict is solved to is new."""
        conflict(hooked)
        hooked.add("notes.txt", "ours and theirs")
        assert not refused(commit(hooked))
        assert hooked.git("rev-list", "--count", "--merges", "HEAD") == "1"

    def test_a_merge_is_asked_what_is_in_neither_branch(self, hooked: GitRepository) -> None:
        conflict(hooked)
        hooked.add("notes.txt", "ours and theirs")
        hooked.add("tickets/theirs.md", bad(title="Edited while merging"))
        assert refused(commit(hooked))

    def test_a_merge_without_conflicts_is_made(self, hooked: GitRepository) -> None:
        conflict(hooked, conflicting=False)
        assert hooked.git("rev-list", "--count", "--merges", "HEAD") == "1"

    def test_a_rebase_takes_old_commits_as_they_are(self, hooked: GitRepository) -> None:
        hooked.git("checkout", "--quiet", "-b", "mine")
        hooked.add("tickets/a.md", bad())
        hooked.commit("SHOP-2 a bad one")
        hooked.git("checkout", "--quiet", "main")
        hooked.add("x.txt", "x")
        hooked.commit()
        hooked.git("rebase", "--quiet", "main", "mine")
        assert (hooked.path / "tickets/a.md").exists()
        assert (hooked.path / "x.txt").exists()

    def test_a_commit_that_is_edited_in_a_rebase_is_judged(self, hooked: GitRepository) -> None:
        hooked.add("tickets/a.md", good())
        hooked.commit()
        hooked.git("rebase", "--quiet", "-i", "HEAD~1", GIT_SEQUENCE_EDITOR="sed -i s/^pick/edit/")
        hooked.add("tickets/a.md", bad())
        assert refused(commit(hooked, "--amend"))
        hooked.add("tickets/a.md", good(title="Mended"))
        assert not refused(commit(hooked, "--amend"))
        hooked.git("rebase", "--continue")

    def test_a_cherry_pick_and_a_revert_are_made(self, hooked: GitRepository) -> None:
        hooked.git("checkout", "--quiet", "-b", "other")
        hooked.add("tickets/a.md", bad())
        picked = hooked.commit()
        hooked.git("checkout", "--quiet", "main")
        hooked.git("cherry-pick", picked)
        hooked.git("revert", "--no-edit", "HEAD")
        assert not (hooked.path / "tickets/a.md").exists()


def conflict(repo: GitRepository, *, conflicting: bool = True) -> None:
    """A merge of a branch with a bad ticket that was let in there; it stops for another file."""
    repo.add("notes.txt", "base")
    repo.commit()
    repo.git("checkout", "--quiet", "-b", "theirs")
    repo.add("tickets/theirs.md", bad())
    repo.add("notes.txt" if conflicting else "other.txt", "theirs")
    repo.commit()
    repo.git("checkout", "--quiet", "main")
    repo.add("notes.txt", "ours")
    repo.commit()
    assert repo.try_git("merge", "--no-edit", "theirs").code == conflicting
