"""How much the clues of an item weigh, and which of them each kind of doubt leaves.

Every rule fits into one sentence that a product manager can agree or disagree with.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

from .clue_kinds import WEIGHTS, Clue
from .sentences import Piece

NUMBERS = frozenset(("count", "share", "measure"))
_COUNTED = frozenset(("count", "share"))
_HELD = frozenset(("inquiry", "record", "tool"))
_KEPT = frozenset(("record", "tool"))
_NAMED = frozenset((*_HELD, "word", "thing"))
_TIMES = frozenset(("day", "period", "day-of-some-year", "period-of-some-year"))
_WHERE = frozenset(("place", "places", "name"))
_LOOSE = NUMBERS | _TIMES | _WHERE | {"year"}
_POINTERS = frozenset(("key", "link", "entry", "plain-link"))
_PAST = frozenset(("day", "period", "share"))
_GROUPS = (tuple(_POINTERS), tuple(_TIMES), ("law",), ("share", "count"), ("kept",))

_Clues = list[Clue]


def score(clues: Sequence[Clue]) -> int:
    """The best source, pointer, day, article and count, each once.

    A percentage says something only beside a source that can be found; a quotation, only with its occasion.
    """
    return _score(frozenset([clue.kind for clue in clues]))


@cache
def _score(kinds: frozenset[str]) -> int:
    named = max((WEIGHTS[kind] for kind in kinds & _NAMED), default=0)
    if {"word", "thing"} <= kinds:
        named = 2
    total = named + sum(
        max((WEIGHTS[kind] for kind in group if kind in kinds), default=0) for group in _GROUPS
    )
    total += _where(kinds, named)
    if _measured(kinds, named):
        total += WEIGHTS["measure"]
    if "plain-link" in kinds and named and not kinds & {"key", "link", "entry"}:
        total += 1  # the words before it say what it leads to
    if "quote" in kinds and kinds & (_NAMED | _TIMES | {"key", "link"}):
        total += WEIGHTS["quote"]
    return total


def _measured(kinds: frozenset[str], named: int) -> bool:
    """A measure counts where nothing else does, beside a named source or machine and a day or a pointer."""
    if "measure" not in kinds or kinds & _COUNTED:
        return False
    return bool(named or "place" in kinds or {"name", "day"} <= kinds) and bool(kinds & (_TIMES | _POINTERS))


def _where(kinds: frozenset[str], named: int) -> int:
    """Which one, whose, or in which year: it helps where something is counted or named, and by itself not."""
    if "places" in kinds and kinds & (_TIMES | _KEPT):
        return WEIGHTS["places"]
    if "place" in kinds and (kinds & _KEPT or (kinds & _TIMES and (named or kinds & NUMBERS))):
        return WEIGHTS["place"]
    if kinds & _TIMES:
        return WEIGHTS["name"] if "name" in kinds and kinds & _COUNTED else 0
    return WEIGHTS["year"] if "year" in kinds and kinds & NUMBERS and kinds & (_HELD | {"thing"}) else 0


def _in(clue: Clue, chunk: Piece) -> bool:
    return chunk[0] <= clue.start < chunk[1]


def _any(clues: _Clues, kinds: frozenset[str]) -> bool:
    return any(clue.kind in kinds for clue in clues)


def _negated(clues: _Clues, chunk: Piece) -> _Clues:
    return [clue for clue in clues if not _in(clue, chunk)]


def _plan(clues: _Clues, chunk: Piece) -> _Clues:
    """A plan takes nothing from what has a past day of its own, and all from what has none."""
    if _any([clue for clue in clues if _in(clue, chunk)], _PAST):
        return clues
    lost = frozenset() if _any(clues, _PAST) else _POINTERS
    return [c for c in clues if c.kind == "law" or not (_in(c, chunk) or c.kind in lost)]


def _self_reference(clues: _Clues, chunk: Piece) -> _Clues:
    return [clue for clue in clues if not _in(clue, chunk) or clue.kind in _HELD | _LOOSE]


def _drawing(clues: _Clues, chunk: Piece) -> _Clues:
    """What people did with a drawing counts; what is drawn does not."""
    held = {c for c in clues if c.kind == "inquiry" or (c.kind in _HELD and not _in(c, chunk))}
    if not held and _any(clues, _PAST) and sum(c.kind in _COUNTED for c in clues) > 1:
        return clues  # so many met it on a day, and so many of them did this
    return [c for c in clues if c.kind == "law" or c in held or (held and c.kind not in _HELD)]


def _trial(clues: _Clues, _: Piece) -> _Clues:
    """That a thing works says nothing of who needs it; what people met there does, if somebody counted."""
    met = _any(clues, frozenset(("inquiry",))) and _any(clues, _PAST) and _any(clues, _COUNTED)
    return clues if met else [c for c in clues if c.kind == "law"]


def _voice(clues: _Clues, _: Piece) -> _Clues:
    """A voice from outside counts for nothing, unless records of ours stand beside it."""
    ours = _any(clues, frozenset(("record", "tool")))
    return [c for c in clues if c.kind == "law" or (ours and c.kind != "inquiry")]


def _authority(clues: _Clues, _: Piece) -> _Clues:
    """Rank proves nothing, and gives no weight to the day or the number that it names."""
    held = _any(clues, _HELD)
    return [
        c
        for c in clues
        if c.kind in _HELD | {"thing", "law", "link"} or (held and c.kind in _LOOSE | {"key"})
    ]


def _rival(clues: _Clues, _: Piece) -> _Clues:
    held = _any(clues, _HELD)
    return [c for c in clues if held or c.kind == "law"]


def _opinion(clues: _Clues, chunk: Piece) -> _Clues:
    """A number that somebody believes needs a source that somebody else can open."""
    left = [c for c in clues if c.kind != "word" or not _in(c, chunk)]
    named = _any(left, _NAMED)
    return [c for c in left if named or c.kind not in _LOOSE]


def _wish(clues: _Clues, chunk: Piece) -> _Clues:
    """Who only asks for something has told nothing that happened, on whatever day."""
    if not _any(clues, _NAMED | _TIMES | _POINTERS):
        return clues  # nobody to ask either, and that is told first
    return [c for c in clues if c.kind != "quote" or not _in(c, chunk)]


def _public(clues: _Clues, _: Piece) -> _Clues:
    """A share of the public at large is a fact about nobody in particular, unless its source is named."""
    ours = _HELD | {"word"}
    return clues if _any(clues, ours) else [c for c in clues if c.kind not in NUMBERS]


SPARED: dict[str, Callable[[_Clues, Piece], _Clues]] = {
    "negated": _negated,
    "plan": _plan,
    "self-reference": _self_reference,
    "search-engine": _voice,
    "mock-up": _drawing,
    "trial": _trial,
    "market": _voice,
    "authority": _authority,
    "rival": _rival,
    "public": _public,
    "chosen": _authority,
    "wish": _wish,
    "opinion": _opinion,
}
"""Reason → what it leaves of the clues of an item, given the chunk in which the doubt stands."""
