"""The signals of a problem, each alone: phrases, people, intents, costs, negation, harms."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from growth import grows_at_most
from valuegate.derived import Opened
from valuegate.language import load
from valuegate.text.argument import Argument
from valuegate.text.phrases import Phrases, index
from valuegate.text.signals import Signals
from valuegate.text.wording import Wording

WORDS = (
    "no not never lose wait late nurses driver they who the a of for , . ; want need export cannot "
    "because 1 in 4 takes two hours by re-type unsigned will so that and board asked"
)
MOTS = (
    "ne pas jamais aucun perd attend les infirmières un sur dix qui de pour , . ; veulent besoin export "
    "parce que prend deux heures page par recevront que la direction a demandé des n'en"
)


def argument(text: str, code: str = "en") -> Argument:
    return Argument(Signals(text, [], [], load(code)))


def people(text: str, code: str = "en") -> list[tuple[str, bool]]:
    found = argument(text, code)
    return [(text[slice(*found.span(p.first, p.last))], p.acts) for p in found.people]


def intents(text: str, code: str = "en") -> list[tuple[str, str]]:
    found = argument(text, code)
    return [(i.kind, text[slice(*found.span(i.first, i.last))]) for i in found.intents]


def harms(text: str, code: str = "en") -> list[tuple[str, str]]:
    found = argument(text, code)
    return [(h.kind, text[slice(*found.span(h.first, h.last))]) for h in found.harms]


def test_the_longest_phrase_wins_and_ends_before_a_stop() -> None:
    phrases = Phrases(Opened(index([("screen", "a"), ("screen reader", "b"), ("screen reader", "c")])))
    words = ["screen", "reader"]
    assert phrases.longest(words, 0, [False, False]) == (2, frozenset("bc"))
    assert phrases.longest(words, 0, [False, True]) is None
    assert phrases.longest(["screen", "door"], 0, [False, False]) is None
    assert phrases.of("screen")[0] == frozenset("a")
    assert phrases.of("door") == (frozenset(), {})


def test_a_phrase_never_crosses_a_stop() -> None:
    wording = Wording(Signals("They give, up there.", [], [], load("en")))
    assert not any("harm" in mark.tags for mark in wording.marks)


@pytest.mark.parametrize(
    ("text", "code", "found"),
    [
        ("Night nurses wait", "en", [("nurses", True)]),
        ("The nurse waits", "en", [("nurse", True)]),
        ("Dashboard for fleet managers of depots", "en", [("managers", False)]),
        ("About thirty children stand there", "en", [("children", True)]),
        ("Entries of athletes who move", "en", [("athletes", True)]),
        ("Signwriters and tightrope-walkers fall", "en", [("Signwriters", True), ("walkers", True)]),
        ("Our company, a nurse portal, the tanager", "en", []),
        ("The screen reader, the user interface and the orders stop", "en", []),
        ("The referee planning process stops", "en", []),
        ("Support of one customer, nurse data", "en", [("customer", False)]),
        ("Les luthières attendent", "fr", [("luthières", True)]),
        ("Un dossier, un moteur, l’espace client", "fr", []),
        ("Des chiens et des locataires attendent", "fr", [("locataires", True)]),
        ("Des locataires attendent", "fr", [("locataires", True)]),
        ("Une trentaine d’enfants attendent", "fr", [("enfants", True)]),
        ("Le mot des parents tombe", "fr", [("parents", False)]),
        ("2 luthières partent", "fr", [("luthières", True)]),
    ],
)
def test_people(text: str, code: str, found: list[tuple[str, bool]]) -> None:
    assert people(text, code) == found


@pytest.mark.parametrize(
    ("text", "code", "found"),
    [
        ("Add a map for drivers", "en", [("solution", "Add a map for drivers")]),
        ("Train guards see it", "en", []),
        ("Migration to Zeno", "en", [("solution", "Migration to Zeno")]),
        ("Drivers want a map", "en", [("wish", "want a map")]),
        ("Drivers who want a map leave", "en", []),
        ("Drivers need four calls", "en", []),
        ("Support requests pile up", "en", []),
        ("Long requests pile up", "en", []),
        ("Customers request a map", "en", [("wish", "request a map")]),
        ("The board has asked for a map", "en", [("authority", "board has asked for a map")]),
        ("The board meets", "en", []),
        ("They leave so that we learn", "en", [("purpose", "so that we learn")]),
        (
            "There is no export for drivers, and they wait",
            "en",
            [("absence", "There is no export for drivers")],
        ),
        ("There is no bread, no export", "en", [("absence", "no export")]),
        ("Les agents recevront un mot", "fr", [("plan", "recevront un mot")]),
        ("Nous voulons une carte", "fr", [("wish", "Nous voulons une carte")]),
        ("Guests may leave. In May 11 left", "en", [("plan", "may leave")]),
        ("Our roadmap is late, and we wait", "en", [("project", "Our roadmap is late, and we wait")]),
        ("If nothing changes, they leave. So", "en", [("plan", "If nothing changes, they leave")]),
    ],
)
def test_intents(text: str, code: str, found: list[tuple[str, str]]) -> None:
    assert intents(text, code) == found


@pytest.mark.parametrize(
    ("text", "code", "found"),
    [
        ("They give up", "en", [("harm", "give up")]),
        ("Nobody gives up", "en", [("denied", "gives up")]),
        ("It never comes here", "en", [("hint", "never comes here")]),
        ("They cannot sleep", "en", [("harm", "cannot")]),
        ("They cannot export it", "en", []),
        ("They do not like it", "en", []),
        ("They do not, still", "en", [("hint", "still")]),
        ("No hearing began without them there", "en", []),
        ("It takes them two days", "en", [("harm", "It takes them two days")]),
        ("It takes a turn", "en", []),
        ("They walk at two hours", "en", [("hint", "hours")]),
        ("Eleven clicks and a page", "en", [("hint", "clicks")]),
        ("one in four", "en", [("hint", "one in four")]),
        ("400 in nine", "en", []),
        ("line by line, line by sea", "en", [("hint", "line by line")]),
        (
            "they re-glaze, re glaze, unsigned, united, unit",
            "en",
            [("harm", "re-glaze"), ("harm", "unsigned")],
        ),
        ("We want them to give up", "en", []),
        ("They suffer because", "en", [("ache", "suffer"), ("weak", "because")]),
        ("They suffer because they have no shared list", "en", [("ache", "suffer")]),
        ("The fine arrives", "en", [("hint", "The fine")]),
        ("They pay the fine", "en", [("weak", "the fine")]),
        ("They buy nothing at noon", "en", [("hint", "buy nothing")]),
        ("The panels feed nothing", "en", [("hint", "feed nothing")]),
        ("They cannot use a digital map", "en", []),
        ("They cannot use the map", "en", [("harm", "cannot")]),
        ("Ils n’en lisent aucun", "fr", [("hint", "n’en lisent aucun")]),
        ("Ils ne viennent", "fr", []),
        ("Ils n’attendent pas", "fr", [("denied", "attendent")]),
        ("Ils ne livrent que jeudi", "fr", [("hint", "ne livrent que jeudi")]),
        ("un client sur huit", "fr", [("hint", "un client sur huit")]),
    ],
)
def test_harms(text: str, code: str, found: list[tuple[str, str]]) -> None:
    assert sorted(harms(text, code)) == sorted(found)


def test_a_comma_before_people_or_a_relative_opens_a_clause() -> None:
    wording = Wording(
        Signals("We want a map, and the drivers get lost, which hurts, a lot", [], [], load("en"))
    )
    firsts = [wording.words[clause.first] for clause in wording.clauses]
    assert firsts == ["we", "and", "which"]


@pytest.mark.parametrize(
    "unit", ["no ", "ne ", "users lose ", ", they lose", "1 in 2 ", "by by ", "a", "of the "]
)
def test_hostile_repetition_costs_no_square(unit: str) -> None:
    def fault(size: int) -> None:
        argument((unit * size)[:size]).fault(shared=False)

    grows_at_most(3, fault, 6_000, 60_000)  # what is read of a passage is bounded


@given(st.lists(st.sampled_from(WORDS.split()), max_size=30).map(" ".join))
def test_any_english_words_are_judged(text: str) -> None:
    fault = argument(text).fault(shared=False)
    assert fault is None or argument(text).place(fault)


@given(st.lists(st.sampled_from(MOTS.split()), max_size=30).map(" ".join))
def test_any_french_words_are_judged(text: str) -> None:
    fault = argument(text, "fr").fault(shared=True)
    assert fault is None or argument(text, "fr").place(fault)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("So far no donor has been harmed, lost or forgotten.", "en"),
        ("What our pupils need is a list of failed tests.", "en"),
        ("Season-ticket holders need to be able to lend a seat with a code that expires.", "en"),
        ("Other clubs can look at a map and ours cannot; 4 in 10 have one.", "en"),
        ("Swarms collected by beekeepers: 4 in 10 today; 8 in 10 is the ambition.", "en"),
        ("Nos convives pâtissent du fait que le self n’a pas encore été déployé.", "fr"),
        ("On rêve d’un chapiteau où chaque spectateur se sentirait attendu.", "fr"),
        (
            "Les tatoueurs auraient besoin d’un agenda, et leurs clients d’un rappel qui évite les oublis.",
            "fr",
        ),
    ],
)
def test_what_is_denied_wished_for_aimed_at_or_not_built_is_no_harm(text: str, code: str) -> None:
    assert argument(text, code).fault(shared=False) is not None


def test_what_people_have_is_no_step_that_they_take() -> None:
    assert harms("Porters use three screens.") == [("count", "screens")]
    assert harms("Porters fill in three forms.") == [("hint", "forms")]


@pytest.mark.parametrize(
    ("text", "who", "code"),
    [
        ("The boy waits.", "boy", "en"),
        ("Its mother waits.", "mother", "en"),
        ("La fille attend.", "fille", "fr"),
    ],
)
def test_kin_are_people(text: str, who: str, code: str) -> None:
    assert people(text, code) == [(who, True)]


def test_who_stands_in_a_reason_or_heads_a_line_does_something() -> None:
    assert people("A loop, as residents sit far away.") == [("residents", True)]
    assert people("Mechanics: 40 minutes to find a part.") == [("Mechanics", True)]
    assert people("Users: 40. Teams: 12.") == [("Users", False), ("Teams", False)]


@pytest.mark.parametrize(
    ("holds", "refused", "code"),
    [
        (
            "La première série du souffleur part à la casse, et sa prime avec.",
            "La première série part à la casse, et la prime avec.",
            "fr",
        ),
        (
            "The first batch of the baker goes in the bin, and the second.",
            "The first batch goes in the bin, and the second.",
            "en",
        ),
    ],
)
def test_a_harm_to_what_is_theirs_befalls_people(holds: str, refused: str, code: str) -> None:
    assert argument(holds, code).fault(shared=False) is None
    assert argument(refused, code).fault(shared=False) == "no-who"


def test_a_reason_beside_a_wish_counts() -> None:
    wish = "We would like to fit a loop, since deaf students sit by the speaker"
    assert argument(f"{wish}; when it is taken they leave the lecture.").fault(shared=False) is None
    assert argument(f"{wish}.").fault(shared=False) == "solution-only"
