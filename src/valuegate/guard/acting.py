"""Acting on a plan: label, comment, move, each after the ticket was read again, and a record of all of it.

The order makes an interruption harmless: what comes last, the move, is announced in the journal before it is
done, and whatever was done before it is done again without effect. A person who changes the ticket meanwhile
wins: then it is looked at anew.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Literal

from ..errors import ConflictError, ForbiddenError, RefusedError, TrackerError
from ..finding import Verdict, excerpt
from ..naming import fold
from ..records import NamedTuple
from ..tracker import Snapshot
from .decision import REFUSED
from .journal import Record
from .looking import SETTLING, Looking, own_move
from .masks import masked
from .plan import Plan

DoneWhat = Literal["nothing", "recorded", "told", "moved", "not moved", "busy", "held back", "undecided"]
"""What became of a plan."""


class Done(NamedTuple):
    """What was done about a ticket. ``now`` is as it was read first; ``records`` are what the journal got.

    ``error`` is why nothing was decided, or which permission is missing; ``again`` when it is tried again.
    """

    key: str
    what: DoneWhat
    now: Snapshot | None = None
    verdicts: tuple[Verdict, ...] = ()
    records: tuple[Record, ...] = ()
    back: str = ""
    error: TrackerError | None = None
    again: datetime | None = None


class _ChangedError(Exception):
    """Somebody changed the ticket since it was looked at."""


class Acting:
    """Acts on plans of one tracker. ``may_move`` is asked before each move of a ticket."""

    def __init__(self, looking: Looking, may_move: Callable[[], bool] = lambda: True) -> None:
        self._looking = looking
        self._tracker = looking.tracker
        self._journal = looking.journal
        self._may_move = may_move

    def reconcile(self, key: str, plan: Plan | None = None) -> Done:
        """Look at a ticket (unless there is a plan already), and act. At most one guard does, per journal."""
        with self._journal.locks.on(key) as mine:
            if not mine:
                self._looking.memory.put_off(key)
                return Done(key, "busy")
            for _ in range(SETTLING):
                if plan is None or plan.last != self._looking.last(key):
                    plan = self._looking.at(key)
                try:
                    return self._carry_out(plan)
                except (_ChangedError, ConflictError):
                    plan = None
        raise ConflictError("it changes faster than it can be read", fix="It is tried again.", source=key)

    def _carry_out(self, plan: Plan) -> Done:
        done = Done(plan.key, "recorded" if plan.records else "nothing", plan.now, plan.verdicts)
        if plan.back and not self._may_move():
            self._looking.memory.put_off(plan.key)
            return done._replace(what="held back")
        labelled = self._label(plan)
        if plan.note:
            self._read_again(plan)
            self._tracker.upsert_comment(plan.key, plan.note)
        records = [self._journal.add(record) for record in plan.records]
        if plan.back:
            what, more, error = self._move(plan)
            records += more
            done = done._replace(what=what, back=plan.back.to.name, error=error)
        elif labelled or (plan.note and plan.records):  # a note alone may say what it said before
            done = done._replace(what="told")
        return self._settled(plan, done._replace(records=tuple(records)))

    def _settled(self, plan: Plan, done: Done) -> Done:
        """Note that nothing more is to be done, unless it changes; or that it is to be tried again."""
        state = self._looking.state(plan.now) if plan.now else ""
        if plan.undecided or done.what == "not moved":
            again = self._looking.memory.put_off(plan.key, state)
            return done._replace(what="undecided" if plan.undecided else done.what, again=again)
        self._looking.memory.see(plan.key, state)
        return done

    def _label(self, plan: Plan) -> bool:
        """Set or take away our label, if it is not as it shall be."""
        if plan.labelled is None or plan.now is None:
            return False
        label = self._looking.guard.labels.failing
        has = self._looking.flagged(plan.now.ticket)
        if has == plan.labelled:
            return False
        self._read_again(plan)
        names = (label,)
        self._tracker.label(plan.key, add=() if has else names, remove=names if has else ())
        return True

    def _move(self, plan: Plan) -> tuple[DoneWhat, list[Record], ForbiddenError | None]:
        """Move the ticket back. It is announced first: so it is known as ours, whatever happens meanwhile.

        Where the tracker does not let it, the comment says so; a permission that is missing is also told.
        """
        assert plan.back is not None  # noqa: S101  the three come together
        assert plan.leaving is not None  # noqa: S101  as above
        assert plan.stays is not None  # noqa: S101  as above
        now = self._read_again(plan)
        begun = self._journal.add(plan.leaving)
        try:
            self._tracker.move(plan.key, plan.back, now)
        except (RefusedError, ForbiddenError) as error:
            words = excerpt(masked(error.message))  # they may repeat a field of the ticket
            self._read_again(plan)
            self._tracker.upsert_comment(plan.key, plan.stays(words))
            ended = self._ended(begun, "not-moved", f"{REFUSED}{words}")
            return "not moved", [begun, ended], error if isinstance(error, ForbiddenError) else None
        except ConflictError:
            self._ended(begun, "not-moved", "changed meanwhile")
            raise
        # what else is raised leaves the announcement: it may have been done, and who looks next finds out
        history = self._tracker.history(plan.key)
        done = own_move(begun, history, self._tracker.me())
        return "moved", [begun, self._ended(begun, "moved", done)], None

    def _ended(self, begun: Record, act: Literal["moved", "not-moved"], detail: str) -> Record:
        return self._journal.add(begun._replace(act=act, detail=detail))

    def _read_again(self, plan: Plan) -> Snapshot:
        """The ticket right now, just before a write. If it is not what was judged, all begins anew."""
        now = self._tracker.fetch(plan.key)
        if plan.now is None or self._standing(now) != self._standing(plan.now):
            raise _ChangedError(plan.key)
        return now

    def _standing(self, now: Snapshot) -> tuple[object, ...]:
        """All that a decision rests on: not our own label, nor that our comment changed the ticket's time.

        Words are compared and not the source, in which a label may stand, too.
        """
        ticket, ours = now.ticket, fold(self._looking.guard.labels.failing)
        labels = sorted(label for label in ticket.labels if fold(label) != ours)
        fields = [(name, block.text) for name, block in ticket.fields.items()]
        words = [(block.kind, block.text) for block in ticket.blocks]
        rest = (ticket.title, ticket.type, ticket.project, now.archived, labels, fields, ticket.dates)
        return (now.status.id, ticket.source.text if now.unreadable else words, *rest)
