"""Many phrases found at once: from a word and the one after it, whatever the size of the vocabulary."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from .lexicon import shared, words_of

Tags = frozenset[str]


Index = tuple[dict[str, Tags], dict[tuple[str, ...], Tags], dict[str, dict[str, list[int]]]]
"""The phrases of one word, the longer ones, and how long those are by their first and second word."""


def index(entries: Iterable[tuple[str, str]]) -> Index:
    """An index of phrases, each with a tag. A phrase that several tags list carries them all."""
    found: dict[tuple[str, ...], set[str]] = {}
    for phrase, tag in entries:
        found.setdefault(words_of(phrase), set()).add(tag)
    tagged = shared(found)
    longer = {words: tags for words, tags in tagged.items() if len(words) > 1}
    lengths: dict[str, dict[str, set[int]]] = {}
    for words in longer:
        lengths.setdefault(words[0], {}).setdefault(words[1], set()).add(len(words))
    return (
        {words[0]: tags for words, tags in tagged.items() if len(words) == 1},
        longer,
        {
            first: {second: sorted(each, reverse=True) for second, each in seconds.items()}
            for first, seconds in lengths.items()
        },
    )


class Phrases:
    """The phrases of an index, found in the words of a text."""

    def __init__(self, index: Index) -> None:
        self.alone: Mapping[str, Tags]
        """The phrases of one word."""
        self.lengths: Mapping[str, Mapping[str, Sequence[int]]]
        """First word → second word → how many words the phrases have that begin so, most first."""
        self.alone, self._long, self.lengths = index

    def longest(self, words: Sequence[str], first: int, stops: Sequence[bool]) -> tuple[int, Tags] | None:
        """The longest phrase of several words at ``words[first]``, no stop inside: its end, and its tags."""
        for length in self.lengths.get(words[first], {}).get(words[first + 1], ()):
            last = first + length
            tags = self._long.get(tuple(words[first:last]))
            if tags is not None and True not in stops[first + 1 : last]:
                return last, tags
        return None
