"""``valuegate baseline``: begin with what is new or changed, and see how many old tickets are left."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from datetime import date

import click

from valuegate import scaffold
from valuegate.baseline import NONE, Baseline, Entry, Standing, compare, written
from valuegate.errors import UsageError, ValuegateError
from valuegate.report import EXIT_NOTHING, EXIT_PASSED

from .command import command as new_command
from .options import config_option, day
from .output import lines, pen
from .session import Setting, registry_for, setting_for
from .tickets import readable, say_nothing

_MERGE = "merge=union"
"""Git then keeps the lines of both branches; what is over goes with the next pruning."""

_paths = click.argument("paths", metavar="[PATH]...", nargs=-1)
_today = click.option("--today", callback=day, metavar="YYYY-MM-DD", help="Judge as if it were this day.")


@click.group("baseline")
def command() -> None:
    """Leave old tickets alone until they change: write the baseline, prune it, see what is left.

    The policy names the file. A ticket in it is exempt at the gate that refused it, as long as the words
    that were judged stay the same.
    """


@new_command(
    "write",
    examples=(
        ("valuegate baseline write", "all that is refused today, among the tickets of the policy"),
        ("export | valuegate baseline write -", "tickets of a tracker, which need a key"),
    ),
)
@_paths
@_today
@config_option
def write(paths: tuple[str, ...], today: date, config: str | None) -> int:
    """Write the baseline: every ticket that a gate refuses today. Nothing is overwritten."""
    setting = setting_for(config, registry_for(config))
    if os.path.lexists(setting.baseline.source):
        fix = "`valuegate baseline prune` takes out what is over. To begin anew, delete the file first."
        raise UsageError(f"'{setting.baseline.source}' is already there", fix=fix)
    now = list(_entries(setting, paths, today))
    if not now:
        return say_nothing(paths, setting.policy)
    old = [entry for entry, refused in now if refused]
    if not old:
        lines(["No ticket is refused: there is nothing to leave alone."])
        return EXIT_PASSED
    scaffold.write_new(setting.baseline.source, written(old))
    _tell(f"wrote {setting.baseline.source}: {_left(old)} alone until the words change")
    _let_branches_merge(setting.baseline.source)
    lines(["", "Next: commit it; valuegate baseline status says how many are left"])
    return EXIT_PASSED


@new_command(
    "prune",
    examples=(("valuegate baseline prune", "now and then, so that the file says what is still open"),),
)
@_paths
@_today
@config_option
def prune(paths: tuple[str, ...], today: date, config: str | None) -> int:
    """Take out the entries that are over: tickets that changed, hold by now, or are gone. None is added.

    With a PATH, entries of tickets that are not among them stay.
    """
    setting = setting_for(config, registry_for(config))
    standing = _standing(setting, paths, today)
    if standing is None:
        return _nothing(setting.baseline)
    kept = standing.left | standing.gone if paths else standing.left
    _replace(setting.baseline.source, kept)
    _tell(f"{setting.baseline.source}: {_left(kept)}. Taken out: {_over(standing, paths) or 'none'}")
    return EXIT_PASSED


@new_command("status", examples=(("valuegate baseline status", "how many old tickets are left"),))
@_paths
@_today
@config_option
def status(paths: tuple[str, ...], today: date, config: str | None) -> int:
    """Say how many old tickets are left, and how many entries are over and why."""
    setting = setting_for(config, registry_for(config))
    standing = _standing(setting, paths, today)
    if standing is None:
        return _nothing(setting.baseline)
    lines([f"{setting.baseline.source}: {_left(standing.left)}"])
    over = _over(standing, paths)
    if over:
        lines([f"Over: {over}", "", "Next: valuegate baseline prune"])
    return EXIT_PASSED


for each in (write, prune, status):
    command.add_command(each)


def _entries(setting: Setting, paths: Sequence[str], today: date) -> Iterator[tuple[Entry, bool]]:
    """The entries that tickets would need now, and whether a gate refuses them, as if none were there."""
    run = setting._replace(baseline=NONE).run(today)
    for ticket in readable(paths, run):  # what cannot be read is refused until somebody mends it
        verdicts = run.judge(ticket)
        if any(verdict.outcome == "undecided" for verdict in verdicts):
            raise ValuegateError(
                f"'{ticket.source.name}' could not be judged, so nothing is written or counted",
                fix="`valuegate check` says why.",
            )
        yield from run.entries(ticket, verdicts)


def _standing(setting: Setting, paths: Sequence[str], today: date) -> Standing | None:
    """How the baseline stands; None if there is none, or nothing to compare it with."""
    now = list(_entries(setting, paths, today)) if setting.baseline else []
    return compare(setting.baseline, now) if now else None


def _nothing(baseline: Baseline) -> int:
    if baseline:
        lines(["Nothing to check: no ticket is there to compare the baseline with."])
        return EXIT_NOTHING
    lines([f"There is no baseline ({baseline.source}): every ticket is judged."])
    return EXIT_PASSED


def _replace(path: str, entries: frozenset[Entry]) -> None:
    """The file with these entries, whole or not at all; none if it would be empty."""
    if not entries:
        os.remove(path)
        return
    part = f"{path}.{os.getpid()}"
    try:
        with open(part, "x", encoding="utf-8", newline="\n") as file:
            file.write(written(entries))
        os.replace(part, path)
    except OSError as error:
        message = f"'{path}' cannot be written: {error.strerror}"
        raise ValuegateError(message, fix="Check its folder.") from None


def _let_branches_merge(path: str) -> None:
    """Tell git how to merge the file, beside it; a file of that name that is there is left alone."""
    folder, name = os.path.split(path)
    attributes = os.path.join(folder, ".gitattributes")
    if folder and scaffold.write_new(attributes, f"{name} {_MERGE}\n"):
        _tell(f"wrote {attributes}: branches that change the baseline merge without conflicts")
    else:
        lines([f"  To let branches merge without conflicts, add to .gitattributes: {path} {_MERGE}"])


def _over(standing: Standing, paths: Sequence[str]) -> str:
    """``4 changed, 3 no longer refused, 2 gone``."""
    counts = [
        (len(standing.changed), "changed"),
        (len(standing.held), "no longer refused"),
        (0 if paths else len(standing.gone), "gone"),
    ]
    return ", ".join(f"{count} {word}" for count, word in counts if count)


def _left(entries: Sequence[Entry] | frozenset[Entry]) -> str:
    count = len({entry.name for entry in entries})
    return f"{count} old ticket{' is' if count == 1 else 's are'} left"


def _tell(text: str) -> None:
    lines([f"{pen().paint('✓', 'green')} {text}"])
