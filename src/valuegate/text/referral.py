"""A passage that only says where in the ticket the answer stands: ``see above``, ``cf. problème``."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..language import Pack
from ..words import words_in

TABLE = "referral"
"""The table of words that is read here."""

_LONGEST = 90
"""Who writes more than so many characters says something."""
_END = re.compile(r"[,;:(\n—–!]|\s-\s|(?<=\w{3})\.")
_TITLE = re.compile(r"[«“\"][^«»“”\"\n]{1,60}[»”\"]")
"""The name of a section: ``see the section “Remarks”``."""
_ASIDE = 6
"""So many words may stand after the referral (``, ran out of room``)."""


def refers(text: str, pack: Pack, words: Sequence[str]) -> bool:
    """Does it say no more than where to look? ``words`` are those of the text; mostly the first one tells."""
    if not words or words[0] not in pack.index(TABLE):
        return False
    if len(text) > _LONGEST or sum(map(str.isdigit, text)) > 1:
        return False
    said, *aside = _END.split(_TITLE.sub(" ", text).strip(), maxsplit=1)
    words = words_in(said)
    if not words or len(words_in("".join(aside))) > _ASIDE:
        return False
    if tuple(words) in pack.phrases(TABLE, "alone"):
        return True
    lead = _lead(words, pack)
    rest = words[lead:] if lead else []
    places = pack.phrases(TABLE, "place")
    named = [word for word in rest if (word,) in places or word in pack.label_words]
    return bool(named) and all(word in pack.minor or word in named or word.isdigit() for word in rest)


def _lead(words: list[str], pack: Pack) -> int:
    """How many words open it that say ``look there``."""
    for phrase, tags in pack.index(TABLE).get(words[0], ()):
        if "lead" in tags and tuple(words[: len(phrase)]) == phrase:
            return len(phrase)
    return 0
