"""The short way reads a command line as click does, or leaves it to click."""

from __future__ import annotations

from datetime import date

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from valuegate.cli import check as check_module
from valuegate.cli import hook, hook_run, quick
from valuegate.cli.app import app
from valuegate.cli.judge import Request
from valuegate.cli.settings import Settings

WORDS = [
    *quick.VALUES,
    *quick.FLAGS,
    *quick.IGNORED,
    "--no-color",
    "--lang",
    "--debug",
    "--help",
    "-h",
    "-qq",
]
VALUES = [
    "a.md",
    "tickets/",
    "-",
    "--",
    "",
    "en",
    "2026-11-23",
    "2026-13-01",
    "20261123",
    "json=x",
    "-x",
    "é",
]


def by_click(words: list[str]) -> Request | None:
    """What click makes of the words; None if it refuses them or helps."""
    asked: list[Request] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(check_module, "check", asked.append)
        try:
            with check_module.command.make_context("check", list(words)) as context:
                check_module.command.invoke(context)
        except (click.ClickException, click.exceptions.Exit):
            return None
    return asked[0]


joined = st.builds("{}={}".format, st.sampled_from(WORDS), st.sampled_from(VALUES))


@given(st.lists(st.sampled_from(WORDS) | st.sampled_from(VALUES) | joined, max_size=6))
def test_what_the_short_way_understands_click_understands_alike(words: list[str]) -> None:
    said = quick.read_check(words)
    if said is None:
        return
    del said["no_color"]
    assert Request(**said) == by_click(words)


def test_the_lines_that_are_called_all_day_take_the_short_way() -> None:
    said = quick.read_check(["a.md", "--today", "2026-11-23", "-q", "b.md", "--format=json=r.json", "--why"])
    assert said == {
        "paths": ("a.md", "b.md"),
        "today": date(2026, 11, 23),
        "formats": ("json=r.json",),
        "quiet": True,
        "why": True,
        "no_color": False,
    }
    assert quick.read_check([]) is not None


def test_every_option_of_the_short_way_is_one_of_the_command() -> None:
    known = {name: option for option in check_module.command.params for name in option.opts}
    for name, target in {**quick.VALUES, **quick.FLAGS}.items():
        assert known[name].name == target
        assert getattr(known[name], "is_flag", None) is (name in quick.FLAGS)


@pytest.mark.parametrize(
    "words", [["--help"], ["--tody", "x"], ["--gate"], ["--gate", "-x"], ["--debug"], ["--"]]
)
def test_help_errors_and_rare_options_are_for_click(words: list[str]) -> None:
    assert quick.read_check(words) is None
    assert quick.understand(["check", *words]) is None
    assert quick.understand(["checks"]) is None
    assert quick.understand([]) is None


@pytest.mark.parametrize(
    "words",
    [
        ["pre-commit", "--"],
        ["--config=a b/valuegate.yaml", "commit-msg", "--", ".git/COMMIT_EDITMSG"],
        ["prepare-commit-msg", "--", "-x", "commit", "HEAD"],
    ],
)
def test_what_the_shim_calls_takes_the_short_way(words: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[hook_run.Asked] = []
    for module in (hook_run, hook):
        monkeypatch.setattr(module, "run", asked.append)
    words = [*quick.SHIM, *words]
    work = quick.understand(words)
    assert work
    work(Settings())
    app.main(words, standalone_mode=False)
    assert asked[0] == asked[1]


@pytest.mark.parametrize("words", [[], ["--"], ["pre-commit"], ["--all", "--"], ["pre-commit", "x", "--"]])
def test_what_no_shim_calls_is_for_click(words: list[str]) -> None:
    assert quick.understand([*quick.SHIM, *words]) is None
