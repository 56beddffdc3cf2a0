"""Linear, through its GraphQL API. What is heavy is imported by the first call."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...tracker import Secret

if TYPE_CHECKING:
    from ...tracker import Setting, Tracker

HOME = "https://api.linear.app/graphql"

SECRETS = (
    Secret("token", "API key (lin_api_…) or OAuth access token"),
    Secret("client-id", "Client id of an OAuth application, to act as an app", hidden=False, asked=False),
    Secret("client-secret", "Client secret of that application", asked=False),
)
"""The first, or the other two."""

OPTIONS: Mapping[str, Mapping[str, Any]] = {
    "url": {
        "type": "string",
        "description": "The address of the API. Another one than Linear's own is for tests.",
        "default": HOME,
    },
    "teams": {
        "type": "array",
        "items": {"type": "string", "minLength": 1},
        "uniqueItems": True,
        "description": "Keys of the teams that are meant (ENG, OPS). Empty: all that the account sees.",
        "default": [],
    },
    "type-group": {
        "type": "string",
        "minLength": 1,
        "description": "The group of labels that says the type of an issue: Linear has no types of its own.",
        "default": "Type",
        "x-decides": True,
    },
    "transport": {
        "enum": ["gql", "linear-py"],
        "description": "What speaks to Linear. linear-py only if there is a reason: docs/trackers/linear.md.",
        "default": "gql",
    },
    "python": {
        "type": "string",
        "description": "The Python that has linear-py, not beside the policy. Empty: that of valuegate.",
        "default": "",
    },
    "timeout": {
        "type": "integer",
        "minimum": 1,
        "maximum": 600,
        "description": "How many seconds an answer may take.",
        "default": 30,
    },
}


def open_tracker(setting: Setting) -> Tracker:
    """A workspace to work with; the first call opens a connection."""
    from .opening import opened

    return opened(setting)
