"""What is to be done about a ticket, from what was read of it: no input, no output, no clock.

A decision is for one entry into one gate, and says how far the guard may go, and why not further.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Literal

from ..finding import Verdict
from ..naming import fold
from ..policy import Guard
from ..records import NamedTuple
from ..tracker import FINISHED, Status, Way
from .entry import Entry
from .journal import Act, Record

Reach = Literal["observe", "warn", "revert"]
"""How far the guard may go with an entry."""

_SETTLED: tuple[Act, ...] = ("passed", "exempt", "mended", "overturned")
_REFUSED: tuple[Act, ...] = ("warned", "moving", "moved", "not-moved")
_ON_THE_TICKET: tuple[Act, ...] = (*_REFUSED, "contested", "upheld")

REFUSED = "refused: "
"""What the detail of a move that the tracker did not allow begins with; its words follow."""


class Judged(NamedTuple):
    """The verdict on an entry, how far the guard may go, and the word for why not further."""

    entry: Entry
    verdict: Verdict
    reach: Reach
    why: str = ""


def settled(entry: Entry, known: Sequence[Record]) -> bool:
    """Was it decided once and for all that this entry holds? What is written since is another matter.

    What a rule exempts is exempt as long as the rule is about it: a type is changed as quickly as set.
    """
    last = last_of(entry, known)
    if last is None or last.act not in _SETTLED:
        return False
    return last.act == "overturned" or last.outcome != "exempt"


def last_of(entry: Entry, known: Sequence[Record]) -> Record | None:
    """What the journal said last of an entry."""
    name = (entry.id, entry.gate.name)
    return next((record for record in reversed(known) if (record.entry, record.gate) == name), None)


def refusal_of_move(entry: Entry, known: Sequence[Record]) -> str:
    """The words in which the tracker refused to let a ticket go back, last time; empty if it did not."""
    last = last_of(entry, known)
    refused = last is not None and last.act == "not-moved" and last.detail.startswith(REFUSED)
    return last.detail.removeprefix(REFUSED) if last and refused else ""


def is_touched(entry: Entry, guard: Guard, today: date) -> bool:
    """Does the guard look at this entry at all? Not at those before ``since``.

    Nor at those that are older than what the journal keeps: it may have forgotten that they held.
    """
    first = today - timedelta(days=guard.retention_days)
    return entry.day >= max(guard.since or first, first)


def reach(entry: Entry, known: Sequence[Record], guard: Guard, old: bool) -> tuple[Reach, str]:
    """How far the guard may go with an entry. What happened before the policy changed is ``old``."""
    acted = any(record.entry == entry.id and record.act in _REFUSED for record in known)
    return ("observe", "new-policy") if old and not acted else (guard.mode, "")


def open_refusal(known: Sequence[Record]) -> Record | None:
    """The last refusal of which the comment on the ticket still tells; None if there is none."""
    return next(reversed(open_refusals(known)), None)


def open_refusals(known: Sequence[Record]) -> list[Record]:
    """The refusals that the comment still tells of, one for each gate: what holds for another is no news."""
    last: dict[str, Record] = {}
    for record in known:
        if record.act in (*_ON_THE_TICKET, *_SETTLED):
            last.pop(record.gate, None)  # the latest goes last
            last[record.gate] = record
    return [record for record in last.values() if record.act in _ON_THE_TICKET]


def standstill(now: Status, known: Sequence[Record], guard: Guard, today: str) -> tuple[str, str]:
    """Why a ticket that does not hold stays where it is: a word of the pack, and what fills its sentence."""
    if guard.finished == "leave" and now.category in ("", *FINISHED):
        return ("finished" if now.category else "no-category"), ""
    moves = sum(record.act == "moved" and record.at.startswith(today) for record in known)
    return ("moved-often", str(moves)) if moves >= guard.max_moves_per_ticket else ("", "")


def way_to(home: Status, ways: Sequence[Way]) -> tuple[Way | None, str, str]:
    """The way back, or why there is none: the word, and what fills its sentence.

    Each team may have a status of the same name, with an id of its own: then it is that of the ticket's team.
    """
    leading = [way for way in ways if way.to.id == home.id]
    leading = leading or [way for way in ways if fold(way.to.name) == fold(home.name)]
    if not leading:
        return None, "no-way", home.name
    free = next((way for way in leading if not way.needs), None)
    return (free, "", "") if free else (None, "needs", ", ".join(leading[0].needs))


def act_for(judged: Judged) -> Act:
    """What the journal calls it, if the ticket does not go back."""
    outcome = judged.verdict.outcome
    if outcome != "failed":
        return outcome
    return "observed" if judged.reach == "observe" else "warned"
