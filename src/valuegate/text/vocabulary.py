"""What is known of a word for an argument: its tags, who asks for it, what its shape says.

The tables ``people``, ``harm``, ``intent`` and ``story`` of a pack are read through an index of their own,
so that the words of other questions can hide none of theirs.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from functools import cache

from ..language import Pack
from ..records import NamedTuple
from ..typed import Any
from ..words import Remembered, fold
from .lexicon import strings
from .phrases import Phrases, index

_TABLES = ("people", "harm", "intent", "story")
NOTHING: frozenset[str] = frozenset()
"""The tags of a word that no table lists."""
_ACTIONS = frozenset(("routine", "deed"))
COSTS = frozenset(("spend", "step", "share", "one_by_one", "again_prefix", "longer"))
"""Words that are a harm where somebody counted what something costs."""

(
    PERSON,
    INTENT,
    HARM,
    ADVERSE,
    ROLE,
    BOUND_ROLE,
    FUTURE,
    UNDONE,
    DONE,
    EVENT,
    VERB,
    AGAIN,
    PAST,
    SETTLES,
    TELLER,
) = (1 << bit for bit in range(15))
"""Who asks for a word: five for their tags, the others for its shape, where no table lists it."""
_ASKED = {
    PERSON: frozenset(("who", "authority", "personal", "collective", "nobody")),
    INTENT: frozenset(
        ("guide", "wish", "plan", "purpose", "opinion", "decision", "authority", "lack", "expects")
    )
    | frozenset(
        ("project", "maker", "work_item", "hedge", "threat", "duty", "mission", "talk", "condition", "target")
    )
    | frozenset(("competitor", "unbuilt", "formerly", "solved", "praise")),
    HARM: frozenset(("harm", "ache", "hint", "weak", "cause", "trouble", "cannot", "undone", "nothing"))
    | frozenset(("none_of", "lack"))
    | COSTS,
    ADVERSE: frozenset(
        ("turn", "odd", "hint", "deed", "past", "negation", "relative", "gone", "cause", "cleft")
    )
    | frozenset(("body",)),
    SETTLES: frozenset(("being", "free")),
    TELLER: frozenset(("teller", "aid")),
}


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
    going_endings: tuple[str, ...]
    finite_endings: tuple[str, ...]
    infinitive_endings: tuple[str, ...]
    past_endings: tuple[str, ...]
    not_past: frozenset[str]
    single_role_endings: tuple[str, ...]
    event_endings: tuple[str, ...]
    done_endings: tuple[str, ...]
    again_beginnings: tuple[str, ...]
    cardinals: Mapping[str, int]
    durations: frozenset[str]
    months: frozenset[str]
    handled: frozenset[str]
    settles: frozenset[str]
    remedies: frozenset[str]
    built: frozenset[str]
    receives: frozenset[str]
    overviews: frozenset[str]
    featured_done: frozenset[str]
    deals: frozenset[str]
    scarce: frozenset[str]
    in_a_state: frozenset[str]
    mishaps: frozenset[str]
    offices: frozenset[str]
    of_machines: frozenset[str]
    knows: frozenset[str]
    theirs: frozenset[str]
    within: frozenset[str]
    tells: frozenset[str]
    completed: frozenset[str]
    by: frozenset[str]
    hours: frozenset[str]
    passive_endings: tuple[str, ...]


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
        asked = asked_by(tags) if tags else self._shape(word)
        if word in self.shapes.settles:
            asked |= SETTLES
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
def asked_by(tags: frozenset[str]) -> int:
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


_AS_WRITTEN = frozenset(("participle_endings", "passive_endings", "built"))
"""Of these the accents tell."""


def _shapes(pack: Pack) -> Shapes:
    """The table ``shapes``, field by field, with what other tables say of months, spans and numbers."""
    found: dict[str, Any] = {
        "cardinals": pack.table("numbers").get("cardinals", {}),
        "months": _folded(pack.table("calendar").get("months", ())),
        "durations": _folded(pack.table("units").get("duration", {}).values()),
    }
    for field in Shapes._fields:
        if field not in found:
            words = strings(pack.table("shapes"), field)
            words = words if field in _AS_WRITTEN else list(map(fold, words))
            is_set = Shapes.__annotations__[field].startswith("frozenset")
            found[field] = frozenset(words) if is_set else tuple(words)
    return Shapes(**found)


def _folded(groups: Iterable[Iterable[str]]) -> frozenset[str]:
    return frozenset(fold(name) for names in groups for name in names)
