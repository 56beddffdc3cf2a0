"""What happened to an issue, put together from the two things that Linear tells.

Its *state history* has a span for each stay in a status, and does not say who began it. Its *history* says
who did what, and has no entry for what happens in the first three minutes of an issue, nor for its creation;
changes that follow each other closely may share one. So the spans are the moves, and the entries tell whose.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from ...tracker import History, Labelling, Move, Person, Status
from .translate import Node, moment, person, status

UNRECORDED = timedelta(minutes=3)
"""How long after its creation nothing that happens to an issue leaves an entry."""


def history(issue: Node, entries: Sequence[Node], spans: Sequence[Node]) -> History:
    """The history of an issue."""
    entries = sorted(entries, key=lambda entry: str(entry["createdAt"]))
    return History(
        tuple(_moves(issue, entries, spans)),
        tuple(_labellings(entries)),
        _edited(issue, entries),
    )


def _edited(issue: Node, entries: Sequence[Node]) -> datetime:
    """When its words last changed. An entry may take in later edits by the same person."""
    edits = [e["updatedAt"] for e in entries if e["updatedDescription"] or e["fromTitle"] is not None]
    return moment(max([issue["createdAt"], *edits]))


def _creator(issue: Node) -> Person | None:
    return person(issue["creator"], issue["botActor"], issue["externalUserCreator"])


def _moves(issue: Node, entries: Sequence[Node], spans: Sequence[Node]) -> Iterator[Move]:
    """The creation, and each entry into a status after it."""
    told = [entry for entry in entries if entry["toState"]]
    stays = sorted((s for s in spans if s["state"]), key=lambda span: str(span["startedAt"]))
    first = _first(issue, told, stays)
    yield Move(issue["id"], moment(issue["createdAt"]), _creator(issue), None, first)
    begun = stays[1:] if stays and stays[0]["stateId"] == first.id else stays
    entered = _paired(told, begun)
    for number, (span, entry) in enumerate(entered):
        after = status((span or entry or {})["state" if span else "toState"])
        before = status(entry["fromState"]) if entry and entry["fromState"] else None
        since = _before(entered[number - 1]) if number else first
        yield Move(*_when(span, entry), _actor(entry), before or since, after)


def _first(issue: Node, told: Sequence[Node], stays: Sequence[Node]) -> Status:
    """The status in which it was created; Linear lets people create an issue in any."""
    if stays:
        return status(stays[0]["state"])
    if told and told[0]["fromState"]:
        return status(told[0]["fromState"])
    return status(issue["state"])


_Pair = tuple[Node | None, Node | None]
"""A stay and the entry that tells who began it; one of them may lack."""


def _paired(told: Sequence[Node], stays: Sequence[Node]) -> list[_Pair]:
    """Each stay with the entry of the same status that is nearest in time; what is left over stands alone."""
    left: dict[str, list[tuple[datetime, Node]]] = {}
    for entry in told:
        left.setdefault(entry["toState"]["id"], []).append((moment(entry["createdAt"]), entry))
    pairs: list[_Pair] = [(span, _nearest(left.get(span["stateId"], []), span)) for span in stays]
    pairs += [(None, entry) for entries in left.values() for _, entry in entries]
    return sorted(pairs, key=lambda pair: _when(*pair)[1])


def _nearest(entries: list[tuple[datetime, Node]], span: Node) -> Node | None:
    """The entry that tells who began a stay; it is taken out of those that are left."""
    began = moment(span["startedAt"])
    apart = [abs(at - began) for at, _ in entries]
    if not apart or min(apart) > UNRECORDED:
        return None
    return entries.pop(apart.index(min(apart)))[1]


def _when(span: Node | None, entry: Node | None) -> tuple[str, datetime]:
    """The id and the time of a move. Those of the stay, where there is one: it was there first."""
    if span:
        return span["id"], moment(span["startedAt"])
    assert entry  # noqa: S101  a pair is never empty
    return entry["id"], moment(entry["createdAt"])


def _before(pair: _Pair) -> Status:
    span, entry = pair
    return status(span["state"] if span else entry["toState"])  # type: ignore[index]  # one of them is there


def _actor(entry: Node | None) -> Person | None:
    return person(entry["actor"], entry["botActor"]) if entry else None


def _labellings(entries: Sequence[Node]) -> Iterator[Labelling]:
    """Labels as they were set and taken away. Those of the first minutes have no entry: they came with it."""
    for entry in entries:
        at, by = moment(entry["createdAt"]), _actor(entry)
        for key, added in (("removedLabels", False), ("addedLabels", True)):
            for label in entry[key] or ():
                sign = "+" if added else "-"
                yield Labelling(f"{entry['id']}:{sign}{label['id']}", at, by, label["name"], added)
