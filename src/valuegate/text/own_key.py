"""Where a passage points to its own ticket: by the ticket's key, or by one that it calls ``this ticket``."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from .clues import Mark
from .link_kinds import LinkClue
from .sentences import Piece
from .signals import Signals

_FEW = 9
_BESIDE = 3
"""Characters between ``this ticket`` and its key: a comma, a bracket."""


def own_places(
    signals: Signals, own_keys: Collection[str], links: Sequence[LinkClue], named: Sequence[Mark]
) -> list[Piece]:
    """The places of keys that are the ticket's own. ``named`` are words that call it by itself."""
    keys = [(signals.live[start:end], start, end) for start, end in signals.keys]
    urls = [link.url for link in links if link.kind == "self"]
    own = {
        key
        for key, start, end in keys
        if key in own_keys or any(key in url for url in urls) or _is_beside(start, end, named)
    }
    return [(start, end) for key, start, end in keys if key in own]


def _is_beside(start: int, end: int, named: Sequence[Mark]) -> bool:
    return any(0 < max(start - mark.end, mark.start - end) <= _BESIDE for mark in named[:_FEW])
