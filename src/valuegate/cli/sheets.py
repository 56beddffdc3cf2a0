"""What takes a report: standard output, or a file that is there whole or not at all."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator

from valuegate.errors import UsageError, ValuegateError
from valuegate.typed import IO, Protocol

from .output import write


class Sheet(Protocol):
    """Takes the pieces of one report; leaving it without an exception puts the report in its place."""

    def open(self) -> None:
        """Begin; what it leaves behind if that is interrupted, ``__exit__`` takes away."""

    def write(self, text: str) -> None:
        """Take the next piece."""

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        """End; after an exception nothing is left behind."""


class StandardOutput:
    """Standard output. If its reader leaves (``| head``), the run goes on for its exit code."""

    def open(self) -> None:
        """It is open."""

    def write(self, text: str) -> None:
        """Write the next piece."""
        if text:
            try:
                write(text)
            except BrokenPipeError:
                _let_go()

    def flush(self) -> None:
        """Let its reader see what was written."""
        try:
            sys.stdout.flush()
        except BrokenPipeError:
            _let_go()

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        pass


def _let_go() -> None:
    """From now on nobody reads what is written."""
    nobody = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nobody, sys.stdout.fileno())
    os.close(nobody)


class ReportFile:
    """A file, written beside its place and moved there at the end.

    What is no ordinary file (a device, a pipe of the shell) cannot be replaced, and is written to.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self.place = os.path.realpath(path)
        folder, name = os.path.split(self.place)
        special = os.path.exists(self.place) and not os.path.isfile(self.place)
        self.part = "" if special else os.path.join(folder, f".{name}.{os.getpid()}")
        self.stream: IO[str] | None = None

    def open(self) -> None:
        """Open the file beside it, or what is no ordinary file."""
        with self._told(UsageError):
            self.stream = open(  # __exit__ closes it  # noqa: SIM115
                self.part or self.place,
                "x" if self.part else "w",
                encoding="utf-8",
                errors="replace",
                newline="\n",
            )

    def write(self, text: str) -> None:
        """Write the next piece."""
        if self.stream:
            with self._told():
                self.stream.write(text)

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        try:
            if self.stream:
                with self._told(), self.stream:
                    self.stream.flush()
            if self.part and kind is None:
                with self._told():
                    self._settle()
        finally:
            with contextlib.suppress(OSError):  # it is in its place, or was never there
                os.unlink(self.part)

    def _settle(self) -> None:
        if os.path.exists(self.place):
            os.chmod(self.part, os.stat(self.place).st_mode)
        os.replace(self.part, self.place)

    @contextlib.contextmanager
    def _told(self, kind: type[ValuegateError] = ValuegateError) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise kind(
                f"the report cannot be written to '{self.path}': {error.strerror}",
                fix="Name a file in a folder that is there, with room, and that you may write to.",
            ) from None
