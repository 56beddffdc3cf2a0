"""What people say they do now (``we give the key to both shops``): a decision, whatever its verb.

A list of deciding verbs never ends. So the grammar decides: the team as the subject, the present or the
future, and no verb for seeing, thinking, measuring, hoping or talking: these decide nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from ..language import Hit, Pack
from ..records import NamedTuple
from ..words import fold
from .lexicon import strings
from .signals import Signals

_FEW = 5
"""Words between the subject and its verb, at most (``nous ne l'en …``)."""

_Endings = Mapping[str, tuple[str, ...]]


class _Grammar(NamedTuple):
    """The table ``undertaking`` of a pack, folded."""

    actors: _Endings
    helping: _Endings
    between: frozenset[str]
    idle: frozenset[str]
    present: frozenset[str]
    told: tuple[str, ...]


@cache
def _grammar(pack: Pack) -> _Grammar:
    table = pack.table("undertaking")
    actors, helping = (_endings(table.get(key, {})) for key in ("actors", "helping"))
    between, idle, present = (
        frozenset(map(fold, strings(table, key))) for key in ("between", "idle", "present")
    )
    return _Grammar(actors, helping, between, idle, present, tuple(map(fold, strings(table, "told_endings"))))


def _endings(table: Mapping[str, list[str]]) -> _Endings:
    return {fold(word): tuple(map(fold, endings)) for word, endings in table.items()}


def names_actor(signals: Signals, start: int, end: int) -> bool:
    """Do words between two places begin with the team?"""
    first = next((token.word for token in signals.tokens if start <= token.start < end), "")
    return first in _grammar(signals.pack).actors


def last_actor(signals: Signals, start: int, end: int) -> int:
    """Where the team is last named between two places; the first one where it is not."""
    return max(_actors(signals, start, end), default=start)


def first_actor(signals: Signals, start: int, end: int) -> int:
    """Where the team is first named between two places; the second one where it is not."""
    return min(_actors(signals, start, end), default=end)


def _actors(signals: Signals, start: int, end: int) -> list[int]:
    """Where the team is named between two places."""
    actors, tokens = _grammar(signals.pack).actors, signals.tokens
    if actors.keys().isdisjoint(tokens.said):
        return []
    return [token.start for token in tokens if start <= token.start < end and token.word in actors]


def undertaken(signals: Signals, start: int, end: int) -> Hit | None:
    """The subject and the verb of what the team does between two places."""
    grammar, tokens = _grammar(signals.pack), signals.tokens
    if grammar.actors.keys().isdisjoint(tokens.said):
        return None
    for at, token in enumerate(tokens):
        if start <= token.start < end and token.word in grammar.actors:
            verb = _verb(signals, at, end)
            if verb is not None:
                return Hit(frozenset(("decision",)), at, verb + 1, token.start, tokens[verb].end)
    return None


def _verb(signals: Signals, subject: int, end: int) -> int | None:
    """The verb of a subject, past pronouns, negations and helping verbs; None if it decides nothing."""
    grammar, tokens = _grammar(signals.pack), signals.tokens
    endings = grammar.actors[tokens[subject].word]
    for at in range(subject + 1, min(subject + _FEW, len(tokens))):
        word = tokens[at].word
        if tokens[at].start >= end:
            return None
        if word in grammar.helping:
            endings = grammar.helping[word]
        elif word not in grammar.between:
            return at if word.endswith(endings) and _decides(grammar, word) else None
    return None


def _decides(grammar: _Grammar, verb: str) -> bool:
    """Is this a word of some length that neither tells of the past nor leaves all as open as before?"""
    if len(verb) < 3 or not verb.isalpha() or verb in grammar.idle:
        return False
    return verb in grammar.present or not verb.endswith(grammar.told)
