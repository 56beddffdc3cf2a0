"""One command line, from its words to its exit code, and the one outer error handler.

click exits with 1 for its own errors and for unhandled ones alike, and 1 means "refused" here. So
every end of a command passes through ``run``, which knows the exit codes (docs/exit-codes.md).
"""

from __future__ import annotations

import os
import sys

from valuegate.errors import PolicyError, TicketError, UsageError, ValuegateError

from . import quick
from .settings import COMPLETE, NAME, Settings, begin, say

TYPE_CHECKING = False  # typing takes 9 ms to say so
if TYPE_CHECKING:
    from collections.abc import Sequence


def run(args: Sequence[str]) -> int:
    """Run one command line; the exit code, whatever happens."""
    settings = begin()
    try:
        code = _invoke(args, settings)
        sys.stdout.flush()
    except BrokenPipeError:  # `valuegate … | head` has seen enough
        code = settings.code
    except KeyboardInterrupt:
        code = _interrupted()
    except Exception as error:  # the last resort: a crash must not look like a refusal  # noqa: BLE001
        code = _explain(error, settings)
    _settle()
    return code


def _invoke(args: Sequence[str], settings: Settings) -> int:
    """By the short way if it knows these words, else by click, which knows them all."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:  # a terminal that knows no accents gets a question mark, not a crash
            reconfigure(errors="replace")
    if COMPLETE not in os.environ:
        work = quick.understand(args)
        if work:
            return work(settings)
    return _by_click(args, settings)


def _by_click(args: Sequence[str], settings: Settings) -> int:
    """As click's ``main`` does, but for its exit codes."""
    import click

    from .app import app

    if COMPLETE in os.environ:
        from click.shell_completion import shell_complete

        return shell_complete(app, {}, NAME, COMPLETE, os.environ[COMPLETE])
    try:
        with app.make_context(NAME, list(args), obj=settings) as context:
            return int(app.invoke(context) or 0)
    except click.exceptions.Exit as end:
        return end.exit_code


def _interrupted() -> int:
    from valuegate.report import EXIT_INTERRUPTED

    say("Interrupted.")
    return EXIT_INTERRUPTED


def _explain(error: Exception, settings: Settings) -> int:
    """Say what went wrong on standard error; a traceback only for those who ask for one."""
    from valuegate.report import EXIT_REFUSED, EXIT_UNDECIDED, EXIT_USAGE

    if settings.debug:
        import traceback

        traceback.print_exception(error)
    click = sys.modules.get("click")  # what was never loaded has raised nothing
    if click and isinstance(error, click.Abort):
        return _interrupted()
    if click and isinstance(error, click.ClickException):
        error.show()
        return EXIT_USAGE
    if isinstance(error, PolicyError):
        for problem in error.problems:
            _show(problem)
        return EXIT_UNDECIDED
    if isinstance(error, ValuegateError):
        _show(error)
        return {UsageError: EXIT_USAGE, TicketError: EXIT_REFUSED}.get(type(error), EXIT_UNDECIDED)
    if not settings.debug:
        what = " ".join(f"{type(error).__name__}: {error}".split())
        say(f"valuegate broke ({what}); nothing was decided: run again with --debug.")
    return EXIT_UNDECIDED


def _show(error: ValuegateError) -> None:
    """An error may hold words of a ticket, or of a tracker: nothing in it commands the terminal."""
    from valuegate.terminal import safe

    place = ":".join(str(part) for part in (error.source, error.line, error.column) if part)
    say(safe(f"Error: {place}: {error.message}" if place else f"Error: {error.message}"))
    if error.fix:
        say(safe(f"  → {error.fix}"))


def _settle() -> None:
    """What nobody reads any more, or no disk holds, must not raise once more at the end of the process."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
