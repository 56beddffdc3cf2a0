"""Before closing: what was measured against the target, and what was decided?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..aftermath import aftermath
from ..case import Case
from ..check import Context
from ..finding import Ground, Judgement, excerpt
from ..language import ReasonText
from ..passage import Passage
from ..records import NamedTuple
from ..text.outcome import Outcome, Value
from ..text.yardstick import Yardstick
from ..typed import Any

_ROLES = 3
_SPOKEN = {
    "forecast": "forecast",
    "activity": "activity",
    "other-indicator": "other-indicator",
    "target": "already-known",
}
"""What keeps a number from being a measured value, and the reason that says so; the most telling first."""


class Impact:
    """Holds where the ticket's own indicator was measured, its target is known, and something was decided.

    A missed target with a decision holds: learning is the aim, and "stop" is a good answer.
    """

    id = "impact"
    question = "What was measured against the target, and what was decided?"
    reasons = (
        "missing",
        "placeholder",
        "template-text",
        "addressed",
        "no-value",
        "forecast",
        "activity",
        "other-indicator",
        "already-known",
        "no-target",
        "no-decision",
    )
    options: Mapping[str, Mapping[str, Any]] = {}
    texts: Mapping[str, Mapping[str, ReasonText]] = {}

    def judge(self, case: Case, context: Context) -> Judgement:
        """Passed by the first passage that holds; else the best-ranked one says what is missing."""
        told = _told(case, self.id, context)
        read = _read(
            told, Yardstick([one.signals for one in _metrics(case, told, context)], context.day), context
        )
        judged = [_judge(one, read, context) for one in read]
        holding = [judgement for judgement in judged if judgement.outcome == "passed"]
        if holding or _count(told, context):
            return (holding or judged)[0]
        return _unlabelled(case, context) or (judged[0] if told else context.failed("missing"))


class _Read(NamedTuple):
    """A passage, and what came out according to it."""

    passage: Passage
    outcome: Outcome


def _read(passages: Sequence[Passage], yardstick: Yardstick, context: Context) -> list[_Read]:
    return [_Read(passage, Outcome(passage.signals, yardstick, context.day)) for passage in passages]


def _metrics(case: Case, told: Sequence[Passage], context: Context) -> list[Passage]:
    """The ticket's metric: by its label, or where text names it that is not all that is told since."""
    labelled = [one for one in case.passages("metric") if one.origin in ("label", "field")]
    found = None if labelled or not told else aftermath(case, context.day)
    if found is None or all(found.metric.text.string in one.text.string for one in told):
        return labelled
    return [found.metric]


def _unlabelled(case: Case, context: Context) -> Judgement | None:
    """What running text after the metric tells: value and decision, a few paragraphs apart at most."""
    found = aftermath(case, context.day)
    if not found:
        return None
    yardstick = Yardstick([found.metric.signals], context.day)
    later = _read(found.after, yardstick, context)
    for one in [*later, *_read(found.before, yardstick, context)]:
        judgement = _judge(one, [one], context)
        whole = len(judgement.grounds) == _ROLES
        if judgement.outcome == "passed" and (whole or (one in later and _is_named(one.outcome))):
            return judgement
    return None


def _is_named(outcome: Outcome) -> bool:
    """Where neither a label nor a target beside it says what was measured: its own sentence does."""
    return outcome.is_named(next(value.quantity for value in outcome.values if not value.rejection))


def _told(case: Case, topic: str, context: Context) -> list[Passage]:
    """The passages that say what came out; those of the look back too, where the others hold no number."""
    passages = case.passages(topic, context.options.get("field") or "")
    told = [passage for passage in passages if _tells(passage, context)]
    if told and not _count(told, context):
        told += [passage for passage in case.beside(topic) if _tells(passage, context)]
    return told


def _count(passages: Sequence[Passage], context: Context) -> bool:
    return any(passage.signals.quantities(context.day) for passage in passages)


def _tells(passage: Passage, context: Context) -> bool:
    """Is this what came out? Under ``Bilan`` a day stands before the work, and the result after it."""
    if passage.origin == "shared":
        return bool(passage.signals.quantities(context.day))
    return passage.origin in ("label", "field")


def _judge(one: _Read, read: Sequence[_Read], context: Context) -> Judgement:
    passage, outcome = one
    if passage.blank:
        return context.failed(passage.blank, passage)
    measured = [value for value in outcome.values if not value.rejection]
    if not measured:
        return _no_value(outcome, passage, context)
    grounds = [_ground(passage, measured[0], "measured")]
    yardstick = outcome.yardstick
    targets = [value for value in outcome.values if value.rejection == "target"]
    targets.sort(key=lambda value: not yardstick.holds(value.quantity, passage.pack))
    grounds += [_ground(passage, targets[0], "target")] if targets else []
    if not targets and len(yardstick.numbers) < 2:
        return context.failed("no-target", passage, grounds=grounds)
    decision = _decision(one, read)
    if not decision:
        value = measured[0].quantity.text
        return context.failed("no-decision", passage, grounds=grounds, value=value)
    return context.passed(passage, [*grounds, decision], "measured-and-decided")


def _decision(one: _Read, read: Sequence[_Read]) -> Ground | None:
    """What was decided, in the passage itself or under a label of its own (``Decision``)."""
    for passage, outcome in sorted(read, key=lambda other: other is not one):
        if not passage.signals.blank and outcome.decision:
            return passage.ground("decision", outcome.decision.start, outcome.decision.end)
    return None


def _ground(passage: Passage, value: Value, role: str) -> Ground:
    return passage.ground(role, value.quantity.start, value.quantity.end)


def _no_value(outcome: Outcome, passage: Passage, context: Context) -> Judgement:
    """Which number stands where the measured value should, and why it is none."""
    for rejection, reason in _SPOKEN.items():
        found = next((value for value in outcome.values if value.rejection == rejection), None)
        if found:
            grounds = [_ground(passage, found, rejection)]
            words, metric = found.quantity.text, excerpt(outcome.yardstick.text)
            return context.failed(reason, passage, grounds=grounds, value=words, metric=metric)
    return context.failed("no-value", passage)
