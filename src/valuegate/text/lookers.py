"""Who looked, and who keeps what can be looked at: grammar, where the words for sources end.

``I went through the slips``, ``Samir a relevé``: the author, or a name, stands before a verb for looking.
``Ana keeps the gate sheet``: a record stands near a verb for keeping.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from ..language import Pack
from ..words import fold
from .clues import Mark, single_words
from .lexicon import strings
from .signals import Signals

KEEPERS = frozenset(("keeps", "has", "container", "file_word"))
"""Words that say who has a record, or where it lies, if one stands beside them."""
_NEAR = 4
"""Words from who looked to the verb, and from "in" to what a record lies in, at most."""
_KEPT = 6
"""Words between a verb of keeping and what is kept, at most."""
_HELD = 2
"""Words between who has a record and the record, and one more."""
_NAMED = re.compile(r" (?:«[^«»]{2,40}»|“[^“”]{2,40}”|\"[^\"\n]{2,40}\")|(?: \w+){0,2} [^\W\d_]\w*_\w*\w")
"""The name of a file, in quotation marks, right after what it is, or one such as ``late_q3``."""
_FAR = 16
"""Words from a record to what it lies in, at most."""
_SHORT = 5
"""Letters of a verb in the future, and one less."""
_NAME = 3
"""Letters of a name, at least."""


def looking(signals: Signals, marks: Sequence[Mark]) -> Iterator[Mark]:
    """The verbs of looking that somebody did who can be asked."""
    pack, words = signals.pack, signals.pieces
    between, lookers = single_words(pack, "looker_between"), single_words(pack, "looker")
    for mark in marks:
        low = max(-1, mark.first - _NEAR)
        at = next((n for n in range(mark.first - 1, low, -1) if words[n].word not in between), -1)
        if at >= 0 and (words[at].word in lookers or _is_name(signals, at)):
            yield mark


def _is_name(signals: Signals, at: int) -> bool:
    word, start, end = signals.pieces[at]
    return signals.live[start].isupper() and end - start >= _NAME and word not in signals.pack.minor


@cache
def _futures(pack: Pack) -> dict[str, str]:
    """Subject → the ending of its verb in the future, in languages that say it so."""
    pairs = (phrase.split() for phrase in strings(pack.table("evidence"), "future_of"))
    return {fold(subject): ending for subject, ending in pairs}


def announced(signals: Signals, *, anybody: bool) -> Iterator[tuple[int, int]]:
    """What the team will do (``nous écouterons``, ``on les relira``), or ``anybody``: ``elle portera``."""
    futures, words = _futures(signals.pack), signals.tokens
    yield from _to_come(signals) if futures and anybody else ()
    if futures.keys().isdisjoint(words.said):
        return
    for at, (word, start, _) in enumerate(words):
        verb = next((v for v in words[at + 1 : at + 4] if v.word not in signals.pack.minor), None)
        if word in futures and verb and len(verb.word) > _NAME and verb.word.endswith(futures[word]):
            yield start, verb.end


def _to_come(signals: Signals) -> Iterator[tuple[int, int]]:
    """What anybody will do: ``le contrôleur portera``. After an article it is a noun (``la caméra``)."""
    endings = tuple(strings(signals.pack.table("evidence"), "future_endings"))
    articles = strings(signals.pack.table("metric"), "article")
    before = ""
    for word, start, end in signals.tokens:
        written = signals.live[start:end]
        if (
            end - start > _SHORT
            and written.endswith(endings)
            and written.islower()
            and before not in articles
        ):
            yield start, end
        before = word


def kept(signals: Signals, marks: Mapping[str, Sequence[Mark]], records: Sequence[Mark]) -> Iterator[Mark]:
    """Who keeps or has a record, and where it lies; ``marks`` are those of each tag."""
    yield from _keeping(marks.get("keeps", ()), records)
    yield from _holding(signals, marks.get("has", ()), records)
    yield from lying(signals, marks, records)


def _keeping(marks: Sequence[Mark], records: Sequence[Mark]) -> Iterator[Mark]:
    """The verbs of keeping beside which a record stands."""
    for mark in marks:
        if any(max(one.first - mark.last, mark.first - one.last) <= _KEPT for one in records):
            yield mark


def _holding(signals: Signals, marks: Sequence[Mark], records: Sequence[Mark]) -> Iterator[Mark]:
    """Who has a record: ``Mrs Orr has the sheet``, ``j'ai la feuille``, ``le syndic a les fiches``."""
    lookers = single_words(signals.pack, "looker")
    for mark in marks:
        who = signals.pieces[mark.first - 1].word if mark.first else ""
        if (who in lookers or who not in signals.pack.minor) and any(
            0 <= one.first - mark.last < _HELD for one in records
        ):
            yield mark


def lying(signals: Signals, marks: Mapping[str, Sequence[Mark]], records: Sequence[Mark]) -> Iterator[Mark]:
    """Where a record lies (``in the green folder``, ``sheet of May, red binder``), or what it is called."""
    yield from (mark for mark in marks.get("file_word", ()) if _NAMED.match(signals.live, mark.end))
    for mark in marks.get("container", ()):
        before = [one for one in records if one.first != mark.first and 0 <= mark.first - one.last <= _FAR]
        if before and (_is_inside(signals, mark) or _is_listed(signals, mark)):
            yield mark


def _is_inside(signals: Signals, mark: Mark) -> bool:
    near = signals.pieces[max(mark.first - _NEAR, 0) : mark.first]
    return not single_words(signals.pack, "place_inside").isdisjoint([token.word for token in near])


def _is_listed(signals: Signals, mark: Mark) -> bool:
    """A comma or a bracket stands before it, or before the one word that says which (``, red binder``)."""
    starts = [token.start for token in signals.pieces[max(mark.first - 1, 0) : mark.first + 1]]
    return any(signals.live[:start].endswith((", ", "(")) for start in starts)
