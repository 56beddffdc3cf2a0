"""A guard for the soak: a process that goes round and round, on a tracker that fails at random.

``python soak_guard.py POLICY JOURNAL SEED BROKEN``: promises that it breaks are written to the file BROKEN.
Time goes three hundred times as fast in its journal, so that what is put off is tried again in the soak.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any, cast

from valuegate import plugins
from valuegate.config import load_policy
from valuegate.errors import TrackerError, UnavailableError, WaitError
from valuegate.fingerprint import fingerprint
from valuegate.guard.journal import Journal
from valuegate.guard.looking import Looking
from valuegate.guard.names import resolve
from valuegate.guard.round import Round
from valuegate.opening import tracker_of
from valuegate.policy import Policy
from valuegate.run import Run
from valuegate.tracker import Tracker

HASTE = 300
WRITES = ("label", "upsert_comment", "move")
_REGISTRY = plugins.load(())


def now() -> datetime:
    """What time it is."""
    return datetime.now(UTC)


def hasty(start: datetime) -> Callable[[], datetime]:
    """A clock that goes ``HASTE`` times as fast from ``start`` on."""
    return lambda: start + (now() - start) * HASTE


def policy_at(path: str) -> Policy:
    """The policy in a file."""
    checks = {name: check.options for name, check in _REGISTRY.checks.items()}
    return load_policy(path, checks=checks, trackers=_REGISTRY.trackers)


def looking(policy: Policy, tracker: Tracker, journal: Journal) -> Looking:
    """Looks as the guard does."""
    run = Run(policy, _REGISTRY, now().date())
    word = fingerprint(policy, _REGISTRY)
    return Looking(tracker, run, journal, word, resolve(policy, tracker.scope()))


def opened(policy: Policy) -> Tracker:
    """The tracker of a policy."""
    return tracker_of(policy, _REGISTRY, now)


class Unlucky:
    """A tracker that fails now and then, before or after it did what it was asked.

    It notes every write that is not preceded by a read of that ticket.
    """

    def __init__(self, tracker: Tracker, luck: Random, broken: Path) -> None:
        self._tracker = tracker
        self._luck = luck
        self._broken = broken
        self._last: dict[str, str] = {}

    def __getattr__(self, name: str) -> Any:
        told = getattr(self._tracker, name)
        return (lambda *args, **named: self._call(name, told, args, named)) if callable(told) else told

    def _call(self, name: str, told: Callable[..., Any], args: Any, named: Any) -> Any:
        key = args[0] if args and isinstance(args[0], str) else ""
        if name in WRITES and self._last.get(key) != "fetch":
            with self._broken.open("a") as file:
                file.write(f"{name} of {key} after {self._last.get(key)}, without reading it again\n")
        self._last[key] = name
        chance = self._luck.random()
        if chance < 0.02:
            raise UnavailableError("it does not answer")
        if chance < 0.025:
            raise WaitError("it was asked too much", until=now() + timedelta(milliseconds=50))
        if chance < 0.05:
            time.sleep(0.02)
        answer = told(*args, **named)
        if 0.05 <= chance < 0.08:
            raise UnavailableError("the answer got lost")
        return answer


def main(path: str, base: str, seed: str, broken: str) -> None:
    """Rounds without end."""
    policy = policy_at(path)
    start = datetime.fromtimestamp(int(now().timestamp()) // 86_400 * 86_400, UTC)
    journal = Journal(base, hasty(start))
    tracker = cast(Tracker, Unlucky(opened(policy), Random(seed), Path(broken)))
    while True:
        with suppress(TrackerError):  # a guard starts again
            Round(looking(policy, tracker, journal), lambda _: None, confirmed=10**6).run()
        time.sleep(0.05)


if __name__ == "__main__":
    main(*sys.argv[1:])
