"""Locks: keys that a file or preset names, and that nobody who extends it may change or get round."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from valuegate.naming import suggestion
from valuegate.records import NamedTuple

from .faults import MAX_FAULTS, FaultError, flow, name_of
from .layers import Layer, Layers, merge, shown
from .schema import Path, descend
from .tree import leaves, plain

_OF_FILES = ("version", "extends", "lock")
"""What each file says for itself, and so cannot be locked."""

_NOTHING = object()
"""The value of a key that nobody says and that has no default."""

Values = Sequence[tuple[Layer, Mapping[str, Any]]]


class _Lock(NamedTuple):
    """A path of keys, and where it was locked."""

    path: tuple[str, ...]
    owner: Layer
    number: int

    @property
    def where(self) -> str:
        line = self.owner.place("lock", self.number).line
        return f"{self.owner.name}:{line}" if self.owner.path else self.owner.name

    def holds(self, path: Path) -> bool:
        """Is a key locked? Options of a gate win over those of the policy, so both are."""
        if self.path[0] == "checks" and path[:1] == ("gates",) and path[2:3] == ("options",):
            path = ("checks", *path[3:])
        return path[: len(self.path)] == self.path


class _Statement(NamedTuple):
    """A value that a layer says: where it stands, and the key that it is for, be it by an override."""

    place: Path
    key: Path
    value: Any


def lock_faults(
    layers: Layers, values: Values, gates: Sequence[str], schema: Mapping[str, Any]
) -> list[FaultError]:
    """Locks of what there is not, and values (at most MAX_FAULTS) that change or get round what is locked."""
    strange: list[FaultError] = []
    broken: dict[tuple[str, Path], FaultError] = {}
    for owner, value in values:
        locks = [_Lock(tuple(path.split(".")), owner, number) for number, path in _locked(value)]
        strange += [fault for lock in locks for fault in _strange(lock, gates, schema)]
        for fault in islice(_broken(locks, layers, values, schema), MAX_FAULTS) if locks else ():
            broken.setdefault((fault.source, fault.path), fault)
    return [*strange, *broken.values()]


def _locked(value: Mapping[str, Any]) -> list[tuple[int, str]]:
    """What a layer locks, by position; an ill-formed value is told by the schema, not here."""
    locked = value.get("lock")
    items = locked[:MAX_FAULTS] if isinstance(locked, list) else []
    return [(index, path) for index, path in enumerate(items) if isinstance(path, str)]


def _strange(lock: _Lock, gates: Sequence[str], schema: Mapping[str, Any]) -> Iterator[FaultError]:
    """A misspelt lock would lock nothing, in silence."""
    depth, known = _known(lock.path, gates, schema)
    if depth < len(lock.path):
        place = lock.owner.place("lock", lock.number)
        message = f"there is no key '{shown('.'.join(lock.path[: depth + 1]))}' to lock"
        yield FaultError(message, suggestion(lock.path[depth], known), lock.owner, place)


def _known(path: tuple[str, ...], gates: Sequence[str], schema: Mapping[str, Any]) -> tuple[int, list[str]]:
    """How many keys of a path there are, and which could come next."""
    if path[0] == "gates" and len(path) > 1 and path[1] not in gates:
        return 1, list(gates)
    meant, depth = descend(schema, path) if path[0] not in _OF_FILES else ([schema], 0)
    known = [key for each in meant for key in each.get("properties", ())]
    return depth, [key for key in known if depth or key not in _OF_FILES]


def _broken(
    locks: Sequence[_Lock], layers: Layers, values: Values, schema: Mapping[str, Any]
) -> Iterator[FaultError]:
    """The values that differ from what the owner of the locks says, with all that it extends itself."""
    owner = locks[0].owner
    said, inside = _said(layers.basis(owner), values)
    above = False
    for index, (layer, value) in enumerate(values):
        later = [other for _, other in values[index + 1 :]]
        for each in _statements(value):
            lock = next((lock for lock in locks if lock.holds(each.key)), None)
            if lock is None or _inherited(each, value, said):
                continue
            meant = _value(said, each.key, schema)
            counts = (above and id(layer) not in inside) or not any(_says(other, each) for other in later)
            if counts and each.value != meant:
                yield _fault(lock, layer, each, meant)
        above = above or layer is owner


def _said(basis: Sequence[Layer], values: Values) -> tuple[Mapping[str, Any], set[int]]:
    """What some layers say together, and which they are."""
    inside = {id(layer): dict(value) for layer, value in values if any(layer is each for each in basis)}
    parts = [(layer, inside[id(layer)]) for layer in basis if id(layer) in inside]
    return plain(merge(parts, {})), set(inside)


def _statements(value: Mapping[str, Any]) -> Iterator[_Statement]:
    """Each value that a layer says, those of its overrides too."""
    for path, said in leaves({key: child for key, child in value.items() if key not in _OF_FILES}):
        yield _Statement(path, path, said)
    overrides = value.get("overrides")
    for index, override in enumerate(overrides if isinstance(overrides, list) else ()):
        kept = {
            key: override[key]
            for key in ("checks", "gates")
            if isinstance(override, dict) and key in override
        }
        for path, said in leaves(kept):
            yield _Statement(("overrides", index, *path), path, said)


def _inherited(statement: _Statement, value: Mapping[str, Any], said: Mapping[str, Any]) -> bool:
    """Does it stand in an override that the owner of the lock has too? Lists replace, so others repeat it."""
    top, *rest = statement.place
    own = said.get("overrides")
    return top == "overrides" and rest != [] and isinstance(own, list) and value[top][rest[0]] in own


def _says(value: Mapping[str, Any], statement: _Statement) -> bool:
    """Does a layer say the same key, so that an earlier one does not count?"""
    path = statement.place if statement.place == statement.key else ("overrides",)
    return _at(value, path) is not _NOTHING


def _value(said: Mapping[str, Any], key: Path, schema: Mapping[str, Any]) -> Any:
    """The value of a key, as ``said``; at a gate, an option is that of the policy; else the default."""
    value = _at(said, key)
    if value is _NOTHING and key[:1] == ("gates",) and key[2:3] == ("options",):
        return _value(said, ("checks", *key[3:]), schema)
    if value is _NOTHING:
        meant, depth = descend(schema, key)
        return next((each["default"] for each in meant if "default" in each and depth == len(key)), _NOTHING)
    return value


def _at(node: Any, path: Path) -> Any:
    for key in path:
        if not isinstance(node, Mapping) or key not in node:
            return _NOTHING
        node = node[key]
    return node


def _fault(lock: _Lock, layer: Layer, statement: _Statement, meant: Any) -> FaultError:
    says = "which says nothing of it" if meant is _NOTHING else f"where it is {flow(meant)}"
    message = f"{name_of(statement.place)} is locked by {lock.where}, {says}"
    fix = f"Take it out, or ask those who keep {lock.owner.name}."
    return FaultError(message, fix, layer, layer.place(*statement.place), statement.place)
