"""The built-in trackers, registered through the same hook as anybody's. Each is imported when it is asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..hookspecs import hookimpl
from ..typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..tracker import Secret, Setting, Tracker, TrackerKind

NAMES = ("folder", "jira", "linear")
"""Each is a package here with ``OPTIONS`` and ``open_tracker``, which imports what is heavy.

Where one signs in it has ``SECRETS`` too, and ``HOME`` if that is everybody's.
"""


class BuiltIn:
    """A kind of tracker of valuegate: its name is known at once, the rest when somebody asks for it."""

    def __init__(self, name: str) -> None:
        self.name = name

    @property
    def options(self) -> Mapping[str, Mapping[str, Any]]:
        """Option of the policy → JSON Schema of its value."""
        options: Mapping[str, Mapping[str, Any]] = self._module().OPTIONS
        return options

    @property
    def secrets(self) -> tuple[Secret, ...]:
        """What signing in takes; nothing where nobody signs in."""
        secrets: tuple[Secret, ...] = getattr(self._module(), "SECRETS", ())
        return secrets

    @property
    def home(self) -> str:
        """Where everybody's is; empty where each team has its own."""
        home: str = getattr(self._module(), "HOME", "")
        return home

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
