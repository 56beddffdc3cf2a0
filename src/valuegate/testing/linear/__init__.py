"""A stand-in of Linear: real GraphQL on a port of this machine, over a workspace in memory.

    with stand_in() as there:
        there.space.create(there.space.users["ana"], "Night notes")

It needs what the extra ``linear`` brings. What it says is compared with Linear's public schema by the tests.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .server import StandIn

SCHEMA = os.path.join(os.path.dirname(__file__), "schema.graphql")
"""The file of the schema."""

LABELS = ("value-gate", "value-gate-contested", "value-gate-overturned")


def stand_in() -> StandIn:
    """A workspace with the teams ENG and OPS, three labels, two people, and the app ``valuegate``."""
    from .server import StandIn
    from .workspace import Workspace

    space = Workspace()
    for name in ("ana", "ben"):
        space.add_user(name)
    space.add_user("valuegate", app=True)
    for team in ("ENG", "OPS"):
        space.add_team(team)
    for label in LABELS:
        space.add_label(label)
    return StandIn(space)
