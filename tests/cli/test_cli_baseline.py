"""``valuegate baseline``: a team begins with 400 old tickets, and judges what is new or changed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from command_line import TICKET, TODAY, Result

from git_repository import GitRepository

Call = Callable[..., Result]
FILE = ".valuegate/baseline.txt"
OLD = "---\nkey: OLD-{0}\nstatus: Ready\n---\n## Problem\n\nThe board wants screen {0}.\n"


@pytest.fixture
def old(folder: Path) -> Path:
    """Twelve tickets: nine that are refused, one that holds, a draft, and one that cannot be read."""
    (folder / "tickets").mkdir()
    for number in range(1, 10):
        (folder / f"tickets/{number}.md").write_text(OLD.format(number))
    (folder / "tickets/good.md").write_text(TICKET)
    (folder / "tickets/draft.md").write_text("---\nstatus: Draft\n---\nAn idea.\n")
    (folder / "tickets/broken.md").write_bytes(b"\xff\xfe")
    return folder


def words(result: Result) -> str:
    return " ".join(result.out.split())


def written(valuegate: Call) -> str:
    result = valuegate("baseline", "write", "--today", TODAY)
    assert result.code == 0, result.err
    return words(result)


def checked(valuegate: Call, *args: str) -> tuple[int, str]:
    result = valuegate("check", "--today", TODAY, "--quiet", *args)
    return result.code, result.out


class TestWriting:
    def test_what_is_refused_today_is_left_alone_and_what_is_new_is_judged(
        self, valuegate: Call, old: Path
    ) -> None:
        assert "wrote .valuegate/baseline.txt: 9 old tickets are left alone" in written(valuegate)
        (old / "tickets/broken.md").unlink()
        assert checked(valuegate) == (0, "")
        (old / "tickets/new.md").write_text(OLD.format(10))
        assert checked(valuegate)[0] == 1
        assert "OLD-10" in checked(valuegate)[1]

    def test_a_ticket_that_changes_is_judged_again(self, valuegate: Call, old: Path) -> None:
        written(valuegate)
        (old / "tickets/broken.md").unlink()
        (old / "tickets/3.md").write_text(OLD.format(3).replace("screen", "page"))
        code, out = checked(valuegate)
        assert (code, out.count("refused"), "OLD-3" in out) == (1, 1, True)

    def test_every_report_counts_them(self, valuegate: Call, old: Path) -> None:
        written(valuegate)
        text = words(valuegate("check", "--today", TODAY))
        assert "9 exempt" in text
        assert "Exceptions: 9 exempt by baseline" in text
        report = json.loads(valuegate("check", "--today", TODAY, "--format", "json").out)
        assert report["summary"]["exempt_by"] == {"baseline": 9}
        assert [v["exempt_by"] for v in report["verdicts"]].count("baseline") == 9

    def test_what_cannot_be_read_is_refused_as_before(self, valuegate: Call, old: Path) -> None:
        written(valuegate)
        assert "tickets/broken.md" in checked(valuegate)[1]

    def test_the_file_is_sorted_a_line_for_each_ticket(self, valuegate: Call, old: Path) -> None:
        (old / "tickets/nameless one.md").write_text("---\nstatus: Ready\n---\nThe board wants it.\n")
        written(valuegate)
        lines = (old / FILE).read_text().splitlines()[2:]
        assert lines == sorted(lines)
        names = [line.rsplit(" ", 2)[0] for line in lines]
        assert names == [*(f"OLD-{number}" for number in range(1, 10)), "tickets/nameless one.md"]
        assert {line.rsplit(" ", 2)[1] for line in lines} == {"ready"}

    def test_the_path_is_that_below_the_policy_wherever_one_stands(
        self, valuegate: Call, old: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (old / "valuegate.yaml").write_text("version: 1\nextends: [valuegate:recommended]\n")
        (old / "tickets/nameless.md").write_text("The board wants it.\n")
        (old / "tickets/broken.md").unlink()
        monkeypatch.chdir(old / "tickets")
        written(valuegate)
        assert "\ntickets/nameless.md ready " in (old / FILE).read_text()
        assert checked(valuegate) == (0, "")
        monkeypatch.chdir(old)
        assert checked(valuegate) == (0, "")

    def test_tickets_of_a_tracker_go_by_their_keys(self, valuegate: Call, folder: Path) -> None:
        lines = [{"key": f"SHOP-{n}", "status": "Ready", "description": "The CEO wants it."} for n in (1, 2)]
        export = "\n".join(map(json.dumps, lines))
        assert valuegate("baseline", "write", "-", "--today", TODAY, stdin=export).code == 0
        moved = "\n".join(json.dumps({**line, "sprint": 7, "assignee": "ben"}) for line in reversed(lines))
        assert valuegate("check", "-", "--today", TODAY, stdin=moved).code == 0
        changed = moved.replace("The CEO wants it.", "The CEO wants it now.", 1)
        assert valuegate("check", "-", "--today", TODAY, stdin=changed).code == 1

    def test_another_file_may_be_named_by_the_policy(self, valuegate: Call, old: Path) -> None:
        policy = "version: 1\nextends: [valuegate:recommended]\nbaseline: old tickets.txt\n"
        (old / "valuegate.yaml").write_text(policy)
        assert "add to .gitattributes: old tickets.txt merge=union" in written(valuegate)
        assert (old / "old tickets.txt").exists()

    def test_nothing_is_overwritten(self, valuegate: Call, old: Path) -> None:
        written(valuegate)
        before = (old / FILE).read_text()
        (old / "tickets/new.md").write_text(OLD.format(10))
        result = valuegate("baseline", "write", "--today", TODAY)
        assert (result.code, (old / FILE).read_text()) == (2, before)
        assert "valuegate baseline prune" in result.err

    def test_where_nothing_is_refused_nothing_is_written(self, valuegate: Call, folder: Path) -> None:
        assert valuegate("baseline", "write").code == 4
        (folder / "tickets").mkdir()
        (folder / "tickets/a.md").write_text(TICKET)
        result = valuegate("baseline", "write", "--today", TODAY)
        assert (result.code, "No ticket is refused" in result.out) == (0, True)
        assert not (folder / FILE).exists()

    def test_where_something_cannot_be_decided_nothing_is_written(self, valuegate: Call, old: Path) -> None:
        policy = "version: 1\nextends: [valuegate:recommended]\nplugins: {require: [absent]}\n"
        (old / "valuegate.yaml").write_text(policy)
        result = valuegate("baseline", "write", "--today", TODAY)
        assert (result.code, "could not be judged" in result.err) == (3, True)
        assert not (old / FILE).exists()


class TestWhatIsLeft:
    @pytest.fixture
    def begun(self, valuegate: Call, old: Path) -> Path:
        """A baseline of nine, of which one has changed, one holds by now, and one is gone."""
        written(valuegate)
        (old / "tickets/1.md").write_text(OLD.format(1) + "\nMore words.\n")
        (old / "tickets/2.md").write_text(OLD.format(2).replace("Ready", "Draft"))
        (old / "tickets/3.md").unlink()
        return old

    def test_is_told_and_what_is_over_and_why(self, valuegate: Call, begun: Path) -> None:
        result = valuegate("baseline", "status", "--today", TODAY)
        assert result.code == 0
        assert words(result) == (
            ".valuegate/baseline.txt: 6 old tickets are left Over: 1 changed, 1 no longer refused, 1 gone "
            "Next: valuegate baseline prune"
        )

    def test_stays_when_what_is_over_is_taken_out(self, valuegate: Call, begun: Path) -> None:
        result = valuegate("baseline", "prune", "--today", TODAY)
        assert "6 old tickets are left. Taken out: 1 changed, 1 no longer refused, 1 gone" in words(result)
        names = [line.split()[0] for line in (begun / FILE).read_text().splitlines()[2:]]
        assert names == [f"OLD-{number}" for number in range(4, 10)]
        assert words(valuegate("baseline", "status", "--today", TODAY)).endswith("6 old tickets are left")
        assert list((begun / ".valuegate").glob("baseline.txt.*")) == []

    def test_nothing_is_ever_added(self, valuegate: Call, begun: Path) -> None:
        (begun / "tickets/new.md").write_text(OLD.format(10))
        valuegate("baseline", "prune", "--today", TODAY)
        assert "OLD-10" not in (begun / FILE).read_text()

    def test_with_paths_the_entries_of_other_tickets_stay(self, valuegate: Call, begun: Path) -> None:
        valuegate("baseline", "prune", "tickets/1.md", "tickets/4.md", "--today", TODAY)
        names = [line.split()[0] for line in (begun / FILE).read_text().splitlines()[2:]]
        assert names == [f"OLD-{number}" for number in range(2, 10)]

    def test_the_last_one_takes_the_file_with_it(self, valuegate: Call, begun: Path) -> None:
        for number in range(4, 10):
            (begun / f"tickets/{number}.md").unlink()
        assert valuegate("baseline", "prune", "--today", TODAY).code == 0
        assert not (begun / FILE).exists()
        assert "There is no baseline" in valuegate("baseline", "status").out
        assert valuegate("baseline", "prune").code == 0

    def test_with_no_ticket_to_compare_nothing_is_taken_out(
        self, valuegate: Call, begun: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        before = (begun / FILE).read_text()
        for path in (begun / "tickets").iterdir():
            path.unlink()
        assert valuegate("baseline", "prune").code == 4
        assert valuegate("baseline", "status").code == 4
        assert (begun / FILE).read_text() == before

    def test_a_line_that_is_no_entry_is_told_with_its_place(self, valuegate: Call, begun: Path) -> None:
        with (begun / FILE).open("a") as file:
            file.write("=======\n")
        for command in (["check"], ["baseline", "status"], ["baseline", "prune"]):
            result = valuegate(*command, "--today", TODAY)
            assert result.code == 3
            assert f"{FILE}:12" in (result.out + result.err).replace("\n", "")


class TestMerging:
    """In real repositories: two branches, one file."""

    @pytest.fixture
    def begun(self, old: Path, repo: GitRepository, valuegate: Call, monkeypatch: pytest.MonkeyPatch) -> Path:
        monkeypatch.chdir(repo.path)
        for number in range(1, 10):
            repo.add(f"tickets/{number}.md", OLD.format(number))
        written(valuegate)
        repo.git("add", ".")
        repo.commit("Begin")
        return repo.path

    def test_two_branches_that_take_out_neighbours_merge_without_a_conflict(
        self, begun: Path, repo: GitRepository, valuegate: Call
    ) -> None:
        for branch, numbers in (("one", (4, 6)), ("two", (5, 7))):
            repo.git("switch", "--quiet", "--create", branch, "main")
            for number in numbers:
                repo.git("rm", "--quiet", f"tickets/{number}.md")
            assert valuegate("baseline", "prune", "--today", TODAY).code == 0
            repo.git("add", ".")
            repo.commit()
        repo.git("switch", "--quiet", "main")
        repo.git("merge", "--quiet", "one")
        repo.git("merge", "--quiet", "two")
        assert "5 old tickets are left" in valuegate("baseline", "status", "--today", TODAY).out
        valuegate("baseline", "prune", "--today", TODAY)
        names = [line.split()[0] for line in (begun / FILE).read_text().splitlines()[2:]]
        assert names == ["OLD-1", "OLD-2", "OLD-3", "OLD-8", "OLD-9"]

    def test_a_branch_that_prunes_and_one_that_changes_a_ticket_merge(
        self, begun: Path, repo: GitRepository, valuegate: Call
    ) -> None:
        repo.git("switch", "--quiet", "--create", "one")
        repo.write("tickets/1.md", OLD.format(1) + "\nMore words.\n")
        valuegate("baseline", "prune", "--today", TODAY)
        repo.git("commit", "--quiet", "--all", "-m", "One")
        repo.git("switch", "--quiet", "main")
        repo.git("merge", "--quiet", "one")
        assert checked(valuegate)[0] == 1
        assert len(repo.git("diff", "--numstat", "HEAD^", "--", FILE).split()) == 3
        assert repo.git("diff", "--numstat", "HEAD^", "--", FILE).startswith("0\t1\t")
