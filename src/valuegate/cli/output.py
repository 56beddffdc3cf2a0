"""How the commands print: the one door to standard output, and what the terminal is capable of."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence

from valuegate.terminal import Pen, columns

from .settings import COMPLETE as COMPLETE
from .settings import NAME as NAME
from .settings import ColorChoice
from .settings import say as say
from .settings import settings as settings
from .settings import write as write


def lines(texts: Iterable[str]) -> None:
    """Write lines to standard output."""
    write("".join(f"{text}\n" for text in texts))


def pen() -> Pen:
    """What writes on this terminal: its width (between 40 and 100 columns), and colours where they show."""
    return Pen(min(max(_width(), 40), 100), wants_color(settings().color))


def _width() -> int:
    """The columns of the terminal, as ``shutil`` tells them, whose import takes 3 ms."""
    try:
        columns = int(os.environ["COLUMNS"])
    except (KeyError, ValueError):
        columns = 0
    if columns > 0:
        return columns
    try:
        # where there is no standard output, the AttributeError below is the answer
        return os.get_terminal_size(sys.__stdout__.fileno()).columns or 80  # type: ignore[union-attr]  # see above
    except (AttributeError, ValueError, OSError):
        return 80


def wants_color(choice: ColorChoice) -> bool:
    """Colours: as the option says, else NO_COLOR, else FORCE_COLOR, else only on a terminal."""
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def table(rows: Sequence[Sequence[str]], pen: Pen, *, indent: int = 0) -> list[str]:
    """Rows in columns; the first cell is bold, and the last wraps in its column."""
    widths = [max(columns(row[i]) for row in rows) for i in range(len(rows[0]) - 1)] if rows else []
    start = indent + sum(width + 2 for width in widths)
    found: list[str] = []
    for row in rows:
        head = " " * indent
        for number, (cell, width) in enumerate(zip(row, widths, strict=False)):
            space = " " * (width - columns(cell) + 2)
            head += (pen.paint(cell, "bold") if number == 0 else cell) + space
        body = pen.lines(row[-1], start)
        found += [(head + body[0].lstrip() if body else head).rstrip(), *body[1:]]
    return found
