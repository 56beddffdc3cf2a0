"""What a clause is for: to tell what happens, or to ask, plan, decide, praise or believe something.

A harm that is spoken of after such words does not happen now: those words are *void* to the end of
their clause. Nothing is void in the clauses beside it, so a pain next to a wish still counts.
"""

from __future__ import annotations

from ..records import NamedTuple
from ..typed import Literal
from .people import Person
from .settled import PASSED, passed
from .unwished import ends, is_reported, no_wish
from .vocabulary import FUTURE, INTENT, UNDONE
from .wording import Clause, Wording

IntentKind = Literal[
    "solution", "wish", "plan", "purpose", "opinion", "authority", "absence", "guide", "project", "rule",
    "over",
]  # fmt: skip
_PLAIN: tuple[IntentKind, ...] = ("guide", "wish", "plan", "purpose", "opinion")
_THINGS_TO_DO = frozenset(("solution", "solution_noun"))
_LEADS = _THINGS_TO_DO | {"infinitive"}
_FEATURES = frozenset(("artefact", "featured"))
_LACKED = _FEATURES | {"hype"}
_MISSED = _FEATURES | {"cause", "reason", "pronoun"}
_DETERMINED = 2
_REASONING = frozenset(("pronoun", "cause", "reason"))
_WISHED = frozenset(("wish", "solution", "solution_noun"))
_LEADING_IN = frozenset(("preposition", "particle", "affects"))
_WHOLE: dict[str, IntentKind] = {
    "threat": "plan", "target": "plan", "duty": "wish",
    "mission": "opinion", "talk": "opinion", "project": "project",
}  # fmt: skip
"""Words that say what a whole sentence is for."""
_LEADING = frozenset(("talk", "project"))
"""They say so where the sentence, or a clause of it, is about them."""
_WORK = frozenset(("work_item",))
_MADE = frozenset(("maker", "work_item"))
_ORDER_REACH = 6
_LACK_REACH = 5
_EMBEDDED = 5
_EXPECTED = 6
_GIVEN = frozenset(("when", "condition"))
_MODERN = frozenset(("artefact", "featured", "hype", "looks"))
_DATED = frozenset(("preposition", "particle", "determiner", "clock", "schedule", "quantity"))
"""Before these words "May" is a month."""


class Intent(NamedTuple):
    """What some words are for; ``first`` to ``last`` (exclusive) are the tokens that carry no harm."""

    kind: IntentKind
    first: int
    last: int


def find_intents(wording: Wording, people: list[Person]) -> list[Intent]:
    """The intents of all clauses."""
    found = [_lead(wording, first, people) for first in dict.fromkeys(wording.openings)]
    found += _futures(wording)
    found += [_of_mark(wording, wording.clause_of(first), first) for first in wording.asked(INTENT)]
    return [intent for intent in found if intent]


def void(intents: list[Intent]) -> set[int]:
    """The tokens that tell of nothing that happens now."""
    return {token for intent in intents for token in range(intent.first, intent.last)}


def _lead(wording: Wording, opening: int, people: list[Person]) -> Intent | None:
    """A sentence that begins with a thing to do: an imperative, an infinitive, "Migration to …"."""
    if _LEADS.isdisjoint(wording.tags[opening]) or wording.is_compounded(opening):
        return None
    clause, first = wording.clause_of(opening), opening
    while first < clause.last and "infinitive" in wording.tags[first]:
        first += 1
    if _THINGS_TO_DO.isdisjoint(wording.tags[first]):
        return None
    if "order_to" not in wording.tags[first] and first + 1 in [person.first for person in people]:
        return None  # "support agents", and not "send parents a text"
    # "To move a prisoner, officers type …" goes on after its comma: it says what the rest is for
    serves = first > opening and clause.last < len(wording.words) and clause.last not in wording.openings
    return Intent("purpose" if serves else "solution", opening, clause.last)


def _of_mark(wording: Wording, clause: Clause, first: int) -> Intent | None:
    tags = wording.tags[first]
    for kind in _PLAIN:
        if kind in tags and not (kind == "wish" and no_wish(wording, first)):
            if kind == "purpose" and (_is_result(wording, clause, first) or _is_begun(wording, first)):
                continue
            if kind == "plan" and _no_plan(wording, clause, first):
                continue
            return Intent(kind, first, clause.last)
    if not tags.isdisjoint(PASSED) and (over := passed(wording, clause, first)):
        return Intent("over", *over)
    if "hedge" in tags and _is_hedge(wording, first):
        return Intent("plan", first, clause.last)
    if "expects" in tags and _is_expected(wording, first, clause):
        return Intent("wish", first, clause.last)
    if whole := _of_sentence(wording, clause, first):
        return Intent(whole, wording.sentence_start(first), wording.sentence_end(first))
    return _of_others(wording, clause, first)


def _of_others(wording: Wording, clause: Clause, first: int) -> Intent | None:
    """What others decided or have, what praises a thing, and what is not there."""
    tags = wording.tags[first]
    if "decision" in tags or ("authority" in tags and _orders(wording, clause, first)):
        return Intent("authority", first, clause.last)
    if "praise" in tags and _is_reason(wording, clause, first):
        return Intent("opinion", clause.first, wording.sentence_end(first))
    if "competitor" in tags and first - clause.first <= _DETERMINED:
        return Intent("opinion", clause.first, clause.last)  # what others do, or have, harms nobody
    if "lack" in tags and (absence := _absence(wording, clause, first)):
        return absence
    return _unbuilt(wording, clause, first) if "unbuilt" in tags else None


def _is_reason(wording: Wording, clause: Clause, first: int) -> bool:
    """ "Cameras should be fitted, since they are cheaper …": such reasons belong to the wish."""
    if "being" not in wording.tags[first - 1] or _REASONING.isdisjoint(wording.tags[first - 2]):
        return False
    said = wording.tags[wording.sentence_start(first) : clause.first]
    return any(not _WISHED.isdisjoint(tags) for tags in said)


def _of_sentence(wording: Wording, clause: Clause, first: int) -> IntentKind | None:
    """What is threatened, supposed, owed to all, or gone through by the makers fills the whole sentence."""
    tags = wording.tags[first]
    if "condition" in tags:
        said = wording.tags[first : wording.sentence_end(first)]
        return "plan" if first == clause.first and any("modal" in each for each in said) else None
    for tag, kind in _WHOLE.items():
        if tag in tags and (tag not in _LEADING or first == clause.first):
            return kind
    if tags.isdisjoint(_MADE) or first != clause.first + 1 or "determiner" not in wording.tags[first - 1]:
        return None
    work = wording.tags[first + 1 : wording.sentence_end(first)]
    stuck = frozenset(("work_item", "slip")) if "work_item" in tags else _WORK
    return "project" if any(not stuck.isdisjoint(each) for each in work) else None


def _is_expected(wording: Wording, at: int, clause: Clause) -> bool:
    """ "Attendent un portail moderne" asks for a thing, "attendent un bus" waits for one."""
    if "embedded" in wording.tags[at - 1] and "embedded" in wording.tags[wording.sentence_start(at)]:
        return True  # "ce qu'attendent les caristes, c'est un robot"
    after = wording.tags[at + 1 : min(at + _EXPECTED, clause.last)]
    return bool(after) and "indefinite" in after[0] and any(not _MODERN.isdisjoint(tags) for tags in after)


def _is_hedge(wording: Wording, at: int) -> bool:
    """ "May" is no month here: somebody stands before it, and neither a number nor a stop after it."""
    before, after = wording.tags[at - 1], wording.word(at + 1)
    if "who" in before and any("embedded" in tags for tags in wording.tags[max(at - _EMBEDDED, 0) : at]):
        return False  # "what the neighbours may see"
    return not wording.stops[at] and before.isdisjoint(_DATED) and bool(after) and not after[0].isdigit()


def _no_plan(wording: Wording, clause: Clause, first: int) -> bool:
    """What people find out, or what they let others do ("the porter lets people in"), is no plan."""
    if "grants" in wording.tags[first]:
        return any("who" in tags for tags in wording.tags[clause.first : first])
    return ends(wording, clause, first) or is_reported(wording, first) or _is_habit(wording, first)


def _is_habit(wording: Wording, first: int) -> bool:
    """ "Currently, if none is free, they will get an error", "when I scan five, I will see two"."""
    if "habit" not in wording.tags[first]:
        return False
    said, who = wording.tags[wording.sentence_start(first) : first], wording.tags[first - 1]
    if any("present" in tags for tags in said):
        return any(not _GIVEN.isdisjoint(tags) for tags in said)
    return "teller" in who and "makers" not in who and not _GIVEN.isdisjoint(said[0])


def _is_result(wording: Wording, clause: Clause, first: int) -> bool:
    """Nobody aims at a harm: "so that the rest of the beach is unwatched" is what comes of it."""
    if "result" not in wording.tags[first]:
        return False
    said = range(wording.end(first), clause.last - 1)
    return any("being" in wording.tags[i] and wording.is_shaped(i + 1, UNDONE) for i in said)


def _is_begun(wording: Wording, first: int) -> bool:
    """ "Some have begun to give their plots up"."""
    return first > 0 and not wording.stops[first] and "begins" in wording.tags[first - 1]


def _orders(wording: Wording, clause: Clause, first: int) -> bool:
    """Does the verb follow, and not the noun ("loses a request")?"""
    after = wording.end(first)
    orders = (i for i in range(after, min(after + _ORDER_REACH, clause.last)) if "order" in wording.tags[i])
    return any("indefinite" not in wording.tags[i - 1] for i in orders)


def _absence(wording: Wording, clause: Clause, first: int) -> Intent | None:
    """A feature that is not there: "no export", "n'existe pas d'alerte"."""
    after = wording.end(first)
    for i in range(after, min(after + _LACK_REACH, clause.last)):
        if wording.stops[i]:
            return None
        if not _LACKED.isdisjoint(wording.tags[i]):
            return Intent("absence", first, _with_complements(wording, clause, wording.end(i)))
    return None


def _unbuilt(wording: Wording, clause: Clause, first: int) -> Intent | None:
    """What is not there stands before: "the export is not available", "since grouping isn't supported"."""
    before = wording.tags[clause.first : first]
    said = wording.tags[wording.sentence_start(first) : clause.first]
    if any(not _MISSED.isdisjoint(tags) for tags in before) or any("cannot" in tags for tags in said):
        return Intent("absence", clause.first, wording.end(first))
    return None


def _with_complements(wording: Wording, clause: Clause, last: int) -> int:
    """The words that only say which feature: "no alert for wrong readings"."""
    if "relative" in wording.tags[last] or (
        wording.tags[last] & _LEADING_IN and "relative" in wording.tags[last + 1]
    ):
        return clause.last  # "no page on which to find out that the lift is out of order"
    while last + 1 < clause.last and "preposition" in wording.tags[last] and not wording.stops[last]:
        if "infinitive" not in wording.tags[last] and wording.words[last + 1].endswith(
            wording.shapes.infinitive_endings
        ):
            return clause.last  # "no app to count the unsold loaves": what it would be for
        last += 2
    return last


def _futures(wording: Wording) -> list[Intent | None]:
    """What somebody will do: the first word of a clause with an ending of the future tense."""
    found: dict[int, Intent | None] = {}
    for i in wording.asked(FUTURE):
        last = wording.clause_of(i).last
        found.setdefault(last, Intent("plan", i, last))
    return [*found.values()]
