"""The policy of a repository: finds `valuegate.yaml`, reads it with all that it extends, and checks it.

    files and presets → layers → typed by the schema → validated → merged → Policy

Only PolicyError and UsageError come out; a PolicyError holds every fault, each with its place.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from valuegate import baseline, language
from valuegate.baseline import Baseline
from valuegate.errors import PolicyError, UsageError, ValuegateError
from valuegate.policy import Exceptions, Gate, GateOverride, Hook, Override, Policy, Waivers
from valuegate.records import NamedTuple

from . import kept
from .disk import DISK, LIMIT, Files
from .tree import leaves, plain

if TYPE_CHECKING:
    from .layers import Layers
    from .schema import Checks

NAME = "valuegate.yaml"
"""What a policy file is called."""

RECOMMENDED = "valuegate:recommended"
"""The preset that serves where there is no policy file."""


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
    presets: Mapping[str, str] | None = None,
    languages: Sequence[str] | None = None,
    files: Files = DISK,
) -> Policy:
    """The policy of a file, else of the nearest one above ``start``, else the recommended preset.

    ``path`` and all names in messages are as seen from ``start``. ``checks`` are the registered checks with
    the schemas of their options, ``presets`` the texts of presets of plugins by reference
    (``acme:product``), ``languages`` the installed packs (default: those that ship), ``files`` where policies
    are read from. Raises PolicyError with every fault, or UsageError if there is no file at ``path``.
    """
    presets, languages = presets or {}, language.installed() if languages is None else languages
    path = _chosen(path, start, files)
    about = kept.about(checks, presets, languages)
    known = kept.recall(path, start, files, LIMIT)
    if known and known.about == about:
        policy = _policy(known.merged, path, start, known.paths)
        packs, broken = _own_packs(policy, files)
        if not broken:
            return _with_packs(policy, packs)
    layers = _layers(path, start, presets, files)
    merged = _merged(layers, checks, languages)
    policy = _policy(merged, path, start, layers.paths)
    packs, broken = _own_packs(policy, files)
    _refuse(broken, policy, layers)
    plugins = _plugins(_layers(path, start, {}, files))
    kept.keep(path, start, layers.texts, kept.Kept(*plugins, about, layers.paths, merged))
    return _with_packs(policy, packs)


def _merged(layers: Layers, checks: Checks, languages: Sequence[str]) -> dict[str, Any]:
    """The tree of a policy, from all that takes part. PolicyError with all that is wrong."""
    from .faults import faults, gaps
    from .layers import merge
    from .schema import schema_for, typed

    schema = schema_for(checks, languages)
    values = [(layer, typed(layer.document.value, schema, layer.document.quoted)) for layer in layers]
    # tests hold the presets that ship to the schema, so that the usual start needs no validator
    problems = [
        fault for layer, value in values if not layer.built_in for fault in faults(layer, value, schema)
    ]
    merged = merge([(layer, value) for layer, value in values if isinstance(value, dict)], _defaults(schema))
    if not layers.problems:  # what could not be read may hold what seems to lack
        problems += gaps(merged, list(layers), problems)
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
        raise UsageError(f"there is no policy file '{path}'", fix=f"Name a file, or write a {NAME}.")
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


def _policy(merged: dict[str, Any], path: str | None, start: str, files: tuple[str, ...]) -> Policy:
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
        plugins_require=tuple(plugins.get("require", ())),
        plugins_disable=tuple(plugins.get("disable", ())),
        source=path or RECOMMENDED,
        root=os.path.abspath(os.path.dirname(files[-1]) if files else start),
        files=files,
        origins=dict(leaves(merged)),
    )


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


def _gate(name: str, said: Mapping[str, Any]) -> Gate:
    names = {key: tuple(said.get(key, ())) for key in ("enters", "types", "projects", "require")}
    exceptions = Exceptions(**{key: tuple(value) for key, value in said.get("except", {}).items()})
    # what is required need not be advised too: a file may sharpen the advice of its preset
    advise = tuple(check for check in said.get("advise", ()) if check not in names["require"])
    return Gate(name, except_=exceptions, advise=advise, options=said.get("options", {}), **names)


def _waivers(said: Mapping[str, Any]) -> Waivers:
    return Waivers(_names(said, "people"), said.get("max-days", Waivers().max_days), _names(said, "checks"))


def _hook(said: Mapping[str, Any]) -> Hook:
    values = {key.replace("-", "_"): value for key, value in said.items()}
    return Hook(**{**values, "keys": _names(said, "keys") or (), "bots": _names(said, "bots") or ()})


def _override(said: Mapping[str, Any]) -> Override:
    gates = {
        name: GateOverride(_names(gate, "require"), _names(gate, "advise"), gate.get("options", {}))
        for name, gate in said.get("gates", {}).items()
    }
    return Override(tuple(said["paths"]), said.get("checks", {}), gates)


def _names(said: Mapping[str, Any], key: str) -> tuple[str, ...] | None:
    """A list of names; None where nothing is said, which is another thing than an empty list."""
    return tuple(said[key]) if key in said else None
