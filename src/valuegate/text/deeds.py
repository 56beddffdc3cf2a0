"""What is done now or soon, by whomever: ``the mobile team copies them``, ``adopt on every site``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

from ..language import Pack
from ..records import NamedTuple
from ..typed import Any
from ..words import fold, fold_ending
from .lexicon import Lexicon, strings
from .signals import Signals

_TABLE = "impact"
_LONG = 7
"""Letters of a word that only a verb in the future ends like, at least: ``caméra`` has six."""

_CLAUSE = 3
"""Words of a clause in which something is done, at least."""

_PARTED = 6
"""Words between a verb and its particle, at most: ``take the second sorting table out``."""


class Verbs(NamedTuple):
    """Verbs of what people do, of the rooms for problems and plans, and words that tell them from nouns."""

    orders: frozenset[str]
    deeds: frozenset[str]
    actions: frozenset[str]
    parted: frozenset[str]
    particles: frozenset[str]
    many: frozenset[str]
    homographs: frozenset[str]
    will: frozenset[str]
    before_noun: frozenset[str]
    determiners: frozenset[str]
    indefinite: frozenset[str]
    past: frozenset[str]
    idle: frozenset[str]
    between: frozenset[str]
    told: tuple[str, ...]
    plural: tuple[str, ...]
    future: tuple[str, ...]
    imperative: tuple[str, ...]


_SETS = (
    "actions",
    "parted",
    "particles",
    "many",
    "homographs",
    "will",
    "before_noun",
    "determiners",
    "indefinite",
    "past",
    "between",
)


@cache
def verbs_of(pack: Pack) -> Verbs:
    """The verbs of a pack, folded."""
    table, story = pack.table("undertaking"), pack.table("story")
    idle = pack.minor.union(map(fold, strings(table, "idle")))
    said = map(fold, strings(story, "routine"))
    deeds = frozenset(word for word in said if word not in idle and word.rstrip("s") not in idle)
    orders = frozenset(map(fold, strings(pack.table("intent"), "solution"))) - idle
    said_by = {key: frozenset(map(fold, strings(table, key))) for key in _SETS}
    endings = ("past_endings", "plural_endings", "future_endings", "imperative_endings")
    told, plural, future, imperative = (_folded(table, key) for key in endings)
    return Verbs(
        orders, deeds, idle=idle, told=told, plural=plural, future=future, imperative=imperative, **said_by
    )


class _Future(NamedTuple):
    """What is done to a thing soon: ``will be`` and a participle."""

    phrases: Lexicon[bool]
    endings: tuple[str, ...]


@cache
def _future(pack: Pack) -> _Future:
    table = pack.table("undertaking")
    phrases = Lexicon((phrase, True) for phrase in strings(table, "future_passive"))
    return _Future(phrases, _folded(table, "participle_endings"))


def _folded(table: Mapping[str, Any], key: str) -> tuple[str, ...]:
    return tuple(map(fold_ending, strings(table, key)))


def deed(signals: Signals, places: list[int], of_metric: Callable[[str], bool]) -> int | None:
    """The word for what is done in a clause; None where nothing is."""
    at = _passive(signals, places)
    if at is not None or not places or _is_said(signals, places, "forecast"):
        return at
    at = _active(signals, places)
    return None if at is None or of_metric(signals.tokens[at].word) else at


def _passive(signals: Signals, places: list[int]) -> int | None:
    """``the stickers will be removed``: not ``will be discussed``, ``will be better``."""
    tokens, future, verbs = signals.tokens, _future(signals.pack), verbs_of(signals.pack)
    for at in places[1:-1]:
        found = future.phrases.at(tokens, at)
        done = _past_adverbs(signals, found[0], places) if found else None
        if done is not None:
            word = tokens[done].word
            settled = word.endswith(future.endings) and word not in verbs.idle
            return done if settled and not _is_said(signals, places, "later") else None
    return None


def _past_adverbs(signals: Signals, at: int, places: list[int]) -> int | None:
    """The next word that is no ``not``, ``also`` or ``plus``."""
    words, between = signals.tokens.said, verbs_of(signals.pack).between
    return next((place for place in range(at, places[-1] + 1) if words[place] not in between), None)


def _active(signals: Signals, places: list[int]) -> int | None:
    """The verb of a clause that begins with it, or has somebody or something definite before it."""
    words, verbs, first = signals.tokens.said, verbs_of(signals.pack), places[0]
    opens = words[first] in verbs.actions and len(places) > 1  # "Retour au papier", "Handover to the school"
    if opens and not _is_said(signals, places, "later"):
        return first
    if len(places) < _CLAUSE or any(words[at] in verbs.past for at in places):
        return None
    if words[first] in verbs.orders or _is_parted(signals, first, places) or _is_order(signals, first):
        return first
    for at in places[1:]:
        if words[at] in verbs.indefinite or words[at - 1] in verbs.indefinite or _is_past(signals, at):
            return None
        if words[at] in verbs.deeds and words[at - 1] not in verbs.before_noun and _agrees(signals, at):
            return at
        if _is_coming(signals, at):
            return None if _is_said(signals, places, "later") else at
        if words[at] in verbs.will:
            return _promised(signals, at, places)
    return None


def _is_order(signals: Signals, at: int) -> bool:
    """``Renouvelez le contrat``."""
    word, verbs = signals.tokens[at].word, verbs_of(signals.pack)
    return len(word) >= _CLAUSE + 2 and word.endswith(verbs.imperative) and word not in verbs.idle


def _is_parted(signals: Signals, at: int, places: list[int]) -> bool:
    """``Take the second sorting table out``."""
    words, verbs = signals.tokens.said, verbs_of(signals.pack)
    after = words[at + 2 : min(at + _PARTED, places[-1]) + 1]
    return words[at] in verbs.parted and not verbs.particles.isdisjoint(after)


def _is_past(signals: Signals, at: int) -> bool:
    """``the manager signed the guest book``, but not ``the numbered tickets``."""
    words, verbs = signals.tokens.said, verbs_of(signals.pack)
    return words[at].endswith(verbs.told) and words[at - 1] not in verbs.before_noun


def is_verb(signals: Signals, at: int) -> bool:
    """``we stop``, ``to change``; no ``tariff change``."""
    before = signals.tokens[at - 1].word
    return before in signals.pack.minor or before in verbs_of(signals.pack).between or _agrees(signals, at)


def _agrees(signals: Signals, at: int) -> bool:
    """``the crews carry it``, but ``the scanner log`` is no verb."""
    words, verbs = signals.tokens.said, verbs_of(signals.pack)
    if not verbs.plural or words[at].endswith(verbs.plural):
        return True
    subject = next((words[i] for i in range(at - 1, -1, -1) if words[i] not in verbs.between), "")
    return subject.endswith(verbs.plural) or subject in verbs.many


def _is_coming(signals: Signals, at: int) -> bool:
    """``Les deux dépôts l'appliqueront``: a verb of the future."""
    word, verbs = signals.tokens[at].word, verbs_of(signals.pack)
    return len(word) >= _LONG and word.endswith(verbs.future) and word not in verbs.idle


def _promised(signals: Signals, at: int, places: list[int]) -> int | None:
    """``the south ramp will use it``, and not ``the weather will improve``."""
    verb = _past_adverbs(signals, at + 1, places)
    if verb is None or signals.tokens[verb].word in verbs_of(signals.pack).idle:
        return None
    return None if _is_said(signals, places, "later") else verb


def _is_said(signals: Signals, places: list[int], tag: str) -> bool:
    start, end = signals.tokens[places[0]].start, signals.tokens[places[-1]].end
    return any(start <= hit.start < end for hit in signals.of(_TABLE, tag))
