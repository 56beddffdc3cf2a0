"""Before discovery: which question will be answered, or which assumption tested?"""

from __future__ import annotations

from collections.abc import Mapping

from ..case import Case
from ..check import Context
from ..finding import Judgement
from ..language import ReasonText
from ..passage import Passage
from ..text.sentences import sentences
from ..typed import Any

_OWN_QUESTION = 7
"""A question of fewer words ("What must be true?") may well be the template's."""


class OpenQuestion:
    """Holds where the passage asks a question or names an assumption that may prove wrong."""

    id = "open-question"
    question = "Which open question will be answered, or which riskiest assumption tested?"
    reasons = ("missing", "placeholder", "template-text", "not-open")
    options: Mapping[str, Mapping[str, Any]] = {}
    texts: Mapping[str, Mapping[str, ReasonText]] = {}

    def judge(self, case: Case, context: Context) -> Judgement:
        """Passed by the first passage with a question or an assumption of its own."""
        passages = [p for p in case.passages(self.id) if p.origin in ("label", "field")]
        judged = [self._judge(passage, context) for passage in passages]
        return next(
            (j for j in judged if j.outcome == "passed"), judged[0] if judged else context.failed("missing")
        )

    def _judge(self, passage: Passage, context: Context) -> Judgement:
        signals = passage.signals
        for start, end in sentences(signals.text):
            words = signals.text[start:end].split()
            if words and words[-1].endswith("?") and len(words) >= _OWN_QUESTION:
                return context.passed(passage, [passage.ground("question", start, end)], "question")
        if passage.blank:
            reason = passage.blank if passage.blank in self.reasons else "placeholder"
            return context.failed(reason, passage)
        for hit in signals.of("open_question", "assumption"):
            start, end = next((s, e) for s, e in signals.sentences if s <= hit.start < e)
            return context.passed(passage, [passage.ground("assumption", start, end)], "assumption")
        return context.failed("not-open", passage)
