"""The policy of a repository: finds `valuegate.yaml`, reads it with all that it extends, and checks it.

    files and presets → layers → typed by the schema → validated → merged → Policy

Only PolicyError and UsageError come out; a PolicyError holds every fault, each with its place.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence

from valuegate import baseline, language
from valuegate.baseline import Baseline
from valuegate.errors import PolicyError, UsageError, ValuegateError
from valuegate.policy import Policy
from valuegate.records import NamedTuple

from ..typed import TYPE_CHECKING, Any
from . import kept
from .disk import DISK, LIMIT, NO_FILE, Files
from .resolved import resolved

if TYPE_CHECKING:
    from valuegate.tracker import TrackerKind

    from .layers import Layers
    from .schema import Checks, Trackers

NAME = "valuegate.yaml"
"""What a policy file is called."""

RECOMMENDED = "valuegate:recommended"
"""The preset that serves where there is no policy file."""


_SHIPPED = "valuegate.trackers"
"""Where the kinds of tracker come from that need no plugin."""

MAX_PACK = 16 * 1024 * 1024
"""A language pack in a commit is read up to this many bytes."""


class Plugins(NamedTuple):
    """Which plugins a policy requires, and which it does not want loaded."""

    require: tuple[str, ...] = ()
    disable: tuple[str, ...] = ()


def find(start: str, files: Files = DISK) -> str | None:
    """The path of the nearest `valuegate.yaml` in a folder or above it; None if there is none."""
    folder = os.path.abspath(start)
    while True:
        path = os.path.join(folder, NAME)
        if files.exists(path):  # a link that leads nowhere is an error, not the absence of a policy
            return path
        _refuse_other_ending(folder, start, files)
        above = os.path.dirname(folder)
        if above == folder:
            return None
        folder = above


def load_policy(
    path: str | None = None,
    *,
    start: str = ".",
    checks: Checks,
    trackers: Mapping[str, TrackerKind] | None = None,
    presets: Mapping[str, str] | None = None,
    languages: Sequence[str] | None = None,
    files: Files = DISK,
) -> Policy:
    """The policy of a file, else of the nearest one above ``start``, else the recommended preset.

    ``path`` and all names in messages are as seen from ``start``. ``checks`` are the registered checks with
    the schemas of their options, ``trackers`` the registered kinds, ``presets`` the texts of presets of
    plugins by reference (``acme:product``), ``languages`` the installed packs (default: those that ship),
    ``files`` where policies are read from. Raises PolicyError with every fault, or UsageError if there is no
    file at ``path``.
    """
    presets, languages = presets or {}, language.installed() if languages is None else languages
    trackers = trackers or {}
    path = _chosen(path, start, files)
    known = kept.recall(path, start, files, LIMIT)
    if known and known.about == kept.about(checks, presets, languages, _asked(trackers, known.merged)):
        policy = resolved(known.merged, path or RECOMMENDED, start, known.paths)
        packs, broken = _own_packs(policy, files)
        if not broken:
            return _with_packs(policy, packs)
    layers = _layers(path, start, presets, files)
    merged = _merged(layers, checks, languages, trackers)
    policy = resolved(merged, path or RECOMMENDED, start, layers.paths)
    packs, broken = _own_packs(policy, files)
    _refuse(broken, policy, layers)
    plugins = _plugins(_layers(path, start, {}, files))
    about = kept.about(checks, presets, languages, _asked(trackers, merged))
    kept.keep(path, start, layers.texts, kept.Kept(*plugins, about, layers.paths, merged))
    return _with_packs(policy, packs)


def _asked(kinds: Mapping[str, TrackerKind], merged: Mapping[str, Any]) -> Trackers:
    """The options of the kinds of tracker that a policy names, which may be imported for it.

    Those that ship are not asked: the stamp of the cache vouches for them.
    """
    named = [name for name in merged.get("trackers", ()) if name in kinds]
    return {name: kinds[name].options for name in named if type(kinds[name]).__module__ != _SHIPPED}


def _merged(
    layers: Layers, checks: Checks, languages: Sequence[str], kinds: Mapping[str, TrackerKind]
) -> dict[str, Any]:
    """The tree of a policy, from all that takes part. PolicyError with all that is wrong."""
    from .faults import faults
    from .gaps import gaps
    from .layers import merge
    from .locks import lock_faults
    from .schema import schema_for, typed

    schema = schema_for(checks, languages, {name: kind.options for name, kind in kinds.items()})
    values = [(layer, typed(layer.document.value, schema, layer.document.quoted)) for layer in layers]
    # tests hold the presets that ship to the schema, so that the usual start needs no validator
    problems = [
        fault for layer, value in values if not layer.built_in for fault in faults(layer, value, schema)
    ]
    sound = [(layer, value) for layer, value in values if isinstance(value, dict)]
    merged = merge(sound, _defaults(schema))
    if not layers.problems:  # what could not be read may hold what seems to lack
        told = {fault.place for fault in problems}
        problems += gaps(merged, list(layers), problems, schema)
        broken = lock_faults(layers, sound, list(merged.get("gates", ())), schema)
        problems += [fault for fault in broken if fault.place not in told]
    if layers.problems or problems:
        raise PolicyError([*layers.problems, *problems])
    return merged


def load_baseline(policy: Policy, files: Files = DISK) -> Baseline:
    """The baseline that a policy names; an empty one if there is no such file. PolicyError if it is none."""
    path = os.path.join(policy.root, policy.baseline)
    name = os.path.relpath(path)
    try:
        data = files.read(path, baseline.LIMIT + 1)
    except OSError as error:
        message = f"the baseline cannot be read: {error.strerror}"
        raise _refusal(ValuegateError(message, fix="Check its permissions."), name) from None
    if data is not None and len(data) > baseline.LIMIT:
        message = "the baseline is too large to be read"
        raise _refusal(ValuegateError(message, fix="Begin with fewer old tickets."), name)
    return baseline.parse((data or b"").decode("utf-8-sig", "replace"), name)


def plugins_of(path: str | None = None, *, start: str = ".", files: Files = DISK) -> Plugins:
    """What a policy says of plugins, read before any is loaded; its faults are left to `load_policy`.

    Presets of plugins cannot be known yet, so what they say of other plugins does not count.
    """
    path = _chosen(path, start, files)
    known = kept.recall(path, start, files, LIMIT)
    return Plugins(known.require, known.disable) if known else _plugins(_layers(path, start, {}, files))


def _plugins(layers: Layers) -> Plugins:
    found = Plugins()
    for layer in layers:
        value = layer.document.value
        said = value.get("plugins") if isinstance(value, dict) else None
        if isinstance(said, dict):
            found = found._replace(**{key: _texts(said[key]) for key in Plugins._fields if key in said})
    return found


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()


def _chosen(path: str | None, start: str, files: Files) -> str | None:
    """The policy file that is named, else the nearest one; None where the recommended preset serves."""
    if path is None:
        found = find(start, files)
        return os.path.relpath(found, start) if found else None
    if not files.is_file(os.path.join(start, path)):
        fix = f"Name a file, or write a {NAME}."
        fix = NO_FILE if files.exists(os.path.join(start, path)) else fix
        raise UsageError(f"there is no policy file '{path}'", fix=fix)
    return path


def _layers(path: str | None, start: str, presets: Mapping[str, str], files: Files) -> Layers:
    """Everything that takes part."""
    from .layers import Layers, located

    layers = Layers(start, presets, files)
    if path is None:
        layers.add_preset(RECOMMENDED)
        return layers
    try:
        layers.add_file(path)
    except ValuegateError as fault:
        layers.problems.append(located(fault, path))
    return layers


def _refuse_other_ending(folder: str, start: str, files: Files) -> None:
    """A `valuegate.yml` that nobody reads would look like a policy and be none."""
    other = os.path.join(folder, "valuegate.yml")
    if files.exists(other):
        fault = ValuegateError(f"this file is not read, only {NAME} is", fix=f"Rename it to {NAME}.")
        raise _refusal(fault, os.path.relpath(other, start))


def _refusal(fault: ValuegateError, name: str) -> PolicyError:
    """The error that a file is no use at all."""
    from .layers import located

    return PolicyError([located(fault, name)])


def _defaults(schema: Mapping[str, Any]) -> dict[str, Any]:
    return {key: each["default"] for key, each in schema["properties"].items() if "default" in each}


def _own_packs(policy: Policy, files: Files) -> tuple[dict[str, str], dict[str, ValuegateError]]:
    """The packs of the team's own by their names in the policy: where each is loaded from, or its fault."""
    loaded: dict[str, str] = {}
    broken: dict[str, ValuegateError] = {}
    for code in policy.languages:
        if code.endswith(".toml"):
            try:
                loaded[code] = _pack(os.path.join(policy.root, code), files)
            except ValuegateError as fault:
                broken[code] = fault
    return loaded, broken


def _with_packs(policy: Policy, loaded: Mapping[str, str]) -> Policy:
    """The policy with the packs of the team's own as absolute paths."""
    return policy._replace(languages=tuple(loaded.get(code, code) for code in policy.languages))


def _refuse(broken: Mapping[str, ValuegateError], policy: Policy, layers: Layers) -> None:
    """A file that is no pack is a fault of the policy."""
    from .layers import located, shown

    problems = []
    for code, fault in broken.items():
        layer = next(each for each in reversed(list(layers)) if ("languages",) in each.document.places)
        place = layer.place("languages", policy.languages.index(code))
        message = f"'{shown(code)}' {fault.message}"
        problems.append(located(ValuegateError(message, fix=fault.fix), layer.name, place))
    if problems:
        raise PolicyError(problems)


def _pack(path: str, files: Files) -> str:
    """Load a pack; the path by which it is loaded now: of a copy, if it lies on no disk."""
    content = None if files is DISK else files.read(path, MAX_PACK)
    if content is None:
        language.load(path)
        return path
    from tempfile import TemporaryDirectory  # only where a commit is read

    with TemporaryDirectory() as folder:
        copy = os.path.join(folder, os.path.basename(path))
        with open(copy, "wb") as file:
            file.write(content)
        language.load(copy)
    return copy
