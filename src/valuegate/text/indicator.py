"""What is being counted: something that changes for people, or something that the team makes.

No word decides alone. What the phrase is *about* does: its head, the words before the first preposition.
Things that a team makes ("screens", "workshops held"), the progress, budget or version of a project say
that work was done. Time, errors, complaints, or what people do with those same things are outcomes.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..records import NamedTuple
from ..typed import Literal
from .direction import falls
from .finish_line import finish_line, happens, is_all, is_rate, is_version
from .marks import endings
from .movement import Movement
from .phrase import Name, Phrase
from .rollout import project_time, rolled_out, team_works

Kind = Literal["outcome", "output", "none"]

_TEAM = ("progress", "budget", "velocity", "version")
_EFFECT = ("measure", "flaw")
_WORK = frozenset(("making", "handling"))
_CLOSE = 30
_BASE = 6
"""A base of a rate ("per hundred newly fitted meters") has fewer words."""


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
    effect = name.whole.first(*_EFFECT)
    if movement is None and name.phrase.tags(name.phrase.naming[0]) & _WORK:
        return name.phrase.naming[0]
    work = next((at for at in _work(name, movement, effect) if at is not None), None)
    if work is not None:
        return work
    if movement and falls(movement):
        return _left(name, movement, effect)
    line = finish_line(name, movement, effect is not None) if movement else None
    for head in name.phrase.heads:
        found = _team(name.whole, head, effect)
        if found is None:
            found = _made(name.whole, head, effect)
        if found is not None or (effect is not None and effect in head):
            return line if found is None else found
    found = _making(name.whole, effect, moves=movement is not None)
    return line if found is None else found


def _work(name: Name, movement: Movement | None, effect: int | None) -> Iterator[int | None]:
    """The words that say, each in its way, that the work itself moves."""
    whole = name.whole
    if movement is None:
        yield whole.first("ticket")
        return
    yield 0 if _is_effort(whole, movement) else None
    yield None if effect is not None else _is_spent(whole, movement)
    yield whole.first("ticket")
    yield _delivered(name, movement)
    yield None if effect is not None else _of_the_project(name, movement)
    yield rolled_out(name, movement)
    yield team_works(name)
    yield project_time(name)


def _making(whole: Phrase, effect: int | None, *, moves: bool) -> int | None:
    """A word for making, of which nothing else is said."""
    found = whole.first("making", high=effect)
    if found is None or _is_condition(whole, found) or _is_base(whole, found):
        return None
    other = "who" in whole.tags(found - 1) or (moves and _says_which(whole, found))
    return None if other else found  # "donors who set up a gift"


def _left(name: Name, movement: Movement, effect: int | None) -> int | None:
    """What falls was not made for that: only the project itself, or what is left of its work, is an output.

    ``Median Monday build: 47 min -> 15``: how long something usually takes is felt by whoever waits.
    """
    whole, lasts = name.whole, movement.baseline.quantity.kind == "duration"
    if effect is not None or (lasts and whole.first("transparent") is not None):
        return None
    left = None if lasts else whole.first("left_to_do")
    if left is not None and whole.first("artefact", "material", "making", "handling", *_TEAM) is not None:
        return left
    if is_version(name, movement.baseline.quantity, movement.target.quantity):
        return name.phrase.naming[0]  # "Python 3.8 -> 3.12"
    found = (_team(whole, head, effect) for head in name.phrase.heads)
    return next((at for at in found if at is not None and "version" not in whole.tags(at)), None)


def _is_effort(whole: Phrase, movement: Movement) -> bool:
    """``5 sprints -> 3 sprints``: what the work costs its makers."""
    values = whole.values
    ends = [values.mark_at.get(values.index(value.quantity.end)) for value in (movement.first, movement.last)]
    return all(mark is not None and "effort" in mark.tags for mark in ends)


def _is_spent(whole: Phrase, movement: Movement) -> int | None:
    """``Cost of the kitchen project: £41,000 -> £36,000``: what the project costs."""
    return whole.first("progress", "budget") if movement.baseline.quantity.kind == "money" else None


def _stays(whole: Phrase, at: int) -> bool:
    """``shops fitted with it that sell out``: other things than those for which an artefact is made."""
    return "artefact" not in whole.tags(at - 1) and _says_which(whole, at)


def _says_which(whole: Phrase, at: int | None) -> bool:
    """``trained drivers who stay``: made things, of which something else is counted than that."""
    who = whole.first("who", low=at or 0)
    return who is not None and whole.first("making", "handling", low=who) is None


def _is_base(whole: Phrase, at: int) -> bool:
    """``re-runs per merged request``, ``trips per socket fitted``: what is made is the base of a rate."""
    per = next((n for n in range(at - 1, max(-1, at - _BASE), -1) if "per" in whole.tags(n)), None)
    return per is not None and not any(whole.stopped(n) for n in range(per + 1, at + 1))


def _team(whole: Phrase, head: range, effect: int | None) -> int | None:
    """A word about the project itself: progress, budget, velocity, version."""
    at = whole.first(*_TEAM, low=head.start, high=head.stop)
    return at if at is not None and (effect is None or at < effect) else None


def _of_the_project(name: Name, movement: Movement) -> int | None:
    """``consumption of the budget``, ``state of the migration``: one noun, and the project itself."""
    phrase, last = name.phrase, movement.target.quantity
    rises = last.value > movement.baseline.quantity.value
    if len(phrase.heads) != 1 or not rises or last.kind not in ("percent", "ratio", "money"):
        return None
    at = phrase.first(*_TEAM)
    if at is None or at <= phrase.naming[0]:
        return None
    rest = [n for n in phrase.naming[1:] if "article" not in phrase.tags(n)]
    return at if all(phrase.mark(n) is phrase.mark(at) for n in rest) else None


def _made(whole: Phrase, head: range, effect: int | None) -> int | None:
    """A thing that the team makes, and nothing that happens to it."""
    at = whole.first("artefact", "material", "product", low=head.start, high=head.stop)
    if at is None or effect is not None:
        return None
    making = whole.first("making", "handling", low=at)
    if making is not None and (_is_condition(whole, making) or _is_timely(whole) or _stays(whole, making)):
        making = None  # "sheets sent the same day": how well it goes, and not how much is done
    made = "artefact" in whole.tags(at) or (whole.first("product", low=at + 1) and not _uses(whole, at))
    if making is None and not made:
        return None
    return None if making is None and _lives_on(whole, at) else at


def _is_timely(whole: Phrase) -> bool:
    """``answers given the same day``, ``… within a day``: how well it goes."""
    start, end = whole.span
    spans = any(start <= one.start <= end + _CLOSE for one in whole.values.spans)
    return spans or whole.first("timely") is not None


def _uses(whole: Phrase, at: int) -> bool:
    """``users in the portal``: people are no part of a product."""
    return bool(whole.tags(at) & {"person", "product"})


def _is_condition(whole: Phrase, at: int) -> bool:
    """``30 a week once rewritten``: the moment from which a value counts. ``Closed as …``: a verdict."""
    if "category" in whole.tags(at + 1):
        return True
    return any("condition" in whole.tags(n) for n in range(at - 1, max(-1, at - 4), -1))


def _lives_on(whole: Phrase, at: int) -> bool:
    """``screens opened before …``, ``features that …``, ``screens per answer``: something happens to it."""
    if whole.first("who", low=at + 1) is not None or is_rate(whole, at):
        return True
    following = next(
        (n for n in range(at + 1, len(whole.words)) if whole.mark(n) is not whole.mark(at)), None
    )
    if following is None or whole.stopped(following):
        return False
    active = endings(whole.values.signals.pack, "active_endings")
    acts = bool(active) and whole.text(following).endswith(active) and not whole.tags(following)
    return acts or happens(whole, following)


def _delivered(name: Name, movement: Movement) -> int | None:
    """More and more things handed out, and nothing said of them after that; or done "by our team"."""
    whole, first, last = name.whole, movement.baseline.quantity, movement.target.quantity
    if last.value <= first.value:
        return None
    ours = whole.first("us")
    at = name.phrase.naming[-1]
    counts = "issued" if last.kind == "count" else "handling"
    issued = counts in name.phrase.tags(at) and not name.phrase.stopped(at) and at > 0
    other = whole.first("who", "happens") is not None or _is_timely(whole) or is_rate(whole, 0)
    if ours is not None or not issued or other:
        return ours
    return at if last.kind == "count" or (last.parts and is_all(last)) else None
