"""What is to be done about a ticket, from one reading of it. Nothing is written here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ..finding import Verdict
from ..language import Pack
from ..naming import fold
from ..note import Note
from ..policy import CATEGORY, Gate
from ..records import NamedTuple
from ..run import Run
from ..ticket import Ticket
from ..tracker import FINISHED, Comment, History, Person, Snapshot, Status, Way
from . import decision, message
from .decision import Judged
from .entry import Entry, entries
from .journal import Act, Record
from .judge import judge, judge_entry
from .message import Place


class Plan(NamedTuple):
    """What is to be done about a ticket.

    ``records`` are what the journal will say of it; ``last`` is the last record that it had. ``labelled``:
    shall the ticket have the label of those that do not hold? None leaves that as it is. ``back`` is the way
    by which it goes back, and ``leaving`` the record of that; ``stays`` makes the note for the case that the
    tracker does not let it, from the tracker's words.
    """

    key: str
    now: Snapshot | None = None
    last: int = 0
    records: tuple[Record, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    note: Note | None = None
    labelled: bool | None = None
    back: Way | None = None
    leaving: Record | None = None
    stays: Callable[[str], Note] | None = None
    undecided: bool = False


class Reading(NamedTuple):
    """What was read of a ticket at one time. ``known`` is what the journal has of it.

    ``comments``, ``ways`` and ``me`` are asked for only where they are needed.
    """

    now: Snapshot
    history: History
    known: Sequence[Record]
    comments: Callable[[], Sequence[Comment]]
    ways: Callable[[], Sequence[Way]]
    me: Callable[[], Person]

    @property
    def ticket(self) -> Ticket:
        """The ticket itself."""
        return self.now.ticket

    @property
    def key(self) -> str:
        """Its key."""
        return self.now.ticket.key


class Planner:
    """Plans by one policy.

    ``write`` makes a record, ``fallback`` is where tickets go that were nowhere else before, and ``is_old``
    tells of an entry whether it happened before the policy changed.
    """

    def __init__(
        self,
        run: Run,
        write: Callable[..., Record],
        fallback: Status | None,
        is_old: Callable[[Entry], bool],
    ) -> None:
        self._run = run
        self._policy = run.policy
        self._guard = run.policy.guard
        self._write = write
        self._fallback = fallback
        self._is_old = is_old

    def flagged(self, ticket: Ticket) -> bool:
        """Has it the label of tickets that do not hold?"""
        return any(fold(label) == fold(self._guard.labels.failing) for label in ticket.labels)

    def inside(self, reading: Reading) -> Plan:
        """The plan for a ticket in a gated status: by those of its entries that are not settled."""
        came = entries(self._policy, reading.now, reading.history)
        judged = [self._judged(reading, entry) for entry in came if self._is_open(entry, reading)]
        verdicts = tuple(each.verdict for each in judged)
        plan = Plan(reading.key, reading.now, verdicts=verdicts)
        if not judged and not any(self._is_touched(entry) for entry in came):
            return plan  # nobody judged it: a comment that says that it holds would be a guess
        failing = [each for each in judged if each.verdict.outcome == "failed"]
        told = [each for each in failing if each.reach in ("warn", "revert")]
        if any(verdict.outcome == "undecided" for verdict in verdicts):
            untold = [
                each for each in judged if each not in told
            ]  # a warning is one when it is on the ticket
            return plan._replace(records=self._records(untold), undecided=True)
        if told:
            return self._refusal(reading, judged, told, plan)
        refused = decision.open_refusal(reading.known)
        if failing or self._only_looks or not (refused or self.flagged(reading.ticket)):
            return plan._replace(records=self._records(judged))
        return self._holds(reading, plan, self._records(judged, act="mended"), reading.now.status.name)

    def outside(self, reading: Reading) -> Plan:
        """The plan for a ticket that was refused, and is in no gated status: may it enter by now?"""
        plan = Plan(reading.key, reading.now)
        if self._only_looks:
            return plan
        refused = self._refused(reading)
        if not refused and self._is_left_over(reading):
            return plan._replace(labelled=False)
        if reading.now.status.category in FINISHED:
            return plan
        gates = [self._policy.gate(record.gate) for record in refused] or [self._policy.gates[0]]
        verdicts = tuple(self._may_enter(reading, gate) for gate in gates)
        plan, status = plan._replace(verdicts=verdicts), refused[0].status if refused else _first(gates[0])
        if any(verdict.outcome == "undecided" for verdict in verdicts):
            return plan._replace(undecided=True)
        failing = [verdict for verdict in verdicts if verdict.outcome == "failed"]
        if not failing:
            records = [self._write(reading.key, "mended", **_refusal_of(record)) for record in refused]
            records = [record._replace(outcome="passed", reasons=()) for record in records]
            return self._holds(reading, plan, records, status)
        if not (refused and self.flagged(reading.ticket)):
            return plan  # somebody took the label away, or set it, or another journal knows: nothing to add
        return plan._replace(note=self._told(reading, failing)(Place(status, reading.now.status.name, True)))

    def _is_left_over(self, reading: Reading) -> bool:
        """Is our label there without a word of ours? A guard was stopped between them, and people went on."""
        label = self._guard.labels.failing
        if not self.flagged(reading.ticket) or any(comment.ours for comment in reading.comments()):
            return False
        last = next((each for each in reversed(reading.history.labellings) if each.label == label), None)
        return bool(last and last.added and last.by and last.by.id == reading.me().id)

    def contested(self, reading: Reading, by: Person | None) -> Plan:
        """Nothing is done until somebody decides; that is recorded, with the refusals that are meant."""
        return Plan(reading.key, reading.now, records=self._people_say("contested", reading, by))

    def overturned(self, reading: Reading, by: Person | None) -> Plan:
        """Somebody decided that the ticket may pass. If a comment says otherwise, it says so now."""
        records = self._people_say("overturned", reading, by)
        plan = Plan(reading.key, reading.now, records=records)
        if self._only_looks or not (decision.open_refusal(reading.known) or self.flagged(reading.ticket)):
            return plan
        gate = self._policy.gate(records[0].gate) if records else self._policy.gates[0]
        verdict = self._run.let_through(reading.ticket, gate, self._guard.labels.overturned)
        status = records[0].status if records else reading.now.status.name
        return self._holds(reading, plan._replace(verdicts=(verdict,)), records, status)

    def _people_say(self, act: Act, reading: Reading, by: Person | None) -> tuple[Record, ...]:
        """What somebody says of the entries that are open; outside of all gates, of the last refusal."""
        came = entries(self._policy, reading.now, reading.history)
        if came:
            open_ones = (entry for entry in came if self._is_open(entry, reading))
            return tuple(
                self._write(reading.key, act, by, **self._said(entry, reading)) for entry in open_ones
            )
        last = decision.open_refusal(reading.known)
        told = last is None or last.act == act
        return () if told or last is None else (self._write(reading.key, act, by, **_refusal_of(last)),)

    def _said(self, entry: Entry, reading: Reading) -> dict[str, Any]:
        """What is known of an entry, and what was found in it, if it was judged already."""
        last = decision.last_of(entry, reading.known)
        return _refusal_of(last) if last else _entry_of(entry)

    # --- judging ------------------------------------------------------------------------------------

    @property
    def _only_looks(self) -> bool:
        """Is nothing written into the tracker, not even on a ticket of which a comment tells already?"""
        return self._guard.mode == "observe"

    def _is_open(self, entry: Entry, reading: Reading) -> bool:
        return self._is_touched(entry) and not decision.settled(entry, reading.known)

    def _is_touched(self, entry: Entry) -> bool:
        return decision.is_touched(entry, self._guard, self._run.today)

    def _judged(self, reading: Reading, entry: Entry) -> Judged:
        reach, why = decision.reach(entry, reading.known, self._guard, self._is_old(entry))
        now, history, _, comments, _, _ = reading
        verdict = judge_entry(self._run, now.ticket, entry, history, comments, now.unreadable)
        return Judged(entry, verdict, reach, why)

    def _may_enter(self, reading: Reading, gate: Gate) -> Verdict:
        now, history, _, comments, _, _ = reading
        return judge(self._run, now.ticket, gate, history, comments, now.unreadable)

    def _refused(self, reading: Reading) -> list[Record]:
        """What was said of the entries with an open refusal, one for each gate."""
        refused = {record.entry for record in decision.open_refusals(reading.known)}
        same = [record for record in reading.known if record.entry in refused and record.gate]
        names = {gate.name for gate in self._policy.gates}
        return [*{record.gate: record for record in same if record.gate in names}.values()]

    # --- what is said and done ----------------------------------------------------------------------

    def _told(self, reading: Reading, verdicts: Sequence[Verdict]) -> Callable[[Place], Note]:
        pack = self._pack(reading)
        return lambda place: message.refusal(verdicts, place, self._policy, pack, reading.ticket.labels)

    def _pack(self, reading: Reading) -> Pack:
        return self._run.speech_of(reading.ticket)

    def _holds(self, reading: Reading, plan: Plan, records: Sequence[Record], status: str) -> Plan:
        note = message.holds(plan.verdicts, Place(status, reading.now.status.name), self._pack(reading))
        return plan._replace(records=tuple(records), note=note, labelled=False)

    def _refusal(
        self, reading: Reading, judged: Sequence[Judged], told: Sequence[Judged], plan: Plan
    ) -> Plan:
        """Comment and label; and the way back, if the guard may go so far and there is one."""
        say = self._told(reading, [each.verdict for each in told])
        place = Place(told[0].entry.status.name, reading.now.status.name)
        leaving = next((each for each in told if each.reach == "revert"), None)
        way, why, detail = self._way_back(reading, leaving.entry) if leaving else (None, "", "")
        plan = plan._replace(labelled=True)
        if leaving is None or way is None:
            note = say(place._replace(why=why, detail=detail))
            return plan._replace(records=self._records(judged, why=why), note=note)

        def stays(words: str) -> Note:
            return say(place._replace(why="refused", detail=words))

        # refused before, it will hardly be allowed now: else each try would change the comment twice
        refused = decision.refusal_of_move(leaving.entry, reading.known)
        return plan._replace(
            records=self._records([each for each in judged if each is not leaving]),
            note=stays(refused) if refused else say(place._replace(now=way.to.name, moved=True)),
            back=way,
            leaving=self._record(leaving, "moving", way.to.id),
            stays=stays,
        )

    def _way_back(self, reading: Reading, entry: Entry) -> tuple[Way | None, str, str]:
        why, detail = decision.standstill(
            reading.now.status, reading.known, self._guard, str(self._run.today)
        )
        home = entry.home or self._fallback
        if why or home is None:
            return None, why or "no-home", detail
        return decision.way_to(home, reading.ways())

    def _records(self, judged: Sequence[Judged], act: Act | None = None, why: str = "") -> tuple[Record, ...]:
        return tuple(
            self._record(each, act or decision.act_for(each), each.why or why if act is None else "")
            for each in judged
        )

    def _record(self, judged: Judged, act: Act, detail: str) -> Record:
        entry, verdict = judged.entry, judged.verdict
        return self._write(
            verdict.key,
            act,
            entry.by,
            outcome=verdict.outcome,
            reasons=tuple(finding.reason for finding in verdict.findings if finding.refuses),
            detail=verdict.exempt_by or detail,
            **_entry_of(entry),
        )


def _first(gate: Gate) -> str:
    """A status that the gate guards, in words."""
    return next((name for name in gate.enters if not name.startswith(CATEGORY)), gate.name)


def _entry_of(entry: Entry) -> dict[str, str]:
    """What a record says of an entry."""
    return {
        "entry": entry.id,
        "entered": entry.at.isoformat(),
        "status": entry.status.name,
        "gate": entry.gate.name,
    }


def _refusal_of(record: Record) -> dict[str, Any]:
    """What a record says of an entry, and of what was found in it."""
    names = ("entry", "entered", "status", "gate", "outcome", "reasons")
    return {name: getattr(record, name) for name in names}
