"""Plugins that are really installed: what they register counts, and what is wrong with them has a name."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from plugin_sites import NAMES, build_wheels, importable, install
from valuegate import plugins
from valuegate.finding import Verdict
from valuegate.plugins import Registry
from valuegate.policy import Gate, Policy
from valuegate.readers.markdown import MarkdownReader
from valuegate.report import EXIT_PASSED, EXIT_REFUSED, EXIT_UNDECIDED, Head, Totals, render
from valuegate.run import Run
from valuegate.testing.fake import Clock
from valuegate.ticket import Source
from valuegate.tracker import Setting

TODAY = date(2026, 11, 23)
TICKET = """# Night notes

## Problem

Night nurses lose notes at shift change. We must leverage synergies.

## Evidence

TBD
"""

Install = Callable[..., Path]


@pytest.fixture(scope="session")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("wheels")
    build_wheels(target)
    return target


@pytest.fixture
def installed(wheels: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Install]:
    """Install some plugins for one test; the built-in checks are foreseeable ones."""
    monkeypatch.setattr(plugins, "BUILT_IN", ("fake_checks", *plugins.BUILT_IN[1:]))
    with ExitStack() as stack:

        def put(*names: str) -> Path:
            site = install(wheels, names, tmp_path / "site")
            stack.enter_context(importable(site))
            return site

        yield put


def loaded(**options: Sequence[str]) -> Registry:
    return plugins.load(plugins.installed(), **options)


def judged(registry: Registry, *require: str, options: dict[str, Any] | None = None) -> Verdict:
    gate = Gate("ready", ("Ready",), require=require)
    policy = Policy((gate,), languages=("en", "fr"), options=options or {})
    ticket = MarkdownReader().read(Source("a.md", TICKET))
    return Run(policy, registry, TODAY).judge(ticket)[0]


def exit_code(verdict: Verdict) -> int:
    totals = Totals()
    totals.add(verdict)
    return totals.exit_code


def reasons(verdict: Verdict) -> list[str]:
    return [finding.reason for finding in verdict.findings]


# --- a plugin that works ----------------------------------------------------------------------------


def test_a_plugin_brings_a_check_with_its_own_words_and_options(installed: Install) -> None:
    installed("acme-plain-words")
    verdict = judged(loaded(), "problem", "plain-words")
    assert verdict.judgements["problem"].outcome == "passed"
    (finding,) = verdict.findings
    assert finding.reason == "plain-words.jargon"
    assert finding.message == "“leverage” tells a reader outside the team nothing."
    assert finding.fix == "Say what people do or lose instead of leverage."
    assert (finding.line, finding.column) == (5, 50)
    assert exit_code(verdict) == EXIT_REFUSED

    verdict = judged(loaded(), "plain-words", options={"plain-words": {"words": ["blockchain"]}})
    assert verdict.judgements["plain-words"].rule == "no word of the list"
    assert exit_code(verdict) == EXIT_PASSED


def test_what_a_plugin_gives_is_listed_with_its_distribution_and_version(installed: Install) -> None:
    installed("acme-plain-words")
    registry = loaded()
    assert registry.errors == []
    assert registry.plugins[-1] == plugins.Plugin(
        "plain-words", "acme-plain-words", "1.2", ("check plain-words", "preset acme-plain-words:house")
    )
    assert registry.owners["plain-words"] == "acme-plain-words 1.2"
    assert "plain-words: {words:" in registry.presets["acme-plain-words:house"]


def test_readers_and_reporters_come_from_plugins_too(installed: Install) -> None:
    installed("acme-formats")
    registry = loaded()
    ticket = registry.readers["one-line"].read(Source("a.one", "Nurses lose notes."))
    assert [block.text for block in ticket.blocks] == ["Problem", "Nurses lose notes."]
    text = render(registry.reporters["count"], Head(TODAY, ""))
    assert text == "verdicts=0 passed=0 failed=0 exempt=0 undecided=0\n"
    assert {"text", "json"} <= registry.reporters.keys()


def test_a_kind_of_tracker_comes_from_a_plugin_too(installed: Install) -> None:
    installed("acme-desk")
    registry = loaded()
    assert registry.errors == []
    desk = registry.trackers["desk"]
    tracker = desk.open(Setting({"queue": "bugs"}, ".", registry.readers, lambda _: None, Clock()))
    assert tracker.fetch("SHOP-1").ticket.title == "Of the queue bugs"
    assert "folder" in registry.trackers


# --- plugins that do not work: undecided, the distribution named, other findings still visible --------

BROKEN = {
    "acme-misspelt": "plugin 'misspelt' of acme-misspelt 1.0 implements 'register_check', which is no hook. "
    "Did you mean 'register_checks'?",
    "acme-unmarked": "plugin 'unmarked' of acme-unmarked 1.0 could not be loaded "
    "(TypeError: register_checks lacks the marker @hookimpl)",
    "acme-import-error": "plugin 'import-error' of acme-import-error 2.1 could not be loaded "
    "(RuntimeError: no licence file)",
    "acme-sys-exit": "plugin 'sys-exit' of acme-sys-exit 1.0 could not be loaded (SystemExit: 0)",
    "acme-wrong-arguments": "plugin 'wrong-arguments' of acme-wrong-arguments 1.0 could not be loaded "
    "(PluginValidationError: ",
    "acme-hook-error": "plugin 'hook-error' of acme-hook-error 1.0 failed in register_checks "
    "(OSError: the word list is gone)",
    "acme-evidence": "plugin 'evidence' of acme-evidence 1.0 registers the check 'evidence' a second time: "
    "valuegate and acme-evidence 1.0 both give it",
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_plugin_is_undecided_and_named(installed: Install, name: str) -> None:
    installed(name)
    verdict = judged(loaded(), "problem", "evidence")
    fault = verdict.findings[0]
    assert verdict.outcome == "undecided"
    assert exit_code(verdict) == EXIT_UNDECIDED
    assert fault.message.startswith(BROKEN[name])
    assert fault.fix == f"Mend or update {name}, or add '{name[5:]}' to plugins.disable."
    assert reasons(verdict) == ["policy.plugin", "evidence.placeholder"]


@pytest.mark.parametrize("name", BROKEN)
@pytest.mark.parametrize("by", ["entry point", "distribution"])
def test_disabling_a_broken_plugin_repairs_the_gate(installed: Install, name: str, by: str) -> None:
    installed(name)
    disable = [name.removeprefix("acme-") if by == "entry point" else name.replace("-", "_").upper()]
    verdict = judged(loaded(disable=disable), "problem", "evidence")
    assert reasons(verdict) == ["evidence.placeholder"]
    assert exit_code(verdict) == EXIT_REFUSED


def test_a_second_evidence_that_always_passes_decides_nothing(installed: Install) -> None:
    installed("acme-evidence")
    verdict = judged(loaded(), "evidence")
    assert verdict.judgements["evidence"].outcome == "failed"
    assert verdict.outcome == "undecided"


def test_two_plugins_with_one_id_are_both_named_and_one_can_be_disabled(installed: Install) -> None:
    installed("acme-twin-one", "acme-twin-two")
    verdict = judged(loaded(), "twin")
    assert verdict.outcome == "undecided"
    assert "acme-twin-one 1.0 and acme-twin-two 1.0 both give it" in verdict.findings[0].message
    verdict = judged(loaded(disable=["twin-one"]), "twin")
    assert verdict.judgements["twin"].rule == "two"
    assert verdict.outcome == "passed"


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("acme-crash", "the check 'crash' of acme-crash 1.4 crashed (ZeroDivisionError: division by zero)"),
        ("acme-quits", "the check 'quits' of acme-quits 1.0 crashed (SystemExit: 0)"),
        (
            "acme-nonsense",
            "the check 'nonsense' of acme-nonsense 1.0 crashed (TypeError: judge() gave str, not Judgement)",
        ),
    ],
)
def test_a_check_that_crashes_is_undecided_and_hides_no_other(
    installed: Install, name: str, what: str
) -> None:
    installed(name)
    check = name.removeprefix("acme-")
    verdict = judged(loaded(), check, "evidence")
    assert exit_code(verdict) == EXIT_UNDECIDED
    assert [finding.message for finding in verdict.findings] == [what, "placeholder: “TBD”"]
    assert reasons(verdict) == [f"{check}.undecided", "evidence.placeholder"]


def test_a_plugin_that_crashes_where_nobody_asks_it_does_no_harm(installed: Install) -> None:
    installed("acme-crash")
    assert judged(loaded(), "problem").outcome == "passed"


def test_a_required_plugin_that_is_absent_is_undecided_and_named(installed: Install) -> None:
    installed("acme-plain-words")
    registry = loaded(require=["plain-words", "acme-plain-words", "acme-legal"])
    verdict = judged(registry, "problem")
    assert [error.message for error in registry.errors] == [
        "the required plugin 'acme-legal' is not installed"
    ]
    assert exit_code(verdict) == EXIT_UNDECIDED


def test_a_required_plugin_that_is_disabled_is_told_so(installed: Install) -> None:
    installed("acme-plain-words")
    (error,) = loaded(require=["plain-words"], disable=["acme-plain-words"]).errors
    assert error.message == "the required plugin 'plain-words' is disabled"


def test_a_check_that_is_not_there_is_undecided(installed: Install) -> None:
    installed()
    verdict = judged(loaded(), "plain-words", "evidence")
    assert exit_code(verdict) == EXIT_UNDECIDED
    assert reasons(verdict) == ["plain-words.undecided", "evidence.placeholder"]


def test_one_broken_plugin_hides_no_other(installed: Install) -> None:
    names = [name for name in NAMES if name in BROKEN]
    installed(*NAMES)
    registry = loaded()
    told = [error.message for error in registry.errors]
    assert all(any(f" of {name} " in message for message in told) for name in names)
    assert {"plain-words", "crash", "twin"} <= registry.checks.keys()


def test_every_plugin_of_the_tests_is_used() -> None:
    with open(__file__, encoding="utf-8") as file:
        text = file.read()
    assert [name for name in NAMES if f'"{name}"' not in text] == []


def test_pip_installs_a_plugin_that_the_gate_finds(tmp_path: Path) -> None:
    """The way of a user: pip, a site folder, and a new process."""
    source = Path(__file__).parent / "plugins" / "acme-plain-words"
    pip = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
        "--no-index",
    ]
    subprocess.run([*pip, "--target", str(tmp_path), str(source)], check=True, capture_output=True)
    code = "from valuegate import plugins; print(plugins.load(plugins.installed()).owners['plain-words'])"
    environment = {**os.environ, "PYTHONPATH": f"{tmp_path}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout == "acme-plain-words 1.2\n"
