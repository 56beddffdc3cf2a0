"""What goes wrong for somebody: words that carry it alone, hints that carry it together, and what denies it.

Three principles stand beside the words. The negation of an ordinary action is a harm ("never comes back"),
the negation of a harm is none ("nobody waits"). What a clause wishes, plans or believes does not happen.
Pain that is only announced ("users suffer") says nothing about what happens.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from .costs import counted_steps, one_by_one, share_from, time_spent
from .denial import is_denied, undone
from .wording import Clause, Mark, Wording

HarmKind = Literal["harm", "hint", "weak", "ache", "denied"]
WEIGHTS: dict[HarmKind, int] = {"harm": 2, "hint": 1, "weak": 1, "ache": 0, "denied": 0}
_KINDS: tuple[HarmKind, ...] = ("harm", "ache", "hint", "weak")
_COSTS = frozenset(("spend", "step", "share", "one_by_one", "again_prefix"))
_SAYING = _COSTS | {*_KINDS, "cause", "cannot", "undone"}
_SYSTEM_REACH = 2


class Harm(NamedTuple):
    """Some words, as tokens, and how much they say about a harm."""

    kind: HarmKind
    first: int
    last: int

    @property
    def weight(self) -> int:
        """2 for words that carry a harm alone, 1 for a hint, 0 for words that say nothing of it."""
        return WEIGHTS[self.kind]


def find_harms(wording: Wording, void: set[int]) -> list[Harm]:
    """The harms of a passage; ``void`` are the tokens that tell of nothing that happens."""
    found = [
        _of_mark(wording, wording.clause_of(mark.first), mark)
        for mark in wording.marks
        if mark.first not in void and not _SAYING.isdisjoint(mark.tags)
    ]
    beginnings = wording.shapes.undone_beginnings
    words = wording.words
    shaped = [i for i in wording.unlisted if words[i].startswith(beginnings) and i not in void]
    found += [_of_word(wording, i) for i in shaped]
    return [harm for harm in found if harm]


def total(wording: Wording, harms: list[Harm]) -> int:
    """The weight of all harms, each wording counted once."""
    words = wording.words
    seen = {tuple(words[h.first : h.last]): h.weight for h in harms if h.weight}
    return sum(seen.values())


def _of_mark(wording: Wording, clause: Clause, mark: Mark) -> Harm | None:
    tags, first, last = mark
    for kind in _KINDS:
        if kind in tags:
            denied = kind != "weak" and is_denied(wording, clause, mark)
            return Harm("denied" if denied else kind, first, last)
    if "cause" in tags:
        return Harm("hint", first, last)
    if "cannot" in tags:
        end = min(last + _SYSTEM_REACH, clause.last)
        of_system = any("feature_verb" in wording.tags(i) for i in range(last, end))
        return None if of_system else Harm("harm", first, last)
    if "undone" in tags:
        end = undone(wording, clause, mark)
        return Harm("hint", first, end) if end else None
    return _of_cost(wording, clause, mark) if tags & _COSTS else None


def _of_cost(wording: Wording, clause: Clause, mark: Mark) -> Harm | None:
    tags, first, last = mark
    if "spend" in tags and (end := time_spent(wording, clause, mark)):
        return Harm("harm", first, end)
    if "step" in tags and counted_steps(wording, clause, mark):
        return Harm("hint", first, last)
    if "share" in tags and (start := share_from(wording, clause, mark)) is not None:
        return Harm("hint", start, last + 1)
    if "one_by_one" in tags and one_by_one(wording, mark):
        return Harm("hint", first - 1, last + 1)
    if "again_prefix" in tags and wording.live.startswith("-", wording.tokens[first].end):
        return Harm("harm", first, last + 1)
    return None


def _of_word(wording: Wording, at: int) -> Harm | None:
    """Unlisted words that say by their shape that something was not or cannot be done: "unsigned"."""
    word = wording.words[at]
    undone_word = len(word) > 6 and word.endswith(wording.shapes.undone_endings)
    return Harm("harm", at, at + 1) if undone_word else None
