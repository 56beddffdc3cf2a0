"""Skipping is possible, has a reason, and leaves a trace."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hooked import POLICY, bad, good, installed, valuegate

from git_repository import Done, GitRepository
from valuegate.cli import run
from valuegate.errors import UsageError
from valuegate.finding import Finding, Verdict
from valuegate.githook import skips

REASON = "the study comes on Friday"
SKIP = f"evidence:{REASON}"


@pytest.fixture
def hooked(repo: GitRepository) -> GitRepository:
    """A repository with the hook and a staged ticket that is refused for its evidence."""
    repo.add("valuegate.yaml", POLICY)
    repo.commit()
    installed(repo).add("tickets/a.md", bad())
    return repo


def commit(repo: GitRepository, skip: str, *args: str) -> Done:
    return repo.try_git("commit", "-m", "SHOP-2 search", *args, VALUEGATE_SKIP=skip)


def message(repo: GitRepository) -> str:
    return repo.git("log", "-1", "--format=%B")


class TestRealCommits:
    def test_a_skip_is_printed_and_stands_in_the_message(self, hooked: GitRepository) -> None:
        done = commit(hooked, SKIP)
        assert done.code == 0
        assert f"! skipped evidence of tickets/a.md: {REASON}" in done.text
        assert message(hooked) == f"SHOP-2 search\n\nValue-Gate-Skipped: evidence: {REASON}"

    def test_a_skip_that_is_not_needed_leaves_no_trace(self, hooked: GitRepository) -> None:
        hooked.add("tickets/a.md", good())
        done = commit(hooked, SKIP)
        assert done.code == 0
        assert "skipped" not in done.text
        assert message(hooked) == "SHOP-2 search"

    def test_another_check_than_the_skipped_one_still_refuses(self, hooked: GitRepository) -> None:
        assert commit(hooked, f"metric:{REASON}").code == 1

    def test_several_checks_are_several_lines(self, hooked: GitRepository) -> None:
        hooked.add("tickets/a.md", bad().replace("2027-03-15", "Soon"))
        assert commit(hooked, SKIP).code == 1
        assert commit(hooked, "evidence, review-date,metric: both come").code == 0
        assert message(hooked).splitlines()[2:] == [
            "Value-Gate-Skipped: evidence: both come",
            "Value-Gate-Skipped: review-date: both come",
        ]

    def test_the_trace_survives_an_editor_that_empties_the_message(self, hooked: GitRepository) -> None:
        editor = hooked.write("../editor", "#!/bin/sh\necho 'SHOP-2 search' >\"$1\"\n")
        editor.chmod(0o755)
        hooked.git("commit", VALUEGATE_SKIP=SKIP, GIT_EDITOR=str(editor).replace(" ", r"\ "))
        assert message(hooked) == f"SHOP-2 search\n\nValue-Gate-Skipped: evidence: {REASON}"

    def test_an_amended_message_has_the_trace_once(self, hooked: GitRepository) -> None:
        commit(hooked, SKIP)
        hooked.add("tickets/a.md", bad(title="Search, again"))
        assert commit(hooked, SKIP, "--amend", "-m", message(hooked)).code == 0
        assert message(hooked).count("Value-Gate-Skipped") == 1

    def test_all_skips_a_policy_that_cannot_be_used_too(self, hooked: GitRepository) -> None:
        hooked.add("valuegate.yaml", "version: 1\ngats: {}\n")
        assert commit(hooked, SKIP).code == 1
        done = commit(hooked, f"all:{REASON}")
        assert done.code == 0
        assert f"! nothing is judged: {REASON}" in done.text
        assert message(hooked).endswith(f"Value-Gate-Skipped: all: {REASON}")

    def test_all_skips_whatever_a_ticket_lacks(self, hooked: GitRepository) -> None:
        hooked.add("tickets/b.md", b"\xff")
        assert commit(hooked, f"all:{REASON}").code == 0
        assert message(hooked).endswith(f"Value-Gate-Skipped: all: {REASON}")

    def test_what_a_message_names_can_be_skipped(self, hooked: GitRepository) -> None:
        hooked.add("valuegate.yaml", f"{POLICY}hook: {{keys: [SHOP]}}\n")
        hooked.commit()
        assert hooked.try_git("commit", "--allow-empty", "-m", "SHOP-2 more").code == 1
        assert commit(hooked, SKIP, "--allow-empty").code == 0
        assert message(hooked).endswith(f"Value-Gate-Skipped: evidence: {REASON}")

    @pytest.mark.parametrize(
        "skip", ["evidence", "evidence:", "evidence: ", ":why", "Evidence!:x", "evidense:x"]
    )
    def test_a_skip_without_a_reason_or_a_check_is_refused(self, hooked: GitRepository, skip: str) -> None:
        done = commit(hooked, skip)
        assert done.code == 1
        assert "Error: VALUEGATE_SKIP" in done.text
        assert "→" in done.text


class TestInPipelines:
    @pytest.fixture
    def all_of(self, hooked: GitRepository, monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
        """``hook run --all``, after a commit with a skip."""
        commit(hooked, SKIP)
        monkeypatch.chdir(hooked.path)
        return lambda: run(["hook", "run", "--all"])

    def test_skips_do_not_count_unless_the_policy_says_so(
        self, hooked: GitRepository, all_of: Callable[[], int], capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert all_of() == 1
        assert "VALUEGATE_SKIP" not in capsys.readouterr().out
        hooked.add("valuegate.yaml", f"{POLICY}hook: {{skips: allow}}\n")
        assert all_of() == 0

    def test_a_skip_counts_until_its_ticket_changes(
        self, hooked: GitRepository, all_of: Callable[[], int]
    ) -> None:
        hooked.add("valuegate.yaml", f"{POLICY}hook: {{skips: allow}}\n")
        hooked.add("x.txt", "x")
        hooked.commit("Something else")
        assert all_of() == 0
        hooked.add("tickets/a.md", bad(title="Changed"))
        hooked.commit("Changed")
        assert all_of() == 1

    def test_a_change_cannot_let_its_own_skip_count(
        self, hooked: GitRepository, all_of: Callable[[], int], capsys: pytest.CaptureFixture[str]
    ) -> None:
        """With --base the policy of the target branch says whether skips count."""
        hooked.git("branch", "target", "HEAD~1")
        hooked.add("valuegate.yaml", f"{POLICY}hook: {{skips: allow}}\n")
        hooked.commit("Skips count from now on")
        assert all_of() == 0
        assert run(["hook", "run", "--all", "--base", "target"]) == 1
        assert "hook.skips" in capsys.readouterr().out
        hooked.git("branch", "-f", "target", "HEAD")
        assert run(["hook", "run", "--all", "--base", "target"]) == 0
        assert run(["hook", "run", "pre-commit", "--base", "target"]) == 2

    def test_every_tracked_ticket_is_judged_and_no_other(
        self, hooked: GitRepository, all_of: Callable[[], int], capsys: pytest.CaptureFixture[str]
    ) -> None:
        hooked.add("tickets/good.md", good())
        hooked.write("tickets/untracked.md", bad())
        hooked.write("tickets/later.md", bad())
        hooked.git("add", "--intent-to-add", "tickets/later.md")
        hooked.commit("More")
        capsys.readouterr()
        assert all_of() == 1
        out = capsys.readouterr().out
        assert "tickets/a.md" in out
        assert "untracked" not in out
        assert "later" not in out

    def test_a_repository_without_tickets_has_nothing_to_check(
        self, repo: GitRepository, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(repo.path)
        assert run(["hook", "run", "--all"]) == 4

    def test_tickets_and_templates_can_be_judged_alone(self, hooked: GitRepository) -> None:
        hooked.add(".github/ISSUE_TEMPLATE/idea.md", "## Problem\n")
        for only, there, absent in [
            ("tickets", "tickets/a", "idea.md"),
            ("templates", "idea.md", "tickets/a"),
        ]:
            done = valuegate(hooked, "hook", "run", "--all", "--only", only)
            assert done.code == 1
            assert there in done.out
            assert absent not in done.out


class TestReading:
    def test_nothing_said_skips_nothing(self) -> None:
        assert not skips.read("", "ana").checks

    def test_checks_and_a_reason(self) -> None:
        said = skips.read(" evidence , metric:a: b\n\x1b[31m c", "ana", ["evidence", "metric"])
        assert (said.checks, said.reason) == (("evidence", "metric"), "a: b [31m c")

    def test_an_unknown_check_is_told_with_the_nearest(self) -> None:
        with pytest.raises(UsageError) as caught:
            skips.read("evidense:x", "ana", ["evidence"])
        assert caught.value.fix.startswith("Did you mean 'evidence'?")

    def test_what_a_commit_records_is_read_and_what_is_no_record_is_not(self) -> None:
        found = skips.recorded(["evidence: x", "nonsense", "", "metric:"], "ana")
        assert found == [skips.Skips(("evidence",), "x", "ana")]

    def test_a_skip_takes_no_finding_away(
        self, hooked: GitRepository, monkeypatch: pytest.MonkeyPatch
    ) -> None:

        finding = Finding("evidence", "evidence.authority", "error", "m", "f")
        day = date(2026, 11, 23)
        verdict = Verdict("a", "ticket", "", "", "ready", True, day, "failed", findings=(finding,))
        after = skips.waived(verdict, skips.Skips(("evidence",), "why", "ana"), day)
        assert (after.outcome, len(after.findings)) == ("passed", 1)
        assert str(after.findings[0].waived_by) == "ana until 2026-11-23: why"
        assert skips.skipped(verdict, after) == ["evidence"]
