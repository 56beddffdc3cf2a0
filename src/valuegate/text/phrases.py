"""Many phrases found at once: from a word and the one after it, whatever the size of the vocabulary."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from .lexicon import words_of

Tags = frozenset[str]


class _Head(NamedTuple):
    """What begins with one word: its own tags, and by second word the longer phrases, longest first."""

    alone: Tags | None
    longer: Mapping[str, Sequence[tuple[tuple[str, ...], Tags]]]


class Phrases:
    """An index of tagged phrases. A phrase that several tags list carries them all."""

    def __init__(self, entries: Iterable[tuple[str, str]]) -> None:
        tags: dict[tuple[str, ...], set[str]] = {}
        for phrase, tag in entries:
            tags.setdefault(words_of(phrase), set()).add(tag)
        alone: dict[str, Tags] = {}
        longer: dict[str, dict[str, list[tuple[tuple[str, ...], Tags]]]] = {}
        for words in sorted(tags, key=len, reverse=True):
            if len(words) == 1:
                alone[words[0]] = frozenset(tags[words])
            else:
                seconds = longer.setdefault(words[0], {})
                seconds.setdefault(words[1], []).append((words, frozenset(tags[words])))
        self._heads = {word: _Head(alone.get(word), longer.get(word, {})) for word in alone.keys() | longer}

    def at(self, words: Sequence[str], first: int, limit: int) -> tuple[int, Tags] | None:
        """The longest phrase at ``words[first]`` that ends before ``limit``: its end, and its tags."""
        head = self._heads.get(words[first])
        if head is None:
            return None
        if first + 1 < limit and head.longer:
            for phrase, tags in head.longer.get(words[first + 1], ()):
                last = first + len(phrase)
                if last <= limit and tuple(words[first:last]) == phrase:
                    return last, tags
        return (first + 1, head.alone) if head.alone is not None else None
