"""The names of a policy and those of the tracker: a gate for a status that nobody has would guard nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ..errors import PolicyError, ValuegateError
from ..naming import fold, suggestion
from ..policy import CATEGORY, Gate, Policy, guards
from ..tracker import FINISHED, Named, Scope, Status

_PRESET = "valuegate:"


def resolve(policy: Policy, scope: Scope) -> Status | None:
    """Hold the names of a policy to those of the tracker; the fallback status that it names, if it does.

    PolicyError with all that are unknown, each with the nearest known one. The presets that ship know
    statuses in many words: of those each gate needs one.
    """
    faults = [fault for gate in policy.gates for fault in _faults(policy, gate, scope)]
    fallback = policy.guard.fallback
    found = next((status for status in scope.statuses if fold(status.name) == fold(fallback)), None)
    if found and found.category in FINISHED:
        fix = "Name one in which work can go on."
        message = f"guard.fallback: '{fallback}' is the end of the work: tickets that go back would be closed"
        faults.append(ValuegateError(message, fix=fix, source=policy.source))
    if fallback and not found:
        faults.append(_unknown(policy, "guard.fallback", "status", fallback, _names(scope.statuses)))
    if found:
        faults += [_guarded(policy, gate, found) for gate in policy.gates if guards(gate, *found[1:])]
    if faults:
        raise PolicyError(faults)
    return found


def _faults(policy: Policy, gate: Gate, scope: Scope) -> Iterator[ValuegateError]:
    projects = [*_names(scope.projects), *(project.id for project in scope.projects or ())]
    categories = {CATEGORY + status.category for status in scope.statuses if status.category}
    statuses = [*_names(scope.statuses), *sorted(categories)]
    asked: Sequence[tuple[tuple[str, ...], str, Iterable[str], Sequence[str]]] = (
        (("enters",), "status", gate.enters, statuses),
        (("types",), "type", gate.types, _names(scope.types)),
        (("projects",), "project", gate.projects, projects),
        (("teams",), "team", gate.teams, projects),
        (("except", "types"), "type", gate.except_.types, _names(scope.types)),
        (("except", "projects"), "project", gate.except_.projects, projects),
        (("except", "teams"), "team", gate.except_.teams, projects),
        (("except", "labels"), "label", gate.except_.labels, _names(scope.labels)),
    )
    for keys, kind, names, known in asked:
        if known or kind == "status":
            yield from _strangers(policy, ("gates", gate.name, *keys), kind, names, known)


def _strangers(
    policy: Policy, path: tuple[str, ...], kind: str, names: Iterable[str], known: Sequence[str]
) -> Iterator[ValuegateError]:
    there = {fold(name) for name in known}
    asked = list(names)
    unknown = [name for name in asked if fold(name) not in there]
    origin = policy.origins.get(path)
    if origin and origin.where.startswith(_PRESET):
        unknown = unknown[:1] if kind == "status" and len(unknown) == len(asked) else []
    for name in unknown:
        yield _unknown(policy, ".".join(path), kind, name, known)


def _guarded(policy: Policy, gate: Gate, fallback: Status) -> ValuegateError:
    message = (
        f"guard.fallback: {fallback.name} is {fallback.category}, which the gate '{gate.name}' guards itself"
    )
    return ValuegateError(message, fix="Name a status that no gate guards.", source=policy.source)


def _unknown(policy: Policy, key: str, kind: str, name: str, known: Sequence[str]) -> ValuegateError:
    message = f"{key}: the tracker has no {kind} '{name}'"
    alike = {each for each in known if each.startswith(CATEGORY) == name.startswith(CATEGORY)}
    return ValuegateError(message, fix=suggestion(name, sorted(alike)), source=policy.source)


def _names(things: Sequence[Status] | Sequence[Named] | None) -> list[str]:
    """The names of what there is; none where the tracker does not say, or has none."""
    return [thing.name for thing in things or ()]
