"""What nobody wrote for this ticket: placeholders, instructions of the template, words to the tool.

A placeholder is the *whole* value of a line or a bracket; a word inside a real sentence is none. What is
left over is masked with spaces, so that every other signal reads real words at their real places.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache

from ..language import Index, Pack
from ..records import NamedTuple
from ..typed import Literal
from ..words import Token, Tokens, fold, tokenize
from .lexicon import strings
from .links import find_keys
from .sentences import Piece, sentences

UnfilledKind = Literal["placeholder", "template-text", "addressed"]

TABLE = "unfilled"
"""The table of words that is read here."""

_BRACKETS = re.compile(r"<[^<>\n]{1,200}>|\[[^\[\]\n]{2,200}\](?!\()|\{[^{}\n]{1,200}\}")
_MARKUP = " \t\r\n*_~`\"'«»“”‘’()<>[]{}.,;:!?…-–—•|/\\#\u00a0\u202f"
_QUOTATIONS = (("«", "»"), ("“", "”"))
_DATE_MASK = re.compile(
    r"\b[YJA]{2,4}[-/.]M{2}[-/.][DJYA]{2,4}\b|\b[DJM]{2}[-/.][DM]{2}[-/.][YA]{2,4}\b", re.I
)
_MAYBE_MASK = re.compile(r"[-/.][DMdm](?<=[YJAMDyjamd]..)")
"""What every mask of a date has inside: looked for first, for the search above costs 15 µs."""
_TO_TOOL = frozenset(("addresses_tool", "judge"))
_ADDRESSEE = 8
"""So many words of a sentence may name whom it speaks to."""
_LABEL_LEAD = re.compile(r"\s*(?:[-*•–]\s+)?[^\W\d][^:\n]{0,40}[:：]\s+")
_CLOSING = " \n\t\u00a0\u202f.»”\"')"
"""What is left where a quotation ends after its own question mark."""


class Unfilled(NamedTuple):
    """A stretch of text that says nothing about the ticket, and why."""

    kind: UnfilledKind
    start: int
    end: int


class _Cues(NamedTuple):
    """What tells that a passage may hold a phrase, before anybody looks for whole phrases."""

    leads: Index
    ends: frozenset[str]  # the last words of placeholders
    anchors: frozenset[str]  # the longest word of each phrase that speaks to the tool
    selves: frozenset[str]  # with these somebody speaks of themselves, and no template asks


@cache
def _cues(pack: Pack) -> _Cues:
    index = pack.index(TABLE)
    phrases = [(words, tags) for entries in index.values() for words, tags in entries]
    return _Cues(
        index,
        frozenset(words[-1] for words, tags in phrases if "placeholder" in tags),
        frozenset(max(words, key=len) for words, tags in phrases if not _TO_TOOL.isdisjoint(tags)),
        frozenset(fold(word) for word in strings(pack.table("people"), "myself")),
    )


def find_unfilled(
    text: str, pack: Pack, words: Tokens | None = None, places: list[Piece] | None = None
) -> list[Unfilled]:
    """All stretches that are placeholders, template text or words to the tool, in order.

    ``words`` saves cutting the text again, and so do ``places``, its sentences.
    """
    found = _brackets(text) if "[" in text or "<" in text or "{" in text else []
    if _MAYBE_MASK.search(text):
        found += [Unfilled("placeholder", *match.span()) for match in _DATE_MASK.finditer(text)]
    words = tokenize(text) if words is None else words
    live = text
    if found:
        live, places = mask(text, found), None
        words = live_words(words, live)
    found += _in_sentences(live, pack, words, sentences(live, pack) if places is None else places)
    return sorted(found, key=lambda piece: piece.start) if len(found) > 1 else found


def live_words(words: Tokens, live: str) -> Tokens:
    """The words that are not blanked."""
    return Tokens.of([word for word in words if live[word[1]] != " "])


def _brackets(text: str) -> list[Unfilled]:
    return [
        Unfilled("template-text" if len(match.group().split()) > 3 else "placeholder", *match.span())
        for match in _BRACKETS.finditer(text)
        if not _holds_content(match.group())
    ]


def _in_sentences(live: str, pack: Pack, words: Tokens, places: list[Piece]) -> list[Unfilled]:
    """The sentences that say nothing. Most show at a glance that they do: nothing more is asked of them."""
    found: list[Unfilled] = []
    cues, asks = _cues(pack), "?" in live
    said, starts = words.said, words.starts
    addresses = not cues.anchors.isdisjoint(said)
    at = 0
    for start, end in places:
        first, at = bisect_left(starts, start, at), bisect_left(starts, end, at)
        suspect = first == at or addresses or said[first] in cues.leads or said[at - 1] in cues.ends
        if suspect or (asks and "?" in live[start:end]):
            kind = _kind(live[start:end], words[first:at], start, pack, addresses)
            if kind:
                found.append(Unfilled(kind, start, _end_of_quotation(live, start, end)))
    return found


def _end_of_quotation(live: str, start: int, end: int) -> int:
    """``Example: “They wait. Twice a week.”`` ends where its quotation does."""
    for opening, closing in _QUOTATIONS:
        if live.count(opening, start, end) > live.count(closing, start, end):
            return max(end, live.find(closing, end) + 1)
    return end


def mask(text: str, pieces: list[Unfilled]) -> str:
    """The text with these pieces blanked, every other character at its place."""
    for piece in pieces:
        blank = re.sub(r"[^\n]", " ", text[piece.start : piece.end])
        text = text[: piece.start] + blank + text[piece.end :]
    return text


def _holds_content(bracket: str) -> bool:
    """A bracket with a link or a ticket key in it was filled in."""
    return "://" in bracket or "@" in bracket or bool(find_keys(bracket)) or bracket[1:-1].strip().isdigit()


def _kind(sentence: str, words: list[Token], place: int, pack: Pack, addresses: bool) -> UnfilledKind | None:
    if not words:
        empty = not sentence.strip(_CLOSING) or any(char.isdigit() for char in sentence)
        return None if empty else "placeholder"
    if _is_placeholder(sentence, words, place, pack):
        return "placeholder"
    if addresses and _addresses_tool(words, pack):
        return "addressed"
    if _is_instruction(sentence, words, pack):
        return "template-text"
    return None


def _is_placeholder(sentence: str, words: list[Token], place: int, pack: Pack) -> bool:
    """The whole value is a placeholder, also after a label: ``Baseline: TBD``."""
    if len(words) > 8 or len(sentence) > 120:
        return False
    if words[-1].word not in _cues(pack).ends:
        return False
    values = pack.phrases(TABLE, "placeholder")
    if tuple(word.word for word in words) in values:
        return True
    lead = _LABEL_LEAD.match(sentence)
    rest = tuple(word.word for word in words if word.start >= place + lead.end()) if lead else ()
    return bool(rest) and rest in values


def _addresses_tool(words: list[Token], pack: Pack) -> bool:
    """It is spoken of the check itself, or a sentence opens with its name: "Note to the checker: …"."""
    hits = pack.hits(Tokens.of(words), TABLE)
    if any("addresses_tool" in hit.tags for hit in hits):
        return True
    named = any("judge" in hit.tags for hit in pack.hits(Tokens.of(words[:_ADDRESSEE]), TABLE))
    return named and "vocative" in _lead(words[:6], pack)


def _is_instruction(sentence: str, words: list[Token], pack: Pack) -> bool:
    first = words[0].word
    lead = _lead(words[:6], pack)
    if "example_lead" in lead:
        return True
    asked = (
        "?" in sentence
        and not _ends_in_speech(sentence)
        and sentence.rstrip(_MARKUP.replace("?", "")).endswith("?")
    )
    if asked:
        told = first in _cues(pack).selves or any(c.isdigit() for c in sentence)
        return not told and ("question" in lead or first in pack.minor)
    return "instruction" in lead


def _ends_in_speech(sentence: str) -> bool:
    """Does somebody else ask the question that ends here ("they start with “which bar?”")?"""
    opened = max(sentence.rfind("«"), sentence.rfind("“"))
    closed = max(sentence.rfind("»"), sentence.rfind("”"))
    return opened > closed and any(map(str.isalnum, sentence[:opened]))


def _lead(words: list[Token], pack: Pack) -> frozenset[str]:
    """The tags of the longest phrase that opens a sentence."""
    for phrase, tags in _cues(pack).leads.get(words[0].word, ()):
        if len(phrase) == 1 or tuple([word[0] for word in words[: len(phrase)]]) == phrase:
            return tags
    return frozenset()
