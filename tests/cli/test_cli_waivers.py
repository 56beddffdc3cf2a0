"""``valuegate waivers`` lists the exceptions in the tickets: ticket, check, person, last day, age."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from command_line import TICKET, TODAY, Result

from git_repository import GitRepository

Call = Callable[..., Result]
BAD = TICKET.replace("Shift log of ward 4, October 2026: 41 lost notes.", "The CEO wants it.")


def waiver(until: str = "2027-01-31", check: str = "evidence", by: str = "ana") -> str:
    return f"<!-- valuegate: waive {check} until {until} by {by}: the survey ends in January -->\n"


@pytest.fixture
def work(folder: Path, repo: GitRepository, monkeypatch: pytest.MonkeyPatch) -> GitRepository:
    monkeypatch.chdir(repo.path)
    repo.add("tickets/a.md", f"---\nkey: SHOP-1\n---\n{BAD}{waiver()}")
    repo.git("add", ".")
    repo.git(
        "commit", "--quiet", "-m", "One", GIT_AUTHOR_DATE="2026-11-03T12:00:00Z", GIT_AUTHOR_NAME="Ben Li"
    )
    return repo


def listed(valuegate: Call, *args: str) -> str:
    result = valuegate("waivers", "--today", TODAY, *args)
    assert (result.code, result.err) == (0, "")
    return result.out


def test_each_is_told_with_ticket_check_person_expiry_and_age(work: GitRepository, valuegate: Call) -> None:
    assert listed(valuegate) == (
        "– evidence, SHOP-1\n"
        "  tickets/a.md:19:6\n"
        "  by ana, until 2027-01-31 (69 days left); written 20 days ago by Ben Li\n"
        "  “the survey ends in January”\n"
        "\n"
        "1 waiver\n"
    )


def test_the_one_that_ends_first_comes_first(work: GitRepository, valuegate: Call) -> None:
    work.add("tickets/b.md", BAD + waiver("2026-11-24"))
    work.add("tickets/c.md", BAD + waiver("2026-12-24"))
    out = listed(valuegate)
    assert [line.strip() for line in out.splitlines() if line.startswith("  tickets/")] == [
        "tickets/b.md:16:6",
        "tickets/c.md:16:6",
        "tickets/a.md:19:6",
    ]
    assert "until 2026-11-24 (1 day left); not committed yet, or not in git" in out


def test_what_is_wrong_with_one_is_told_beside_it(work: GitRepository, valuegate: Call) -> None:
    work.add("tickets/b.md", BAD + waiver("2026-10-31"))
    work.add("tickets/c.md", TICKET + waiver())
    work.add("tickets/d.md", TICKET + "<!-- valuegate: forget it -->\n")
    out = " ".join(listed(valuegate).split())
    assert "until 2026-10-31 (23 days ago)" in out
    for reason in ("expired", "not-needed", "unreadable"):
        assert f"(waiver.{reason})" in out
    assert out.endswith("4 waivers: 3 to look at")


def test_from_any_folder_and_for_some_tickets_only(
    work: GitRepository, valuegate: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    work.add("tickets/b.md", BAD + waiver())
    work.write("valuegate.yaml", "version: 1\nextends: [valuegate:recommended]\n")
    monkeypatch.chdir(work.path / "tickets")
    out = listed(valuegate, "a.md")
    assert "a.md:19:6" in out
    assert "written 20 days ago" in out
    assert "b.md" not in out
    assert "2 waivers" in listed(valuegate)


def test_what_a_tracker_tells_is_listed_too(folder: Path, valuegate: Call) -> None:
    line = {"key": "SHOP-7", "description": BAD, "waivers": ["evidence until 2027-01-31 by ana: a survey"]}
    result = valuegate("waivers", "-", "--today", TODAY, stdin=json.dumps(line))
    assert "evidence, SHOP-7" in result.out
    assert "not in git" in result.out
    assert result.out.endswith("1 waiver\n")


def test_without_waivers_and_without_tickets(folder: Path, valuegate: Call) -> None:
    assert valuegate("waivers").code == 4
    (folder / "tickets").mkdir()
    (folder / "tickets/a.md").write_text(TICKET)
    (folder / "tickets/broken.md").write_bytes(b"\xff")
    assert listed(valuegate) == "No waivers\n"
