"""From what Linear says to tickets, statuses and people. Pure: no connection, no clock."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, get_args

from ...errors import TicketError
from ...reader import MAX_BYTES, Reader
from ...ticket import Source, Ticket
from ...tracker import Category, Named, Person, Snapshot, Status, Way

Node = Mapping[str, Any]
"""An object of Linear, as it came."""

_CATEGORIES: dict[str, Category] = {category: category for category in get_args(Category)}
_OF_DUPLICATES = "duplicate"
"""The type of the status of issues that were closed as a duplicate of another."""


def moment(text: str) -> datetime:
    """A time of Linear: ISO 8601, in UTC."""
    return datetime.fromisoformat(text).astimezone(UTC)


def status(state: Node) -> Status:
    """A workflow state. What was closed as a duplicate counts as canceled."""
    meant = "canceled" if state["type"] == _OF_DUPLICATES else state["type"]
    return Status(state["id"], state["name"], _CATEGORIES.get(meant, ""))


def person(user: Node | None, bot: Node | None = None, outsider: Node | None = None) -> Person | None:
    """Who did something: a user, an integration or automation, or somebody outside through one.

    Of an outsider and of an integration only ids prove anything: their names are what they say.
    """
    if user:
        return Person(user["id"], _told(user["id"], user["email"]), user["displayName"] or user["name"])
    if bot:
        kind = f"integration:{bot['type']}"
        return Person(bot["id"] or kind, _told(bot["id"], kind), bot["name"] or bot["type"])
    if outsider:
        return Person(outsider["id"], (outsider["id"],), outsider["name"])
    return None


def _told(*names: str | None) -> tuple[str, ...]:
    return tuple(name for name in names if name)


def snapshot(issue: Node, labels: Sequence[Node], reader: Reader, type_group: str) -> Snapshot:
    """An issue with all its labels, as a ticket. ``type_group`` is the group whose label is its type."""
    read, unreadable = _read(issue, reader)
    creator = person(issue["creator"], issue["botActor"], issue["externalUserCreator"])
    there = status(issue["state"])
    ticket = read._replace(
        kind="ticket",
        key=issue["identifier"],
        title=issue["title"],
        type=_type(issue, labels, type_group),
        status=issue["state"]["name"],
        labels=tuple(label["name"] for label in labels),
        project=issue["team"]["key"],
        author=_name(creator),
        owner=_name(person(issue["assignee"])),
        url=issue["url"],
        category=there.category,
        dates={"created": issue["createdAt"], **({"due": issue["dueDate"]} if issue["dueDate"] else {})},
        vouched=False,
    )
    archived = bool(issue["archivedAt"] or issue["trashed"])
    return Snapshot(ticket, there, moment(issue["updatedAt"]), archived, unreadable)


def _read(issue: Node, reader: Reader) -> tuple[Ticket, TicketError | None]:
    source = Source(issue["identifier"], issue["description"] or "")
    try:
        if len(source.text) > MAX_BYTES:
            raise TicketError("has a description that is too long", reason="ticket.too-large")
        return reader.read(source), None
    except TicketError as error:
        return Ticket(source, reader=reader.name), error


def _type(issue: Node, labels: Sequence[Node], group: str) -> str:
    """Linear has no types; teams use a group of labels. A sub-issue says that it is one."""
    for label in labels:
        if label["parent"] and label["parent"]["name"].casefold() == group.casefold():
            return str(label["name"])
    return "Sub-issue" if issue["parent"] else ""


def _name(somebody: Person | None) -> str:
    """The name that is hardest to take for another's: an address, else an id."""
    return somebody.names[-1] if somebody and somebody.names else ""


def ways(issue: Node, states: Iterable[Node]) -> list[Way]:
    """Every status of the team but the present one, as the board shows them.

    There is no workflow in Linear but one rule: a team may ask for a priority before triage is left.
    An issue comes to the status of duplicates by being marked as one, not by a move.
    """
    here = issue["state"]
    asks = (
        issue["team"]["requirePriorityToLeaveTriage"] and here["type"] == "triage" and not issue["priority"]
    )
    needs = ("priority",) if asks else ()
    there = [state for state in states if state["id"] != here["id"] and state["type"] != _OF_DUPLICATES]
    return [Way(state["id"], status(state), needs) for state in sorted(there, key=_on_the_board)]


def _on_the_board(state: Node) -> tuple[int, float]:
    order = [*_CATEGORIES]
    return order.index(state["type"]) if state["type"] in order else len(order), state["position"]


def these(keys: Iterable[str]) -> dict[str, Any]:
    """The filter that finds issues by their identifiers, team by team."""
    numbers: dict[str, list[int]] = {}
    for key in keys:
        team, _, number = key.rpartition("-")
        if number.isascii() and number.isdigit():
            numbers.setdefault(team, []).append(int(number))
    return {"or": [{"team": {"key": {"eq": team}}, "number": {"in": of}} for team, of in numbers.items()]}


def named(nodes: Iterable[Node]) -> tuple[Named, ...]:
    """Labels or teams, by id and name."""
    return tuple(Named(node["id"], node["name"]) for node in nodes)
