"""Numbers that together are one quantity: ``7 of 9``, ``3-5 %``, ``1 h 20``, ``between 8 and 9 %``."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..records import NamedTuple
from ..words import Token
from .measures import Measures
from .numerals import ARROWS
from .quantity import BLANKS, Quantity

_DASHES = frozenset("-‐‑–—")
_ARROWS = frozenset({"->", "-->", "=>", *ARROWS})
_NAME_LINKS = _ARROWS | {"-", "/", ","}
_LINKS = _ARROWS | _DASHES | {"/"}
_SHARED = frozenset({"percent", "money", "duration", "score"})
_LOOSE = frozenset({"in"})
_SLASHED = re.compile(r"/\d")  # "2.9/5 -> 4.2/5": the second is a share of its own
_PLAIN = re.compile(r"[^\W\d_]+(?:[\s'’-]+[^\W\d_]+)*['’]?")
_HOUR, _MINUTE = 60.0, 1.0
_FAR = 5
"""Words between the two numbers of a share, at most."""
_ROUND = (10, 100, 1000)
_FEW = 10
"""Of so many at most a part is told in whole numbers: two callers in five."""
_new = tuple.__new__  # a third of the cost of the constructor


class Draft(NamedTuple):
    """A quantity that may still be joined with the next, and what its number was multiplied with.

    A ``weak`` one is a word that is more often no number ("one", "une", "neuf"): alone it counts nothing.
    """

    quantity: Quantity
    step: float
    first: int  # its first word
    after: int  # the word after it
    weak: bool = False


class _Pair(NamedTuple):
    """Two numbers that follow each other, and what stands between them."""

    one: Draft
    two: Draft
    between: str
    words: Sequence[Token]  # those between
    before: Sequence[Token]  # up to four before the first

    @property
    def first(self) -> Quantity:
        return self.one.quantity

    @property
    def second(self) -> Quantity:
        return self.two.quantity


def join(text: str, read: list[Draft], measures: Measures, words: Sequence[Token]) -> list[Draft]:
    """The quantities, with those joined that are one."""
    joined: list[Draft] = []
    for draft in read:
        one = None
        if joined and draft.quantity.start - joined[-1].quantity.end <= 60:
            one = _one(_pair(text, joined[-1], draft, words), measures, text)
        if one:
            joined[-1:] = one
            if len(joined) > 1 and one[-1].quantity.parts:  # "from 18 | to 26 in a hundred"
                pair = _pair(text, joined[-2], joined[-1], words)
                joined[-2:] = (_is_change(pair, measures) and _with_one_unit(pair)) or joined[-2:]
        else:
            joined.append(draft)
    return joined


def _pair(text: str, first: Draft, second: Draft, words: Sequence[Token]) -> _Pair:
    between = text[first.quantity.end : second.quantity.start].strip(BLANKS)
    before = words[max(0, first.first - 4) : first.first]
    return _new(_Pair, (first, second, between, words[first.after : second.first], before))


def _one(pair: _Pair, measures: Measures, text: str) -> list[Draft] | None:
    """What the pair is together; None if they are two quantities."""
    if pair.first.kind == "name" or pair.second.kind == "name":
        return _named(pair, measures)
    if pair.between and not pair.words and pair.between not in _LINKS:
        return None
    for rule in (_compound, _slash, _range, _share):
        if found := rule(pair, measures):
            start, end = pair.first.start, pair.second.end
            found = found._replace(start=start, end=end, text=text[start:end])
            return [Draft(found, pair.two.step, pair.one.first, pair.two.after)]
    if _is_change(pair, measures) and not _SLASHED.match(text, pair.second.end):
        return _with_one_unit(pair)
    glued = pair.second.start - pair.first.end == 1
    if glued and (pair.between == "/" or pair.between in _DASHES):
        return _unnamed(pair)  # 24/7, 555-1234
    return None


def _unnamed(pair: _Pair) -> list[Draft]:
    return [draft._replace(quantity=draft.quantity._replace(kind="name")) for draft in (pair.one, pair.two)]


def _named(pair: _Pair, measures: Measures) -> list[Draft] | None:
    """A name passes to its neighbour: "lines 14 and 17", "version 2.0 -> 3.0", "8 and 9 am"."""
    other = pair.second if pair.first.kind == "name" else pair.first
    linked = pair.between in _NAME_LINKS or _is_one_of(pair, measures.sets["label_joins"])
    return _unnamed(pair) if linked and other.kind == "count" and not other.noun else None


def _is_one_of(pair: _Pair, joins: frozenset[str]) -> bool:
    """Whether only a word such as "and" stands between."""
    return len(pair.words) == 1 and pair.words[0].word in joins and pair.between.isalpha()


def _compound(pair: _Pair, _measures: Measures) -> Quantity | None:
    """``1 h 20``, ``4 min 30``, ``2 min 30 s``, ``1 hour and 20 minutes``."""
    first, second = pair.first, pair.second
    if first.kind != "duration" or pair.between not in ("", "and", "et"):
        return None
    whole = first._replace(value=first.value + second.value, noun=second.noun)
    if second.kind == "duration":
        return whole if pair.two.step < pair.one.step else None
    smaller = second.kind == "count" and len(second.text) == 2 and second.value < 60 and not second.noun
    if not smaller or pair.between or pair.one.step not in (_HOUR, _MINUTE):
        return None
    return whole._replace(value=first.value + second.value * pair.one.step / _HOUR)


def _slash(pair: _Pair, _measures: Measures) -> Quantity | None:
    return _quotient(pair) if pair.between == "/" else None


def _quotient(pair: _Pair) -> Quantity | None:
    """``7/9`` is a share, ``4.2/5`` a score."""
    part, whole = pair.first, pair.second
    if part.kind != "count" or not 0 <= part.value <= whole.value or not whole.value:
        return None
    joined = part._replace(
        noun=whole.noun, parts=(part.value, whole.value), worded=part.worded or whole.worded
    )
    if whole.unit == "star" or (whole.kind == "count" and part.value % 1):
        return joined._replace(kind="score", unit=f"/{whole.value:g}")
    if whole.kind != "count" or whole.value % 1:
        return None
    return joined._replace(kind="ratio", unit="ratio", value=part.value / whole.value)


def _range(pair: _Pair, measures: Measures) -> Quantity | None:
    """``3-5 %``, ``10 – 15 min``, ``between 8 and 9 %``. A falling pair is a change, not a range."""
    first, second = pair.first, pair.second
    linked = pair.between in _DASHES or (
        _is_one_of(pair, measures.sets["label_joins"])
        and measures.lexicons["between"].ends_at(pair.before, len(pair.before))
    )
    bare = first.kind == "count"
    if not linked or not (bare or first.unit == second.unit) or second.parts:
        return None
    low = first.value * pair.two.step if bare else first.value
    if low >= second.value:
        return None
    middle = (low + second.value) / 2
    return second._replace(value=middle, low=low, high=second.value, comparator=first.comparator)


def _share(pair: _Pair, measures: Measures) -> Quantity | None:
    """``7 of the 9``, ``one in four``, ``7 agents sur 10``."""
    phrase = measures.lexicons["share"].before(pair.words, len(pair.words))
    if not phrase or phrase[0] > _FAR or not _PLAIN.fullmatch(pair.between):
        return None
    stopped = phrase[0] > 2 or (phrase[0] and _has_stop(pair.words[: phrase[0]], measures))
    if stopped and not (pair.first.value == 1 and pair.second.noun[-1:] not in ("s", "x")):
        return None  # "one trip for nothing in three": what is counted may take some words, if it is one
    loose = pair.words[phrase[0]].word in _LOOSE
    if loose and not _fits_loosely(pair, bool(phrase[0])):
        return None
    if pair.first.unit == "times":  # "once in nine", "3 fois sur 10"
        pair = pair._replace(one=pair.one._replace(quantity=pair.first._replace(kind="count", unit="")))
    found = _quotient(pair)
    return found._replace(noun=pair.first.noun) if found and phrase[0] else found


def _is_change(pair: _Pair, measures: Measures) -> bool:
    """Whether an arrow or a "to" leads from the first to the second."""
    if pair.between in _ARROWS:
        return True
    return (
        bool(pair.words)
        and pair.words[0].word in measures.changes
        and _PLAIN.fullmatch(pair.between) is not None
    )


def _with_one_unit(pair: _Pair) -> list[Draft] | None:
    """The unit of one side of a change is that of both: "from 12 to 3 days", "40 % → 85"."""
    first, second = pair.first, pair.second
    if first.kind == "count" and not first.noun and second.kind in _SHARED:
        return [_in_unit(pair.one, pair.two), pair.two]
    if second.kind == "count" and not second.noun and first.kind in _SHARED:
        return [pair.one, _in_unit(pair.two, pair.one)]
    whole = second.parts[1] if second.parts else 0
    if first.kind == "count" and not first.noun and whole in _ROUND and first.value <= whole:
        part = first._replace(
            kind="ratio", unit="ratio", value=first.value / whole, parts=(first.value, whole)
        )
        return [pair.one._replace(quantity=part), pair.two]  # "from 18 to 26 in every hundred"
    return None


def _in_unit(draft: Draft, other: Draft) -> Draft:
    unit, value = other.quantity, draft.quantity.value * other.step
    quantity = draft.quantity._replace(kind=unit.kind, unit=unit.unit, value=value)
    return draft._replace(quantity=quantity, step=other.step)


def _has_stop(words: Sequence[Token], measures: Measures) -> bool:
    return not measures.function_words.isdisjoint([word[0] for word in words])


def _fits_loosely(pair: _Pair, nouned: bool) -> bool:
    """ "in" also says where and when: "12 calls in 14 shops" is no share, "1 call in 6" is one.

    Nor are "4 calls in ten shops", but "4 calls in ten take long": what follows is no plural.
    """
    one, whole = pair.first.value == 1, pair.second
    one_of_few = pair.first.value < whole.value <= _FEW
    if whole.value > 1000:
        return False
    return (
        one
        or not (nouned and whole.noun)
        or ((whole.value in _ROUND or one_of_few) and whole.noun[-1:] != "s")
    )
