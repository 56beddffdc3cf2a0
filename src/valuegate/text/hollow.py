"""Harms with nothing in them: what is lost or missing is a fashion, a place in a market, or the feature.

"Without AI we are blocked", "players cannot filter because there is no filter" and "we lose ground" borrow
the words of a harm, and nobody is said to lose time, money or sleep. What stands beside them still counts.
"""

from __future__ import annotations

from .harm import Harm
from .intent import Intent
from .wording import Wording

_OBJECT = 4
"""So many words behind a harm may name what is lost."""
_COMPARED = 3
_EMPTY = frozenset(("standing", "hype", "looks", "versus"))
"""Without such words, and where nothing is missing, no harm is hollow."""
_OF_FASHION = frozenset(("hype", "looks"))
_FASHIONS = frozenset(("hype", "artefact"))
_MARKET = frozenset(("rival", "market", "hype"))
_FAILS_TO = frozenset(("cannot", "undone"))
_VERB = 2
_STEM = 4
_GOES_ON = frozenset(("joins", "lack", "cause", "reason", "when", "relative", "negation"))


def without_hollow(wording: Wording, harms: list[Harm], intents: list[Intent]) -> list[Harm]:
    """The harms; those with nothing in them are only aches."""
    absences = [intent for intent in intents if intent.kind == "absence"]
    if not absences and wording.kinds.isdisjoint(_EMPTY):
        return harms
    return [
        harm._replace(kind="ache") if harm.weight and _is_hollow(wording, harm, absences) else harm
        for harm in harms
    ]


def _is_hollow(wording: Wording, harm: Harm, absences: list[Intent]) -> bool:
    if loses_a_standing(wording, harm) or _is_behind(wording, harm) or _is_of_fashion(wording, harm):
        return True
    sentence = wording.sentence_of(harm.first) if absences else 0
    here = [absence for absence in absences if wording.sentence_of(absence.first) == sentence]
    if not here:
        return False
    return (
        _is_for_want_of_fashion(wording, here)
        or _is_bare_state(wording, harm)
        or _restates(wording, harm, here)
        or ("lacking" in wording.tags[harm.first] and any(0 <= a.first - harm.last <= _OBJECT for a in here))
    )


def loses_a_standing(wording: Wording, harm: Harm) -> bool:
    """ "Losing ground", "wasting the potential": as much is lost as the words say, and they say nothing."""
    for i in range(harm.last, min(harm.last + _OBJECT, len(wording.words))):
        if wording.stops[i]:
            return False
        if "standing" in wording.tags[i] or wording.tags[i] & _FASHIONS == {"hype"}:
            return True
        if "cause" in wording.tags[i]:
            return False
    return False


def _is_behind(wording: Wording, harm: Harm) -> bool:
    """ "Slower than the industry", "pénalisés par rapport au marché"."""
    for i in range(harm.last, harm.last + _COMPARED):
        if "versus" in wording.tags[i]:
            beside = wording.tags[i : wording.end(i) + _COMPARED]
            return any(not _MARKET.isdisjoint(tags) for tags in beside)
    return False


def _is_of_fashion(wording: Wording, harm: Harm) -> bool:
    """ "The customer experience is broken", "legacy lending is broken"."""
    if "being" not in wording.tags[harm.first - 1]:
        return False
    subject = wording.tags[wording.clause_of(harm.first).first : harm.first - 1][-_COMPARED:]
    return any(not _OF_FASHION.isdisjoint(tags) for tags in subject)


def _is_for_want_of_fashion(wording: Wording, absences: list[Intent]) -> bool:
    """ "Without AI our lawyers lose time", and nobody has counted how much."""
    first, last = wording.sentence_start(absences[0].first), wording.sentence_end(absences[0].first)
    lacks = any("hype" in wording.tags[i] for absence in absences for i in range(absence.first, absence.last))
    return lacks and not any(wording.counts(i) for i in range(first, last))


def _is_bare_state(wording: Wording, harm: Harm) -> bool:
    """ "Are blocked", and not where, by what or how long."""
    if "suffer" not in wording.tags[harm.first]:
        return False
    last = harm.last
    return last >= len(wording.words) or wording.stops[last] or not _GOES_ON.isdisjoint(wording.tags[last])


def _restates(wording: Wording, harm: Harm, absences: list[Intent]) -> bool:
    """What people cannot do is what the missing feature would do: "cannot filter, as there is no filter"."""
    if wording.tags[harm.first].isdisjoint(_FAILS_TO):
        return False
    tags = wording.tags
    later = [absence for absence in absences if absence.first >= harm.last]
    if any("unbuilt" in tags[i] for absence in later for i in range(absence.first, absence.last)):
        return True
    verbs = range(harm.last, min(harm.last + _VERB, len(wording.words)))
    if later and any(
        "feature_verb" in tags[i] or wording.words[i] in wording.shapes.overviews for i in verbs
    ):
        return True
    missing = {
        wording.words[i][:_STEM] for a in absences for i in range(a.first, a.last) if _names(wording, i)
    }
    return any(_names(wording, i) and wording.words[i][:_STEM] in missing for i in _done(wording, harm))


def _done(wording: Wording, harm: Harm) -> range:
    """The words that say what cannot be done."""
    return range(harm.last, min(harm.last + _OBJECT, wording.clause_of(harm.first).last))


def _names(wording: Wording, at: int) -> bool:
    return len(wording.words[at]) > _STEM and wording.words[at] not in wording.pack.minor
