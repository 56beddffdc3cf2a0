"""What a command works with that looks into a tracker: the policy, the tracker, the journal of the guard."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date, datetime
from typing import Literal, get_args

from valuegate.errors import UsageError
from valuegate.finding import Verdict, excerpt
from valuegate.fingerprint import fingerprint
from valuegate.guard.journal import Journal, Replica
from valuegate.guard.looking import Looking
from valuegate.guard.names import resolve
from valuegate.naming import fold, suggestion
from valuegate.opening import tracker_of
from valuegate.policy import Policy
from valuegate.records import NamedTuple
from valuegate.report import Head, Style, render
from valuegate.run import Run
from valuegate.ticket import Ticket
from valuegate.tracker import Scope, Snapshot, Status, Tracker

from . import session
from .output import pen, write
from .session import Setting, registry_for, setting_for

Mode = Literal["observe", "warn", "revert"]
MODES: tuple[Mode, ...] = get_args(Mode)
"""The modes of a guard; each does more than those before it."""


class Tracked(NamedTuple):
    """A tracker, and what judges its tickets. ``does_less``: the guard shall do less than its policy says."""

    setting: Setting
    tracker: Tracker
    does_less: bool = False

    @property
    def policy(self) -> Policy:
        """By which tickets are judged."""
        return self.setting.policy

    @property
    def fingerprint(self) -> str:
        """That of the policy."""
        return fingerprint(self.policy, self.setting.registry)

    def run(self, day: date | None = None) -> Run:
        """A run for a day; else for today, as it is in UTC."""
        return self.setting.run(day or today())

    def looking(self, journal: Journal, fallback: Status | None) -> Looking:
        """What looks at its tickets, today."""
        return Looking(self.tracker, self.run(), journal, self.fingerprint, fallback)

    def fallback(self) -> Status | None:
        """Hold the names of the policy to those of the tracker; the fallback status that it names."""
        return resolve(self.policy, self.tracker.scope())

    def journal(self) -> Journal:
        """The journal of the guard, to write."""
        return Journal(journal_path(self.policy), now, self.policy.guard.people)

    def replica(self) -> Journal:
        """What the journal of the guard has, to look at: nothing that is written here stays."""
        return Replica(journal_path(self.policy), now, self.policy.guard.people)


def tracked(
    config: str | None, name: str | None = None, *, mode: Mode | None = None, for_person: bool = False
) -> Tracked:
    """The tracker that a policy names, or the one named; nothing is asked of it yet.

    ``mode`` may be a weaker one than the policy says; ``for_person``: not the guard acts, but who types.
    """
    registry = registry_for(config)
    setting = setting_for(config, registry)
    does_less = mode not in (None, setting.policy.guard.mode)
    if mode:
        setting = setting._replace(policy=_weakened(setting.policy, mode))
    tracker = tracker_of(setting.policy, registry, now, name, for_person=for_person)
    return Tracked(setting, tracker, does_less)


def _weakened(policy: Policy, mode: Mode) -> Policy:
    if MODES.index(mode) > MODES.index(policy.guard.mode):
        message = f"the policy says guard.mode: {policy.guard.mode}, and {mode} does more than that"
        raise UsageError(message, fix="Change the policy, where others see it.", source=policy.source)
    return policy._replace(guard=policy.guard._replace(mode=mode))


def journal_path(policy: Policy) -> str:
    """Where the journal of the guard is."""
    return os.path.relpath(os.path.join(policy.root, policy.guard.journal))


def now() -> datetime:
    """What time it is by our clock."""
    return session.clock()


def today() -> date:
    """The day by which is judged: the same for everybody, wherever they are."""
    return now().date()


def status_of(name: str, scope: Scope) -> Status:
    """The status of a name (or id). UsageError, with the nearest, if there is none."""
    for status in scope.statuses:
        if is_called(status, name):
            return status
    known = [*dict.fromkeys(status.name for status in scope.statuses)]
    raise UsageError(f"the tracker has no status '{name}'", fix=suggestion(name, known))


def is_called(status: Status, name: str) -> bool:
    """Is this its name, or its id?"""
    return status.id == name or fold(status.name) == fold(name)


def report(verdicts: Sequence[Verdict], found: Tracked) -> None:
    """Print the verdicts on one ticket, as ``check`` does."""
    if verdicts:
        paper = pen()
        head = Head(today(), found.policy.source, found.run().checks)
        reporter = found.setting.registry.reporters["text"]
        write(render(reporter, head, verdicts, style=Style(paper.width, paper.color)) + "\n")


def named(ticket: Ticket) -> str:
    """A ticket as people call it: its key and its title."""
    return excerpt(f"{ticket.key} {ticket.title}")


def placed(now: Snapshot) -> str:
    """The status of a ticket, and what the tracker says that it means."""
    return f"{now.status.name} ({now.status.category})" if now.status.category else now.status.name
