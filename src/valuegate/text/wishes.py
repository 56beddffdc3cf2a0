"""Values in running prose, where no label announces them: which wish belongs to which value before it."""

from __future__ import annotations

from .movement import Value, Values

_NO_BOUND = ("", "~")
_UPPER = ("<", "<=")
_WISHED = frozenset(("want", "wanted", "goal"))
_STEM = 4


def is_no_movement(values: Values, value: Value, other: Value) -> bool:
    """Are they two facts, a limit that is kept already, a stock, or a result beside what was wanted?"""
    if _is_scored(values, value if value.role == "target" else other):
        return True
    return _counts_another(value, other) or _is_kept(value, other) or _is_stock(values, value, other)


def _counts_another(value: Value, other: Value) -> bool:
    """``2 boys now … a 25 fee``: in a story two nouns are two things."""
    one, two = value.quantity, other.quantity
    counts = one.kind == two.kind == "count" and one.noun and two.noun
    return bool(counts) and one.noun[:_STEM] != two.noun[:_STEM]


def _is_kept(value: Value, other: Value) -> bool:
    """``it takes 4 days and must take no more than 6``: a limit that is kept already moves nothing."""
    wish, now = (value, other) if value.role == "target" else (other, value)
    limit, one, two = wish.quantity.comparator, now.quantity.value, wish.quantity.value
    return limit in _UPPER and one <= two and wish.quantity.kind == now.quantity.kind


def _is_stock(values: Values, value: Value, other: Value) -> bool:
    """``we have 3 vans now and want 5``: what somebody has, unless it goes wrong or comes at a pace."""
    wish, now = (value, other) if value.role == "target" else (other, value)
    if now.quantity.kind != "count" or not now.quantity.noun or _is_paced(values, now, wish):
        return False
    before = values.mark_at.get(values.index(now.quantity.start) - 1)
    noun = values.mark_at.get(values.index(now.quantity.end))
    effect = noun is not None and not noun.tags.isdisjoint(("measure", "flaw"))
    return before is not None and "owns" in before.tags and not effect


def in_one_breath(values: Values, now: Value, wish: Value) -> bool:
    """``eleven a week; three would do``: without a label, a rate and right after it the one wished.

    ``… lasts 50 minutes. It should be 30``: the wish may differ in form, and stand in the next sentence,
    where it names nothing but its value.
    """
    if wish.role != "target" or not _is_paced(values, now, wish) or _is_scored(values, wish):
        return False
    alike = now.sentence == wish.sentence and now.quantity.kind == wish.quantity.kind
    return alike or (
        not now.aside and now.quantity.comparator in _NO_BOUND and _only_wishes(values, now, wish)
    )


def _is_paced(values: Values, now: Value, wish: Value) -> bool:
    """A duration or a share needs no pace, a count does: ``eleven a week``."""
    if now.quantity.kind != "count":
        return True
    start = values.signals.sentences[now.sentence][0]
    paces = values.marked(start, wish.quantity.start, "pace", "per", "period")
    return any(values.shown[mark.first] for mark in paces)


def _only_wishes(values: Values, now: Value, wish: Value) -> bool:
    """``I would like that to be five``: does the wish name nothing but its value?"""
    start, quantity = values.signals.sentences[wish.sentence][0], wish.quantity
    if now.sentence == wish.sentence:
        joints = values.marked(now.quantity.end, quantity.start, "joint")
        start = max(now.quantity.end, values.chunk(quantity.start), *(mark.start for mark in joints))
    elif wish.sentence - now.sentence != 1:
        return False
    first = values.index(values.signals.sentences[now.sentence][0])
    said = set(values.words.said[first : values.index(start)])
    named = {values.words[n].word for n in values.visible(start, quantity.start) if _names(values, n)}
    after = values.index(quantity.end)
    if quantity.noun and after < len(values.words) and _names(values, after):
        named.add(quantity.noun)
    return named <= said


def _names(values: Values, number: int) -> bool:
    """Does a word of a wish name something?"""
    mark = values.mark_at.get(number)
    if not values.names[number] or (mark and not mark.tags.isdisjoint(("wishing", "bound"))):
        return False
    word = values.words[number]
    return not values.cues_in(word.start, word.end)  # "je me contenterais": its ending wishes


def _is_scored(values: Values, wish: Value) -> bool:
    """``56 of 100, for 50 aimed at``: what came out, beside what had been wanted."""
    before = values.mark_at.get(values.index(wish.quantity.start) - 1)
    if before is None or "scored" not in before.tags:
        return False
    wished = values.mark_at.get(before.first - 1)  # "we aim | for ten"
    return wished is None or wished.tags.isdisjoint(_WISHED)
