"""The phrases of one table of a pack, found in a passage."""

from __future__ import annotations

from functools import cache

from ..derived import Opened
from ..language import Pack
from ..records import NamedTuple
from ..words import Tokens, places_in
from .lexicon import shared, strings, words_of


class Mark(NamedTuple):
    """A phrase: its tags, its first and last token (exclusive), and where it stands."""

    tags: frozenset[str]
    first: int
    last: int
    start: int
    end: int


_new = tuple.__new__  # a third of the cost of the constructor
_Tags = frozenset[str]
_Longer = list[tuple[list[str], _Tags]]
_Entry = tuple[_Tags | None, dict[str, _Longer]]


@cache
def _index_of(pack: Pack, table: str) -> Opened[_Entry]:
    """First word → its own tags, and by second word the longer phrases with theirs, longest first."""
    return pack.derive_index(f"marks {table}", lambda: _index(pack, table))


def _index(pack: Pack, table: str) -> dict[str, _Entry]:
    found: dict[tuple[str, ...], set[str]] = {}
    for tag in pack.table(table):
        for phrase in strings(pack.table(table), tag):
            found.setdefault(words_of(phrase), set()).add(tag)
    tags = shared(found)
    index: dict[str, _Entry] = {}
    for words in sorted(filter(None, tags), key=len, reverse=True):
        alone, longer = index.get(words[0], (None, {}))
        if len(words) == 1:
            alone = tags[words]
        else:
            longer.setdefault(words[1], []).append((list(words), tags[words]))
        index[words[0]] = alone, longer
    return index


def find_marks(words: Tokens, pack: Pack, table: str) -> list[Mark]:
    """The phrases of a table, longest first, never overlapping. ``words`` are cut at their hyphens."""
    index, plain = _index_of(pack, table), words.said
    found: list[Mark] = []
    free = 0
    for at in places_in(index.known, plain):
        if at < free:
            continue
        tags, longer = index[plain[at]]
        free = at + 1
        for phrase, its in longer.get(plain[free], ()) if longer and free < len(plain) else ():
            if plain[at : at + len(phrase)] == phrase:
                tags, free = its, at + len(phrase)
                break
        if tags is not None:
            found.append(_new(Mark, (tags, at, free, words[at][1], words[free - 1][2])))
    return found


def as_spelled(marks: list[Mark], text: str, pack: Pack, table: str, tags: frozenset[str]) -> list[Mark]:
    """The marks, where a word that is written without its accent has none of these tags.

    ``livres`` are books and ``lance`` launches, though both fold as ``livrés`` and ``lancé``. An author who
    writes no accent at all may mean either, but for ``plain`` words, which say something else as they stand.
    """
    if not [True for mark in marks if mark[0] & tags]:
        return marks
    plain = strings(pack.table(table), "plain") if text.isascii() else None
    if plain == []:
        return marks
    spelled = _spelled(pack, table, tags)
    found = []
    for mark in marks:
        word = text[mark.start : mark.end].lower()
        if mark.last - mark.first == 1 and mark.tags & tags and (plain is None or word in plain):
            mark = mark._replace(tags=frozenset(t for t in mark.tags if t not in tags or word in spelled[t]))
        found.append(mark)
    return [mark for mark in found if mark.tags]


@cache
def _spelled(pack: Pack, table: str, tags: frozenset[str]) -> dict[str, frozenset[str]]:
    """The phrases of some tags, with their accents."""
    return {tag: frozenset(strings(pack.table(table), tag)) for tag in tags}


@cache
def endings(pack: Pack, key: str) -> tuple[str, ...]:
    """The endings of words in the table of the metric."""
    return tuple(strings(pack.table("metric"), key))
