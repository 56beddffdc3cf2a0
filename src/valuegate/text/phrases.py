"""Many phrases found at once: from a word and the one after it, whatever the size of the vocabulary."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from .lexicon import words_of

Tags = frozenset[str]


class Phrases:
    """An index of tagged phrases. A phrase that several tags list carries them all."""

    def __init__(self, entries: Iterable[tuple[str, str]]) -> None:
        found: dict[tuple[str, ...], set[str]] = {}
        for phrase, tag in entries:
            found.setdefault(words_of(phrase), set()).add(tag)
        self.alone: Mapping[str, Tags] = {w[0]: frozenset(tags) for w, tags in found.items() if len(w) == 1}
        """The phrases of one word."""
        self._long = {words: frozenset(tags) for words, tags in found.items() if len(words) > 1}
        lengths: dict[str, dict[str, set[int]]] = {}
        for words in self._long:
            lengths.setdefault(words[0], {}).setdefault(words[1], set()).add(len(words))
        self.lengths: Mapping[str, Mapping[str, Sequence[int]]] = {
            first: {second: sorted(found, reverse=True) for second, found in seconds.items()}
            for first, seconds in lengths.items()
        }
        """First word → second word → how many words the phrases have that begin so, most first."""

    def longest(self, words: Sequence[str], first: int, stops: Sequence[bool]) -> tuple[int, Tags] | None:
        """The longest phrase of several words at ``words[first]``, no stop inside: its end, and its tags."""
        for length in self.lengths.get(words[first], {}).get(words[first + 1], ()):
            last = first + length
            tags = self._long.get(tuple(words[first:last]))
            if tags is not None and True not in stops[first + 1 : last]:
                return last, tags
        return None
