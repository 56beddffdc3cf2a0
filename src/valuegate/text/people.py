"""Who a passage speaks of: roles and groups of people, and whether they act or are only named."""

from __future__ import annotations

from ..records import NamedTuple
from .denial import unknown_to
from .named import speaker, titled
from .vocabulary import AGAIN, BOUND_ROLE, PERSON, ROLE
from .wording import Wording

_VERBS = frozenset(("routine", "deed"))
_LED = frozenset(("preposition", "share"))
_LEADS = frozenset(("determiner", "preposition"))
_NO_PERSON = frozenset(("artefact", "compound"))
"""Before these a role only names a thing: "the driver app"."""
_NO_NAME = frozenset(("who", "not_who", "artefact", "preposition", "being", "routine", "deed", "joins"))
"""Before "who" these name somebody else, or nobody."""
_BEGINS = frozenset(("relative", "cause", "joins"))
_BEFALLS = frozenset(("harm", "hint"))
_TOLD_OF_ROLES = _VERBS | {"order", "decision", "harm"}
_THINGS_ARE = frozenset(("being",))
_HAVE = frozenset(("auxiliary", "past"))
_PREDICATES = frozenset(("being", "auxiliary", "past", "cannot", "undone"))
_OPENING = 4
_COMPLEMENT = 5
_TOLD = 3
"""So many words in a row are more than a figure: "Users: 40."."""


class Person(NamedTuple):
    """A role or a group, as tokens. ``acts`` if no preposition leads to it: it does or suffers something."""

    first: int
    last: int
    acts: bool


def find_people(wording: Wording) -> list[Person]:
    """The people of a passage, in order; where nobody known acts, also those who act like people."""
    found = [_person_at(wording, at) for at in wording.asked(PERSON | ROLE | BOUND_ROLE)]
    named = [Person(at, last, acts(wording, at, last)) for at, last in found if last]
    acting = [person for person in named if person.acts]
    return named if acting else sorted(named + _doers(wording) + _known_by_name(wording))


def _known_by_name(wording: Wording) -> list[Person]:
    """Those who have a name, and who speaks of themselves."""
    told_by = speaker(wording)
    found = [Person(first, last, acts(wording, first, last)) for first, last in titled(wording)]
    return [*found, Person(*told_by, True)] if told_by else found


def _doers(wording: Wording) -> list[Person]:
    """Unlisted plurals that do what only people do, soon after a stop: "Chimney sweeps climb"."""
    found, words, since = [], wording.words, 0
    for at in range(len(words) - 1):
        since = 0 if wording.stops[at] else since + 1
        if since < _OPENING and (_acts_like_people(wording, at) or _acts_like_somebody(wording, at)):
            found.append(Person(at, at + 1, True))
    return found


def _acts_like_people(wording: Wording, at: int) -> bool:
    if not _may_be_doer(wording, at):
        return False
    return _does(wording, at + 1) or _is_participle_of_people(wording, at)


def _acts_like_somebody(wording: Wording, at: int) -> bool:
    """ "The prompter follows", and what has a mind: "the school hears of it"."""
    after = wording.tags[at + 1]
    if wording.tags[at] or wording.stops[at + 1] or wording.words[at] in wording.shapes.not_person:
        return False
    if "minds" in after:
        return True
    shaped = wording.words[at].endswith(wording.shapes.single_role_endings)
    return shaped and "determiner" in wording.tags[at - 1] and bool(after & _VERBS) and "inert" not in after


def _is_participle_of_people(wording: Wording, at: int) -> bool:
    """French makes people of participles: "les dialysés avancent", "les assurées déclarent"."""
    shapes = wording.shapes
    return (
        wording.written(at).endswith(shapes.participle_endings)
        and wording.words[at] not in shapes.not_person
        and "determiner" in wording.tags[at - 1]
        and not wording.stops[at + 1]
        and wording.words[at + 1].endswith(shapes.plural_verb_endings)
    )


def _may_be_doer(wording: Wording, at: int) -> bool:
    word, tags = wording.words[at], wording.tags[at]
    return len(word) > 3 and word[-1] in "sx" and word[-2] not in "s'" and tags <= _VERBS


def _does(wording: Wording, at: int) -> bool:
    """A verb of people in the plural, at once or after a complement ("at the opera", "de village")."""
    for i in range(at, min(at + _COMPLEMENT, len(wording.words))):
        tags = wording.tags[i]
        if wording.stops[i]:
            return False
        if tags & _VERBS and "inert" not in tags and _is_plural(wording, i):
            return _LEADS.isdisjoint(wording.tags[i - 1])
    return False


def _is_plural(wording: Wording, at: int) -> bool:
    """Can this verb stand after a plural? ("grimpent", "climb", and not "climbs")"""
    endings = wording.shapes.plural_verb_endings
    return wording.words[at].endswith(endings) if endings else wording.words[at][-1] != "s"


def _person_at(wording: Wording, at: int) -> tuple[int, int]:
    """Where the person begins and ends that this word tells of; (0, 0) if it tells of none."""
    tags = wording.tags[at]
    if "nobody" in tags and (known := unknown_to(wording, at)):  # "nobody in claims knows": those of claims
        return at, known
    if not tags:
        return (at, at + 1) if _looks_like_person(wording, at) else (0, 0)
    if "personal" in tags:  # "the milker who …"
        known = not _NO_NAME.isdisjoint(wording.tags[at - 1])
        return (0, 0) if wording.stops[at] or known else (at - 1, at)
    if "collective" in tags and "who" not in tags:
        return (at, wording.end(at)) if _does_its_work(wording, at) else (0, 0)
    # directors who decide are an authority; directors to whom something happens are people
    if "not_who" in tags or ("who" not in tags and not _is_met(wording, at)):
        return 0, 0
    if "compound_head" in wording.tags[at - 1] and not wording.stops[at]:  # "parcours client"
        return 0, 0
    last = wording.end(at)
    if last - at > 1 or _is_many(wording, at):
        return at, last
    named = _has_determiner(wording, at) and _NO_PERSON.isdisjoint(wording.tags[at + 1])
    return (at, last) if named or _is_short_for(wording, at) else (0, 0)


def _does_its_work(wording: Wording, at: int) -> bool:
    """Is a department, or whoever works in a place, told to do something ("payroll reopens the sheets")?"""
    last = wording.end(at)
    begins = at == wording.sentence_start(at) or wording.stops[at] or _has_determiner(wording, at)
    if not begins or not acts(wording, at, last) or not _NO_PERSON.isdisjoint(wording.tags[last]):
        return False
    for i in range(last, min(last + _COMPLEMENT, len(wording.words))):
        tags = wording.tags[i]
        if wording.stops[i] or (not tags.isdisjoint(_THINGS_ARE) and tags.isdisjoint(_HAVE)):
            return False
        if _is_work(wording, i, _is_many(wording, last - 1)) and _LEADS.isdisjoint(wording.tags[i - 1]):
            return wording.words[i] not in wording.shapes.of_machines
    return False


def _is_work(wording: Wording, at: int, many: bool) -> bool:
    """Is this a verb of what people do, or of what befalls them? English nouns have no ending ("queue")."""
    tags, shapes = wording.tags[at], wording.shapes
    if tags & _VERBS and "inert" not in tags:
        return True
    agrees = many or bool(shapes.plural_verb_endings) or wording.words[at].endswith(shapes.finite_endings)
    return agrees and (wording.is_shaped(at, AGAIN) or not tags.isdisjoint(_BEFALLS))


def _is_short_for(wording: Wording, at: int) -> bool:
    """ "Customer was charged twice": where a part begins, people in a hurry leave the article out."""
    start, after = wording.sentence_start(at), at + 1
    if "as_role" in wording.tags[at - 1]:  # "se connecter en tant qu'enseignant"
        return "as_role" not in wording.tags[start]
    begins = at == start or wording.stops[at] or "joins" in wording.tags[at - 1]
    if not begins or after >= len(wording.words):
        return False
    told = "harm" in wording.tags[after] and wording.end(after) > after + 1  # "paid twice"
    happened = told or wording.words[after].endswith(wording.shapes.event_endings)
    return not wording.stops[after] and (happened or not _PREDICATES.isdisjoint(wording.tags[after]))


def _is_met(wording: Wording, at: int) -> bool:
    """ "Directors", and "the president … reads meters": who works is somebody, who orders an authority."""
    after = wording.tags[wording.end(at) : wording.end(at) + _COMPLEMENT]
    if wording.words[at].endswith("s"):
        return True
    verbs = [tags for tags in after if tags & _TOLD_OF_ROLES]
    return bool(verbs) and "order" not in verbs[0] and "inert" not in verbs[0]


def _looks_like_person(wording: Wording, at: int) -> bool:
    """An unlisted word with an ending of roles; some endings also need an article just before."""
    if wording.is_shaped(at, ROLE):
        return True
    return "determiner" in wording.tags[at - 1] or wording.counts(at - 1)


def _is_many(wording: Wording, at: int) -> bool:
    word = wording.word(at)
    return word.endswith(("s", "x")) or word in wording.shapes.many


def _has_determiner(wording: Wording, at: int) -> bool:
    """An article or a number before the word, with at most two words between."""
    for before in range(at - 1, max(at - 4, -1), -1):
        if "determiner" in wording.tags[before] or wording.word(before)[:1].isdigit():
            return True
        if wording.stops[before + 1]:
            return False
    return False


def acts(wording: Wording, at: int, last: int) -> bool:
    """Does something follow that they may do, and does no preposition lead to them?"""
    if last >= len(wording.tokens) or (wording.stops[last] and not _goes_on(wording, at, last)):
        return False
    if "relative" in wording.tags[last]:
        return True
    for before in range(at - 1, max(at - 4, -1), -1):
        if wording.stops[before + 1]:
            return True
        tags = wording.tags[before]
        if "who" in tags:  # "according to a colleague people get …"
            return True
        if "reason" in tags and wording.stops[before]:  # ", as residents put it out on Tuesday"
            return True
        if "preposition" in tags:
            return _only_counts(wording, before) or ("determiner" in tags and _begins(wording, before))
        if "determiner" in tags:
            led = not _LED.isdisjoint(wording.tags[before - 1]) and not wording.stops[before]
            return not led or _only_counts(wording, before - 1)
    return True


def _goes_on(wording: Wording, at: int, last: int) -> bool:
    """Is more told after a stop: a headline, or words put in ("the insured, meanwhile, get nothing")?"""
    if _heads(wording, at, last) or _is_apposition(wording, at, last):
        return True
    inserted = range(last + 1, min(last + _TOLD + 1, len(wording.words)))
    resumed = next((i for i in inserted if wording.stops[i]), 0)
    commas = resumed and wording.is_comma(last) and wording.is_comma(resumed)
    return bool(commas) and not wording.tags[resumed].isdisjoint(_PREDICATES | _VERBS)


def _is_apposition(wording: Wording, at: int, last: int) -> bool:
    """ "Every autumn we, the wardens, rewrite the list": who speaks says what they are."""
    first = at - ("determiner" in wording.tags[at - 1])
    return wording.is_comma(last) and "teller" in wording.tags[first - 1] and wording.is_comma(first)


def _heads(wording: Wording, at: int, last: int) -> bool:
    """ "Mechanics: 40 minutes to find a part", "Beekeepers. Counts on paper": the head of what is told."""
    gap = wording.live[wording.tokens[last - 1].end : wording.tokens[last].start].strip()
    told = len(wording.tokens) >= last + _TOLD and not any(wording.stops[last + 1 : last + _TOLD])
    return gap in (":", ".") and at - wording.sentence_start(at) <= 1 and told


def _only_counts(wording: Wording, at: int) -> bool:
    """ "About thirty children", "most of the drivers", "une trentaine d'enfants": still the same people."""
    approximate = "approximate" in wording.tags[at] and wording.number(at + 1) > 1
    return approximate or "quantity" in wording.tags[at - 1] or wording.counts(at - 1)


def _begins(wording: Wording, at: int) -> bool:
    """French "des" is an article where nothing that it could depend on stands before it."""
    return at == 0 or wording.stops[at] or not _BEGINS.isdisjoint(wording.tags[at - 1])
