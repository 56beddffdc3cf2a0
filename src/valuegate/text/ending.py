"""How an account ends: with the words that all is well, or with the work done in time.

Toil is a harm where nobody says how it ends: who copies, queues or rings one after the other loses an hour.
Where the account closes with "everyone likes it", "nothing to report", "by noon the list is ready", the
toil before it is the work, and so are the hints. What is lost, broken or refused stays a harm, and so does
what comes after the praise.
"""

from __future__ import annotations

from .harm import Harm
from .wording import Mark, Wording

_UNSURE = frozenset(("when", "condition", "embedded", "turn", "negation", "undone", "wish", "plan"))
_WELL = frozenset(("well", "well_alone"))
_ADVERSE = frozenset(("harm", "hint", "turn", "negation", "undone", "cannot", "only", "odd", "gone", "cause"))


def without_toil(wording: Wording, harms: list[Harm]) -> list[Harm]:
    """The harms; before the end of an account that ends well, toil and hints are only aches."""
    end = well(wording)
    if not end:
        return harms
    return [harm._replace(kind="ache") if _is_toil(wording, harm, end) else harm for harm in harms]


def well(wording: Wording) -> int:
    """After which word all was said to be well; 0 if nowhere."""
    said = [at for at in _well(wording) if not _is_unsure(wording, at)]
    return wording.end(said[-1]) if said else _in_time(wording)


def _well(wording: Wording) -> list[int]:
    if wording.kinds.isdisjoint(_WELL):
        return []
    return [
        m.first
        for m in wording.marks
        if "well" in m.tags or ("well_alone" in m.tags and _is_whole(wording, m))
    ]


def _is_whole(wording: Wording, mark: Mark) -> bool:
    """ "It works.", and not "nobody knows why it works on Mondays"."""
    return mark.first in wording.openings and mark.last == wording.sentence_end(mark.first)


def _is_unsure(wording: Wording, at: int) -> bool:
    """ "When everyone likes it", "nobody knows how it works"."""
    said = wording.tags[wording.clause_of(at).first : at]
    return any(not _UNSURE.isdisjoint(tags) for tags in said)


def _in_time(wording: Wording) -> int:
    """Where the last words say that something is ready by some hour, and nothing after it hurts; else 0."""
    shapes, words = wording.shapes, wording.words
    if not words or shapes.completed.isdisjoint(words):
        return 0
    first, last = wording.openings[-1], len(words)
    start = next((at + 1 for at in range(last - 1, first - 1, -1) if wording.tags[at] & _ADVERSE), first)
    done = not shapes.completed.isdisjoint(words[start:])
    timed = any(words[at] in shapes.by and _is_hour(wording, at + 1) for at in range(start, last))
    return last if done and timed else 0


def _is_hour(wording: Wording, at: int) -> bool:
    """ "By noon", "by eight the stalls stand", "à dix heures", and not "by one word"."""
    hours, after = wording.shapes.hours, at + 1
    if not wording.counts(at):
        return wording.word(at) in hours
    alone = after >= len(wording.words) or wording.stops[after] or wording.words[after] in wording.pack.minor
    return alone or wording.words[after] in hours


def _is_toil(wording: Wording, harm: Harm, end: int) -> bool:
    if harm.first >= end:
        return False
    return harm.kind in ("hint", "count", "weak") or (
        harm.kind == "harm" and "toil" in wording.tags[harm.first]
    )
