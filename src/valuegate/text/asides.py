"""Where words that decide elsewhere settle nothing: in a question, of a time, at a ceremony, of a state."""

from __future__ import annotations

from collections.abc import Callable

from ..language import Hit
from .signals import Signals
from .undertaking import last_actor

_TABLE = "impact"
_OBJECT = 4
"""Words between what is done and what it is done to, at most: ``kept, to the very end, their smile``."""

_ANSWER = 4
"""Words of a short answer, at most: ``yes``, ``we do``, ``oui, partout``."""

_BREAKS = frozenset(",;:.()\n—–")

_Place = tuple[int, int]


def is_asked(signals: Signals, clause: _Place) -> bool:
    """``Do we go on?`` settles nothing, unless the answer follows: ``We do.``"""
    said = signals.live[slice(*clause)].rstrip()
    if not said.endswith("?") or said.count("«") > said.count("»") or said.count("“") > said.count("”"):
        return False  # no question, or one that is quoted
    answer = next((one for one in signals.clauses if one[0] >= clause[1]), None)
    if answer is None:
        return True
    first = next((token.start for token in signals.tokens if token.start >= answer[0]), -1)
    return not any(hit.start == first for hit in signals.of(_TABLE, "answer"))


def is_dated_by(signals: Signals, hit: Hit, clause: _Place) -> bool:
    """``six hours since the season ended``: when it was, after what was."""
    tokens = signals.tokens
    before = [
        one for one in signals.of(_TABLE, "time_clause") if clause[0] <= one.start and one.end <= hit.start
    ]
    if not before:
        return False
    if any(token.start < before[-1].start for token in tokens if clause[0] <= token.start):
        return True
    follows = not any(clause[0] <= start <= before[-1].start for start, _ in signals.sentences)
    subject = last_actor(signals, before[-1].end, hit.start) > before[-1].end
    return signals.live[slice(*clause)].rstrip().endswith(",") or (follows and not subject)


def is_ceremony(signals: Signals, hit: Hit, clause: _Place, of_metric: Callable[[str], bool]) -> bool:
    """``the manager signed the guest book``, ``the meeting ends at noon``: nothing that works changes."""
    here = [one for one in signals.of(_TABLE, "ceremony") if clause[0] <= one.start < clause[1]]
    tokens = signals.tokens
    first = next((at for at, token in enumerate(tokens) if token.start >= clause[0]), 0)
    led = any(one.first == first for one in signals.of(_TABLE, "circumstance"))
    for one in here:
        if of_metric(tokens[one.last - 1].word):
            continue
        if 0 <= one.first - hit.last <= _OBJECT or one.start <= hit.start < one.end:
            return True
        if one.last <= hit.first and one.first - first <= 2 and not led:
            return True
    return False


def is_state(signals: Signals, hit: Hit, values: list[_Place]) -> bool:
    """``31 % of the forms remain incomplete``, ``il reste 5 %``: how many are so, and not what stays."""
    if not any(one.start == hit.start for one in signals.of(_TABLE, "state")):
        return False
    gaps = (
        signals.live[hit.end : start] if start >= hit.end else signals.live[end : hit.start]
        for start, end in values
    )
    return any(_BREAKS.isdisjoint(gap) for gap in gaps)
