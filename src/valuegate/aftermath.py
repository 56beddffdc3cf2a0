"""What came out, where no label says so: the text after the metric, read a few paragraphs at a time.

A closing message has no headings: it names the measure, then what was counted since, then what is done now.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import accumulate, chain, groupby, islice

from .case import Case
from .outline import BODY, OTHER, Part
from .passage import SILENT, Passage
from .records import NamedTuple
from .text.metric_reading import MetricReading, read_metric
from .text.signals import MAX_JUDGED
from .ticket import Block
from .unclaimed import is_unknown, with_label

_ELSEWHERE = ("problem", "review-date", "open-question", OTHER)
"""Labels under which nobody looks for a result."""

_METRIC, _IMPACT = "metric", "impact"

_UNTOLD = ("", "context", _IMPACT)
"""Labels under which a metric may stand that has none of its own (``Mesure`` means either)."""

_NEAR = 3
"""Value and decision stand in so many paragraphs that follow each other."""

_BOUNDS = ("<=", ">=")
"""``at most 6`` is a target where a number stands beside it."""

_MOST = 60
"""Paragraphs that are read: a closing message has ten, a hostile text a hundred thousand."""


class Aftermath(NamedTuple):
    """The ticket's metric, the pieces of text after it, and those before it that may tell a result too."""

    metric: Passage
    after: list[Passage]
    before: list[Passage]


class _Piece(NamedTuple):
    """One paragraph, with the heading over it where nobody knows what that announces."""

    topic: str
    blocks: tuple[Block, ...]


def aftermath(case: Case, day: date) -> Aftermath | None:
    """The first metric that is told whole, under its label if it has one, and what stands around it."""
    pieces = list(islice(_pieces(case.parts), _MOST))
    labelled = any(piece.topic == _METRIC for piece in pieces)
    field = None if labelled else _in_front_matter(case)
    if field:
        return Aftermath(field, _windows(case, [one.blocks for one in pieces if not one.topic]), [])
    for strict in (True, False):
        for at, piece in _candidates(pieces, labelled):
            passage = case.reread(piece.blocks)
            reading = _reading(passage, day, labelled, strict)
            if reading:
                own, rest = _parted(piece.blocks, passage, reading, day)
                after = [*rest, *(later.blocks for later in pieces[at + 1 :])]
                before = [one.blocks for one in pieces[:at] if _may_precede(case, one, labelled)]
                return Aftermath(case.reread(own), _windows(case, after), _windows(case, before))
    return None


def _reading(passage: Passage, day: date, labelled: bool, strict: bool) -> MetricReading | None:
    """The metric of a paragraph: in running text both halves need words, or else the target does."""
    told = read_metric(passage.signals, day, strict=not labelled)
    if strict or labelled:
        return told if not told.fault or (labelled and told.target) else None
    lax = read_metric(passage.signals, day)
    sure = lax.target and (told.target or lax.target.comparator in _BOUNDS)
    return lax if sure and not lax.fault else None


def _in_front_matter(case: Case) -> Passage | None:
    """The metric that stands before the text: ``metric: …``."""
    told = case.passages(_METRIC) if case.ticket.fields else []
    return next((one for one in told if one.origin in ("label", "field")), None)


def _candidates(pieces: Sequence[_Piece], labelled: bool) -> Iterator[tuple[int, _Piece]]:
    """The paragraphs that may name the metric, in order; those that tell of the problem's proof last."""
    for topics in [(_METRIC,)] if labelled else [_UNTOLD, ("evidence",)]:
        yield from ((at, piece) for at, piece in enumerate(pieces) if piece.topic in topics)


def _may_precede(case: Case, piece: _Piece, labelled: bool) -> bool:
    """Does it say itself that it is a result (``Result: …``), or is it apart from a metric with a label?"""
    lead, colon, _ = piece.blocks[-1].text.partition(":")
    return (labelled and not piece.topic) or bool(colon and case.announced(lead) == _IMPACT)


def _pieces(parts: Sequence[Part]) -> Iterator[_Piece]:
    for part in parts:
        unknown = is_unknown(part) or (part.topic == "problem" and not part.exact)
        if part.topic in _ELSEWHERE and not unknown:
            continue
        topic = "" if unknown or part.topic == BODY else part.topic
        blocks = [block for block in part.blocks if block.kind not in SILENT]
        lead = with_label(part).blocks[:1] if unknown else ()
        for row, run in groupby(blocks, key=lambda block: block.kind == "row"):
            for together in [tuple(run)] if row else ((block,) for block in run):
                yield _Piece(topic, (*lead, *together))
                lead = ()


def _parted(
    blocks: Sequence[Block], passage: Passage, reading: MetricReading, day: date
) -> tuple[Sequence[Block], list[tuple[Block, ...]]]:
    """The sentences that name the metric and its values, and what follows them."""
    *lead, block = blocks
    values = [value for value in (reading.baseline, reading.target) if value]
    first = min(reading.indicator.start or values[0].start, *(value.start for value in values))
    last = max(value.end for value in values)
    if block.kind == "row":  # it may hold the result too: "Before, Goal, After"
        end = last + len(passage.text.string[last:].partition("\n")[0])
        later = any(last <= one.start < end for one in passage.signals.quantities(day))
        return blocks, [tuple(blocks)] if later else []
    before = len(passage.text.string) - len(block.text)
    start, end = _sentences(passage, first, last)
    start, end = max(start - before, 0), end - before
    own = [*lead, block.piece(start, end)]
    return own, [(block.piece(end, len(block.text)),)] if block.text[end:].strip() else []


def _sentences(passage: Passage, first: int, last: int) -> tuple[int, int]:
    """From the beginning of the sentence of one place to the end of that of another."""
    places = passage.signals.sentences
    start = max((start for start, _ in places if start <= first), default=0)
    return start, min((end for _, end in places if end >= last), default=len(passage.text.string))


def _windows(case: Case, pieces: Sequence[Sequence[Block]]) -> list[Passage]:
    sizes = accumulate(sum(len(block.text) for block in piece) for piece in pieces)
    pieces = [piece for piece, size in zip(pieces, sizes, strict=True) if size <= MAX_JUDGED]
    starts = range(max(1, len(pieces) - _NEAR + 1)) if pieces else ()
    near = (chain.from_iterable(pieces[at : at + _NEAR]) for at in starts)
    return [case.reread(tuple(blocks)) for blocks in near]
