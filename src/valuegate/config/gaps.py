"""What no single file of a policy must say, and all together must."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from valuegate.naming import fold, nearest, suggestion
from valuegate.policy import GuardLabels
from valuegate.ticket import Span

from .faults import FaultError
from .layers import Layer, shown
from .schema import Path
from .tree import plain


def gaps(
    merged: Mapping[str, Any], layers: Sequence[Layer], known: Sequence[FaultError], schema: Mapping[str, Any]
) -> list[FaultError]:
    """What no single file must say, and all together must; silent where a known fault is the likely cause."""
    gates = merged.get("gates", {})
    if not gates and not any(_accounts_for(fault, ()) or fault.path[:1] == ("extends",) for fault in known):
        fix = "Add `extends: [valuegate:recommended]`, or a gate under `gates:`."
        return [FaultError("the policy has no gate", fix, layers[-1], Span(1, 1))]
    named = gates if isinstance(gates, dict) else {}
    sound = [name for name in named if not any(_accounts_for(fault, ("gates", name)) for fault in known)]
    found = [gap for name in sound for gap in _gaps_of(name, named, layers)]
    found += _strange_gates(named, layers) if named else ()
    return [*found, *_gaps_of_trackers(merged, layers, known, schema), *_gaps_of_guard(merged, layers, known)]


def _gaps_of(name: str, gates: Mapping[str, Any], layers: Sequence[Layer]) -> Iterator[FaultError]:
    layer = _last(layers, "gates", name)
    place = layer.key_place("gates", name)
    if "enters" not in gates[name]:
        meant = nearest(name, [other for other in gates if other != name])
        fix = "Add `enters: [Ready]`." + (f" Or did you mean the gate '{meant}'?" if meant else "")
        yield FaultError(f"the gate '{name}' does not say which statuses it guards", fix, layer, place)
    if not {"require", "advise"} & set(gates[name]):
        yield FaultError(f"the gate '{name}' asks for nothing", "Add `require: [problem]`.", layer, place)


def _last(layers: Sequence[Layer], *path: str) -> Layer:
    """The last layer that says a key: what it says counts."""
    return next(layer for layer in reversed(layers) if path in layer.document.keys)


def _strange_gates(gates: Mapping[str, Any], layers: Sequence[Layer]) -> Iterator[FaultError]:
    """The gates that overrides speak of and that the policy does not have."""
    for layer in layers:
        for path, place in layer.document.keys.items():
            match path:
                case ("overrides", int(), "gates", str(name)) if name not in gates:
                    fix = suggestion(name, list(gates))
                    yield FaultError(f"there is no gate '{shown(name)}'", fix, layer, place)


def _accounts_for(fault: FaultError, path: Path) -> bool:
    """May what lacks in the mapping at a path be what this fault is about: a misspelt key, a wrong value?"""
    return fault.path == path or (fault.unknown and fault.path[:-1] == path)


def _gaps_of_trackers(
    merged: Mapping[str, Any], layers: Sequence[Layer], known: Sequence[FaultError], schema: Mapping[str, Any]
) -> Iterator[FaultError]:
    """The options without a default that nobody gives."""
    if any(fault.path[:1] == ("trackers",) for fault in known):
        return
    for name, said in plain(merged.get("trackers", {})).items():
        layer = _last(layers, "trackers", name)
        for option, meant in schema["$defs"]["trackers"]["properties"][name]["properties"].items():
            if "default" not in meant and option not in said:
                message = f"the tracker '{name}' needs the option '{option}'"
                yield FaultError(
                    message,
                    f"Add `{option}`. {meant['description']}",
                    layer,
                    layer.key_place("trackers", name),
                )


def _gaps_of_guard(
    merged: Mapping[str, Any], layers: Sequence[Layer], known: Sequence[FaultError]
) -> Iterator[FaultError]:
    """What the keys of the guard and the rest of the policy must say of each other."""
    if any(fault.path[:1] in (("guard",), ("trackers",)) for fault in known):
        return  # one of them may be what seems to lack
    guard, trackers = plain(merged.get("guard", {})), list(merged.get("trackers", {}))
    for path, message, fix in [
        *_missing_in_guard(guard, trackers),
        *_strange_tracker(guard, trackers),
        *([] if known else _guarded_fallback(guard, merged["gates"])),
        *_equal_labels(guard),
    ]:
        layer = _last(layers, "guard", *path)
        place = layer.place("guard", *path)
        yield FaultError(message, fix, layer, place, ("guard", *path))


_Gap = tuple[tuple[str, ...], str, str]
"""The path of a key of the guard, what is wrong there, and how to mend it."""


def _missing_in_guard(guard: Mapping[str, Any], trackers: Sequence[str]) -> Iterator[_Gap]:
    if guard.get("mode") == "revert" and "since" not in guard:
        fix = "Add `since: 2026-12-01` under `guard`: the first day whose entries may be moved."
        yield ("mode",), "guard.mode is revert, and guard.since does not say from which day on", fix
    if guard and "tracker" not in guard and len(trackers) > 1:
        message = (
            "the policy has several trackers, and guard.tracker does not say in which one the guard acts"
        )
        yield (
            (),
            message,
            f"Add `tracker: {trackers[0]}` under `guard`, or another of: {', '.join(trackers)}.",
        )


def _strange_tracker(guard: Mapping[str, Any], trackers: Sequence[str]) -> Iterator[_Gap]:
    named = guard.get("tracker")
    if named is not None and named not in trackers:
        fix = suggestion(named, trackers) if trackers else f"Add it: `trackers: {{{shown(named)}: {{}}}}`."
        yield ("tracker",), f"there is no tracker '{shown(named)}' under `trackers`", fix


def _guarded_fallback(guard: Mapping[str, Any], gates: Mapping[str, Any]) -> Iterator[_Gap]:
    fallback = guard.get("fallback", "")
    for name, gate in gates.items():
        if fold(fallback) in map(fold, gate["enters"].value if "enters" in gate else ()):
            message = f"guard.fallback is {shown(fallback)}, which the gate '{name}' guards itself"
            yield ("fallback",), message, "Name a status that no gate guards."


def _equal_labels(guard: Mapping[str, Any]) -> Iterator[_Gap]:
    said = guard.get("labels", {})
    labels = {**GuardLabels()._asdict(), **said}
    for key in said:
        twins = [other for other in labels if other != key and fold(labels[other]) == fold(labels[key])]
        if twins:
            message = f"guard.labels.{key} and guard.labels.{twins[0]} are the same label"
            yield ("labels", key), message, "Choose two that differ."
            return
