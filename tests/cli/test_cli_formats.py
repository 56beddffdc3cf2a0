"""Several reports from one run: where each goes, and what happens if it cannot go there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from command_line import _MAIN, TICKET, TODAY, Result

Call = Callable[..., Result]


@pytest.fixture
def ticket(folder: Path) -> Path:
    path = folder / "a.md"
    path.write_text(TICKET, encoding="utf-8")
    return path


def check(valuegate: Call, *args: str) -> Result:
    return valuegate("check", "a.md", "--today", TODAY, *args)


def test_each_format_says_in_its_file_what_it_says_alone(valuegate: Call, ticket: Path) -> None:
    text, program = check(valuegate), check(valuegate, "--format", "json")
    both = check(valuegate, "--format", "text", "--format", "json=out/../report.json")
    assert both.out == text.out
    assert (ticket.parent / "report.json").read_text(encoding="utf-8") == program.out


def test_a_run_with_files_only_prints_nothing(valuegate: Call, ticket: Path) -> None:
    result = check(valuegate, "--format", "json=a.json", "--format", "text=a.txt")
    assert (result.code, result.out, result.err) == (0, "", "")
    assert sorted(os.listdir(ticket.parent)) == ["a.json", "a.md", "a.txt"]


@pytest.mark.parametrize(
    ("formats", "says"),
    [
        (["text", "json"], "text and json cannot both go to standard output"),
        (["text=x", "json=./x"], "two formats cannot both go to './x'"),
        (["json="], "the format json has no file behind '='"),
        (["jsno=x"], "Did you mean 'json'?"),
        (["json=absent/x"], "the report cannot be written to 'absent/x': No such file or directory"),
        (["json=."], "the report cannot be written to '.': Is a directory"),
    ],
)
def test_what_cannot_be_written_is_told_before_anything_is_judged(
    valuegate: Call, ticket: Path, formats: list[str], says: str
) -> None:
    result = check(valuegate, *(f"--format={each}" for each in formats))
    assert (result.code, result.out) == (2, "")
    assert says in result.err
    assert os.listdir(ticket.parent) == ["a.md"]


def test_a_run_that_breaks_leaves_the_old_report(valuegate: Call, ticket: Path) -> None:
    (ticket.parent / "report.json").write_text("old", encoding="utf-8")
    assert valuegate("check", "absent.md", "--format", "json=report.json").code == 2
    assert (ticket.parent / "report.json").read_text(encoding="utf-8") == "old"
    assert sorted(os.listdir(ticket.parent)) == ["a.md", "report.json"]


def test_a_new_report_keeps_the_permissions_of_the_old_one_and_the_links_to_it(
    valuegate: Call, ticket: Path
) -> None:
    old = ticket.parent / "report.json"
    old.write_text("old", encoding="utf-8")
    old.chmod(0o600)
    (ticket.parent / "latest").symlink_to("report.json")
    check(valuegate, "--format", "json=latest")
    assert json.loads(old.read_text(encoding="utf-8"))["summary"]["passed"] == 1
    assert old.stat().st_mode & 0o777 == 0o600
    assert (ticket.parent / "latest").is_symlink()


def test_a_device_is_written_to_and_not_replaced(valuegate: Call, ticket: Path) -> None:
    assert check(valuegate, "--format", f"json={os.devnull}").code == 0
    assert not os.path.isfile(os.devnull)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="a disk that is always full")
def test_a_disk_that_is_full_is_told_and_is_not_a_pass(valuegate: Call, ticket: Path) -> None:
    result = check(valuegate, "--format", "json=/dev/full")
    assert result.code == 3
    assert "the report cannot be written to '/dev/full': No space left on device" in result.err


def test_a_file_gets_colours_only_if_they_are_always_wanted(
    valuegate: Call, ticket: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    check(valuegate, "--format", "text=a.txt")
    assert "\x1b" not in (ticket.parent / "a.txt").read_text(encoding="utf-8")
    check(valuegate, "--format", "text=a.txt", "--color", "always")
    assert "\x1b" in (ticket.parent / "a.txt").read_text(encoding="utf-8")


def test_if_the_reader_of_the_pipe_leaves_the_file_is_written_all_the_same(ticket: Path) -> None:
    for number in range(50):
        (ticket.parent / f"{number}.md").write_text("# Add AI\n", encoding="utf-8")
    read, written = os.pipe()
    os.close(read)
    command = [sys.executable, "-c", _MAIN, "check", ".", "--format", "text", "--format", "json=all.json"]
    done = subprocess.run(command, stdout=written, stderr=subprocess.PIPE, check=False)
    os.close(written)
    assert (done.returncode, done.stderr) == (1, b"")
    summary = json.loads((ticket.parent / "all.json").read_text(encoding="utf-8"))["summary"]
    assert summary["verdicts"] == 51


def test_a_summary_can_be_asked_for_alone_or_with_other_reports(valuegate: Call, ticket: Path) -> None:
    alone = check(valuegate, "--summary")
    assert (alone.code, alone.out) == (0, check(valuegate, "--format", "summary").out)
    assert check(valuegate, "--summary", "--format", "json=a.json").out == alone.out
    both = check(valuegate, "--summary", "--format", "text")
    assert (both.code, both.out) == (2, "")
    assert "text and summary cannot both go to standard output" in both.err
    assert check(valuegate, "--summary", "--lang", "fr").out.startswith("Bilan")
