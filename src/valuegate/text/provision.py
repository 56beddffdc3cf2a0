"""What a rule provides for: a mishap that work as usual sorts, records or settles happens to nobody now.

"A lost ticket is replaced at the counter", "when a flight is cancelled, passengers are rebooked", "rejects
go on the left, late batches on the right": the mishap is a case of the rule, told in the present. What is
told of people beside the rule still counts.
"""

from __future__ import annotations

from itertools import pairwise

from .intent import Intent
from .vocabulary import BOUND_ROLE, HARM, ROLE
from .wording import Wording

_MISHAPS = frozenset(("harm", "hint", "trouble"))
_CASES = frozenset(("when", "condition", "case"))
_VERBS = frozenset(
    ("being", "auxiliary", "past", "routine", "deed", "pronoun", "stative", "relative", "who", "negation")
)
_LED_TO = frozenset(("determiner", "preposition", "particle", "affects", "indefinite"))
_CATEGORY = 8
_VERBLESS = 8


def find_rules(wording: Wording) -> list[Intent]:
    """The mishaps of all rules, each from the beginning of its part of the sentence."""
    said = [at for at in wording.asked(HARM) if not _MISHAPS.isdisjoint(wording.tags[at])]
    places: dict[int, list[int]] = {}
    for at in said:
        places.setdefault(wording.sentence_of(at), []).append(at)
    return [rule for sentence, mishaps in places.items() for rule in _in_sentence(wording, sentence, mishaps)]


def _in_sentence(wording: Wording, sentence: int, mishaps: list[int]) -> list[Intent]:
    start = wording.openings[sentence]
    parts = _parts(wording, start, wording.sentence_end(start))
    settled = [_settled(wording, first, last) for first, last in parts]
    case, found = False, []
    for at, (first, last) in enumerate(parts):
        case = case or (_is_case(wording, first) and any(settled[at + 1 :]))
        if case and (not settled[at] or _is_remedied(wording, settled[at], last)):
            found.append(Intent("rule", first, last))
            case = not settled[at]
        elif settled[at] and _is_category(wording, first, settled[at]):
            found.append(Intent("rule", first, wording.end(settled[at])))
        elif any(settled[:at]) and _is_verbless(wording, first, last):
            found.append(Intent("rule", first, last))
    return [rule for rule in found if any(_is_case_of(rule, at, wording) for at in mishaps)]


def _is_case_of(rule: Intent, at: int, wording: Wording) -> bool:
    """Not "meanwhile", which leads into a sentence."""
    opens = at == rule.first and "hint" in wording.tags[at]
    return rule.first <= at < rule.last and not opens


def _is_remedied(wording: Wording, settled: int, last: int) -> bool:
    """ "Are rebooked", "is given another": the rule makes good what it provides for."""
    said = wording.words[settled:last]
    return not wording.shapes.remedies.isdisjoint(said)


def _parts(wording: Wording, first: int, last: int) -> list[tuple[int, int]]:
    """The parts of a sentence between its stops."""
    cuts = [first, *(at for at in range(first + 1, last) if wording.stops[at]), last]
    return list(pairwise(cuts))


def _settled(wording: Wording, first: int, last: int) -> int:
    """Where a part says what is done with its subject; 0 if it does not."""
    for at in range(first + 1, last):
        if "free" in wording.tags[at]:
            return at
        if wording.words[at] in wording.shapes.handled and _is_passive(wording, first, at):
            return at
        if wording.words[at] in wording.shapes.settles and _is_verb(wording, first, at):
            return at
    return 0


def _is_passive(wording: Wording, first: int, at: int) -> bool:
    """Does "is" or "are" stand just before? "Was marked" happened once, "are sent home" is a harm."""
    if "harm" in wording.tags[at] and wording.words[at] not in wording.shapes.remedies:
        return False
    near = wording.tags[max(first, at - 2) : at]
    return any("being" in tags and "auxiliary" not in tags for tags in near)


def _is_verb(wording: Wording, first: int, at: int) -> bool:
    """Do things go somewhere, or have something? Where people do it, it is a deed of theirs."""
    if any("who" in tags for tags in wording.tags[first:at]) or wording.is_shaped(at - 1, ROLE | BOUND_ROLE):
        return False
    return wording.tags[at - 1].isdisjoint(_LED_TO) and not wording.tags[at + 1].isdisjoint(_LED_TO)


def _is_case(wording: Wording, first: int) -> bool:
    """ "When a flight is cancelled", "en cas de panne"."""
    while "joins" in wording.tags[first]:
        first += 1
    return not _CASES.isdisjoint(wording.tags[first])


def _is_category(wording: Wording, first: int, predicate: int) -> bool:
    """Is the subject a kind of things or people, and not somebody who is pointed out ("she", "my")?"""
    return predicate - first <= _CATEGORY and all(
        "pronoun" not in tags and "past" not in tags for tags in wording.tags[first:predicate]
    )


def _is_verbless(wording: Wording, first: int, last: int) -> bool:
    """ ", late batches on the right": the verb is that of the part before."""
    return last - first <= _VERBLESS and all(tags.isdisjoint(_VERBS) for tags in wording.tags[first:last])
