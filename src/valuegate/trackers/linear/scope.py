"""What there is in a workspace: teams, statuses and labels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...tracker import Scope
from . import documents, translate
from .client import Client
from .translate import Node

_NO_GROUPS = {"isGroup": {"eq": False}}


def of_teams(keys: Sequence[str]) -> Node:
    """The filter for what belongs to these teams; for all, if none is named."""
    return {"team": _named(keys)} if keys else {}


def _named(keys: Sequence[str]) -> Node:
    return {"key": {"in": [*keys]}} if keys else {}


def teams(client: Client, keys: Sequence[str]) -> Iterator[Node]:
    """These teams, as far as the account sees them; all, if none is named."""
    return client.nodes(documents.TEAMS, "teams", filter=_named(keys))


def labels(client: Client) -> Iterator[Node]:
    """All labels that can be set."""
    return client.nodes(documents.LABELS, "issueLabels", filter=_NO_GROUPS)


def labels_for(client: Client, names: Sequence[str], team: str) -> dict[str, str]:
    """The ids of labels that an issue of a team may get, by name in small letters; the team's own win."""
    wanted = {"or": [{"name": {"eqIgnoreCase": name}} for name in names], **_NO_GROUPS}
    found = client.nodes(documents.LABELS, "issueLabels", filter=wanted)
    known: dict[str, str] = {}
    for label in sorted(found, key=lambda label: label["team"] is not None):
        if label["team"] is None or label["team"]["id"] == team:
            known[label["name"].casefold()] = label["id"]
    return known


def scope(client: Client, keys: Sequence[str], type_group: str) -> Scope:
    """Teams, statuses and labels in one question; ``type_group`` is the group of labels that are types."""
    said = {"teams": _named(keys), "states": of_teams(keys), "labels": _NO_GROUPS}
    data = client.ask(documents.SCOPE, **said)
    there = _whole(client, data, documents.TEAMS, "teams", said["teams"])
    states = _whole(client, data, documents.STATES, "workflowStates", said["states"])
    names = _whole(client, data, documents.LABELS, "issueLabels", said["labels"])
    group = type_group.casefold()
    types = [each for each in names if each["parent"] and each["parent"]["name"].casefold() == group]
    return Scope(
        tuple(translate.status(state) for state in sorted(states, key=_team_and_place)),
        translate.named(types),
        translate.named({**team, "name": team["key"]} for team in there),
        translate.named(names),
    )


def _whole(client: Client, data: Node, document: str, path: str, wanted: Node) -> list[Node]:
    """A connection whose first page came with others."""
    first = data[path]
    if not first["pageInfo"]["hasNextPage"]:
        return list(first["nodes"])
    return list(client.nodes(document, path, filter=wanted))


def _team_and_place(state: Node) -> tuple[str, float]:
    return state["team"]["key"], state["position"]
