"""Opens the tracker that a policy names: its options, its secrets, our readers and our clock."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from .credentials import secrets_for
from .errors import PluginError, UsageError, ValuegateError
from .naming import suggestion
from .plugins import Registry
from .policy import Policy
from .tracker import Setting, Tracker, TrackerKind


def kind_of(name: str, registry: Registry) -> TrackerKind:
    """The kind of tracker of a name. UsageError, with the nearest, if there is none."""
    if name not in registry.trackers:
        raise UsageError(f"there is no tracker '{name}'", fix=suggestion(name, list(registry.trackers)))
    return registry.trackers[name]


def options_of(kind: TrackerKind, policy: Policy) -> dict[str, Any]:
    """What the policy says of a tracker, with the defaults of what it leaves out."""
    defaults = {name: schema["default"] for name, schema in kind.options.items() if "default" in schema}
    return {**defaults, **policy.trackers.get(kind.name, {})}


def setting_of(
    kind: TrackerKind,
    policy: Policy,
    registry: Registry,
    now: Callable[[], datetime],
    *,
    url: str = "",
    given: Mapping[str, str] | None = None,
) -> Setting:
    """What a tracker is opened with; ``url`` in place of that of the policy, ``given`` in place of secrets.

    SignInError if its address is not the one that the secrets are for.
    """
    options = options_of(kind, policy) | ({"url": url} if url else {})
    secret = secrets_for(kind.name, kind, options) if given is None else given.get
    return Setting(options, policy.root, registry.readers, secret, now)


def tracker_of(
    policy: Policy,
    registry: Registry,
    now: Callable[[], datetime],
    name: str | None = None,
    url: str = "",
    *,
    for_person: bool = False,
) -> Tracker:
    """The tracker that the guard of a policy names, or the one named; it is not called yet.

    ``for_person``: somebody at a keyboard works with it, and not the guard.
    """
    kind = kind_of(name or _named(policy, registry), registry)
    setting = setting_of(kind, policy, registry, now, url=url)._replace(for_person=for_person)
    try:
        return kind.open(setting)
    except ValuegateError:
        raise
    except Exception as error:  # a plugin may raise anything
        what = " ".join(f"{type(error).__name__}: {error}".split())
        fix = "Its author can mend that; `--debug` shows where it happened."
        raise PluginError(f"the tracker '{kind.name}' cannot be opened ({what})", fix=fix) from error


def _named(policy: Policy, registry: Registry) -> str:
    if not policy.guard.tracker:
        kinds = ", ".join(registry.trackers)
        fix = "Say in valuegate.yaml where tickets live: trackers: {folder: {}}, for example."
        fix += f" Known: {kinds}."
        raise UsageError("the policy names no tracker", fix=fix, source=policy.source)
    return policy.guard.tracker
