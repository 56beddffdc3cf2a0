"""Sentences that only list features: "dark theme, saved filters, an export and keyboard shortcuts"."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from .intent import Intent
from .wording import Wording

_PARTS = 3
_FEATURES = frozenset(("artefact", "featured", "feature_verb", "solution_noun"))
_TOLD = frozenset(
    ("being", "auxiliary", "pronoun", "past", "cannot", "negation", "cause", "turn", "wish", "plan")
)
_HURTS = frozenset(("harm", "cannot", "undone"))
_VERBS = frozenset(("routine", "deed", "harm"))
_NO_VERB = frozenset(("relative", "preposition", "particle", "joins", "artefact", "featured", "determiner"))


def find_feature_lists(wording: Wording) -> Iterator[Intent]:
    """The sentences whose parts name features, most of them, and in which nobody does anything."""
    kinds = wording.kinds
    if "artefact" not in kinds:
        return
    for first, last in pairwise([*dict.fromkeys(wording.openings), len(wording.words)]):
        argues = "cause" in kinds and _argues_for_a_thing(wording, first, last)
        if argues or (not _tells(wording, first, last) and _lists_features(wording, first, last)):
            yield Intent("solution", first, last)


def _lists_features(wording: Wording, first: int, last: int) -> bool:
    cuts = [at for at in range(first + 1, last) if wording.stops[at] or "joins" in wording.tags[at]]
    if len(cuts) < _PARTS - 1:
        return False
    parts = list(pairwise([first, *cuts, last]))
    named = sum(any(not _FEATURES.isdisjoint(wording.tags[i]) for i in range(*part)) for part in parts)
    return 2 * named >= len(parts)


def _argues_for_a_thing(wording: Wording, first: int, last: int) -> bool:
    """ "Sensors on all trolleys, because they are cheap": what is before the reason tells of nothing."""
    reason = next((at for at in range(first + 1, last) if "cause" in wording.tags[at]), first)
    named = any("artefact" in wording.tags[at] for at in range(first, reason))
    said = frozenset[str]().union(*wording.tags[reason:last])
    if "who" in said and not said.isdisjoint(_HURTS):
        return False  # "tablets in the vans, because our drivers miss the changes"
    return named and not _tells(wording, first, reason) and not _has_verb(wording, first, reason)


def _has_verb(wording: Wording, first: int, last: int) -> bool:
    return any(not _VERBS.isdisjoint(wording.tags[at]) for at in range(first, last))


def _tells(wording: Wording, first: int, last: int) -> bool:
    """Is something said to happen, or does somebody do something?"""
    told = [True for tags in wording.tags[first:last] if not _TOLD.isdisjoint(tags)]
    return bool(told) or any(_does(wording, i) for i in range(first, last))


def _does(wording: Wording, at: int) -> bool:
    """Somebody before a word that may be a verb: "secretaries type", "I type", not "a date picker that …"."""
    after, tags = at + 1, wording.tags[at]
    somebody = "who" in tags or ("teller" in tags and "determiner" not in tags)
    if not somebody or after >= len(wording.words) or wording.stops[after]:
        return False
    return not _VERBS.isdisjoint(wording.tags[after]) or wording.tags[after].isdisjoint(_NO_VERB)
