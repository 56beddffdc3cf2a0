"""The typed face over pluggy: what is registered, by whom, and what failed and why.

Measured on pluggy 1.7: an exception in one implementation ends the whole call and names nobody; a misspelt
hook registers in silence; the first broken entry point stops the loading of the others. So every
plugin is loaded alone, every implementation is called alone, and every failure has a name.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import pluggy

from . import hookspecs
from .check import Check
from .errors import PluginError
from .reader import Reader
from .report import Reporter

BUILT_IN = ("valuegate.checks", "valuegate.readers", "valuegate.reporters")
"""The modules that register what valuegate itself brings, through the same hooks as anybody's."""

_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


class Plugin(NamedTuple):
    """One loaded (or broken) plugin: where it comes from, and what it registered as ``kind id``."""

    name: str
    distribution: str
    version: str
    gives: tuple[str, ...] = ()
    error: str = ""


class EntryPoint(NamedTuple):
    """A plugin that an installed distribution announces."""

    name: str
    value: str
    distribution: str
    version: str


class Registry(NamedTuple):
    """Everything registered, by id. ``errors`` keep a run from deciding; they are never skipped."""

    checks: Mapping[str, Check]
    readers: Mapping[str, Reader]
    reporters: Mapping[str, Reporter]
    presets: Mapping[str, str]
    plugins: Sequence[Plugin]
    errors: Sequence[PluginError]


def installed() -> list[EntryPoint]:
    """The plugins that the environment announces, by entry-point group ``valuegate``."""
    from importlib.metadata import entry_points  # 30 ms: only where plugins are looked for

    found = []
    for point in entry_points(group=hookspecs.PROJECT):
        dist = point.dist
        found.append(
            EntryPoint(point.name, point.value, dist.name if dist else "?", dist.version if dist else "?")
        )
    return sorted(found)


def load(
    points: Iterable[EntryPoint] = (), *, require: Sequence[str] = (), disable: Sequence[str] = ()
) -> Registry:
    """Load the built-in parts and these plugins, each alone. Nothing raises: failures are in ``errors``.

    ``require`` and ``disable`` name a plugin by its entry point or its distribution.
    """
    loader = _Loader()
    for module in BUILT_IN:
        loader.add(EntryPoint(module.removeprefix("valuegate."), module, "valuegate", ""))
    for point in points:
        if point.name not in disable and point.distribution not in disable:
            loader.add(point)
    loader.collect()
    loader.demand(require)
    return loader.registry()


class _Loader:
    def __init__(self) -> None:
        self.manager = pluggy.PluginManager(hookspecs.PROJECT)
        self.manager.add_hookspecs(hookspecs)
        self.points: dict[str, EntryPoint] = {}
        self.gives: dict[str, list[str]] = {}
        self.failed: dict[str, str] = {}
        self.errors: list[PluginError] = []
        self.found: dict[str, dict[str, Any]] = {"check": {}, "reader": {}, "reporter": {}, "preset": {}}
        self.owners: dict[tuple[str, str], str] = {}

    def add(self, point: EntryPoint) -> None:
        """Import and register one plugin; whatever it raises becomes an error with its name."""
        name = f"{point.distribution}:{point.name}"
        self.points[name] = point
        self.gives[name] = []
        try:
            module, _, attribute = point.value.partition(":")
            plugin: Any = importlib.import_module(module.strip())
            for part in filter(None, attribute.split(".")):
                plugin = getattr(plugin, part)
            self.manager.register(plugin, name=name)
        except (Exception, SystemExit) as error:  # plugins are foreign code  # noqa: BLE001
            self.fail(name, f"could not be loaded ({type(error).__name__}: {error})")

    def fail(self, name: str, what: str, fix: str = "") -> None:
        """Note what is wrong with a plugin."""
        point = self.points[name]
        version = f" {point.version}" if point.version else ""
        message = f"plugin '{point.name}' of {point.distribution}{version} {what}"
        fix = fix or f"Mend or update {point.distribution}, or add '{point.name}' to plugins.disable."
        self.failed[name] = what
        self.errors.append(PluginError(message, fix=fix))

    def collect(self) -> None:
        """Call every implementation alone and keep what it registers."""
        for hook, keep in self._hooks():
            caller = getattr(self.manager.hook, hook)
            for impl in sorted(
                caller.get_hookimpls(), key=lambda impl: list(self.points).index(impl.plugin_name)
            ):
                self._call(impl.plugin_name, hook, impl.function, keep)
        for caller in vars(self.manager.hook).values():
            if isinstance(caller, pluggy.HookCaller) and not caller.has_spec():
                for impl in caller.get_hookimpls():
                    known = ", ".join(hook for hook, _ in self._hooks())
                    self.fail(
                        impl.plugin_name, f"implements '{caller.name}', which is no hook; known: {known}"
                    )

    def _hooks(self) -> list[tuple[str, Callable[[str, Any], None]]]:
        def named(kind: str) -> Callable[[str, Any], None]:
            return lambda owner, items: self._keep_named(kind, owner, items)

        return [
            ("register_checks", named("check")),
            ("register_readers", named("reader")),
            ("register_reporters", named("reporter")),
            ("register_presets", self._keep_presets),
        ]

    def _call(
        self, name: str, hook: str, function: Callable[[], Any], keep: Callable[[str, Any], None]
    ) -> None:
        try:
            keep(name, function())
        except (Exception, SystemExit) as error:  # plugins are foreign code  # noqa: BLE001
            self.fail(name, f"failed in {hook} ({type(error).__name__}: {error})")

    def _keep_named(self, kind: str, owner: str, items: Any) -> None:
        for item in items:
            name = item.id if kind == "check" else item.name
            if not isinstance(name, str) or not _ID.fullmatch(name):
                raise ValueError(f"{kind} id {name!r} is not lower case words joined by hyphens")
            if kind == "check" and not isinstance(item, Check):
                raise TypeError(f"check '{name}' lacks an attribute of the Check protocol")
            self._keep(kind, name, item, owner)

    def _keep_presets(self, owner: str, presets: Any) -> None:
        for name, text in dict(presets).items():
            self._keep("preset", f"{self.points[owner].distribution}:{name}", text, owner)

    def _keep(self, kind: str, name: str, item: Any, owner: str) -> None:
        first = self.owners.setdefault((kind, name), owner)
        if first != owner or name in self.found[kind]:
            one, two = self.points[first].distribution, self.points[owner].distribution
            self.fail(
                owner, f"registers the {kind} '{name}' of {one} a second time ({one} and {two} both give it)"
            )
            return
        self.found[kind][name] = item
        self.gives[owner].append(f"{kind} {name}")

    def demand(self, names: Sequence[str]) -> None:
        """A plugin that the policy requires must be there."""
        there = {n for p in self.points.values() for n in (p.name, p.distribution)}
        for name in names:
            if name not in there:
                fix = "Install it in this environment, or take it out of plugins.require."
                self.errors.append(PluginError(f"the required plugin '{name}' is not installed", fix=fix))

    def registry(self) -> Registry:
        plugins = [
            Plugin(p.name, p.distribution, p.version, tuple(self.gives[name]), self.failed.get(name, ""))
            for name, p in self.points.items()
        ]
        found = self.found
        return Registry(
            found["check"], found["reader"], found["reporter"], found["preset"], plugins, self.errors
        )
