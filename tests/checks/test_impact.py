"""Impact holds where the ticket's own indicator was measured and something was decided."""

from __future__ import annotations

import pytest
from scoring import judge, rates, reason

from valuegate.checks.impact import Impact

CHECK = Impact()
PARCELS = "Parcels needing a second attempt: 18% -> 7%"
WAIT = "Attente au guichet : 1 h 20 → 35 min"


def test_grown_examples_are_judged_as_a_coach_does() -> None:
    assert min(rates(CHECK, "impact.yaml").values()) >= 0.95


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
