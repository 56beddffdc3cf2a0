"""What was so once, or has been settled, and so happens to nobody now."""

from __future__ import annotations

from .vocabulary import EVENT, PAST
from .wording import Clause, Wording

PASSED = frozenset(("solved", "formerly"))
"""Words that may say so."""
_TOLD_OF = frozenset(("relative", "being"))
_YEARS = 1900
_EMBEDDED = 5
_MONTH = 4
"""Words after "until", among which a month stands."""


def passed(wording: Wording, clause: Clause, first: int) -> tuple[int, int] | None:
    """The words that tell of what is over, where a word says so."""
    if "solved" not in wording.tags[first]:
        return (first, _end(wording, clause, first)) if _is_formerly(wording, clause, first) else None
    if any("when" in tags for tags in wording.tags[clause.first : first]):
        return None  # "when the year is over"
    start = wording.sentence_start(first)
    since = "after_that" in wording.tags[start]  # "since he has the key, that is settled"
    if start and (since or first - start <= _EMBEDDED):  # "That was solved in spring."
        start = wording.sentence_start(start - 1)
    return start, wording.end(first)


def _end(wording: Wording, clause: Clause, first: int) -> int:
    """ "Formerly, callers waited": what leads into a sentence says it of the clause after it."""
    leads = clause.last < wording.sentence_end(first) and wording.end(first) >= clause.last
    return wording.clause_of(clause.last).last if leads else clause.last


def _is_formerly(wording: Wording, clause: Clause, first: int) -> bool:
    """ "Avant, les usagers …", "until 2025 students queued", "they used to ring", and not "before noon"."""
    tags, after = wording.tags[first], wording.end(first)
    if first > clause.first:
        return "limit" not in tags and after > first + 1 and not wording.tags[first - 1] & _TOLD_OF
    if "limit" in tags:
        return clause.opens and (wording.number(after) >= _YEARS or _is_long_past(wording, clause, after))
    return "clock" not in tags or wording.stops[after]


def _is_long_past(wording: Wording, clause: Clause, after: int) -> bool:
    """ "Jusqu'au mois de mai, les clients rataient leur train", and not "until May the pass is closed"."""
    named = any(wording.word(i) in wording.shapes.months for i in range(after, after + _MONTH))
    return named and any(_is_past(wording, i) for i in range(after, clause.last))


def _is_past(wording: Wording, at: int) -> bool:
    return wording.is_shaped(at, PAST | EVENT) or "past" in wording.tags[at]
