"""Metric: which outcome moves, from what baseline to what target?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..case import Case
from ..check import Context
from ..finding import Ground, Judgement, excerpt
from ..language import ReasonText
from ..passage import Passage
from ..text.metric_reading import MetricReading, read_metric
from ..text.numbers import Quantity
from ..typed import Any

_SILENT = "silent"
"""The rule of a passage that speaks of no metric: it is passed over, not blamed."""
_SHOWN = 70


class Metric:
    """Holds where a passage names an outcome, where it stands and where it should go."""

    id = "metric"
    question = "Which outcome moves, from what baseline to what target?"
    reasons = (
        "missing", "placeholder", "template-text", "addressed", "copied", "salad", "output", "vanity",
        "no-number", "baseline-missing", "target-missing", "equal", "wrong-way", "unknown-values",
        "relative-only", "unit-mismatch", "baseline-pending", "no-indicator",
    )  # fmt: skip
    options: Mapping[str, Mapping[str, Any]] = {
        "baseline-pending": {
            "enum": ["fail", "pass"],
            "default": "fail",
            "description": "A baseline that is not known yet, with its source and the day it will be read: "
            "refused, or accepted (in a discovery gate).",
        },
    }
    texts: Mapping[str, Mapping[str, ReasonText]] = {}

    def judge(self, case: Case, context: Context) -> Judgement:
        """Passed by the first passage that holds; else what the best one lacks."""
        first: Judgement | None = None
        empty: Passage | None = None
        for passage in self._passages(case, context):
            judgement = self._judge(case, passage, context)
            if judgement.outcome == "passed":
                return judgement
            if passage.empty:
                empty = empty or passage
            elif first is None and judgement.rule != _SILENT:
                first = judgement
        # an empty section is told at its label, an absent one at the top of the ticket
        return first or context.failed("missing", empty, said=_words(None, MetricReading(""), context))

    def _passages(self, case: Case, context: Context) -> Iterator[Passage]:
        """The passages of the case; last, the paragraphs of a message one by one: each is a thought."""
        passages = case.passages(self.id, context.options.get("field") or "")
        yield from passages
        if any(passage.origin == "prose" for passage in passages):
            yield from case.paragraphs

    def _judge(self, case: Case, passage: Passage, context: Context) -> Judgement:
        announced = passage.origin in ("label", "field")
        reading = MetricReading(passage.blank or "")
        if not reading.fault:
            reading = read_metric(passage.signals, context.day, strict=not announced)
        if not reading.fault and case.repeated(passage):
            reading = reading._replace(fault="copied")
        pending = reading.fault == "baseline-pending" and context.options["baseline-pending"] == "pass"
        if not reading.fault or (pending and announced):
            return context.passed(passage, _grounds(passage, reading), reading.fault or reading.rule)
        if not announced and not (reading.baseline and reading.target):
            return Judgement("failed", rule=_SILENT)
        place = reading.place or (0, None)
        said = _words(passage, reading, context)
        return context.failed(reading.fault, passage, *place, grounds=_grounds(passage, reading), said=said)


def _grounds(passage: Passage, reading: MetricReading) -> list[Ground]:
    """The indicator, and the values with their roles."""
    places: list[tuple[str, int, int]] = []
    if reading.indicator.kind != "none":
        places.append(("indicator", reading.indicator.start, reading.indicator.end))
    places += [(role, q.start, q.end) for role, q in _halves(reading) if q]
    return [passage.ground(role, start, end) for role, start, end in places]


def _halves(reading: MetricReading) -> list[tuple[str, Quantity | None]]:
    return [("baseline", reading.baseline), ("target", reading.target)]


def _words(passage: Passage | None, reading: MetricReading, context: Context) -> dict[str, str]:
    """What messages say of a metric: its own words, and an example where it has none."""
    spoken = context.speech.table("metric_spoken")
    words = {role: " ".join(q.text.split()) if q else str(spoken[role]) for role, q in _halves(reading)}
    text = passage.signals.text[reading.indicator.start : reading.indicator.end] if passage else ""
    words["indicator"] = _short(text) or str(spoken["indicator"])
    return words


def _short(text: str) -> str:
    text = excerpt(text)
    return text if len(text) <= _SHOWN else text[: text.rfind(" ", 0, _SHOWN)].rstrip() + " …"
