"""A harm that no word names: near-miss pairs, one for each thing that an ordinary day does not hold."""

from __future__ import annotations

import pytest

from valuegate.language import load
from valuegate.text.argument import Argument
from valuegate.text.signals import Signals


def fault(text: str, code: str) -> str | None:
    return Argument(Signals(text, [], [], load(code))).fault(shared=False)


@pytest.mark.parametrize(
    ("told", "plain", "code"),
    [
        # a deed
        (
            "Piano tuners drive to the school and find the hall booked.",
            "Piano tuners drive to the school in March.",
            "en",
        ),
        (
            "Les accordeurs montent six étages et trouvent le piano ailleurs.",
            "Les accordeurs montent au studio et notent la date.",
            "fr",
        ),
        # a turn
        (
            "Swimmers pay at the desk but the desk closes first.",
            "Swimmers pay at the desk and keep the receipt.",
            "en",
        ),
        (
            "Les nageurs paient à la caisse, jamais au bassin.",
            "Les nageurs paient à la caisse et gardent le reçu.",
            "fr",
        ),
        (
            "Deaf passengers look at other faces to know the platform.",
            "Deaf passengers look at the screen on the platform.",
            "en",
        ),
        # an odd circumstance
        (
            "Pilots of the air ambulance land by the headlights of a tractor.",
            "Pilots of the air ambulance land by the marks of the field.",
            "en",
        ),
        (
            "Les élèves sages-femmes notent l'heure sur le dos de leur main.",
            "Les élèves sages-femmes notent l'heure sur la fiche du bloc.",
            "fr",
        ),
        # an event
        (
            "Pilgrims follow the arrows to a hostel that burned before Easter.",
            "Pilgrims follow the arrows to a hostel that is near the church.",
            "en",
        ),
        (
            "Les arbitres suivent un règlement que la fédération a remplacé.",
            "Les arbitres suivent le règlement que la fédération publie.",
            "fr",
        ),
        (
            "Les pharmaciens ouvrent le coffre pour une boîte vendue à midi.",
            "Les pharmaciens ouvrent le coffre et notent la boîte à midi.",
            "fr",
        ),
        # repeated, and lasting
        (
            "Les décorateurs repeignent le décor dans le hall du théâtre.",
            "Les décorateurs peignent le décor dans le hall du théâtre.",
            "fr",
        ),
        (
            "Interpreters attend the hearing for a witness who speaks four minutes.",
            "Interpreters attend the hearing of a witness within four minutes.",
            "en",
        ),
        # a narrative
        (
            "Cheesemakers smoke the wheels, rind down, with straw from the stable.",
            "Cheesemakers smoke the wheels every Monday, with straw.",
            "en",
        ),
        # people by what they do
        (
            "Chimney sweeps climb the roof and find the hatch shut.",
            "Chimney hatches open to the roof and stay in the wall.",
            "en",
        ),
        (
            "Les sacristains grimpent à l'échelle pour trouver la corde.",
            "Les cordes passent par la voûte et vont au clocher.",
            "fr",
        ),
        (
            "Whoever has the flock now asks the old shepherd for everything.",
            "The flock has a shepherd now and lives on the hill.",
            "en",
        ),
        # nobody, and nothing
        (
            "A roofer has left the ladder, and the others left too.",
            "No roofer has left the ladder, and the anchors are checked.",
            "en",
        ),
        (
            "Invigilators saw a misprint after the bell and said so.",
            "Invigilators work in pairs and no misprint was found.",
            "en",
        ),
        # what people hear is no wish of theirs
        (
            "Wheelchair users hear at the gate that the lift must be booked.",
            "Wheelchair users think that the lift must be booked.",
            "en",
        ),
        (
            "To move one prisoner, officers type the same name three times.",
            "To move one prisoner with a scanner for officers.",
            "en",
        ),
        # whose attribute it is
        (
            "Their homework is handed on while the pupils are sick and lost on the way.",
            "Sick pupils' homework is handed to a classmate.",
            "en",
        ),
        (
            "La secrétaire cherche le pli à chaque visite d'un patient.",
            "La secrétaire remet à chaque patient un pli fermé.",
            "fr",
        ),
    ],
)
def test_a_story_turns_and_a_description_does_not(told: str, plain: str, code: str) -> None:
    assert fault(told, code) is None
    assert fault(plain, code) is not None


@pytest.mark.parametrize(
    "text",
    [
        "Waiters find the list.",
        "Caterers found the list late and love it, a great success.",
        "Drivers cannot export the list that they find at the depot.",
        "Waiters and the old list of the kitchen at the port",
    ],
)
def test_no_story(text: str) -> None:
    assert Argument(Signals(text, [], [], load("en")))._is_told() is False


def test_a_denial_counts_in_its_own_clause() -> None:
    text = "Carers note it on the door; nobody forgets; at night the old sheet was gone."
    assert fault(text, "en") is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("La cliente pose son violon. L'archet reste au comptoir.", "fr"),
        ("The pilot reads the wind at dawn. A torn flag is replaced.", "en"),
        ("Le lecteur consulte le site, sans filtre ni carte, ni export.", "fr"),
    ],
)
def test_what_things_do_or_a_rule_says_is_no_story(text: str, code: str) -> None:
    assert fault(text, code) is not None


@pytest.mark.parametrize(
    ("told", "plain", "code"),
    [
        (
            "I asked for the ground floor because I use a stick, and was given the third one.",
            "I ask for the ground floor because I use a stick.",
            "en",
        ),
        (
            "I pay for the garage every month although I gave the key back in March.",
            "I pay for my parking every month and leave the key in March.",
            "en",
        ),
        ("I typed forty names once the first list was lost.", "I typed forty names for the list once.", "en"),
        (
            "Chaque soir je remonte trois étages pour voir si la chaudière tourne.",
            "J'ai coché vingt créneaux, je suis revenu et tout était là.",
            "fr",
        ),
    ],
)
def test_who_says_i_and_meets_something_is_somebody(told: str, plain: str, code: str) -> None:
    assert fault(told, code) is None
    assert fault(plain, code) is not None
