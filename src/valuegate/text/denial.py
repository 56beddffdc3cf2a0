"""Negation: of an ordinary action it makes a harm ("never comes back"), of a harm none ("nobody waits")."""

from __future__ import annotations

from .listed import is_listed
from .vocabulary import BOUND_ROLE, ROLE
from .wording import Clause, Mark, Wording

_ACTION = 3
_REACH = 6
_AFTER = 2
_DENIES = frozenset(("negation", "undone"))
_PLACED = frozenset(("particle", "preposition", "share"))
_LACKS = frozenset(("negation", "lack"))
_DENIED_OBJECT = frozenset(("negation", "determiner"))
_NEGATES = frozenset(("negation",))
_LIMITS = frozenset(("negation", "only"))
_NOT_ACTIONS = frozenset(
    ("harm", "ache", "wish", "benign", "fine", "looks", "disliked", "artefact", "feature_verb", "hype")
)


def undone(wording: Wording, clause: Clause, mark: Mark) -> int:
    """Where the ordinary action ends that these words deny; 0 if they deny something else, or nothing."""
    end = min(mark.last + _ACTION, clause.last)
    if mark.last >= end or wording.stops[mark.last]:
        return 0
    denied = range(mark.last, min(mark.last + _REACH + 1, clause.last))
    if [True for i in denied if not _NOT_ACTIONS.isdisjoint(wording.tags[i])] or is_denied(wording, mark):
        return 0
    if not wording.shapes.built.isdisjoint(map(wording.written, range(mark.last, clause.last))):
        return 0  # "has not yet been rolled out" hurts nobody by that alone; "que personne ne livre" does
    return end if _closes(wording, mark.tags, range(mark.last, end), _LIMITS) else 0


def unknown_to(wording: Wording, first: int) -> int:
    """Where the verb ends that says what nobody in some place knows ("nobody in claims trusts"); else 0."""
    if wording.tags[first + 1].isdisjoint(_PLACED):
        return 0
    for i in range(first + 2, min(first + _REACH, len(wording.words))):
        if wording.stops[i]:
            return 0
        if wording.words[i] in wording.shapes.knows:
            return i + 1
    return 0


def unheard(wording: Wording, mark: Mark) -> int:
    """Where the verb ends that says what reaches none of them ("no skipper gets the warning"); else 0."""
    somebody = False
    for i in range(mark.last, min(mark.last + _REACH, len(wording.words))):
        tags = wording.tags[i]
        if wording.stops[i]:
            return 0
        if wording.words[i] in wording.shapes.receives:
            told = wording.tags[i + 1 : i + 1 + _ACTION]
            return i + 1 if somebody and all(_NOT_ACTIONS.isdisjoint(each) for each in told) else 0
        somebody = somebody or "who" in tags or wording.is_shaped(i, ROLE | BOUND_ROLE)
    return 0


def is_denied(wording: Wording, mark: Mark) -> bool:
    """Does a negation stand just before the words, or around them (ne … pas)?"""
    if _is_nothing(wording, mark):
        return True
    if "lack" in wording.tags[mark.first - 1] and not wording.stops[mark.first]:  # "there is no queue"
        return True
    if _is_scarce(wording, mark.last):
        return True
    if _goes_on(wording, mark.first):  # "none was lost, broken or forgotten"
        last = _before(wording, mark.first)
        if is_denied(wording, mark._replace(first=_beginning(wording, last), last=last + 1)):
            return True
    return _is_close(wording, mark) or ("negation" in wording.kinds and is_listed(wording, mark.first))


def _is_nothing(wording: Wording, mark: Mark) -> bool:
    """ "We lose no customer", "you lose nothing"."""
    after = wording.tags[mark.last]
    denied = after >= _DENIED_OBJECT or ("nothing" in after and "harm" in mark.tags)
    return denied and not wording.stops[mark.last]


def _is_scarce(wording: Wording, after: int) -> bool:
    """ "Disputes are rare"."""
    return "being" in wording.tags[after] and wording.word(after + 1) in wording.shapes.scarce


def _is_close(wording: Wording, mark: Mark) -> bool:
    """Does a negation stand in the same clause, a few words before, and no stop between?"""
    near = wording.tags[max(mark.first - _REACH, 0) : mark.first]
    if not [True for tags in near if not _DENIES.isdisjoint(tags)]:  # nearly always: no clause is needed
        return False
    clause = wording.clause_of(mark.first)
    after = range(mark.last, min(mark.last + _AFTER, clause.last))
    for i in range(mark.first - 1, max(clause.first, mark.first - _REACH) - 1, -1):
        if wording.stops[i + 1]:
            return False
        tags = wording.tags[i]
        if "joins" in tags and "determiner" in wording.tags[i + 1]:  # "no entry and the insurer refused"
            return False
        if (tags >= _LACKS and _is_over(wording, i, mark.first)) or _is_comparing(wording, i, clause.first):
            continue
        if "negation" in tags:
            return not _describes_somebody(wording, i, mark.first)
        if "undone" in tags and _closes(wording, tags, after, _NEGATES):
            return True
    return False


def _describes_somebody(wording: Wording, at: int, before: int) -> bool:
    """ "Farmers without a signal lose", "les élèves sans ordinateur attendent": they are named by it."""
    lacking = "lack" in wording.tags[at] and not wording.tags[at].isdisjoint(_PLACED | {"undone"})
    named = wording.tags[at + 1 : before]
    return (
        lacking
        and "who" in wording.tags[at - 1]
        and any(not tags or "compound_head" in tags for tags in named)
    )


def _goes_on(wording: Wording, first: int) -> bool:
    """Does a list of harms go on here, with nothing but a comma or "or" before?"""
    before = _before(wording, first)
    linked = wording.stops[first] or before < first - 1
    return before >= 0 and linked and "harm" in wording.tags[before] and "hint" not in wording.tags[before]


def _before(wording: Wording, first: int) -> int:
    return first - 1 - ("joins" in wording.tags[first - 1])


def _beginning(wording: Wording, last: int) -> int:
    """Where the phrase begins that ends with this word."""
    while last and wording.ends.get(last - 1) == wording.ends.get(last, -1):
        last -= 1
    return last


def _is_comparing(wording: Wording, at: int, first: int) -> bool:
    """ "La bête revient plus apeurée": without "ne" before it, "plus" is more."""
    if "quantity" not in wording.tags[at] or "negation" not in wording.tags[at] or wording.end(at) > at + 1:
        return False
    return not any("undone" in wording.tags[i] and "pair" in wording.tags[i] for i in range(first, at))


def _is_over(wording: Wording, lack: int, before: int) -> bool:
    """What is lacking ends at a verb: "what comes back without its wheels is found out"."""
    return "determiner" not in wording.tags[lack] and any(
        "being" in tags for tags in wording.tags[lack + 1 : before]
    )


def _closes(wording: Wording, opened: frozenset[str], places: range, closing: frozenset[str]) -> bool:
    """French "ne" only negates with "pas", "jamais" …; with "que" it limits, which is a want as well."""
    if "pair" not in opened:
        return True
    return True in [not closing.isdisjoint(wording.tags[i]) for i in places]
