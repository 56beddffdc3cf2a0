"""Which baseline and which target belong together: neighbours of one unit, at a cost that stays linear."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .movement import ARROW, BOUNDS, Movement, Rule, Value, Values
from .numbers import Quantity
from .wishes import in_one_breath, is_no_movement

_NEAR = 4
"""A value looks for its partner among so many neighbours."""
_BESIDE = 2
_MANY = 5
"""Of fewer than that nobody counts a part: ``one in four today, 5 wanted``."""
_WEAK = ("need", "past", "future", "now", "want", "wanted")
_STRONG = ("start", "goal", "versus", "reach")
_NO_BOUND = ("", "~")
_CUES = ("goal", "wanted", "want", "start", "now", "was", "then", "turn_this", "turn_next", "turn_last")
_SHARES = frozenset(("percent", "ratio"))


def movements(values: Values, *, strict: bool = False) -> list[Movement]:
    """The movements of a passage, in order. ``strict``: both values need words that say what they are."""
    found = list(_linked(values))
    taken = {value.quantity.start for movement in found for value in (movement.baseline, movement.target)}
    found.extend(_matched(values, taken, "cues", story=strict))
    found.extend(_matched(values, taken, "remaining", strict=strict))
    return sorted(found, key=lambda movement: movement.first.quantity.start)


def _linked(values: Values) -> Iterator[Movement]:
    """Values with an arrow, or "from … to …", between them; of a chain, the first and the last."""
    main = [value for value in values.all if not value.aside]
    at = 0
    while at < len(main) - 1:
        last, rule = at, ""
        while last + 1 < len(main) and (link := _link(values, main[last], main[last + 1])):
            last, rule = last + 1, link
        if last > at:
            yield Movement(main[at], main[last], "arrow" if rule == "arrow" else "from-to")
        at = max(last, at + 1)


def _link(values: Values, first: Value, second: Value) -> Rule | None:
    """What leads from one value to the next one."""
    start, end = first.quantity.end, second.quantity.start
    if first.sentence != second.sentence or not is_same_unit(values, first, second):
        return None
    if ARROW.search(values.plain, start, end):
        return "arrow"
    if _is_change(first.quantity) or _is_change(second.quantity) or _is_wished(values, first):
        return None
    to = values.marked(start, end, "to", "down_to")
    if not to or values.distance(to[-1].end, end) > 2:
        return None
    return "from-to" if _is_from_to(values, first.quantity, second.quantity, to[-1].start) else None


def _is_wished(values: Values, value: Value) -> bool:
    """``should be 5, up to 9``: a target by its cue; in ``should go from 5 to 9`` the cue is for both."""
    if not value.cue or value.role != "target":
        return False
    source = values.marked(value.cue.end, value.quantity.start, "from")
    return not source or values.has_content(source[-1].end, value.quantity.start)


def _is_change(quantity: Quantity) -> bool:
    return quantity.comparator == "+" or quantity.unit in ("pp", "times")


def _is_from_to(values: Values, first: Quantity, second: Quantity, to: int) -> bool:
    """``from 5 to 9``, ``raise it 5 to 9``, ``5 today to 9``, ``9 to 5``: but ``5 to 9 min`` is a range."""
    sentence = values.signals.sentences[values.sentence_of(first.start)][0]
    low = max(sentence, first.start - 30)
    if first.kind == "clock" and first.value < second.value:
        return False  # "from 1:45 to 2:55": a span
    if _starts(values, low, first.start):
        return not values.marked(low, first.start, "told")
    short = values.distance(first.end, to) <= 4
    units = first.text.strip()[-1:] == second.text.strip()[-1:] and not first.text.strip()[-1:].isdigit()
    cued = bool(values.cues_in(first.end, to))
    return short and (first.value > second.value or units or cued)


def _starts(values: Values, low: int, end: int) -> bool:
    """``from about 5``, ``raise it 5``: but not ``the head of the centre, at 7 pm``."""
    source = values.marked(low, end, "from")
    near = bool(source) and not values.has_content(source[-1].end, end, "inner", "comparative", "bound")
    return near or bool(values.marked(low, end, "change"))


def is_same_unit(values: Values, first: Value, second: Value) -> bool:
    """Do two values measure the same? A bare second number takes the unit of the first."""
    a, b = first.quantity, second.quantity
    if a.kind == b.kind:
        return a.unit == b.unit or {a.kind} <= _SHARES
    if {a.kind, b.kind} <= _SHARES or _is_same_scale(a, b):
        return True
    told = first.sentence == second.sentence
    if second.sentence - first.sentence == 1:
        told = bool(second.role) or (first.role == "target" and _is_counted_then(values, second))
    if b.kind != "count" or not told or not _is_bare(values, b):
        return False
    if not a.parts:
        return a.kind != "ratio" or a.unit == "times"
    return "target" in (first.role, second.role) and not second.aside and _MANY <= a.parts[1] >= b.value


def _is_same_scale(one: Quantity, other: Quantity) -> bool:
    """``6.8/10`` and ``8/10``: beside a score, whole points are no share."""
    score, share = (one, other) if one.kind == "score" else (other, one)
    return share.kind == "ratio" and share.parts is not None and score.unit == f"/{share.parts[1]:g}"


def _is_bare(values: Values, quantity: Quantity) -> bool:
    """Does no noun follow a number? A cue ("5 wanted") is none."""
    if not quantity.noun:
        return True
    after = values.mark_at.get(values.index(quantity.end))
    return after is not None and not after.tags.isdisjoint(_CUES)


def _matched(
    values: Values, taken: set[int], rule: Rule, *, strict: bool = False, story: bool = False
) -> Iterator[Movement]:
    """For each value with a role the nearest partner: with the other role, or with none."""
    every = values.all
    for at, value in enumerate(every):
        if _is_bound(values, value):
            value = value._replace(role="target")
        if not value.role or value.quantity.start in taken:
            continue
        partner = _partner(values, at, value, taken, rule)
        if partner and story and is_no_movement(values, value, partner):
            continue
        if partner and (
            not strict or (partner in every[at - 1 : at] and in_one_breath(values, partner, value))
        ):
            pair = (partner, value) if value.role == "target" else (value, partner)
            taken.update((value.quantity.start, partner.quantity.start))
            yield Movement(_of_the_same_whole(*reversed(pair)), _of_the_same_whole(*pair), rule)


def _of_the_same_whole(first: Value, second: Value) -> Value:
    """``46 of 140 today, 15 wanted``: a bare number after a share counts within the same whole."""
    parts, quantity = first.quantity.parts, second.quantity
    if not parts or quantity.kind != "count":
        return second
    share = quantity._replace(
        value=quantity.value / parts[1], parts=(quantity.value, parts[1]), kind="ratio", unit="ratio"
    )
    return second._replace(quantity=share)


def _is_bound(values: Values, value: Value) -> bool:
    """``3.1 in the audit; below 1``: a bound that opens its clause is a target, without a word for it."""
    if value.role or value.aside or value.relative or value.quantity.comparator not in BOUNDS:
        return False
    if not _opens(values, value.quantity):
        return False
    return values.chunk(value.quantity.start) > 0 or _is_contrasted(values, value)


def _is_contrasted(values: Values, value: Value) -> bool:
    """``at most 3 in a hundred, where May gave us 8``: a bound, and against it the value as it is."""
    end = value.quantity.end
    other = next((one for one in values.all if one.quantity.start >= end), None)
    if other is None or other.sentence != value.sentence or other.quantity.comparator:
        return False
    if other.aside:  # "fewer than 4 of 50 (22 of 50 in August)"
        return _is_dated(values, other) and values.live[end : other.quantity.start].endswith("(")
    return bool(values.marked(end, other.quantity.start, "contrast"))


def _opens(values: Values, quantity: Quantity) -> bool:
    """Does a clause begin with this value?"""
    start = values.chunk(quantity.start)
    return not values.has_content(start, quantity.start, "inner", "comparative", "bound")


def _partner(values: Values, at: int, value: Value, taken: set[int], rule: Rule) -> Value | None:
    wanted = "" if rule == "remaining" else "baseline" if value.role == "target" else "target"
    for other in _neighbours(values.all, at, before_first=value.role == "target"):
        fits = other.role == wanted or (rule == "remaining" and _yields(other, value))
        if wanted == "baseline" and not other.role:
            later = other.sentence > value.sentence and _is_counted_then(values, other)
            fits = fits or later or _is_dated(values, other)
        fits = fits and other.quantity.start not in taken and not other.relative
        pair = sorted((value, other), key=lambda one: one.quantity.start)
        if fits and is_same_unit(values, *pair) and (rule == "cues" or _may_remain(values, value, other)):
            return other
    return None


def _is_dated(values: Values, value: Value) -> bool:
    """``42 % in October``: beside a target, a value with a month of its own is what was measured."""
    end = value.quantity.end
    after = (m for m in values.signals.dates(values.today) if m.start >= end and m.kind != "vague")
    mention = next(after, None)
    if mention is None or values.distance(end, mention.start) > _BESIDE:
        return False
    return not values.has_content(end, mention.start, "setting")


def _is_counted_then(values: Values, value: Value) -> bool:
    """``October count: 42``, after the target: a time and hardly more opens the sentence of the value."""
    opening, start = values.signals.sentences[value.sentence][0], value.quantity.start
    times = [m for m in values.signals.dates(values.today) if opening <= m.start < start]
    if len(times) != 1 or value.role or not values.live[:start].rstrip().endswith(":"):
        return False
    around = values.distance(opening, times[0].start) + values.distance(times[0].end, start)
    return times[0].kind != "vague" and around <= _BESIDE


def _yields(other: Value, value: Value) -> bool:
    """Of two targets the one that is only dated, or only wished near, is the other half.

    Last season and this season: the later one is the target, where nothing else is.
    """
    if other.cue is None or value.cue is None or other.role != value.role:
        return False
    if value.role == "baseline":
        return value.cue.kind == "past" and other.cue.kind == "present"
    wished = value.cue.kind in ("want", "wanted", "goal", "reach")
    if wished and other.cue.kind in ("need", "then"):  # "three in ten then, one in ten wanted"
        return True
    return other.cue.kind in _WEAK and value.cue.kind in _STRONG


def _neighbours(every: Sequence[Value], at: int, *, before_first: bool) -> Iterator[Value]:
    before = [every[i] for i in range(at - 1, max(-1, at - 1 - _NEAR), -1)]
    after = [every[i] for i in range(at + 1, min(len(every), at + 1 + _NEAR))]
    yield from (before + after) if before_first else (after + before)


def _is_told_beside(values: Values, value: Value, other: Value) -> bool:
    """``below 10 late trains (26 in October)``: a note after the target, and another such value."""
    if value.role != "target" or value.sentence != other.sentence:
        return False
    one, two = value.quantity, other.quantity
    same = one.kind == two.kind and one.value != two.value and (two.kind != "count" or _is_bare(values, two))
    return same and values.live[one.end : two.start].rstrip().endswith("(")


def _may_remain(values: Values, value: Value, other: Value) -> bool:
    """May a value without a cue take the open role? Not as a note, nor inside the indicator's own words."""
    quantity = other.quantity
    if other.aside:
        return _is_told_beside(values, value, other)
    if values.marked(quantity.start - 25, quantity.start, "elsewhere"):
        return False
    if quantity.kind == "count" and not (_is_bare(values, quantity) or _is_bare(values, value.quantity)):
        return quantity.noun == value.quantity.noun
    if quantity.kind in _SHARES or (values.windows and quantity.kind == "duration"):
        return True
    if quantity.comparator not in _NO_BOUND:
        return _opens(values, quantity)
    at = values.index(quantity.start) - 1
    adjoins = at >= 0 and not values.plain[values.words[at].end : quantity.start].strip()
    return not (adjoins and values.marked(values.words[at].start, quantity.start, "inner", "article"))
