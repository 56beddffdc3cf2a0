"""Text for terminals: colours, columns, and nothing that a ticket could smuggle into one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .records import NamedTuple

_UNSAFE = (
    "\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0e"
    "\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e0fff"
)
UNSAFE = re.compile(f"[{_UNSAFE}\n]")
"""What a text may hold and a terminal must not get: controls, escapes, bidi and invisible characters."""

COMMAND = re.compile(r"(?<!\S)::|##\w*\[")
"""What a pipeline takes for a command to itself: ``::name`` first on a line, ``##[name]`` anywhere."""

UNSAFE_IN_LINES = re.compile(f"[{_UNSAFE}]")
"""The same for a text of several lines, whose ends are meant."""

_INVISIBLE = re.compile("[\u00ad\u180e\u200b-\u200d\u2060-\u2064\ufe00-\ufe0e\ufeff]")
_ANY_WIDTH = re.compile("[^\x00-\u02ff\u0370-\u0482\u2000-\u20cf\u2100-\u2319\u2460-\u25fc\u2713-\u2718]")
"""Every character but those of European scripts and signs that take one column each."""

_FRENCH = re.compile(r" (?=[?!:;»](?: |$))|(?<=«) ")
_CODES = {
    "bold": "1",
    "dim": "2",
    "italic": "3",
    "red": "31",
    "green": "32",
    "yellow": "33",
    "magenta": "35",
    "cyan": "36",
}


def safe(text: str) -> str:
    """A text on one line that cannot move the cursor, turn the reading direction or command a pipeline."""
    text = UNSAFE.sub(_visible, text)
    return COMMAND.sub(_parted, text) if may_command(text) else text


def may_command(text: str) -> bool:
    """Is it worth looking for ``COMMAND``? It takes ten times as long as reading the text."""
    return "::" in text or "##" in text


def _parted(match: re.Match[str]) -> str:
    """The mark of a command with a space before its last character: a word like any other."""
    return f"{match.group()[:-1]} {match.group()[-1]}"


def _visible(match: re.Match[str]) -> str:
    """A control becomes its picture (␛), an invisible character goes, another one leaves a mark."""
    char = match.group()
    if char in "\t\n\r\v\f\x85\u2028\u2029":
        return " "
    if char < " ":
        return chr(0x2400 + ord(char))
    return "" if _INVISIBLE.match(char) else "\ufffd"


def columns(text: str) -> int:
    """How many columns of a terminal a text takes."""
    if not _ANY_WIDTH.search(text):
        return len(text)
    from unicodedata import category, east_asian_width  # most texts need no table of Unicode at start-up

    return sum(
        0 if category(char) in ("Mn", "Me") else 2 if east_asian_width(char) in "WF" else 1 for char in text
    )


def wrap(text: str, width: int) -> list[str]:
    """A text in lines of at most ``width`` columns. No-break spaces hold; addresses and paths stay whole.

    The space before a French ``?`` or ``»`` is one of them, as it was meant.
    """
    words = [word for word in _FRENCH.sub("\u00a0", safe(text)).split(" ") if word]
    text = " ".join(words)
    if not _ANY_WIDTH.search(text):
        if len(text) <= width:
            return [text] if text else []
        if max(map(len, words)) <= width:
            return re.findall(rf"(.{{1,{width}}})(?: |$)", text)
    return _joined([piece for word in words for piece in _pieces(word, width)], width)


def _joined(words: Sequence[str], width: int) -> list[str]:
    """Lines of as many words as fit, whatever columns each takes."""
    lines: list[str] = []
    line = ""
    for word in words:
        if line and columns(line) + 1 + columns(word) > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    return [*lines, line] if line else lines


def _pieces(word: str, width: int) -> list[str]:
    """A word that fits no line, cut: languages without spaces would else run over the edge.

    The last column stays free: a piece that begins like a command needs a space more.
    """
    if columns(word) <= width or "/" in word:
        return [word]
    pieces, start, taken = [], 0, 0
    for end, char in enumerate(word):
        wide = columns(char)
        if end > start and taken + wide >= width:
            pieces.append(word[start:end])
            start, taken = end, 0
        taken += wide
    return [safe(piece) for piece in (*pieces, word[start:])]


class Pen(NamedTuple):
    """Writes lines of a width, coloured or not."""

    width: int = 80
    color: bool = False

    def paint(self, text: str, *tones: str) -> str:
        """A text in some tones (``bold``, ``dim``, ``red`` …); plain where there are no colours."""
        if not (self.color and tones and text):
            return text
        return f"\x1b[{';'.join(_CODES[tone] for tone in tones)}m{text}\x1b[0m"

    def lines(self, text: str, indent: int = 0, tones: Sequence[str] = (), *, hang: int = 0) -> list[str]:
        """A paragraph, wrapped and indented; ``hang`` indents all but its first line further."""
        room = max(self.width - indent - hang, 20)
        return [
            " " * (indent + (hang if number else 0)) + self.paint(line, *tones)
            for number, line in enumerate(wrap(text, room))
        ]
