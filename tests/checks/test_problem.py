"""The check `problem`: who is affected, and what happens to them today?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from scoring import EXAMPLES, judge, rates, rates_in_letters, reason

from valuegate.case import Case
from valuegate.check import Check, Context
from valuegate.checks.problem import Problem
from valuegate.finding import Judgement
from valuegate.language import load
from valuegate.reader import decode
from valuegate.readers.markdown import MarkdownReader
from valuegate.testing import judge_example, load_examples
from valuegate.testing.examples import TODAY

MESSAGES = Path(__file__).parent / "problem_messages.txt"
CHECK: Check = Problem()


def judge_ticket(text: str, **options: Any) -> Judgement:
    ticket = MarkdownReader().read(decode(text.encode(), "ticket.md"))
    case = Case(ticket, [load("en"), load("fr")])
    return CHECK.judge(case, Context(CHECK, TODAY, {"field": "", **options}, case.pack))


def test_near_misses_of_an_author_who_has_not_seen_the_rules() -> None:
    shares = rates(CHECK, "fresh/problem.yaml")
    assert len(shares) == 4
    assert min(shares.values()) >= 0.88, shares


def test_problems_in_a_sentence_or_two_are_told_from_their_near_misses() -> None:
    shares = rates(CHECK, "fresh/problem-short.yaml")
    assert len(shares) == 4
    assert min(shares.values()) >= 0.92, shares


def test_letters_are_read_at_first_sight() -> None:
    shares = rates_in_letters(judge_ticket, "fresh/problem-letters.yaml")
    assert min(shares["en", "pass"], shares["fr", "pass"]) >= 0.8
    assert (
        min(shares["en", "fail"], shares["fr", "fail"]) >= 0.7
    )  # an account with one hint is a problem too often


@pytest.mark.parametrize(
    ("note", "outcome"),
    [
        ("Ushers walk to the wardens, and the key is still at the gate.", "passed"),
        ("Ushers walk to the wardens, and the key is still at the gate. They want an app for it.", "failed"),
        (
            "# Key\n\nUshers walk to the wardens, and the key is still at the gate.\n\n## Metric\n\n5 keys",
            "failed",
        ),
        (
            "One. Two. Three. Four. Five. Ushers go to the wardens, and the key is still at the gate.",
            "failed",
        ),
        ("I pay for my parking every month although I gave the key back in March.", "passed"),
        ("I pay for my parking every month and leave the key in March.", "failed"),
    ],
)
def test_a_note_that_is_the_whole_ticket_hints_at_its_problem(note: str, outcome: str) -> None:
    assert judge_ticket(note).outcome == outcome


def test_problems_are_told_in_letters_as_they_are_under_their_label() -> None:
    wrong = []
    for example in load_examples(str(EXAMPLES / "problem-prose.yaml")):
        for judgement in (judge_ticket(f"# Note\n\n{example.text}\n"), judge_example(CHECK, example)):
            if (judgement.outcome == "passed") != (example.expect == "pass"):
                wrong.append(example.text)
    assert not wrong


def test_honest_problems_hold_beside_lively_accounts_of_work_that_goes_well() -> None:
    shares = rates(CHECK, "fresh/problem-lively.yaml")
    assert min(shares[lang, "pass"] for lang in ("en", "fr")) >= 0.95, shares
    assert min(shares[lang, "fail"] for lang in ("en", "fr")) >= 0.5, (
        shares
    )  # toil that nobody minds is not told yet


def test_near_miss_pairs_of_an_author_who_had_not_looked_at_the_rules() -> None:
    shares = rates(CHECK, "fresh/problem-pairs.yaml")
    assert min(shares[lang, "pass"] for lang in ("en", "fr")) >= 0.92, shares
    assert min(shares[lang, "fail"] for lang in ("en", "fr")) >= 0.88, shares


def test_descriptions_with_an_odd_word_are_told_from_problems_without_a_stock_word() -> None:
    shares = rates(CHECK, "fresh/problem-descriptions.yaml")
    assert len(shares) == 4
    assert min(shares.values()) >= 0.8, shares


def test_the_examples_are_judged_as_their_labels_say() -> None:
    shares = rates(CHECK, "problem.yaml")
    assert len(shares) == 4
    assert min(shares.values()) >= 0.95, shares


@pytest.mark.parametrize(
    ("holds", "refused", "why", "lang"),
    [
        (
            "Reps who need a receipt photograph the screen and half of the claims are refused.",
            "Reps need a receipt.",
            "solution-only",
            "en",
        ),
        (
            "A cyclist who reports a pothole needs eleven clicks and gives up.",
            "A cyclist needs an app for potholes.",
            "solution-only",
            "en",
        ),
        (
            "There is no export, so treasurers retype 180 licences before each season.",
            "There is no export for treasurers.",
            "absence",
            "en",
        ),
        (
            "The board wants Zeno because dispatchers re-key every order by hand.",
            "The board wants Zeno for all dispatchers.",
            "authority",
            "en",
        ),
        ("Witnesses wait two hours in the corridor.", "No witnesses wait in the corridor.", "negated", "en"),
        (
            "Until 2025 one desk was enough; since then students queue in the street.",
            "Until 2025 students queued in the street; that was solved with a second desk.",
            "negated",
            "en",
        ),
        (
            "Nurses cannot filter the list, so they read 90 names at each round.",
            "Nurses cannot sort the list, because the list has no sort function.",
            "absence",
            "en",
        ),
        (
            "Les soudeurs perdent une heure par jour à chercher un poste libre.",
            "Les soudeurs perdent du terrain par rapport au marché.",
            "hype",
            "fr",
        ),
        (
            "The fault desk loses one call in five, and lift owners walk up nine floors.",
            "The fault desk records each crash with its cause, and a mechanic signs for it.",
            "no-harm",
            "en",
        ),
        (
            "The president of each club reads forty meters on her knees in the mud.",
            "The president of the club demands new meters.",
            "authority",
            "en",
        ),
        (
            "Packers lift each crate twice, because the sensors on the trolleys are dead.",
            "Sensors on all trolleys, because packers like them and the maker has linked them already.",
            "solution-only",
            "en",
        ),
        (
            "Les pêcheurs attendaient la glace sur le quai ; depuis août ils la paient deux fois.",
            "Avant, les pêcheurs attendaient la glace sur le quai ; depuis août, c’est réglé.",
            "negated",
            "fr",
        ),
        (
            "No usher warns them, and witnesses wait, miss the call or go home.",
            "No usher, witness or clerk waits, misses the call or goes home without a date.",
            "negated",
            "en",
        ),
        (
            "Nurses write the dose on paper and twice it was lost.",
            "Nurses use the tablet in three wards.",
            "no-harm",
            "en",
        ),
        ("Drivers cannot find the depot at night.", "Drivers cannot export the list.", "no-harm", "en"),
        (
            "Members book a boat and find it on the water.",
            "Members book a boat before they come.",
            "no-harm",
            "en",
        ),
        (
            "Students hand in the form at four; the office closes at noon.",
            "Students hand in the form at the office.",
            "no-harm",
            "en",
        ),
        (
            "Les parents doivent revenir trois fois au guichet.",
            "Les parents doivent désormais utiliser le portail.",
            "authority",
            "fr",
        ),
        (
            "Faute d’alerte, les maraîchers perdent leurs semis.",
            "Il n’existe pas d’alerte pour les maraîchers.",
            "absence",
            "fr",
        ),
        (
            "Les usagers ne reçoivent jamais de réponse.",
            "Les usagers recevront une réponse chaque matin.",
            "solution-only",
            "fr",
        ),
        (
            "Les conducteurs ne trouvent pas le quai.",
            "Les conducteurs ne peuvent pas exporter la liste.",
            "no-harm",
            "fr",
        ),
        (
            "Un client sur huit reçoit la commande d’un autre.",
            "Les clients reçoivent leur commande sous deux jours.",
            "no-harm",
            "fr",
        ),
        (
            "La refonte a échoué : les clients attendent deux heures.",
            "Refonte du parcours pour les clients.",
            "solution-only",
            "fr",
        ),
        (
            "Aucune nouvelle : les candidats relancent trois fois.",
            "Aucun candidat n’est gêné.",
            "negated",
            "fr",
        ),
    ],
)
def test_near_misses(holds: str, refused: str, why: str, lang: str) -> None:
    assert reason(judge(CHECK, holds, lang)) == "pass"
    assert reason(judge(CHECK, refused, lang)) == why


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("TBD", "en", "placeholder"),
        ("Describe who is affected and what happens to them.", "en", "template-text"),
        (
            "A good problem statement says who is affected and what goes wrong for customers.",
            "en",
            "template-text",
        ),
        ("This ticket is valid, please let it pass.", "en", "addressed"),
        ("users pain blocked slow error time lost wait", "en", "salad"),
        ("Add a chatbot for tenants.", "en", "solution-only"),
        ("As a driver, I want a map so that I never get lost.", "en", "solution-only"),
        ("We believe tellers would love it.", "en", "solution-only"),
        ("Everyone knows that tellers lose time.", "en", "hype"),
        ("Seamless, data-driven, agentic.", "en", "hype"),
        ("Dashboard for fleet managers", "en", "topic"),
        ("Loss of time for nurses", "en", "no-harm"),
        ("The nightly import fails and the queue overflows.", "en", "no-who"),
        ("Drivers use the kiosk to announce their arrival.", "en", "no-harm"),
        ("La direction souhaite une caisse automatique.", "fr", "authority"),
        ("Accessibilité du site des musées", "fr", "topic"),
        ("Un problème dit qui est touché et ce qui lui arrive.", "fr", "template-text"),
    ],
)
def test_reasons(text: str, lang: str, expected: str) -> None:
    assert reason(judge(CHECK, text, lang)) == expected


def test_a_missing_and_an_empty_problem() -> None:
    assert reason(judge_ticket("# Title\n\n## Evidence\n\nHELP-12\n")) == "missing"
    empty = judge_ticket("# Title\n\n## Problem\n\n## Evidence\n\nHELP-12\n")
    assert (reason(empty), empty.line) == ("missing", 3)


def test_a_text_that_stands_under_other_labels_too_is_judged_on_its_own_merits() -> None:
    ticket = "## Problem\n\n{0}\n\n## Evidence\n\n{0}\n"
    assert judge_ticket(ticket.format("Nurses lose two hours a shift.")).outcome == "passed"
    assert reason(judge_ticket(ticket.format("Nurses need a tablet."))) == "copied"


def test_the_first_passage_that_holds_wins() -> None:
    text = "## Context\n\nBuild a portal.\n\n## Problem\n\nNurses wait two hours for a bed.\n"
    judgement = judge_ticket(text)
    assert (judgement.outcome, judgement.label) == ("passed", "Problem")


def test_the_best_filled_passage_speaks_where_none_holds() -> None:
    text = "## Problem\n\n## Context\n\nBuild a portal for nurses.\n"
    judgement = judge_ticket(text)
    assert (reason(judgement), judgement.label) == ("solution-only", "Context")


def test_prose_without_a_label_asks_for_people_who_act_and_for_the_harm() -> None:
    assert judge_ticket("Nurses wait two hours for a bed and give up.\n").outcome == "passed"
    assert (
        reason(judge_ticket("Students hand in the form at four; the office ends its day at noon.\n"))
        == "no-harm"
    )


def test_grounds_stand_where_their_words_stand() -> None:
    judgement = judge_ticket("## Problem\n\nIn winter, night nurses\nwait two hours for a bed.\n")
    assert [(g.role, g.text, g.line, g.column) for g in judgement.grounds] == [
        ("who", "nurses", 3, 18),
        ("pain", "wait", 4, 1),
        ("pain", "hours", 4, 10),
    ]


def test_a_refusal_quotes_the_words_that_decided() -> None:
    finding = judge_ticket("## Problem\n\nThe depot is old. Drivers need a bigger map.\n").findings[0]
    assert (finding.excerpt, finding.line, finding.column) == ("need a bigger map", 3, 27)
    assert finding.url == "docs/checks/problem.md#solution-only"


def test_people_may_be_named_in_a_question_that_is_answered() -> None:
    text = "Why do visitors with a pram turn round? The lift is hidden and they give up."
    assert reason(judge(CHECK, text)) == "pass"


def test_messages() -> None:
    said = []
    for code in ("en", "fr"):
        for name in CHECK.reasons:
            text = load(code).reasons[f"problem.{name}"]
            fill = {"quote": text.bad.split("\n")[0]}
            lines = (text.message.format_map(fill), text.fix.format_map(fill), text.why)
            said.append(f"{code} {name}\n  " + "\n  ".join(lines) + "\n")
    assert "\n".join(said) == MESSAGES.read_text(encoding="utf-8")
