"""What a rule provides for happens to nobody now; what is told beside it does."""

from __future__ import annotations

import pytest

from valuegate.language import load
from valuegate.text.argument import Argument
from valuegate.text.signals import Signals


def faults(text: str, code: str) -> str | None:
    return Argument(Signals(text, [], [], load(code))).fault(shared=False)


def rules(text: str, code: str) -> list[str]:
    argument = Argument(Signals(text, [], [], load(code)))
    return [text[slice(*argument.span(i.first, i.last))] for i in argument.intents if i.kind == "rule"]


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("Lost tickets are replaced at the counter.", "en", ["Lost tickets are replaced"]),
        (
            "Rejects go on the left, late batches on the right.",
            "en",
            ["Rejects go", "late batches on the right"],
        ),
        (
            "When a flight is cancelled, passengers are rebooked.",
            "en",
            ["When a flight is cancelled", "passengers are rebooked"],
        ),
        ("Un cadenas cassé est échangé à l’accueil.", "fr", ["Un cadenas cassé est échangé"]),
        ("En cas de panne, le camion est remplacé.", "fr", ["En cas de panne", "le camion est remplacé"]),
        ("Damage is priced from table C.", "en", ["Damage is priced"]),
        ("Spoilt samples are thrown out before lunch.", "en", ["Spoilt samples are thrown out"]),
        ("A lesson that is cancelled a day before costs nothing.", "en", None),
        ("Le défaut « pompe bloquée » porte le code 12.", "fr", None),
    ],
)
def test_a_mishap_that_is_sorted_recorded_or_settled_is_a_rule(
    text: str, code: str, said: list[str] | None
) -> None:
    assert rules(text, code) == said if said else rules(text, code)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The lost ticket was replaced by a clerk.", "en"),
        ("When the count is wrong, families who queued forty minutes are sent home.", "en"),
        ("Meanwhile holders are billed for water.", "en"),
        ("Pupils go home without their coats.", "en"),
        ("Missed calls are never returned.", "en"),
        ("Meals for the wards are thrown out.", "en"),
        ("Two clickers add up to more people, and nobody knows until the till is closed.", "en"),
        ("La colonie perdue a été remplacée.", "fr"),
        ("Patients miss their dose because the alarm is turned off at night.", "en"),
        ("Des clients ratent leur train parce que la borne est éteinte le dimanche.", "fr"),
        ("When a picker is hurt in the far field, the others run to the road.", "en"),
        ("Quand il gèle, le régulateur appelle huit familles et chacune attend.", "fr"),
    ],
)
def test_what_happened_and_what_people_suffer_is_no_rule(text: str, code: str) -> None:
    assert rules(text, code) == []


@pytest.mark.parametrize(
    ("rule", "problem", "code"),
    [
        (
            "Tuners use a card. Broken strings are listed on the back.",
            "Tuners use a card. Broken strings are listed on the back, where nobody finds them.",
            "en",
        ),
        (
            "Passengers wear a pass. When a boat is cancelled, they are rebooked for the next one.",
            "Passengers wear a pass. When a boat is cancelled, they sleep on the quay.",
            "en",
        ),
        (
            "Le gardien lit la liste. Un badge perdu est remplacé au bureau.",
            "Le gardien lit la liste. Un badge perdu est remplacé au bureau, où les visiteurs font la queue.",
            "fr",
        ),
    ],
)
def test_a_harm_beside_a_rule_still_counts(rule: str, problem: str, code: str) -> None:
    assert faults(rule, code) == "no-harm"
    assert faults(problem, code) is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("When a picker is hurt, the foreman calls the doctor and writes it in the book.", "en"),
        ("Quand un ouvrier se blesse, le chef d'équipe appelle le médecin et le note.", "fr"),
    ],
)
def test_in_a_case_somebody_has_only_to_tell_somebody(text: str, code: str) -> None:
    assert rules(text, code) == [text.rstrip(".")]


def test_who_meets_a_case_is_told_of() -> None:
    text = "I run the shop. When the reader is down, I lose the afternoon, and your line is closed."
    assert faults(text, "en") is None


def test_what_follows_what_a_rule_settles_is_told_of_people() -> None:
    text = "When it freezes, the stop is moved, and the residents sit there in the cold for an hour."
    assert "residents" not in " ".join(rules(text, "en"))
