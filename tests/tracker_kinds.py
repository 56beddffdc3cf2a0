"""The kinds of tracker that ship, as packages, for the tests of their options."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from valuegate import trackers
from valuegate.tracker import TrackerKind

KINDS: dict[str, TrackerKind] = {
    module.name: trackers.BuiltIn(module.name)
    for module in iter_modules(trackers.__path__)
    if hasattr(import_module(f"valuegate.trackers.{module.name}"), "OPTIONS")
}
