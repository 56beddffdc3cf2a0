"""Words: how a text is cut and folded into them, and the packs that know what they mean.

A pack is a TOML file with words only, never patterns: a new language needs no code. Phrases are
found through one index from their first word, so the cost does not grow with the vocabulary.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from functools import cache as once
from itertools import accumulate, compress, count, repeat
from typing import Any, TypeVar

from . import cache
from .errors import ValuegateError
from .lazily import lazily
from .opened import Opened, V, packed
from .records import NamedTuple

_ELISIONS = "jusqu|lorsqu|puisqu|quoiqu|quelqu|presqu|qu|[ldjmtscn]"
# One group: ``split`` then gives gaps and words by turns, and their lengths give the places. That costs half
# of asking a match object for each word.
_WORD = re.compile(rf"((?:{_ELISIONS})'|[^\W_]+(?:[-'][^\W_]+)*)")
_PLAIN_WORD = re.compile(r"([a-z0-9]+(?:-[a-z0-9]+)*)")
_ACCENTS = str.maketrans("àáâãäåçèéêëìíîïñòóôõöøùúûüýÿ’ʼ‐‑", "aaaaaaceeeeiiiinoooooouuuuyy''--", "") | {
    ord("œ"): "oe",
    ord("æ"): "ae",
}
_NAME = re.compile(r"\{\w+\}")
_MARKS = (("’", "'"), ("ʼ", "'"), ("‐", "-"), ("‑", "-"))
_APOSTROPHES = str.maketrans(dict(_MARKS))
_LONG, _MANY = 40, 16384
"""Words of more letters are not kept, and no more words than this: 3 MB at most."""
_FOLDED = 4
"""Words of so many letters lose their accents: à/a and où/ou stay apart."""

T = TypeVar("T")
_new = tuple.__new__  # a third faster than the constructor, on the hottest line there is

FALLBACK = "en"
"""The language of what a pack leaves unsaid."""


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

    @property
    def general(self) -> ReasonText:
        """The same without a ticket: the words that it would quote are left open."""
        return self._replace(message=_NAME.sub("…", self.message), fix=_NAME.sub("…", self.fix))


def fold(word: str) -> str:
    """Lower case; accents go in words of four letters or more, so that à/a and où/ou stay apart."""
    word = word.lower()
    if word.isascii():
        return word
    return word.translate(_ACCENTS if len(word) >= _FOLDED else _APOSTROPHES)


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
    tokens = Tokens(map(_new, repeat(Token), zip(words, starts, ends[1::2])))  # noqa: B905
    tokens.said, tokens.starts = words, starts[: len(words)]
    return tokens


def words_in(text: str) -> list[str]:
    """The words of a text alone, at half the cost where nobody asks for their places."""
    return _cut(text)[1]


def _cut(text: str) -> tuple[list[str], list[str]]:
    """Gap, word, gap, word … gap, as they stand in the lower case of a text; and the words, folded."""
    plain = text.lower()
    if plain.isascii() and "'" not in plain:  # most English passages: nothing to fold, nothing elided
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


Index = dict[str, list[tuple[tuple[str, ...], frozenset[str]]]]
"""First word → phrases that begin with it, longest first, each with its tags."""


def _index(table: Mapping[str, Iterable[str]]) -> Index:
    tags: dict[tuple[str, ...], set[str]] = {}
    for tag, phrases in table.items():
        for phrase in phrases:
            tags.setdefault(tuple(words_in(phrase)), set()).add(tag)
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
    """The words of one language, and what the tool says in it.

    ``kept`` is what an earlier start worked out of the same words, each part still packed (see ``derive``);
    with it, ``data`` need hold no more than the code and the name until ``read`` is asked for all of it.
    """

    def __init__(
        self,
        data: Mapping[str, Any],
        kept: Mapping[str, bytes] | None = None,
        read: Callable[[], Mapping[str, Any]] | None = None,
    ) -> None:
        self.code: str = data["code"]
        self.name: str = data["name"]
        self.kept = kept or {}
        self._derived: dict[str, Any] = {}
        self._asked: set[str] = set()
        self._within = 0
        self._indexed: set[str] = set()
        self._read = read or (lambda: data)
        self._indexes: dict[str, Index] = {}

    @lazily
    def data(self) -> Mapping[str, Any]:
        """Everything that the file holds. A start that finds its parts kept never asks for it."""
        return self._read()

    def derive(self, name: str, compute: Callable[[], T]) -> T:
        """What follows from the words alone, in plain containers: worked out once, kept for later starts."""
        if not self._within:
            self._asked.add(name)  # what only served to work out another part is not worth keeping
        if name not in self._derived:
            packed = self.kept.get(name)
            self._derived[name] = self._compute(compute) if packed is None else cache.unpack(packed)
        found: T = self._derived[name]
        return found

    def derive_index(self, name: str, compute: Callable[[], Mapping[str, V]]) -> Opened[V]:
        """As ``derive``, for an index by words of which a text needs few."""
        self._indexed.add(name)
        return Opened(self.derive(name, compute))

    def _compute(self, compute: Callable[[], T]) -> T:
        self._within += 1
        try:
            return compute()
        finally:
            self._within -= 1

    @property
    def news(self) -> dict[str, Any]:
        """The parts that were asked for and are not kept yet."""
        news = {name: self._derived[name] for name in self._asked - self.kept.keys()}
        return {name: packed(value) if name in self._indexed else value for name, value in news.items()}

    def index(self, table: str) -> Index:
        """First word → phrases of one table that begin with it, longest first, each with its tags.

        Each table has an index of its own, so that the words of one question hide none of another.
        """
        found = self._indexes.get(table)
        if found is None:
            words = self.derive(f"index {table}", lambda: _index(self.table("words").get(table, {})))
            found = self._indexes[table] = words
        return found

    @lazily
    def topics(self) -> dict[tuple[str, ...], str]:
        """The labels that people write over a passage → what stands under them."""
        return self.derive("topics", self._topics)

    def _topics(self) -> dict[tuple[str, ...], str]:
        said = ((topic, label) for topic, labels in self.table("labels").items() for label in labels)
        return {tuple(words_in(label)): topic for topic, label in said}

    @lazily
    def sublabels(self) -> dict[str, frozenset[tuple[str, ...]]]:
        """Topic → the labels inside its section, as folded words."""
        return self.derive("sublabels", self._sublabels)

    def _sublabels(self) -> dict[str, frozenset[tuple[str, ...]]]:
        said = self.table("sublabels").items()
        return {topic: frozenset(tuple(words_in(label)) for label in labels) for topic, labels in said}

    @lazily
    def heading_words(self) -> dict[str, str]:
        """The folded words that tell a topic, where a heading is a paraphrase → the topic."""
        return self.derive("heading words", self._heading_words)

    def _heading_words(self) -> dict[str, str]:
        said = self.table("heading_words").items()
        return {fold(word): topic for topic, words in said for word in words}

    def phrases(self, table: str, tag: str) -> frozenset[tuple[str, ...]]:
        """All phrases of one tag, as folded words: for values that must match as a whole."""
        return self.derive(f"phrases {table} {tag}", lambda: self._phrases(table, tag))

    def _phrases(self, table: str, tag: str) -> frozenset[tuple[str, ...]]:
        phrases = self.table("words").get(table, {}).get(tag, ())
        return frozenset(tuple(words_in(phrase)) for phrase in phrases)

    @lazily
    def minor(self) -> frozenset[str]:
        """The small words of the language, which carry no matter of their own."""
        return self.derive(
            "minor", lambda: frozenset(map(fold, self.table("function_words").get("words", ())))
        )

    @lazily
    def vocabulary(self) -> frozenset[str]:
        """Every word of every table but what is said to people."""
        return self.derive("vocabulary", self._vocabulary)

    def _vocabulary(self) -> frozenset[str]:
        tables = [value for name, value in self.data.items() if name not in ("reasons", "summary")]
        return frozenset(word for text in _texts(tables) for word in words_in(text))

    @lazily
    def label_words(self) -> frozenset[str]:
        """Words that are a label by themselves (``target``, ``decision``): alone they say nothing."""
        found = [*self.topics, *(label for labels in self.sublabels.values() for label in labels)]
        return frozenset(words[0] for words in found if len(words) == 1)

    def hits(self, tokens: Tokens, table: str) -> list[Hit]:
        """The phrases of one table in a text: from each word the longest, never overlapping."""
        found: list[Hit] = []
        follow, index, said = 0, self.index(table), tokens.said
        for at in places_in(index, said):
            if at < follow:
                continue
            for words, tags in index[said[at]]:
                last = at + len(words)
                if len(words) == 1 or tuple(said[at:last]) == words:
                    found.append(_new(Hit, (tags, at, last, tokens[at][1], tokens[last - 1][2])))
                    follow = last
                    break
        return found

    def table(self, name: str) -> Mapping[str, Any]:
        """Another table of the pack (``calendar``, ``numbers`` …); empty if the pack has none."""
        return self.derive(f"table {name}", lambda: self.data.get(name, {}))

    @lazily
    def reasons(self) -> dict[str, ReasonText]:
        """What each built-in reason says in this language."""
        return {name: ReasonText(**text) for name, text in self.table("reasons").items()}

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


@once
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
    """The pack in a file; what an earlier start kept of the same bytes, if there is something."""
    folder, file = os.path.split(path)
    if folder == _FOLDER:  # the stamp of the cache vouches for what ships
        return _pack(path, path, b"")
    return _pack(path, file, _content(path))  # it may be a copy that lies elsewhere each time


def _pack(path: str, name: str, content: bytes) -> Pack:
    name = f"pack-{cache.digest(os.fsencode(name)).hex()}"
    key = cache.digest(content)
    kept = cache.read(name, key)
    if kept:
        code, title, parts = kept
        pack = Pack({"code": code, "name": title}, parts, lambda: _parse(content or _content(path), path))
    else:
        pack = Pack(_parse(content or _content(path), path))
    cache.later(lambda: _keep(pack, name, key))
    return pack


def _keep(pack: Pack, name: str, key: bytes) -> None:
    """Keep what was worked out in this start, beside what was kept before."""
    if pack.news:
        parts = {**pack.kept, **{part: cache.pack(value) for part, value in pack.news.items()}}
        cache.write(name, key, (pack.code, pack.name, parts))


def _content(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError as error:
        raise _no_pack(f"cannot be read as a language pack ({error.strerror})", path) from None


def _parse(content: bytes, path: str) -> dict[str, Any]:
    import tomllib  # only where the parts of a pack are not kept yet

    try:
        data = tomllib.loads(content.decode())
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise _no_pack(f"cannot be read as a language pack ({error})", path) from None
    for key in ("code", "name"):
        if not isinstance(data.get(key), str):
            raise _no_pack(f"is no language pack: it lacks '{key}'", path)
    return data


def _no_pack(message: str, path: str) -> ValuegateError:
    return ValuegateError(message, fix="docs/languages.md says what a language pack holds.", source=path)


def load_all(codes: Iterable[str]) -> tuple[Pack, ...]:
    """The packs of several languages, in order."""
    return tuple(load(code) for code in codes)


_FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "languages")
