"""What a rule provides for: a mishap that work as usual sorts, records or settles happens to nobody now.

"A lost ticket is replaced at the counter", "when a flight is cancelled, passengers are rebooked", "rejects
go on the left, late batches on the right": the mishap is a case of the rule, told in the present. What is
told of people beside the rule still counts.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise

from .intent import Intent
from .vocabulary import ADVERSE, BOUND_ROLE, HARM, ROLE, SETTLES, UNDONE
from .wording import Wording

_MAY_GO_WRONG = HARM | UNDONE | ADVERSE
_MISHAPS = frozenset(("harm", "hint", "trouble", "odd"))
CASES = frozenset(("when", "condition", "case"))
_VERBS = frozenset(
    ("being", "auxiliary", "past", "routine", "deed", "pronoun", "stative", "relative", "who", "negation")
)
_LED_TO = frozenset(("determiner", "preposition", "particle", "affects", "indefinite"))
_QUOTES = " \u00a0\u202f\"«»“”'’"
_GOES_WRONG = frozenset(
    (
        "harm",
        "hint",
        "weak",
        "trouble",
        "deed",
        "odd",
        "turn",
        "gone",
        "past",
        "negation",
        "undone",
        "cannot",
        "cause",
    )
)
_TOLD = frozenset(("pronoun", "past", "negation", "limit", "cause"))
_PARTICIPLE = 2
_SHORT = 4
_CATEGORY = 8
_VERBLESS = 8


def find_rules(wording: Wording) -> list[Intent]:
    """The mishaps of all rules, each from the beginning of its part of the sentence."""
    settling, found = [at for at in wording.asked(SETTLES) if _may_settle(wording, at)], _protocols(wording)
    mishaps = [at for at in wording.asked(_MAY_GO_WRONG) if _is_mishap(wording, at)] if settling else []
    while settling and mishaps:
        end = wording.sentence_end(settling[0])
        here, settling = _before(settling, end)
        start = wording.sentence_start(here[0])
        amiss, mishaps = _before([at for at in mishaps if at >= start], end)
        if amiss:
            found += _in_sentence(wording, start, end, here, amiss)
    return found


def _protocols(wording: Wording) -> list[Intent]:
    """ "When a picker is hurt, the foreman calls the doctor": in a case, somebody has only to be told."""
    tells = wording.shapes.tells
    if tells.isdisjoint(wording.words):
        return []
    told = {wording.sentence_of(at): at for at, word in enumerate(wording.words) if word in tells}
    found = []
    for at in told.values():
        first, last = wording.sentence_start(at), wording.sentence_end(at)
        if _is_case(wording, first) and _is_protocol(wording, first, last):
            found.append(Intent("rule", first, last))
    return found


def _is_protocol(wording: Wording, first: int, last: int) -> bool:
    """Does nothing go wrong once the case is named? One person is told, and no six of them, nor each one."""
    named = next((at for at in range(first + 1, last) if wording.stops[at]), last)
    telling, at = False, named
    while at < last:
        tags, known = wording.tags[at], wording.words[at] in wording.shapes.tells
        telling = telling or (known and "who" in wording.tags[at - 1])
        noun = "determiner" in wording.tags[at - 1]
        if not (known or noun or tags.isdisjoint(_GOES_WRONG)) or "schedule" in tags or wording.counts(at):
            return False
        at = wording.end(at)
    return telling


def _may_settle(wording: Wording, at: int) -> bool:
    """Nearly no form of "to be" does: the others are left before anybody cuts sentences."""
    if "being" not in wording.tags[at]:
        return True
    near = range(at + 1, min(at + 1 + _PARTICIPLE, len(wording.words)))
    return any(_is_handled(wording, done, more=True) for done in near)


def _before(places: list[int], end: int) -> tuple[list[int], list[int]]:
    """The places before one, and the others."""
    cut = bisect_left(places, end)
    return places[:cut], places[cut:]


def _in_sentence(
    wording: Wording, start: int, end: int, settling: list[int], mishaps: list[int]
) -> list[Intent]:
    parts, settled = _parts(wording, start, end), list[int]()
    for first, last in parts:
        words = [at for at in settling if first <= at < last]
        settled.append(_settled(wording, first, last, words, more=any(settled)) if words else 0)
    if not any(settled):
        return []
    rules = _rules(wording, parts, settled, mishaps)
    return [rule for rule in rules if any(_is_case_of(rule, at, wording) for at in mishaps)]


def _rules(
    wording: Wording, parts: list[tuple[int, int]], settled: list[int], mishaps: list[int]
) -> Iterator[Intent]:
    case = False
    for at, (first, last) in enumerate(parts):
        case = (case and not _is_of_people(wording, first)) or (
            _is_case(wording, first) and any(settled[at + 1 :])
        )
        if case and (not settled[at] or _is_remedied(wording, settled[at], last)):
            yield Intent("rule", first, last)
        elif any(first <= i < settled[at] for i in mishaps) and _is_category(wording, first, settled[at]):
            yield Intent("rule", first, wording.end(settled[at]))
        elif (
            any(settled[:at])
            and _is_verbless(wording, first, last)
            and not _is_said_of(wording, parts[at - 1], first, last)
        ):
            yield Intent("rule", first, last)
        case = case and not settled[at]


def _is_of_people(wording: Wording, first: int) -> bool:
    """ "When the reader is down, I lose the afternoon, and your line is closed": here I meet the case."""
    return "teller" in wording.tags[first] and "determiner" not in wording.tags[first]


def _is_mishap(wording: Wording, at: int) -> bool:
    tags = wording.tags[at]
    return (not tags and wording.is_shaped(at, UNDONE)) or not _MISHAPS.isdisjoint(tags)


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
    cuts = [
        first,
        *(at for at in range(first + 1, last) if wording.stops[at] and _parts_at(wording, at)),
        last,
    ]
    return list(pairwise(cuts))


def _parts_at(wording: Wording, at: int) -> bool:
    """Not at quotation marks: "the fault « pump blocked » has the code 12" is one part."""
    gap = wording.live[wording.tokens[at - 1].end : wording.tokens[at].start]
    return gap.strip(_QUOTES) != ""


def _settled(wording: Wording, first: int, last: int, words: list[int], *, more: bool) -> int:
    """Where a part says what is done with its subject, by one of these ``words``; 0 if it does not.

    Beside a rule, ``more`` are told: "… is handed in, a torn one is turned away".
    """
    for at in words:
        if "free" in wording.tags[at] or _is_verb(wording, first, at):
            return at
        if "being" not in wording.tags[at] or "auxiliary" in wording.tags[at]:
            continue
        for done in range(at + 1, min(at + 1 + _PARTICIPLE, last)):
            if "negation" in wording.tags[done]:
                break
            if done > first + 1 and _is_handled(wording, done, more=more):
                return done
    return 0


def _is_handled(wording: Wording, at: int, *, more: bool) -> bool:
    """Is it listed, stamped, replaced? To be "sent home" is a harm."""
    word, shapes = wording.words[at], wording.shapes
    if "harm" in wording.tags[at]:
        return more or word in shapes.remedies
    return word in shapes.handled or (
        len(word) > _SHORT and wording.written(at).endswith(shapes.passive_endings)
    )


def _is_verb(wording: Wording, first: int, at: int) -> bool:
    """Do things go somewhere, or have something? Where people do it, it is a deed of theirs."""
    if at == first or wording.words[at] not in wording.shapes.settles:
        return False
    if any("who" in tags for tags in wording.tags[first:at]) or wording.is_shaped(at - 1, ROLE | BOUND_ROLE):
        return False
    return wording.tags[at - 1].isdisjoint(_LED_TO) and not wording.tags[at + 1].isdisjoint(_LED_TO)


def _is_case(wording: Wording, first: int) -> bool:
    """ "When a flight is cancelled", "en cas de panne"."""
    while "joins" in wording.tags[first]:
        first += 1
    return not CASES.isdisjoint(wording.tags[first])


def _is_category(wording: Wording, first: int, predicate: int) -> bool:
    """Is the subject a kind of things or people: nobody who is pointed out, and no story with its cause?"""
    said = wording.tags[first:predicate]
    return len(said) <= _CATEGORY and all(tags.isdisjoint(_TOLD) for tags in said)


def _is_said_of(wording: Wording, before: tuple[int, int], first: int, last: int) -> bool:
    """ "Interpreters are called at 8, unpaid until then", "… and some go home without voting"."""
    led = "preposition" in wording.tags[wording.end(first)]
    does = any("harm" in wording.tags[at] and wording.end(at) > at + 2 for at in range(first, last))
    return (led or does) and any("who" in tags for tags in wording.tags[slice(*before)])


def _is_verbless(wording: Wording, first: int, last: int) -> bool:
    """ ", late batches on the right": the verb is that of the part before."""
    return last - first <= _VERBLESS and all(tags.isdisjoint(_VERBS) for tags in wording.tags[first:last])
