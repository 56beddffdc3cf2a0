"""What was decided: words that settle the fate of what was built, in a clause that leaves nothing open."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from itertools import chain, pairwise

from ..language import Hit, Pack
from ..records import NamedTuple
from ..words import fold
from .lexicon import Lexicon, strings
from .onset import onsets
from .signals import Signals
from .undertaking import names_actor, undertaken

_TABLE = "impact"
_OPEN = ("undecided",)
_VAIN = ("undecided", "forecast", "vain")
_LATER = (*_VAIN, "later", "past")
_FEW = 2
"""A label announces a decision where at least so many words follow it."""

_LONG = 7
"""Letters of a word that only a verb in the future ends like, at least: ``caméra`` has six."""

_CLAUSE = 3
"""Words of a clause in which something is done, at least."""

_ASIDE = "·"
"""Between the words of a footer: ``Created from Linear · Cycle 18``."""

_Told = Callable[[int, int], bool]
"""Does a clause tell a value that was measured?"""

_Spoken = Callable[[str], bool]
"""Is a word one of the metric's own?"""


@cache
def _fates(pack: Pack) -> frozenset[str]:
    """The verbs that settle a fate, in all their forms."""
    table = pack.table("undertaking")
    endings = strings(table, "fate_endings")
    return frozenset(fold(stem + ending) for stem in strings(table, "fate_stems") for ending in endings)


class _Verbs(NamedTuple):
    """Verbs of what people do, of the rooms for problems and plans, and words that tell them from nouns."""

    orders: frozenset[str]
    deeds: frozenset[str]
    before_noun: frozenset[str]
    determiners: frozenset[str]
    indefinite: frozenset[str]
    past: frozenset[str]
    idle: frozenset[str]
    told: tuple[str, ...]
    future: tuple[str, ...]


@cache
def _verbs(pack: Pack) -> _Verbs:
    table, story = pack.table("undertaking"), pack.table("story")
    idle = pack.minor.union(map(fold, strings(table, "idle")))
    said = map(fold, strings(story, "routine"))
    deeds = frozenset(word for word in said if word not in idle and word.rstrip("s") not in idle)
    orders = frozenset(map(fold, strings(pack.table("intent"), "solution"))) - idle
    said_by = {
        key: frozenset(map(fold, strings(table, key)))
        for key in ("before_noun", "determiners", "indefinite", "past")
    }
    told, future = (tuple(map(fold, strings(table, key))) for key in ("past_endings", "future_endings"))
    return _Verbs(orders, deeds, idle=idle, told=told, future=future, **said_by)


class _Future(NamedTuple):
    """What is done to a thing soon: ``will be`` and a participle."""

    phrases: Lexicon[bool]
    endings: tuple[str, ...]


@cache
def _future(pack: Pack) -> _Future:
    table = pack.table("undertaking")
    phrases = Lexicon((phrase, True) for phrase in strings(table, "future_passive"))
    return _Future(phrases, tuple(map(fold, strings(table, "participle_endings"))))


class Decisions:
    """The words of a passage that decide something."""

    def __init__(self, signals: Signals, told: _Told, of_metric: _Spoken, today: date) -> None:
        self.signals = signals
        self.today = today
        self._told = told
        self._of_metric = of_metric

    def first(self) -> Hit | None:
        """The surest words that decide: known ones, then those under their label, then what the team does."""
        known = chain(self._known(), self._labelled(), self._fated())
        return next(chain(known, self._undertaken(), self._announced(), self._begun()), None)

    def _known(self) -> Iterator[Hit]:
        """``we keep it``; but ``22 % of the carts were abandoned`` is a value of abandoned carts."""
        for hit in self.signals.of(_TABLE, "decision"):
            clause = self.signals.clause(hit.start)
            counted = hit.last - hit.first == 1 and self._is_other(hit.first, clause)
            if not counted and not self._is_heading(clause) and not self._is_said(clause, *_OPEN):
                yield hit

    def _is_heading(self, clause: tuple[int, int]) -> bool:
        """``Sent back: 5.2 %``: words before a colon and a value say what it counts."""
        live, end = self.signals.live, clause[1]
        if not live[:end].rstrip().endswith(":") or names_actor(self.signals, *clause):
            return False
        return self._told(*self.signals.clause(end + len(live[end:]) - len(live[end:].lstrip())))

    def _is_other(self, at: int, clause: tuple[int, int]) -> bool:
        """A word of the metric beside its value, or a noun: ``after the change``, ``it is a nice change``."""
        words = self.signals.tokens.said
        noun = at > 0 and words[at - 1] in _verbs(self.signals.pack).before_noun
        praised = any(hit.last == at for hit in self.signals.of(_TABLE, "vain"))
        named = at > 0 and words[at - 1] in _verbs(self.signals.pack).determiners
        cheers = praised or (noun and self._is_said(clause, "vain"))
        return cheers or named or self._is_value(words[at], clause) or self._moves(at, clause)

    def _moves(self, at: int, clause: tuple[int, int]) -> bool:
        """``it dropped to 8 %``, ``we ended October at 74 %``: a verb of the past, and its value after it."""
        token = self.signals.tokens[at]
        return token.word.endswith(_verbs(self.signals.pack).told) and self._told(token.end, clause[1])

    def _is_value(self, word: str, clause: tuple[int, int]) -> bool:
        return self._of_metric(word) and self._told(*clause)

    def _labelled(self) -> Iterator[Hit]:
        """``Next: the second pool gets the readers``: what a label calls a decision is one."""
        clauses = self.signals.clauses
        for label, clause in pairwise(clauses):
            if self.signals.live[: clause[0]].rstrip().endswith(":") and self._is_label(label):
                tokens = self._tokens(clause)
                if len(tokens) >= _FEW and not self._is_said(clause, *_VAIN) and not self._asks(clause):
                    yield Hit(frozenset(("decision",)), tokens[0], tokens[-1] + 1, *clause)

    def _is_label(self, clause: tuple[int, int]) -> bool:
        hits = self.signals.of(_TABLE, "decision_label")
        return any(
            hit.end <= clause[1] and self.signals.live[hit.end : clause[1]].strip(" :*_") == ""
            for hit in hits
            if hit.start >= clause[0]
        )

    def _fated(self) -> Iterator[Hit]:
        """``Les autocollants sont retirés``: what became of the thing, in a clause that counts nothing."""
        for hit in chain(self.signals.of(_TABLE, "fate"), self._fate_verbs()):
            clause = self.signals.clause(hit.start)
            if not self._idle(clause) and not self._is_value(self.signals.tokens[hit.first].word, clause):
                yield hit

    def _fate_verbs(self) -> Iterator[Hit]:
        fates, tokens = _fates(self.signals.pack), self.signals.tokens
        if fates.isdisjoint(tokens.said):
            return
        for at, token in enumerate(tokens):
            if token.word in fates:
                yield Hit(frozenset(("decision",)), at, at + 1, token.start, token.end)

    def _undertaken(self) -> Iterator[Hit]:
        """What the team does in a clause that leaves nothing open and tells no value."""
        for clause in self.signals.clauses:
            found = undertaken(self.signals, *clause)
            if found and not self._idle(clause) and not self._told(*clause):
                yield found

    def _announced(self) -> Iterator[Hit]:
        """``The mobile team copies them``, ``adopt on every site``: what is done now, by whomever."""
        for clause in self.signals.clauses:
            if self._told(*clause) or self._is_said(clause, "undecided", "vain") or self._asks(clause):
                continue
            if self._is_heading(clause) or _ASIDE in self.signals.live[slice(*clause)]:
                continue
            places = self._tokens(clause)
            at = self._passive(places)
            if at is None and not self._is_said(clause, "forecast"):
                at = self._deed(places)
            if at is not None:
                token = self.signals.tokens[at]
                yield Hit(frozenset(("decision",)), at, at + 1, token.start, token.end)

    def _begun(self) -> Iterator[Hit]:
        """``free lights again next autumn``: what will be so from a time on; no look at it, no talk."""
        for start, end in onsets(self.signals, self.today):
            clause = self.signals.clause(start)
            if self._told(*clause) or self._is_heading(clause) or self._asks(clause):
                continue
            open_ = (hit for hit in self.signals.of(_TABLE, *_LATER) if clause[0] <= hit.start < clause[1])
            places = self._tokens(clause)
            others = [at for at in places if not start <= self.signals.tokens[at].start < end]
            if len(others) >= _FEW and all(start <= hit.start < end for hit in open_):
                yield Hit(frozenset(("decision",)), places[0], places[-1] + 1, *clause)

    def _passive(self, places: list[int]) -> int | None:
        """``the stickers will be removed``: not ``will be discussed``, nor ``will be better``."""
        tokens, future = self.signals.tokens, _future(self.signals.pack)
        verbs = _verbs(self.signals.pack)
        for at in places[1:-1]:
            found = future.phrases.at(tokens, at)
            word = tokens[found[0]].word if found and found[0] < len(tokens) else ""
            if found and found[0] <= places[-1] and word not in verbs.idle and word.endswith(future.endings):
                return found[0]
        return None

    def _deed(self, places: list[int]) -> int | None:
        """The verb of a clause that begins with it, or has somebody or something definite before it."""
        words, verbs = self.signals.tokens.said, _verbs(self.signals.pack)
        if len(places) < _CLAUSE or any(words[at] in verbs.past for at in places):
            return None
        if words[places[0]] in verbs.orders:
            return None if self._of_metric(words[places[0]]) else places[0]
        for at in places[1:]:
            if words[at] in verbs.indefinite or words[at - 1] in verbs.indefinite:
                return None
            done = words[at] in verbs.deeds and words[at - 1] not in verbs.before_noun
            if done or self._will(at):
                return None if self._of_metric(words[at]) else at
        return None

    def _will(self, at: int) -> bool:
        """``Les deux dépôts l'appliqueront``: a verb of the future, where nobody looks or talks."""
        token, verbs = self.signals.tokens[at], _verbs(self.signals.pack)
        if len(token.word) < _LONG or not token.word.endswith(verbs.future) or token.word in verbs.idle:
            return False
        return not self._is_said(self.signals.clause(token.start), "later")

    def _idle(self, clause: tuple[int, int]) -> bool:
        return self._is_said(clause, *_VAIN) or self._asks(clause)

    def _asks(self, clause: tuple[int, int]) -> bool:
        return self.signals.live[clause[0] : clause[1]].rstrip().endswith("?")

    def _is_said(self, clause: tuple[int, int], *tags: str) -> bool:
        return any(clause[0] <= hit.start < clause[1] for hit in self.signals.of(_TABLE, *tags))

    def _tokens(self, clause: tuple[int, int]) -> list[int]:
        return [at for at, token in enumerate(self.signals.tokens) if clause[0] <= token.start < clause[1]]
