"""The exit codes, one by one (docs/exit-codes.md): a crash never looks like a refusal."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from command_line import _MAIN, TICKET, TODAY, Result, valuegate_process

from valuegate import cli
from valuegate.cli import command_line, judge
from valuegate.errors import TicketError

Call = Callable[..., Result]


def test_0_nothing_is_refused(valuegate: Call, folder: Path) -> None:
    (folder / "a.md").write_text(TICKET, encoding="utf-8")
    assert valuegate("check", "a.md", "--today", TODAY).code == 0


def test_1_a_gate_refuses(valuegate: Call, folder: Path) -> None:
    (folder / "a.md").write_text("# Add an AI assistant\n", encoding="utf-8")
    assert valuegate("check", "a.md").code == 1


def test_1_a_ticket_that_cannot_be_read_is_refused_and_the_others_are_judged(
    valuegate: Call, folder: Path
) -> None:
    (folder / "a.md").write_bytes(b"\xff\xfe")
    (folder / "b.md").write_text(TICKET, encoding="utf-8")
    result = valuegate("check", ".", "--today", TODAY, "--format", "json")
    report = json.loads(result.out)
    assert result.code == 1
    assert [verdict["outcome"] for verdict in report["verdicts"]] == ["failed", "passed"]
    assert report["verdicts"][0]["findings"][0]["reason"] == "ticket.unreadable"


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["check", "absent.md"], "there is no file or folder 'absent.md'"),
        (["check", "--jobs", "many"], "'many' is no whole number from 0 on"),
        (["guard", "run", "--confirm", "0"], "'0' is no whole number from 1 on"),
        (["guard", "simulate", "--since", "May"], "write it as 90d, or as a day: 2026-11-23"),
        (["policy", "validate", "absent.yaml"], "there is no policy file 'absent.yaml'"),
        (["check", "--config", "."], "a folder, a pipe or a link that leads nowhere"),
        (["check", "--gate", "redy"], "'redy'"),
        (["check", "--reader", "markdwon"], "Did you mean 'markdown'?"),
        (["check", "--format", "jsno"], "Did you mean 'json'?"),
        (["check", "--config", "absent.yaml"], "absent.yaml"),
        (["check", "--today", "tomorrow"], "'tomorrow' is not a day"),
        (["check", "--today", "2026-02-30"], "'2026-02-30' is not a day"),
        (["check", "--lang", "xx"], "'xx' is not one of"),
        (["check", "--tooday", TODAY], "--tooday"),
        (["chek"], "Did you mean 'check'?"),
        (["tickets/a.md"], "To judge a ticket: valuegate check tickets/a.md"),
        (["explain", "problm"], "Did you mean 'problem'?"),
        (["explain"], "Missing argument 'ID'"),
        (["policy", "shwo"], "shwo"),
        (["completion", "tcsh"], "tcsh"),
    ],
)
def test_2_wrong_usage_says_what_was_meant(valuegate: Call, args: list[str], says: str) -> None:
    result = valuegate(*args)
    assert result.code == 2
    assert says in result.err
    assert "Traceback" not in result.err
    assert not result.out


def test_3_a_policy_that_cannot_be_used_decides_nothing(valuegate: Call, folder: Path) -> None:
    (folder / "valuegate.yaml").write_text("version: 1\ngatess: {}\nlanguage: en\n", encoding="utf-8")
    (folder / "a.md").write_text(TICKET, encoding="utf-8")
    text, program = valuegate("check", "a.md"), valuegate("check", "a.md", "--format", "json")
    assert (text.code, program.code) == (3, 3)
    assert "valuegate.yaml:2:1" in text.out
    assert "valuegate.yaml:3:1" in text.out
    report = json.loads(program.out)
    assert [error["line"] for error in report["errors"]] == [2, 3]
    assert report["verdicts"] == []
    validate = valuegate("policy", "validate")
    assert validate.code == 3
    assert "Error: valuegate.yaml:2:1: unknown key 'gatess'" in validate.err


def test_3_a_policy_under_a_name_that_is_not_read_is_told(valuegate: Call, folder: Path) -> None:
    (folder / "valuegate.yml").write_text("version: 1\n", encoding="utf-8")
    for command in (["check"], ["plugins"], ["policy", "show"]):
        code = valuegate(*command).code
        assert code == (0 if command == ["plugins"] else 3)


def test_3_a_crash_is_one_sentence_and_a_traceback_only_for_those_who_ask(
    valuegate: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_: object) -> None:
        raise RuntimeError("out of\ncheese")

    monkeypatch.setattr(judge, "registry_for", crash)
    plain, debug = valuegate("check"), valuegate("check", "--debug")
    assert (plain.code, debug.code) == (3, 3)
    assert plain.err == (
        "valuegate broke (RuntimeError: out of cheese); nothing was decided: run again with --debug.\n"
    )
    assert "Traceback" in debug.err
    assert "Traceback" in valuegate("--debug", "check").err


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (click.ClickException("of click, which would exit with 1"), 2),
        (click.FileError("x"), 2),
        (TicketError("cannot be read"), 1),
        (KeyboardInterrupt(), 130),
        (click.Abort(), 130),
        (SystemError("deep"), 3),
        (RecursionError("deep"), 3),
        (OSError("disk"), 3),
        (BrokenPipeError(), 0),
    ],
)
def test_each_way_to_end_has_its_code(
    valuegate: Call, monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int
) -> None:
    def end(*_: object) -> None:
        raise error

    monkeypatch.setattr(command_line, "_invoke", end)
    assert valuegate("check").code == code


def test_4_nothing_to_check_is_no_success(valuegate: Call) -> None:
    result = valuegate("check")
    assert result.code == 4
    assert "Nothing to check" in result.out
    assert valuegate("check", "-").code == 4


@pytest.mark.parametrize("command", [("check",), ("waivers",), ("baseline", "write")], ids=" ".join)
def test_where_nothing_is_found_it_says_where_it_looked_and_how_to_say_where_else(
    valuegate: Call, folder: Path, command: tuple[str, ...]
) -> None:
    (folder / "empty").mkdir()
    said = " ".join(valuegate(*command, "empty", "ideas/*.md").out.split())
    assert "there is no ticket to read in empty, ideas/*.md" in said
    assert "a file that is named is read whatever its ending" in said
    said = " ".join(valuegate(*command).out.split())
    assert "no file is there that the policy names (tickets/**/*.md" in said
    assert "write under `tickets` in valuegate.yaml where tickets are" in said


def test_the_console_command_ends_with_the_same_codes(folder: Path) -> None:
    (folder / "good.md").write_text(TICKET, encoding="utf-8")
    (folder / "bad.md").write_text("# Add AI\n", encoding="utf-8")
    codes = {
        name: valuegate_process("check", "--today", TODAY, name).code
        for name in ("good.md", "bad.md", "absent.md")
    }
    assert codes == {"good.md": 0, "bad.md": 1, "absent.md": 2}


def test_the_entry_ends_the_process_with_the_code(folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _MAIN, "check", "absent.md"], capture_output=True, check=False
    )
    assert done.returncode == 2
    assert done.stderr.startswith(b"Error: there is no file or folder 'absent.md'")


def test_a_reader_of_the_pipe_who_leaves_changes_no_verdict(folder: Path) -> None:
    """``valuegate check | head -1`` is quiet, and still says that a gate refused."""
    (folder / "bad.md").write_text("# Add AI\n", encoding="utf-8")
    read, written = os.pipe()
    os.close(read)
    done = subprocess.run(
        [sys.executable, "-c", _MAIN, "check", "bad.md"], stdout=written, stderr=subprocess.PIPE, check=False
    )
    os.close(written)
    assert (done.returncode, done.stderr) == (1, b"")


def test_output_that_nobody_takes_raises_no_second_time(
    valuegate: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Full(io.StringIO):
        def flush(self) -> None:
            raise OSError("no space left")

        def fileno(self) -> int:
            return spare

    spare = os.open(os.devnull, os.O_WRONLY)
    monkeypatch.setattr(sys, "stdout", Full())
    assert cli.run(["--version"]) == 3


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="a disk that is always full")
def test_a_full_disk_is_not_a_pass(folder: Path) -> None:
    (folder / "good.md").write_text(TICKET, encoding="utf-8")
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [sys.executable, "-c", _MAIN, "check", "--today", TODAY, "good.md"],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 3
    assert b"No space left" in done.stderr


def test_a_terminal_that_knows_no_accents_gets_question_marks_and_the_same_verdict(folder: Path) -> None:
    (folder / "bad.md").write_text("# Intégrer l'IA à l'accueil\n", encoding="utf-8")
    result = valuegate_process("check", "bad.md", env={"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"})
    assert result.code == 1
    assert "Traceback" not in result.err
