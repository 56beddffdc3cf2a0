"""What was decided: words that settle the fate of what was built, in a clause that leaves nothing open."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from itertools import chain, pairwise

from ..language import Hit, Pack
from ..words import fold, tokenize
from .asides import is_asked, is_ceremony, is_dated_by, is_state
from .deeds import deed, is_verb, verbs_of
from .lexicon import strings
from .onset import onsets
from .signals import Signals
from .undertaking import first_actor, names_actor, undertaken

_TABLE = "impact"
_OPEN = ("undecided",)
_HOLLOW = ("undecided", "vain", "ceremony")
_VAIN = (*_HOLLOW, "forecast")
_LATER = (*_VAIN, "later", "past")
_FEW = 2
"""A label announces a decision where at least so many words follow it."""

_STOPS = frozenset(("", *".,;!:\n"))
"""After an answer that says it all."""

_RESULT = frozenset(("aimed", "target_cue", "target_after", "counting", "vain", "forecast", "undecided"))
"""Words of a label that asks whether something was reached: ``Target met: yes``."""

_ASIDE = "·"
"""Between the words of a footer: ``Created from Linear · Cycle 18``."""

_Told = Callable[[int, int], list[tuple[int, int]]]
"""Where a clause tells values that were measured."""

_Spoken = Callable[[str], bool]
"""Is a word one of the metric's own?"""


@cache
def _fates(pack: Pack) -> frozenset[str]:
    """The verbs that settle a fate, in all their forms."""
    table = pack.table("undertaking")
    endings = strings(table, "fate_endings")
    return frozenset(fold(stem + ending) for stem in strings(table, "fate_stems") for ending in endings)


class Decisions:
    """The words of a passage that decide something."""

    def __init__(self, signals: Signals, told: _Told, of_metric: _Spoken, today: date) -> None:
        self.signals = signals
        self.today = today
        self._told = told
        self._of_metric = of_metric

    def first(self) -> Hit | None:
        """The surest words that decide: known ones, then those under their label, then what the team does."""
        known = chain(self._known(), self._labelled(), self._answered(), self._fated())
        return next(chain(known, self._undertaken(), self._announced(), self._begun()), None)

    def _known(self) -> Iterator[Hit]:
        """``we keep it``; but ``22 % of the carts were abandoned`` is a value of abandoned carts."""
        for hit in self.signals.of(_TABLE, "decision"):
            clause = self.signals.clause(hit.start)
            counted = hit.last - hit.first == 1 and self._is_other(hit.first, clause)
            aside = counted or self._is_aside(hit, clause) or self._is_weighed(clause)
            if not aside and not self._is_heading(clause) and not self._is_said(clause, *_OPEN):
                yield hit

    def _is_weighed(self, clause: tuple[int, int]) -> bool:
        """``We hesitate: a fee, or no reminder on paper``: what is open before a colon is so after it."""
        colon = self.signals.live.rfind(":", self.signals.sentence(clause[0])[0], clause[0])
        return colon >= 0 and self._is_said(self.signals.clause(colon), *_OPEN)

    def _is_aside(self, hit: Hit, clause: tuple[int, int]) -> bool:
        dated = is_asked(self.signals, clause) or is_dated_by(self.signals, hit, clause)
        mere = dated or is_ceremony(self.signals, hit, clause, self._of_metric)
        return mere or is_state(self.signals, hit, self._told(*clause))

    def _is_heading(self, clause: tuple[int, int]) -> bool:
        """``Sent back: 5.2 %``: words before a colon and a value say what it counts."""
        live, end = self.signals.live, clause[1]
        if not live[:end].rstrip().endswith(":") or names_actor(self.signals, *clause):
            return False
        return bool(self._told(*self.signals.clause(end + len(live[end:]) - len(live[end:].lstrip()))))

    def _is_other(self, at: int, clause: tuple[int, int]) -> bool:
        """A word of the metric beside its value, a noun, or what happened: ``after the change``."""
        word = self.signals.tokens.said[at]
        return self._is_no_verb(at, clause) or self._is_value(word, clause) or self._moves(at, clause)

    def _is_no_verb(self, at: int, clause: tuple[int, int]) -> bool:
        """``the change``, ``a nice change``, ``the tariff change``; ``it dropped`` tells of the past."""
        if not at:
            return False
        words, verbs = self.signals.tokens.said, verbs_of(self.signals.pack)
        before, led = words[at - 1], self.signals.tokens[at - 1].start >= clause[0]
        told = words[at].endswith(verbs.told) and before in verbs.indefinite
        praised = any(hit.last == at for hit in self.signals.of(_TABLE, "vain"))
        cheers = praised or (before in verbs.before_noun and self._is_said(clause, "vain"))
        compound = led and words[at] in verbs.homographs and not is_verb(self.signals, at)
        return told or cheers or compound or before in verbs.determiners

    def _moves(self, at: int, clause: tuple[int, int]) -> bool:
        """``it dropped to 8 %``, ``we ended October at 74 %``: a verb of the past, and its value after it."""
        token = self.signals.tokens[at]
        moved = token.word.endswith(verbs_of(self.signals.pack).told)
        return moved and bool(self._told(token.end, clause[1]))

    def _is_value(self, word: str, clause: tuple[int, int]) -> bool:
        return self._of_metric(word) and bool(self._told(*clause))

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
            counted = self._is_heading(clause) or self._is_value(self.signals.tokens[hit.first].word, clause)
            told = self._is_told_of(hit, clause) or is_state(self.signals, hit, self._told(*clause))
            if not self._idle(clause) and not counted and not told:
                yield hit

    def _is_told_of(self, hit: Hit, clause: tuple[int, int]) -> bool:
        """``it had been deployed in both apps``: where something was done."""
        return "reach" in hit.tags and self._is_said(clause, "past")

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
            if self._told(*clause) or self._is_said(clause, *_HOLLOW) or self._asks(clause):
                continue
            if self._is_heading(clause) or _ASIDE in self.signals.live[slice(*clause)]:
                continue
            at = deed(self.signals, self._tokens(clause), self._of_metric)
            if at is not None:
                token = self.signals.tokens[at]
                yield Hit(frozenset(("decision",)), at, at + 1, token.start, token.end)

    def _answered(self) -> Iterator[Hit]:
        """``Evening slots: yes``, ``Do we go on? We do``: the answer to what asks for a decision."""
        for hit in self.signals.of(_TABLE, "answer"):
            start, end = self.signals.clause(hit.start)
            lead = self.signals.text[:start].rstrip()
            asked = hit.first == next(iter(self._tokens((start, end))), -1) and lead.endswith((":", "?"))
            whole = self.signals.live[hit.end : hit.end + 1] in _STOPS
            if asked and whole and not self._told(start, end) and self._settles(lead):
                yield hit

    def _settles(self, lead: str) -> bool:
        """Does a question ask for a decision, or a label name no result?"""
        last = max(lead[:-1].rfind(mark) for mark in ".?!;:\n") + 1
        said = frozenset().union(*(hit.tags for hit in self.signals.pack.hits(tokenize(lead[last:]), _TABLE)))
        return "decision" in said if lead.endswith("?") else said.isdisjoint(_RESULT)

    def _begun(self) -> Iterator[Hit]:
        """``free lights again next autumn``: what will be so from a time on; no look at it, no talk."""
        for start, end in onsets(self.signals, self.today):
            clause = self.signals.clause(start)
            if self._told(*clause) or self._is_heading(clause) or self._asks(clause):
                continue
            clause = (clause[0], first_actor(self.signals, end, clause[1]))  # "…, and we look again in May"
            open_ = (hit for hit in self.signals.of(_TABLE, *_LATER) if clause[0] <= hit.start < clause[1])
            places = self._tokens(clause)
            others = [at for at in places if not start <= self.signals.tokens[at].start < end]
            if len(others) >= _FEW and all(start <= hit.start < end for hit in open_):
                yield Hit(frozenset(("decision",)), places[0], places[-1] + 1, *clause)

    def _idle(self, clause: tuple[int, int]) -> bool:
        return self._is_said(clause, *_VAIN) or self._asks(clause) or self._is_weighed(clause)

    def _asks(self, clause: tuple[int, int]) -> bool:
        return is_asked(self.signals, clause)

    def _is_said(self, clause: tuple[int, int], *tags: str) -> bool:
        return any(clause[0] <= hit.start < clause[1] for hit in self.signals.of(_TABLE, *tags))

    def _tokens(self, clause: tuple[int, int]) -> list[int]:
        return [at for at, token in enumerate(self.signals.tokens) if clause[0] <= token.start < clause[1]]
