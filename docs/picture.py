"""Draws what a command prints on a terminal as an SVG picture, colours and all. `make docs` uses it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

_SGR = re.compile(r"\x1b\[([\d;]*)m")
_CSS = {
    "1": "font-weight:bold",
    "2": "opacity:.65",
    "3": "font-style:italic",
    "31": "fill:#ff7b72",
    "32": "fill:#7ee787",
    "33": "fill:#e3b341",
    "35": "fill:#d2a8ff",
    "36": "fill:#79c0ff",
}
_WIDTH, _HEIGHT, _MARGIN = 8.4, 20, 16
_FRAME = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height}" width="{width:.0f}" role="img">
<title>{title}</title>
<rect width="100%" height="100%" rx="8" fill="#0d1117"/>
<g font-family="ui-monospace,SFMono-Regular,Menlo,Consolas,monospace" font-size="14" fill="#e6edf3" \
xml:space="preserve" style="white-space:pre">
{lines}
</g>
</svg>
"""


def svg(text: str, title: str) -> str:
    """The picture of some terminal output."""
    lines = text.rstrip("\n").split("\n")
    columns = max(len(_SGR.sub("", line)) for line in lines)
    drawn = [
        f'<text x="{_MARGIN}" y="{_MARGIN + _HEIGHT * number - 5}">{"".join(_spans(line))}</text>'
        for number, line in enumerate(lines, 1)
    ]
    width, height = columns * _WIDTH + 2 * _MARGIN, len(lines) * _HEIGHT + 2 * _MARGIN
    return _FRAME.format(width=width, height=height, title=escape(title), lines="\n".join(drawn))


def _spans(line: str) -> Iterator[str]:
    """The pieces of a line, each in its colour."""
    style = ""
    for number, piece in enumerate(_SGR.split(line)):
        if number % 2:
            style = ";".join(_CSS[code] for code in piece.split(";") if code in _CSS)
        elif piece:
            yield f'<tspan style="{style}">{escape(piece)}</tspan>' if style else escape(piece)
