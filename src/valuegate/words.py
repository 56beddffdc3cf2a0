"""Words: how a text is cut and folded into them, each with its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable
from itertools import accumulate, compress, count, repeat

from .records import NamedTuple
from .typed import TypeVar

_ELISIONS = "jusqu|lorsqu|puisqu|quoiqu|quelqu|presqu|qu|[ldjmtscn]"
# One group: ``split`` then gives gaps and words by turns, and their lengths give the places. That costs half
# of asking a match object for each word.
_WORD = re.compile(rf"((?:{_ELISIONS})'|[^\W_]++(?:[-'][^\W_]++)*+)")
_PLAIN_WORD = re.compile(r"([a-z0-9]++(?:-[a-z0-9]++)*+)")
_LOOSE_HYPHEN = re.compile(r"-(?:(?<![a-z0-9]-)|(?![a-z0-9]))")
_ONLY_WORDS = {code: chr(code) if chr(code).isalnum() or chr(code) == "-" else " " for code in range(128)}
_ACCENTS = str.maketrans("àáâãäåçèéêëìíîïñòóôõöøùúûüýÿ’ʼ‐‑", "aaaaaaceeeeiiiinoooooouuuuyy''--", "") | {
    ord("œ"): "oe",
    ord("æ"): "ae",
}
_MARKS = (("’", "'"), ("ʼ", "'"), ("‐", "-"), ("‑", "-"))
_APOSTROPHES = str.maketrans(dict(_MARKS))
_LONG, _MANY = 40, 16384
"""Words of more letters are not kept, and no more words than this: 3 MB at most."""
_FOLDED = 4
"""Words of so many letters lose their accents: à/a and où/ou stay apart."""

V = TypeVar("V")
_new = tuple.__new__  # a third faster than the constructor, on the hottest line there is


class Token(NamedTuple):
    """A word of a text: folded, and where it stands."""

    word: str
    start: int
    end: int


class Tokens(list[Token]):
    """The words of a text in order. Most questions ask for one column of them: it is kept beside them."""

    __slots__ = ("said", "starts")

    said: list[str]
    """The folded words alone."""
    starts: list[int]
    """Where they begin."""

    @classmethod
    def of(cls, tokens: Iterable[Token]) -> Tokens:
        """Some tokens with their columns."""
        found = cls(tokens)
        found.said = [token[0] for token in found]
        found.starts = [token[1] for token in found]
        return found


def fold(word: str) -> str:
    """Lower case; accents go in words of four letters or more, so that à/a and où/ou stay apart."""
    word = word.lower()
    if word.isascii():
        return word
    return word.translate(_ACCENTS if len(word) >= _FOLDED else _APOSTROPHES)


def fold_ending(ending: str) -> str:
    """How a word with this ending ends when it is folded."""
    return fold("-" * _FOLDED + ending)[_FOLDED:]


class Remembered(dict[str, V]):
    """What is known of each word, kept: the same words come back from text to text. Bounded in size."""

    def __init__(self, find: Callable[[str], V]) -> None:
        self.find = find

    def __missing__(self, word: str) -> V:
        found = self.find(word)
        if len(word) <= _LONG:
            if len(self) >= _MANY:
                self.clear()
            self[word] = found
        return found


def _bare(word: str) -> str:
    """A word without its accents, if it is long enough; ``translate`` is slow (1 µs)."""
    return word if word.isascii() or len(word) < _FOLDED else word.translate(_ACCENTS)


_without_accents = Remembered(_bare).__getitem__


def tokenize(text: str) -> Tokens:
    """The words of a text. Elided French articles stand alone: ``l'écran`` gives ``l'`` and ``ecran``."""
    parts, words = _cut(text)
    ends = list(accumulate(map(len, parts)))  # of gap, word, gap, word …: a word begins where its gap ends
    starts = ends[::2]
    tokens = Tokens(map(_new, repeat(Token), zip(words, starts, ends[1::2])))  # noqa: B905  the last gap follows no word
    tokens.said, tokens.starts = words, starts[: len(words)]
    return tokens


def words_in(text: str) -> list[str]:
    """The words of a text alone, at a third of the cost where nobody asks for their places."""
    plain = text.lower()
    if not _is_plain(plain):
        return _cut(text)[1]
    plain = plain.translate(_ONLY_WORDS)
    return (_LOOSE_HYPHEN.sub(" ", plain) if "-" in plain else plain).split()


def _is_plain(lowered: str) -> bool:
    """As most English passages: nothing to fold, nothing elided."""
    return lowered.isascii() and "'" not in lowered


def _cut(text: str) -> tuple[list[str], list[str]]:
    """Gap, word, gap, word … gap, as they stand in the lower case of a text; and the words, folded."""
    plain = text.lower()
    if _is_plain(plain):
        parts = _PLAIN_WORD.split(plain)
        return parts, parts[1::2]
    plain = _lower(text, plain)
    for mark, simple in _MARKS:  # seventy times faster than ``translate``
        plain = plain.replace(mark, simple)
    parts = _WORD.split(plain)
    return parts, parts[1::2] if plain.isascii() else list(map(_without_accents, parts[1::2]))


def _lower(text: str, lowered: str) -> str:
    """Lower case, character by character where a letter would become two (``İ``), so that places stay."""
    if len(lowered) == len(text):
        return lowered
    return "".join(low if len(low := char.lower()) == 1 else char for char in text)


def places_of(is_meant: Callable[[str], object], said: Iterable[str]) -> list[int]:
    """Which of some words are meant. Without a loop in Python: by far the most are not."""
    return list(compress(count(), map(is_meant, said)))


def places_in(known: Container[str], said: Iterable[str]) -> list[int]:
    """Which of some words are known."""
    return places_of(known.__contains__, said)
