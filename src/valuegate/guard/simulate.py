"""What would have been refused: every entry into a gate since a day, replayed from the history.

Nothing is written, neither in the tracker nor in the journal. What was judged on the text of that time is
told apart from what could only be judged on today's text.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import Literal

from ..errors import ConflictError, ForbiddenError, GoneError, IncompleteError, TrackerError
from ..finding import Verdict
from ..records import NamedTuple
from ..run import Run
from ..ticket import Ticket
from ..tracker import History, Query, Snapshot, Tracker
from .ahead import ahead
from .entry import Entry, all_entries
from .judge import judge_entry

Text = Literal["as it was", "today's"]


class Replayed(NamedTuple):
    """One entry of one ticket, the verdict on it, and on which text."""

    now: Snapshot
    entry: Entry
    verdict: Verdict
    text: Text


def simulate(
    tracker: Tracker, run: Run, since: datetime, query: str = ""
) -> Iterator[Replayed | TrackerError]:
    """The entries since a time, judged by the policy of today for the day of each; those that hold, too.

    And what keeps us from a ticket: the others are replayed all the same.
    """
    try:
        yield from _all(ahead(tracker), run, since, query)
    except IncompleteError as error:
        yield error


def _all(tracker: Tracker, run: Run, since: datetime, query: str) -> Iterator[Replayed | TrackerError]:
    for now in tracker.search(Query(updated_since=since, text=query)):
        try:
            history = tracker.history(now.ticket.key)
            for entry in all_entries(run.policy, now.ticket, history):
                if entry.at >= since:
                    yield _replayed(tracker, run, now, history, entry)
        except (ConflictError, GoneError):
            continue  # it went away while it was looked at
        except ForbiddenError as error:
            error.source = error.source or now.ticket.key
            yield error


def _replayed(tracker: Tracker, run: Run, now: Snapshot, history: History, entry: Entry) -> Replayed:
    ticket, text = _text(tracker, now, history, entry)
    broken = now.unreadable if ticket is now.ticket else None
    comments = partial(tracker.comments, now.ticket.key)
    return Replayed(now, entry, judge_entry(run, ticket, entry, history, comments, broken), text)


def _text(tracker: Tracker, now: Snapshot, history: History, entry: Entry) -> tuple[Ticket, Text]:
    """The ticket as it was at an entry, if that is known: it was not edited since, or the tracker kept it."""
    if history.edited is not None and history.edited <= entry.at:
        return now.ticket, "as it was"
    then = tracker.text_at(now.ticket.key, entry.at)
    return (then, "as it was") if then else (now.ticket, "today's")
