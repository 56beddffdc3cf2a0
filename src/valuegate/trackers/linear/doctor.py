"""What ``valuegate doctor`` finds out about Linear."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ...errors import TrackerError
from ...tracker import Remark
from . import documents
from .failures import LATER
from .understood import understood

if TYPE_CHECKING:
    from .tracker import LinearTracker


def diagnose(tracker: LinearTracker) -> Iterator[Remark]:
    """Sign-in first; without it there is nothing else to see."""
    try:
        yield from understood(_sign_in)(tracker)
        yield from understood(_teams)(tracker)
    except TrackerError as error:
        yield Remark("broken", error.message, error.fix or LATER)
        return
    yield Remark(
        "weak",
        "Linear cannot refuse a move: in the mode revert the guard moves the ticket back after it.",
        "Run the guard often, or let webhooks tell it: docs/trackers/linear.md.",
    )


def _sign_in(tracker: LinearTracker) -> Iterator[Remark]:
    viewer = tracker.client.ask(documents.VIEWER)["viewer"]
    yield Remark("fine", f"Signed in to {viewer['organization']['urlKey']} as {viewer['displayName']}.")
    if not viewer["app"]:
        yield Remark(
            "weak",
            "The guard acts as a person: its moves and comments look like that person's own.",
            "Sign in as an app, with the client id and secret of an OAuth application.",
        )
    left = tracker.client.budget()
    if left:
        yield Remark("fine", f"{left} are left of this hour.")


def _teams(tracker: LinearTracker) -> Iterator[Remark]:
    scope = tracker.scope()
    seen = [team.name for team in scope.projects]
    for key in tracker.teams:
        if key not in seen:
            fix = "Correct trackers.linear.teams (keys, as in ENG-12), or let the account join the team."
            yield Remark("broken", f"There is no team {key}, or the account does not see it.", fix)
    if seen:
        noun = "team" if len(seen) == 1 else "teams"
        yield Remark("fine", f"Sees the {noun} {', '.join(seen)}: {len(scope.statuses)} statuses.")
    else:
        yield Remark("broken", "The account sees no team.", "Let it join the teams whose issues are meant.")
    names = [status.name.casefold() for status in scope.statuses]
    if not tracker.teams and len(seen) > 1 and len(set(names)) < len(names):
        yield Remark(
            "weak",
            "Several teams have statuses of the same names, and a gate on a name guards all of them.",
            "Name the teams under trackers.linear.teams, or in the gate (teams), or guard category:started.",
        )
