"""The signals of a metric alone: roles of values, pairs, the name of what moves, and what it counts."""

from __future__ import annotations

from datetime import date

import pytest

from valuegate.language import load
from valuegate.text.marks import find_marks
from valuegate.text.metric_reading import MetricReading, read_metric
from valuegate.text.movement import Values
from valuegate.text.pairing import movements
from valuegate.text.signals import Signals

TODAY = date(2026, 11, 23)


def values(text: str, lang: str = "en") -> Values:
    return Values(Signals(text, (), (), load(lang)), TODAY)


def roles(text: str, lang: str = "en") -> list[tuple[str, str]]:
    return [(value.quantity.text, value.role) for value in values(text, lang).all]


def pairs(text: str, lang: str = "en", *, strict: bool = False) -> list[tuple[str, str, str]]:
    found = movements(values(text, lang), strict=strict)
    return [(m.baseline.quantity.text, m.target.quantity.text, m.rule) for m in found]


def read(text: str, lang: str = "en") -> MetricReading:
    return read_metric(Signals(text, (), (), load(lang)), TODAY)


def counted(text: str, lang: str = "en") -> tuple[str, str]:
    """What the indicator is, and its words."""
    indicator = read(text, lang).indicator
    return indicator.kind, text[indicator.start : indicator.end]


def test_of_two_phrases_the_longer_one_is_marked_and_accents_do_not_part_homographs() -> None:
    text = values("waiting time", "en")
    assert [text.live[m.start : m.end] for m in find_marks(text.words, load("en"), "metric")] == [
        "waiting time"
    ]
    assert {"goal", "wanted"} <= values("Cible : 5", "fr").marks[0].tags


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("12 today, 5 targeted", "en", ["baseline", "target"]),
        ("Today 12, target 5", "en", ["baseline", "target"]),
        ("Target 5, today 12", "en", ["target", "baseline"]),
        ("12 in October 2026, 5 in May 2027", "en", ["baseline", "target"]),
        ("12 today and 5 targeted", "en", ["baseline", "target"]),
        ("12 now target 5", "en", ["baseline", "target"]),
        ("12 now 5 targeted", "en", ["baseline", "target"]),
        ("12 this tour, 5 next tour", "en", ["baseline", "target"]),
        ("12 this tour, 5 that tour", "en", ["", ""]),
        ("12 l'hiver dernier, 5 l'hiver prochain", "fr", ["baseline", "target"]),
        ("12 this winter, we want 5 this winter", "en", ["baseline", "target"]),
        ("Missed after a letter, 17 %, aiming at 9 %", "en", ["", "target"]),
        ("Before 12 min, after 5 min", "en", ["baseline", "target"]),
        ("Paid after 41 days", "en", [""]),
        ("On se contenterait de 5", "fr", ["target"]),
        ("4 times today, 2 times wanted", "en", ["baseline", "target"]),
        ("We want 4 times as many", "en", [""]),
        ("At least 5, versus 12", "en", ["", "baseline"]),
        ("Down to 5, from 12", "en", ["target", "baseline"]),
        ("We want to cut calls to 5", "en", ["target"]),
        ("Baseline\n12\nTarget\n5", "en", ["baseline", "target"]),
        ("Calls: 12; Target: much lower", "en", [""]),
        ("Cible 5 (base : 12)", "fr", ["target", "baseline"]),
        ("12 (aujourd'hui) puis 5 (cible)", "fr", ["baseline", "target"]),
        ("12 aujourd'hui, 5 visés", "fr", ["baseline", "target"]),
        ("5 au lieu de 12", "fr", ["", "baseline"]),
        ("14 avant, 3 après", "fr", ["baseline", "target"]),
    ],
)
def test_the_nearest_words_give_a_value_its_role(text: str, lang: str, expected: list[str]) -> None:
    assert [role for _, role in roles(text, lang)] == expected


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("+20 %", "en"),
        ("by 20 %", "en"),
        ("20 % fewer calls", "en"),
        ("-5 %", "en"),
        ("3 times", "en"),
        ("baisser de 20 %", "fr"),
        ("20 % de moins", "fr"),
    ],
)
def test_a_change_is_no_value(text: str, lang: str) -> None:
    assert [value.relative for value in values(text, lang).all] == [True]


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("Calls: 12 -> 5", "en", [("12", "5", "arrow")]),
        ("Calls: 12 -> 9 -> 5", "en", [("12", "5", "arrow")]),
        ("Calls from 12 to 5", "en", [("12", "5", "from-to")]),
        ("Calls: 12 to 5", "en", [("12", "5", "from-to")]),
        ("Queue: 5 to 12 min", "en", []),
        ("Share: 52 % to 65 %", "en", [("52 %", "65 %", "from-to")]),
        ("20 % of shops, to reach 5 min", "en", []),
        ("Calls: 12 today, 5 targeted", "en", [("12", "5", "cues")]),
        (
            "Four of twelve find it. We aim for ten of twelve.",
            "en",
            [("Four of twelve", "ten of twelve", "remaining")],
        ),
        ("Target 20 % (competitors: 40 %)", "en", []),
        ("Minutes to price a bag of 30 books: target 20", "en", []),
        ("Calls: at most 5 (12 in the log), target", "en", [("12", "5", "remaining")]),
        ("Late: 12 %. Target: 3 stars", "en", []),
        ("Wait: 14 minutes, target 9", "en", [("14 minutes", "9", "remaining")]),
        ("40 calls. Target: 12 visits", "en", []),
        ("Bookings for May 2027: 12 %. Target 20 %", "en", [("12 %", "20 %", "remaining")]),
        ("Last year 12 %, competitors 9 %. Goal 5 %", "en", [("12 %", "5 %", "cues")]),
        ("Errors: 3 in the audit; below 1.5", "en", [("3", "1.5", "remaining")]),
        ("Patients over 75: 30 today", "en", []),
        ("Missing meals (baseline 6 %, target 2 %)", "en", [("6 %", "2 %", "cues")]),
        ("Appels : de 12 à 5", "fr", [("12", "5", "from-to")]),
        ("Passer sous les 10 (26 en octobre)", "fr", [("26", "10", "cues")]),
        ("Notes : 2,9/5 -> 4,2/5", "fr", [("2,9/5", "4,2/5", "arrow")]),
    ],
)
def test_values_of_one_unit_pair_up(text: str, lang: str, expected: list[tuple[str, str, str]]) -> None:
    assert pairs(text, lang) == expected


def test_strict_reading_takes_no_value_without_words() -> None:
    assert pairs("Four of twelve find it. We aim for ten of twelve shops.", strict=True) == []
    assert pairs("Four of twelve find it. We aim for ten of twelve.", strict=True) != []
    assert pairs("Today four of twelve do. We aim for ten of twelve.", strict=True) != []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Cleaner trams. Complaints per ride: 14 -> 6", "Complaints per ride"),
        ("Baseline: 42 missed visits a week / Target: 20", "missed visits a week"),
        (
            "At the spring test, 5 of 15 farmers filled in the form; we want 12 of 15",
            "farmers filled in the form",
        ),
        ("Time to seat a party\n- Baseline: 41 min\n- Target: 25 min", "Time to seat a party"),
        ("Share of no-shows: 12 % -> 5 %. Calls: 9 -> 3", "Share of no-shows"),
    ],
)
def test_the_name_of_what_moves(text: str, expected: str) -> None:
    assert counted(text)[1] == expected


@pytest.mark.parametrize(
    ("text", "lang", "kind"),
    [
        ("Screens: 2 -> 9", "en", "output"),
        ("Screens opened before the answer: 9 -> 2", "en", "outcome"),
        ("Screens that nobody needs: 9 -> 2", "en", "outcome"),
        ("Screens per order: 9 -> 2", "en", "outcome"),
        ("Dashboards per sprint: 2 -> 9", "en", "output"),
        ("Crashes per screen: 9 -> 2", "en", "outcome"),
        ("Feature adoption, weekly: 9 % -> 20 %", "en", "outcome"),
        ("Help documents written: 2 -> 9", "en", "output"),
        ("Wrong documents written: 9 -> 2", "en", "outcome"),
        ("Velocity: 20 -> 30", "en", "output"),
        ("Time lost to the migration: 9 h -> 2 h", "en", "outcome"),
        ("Ferries equipped: 2 -> 9", "en", "output"),
        ("Letters to explain: 90, 30 targeted once rewritten", "en", "outcome"),
        ("Tenant portal: 1.2 -> 3.0", "en", "output"),
        ("New charter: 0 % -> 100 %", "en", "output"),
        ("Members who pay online: 0 % -> 100 %", "en", "outcome"),
        ("New berths: 0 -> 20", "en", "output"),
        ("Errors: 0 -> 20", "en", "outcome"),
        ("Écrans refondus : 2 -> 9", "fr", "output"),
        ("Écrans consultés avant la réponse : 9 -> 2", "fr", "outcome"),
        ("Budget consommé : 20 k€ -> 90 k€", "fr", "output"),
        ("Appels par écran : 9 -> 2", "fr", "outcome"),
    ],
)
def test_what_the_phrase_is_about_decides(text: str, lang: str, kind: str) -> None:
    assert counted(text, lang)[0] == kind


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("Answers given in 9 days; target 4 days", ""),
        ("Better retention at day 30", "no-number"),
        ("Tracked in Metabase 88", "no-number"),
        ("Aim: nobody waits", "no-number"),
        ("Target: 100 % of calls", "baseline-missing"),
        ("We sold 340", "vanity"),
        ("340", "vanity"),
        ("Cut the queue in half, 2 guards", "relative-only"),
        ("Baseline: to be agreed", "no-indicator"),
        ("Callers: 37 e-mails sent, 15 posters printed", "output"),
        ("2026-12-01 -> 2027-03-01", "no-indicator"),
        ("Calls, target to be agreed", "unknown-values"),
        ("Calls: baseline 12 %, target 9 stars", "unit-mismatch"),
    ],
)
def test_the_half_that_is_missing_is_named(text: str, fault: str) -> None:
    assert read(text).fault == fault


def test_a_reading_serves_others_with_its_words_and_unit() -> None:
    reading = read("Median time to settle a claim: 9 days -> 4 days")
    assert reading.words == ("time", "settle", "claim")
    assert (reading.unit, reading.rule, reading.fault) == ("minute", "arrow", "")
    assert read("Better").unit == ""


def test_the_first_metric_that_holds_is_read() -> None:
    reading = read("Screens: 2 -> 9. Late ferries: 12 % -> 5 %.")
    assert (reading.fault, reading.target and reading.target.text) == ("", "5 %")


def test_of_two_seasons_the_later_one_is_the_target_unless_another_value_is() -> None:
    assert pairs("28 % last season, 12 % this season") == [("28 %", "12 %", "remaining")]
    assert pairs("28 % last season, 12 % this season, target 5 %")[0][1] == "5 %"
    assert pairs("Il faut 34 jours. Nous en voulons 10.", "fr") == [("34 jours", "10", "remaining")]


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Reduce the number of late parcels from 10 to 20", "en"),
        ("Our aim is to lower the share of unread letters from 12 % to 30 %", "en"),
        ("The desk should reduce processing time from 12 days to 18 days by June 2027", "en"),
        ("Raise the share of parcels delivered on time: 80 % → 60 %", "en"),
        ("Reduce one-star reviews: 1 in 50 -> 1 in 20", "en"),
        ("We want the median wait to fall from 12 to 18 days.", "en"),
        ("Reduce no-shows from 10 % (booking log, May 2026) to 20 %", "en"),
        ("Bring the delay from 12 to 18 days to reduce it", "en"),
        ("Goal: reduce the delay to 18 days, 12 today", "en"),
        ("The delay is 12 days today; we want to reduce it to 18.", "en"),
        ("No-shows, 5 % today, should drop to 15 %.", "en"),
        ("Le taux d'absence, 5 % aujourd'hui, doit descendre à 15 %", "fr"),
        ("Réduire le délai de 12 jours aujourd'hui à 18 jours", "fr"),
        ("Faire baisser le nombre de rappels de 12 à 30 par semaine", "fr"),
        ("Augmenter la part de dossiers complets de 80 à 60 %", "fr"),
        ("Faire passer le délai de réponse de 12 à 18 jours pour accélérer", "fr"),
    ],
)
def test_a_verb_that_goes_one_way_and_its_values_that_go_the_other(text: str, lang: str) -> None:
    assert read(text, lang).fault == "wrong-way"


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Reduce the time saved from 20 to 10 minutes", "en"),
        ("The share without error rises from 80 % to 95 %", "en"),
        ("From 20 to 10 the drop in complaints", "en"),
        ("Bring the drop in complaints from 10 % to 20 %", "en"),
        ("Rent increase from 4 % to 2 %", "en"),
        ("Cut flowers sold the same day: 40 % -> 70 %", "en"),
        ("Drop-in visits that end in an appointment: 10 % -> 20 %", "en"),
        ("Move customers to lower tariffs from 10 % to 20 %", "en"),
        ("Reduce waste by reusing boxes: 10 % -> 40 %", "en"),
        ("Reduce waiting: calls answered within 2 minutes 40 % -> 70 %", "en"),
        ("Reduce errors: 80 % -> 95 % (share of clean invoices)", "en"),
        ("Reduce complaints from 10 % to 20 % of orders with a note", "en"),
        ("Reduce complaints for parties from 10 to 20 people", "en"),
        ("Share of people who manage to reduce their salt from 10 % to 20 %", "en"),
        ("Number of clinics that reduce waiting: 3 -> 12", "en"),
        ("Increase the time between failures from 12 days today to 18", "en"),
        ("Reduce waiting so that 70 % are served at once, 40 % today", "en"),
        ("We reduce paper by raising online orders to 70 %, now 40 %", "en"),
        ("Set the session from 12 to 18 minutes to speed up payment", "en"),
        ("Baisse du taux de refus de 10 à 20 points", "fr"),
        ("Réduire l'attente en répondant aux appels : 40 % -> 70 %", "fr"),
        ("Réduire les erreurs grâce à la double lecture : 40 % -> 70 %", "fr"),
        ("Pour réduire les retours, part de colis bien emballés : 70 % -> 90 %", "fr"),
        ("Part des foyers qui disent réduire leur consommation : 10 % → 20 %", "fr"),
    ],
)
def test_a_verb_that_does_not_govern_the_values_says_nothing_of_their_way(text: str, lang: str) -> None:
    assert read(text, lang).fault == ""


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Reduce waiting times 10 to 20 %", "en"),
        ("Réduire le nombre de colis en retard de 10 à 20 %", "fr"),
        ("Le taux de refus doit baisser de 10 % à 20 %", "fr"),
    ],
)
def test_two_numbers_that_may_be_an_amount_are_no_values(text: str, lang: str) -> None:
    reading = read(text, lang)
    assert (reading.fault, reading.baseline, reading.target) == ("relative-only", None, None)
