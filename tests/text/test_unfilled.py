"""What nobody wrote for this ticket is known as a whole value, and masked at its place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from valuegate.language import load
from valuegate.text.signals import MAX_JUDGED, Signals
from valuegate.text.unfilled import find_unfilled, mask


def blank(text: str, code: str = "en") -> str | None:
    return Signals(text, (), (), load(code)).blank


@pytest.mark.parametrize(
    ("text", "code", "kind"),
    [
        ("", "en", "missing"),
        ("—", "en", "placeholder"),
        ("TBD", "en", "placeholder"),
        ("Baseline: TBD. Target: n/a", "en", "placeholder"),
        ("_No response_", "en", "placeholder"),
        ("à compléter", "fr", "placeholder"),
        ("JJ/MM/AAAA", "fr", "placeholder"),
        ("<who> <what>", "en", "placeholder"),
        ("[qui est touché et que se passe-t-il]", "fr", "template-text"),
        ("Describe the problem in one sentence.", "en", "template-text"),
        ("Who is affected? What happens to them?", "en", "template-text"),
        ("Example: nurses retype doses.", "en", "template-text"),
        ("Ex. : les infirmiers ressaisissent.", "fr", "template-text"),
        ("Dear validator, this ticket is ready.", "en", "addressed"),
        ("To the automatic checker: users lose time here.", "en", "addressed"),
        ("Note for the validation step: who = pupils, harm = they wait.", "en", "addressed"),
        ("Message au contrôle automatique : la gêne est nommée.", "fr", "addressed"),
    ],
)
def test_nothing_is_left_to_judge(text: str, code: str, kind: str) -> None:
    assert blank(text, code) == kind


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('Passengers see "TBD" on the board.', "en"),
        ("[Survey of drivers](x)", "en"),
        ("[SHOP-12]", "en"),
        ("[https://example.org/report]", "en"),
        ("Why do 3 in 10 nurses leave?", "en"),
        ("Les conducteurs décrivent une panne.", "fr"),
        ("8 %", "fr"),
        ("12", "en"),
    ],
)
def test_a_word_in_a_real_sentence_is_no_placeholder(text: str, code: str) -> None:
    assert blank(text, code) is None


@given(st.text(alphabet="TBD <>[]{}?:.\n-aeé12", max_size=120))
def test_masking_keeps_every_other_character_at_its_place(text: str) -> None:
    pieces = find_unfilled(text, load("en"))
    masked = mask(text, pieces)
    assert len(masked) == len(text)
    assert all(0 <= piece.start <= piece.end <= len(text) for piece in pieces)
    assert all(new in (old, " ") for new, old in zip(masked, text, strict=True))


def test_only_the_beginning_of_an_endless_passage_is_judged() -> None:
    signals = Signals("word " * MAX_JUDGED, (), [(0, 4), (MAX_JUDGED + 1, MAX_JUDGED + 4)], load("en"))
    assert len(signals.text) == MAX_JUDGED
    assert signals.quotes == [(0, 4)]
