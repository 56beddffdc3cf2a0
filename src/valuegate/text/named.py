"""People who are known by their names: after a title ("Mme Haddad"), or as who speaks ("Marek, driver")."""

from __future__ import annotations

from collections.abc import Iterator

from .clues import find_quotations
from .wording import Wording

_ROLE = frozenset(("who", "not_who"))
_NAMES = 2
"""So many words of a name follow a title."""


def titled(wording: Wording) -> Iterator[tuple[int, int]]:
    """The names that follow a title, as tokens."""
    if "title" not in wording.kinds:
        return
    for at in range(len(wording.words) - 1):
        near = wording.tokens[at + 1].start - wording.tokens[at].end <= len(". ")
        if "title" in wording.tags[at] and near and _is_capital(wording, at) and _is_capital(wording, at + 1):
            last = at + 2
            while last < min(at + 2 + _NAMES, len(wording.words)) and _is_name(wording, last):
                last += 1
            yield at, last


def speaker(wording: Wording) -> tuple[int, int] | None:
    """Who tells of themselves between quotation marks: the name or the role that stands outside of them."""
    if "myself" not in wording.kinds:
        return None
    quotations = find_quotations(wording.signals.text)
    inside = [any(a <= token.start < b for a, b in quotations) for token in wording.tokens]
    if not any(quoted and "myself" in tags for quoted, tags in zip(inside, wording.tags, strict=False)):
        return None
    outside = [at for at, quoted in enumerate(inside) if not quoted]
    who = [at for at in outside if not _ROLE.isdisjoint(wording.tags[at]) or _is_capital(wording, at)]
    return (who[0], who[0] + 1) if who else None


def _is_name(wording: Wording, at: int) -> bool:
    return not wording.stops[at] and _is_capital(wording, at)


def _is_capital(wording: Wording, at: int) -> bool:
    return wording.live[wording.tokens[at].start].isupper()
