"""A policy with some of its overrides in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from .policy import Gate, GateOverride, Options, Origin, Override, Policy, merged


def overridden(policy: Policy, numbers: Iterable[int]) -> Policy:
    """The policy with some of its overrides in it; where several say the same, the last one wins."""
    one = policy._replace(overrides=())
    for number in numbers:
        override = policy.overrides[number]
        one = one._replace(
            options=merged(one.options, override.checks),
            gates=tuple(_overridden(gate, override.gates.get(gate.name)) for gate in one.gates),
            origins={**one.origins, **dict(_origins(policy, number))},
        )
    return one


def _origins(policy: Policy, number: int) -> Iterator[tuple[tuple[str, ...], Origin]]:
    """Each value that an override says, by the path of keys at which it would stand in the policy."""
    override = policy.overrides[number]
    listed = policy.origins.get(("overrides",))
    where = f"overrides[{number}], {listed.where}" if listed else f"overrides[{number}]"
    for path, value in _leaves(override):
        yield path, Origin(value, where)


def _leaves(override: Override) -> Iterator[tuple[tuple[str, ...], Any]]:
    yield from _option_leaves(override.checks, ("checks",))
    for name, gate in override.gates.items():
        for key, names in (("require", gate.require), ("advise", gate.advise)):
            if names is not None:
                yield ("gates", name, key), names
        yield from _option_leaves(gate.options, ("gates", name, "options"))


def _option_leaves(options: Options, above: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    for check, chosen in options.items():
        for option, value in chosen.items():
            yield (*above, check, option), value


def _overridden(gate: Gate, by: GateOverride | None) -> Gate:
    if by is None:
        return gate
    require = gate.require if by.require is None else by.require
    advise = gate.advise if by.advise is None else by.advise
    advise = tuple(check for check in advise if check not in require)
    return gate._replace(require=require, advise=advise, options=merged(gate.options, by.options))
