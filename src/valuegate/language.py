"""The packs: what the words of a language mean, and what the tool says in it.

A pack is a TOML file with words only, never patterns: a new language needs no code. Phrases are
found through one index from their first word, so the cost does not grow with the vocabulary.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache as once

from . import cache
from .derived import Derived
from .errors import ValuegateError
from .lazily import lazily
from .records import NamedTuple
from .typed import Any
from .words import Tokens, fold, places_in, words_in

_NAME = re.compile(r"\{\w+\}")
_new = tuple.__new__  # a third faster than the constructor, on the hottest line there is

FALLBACK = "en"
"""The language of what a pack leaves unsaid."""


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


class Pack(Derived):
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
        super().__init__(kept or {})
        self.code: str = data["code"]
        self.name: str = data["name"]
        self._read = read or (lambda: data)
        self._indexes: dict[str, Index] = {}

    @lazily
    def data(self) -> Mapping[str, Any]:
        """Everything that the file holds. A start that finds its parts kept never asks for it."""
        return self._read()

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
        tables = [value for name, value in self.data.items() if name not in ("reasons", "summary", "guard")]
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
