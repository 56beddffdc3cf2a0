"""A finish line of work: from nothing to all, to the last of them, or to the next version."""

from __future__ import annotations

from functools import partial

from .marks import endings
from .movement import Movement
from .numbers import Quantity
from .phrase import Name, Phrase

_NO_BASE = frozenset(("pace", "team_pace", "article"))


def finish_line(name: Name, movement: Movement, effect: bool) -> int | None:
    """From nothing to all, or to a number of things: a finish line of work, unless people act in it."""
    whole, first, last = name.whole, movement.baseline.quantity, movement.target.quantity
    if not effect and is_version(name, first, last):
        return name.phrase.naming[0]
    if is_all(last) and _is_finished(name, movement):
        return name.phrase.naming[0]
    if _people_act(whole) or is_rate(whole, 0) or _is_met(whole):
        return None
    if is_all(last) and not effect and _completes(name, movement):
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


def _is_finished(name: Name, movement: Movement) -> bool:
    """``62 % finished``: right after the value, of whatever it is said."""
    values, end = name.whole.values, movement.first.quantity.end
    return any(values.distance(end, mark.start) == 0 for mark in values.marked(end, end + 20, "complete"))


def _completes(name: Name, movement: Movement) -> bool:
    """``40 % complete -> 100 %``, or ``… by the new portal: 30 % -> 100 %``: how far the work is."""
    done = "complete" in name.phrase.tags(name.phrase.naming[-1])  # "share of the plan completed"
    new = (name.phrase.first("new") or 0) > name.phrase.naming[0]
    if done or new or _is_done_with_all(name, movement):
        return True
    happened = any(map(partial(happens, name.phrase), name.phrase.naming))
    return name.phrase.first("product") is not None and not happened


def _is_done_with_all(name: Name, movement: Movement) -> bool:
    """``rooms refurbished: 12 of 40 -> 40 of 40``: things done one by one (by somebody), until all are."""
    first, last = movement.baseline.quantity.parts, movement.target.quantity.parts
    phrase, at = name.phrase, name.phrase.naming[-1]
    by = phrase.first("agent", "means", high=at)
    at = at if by is None or name.whole.first("timely") is not None else by - 1
    ends = at > phrase.naming[0] and is_participle(phrase, at)
    return ends and first is not None and last is not None and first[1] == last[1] and not _is_met(name.whole)


def is_version(name: Name, first: Quantity, last: Quantity) -> bool:
    """``Tenant portal: 1.2 -> 3.0``: a product by name, and numbers with one place that count nothing.

    ``Node 18 -> 22``: where a technology is all that is named, any number is its version.
    """
    heads = name.phrase.heads
    technology = heads and all("technology" in name.phrase.tags(at) for at in heads[-1])
    if (technology and _ends(name.phrase, heads[-1])) or _is_called(name, first, last):
        return True
    bare = all(
        q.kind == "count" and len(q.text) >= 3 and q.text[-2] in ".," and not q.noun for q in (first, last)
    )
    head = name.phrase.heads[0]
    product = "product" in name.phrase.tags(head.stop - 1) or "product" in name.phrase.tags(head.start)
    rises = last.value > first.value and last.text.endswith("0")
    return bare and product and (name.phrase.naming[-1] < head.stop or rises)


def _is_called(name: Name, first: Quantity, last: Quantity) -> bool:
    """``Talio 7 to Talio 9``: one name, right before both numbers, is that of a product."""
    values = name.whole.values
    words = [values.words[values.index(q.start) - 1] for q in (first, last)]
    gaps = [values.live[word.end : q.start] for word, q in zip(words, (first, last), strict=True)]
    if first.kind != "count" or words[0].word != words[1].word or gaps != [" ", " "]:
        return False
    known = values.mark_at.get(values.index(words[0].start))
    return known is None and all(values.live[word.start].isupper() for word in words)


def _ends(phrase: Phrase, head: range) -> bool:
    """Is this head the last of what is named?"""
    return phrase.naming[-1] in head


def happens(whole: Phrase, at: int) -> bool:
    """A past participle that is no word for making."""
    if whole.tags(at) & {"making", "handling"}:
        return False
    return "happens" in whole.tags(at) or is_participle(whole, at)


def is_participle(whole: Phrase, at: int) -> bool:
    """Does a word end as a past participle does?"""
    participle = endings(whole.values.signals.pack, "participle_endings")
    return bool(participle) and whole.text(at).endswith(participle)


def _is_met(whole: Phrase) -> bool:
    """``letters read``: but ``trolleys bought`` may be what the team got."""
    at = whole.first("happens")
    return at is not None and "handling" not in whole.tags(at)


def is_all(quantity: Quantity) -> bool:
    """``100 %``, ``9 of 9``."""
    whole = quantity.parts is not None and quantity.parts[0] == quantity.parts[1]
    return whole or (quantity.kind == "percent" and quantity.value >= 100)


def is_rate(whole: Phrase, low: int) -> bool:
    """``per order``, ``par dossier``: but ``per sprint`` and ``per month`` say only how fast."""
    for at in range(low, len(whole.words) - 1):
        if "per" in whole.tags(at) and whole.names(at + 1) and not whole.tags(at + 1) & _NO_BASE:
            return True
    return False
