"""A message names tickets: each must pass its gate, if its file is in the repository."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from hooked import BIN, POLICY, bad, good, installed
from hypothesis import given
from hypothesis import strategies as st

from git_repository import GitRepository
from growth import grows_at_most
from valuegate.cli import run
from valuegate.config import load_policy
from valuegate.githook.message import MAX_KEYS, find_keys
from valuegate.plugins import load

KEYS = ("SHOP", "PAY", "A_B")
CHECKS = {name: check.options for name, check in load().checks.items()}
Judge = Callable[..., tuple[int, str]]


def policy(hook: str) -> str:
    return f"{POLICY}hook: {{{hook}}}\n"


@pytest.fixture
def judge(repo: GitRepository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Judge:
    """What the hook says of a message, in a repository with a good ticket, a bad one, and a bad draft."""
    monkeypatch.chdir(repo.path)
    repo.add("valuegate.yaml", policy("keys: [SHOP, PAY]"))
    repo.add("tickets/good.md", good("SHOP-1"))
    repo.add("tickets/bad.md", bad("SHOP-2"))
    repo.add("tickets/draft.md", bad("SHOP-3", status="Draft"))
    repo.add("tickets/shop-4-search.md", bad("").replace("key: \n", ""))
    repo.commit()

    def call(text: str, *args: str) -> tuple[int, str]:
        Path("message").write_text(text, encoding="utf-8")
        code = run(["hook", "run", "commit-msg", "message", *args])
        out, err = capsys.readouterr()
        return code, out + err

    return call


class TestNamedTickets:
    def test_a_ticket_that_holds_lets_the_message_pass(self, judge: Judge) -> None:
        assert judge("SHOP-1 Take notes once") == (0, "✓ valuegate: 1 ticket: 1 passed\n")

    def test_a_ticket_that_does_not_hold_refuses_it(self, judge: Judge) -> None:
        code, said = judge("Mend the search (SHOP-2)")
        assert code == 1
        assert "✗ refused  SHOP-2 Search" in said
        assert "tickets/bad.md" in said

    def test_each_of_several_counts(self, judge: Judge) -> None:
        assert judge("SHOP-1, SHOP-2: both")[0] == 1

    def test_a_draft_refuses_nothing(self, judge: Judge) -> None:
        code, said = judge("SHOP-3: begin")
        assert code == 0
        assert "tickets/draft.md is a draft, and could not enter yet" in said

    def test_a_ticket_without_a_key_has_that_of_its_file(self, judge: Judge) -> None:
        assert judge("SHOP-4: search")[0] == 1

    def test_a_key_in_small_letters_is_one(self, judge: Judge) -> None:
        assert judge("shop-2: search")[0] == 1

    @pytest.mark.parametrize("text", ["PAY-7: elsewhere", "SHOP-99: not here", "SHOP-22: longer", "no key"])
    def test_keys_that_are_not_in_the_repository_are_left_to_the_tracker(
        self, judge: Judge, text: str
    ) -> None:
        assert judge(text) == (0, "")

    def test_a_ticket_that_only_mentions_the_key_is_another_one(
        self, judge: Judge, repo: GitRepository
    ) -> None:
        repo.add("tickets/other.md", bad("SHOP-9").replace("The CEO", "See SHOP-1. The CEO"))
        assert judge("SHOP-1: notes")[0] == 0

    def test_what_is_staged_counts(self, judge: Judge, repo: GitRepository) -> None:
        repo.add("tickets/good.md", bad("SHOP-1"))
        repo.write("tickets/good.md", good("SHOP-1"))
        assert judge("SHOP-1: notes")[0] == 1

    def test_a_ticket_that_cannot_be_read_counts_by_its_name(self, judge: Judge, repo: GitRepository) -> None:
        repo.add("tickets/SHOP-5.md", b"\xff SHOP-5")
        repo.add("tickets/noise.md", b"\xff SHOP-1")
        assert judge("SHOP-5: broken")[0] == 1
        assert judge("SHOP-1: fine")[0] == 0

    def test_without_keys_in_the_policy_no_message_is_looked_at(
        self, judge: Judge, repo: GitRepository
    ) -> None:
        repo.add("valuegate.yaml", POLICY)
        assert judge("SHOP-2: bad") == (0, "")


def test_what_the_docs_say_of_the_policy_is_valid(tmp_path: Path) -> None:
    page = Path(__file__).parents[2].joinpath("docs", "hooks.md").read_text("utf-8")
    (said,) = re.findall(r"```yaml\n(hook:.*?)```", page, re.DOTALL)
    (tmp_path / "valuegate.yaml").write_text(POLICY + said)
    hook = load_policy(start=str(tmp_path), checks=CHECKS).hook
    assert (hook.keys, hook.require_key, hook.bots) == (("SHOP", "PAY"), True, ("renovate[bot]",))


class TestWhatCounts:
    def test_comments_and_the_shown_changes_do_not(self, judge: Judge) -> None:
        text = (
            "A change\n# On branch SHOP-2\n# ------------------------ >8 ------------------------\n-SHOP-2\n"
        )
        assert judge(text) == (0, "")

    def test_comments_by_another_sign_do_not(self, judge: Judge, repo: GitRepository) -> None:
        repo.git("config", "core.commentChar", ";")
        assert judge("A change\n; SHOP-2\n") == (0, "")
        assert judge("A change\n# SHOP-2\n")[0] == 1

    def test_the_branch_counts_if_the_message_names_none(self, judge: Judge, repo: GitRepository) -> None:
        repo.git("checkout", "--quiet", "-b", "feature/shop-2-search")
        assert judge("Mend the search")[0] == 1
        assert judge("SHOP-1: something else")[0] == 0
        repo.add("valuegate.yaml", policy("keys: [SHOP], branch: false"))
        assert judge("Mend the search")[0] == 0

    def test_a_detached_head_names_nothing(self, judge: Judge, repo: GitRepository) -> None:
        repo.git("checkout", "--quiet", "--detach")
        assert judge("Mend the search")[0] == 0

    def test_a_key_is_required_only_if_the_policy_says_so(self, judge: Judge, repo: GitRepository) -> None:
        repo.add("valuegate.yaml", policy("keys: [SHOP], require-key: true"))
        code, said = judge("Mend the search")
        assert code == 1
        assert said == (
            "✗ the message names no ticket, and neither does the branch\n"
            "  → Name it, for example: “SHOP-12 Search forgives typing errors”\n"
        )
        assert judge("SHOP-99: elsewhere")[0] == 0
        repo.git("checkout", "--quiet", "-b", "shop-99")
        assert judge("Mend the search")[0] == 0

    def test_a_refusal_that_nobody_reads_refuses(self, judge: Judge, repo: GitRepository) -> None:
        repo.add("valuegate.yaml", policy("keys: [SHOP], require-key: true"))
        repo.write("message", "Mend the search")
        command = f"{BIN}/valuegate hook run commit-msg message; echo $? >code"
        subprocess.run(["bash", "-c", f"({command}) | true"], cwd=repo.path, env=repo.env, check=True)
        assert (repo.path / "code").read_text() == "1\n"

    def test_the_file_of_the_message_must_be_named(self, judge: Judge) -> None:
        assert run(["hook", "run", "commit-msg"]) == 2


class TestMessagesThatPass:
    @pytest.mark.parametrize(
        "text",
        [
            "Merge branch 'shop-2' into main",
            "Merge remote-tracking branch 'origin/SHOP-2'",
            "Merge pull request #7 from ana/SHOP-2",
            'Revert "SHOP-2: search"\n\nThis reverts commit 123.',
            'Reapply "SHOP-2: search"',
            "fixup! SHOP-2: search",
            "squash! SHOP-2: search",
            "amend! SHOP-2: search",
        ],
    )
    def test_merges_reverts_and_fixups(self, judge: Judge, repo: GitRepository, text: str) -> None:
        repo.add("valuegate.yaml", policy("keys: [SHOP], require-key: true"))
        assert judge(text) == (0, "")

    @pytest.mark.parametrize("text", ["Merge the search of SHOP-2", "Revert to SHOP-2", "fixup SHOP-2"])
    def test_words_that_only_begin_alike_do_not(self, judge: Judge, text: str) -> None:
        assert judge(text)[0] == 1

    def test_bots(self, judge: Judge, repo: GitRepository, monkeypatch: pytest.MonkeyPatch) -> None:
        repo.add("valuegate.yaml", policy('keys: [SHOP], require-key: true, bots: ["renovate[bot]"]'))
        assert judge("Update a dependency")[0] == 1
        monkeypatch.setenv("GIT_AUTHOR_NAME", "renovate[bot]")
        assert judge("Update a dependency") == (0, "")


class TestRealCommits:
    @pytest.fixture
    def hooked(self, repo: GitRepository) -> GitRepository:
        repo.add("valuegate.yaml", policy("keys: [SHOP], require-key: true"))
        repo.add("tickets/bad.md", bad("SHOP-2"))
        repo.commit()
        return installed(repo)

    def test_the_message_is_judged(self, hooked: GitRepository) -> None:
        for message, code in [("SHOP-2 search", 1), ("search", 1), ("SHOP-7 elsewhere", 0)]:
            assert hooked.try_git("commit", "--allow-empty", "-m", message).code == code, message

    def test_a_merge_a_revert_and_a_fixup_are_made(self, hooked: GitRepository) -> None:
        hooked.git("checkout", "--quiet", "-b", "other")
        hooked.add("x.txt", "x")
        hooked.git("commit", "--quiet", "-m", "SHOP-7 x")
        hooked.git("checkout", "--quiet", "main")
        hooked.git("merge", "--quiet", "--no-ff", "-m", "All of it", "other")
        hooked.git("revert", "--no-edit", "-m", "1", "HEAD")
        hooked.git("commit", "--quiet", "--allow-empty", "--fixup", "HEAD")

    def test_a_commit_that_is_reworded_in_a_rebase_is_an_old_one(self, hooked: GitRepository) -> None:
        hooked.add("x.txt", "x")
        hooked.commit("SHOP-2 bad")
        hooked.git("rebase", "--quiet", "-i", "HEAD~1", GIT_SEQUENCE_EDITOR="sed -i s/^pick/reword/")
        assert hooked.git("log", "-1", "--format=%s") == "SHOP-2 bad"


class TestFindingKeys:
    @pytest.mark.parametrize(
        ("text", "keys"),
        [
            ("SHOP-12", ["SHOP-12"]),
            ("feature/shop-12-search", ["SHOP-12"]),
            ("ana_SHOP-12", ["SHOP-12"]),
            ("https://tracker/browse/PAY-7?x=1", ["PAY-7"]),
            ("SHOP-12, PAY-7 and SHOP-12 again", ["SHOP-12", "PAY-7"]),
            ("A_B-3", ["A_B-3"]),
            ("SHOP-012", ["SHOP-012"]),
            ("WORKSHOP-12", []),
            ("SHOP-12a", []),
            ("SHOP-1234567890", []),
            ("SHOP 12, SHOP-, -12", []),
            ("UTF-8", []),
        ],
    )
    def test_a_key_is_a_word_of_its_own(self, text: str, keys: list[str]) -> None:
        assert list(find_keys(text, KEYS)) == keys

    @given(st.text(alphabet="SHOPAYB_-0123456789 /éa\n", max_size=80))
    def test_whatever_is_found_stands_in_the_text(self, text: str) -> None:
        for key in find_keys(text, KEYS):
            prefix, _, number = key.rpartition("-")
            assert prefix in KEYS
            assert f"{prefix}-" in text.upper()
            assert number in text

    def test_there_are_not_endlessly_many(self) -> None:
        assert len(find_keys(" ".join(f"SHOP-{n}" for n in range(1000)), KEYS)) == MAX_KEYS

    @pytest.mark.parametrize("part", ["SHOP-", "-1", "S", "SHOP-1 ", "-" * 9, "A_B-9"])
    def test_a_long_text_takes_as_long_as_it_is(self, part: str) -> None:
        many = tuple(f"P{n}" for n in range(100))
        grows_at_most(10, lambda size: find_keys(part * size, many), 10_000, 40_000)
