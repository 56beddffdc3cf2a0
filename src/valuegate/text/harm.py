"""What goes wrong for somebody: words that carry it alone, hints that carry it together, and what denies it.

Three principles stand beside the words. The negation of an ordinary action is a harm ("never comes back"),
the negation of a harm is none ("nobody waits"). What a clause wishes, plans or believes does not happen.
Pain that is only announced ("users suffer") says nothing about what happens.
"""

from __future__ import annotations

from itertools import pairwise

from ..records import NamedTuple
from ..typed import Literal
from .costs import counted_steps, is_inventory, is_volume, longer, one_by_one, share_from, time_spent
from .denial import is_denied, undone, unheard, unknown_to
from .trade import is_of_a_trade
from .vocabulary import COSTS, HARM, UNDONE
from .wording import Clause, Mark, Wording

HarmKind = Literal["harm", "hint", "count", "weak", "ache", "denied"]
WEIGHTS: dict[HarmKind, int] = {"harm": 2, "hint": 1, "count": 1, "weak": 1, "ache": 0, "denied": 0}
_KINDS: tuple[HarmKind, ...] = ("harm", "ache", "hint", "weak")
_SYSTEM_REACH = 2
_CAUSED = 6
_FEATURE_REACH = 4
_AFFECTED = 4
_ABOUT = 5
_DATED = 4
_NOT_MADE_GOOD = frozenset(("harm", "hint", "negation"))
_LISTED = 5
_WITHOUT = frozenset(("harm", "hint", "ache", "fine", "wish", "artefact", "featured", "feature_verb", "hype"))
_VERBS = frozenset(("being", "auxiliary", "past"))
_FEATURES = frozenset(("artefact", "featured"))
_ASKED_OF_SYSTEMS = frozenset(("feature_verb", "hype"))
_BEFORE_SUBJECT = frozenset(("determiner", "joins", "quantity"))
_MISHAPS = frozenset(("harm", "trouble"))
_ABOUT_SOMETHING = frozenset(("suffer", "complaint"))
_NONE: frozenset[str] = frozenset()
_NO_VERB = frozenset(("being", "preposition", "determiner", "negation"))
_NO_OBJECT = _NO_VERB | {"harm"}


class Harm(NamedTuple):
    """Some words, as tokens, and how much they say about a harm."""

    kind: HarmKind
    first: int
    last: int

    @property
    def weight(self) -> int:
        """2 for words that carry a harm alone, 1 for a hint, 0 for words that say nothing of it."""
        return WEIGHTS[self.kind]


def find_harms(wording: Wording, void: set[int]) -> list[Harm]:
    """The harms of a passage; ``void`` are the tokens that tell of nothing that happens.

    Unlisted words count that say by their shape that something was not or cannot be done: "unsigned".
    """
    said = [at for at in wording.asked(HARM) if at not in void]
    found = [_of_mark(wording, Mark(wording.tags[at], at, wording.end(at)), void) for at in said]
    shaped = [_of_shape(wording, at) for at in wording.asked(UNDONE) if at not in void]
    return [harm for harm in found if harm] + shaped


def _of_shape(wording: Wording, at: int) -> Harm:
    """ "Unsigned"; a pain that is "unbearable" is only announced."""
    said = wording.tags[wording.clause_of(at).first : at]
    announced = "being" in wording.tags[at - 1] and any("ache" in tags for tags in said)
    return Harm("ache" if announced else "harm", at, at + 1)


def total(wording: Wording, harms: list[Harm]) -> int:
    """The weight of all harms: each wording once, and weak words once together."""
    words = wording.words
    seen = {tuple(words[h.first : h.last]): h.weight for h in harms if h.weight and h.kind != "weak"}
    return sum(seen.values()) + any(h.kind == "weak" for h in harms)


def befalls(wording: Wording, harm: Harm, people: set[int]) -> bool:
    """Does a preposition lead from the harm to people, where a verb stands? ("is confusing for newcomers")"""
    clause = wording.clause_of(harm.first)
    if any(_is_possessor(wording, at) for at in people if clause.first < at < harm.first):
        return True
    if all(tags.isdisjoint(_VERBS) for tags in wording.tags[clause.first : clause.last]):
        return False
    end = min(harm.last + _AFFECTED, len(wording.words))
    leads = [at for at in range(harm.last, end) if "affects" in wording.tags[at]]
    return any(not people.isdisjoint(range(at, at + _AFFECTED)) for at in leads)


def _is_possessor(wording: Wording, at: int) -> bool:
    """Does what is theirs begin the clause? ("the first batch of the glassblower is thrown away")"""
    before = wording.tags[at - 1] | (wording.tags[at - 2] if "determiner" in wording.tags[at - 1] else _NONE)
    return "possession" in before


def _of_mark(wording: Wording, mark: Mark, void: set[int]) -> Harm | None:
    tags, first, last = mark
    kind = _kind(wording, mark)
    if kind:
        if not tags.isdisjoint(_ABOUT_SOMETHING) and not void.isdisjoint(
            range(last, min(last + _CAUSED, wording.clause_of(first).last))
        ):
            return Harm("ache", first, last)  # "struggle with the absence of a dashboard"
        denied = kind != "weak" and is_denied(wording, mark)
        return Harm("denied" if denied else kind, first, last)
    if "nothing" in tags and _is_object(wording, first):
        return Harm("hint", first - 1, last)
    if "cause" in tags:
        is_noun = "determiner" in wording.tags[first - 1]  # French "le car"
        return None if is_noun or _is_void_after(wording, last, void) else Harm("weak", first, last)
    if "cannot" in tags:
        if _is_of_system(wording, mark):
            return None
        return Harm("count" if _is_bare(wording, last) else "harm", first, last)
    if "nobody" in tags and (end := unknown_to(wording, first)):
        return Harm("harm", first, end)
    if "undone" in tags:
        end = undone(wording, wording.clause_of(first), mark)
        return Harm("hint", first, end) if end else None
    if "none_of" in tags and (end := unheard(wording, mark)):
        return Harm("hint", first, end)
    if "lack" in tags and _is_refused_too(wording, mark):
        return Harm("weak", first, last + 1)
    return None if COSTS.isdisjoint(tags) else _of_cost(wording, wording.clause_of(first), mark)


def _kind(wording: Wording, mark: Mark) -> HarmKind | None:
    """What the words say by themselves: trouble that comes over people ("the fine arrives") is more than
    trouble that they deal with ("they record accidents")."""
    before = wording.tags[mark.first - 2 : mark.first] or [_NONE]
    if {"hint", "deed"} <= mark.tags and any("determiner" in tags for tags in before[-2:]):
        return None  # a noun: "by a notice in the hall", "une première relance"
    if "routine" in mark.tags and _is_routine(wording, mark):
        return None
    if "brings" in mark.tags and "determiner" in wording.tags[mark.last]:
        return None  # "drops off the keys"
    if _names_a_feature(wording, mark) or _describes_people(wording, mark):
        return None
    if "cannot" in wording.tags[mark.first - 1] and "feature_verb" in mark.tags:
        return None  # "cannot duplicate"
    if wording.is_term(mark.first) or "attitude" in wording.tags[mark.first - 1]:  # "who hate wasting time"
        return None
    if not mark.tags.isdisjoint(_MISHAPS) and (is_of_a_trade(wording, mark) or _is_provided(wording, mark)):
        return "ache"
    if "complaint" in mark.tags and any("generic" in tags for tags in wording.tags[mark.last :][:_ABOUT]):
        return "ache"
    if "expires" in mark.tags and _is_dated(wording, mark.last):
        return None
    if "trouble" in mark.tags:
        return "hint" if _is_subject(wording, mark) else "weak"
    if {"hint", "endured"} <= mark.tags and _is_obliged(wording, mark.first):
        return "harm"
    return next((kind for kind in _KINDS if kind in mark.tags), None)


def _names_a_feature(wording: Wording, mark: Mark) -> bool:
    """ "An undo button", "automatic queue": the name of a thing to have."""
    if "feature_verb" in mark.tags and "artefact" in wording.tags[mark.last]:
        return not wording.stops[mark.last]
    return "featured" in wording.tags[mark.first - 1] and not wording.stops[mark.first]


def _describes_people(wording: Wording, mark: Mark) -> bool:
    """ "People with a stammer", "sick pupils" say who they are, "à chaque patient" to how many."""
    if "attributed" in mark.tags and "who" in wording.tags[mark.last] and not wording.stops[mark.last]:
        return True
    before = mark.first - 1 - ("determiner" in wording.tags[mark.first - 1])
    return "bearing" in wording.tags[before] and "who" in wording.tags[before - 1]


def _is_provided(wording: Wording, mark: Mark) -> bool:
    """ "Whoever has lost a sieve gets a new one", and not "gets no other"."""
    before = wording.tags[max(wording.sentence_start(mark.first), mark.first - _AFFECTED) : mark.first]
    if not any("whoever" in tags for tags in before):
        return False
    after = wording.tags[mark.last : wording.sentence_end(mark.first)]
    made_good = all(tags.isdisjoint(_NOT_MADE_GOOD) for tags in after)
    return made_good and any("provides" in tags for tags in after)


def _is_dated(wording: Wording, after: int) -> bool:
    """ "The certificate runs out on 31 January": what ends on a day is a date."""
    near = wording.words[after : after + _DATED]
    return not wording.shapes.months.isdisjoint(near)


def _is_obliged(wording: Wording, at: int) -> bool:
    """ "On doit revenir à la main": what one has to do that way, and not what one does."""
    return any("obliged" in tags for tags in wording.tags[wording.clause_of(at).first : at])


def _is_routine(wording: Wording, mark: Mark) -> bool:
    """ "Our members empty the hives": somebody does it to a thing; "choisit la laisse": it is a thing."""
    at = mark.first
    if "hint" in mark.tags and "who" in wording.tags[at - 1] and "determiner" in wording.tags[mark.last]:
        return True
    return "harm" in mark.tags and "determiner" in wording.tags[at - 1] and "routine" in wording.tags[at - 2]


def _is_refused_too(wording: Wording, mark: Mark) -> bool:
    """ "Without a card, no meal, no room": who has not the one does not get the other."""
    start = max(wording.sentence_start(mark.first), mark.first - _LISTED)
    if not wording.is_comma(mark.first) or not wording.tags[mark.last].isdisjoint(_WITHOUT):
        return False
    return any("lack" in tags for tags in wording.tags[start : mark.first])


def _is_bare(wording: Wording, last: int) -> bool:
    """ "Others can and ours cannot": what cannot be done is not said again."""
    return last >= len(wording.words) or wording.stops[last]


def _is_of_system(wording: Wording, mark: Mark) -> bool:
    """What cannot be done is done with a feature: "cannot filter", "cannot be muted", "cannot use an app"."""
    end = min(mark.last + _FEATURE_REACH, wording.clause_of(mark.first).last)
    near = wording.tags[mark.last : end]
    if any(not _ASKED_OF_SYSTEMS.isdisjoint(tags) for tags in near[:_SYSTEM_REACH]):
        return True
    if not wording.shapes.featured_done.isdisjoint(wording.words[mark.last : mark.last + _SYSTEM_REACH]):
        return True
    return any("indefinite" in a and not _FEATURES.isdisjoint(b) for a, b in pairwise(near))


def _is_subject(wording: Wording, mark: Mark) -> bool:
    """Does a clause begin with these words, and does no form of "to be" follow?"""
    first, after = wording.clause_of(mark.first).first, wording.tags[mark.last]
    leads = wording.tags[first : mark.first]
    led = all(not _BEFORE_SUBJECT.isdisjoint(tags) for tags in leads)
    return led and mark.last < len(wording.words) and not wording.stops[mark.last] and not after & _NO_VERB


def _is_object(wording: Wording, at: int) -> bool:
    """ "The panels feed nothing": a verb stands just before."""
    return at > 0 and not wording.stops[at] and wording.tags[at - 1].isdisjoint(_NO_OBJECT)


def _is_void_after(wording: Wording, at: int, void: set[int]) -> bool:
    """What is given as the cause is itself wished for, decided or missing."""
    return at < len(wording.words) and not void.isdisjoint(range(at, wording.clause_of(at).last))


def _of_cost(wording: Wording, clause: Clause, mark: Mark) -> Harm | None:
    tags, first, last = mark
    if "spend" in tags and (end := time_spent(wording, clause, mark)):
        return Harm("harm", first, end)
    if "longer" in tags and (end := longer(wording, mark)):
        return Harm("hint", first, end)
    if "step" in tags and counted_steps(wording, clause, mark):
        held = is_inventory(wording, clause, first) or is_volume(wording, mark)
        return Harm("count" if held else "hint", first, last)
    if "share" in tags and (start := share_from(wording, clause, mark)) is not None:
        return Harm("hint", start, last + 1)
    if "one_by_one" in tags and one_by_one(wording, mark):
        return Harm("hint", first - 1, last + 1)
    if "again_prefix" in tags and wording.live.startswith("-", wording.tokens[first].end):
        return Harm("harm", first, last + 1)
    return None
