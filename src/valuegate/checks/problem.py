"""Problem: who is affected, and what happens to them today?"""

from __future__ import annotations

from collections.abc import Mapping

from ..case import Case
from ..check import Context
from ..finding import Ground, Judgement
from ..language import ReasonText
from ..passage import Passage
from ..text.argument import Argument
from ..text.people import Person
from ..typed import Any

_NOTE = 5
"""So many sentences, at most, are one note."""


class Problem:
    """Holds where a passage names somebody and says what goes wrong for them now."""

    id = "problem"
    question = "Who is affected, and what happens to them today?"
    reasons = (
        "missing", "placeholder", "template-text", "addressed", "copied", "salad", "solution-only", "absence",
        "authority", "hype", "topic", "no-who", "no-harm", "negated",
    )  # fmt: skip
    options: Mapping[str, Mapping[str, Any]] = {}
    texts: Mapping[str, Mapping[str, ReasonText]] = {}

    def judge(self, case: Case, context: Context) -> Judgement:
        """Passed by the first passage that holds; else what is wrong with the best one."""
        passages = case.passages(self.id, context.options.get("field") or "")
        judged = []
        for passage in passages:
            judgement = self._judge(case, passage, context)
            if judgement.outcome == "passed":
                return judgement
            judged.append(judgement)
        meant = [(j, p) for j, p in zip(judged, passages, strict=True) if p.origin != "shared"]
        filled = (j for j, p in meant if not p.empty)
        return next(filled, meant[0][0] if meant else context.failed("missing"))

    def _judge(self, case: Case, passage: Passage, context: Context) -> Judgement:
        if passage.blank:
            return context.failed(passage.blank, passage)
        argument = Argument(passage.signals)
        note = _is_note(case, passage)
        fault = argument.fault(shared=passage.origin in ("shared", "prose"), note=note)
        grounds = _grounds(passage, argument, argument.people or ([] if fault else argument.tellers))
        if fault is None:
            return context.passed(passage, grounds, "who-and-harm")
        if case.repeated(passage):
            return context.failed("copied", passage)
        start, end = argument.place(fault)
        return context.failed(fault, passage, start, end, grounds=grounds)


def _is_note(case: Case, passage: Passage) -> bool:
    """Is the whole ticket a few sentences without a label? Then they are about one thing."""
    alone = passage.origin == "prose" and not any(part.label for part in case.parts)
    return alone and len(passage.signals.sentences) <= _NOTE


def _grounds(passage: Passage, argument: Argument, people: list[Person]) -> list[Ground]:
    """The first people and the words that weigh most."""
    places = [("who", *argument.span(p.first, p.last)) for p in people[:1]]
    heaviest = sorted((h for h in argument.harms if h.weight), key=lambda h: -h.weight)[:3]
    places += [("pain", *argument.span(h.first, h.last)) for h in heaviest]
    return [passage.ground(role, start, end) for role, start, end in places]
