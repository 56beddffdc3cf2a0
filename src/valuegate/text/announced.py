"""What a colon or a dash after a day leads to: another event, a question of what came of it, or a choice."""

from __future__ import annotations

import re

from .review_words import EVENTS, REVIEW, Window, is_small
from .signals import Signals

_LEADS = re.compile(r"\s?(?::|\s[-–—])\s")
_LATER = re.compile(r",[^:\n]{1,30}:\s")
"""A colon after the hour and the room."""


def announces(signals: Signals, after: Window) -> bool:
    """``11 June 2027: budget hearing``: what a colon or a dash leads to is what happens on that day.

    It says nothing of results, and none of its words is a name, or known as harmless; or it is a question
    of something else (``who brings the cake?``).
    """
    turn = _LEADS.match(signals.live, after.start, after.end) or _after_the_room(signals, after)
    if not turn or after.first("act", "figures", *REVIEW):
        return False
    led = Window(signals, turn.end(), after.end)
    said = [token for token in signals.tokens if led.start <= token.start < led.end]
    named = [signals.live[token.start] for token in said if not is_small(signals, token.word)]
    if is_asked(signals, after):
        return bool(named) and not _asks_what_came_of_it(signals, led) and not _is_choice(signals, led, 1)
    if led.first("harmless", *EVENTS) or _is_choice(signals, led, 2):
        return False
    return len(named) > 1 and not any(letter.isupper() or letter.isdigit() for letter in named[1:])


def _after_the_room(signals: Signals, after: Window) -> re.Match[str] | None:
    """``22 April 2027, 9 am, room 4: fire drill``: an hour and a place, and no more, before the colon."""
    turn = _LATER.match(signals.live, after.start, after.end)
    return None if turn and Window(signals, after.start, turn.end()).unknown() else turn


def is_asked(signals: Signals, window: Window) -> bool:
    """Is it the end of a question?"""
    return signals.live[: signals.sentence(window.start)[1]].endswith("?")


def _asks_what_came_of_it(signals: Signals, led: Window) -> bool:
    """``did the re-bakes drop?``, ``what has it brought?``"""
    asked = led.first("looks_back", "has_done")
    if not asked:
        return False
    return "has_done" in asked.tags or not Window(signals, led.start, asked.start).unknown()


def _is_choice(signals: Signals, led: Window, least: int) -> bool:
    """``keep or drop?``, ``do we go on?``: at least so many words that decide, and no ``who`` before them."""
    asked, decisions = led.first("asks_who"), signals.of("impact", "decision")
    decided = [hit for hit in decisions if led.start <= hit.start < led.end]
    return len(decided) >= least and not (asked and asked.start < decided[0].start)
