"""How an account ends says what its toil is: pairs with the same toil, and another end."""

from __future__ import annotations

import pytest

from valuegate.language import load
from valuegate.text.argument import Argument
from valuegate.text.signals import Signals


def fault(text: str, code: str) -> str | None:
    return Argument(Signals(text, [], [], load(code))).fault(shared=False)


@pytest.mark.parametrize(
    ("hurts", "ends_well", "code"),
    [
        (
            "Parents queue at the office on Mondays. At nine the lesson begins without their children.",
            "Parents queue at the office on Mondays. They would not swap it for an app.",
            "en",
        ),
        (
            "Clerks retype the slips; the boxes leave late, and the drivers pay the toll.",
            "Clerks retype the slips; by noon the boxes are ready.",
            "en",
        ),
        (
            "It works well, but patients queue from six.",
            "Patients queue from six, and it works well.",
            "en",
        ),
        (
            "Drivers wait at the gate, and nobody knows when it works well.",
            "Drivers wait at the gate, and it works well.",
            "en",
        ),
        (
            "Les préparateurs recopient les lots et en sautent un sur vingt. Chacun y tient.",
            "Les préparateurs recopient les lots le matin même. Chacun y tient.",
            "fr",
        ),
        (
            "Les élèves attendent leur feuille une par une. À dix heures, la moitié est partie.",
            "Les élèves attendent leur feuille une par une. À dix heures, la liste est bouclée.",
            "fr",
        ),
    ],
)
def test_toil_is_the_work_where_the_account_ends_well(hurts: str, ends_well: str, code: str) -> None:
    assert fault(hurts, code) is None
    assert fault(ends_well, code) is not None


@pytest.mark.parametrize(
    "text",
    [
        "Parents of triplets fill in three forms that differ by one word and are done again.",
        "Nurses lose a pump a week. They are proud of the ward.",
    ],
)
def test_a_loss_stays_a_harm_and_a_number_is_no_hour(text: str) -> None:
    assert fault(text, "en") is None


@pytest.mark.parametrize(
    ("told", "plain", "code"),
    [
        (
            "Drivers hear calls from the quay and find nobody there.",
            "Drivers take calls from the quay.",
            "en",
        ),
        ("Send a text, and parents miss it.", "Send parents a text when a match is called off.", "en"),
    ],
)
def test_what_work_deals_with_and_what_is_to_be_sent_is_no_story(told: str, plain: str, code: str) -> None:
    assert fault(told, code) is None
    assert fault(plain, code) is not None
