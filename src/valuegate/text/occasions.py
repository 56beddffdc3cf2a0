"""What a day is for: a review of results, a launch, a deadline, a meeting, or nothing that is said.

A day belongs to the words beside it in its sentence. An allow-list decides: where words stand before a day,
one of them must speak of results, or they must be words that name no event at all.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from operator import itemgetter

from ..language import Hit
from ..records import NamedTuple
from ..typed import Literal
from .announced import announces, is_asked
from .dates import DateMention
from .links import overlaps
from .review_words import EVENTS, REVIEW, SMALL, TABLE, Window, is_small, speaks_of_review
from .signals import Signals

Purpose = Literal[
    "review", "bare", "launch", "deadline", "meeting", "other", "conditional", "recurring", "denied"
]
"""``bare``: no word says what the day is for, so its label does. ``other``: some event, not a review."""

_AFTER_A_STOP = ("launch", "deadline", "ceremony")
"""What may stand after a comma as what the day is for; a committee there may be who looks at the results."""
_FEW = 2
"""Words that name something, at most, between a dash and the event: ``: big go-live``."""
_HIT_START = itemgetter(3)
_BREAK = re.compile(r"[,;(\n]|\s[-–—]\s|\.\s")
_STOP = re.compile(r"[,;(:=\n]|\s[-–—]\s")
_FREE = re.compile(r"[,(;:=\n]|\s[-–—]\s")
_TURN = re.compile(r"[(:=]|\s[-–—]\s")


class Occasion(NamedTuple):
    """A mention of a time, what it is for, and the words that say so (0, 0 if none do)."""

    mention: DateMention
    purpose: Purpose
    start: int
    end: int


def occasions(signals: Signals, mentions: Sequence[DateMention]) -> list[Occasion]:
    """What each mentioned time is for. ``No later than`` is no vague time, though ``later`` is one."""
    if [True for mention in mentions if mention.kind == "vague"]:
        harmless = [(hit.start, hit.end) for hit in signals.of(TABLE, "harmless")]
        mentions = [m for m in mentions if m.kind != "vague" or not overlaps(m.start, m.end, harmless)]
    found: list[Occasion] = []
    for number in range(len(mentions)):
        here = _occasion(signals, mentions, number)
        if found and here.purpose == "bare" and _is_joined(signals, found[-1].mention, here.mention):
            here = found[-1]._replace(mention=here.mention)  # "trade fair, 4 and 5 March"
        found.append(here)
    return found


def _is_joined(signals: Signals, one: DateMention, other: DateMention) -> bool:
    """Does a small word, a dash or a move lead from a time to the next (``4 and 5 March``)?"""
    if Window(signals, one.end, other.start).first("moved"):
        return True
    between = signals.live[one.end : other.start].strip()
    return 0 < len(between) <= SMALL and between not in ",;.:()"


def _occasion(signals: Signals, mentions: Sequence[DateMention], number: int) -> Occasion:
    mention = mentions[number]
    sentence = signals.sentence(mention.start)
    before = Window(signals, _start(signals, mentions, number, sentence[0]), mention.start)
    if mention.kind == "range" and mention.last and before.first("moved"):
        mention = mention._replace(kind="day", day=mention.last)  # "put off from 1 October to 16 February"
    after = Window(signals, mention.end, _end(signals, mentions, number, sentence[1]))
    purpose, hit = _purpose(signals, sentence, before, after, mention)
    start, end = (hit.start, hit.end) if hit else (0, 0)
    return Occasion(mention, purpose, start, sentence[1] if purpose == "conditional" else end)


def _start(signals: Signals, mentions: Sequence[DateMention], number: int, start: int) -> int:
    """Words before a day count from the end of the time mentioned before it, or the last line end."""
    previous = mentions[number - 1] if number else None
    if previous and previous.end > start:
        start = previous.end
        if previous.kind == "relative":  # "8 weeks after launch, on 6 April": the launch belongs to the weeks
            event = Window(signals, start, mentions[number].start).first(*EVENTS)
            start = event.end if event and len(signals.live[start : event.start].split()) <= 2 else start
    return max(start, signals.live.rfind("\n", start, mentions[number].start))


def _end(signals: Signals, mentions: Sequence[DateMention], number: int, end: int) -> int:
    """Words after a day count up to the next break where another time follows, else to the end."""
    following = mentions[number + 1].start if number + 1 < len(mentions) else len(signals.live) + 1
    if following >= end:
        return end
    found = _BREAK.search(signals.live, mentions[number].end + 1, following)
    return found.start() if found else following


def _purpose(
    signals: Signals, sentence: tuple[int, int], before: Window, after: Window, mention: DateMention
) -> tuple[Purpose, Hit | None]:
    if not signals.hits(TABLE):  # no word says what any day is for
        told = before.unknown() or announces(signals, after)
        return ("other", None) if told else ("bare", None)
    whole = Window(signals, *sentence)
    if hit := _condition(signals, whole):
        return "conditional", hit
    hit = whole.first("denied")
    if hit and not _tells_which(signals, hit):
        return "denied", hit
    purpose, hit = _told(signals, before, after, mention)
    work = None if whole.first("figures") else whole.first("work")
    if purpose == "review" and hit and work and _adjoin(signals, hit, work):
        return "meeting", work  # mock-ups that are reviewed are no results
    return purpose, hit


def _condition(signals: Signals, whole: Window) -> Hit | None:
    """What makes a day uncertain. ``We see on 3 May if it helped`` asks a question, and sets no condition."""
    asked: Hit | None = None
    for hit in whole.hits:
        if "wonders" in hit.tags:
            asked = hit
        elif "conditional" in hit.tags and not (
            asked and not _STOP.search(signals.live, asked.end, hit.start)
        ):
            return hit
    return None


def _adjoin(signals: Signals, one: Hit, other: Hit) -> bool:
    """Do two phrases stand in one stretch, with no comma or dash between them?"""
    first, second = sorted((one, other), key=_HIT_START)
    return not _BREAK.search(signals.live, first.end, second.start)


def _told(
    signals: Signals, before: Window, after: Window, mention: DateMention
) -> tuple[Purpose, Hit | None]:
    """What the words around a day say of it."""
    if hit := before.first("recurring") or after.first("recurring"):
        return "recurring", hit
    owner = _owner(signals, mention)
    if owner and not ("meeting" in owner.tags and after.first(*REVIEW)):
        return _named(owner), owner
    event = before.last(*EVENTS)
    if event and _looks(signals, event, before.start, after.end):
        return "review", None
    if event and _is_bound(signals, before, event, mention):
        return _named(event), event
    if hit := before.last(*REVIEW):
        return "review", hit
    if event and _is_counted_in(before, event):
        return "bare", None
    if event:
        rescue = after.first(*REVIEW) if _named(event) == "meeting" else None
        return ("review", rescue) if rescue else (_named(event), event)
    return _by_what_follows(signals, before, after)


def _looks(signals: Signals, event: Hit, start: int, end: int) -> bool:
    """Does whoever meets look at something that was counted (``the council reads the log again``)?"""
    meets = _named(event) == "meeting" and "ceremony" not in event.tags
    return meets and (
        speaks_of_review(signals, start, event.start) or speaks_of_review(signals, event.end, end)
    )


def _owner(signals: Signals, mention: DateMention) -> Hit | None:
    """The event whose own day this is: ``the release of 18 March``."""
    hits = signals.hits(TABLE)
    at = bisect_left(hits, mention.start, key=_HIT_START) if len(hits) > 1 else 0
    last, event = (hits[at - 1], hits[at - 2]) if at >= 2 else (None, None)
    joined = last and event and "belonging" in last.tags and event.last == last.first
    close = last and joined and not signals.live[last.end : mention.start].strip()
    return event if close and event and not event.tags.isdisjoint(EVENTS) else None


def _by_what_follows(signals: Signals, before: Window, after: Window) -> tuple[Purpose, Hit | None]:
    review, event = after.first(*REVIEW), after.first(*EVENTS)
    told = event and not review and not is_asked(signals, before)  # what people want to know that day
    if event and told and _looks(signals, event, after.start, after.end):
        return "review", None  # "on 2 June the council is told whether the smell is gone"
    if event and told and (_heads(signals, after, event) or _befalls(signals, before, after, event)):
        return _named(event), event
    if review:
        return "review", review
    if speaks_of_review(signals, *signals.sentence(before.end)):
        return "review", None
    if before.unknown():
        return "other", None
    new = after.first("novelty")
    comes = new and signals.live[new.start].islower() and signals.sentence(new.start)[1] <= after.end
    if not comes and announces(signals, after):
        return "other", None
    return ("launch", new) if comes else ("bare", None)  # the day on which something new is there


def _named(event: Hit) -> Purpose:
    return next(purpose for purpose in EVENTS if purpose in event.tags)


def _is_bound(signals: Signals, before: Window, event: Hit, mention: DateMention) -> bool:
    """In ``after the release of 18 March`` the day is the release's; a bracket or comma sets it free."""
    lead = [hit for hit in before.hits if "binding" in hit.tags and hit.start < event.start]
    if not lead or event.first - lead[-1].last > 3:
        return False
    spelled = before.last("spelled_out")
    free = _FREE.search(signals.live[event.end : mention.start])
    return not free and not (spelled and spelled.start > event.start)


def _is_counted_in(before: Window, event: Hit) -> bool:
    """``day 100 of the season, i.e. 18 February``: the season only says how the day was counted."""
    spelled, others = before.last("spelled_out"), [hit for hit in before.hits if hit.start < event.start]
    told = spelled is not None and spelled.start > event.start and _named(event) == "meeting"
    if not told or not others or "belonging" not in others[-1].tags or others[-1].last != event.first:
        return False
    return all(hit.tags.isdisjoint(EVENTS) for hit in others)


def _heads(signals: Signals, after: Window, event: Hit) -> bool:
    """Does what follows the day, or a stop after it, begin with this event (``2027-03-01: go-live``)?"""
    gap = signals.live[after.start : event.start]
    stops = [stop.end() for stop in _STOP.finditer(gap)]
    start = after.start + (stops[-1] if stops else 0)
    if any("binding" in hit.tags and start <= hit.start < event.start for hit in after.hits):
        return False
    lead = [token.word for token in signals.tokens if start <= token.start < event.start]
    named = sum(not is_small(signals, word) for word in lead)
    if _TURN.search(gap) and "," not in gap and named <= _FEW:
        return True
    if named or not stops:
        return not named
    alone = signals.sentence(event.start)[1] <= after.end  # else the event has a time of its own
    return alone and not event.tags.isdisjoint(_AFTER_A_STOP) and not _leads_on(signals, event)


def _befalls(signals: Signals, before: Window, after: Window, event: Hit) -> bool:
    """``On 3 May the lockers are installed``: a sentence that opens with the day tells what happens on it."""
    opening = signals.live[before.start : before.end].strip()
    if not opening or before.unknown() or "launch" not in event.tags or _leads_on(signals, event):
        return False
    bound = any("binding" in hit.tags for hit in after.hits if hit.start < event.start)
    return not bound and signals.sentence(event.start)[1] <= after.end


def _leads_on(signals: Signals, event: Hit) -> bool:
    """``launch manager``: a word right after it makes it part of a name for something else."""
    following = signals.tokens[event.last] if event.last < len(signals.tokens) else None
    adjoins = following and not signals.live[event.end : following.start].strip()
    return bool(adjoins and following and not is_small(signals, following.word))


def _tells_which(signals: Signals, hit: Hit) -> bool:
    """``the cancelled trips``, ``les tickets annulés``: one word that only says which things are counted."""
    if hit.last - hit.first > 1:
        return False
    before = signals.tokens[hit.first - 1] if hit.first else None
    joined = before is not None and not signals.live[before.end : hit.start].strip()
    named = joined and before is not None and not is_small(signals, before.word)
    known = any(other.last == hit.first for other in signals.hits(TABLE))
    return (named and not known) or _leads_on(signals, hit)
