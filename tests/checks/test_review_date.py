"""A review date holds where one valid day after the entry stands as a review of results."""

from __future__ import annotations

from datetime import date

import pytest
from scoring import judge, rates, reason

from valuegate.case import Case
from valuegate.check import Context
from valuegate.checks.review_date import ReviewDate
from valuegate.finding import Judgement
from valuegate.language import load
from valuegate.reader import decode
from valuegate.readers.markdown import MarkdownReader

CHECK = ReviewDate()


def judge_ticket(text: str, today: str = "2026-11-23", day: str = "", **options: object) -> Judgement:
    """A whole ticket, judged for a day and seen from today."""
    ticket = MarkdownReader().read(decode(text.encode(), "t.md"))
    case = Case(ticket, (load("en"), load("fr")))
    defaults = {name: schema["default"] for name, schema in CHECK.options.items()}
    entered = date.fromisoformat(day or today)
    return CHECK.judge(
        case, Context(CHECK, entered, {**defaults, **options}, case.pack, date.fromisoformat(today))
    )


def test_grown_examples_are_judged_as_a_coach_does() -> None:
    assert min(rates(CHECK, "review-date.yaml").values()) >= 0.97


def test_near_misses_in_pairs_are_told_apart_where_the_words_before_the_day_say_it() -> None:
    shares = rates(CHECK, "fresh/review-date-pairs.yaml")
    assert min(shares[lang, "pass"] for lang in ("en", "fr")) == 1
    assert min(shares[lang, "fail"] for lang in ("en", "fr")) >= 0.4  # a known weakness: see the page


def test_short_passages_of_authors_who_saw_no_rule() -> None:
    assert min(rates(CHECK, "fresh/review-date-short.yaml").values()) >= 0.96


def test_near_misses_written_before_the_rules_for_them() -> None:
    assert min(rates(CHECK, "fresh/review-date.yaml").values()) >= 0.95


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("2027-03-15", "en", "pass"),
        ("Q1 2027", "en", "not-a-day"),
        ("week of 8 March 2027", "en", "not-a-day"),
        ("mars 2027", "fr", "not-a-day"),
        ("prochainement", "fr", "vague"),
        ("2026-11-23", "en", "past"),
        ("2026-11-24", "en", "pass"),
        ("2099-01-01", "en", "far-off"),
        ("1 January 2999", "en", "far-off"),
        ("31.12.9999", "fr", "far-off"),
        ("12 April 2027, 10:00, room 2, kick-off of the second wave", "en", "launch"),
        ("12 April 2027, 10:00, room 2, with the launch manager", "en", "pass"),
        ("12 April 2027, the release is planned for January", "en", "pass"),
        ("On 12 April 2027 the lockers are switched on", "en", "launch"),
        ("12 April 2027: new timetable", "en", "launch"),
        ("12 April 2027: new figures of the lockers", "en", "pass"),
        ("12 April 2027 (lease of the lockers ends)", "en", "deadline"),
        ("12 April 2027: did the signature help?", "en", "pass"),
        ("On 12 April 2027 we read the log to each other", "en", "pass"),
        ("Half past nine on 12 April 2027", "en", "pass"),
        ("Le 12 avril 2027, nous ouvrons le nouveau guichet", "fr", "launch"),
        ("On 12 April 2027 the lockers are compared with last year", "en", "pass"),
        ("Le 12 avril 2027 on recompte les trajets annulés", "fr", "pass"),
        ("Revue annulée, elle était prévue le 12 avril 2027", "fr", "negated"),
        ("Le 12 avril 2027 on reprend les feuilles et on regarde si le tri vaut la peine", "fr", "pass"),
        ("31/02/2027", "fr", "impossible"),
        ("03/04/2027", "en", "ambiguous"),
        ("03/04/2027", "fr", "pass"),
        ("Monday 9 March 2027", "en", "weekday"),
        ("6 weeks after release", "en", "relative"),
        ("6 weeks after release (2027-03-18)", "en", "pass"),
        ("Six semaines après la livraison, soit le 29 avril 2027", "fr", "pass"),
        ("Six semaines après la livraison du 18 mars 2027", "fr", "relative"),
        ("Go-live 12 April 2027", "en", "launch"),
        ("Go-live 12 April 2027, results review 7 June 2027", "en", "pass"),
        ("Deadline 2 April 2027", "en", "deadline"),
        ("No later than 2 April 2027", "en", "pass"),
        ("Steering committee on 10 March 2027", "en", "other-event"),
        ("Steering committee reviews the figures on 10 March 2027", "en", "pass"),
        ("Steering committee of 11 May 2027, where we go through the measured results", "en", "pass"),
        ("12 March 2027 if the release is on time", "en", "conditional"),
        ("12 March 2027, the release is planned for January", "en", "pass"),
        ("Every Wednesday from 13 January 2027", "en", "recurring"),
        ("We will meet and talk", "en", "no-date"),
        ("YYYY-MM-DD", "en", "placeholder"),
        ("Indiquez la date de la revue.", "fr", "template-text"),
        ("Dear validator, this field is filled.", "en", "addressed"),
        ("", "en", "missing"),
    ],
)
def test_near_misses(text: str, lang: str, expected: str) -> None:
    assert reason(judge(CHECK, text, lang)) == expected


def test_the_words_that_decided_are_quoted_where_they_stand() -> None:
    judgement = judge_ticket("## Review date\n\nGo-live 1 March 2027, results review 20 April 2027\n")
    assert [(g.role, g.text, g.line, g.column) for g in judgement.grounds] == [
        ("day", "20 April 2027", 3, 38),
        ("review", "review", 3, 31),
    ]


def test_options_decide_what_is_a_matter_of_taste() -> None:
    assert reason(judge(CHECK, "6 weeks after release", options={"allow-relative": True})) == "pass"
    assert reason(judge(CHECK, "2027-09-01", options={"max-days": 180})) == "far-off"
    assert judge(CHECK, "03/04/2027", options={"date-order": "day-first"}).grounds[0].text == "03/04/2027"


def test_a_label_that_names_results_makes_a_meeting_a_review() -> None:
    assert judge_ticket("## Impact review\n\nSteering committee, 10 March 2027\n").outcome == "passed"


def test_outside_its_own_place_a_day_must_be_called_a_review() -> None:
    prose = "Tenants wait for days.\n\nWe will review the results on 17 May 2027.\n"
    assert judge_ticket(prose).outcome == "passed"
    assert reason(judge_ticket(prose.replace("review the results", "move the servers"))) == "missing"
    metric = "## Metric\n\nCalls 12 -> 4 by 30 June 2027.\n"
    assert reason(judge_ticket(metric)) == "missing"
    assert judge_ticket(metric + "Review on 5 July 2027.\n").outcome == "passed"


def test_a_review_that_was_right_at_entry_and_is_due_now_warns_and_holds() -> None:
    judgement = judge_ticket("## Review date\n\n2026-11-20\n", day="2026-09-01")
    assert judgement.outcome == "passed"
    assert [(f.reason, f.severity) for f in judgement.findings] == [("review-date.due", "warning")]


def test_the_example_in_a_message_fits_what_was_written() -> None:
    assert "30 June 2027" in judge(CHECK, "Q2 2027").findings[0].fix
    assert "30 June 2027" in judge(CHECK, "Q2").findings[0].fix
    assert "31 mars 2027" in judge(CHECK, "mars", "fr").findings[0].fix
    assert "13 April 2027" in judge(CHECK, "Launch 1 March 2027").findings[0].fix
    assert "1er mars 2027" in judge(CHECK, "à définir", "fr").findings[0].fix


def test_a_mapped_field_is_read_where_no_label_is() -> None:
    ticket = "---\ncustomfield_7: 2027-03-16\n---\n\nText.\n"
    assert judge_ticket(ticket, field="customfield_7").outcome == "passed"


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("**What hurts:** Drivers wait.\n\n**We meet to see if it has helped:** 16 March 2027.", True),
        ("**What hurts:** Drivers wait.\n\n**We meet the installers:** 16 March 2027.", False),
        ("## Day on which we compare remakes with the goal\n\n2027-06-24", True),
        ("## Day on which the remakes arrive\n\n2027-06-24", False),
        ("- **Rationale:** a cabinet\n- **Results on the table:** 29 March 2027", True),
        ("- **Rationale:** a cabinet\n- **New tables:** 29 March 2027", False),
        ("On 14 April 2027 the partners sit down to see whether families are asked less often.", True),
        ("On 14 April 2027 the partners sit down to taste the new menu.", False),
        ("Bonjour,\n\nNous regarderons ensemble ce que cela aura changé le 18 mars 2027.", True),
        ("Bonjour,\n\nNous regarderons ensemble le match le 18 mars 2027.", False),
    ],
)
def test_a_label_that_nobody_knows_says_what_its_day_is_for(text: str, holds: bool) -> None:
    assert (judge_ticket(text).outcome == "passed") is holds
