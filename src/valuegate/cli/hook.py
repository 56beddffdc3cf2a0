"""``valuegate hook``: install the git hook, take it out, see it, and run it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import date

import click

from valuegate.config import NAME
from valuegate.errors import PolicyError, UsageError
from valuegate.githook import git, notes
from valuegate.githook.git import Repository
from valuegate.githook.install import BEFORE, STAGES, Place, install, look, uninstall
from valuegate.githook.skips import ALL
from valuegate.githook.snapshot import Snapshot
from valuegate.terminal import Pen

from .command import command as new_command
from .hook_run import Asked, policy_path, run
from .options import config_option, day
from .output import lines, pen
from .session import policy_for, registry_for

_stage_option = click.option(
    "--stage",
    "stages",
    type=click.Choice(STAGES),
    multiple=True,
    help="Only this hook of git; several, if given again. Left out: all of them.",
)


@click.group("hook")
def command() -> None:
    """Judge what is committed: install the git hook, or run it."""


@new_command(
    "install",
    examples=(
        ("valuegate hook install", "in a repository; once for all its work trees"),
        ("valuegate hook install --stage pre-commit", "judge tickets, and look at no message"),
    ),
)
@_stage_option
@config_option
def install_command(stages: tuple[str, ...], config: str | None) -> None:
    """Install the git hook. A hook that is there already is kept, and called first."""
    repository, paper = git.find(), pen()
    path = policy_path(config, repository)
    os.chdir(repository.root)
    policy_for(path or None, registry_for(path or None))  # tells its faults before anything is done
    places = install(repository, stages or STAGES, "" if path == NAME else path)
    for place in places:
        lines(_done(place, "is installed again" if place.shim else "is installed", paper))
        if place.foreign or place.before:
            lines(paper.lines("The hook that was there before is kept, and called first.", 2))
    if not _note(repository, path):
        lines(paper.lines(f"! {path} is not staged yet: the hook judges by what is staged", hang=2))


@new_command("uninstall", examples=(("valuegate hook uninstall", "what was there before comes back"),))
@_stage_option
def uninstall_command(stages: tuple[str, ...]) -> None:
    """Take the git hook out, and put back what was there before."""
    paper = pen()
    for place in uninstall(git.find(), stages or STAGES):
        if place.shim:
            lines(_done(place, "is taken out", paper))
            if place.before:
                lines(paper.lines("The hook that was there before is back.", 2))
        else:
            what = "is another hook, and left alone" if place.foreign else "was not installed"
            lines(paper.lines(f"– {place.stage} {what}", hang=2, tones=("dim",)))


@new_command("status", examples=(("valuegate hook status", "which hooks are ours, and whether they work"),))
@_stage_option
def status(stages: tuple[str, ...]) -> None:
    """Say which hooks are installed, what they start, and what else is there."""
    repository, paper = git.find(), pen()
    lines([f"Hooks are in {_shown(repository.hooks_folder())}", ""])
    for place in look(repository, stages or STAGES):
        lines(_state(place, paper))


@new_command(
    "run",
    examples=(
        ("valuegate hook run pre-commit", "the staged tickets and templates, as the hook does"),
        ("valuegate hook run commit-msg .git/COMMIT_EDITMSG", "the tickets that a message names"),
        ("valuegate hook run --all", "every tracked ticket and template, as in a pipeline"),
    ),
)
@click.argument("stage", type=click.Choice(STAGES), required=False)
@click.argument("paths", metavar="[FILE]...", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="Judge every tracked ticket and template.")
@click.option(
    "--base", metavar="REF", help="With --all: the policy, the baseline and the waivers of this branch count."
)
@click.option("--only", type=click.Choice(["tickets", "templates"]), help="Judge only these.")
@click.option("--today", callback=day, metavar="YYYY-MM-DD", help="Judge as if it were this day.")
@config_option
@click.option("--shim", is_flag=True, hidden=True)
def run_command(
    stage: str | None,
    paths: tuple[str, ...],
    everything: bool,
    base: str | None,
    only: str | None,
    today: date,
    config: str | None,
    shim: bool,
) -> int:
    """Run a stage of the git hook.

    FILE is what git gives to its hook: the file of the message. For pre-commit, files that are named are
    judged as they lie in the work tree, where pre-commit and prek put what is staged; else the staged
    tickets and templates are.
    """
    if everything == bool(stage):
        raise UsageError("name a stage, or --all", fix=f"Stages: {', '.join(STAGES)}.")
    if base is not None and not everything:
        raise UsageError("--base goes with --all", fix="A commit is judged by what it holds itself.")
    return run(Asked(stage or ALL, paths, only, today, config, shim, base))


for each in (install_command, uninstall_command, status, run_command):
    command.add_command(each)


def _note(repository: Repository, path: str) -> bool:
    """Note the staged policy for the shims; is it the one that lies in the work tree?"""
    with Snapshot(repository) as files:
        is_staged = not path or files.is_file(path)
        config = path if is_staged and path else None
        with suppress(PolicyError):  # it is told with the first commit, and nothing is noted until then
            notes.refresh(policy_for(config, registry_for(config, files), files), repository, path)
    return is_staged


def _done(place: Place, what: str, pen: Pen) -> list[str]:
    return pen.lines(f"✓ {place.stage} {what}: {_shown(place.path)}", hang=2, tones=("green",))


def _state(place: Place, pen: Pen) -> Iterator[str]:
    """One hook: ours, another one, or none."""
    if not place.shim:
        what = "another hook is there" if place.foreign else "not installed"
        yield from pen.lines(f"– {place.stage}: {what}", hang=2)
        return
    sign, tone = ("✓", "green") if place.shim.works else ("✗", "red")
    yield from pen.lines(f"{sign} {place.stage}: starts {place.shim.python}", hang=2, tones=(tone,))
    if not place.shim.works:
        yield from pen.lines("It is gone: run `valuegate hook install` again.", 2)
    if place.shim.edited:
        yield from pen.lines("It was changed by hand since it was installed.", 2)
    if place.before:
        yield from pen.lines(f"It calls the hook that was there before: {_shown(place.path)}{BEFORE}", 2)


def _shown(path: str) -> str:
    """A path as seen from here, if that is shorter."""
    return min(path, os.path.relpath(path), key=len)
