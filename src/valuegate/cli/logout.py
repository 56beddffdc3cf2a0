"""``valuegate logout``: take the secrets of a tracker out of the keyring."""

from __future__ import annotations

import click

from valuegate import credentials

from .command import command as new_command
from .options import config_option
from .output import lines
from .session import policy_for, registry_for
from .signing import kind_to_sign_in, place


@new_command("logout", examples=(("valuegate logout jira", "of the address in the policy"),))
@click.argument("tracker")
@click.option("--url", metavar="URL", help="The address of the tracker; else the one in the policy.")
@config_option
def command(tracker: str, url: str | None, config: str | None) -> None:
    """Take the secrets of a tracker out of the keyring. What the environment holds stays there."""
    registry = registry_for(config)
    kind, signing = kind_to_sign_in(tracker, registry)
    where = place(kind, signing, policy_for(config, registry), url)
    found = credentials.forget(kind.name, signing, where)
    there = credentials.origin(where)
    lines([f"signed out of {there}" if found else f"nobody was signed in to {there}"])
    still = credentials.in_environment(kind.name, signing)
    if still:
        lines([f"{', '.join(still)} in the environment still counts"])
