"""The embedded tracker: Markdown files with front matter, and beside each a record of what happened to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from valuegate.tracker import Setting

    from .tracker import FolderTracker

OPTIONS: Mapping[str, Mapping[str, Any]] = {
    "path": {
        "type": "string",
        "minLength": 1,
        "default": "tickets",
        "description": "The folder whose Markdown files are the tickets, seen from that of valuegate.yaml.",
    },
    "statuses": {
        "type": "object",
        "minProperties": 1,
        "additionalProperties": {
            "enum": ["triage", "backlog", "unstarted", "started", "completed", "canceled"]
        },
        "default": {
            "Draft": "backlog",
            "Ready": "unstarted",
            "In Progress": "started",
            "Done": "completed",
            "Canceled": "canceled",
        },
        "x-decides": True,
        "description": "The statuses, each with what it means. A ticket that names none is in the first.",
    },
    "moves": {
        "type": "object",
        "additionalProperties": {"type": "array", "uniqueItems": True, "items": {"type": "string"}},
        "default": {},
        "description": "The workflow: status → where a ticket may go from there. From a status that is not"
        " named here it may go anywhere.",
    },
}


def open_tracker(setting: Setting) -> FolderTracker:
    """The tickets of a folder. PolicyError if the workflow names a status that is not there."""
    from .tracker import FolderTracker

    return FolderTracker(setting)
