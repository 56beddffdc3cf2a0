"""What a command works with: what is registered, and the policy. In this order, as a policy names checks."""

from __future__ import annotations

from valuegate import plugins
from valuegate.config import Plugins, load_policy, plugins_of
from valuegate.config.disk import DISK, Files
from valuegate.errors import PolicyError
from valuegate.plugins import Registry
from valuegate.policy import Policy


def registry_for(config: str | None, files: Files = DISK) -> Registry:
    """The built-in parts and the installed plugins, as far as the policy wants them."""
    try:
        said = plugins_of(config, files=files)
    except PolicyError:  # reading the policy itself will tell, with every fault
        said = Plugins()
    return plugins.load(plugins.installed(), require=said.require, disable=said.disable)


def policy_for(config: str | None, registry: Registry, files: Files = DISK) -> Policy:
    """The policy of a file, or the nearest one, or the recommended preset.

    A plugin that is broken may be why the policy names a check that is not there: it is told with the rest.
    """
    options = {name: check.options for name, check in registry.checks.items()}
    try:
        return load_policy(config, checks=options, presets=registry.presets, files=files)
    except PolicyError as error:
        raise PolicyError([*registry.errors, *error.problems]) from None
