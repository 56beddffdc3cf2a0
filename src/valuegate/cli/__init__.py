"""The command line: parses and prints, nothing else. Here is its entry, which loads no more than is needed.

What a start pays for, and does not, is told in docs/speed.md; a test holds the list of what may be imported.
"""

from __future__ import annotations

import gc
import os
import sys

try:
    import _signal as signal  # type: ignore[import-not-found]  # the half in C: the other names numbers (1 ms)
except ImportError:
    import signal

TYPE_CHECKING = False  # typing takes 9 ms to say so
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_FEW = 100_000
"""So many objects that may be garbage are kept before anybody looks for some: more than one ticket makes."""
_DAILY = frozenset(("check", "hook"))
"""The commands that must answer at once."""
INTERRUPTED = 130
"""``report.EXIT_INTERRUPTED``, before that can be loaded."""


def main() -> None:
    """The console command ``valuegate``."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # else whoever starts us wants none
        signal.signal(signal.SIGINT, _end_at_once)
    gc.set_threshold(_FEW, 10, 10)
    args = sys.argv[1:]
    if not {"--no-cache", "--version"}.intersection(args) and not os.environ.get("VALUEGATE_NO_CACHE"):
        _remember(args)
    code = run(args)
    _leave(code)


def run(args: Sequence[str]) -> int:
    """Run one command line; the exit code, whatever happens."""
    from .command_line import run as run_all

    return run_all(args)


def _end_at_once(*_: object) -> None:
    """Ctrl-C while nothing is being done yet: raised in the middle of an import, it might be lost.

    What a command does is interrupted otherwise: see ``interrupt.Interrupts``.
    """
    os.write(2, b"Interrupted.\n")
    os._exit(INTERRUPTED)


def _remember(args: Sequence[str]) -> None:
    """Use what earlier starts worked out. What trackers and the guard load is kept apart from the daily."""
    from valuegate import byte_code, cache, patterns

    command = args[0] if args and args[0] in _DAILY else "other"
    cache.turn_on()
    byte_code.preload(command)
    patterns.preload(command)


def _leave(code: int) -> None:
    """End the process: at once, unless somebody wants to be asked before."""
    cache = sys.modules.get("valuegate.cache")
    if cache:
        _whole(cache.finish)
    watched = sys.gettrace() or sys.getprofile() or "coverage" in sys.modules or sys.flags.inspect
    if watched or "pluggy" in sys.modules:  # foreign code may have work left
        sys.exit(code)
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:
        sys.exit(code)
    os._exit(code)  # saves taking apart, object by object, what the system takes back anyway (10 ms)


def _whole(work: Callable[[], None]) -> None:
    """Do something to its end; a Ctrl-C that came meanwhile is heeded then."""
    came: list[object] = []
    before = signal.getsignal(signal.SIGINT)
    if before is _end_at_once:
        signal.signal(signal.SIGINT, lambda *_: came.append(1))
    work()
    if before is _end_at_once:
        signal.signal(signal.SIGINT, before)
    if came:
        _end_at_once()
