"""The guard as people run it: its own process, on a folder of Markdown files."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from command_line import TICKET, valuegate_process

POLICY = """\
version: 1
extends: [valuegate:recommended]
languages: [en, fr]
trackers:
  folder:
    statuses: {Brouillon: backlog, Draft: backlog, Ready: unstarted, Prêt: unstarted, Done: completed}
guard: {mode: revert, since: 2026-01-01, fallback: Draft}
"""
FRENCH = """\
## Problème

Les infirmières de nuit recopient chaque note à la main et en perdent une sur dix.

## Preuves

La direction le demande.

## Indicateur

Notes perdues par semaine : de 12 à 2.

## Date de revue

2099-03-15
"""
HOLDS = TICKET.replace("2027-03-15", "2099-03-15")


def ticket(folder: Path, key: str, status: str, text: str) -> Path:
    path = folder / "tickets" / f"{key}.md"
    path.write_text(f"---\nkey: {key}\ntitle: Notes\nstatus: {status}\n---\n\n{text}", encoding="utf-8")
    return path


@pytest.fixture
def folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A policy and a folder for tickets, worked on by Ana."""
    (folder / "tickets").mkdir()
    policy = POLICY + "checks: {review-date: {max-days: 40000}}\n"
    (folder / "valuegate.yaml").write_text(policy, encoding="utf-8")
    monkeypatch.setenv("VALUEGATE_PERSON", "ana")
    return folder


def test_a_ticket_comes_back_with_its_comment_is_mended_and_stays(folder: Path) -> None:
    path = ticket(
        folder,
        "NOTE-1",
        "Draft",
        HOLDS.replace("Shift log of ward 4, October 2026: 41 lost notes.", "The CEO wants it."),
    )
    refused = valuegate_process("ticket", "move", "NOTE-1", "Ready")
    assert (refused.code, refused.out.splitlines()[-1]) == (1, "NOTE-1 stays in Draft.")
    assert valuegate_process("ticket", "move", "NOTE-1", "Ready", "--anyway").code == 0
    back = valuegate_process("guard", "run", "--once")
    assert (back.code, back.out.splitlines()[0]) == (1, "✗ NOTE-1 Notes: moved back, Ready → Draft")
    shown = valuegate_process("ticket", "show", "NOTE-1").out
    assert "What the guard says there\n  Back to “Draft”: this ticket does not hold yet" in shown
    said = path.read_text(encoding="utf-8")
    path.write_text(
        said.replace("The CEO wants it.", "Shift log of ward 4, October 2026: 41 lost notes."),
        encoding="utf-8",
    )
    assert "✓ NOTE-1 Notes: holds now" in valuegate_process("guard", "run").out
    assert valuegate_process("ticket", "move", "NOTE-1", "Ready").code == 0
    assert valuegate_process("guard", "run").code == 0
    assert "status: Ready" in path.read_text(encoding="utf-8")


def test_a_contest_is_decided_by_name_in_a_folder_too(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with (folder / "valuegate.yaml").open("a", encoding="utf-8") as policy:
        policy.write("waivers: {people: [ana]}\n")
    path = ticket(folder, "NOTE-1", "Ready", "Search with AI.\n")
    monkeypatch.setenv("VALUEGATE_PERSON", "ben")
    valuegate_process("ticket", "label", "NOTE-1", "value-gate-contested")
    assert "is contested, and left alone" in valuegate_process("guard", "run").out
    said = path.read_text(encoding="utf-8")  # by nobody that the record could name
    path.write_text(said.replace("-contested]", "-contested, value-gate-overturned]"), encoding="utf-8")
    assert "overturned" not in valuegate_process("guard", "run").out
    monkeypatch.setenv("VALUEGATE_PERSON", "ana")
    valuegate_process("ticket", "label", "NOTE-1", "value-gate-overturned", "--remove")
    done = valuegate_process("ticket", "label", "NOTE-1", "value-gate-overturned")
    assert (done.code, done.out.splitlines()[0]) == (0, "NOTE-1 Notes: ana set value-gate-overturned")
    assert "somebody decided that it may stay" in " ".join(valuegate_process("guard", "run").out.split())
    assert "status: Ready" in path.read_text(encoding="utf-8")


def test_a_french_ticket_is_spoken_to_in_french(folder: Path) -> None:
    ticket(folder, "NOTE-1", "Brouillon", FRENCH)
    valuegate_process("ticket", "move", "NOTE-1", "Prêt", "--anyway")
    said = " ".join(valuegate_process("guard", "check", "NOTE-1").out.split())  # no-break spaces, too
    assert "Retour à « Brouillon » : ce ticket ne tient pas encore" in said
    assert "moved back, Prêt → Brouillon" in valuegate_process("guard", "run").out


@pytest.mark.skipif(sys.platform == "win32", reason="there SIGTERM ends a process at once")
def test_a_service_works_until_sigterm_and_ends_with_0(folder: Path) -> None:
    ticket(folder, "NOTE-1", "Ready", FRENCH)
    code = "from valuegate.cli import main; main()"
    command = [sys.executable, "-c", code, "guard", "run", "--every", "1h"]
    env = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=env) as guard:
        assert guard.stdout
        lines = [guard.stdout.readline().decode() for _ in range(2)]
        guard.send_signal(signal.SIGTERM)
        rest = guard.communicate(timeout=300)[0].decode()
    assert guard.returncode == 0
    assert lines[0].startswith("Guarding folder in mode revert")
    assert "moved back, Ready → Draft" in lines[1]
    assert "Stopping after the ticket in hand." in rest


@pytest.mark.skipif(sys.platform == "win32", reason="pipes are others there")
def test_a_reader_who_leaves_stops_no_round(folder: Path) -> None:
    for number in range(4):
        ticket(folder, f"NOTE-{number}", "Ready", FRENCH)
    code = "from valuegate.cli import main; main()"
    command = [sys.executable, "-c", code, "guard", "run"]
    read, write = os.pipe()
    os.close(read)
    with open(write, "wb") as gone:
        done = subprocess.run(command, stdout=gone, stderr=subprocess.PIPE, timeout=300, check=False)
    assert (done.returncode, done.stderr) == (1, b"")
    for path in (folder / "tickets").glob("*.md"):
        assert "status: Draft" in path.read_text(encoding="utf-8")


def test_the_whole_folder_is_audited(folder: Path) -> None:
    ticket(folder, "NOTE-1", "Ready", HOLDS)
    ticket(folder, "NOTE-2", "Draft", FRENCH)
    done = valuegate_process("audit")
    assert (done.code, "2 tickets: 1 passed, 1 not yet" in done.out) == (0, True)
    assert valuegate_process("doctor").code == 0


def test_a_ticket_that_nobody_can_read_has_failed_wherever_it_is_looked_at(folder: Path) -> None:
    ticket(folder, "NOTE-1", "Ready", HOLDS)
    ticket(folder, "NOTE-2", "Draft", HOLDS)
    assert valuegate_process("audit").code == 0
    for key in ("NOTE-1", "NOTE-2"):
        path = folder / "tickets" / f"{key}.md"
        path.write_bytes(path.read_bytes() + b"\xff\xfe")
    audited = valuegate_process("audit")
    assert (audited.code, "2 tickets: 1 refused, 1 not yet" in audited.out) == (1, True)
    assert valuegate_process("guard", "check", "NOTE-1").code == 1
    assert valuegate_process("ticket", "move", "NOTE-2", "Ready").code == 1
    assert "cannot be read" in valuegate_process("ticket", "show", "NOTE-1").out
