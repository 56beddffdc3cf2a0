"""A soak of the guard: people change tickets at random while two guards run, fail and are killed.

When all has come to rest, everything that the guard promises must hold: see ``broken_promises``.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import NamedTuple, Protocol

import soak_guard

from guarded_site import HOLDS, LACKS
from valuegate.errors import TrackerError
from valuegate.guard.entry import entries, guards
from valuegate.guard.journal import Journal, Record
from valuegate.guard.round import Round
from valuegate.policy import Policy
from valuegate.testing.world import World
from valuegate.tracker import History, Query, Snapshot, Tracker

PEOPLE = ("ana", "ben", "cleo")
LAST_ROUNDS = 8
STAYING = ("passed", "exempt", "mended", "overturned", "contested")
"""Records after which a ticket may stand inside of a gate, without a further word."""


class Arena(Protocol):
    """Where a soak takes place: a world whose tracker other processes can open by a policy, too."""

    @property
    def world(self) -> World:
        """What people work in."""

    @property
    def environment(self) -> Mapping[str, str]:
        """What the guards need to know beside the policy: secrets."""

    def policy(self, folder: Path) -> str:
        """Write the policy into a folder; its path."""


class Soaked(NamedTuple):
    """What a soak came to. Nothing may be ``broken``."""

    tickets: int
    changes: Counter[str]
    kills: int
    rounds: int
    acts: Counter[str]
    inside: int
    broken: list[str]


class Crowd:
    """Three people who do this and that, as a seed says."""

    def __init__(self, world: World, luck: Random) -> None:
        self.world = world
        self.luck = luck
        self.keys: list[str] = []
        self.done: Counter[str] = Counter()

    def make(self, count: int) -> None:
        """So many tickets, most of them drafts."""
        statuses = self.world.statuses
        for number in range(count):
            status = self.luck.choice([statuses.draft] * 8 + [statuses.ready, statuses.started])
            self.keys.append(self.world.make(f"Ticket {number}", self._text(), status=status, by=self._who()))

    def _who(self) -> str:
        return self.luck.choice(PEOPLE)

    def _text(self) -> dict[str, str]:
        return self.luck.choice([HOLDS, LACKS])

    def act(self) -> None:
        """One of them does something with one of the tickets; what the tracker refuses is left."""
        act = self.luck.choices(["move", "edit", "comment", "label"], [50, 30, 8, 12])[0]
        with suppress(TrackerError, ValueError):  # a guard may have moved it there meanwhile
            getattr(self, f"_{act}")(self.luck.choice(self.keys))
            self.done[act] += 1

    def _move(self, key: str) -> None:
        status = self.luck.choice(self.world.statuses)
        if self.world.tracker.fetch(key).status.name != status:
            self.world.move(key, status, self._who())

    def _edit(self, key: str) -> None:
        self.world.edit(key, {**self._text(), "Note": str(self.luck.random())}, self._who())

    def _comment(self, key: str) -> None:
        waiver = "valuegate: waive evidence until 2027-06-30: the survey ends then"
        self.world.comment(key, self.luck.choice(["Looks good.", "Who asked for it?", waiver]), self._who())

    def _label(self, key: str) -> None:
        label = self.luck.choice(["value-gate-contested"] * 3 + ["value-gate-overturned", "chore"])
        way = self.luck.choice(["add", "remove"])
        self.world.label(key, by=self._who(), **{way: label})


class Guards:
    """Two guards in processes of their own, each with its journal, or with one for both."""

    def __init__(self, policy: str, folder: Path, environment: Mapping[str, str], *, shared: bool) -> None:
        self.journals = [folder / f"journal-{0 if shared else number}.sqlite" for number in range(2)]
        self.broken = folder / "broken.txt"
        self.kills = 0
        self._policy = policy
        self._environment = {**os.environ, **environment}
        self._running = [self._start(number) for number in range(2)]

    def _start(self, number: int) -> subprocess.Popen[bytes]:
        told = (self._policy, self.journals[number], f"{number}-{self.kills}", self.broken)
        command = [sys.executable, soak_guard.__file__, *map(str, told)]
        return subprocess.Popen(command, env=self._environment)

    def kill(self, number: int) -> None:
        """As the power goes, and comes back."""
        assert self._running[number].poll() is None, "a guard ended by itself"
        self._running[number].kill()
        self._running[number].wait()
        self.kills += 1
        self._running[number] = self._start(number)

    def stop(self) -> None:
        """End both."""
        for process in self._running:
            process.send_signal(signal.SIGKILL)
            process.wait()


def soak(
    arena: Arena, folder: Path, *, tickets: int, seconds: float, kills: int, seed: int, shared: bool
) -> Soaked:
    """Let people and guards loose on an arena, wait until all has come to rest, and count."""
    luck = Random(seed)
    crowd = Crowd(arena.world, luck)
    crowd.make(tickets)
    path = arena.policy(folder)
    guards = Guards(path, folder, arena.environment, shared=shared)
    try:
        _mix(crowd, guards, luck, seconds, kills)
    finally:
        guards.stop()
    policy = soak_guard.policy_at(path)
    tracker = soak_guard.opened(policy)
    rounds = sum(_rest(policy, tracker, journal) for journal in dict.fromkeys(guards.journals))
    records = [_records(path) for path in dict.fromkeys(guards.journals)]
    broken = guards.broken.read_text().splitlines() if guards.broken.exists() else []
    broken += broken_promises(policy, tracker, records, crowd.keys)
    inside = sum(_inside(policy, tracker, key) for key in crowd.keys)
    acts = Counter(str(record.act) for each in records for record in each)
    return Soaked(len(crowd.keys), crowd.done, guards.kills, rounds, acts, inside, broken)


def _mix(crowd: Crowd, guards: Guards, luck: Random, seconds: float, kills: int) -> None:
    """People act, and now and then a guard dies; at the end the guards are left alone for a while."""
    start = time.monotonic()
    while (passed := time.monotonic() - start) < seconds:
        crowd.act()
        if passed > seconds * (guards.kills + 1) / (kills + 1):
            guards.kill(luck.randrange(2))
        time.sleep(luck.random() * 0.02)
    time.sleep(seconds / 10)


def _rest(policy: Policy, tracker: Tracker, path: Path) -> int:
    """Rounds of one guard that nothing disturbs, days later, until one of them changes nothing."""
    for number in range(1, LAST_ROUNDS):
        with _journal(path, days=2 * number) as journal:
            summary = Round(
                soak_guard.looking(policy, tracker, journal), lambda _: None, confirmed=10**6
            ).run()
        if not set(summary.counts) - {"nothing"}:
            return number
    raise AssertionError(f"after {LAST_ROUNDS} rounds a guard still finds something to do")


def _journal(path: Path, days: int = 0) -> Journal:

    return Journal(str(path), lambda: soak_guard.now() + timedelta(days=days))


def _records(path: Path) -> list[Record]:
    with _journal(path) as journal:
        return [*journal.records()]


def _inside(policy: Policy, tracker: Tracker, key: str) -> bool:
    now = tracker.fetch(key)
    return any(guards(gate, now.ticket, now.status) for gate in policy.gates)


def broken_promises(
    policy: Policy, tracker: Tracker, journals: list[list[Record]], keys: list[str]
) -> Iterator[str]:
    """What the guard promises and did not keep, in sentences; nothing, if all is well."""
    there = {now.ticket.key for now in tracker.search(Query())}
    yield from (f"{key} is lost" for key in keys if key not in there)
    for key in keys:
        mine = [[record for record in records if record.ticket == key] for records in journals]
        now, history = tracker.fetch(key), tracker.history(key)
        for records in mine:
            yield from (
                f"{key} is in {now.status.name}: {why}" for why in _standing(policy, now, history, records)
            )
        yield from (f"{key}: {what}" for what in _moves(policy, tracker, now, history, mine))
        yield from (f"{key}: {what}" for what in _comments(policy, tracker, now, history))


def _standing(policy: Policy, now: Snapshot, history: History, records: list[Record]) -> Iterator[str]:
    """Whatever stands inside of a gate has a reason in the journal."""
    for entry in entries(policy, now, history):
        known = [record for record in records if (record.entry, record.gate) == (entry.id, entry.gate.name)]
        if not known:
            yield "the journal does not say why"
        elif known[-1].act not in STAYING and not known[-1].detail:
            yield f"the journal ends with “{known[-1].act}”"


def _moves(
    policy: Policy, tracker: Tracker, now: Snapshot, history: History, journals: list[list[Record]]
) -> Iterator[str]:
    """Every move of the guard is in a journal, once if there is one for both, and leads out of all gates."""
    me = tracker.me().id
    told = Counter(record.detail for records in journals for record in records if record.act == "moved")
    for move in history.moves:
        if move.by and move.by.id == me:
            if not 1 <= told[move.id] <= len(journals):
                yield f"the guard's move {move.id} is in the journals {told[move.id]} times"
            if any(guards(gate, now.ticket, move.after) for gate in policy.gates):
                yield f"the guard moved it into {move.after.name}"


def _comments(policy: Policy, tracker: Tracker, now: Snapshot, history: History) -> Iterator[str]:
    """At most one comment of the guard is there, and it agrees with the label.

    A guard may be killed between the two, and then kept away by a contest.
    """
    labels = policy.guard.labels
    ours = [comment for comment in tracker.comments(now.ticket.key) if comment.ours]
    me = tracker.me().id
    if len(ours) > 1:
        yield f"it has {len(ours)} comments of the guard"
    if {labels.failing} == {labels.failing, labels.contested} & {*now.ticket.labels} and not ours:
        yield "it has the label, and no comment says why"
    if any(move.by and move.by.id == me for move in history.moves) and not ours:
        yield "it was moved, and no comment says why"
