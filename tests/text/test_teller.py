"""Who speaks of themselves is somebody, where a harm befalls them and they neither wish nor plan."""

from __future__ import annotations

import pytest

from valuegate.language import load
from valuegate.text.argument import Argument
from valuegate.text.signals import Signals


def argument(text: str, code: str = "en") -> Argument:
    return Argument(Signals(text, [], [], load(code)))


def tellers(text: str, code: str = "en") -> list[str]:
    found = argument(text, code)
    return [text[slice(*found.span(t.first, t.last))] for t in found.tellers]


@pytest.mark.parametrize(
    ("text", "code", "found"),
    [
        ("I lost my draft.", "en", ["I", "my"]),
        ("J’ai perdu mon brouillon.", "fr", ["J’ai", "mon"]),
        ("On attend une heure.", "fr", ["On"]),
        ("You type it again.", "en", ["You"]),
        ("Screen readers skip the title.", "en", ["Screen readers"]),
    ],
)
def test_who_speaks_of_themselves(text: str, code: str, found: list[str]) -> None:
    assert tellers(text, code) == found


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("I think I lose drafts.", "en"),
        ("I’d like my drafts to be kept.", "en"),
        ("We lost a day on the migration.", "en"),
        ("We fall behind the competition.", "en"),
        ("Part I. The draft was lost.", "en"),
        ("A title for screen readers is lost.", "en"),
        ("Le rendez-vous est perdu.", "fr"),
        ("Je voudrais que mon brouillon soit gardé.", "fr"),
        ("Nous avons perdu du temps sur le sprint.", "fr"),
    ],
)
def test_who_wishes_thinks_or_speaks_of_their_own_work_is_nobody(text: str, code: str) -> None:
    assert tellers(text, code) == []


@pytest.mark.parametrize(
    ("holds", "refused"),
    [
        ("I opened the form. The draft was lost.", "We opened the form. The draft was lost."),
        ("I opened it again. It was shut.", "We opened it again. It was shut."),
        ("The draft was lost. I wrote another.", "The draft was lost. We wrote another."),
        ("We lose the draft.", "The draft is lost; we keep another."),
    ],
)
def test_what_befalls_us_is_named_where_we_stand_in_it(holds: str, refused: str) -> None:
    assert argument(holds).fault(shared=False) is None
    assert argument(refused).fault(shared=False) == "no-who"


def test_running_prose_asks_for_the_harm_in_the_same_sentence() -> None:
    assert argument("I lose the draft.").fault(shared=True) is None
    assert argument("I opened the form. The draft was lost.").fault(shared=True) == "no-who"


def test_running_prose_with_a_share_is_the_metric_of_makers() -> None:
    assert argument("On perd des visites.", "fr").fault(shared=True) is None
    assert argument("On suivait les visites perdues, 74 % alors.", "fr").fault(shared=True) == "no-who"


@pytest.mark.parametrize(
    ("endured", "wished", "code"),
    [
        ("We have to re-enter the roster.", "We have to rework the roster.", "en"),
        ("Il faut tout ressaisir.", "Il faut tout refondre.", "fr"),
        ("Il faut cliquer manuellement.", "Il faut cliquer.", "fr"),
        ("On doit revenir en haut de la page à la main.", "On doit migrer la page à la main.", "fr"),
    ],
)
def test_what_one_has_to_do_once_more_is_endured(endured: str, wished: str, code: str) -> None:
    assert argument(endured, code).fault(shared=False) is None
    assert argument(wished, code).fault(shared=False) == "solution-only"


@pytest.mark.parametrize(
    ("holds", "refused", "code"),
    [
        ("Customer was charged twice.", "Customer charges are counted twice.", "en"),
        ("The order stood, but user paid twice.", "The order stood, but user data was sent twice.", "en"),
        ("Client débité deux fois.", "Fichier client débité deux fois.", "fr"),
    ],
)
def test_who_is_short_of_an_article_is_somebody(holds: str, refused: str, code: str) -> None:
    assert argument(holds, code).fault(shared=False) is None
    assert argument(refused, code).fault(shared=False) is not None


@pytest.mark.parametrize(
    ("holds", "refused", "code"),
    [
        (
            "Each autumn we, the wardens, retype the list of members.",
            "Each autumn our wardens, the list of members and us.",
            "en",
        ),
        (
            "Note : jeudi j'ai posé la mauvaise poche à un patient.",
            "Note : jeudi la bonne poche a été posée à un patient.",
            "fr",
        ),
        (
            "Chefs de chantier : il faut piocher le béton, et c'est le petit loueur qui paie deux fois.",
            "Il faut que le petit loueur paie deux fois.",
            "fr",
        ),
        (
            "Les abonnés paient un journal que personne ne leur livre.",
            "Les abonnés paient un journal qui leur est livré.",
            "fr",
        ),
        (
            "Les loueurs font deux clés et n'en reçoivent qu'une.",
            "Les loueurs font deux clés et en reçoivent deux.",
            "fr",
        ),
        (
            "The director has asked for tablets in the vans because our drivers miss every change.",
            "The director has asked for tablets in the vans because our drivers like them.",
            "en",
        ),
        ("Beekeepers. Counts on paper get wet, treatment a month late.", "Beekeepers. Late counts.", "en"),
        (
            "If a carer is away on holiday, pay is stopped and it takes her three letters to have it paid.",
            "If a carer is away on holiday, pay is stopped.",
            "en",
        ),
        (
            "Les aides attendent devant la porte et perdent une heure.",
            "Les aides sont en retard.",
            "fr",
        ),
        (
            "Passengers are told at the stairs that the lift is out.",
            "Passengers use the lift at the main gate.",
            "en",
        ),
    ],
)
def test_who_says_what_they_are_and_what_they_do_is_somebody(holds: str, refused: str, code: str) -> None:
    assert argument(holds, code).fault(shared=False) is None
    assert argument(refused, code).fault(shared=False) is not None


def test_what_somebody_ought_to_be_asked_again_is_wished() -> None:
    assert argument("The porter is asked again and again.").fault(shared=False) is None
    assert argument("The porter should be asked again.").fault(shared=False) == "solution-only"


def test_who_loses_nothing_has_no_problem() -> None:
    assert argument("You lose the draft.").fault(shared=False) is None
    assert argument("You lose nothing.").fault(shared=False) == "negated"


def test_a_question_of_somebody_who_tells_of_themselves_is_none_of_the_template() -> None:
    assert argument("J’ai perdu ma carte, comment la retrouver ?", "fr").fault(shared=False) is None


def test_what_will_happen_each_time_happens() -> None:
    assert argument("Currently, if no desk is free, guests will wait.").fault(shared=False) is None
    assert argument("Guests will wait if no desk is free.").fault(shared=False) == "solution-only"
    assert argument("When I scan five, I will lose two.").fault(shared=False) is None
    assert argument("When the scanner is live, we will lose two.").fault(shared=False) == "solution-only"


def test_a_role_in_which_somebody_acts_is_somebody() -> None:
    text = "Impossible de s’inscrire en tant qu’arbitre, et rien ne s’affiche."
    assert argument(text, "fr").fault(shared=False) is None
    assert (
        argument("En tant qu’arbitre, je veux m’inscrire pour la saison sur le site du club.", "fr").fault(
            shared=False
        )
        == "solution-only"
    )


def test_a_sentence_in_which_somebody_tells_lists_no_features() -> None:
    told = "À chaque mise à jour, les filtres disparaissent et je refais la recherche."
    assert argument(told, "fr").fault(shared=False) is None
    assert argument("Une mise à jour, des filtres et une recherche.", "fr").fault(shared=False) is not None
