"""What keeps a guard from working, or weakens it: the policy beside the tracker that it names.

What the tracker itself knows comes from its own ``diagnose``. Nothing is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice

from ..errors import PolicyError, TrackerError
from ..policy import Policy, guards
from ..tracker import FINISHED, Query, Remark, Scope, Status, Tracker
from .names import resolve
from .round import OVERLAP

LOOKED_AT = 500
"""So many tickets are looked at to find one in each gated status."""


def policy_remarks(policy: Policy, now: datetime) -> Iterator[Remark]:
    """What the policy alone tells."""
    guard = policy.guard
    yield Remark("fine", f"{policy.source}: {_count(len(policy.gates), 'gate')}, mode {guard.mode}")
    if guard.since and guard.since > now.date():
        yield Remark("weak", f"guard.since is {guard.since}: nothing is touched before that day", "")
    if policy.waivers.people is None:
        message = "waivers.people names nobody: whoever sees a ticket may waive a check and decide a contest"
        yield Remark("weak", message, "Name those who may: waivers: {people: [ana, ben]}.")
    if not guard.fallback:
        message = "guard.fallback names no status: a ticket created in a gated status cannot go back"
        yield Remark(
            "weak", message, "Name one that no gate guards, for example: guard: {fallback: Backlog}."
        )


def tracker_remarks(tracker: Tracker, policy: Policy, now: datetime) -> Iterator[Remark]:
    """What the tracker tells of itself, and what it has of what the policy names; nothing twice."""
    told: set[str] = set()
    for remark in _all(tracker, policy, now):
        if remark.message not in told:
            told.add(remark.message)
            yield remark


def _all(tracker: Tracker, policy: Policy, now: datetime) -> Iterator[Remark]:
    yield from tracker.diagnose()
    try:
        yield from _clocks(tracker.now(), now)
        scope = tracker.scope()
        yield from _names(policy, scope)
        yield from _categories(policy, scope)
        yield from _ways_back(tracker, policy, scope)
    except TrackerError as error:
        yield Remark("broken", error.message, error.fix)


def _clocks(theirs: datetime, ours: datetime) -> Iterator[Remark]:
    """Trackers tell of small differences; this one is so large that entries may be missed."""
    apart = abs(theirs - ours)
    if apart > OVERLAP:
        minutes = round(apart.total_seconds() / 60)
        message = (
            f"the clock of the tracker is {minutes} minutes {'ahead of' if theirs > ours else 'behind'} ours"
        )
        yield Remark("broken", message, "Let this machine set its clock by a time server.")


def _names(policy: Policy, scope: Scope) -> Iterator[Remark]:
    try:
        resolve(policy, scope)
    except PolicyError as error:
        for problem in error.problems:
            yield Remark("broken", problem.message, problem.fix)
    else:
        yield Remark("fine", "the tracker has what the gates name")


def _gated(policy: Policy, scope: Scope) -> list[Status]:
    """The statuses that a gate guards, each once by its id."""
    found = {status.id: status for status in scope.statuses if _is_gated(policy, status)}
    return [*found.values()]


def _is_gated(policy: Policy, status: Status) -> bool:
    return any(guards(gate, status.name, status.category) for gate in policy.gates)


def _categories(policy: Policy, scope: Scope) -> Iterator[Remark]:
    """A gated status of which nobody says whether it is the end of the work: nothing moves from there."""
    unknown = dict.fromkeys(status.name for status in _gated(policy, scope) if not status.category)
    if unknown and policy.guard.finished == "leave":
        message = f"the tracker does not say what these statuses mean: {', '.join(unknown)}"
        fix = "Give them a category there; or say guard: {finished: move}, and finished tickets move, too."
        yield Remark("weak", f"{message}; no ticket is moved back from them", fix)


def _ways_back(tracker: Tracker, policy: Policy, scope: Scope) -> Iterator[Remark]:
    """From each gated status: does a way lead out of all gates? A ticket that is there now can tell."""
    sought = {status.id: status for status in _gated(policy, scope) if status.category not in FINISHED}
    for now in islice(tracker.search(Query()), LOOKED_AT):
        status = sought.pop(now.status.id, None)
        if status:
            yield _way_back(policy, status, now.ticket.key, [way.to for way in tracker.ways(now.ticket.key)])
        if not sought:
            return
    if sought:
        names = ", ".join(dict.fromkeys(status.name for status in sought.values()))
        yield Remark("fine", f"no ticket is in {names}, so the ways back from there are not known")


def _way_back(policy: Policy, status: Status, key: str, ways: Iterable[Status]) -> Remark:
    out = [way.name for way in ways if not _is_gated(policy, way) and way.category not in FINISHED]
    if out:
        return Remark("fine", f"from {status.name} a ticket can go back to {', '.join(out)}")
    message = f"from {status.name} no way leads to a status that no gate guards (seen on {key})"
    return Remark(
        "weak", message, "Add a transition back to the workflow; until then such tickets stay there."
    )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
