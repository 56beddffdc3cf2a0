"""A passage as an argument that there is a problem: people, harms, intents, and what it lacks."""

from __future__ import annotations

from ..lazily import lazily
from .ending import well, without_toil
from .feature_list import find_feature_lists
from .harm import Harm, befalls, find_harms, total
from .hollow import loses_a_standing, without_hollow
from .intent import Intent, find_intents, void
from .named import speaker
from .people import Person, find_people
from .provision import CASES, find_rules
from .signals import Signals
from .story import is_told, meets
from .teller import befell, find_tellers
from .vocabulary import HARM, NOTHING, UNDONE
from .wording import Wording

ENOUGH = 2
"""The weight of harm that holds by itself: one strong word, or two hints."""
_BESIDE = ("purpose", "rule")
"""Intents that say nothing against what stands beside them in a sentence."""
_SELF = frozenset(("myself", "makers", "determiner"))
"""The first alone is "I": neither "we", who may be the makers, nor "my"."""
_BY_HAND = frozenset(("endured",))
"""What is done by hand, and no more, is how people work: without a label it hints at nothing."""
_AGAINST_HINTS = ("fine", "hype", "rival")
"""Beside these a hint alone says nothing."""
_REASONS = {
    "wish": "solution-only",
    "plan": "solution-only",
    "purpose": "solution-only",
    "solution": "solution-only",
    "absence": "absence",
    "authority": "authority",
    "opinion": "hype",
    "guide": "template-text",
    "project": "no-who",
    "rule": "no-harm",
    "over": "negated",
}


class Argument:
    """The signals of a passage, and whether they amount to a problem."""

    def __init__(self, signals: Signals, text: str | None = None) -> None:
        self.wording = Wording(signals, text)

    @lazily
    def people(self) -> list[Person]:
        """Roles and groups that are spoken of. "Why do visitors turn round? They …" may name them."""
        found, signals = find_people(self.wording), self.wording.signals
        if not found and signals.live is not signals.text and self._has("pronoun"):
            found = find_people(Wording(signals, signals.text))
        return found

    @lazily
    def intents(self) -> list[Intent]:
        """Wishes, plans, decisions, missing features."""
        found = find_intents(self.wording, self.people) + find_rules(self.wording)
        return [*found, *find_feature_lists(self.wording)]

    @property
    def _describes(self) -> bool:
        """Are rules told, so that a single hint or an unknown verb belongs to them?"""
        cases, tags = CASES, self.wording.tags
        return any(rule.kind == "rule" and cases.isdisjoint(tags[rule.first]) for rule in self.intents)

    @lazily
    def harms(self) -> list[Harm]:
        """What goes wrong."""
        if not self.wording.asked(HARM | UNDONE):
            return []
        found = without_hollow(self.wording, find_harms(self.wording, self._void), self.intents)
        return without_toil(self.wording, found)

    @lazily
    def _void(self) -> set[int]:
        return void(self.intents)

    @lazily
    def weight(self) -> int:
        """How much the harms say together."""
        return total(self.wording, self.harms)

    @lazily
    def acts(self) -> bool:
        """Does somebody who is named do or suffer something?"""
        acting = [person for person in self._there if person.acts]
        return bool(acting) or (bool(self.people) and self._has("pronoun"))

    def fault(self, *, shared: bool, note: bool = False) -> str | None:
        """Why it is no problem; None if it is one.

        ``shared`` if it answers other questions as well; but a ``note`` that is the whole ticket, and wishes
        for nothing, hints at its problem as a labelled passage does.
        """
        if self._is_salad():
            return "salad"
        if self._has("guide"):
            return "template-text"
        note = note and all(intent.kind in _BESIDE for intent in self.intents)
        if self._hurts(shared) or (note and self._hurts(shared=False)):
            return None
        if (not shared and self.acts and self._is_lively()) or self._selves_meet(shared and not note):
            return None
        if note and self.acts and self._is_hinted(_BY_HAND) and not well(self.wording):
            return None
        return self._reason(self.weight)

    def _hurts(self, shared: bool) -> bool:
        """Do words say that something goes wrong for people, or for who speaks?"""
        return bool(self.people and self._weighs_enough(shared)) or self._befell_tellers(shared)

    def _selves_meet(self, shared: bool) -> bool:
        """Does who says "I" tell of something that goes wrong, without a word for it?"""
        return not shared and bool(self._selves) and self._is_lively()

    def _is_lively(self) -> bool:
        """Is a harm hinted at, or told without a word for it, in an account that does not end well?"""
        return not well(self.wording) and (self._is_hinted() or self._is_told() or self._is_testimony())

    @property
    def _denies(self) -> bool:
        """Are several harms denied, so that hints beside them say nothing?"""
        tags = self.wording.tags
        denied = [harm for harm in self.harms if harm.kind == "denied" and "harm" in tags[harm.first]]
        return len(denied) > 1 and all(harm.kind != "harm" for harm in self.harms)

    def _weighs_enough(self, shared: bool) -> bool:
        """Where nobody acts, or no label says that this is the problem, harms must be close to people."""
        if self._denies:
            return False
        if self.acts and not shared:
            more = self._describes and all(harm.kind != "harm" for harm in self.harms)
            return self.weight >= ENOUGH + more
        sentence_of, near = self.wording.sentence_of, self._near(self._there)
        close = total(self.wording, [harm for harm in self.harms if sentence_of(harm.first) in near])
        return close >= ENOUGH + (not self.acts and not self._befalls) and (self.acts or not shared)

    @lazily
    def tellers(self) -> list[Person]:
        """Who speaks of themselves."""
        return find_tellers(self.wording, self._void)

    @lazily
    def _selves(self) -> list[Person]:
        """Who says "I": somebody to whom the product happens, and none of its makers."""
        tags = self.wording.tags
        return [one for one in self.tellers if _SELF & tags[one.first] == {"myself"}]

    def _befell_tellers(self, shared: bool) -> bool:
        """Does a harm befall somebody who speaks of themselves?"""
        if not self.harms or self.weight < ENOUGH or not self.tellers:
            return False
        close = [
            harm for harm in self.harms if any(befell(self.wording, harm, t, shared) for t in self.tellers)
        ]
        return total(self.wording, close) >= ENOUGH + self._describes

    @lazily
    def _there(self) -> list[Person]:
        """The people of whom something is told that happens, if only in a case that a rule provides for."""
        gone = void([intent for intent in self.intents if intent.kind != "rule"])
        return [person for person in self.people if person.first not in gone]

    @property
    def _befalls(self) -> bool:
        """Does a harm lead to people? ("confusing for newcomers", "une corvée pour les greffières")"""
        people = {person.first for person in self._there}
        return any(befalls(self.wording, harm, people) for harm in self.harms if harm.weight > 1)

    def _near(self, people: list[Person]) -> set[int]:
        """The sentences that speak of these people, and those just after."""
        spoken_of = [person.first for person in people]
        spoken_of += [at for at, tags in enumerate(self.wording.tags) if "pronoun" in tags]
        return {self.wording.sentence_of(at) + after for at in spoken_of for after in (0, 1)}

    def _is_hinted(self, but: frozenset[str] = NOTHING) -> bool:
        """A hint, unless its sentence wishes, plans or decides, or the passage says that all goes well."""
        sentence_of = self.wording.sentence_of
        if self._denies or (self._describes and self.weight <= ENOUGH):
            return False
        blocked = {sentence_of(intent.first) for intent in self.intents if intent.kind not in _BESIDE}
        free = self._near([person for person in self._there if person.acts]) - blocked
        tags = self.wording.tags
        hints = [harm for harm in self.harms if harm.kind == "hint" and tags[harm.first].isdisjoint(but)]
        return not self._has(*_AGAINST_HINTS) and any(sentence_of(hint.first) in free for hint in hints)

    def _is_told(self) -> bool:
        """People meet something that no ordinary day holds, in sentences that wish and plan nothing."""
        wishes = [intent for intent in self.intents if intent.kind not in _BESIDE]
        if wishes:
            return len(self.wording.clauses) > 1 and self._rest(wishes)._is_lived()
        clause_of = self.wording.clause_of
        denied = {clause_of(harm.first) for harm in self.harms if harm.kind == "denied"}
        if not self.acts:
            return meets(self.wording, self._selves, self._void, denied)
        return is_told(self.wording, self.people, self._void, denied, described=self._describes)

    def _is_testimony(self) -> bool:
        """Somebody who tells of themselves, and neither wishes nor praises, tells what they went through."""
        plain = not self.intents and not self._has("fine", "calm", "benign", "hype", "looks", "rival")
        return plain and speaker(self.wording) is not None

    def _is_lived(self) -> bool:
        """Beside a wish it is not enough that something is old or odd: people must do something about it."""
        tags = self.wording.tags
        return (
            not self._has("looks") and any("deed" in t and "order" not in t for t in tags) and self._is_told()
        )

    def _rest(self, wishes: list[Intent]) -> Argument:
        """The argument without the clauses that hold these intents."""
        wording, live = self.wording, list(self.wording.live)
        for intent in wishes:
            clause = wording.clause_of(intent.first)
            start, end = self.span(min(clause.first, intent.first), max(clause.last, intent.last))
            live[start:end] = " " * (end - start)
        return Argument(wording.signals, "".join(live))

    def _reason(self, weight: int) -> str:
        if any(h.kind == "denied" for h in self.harms):
            return "negated"
        kinds = [i.kind for i in self.intents]
        if "over" in kinds:
            return "negated"
        for kind in ("absence", "authority", "solution", "wish", "plan", "opinion", "project", "purpose"):
            if kind in kinds:
                return _REASONS[kind]
        if self._has("hype", "looks", "rival") or any(loses_a_standing(self.wording, h) for h in self.harms):
            return "hype"
        if weight:
            return "no-harm" if self.people else "no-who"
        return "no-harm" if self.acts else "topic"

    def _has(self, *tags: str) -> bool:
        return not self.wording.kinds.isdisjoint(tags)

    def _is_salad(self) -> bool:
        words = self.wording.words
        if len(words) < 7:
            return False
        small = self.wording.pack.minor
        minor = sum(map(small.__contains__, words))
        if minor > (0.1 if self._has("routine", "deed") else 0.2) * len(words):
            return False
        known = sum(
            m.last - m.first for m in self.wording.marks if m.tags & {"who", "harm", "hint", "ache", "wish"}
        )
        return known >= 0.5 * len(words)

    def span(self, first: int, last: int) -> tuple[int, int]:
        """The characters of some words."""
        tokens = self.wording.tokens
        return tokens[first].start, tokens[min(last, len(tokens)) - 1].end

    def place(self, reason: str) -> tuple[int, int]:
        """The words that a reason is about."""
        for intent in self.intents:
            if _REASONS[intent.kind] == reason:
                return self.span(intent.first, intent.last)
        for harm in self.harms:
            if reason == "negated" and harm.kind == "denied":
                return self.span(harm.first, harm.last)
        return 0, len(self.wording.live)
