"""Plugins as a user meets them: installed, found by the command, and never a way through the gate."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from jsonschema import Draft202012Validator

from plugin_sites import build_wheels, install
from valuegate import _data

ROOT = Path(__file__).parent.parent
SCHEMA = json.loads(_data.read("schemas", "report.schema.json"))
TICKET = """# Night notes

## Problem

Night nurses copy notes by hand at shift change and lose one in ten. We must leverage synergies.

## Evidence

TBD
"""


class Done(NamedTuple):
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def report(self) -> Any:
        """The report, valid by its schema."""
        report = json.loads(self.out)
        Draft202012Validator(SCHEMA).validate(report)
        return report


@pytest.fixture(scope="session")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("wheels")
    build_wheels(target)
    return target


class Place(NamedTuple):
    """A repository with a ticket, and an environment with some plugins."""

    folder: Path
    wheels: Path

    def policy(self, *require: str, plugins: str = "", extends: str = "") -> None:
        lines = ["version: 1", f"extends: [{extends}]" if extends else "", f"plugins: {{{plugins}}}"]
        lines += ["gates:", "  ready:", "    enters: [Ready]", f"    require: [{', '.join(require)}]"]
        text = "\n".join(lines if require else lines[:3])
        (self.folder / "valuegate.yaml").write_text(text + "\n", encoding="utf-8")

    def run(self, *arguments: str, plugins: tuple[str, ...] = ()) -> Done:
        (self.folder / "a.md").write_text(TICKET, encoding="utf-8")
        site = install(self.wheels, plugins, self.folder / "site")
        path = os.pathsep.join([str(site), str(ROOT / "src")])
        command = [sys.executable, "-c", "from valuegate.cli import main; main()", *arguments]
        environment = {**os.environ, "PYTHONPATH": path, "NO_COLOR": "1", "COLUMNS": "200"}
        done = subprocess.run(
            command, cwd=self.folder, env=environment, capture_output=True, encoding="utf-8", check=False
        )
        assert "Traceback" not in done.stdout + done.stderr
        return Done(done.returncode, done.stdout, done.stderr)

    def check(self, *plugins: str) -> Done:
        return self.run("check", "a.md", "--today", "2026-11-23", "--format", "json", plugins=plugins)


@pytest.fixture
def place(tmp_path: Path, wheels: Path) -> Place:
    return Place(tmp_path, wheels)


def reasons(done: Done) -> list[str]:
    return [finding["reason"] for finding in done.report["verdicts"][0]["findings"]]


def test_without_plugins_the_ticket_is_refused(place: Place) -> None:
    place.policy("problem", "evidence")
    done = place.check()
    assert (done.code, reasons(done)) == (1, ["evidence.placeholder"])


def test_a_check_of_a_plugin_refuses_with_its_own_words(place: Place) -> None:
    place.policy("problem", "plain-words")
    done = place.check("acme-plain-words")
    assert (done.code, reasons(done)) == (1, ["plain-words.jargon"])
    text = place.run("check", "a.md", "--today", "2026-11-23").out
    assert "“leverage” tells a reader outside the team nothing." in text
    assert "→ Say what people do or lose instead of leverage." in text


def test_a_preset_of_a_plugin_is_extended_by_its_name(place: Place) -> None:
    place.policy(extends="acme-plain-words:house")
    done = place.check("acme-plain-words")
    assert done.code == 1
    assert {"plain-words.jargon", "evidence.placeholder", "metric.missing"} <= set(reasons(done))


@pytest.mark.parametrize(
    "name",
    [
        "acme-misspelt",
        "acme-unmarked",
        "acme-import-error",
        "acme-sys-exit",
        "acme-wrong-arguments",
        "acme-hook-error",
        "acme-evidence",
    ],
)
def test_a_broken_plugin_decides_nothing_until_it_is_disabled(place: Place, name: str) -> None:
    place.policy("problem", "evidence")
    done = place.check(name)
    assert (done.code, done.report["verdicts"][0]["outcome"]) == (3, "undecided")
    assert name in done.report["verdicts"][0]["findings"][0]["message"]
    assert reasons(done) == ["policy.plugin", "evidence.placeholder"]
    listed = place.run("plugins")
    assert listed.code == 3
    assert name in listed.out

    place.policy("problem", "evidence", plugins=f"disable: [{name}]")
    done = place.check()
    assert (done.code, reasons(done)) == (1, ["evidence.placeholder"])


@pytest.mark.parametrize("name", ["acme-crash", "acme-quits", "acme-nonsense"])
def test_a_check_that_crashes_decides_nothing_and_hides_no_other(place: Place, name: str) -> None:
    check = name.removeprefix("acme-")
    place.policy(check, "evidence")
    done = place.check(name)
    assert (done.code, reasons(done)) == (3, [f"{check}.undecided", "evidence.placeholder"])
    assert name in done.report["verdicts"][0]["findings"][0]["message"]


def test_a_required_plugin_that_is_absent_decides_nothing(place: Place) -> None:
    place.policy("problem", "evidence", plugins="require: [acme-legal]")
    done = place.check()
    assert (done.code, reasons(done)) == (3, ["policy.plugin", "evidence.placeholder"])
    assert "acme-legal" in done.report["verdicts"][0]["findings"][0]["message"]


def test_two_plugins_with_one_id_decide_nothing(place: Place) -> None:
    place.policy("problem", "evidence")
    message = place.check("acme-twin-one", "acme-twin-two").report["verdicts"][0]["findings"][0]["message"]
    assert "acme-twin-one 1.0 and acme-twin-two 1.0" in message


def test_tickets_may_live_in_the_tracker_of_a_plugin(place: Place) -> None:
    policy = "version: 1\nextends: [valuegate:recommended]\ntrackers: {desk: {queue: bugs}}\n"
    (place.folder / "valuegate.yaml").write_text(policy, encoding="utf-8")
    done = place.run("ticket", "show", "SHOP-1", plugins=("acme-desk",))
    assert done.out.startswith("SHOP-1 Of the queue bugs\n")
    assert done.code == 0


def test_readers_and_formats_of_a_plugin_can_be_chosen(place: Place) -> None:
    place.policy("problem")
    (place.folder / "b.one").write_text("Nurses lose one note in ten at shift change.", encoding="utf-8")
    done = place.run("check", "b.one", "--format", "count", plugins=("acme-formats",))
    assert done.out == "verdicts=1 passed=1 failed=0 exempt=0 undecided=0\n"
    assert done.code == 0
