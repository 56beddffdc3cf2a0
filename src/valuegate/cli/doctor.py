"""``valuegate doctor``: what keeps the guard from working, each with how to mend it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

import click

from valuegate.errors import PolicyError, ValuegateError
from valuegate.guard.doctor import policy_remarks, tracker_remarks
from valuegate.guard.journal import Replica, written
from valuegate.guard.memory import Memory
from valuegate.opening import tracker_of
from valuegate.plugins import Registry
from valuegate.policy import Policy
from valuegate.report import EXIT_PASSED, EXIT_UNDECIDED
from valuegate.terminal import Pen
from valuegate.tracker import Remark

from .command import command as new_command
from .options import config_option
from .output import NAME, lines, pen
from .session import registry_for, setting_for
from .tracking import journal_path, now

MANY_WAIT = 5
"""So many tickets that wait for the guard are named."""

_SIGNS = {"fine": ("✓", "green"), "weak": ("!", "yellow"), "broken": ("✗", "red")}


@new_command(
    "doctor",
    examples=(
        ("valuegate doctor", "the tracker that the policy names, before the guard is let loose"),
        ("valuegate doctor jira", "another one"),
    ),
)
@click.argument("tracker", required=False)
@config_option
def command(tracker: str | None, config: str | None) -> int:
    """Look at all that the guard needs: policy, journal, sign-in, permissions, names, clocks, ways back.

    Each finding says how to mend it. Nothing is written.
    """
    paper, counts = pen(), {"fine": 0, "weak": 0, "broken": 0}
    for title, remarks in _sections(config, tracker):
        lines([paper.paint(title, "bold")])
        for remark in remarks:
            counts[remark.level] += 1
            lines(_told(remark, paper))
        lines([""])
    lines([_summary(counts["weak"], counts["broken"])])
    return EXIT_UNDECIDED if counts["broken"] else EXIT_PASSED


def _sections(config: str | None, name: str | None) -> Iterator[tuple[str, Iterable[Remark]]]:
    """What is looked at, one after the other; without a policy there is nothing more to look at."""
    registry = registry_for(config)
    if registry.errors:
        yield "Plugins", map(_broken, registry.errors)
    try:
        setting = setting_for(config, registry)
    except PolicyError as error:
        yield "Policy", map(_broken, error.problems)
        return
    policy = setting.policy
    yield "Policy", policy_remarks(policy, now())
    name = name or policy.guard.tracker
    yield "Journal", _journal(policy, name)
    yield f"Tracker {name}".rstrip(), _tracker(policy, registry, name)


def _tracker(policy: Policy, registry: Registry, name: str) -> Iterator[Remark]:
    try:
        tracker = tracker_of(policy, registry, now, name)
    except ValuegateError as error:
        yield _broken(error)
        return
    yield from tracker_remarks(tracker, policy, now())


def _journal(policy: Policy, tracker: str) -> Iterator[Remark]:
    """Can it be written, who can read it, which tickets wait, and does anything in it outstay its time?"""
    path, days = journal_path(policy), policy.guard.retention_days
    if not os.path.exists(path):
        yield _place(path)
        return
    try:
        with Replica(path, now) as journal:
            oldest, waiting = next(journal.records(), None), Memory(journal, tracker).waiting()
    except ValuegateError as error:
        yield _broken(error)
        return
    if not os.access(path, os.W_OK):
        yield Remark("broken", f"{path} cannot be written", "Run the guard as the user who owns it.")
    else:
        yield Remark("fine", f"{path} can be written; records are kept for {days} days")
    yield from map(_waits, waiting[:MANY_WAIT])
    if len(waiting) > MANY_WAIT:
        yield Remark("weak", f"{len(waiting) - MANY_WAIT} more tickets wait for the guard")
    if oldest and oldest.at < written(now() - timedelta(days=days + 1)):
        fix = "They go when a run of the guard has ended; if it runs no more, delete the file."
        yield Remark("weak", f"it holds records that are older than {days} days", fix)
    if os.stat(path).st_mode & 0o077:
        yield Remark("weak", f"others on this machine can read {path}", f"chmod 600 {path}")


def _waits(put_off: tuple[str, int, datetime]) -> Remark:
    """A ticket that the guard could not read, judge or write: when it tries again."""
    key, tries, due = put_off
    times = "once" if tries == 1 else f"{tries} times"
    message = f"{key} was put off {times}; the guard looks at it again at {due:%Y-%m-%d %H:%M} UTC"
    return Remark("weak", message, f"{NAME} guard check {key} says at once what keeps it.")


def _place(path: str) -> Remark:
    """There is no journal yet: can one be made?"""
    folder = os.path.dirname(os.path.abspath(path))
    while not os.path.isdir(folder):
        folder = os.path.dirname(folder)
    if os.access(folder, os.W_OK):
        return Remark("fine", f"the first run of the guard makes {path}")
    return Remark("broken", f"{path} cannot be made in {folder}", "Name another place in guard.journal.")


def _broken(error: ValuegateError) -> Remark:
    place = ":".join(str(part) for part in (error.source, error.line) if part)
    return Remark("broken", f"{place}: {error.message}" if place else error.message, error.fix)


def _told(remark: Remark, pen: Pen) -> Iterator[str]:
    sign, tone = _SIGNS[remark.level]
    head = pen.lines(remark.message, 2)
    yield f"{pen.paint(sign, tone)} {head[0].lstrip()}"
    yield from head[1:]
    if remark.fix:
        yield from pen.lines(f"→ {remark.fix}", 2, hang=2)


def _summary(weak: int, broken: int) -> str:
    if not weak and not broken:
        return "All is well."
    weaknesses = f"{weak} weakness{'' if weak == 1 else 'es'}"
    return f"{broken} broken, {weaknesses}" if broken else f"{weaknesses}, nothing broken"
