"""What is being counted: something that changes for people, or something that the team makes.

No word decides alone. What the phrase is *about* does: its head, the words before the first preposition.
Things that a team makes ("screens", "workshops held"), the progress, budget or version of a project say
that work was done. Time, errors, complaints, or what people do with those same things are outcomes.
"""

from __future__ import annotations

from functools import partial

from ..records import NamedTuple
from ..typed import Literal
from .marks import endings
from .movement import Movement
from .numbers import Quantity
from .phrase import Name, Phrase

Kind = Literal["outcome", "output", "none"]

_TEAM = ("progress", "budget", "velocity", "version")
_EFFECT = ("measure", "flaw")
_WORK = frozenset(("making", "handling"))
_NO_BASE = frozenset(("pace", "team_pace", "article"))
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
    whole = name.whole
    effect = whole.first(*_EFFECT)
    if movement is None and name.phrase.tags(name.phrase.naming[0]) & _WORK:
        return name.phrase.naming[0]
    if movement and _is_effort(whole, movement):
        return 0
    own = whole.first("ticket")
    own = _delivered(name, movement) if own is None and movement else own
    if own is None and effect is None and movement:
        own = _of_the_project(name, movement)
    if own is not None:
        return own
    if movement and movement.target.quantity.value < movement.baseline.quantity.value:
        return _left(name, movement, effect)
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
    other = found is None or _is_condition(whole, found) or _is_base(whole, found)
    return line if other or (movement and _says_which(whole, found)) else found


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
    if _is_version(name, movement.baseline.quantity, movement.target.quantity):
        return name.phrase.naming[0]  # "Python 3.8 -> 3.12"
    found = (_team(whole, head, effect) for head in name.phrase.heads)
    return next((at for at in found if at is not None and "version" not in whole.tags(at)), None)


def _is_effort(whole: Phrase, movement: Movement) -> bool:
    """``5 sprints -> 3 sprints``: what the work costs its makers."""
    values = whole.values
    ends = [values.mark_at.get(values.index(value.quantity.end)) for value in (movement.first, movement.last)]
    return all(mark is not None and "effort" in mark.tags for mark in ends)


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
    if making is not None and (_is_condition(whole, making) or whole.first("timely") is not None):
        making = None  # "sheets sent the same day": how well it goes, and not how much is done
    made = "artefact" in whole.tags(at) or (whole.first("product", low=at + 1) and not _uses(whole, at))
    if making is None and not made:
        return None
    return None if making is None and _lives_on(whole, at) else at


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
    if whole.first("who", low=at + 1) is not None or _is_rate(whole, at):
        return True
    following = next(
        (n for n in range(at + 1, len(whole.words)) if whole.mark(n) is not whole.mark(at)), None
    )
    if following is None or whole.stopped(following):
        return False
    active = endings(whole.values.signals.pack, "active_endings")
    acts = bool(active) and whole.text(following).endswith(active) and not whole.tags(following)
    return acts or _happens(whole, following)


def _happens(whole: Phrase, at: int) -> bool:
    """A past participle that is no word for making."""
    if whole.tags(at) & {"making", "handling"}:
        return False
    return "happens" in whole.tags(at) or _is_participle(whole, at)


def _is_participle(whole: Phrase, at: int) -> bool:
    participle = endings(whole.values.signals.pack, "participle_endings")
    return bool(participle) and whole.text(at).endswith(participle)


def _delivered(name: Name, movement: Movement) -> int | None:
    """More and more things handed out, and nothing said of them after that; or done "by our team"."""
    whole, first, last = name.whole, movement.baseline.quantity, movement.target.quantity
    if last.value <= first.value:
        return None
    ours = whole.first("us")
    at = name.phrase.naming[-1]
    counts = "issued" if last.kind == "count" else "handling"
    issued = counts in name.phrase.tags(at) and not name.phrase.stopped(at) and at > 0
    if ours is not None or not issued or whole.first("who", "happens") is not None or _is_rate(whole, 0):
        return ours
    return at if last.kind == "count" or (last.parts and _is_all(last)) else None


def _is_met(whole: Phrase) -> bool:
    """``letters read``: but ``trolleys bought`` may be what the team got."""
    at = whole.first("happens")
    return at is not None and "handling" not in whole.tags(at)


def _is_all(quantity: Quantity) -> bool:
    """``100 %``, ``9 of 9``."""
    whole = quantity.parts is not None and quantity.parts[0] == quantity.parts[1]
    return whole or (quantity.kind == "percent" and quantity.value >= 100)


def _is_rate(whole: Phrase, low: int) -> bool:
    """``per order``, ``par dossier``: but ``per sprint`` and ``per month`` say only how fast."""
    for at in range(low, len(whole.words) - 1):
        if "per" in whole.tags(at) and whole.names(at + 1) and not whole.tags(at + 1) & _NO_BASE:
            return True
    return False


def _finish_line(name: Name, movement: Movement, effect: bool) -> int | None:
    """From nothing to all, or to a number of things: a finish line of work, unless people act in it."""
    whole, first, last = name.whole, movement.baseline.quantity, movement.target.quantity
    if not effect and _is_version(name, first, last):
        return name.phrase.naming[0]
    if _people_act(whole) or _is_rate(whole, 0) or _is_met(whole):
        return None
    if _is_all(last) and not effect and _completes(name, movement):
        return name.phrase.naming[0]
    if first.value != 0:
        return None
    if (last.value == 100 and last.kind == "count") or (last.kind == "percent" and last.value >= 100):
        return name.phrase.naming[0]
    befalls = whole.first("timely") is not None or _is_met(whole)  # from none at all, others were only made
    things = last.kind == "count" and not effect and not befalls
    return name.phrase.naming[0] if things else None


def _people_act(whole: Phrase) -> bool:
    """Do people do something? ``Badges handed to members``: there they only get it."""
    at = whole.first("who", "person")
    to = whole.first("recipient", low=1, high=at)
    return at is not None and ("who" in whole.tags(at) or to is None or not whole.names(0))


def _completes(name: Name, movement: Movement) -> bool:
    """``40 % complete -> 100 %``, or ``… by the new portal: 30 % -> 100 %``: how far the work is."""
    values, end = name.whole.values, movement.first.quantity.end
    complete = any(values.distance(end, mark.start) == 0 for mark in values.marked(end, end + 20, "complete"))
    done = "complete" in name.phrase.tags(name.phrase.naming[-1])  # "share of the plan completed"
    new = (name.phrase.first("new") or 0) > name.phrase.naming[0]
    if complete or done or new or _is_done_with_all(name, movement):
        return True
    happens = any(map(partial(_happens, name.phrase), name.phrase.naming))
    return name.phrase.first("product") is not None and not happens


def _is_done_with_all(name: Name, movement: Movement) -> bool:
    """``rooms refurbished: 12 of 40 -> 40 of 40``: things done one by one, until all of them are."""
    first, last = movement.baseline.quantity.parts, movement.target.quantity.parts
    at = name.phrase.naming[-1]
    ends = at > name.phrase.naming[0] and _is_participle(name.phrase, at)
    return ends and first is not None and last is not None and first[1] == last[1] and not _is_met(name.whole)


def _is_version(name: Name, first: Quantity, last: Quantity) -> bool:
    """``Tenant portal: 1.2 -> 3.0``: a product by name, and numbers with one place that count nothing.

    ``Node 18 -> 22``: where a technology is all that is named, any number is its version.
    """
    heads = name.phrase.heads
    if (
        heads
        and all("technology" in name.phrase.tags(at) for at in heads[-1])
        and _ends(name.phrase, heads[-1])
    ):
        return True
    bare = all(
        q.kind == "count" and len(q.text) >= 3 and q.text[-2] in ".," and not q.noun for q in (first, last)
    )
    head = name.phrase.heads[0]
    product = "product" in name.phrase.tags(head.stop - 1) or "product" in name.phrase.tags(head.start)
    rises = last.value > first.value and last.text.endswith("0")
    return bare and product and (name.phrase.naming[-1] < head.stop or rises)


def _ends(phrase: Phrase, head: range) -> bool:
    """Is this head the last of what is named?"""
    return phrase.naming[-1] in head
