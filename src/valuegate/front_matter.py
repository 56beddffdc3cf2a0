"""The YAML between two ``---`` at the very start of a ticket: who it belongs to, its state, and fields.

Cut before the Markdown parser sees it: that one takes front matter in the middle of a text too, and hides it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from . import yaml_source
from .errors import TicketError, ValuegateError
from .reader import BlockBuilder, with_bare_links
from .records import NamedTuple
from .ticket import Block, Source
from .typed import Any
from .yaml_source import Document, Path, Value

MAX_BYTES = 16 * 1024
"""Front matter that is longer is not read."""

_OPENING = re.compile(r"---[ \t]*(?:\r\n|\n|\r)(?=[\w\"'{&!?#]|---[ \t]*(?:\r|\n|\Z))")
_CLOSING = re.compile(r"(?<=[\n\r])---[ \t]*(?:\r\n|\n|\r|\Z)")
_ENTRY = re.compile(r"(?:[ \t]*#[^\r\n]*(?:\r\n|\n|\r))*(?:[\"'{&!?]|\w[^\r\n:]{0,100}:(?:[ \t]|\r|\n|\Z))")
_WORD = re.compile(r"\S+")

_NAMES = {
    "key": "key id ref clé cle réf identifiant",
    "title": "title titre",
    "type": "type",
    "status": "status statut state état etat",
    "labels": "labels label étiquettes etiquettes tags",
    "project": "project projet",
    "author": "author auteur autrice",
    "owner": "owner responsable assignee",
    "url": "url",
}
_DATES = {
    "created": "created created-at créé-le cree-le",
    "due": "due due-date échéance echeance",
    "entered": "entered status-since ready-since",
}
_ATTRIBUTES = {name: target for target, names in _NAMES.items() for name in names.split()}
_DAYS = {name: target for target, names in _DATES.items() for name in names.split()}


class FrontMatter(NamedTuple):
    """What front matter says, as the ticket's attributes; the Markdown begins at ``end``."""

    end: int = 0
    attributes: dict[str, Any] = {}  # noqa: RUF012 - never changed
    dates: dict[str, str] = {}  # noqa: RUF012 - never changed
    fields: dict[str, Block] = {}  # noqa: RUF012 - never changed


NONE = FrontMatter()


def read(source: Source) -> FrontMatter:
    """The front matter of a ticket; NONE if it has none. TicketError if it cannot be read."""
    place = find(source.text)
    if place is None:
        return NONE
    start, stop, end = place
    text = source.text[start:stop]
    try:
        document = yaml_source.load(text, name=source.name, first_line=2, max_bytes=MAX_BYTES)
    except ValuegateError as error:
        large = len(text.encode("utf-8", "replace")) > MAX_BYTES
        raise TicketError(
            f"has front matter that {error.message}",
            reason="ticket.too-large" if large else "ticket.unreadable",
            fix=error.fix,
            source=error.source,
            line=error.line,
            column=error.column,
        ) from None
    if document.value is None:
        return FrontMatter(end)
    if not isinstance(document.value, dict):
        return NONE
    return _sort(_Fields(source, document, start), end)


def find(text: str) -> tuple[int, int, int] | None:
    """Where front matter begins and stops, and where it is over. A rule at the start is none."""
    opening = _OPENING.match(text)
    closing = _CLOSING.search(text, opening.end()) if opening else None
    if opening is None or closing is None:
        return None
    if closing.start() > opening.end() and not _ENTRY.match(text, opening.end(), closing.start()):
        return None
    return opening.end(), closing.start(), closing.end()


def _sort(found: _Fields, end: int) -> FrontMatter:
    """Each entry to the attribute, date or field that it is."""
    matter = FrontMatter(end, {}, {}, {})
    for name in found.names:
        target, day = attribute_of(name), _DAYS.get(_plain(name), "")
        if target and target not in matter.attributes:
            matter.attributes[target] = found.labels(name) if target == "labels" else found.line(name)
        elif day and day not in matter.dates:
            matter.dates[day] = found.line(name)
        else:
            matter.fields[name] = found.block(name)
    return matter


def attribute_of(name: str) -> str:
    """The attribute of a ticket that an entry of this name holds, in whatever language; else nothing."""
    return _ATTRIBUTES.get(_plain(name), "")


def _plain(name: str) -> str:
    return name.strip().lower().replace("_", "-").replace(" ", "-")


class _Fields:
    """The entries of front matter as texts and blocks with places."""

    def __init__(self, source: Source, document: Document, offset: int) -> None:
        assert isinstance(document.value, dict)  # noqa: S101 - read() looked
        self._text = source.text
        self._document = document
        self._values = document.value
        self._offset = offset

    @property
    def names(self) -> list[str]:
        return list(self._values)

    def line(self, name: str) -> str:
        """A value on one line; of a list, its parts with commas."""
        return ", ".join(" ".join(text.split()) for _, text in _leaves((name,), self._values[name]))

    def labels(self, name: str) -> tuple[str, ...]:
        """A list, or words with commas between them."""
        texts = [text for _, text in _leaves((name,), self._values[name])]
        texts = texts if isinstance(self._values[name], list) else texts[0].split(",") if texts else []
        return tuple(text.strip() for text in texts if text.strip())

    def block(self, name: str) -> Block:
        """A value as a paragraph: a line for each entry of a list or mapping inside it."""
        builder = BlockBuilder("paragraph")
        place = self._offset + self._document.ranges[(name,)][0]
        for path, text in _leaves((name,), self._values[name]):
            start, end = (self._offset + offset for offset in self._document.ranges[path])
            if builder.length:
                builder.add("\n", start)
            keys = [part for part in path[1:] if isinstance(part, str)]
            if keys:
                key_path = path[: max(i for i, part in enumerate(path) if isinstance(part, str)) + 1]
                builder.add(": ".join([*keys, ""]), self._offset + self._document.key_ranges[key_path][0])
            self._add(builder, text.rstrip("\n"), start, end)
        return with_bare_links(builder.build(place))

    def _add(self, builder: BlockBuilder, text: str, start: int, end: int) -> None:
        """A scalar word by word: YAML folds lines, drops indentation and decodes escapes."""
        source = self._text
        if source.startswith(text, start):
            builder.add(text, start)
            return
        done = 0
        for word in _WORD.finditer(text):
            found = source.find(word[0], start, end)
            builder.add(text[done : word.start()], start)
            start = found if found >= 0 else start
            builder.add(word[0], start)
            start += len(word[0]) if found >= 0 else 0
            done = word.end()


def _leaves(path: Path, value: Value) -> Iterator[tuple[Path, str]]:
    """The scalars in a value, in order, without recursion."""
    pending: list[tuple[Path, Value]] = [(path, value)]
    while pending:
        path, value = pending.pop()
        if isinstance(value, str):
            yield path, value
        elif isinstance(value, dict):
            pending += [((*path, key), inner) for key, inner in reversed(value.items())]
        elif value is not None:
            pending += [((*path, index), value[index]) for index in range(len(value) - 1, -1, -1)]
