"""``valuegate whoami``: as whom valuegate is signed in, as the tracker itself says."""

from __future__ import annotations

import click

from valuegate import credentials
from valuegate.opening import tracker_of

from .command import command as new_command
from .options import config_option
from .output import lines, pen
from .session import clock, policy_for, registry_for
from .signing import kind_to_sign_in, place


@new_command("whoami", examples=(("valuegate whoami jira", "exit code 3 if nobody is signed in"),))
@click.argument("tracker")
@click.option("--url", metavar="URL", help="The address of the tracker; else the one in the policy.")
@config_option
def command(tracker: str, url: str | None, config: str | None) -> None:
    """Ask the tracker as whom we are signed in: the name, and the names by which a policy may call it."""
    registry = registry_for(config)
    policy = policy_for(config, registry)
    kind, signing = kind_to_sign_in(tracker, registry)
    where = place(kind, signing, policy, url)
    there = tracker_of(policy, registry, clock, kind.name, where)
    me = there.me()
    lines([f"{me.shown or me.id} at {credentials.origin(where)}"])
    lines(f"  {name}" for name in dict.fromkeys((me.id, *me.names)))
    lines(pen().lines(getattr(there, "advice", "")))  # of a tracker that has some
