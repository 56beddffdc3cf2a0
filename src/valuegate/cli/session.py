"""What a command works with: what is registered, and the policy. In this order, as a policy names checks."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, date, datetime

from valuegate import plugins
from valuegate.baseline import Baseline
from valuegate.config import Plugins, load_baseline, load_policy, plugins_of
from valuegate.config.disk import DISK, Files
from valuegate.errors import PolicyError, UsageError, ValuegateError
from valuegate.plugins import Registry
from valuegate.policy import Policy
from valuegate.records import NamedTuple
from valuegate.run import Run, Target
from valuegate.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from valuegate.base import Base


class Setting(NamedTuple):
    """By what tickets are judged: the policy, what is registered, the baseline, the target branch.

    ``notes`` tell how a change differs from what judges it, ``errors`` what is broken in the change.
    """

    policy: Policy
    registry: Registry
    baseline: Baseline
    target: Target | None = None
    notes: Sequence[ValuegateError] = ()
    errors: Sequence[ValuegateError] = ()

    def run(self, today: date, gate: str | None = None, speech: str | None = None) -> Run:
        """A run by all this."""
        return Run(
            self.policy,
            self.registry,
            today,
            gate=self.policy.gate(gate).name if gate else None,
            speech=speech,
            baseline=self.baseline,
            target=self.target,
        )


def base_for(ref: str | None) -> AbstractContextManager[Base | None]:
    """The target branch that judges in place of the work tree, if one is named."""
    if ref is None:
        return nullcontext()
    from valuegate.base import Base  # nothing else on this way starts git

    return Base(ref)


def setting_for(
    config: str | None, registry: Registry, base: Base | None = None, files: Files = DISK
) -> Setting:
    """What judges: what the work tree says (or the index), or the target branch.

    PolicyError if that cannot be used.
    """
    if base is None:
        policy = policy_for(config, registry, files)
        return Setting(policy, registry, load_baseline(policy, files))
    policy = policy_for(config, registry, base.files)
    baseline = load_baseline(policy, base.files)
    notes, errors = _changes(config, registry, base, policy, baseline)
    return Setting(policy, registry, baseline, base, notes, errors)


def _changes(
    config: str | None, registry: Registry, base: Base, policy: Policy, baseline: Baseline
) -> tuple[list[ValuegateError], Sequence[ValuegateError]]:
    """What the change does to the policy and the baseline, and what would be broken once it is merged."""
    try:
        mine = policy_for(config, registry)
        theirs = [*base.notes(policy, mine), *base.pack_notes(mine)]
        return [*theirs, *base.baseline_notes(baseline, load_baseline(mine))], ()
    except PolicyError as error:
        return [], [error]
    except UsageError:
        message = f"the change takes out the policy {config}; the one on {base.ref} judges"
        return [ValuegateError(message, source=config or "")], ()


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
        return load_policy(
            config, checks=options, trackers=registry.trackers, presets=registry.presets, files=files
        )
    except PolicyError as error:
        raise PolicyError([*registry.errors, *error.problems]) from None


def clock() -> datetime:
    """What time it is by our clock, for trackers."""
    return datetime.now(UTC)
