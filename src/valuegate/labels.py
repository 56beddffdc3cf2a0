"""What labels announce: the words that people write over the passages of a ticket.

The packs hold the labels; a policy may add its own. A longer label is known by the longest known phrase in
it, a paraphrase (``What makes us believe it``) by its telling words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from .language import Pack
from .lazily import lazily
from .records import NamedTuple
from .words import words_in

_LEADING = re.compile(r"^[\W\d_]+")
_REMEMBERED = 4096
"""Labels repeat from ticket to ticket: so many are read once."""

_SMALL = 2
"""Words of so many letters are small, whatever the language."""

_PARENTHESIS = re.compile(r"\([^()]*\)")


class Topic(NamedTuple):
    """What a label announces; ``exact`` if the whole label is a known one.

    ``plain`` if a known label of several words makes up at least half of it: ``Look back at the results``.
    ``guessed`` if only some of its words tell: ``Where the numbers come from``.
    """

    name: str
    exact: bool
    plain: bool = False
    guessed: bool = False


_UNKNOWN = Topic("", False)


class Labels:
    """The labels of some packs, plus extra ones of the policy (topic → labels)."""

    def __init__(self, packs: Sequence[Pack], extra: Mapping[str, Sequence[str]] | None = None) -> None:
        self._topics: dict[tuple[str, ...], str] = {}
        self._minor: frozenset[str] = frozenset().union(*(pack.minor for pack in packs))
        self._parts: dict[str, set[tuple[str, ...]]] = {}
        for pack in reversed(packs):
            self._topics |= pack.topics
        for pack in packs:
            for topic, parts in pack.sublabels.items():
                self._parts.setdefault(topic, set()).update(parts)
        self._any_part: set[tuple[str, ...]] = set().union(*self._parts.values())
        for topic, labels in (extra or {}).items():
            self._topics |= {_words(label): topic for label in labels}
        self._longest = max(map(len, self._topics), default=0)
        self._telling: dict[str, str] = {}
        for pack in reversed(packs):
            self._telling |= pack.heading_words
        self._cache: dict[str, Topic] = {}

    def topic(self, label: str) -> Topic:
        """What a label announces, by its longest known phrase; '' where it announces nothing known."""
        found = self._cache.get(label)
        if found is None:
            if len(self._cache) > _REMEMBERED:
                self._cache.clear()
            found = self._cache[label] = self._find(label)
        return found

    def _find(self, label: str) -> Topic:
        words = _words(label)
        if words in self._topics:
            return Topic(self._topics[words], True)
        bare = _words(_PARENTHESIS.sub(" ", label))
        if bare in self._topics:
            return Topic(self._topics[bare], True)
        return self._contained(bare or words)

    def _contained(self, words: tuple[str, ...]) -> Topic:
        major = sum(word not in self._minor for word in words)
        for size in range(min(self._longest, len(words)), 0, -1):
            if size == 1 and major > 2:
                break
            for start in range(len(words) - size + 1):
                topic = self._topics.get(words[start : start + size])
                if topic and (size > 1 or words[start] not in self._minor):
                    known = sum(word not in self._minor for word in words[start : start + size])
                    plain = size > 1 and 2 * known >= major
                    better = self._told(words, least=2) if known < 2 < major else None
                    return better or Topic(topic, False, plain, guessed=not plain)
        return self._told(words) or _UNKNOWN

    def _told(self, words: tuple[str, ...], least: int = 1) -> Topic | None:
        """A paraphrase (``What makes us believe it``): the topic that most of its telling words name."""
        votes = [self._telling[word] for word in words if word in self._telling]
        if 2 * len(votes) < len(words) and self._minor.isdisjoint(words):
            return None  # a row of nouns ("Production readiness review questionnaire") asks nothing
        best = max(votes, key=lambda topic: (votes.count(topic), -votes.index(topic)), default="")
        return Topic(best, False, guessed=True) if votes.count(best) >= least else None

    def topic_of_key(self, key: str) -> str:
        """What the name of a field announces, if it is a label whole; ``date_revue`` is ``date de revue``."""
        found = self.topic(key)
        return found.name if found.exact else self._keys.get(self._major(_words(key)), "")

    @lazily
    def _keys(self) -> dict[tuple[str, ...], str]:
        """The labels of several words without their small words, which the names of fields leave out."""
        short = ((self._major(words), topic) for words, topic in self._topics.items())
        return {words: topic for words, topic in short if len(words) > 1}

    def _major(self, words: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(word for word in words if len(word) > _SMALL and word not in self._minor)

    def is_part_of(self, label: str, topic: str) -> bool:
        """Does this label belong inside the section of a topic (``Baseline`` inside the metric)?"""
        parts = self._parts.get(topic)
        return parts is not None and _words(label) in parts

    def is_part(self, label: str) -> bool:
        """Does this label belong inside the section of any topic?"""
        return _words(label) in self._any_part


@lru_cache(maxsize=_REMEMBERED)
def _words(label: str) -> tuple[str, ...]:
    label = _LEADING.sub("", label.replace("_", " "))
    return tuple(words_in(label))
