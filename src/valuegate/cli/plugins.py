"""``valuegate plugins``: what was loaded, from where, what it registered, and what failed and why."""

from __future__ import annotations

from collections.abc import Iterator

from valuegate.plugins import Plugin, Registry
from valuegate.report import EXIT_PASSED, EXIT_UNDECIDED
from valuegate.terminal import Pen

from .command import command as new_command
from .options import config_option
from .output import lines, pen
from .session import registry_for


@new_command("plugins", examples=(("valuegate plugins", "exit code 3 if one of them failed"),))
@config_option
def command(config: str | None) -> int:
    """List the plugins: distribution, version, what each registered, and what failed and why.

    A broken plugin, or one that the policy requires and that is not there, keeps every gate from deciding.
    """
    registry = registry_for(config)
    lines(_page(registry, pen()))
    return EXIT_UNDECIDED if registry.errors else EXIT_PASSED


def _page(registry: Registry, pen: Pen) -> Iterator[str]:
    for plugin in registry.plugins:
        yield from _plugin(plugin, pen)
    for error in registry.errors:
        yield from pen.lines(f"✗ {error.message}", 0, ("red",), hang=2)
        yield from pen.lines(f"→ {error.fix}", 2, hang=2)
    if registry.errors:
        yield from ["", "Until this is mended no gate decides: valuegate check exits with 3."]


def _plugin(plugin: Plugin, pen: Pen) -> Iterator[str]:
    sign, tone = ("✗", "red") if plugin.error else ("✓", "green")
    version = f" {plugin.version}" if plugin.version else ""
    where = "built in" if plugin.distribution == "valuegate" else f"{plugin.distribution}{version}"
    yield f"{pen.paint(sign, tone)} {pen.paint(plugin.name, 'bold')}  {pen.paint(where, 'dim')}"
    yield from pen.lines(", ".join(plugin.gives) or "registered nothing", 2)
    yield ""
