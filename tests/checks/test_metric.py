"""Metric holds where an outcome, its value today and the value aimed for are named, and differ."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from scoring import EXAMPLES, judge, rates, reason

from growth import grows_at_most
from valuegate.case import Case
from valuegate.check import Context
from valuegate.checks.metric import Metric
from valuegate.finding import Judgement
from valuegate.language import load
from valuegate.reader import decode
from valuegate.readers.markdown import MarkdownReader
from valuegate.testing import load_examples
from valuegate.testing.examples import TODAY

CHECK = Metric()
MESSAGES = Path(__file__).parent / "metric_messages.txt"
WORDS = {"indicator": "Late ferries", "baseline": "12 %", "target": "5 %"}
MOTS = {"indicator": "Bacs en retard", "baseline": "12 %", "target": "5 %"}

BESIDE = {
    "en": (
        "Two of us share one desk and nobody knows who has the list, so people are sent round twice.",
        "Mrs Hale of the east wing on 4 November 2026: “I gave up after the third go.”",
    ),
    "fr": (
        "Nous sommes deux à un bureau et personne ne sait qui tient la liste, on envoie les gens deux fois.",
        "Mme Hale, aile est, le 4 novembre 2026 : « J’ai renoncé au troisième essai. »",
    ),
}
"""What stands in a ticket before and after its metric."""


def judge_ticket(text: str) -> Judgement:
    ticket = MarkdownReader().read(decode(text.encode(), "ticket.md"))
    case = Case(ticket, [load("en"), load("fr")])
    return CHECK.judge(case, Context(CHECK, TODAY, {"baseline-pending": "fail"}, case.pack))


def test_near_misses_in_pairs_are_told_apart() -> None:
    assert min(rates(CHECK, "fresh/metric-pairs.yaml").values()) >= 0.83


def test_short_passages_of_authors_who_saw_no_rule() -> None:
    assert min(rates(CHECK, "fresh/metric-short.yaml").values()) >= 0.9


def test_near_misses_written_before_the_rules_for_them() -> None:
    assert min(rates(CHECK, "fresh/metric.yaml").values()) >= 0.9


def test_grown_examples_are_judged_as_a_coach_does() -> None:
    assert min(rates(CHECK, "metric.yaml").values()) >= 0.95


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("Late ferries: 12 % -> 5 %", "en", "pass"),
        ("Late ferries: 12 % -> 12 %", "en", "equal"),
        ("Reduce late ferries from 5 % to 12 %", "en", "wrong-way"),
        ("Réduire les bacs en retard : 5 % -> 12 %", "fr", "wrong-way"),
        ("Réduire l'attente au quai de 5 à 12 minutes", "fr", "relative-only"),
        ("Late ferries: 12 % today", "en", "target-missing"),
        ("Late ferries: at most 5 %", "en", "baseline-missing"),
        ("Late ferries: down by 5 %", "en", "relative-only"),
        ("Late ferries: halve them", "en", "relative-only"),
        ("Far fewer late ferries", "en", "no-number"),
        ("12 % -> 5 %", "en", "no-indicator"),
        ("Baseline 12 %, target 5 %", "en", "no-indicator"),
        ("Late ferries: baseline 12 %. Target: 30 calls", "en", "unit-mismatch"),
        ("Late ferries: baseline unknown, target 5 %", "en", "unknown-values"),
        ("A metric has a baseline and a target, for example 12 % -> 5 %.", "en", "template-text"),
        ("metric KPI baseline target 12 % 5 %", "en", "salad"),
        ("10,000 page views", "en", "vanity"),
        ("Deliver the new pier by March.", "en", "output"),
        ("Pier screens: 2 -> 9", "en", "output"),
        ("Pier screens opened before a ferry is found: 9 -> 2", "en", "pass"),
        ("Crew trained: 2 of 9 -> 9 of 9", "en", "output"),
        ("Crew who turn back: 2 of 9 -> 0 of 9", "en", "pass"),
        ("Ferry app: 1.2 -> 3.0", "en", "output"),
        ("Timetables printed: 12 -> 20", "en", "output"),
        ("Timetables printed twice by mistake: 12 -> 2", "en", "pass"),
        ("Skippers met by our team: 3 -> 15", "en", "output"),
        ("Skippers met within a day: 3 of 20 -> 15 of 20", "en", "pass"),
        ("Gate checks passed by this ticket: 0 -> 4", "en", "output"),
        ("Pier screens that contradict the ferry: 12 -> 2", "en", "pass"),
        ("Number of rules in the engine: 40 -> 120", "en", "output"),
        ("New ferry engine: 60 % complete, 100 % by May 2027", "en", "output"),
        ('Visits closed as "no access": 19 % -> 7 %', "en", "pass"),
        ("Visits closed as solved by the tenant: 19 % -> 70 %", "en", "pass"),
        ("Screens that nobody opens: 12 -> 20", "en", "pass"),
        ("Wrong-silo deliveries: from one in fifteen to one in a hundred", "en", "pass"),
        ("Déploiements contenant une faille : 19 % -> 8 %", "fr", "pass"),
        ("Ferries missed a week: eleven on average, three tolerated", "en", "pass"),
        ("Ferries late: 9 of 14 today, 2 wanted", "en", "pass"),
        ("Ferries late a week: nine, one would do", "en", "pass"),
        ("Bacs en retard par semaine : neuf, un seul serait supportable", "fr", "pass"),
        ("Ferries late: 9 of 14 today, 9 wanted", "en", "equal"),
        ("Ferries late: 1 of 4 today, 5 wanted", "en", "unit-mismatch"),
        ("Late ferries: 30 of every 100 sailings now, 10 of every 100 once moored", "en", "pass"),
        ("Four ferries in ten leave late today, one in ten is wanted", "en", "pass"),
        ("Median pier build is 47 min. It ought to be 15.", "en", "pass"),
        ("Piers have the new gate: 40 % today, 100 % wanted", "en", "output"),
        ("46 conventions numérisées sur 140 à ce jour, 140 visées", "fr", "output"),
        ("Lots livrés : 2 sur 5 -> 5 sur 5", "fr", "output"),
        ("Ferry app rating: 1.2 -> 3.0", "en", "pass"),
        ("Retards de bac : de 12 % à 5 %", "fr", "pass"),
        ("Retards de bac : de 12 % à 12 %", "fr", "equal"),
        ("Retards de bac : 12 % aujourd'hui", "fr", "target-missing"),
        ("Retards de bac : 5 % au plus", "fr", "baseline-missing"),
        ("Réduire les retards de bac de 5 %", "fr", "relative-only"),
        ("Nettement moins de retards", "fr", "no-number"),
        ("Base 12 %, cible 5 %", "fr", "no-indicator"),
        ("Retards de bac : base inconnue, cible 5 %", "fr", "unknown-values"),
        ("Un indicateur a une base et une cible, par exemple 12 % -> 5 %.", "fr", "template-text"),
        ("10 000 pages vues", "fr", "vanity"),
        ("Écrans du ponton : 2 -> 9", "fr", "output"),
        ("Équipages formés : 2 sur 9 -> 9 sur 9", "fr", "output"),
        ("Équipages qui font demi-tour : 2 sur 9 -> 0 sur 9", "fr", "pass"),
        ("À compléter", "fr", "placeholder"),
    ],
)
def test_near_misses(text: str, lang: str, expected: str) -> None:
    assert reason(judge(CHECK, text, lang)) == expected


PENDING = "Late ferries: baseline not measured yet, the harbour log will give it on 12 January 2027."


def test_an_honest_gap_is_refused_with_its_own_advice_unless_the_gate_accepts_it() -> None:
    refused = judge(CHECK, PENDING)
    assert reason(refused) == "baseline-pending"
    assert "invented" in refused.findings[0].fix
    assert reason(judge(CHECK, PENDING, options={"baseline-pending": "pass"})) == "pass"
    no_day = PENDING.replace("12 January 2027", "some day")
    assert reason(judge(CHECK, no_day, options={"baseline-pending": "pass"})) == "unknown-values"


def test_the_words_that_decided_are_named_with_their_roles_and_places() -> None:
    judgement = judge(CHECK, "Late ferries per week: 12 today (log), target 5")
    assert [(g.role, g.text, g.line, g.column) for g in judgement.grounds] == [
        ("indicator", "Late ferries per week", 3, 1),
        ("baseline", "12", 3, 24),
        ("target", "5", 3, 47),
    ]
    assert judgement.rule.startswith("an indicator, a value that is said to be today’s")


def test_a_refusal_shows_the_half_that_was_found_and_mends_with_it() -> None:
    finding = judge(CHECK, "Late ferries: at most 5 %").findings[0]
    assert finding.message == "Indicator found: “Late ferries”; target found: “5 %”; baseline missing."
    assert "“Late ferries: X today -> 5 %”" in finding.fix
    finding = judge(CHECK, "Retards de bac : 12 % aujourd'hui", "fr").findings[0]
    assert "« Retards de bac : 12 % -> X »" in finding.fix


def test_a_long_indicator_is_cut_at_a_word() -> None:
    finding = judge(CHECK, "Ferries " + "that sail past the lower harbour " * 4 + ": at most 5 %").findings[0]
    assert " …”; target found" in finding.message


def test_text_that_no_label_announces_must_say_which_value_is_which() -> None:
    prose = "Ferries are late and the harbour fills. "
    assert judge_ticket(prose + "We bring late ferries from 12 % to 5 %.").outcome == "passed"
    assert reason(judge_ticket(prose + "We counted 12 % on Monday and 30 % at Easter.")) == "missing"
    assert reason(judge_ticket(prose + "We bring ferries migrated from 12 % to 50 %.")) == "output"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "The call sheet lists lost books. That is eleven a week; three a week is what we are after.",
            "pass",
        ),
        ("A third goes into the bin; a tenth would be fine.", "pass"),
        ("The desk has 14 seats, and we want 20.", "missing"),
        ("Guests wait 20 minutes, and we want to be done in two weeks.", "missing"),
    ],
)
def test_in_prose_a_wish_right_after_a_rate_makes_the_rate_its_baseline(text: str, said: str) -> None:
    assert reason(judge_ticket(f"# Ferries\n\n{text}\n")) == said


def test_a_metric_is_found_in_running_prose_among_other_sentences() -> None:
    wrong = []
    for example in load_examples(str(EXAMPLES / "metric-prose.yaml")):
        lead, after = BESIDE[example.lang]
        got = judge_ticket(f"{lead}\n\n{example.text}\n\n{after}\n").outcome == "passed"
        wrong += [example.text] if got != (example.expect == "pass") else []
    assert not wrong


def test_front_matter_may_give_the_metric_key_by_key() -> None:
    halves = "baseline: 14 percent\ntarget: 6 percent\n"
    judgement = judge_ticket(f"---\nindicator: Claims amended\n{halves}---\n\nText.\n")
    assert [(g.role, g.text, g.line) for g in judgement.grounds] == [
        ("indicator", "Claims amended", 2),
        ("baseline", "14 percent", 3),
        ("target", "6 percent", 4),
    ]
    assert (
        reason(judge_ticket("---\nsource: till\nperiod: 2026\n---\n\n## Metric\n\nLost: 9 -> 4\n")) == "pass"
    )


def test_the_same_text_under_two_labels_answers_neither() -> None:
    text = "## Problem\n\nLate ferries: 12 % -> 5 %\n\n## Metric\n\nLate ferries: 12 % -> 5 %\n"
    assert reason(judge_ticket(text)) == "copied"


def test_no_metric_at_all() -> None:
    assert reason(judge_ticket("## Problem\n\nFerries are late.\n\n## Metric\n")) == "missing"


def test_thousands_of_pairs_cost_no_more_than_a_blink() -> None:
    """3,000 of these took a prototype 127 seconds: it paired every number with every other."""
    for unit in ("12 -> 3 ", "today 12 target 5, ", "(12) ", "rate 12\n"):
        grows_at_most(10, partial(judge, CHECK), unit * 750, unit * 3000)


def test_messages() -> None:
    """What every reason says, with the words of a ticket in its place."""
    said = []
    for code, words in (("en", WORDS), ("fr", MOTS)):
        for name in CHECK.reasons:
            text = load(code).reasons[f"metric.{name}"]
            fill = {"quote": text.bad, **words}
            lines = (text.message.format_map(fill), text.fix.format_map(fill), text.why)
            said.append(f"{code} {name}\n  " + "\n  ".join(lines) + "\n")
    assert "\n".join(said) == MESSAGES.read_text(encoding="utf-8")


def test_an_empty_section_is_told_at_its_label_and_an_absent_one_at_the_top() -> None:
    found = judge_ticket("## Problem\n\nLeaks.\n\n## Metric\n\n## Review date\n\n2027-03-01\n").findings[0]
    assert (found.reason, found.line, found.column) == ("metric.missing", 5, 4)
    found = judge_ticket("## Problem\n\nLeaks.\n").findings[0]
    assert (found.reason, found.line, found.column) == ("metric.missing", 1, 1)


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Forced openings per week 14 -> 4", "en"),
        ("Ouvertures forcées par semaine 14 -> 4", "fr"),
        ("Taux de remplissage des matinées : 51 % en 2025, 70 % voulu pour 2027", "fr"),
    ],
)
def test_a_week_that_something_is_counted_by_has_no_number_and_a_filling_rate_is_a_rate(
    text: str, lang: str
) -> None:
    assert reason(judge(CHECK, text, lang)) == "pass"
