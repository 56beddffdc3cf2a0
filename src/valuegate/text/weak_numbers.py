"""Number words that are more often none: “one”, “une”, “neuf”, “once”."""

from __future__ import annotations

from .around import Around
from .measures import Unit
from .numerals import Number
from .quantity import BLANKS, Quantity


def is_weak(around: Around, number: Number, quantity: Quantity, unit: Unit) -> bool:
    """Whether a number word is more often none: "one", "une", "neuf"."""
    if unit.kind in ("duration", "money"):
        return False
    sets, at = around.measures.sets, around.index(number.start)
    word = around.words[at].word
    if word in sets["weak"] or number.source == "often":
        if unit.name == "times" and quantity.comparator in (">", ">="):
            return True  # "asked for more than once a month": which ones, and not how often
        return number.value == 1 and not _is_paced(around, at, quantity.end) and not _counts_alone(around, at)
    if around.text[: number.start].rstrip(BLANKS).endswith(":"):
        return False  # "Fautes : neuf"
    alone = word in sets["homographs"] and not quantity.noun and unit.kind == "count"
    paced = _is_paced(around, at, quantity.end)  # "neuf par jour"
    return alone and not paced and not _counts_alone(around, at)


def _is_paced(around: Around, at: int, end: int) -> bool:
    """``to one a month``, ``une fois par dossier``: how often, and not "one by one"."""
    after = around.after(end)
    pace = around.measures.lexicons["pace"].at(around.words, after)
    return pace is not None and around.words[at].word not in around.words.said[pace[0] : pace[0] + 1]


def _counts_alone(around: Around, at: int) -> bool:
    """``one would do``, ``une seule``: what follows tells the number from the article.

    ``we would settle for one.``: or that nothing follows, right after a word that wants a number.
    """
    after = around.after(around.words[at].end)
    if after >= 0:
        return around.words[after].word in around.measures.sets["counting"]
    sets, before = around.measures.sets, around.words.said[max(0, at - 3) : at]
    return bool(before) and (before[-1] in sets["before_one"] or not sets["of_them"].isdisjoint(before))
