"""``valuegate guard``: looks after the tickets of a tracker."""

from __future__ import annotations

import click

from .guard_check import check_command
from .guard_run import run_command
from .guard_simulate import simulate_command


@click.group("guard")
def command() -> None:
    """Look after the tickets of a tracker: what does not hold gets a comment, or goes back.

    The guard acts after a ticket was moved, as far as guard.mode of the policy says: observe, warn or revert.
    docs/guard.md tells it step by step.
    """


for each in (run_command, check_command, simulate_command):
    command.add_command(each)
