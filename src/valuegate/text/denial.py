"""Negation: of an ordinary action it makes a harm ("never comes back"), of a harm none ("nobody waits")."""

from __future__ import annotations

from .vocabulary import BOUND_ROLE, ROLE
from .wording import Clause, Mark, Wording

_ACTION = 3
_REACH = 6
_AFTER = 2
_DENIES = frozenset(("negation", "undone"))
_LACKS = frozenset(("negation", "lack"))
_DENIED_OBJECT = frozenset(("negation", "determiner"))
_NEGATES = frozenset(("negation",))
_LIMITS = frozenset(("negation", "only"))
_LIST = 24
"""So many words back a list of what is denied may begin."""
_PREDICATES = frozenset(("harm", "hint", "ache", "being", "auxiliary", "past", "routine", "deed", "pair"))
_SUBJECTS = frozenset(("pronoun", "relative", "reason", "when", "cause", "condition"))
_NOT_ACTIONS = frozenset(
    ("harm", "ache", "wish", "benign", "fine", "looks", "disliked", "artefact", "feature_verb")
)


def undone(wording: Wording, clause: Clause, mark: Mark) -> int:
    """Where the ordinary action ends that these words deny; 0 if they deny something else, or nothing."""
    end = min(mark.last + _ACTION, clause.last)
    if mark.last >= end or wording.stops[mark.last]:
        return 0
    denied = range(mark.last, min(mark.last + _REACH + 1, clause.last))
    if [True for i in denied if not _NOT_ACTIONS.isdisjoint(wording.tags[i])] or is_denied(wording, mark):
        return 0
    if not wording.shapes.built.isdisjoint(wording.words[mark.last : clause.last]):
        return 0  # "has not yet been rolled out": what nobody built hurts nobody by that alone
    return end if _closes(wording, mark.tags, range(mark.last, end), _LIMITS) else 0


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
    if wording.tags[mark.last] >= _DENIED_OBJECT and not wording.stops[mark.last]:  # "we lose no customer"
        return True
    if _goes_on(wording, mark.first):  # "none was lost, broken or forgotten"
        before = _before(wording, mark.first)
        return is_denied(wording, mark._replace(first=before, last=before + 1))
    return _is_close(wording, mark) or ("negation" in wording.kinds and _is_listed(wording, mark.first))


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
        if tags >= _LACKS and _is_over(wording, i, mark.first):
            continue
        if "negation" in tags:
            return True
        if "undone" in tags and _closes(wording, tags, after, _NEGATES):
            return True
    return False


def _is_listed(wording: Wording, at: int) -> bool:
    """ "No guard, visitor or cook loses time, waits or complains": what is denied of somebody, in a list."""
    floor, linked = max(wording.sentence_start(at), at - _LIST), _ends_in_or(wording, at)
    while cut := _link(wording, at, floor):
        body = cut + ("joins" in wording.tags[cut])
        alternative = "alternative" in wording.tags[cut]
        linked = linked or alternative
        if not alternative and "who" in wording.tags[body]:  # "no prisoner, visitor or officer loses"
            shared = linked and at == body
        else:
            shared = _shares_subject(wording, cut, body, linked=linked, alternative=alternative)
        if not shared:
            return False
        at = cut - 1
        start = _link(wording, at, floor) or floor
        start += "joins" in wording.tags[start]
        if _is_denying(wording, start, at, linked=linked, alternative=alternative):
            return True
    return False


def _link(wording: Wording, at: int, floor: int) -> int:
    """Where the last part of a list begins that ends here; 0 if none does."""
    for i in range(at, floor, -1):
        if wording.stops[i] or "joins" in wording.tags[i]:
            return i
    return 0


def _ends_in_or(wording: Wording, at: int) -> bool:
    """Does "or" lead to the last part of the list?"""
    for i in range(at + 1, min(at + _REACH, len(wording.words))):
        if "joins" in wording.tags[i]:
            return "alternative" in wording.tags[i]
    return False


def _shares_subject(wording: Wording, cut: int, body: int, *, linked: bool, alternative: bool) -> bool:
    """Is this part of a list no sentence of its own ("nobody warns them, and guards wait")?"""
    tags = wording.tags[body]
    if wording.stops[cut] and not wording.is_comma(cut):
        return False
    if not tags.isdisjoint(_SUBJECTS):
        return False
    if alternative:
        return True
    ends = () if linked else wording.shapes.going_endings
    return not tags.isdisjoint(_PREDICATES) and not (ends and wording.words[body].endswith(ends))


def _is_denying(wording: Wording, start: int, end: int, *, linked: bool, alternative: bool) -> bool:
    """Is the subject of these words nobody, or is it all that we have not heard of?"""
    tags = wording.tags
    if not tags[start].isdisjoint(_DENIES) and "pair" not in tags[start]:
        return True
    denies = [i for i in range(start, end + 1) if "negation" in tags[i]]
    if alternative and any("determiner" in tags[i] for i in denies):
        return True
    return linked and any(_is_ours(wording, i) for i in denies)


def _is_ours(wording: Wording, at: int) -> bool:
    """ "We have not heard of …"."""
    return any("myself" in tags for tags in wording.tags[max(at - _ACTION, 0) : at])


def _goes_on(wording: Wording, first: int) -> bool:
    """Does a list of harms go on here, with nothing but a comma or "or" before?"""
    before = _before(wording, first)
    linked = wording.stops[first] or before < first - 1
    return before >= 0 and linked and "harm" in wording.tags[before] and "hint" not in wording.tags[before]


def _before(wording: Wording, first: int) -> int:
    return first - 1 - ("joins" in wording.tags[first - 1])


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
