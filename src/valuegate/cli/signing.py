"""What the commands share that sign in and out: the kind of tracker, and its address."""

from __future__ import annotations

from valuegate.errors import UsageError
from valuegate.opening import kind_of, options_of
from valuegate.plugins import Registry
from valuegate.policy import Policy
from valuegate.tracker import SignIn, TrackerKind


def kind_to_sign_in(name: str, registry: Registry) -> tuple[TrackerKind, SignIn]:
    """The kind of tracker of a name, twice: as what it is, and as what one signs in to."""
    kind = kind_of(name, registry)
    if not isinstance(kind, SignIn) or not kind.secrets:
        raise UsageError(f"nobody signs in to '{name}'", fix="It needs no secret.")
    return kind, kind


def place(kind: TrackerKind, signing: SignIn, policy: Policy, url: str | None) -> str:
    """The address of a tracker: as an option says, or the policy, or where everybody's is."""
    found = url or options_of(kind, policy).get("url") or signing.home
    if not found:
        fix = f"Name it: --url URL, or trackers: {{{kind.name}: {{url: …}}}} in the policy."
        raise UsageError(f"nothing says where {kind.name} is", fix=fix)
    return str(found)
