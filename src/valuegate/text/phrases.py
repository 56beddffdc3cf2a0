"""Many phrases found at once: from a word and the one after it, whatever the size of the vocabulary."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ..derived import Opened
from .lexicon import shared, words_of

Tags = frozenset[str]
Longer = Mapping[str, Sequence[tuple[tuple[str, ...], Tags]]]
"""Phrases of several words that begin with one word, by their second word, the longest first."""

Entry = tuple[Tags, Longer]
"""The tags of a word that stands alone, and the longer phrases that begin with it."""

_NOTHING: Entry = (frozenset(), {})


def index(entries: Iterable[tuple[str, str]]) -> dict[str, Entry]:
    """An index of phrases, each with a tag. A phrase that several tags list carries them all."""
    found: dict[tuple[str, ...], set[str]] = {}
    for phrase, tag in entries:
        found.setdefault(words_of(phrase), set()).add(tag)
    tagged = shared(found)
    longer: dict[str, dict[str, list[tuple[tuple[str, ...], Tags]]]] = {}
    for words in sorted(filter(None, tagged), key=len, reverse=True):
        seconds = longer.setdefault(words[0], {})
        if len(words) > 1:
            seconds.setdefault(words[1], []).append((words, tagged[words]))
    return {first: (tagged.get((first,), _NOTHING[0]), seconds) for first, seconds in longer.items()}


class Phrases:
    """The phrases of an index, found in the words of a text."""

    def __init__(self, index: Opened[Entry]) -> None:
        self._index = index

    def of(self, word: str) -> Entry:
        """What begins with a word; nothing for most words."""
        return self._index[word] if word in self._index.known else _NOTHING

    def longest(self, words: Sequence[str], first: int, stops: Sequence[bool]) -> tuple[int, Tags] | None:
        """The longest phrase of several words at ``words[first]``, no stop inside: its end, and its tags."""
        for phrase, tags in self.of(words[first])[1].get(words[first + 1], ()):
            last = first + len(phrase)
            if tuple(words[first:last]) == phrase and True not in stops[first + 1 : last]:
                return last, tags
        return None
