"""Words of a ticket on their way into XML, HTML and Markdown: they stay words. Only ``tag`` makes markup."""

from __future__ import annotations

import re
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


_REFERENCE = re.compile(
    r"(?<=[@#!~%$&\[])(?=[\w\"'])"  # @person, #12, !3, ~label, %"milestone", $snippet, &epic, [issue:1]
    r"|(?<=:)(?=//)|(?<=\bwww)(?=\.)"  # addresses
    r"|(?<=\bGH-)(?=\d)|(?<=:)(?=[\w+-]+:)"  # GH-12, :emoji:
)
_COMMIT = re.compile(r"\b[0-9a-f]{7,}\b")
_PART = "\u200b"
"""An invisible space, which ``safe`` lets nobody else bring."""
_MARKDOWN = str.maketrans({char: f"&#{ord(char)};" for char in "\u200b&<\\`*_[]|~$^"})


def markdown(text: str) -> Markup:
    """A text for Markdown on GitHub and GitLab, inside HTML too: no markup, no link, nobody is mentioned.

    An invisible space parts what would be a reference. Begin its line with something else: it may be a ``-``.
    """
    parted = _COMMIT.sub(_in_pieces, _REFERENCE.sub(_PART, safe(text)))
    return Markup(parted.translate(_MARKDOWN))


def _in_pieces(match: re.Match[str]) -> str:
    """What looks like a commit, in pieces too short to be one."""
    return _PART.join(match[0][start : start + 6] for start in range(0, len(match[0]), 6))
