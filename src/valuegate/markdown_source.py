"""Markdown as its parser shall read it: odd spaces mended, and bytes that can be counted as characters."""

from __future__ import annotations

import re

_CONTINUATION = bytes(byte & 0xC0 == 0x80 for byte in range(256))
"""Marks the bytes at which no character begins."""

_SURROGATE = re.compile("[\ud800-\udfff]")

# Word processors and French keyboards put these where Markdown wants a space; nobody sees the difference.
_ODD_SPACE = "\u00a0\u202f\u2007\u200b\u2060\ufeff"
_ODD_MARKER = re.compile(
    rf"^([ \t>]*)([{_ODD_SPACE}]?)(#{{1,6}}|[-+*]|\d{{1,9}}[.)])(?=[ \t{_ODD_SPACE}])"
    rf"([{_ODD_SPACE}]?)([ \t]*\[[ xX]\][{_ODD_SPACE}])?",
    re.MULTILINE,
)
# To look behind first, at every character, would take four times as long.
_NEAR_MARKER = re.compile(rf"[{_ODD_SPACE}](?<![^\n\r \t>#*+.)\]-].)")


def prepare(text: str) -> tuple[str, list[int]]:
    """What the parser shall read, and the bytes at which no character begins, to count by."""
    if text.isascii():
        return text, []
    try:
        data = text.encode()
    except UnicodeEncodeError:
        text = _SURROGATE.sub("\ufffd", text)
        data = text.encode()
    marks, flags = [], data.translate(_CONTINUATION)
    mark = flags.find(1)
    while mark >= 0:  # by hand: a match object for each would double the time
        marks.append(mark)
        mark = flags.find(1, mark + 1)
    if any(space in text for space in _ODD_SPACE) and _NEAR_MARKER.search(text):
        text = _ODD_MARKER.sub(_plain_marker, text)  # of the same length in UTF-8
    return text, marks


def _plain_marker(match: re.Match[str]) -> str:
    lead, before, marker, after, box = match.groups()
    return lead + _spaces(before) + marker + _spaces(after) + (box[:-1] + _spaces(box[-1]) if box else "")


def _spaces(odd: str) -> str:
    return " " * len(odd.encode())
