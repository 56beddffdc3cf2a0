"""Looking at a ticket: read its present state, and plan. Nothing is written here.

What asks for it (a command, a poll, a message of the tracker) only says "look at this ticket".
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from ..errors import ConflictError, GoneError
from ..run import Run
from ..ticket import Ticket
from ..tracker import History, Person, Snapshot, Status, Tracker
from . import decision, people
from .entry import Entry, guards
from .journal import Act, Journal, Record, written
from .memory import Memory
from .plan import Plan, Planner, Reading

SETTLING = 3
"""So often is a ticket looked at anew if somebody changes it while it is looked at."""


class Looking:
    """Looks at the tickets of one tracker, by one policy.

    ``fingerprint`` is that of the policy; ``fallback`` the status for tickets that were nowhere else before.
    """

    def __init__(
        self, tracker: Tracker, run: Run, journal: Journal, fingerprint: str, fallback: Status | None = None
    ) -> None:
        self.tracker = tracker
        self.run = run
        self.policy = run.policy
        self.guard = run.policy.guard
        self.journal = journal
        self.memory = Memory(journal, tracker.name)
        self._fingerprint = fingerprint
        self._new_since = self.memory.policy_since(fingerprint)
        self._planner = Planner(run, self.record, fallback, self._is_old)

    def at(self, key: str) -> Plan:
        """What is to be done about a ticket now. Raises what the tracker raises, but for one that is gone."""
        for _ in range(SETTLING):
            try:
                return self._plan(self.tracker.fetch(key))
            except ConflictError:
                continue  # somebody moved it between two reads: what was read first is old
            except GoneError:
                return self._gone(key)
        raise ConflictError("it changes faster than it can be read", fix="It is tried again.", source=key)

    def concerns(self, now: Snapshot) -> bool:
        """Is there anything to look at, as far as a search tells? If not, no further call is made."""
        if now.archived:
            return False
        return self._open(now, self.known(now.ticket.key))

    def known(self, key: str) -> list[Record]:
        """What the journal has of a ticket."""
        return [*self.journal.records(tracker=self.tracker.name, ticket=key)]

    def last(self, key: str) -> int:
        """The last record of a ticket; 0 if it has none."""
        return _id(self.known(key))

    def flagged(self, ticket: Ticket) -> bool:
        """Has it the label of tickets that do not hold?"""
        return self._planner.flagged(ticket)

    def state(self, now: Snapshot) -> str:
        """A word that changes when the ticket or the policy does: a ticket in a known state is settled."""
        return f"{self._fingerprint} {self.guard.mode} {written(now.updated)}"

    def record(self, key: str, act: Act, by: Person | None = None, **said: Any) -> Record:
        """A record of this tracker, mode and policy."""
        person = self.journal.person(by)
        return Record(
            self.tracker.name, key, act, mode=self.guard.mode, policy=self._fingerprint, person=person, **said
        )

    def _is_old(self, entry: Entry) -> bool:
        """Did it happen before the policy changed?"""
        return self._new_since is not None and entry.at < self._new_since

    def _inside(self, now: Snapshot) -> bool:
        return any(guards(gate, now.ticket, now.status) for gate in self.policy.gates)

    def _open(self, now: Snapshot, known: Sequence[Record]) -> bool:
        refused = decision.open_refusal(known) is not None
        return refused or self._inside(now) or self._planner.flagged(now.ticket)

    def _gone(self, key: str) -> Plan:
        known = self.known(key)
        told = not known or (known[-1].act, known[-1].detail) == ("left", "gone")
        return Plan(key, last=_id(known), records=() if told else (self.record(key, "left", detail="gone"),))

    def _plan(self, now: Snapshot) -> Plan:
        key, known = now.ticket.key, self.known(now.ticket.key)
        if now.archived or not self._open(now, known):
            return Plan(key, now, _id(known))
        history = self.tracker.history(key)
        found = self._interrupted(known, history)
        comments, ways = partial(self.tracker.comments, key), partial(self.tracker.ways, key)
        reading = Reading(now, history, [*known, *found], comments, ways, self.tracker.me)
        plan = self._decide(reading)
        return plan._replace(last=_id(known), records=(*found, *_news(plan.records, reading.known)))

    def _interrupted(self, known: Sequence[Record], history: History) -> list[Record]:
        """What became of a move during which a guard was stopped: the history of the tracker knows."""
        if not known or known[-1].act != "moving":
            return []
        move = own_move(known[-1], history, self.tracker.me())
        act: Act = "moved" if move else "not-moved"
        return [known[-1]._replace(act=act, detail=move or "interrupted", id=0, at="")]

    def _decide(self, reading: Reading) -> Plan:
        contest = people.contest(reading.ticket, reading.history, self.guard.labels, self.policy)
        if contest.state == "open":
            return self._planner.contested(reading, contest.by)
        if contest.state == "overturned":
            return self._planner.overturned(reading, contest.by)
        last = decision.open_refusal(reading.known)
        look = self._planner.inside if self._inside(reading.now) else self._planner.outside
        plan = look(reading)
        if contest.state == "upheld" and last and last.act == "contested":
            upheld = last._replace(act="upheld", person=self.journal.person(contest.by), id=0, at="")
            return plan._replace(records=(upheld, *plan.records))
        return plan


def own_move(begun: Record, history: History, me: Person) -> str:
    """The id of the move that a guard began, in the history of the tracker; empty if it was not done."""
    ids = [move.id for move in history.moves]
    after = history.moves[ids.index(begun.entry) + 1 :] if begun.entry in ids else ()
    mine = (move.id for move in after if move.by and move.by.id == me.id and move.after.id == begun.detail)
    return next(mine, "")


def _id(known: Sequence[Record]) -> int:
    return known[-1].id if known else 0


def _news(records: Sequence[Record], known: Sequence[Record]) -> tuple[Record, ...]:
    """Those that say something else than the last one of the same entry."""
    last = {(record.entry, record.gate): record._replace(id=0, at="") for record in known}
    return tuple(record for record in records if last.get((record.entry, record.gate)) != record)
