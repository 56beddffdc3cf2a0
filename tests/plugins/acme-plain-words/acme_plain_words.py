"""A check of our house: the problem is told in plain words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from valuegate.case import Case
from valuegate.check import Check, Context
from valuegate.finding import Judgement
from valuegate.hookspecs import hookimpl
from valuegate.language import ReasonText
from valuegate.words import fold

ENGLISH = {
    "jargon": ReasonText(
        message="“{quote}” tells a reader outside the team nothing.",
        fix="Say what people do or lose instead of {word}.",
        why="A problem that only insiders understand cannot be weighed against other problems.",
        bad="We must leverage synergies at the desk.",
        good="At the desk, patients spell their name three times.",
    ),
    "missing": ReasonText(message="There is no problem to read.", fix="Add a “Problem” section."),
}
FRENCH = {
    "jargon": ReasonText(
        message="« {quote} » ne dit rien à un lecteur extérieur à l’équipe.",
        fix="Dites ce que les gens font ou perdent, à la place de {word}.",
    ),
    "missing": ReasonText(message="Il n’y a pas de problème à lire.", fix="Ajoutez une rubrique « Problème »."),
}


class PlainWords:
    """Holds where no word of the list stands in the problem."""

    id = "plain-words"
    question = "Would somebody outside the team understand the problem?"
    reasons = ("missing", "jargon")
    options = {
        "words": {
            "description": "Words that may not stand in the problem.",
            "type": "array",
            "items": {"type": "string"},
            "default": ["synergy", "synergies", "leverage"],
        }
    }
    texts = {"en": ENGLISH, "fr": FRENCH}

    def judge(self, case: Case, context: Context) -> Judgement:
        """Failed by the first word of the list, in the first passage about the problem."""
        passage = next((p for p in case.passages("problem") if not p.empty), None)
        if passage is None:
            return context.failed("missing")
        avoided = {fold(word) for word in context.options["words"]}
        for token in passage.signals.tokens:
            if token.word in avoided:
                ground = passage.ground("jargon", token.start, token.end)
                return context.failed(
                    "jargon", passage, token.start, token.end, grounds=[ground], word=ground.text
                )
        words = passage.ground("problem", 0, len(passage.text.string))
        return context.passed(passage, [words], "no word of the list")


@hookimpl
def register_checks() -> Sequence[Check]:
    """The checks that this plugin brings."""
    return [PlainWords()]


@hookimpl
def register_presets() -> Mapping[str, str]:
    """A policy that others extend as ``acme-plain-words:house``."""
    return {
        "house": """\
version: 1
extends: [valuegate:recommended]
checks:
  plain-words: {words: [synergy, leverage, holistic]}
gates:
  ready:
    require: [problem, evidence, metric, review-date, plain-words]
"""
    }
