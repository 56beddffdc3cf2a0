"""Who said what: waivers, exempting labels and contests count by the tracker's history, never by the ticket.

What a ticket says of itself proves nothing about its author. Of a label the history says who set it; of a
comment the tracker does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Literal

from ..naming import fold
from ..policy import GuardLabels, Policy
from ..records import NamedTuple
from ..ticket import Block, Source, Ticket
from ..tracker import Comment, History, Labelling, Person
from ..waiver import Claim, claims

ContestState = Literal["none", "open", "upheld", "overturned"]


class Contest(NamedTuple):
    """Does somebody contest a refusal, and what was decided, by whom?"""

    state: ContestState = "none"
    by: Person | None = None
    at: datetime | None = None


def names_of(person: Person) -> list[str]:
    """The names by which a policy may mean this person; none that anybody can choose."""
    return [person.id, *person.names]


def may_decide(person: Person | None, policy: Policy) -> bool:
    """May this person waive and decide? Somebody of ``waivers.people``; if it names nobody, anybody known."""
    if person is None:
        return False
    return policy.waivers.people is None or _policy_name(person, policy) != ""


def _policy_name(person: Person, policy: Policy) -> str:
    """The name of a person as the policy writes it; empty if it does not."""
    mine = {_plain(name) for name in names_of(person)}
    return next((name for name in policy.waivers.people or () if _plain(name) in mine), "")


def _plain(name: str) -> str:
    return fold(name.lstrip("@"))


def vouched(ticket: Ticket, history: History, comments: Iterable[Comment], policy: Policy) -> Ticket:
    """The ticket with what the tracker vouches for: exempting labels of people who may set them, waivers."""
    exempting = {fold(label) for gate in policy.gates for label in gate.except_.labels}
    labels = [
        label
        for label in ticket.labels
        if fold(label) not in exempting or may_decide(_who_set(label, history), policy)
    ]
    waivers = tuple(block for comment in comments for block in _waivers(comment, policy))
    return ticket._replace(labels=tuple(labels), waivers=waivers, vouched=False)


def _who_set(label: str, history: History) -> Person | None:
    """Who set a label that is there. One that nobody added since was there from the beginning."""
    set_ = _setting(label, history)
    return set_.by if set_ else history.moves[0].by


def _setting(label: str, history: History) -> Labelling | None:
    """How a label that is there was set last; None if it was there from the beginning.

    It is that label to the letter: whoever takes ``chore`` away has not set the ``Chore`` that is left.
    """
    exact = (each for each in _of(label, history) if each.label == label)
    return next((each for each in exact if each.added), None)


def _of(label: str, history: History) -> Iterator[Labelling]:
    """What happened to a label, the latest first."""
    return (each for each in reversed(history.labellings) if fold(each.label) == fold(label))


def _waivers(comment: Comment, policy: Policy) -> Iterator[Block]:
    """The waivers in a comment, in the name of the person who wrote it, whoever they name."""
    if comment.ours or comment.by is None or comment.edited_by is not None:
        return
    person = _policy_name(comment.by, policy) or next(iter(names_of(comment.by)))
    body = Block("comment", comment.text, ((0, 0),))
    for claim in claims(Ticket(Source("", comment.text), (body,))):
        yield Block("paragraph", _entry(claim, person), ((0, 0),))


def _entry(claim: Claim, person: str) -> str:
    """A waiver by its keys: an account id may hold a colon, which would end a sentence."""
    if not claim.check:
        return f"valuegate: {claim.text}"  # it cannot be read, which the verdict then tells
    said = {"check": claim.check, "until": claim.until, "by": person, "reason": claim.reason}
    return "\n".join(f"{key}: {' '.join(value.split())}" for key, value in said.items() if value)


def contest(ticket: Ticket, history: History, labels: GuardLabels, policy: Policy) -> Contest:
    """How a contest stands. Who set the label may take it back; else somebody who may decide must."""
    for label in _alike(ticket, labels.overturned):
        by, last = _who_set(label, history), _setting(label, history)
        if may_decide(by, policy):
            return Contest("overturned", by, last.at if last else history.moves[0].at)
    events = [*_of(labels.contested, history)]
    if _alike(ticket, labels.contested):
        last = events[0] if events else None
        return Contest("open", last.by if last else history.moves[0].by, last.at if last else None)
    return _closed(events, policy)


def _closed(events: Sequence[Labelling], policy: Policy) -> Contest:
    """The label is gone: the contest is over if somebody who may decide took it away, or who had set it."""
    for number, gone in enumerate(events):
        if gone.added:
            return Contest("open", gone.by, gone.at)
        added = next((each for each in events[number + 1 :] if each.added), None)
        own = bool(gone.by and added and added.by and gone.by.id == added.by.id)
        if own or may_decide(gone.by, policy):
            return Contest("upheld", gone.by, gone.at)
    return Contest()


def _alike(ticket: Ticket, label: str) -> list[str]:
    """The labels of a ticket that are this one, as they are written there."""
    return [each for each in ticket.labels if fold(each) == fold(label)]
