"""What something costs people, where somebody counted it: time, steps, a share, one after the other."""

from __future__ import annotations

from .wording import Clause, Mark, Wording

_REACH = 4


def time_spent(wording: Wording, clause: Clause, mark: Mark) -> int:
    """Where the time ends that these words say is spent ("takes them two days"); 0 if none is."""
    for i in range(mark.last, min(mark.last + _REACH, clause.last - 1)):
        counted = wording.counts(i) or "determiner" in wording.tags[i]
        clock = "clock" in wording.tags[i - 1]
        if counted and not clock and wording.word(i + 1) in wording.shapes.durations:
            return i + 2
    return 0


def counted_steps(wording: Wording, clause: Clause, mark: Mark) -> bool:
    """Steps, tools or places that somebody counted: eleven clicks, three windows."""
    return any(wording.counts(i) for i in (mark.first - 1, mark.first - 2) if i >= clause.first)


def share_from(wording: Wording, clause: Clause, mark: Mark) -> int | None:
    """Where a part of a group begins: one in four, un client sur huit."""
    whole = wording.number(mark.last)
    for i in range(max(mark.first - _REACH, clause.first), mark.first):
        if 0 < wording.number(i) < whole:
            return i
    return None


def one_by_one(wording: Wording, mark: Mark) -> bool:
    """The same word on both sides: line by line, page après page."""
    return wording.word(mark.first - 1) == wording.word(mark.last) != ""
