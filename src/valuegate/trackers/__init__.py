"""The built-in trackers, registered through the same hook as anybody's. Each is imported when it is asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..hookspecs import hookimpl

if TYPE_CHECKING:
    from ..tracker import Setting, Tracker, TrackerKind

NAMES: tuple[str, ...] = ()
"""Each is a package here with ``OPTIONS`` and ``open_tracker``, which imports what is heavy."""


class BuiltIn:
    """A kind of tracker of valuegate: its name is known at once, the rest when somebody asks for it."""

    def __init__(self, name: str) -> None:
        self.name = name

    @property
    def options(self) -> Mapping[str, Mapping[str, Any]]:
        """Option of the policy → JSON Schema of its value."""
        options: Mapping[str, Mapping[str, Any]] = self._module().OPTIONS
        return options

    def open(self, setting: Setting) -> Tracker:
        """A tracker to work with; the first call opens a connection."""
        tracker: Tracker = self._module().open_tracker(setting)
        return tracker

    def _module(self) -> Any:
        from importlib import import_module

        return import_module(f"{__name__}.{self.name}")


@hookimpl
def register_trackers() -> Sequence[TrackerKind]:
    """Where tickets can live."""
    return [BuiltIn(name) for name in NAMES]
