"""Checks that are simple enough to foresee: a passage holds as soon as somebody wrote something there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from valuegate.case import Case
from valuegate.check import Check, Context
from valuegate.finding import Judgement
from valuegate.hookspecs import hookimpl
from valuegate.language import ReasonText

TEXTS = {
    reason: ReasonText(f"{reason}: “{{quote}}”", f"Mend what is {reason}.")
    for reason in ("missing", "placeholder", "template-text")
}


class Filled:
    """Passes where its label holds words of an author."""

    reasons: Sequence[str] = tuple(TEXTS)
    texts: Mapping[str, Mapping[str, ReasonText]] = {"en": TEXTS}

    def __init__(self, name: str, options: Mapping[str, Mapping[str, Any]] | None = None) -> None:
        self.id = name
        self.question = f"Is there a {name}?"
        self.options: Mapping[str, Mapping[str, Any]] = options or {}

    def judge(self, case: Case, context: Context) -> Judgement:
        for passage in case.passages(self.id):
            if passage.origin in ("label", "field"):
                blank = passage.signals.blank
                if blank:
                    return context.failed(blank if blank in TEXTS else "placeholder", passage)
                words = passage.ground("words", 0, len(passage.text.string))
                return context.passed(passage, [words], "filled")
        return context.failed("missing")


@hookimpl
def register_checks() -> Sequence[Check]:
    return [Filled(name) for name in ("problem", "evidence", "metric", "review-date", "impact")]
