"""``valuegate checks``: what is asked, by which check."""

from __future__ import annotations

from valuegate.plugins import Registry

from .command import command as new_command
from .options import config_option
from .output import lines, pen, table
from .session import registry_for


@new_command("checks", examples=(("valuegate checks", "all checks, of plugins too"),))
@config_option
def command(config: str | None) -> None:
    """List the checks: what each asks, for how many reasons it refuses, its options, where it comes from."""
    registry = registry_for(config)
    owners = _owners(registry)
    rows = [
        (
            check.id,
            f"{len(check.reasons)} reasons",
            check.question
            + (f" Options: {', '.join(check.options)}." if check.options else "")
            + (f" Plugin: {owners[check.id]}." if check.id in owners else ""),
        )
        for check in registry.checks.values()
    ]
    lines([*table(rows, pen()), "", "Next: valuegate explain CHECK"])


def _owners(registry: Registry) -> dict[str, str]:
    """Check → the distribution that gives it, for those that valuegate itself does not bring."""
    return {
        gift.removeprefix("check "): plugin.distribution
        for plugin in registry.plugins
        for gift in plugin.gives
        if gift.startswith("check ") and plugin.distribution != "valuegate"
    }
