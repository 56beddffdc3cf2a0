"""A merged tree as a Policy: every key in its field, where nothing was said its default."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import date

from valuegate.policy import (
    Exceptions,
    Gate,
    GateOverride,
    Guard,
    GuardLabels,
    Hook,
    Override,
    Policy,
    Waivers,
)

from ..typed import Any
from .tree import leaves, plain


def resolved(merged: dict[str, Any], source: str, start: str, files: tuple[str, ...]) -> Policy:
    """The policy of a valid tree. ``source`` is what people call it, ``files`` are those it was made of."""
    values = plain(merged)
    plugins = values.get("plugins", {})
    return Policy(
        gates=tuple(_gate(gate, said) for gate, said in values["gates"].items()),
        languages=tuple(values["languages"]),
        options=values.get("checks", {}),
        tickets=tuple(values["tickets"]),
        templates=tuple(values["templates"]),
        waivers=_waivers(values.get("waivers", {})),
        baseline=values["baseline"],
        overrides=tuple(_override(said) for said in values.get("overrides", ())),
        hook=_hook(values.get("hook", {})),
        lock=tuple(values.get("lock", ())),
        trackers=values.get("trackers", {}),
        guard=_guard(values),
        plugins_require=tuple(plugins.get("require", ())),
        plugins_disable=tuple(plugins.get("disable", ())),
        source=source,
        root=os.path.abspath(os.path.dirname(files[-1]) if files else start),
        files=files,
        origins=dict(leaves(merged)),
    )


def _gate(name: str, said: Mapping[str, Any]) -> Gate:
    names = {key: tuple(said.get(key, ())) for key in ("enters", "types", "projects", "teams", "require")}
    exceptions = Exceptions(**{key: tuple(value) for key, value in said.get("except", {}).items()})
    # what is required need not be advised too: a file may sharpen the advice of its preset
    advise = tuple(check for check in said.get("advise", ()) if check not in names["require"])
    return Gate(name, except_=exceptions, advise=advise, options=said.get("options", {}), **names)


def _waivers(said: Mapping[str, Any]) -> Waivers:
    return Waivers(_names(said, "people"), said.get("max-days", Waivers().max_days), _names(said, "checks"))


def _hook(said: Mapping[str, Any]) -> Hook:
    values = {key.replace("-", "_"): value for key, value in said.items()}
    return Hook(**{**values, "keys": _names(said, "keys") or (), "bots": _names(said, "bots") or ()})


def _guard(values: Mapping[str, Any]) -> Guard:
    said = {key.replace("-", "_"): value for key, value in values.get("guard", {}).items()}
    said["labels"] = GuardLabels(**said.get("labels", {}))
    said["since"] = date.fromisoformat(said["since"]) if "since" in said else None
    trackers = list(values.get("trackers", ()))
    said.setdefault("tracker", trackers[0] if len(trackers) == 1 else "")
    return Guard(**said)


def _override(said: Mapping[str, Any]) -> Override:
    gates = {
        name: GateOverride(_names(gate, "require"), _names(gate, "advise"), gate.get("options", {}))
        for name, gate in said.get("gates", {}).items()
    }
    return Override(tuple(said["paths"]), said.get("checks", {}), gates)


def _names(said: Mapping[str, Any], key: str) -> tuple[str, ...] | None:
    """A list of names; None where nothing is said, which is another thing than an empty list."""
    return tuple(said[key]) if key in said else None
