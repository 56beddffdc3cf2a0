"""What nobody wrote for this ticket: placeholders, instructions of the template, words to the tool.

A placeholder is the *whole* value of a line or a bracket; a word inside a real sentence is none. What is
left over is masked with spaces, so that every other signal reads real words at their real places.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import Literal, NamedTuple

from ..language import Pack, Token, tokenize
from .links import find_keys
from .sentences import sentences

UnfilledKind = Literal["placeholder", "template-text", "addressed"]

TABLE = "unfilled"
"""The table of words that is read here."""

_BRACKETS = re.compile(r"<[^<>\n]{1,200}>|\[[^\[\]\n]{2,200}\](?!\()|\{[^{}\n]{1,200}\}")
_MARKUP = " \t\r\n*_~`\"'«»“”‘’()<>[]{}.,;:!?…-–—•|/\\#\u00a0\u202f"
_DATE_MASK = re.compile(
    r"\b[YJA]{2,4}[-/.]M{2}[-/.][DJYA]{2,4}\b|\b[DJM]{2}[-/.][DM]{2}[-/.][YA]{2,4}\b", re.I
)
_LABEL_LEAD = re.compile(r"\s*(?:[-*•–]\s+)?[^\W\d][^:\n]{0,40}[:：]\s+")


class Unfilled(NamedTuple):
    """A stretch of text that says nothing about the ticket, and why."""

    kind: UnfilledKind
    start: int
    end: int


def find_unfilled(text: str, pack: Pack, words: list[Token] | None = None) -> list[Unfilled]:
    """All stretches that are placeholders, template text or words to the tool, in order.

    ``words`` saves cutting the text again.
    """
    found = [
        Unfilled("template-text" if len(match.group().split()) > 3 else "placeholder", *match.span())
        for match in _BRACKETS.finditer(text)
        if not _holds_content(match.group())
    ]
    found += [Unfilled("placeholder", *match.span()) for match in _DATE_MASK.finditer(text)]
    live = mask(text, found)
    words = tokenize(text) if words is None else words
    if found:
        words = [word for word in words if live[word.start] != " "]
    at = 0
    for start, end in sentences(live, pack):
        last = bisect_left(words, end, at, key=_place)
        kind = _kind(live[start:end], [w for w in words[at:last] if w.start >= start], start, pack)
        at = last
        if kind:
            found.append(Unfilled(kind, start, end))
    return sorted(found, key=lambda piece: piece.start)


def _place(word: Token) -> int:
    return word.start


def mask(text: str, pieces: list[Unfilled]) -> str:
    """The text with these pieces blanked, every other character at its place."""
    for piece in pieces:
        blank = re.sub(r"[^\n]", " ", text[piece.start : piece.end])
        text = text[: piece.start] + blank + text[piece.end :]
    return text


def _holds_content(bracket: str) -> bool:
    """A bracket with a link or a ticket key in it was filled in."""
    return "://" in bracket or "@" in bracket or bool(find_keys(bracket)) or bracket[1:-1].strip().isdigit()


def _kind(sentence: str, words: list[Token], place: int, pack: Pack) -> UnfilledKind | None:
    if not words:
        empty = not sentence.strip() or any(char.isdigit() for char in sentence)
        return None if empty else "placeholder"
    if _is_placeholder(sentence, words, place, pack):
        return "placeholder"
    if _addresses_tool(words, pack):
        return "addressed"
    if _is_instruction(sentence, words, pack):
        return "template-text"
    return None


def _is_placeholder(sentence: str, words: list[Token], place: int, pack: Pack) -> bool:
    """The whole value is a placeholder, also after a label: ``Baseline: TBD``."""
    if len(words) > 8 or len(sentence) > 120:
        return False
    values = pack.phrases(TABLE, "placeholder")
    if tuple(word.word for word in words) in values:
        return True
    lead = _LABEL_LEAD.match(sentence)
    rest = tuple(word.word for word in words if word.start >= place + lead.end()) if lead else ()
    return bool(rest) and rest in values


def _addresses_tool(words: list[Token], pack: Pack) -> bool:
    return any("addresses_tool" in hit.tags for hit in pack.hits(words, TABLE))


def _is_instruction(sentence: str, words: list[Token], pack: Pack) -> bool:
    first = words[0].word
    hits = pack.hits(words[:6], TABLE)
    lead = hits[0].tags if hits and hits[0].first == 0 else frozenset()
    if "example_lead" in lead:
        return True
    asked = sentence.rstrip(_MARKUP.replace("?", "")).endswith("?")
    if asked:
        return not any(c.isdigit() for c in sentence) and ("question" in lead or first in pack.minor)
    return "instruction" in lead
