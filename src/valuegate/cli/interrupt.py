"""Ctrl-C between two verdicts, never in the middle of writing one: so reports end whole."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from types import FrameType

from valuegate.typed import Any, Self, TypeVar

try:
    import _signal as signal  # type: ignore[import-not-found]  # the half in C: the other names numbers (1 ms)
except ImportError:
    import signal

_Result = TypeVar("_Result")


class Interrupts:
    """While it lasts, Ctrl-C waits for what is ``whole``; a second one does not wait."""

    def __init__(self) -> None:
        self._busy = False
        self._count = 0
        self._told = False
        self._before: Any = None

    def __enter__(self) -> Self:
        with suppress(ValueError):  # another thread than the main one, where Ctrl-C does not come
            self._before = signal.signal(signal.SIGINT, self._interrupt)
        return self

    def __exit__(self, *_: object) -> None:
        if self._before is not None:
            signal.signal(signal.SIGINT, self._before)

    def _interrupt(self, _signal: int, frame: FrameType | None) -> None:
        self._count += 1
        if self._count > 1 or not (self._busy or _imports(frame)):
            self._told = True
            raise KeyboardInterrupt

    def look(self) -> None:
        """Raise a Ctrl-C that had to wait."""
        if self._count and not self._told:
            self._told = True
            raise KeyboardInterrupt

    def whole(self, action: Callable[..., _Result], *args: Any) -> _Result:
        """Do something to its end; a Ctrl-C that came meanwhile is raised then."""
        self._busy = True
        try:
            return action(*args)
        finally:
            self._busy = False
            self.look()


def _imports(frame: FrameType | None) -> bool:
    """Is Python importing? It calls back there from where nothing can be raised: a Ctrl-C would be lost."""
    return frame is not None and frame.f_code.co_filename.startswith("<frozen importlib")
