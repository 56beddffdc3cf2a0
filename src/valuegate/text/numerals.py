"""Numbers as they are written: in digits of both notations, and in words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from ..records import NamedTuple
from ..typed import Literal
from ..words import Token, fold

# Each expression begins with the characters it looks for: then the search skips all others at once.
_BLANK = "\u0020\u00a0\u202f\u2009'’"
_NO_BLANKS = dict.fromkeys(map(ord, _BLANK))
_LITERAL = re.compile(
    r"\d(?<![\w.#@&].)(?<!\d[,:].)(?<![^\W\d][-‐‑/].)(?<![/_]/.)"
    rf"(?:\d{{0,2}}(?:[{_BLANK}]\d{{3}}){{1,5}}(?!\d)(?:[.,]\d{{1,6}})?"
    r"|\d{0,2}(?:,\d{3}){1,5}(?!\d)(?:\.\d{1,6})?"
    r"|\d{0,2}(?:\.\d{3}){1,5}(?!\d)(?:,\d{1,6})?"
    r"|\d{0,14}(?:[.,]\d{1,9})?)(?!\d|[.,:]\d)"
)
_BARE = re.compile(r"\.(?<![^\s(>|:=≥≤~≈<-].)\d{1,4}(?!\w|[.,:]\d)")
"""``.31``: nothing stands before the point."""
_PHONE = re.compile(
    r"[+(\d](?<![\w,.].)(?:(?:(?<=\+)\d{1,3}|(?<=0)\d{0,4}|(?<=\()0\d{0,4}\))"
    r"(?:[ .\u00a0-]?\(?\d{1,4}\)?){2,7}|\d\d-\d{3}-\d{4})(?![\w,%])"
)
_LIST_MARKS = " \t>#*|-"
ARROWS = "→⇒➔➜⟶⟹➡➝➞⇢"
"""What leads from one number to the next."""
_ARROW = rf"(?:-{{1,3}}>|={{1,3}}>|[{ARROWS}])"
_BEFORE = re.compile(rf"(?:(?P<year>\d{{4}})?\s?{_ARROW}|[<>≤≥~≈$€£+])\s?$")
_AFTER = re.compile(rf"\s?(?:{_ARROW}\s?(?P<year>\d{{4}}(?!\d))?|[%‰€$£+])")


class Number(NamedTuple):
    """A number, where it stands, and how it is written."""

    start: int
    end: int
    value: float
    source: Literal["digits", "word", "fraction", "often"] = "digits"


_new = tuple.__new__  # a third of the cost of the constructor


def literals(text: str, decimal: str) -> Iterator[Number]:
    """The numbers in digits. ``decimal`` is the mark of the language: it decides 1.920 and 1,920."""
    for match in _LITERAL.finditer(text):
        written = match[0]
        if written.isdecimal():
            if written[0] == "0" and len(written) > 1:
                continue
            value = float(written)
        else:
            value = decode(written, decimal)
        yield _new(Number, (*match.span(), value, "digits"))


def bare_decimals(text: str) -> list[Number]:
    """The numbers that begin with their point: ``.31``."""
    return [_new(Number, (*match.span(), float(match[0]), "digits")) for match in _BARE.finditer(text)]


def decode(written: str, decimal: str) -> float:
    """The value of a number in digits."""
    if written.isdecimal():
        return float(written)
    written = written.translate(_NO_BLANKS)
    marks = [c for c in written if c in ".,"]
    if not marks:
        return float(written)
    last = marks[-1]
    if len(set(marks)) == 1 and (len(marks) > 1 or _is_thousands(written, last, decimal)):
        return float(written.replace(last, ""))
    whole, _, rest = written.rpartition(last)
    return float(f"{whole.replace(',', '').replace('.', '')}.{rest}")


def _is_thousands(written: str, mark: str, decimal: str) -> bool:
    whole, _, rest = written.partition(mark)
    return mark != decimal and len(rest) == 3 and len(whole) <= 3 and whole != "0"


def phones(text: str) -> list[tuple[int, int]]:
    """The places of phone numbers."""
    found = (match for match in _PHONE.finditer(text) if sum(c.isdigit() for c in match.group()) >= 8)
    return [match.span() for match in found]


def is_list_number(text: str, start: int, end: int) -> bool:
    """Whether a number only counts the lines: ``1. Who``."""
    if text[end : end + 1] not in (".", ")") or not text[end + 1 : end + 2].isspace() or end - start > 3:
        return False
    before = text[max(0, start - 9) : start].rstrip(_LIST_MARKS)
    return before.endswith("\n") or (not before and start < 9)


def is_lone_year(text: str, start: int, end: int) -> bool:
    """Whether four digits are a year and not a value: no unit, no comparison, no arrow to another value."""
    written = text[start:end]
    if len(written) != 4 or not written.isdecimal() or not 1990 <= int(written) <= 2100:
        return False
    sides = (_BEFORE.search(text[max(0, start - 10) : start]), _AFTER.match(text, end, end + 12))
    return all(side is None or _is_year(side.group("year")) for side in sides)


def _is_year(written: str | None) -> bool:
    return written is not None and 1990 <= int(written) <= 2100


class NumberWords:
    """The number words of a pack."""

    def __init__(self, table: Mapping[str, Mapping[str, float]], joins: Sequence[str]) -> None:
        cardinals, scales = table.get("cardinals", {}), table.get("scales", {})
        self._values = {tuple(map(fold, word.split())): float(value) for word, value in cardinals.items()}
        self._scales = {fold(word): float(value) for word, value in scales.items() if len(word) > 2}
        self._joins = frozenset(map(fold, joins))
        self._halves = frozenset(tuple(map(fold, phrase.split())) for phrase in table.get("halves", ()))
        self._longest = max(map(len, self._halves), default=0)
        self.heads = frozenset(words[0] for words in self._values)

    def at(self, words: Sequence[Token], first: int) -> tuple[int, float] | None:
        """The number in words that begins with the word ``first``: where it ends (exclusive), its value."""
        found = self._small(words, first)
        if not found:
            return None
        at, part = found
        total = 0.0
        if part >= 1000:  # "mille deux cents": what follows is added, not multiplied
            total, part = part, 0.0
        while at < len(words) and _close(words, at):
            scale = self._scales.get(words[at].word)
            if scale:
                total, part, at = _scaled(total, part, scale, at)
                continue
            following = self._following(words, at, part)
            if not following:
                break
            at, more = following
            part += more
        return self._with_half(words, at, total + part)

    def _with_half(self, words: Sequence[Token], at: int, value: float) -> tuple[int, float]:
        """``four and a half``, ``une et demie``."""
        after = self.half_at(words, at) if at < len(words) else at
        return after, value + 0.5 * (after > at)

    def half_at(self, words: Sequence[Token], at: int) -> int:
        """The word after ``and a half``, close to the word before; where none begins, that word."""
        said = tuple(token[0] for token in words[at : at + self._longest])
        half = next((phrase for phrase in self._halves if said[: len(phrase)] == phrase), ())
        return at + len(half) if half and _close(words, at) else at

    def _small(self, words: Sequence[Token], at: int) -> tuple[int, float] | None:
        if at >= len(words) or (word := words[at][0]) not in self.heads:
            return None
        pair = (word, words[at + 1][0]) if at + 1 < len(words) else None
        if pair in self._values:
            return at + 2, self._values[pair]
        value = self._values.get((word,))
        return None if value is None else (at + 1, value)

    def _following(self, words: Sequence[Token], at: int, part: float) -> tuple[int, float] | None:
        """What adds to a number: "twenty three", "cent vingt", "vingt et un"; not "three two"."""
        joined = words[at].word in self._joins
        more = self._small(words, at + 1 if joined else at)
        if not more or (joined and not _close(words, at + 1)):
            return None
        after_thousand = part == 0 and not joined
        hundreds = part >= 100 and part % 100 == 0 and more[1] < 100
        tens = part >= 20 and part % 10 == 0 and 0 < more[1] < (20 if part % 100 in (60, 80) else 10)
        if joined:
            tens = tens and more[1] in (1, 11)
        return more if after_thousand or hundreds or tens else None


def _scaled(total: float, part: float, scale: float, at: int) -> tuple[float, float, int]:
    """A scale word multiplies what stands before it; from a thousand on, it closes the part."""
    if scale < 1000:
        return total, max(part, 1.0) * scale, at + 1
    return total + max(part, 1.0) * scale, 0.0, at + 1


def _close(words: Sequence[Token], at: int) -> bool:
    """Whether only a blank or a hyphen stands before the word."""
    return words[at].start - words[at - 1].end == 1
