"""The signals of evidence alone: words, links, clues, and what takes away from them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from valuegate.language import load
from valuegate.text.clues import Stretches, find_marks, find_quotations, speech
from valuegate.text.discount import Items
from valuegate.text.link_kinds import is_self, link_kind
from valuegate.text.signals import Signals
from valuegate.text.sources import Sources
from valuegate.ticket import Link
from valuegate.words import tokenize

TODAY = date(2026, 11, 23)
EN, FR = load("en"), load("fr")


def sources(text: str, lang: str = "en", links: Sequence[Link] = (), keys: Sequence[str] = ()) -> Sources:
    return Sources(Signals(text, links, (), load(lang)), TODAY, keys, (), (EN, FR))


def clues(text: str, lang: str = "en") -> list[tuple[str, str]]:
    found = sources(text, lang)
    return [(clue.kind, text[clue.start : clue.end]) for clue in found.clues]


def left(text: str, lang: str = "en") -> list[str]:
    return [clue.kind for item in Items(sources(text, lang)) for clue in item.clues]


def doubts(text: str, lang: str = "en") -> list[str]:
    return [doubt.reason for doubt in Items(sources(text, lang)).doubts]


def test_the_longest_phrase_wins_and_none_overlap() -> None:
    text = "The audit log of the notice board"
    marks = find_marks(tokenize(text), text, EN)
    assert [text[mark.start : mark.end] for mark in marks if "zero_of" not in mark.tags] == [
        "audit log",
        "notice board",
    ]


def test_hyphens_do_not_matter() -> None:
    for text in ("ride-alongs", "ride alongs"):
        assert clues(text) == [("inquiry", text)]


def test_stretches_know_what_stands_in_them() -> None:
    found = Stretches([(8, 10), (2, 4)])
    assert [place for place in range(12) if place in found] == [2, 3, 8, 9]
    assert 1 not in Stretches([])


def test_speech_is_quoted_in_several_words() -> None:
    text = "“one two three four” and “a name”"
    places = find_quotations(text)
    assert len(places) == 2
    assert speech(text, places, ()) == [(0, 20)]


def test_a_quoted_block_is_speech_and_its_next_block_says_who() -> None:
    text = "We book twice\nevery week\nAnna, 3 May"
    assert speech(text, (), [(0, 24), (25, 36)]) == [(0, 13)]
    assert speech("We book", (), [(0, 7)]) == [(0, 7)]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("11 interviews, September 2026", ["count", "inquiry", "period"]),
        ("Refusal log, 5-30 October 2026: 118 families", ["record", "day", "count"]),
        ("7 of 9 agreed", ["share"]),
        ("clause 9.4 of the Helvia contract", ["law", "name"]),
        ("Directive 2019/882", ["law"]),
        ("clause 9.4", []),
        ("near-miss register, entries 2026-113", ["record", "thing", "entry"]),
        ("survey 2026", ["inquiry", "year"]),
        ("61 %", ["measure"]),
        ("one customer", []),
        ("decision 6: go", []),
        ("voided lines: 6", ["count"]),
        ("9 votes and 13 ideas", []),
        ("hundreds of letters", ["word"]),
        ("next spring", []),
        ("spring", []),
        ("on 6 May", ["day-of-some-year"]),
        ("January 2027", []),
        ("the sales rep on board", []),
        ("“we called 12 people on 3 May 2026”", ["quote"]),
        ("HELP-2204", ["key"]),
        ("truck 14, bay 3.", ["place", "place"]),
        ("registers of drivers 11, 12 and 19", ["record", "places"]),
        ("register, entries 3, 8 and 11", ["record", "thing", "entry"]),
        ("fell from 12 to 30.", ["count", "count"]),
        ("phase 2, version 3, slide 12", []),
        ("weeks 40 to 42, 2026", ["day", "year"]),
        ("weeks 40 to 42, 2027", ["period-of-some-year"]),
        ("weeks 40 to 42", ["period-of-some-year"]),
        ("the award ADJ/2026/117", ["key"]),
        ("the stair, no. 88/2026", ["entry"]),
        ("invoiced by Brodie, Leith", ["name", "name"]),
        ("this ticket (DIV-12)", []),
        ("DIV-12 (this one)", []),
        ("this ticket repeats what DIV-12 holds", ["key"]),
    ],
)
def test_clues(text: str, kinds: list[str]) -> None:
    assert [kind for kind, _ in clues(text)] == kinds


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Cahier de transmissions, mai 2026 : 12 oublis", ["record", "period", "count"]),
        ("Article L. 441-10 du code de commerce", ["law"]),
        ("3 agriculteurs sur 4", ["share"]),
        ("nous avons rappelé 20 abonnés", ["inquiry", "count"]),
        ("des centaines d’appels", ["word"]),
    ],
)
def test_clues_in_french(text: str, kinds: list[str]) -> None:
    assert [kind for kind, _ in clues(text, "fr")] == kinds


@pytest.mark.parametrize(
    ("label", "url", "kind"),
    [
        ("Interview notes", "https://miro.com/board/1", "source"),
        ("Usability test of the prototype", "https://a.example/1", "source"),
        ("Mock-up of the dashboard", "https://a.example/1", "drawing"),
        ("White paper", "https://a.example/reports/1", "voice"),
        ("here", "https://a.example/1", "plain"),
        ("here", "https://acme.zendesk.com/agent/filters/8", "source"),
        ("here", "https://acme.zendesk.com", "plain"),
        ("here", "https://www.figma.com/file/1", "drawing"),
        ("here", "https://acme.productboard.com/roadmap/2027", "drawing"),
        ("here", "https://acme.example/ux/interviews-roadmap", "source"),
        ("here", "https://jira.acme.example/browse/RES-19", "source"),
        ("here", "https://acme.example/x/RES-19", "source"),
        ("here", "https://github.com/acme/core/issues/4471", "source"),
        ("here", "https://acme.example/blog/why", "voice"),
        ("here", "https://www.linkedin.com/in/x", "voice"),
        ("https://www.google.com/search?q=x", "https://www.google.com/search?q=x", "search"),
        ("Interviews", "https://duckduckgo.com/?q=x", "search"),
        ("https://docs.google.com/forms/d/1", "https://docs.google.com/forms/d/1", "source"),
    ],
)
def test_what_a_link_leads_to(label: str, url: str, kind: str) -> None:
    assert link_kind(label, url, EN, (EN, FR)) == kind


def test_links_of_the_ticket_itself() -> None:
    assert is_self("https://a.example/issues/8/", (), ("https://a.example/issues/8",))
    assert is_self("https://a.example/browse/PAR-11", ("PAR-11",), ())
    assert not is_self("https://a.example/browse/PAR-118", ("PAR-11",), ())
    assert not is_self("https://a.example", (), ("",))


def test_links_are_given_or_stand_bare() -> None:
    text = "notes and https://a.zendesk.com/x"
    found = sources(text, links=[Link(0, 5, "https://a.example/x"), Link(6, 9, "#anchor")])
    assert [(link.kind, link.start) for link in found.links] == [("source", 0), ("source", 10)]


@pytest.mark.parametrize(
    ("text", "reasons", "kinds"),
    [
        ("0 interviews, 4 tickets", ["negated"], ["count", "word"]),
        ("0 of 11 found it in the test", [], ["share", "thing"]),
        ("we have not talked to anyone", ["negated"], []),
        ("no, 4 interviews", [], ["count", "inquiry"]),
        ("4 interviews will follow", ["plan"], []),
        ("4 interviews in May 2026 will help", ["plan"], ["count", "inquiry", "period"]),
        ("ask 4 drivers, see HR-7", ["plan"], []),
        ("see this ticket HR-7", ["self-reference"], []),
        ("prototype, 7 people, HR-7", ["mock-up"], []),
        ("prototype, interviews with 7 people, HR-7", ["mock-up"], ["inquiry", "count", "key"]),
        ("analysts: survey of 700 firms", ["market", "public"], []),
        ("4 in 10 adults", ["public"], []),
        ("poll: 4 in 10 adults", ["public"], ["inquiry", "share"]),
        ("the CEO wants it, 40 letters", ["authority"], []),
        ("the CEO wants it, audit with 40 faults", ["authority"], ["record", "count"]),
        ("competitors have it, 40 clients", ["rival"], []),
        ("exit survey: 33 went to a competitor", ["rival"], ["record", "count"]),
        ("I think 40 clients", ["opinion"], []),
        ("clearly, 40 letters", ["opinion"], ["count", "word"]),
        ("art. 7 of the law obviously", ["opinion"], ["law"]),
    ],
)
def test_what_a_doubt_leaves(text: str, reasons: list[str], kinds: list[str]) -> None:
    assert list(dict.fromkeys(doubts(text))) == reasons
    assert left(text) == kinds


@pytest.mark.parametrize(
    ("text", "reasons"),
    [
        ("invoiced by Brodie Press", []),
        ("Market Street clinic", []),
        ("reported in the press", ["market"]),
        ("a webinar by Gartner", ["market"]),
        ("a letter of the Mayor", ["authority"]),
        ("said CEO Anna", ["authority"]),
    ],
)
def test_a_word_inside_a_name_is_no_doubt(text: str, reasons: list[str]) -> None:
    assert list(dict.fromkeys(doubts(text))) == reasons


@pytest.mark.parametrize(
    ("text", "reasons", "kinds"),
    [
        ("“We really do need it.” Anna, 3 May 2026", ["wish"], ["day"]),
        ("“We really do need it.”", ["wish"], ["quote"]),
        ("4 colleagues, 2 ideas, 3 May 2026", ["chosen"], []),
        ("new register, 3 May 2026", ["mock-up"], []),
        ("new registers, 3 May 2026", [], ["record", "day"]),
    ],
)
def test_wishes_choices_and_what_is_new(text: str, reasons: list[str], kinds: list[str]) -> None:
    assert list(dict.fromkeys(doubts(text))) == reasons
    assert left(text) == kinds


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("7 voids invoiced by Brodie since March 2026", 3),
        ("7 voids in March 2026", 2),
        ("Audits in Leith", 2),
        ("truck 14 (May 2026): 9 h", 3),
        ("truck 14: 9 h", 0),
        ("drivers 11, 12 and 19 (May 2026)", 3),
        ("log of van 6", 3),
        ("survey 2026", 2),
        ("26 left in 2026, by the form", 3),
        ("61 % in Leith on 3 May 2026", 3),
        ("61 % in Leith in May 2026", 1),
    ],
)
def test_where_to_look_helps_what_is_counted(text: str, points: int) -> None:
    assert [item.score for item in Items(sources(text))] == [points]


def test_outside_a_place_of_its_own_names_count_nothing() -> None:
    signals = Signals("7 voids invoiced by Brodie", [], (), EN)
    found = Sources(signals, TODAY, own=False).clues
    assert [clue.kind for clue in found] == ["count"]


def test_a_doubt_speaks_for_its_item_only() -> None:
    assert left("The CEO wants it. 40 letters.") == ["count", "word"]
    assert left("The CEO wants it, but 40 letters came.") == ["count", "word"]
    assert left("The CEO wants it; 40 letters came.") == ["count", "word"]
    assert left("The CEO wants it and 40 letters came.") == []


def test_a_quotation_stays_with_its_speaker() -> None:
    for text in (
        "“I write it on my hand. Always.” Anna, 3 May 2026",
        "Anna on 3 May 2026:\n“I write it on my hand.”",
        "“I write it on my hand.”\n– Anna, 3 May 2026",
    ):
        assert [item.score for item in Items(sources(text))] == [5]


def test_the_ticket_s_own_key_is_a_doubt() -> None:
    found = sources("see PAR-1", keys=["PAR-1"])
    assert [doubt.reason for doubt in Items(found).doubts] == ["self-reference"]


def test_many_doubts_are_bounded() -> None:
    text = "the ceo, " * 200 + "40 letters"
    (item,) = Items(sources(text))
    assert len(item.doubts) == 60
