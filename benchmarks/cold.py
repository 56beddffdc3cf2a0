"""What a cold start costs, beside tools that people run as hooks: ``python benchmarks/cold.py [FOLDER]``.

Everything is measured in one run, in turns, from installed wheels; each figure is the shortest (and the
median) time of a whole process, and its ratio to ``python -c pass`` of the same environment. The environments
are made once in FOLDER (default: a temporary one); what cannot be installed is left out with a line.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import venv
from collections.abc import Callable, Sequence
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
ROUNDS = 21
PEERS = ("pre-commit", "gitlint", "yamllint", "check-jsonschema")
LIMITS = {"valuegate check one.md": 6.0, "valuegate --version": 4.5}
"""How many times ``python -c pass`` these may take (issue 4)."""

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
    """One command line: what it is called, the process, and what it is compared with."""

    name: str
    command: Sequence[str]
    base: str


def main(arguments: list[str]) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        home = Path(arguments[0]).resolve() if arguments else Path(scratch) / "environments"
        folder = Path(scratch) / "work"
        write_work(folder)
        jobs = our_jobs(home) + peer_jobs(home)
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


def measure(jobs: Sequence[Job], folder: Path) -> dict[str, list[float]]:
    """The times of every job in milliseconds, each in turn; what the first two rounds take is not counted."""
    took: dict[str, list[float]] = {job.name: [] for job in jobs}
    for number in range(ROUNDS + 2):
        for job in jobs:
            start = perf_counter()
            code = run(job.command, folder)
            if number > 1:
                took[job.name].append((perf_counter() - start) * 1000)
            elif code:
                sys.exit(f"{job.name} ended with {code}: its time says nothing")
    return took


def run(command: Sequence[str], folder: Path) -> int:
    return subprocess.run(
        command, cwd=folder, env=clean(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False
    ).returncode


def print_table(jobs: Sequence[Job], took: dict[str, list[float]]) -> None:
    print(f"{'process':<34}{'min ms':>8}{'median':>8}{'x min':>7}{'x med':>7}")
    kinds: tuple[Callable[[list[float]], float], ...] = (min, statistics.median)
    for job in jobs:
        times, base = took[job.name], took[job.base]
        low, middle = (kind(times) for kind in kinds)
        ratios = [kind(times) / kind(base) for kind in kinds]
        limit = LIMITS.get(job.name)
        said = f"   (limit {limit}: {'holds' if ratios[0] <= limit else 'BROKEN'})" if limit else ""
        print(f"{job.name:<34}{low:>8.1f}{middle:>8.1f}{ratios[0]:>7.2f}{ratios[1]:>7.2f}{said}")


if __name__ == "__main__":
    main(sys.argv[1:])
