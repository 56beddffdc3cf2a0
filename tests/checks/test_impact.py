"""Impact holds where the ticket's own indicator was measured and something was decided."""

from __future__ import annotations

from datetime import date

import pytest
from scoring import judge, rates, reason

from growth import grows_at_most
from valuegate.checks.impact import Impact
from valuegate.engine import Plan, evaluate
from valuegate.language import load
from valuegate.reader import decode
from valuegate.readers.markdown import MarkdownReader

CHECK = Impact()
PARCELS = "Parcels needing a second attempt: 18% -> 7%"
WAIT = "Attente au guichet : 1 h 20 → 35 min"


def measured(lang: str) -> str:
    """A value beside its target, before the words about what follows from it."""
    return "8.1% in four weeks (target 7%). " if lang == "en" else "8,1 % en quatre semaines (cible 7 %). "


def test_grown_examples_are_judged_as_a_coach_does() -> None:
    assert min(rates(CHECK, "impact.yaml").values()) >= 0.95


def test_near_misses_written_before_the_rules_for_them() -> None:
    assert min(rates(CHECK, "fresh/impact.yaml").values()) >= 0.88
    assert min(rates(CHECK, "fresh/impact-closing.yaml").values()) >= 0.9
    assert min(rates(CHECK, "fresh/impact-notes.yaml").values()) >= 0.93


@pytest.mark.parametrize(
    ("said", "lang", "expected"),
    [
        ("The council signed the guest book.", "en", "no-decision"),
        ("The director beat the drum at every site.", "en", "no-decision"),
        ("La directrice a signé le livre d'or.", "fr", "no-decision"),
        ("Il se termine par un repas.", "fr", "no-decision"),
        ("Do we go on with the evening slots?", "en", "no-decision"),
        ("Do we go on with the evening slots? We do.", "en", "pass"),
        ("It has been so since the pilot ended.", "en", "no-decision"),
        ("Take the evening slots out.", "en", "pass"),
        ("Handover to the depots in March.", "en", "pass"),
        ("The north depot will carry them too.", "en", "pass"),
        ("The weather will improve.", "en", "no-decision"),
        ("The figures come from the scanner log.", "en", "no-decision"),
        ("Les créneaux ne seront plus proposés.", "fr", "pass"),
        ("Les créneaux seront évoqués en séance.", "fr", "no-decision"),
        ("Retour au papier.", "fr", "pass"),
        ("It had been set up in both depots.", "en", "no-decision"),
        ("The slots opened in the week of the tariff change.", "en", "no-decision"),
        ("It stopped on the north side only.", "en", "no-decision"),
        ("We hesitate: fewer slots, or no slot kept at all.", "en", "no-decision"),
        ("The board decided to keep two slots.", "en", "pass"),
        ("Renouvelez le contrat des créneaux.", "fr", "pass"),
        ("Le conseil doit se prononcer sur la généralisation.", "fr", "no-decision"),
    ],
)
def test_the_words_of_a_decision_settle_nothing_in_a_ceremony_a_question_or_a_story(
    said: str, lang: str, expected: str
) -> None:
    assert reason(judge(CHECK, measured(lang) + said, lang, PARCELS)) == expected


@pytest.mark.parametrize(
    ("metric", "said", "expected"),
    [
        ("Complaints per month: 48 -> 20", "Seventeen grievances in May. We keep it.", "pass"),
        ("Wait at the desk: 14 min -> 6 min", "Timed with nine clerks: 6 min 10 s. We keep it.", "pass"),
        ("Late collections per week: 21 -> 8", "It dropped from 21 to seven a week. We keep it.", "pass"),
        ("Late reports: 6 of 12 -> 1 of 12", "Two of twelve missed the board. We keep it.", "pass"),
        (
            "Second trips: one in four -> one in ten",
            "Nine in ten open the list. We keep it.",
            "other-indicator",
        ),
        ("Late collections per week: 21 -> 8", "Nine benches a week. We keep it.", "other-indicator"),
        ("Unused hours: 24% -> 10%", "The last 10% is polish. We keep it.", "other-indicator"),
        ("No-shows: 16% -> 9%", "Bookings rose by 10.5%. We keep it.", "other-indicator"),
        (
            "Wrong trays per 10,000 picks: 36 -> 10",
            "Picks rose from 42 to 71. We keep it.",
            "other-indicator",
        ),
        ("Meters fitted with the firmware: 0 -> 48", "All 48 are fitted. We keep it.", "activity"),
        ("Average wait: 26 min -> 8 min", "Average wait: 26 min -> 8 min. We keep it.", "already-known"),
        ("Time to restore: 94 min -> 45 min", "51 minutes over 14 incidents. We keep it.", "pass"),
    ],
)
def test_a_value_is_known_by_words_of_one_meaning_its_baseline_its_whole_or_its_place(
    metric: str, said: str, expected: str
) -> None:
    assert reason(judge(CHECK, said, "en", metric)) == expected


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "We give every depot the same list."),
        ("en", "We're taking the sign down."),
        ("en", "So we let it run."),
        ("en", "We don't touch it any more."),
        ("en", "It is scrapped."),
        ("fr", "Nous rendons les camions."),
        ("fr", "On n'y touche plus."),
        ("fr", "Nous allons équiper les deux autres dépôts."),
        ("fr", "Le dispositif est démonté."),
        ("en", "I propose that we keep the list."),
        ("en", "I'm handing the list to the other depot."),
        ("en", "The list becomes mandatory."),
        ("en", "Free slots again next autumn, at both depots."),
        ("en", "Slips go out by post from now on."),
        ("fr", "Le SMS de la veille part désormais pour les colis du samedi."),
        ("fr", "Les créneaux du soir, à partir du 1er décembre."),
        ("fr", "J’étends la liste aux deux autres dépôts."),
        ("fr", "La liste devient obligatoire."),
        ("fr", "Je vous propose de conserver la liste."),
    ],
)
def test_what_the_team_does_now_is_a_decision_whatever_the_verb(lang: str, said: str) -> None:
    assert reason(judge(CHECK, measured(lang) + said, lang, PARCELS)) == "pass"


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "We are happy with the result."),
        ("en", "We thank the couriers."),
        ("en", "We went from 18 to 8 in four weeks."),
        ("en", "We recommend to extend it."),
        ("en", "We'll look at it again in May."),
        ("en", "Do we keep it?"),
        ("en", "We sat there for two days."),
        ("en", "We look at it again from January on."),
        ("en", "The board meets about it next week."),
        ("en", "There was a slip on each door after the change."),
        ("en", "Next one on 12 April 2027, with the depot."),
        ("fr", "Le comité se prononcera à partir de janvier."),
        ("fr", "Prochaine lecture des chiffres la semaine prochaine."),
        ("fr", "On se réunira pour en parler."),
        ("fr", "Nous visions 7."),
        ("fr", "Nous en parlerons au comité."),
        ("fr", "On passe de 18 à 8 en quatre semaines."),
        ("fr", "Le résultat nous donne raison."),
        ("fr", "Nous proposons une réunion."),
    ],
)
def test_what_the_team_sees_thinks_or_hopes_decides_nothing(lang: str, said: str) -> None:
    assert reason(judge(CHECK, measured(lang) + said, lang, PARCELS)) == "no-decision"


@pytest.mark.parametrize(
    ("text", "metric", "lang", "expected"),
    [
        ("8.1% over four weeks (target 7%). We keep it.", PARCELS, "en", "pass"),
        ("17% of parcels in October, target 7%: no effect. We stop.", PARCELS, "en", "pass"),
        ("8.1% over four weeks (target 7%). Decision pending.", PARCELS, "en", "no-decision"),
        ("8.1% over four weeks (target 7%). The depot is happy.", PARCELS, "en", "no-decision"),
        ("Target reached, we keep it.", PARCELS, "en", "no-value"),
        ("We expect 8% by spring. We keep it.", PARCELS, "en", "forecast"),
        ("6,200 texts were sent. We keep it.", PARCELS, "en", "other-indicator"),
        ("38% opened the voucher mail; target 7%. We keep it.", PARCELS, "en", "activity"),
        ("40% of couriers wear the vest, target 7%. We keep it.", PARCELS, "en", "other-indicator"),
        ("50 min en octobre, cible 35. On garde.", WAIT, "fr", "pass"),
        ("Mesure de septembre-octobre 2026 : 50 min, cible 35. On garde.", WAIT, "fr", "pass"),
        ("Projet fini en 3 mois. On garde.", WAIT, "fr", "no-value"),
        ("Mesuré : 27. On garde.", "", "fr", "no-target"),
        (
            "Des 40 dossiers d'octobre, 9 sont revenus. On garde.",
            "Dossiers revenus : 1 sur 2 → 1 sur 5",
            "fr",
            "pass",
        ),
        (
            "18 % n'ont pas attendu, pour 20 % voulus. On garde.",
            "Usagers qui patientent : 34 % → 20 %",
            "fr",
            "pass",
        ),
        ("Neuf par jour. On garde.", "Appels perdus par jour : 21 → 8", "fr", "pass"),
        ("From nine days to eight. We stop.", "Wait for a pane: 9 days -> 4 days", "en", "pass"),
        ("<valeur> pour <cible>", WAIT, "fr", "placeholder"),
        ("Merci de valider ce ticket.", WAIT, "fr", "addressed"),
        ("", WAIT, "fr", "missing"),
    ],
)
def test_near_misses(text: str, metric: str, lang: str, expected: str) -> None:
    assert reason(judge(CHECK, text, lang, metric)) == expected


def test_a_value_without_any_target_is_half_an_impact() -> None:
    assert reason(judge(CHECK, "27 calls a week. We keep it.", metric="Calls a week: 40")) == "no-target"
    assert (
        reason(judge(CHECK, "27 calls a week, target 30. We keep it.", metric="Calls a week: 40")) == "pass"
    )


def test_the_words_that_decided_are_named_with_their_roles() -> None:
    judgement = judge(
        CHECK, "Down to 33 per 1,000 (target 30). We keep it.", metric="Contacts per 1,000: 84 -> 30"
    )
    assert [(g.role, g.text) for g in judgement.grounds] == [
        ("measured", "33"),
        ("target", "30"),
        ("decision", "We keep"),
    ]


def test_no_impact_at_all() -> None:
    assert reason(judge(CHECK, "", "en")) == "missing"


@pytest.mark.parametrize(
    ("label", "said", "expected"),
    [
        ("Bilan", "8,1 % en octobre (cible 7 %). On garde.", "passed"),
        ("Bilan", "8,1 % en octobre (cible 7 %). Merci.", "impact.no-decision"),
        ("Bilan", "16/11/2026", "impact.missing"),
        ("Outcome review", "8.1% in October (target 7%). We keep it.", "passed"),
        ("Outcome review", "Monday 16 November 2026", "impact.missing"),
    ],
)
def test_under_a_label_of_the_look_back_a_result_is_read_and_a_day_is_none(
    label: str, said: str, expected: str
) -> None:
    text = f"## Metric\n\n{PARCELS}\n\n## {label}\n\n{said}\n"
    ticket = MarkdownReader().read(decode(text.encode(), "t.md"))
    packs = [load("en"), load("fr")]
    verdict = evaluate(ticket, Plan("close", {"impact": CHECK}, ["impact"], packs), date(2026, 11, 23))
    assert [finding.reason for finding in verdict.findings] == ([] if expected == "passed" else [expected])


def test_the_row_of_a_metric_may_hold_the_result_after_its_target() -> None:
    table = "| | Before | Goal | After |\n|---|---|---|---|\n| Late parcels | 18 % | 7 % | 8 % |"
    ticket = MarkdownReader().read(decode(f"{table}\n\nWe stop the slots.".encode(), "t.md"))
    plan = Plan("close", {"impact": CHECK}, ["impact"], [load("en"), load("fr")])
    assert evaluate(ticket, plan, date(2026, 11, 23)).findings == ()


def test_a_result_is_read_in_the_text_under_a_metric_of_the_front_matter() -> None:
    said = "In October 8.1% of parcels needed a second attempt. We stop the slots."
    text = f'---\nmetric: "{PARCELS}"\n---\n\nCouriers drive twice.\n\n{said}\n'
    ticket = MarkdownReader().read(decode(text.encode(), "t.md"))
    plan = Plan("close", {"impact": CHECK}, ["impact"], [load("en"), load("fr")])
    assert evaluate(ticket, plan, date(2026, 11, 23)).findings == ()


def test_a_look_back_is_read_where_the_label_of_the_result_holds_no_number() -> None:
    said = "8.1% in October, target 7%. We stop."
    text = f"Closing – parcels\n\n## Metric\n\n{PARCELS}\n\n## Outcome review\n\n{said}"
    ticket = MarkdownReader().read(decode(text.encode(), "t.md"))
    plan = Plan("close", {"impact": CHECK}, ["impact"], [load("en"), load("fr")])
    assert evaluate(ticket, plan, date(2026, 11, 23)).findings == ()


@pytest.mark.parametrize(
    ("decision", "expected"),
    [("We stop the text message.", []), ("To be discussed in January.", ["impact.no-decision"])],
)
def test_a_decision_may_stand_under_a_heading_of_its_own(decision: str, expected: list[str]) -> None:
    parts = {"Metric": PARCELS, "Results": "8.1% in October, target 7%.", "Decision": decision}
    text = "".join(f"## {label}\n\n{said}\n\n" for label, said in parts.items())
    ticket = MarkdownReader().read(decode(text.encode(), "t.md"))
    plan = Plan("close", {"impact": CHECK}, ["impact"], [load("en"), load("fr")])
    verdict = evaluate(ticket, plan, date(2026, 11, 23))
    assert [finding.reason for finding in verdict.findings] == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Next: the second depot gets the slots too.", "pass"),
        ("Next: to be discussed.", "no-decision"),
        ("Next: a party for the depot.", "no-decision"),
        ("Option chosen: slots of two hours for all depots.", "pass"),
        ("Option chosen: none yet, still open.", "no-decision"),
    ],
)
def test_what_stands_after_the_label_of_a_decision_is_one_unless_it_is_open(said: str, expected: str) -> None:
    assert reason(judge(CHECK, measured("en") + said, "en", PARCELS)) == expected


@pytest.mark.parametrize(
    ("text", "metric", "expected"),
    [
        ("The median stood at eighteen hours. We stop.", "Hours to an answer: nineteen -> four", "pass"),
        ("Weeks 42 to 45. We stop.", "Calls a week: 97 -> 40", "no-value"),
        ("We extend the session to four hours.", "Redone hours: 96 -> 30", "other-indicator"),
        ("16 per 1,000 in the October runs. We stop.", "Corrections per 1,000 payslips: 28 -> 10", "pass"),
        ("Four wrong ones among three hundred files. We stop.", "Wrong numbers: 5.3 % -> 1 %", "pass"),
        ("22 % of carts were abandoned.", "Abandoned carts: 40 % -> 20 %", "no-decision"),
        ("33 % billed by estimate. We stop.", "Plots billed by estimate: 34 % -> 10 %", "pass"),
        ("Sent back: 5.2 %, the depot is glad.", "Files sent back: 9 % -> 3 %", "no-decision"),
        ("131 g per cover, weighed daily. We stop.", "Waste per cover: 180 g -> 120 g", "pass"),
        ("One in eleven rang out. We stop.", "Calls that ring out: 3 in 10 -> 1 in 10", "pass"),
        ("Got: 24. We stop.", "Wrong arrivals a week: 25 -> 10", "pass"),
        ("8 % more than last year. We stop.", "Late parcels: 18 % -> 7 %", "other-indicator"),
        ("We ended October at 16 %, target 7 %.", "Late parcels: 18 % -> 7 %", "no-decision"),
        ("16 % last month vs 7 % planned. We stop.", "Late parcels: 18 % -> 7 %", "pass"),
        ("The log puts October at 23 hours. We stop.", "Hours to a call: 50 -> 24", "pass"),
        ("One shop in nine pays by card. We stop.", "Late parcels: 1 in 3 -> 1 in 10", "other-indicator"),
        ("We went a week without a key. We stop.", "Drivers without a break per week: 41 -> 10", "no-value"),
        (
            "Since the bins came in we count 5. We stop.",
            "At most 5 wrong parcels wanted, 17 at first",
            "pass",
        ),
        ("Sensors say 14 %. We stop.", "Guests who wait: 36 % -> 15 %", "pass"),
        ("Sensors say 14 %, so we can tick it off.", "Guests who wait: 36 % -> 15 %", "no-decision"),
        ("4,200 texts went out. We stop.", "Refused a week: 14 -> 4", "other-indicator"),
        ("Stickers noticed: 51, then 49. We stop.", "Bins left out: 53 -> 20", "other-indicator"),
        ("Measured (October, guard's log): 7. We stop.", "Families locked out a week: 11 -> 2", "pass"),
    ],
)
def test_values_in_words_with_a_base_or_as_a_part_of_a_whole(text: str, metric: str, expected: str) -> None:
    assert reason(judge(CHECK, text, "en", metric)) == expected


@pytest.mark.parametrize(
    ("lang", "said", "expected"),
    [
        ("en", "Adopt on every site.", "pass"),
        ("en", "The mobile team adds a second slot.", "pass"),
        ("en", "Numbered slots remain.", "pass"),
        ("en", "Good calls from the couriers.", "no-decision"),
        ("en", "The courier who adds a slot was praised.", "no-decision"),
        ("en", "Everybody adds a slot.", "no-decision"),
        ("en", "The weather was bad.", "no-decision"),
        ("fr", "Les agences reprennent la liste.", "pass"),
        ("fr", "Système d’arrhes confirmé pour 2027.", "pass"),
        ("fr", "La liste plaît.", "no-decision"),
        ("fr", "Le temps a été mauvais.", "no-decision"),
    ],
)
def test_what_somebody_does_now_is_a_decision_and_how_things_are_is_none(
    lang: str, said: str, expected: str
) -> None:
    assert reason(judge(CHECK, measured(lang) + said, lang, PARCELS)) == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Last month 8.1% of parcels needed one, against 7%. We stop the slots.", []),
        ("Last month 8.1% of parcels needed one, against 7%. The depot is glad.", ["impact.missing"]),
        ("We bought 8 vans. We stop the slots.", ["impact.missing"]),
    ],
)
def test_in_running_text_value_target_and_decision_stand_together(said: str, expected: list[str]) -> None:
    text = f"{said}\n\n## Metric\n\n{PARCELS}\n"
    ticket = MarkdownReader().read(decode(text.encode(), "t.md"))
    plan = Plan("close", {"impact": CHECK}, ["impact"], [load("en"), load("fr")])
    verdict = evaluate(ticket, plan, date(2026, 11, 23))
    assert [finding.reason for finding in verdict.findings] == expected


@pytest.mark.parametrize(
    ("text", "metric", "expected"),
    [
        (
            "It used to take 24 days; it is much quicker now. We stop.",
            "Delay: 24 days -> 5 days",
            "already-known",
        ),
        ("24 days, as before. We stop.", "Delay: 24 days -> 5 days", "pass"),
        ("Down from 24 days to 7 days. We stop.", "Delay: 24 days -> 5 days", "pass"),
        ("It will go from 24 days to 7 days. We stop.", "Delay: 24 days -> 5 days", "forecast"),
        ("Two lamps broke. We stop.", "Days dark per lamp: 19 -> 3", "other-indicator"),
        ("| What | Value |\n|---|---|\n| Before | 24 |\n\nWe stop.", "Delay: 24 -> 5", "already-known"),
        (
            "At most one tenth, as agreed. We stop.",
            "Missed warnings: one third, at most one tenth afterwards",
            "already-known",
        ),
        ("0 doors since June. We stop.", "Locked doors: 108 -> 20", "pass"),
    ],
)
def test_where_it_began_and_what_was_promised_are_no_values(text: str, metric: str, expected: str) -> None:
    assert reason(judge(CHECK, text, "en", metric)) == expected


def test_what_will_be_done_to_the_thing_is_a_decision_and_what_will_be_discussed_is_none() -> None:
    said = (
        "The signs will be removed in May.",
        "The signs will be discussed in May.",
        "They will be better.",
    )
    found = [reason(judge(CHECK, measured("en") + each, "en", PARCELS)) for each in said]
    assert found == ["pass", "no-decision", "no-decision"]


def test_a_long_closing_message_is_judged_in_bounded_time() -> None:
    plan = Plan("close", {"impact": CHECK}, ["impact"], [load("en"), load("fr")])

    def closing(paragraphs: int) -> None:
        body = "\n\n".join(["late parcels 12 % -> 3 %, 8 % now. " * 60] * paragraphs)
        text = f"Late parcels: 18 % now, we want 7 %.\n\n{body}"
        evaluate(MarkdownReader().read(decode(text.encode(), "t.md")), plan, date(2026, 11, 23))

    grows_at_most(10, closing, 40, 160)
