"""What can go wrong, by what the caller can do about it.

ValuegateError
├── UsageError        the command was called wrongly                      (exit code 2)
├── PolicyError       valuegate.yaml cannot be used: nothing is decided   (exit code 3)
├── PluginError       a plugin is broken or absent: nothing is decided    (exit code 3)
├── GitError          git is absent, or fails: nothing is decided         (exit code 3)
├── TrackerError      the tracker did not do it: nothing is decided       (exit code 3)
│   ├── SignInError       sign in, or sign in again
│   ├── ForbiddenError    a permission is missing, and named
│   ├── GoneError         the ticket is not there, or not for us
│   ├── ConflictError     it is not as it was seen: read again
│   ├── RefusedError      the workflow forbids it, in its own words
│   ├── WaitError         wait until a time
│   ├── IncompleteError   some tickets cannot be read; what a search gave before stands
│   └── UnavailableError  try again later; a write may have been done
└── TicketError       the ticket cannot be read: the ticket has failed    (exit code 1)
"""

from __future__ import annotations

TYPE_CHECKING = False  # the door of every start: typing takes 9 ms to say so
if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime


class ValuegateError(Exception):
    """One clear error: what happened, where, and how to mend it.

    ``line`` and ``column`` count from 1; 0 means that the place is not known.
    """

    def __init__(
        self, message: str, *, fix: str = "", source: str = "", line: int = 0, column: int = 0
    ) -> None:
        super().__init__(message)
        self.message = message
        self.fix = fix
        self.source = source
        self.line = line
        self.column = column


class UsageError(ValuegateError):
    """The command was called in a way that cannot work."""


class PluginError(ValuegateError):
    """A plugin could not be loaded, or something that it should give is not there."""


class GitError(ValuegateError):
    """Git cannot be started, or did not do what it was asked."""


class TrackerError(ValuegateError):
    """A tracker did not do what it was asked. Its subclasses say what the caller can do about it."""


class SignInError(TrackerError):
    """The tracker does not know us: no credentials, wrong ones, or expired ones."""


class ForbiddenError(TrackerError):
    """We are known, and may not do this; the message names the permission that is missing."""


class GoneError(TrackerError):
    """There is no such ticket (any more), or we may not know of it."""


class ConflictError(TrackerError):
    """The ticket is not as it was seen: somebody else changed it. Read it again before anything else."""


class RefusedError(TrackerError):
    """The tracker's own rules forbid it (a validator, a required field); the message has its words."""


class WaitError(TrackerError):
    """Too much was asked. ``until`` is when to ask again; None if the tracker does not say."""

    def __init__(
        self, message: str, *, until: datetime | None = None, fix: str = "", source: str = ""
    ) -> None:
        super().__init__(message, fix=fix, source=source)
        self.until = until


class IncompleteError(TrackerError):
    """At the end of a search: all that can be read was given, and the message names what cannot."""


class UnavailableError(TrackerError):
    """The tracker cannot be reached, or fails. A write that was cut off may have been done all the same."""


class PolicyError(ValuegateError):
    """The policy cannot be used. ``problems`` holds every fault that was found, each with its place."""

    def __init__(self, problems: Sequence[ValuegateError]) -> None:
        first = problems[0]
        super().__init__(
            first.message, fix=first.fix, source=first.source, line=first.line, column=first.column
        )
        self.problems = tuple(problems)


class TicketError(ValuegateError):
    """The ticket cannot be read. ``reason`` is ``ticket.unreadable``, ``.too-large`` or ``.language``."""

    def __init__(
        self,
        message: str,
        *,
        reason: str = "ticket.unreadable",
        fix: str = "",
        source: str = "",
        line: int = 0,
        column: int = 0,
    ) -> None:
        super().__init__(message, fix=fix, source=source, line=line, column=column)
        self.reason = reason
