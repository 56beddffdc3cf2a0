"""On which day will somebody look at the result?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache

from ..case import Case
from ..check import Context
from ..finding import Judgement
from ..language import Pack, ReasonText
from ..passage import Passage
from ..text.dates import DateMention, find_dates
from ..text.occasions import Occasion, occasions
from ..text.review_words import (
    TABLE,
    may_speak_of_review,
    names_event,
    speaks_of_figures,
    speaks_of_review,
)
from ..text.spoken import in_words
from ..typed import Any
from ..words import tokenize

_ORDERS = {"auto": "auto", "day-first": "dmy", "month-first": "mdy"}
_OF_PURPOSE = {
    "launch": "launch",
    "deadline": "deadline",
    "meeting": "other-event",
    "other": "other-event",
    "conditional": "conditional",
    "recurring": "recurring",
    "denied": "negated",
}
_SILENT = "silent"
"""The rule of a passage that speaks of no review: it is passed over, not blamed."""

_SECTION = 300
"""Up to so many characters a section is read together with its heading."""

_RANK = (
    "weekday",
    "past",
    "far-off",
    "impossible",
    "ambiguous",
    "not-a-day",
    "relative",
    "conditional",
    "negated",
    "recurring",
    "deadline",
    "launch",
    "other-event",
    "vague",
)


class ReviewDate:
    """Holds where one valid day after the day of entry stands as a review of results."""

    id = "review-date"
    question = "On which day will somebody look at the result?"
    reasons = ("missing", "placeholder", "template-text", "addressed", "no-date", *_RANK, "due")
    options: Mapping[str, Mapping[str, Any]] = {
        "max-days": {
            "type": "integer",
            "minimum": 1,
            "default": 730,
            "description": "A review further away than this many days is refused: nobody keeps it.",
        },
        "allow-relative": {
            "type": "boolean",
            "default": False,
            "description": "Accept “6 weeks after release” where no calendar day is given.",
        },
        "date-order": {
            "enum": ["auto", "day-first", "month-first"],
            "default": "auto",
            "description": "How 03/04/2027 reads. auto: French day first, English refuses to guess.",
        },
    }
    texts: Mapping[str, Mapping[str, ReasonText]] = {}

    def judge(self, case: Case, context: Context) -> Judgement:
        """Passed by the first passage that holds; else the best-ranked one says what is missing."""
        passages = case.passages(self.id, context.options.get("field") or "")
        judged = [self._judge(passage, context) for passage in passages]
        if {judgement.rule for judgement in judged} == {"no-date"}:  # "Evaluation" may announce an opinion
            judged += [self._judge(passage, context) for passage in case.beside(self.id)]
        passed = next((judgement for judgement in judged if judgement.outcome == "passed"), None)
        return (
            passed
            or next((j for j in judged if j.rule != _SILENT), None)
            or context.failed("missing", said=_words(None, context))
        )

    def _judge(self, passage: Passage, context: Context) -> Judgement:
        if passage.blank:
            return context.failed(passage.blank, passage, said=_words(None, context))
        signals = passage.signals
        silent = passage.origin in ("shared", "prose")
        if silent and not _may_speak_of_review(passage):
            return Judgement("failed", rule=_SILENT)  # no time counts here, so none is looked for
        mentions = signals.dates(context.day, _ORDERS[context.options["date-order"]])
        found = [o for o in occasions(signals, mentions) if _belongs(o, passage)]
        faults = [(_fault(occasion, passage, context), occasion) for occasion in found]
        holding = [occasion for fault, occasion in faults if not fault]
        if holding:
            return _passed(holding[0], passage, context)
        if faults:
            reason, occasion = min(faults, key=lambda fault: _RANK.index(fault[0]))
            return _failed(reason, occasion, passage, context)
        if silent:
            return Judgement("failed", rule=_SILENT)
        return _without_day(passage, context)


def _without_day(passage: Passage, context: Context) -> Judgement:
    """No time is named at all; a meeting that comes back, or a condition, stands in its place."""
    for reason in ("recurring", "conditional"):
        for hit in passage.signals.of(TABLE, reason):
            event = passage.text.string[hit.start : hit.end]
            return context.failed(reason, passage, said={"event": event, **_words(None, context)})
    return context.failed("no-date", passage, said=_words(None, context))


def _passed(occasion: Occasion, passage: Passage, context: Context) -> Judgement:
    mention = occasion.mention
    grounds = [passage.ground("day", mention.start, mention.end)]
    if occasion.end:
        grounds.append(passage.ground("review", occasion.start, occasion.end))
    warnings = []
    if context.today and mention.day and mention.day <= context.today:
        place = (mention.start, mention.end)
        warnings.append(
            context.finding("due", passage, *place, severity="warning", said=_words(None, context))
        )
    return context.passed(passage, grounds, "day" if mention.day else "relative", warnings)


def _failed(reason: str, occasion: Occasion, passage: Passage, context: Context) -> Judgement:
    mention = occasion.mention
    grounds = [passage.ground(mention.kind, mention.start, mention.end)]
    if occasion.end:
        grounds.append(passage.ground(occasion.purpose, occasion.start, occasion.end))
    event = passage.text.string[occasion.start : occasion.end] or passage.label
    words = {"event": event, **_words(mention, context, after=reason in ("launch", "deadline"))}
    end = _sentence_end(passage, mention) if mention.kind == "relative" else mention.end
    return context.failed(reason, passage, mention.start, end, grounds=grounds, said=words)


def _sentence_end(passage: Passage, mention: DateMention) -> int:
    """``6 weeks after`` is quoted with the event that it hangs on."""
    ends = (end for start, end in passage.signals.sentences if start <= mention.start < end)
    return next(ends, mention.end)


def _fault(occasion: Occasion, passage: Passage, context: Context) -> str:
    """Why this time is no review date; '' if it is one."""
    mention, purpose = occasion.mention, str(occasion.purpose)
    relative = mention.kind == "relative" and purpose not in ("conditional", "recurring", "denied")
    if relative:
        return "" if context.options["allow-relative"] else "relative"
    excused = purpose in ("meeting", "other") and _label_names_results(passage)
    excused = excused and not _is_ceremony(occasion, passage)
    if purpose == "bare" and passage.origin == "label":
        purpose = _event_of_label(passage) or purpose
    if purpose in _OF_PURPOSE and not excused:
        return _OF_PURPOSE[purpose]
    if mention.kind != "day" or mention.day is None:
        return mention.kind if mention.kind in _RANK else "not-a-day"
    return _fault_of_day(mention, mention.day, context)


def _fault_of_day(mention: DateMention, day: date, context: Context) -> str:
    if mention.weekday_ok is False:
        return "weekday"
    if day <= context.day:
        return "past"
    return "far-off" if day > context.day + timedelta(days=context.options["max-days"]) else ""


def _may_speak_of_review(passage: Passage) -> bool:
    return passage.headed or may_speak_of_review(passage.signals) or _label_speaks_of_review(passage)


def _belongs(occasion: Occasion, passage: Passage) -> bool:
    """Under a label of its own every time counts; elsewhere only one that is said to be a review.

    A label that nobody knows says so as well as a sentence: ``We meet to see if it has helped``.
    """
    if passage.origin in ("label", "field"):
        return True
    if occasion.purpose not in ("bare", "review"):
        return False
    signals, at = passage.signals, occasion.mention.start
    sentence = next(((a, b) for a, b in signals.sentences if a <= at < b), (0, len(signals.live)))
    if occasion.purpose == "review" and speaks_of_review(signals, *sentence):
        return True
    return _label_speaks_of_review(passage) or (
        passage.headed and _comes_with_figures(passage, at, *sentence)
    )


def _comes_with_figures(passage: Passage, at: int, start: int, end: int) -> bool:
    """``3 May 2027, with the lift log``: a day that opens its line, under a heading of no other event.

    Or the heading says what is done, and the line with what.
    """
    signals = passage.signals
    if end < _SECTION and speaks_of_review(signals, 0, end):
        return True
    opens = at == start and speaks_of_figures(signals, start, end)
    return opens and not names_event(signals, 0, len(passage.label))


@lru_cache(maxsize=1024)
def _told(pack: Pack, label: str) -> frozenset[str]:
    """What the words of a label say; labels repeat from ticket to ticket."""
    return frozenset(tag for hit in pack.hits(tokenize(label), TABLE) for tag in hit.tags)


def _label_speaks_of_review(passage: Passage) -> bool:
    """``We meet to see if it has helped``, ``Day we look at the result``: by the rules for sentences."""
    if passage.topic == "metric" or not passage.label:
        return False
    tags = _told(passage.signals.pack, passage.label)
    return "review_named" in tags or {"act", "figures"} <= tags


def _event_of_label(passage: Passage) -> str:
    """``Day on which the machines arrive``: a label that speaks of an event, and of no review."""
    tags = _told(passage.signals.pack, passage.label)
    return (
        ""
        if tags & {"review", "review_named"}
        else next((e for e in ("launch", "deadline") if e in tags), "")
    )


def _label_names_results(passage: Passage) -> bool:
    """``Results review: steering committee, 10 March``: the label says what the meeting looks at."""
    hits = passage.signals.pack.hits(tokenize(passage.label), TABLE)
    return any("results" in hit.tags for hit in hits)


def _is_ceremony(occasion: Occasion, passage: Passage) -> bool:
    """A demo looks at what was made, whatever the label says; a committee may look at results."""
    return any(hit.start == occasion.start for hit in passage.signals.of(TABLE, "ceremony"))


def _words(mention: DateMention | None, context: Context, *, after: bool = False) -> dict[str, str]:
    """What messages say of days, in words: an example that fits, and the two readings of a date."""
    first, last = (mention.first, mention.last) if mention and not after else (None, None)
    return {
        "example": in_words(_example(mention, context, after=after), context.speech),
        "first": in_words(first, context.speech) if first else "",
        "last": in_words(last, context.speech) if last else "",
        "today": in_words(context.day, context.speech),
        "max": str(context.options["max-days"]),
    }


def _example(mention: DateMention | None, context: Context, *, after: bool) -> date:
    """A day that could stand there: six weeks after an event, or inside the period that was written."""
    today = context.day
    soon, horizon = today + timedelta(days=98), today + timedelta(days=365)
    if mention is None or mention.kind == "ambiguous":
        return soon
    if after and mention.day and today < mention.day < horizon:
        return mention.day + timedelta(days=43)
    for last in (mention.last, *_ends_with_a_year(mention, context)):
        if last and today < last < horizon:
            return last
    return soon


def _ends_with_a_year(mention: DateMention, context: Context) -> list[date | None]:
    """The ends of a period that was written without its year: ``Q2`` is that of this year or the next."""
    if mention.last or mention.day:
        return []
    years = (context.day.year, context.day.year + 1)
    texts = [f"{mention.text} {year}" for year in years]
    found = [find_dates(text, context.speech, today=context.day) for text in texts]
    return [mentions[0].last for mentions in found if mentions]
