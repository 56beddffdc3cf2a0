"""The words of a passage with what they mean for an argument: marks, and the clauses that hold them.

The tables ``people``, ``harm``, ``intent`` and ``story`` of a pack are read through an index of their own,
so that the words of other questions can hide none of theirs.

Each word is looked up once, in a dict that knows what it means, who asks for it, and what may follow it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Container, Mapping
from functools import cache

from ..language import Pack, Remembered, fold, tokenize
from ..lazily import lazily
from ..records import NamedTuple
from .lexicon import pieces, strings
from .phrases import Phrases, index
from .sentences import clauses
from .signals import Signals

_TABLES = ("people", "harm", "intent", "story")
_NOTHING: frozenset[str] = frozenset()
_BEYOND = [_NOTHING] * 4
"""Stands for the words before the first and after the last, so that nobody has to look where they end."""
_STOP = re.compile(r'[,;:.!?()\[\]|—–\n"«»“”]')
_COMMA_OPENS = frozenset(("pronoun", "relative"))
COSTS = frozenset(("spend", "step", "share", "one_by_one", "again_prefix"))
"""Words that are a harm where somebody counted what something costs."""
_ACTIONS = frozenset(("routine", "deed"))
_new = tuple.__new__  # a third of the time of the constructor

PERSON, INTENT, HARM, ADVERSE, ROLE, BOUND_ROLE, FUTURE, UNDONE, DONE, EVENT, VERB, AGAIN, PAST = (
    1 << bit for bit in range(13)
)
"""Who asks for a word: four for their tags, the others for its shape, where no table lists it."""
_ASKED = {
    PERSON: frozenset(("who", "authority", "personal")),
    INTENT: frozenset(
        ("guide", "wish", "plan", "purpose", "opinion", "decision", "authority", "lack", "expects")
    )
    | frozenset(("project", "maker", "work_item", "hedge", "threat", "duty", "mission", "talk", "condition")),
    HARM: frozenset(("harm", "ache", "hint", "weak", "cause", "trouble", "cannot", "undone", "nothing"))
    | COSTS,
    ADVERSE: frozenset(
        ("turn", "odd", "hint", "deed", "past", "negation", "relative", "gone", "cause", "cleft")
    )
    | frozenset(("body",)),
}


class Mark(NamedTuple):
    """A phrase of the tables: its tags, and its first and last token (exclusive)."""

    tags: frozenset[str]
    first: int
    last: int


class Clause(NamedTuple):
    """A clause, as tokens. ``opens`` if a sentence or a line begins with it."""

    first: int
    last: int
    opens: bool


class Shapes(NamedTuple):
    """What a pack says of words that no list can hold: beginnings and endings, and their exceptions."""

    role_endings: tuple[str, ...]
    bound_role_endings: tuple[str, ...]
    not_person: frozenset[str]
    many: frozenset[str]
    undone_beginnings: tuple[str, ...]
    undone_endings: tuple[str, ...]
    future_endings: tuple[str, ...]
    plural_verb_endings: tuple[str, ...]
    participle_endings: tuple[str, ...]
    past_endings: tuple[str, ...]
    not_past: frozenset[str]
    single_role_endings: tuple[str, ...]
    event_endings: tuple[str, ...]
    done_endings: tuple[str, ...]
    again_beginnings: tuple[str, ...]
    cardinals: Mapping[str, int]
    durations: frozenset[str]


class Known(NamedTuple):
    """What is known of a word: its tags if it stands alone, who asks for it, and phrases that it begins."""

    tags: frozenset[str]
    asked: int
    seconds: Container[str]


class Words(Remembered[Known]):
    """What is known of each word."""

    def __init__(self, phrases: Phrases, shapes: Shapes) -> None:
        super().__init__(self._known)
        self.phrases = phrases
        self.shapes = shapes

    def _known(self, word: str) -> Known:
        tags, seconds = self.phrases.of(word)
        asked = _asked(tags) if tags else self._shape(word)
        return Known(tags, asked, seconds)

    def _shape(self, word: str) -> int:
        """What the beginning and the ending of a word say that no table lists."""
        shapes, length = self.shapes, len(word)
        found = self._role(word)
        for asked, endings, shortest in (
            (FUTURE, shapes.future_endings, 6),
            (DONE, shapes.done_endings, 5),
            (EVENT, shapes.event_endings, 1),
            (VERB, shapes.plural_verb_endings, 1),
            (PAST, () if word in shapes.not_past else shapes.past_endings, 6),
        ):
            found |= asked if length >= shortest and word.endswith(endings) else 0
        if length > 6 and word.startswith(shapes.undone_beginnings) and word.endswith(shapes.undone_endings):
            found |= UNDONE
        return found | (AGAIN if self._is_repeated(word) else 0)

    def _role(self, word: str) -> int:
        shapes = self.shapes
        if len(word) < 5 or word in shapes.not_person or not word.endswith(shapes.role_endings):
            return 0
        return BOUND_ROLE if word.endswith(shapes.bound_role_endings) else ROLE

    def _is_repeated(self, word: str) -> bool:
        """An everyday action that is done over again: "repeignent", "reopen"."""
        cut = [word[len(again) :] for again in self.shapes.again_beginnings if word.startswith(again)]
        return any(not _ACTIONS.isdisjoint(self.phrases.of(action)[0]) for action in cut)


@cache
def _asked(tags: frozenset[str]) -> int:
    """Who asks for words with these tags; the packs hold some hundred sets of them."""
    return sum(asked for asked, wanted in _ASKED.items() if not wanted.isdisjoint(tags))


@cache
def vocabulary(pack: Pack) -> Words:
    """The tables ``people``, ``harm``, ``intent`` and ``story`` of a pack, and its table ``shapes``."""
    return Words(
        Phrases(pack.derive_index("argument phrases", lambda: index(_entries(pack)))),
        Shapes(*pack.derive("shapes of words", lambda: (*_shapes(pack),))),
    )


def _entries(pack: Pack) -> list[tuple[str, str]]:
    return [(phrase, tag) for name in _TABLES for tag, words in pack.table(name).items() for phrase in words]


def _shapes(pack: Pack) -> Shapes:
    def endings(key: str) -> tuple[str, ...]:
        return tuple(fold(word) for word in strings(pack.table("shapes"), key))

    units = pack.table("units").get("duration", {})
    return Shapes(
        role_endings=endings("role_endings"),
        bound_role_endings=endings("bound_role_endings"),
        not_person=frozenset(endings("not_person")),
        many=frozenset(endings("many")),
        undone_beginnings=endings("undone_beginnings"),
        undone_endings=endings("undone_endings"),
        future_endings=endings("future_endings"),
        plural_verb_endings=endings("plural_verb_endings"),
        past_endings=endings("past_endings"),
        not_past=frozenset(endings("not_past")),
        single_role_endings=endings("single_role_endings"),
        participle_endings=tuple(strings(pack.table("shapes"), "participle_endings")),
        event_endings=endings("event_endings"),
        done_endings=endings("done_endings"),
        again_beginnings=endings("again_beginnings"),
        cardinals=pack.table("numbers").get("cardinals", {}),
        durations=frozenset(fold(name) for names in units.values() for name in names),
    )


class Wording:
    """The words of one passage, each looked up once; clauses only where somebody asks for one."""

    def __init__(self, signals: Signals, text: str | None = None) -> None:
        self.signals = signals
        self.pack = signals.pack
        self._vocabulary = vocabulary(signals.pack)
        self.shapes = self._vocabulary.shapes
        self.live = signals.live if text is None else text
        self.tokens = signals.pieces if text is None else pieces(tokenize(text), text)
        self.words = self.tokens.said
        """The folded words alone."""
        self._starts = self.tokens.starts
        self.stops = self._stops()
        self.ends: dict[int, int] = {}
        """Where a phrase of several words ends, for each of its words."""
        self._known = self._read()
        self.tags = [each[0] for each in self._known] + _BEYOND
        """What the phrase of a word means; nothing for an unknown word, and for places next to the ends."""
        self._busy = [(at, each[1]) for at, each in enumerate(self._known) if each[1]]
        self._clauses: dict[int, list[Clause]] = {}

    def _stops(self) -> list[bool]:
        """For each word: does a comma, a bracket or another stop stand between it and the one before?"""
        starts = self._starts
        found = [False] * (len(starts) + 1)
        for stop in _STOP.finditer(self.live):
            found[bisect_left(starts, stop.start())] = True
        return found[:-1]

    def _read(self) -> list[Known]:
        """What is known of each word; of a phrase, its first word is asked for, the others are covered."""
        words, follow = self.words, 0
        found = [*map(self._vocabulary.__getitem__, words)]
        pairs = enumerate(zip(found, words[1:]))  # noqa: B905  ``strict`` would refuse the last word
        for at in [at for at, (each, second) in pairs if second in each[2]]:
            hit = self._vocabulary.phrases.longest(words, at, self.stops) if at >= follow else None
            if hit:
                follow, tags = hit
                found[at:follow] = [_new(Known, (tags, 0, {}))] * (follow - at)
                found[at] = _new(Known, (tags, _asked(tags), {}))
                self.ends.update(dict.fromkeys(range(at, follow), follow))
        return found

    def asked(self, by: int) -> list[int]:
        """The words that somebody asks for; of a phrase, the first one."""
        return [at for at, asked in self._busy if asked & by]

    def is_shaped(self, token: int, like: int) -> bool:
        """Has a word that no table lists this shape?"""
        return self._known[token][1] & like != 0

    def end(self, token: int) -> int:
        """Where the phrase ends that a word belongs to."""
        return self.ends.get(token, token + 1)

    @lazily
    def marks(self) -> list[Mark]:
        """The known phrases, longest first, never overlapping, never across a stop."""
        found, follow = [], 0
        for at, (tags, _, _) in enumerate(self._known):
            if tags and at >= follow:
                follow = self.end(at)
                found.append(Mark(tags, at, follow))
        return found

    @lazily
    def kinds(self) -> frozenset[str]:
        """All tags that some phrase of the passage carries."""
        return _NOTHING.union(*set(self.tags))

    def word(self, token: int) -> str:
        """A word by its number; '' outside the passage."""
        return self.words[token] if 0 <= token < len(self.words) else ""

    def number(self, token: int) -> int:
        """The whole number that this word stands for; 0 for other words."""
        word = self.word(token)
        if word.isdecimal():
            return int(word[:9])
        return self.shapes.cardinals.get(word, 0)

    def counts(self, token: int) -> bool:
        """Is this word a number above one (``3``, ``three``, ``3x``)?"""
        return self.number(token) > 1 or (self.word(token)[:1].isdigit() and self.word(token) != "1")

    def is_term(self, token: int) -> bool:
        """ "Until noon", "jusqu'à 18 h": where something ends by the clock or the calendar."""
        after = self.end(token)
        return "limit" in self.tags[token] and (self.number(after) > 0 or "schedule" in self.tags[after])

    @lazily
    def openings(self) -> list[int]:
        """The first words of all sentences."""
        return [bisect_left(self._starts, start) for start, _ in self.signals.sentences]

    @property
    def clauses(self) -> list[Clause]:
        """The clauses of all sentences."""
        return [clause for sentence in range(len(self.openings)) for clause in self._clauses_of(sentence)]

    def clause_of(self, token: int) -> Clause:
        """The clause that a word stands in. Only its sentence is cut: many words need to know none."""
        found = self._clauses_of(self.sentence_of(token))
        return next(clause for clause in found if clause.last > token)

    def sentence_of(self, token: int) -> int:
        """The number of the sentence that a word stands in."""
        return bisect_right(self.openings, token) - 1

    def sentence_start(self, token: int) -> int:
        """Where the sentence begins that a word stands in."""
        return self.openings[self.sentence_of(token)]

    def sentence_end(self, token: int) -> int:
        """Where the sentence ends that a word stands in."""
        after = bisect_right(self.openings, token)
        return self.openings[after] if after < len(self.openings) else len(self.words)

    def _clauses_of(self, sentence: int) -> list[Clause]:
        if sentence not in self._clauses:
            self._clauses[sentence] = self._cut(*self.signals.sentences[sentence])
        return self._clauses[sentence]

    def _cut(self, start: int, end: int) -> list[Clause]:
        """The clauses of a sentence; a comma before a person, a pronoun or a relative opens one more."""
        starts, stops = self._starts, self.stops
        opening, found = bisect_left(starts, start), []
        for a, b in clauses(self.live, start, end, self.pack, self.tokens):
            first, last = bisect_left(starts, a), bisect_left(starts, b)
            for i in range(first + 1, last):
                if stops[i] and self._opens_clause(i):
                    found.append(Clause(first, i, first == opening))
                    first = i
            if first < last:
                found.append(Clause(first, last, first == opening))
        return found

    def _opens_clause(self, token: int) -> bool:
        if self.live[self.tokens[token - 1].end : self.tokens[token].start].strip() != ",":
            return False
        tags = self.tags
        while "joins" in tags[token]:
            token += 1
        near = tags[token : token + 2 + ("determiner" in tags[token])]
        return not _COMMA_OPENS.isdisjoint(tags[token]) or True in ["who" in each for each in near]
