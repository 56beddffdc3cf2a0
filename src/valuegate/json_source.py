"""JSON with the place of every value, read within limits: what a JSON ticket needs to point into its source.

Python's parser knows no places, so one pass over the tokens notes where each begins, and a walk over the
parsed value, in the same order, hands them out. Both are linear and neither recurses.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from .errors import TicketError
from .ticket import Source

_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"?|[\[\]{}]|[^\s\[\]{},:"]+', re.DOTALL)
_PAIR = r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
_ESCAPE = re.compile(rf"{_PAIR}|\\u[0-9a-fA-F]{{4}}|\\.", re.DOTALL)
_PIECE = re.compile(rf'{_PAIR}|\\u[0-9a-fA-F]{{4}}|\\.|[^\\"]+', re.DOTALL)
_HALF = re.compile(r"\\u[dD][89a-fA-F][0-9a-fA-F]{2}")


class JsonDocument:
    """A parsed JSON text. ``offset`` leads from its objects, lists and strings back into the text."""

    def __init__(self, source: Source, value: Any, places: dict[tuple[int, str | int | None], int]) -> None:
        self.source = source
        self.value = value
        self._places = places

    def offset(self, holder: dict[str, Any] | list[Any], key: str | int | None = None) -> int:
        """Where ``holder[key]`` begins (a string: its first character); without a key, the holder itself."""
        return self._places[id(holder), key]

    def pieces(self, value: str, offset: int) -> Iterator[tuple[str, int]]:
        """A string value as pieces that advance together with the source: it is cut at its escapes."""
        if self.source.text.startswith(value, offset):
            yield value, offset
            return
        at = 0
        for piece in _PIECE.finditer(self.source.text, offset):
            size = 1 if piece.group().startswith("\\") else len(piece.group())
            yield value[at : at + size], piece.start()
            at += size
            if at >= len(value):
                return

    def error(self, message: str, offset: int, fix: str = "") -> TicketError:
        """The error to raise about a place of this document."""
        return _error(self.source, message, offset, fix)


def load(source: Source, *, max_depth: int) -> JsonDocument:
    """Parse a JSON text. Raises TicketError with line and column for whatever is wrong with it."""
    starts, objects = _scan(source, max_depth)
    ended = iter(objects)

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        start, found = next(ended), dict(pairs)
        if len(found) < len(pairs):
            twice = Counter(key for key, _ in pairs).most_common(1)[0][0]
            message = f"has an object with two values for {twice[:80]!r}"
            raise _error(source, message, start, "Keep one of them.")
        return found

    try:
        # Half a surrogate pair could not be printed; its replacement is as long, so the places hold.
        text = _ESCAPE.sub(lambda m: _HALF.sub(r"\\ufffd", m[0]) if len(m[0]) == 6 else m[0], source.text)
        value = json.loads(text, object_pairs_hook=unique, parse_int=_integer)
    except json.JSONDecodeError as error:
        fix = "Export the ticket again, or mend the JSON at this place."
        raise _error(source, f"is broken JSON: {error.msg}", error.pos, fix) from None
    return JsonDocument(source, value, _places(source.text, value, iter(starts)))


def _scan(source: Source, max_depth: int) -> tuple[list[int], list[int]]:
    """Where all keys and values begin; and where the objects begin, in the order in which they end."""
    starts: list[int] = []
    open_: list[int] = []
    objects: list[int] = []
    text = source.text
    for token in _TOKEN.finditer(text):
        at = token.start()
        if text[at] in "]}":
            if open_ and text[at] == "}":
                objects.append(open_[-1])
            del open_[-1:]
            continue
        starts.append(at)
        if text[at] in "[{":
            open_.append(at)
            if len(open_) > max_depth:
                message = f"is nested deeper than {max_depth} levels of JSON"
                raise _error(source, message, at, "Flatten the lists or tables at this place.")
    return starts, objects


def _places(text: str, root: Any, starts: Iterator[int]) -> dict[tuple[int, str | int | None], int]:
    places: dict[tuple[int, str | int | None], int] = {}
    todo: list[tuple[int, str | int | None, Any]] = [(0, None, root)]
    while todo:
        holder, key, value = todo.pop()
        if isinstance(key, str):
            next(starts)
        at = next(starts)
        places[holder, key] = at + (text[at] == '"')
        if isinstance(value, dict):
            places[id(value), None] = at
            todo += [(id(value), name, value[name]) for name in reversed(value)]
        elif isinstance(value, list):
            places[id(value), None] = at
            todo += [(id(value), index, value[index]) for index in range(len(value) - 1, -1, -1)]
    return places


def _integer(digits: str) -> int | float:
    """Python refuses integers of more than 4,300 digits with an error of its own."""
    return int(digits) if len(digits) < 100 else float(digits)


def _error(source: Source, message: str, offset: int, fix: str = "") -> TicketError:
    place = source.span(offset)
    return TicketError(message, fix=fix, source=source.name, line=place.line, column=place.column)
