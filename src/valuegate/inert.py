"""Words of a ticket on their way into JSON: whatever they spell, they stay words.

``terminal.safe`` does the same for lines of text, and ``markup`` for XML and HTML.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any

from .terminal import COMMAND, UNSAFE_IN_LINES, may_command


def json_text(value: Any, indent: int | None = None) -> str:
    """A value as JSON: lossless, readable, and harmless if somebody looks at it in a terminal or a log."""
    gap = "" if indent is None else " " * indent
    text = _indented(value, "\n", gap) if gap else _encoder()[1](value)
    text = UNSAFE_IN_LINES.sub(_escaped, text)
    return COMMAND.sub(_escaped, text) if may_command(text) else text


@cache
def _encoder() -> tuple[Callable[[str], str], Callable[[Any], str]]:
    """What quotes a text, and what writes a value on one line."""
    from json import JSONEncoder  # 3 ms that a report for people does not need
    from json.encoder import encode_basestring

    return encode_basestring, JSONEncoder(ensure_ascii=False, check_circular=False).encode


def _indented(value: Any, here: str, gap: str) -> str:
    """As ``json.dumps`` indents, in half the time; ``here`` is a new line at the place of the value."""
    quoted, encoded = _encoder()
    inner = here + gap
    if type(value) is str:
        return quoted(value)
    if type(value) is dict and value:
        items = [f"{quoted(name)}: {_indented(part, inner, gap)}" for name, part in value.items()]
        return f"{{{inner}{f',{inner}'.join(items)}{here}}}"
    if type(value) is list and value:
        return f"[{inner}{f',{inner}'.join([_indented(part, inner, gap) for part in value])}{here}]"
    return encoded(value)


def _escaped(match: re.Match[str]) -> str:
    """The last character as JSON writes it in ASCII; what stands before it may stay."""
    char = match.group()[-1]
    pair = char.encode("utf-16-be", "surrogatepass")
    return match.group()[:-1] + "".join(f"\\u{pair[i : i + 2].hex()}" for i in range(0, len(pair), 2))
