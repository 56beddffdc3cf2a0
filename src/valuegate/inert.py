"""Words of a ticket on their way into a format: whatever they spell, they stay words.

``terminal.safe`` does the same for lines of text.
"""

from __future__ import annotations

import re
from typing import Any

from .terminal import COMMAND, UNSAFE, safe

_MARKUP = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"})


def markup(text: str) -> str:
    """A text for XML and HTML, between tags or in a quoted attribute; on one line."""
    return safe(text).translate(_MARKUP)


def json_text(value: Any, indent: int | None = None) -> str:
    """A value as JSON: lossless, readable, and harmless if somebody looks at it in a terminal or a log."""
    import json  # 3 ms that a report for people does not need

    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return COMMAND.sub(_escaped, UNSAFE.sub(_escaped, text))


def _escaped(match: re.Match[str]) -> str:
    """The last character as JSON writes it in ASCII; what stands before it may stay."""
    char = match.group()[-1]
    if char == "\n":  # between the lines; inside a string it is escaped already
        return match.group()
    pair = char.encode("utf-16-be", "surrogatepass")
    return match.group()[:-1] + "".join(f"\\u{pair[i : i + 2].hex()}" for i in range(0, len(pair), 2))
