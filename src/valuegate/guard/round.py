"""A round of the guard: look at all that changed since the last one, then act on what does not hold.

All is looked at before anything is done, so that a mistake in a policy is seen before it moves a hundred
tickets. The cursor moves on only after the work is done: whatever stops a round, the next one repeats it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, time, timedelta
from typing import Literal

from ..errors import (
    ConflictError,
    ForbiddenError,
    GoneError,
    IncompleteError,
    RefusedError,
    TrackerError,
    UnavailableError,
)
from ..records import NamedTuple
from ..tracker import Query, Snapshot
from .acting import Acting, Done, DoneWhat
from .looking import Looking
from .plan import Plan

OVERLAP = timedelta(minutes=5)
"""So far before the cursor a round begins: searches of trackers are late, and clocks differ."""

FAILURES = 5
"""After so many failures one after the other the tracker is taken to be out of order."""

OF_ONE_TICKET = (ConflictError, ForbiddenError, GoneError, RefusedError, UnavailableError)
"""What concerns the ticket that was asked for, and no other."""

Stopped = Literal["", "interrupted", "too many moves"]
"""Why a round ended before its work was done; empty if it did not."""


class Summary(NamedTuple):
    """What became of a round: how many tickets, by what was done. It may have ``stopped`` before its end.

    ``moves`` are the keys of the tickets that it would move, where it stopped because those are too many; in
    the ``first`` round those that it would comment on as well. ``unread`` tells of tickets that cannot be
    found at all: the others were looked at, and the next round looks again.
    """

    counts: Mapping[DoneWhat, int]
    stopped: Stopped = ""
    moves: tuple[str, ...] = ()
    first: bool = False
    unread: IncompleteError | None = None


class Round:
    """One round. ``confirmed``: so many moves were allowed for it. ``stop`` asks it to end early.

    One that does less than the policy says does not do the work: it leaves the cursor where it is.
    """

    def __init__(
        self,
        looking: Looking,
        tell: Callable[[Done], None],
        *,
        confirmed: int = 0,
        does_less: bool = False,
        stop: Callable[[], bool] = lambda: False,
    ) -> None:
        self._looking = looking
        self._memory = looking.memory
        self._tell = tell
        self._stop = stop
        self._does_less = does_less
        self._moves_left = max(confirmed, looking.guard.max_moves_per_run)
        self._acting = Acting(looking, self._may_move)
        self._counts: Counter[DoneWhat] = Counter()
        self._failures = 0
        # Of what was looked at: a ticket that fails waits as long as it stays so.
        self._states: dict[str, str] = {}
        self._newest: datetime | None = None
        self._unread: IncompleteError | None = None

    def run(self) -> Summary:
        """Look, then act. Raises what concerns every ticket: SignInError, WaitError, faults of searching."""
        moves: list[str] = []
        others: list[str] = []
        for plan in self._plans():
            if plan.back or plan.note:
                (moves if plan.back else others).append(plan.key)
            else:
                self._act(plan.key, plan)
        if self._stop():
            return Summary(self._counts, "interrupted")
        first = self._memory.cursor is None and bool(others)  # nobody knows yet how much there is to say
        acts = [*moves, *others] if first else moves
        if len(acts) > self._moves_left:
            return Summary(self._counts, "too many moves", tuple(acts), first)
        for key in [*moves, *others]:
            if self._stop():
                return Summary(self._counts, "interrupted")
            self._act(key)
        return self._finish()

    def _finish(self) -> Summary:
        if self._newest and not self._does_less and not self._unread:
            # a file may have changed next year, as its disk says: that must hide nothing else
            self._memory.advance(min(self._newest, self._looking.journal.clock()))
        self._looking.journal.forget(self._looking.guard.retention_days)
        return Summary(self._counts, unread=self._unread)

    # --- looking ------------------------------------------------------------------------------------

    def _plans(self) -> Iterator[Plan]:
        """The plans for what is due, and for what changed."""
        for key in self._memory.due():
            self._states[key] = self._memory.seen(key)
            yield from self._plan(key)
        for now in self._found():
            if self._stop():
                return
            self._newest = max(self._newest or now.updated, now.updated)
            if now.ticket.key not in self._states and self._is_new(now):
                self._states[now.ticket.key] = self._looking.state(now)
                yield from self._plan(now.ticket.key)

    def _found(self) -> Iterator[Snapshot]:
        """What changed; a ticket of which not even the key can be read hides no other."""
        try:
            yield from self._looking.tracker.search(Query(self._since()))
        except IncompleteError as error:
            self._unread = error

    def _since(self) -> datetime | None:
        """Where to begin: a little before the cursor; the first time with the day of ``since``."""
        first = self._looking.guard.since
        cursor = self._memory.cursor
        if cursor:
            return cursor - OVERLAP
        return datetime.combine(first, time(), UTC) if first else None

    def _is_new(self, now: Snapshot) -> bool:
        """Is there anything to look at? Not if the ticket is settled, or waits, and has not changed since."""
        key, state = now.ticket.key, self._looking.state(now)
        if self._memory.seen(key) == state:
            return False
        if self._looking.concerns(now):
            return True
        self._memory.see(key, state)
        return False

    def _plan(self, key: str) -> Iterator[Plan]:
        try:
            yield self._looking.at(key)
            self._failures = 0
        except OF_ONE_TICKET as error:
            self._failed(key, error)

    # --- acting -------------------------------------------------------------------------------------

    def _may_move(self) -> bool:
        self._moves_left -= 1
        return self._moves_left >= 0

    def _act(self, key: str, plan: Plan | None = None) -> None:
        try:
            self._note(self._acting.reconcile(key, plan))
            self._failures = 0
        except OF_ONE_TICKET as error:
            self._failed(key, error)

    def _failed(self, key: str, error: TrackerError) -> None:
        """One ticket could not be read or written: it is tried again later, and the others go on."""
        answered = isinstance(error, ForbiddenError)  # so the tracker is not out of order
        if answered:
            self._looking.tracker.me()  # raises if the account as a whole is not let in
        is_news = not self._memory.tries(key)  # one that failed before says nothing about the tracker
        again = self._memory.put_off(key, self._states[key])
        self._note(Done(key, "undecided", error=error, again=again))
        self._failures += is_news and not answered
        if self._failures >= FAILURES:
            raise error

    def _note(self, done: Done) -> None:
        self._counts[done.what] += 1
        self._tell(done)
