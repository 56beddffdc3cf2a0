"""What is being counted: something that changes for people, or something that the team makes.

No word decides alone. What the phrase is *about* does: its head, the words before the first preposition.
Things that a team makes ("screens", "workshops held"), the progress, budget or version of a project say
that work was done. Time, errors, complaints, or what people do with those same things are outcomes.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from .lexicon import strings
from .movement import Movement
from .numbers import Quantity
from .phrase import Name, Phrase

Kind = Literal["outcome", "output", "none"]

_TEAM = ("progress", "budget", "velocity", "version")
_EFFECT = ("measure", "flaw")
_WORK = frozenset(("making", "handling"))
_CLOSE = 30


class Indicator(NamedTuple):
    """The words that say what is counted, and what that is; ``sign`` are the words that gave it away."""

    start: int
    end: int
    kind: Kind
    sign: tuple[int, int] | None = None


def read_indicator(name: Name, movement: Movement | None = None) -> Indicator:
    """What a phrase counts. ``movement`` are its values: they tell a version from a value."""
    if not name.phrase.naming:
        return Indicator(0, 0, "none")
    at = output(name, movement)
    if at is None:
        return Indicator(*name.phrase.span, "outcome")
    return Indicator(*name.phrase.span, "output", _sign(name, at))


def _sign(name: Name, at: int) -> tuple[int, int]:
    """The words to quote: the phrase with the word that gave it away, if that stands close."""
    mark, (start, end) = name.whole.mark(at), name.phrase.span
    if mark is None or start <= mark.start < end:
        return start, end
    return (start, mark.end) if start <= mark.start < end + _CLOSE else (mark.start, mark.end)


def output(name: Name, movement: Movement | None = None) -> int | None:
    """The place of the word that says that work is counted; None where something else is.

    A statement without two values that begins with a word for making ("Deliver …") says what is delivered.
    """
    whole = name.whole
    effect = whole.first(*_EFFECT)
    if movement is None and name.phrase.tags(name.phrase.naming[0]) & _WORK:
        return name.phrase.naming[0]
    line = _finish_line(name, movement, effect is not None) if movement else None
    for head in name.phrase.heads:
        found = _team(whole, head, effect)
        if found is None:
            found = _made(whole, head, effect)
        if found is not None:
            return found
        if effect is not None and effect in head:
            return line
    found = whole.first("making", high=effect)
    return line if found is None or _is_condition(whole, found) else found


def _team(whole: Phrase, head: range, effect: int | None) -> int | None:
    """A word about the project itself: progress, budget, velocity, version."""
    at = whole.first(*_TEAM, low=head.start, high=head.stop)
    return at if at is not None and (effect is None or at < effect) else None


def _made(whole: Phrase, head: range, effect: int | None) -> int | None:
    """A thing that the team makes, and nothing that happens to it afterwards."""
    at = whole.first("artefact", "material", "product", low=head.start, high=head.stop)
    if at is None or effect is not None:
        return None
    making = whole.first("making", "handling", low=at)
    making = None if making is not None and _is_condition(whole, making) else making
    if "artefact" not in whole.tags(at) and making is None:
        return None
    return None if making is None and _lives_on(whole, at) else at


def _is_condition(whole: Phrase, at: int) -> bool:
    """``30 a week once rewritten``: the work is only the moment from which the value counts."""
    return any("condition" in whole.tags(n) for n in range(at - 1, max(-1, at - 4), -1))


def _lives_on(whole: Phrase, at: int) -> bool:
    """``screens opened before …``, ``features that …``, ``screens per answer``: something happens to it."""
    if whole.first("who", low=at + 1) is not None or _is_rate(whole, at):
        return True
    following = next(
        (n for n in range(at + 1, len(whole.words)) if whole.mark(n) is not whole.mark(at)), None
    )
    return following is not None and not whole.stopped(following) and _happens(whole, following)


def _happens(whole: Phrase, at: int) -> bool:
    """A past participle that is no word for making."""
    if whole.tags(at) & {"making", "handling"}:
        return False
    endings = tuple(strings(whole.values.signals.pack.table("metric"), "participle_endings"))
    return "happens" in whole.tags(at) or (bool(endings) and whole.text(at).endswith(endings))


def _is_rate(whole: Phrase, low: int) -> bool:
    """``per order``, ``par dossier``: but ``per sprint`` and ``per month`` say only how fast."""
    for at in range(low, len(whole.words) - 1):
        if "per" in whole.tags(at) and whole.names(at + 1) and not whole.tags(at + 1) & {"pace", "team_pace"}:
            return True
    return False


def _finish_line(name: Name, movement: Movement, effect: bool) -> int | None:
    """From nothing to all, or to a number of things: a finish line of work, unless people act in it."""
    whole, first, last = name.whole, movement.baseline.quantity, movement.target.quantity
    if not effect and _is_version(name, first, last):
        return name.phrase.naming[0]
    acts = whole.first("who", "person", "happens") is not None or _is_rate(whole, 0)
    if first.value != 0 or acts:
        return None
    if (last.value == 100 and last.kind == "count") or (last.kind == "percent" and last.value >= 100):
        return name.phrase.naming[0]
    things = last.kind == "count" and not effect and not any(_happens(whole, at) for at in whole.naming)
    return name.phrase.naming[0] if things else None


def _is_version(name: Name, first: Quantity, last: Quantity) -> bool:
    """``Tenant portal: 1.2 -> 3.0``: a product by name, and numbers with one place that count nothing."""
    bare = all(
        q.kind == "count" and len(q.text) >= 3 and q.text[-2] in ".," and not q.noun for q in (first, last)
    )
    head = name.phrase.heads[0]
    product = "product" in name.phrase.tags(head.stop - 1) or "product" in name.phrase.tags(head.start)
    return bare and product and name.phrase.naming[-1] < head.stop
