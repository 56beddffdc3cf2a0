"""Words of a ticket on their way into XML and HTML: texts are made harmless, only ``tag`` makes markup."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache

from .terminal import safe

_MARKS = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"})
_VOID = frozenset(("br", "input"))
"""Elements of HTML that have no end."""


class Markup(str):
    """A text that is markup already. Here alone it is made."""

    __slots__ = ()


LINE = Markup("\n")
"""The end of a line, for whoever reads the source."""


def markup(text: str) -> Markup:
    """A text for between tags or in a quoted attribute, on one line; what is markup already stays."""
    return text if type(text) is Markup else _inert(text)


@lru_cache(maxsize=1024)
def _inert(text: str) -> Markup:
    """Most texts of a page come again and again: labels, roles, reasons."""
    return Markup(safe(text).translate(_MARKS))


def joined(parts: Iterable[str], between: str = "") -> Markup:
    """Markup and texts, one after the other."""
    return Markup(markup(between).join(map(markup, parts)))


def tag(name: str, /, *inside: str, **attributes: str | None) -> Markup:
    """An element. ``class_`` is the attribute ``class``, ``data_x`` is ``data-x``; None is left out."""
    said = ""
    for key, value in attributes.items():
        if value is not None:
            said += f' {_name(key)}="{markup(value)}"'
    return Markup(f"<{name}{said}>{''.join(map(markup, inside))}{'' if name in _VOID else f'</{name}>'}")


@cache
def _name(key: str) -> str:
    return key.rstrip("_").replace("_", "-")
