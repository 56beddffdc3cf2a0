"""What one command line says to all commands, and the door to standard output. Imports next to nothing."""

from __future__ import annotations

import sys

TYPE_CHECKING = False  # typing takes 9 ms to say so
if TYPE_CHECKING:
    from typing import Literal, TypeAlias

NAME = "valuegate"
COMPLETE = "_VALUEGATE_COMPLETE"
"""With this variable in the environment, a shell asks how a word may go on."""

ColorChoice: TypeAlias = "Literal['auto', 'always', 'never']"


class Settings:
    """What one command line says to all commands. ``code`` counts if the reader of a pipe leaves."""

    def __init__(self) -> None:
        self.debug = False
        self.color: ColorChoice = "auto"
        self.code = 0


_current = [Settings()]


def begin() -> Settings:
    """Settings for a command line that begins now."""
    _current[0] = Settings()
    return _current[0]


def settings() -> Settings:
    """The settings of the command line that runs."""
    return _current[0]


def write(text: str) -> None:
    """Write to standard output, as it is."""
    sys.stdout.write(text)


def say(text: str) -> None:
    """A line on standard error: what is not the report."""
    sys.stderr.write(f"{text}\n")
