"""A roll-out in words: more and more who have a thing of the team's, more of its fixtures, its own pace."""

from __future__ import annotations

from .direction import rises
from .finish_line import happens
from .movement import Movement
from .phrase import Name, Phrase

_DEVICE = ("device", "artefact")
_EFFECT = ("measure", "flaw")
_VERB = 5
"""A verb stands within so many words of the team."""


def rolled_out(name: Name, movement: Movement) -> int | None:
    """The place of the word that says that more have it, or that more of it stand there."""
    whole = name.whole
    at = whole.first("holding")
    thing = _supplied(whole, at) if at is not None and _is_holder(whole, at) else None
    effects: tuple[str, ...] = _EFFECT
    if thing is None:
        thing, effects = _fixture(name), ()
    said = len(name.phrase.words)  # what stands beside the values says when, and not of what
    if thing is None or _lives_on(whole, range(thing + 1, max(said, thing + 1)), effects):
        return None
    return thing if rises(movement) else None


def _is_holder(whole: Phrase, at: int) -> bool:
    """``shops with the app``, ``call agents who have it``: but ``sales in shops with it`` counts sales."""
    owner = at - 1 if "who" not in whole.tags(at - 1) else at - 2
    effect = whole.first(*_EFFECT)
    if at == 0:
        return True  # "of ten apprentices four have a login"
    if owner < 0 or not whole.names(owner) or whole.tags(owner) & set(_EFFECT):
        return False
    return effect is None or effect > at or all(whole.names(n) for n in range(effect, owner))


def _supplied(whole: Phrase, at: int) -> int | None:
    """The thing held, where it is a device, or ``the new`` one."""
    known = fresh = "making" in whole.tags(at)  # "have the new"
    rest = range(at, len(whole.words))
    thing = next((n for n in rest if not whole.tags(n) & {"holding", "agent"}), at)  # "have received"
    while thing < len(whole.words) and not whole.names(thing):
        tags = whole.tags(thing)
        known, thing = known or "definite" in tags, thing + 1
    while thing < len(whole.words) and "new" in whole.tags(thing):
        fresh, thing = True, thing + 1
    last = thing
    while last < len(whole.words) and whole.names(last) and not (last > thing and whole.stopped(last)):
        last += 1
    device = last > thing and not whole.tags(last - 1).isdisjoint(_DEVICE)  # "a screen reader" is none
    return last - 1 if device or (known and fresh and last > thing) else None


def _lives_on(whole: Phrase, after: range, effects: tuple[str, ...]) -> bool:
    """``shops with the app that sell out``: something else is said of them, or of it."""
    told = whole.first("who", *effects, "timely", "happens", low=after.start, high=after.stop)
    return told is not None or any(whole.names(n) and happens(whole, n) for n in after)


def _fixture(name: Name) -> int | None:
    """``Towel racks by the pool: 2 -> 15``, ``sensors per street``: more of them, and no more is said."""
    heads = name.phrase.heads
    at = heads[0].stop - 1 if heads else 0
    stands = not name.phrase.tags(at).isdisjoint(("fixture", "artefact"))
    return at if stands and name.whole.first(*_EFFECT, high=at) is None else None


def team_works(name: Name) -> int | None:
    """``the team ships a version every nine weeks``: what the team itself does."""
    whole = name.whole
    team = whole.first("our_team")
    work = whole.first("works", low=team) if team is not None else None
    if work is None or team is None or work - team > _VERB:
        return None
    return work if whole.first(*_EFFECT, high=work) is None else None


def project_time(name: Name) -> int | None:
    """``Time from kick-off to go-live``, ``hours on the project per developer``: what the work takes."""
    whole = name.whole
    first, base = whole.first("milestone"), whole.first("per")
    if first is not None:
        past = next((n for n in range(first, len(whole.words)) if whole.mark(n) is not whole.mark(first)), 0)
        return first if past and whole.first("milestone", low=past) is not None else None
    return whole.first("progress") if base is not None and "maker" in whole.tags(base + 1) else None
