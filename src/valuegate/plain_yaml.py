"""The YAML that nearly all front matter is made of, read without importing PyYAML (12 ms of a cold start).

Only lines of ``key: value``, with a plain or quoted value on the same line or a list of plain words in
brackets. Whatever else is there, valid or not, is left to the parser. Both must give the same.
"""

from __future__ import annotations

import re

from .records import NamedTuple
from .typed import TypeAlias

Path: TypeAlias = tuple[str | int, ...]
"""The way to a value: keys and list indexes, from the root ``()``."""

Range: TypeAlias = tuple[int, int]
"""Offsets in the text: start and end."""

Value: TypeAlias = "str | list[Value] | dict[str, Value] | None"
"""What a document holds. ``None`` is an empty document; an empty or null scalar is ``""``."""

NULLS = frozenset(("", "~", "null", "Null", "NULL"))
"""The plain scalars that say nothing."""

_ODD = re.compile(
    "[^\n\x20-\x7e\u00a0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]|\n(?:---|\\.\\.\\.)"
)
_ENTRY = re.compile(r"([^\W_][\w-]{0,80}(?: [\w-]{1,80}){0,6}):(?: +(.*))?")
_PLAIN = re.compile(r"(?![-?:,\[\]{}#&*!|>'\"%@`]).*")
_QUOTED = re.compile(r"\"([^\"\\]*)\"|'([^']*)'")
_ITEM = re.compile(r" *([^\W_](?:[\w./+-]| +(?=[\w./+-]))*) *")


class Plain(NamedTuple):
    """What was read: the parts of a document of ``yaml_source``."""

    value: Value
    quoted: set[Path]
    ranges: dict[Path, Range]
    key_ranges: dict[Path, Range]


def read_plain(text: str) -> Plain | None:
    """The document, or None if it needs the parser."""
    text = text.replace("\r\n", " \n")
    if _ODD.search(text):
        return None
    values: dict[str, Value] = {}
    document = Plain(values, set(), {}, {})
    offset = 0
    for line in text.split("\n"):
        if line.strip(" ") and not line.lstrip(" ").startswith("#"):
            entry = _ENTRY.fullmatch(line)
            if entry is None or entry[1] in values or not _value(document, values, entry, offset):
                return None
        offset += len(line) + 1
    if not values:
        return None
    document.ranges[()] = (next(iter(document.key_ranges.values()))[0],) * 2
    return document


def _value(document: Plain, values: dict[str, Value], entry: re.Match[str], offset: int) -> bool:
    """Put in what an entry says, if it is simple enough."""
    key = entry[1]
    written = (entry[2] or "").rstrip(" ")
    start = offset + entry.start(2) if written else offset + entry.end(1) + 1
    path = (key,)
    quoted = _QUOTED.fullmatch(written)
    if quoted:
        values[key] = quoted[1] if quoted[1] is not None else quoted[2]
        document.quoted.add(path)
    elif written.startswith("["):
        items = _items(document, path, written, start)
        if items is None:
            return False
        values[key] = items
    elif _PLAIN.fullmatch(written) and ": " not in written and " #" not in written and written[-1:] != ":":
        values[key] = "" if written in NULLS else written
    else:
        return False
    document.key_ranges[path] = (offset, offset + len(key))
    document.ranges[path] = (start, start + (1 if written.startswith("[") else len(written)))
    return True


def _items(document: Plain, path: Path, written: str, start: int) -> list[Value] | None:
    """The words of ``[a, b]``."""
    if len(written) < 3 or written[-1] != "]":
        return None
    items: list[Value] = []
    at = 1
    for part in written[1:-1].split(","):
        item = _ITEM.fullmatch(part)
        if item is None:
            return None
        document.ranges[(*path, len(items))] = (start + at + item.start(1), start + at + item.end(1))
        items.append("" if item[1] in NULLS else item[1])
        at += len(part) + 1
    return items
