"""The typed face over pluggy: what is registered, by whom, and what failed and why.

Measured on pluggy 1.7: an exception in one implementation ends the whole call and names nobody; a misspelt
hook registers in silence; the first broken entry point stops the loading of the others. So every
plugin is loaded alone, every implementation is called alone, and every failure has a name.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property

from . import entry_points, hookspecs
from .check import Check
from .entry_points import EntryPoint as EntryPoint
from .errors import PluginError
from .finding import NO_CHECKS
from .naming import suggestion
from .reader import Reader
from .records import NamedTuple
from .report import Reporter
from .typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pluggy

    from .tracker import TrackerKind

BUILT_IN = ("valuegate.checks", "valuegate.readers", "valuegate.reporters", "valuegate.trackers")
"""The modules that register what valuegate itself brings, by the same hooks as anybody's.

They are called without pluggy, so that a start without foreign plugins need not import it.
"""

HOOKS = {
    "register_checks": "check",
    "register_readers": "reader",
    "register_reporters": "reporter",
    "register_trackers": "tracker",
    "register_presets": "preset",
}
"""Every hook, and the kind of thing that it registers."""

_PARTS = {
    "check": ("question", "reasons", "options", "texts", "judge"),
    "reader": ("claims", "read"),
    "reporter": ("start",),
    "tracker": ("options", "open"),
}
_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_PRESET = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


class Plugin(NamedTuple):
    """One loaded (or broken) plugin: where it comes from, and what it registered as ``kind id``."""

    name: str
    distribution: str
    version: str
    gives: tuple[str, ...] = ()
    error: str = ""


class Registry(NamedTuple):
    """Everything registered, by id. ``errors`` keep a run from deciding; they are never skipped.

    ``owners`` say by the id of a check which distribution gives it, with its version.
    """

    checks: Mapping[str, Check]
    readers: Mapping[str, Reader]
    reporters: Mapping[str, Reporter]
    presets: Mapping[str, str]
    plugins: Sequence[Plugin]
    errors: Sequence[PluginError]
    owners: Mapping[str, str] = {}
    trackers: Mapping[str, TrackerKind] = {}


def installed() -> list[EntryPoint]:
    """The plugins that the environment announces, by entry-point group ``valuegate``."""
    return entry_points.find()


def load(
    points: Iterable[EntryPoint] = (), *, require: Sequence[str] = (), disable: Sequence[str] = ()
) -> Registry:
    """Load the built-in parts and these plugins, each alone. Nothing raises: failures are in ``errors``.

    ``require`` and ``disable`` name a plugin by its entry point or its distribution.
    """
    loader = _Loader()
    for module in BUILT_IN:
        loader.add(EntryPoint(module.removeprefix("valuegate."), module, "valuegate", ""), loader.keep_own)
    points = list(points)
    for point in points:
        if not point.called(disable):
            loader.add(point, loader.register)
    loader.collect()
    loader.demand(require, points)
    return loader.registry()


class _Loader:
    def __init__(self) -> None:
        self.own: dict[str, Any] = {}
        self.points: dict[str, EntryPoint] = {}
        self.gives: dict[str, list[str]] = {}
        self.failed: dict[str, str] = {}
        self.errors: list[PluginError] = []
        self.found: dict[str, dict[str, Any]] = {kind: {} for kind in HOOKS.values()}
        self.owners: dict[tuple[str, str], str] = {}

    @cached_property
    def manager(self) -> pluggy.PluginManager:
        """What calls the hooks of foreign plugins."""
        from pluggy import PluginManager

        manager = PluginManager(hookspecs.PROJECT)
        manager.add_hookspecs(hookspecs)
        return manager

    def keep_own(self, plugin: Any, name: str) -> None:
        """A part of valuegate itself."""
        self.own[name] = plugin

    def register(self, plugin: Any, name: str) -> None:
        """A foreign plugin."""
        self.manager.register(plugin, name=name)
        self._look_for_unmarked(plugin)

    def add(self, point: EntryPoint, register: Callable[[Any, str], None]) -> None:
        """Import and register one plugin; whatever it raises becomes an error with its name."""
        name = f"{point.distribution}:{point.name}"
        self.points[name] = point
        self.gives[name] = []
        try:
            register(_imported(point.value), name)
        except (Exception, SystemExit) as error:  # plugins are foreign code  # noqa: BLE001
            self.fail(name, f"could not be loaded ({type(error).__name__}: {error})")

    def _look_for_unmarked(self, plugin: Any) -> None:
        """A function named like a hook but without the marker would never be called, in silence."""
        marked = {caller.name for caller in self.manager.get_hookcallers(plugin) or ()}
        unmarked = [hook for hook in HOOKS if hook not in marked and callable(getattr(plugin, hook, None))]
        if unmarked:
            raise TypeError(f"{', '.join(unmarked)} lacks the marker @hookimpl")

    def fail(self, name: str, what: str) -> None:
        """Note what is wrong with a plugin."""
        point = self.points[name]
        fix = f"Mend or update {point.distribution}, or add '{point.name}' to plugins.disable."
        self.failed.setdefault(name, what)
        self.errors.append(PluginError(f"plugin '{point.name}' of {point.origin} {what}", fix=fix))

    def collect(self) -> None:
        """Call every implementation alone, in the order of loading, and keep what it registers."""
        for hook in HOOKS:
            for name, function in [*self._own(hook), *self._foreign(hook)]:
                self._call(name, hook, function)
        for caller in self._callers():
            if not caller.has_spec():
                self._refuse_unknown(caller)

    def _own(self, hook: str) -> list[tuple[str, Callable[[], Any]]]:
        return [(name, getattr(part, hook)) for name, part in self.own.items() if hasattr(part, hook)]

    def _foreign(self, hook: str) -> list[tuple[str, Callable[[], Any]]]:
        order = list(self.points)
        impls = [impl for each in self._callers() if each.name == hook for impl in each.get_hookimpls()]
        impls.sort(key=lambda impl: order.index(impl.plugin_name))
        return [(impl.plugin_name, impl.function) for impl in impls]

    def _callers(self) -> list[pluggy.HookCaller]:
        """Every hook that is specified, or that some plugin implements; none without foreign plugins."""
        if "manager" not in vars(self):
            return []
        return [each for each in vars(self.manager.hook).values() if hasattr(each, "get_hookimpls")]

    def _refuse_unknown(self, caller: pluggy.HookCaller) -> None:
        """A misspelt hook would never be called. One marked as optional is meant for another version."""
        for impl in caller.get_hookimpls():
            if not impl.optionalhook:
                hint = suggestion(caller.name, list(HOOKS))
                self.fail(impl.plugin_name, f"implements '{caller.name}', which is no hook. {hint}")

    def _call(self, owner: str, hook: str, function: Callable[[], Any]) -> None:
        kind = HOOKS[hook]
        try:
            if kind == "preset":
                self._keep_presets(owner, function())
            else:
                for item in function():
                    name = _checked_name(kind, item)
                    if (
                        owner not in self.own
                    ):  # those of a built-in tracker are imported when they are asked for
                        _check_options(kind, name, item)
                    self._keep(kind, name, item, owner)
        except (Exception, SystemExit) as error:  # plugins are foreign code  # noqa: BLE001
            self.fail(owner, f"failed in {hook} ({type(error).__name__}: {error})")

    def _keep_presets(self, owner: str, presets: Any) -> None:
        for name, text in dict(presets).items():
            if not (isinstance(name, str) and _PRESET.fullmatch(name) and isinstance(text, str)):
                raise TypeError(f"preset {name!r} is not a name with a YAML text")
            self._keep("preset", f"{self.points[owner].distribution}:{name}", text, owner)

    def _keep(self, kind: str, name: str, item: Any, owner: str) -> None:
        first = self.owners.setdefault((kind, name), owner)
        if name in self.found[kind]:
            one, two = self.points[first].origin, self.points[owner].origin
            self.fail(owner, f"registers the {kind} '{name}' a second time: {one} and {two} both give it")
            return
        self.found[kind][name] = item
        self.gives[owner].append(f"{kind} {name}")

    def demand(self, names: Sequence[str], points: Sequence[EntryPoint]) -> None:
        """A plugin that the policy requires must be there."""
        for name in names:
            if any(point.called([name]) for point in self.points.values()):
                continue
            what, fix = (
                "is not installed",
                "Install it in this environment, or take it out of plugins.require.",
            )
            if any(point.called([name]) for point in points):
                what, fix = "is disabled", "Take it out of plugins.disable or out of plugins.require."
            self.errors.append(PluginError(f"the required plugin '{name}' {what}", fix=fix))

    def registry(self) -> Registry:
        """What was found, and by whom."""
        plugins = [
            Plugin(p.name, p.distribution, p.version, tuple(self.gives[name]), self.failed.get(name, ""))
            for name, p in self.points.items()
        ]
        owners = {name: self.points[o].origin for (kind, name), o in self.owners.items() if kind == "check"}
        return Registry(
            checks=self.found["check"],
            readers=self.found["reader"],
            reporters=self.found["reporter"],
            presets=self.found["preset"],
            plugins=plugins,
            errors=self.errors,
            owners=owners,
            trackers=self.found["tracker"],
        )


def _imported(value: str) -> Any:
    """The object that an entry point names: ``package.module:attribute``, extras left out."""
    module, _, attribute = value.partition("[")[0].strip().partition(":")
    plugin: Any = importlib.import_module(module.strip())
    for part in filter(None, attribute.strip().split(".")):
        plugin = getattr(plugin, part)
    return plugin


def _checked_name(kind: str, item: Any) -> str:
    """The id of a registered thing; an error that its author understands if it cannot work."""
    if isinstance(item, type):
        raise TypeError(f"{item.__name__} is a class; register an instance of it")
    name = item.id if kind == "check" else item.name
    if not isinstance(name, str) or not _ID.fullmatch(name):
        raise ValueError(f"{kind} id {name!r} is not lower case words joined by hyphens")
    if kind == "check" and name in NO_CHECKS:
        raise ValueError(f"check id '{name}' is taken: reports say it where no check speaks")
    missing = [part for part in _PARTS[kind] if not (hasattr(type(item), part) or hasattr(item, part))]
    if missing:
        raise TypeError(f"{kind} '{name}' has no {', '.join(missing)}")
    return name


def _check_options(kind: str, name: str, item: Any) -> None:
    """Each option can be told about; one of a check may always lack, one of a tracker may be asked for."""
    if "options" not in _PARTS.get(kind, ()):
        return
    wanted = ("default", "description") if kind == "check" else ("description",)
    for option, schema in item.options.items():
        if not isinstance(schema, Mapping) or not schema.keys() >= set(wanted):
            raise TypeError(f"option '{option}' of {kind} '{name}' has no {' or no '.join(wanted)}")
