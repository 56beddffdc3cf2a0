"""Jira, Cloud and Data Center: its options, its secrets, and how it is opened."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from valuegate.errors import UsageError
from valuegate.tracker import Secret, Setting, Tracker

OPTIONS: Mapping[str, Mapping[str, Any]] = {
    "url": {
        "type": "string",
        "pattern": "^https?://",
        "description": "The address of the site, as people open it: https://acme.atlassian.net, or"
        " https://jira.acme.example/jira for Data Center.",
    },
    "projects": {
        "type": "array",
        "minItems": 1,
        "uniqueItems": True,
        "items": {"type": "string", "pattern": "^[A-Z][A-Z0-9_]+$"},
        "description": "The keys of the projects that are looked at; no other is ever read or changed.",
    },
    "jql": {
        "type": "string",
        "default": "",
        "description": "Which issues of these projects are meant, in JQL, without ORDER BY; else all.",
    },
    "fields": {
        "type": "object",
        "additionalProperties": {"type": "string", "minLength": 1},
        "default": {},
        "x-decides": True,
        "description": "Custom fields that argue the value: the label that a check knows (Metric) → the name"
        " of the field in Jira (Success metric), or its id (customfield_10042).",
    },
    "max-calls": {
        "type": "integer",
        "minimum": 10,
        "default": 5000,
        "description": "So many requests are sent in an hour at most; what comes then waits.",
    },
}

SECRETS = (
    Secret("email", "E-mail of the account (Cloud; empty for a token of Data Center)", hidden=False),
    Secret("token", "API token (Cloud) or personal access token (Data Center)"),
)

HOME = ""
"""Each team has its own site."""


class _Kind:
    """What ``credentials`` wants to know of a kind."""

    secrets = SECRETS
    home = HOME


KIND = _Kind()


def open_tracker(setting: Setting) -> Tracker:
    """A Jira to work with. UsageError if what speaks to it is not installed."""
    try:
        from .tracker import JiraTracker
    except ImportError as error:
        fix = "Install it: pip install 'valuegate[jira]'"
        raise UsageError(f"the package {error.name} is not installed, which Jira needs", fix=fix) from None
    return JiraTracker(setting)
