"""An answer is found wherever a ticket gives it, and a bad one is not saved by words that stand elsewhere."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from valuegate.engine import Plan, evaluate
from valuegate.finding import Judgement
from valuegate.language import load, load_all
from valuegate.plugins import load as load_plugins
from valuegate.reader import decode
from valuegate.readers.markdown import MarkdownReader
from valuegate.text.referral import refers
from valuegate.words import words_in

ANSWERS = yaml.safe_load((Path(__file__).parent / "answers.yaml").read_text(encoding="utf-8"))
DAY = date(2026, 11, 23)
CHECKS = load_plugins().checks


def judged(text: str, check: str) -> Judgement:
    ticket = MarkdownReader().read(decode(text.encode(), "t.md"))
    return evaluate(ticket, Plan("all", CHECKS, [check], load_all(["en", "fr"])), DAY).judgements[check]


@pytest.mark.parametrize("entry", ANSWERS, ids=lambda entry: f"{entry['check']}-{entry['why']}")
def test_an_answer_counts_where_it_stands(entry: dict[str, Any]) -> None:
    outcome = judged(entry["text"], entry["check"]).outcome
    assert outcome == {"pass": "passed", "fail": "failed"}[entry["expect"]]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("see above", "en"),
        ("As above.", "en"),
        ("see last box, ran out of room", "en"),
        ("Described in the last section.", "en"),
        ("Same as problem", "en"),
        ("See point 2", "en"),
        ("cf. plus haut", "fr"),
        ("Voir le problème", "fr"),
        ("idem", "fr"),
        ("Déjà dit dans la description", "fr"),
    ],
)
def test_a_referral_says_no_more_than_where_to_look(text: str, code: str) -> None:
    assert refers(text, load(code), words_in(text))


@pytest.mark.parametrize(
    ("check", "text", "reason"),
    [
        ("problem", "## Problem\n\nSee box 3\n", "problem.placeholder"),
        ("evidence", "## Evidence\n\nsee last box, ran out of room\n", "evidence.placeholder"),
        ("evidence", "## Evidence\n\nSee the description of this ticket.\n", "evidence.self-reference"),
        ("evidence", "## Evidence\n\nSee the problem section\n", "evidence.self-reference"),
        ("metric", "## Indicateur\n\nCf. plus haut\n", "metric.placeholder"),
        ("metric", "## Metric\n\nSee [the second section](https://wiki.example/a)\n", "metric.no-number"),
        ("review-date", "## Review date\n\nAs per ticket description\n", "review-date.placeholder"),
        ("impact", "## Impact\n\nVoir la rubrique Problème\n", "impact.placeholder"),
    ],
)
def test_a_referral_that_leads_nowhere_holds_the_place_of_an_answer(
    check: str, text: str, reason: str
) -> None:
    assert judged(text, check).findings[0].reason == reason


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("See the booking log", "en"),
        ("as agreed", "en"),
        ("See HELP-2204", "en"),
        ("See above: 38 calls a week, 8 wanted", "en"),
        ("As nurses wait, they lose the note above", "en"),
        ("voir avec Paul", "fr"),
        ("Voir le cahier de la loge", "fr"),
        ("", "en"),
    ],
)
def test_what_says_something_is_no_referral(text: str, code: str) -> None:
    assert not refers(text, load(code), words_in(text))
