"""The reporters that valuegate brings: what ``--format`` can name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from valuegate.hookspecs import hookimpl

if TYPE_CHECKING:
    from valuegate.report import Reporter


@hookimpl
def register_reporters() -> Sequence[Reporter]:
    """Text for people, JSON for programs."""
    from .json import JsonReporter
    from .jsonl import JsonLinesReporter
    from .text import TextReporter

    return [TextReporter(), JsonReporter(), JsonLinesReporter()]
