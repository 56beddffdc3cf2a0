"""Words: how a text is cut and folded into them, and the packs that know what they mean.

A pack is a TOML file with words only, never patterns: a new language needs no code. Phrases are
found through one index from their first word, so the cost does not grow with the vocabulary.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property, lru_cache
from itertools import accumulate, repeat
from typing import Any, NamedTuple

from .errors import ValuegateError

_ELISIONS = "jusqu|lorsqu|puisqu|quoiqu|quelqu|presqu|qu|[ldjmtscn]"
# One group: ``split`` then gives gaps and words by turns, and their lengths give the places. That costs half
# of asking a match object for each word.
_WORD = re.compile(rf"((?:{_ELISIONS})'|[^\W_]+(?:[-'][^\W_]+)*)")
_PLAIN_WORD = re.compile(r"([a-z0-9]+(?:-[a-z0-9]+)*)")
_ACCENTS = str.maketrans("àáâãäåçèéêëìíîïñòóôõöøùúûüýÿ’ʼ‐‑", "aaaaaaceeeeiiiinoooooouuuuyy''--", "") | {
    ord("œ"): "oe",
    ord("æ"): "ae",
}
_MARKS = (("’", "'"), ("ʼ", "'"), ("‐", "-"), ("‑", "-"))
_APOSTROPHES = str.maketrans(dict(_MARKS))
_FOLDED = 4
"""Words of so many letters lose their accents: à/a and où/ou stay apart."""

_new = tuple.__new__  # a third faster than the constructor, on the hottest line there is


FALLBACK = "en"
"""The language of what a pack leaves unsaid."""


class Token(NamedTuple):
    """A word of a text: folded, and where it stands."""

    word: str
    start: int
    end: int


class Hit(NamedTuple):
    """A phrase of a pack found in a text: its tags, its first and last token (exclusive), its place."""

    tags: frozenset[str]
    first: int
    last: int
    start: int
    end: int


class ReasonText(NamedTuple):
    """What a reason says in one language. ``message`` and ``fix`` are templates with {names}."""

    message: str
    fix: str
    why: str = ""
    bad: str = ""
    good: str = ""


def fold(word: str) -> str:
    """Lower case; accents go in words of four letters or more, so that à/a and où/ou stay apart."""
    word = word.lower()
    if word.isascii():
        return word
    return word.translate(_ACCENTS if len(word) >= _FOLDED else _APOSTROPHES)


@lru_cache(maxsize=4096)
def _bare(word: str) -> str:
    """A word without its accents, kept: the same words come back, and ``translate`` is slow (1 µs)."""
    return word.translate(_ACCENTS)


def tokenize(text: str) -> list[Token]:
    """The words of a text. Elided French articles stand alone: ``l'écran`` gives ``l'`` and ``ecran``."""
    plain = text.lower()
    if plain.isascii() and "'" not in plain:  # most English passages: nothing to fold, nothing elided
        parts = _PLAIN_WORD.split(plain)
        words = parts[1::2]
    else:
        plain = _lower(text, plain)
        for mark, simple in _MARKS:  # seventy times faster than ``translate``
            plain = plain.replace(mark, simple)
        parts = _WORD.split(plain)
        words = parts[1::2]
        if not plain.isascii():
            words = [w if w.isascii() or len(w) < _FOLDED else _bare(w) for w in words]
    ends = list(accumulate(map(len, parts)))  # of gap, word, gap, word …: a word begins where its gap ends
    return list(map(_new, repeat(Token), zip(words, ends[::2], ends[1::2])))  # noqa: B905


def _lower(text: str, lowered: str) -> str:
    """Lower case, character by character where a letter would become two (``İ``), so that places stay."""
    if len(lowered) == len(text):
        return lowered
    return "".join(low if len(low := char.lower()) == 1 else char for char in text)


Index = dict[str, list[tuple[tuple[str, ...], frozenset[str]]]]
"""First word → phrases that begin with it, longest first, each with its tags."""


def _index(table: Mapping[str, Iterable[str]]) -> Index:
    tags: dict[tuple[str, ...], set[str]] = {}
    for tag, phrases in table.items():
        for phrase in phrases:
            tags.setdefault(tuple(token.word for token in tokenize(phrase)), set()).add(tag)
    index: Index = {}
    for words in sorted(tags, key=len, reverse=True):
        index.setdefault(words[0], []).append((words, frozenset(tags[words])))
    return index


def _texts(value: Any) -> Iterator[str]:
    """All texts in a tree of tables and lists."""
    if isinstance(value, str):
        yield value
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _texts(item)


class Pack:
    """The words of one language, and what the tool says in it."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.code: str = data["code"]
        self.name: str = data["name"]
        self.data = data
        self._phrases: dict[tuple[str, str], frozenset[tuple[str, ...]]] = {}
        self._indexes: dict[str, Index] = {}

    def index(self, table: str) -> Index:
        """First word → phrases of one table that begin with it, longest first, each with its tags.

        Each table has an index of its own, so that the words of one question hide none of another.
        """
        if table not in self._indexes:
            self._indexes[table] = _index(self._words.get(table, {}))
        return self._indexes[table]

    @cached_property
    def _words(self) -> Mapping[str, Mapping[str, Sequence[str]]]:
        found: Mapping[str, Mapping[str, Sequence[str]]] = self.data.get("words", {})
        return found

    @cached_property
    def topics(self) -> dict[tuple[str, ...], str]:
        """The labels that people write over a passage → what stands under them."""
        return {
            tuple(token.word for token in tokenize(label)): topic
            for topic, labels in self.data.get("labels", {}).items()
            for label in labels
        }

    def phrases(self, table: str, tag: str) -> frozenset[tuple[str, ...]]:
        """All phrases of one tag, as folded words: for values that must match as a whole."""
        if (table, tag) not in self._phrases:
            words = self._words.get(table, {}).get(tag, ())
            self._phrases[table, tag] = frozenset(tuple(t.word for t in tokenize(p)) for p in words)
        return self._phrases[table, tag]

    @cached_property
    def minor(self) -> frozenset[str]:
        """The small words of the language, which carry no matter of their own."""
        return frozenset(fold(word) for word in self.table("function_words").get("words", ()))

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Every word of every table but the messages."""
        tables = [value for name, value in self.data.items() if name != "reasons"]
        return frozenset(token.word for text in _texts(tables) for token in tokenize(text))

    @cached_property
    def label_words(self) -> frozenset[str]:
        """Words that are a label by themselves (``target``, ``decision``): alone they say nothing."""
        inner = [label for labels in self.table("sublabels").values() for label in labels]
        words = [tuple(token.word for token in tokenize(label)) for label in inner]
        return frozenset(found[0] for found in [*self.topics, *words] if len(found) == 1)

    def hits(self, tokens: list[Token], table: str) -> list[Hit]:
        """The phrases of one table in a text: from each word the longest, never overlapping."""
        found: list[Hit] = []
        follow, index = 0, self.index(table)
        for at, token in enumerate(tokens):
            if token[0] not in index or at < follow:  # by far the most words: 40 ns each
                continue
            for words, tags in index[token[0]]:
                last = at + len(words)
                if len(words) == 1 or tuple([word[0] for word in tokens[at:last]]) == words:
                    found.append(_new(Hit, (tags, at, last, token[1], tokens[last - 1][2])))
                    follow = last
                    break
        return found

    def table(self, name: str) -> Mapping[str, Any]:
        """Another table of the pack (``calendar``, ``numbers`` …); empty if the pack has none."""
        found: Mapping[str, Any] = self.data.get(name, {})
        return found

    @cached_property
    def reasons(self) -> dict[str, ReasonText]:
        """What each built-in reason says in this language."""
        return {name: ReasonText(**text) for name, text in self.data.get("reasons", {}).items()}

    def says(self, reason: str) -> ReasonText:
        """What a reason says in this language, or in English where the pack leaves it out."""
        text = self.reasons.get(reason) or load(FALLBACK).reasons.get(reason)
        return text or ReasonText(message=reason, fix="")

    def rule(self, name: str, default: str) -> str:
        """Why a passage holds, in this language or in English; a rule of a plugin says it itself."""
        found: str = self.table("rules").get(name) or load(FALLBACK).table("rules").get(name) or default
        return found


def installed(folder: str | None = None) -> tuple[str, ...]:
    """The codes of the packs in a folder (default: those that ship with the package)."""
    names = os.listdir(folder or _FOLDER)
    return tuple(sorted(name[:-5] for name in names if name.endswith(".toml")))


@cache
def load(code: str, folder: str | None = None) -> Pack:
    """The pack of a language code, or of a TOML file (a path that ends in ``.toml``).

    Raises ValuegateError if there is none, or if the file is no pack.
    """
    if code.endswith(".toml"):
        return _read(code)
    if code not in installed(folder):
        known = ", ".join(installed(folder))
        raise ValuegateError(
            f"there is no language pack '{code}'", fix=f"Known: {known}; or name a .toml file."
        )
    return _read(os.path.join(folder or _FOLDER, f"{code}.toml"))


def _read(path: str) -> Pack:
    fix = "docs/languages.md says what a language pack holds."
    try:
        with open(path, "rb") as file:
            data = tomllib.load(file)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        words = error.strerror if isinstance(error, OSError) else error
        raise ValuegateError(f"cannot be read as a language pack ({words})", fix=fix, source=path) from None
    for key in ("code", "name"):
        if not isinstance(data.get(key), str):
            raise ValuegateError(f"is no language pack: it lacks '{key}'", fix=fix, source=path)
    return Pack(data)


def load_all(codes: Iterable[str]) -> tuple[Pack, ...]:
    """The packs of several languages, in order."""
    return tuple(load(code) for code in codes)


_FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "languages")
