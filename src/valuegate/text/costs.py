"""What something costs people, where somebody counted it: time, steps, a share, one after the other."""

from __future__ import annotations

from .wording import Clause, Mark, Wording

_REACH = 4
_GOVERNED = 3
_HELD = frozenset(("stative", "being"))
"""Verbs of possession, and forms of "to be": what stands behind them is there, and nobody does it."""


def time_spent(wording: Wording, clause: Clause, mark: Mark) -> int:
    """Where the time ends that these words say is spent ("takes them two days"); 0 if none is."""
    for i in range(mark.last, min(mark.last + _REACH, clause.last - 1)):
        if "being" in wording.tags[i]:  # "those turned down for a travel reason are told the month"
            return 0
        counted = wording.counts(i) or "determiner" in wording.tags[i]
        clock = "clock" in wording.tags[i - 1]
        if not counted or clock:
            continue
        if wording.word(i + 1) in wording.shapes.durations or _is_own_day(wording, i + 1):
            return i + 2
        if mark.last > mark.first + 1 and wording.counts(i) and "step" in wording.tags[i + 1]:
            return i + 2  # "it takes her three letters"
        if not wording.tags[i + 1] and wording.word(i + 2) in wording.shapes.durations:
            return i + 3  # "eleven working days"
    return 0


def _is_own_day(wording: Wording, at: int) -> bool:
    """ "Spend their Sunday sorting", "passent leur dimanche à caser": a day that belongs to them."""
    return "schedule" in wording.tags[at] and wording.words[at - 1] in wording.shapes.theirs


def longer(wording: Wording, mark: Mark) -> int:
    """Where the time ends that something goes on ("stays off another two days"); 0 if it is time of work."""
    if not wording.counts(mark.last) or wording.word(mark.last + 1) not in wording.shapes.durations:
        return 0
    return 0 if "possession" in wording.tags[mark.last + 2] else mark.last + 2


def counted_steps(wording: Wording, clause: Clause, mark: Mark) -> bool:
    """Steps, tools or places that somebody counted: eleven clicks, three windows."""
    if wording.stops[mark.first]:  # "August 2026, pages 22 to 31"
        return False
    return any(wording.counts(i) for i in (mark.first - 1, mark.first - 2) if i >= clause.first)


def is_inventory(wording: Wording, clause: Clause, first: int) -> bool:
    """What people have or use is no step that they take: "use three screens", "is kept in two places"."""
    near = wording.tags[max(first - 1 - _GOVERNED, clause.first) : first - 1]
    return any(not _HELD.isdisjoint(tags) for tags in near)


def is_volume(wording: Wording, mark: Mark) -> bool:
    """What work deals with at a pace is how much of it there is: "handle forty calls a day"."""
    before = wording.words[max(mark.first - 1 - _GOVERNED, 0) : mark.first]
    return "schedule" in wording.tags[mark.last] and not wording.shapes.deals.isdisjoint(before)


def share_from(wording: Wording, clause: Clause, mark: Mark) -> int | None:
    """Where a part of a group begins: one in four, un client sur huit."""
    whole = wording.number(mark.last)
    if any("owned" in tags for tags in wording.tags[mark.last : clause.last]):
        return None  # "9 in 10 others have one"
    for i in range(max(mark.first - _REACH, clause.first), mark.first):
        if 0 < wording.number(i) < whole and not _is_broken(wording, i):
            return i
    return None


def one_by_one(wording: Wording, mark: Mark) -> bool:
    """The same word on both sides: line by line, page après page."""
    asked = "interrogative" in wording.tags[mark.last]  # "from how many to how many", "de combien à combien"
    return wording.word(mark.first - 1) == wording.word(mark.last) != "" and not asked


def _is_broken(wording: Wording, at: int) -> bool:
    """ "4.2 out of 5" is a score, and no part of a group."""
    token = wording.tokens[at]
    return (
        wording.live[token.end : token.end + 2][1:].isdigit() or wording.live[max(token.start - 1, 0)] in ".,"
    )
