"""``valuegate check``: what is judged, by which gate, and what a person or a program sees."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from command_line import TICKET, TODAY, Result
from jsonschema import Draft202012Validator

from valuegate import _data, intake, plugins
from valuegate.errors import PluginError
from valuegate.files import File

Call = Callable[..., Result]

POLICY = """\
version: 1
extends: [valuegate:recommended]
tickets: ["ideas/**/*.md"]
templates: ["forms/*"]
"""


def put(folder: Path, name: str, text: str = TICKET) -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")


def report(valuegate: Call, *args: str, stdin: str = "") -> dict[str, Any]:
    result = valuegate("check", "--today", TODAY, "--format", "json", *args, stdin=stdin)
    found: dict[str, Any] = json.loads(result.out)
    Draft202012Validator(json.loads(_data.read("schemas", "report.schema.json"))).validate(found)
    return found


def test_without_a_path_the_policy_names_tickets_and_templates(valuegate: Call, folder: Path) -> None:
    put(folder, "valuegate.yaml", POLICY)
    put(folder, "ideas/a.md")
    put(folder, "forms/idea.md", "## Problem\n\n<!-- who? -->\n")
    put(folder, "elsewhere/b.md")
    found = report(valuegate)
    assert [(v["source"], v["kind"]) for v in found["verdicts"]] == [
        ("ideas/a.md", "ticket"),
        ("forms/idea.md", "template"),
    ]
    assert found["policy"] == "valuegate.yaml"


def test_a_policy_above_is_found_and_its_globs_are_its_own(
    valuegate: Call, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(folder, "valuegate.yaml", POLICY)
    put(folder, "ideas/a.md")
    put(folder, "deep/down/x.txt", "")
    monkeypatch.chdir(folder / "deep" / "down")
    found = report(valuegate)
    assert found["policy"] == "../../valuegate.yaml"
    assert [v["source"] for v in found["verdicts"]] == ["../../ideas/a.md"]


def test_another_policy_can_be_named(valuegate: Call, folder: Path) -> None:
    put(folder, "strict/mine.yaml", "version: 1\ngates: {only: {enters: [Go], require: [problem]}}\n")
    put(folder, "a.md")
    assert [v["gate"] for v in report(valuegate, "a.md", "--config", "strict/mine.yaml")["verdicts"]] == [
        "only"
    ]


def test_a_named_file_is_a_template_if_the_policy_or_the_command_says_so(
    valuegate: Call, folder: Path
) -> None:
    put(folder, "valuegate.yaml", POLICY)
    put(folder, "forms/idea.md", "## Problem\n")
    put(folder, "a.md")
    kinds = [v["kind"] for v in report(valuegate, "forms/idea.md", "a.md")["verdicts"]]
    assert kinds == ["ticket", "template"]
    assert [v["kind"] for v in report(valuegate, "a.md", "--template")["verdicts"]] == ["template"]


def test_a_gate_can_be_forced_and_written_as_a_status_may_be(valuegate: Call, folder: Path) -> None:
    put(folder, "a.md")
    assert [v["gate"] for v in report(valuegate, "a.md", "--gate", "Done")["verdicts"]] == ["done"]


def test_standard_input_is_a_text_or_json_lines(valuegate: Call, folder: Path) -> None:
    assert [v["source"] for v in report(valuegate, "-", stdin=TICKET)["verdicts"]] == ["-"]
    lines = [json.dumps({"key": f"A-{n}", "title": f"T{n}", "description": TICKET}) for n in (1, 2)]
    lines.insert(1, "{broken")
    found = report(valuegate, "-", stdin="\n".join(lines))
    assert [(v["source"], v["key"], v["outcome"]) for v in found["verdicts"]] == [
        ("-#1", "A-1", "passed"),
        ("-#2", "", "failed"),
        ("-#3", "A-2", "passed"),
    ]


def test_files_and_standard_input_go_together(valuegate: Call, folder: Path) -> None:
    put(folder, "a.md")
    assert [v["source"] for v in report(valuegate, "-", "a.md", stdin=TICKET)["verdicts"]] == ["a.md", "-"]


def test_a_reader_can_be_named(valuegate: Call, folder: Path) -> None:
    put(folder, "a.md", "h2. Problem\nNight nurses lose notes at shift change.\n")
    found = report(valuegate, "a.md", "--reader", "jira-wiki")["verdicts"][0]
    assert found["checks"]["problem"]["outcome"] == "passed"


def test_a_reader_that_crashes_keeps_the_run_from_deciding_and_hides_no_ticket(
    valuegate: Call, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(folder, "a.md")
    put(folder, "b.md")
    real = intake.read_file

    def crash(file: File, *rest: Any) -> Any:
        if file.path == "a.md":
            raise PluginError("the reader 'x' crashed", source="a.md")
        return real(file, *rest)

    monkeypatch.setattr(intake, "read_file", crash)
    found = report(valuegate, ".")
    assert [error["source"] for error in found["errors"]] == ["a.md"]
    assert [v["source"] for v in found["verdicts"]] == ["b.md"]
    assert valuegate("check", ".").code == 3


def test_a_broken_plugin_is_told_even_if_there_is_no_ticket(
    valuegate: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = plugins.EntryPoint("acme", "no.such.module", "acme-dist", "1.0")
    monkeypatch.setattr(plugins, "installed", lambda: [broken])
    result = valuegate("check")
    assert result.code == 3
    assert "acme-dist" in result.out


def test_messages_speak_the_language_that_is_asked_for(valuegate: Call, folder: Path) -> None:
    put(folder, "a.md", "# Add AI\n")
    french = valuegate("check", "a.md", "--lang", "fr").out
    english = valuegate("check", "a.md", "--lang", "en").out
    assert french != english


def test_why_shows_the_words_that_a_pass_rests_on(valuegate: Call, folder: Path) -> None:
    put(folder, "a.md")
    plain = valuegate("check", "a.md", "--today", TODAY).out
    why = valuegate("check", "a.md", "--today", TODAY, "--why").out
    assert "Shift log" in why
    assert "Shift log" not in plain


def test_quiet_shows_nothing_if_nothing_is_refused(valuegate: Call, folder: Path) -> None:
    put(folder, "a.md")
    assert valuegate("check", "a.md", "--today", TODAY, "--quiet").out.strip() == ""


@pytest.mark.parametrize(
    ("args", "env", "colored"),
    [
        ([], {}, False),
        (["--color", "always"], {}, True),
        (["--color", "always"], {"NO_COLOR": "1"}, True),
        ([], {"FORCE_COLOR": "1"}, True),
        ([], {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        (["--no-color"], {"FORCE_COLOR": "1"}, False),
        (["--color", "never"], {"FORCE_COLOR": "1"}, False),
    ],
)
def test_colours_show_only_where_they_are_wanted(
    valuegate: Call,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    args: list[str],
    env: dict[str, str],
    colored: bool,
) -> None:
    put(folder, "a.md", "# Add AI\n")
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    assert ("\x1b[" in valuegate("check", "a.md", *args).out) is colored
    assert ("\x1b[" in valuegate(*args, "check", "a.md").out) is colored


def test_lines_fit_the_terminal(valuegate: Call, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(folder, "a.md", "# Add an AI assistant to the search page of the shop\n")
    for columns in ("50", "100"):
        monkeypatch.setenv("COLUMNS", columns)
        longest = max(len(line) for line in valuegate("check", "a.md").out.splitlines() if "/" not in line)
        assert longest <= int(columns)
