"""What a cold start costs, beside tools that people run as hooks: ``python benchmarks/cold.py [FOLDER]``.

Everything is measured in one run, in turns, from installed wheels: the shortest and the median time of a
whole process, the least time of the processor, and the ratios to ``python -c pass`` of the same environment.
The environments are made once in FOLDER (default: a temporary one); what cannot be installed is left out with
a line.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import venv
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
ROUNDS = 21
PEERS = ("pre-commit", "gitlint", "yamllint", "check-jsonschema")
LIMITS = {"valuegate check one.md": 6.0, "valuegate --version": 4.5}
"""How many times ``python -c pass`` these may take (issue 4)."""

COMMIT, HOOKED = "git commit", "git commit, valuegate's hook installed"
HOOK_LIMIT = 10.0
"""Milliseconds that the hook may add to a commit in which no ticket is."""

POLICY = """\
version: 1
extends: [valuegate:recommended]
languages: [en, fr]
checks:
  review-date: {max-days: 180}
gates:
  ready:
    enters: [Ready, In Progress]
    except: {labels: [chore], types: [Bug, Spike]}
    require: [problem, evidence, metric, review-date]
tickets: ["tickets/**/*.md"]
"""
TICKET = """\
---
key: SHOP-12
title: Reserved books are handed out at the desk
type: Story
status: Ready
owner: Ana Ruiz
labels: [desk, loans]
created: 2026-11-02
---

# Reserved books are handed out at the desk

## Problem

Readers who reserved a book queue at the desk for eleven minutes on Saturdays, although the book lies
ready. Twice a month somebody leaves without it, and the reservation expires. The two librarians at the desk
look each book up by its title, because the slip in the book shows a number that nobody can read from afar.

## Evidence

In the queue log of 3 to 31 October 2026 we counted 214 readers who waited longer than ten minutes, and 38
who left. Details: https://tracker.example.org/browse/DESK-431. On 14 October 2026 we watched the desk for
four hours and saw nine readers leave the queue.

## Metric

Share of reserved books handed out within two minutes: 23 % today -> 80 %, measured in the queue log.

## Review date

12 March 2027

## Notes

- The slips are printed by the old system; the paper is ordered until June.
- [ ] Ask the supplier for the price of wider slips
- [x] Talk to the librarians of the branch
"""
HOOKS = """\
repos:
  - repo: local
    hooks:
      - {id: nothing, name: nothing, language: system, entry: "true", files: one.md}
"""
SCHEMA = (
    '{"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object", "required": ["version"]}'
)


class Job(NamedTuple):
    """One command line: what it is called, the process, what it is compared with, and where it runs."""

    name: str
    command: Sequence[str]
    base: str
    folder: str = ""


class Took(NamedTuple):
    """Milliseconds of one process: by the clock, and of the processor."""

    wall: float
    cpu: float


def main(arguments: list[str]) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        home = Path(arguments[0]).resolve() if arguments else Path(scratch) / "environments"
        folder = Path(scratch) / "work"
        write_work(folder)
        jobs = our_jobs(home) + commit_jobs(home, Path(scratch)) + peer_jobs(home)
        print_table(jobs, measure(jobs, folder))


def our_jobs(home: Path) -> list[Job]:
    """valuegate from a wheel that is built now."""
    environment = home / "valuegate"
    make(environment)
    with tempfile.TemporaryDirectory() as target:
        built = [sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir", target, str(ROOT)]
        subprocess.run(built, check=True, capture_output=True)
        (wheel,) = Path(target).glob("*.whl")
        pip(environment, "install", "--force-reinstall", "--no-deps", str(wheel))
        pip(environment, "install", str(wheel))
    base = "python -c pass"
    valuegate = str(environment / "bin" / "valuegate")
    return [
        Job(base, [str(environment / "bin" / "python"), "-c", "pass"], base),
        Job("valuegate --version", [valuegate, "--version"], base),
        Job("valuegate check one.md", [valuegate, "check", "one.md", "--today", "2026-11-28"], base),
    ]


def commit_jobs(home: Path, scratch: Path) -> list[Job]:
    """A commit in which no ticket is, in a repository with our hook and in one without."""
    change = ["sh", "-c", "echo x >>notes.txt; git -c user.name=A -c user.email=a@b commit -qam x"]
    jobs: list[Job] = []
    for name in (COMMIT, HOOKED):
        folder = scratch / ("hooked" if name == HOOKED else "plain")
        write_work(folder)
        (folder / "notes.txt").write_text("", encoding="utf-8")
        for command in (
            ["add", "."],
            [*["-c", "user.name=A", "-c", "user.email=a@b", "commit", "-qm", "begin"]],
        ):
            subprocess.run(["git", *command], cwd=folder, check=True, env=clean())
        if name == HOOKED:
            install = [str(home / "valuegate" / "bin" / "valuegate"), "hook", "install"]
            subprocess.run(install, cwd=folder, check=True, env=clean(), stdout=subprocess.DEVNULL)
        jobs.append(Job(name, change, COMMIT, str(folder)))
    return jobs


def peer_jobs(home: Path) -> list[Job]:
    """Each peer in an environment of its own, doing its own smallest job."""
    work = {
        "pre-commit": ["run", "--files", "one.md"],
        "gitlint": ["--msg-filename", "message.txt"],
        "yamllint": ["valuegate.yaml", "-d", "relaxed"],
        "check-jsonschema": ["--schemafile", "schema.json", "valuegate.yaml"],
    }
    jobs: list[Job] = []
    for peer in PEERS:
        environment = home / peer
        try:
            make(environment)
            pip(environment, "install", peer)
        except subprocess.CalledProcessError as error:
            print(f"{peer} is left out: `pip install {peer}` failed ({error.stderr.strip()[-200:]!r})")
            continue
        base = f"python -c pass ({peer})"
        program = str(environment / "bin" / peer)
        jobs += [
            Job(base, [str(environment / "bin" / "python"), "-c", "pass"], base),
            Job(f"{peer} --version", [program, "--version"], base),
            Job(f"{peer} {work[peer][0]}", [program, *work[peer]], base),
        ]
    return jobs


def make(environment: Path) -> None:
    """An environment without setuptools, whose `.pth` file slows down what everything is compared with."""
    if not (environment / "bin" / "python").exists():
        venv.create(environment, with_pip=True)
        pip(environment, "uninstall", "--yes", "setuptools")
        pip(environment, "install", "--upgrade", "pip")  # older ones write scripts that import more


def pip(environment: Path, *arguments: str) -> None:
    command = [str(environment / "bin" / "python"), "-m", "pip", "--disable-pip-version-check", "--quiet"]
    subprocess.run([*command, *arguments], check=True, capture_output=True, text=True, env=clean())


def clean() -> dict[str, str]:
    """The environment of a person: with byte code, and no settings of Python's own."""
    return {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "GIT_"))}


def write_work(folder: Path) -> None:
    """A repository with one ticket, one policy, and what the peers need."""
    folder.mkdir()
    files = {
        "one.md": TICKET,
        "valuegate.yaml": POLICY,
        "message.txt": "Hand out reserved books\n\nThe queue at the desk is long.\n",
        ".pre-commit-config.yaml": HOOKS,
        "schema.json": SCHEMA,
    }
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    for command in (["init", "--quiet"], ["add", "."]):
        subprocess.run(["git", *command], cwd=folder, check=True, env=clean())


def measure(jobs: Sequence[Job], folder: Path) -> dict[str, list[Took]]:
    """What every job took, each in turn; the first two rounds are not counted."""
    took: dict[str, list[Took]] = {job.name: [] for job in jobs}
    for number in range(ROUNDS + 2):
        for job in jobs:
            code, one = run(job.command, job.folder or folder)
            if code:
                sys.exit(f"{job.name} ended with {code}: its time says nothing")
            if number > 1:
                took[job.name].append(one)
    return took


def run(command: Sequence[str], folder: str | Path) -> tuple[int, Took]:
    """The exit code of a process, and what it took."""
    start = perf_counter()
    nowhere = subprocess.DEVNULL
    process = subprocess.Popen(command, cwd=folder, env=clean(), stdout=nowhere, stderr=nowhere)
    _, status, used = os.wait4(process.pid, 0)
    wall = perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, Took(wall * 1000, (used.ru_utime + used.ru_stime) * 1000)


def print_table(jobs: Sequence[Job], took: dict[str, list[Took]]) -> None:
    print(f"{'process':<40}{'min ms':>8}{'median':>8}{'cpu ms':>8}{'x min':>8}{'x med':>7}{'x cpu':>7}")
    for job in jobs:
        mine, base = figures(took[job.name]), figures(took[job.base])
        ratios = [one / other for one, other in zip(mine, base, strict=True)]
        row = f"{job.name:<40}{mine[0]:>8.1f}{mine[1]:>8.1f}{mine[2]:>8.1f}"
        print(f"{row}{ratios[0]:>8.2f}{ratios[1]:>7.2f}{ratios[2]:>7.2f}{verdict(job, mine, base)}")


def figures(took: Sequence[Took]) -> tuple[float, float, float]:
    """The shortest time, the median, and the least of the processor, which a busy machine leaves alone."""
    walls = [each.wall for each in took]
    return min(walls), statistics.median(walls), min(each.cpu for each in took)


def verdict(job: Job, mine: tuple[float, float, float], base: tuple[float, float, float]) -> str:
    """Does a limit hold? On a busy machine, by the time of the processor."""
    if job.name in LIMITS:
        limit, ratio = LIMITS[job.name], min(mine[0] / base[0], mine[2] / base[2])
        return f"   (limit {limit}: {'holds' if ratio <= limit else 'BROKEN'})"
    if job.name == HOOKED:
        more = min(mine[0] - base[0], mine[2] - base[2])
        return f"   (+{more:.1f} ms, limit {HOOK_LIMIT}: {'holds' if more <= HOOK_LIMIT else 'BROKEN'})"
    return ""


if __name__ == "__main__":
    main(sys.argv[1:])
