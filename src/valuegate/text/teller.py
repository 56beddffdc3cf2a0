"""Who speaks of themselves, and of what they do or suffer: "I lose my draft", "on perd deux heures".

They are nobody where the clause wishes, thinks or plans, and where makers speak of their own work. An aid
stands for those who read by it: "screen readers skip the title".
"""

from __future__ import annotations

from .harm import Harm
from .people import Person, acts
from .vocabulary import TELLER
from .wording import Wording

_MAKING = frozenset(("project", "making"))
_FASHION = frozenset(("hype", "rival"))


def find_tellers(wording: Wording, void: set[int]) -> list[Person]:
    """The words with which somebody speaks of themselves, or of anybody who is in their place."""
    return [
        Person(at, wording.end(at), True)
        for at in wording.asked(TELLER)
        if at not in void and _tells(wording, at)
    ]


def befell(wording: Wording, harm: Harm, teller: Person, shared: bool) -> bool:
    """Does a harm stand where somebody speaks of themselves?

    It befalls "us" from our clause on, and no hint does. It befalls "me" in the sentences beside mine too,
    and "on", which is anybody as often as it is us.
    """
    after = wording.sentence_of(harm.first) - wording.sentence_of(teller.first)
    tags = wording.tags[teller.first]
    if shared and "makers" in tags and _measures(wording, teller.first):
        return False
    if "makers" in tags and "pronoun" not in tags:
        said = harm.weight > 1 and not _is_slip(wording.tags[harm.first])
        return said and after == 0 and harm.first >= wording.clause_of(teller.first).first
    return after == 0 or (abs(after) == 1 and not shared)


def _measures(wording: Wording, at: int) -> bool:
    """ "On suivait les visites sans suite, 74 % alors": in running prose a share belongs to the metric."""
    first, last = wording.sentence_start(at), wording.sentence_end(at)
    return "%" in wording.live[wording.tokens[first].start : wording.tokens[last - 1].end + 2]


def _is_slip(tags: frozenset[str]) -> bool:
    """ "We are late": makers say so of their work; "on est bloqué" is said of oneself."""
    return "slip" in tags and "suffer" not in tags


def _tells(wording: Wording, at: int) -> bool:
    if "aid" in wording.tags[at]:
        return acts(wording, at, wording.end(at))
    if wording.live[wording.tokens[at].start - 1 : wording.tokens[at].start] == "-":  # "rendez-vous"
        return False
    if wording.words[at] == "i":  # no number: "part i."
        return at + 1 < len(wording.words) and not wording.stops[at + 1]
    return "makers" not in wording.tags[at] or not _makes(wording, at)


def _makes(wording: Wording, at: int) -> bool:
    """ "Our sprint slipped", "we lost a day on the migration"; rivals and fashion trouble makers alone."""
    said = wording.tags[wording.sentence_start(at) : wording.sentence_end(at)]
    return not wording.kinds.isdisjoint(_FASHION) or any(not _MAKING.isdisjoint(tags) for tags in said)
