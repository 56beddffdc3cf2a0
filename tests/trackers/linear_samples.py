"""Objects of Linear, as it gives them, made here."""

from __future__ import annotations

from typing import Any

from valuegate.readers.markdown import MarkdownReader

READER = MarkdownReader()
STATES = {
    "Triage": "triage",
    "Backlog": "backlog",
    "Todo": "unstarted",
    "In Progress": "started",
    "Done": "completed",
    "Canceled": "canceled",
    "Duplicate": "duplicate",
}


def state(name: str) -> dict[str, Any]:
    position = list(STATES).index(name)
    return {"id": f"state-{position}", "name": name, "type": STATES[name], "position": float(position)}


def user(name: str) -> dict[str, Any]:
    email = f"{name.lower()}@team.example"
    return {"id": f"user-{name}", "name": name, "displayName": name, "email": email, "app": False}


def label(name: str, group: str = "") -> dict[str, Any]:
    parent = {"id": f"group-{group}", "name": group} if group else None
    return {"id": f"label-{name}", "name": name, "parent": parent}


def issue(**said: Any) -> dict[str, Any]:
    return {
        "id": "issue-1",
        "identifier": "ENG-12",
        "title": "Night nurses lose notes",
        "description": "## Problem\n\nNight nurses lose notes.",
        "url": "https://linear.app/team/issue/ENG-12",
        "createdAt": "2026-11-02T08:00:00.000Z",
        "updatedAt": "2026-11-20T09:30:00.000Z",
        "archivedAt": None,
        "trashed": None,
        "dueDate": None,
        "state": state("Todo"),
        "team": {"id": "team-ENG", "key": "ENG", "requirePriorityToLeaveTriage": False},
        "project": None,
        "parent": None,
        "priority": 0,
        "creator": user("Ana"),
        "botActor": None,
        "externalUserCreator": None,
        "assignee": None,
        **said,
    }


def entry(number: int, at: str, **said: Any) -> dict[str, Any]:
    return {
        "id": f"entry-{number}",
        "createdAt": at,
        "updatedAt": at,
        "updatedDescription": None,
        "fromTitle": None,
        "actor": user("Ben"),
        "botActor": None,
        "fromState": None,
        "toState": None,
        "addedLabels": None,
        "removedLabels": None,
        **said,
    }


def moved(number: int, at: str, before: str, after: str, **said: Any) -> dict[str, Any]:
    return entry(number, at, fromState=state(before), toState=state(after), **said)


def span(number: int, at: str, name: str) -> dict[str, Any]:
    there = state(name)
    return {
        "id": f"span-{number}",
        "startedAt": at,
        "endedAt": None,
        "stateId": there["id"],
        "state": there,
    }
