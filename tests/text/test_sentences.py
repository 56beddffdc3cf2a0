import pytest
from hypothesis import given
from hypothesis import strategies as st

from valuegate.language import Pack, load
from valuegate.text.sentences import clauses, sentences
from valuegate.words import tokenize

EN, FR = load("en"), load("fr")
TEXTS = st.text(alphabet="aB1.!?…\n ;:–—-()«»\"' é", max_size=80)
LONG = "This line is long enough to have been wrapped at some edge of it"

SENTENCES = [
    ("One. Two! Three? Four… Five", ["One.", "Two!", "Three?", "Four…", "Five"]),
    ("Dr. Smith waits, e.g. for 3.5 hours.", ["Dr. Smith waits, e.g. for 3.5 hours."]),
    ("Call no. 12 now. There is no. Then", ["Call no. 12 now.", "There is no.", "Then"]),
    ("The approx. 12 calls etc. Later we saw.", ["The approx. 12 calls etc.", "Later we saw."]),
    ("In Sept. 2026 it failed.", ["In Sept. 2026 it failed."]),
    ("Written i.e. by me.", ["Written i.e. by me."]),
    ("See U.S. law. p.m. x", ["See U.S. law.", "p.m. x"]),
    ("(ex. M. Dupont, p. ex. en fauteuil)", ["(ex. M. Dupont, p. ex. en fauteuil)"]),
    ("c.-à-d. la fin", ["c.-à-d. la fin"]),
    ("https://a.org/b?c=1.2 and v1.2.3.", ["https://a.org/b?c=1.2 and v1.2.3."]),
    ("1. Who owns it? 2. What then?", ["1. Who owns it?", "2. What then?"]),
    ("1. Who\n2. What", ["1. Who", "2. What"]),
    ("Cadrage : 04/01\nRecette : 01/03", ["Cadrage : 04/01", "Recette : 01/03"]),
    ("- a point\n- another", ["- a point", "- another"]),
    ("a line\nthat goes on", ["a line\nthat goes on"]),
    (f"{LONG}\nContinues here", [f"{LONG}\nContinues here"]),
    ("A short line\nThen this", ["A short line", "Then this"]),
    ("One\n\ntwo", ["One", "two"]),
    ("He said “stop.” Then", ["He said “stop.”", "Then"]),
    ("It ends with e.g.", ["It ends with e.g."]),
    ("", []),
    (" \n ", []),
]
CLAUSES = [
    (EN, "They wait; nobody comes", ["They wait;", "nobody comes"]),
    (EN, "They wait because it is late", ["They wait", "because it is late"]),
    (EN, "Because it is late they wait", ["Because it is late they wait"]),
    (EN, "so far no answer, so they leave", ["so far no answer,", "so they leave"]),
    (EN, "yes: at 22:00 — done - gone, 4 - 5, a—b", ["yes:", "at 22:00 —", "done -", "gone, 4 - 5, a—", "b"]),
    (EN, "- a point", ["- a point"]),
    (
        FR,
        "Ils appellent car rien ne marche, donc ils attendent",
        ["Ils appellent", "car rien ne marche,", "donc ils attendent"],
    ),
    (FR, "Le car scolaire arrive parce qu’il peut", ["Le car scolaire arrive", "parce qu’il peut"]),
    (FR, "", []),
]


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_sentences(text: str, expected: list[str]) -> None:
    assert [text[a:b] for a, b in sentences(text)] == expected


def test_the_abbreviations_of_one_pack() -> None:
    text = "Mme. Dupont attend. Voilà"
    assert [text[a:b] for a, b in sentences(text, FR)] == ["Mme. Dupont attend.", "Voilà"]
    assert [text[a:b] for a, b in sentences(text, EN)] == ["Mme.", "Dupont attend.", "Voilà"]


@pytest.mark.parametrize(("pack", "text", "expected"), CLAUSES)
def test_clauses(pack: Pack, text: str, expected: list[str]) -> None:
    assert [text[a:b] for a, b in clauses(text, 0, len(text), pack)] == expected
    assert clauses(text, 0, len(text), pack, tokenize(text)) == clauses(text, 0, len(text), pack)


def test_clauses_of_a_part() -> None:
    text = "Late; they wait because it rains; so"
    assert [text[a:b] for a, b in clauses(text, 6, 33, EN)] == ["they wait", "because it rains;"]
    assert clauses(text, 6, 33, EN, tokenize(text)) == clauses(text, 6, 33, EN)


@given(TEXTS)
def test_sentences_hold_every_character_that_is_no_blank(text: str) -> None:
    spans = sentences(text)
    assert "".join("".join(text[a:b].split()) for a, b in spans) == "".join(text.split())
    assert spans == sorted(spans)


@given(TEXTS, st.sampled_from([EN, FR]))
def test_clauses_hold_every_character_that_is_no_blank(text: str, pack: Pack) -> None:
    for start, end in sentences(text):
        parts = clauses(text, start, end, pack)
        assert "".join("".join(text[a:b].split()) for a, b in parts) == "".join(text[start:end].split())
