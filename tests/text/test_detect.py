import pytest

from valuegate.language import Pack, load
from valuegate.text.detect import coverage, detect, foreign
from valuegate.words import words_in

EN, FR = load("en"), load("fr")
PACKS = (EN, FR)
OTHERS = [
    "Die Kunden rufen an und warten auf den Techniker, weil die App keine Auskunft gibt und niemand weiß, "
    "wann er kommt. Das kostet uns jede Woche viele Stunden.",
    "Los clientes llaman por teléfono y esperan al técnico porque la aplicación no da información y nadie "
    "sabe cuándo llega. Esto nos cuesta muchas horas cada semana.",
    "I clienti chiamano e aspettano il tecnico perché l'app non dà informazioni e nessuno sa quando arriva. "
    "Questo ci costa molte ore ogni settimana.",
    "Os clientes ligam e esperam pelo técnico porque o aplicativo não dá informações e ninguém sabe quando "
    "ele chega. Isso nos custa muitas horas por semana.",
    "De klanten bellen en wachten op de monteur omdat de app geen informatie geeft en niemand weet wanneer "
    "hij komt. Dat kost ons elke week veel uren.",
    "Клиенты звонят и ждут техника, потому что приложение не даёт информации, "
    "и никто не знает, когда он будет.",
    "顧客は電話をかけて技術者を待っています。アプリには情報がなく、いつ来るか誰も知りません。毎週多くの時間が"
    "かかります。",
]
OURS = [
    (
        EN,
        "Tenants who report a leak by phone are asked the same questions, and the plumber still comes late.",
    ),
    (EN, "Donors wait until April for a tax receipt and call instead"),
    (FR, "Les clients âgés recopient l’IBAN depuis un relevé papier et voient leur virement bloqué."),
    (FR, "Aucune nouvelle du technicien"),
]


@pytest.mark.parametrize(("pack", "text"), OURS)
def test_detect(pack: Pack, text: str) -> None:
    assert detect(text, PACKS) is pack
    assert detect(text, PACKS, words_in(text)) is pack
    assert not foreign(text, PACKS)


@pytest.mark.parametrize("text", ["Blockchain", "", "12 -> 3", "TBD"])
def test_no_sign(text: str) -> None:
    assert detect(text, PACKS) is None
    assert not foreign(text, PACKS)


def test_letters_decide_a_tie() -> None:
    assert detect("the café est", PACKS) is FR


@pytest.mark.parametrize("text", OTHERS)
def test_foreign(text: str) -> None:
    assert foreign(text, PACKS)


def test_coverage() -> None:
    assert coverage(["12", "the", "cat"], EN) == 0.5
    assert coverage(["12"], EN) == 0.0
