"""The fingerprint of a policy: the same as long as nothing has changed that decides a verdict."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from . import __version__, cache
from .language import load
from .naming import fold
from .plugins import Registry
from .policy import Exceptions, Gate, GateOverride, Override, Policy

DECIDES = "x-decides"
"""Marks an option of a tracker by which a ticket may say another thing, in its JSON Schema."""

_DIGITS = 12


def fingerprint(policy: Policy, registry: Registry) -> str:
    """Twelve hex digits over what decides a verdict, wherever it was said and in whatever order.

    How the guard acts, where tickets are and what the git hook asks decide no verdict; which distribution
    gives a check, in which version, and how a tracker turns what it has into tickets do.
    """
    checks = _checks(policy)
    said = {
        "valuegate": __version__,
        "owners": {check: registry.owners.get(check, "") for check in checks},
        "tracker": _tracker(policy, registry),
        "languages": [_language(code) for code in policy.languages],
        "first": policy.gates[0].name,  # it judges what has no status
        "gates": {gate.name: _gate(policy, gate) for gate in policy.gates},
        "waivers": _waivers(policy),
        "overrides": [_override(override) for override in policy.overrides],  # the last one wins
    }
    return cache.digest(json.dumps(said, sort_keys=True, default=str).encode()).hex()[:_DIGITS]


def _checks(policy: Policy) -> list[str]:
    """Every check that some gate may ask."""
    found = {check for gate in policy.gates for check in (*gate.require, *gate.advise)}
    for override in policy.overrides:
        for gate in override.gates.values():
            found.update(gate.require or (), gate.advise or ())
    return sorted(found)


def _tracker(policy: Policy, registry: Registry) -> dict[str, Any]:
    """What the options say that change tickets, of the tracker in which the guard acts."""
    kind = registry.trackers.get(policy.guard.tracker)
    said = policy.trackers.get(policy.guard.tracker, {})
    options = kind.options.items() if kind else ()
    return {name: said.get(name, schema.get("default")) for name, schema in options if schema.get(DECIDES)}


def _language(code: str) -> Any:
    """What is known of a language: the packs that ship change with the version, a team's own at any time."""
    return load(code).data if code.endswith(".toml") else code


def _gate(policy: Policy, gate: Gate) -> dict[str, Any]:
    asked = (*gate.require, *gate.advise)
    return {
        **_rules(gate),
        "except": {"labels": _names(gate.except_.labels), **_rules(gate.except_)},
        "enters": _names(gate.enters),
        "require": sorted(gate.require),
        "advise": sorted(gate.advise),
        "options": {check: policy.options_at(gate, check) for check in asked},
    }


def _rules(rules: Gate | Exceptions) -> dict[str, list[str]]:
    """Whom a gate judges, or does not: a team is a project by another word."""
    return {"types": _names(rules.types), "projects": _names((*rules.projects, *rules.teams))}


def _waivers(policy: Policy) -> dict[str, Any]:
    people, days, checks = policy.waivers
    return {"people": people and _names(people), "max-days": days, "checks": checks and sorted(checks)}


def _override(override: Override) -> dict[str, Any]:
    gates = {name: _gate_override(gate) for name, gate in override.gates.items()}
    return {"paths": sorted(override.paths), "checks": dict(override.checks), "gates": gates}


def _gate_override(gate: GateOverride) -> dict[str, Any]:
    lists = {
        key: names and sorted(names) for key, names in (("require", gate.require), ("advise", gate.advise))
    }
    return {**lists, "options": dict(gate.options)}


def _names(names: Iterable[str]) -> list[str]:
    """Names as they are compared, in one order."""
    return sorted({fold(name) for name in names})
