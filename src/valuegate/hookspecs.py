"""What a plugin may register. Hooks only register: the engine runs what they give, under its name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from .entry_points import GROUP as PROJECT
from .typed import TYPE_CHECKING, Any, TypeVar, overload

if TYPE_CHECKING:
    from .check import Check
    from .reader import Reader
    from .report import Reporter
    from .tracker import TrackerKind

__all__ = ["PROJECT", "hookimpl", "hookspec"]

_Function = TypeVar("_Function", bound=Callable[..., Any])


def hookspec(function: _Function) -> _Function:
    """Marks one of the hooks below, as pluggy's marker would, whose import takes 20 ms of a start."""
    options = {"firstresult": False, "historic": False, "warn_on_impl": None, "warn_on_impl_args": None}
    setattr(function, f"{PROJECT}_spec", options)
    return function


@overload
def hookimpl(function: _Function) -> _Function: ...
@overload
def hookimpl(function: None = None, **options: Any) -> Callable[[_Function], _Function]: ...
def hookimpl(function: Any = None, **options: Any) -> Any:
    """Marks a function of a plugin as an implementation of one of the hooks below.

    The mark is that of pluggy, which also says what ``options`` there are.
    """
    if options:
        from pluggy import HookimplMarker

        return HookimplMarker(PROJECT)(function, **options)
    if function is None:
        return hookimpl
    setattr(function, f"{PROJECT}_impl", dict(_PLAIN))
    return function


_PLAIN = {
    "wrapper": False,
    "hookwrapper": False,
    "optionalhook": False,
    "tryfirst": False,
    "trylast": False,
    "specname": None,
}


@hookspec
def register_checks() -> Sequence[Check]:  # type: ignore[empty-body]  # a specification has no body
    """Checks, each with an id that no other plugin uses."""


@hookspec
def register_readers() -> Sequence[Reader]:  # type: ignore[empty-body]  # a specification has no body
    """Readers of further ticket formats."""


@hookspec
def register_reporters() -> Sequence[Reporter]:  # type: ignore[empty-body]  # a specification has no body
    """Reporters: further values of ``--format``."""


@hookspec
def register_trackers() -> Sequence[TrackerKind]:  # type: ignore[empty-body]  # a specification has no body
    """Kinds of trackers: further keys of ``trackers`` in the policy."""


@hookspec
def register_presets() -> Mapping[str, str]:  # type: ignore[empty-body]  # a specification has no body
    """Presets by name, as YAML text; a policy names one ``extends: [DISTRIBUTION:NAME]``."""
