"""The check `evidence`: can a colleague go and check one item?"""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from scoring import rates, rates_in_letters

from valuegate.case import Case
from valuegate.check import Check, Context
from valuegate.checks.evidence import Evidence
from valuegate.finding import Judgement
from valuegate.language import load
from valuegate.reader import decode
from valuegate.readers.markdown import MarkdownReader
from valuegate.testing import Example, judge_example, load_examples
from valuegate.testing.examples import TODAY

EXAMPLES = Path(__file__).parent.parent / "examples" / "evidence.yaml"
TICKETS = Path(__file__).parent / "evidence_tickets.yaml"
MESSAGES = Path(__file__).parent / "evidence_messages.txt"


def judge(text: str, lang: str = "en") -> Judgement:
    return judge_example(Evidence(), Example(text, lang, "", ""))


def judge_ticket(text: str, **known: Any) -> Judgement:
    check: Check = Evidence()
    ticket = MarkdownReader().read(decode(text.encode(), "ticket.md"))._replace(**known)
    case = Case(ticket, [load("en"), load("fr")])
    return check.judge(case, Context(check, TODAY, {}, case.pack))


def reason(judgement: Judgement) -> str:
    return judgement.findings[0].reason.partition(".")[2] if judgement.findings else judgement.outcome


def test_near_misses_in_pairs_are_told_apart() -> None:
    assert min(rates(Evidence(), "fresh/evidence-pairs.yaml").values()) >= 0.86


def test_short_passages_of_authors_who_saw_no_rule() -> None:
    assert min(rates(Evidence(), "fresh/evidence-short.yaml").values()) >= 0.96


def test_near_misses_written_before_the_rules_for_them() -> None:
    assert min(rates(Evidence(), "fresh/evidence.yaml").values()) >= 0.95


def test_the_examples_are_judged_as_their_labels_say() -> None:
    right: Counter[tuple[str, str]] = Counter()
    total: Counter[tuple[str, str]] = Counter()
    for example in load_examples(str(EXAMPLES)):
        group = (example.lang, example.expect)
        total[group] += 1
        right[group] += (judge_example(Evidence(), example).outcome == "passed") == (example.expect == "pass")
    assert len(total) == 4
    for group, number in total.items():
        assert right[group] / number >= 0.95, group


BESIDE = {
    "en": ("# The crossing\n\nDrivers come too late and turn round.", "Everybody is well otherwise."),
    "fr": ("# Le passage\n\nLes chauffeurs arrivent trop tard et repartent.", "Le reste va bien."),
}


def test_letters_are_read_at_first_sight() -> None:
    shares = rates_in_letters(judge_ticket, "fresh/evidence-letters.yaml")
    assert min(shares["en", "fail"], shares["fr", "fail"]) >= 0.95
    assert min(shares["en", "pass"], shares["fr", "pass"]) >= 0.5


def test_evidence_is_found_in_running_prose_among_other_sentences() -> None:
    wrong = []
    for example in load_examples(str(EXAMPLES.parent / "evidence-prose.yaml")):
        lead, after = BESIDE[example.lang]
        got = judge_ticket(f"{lead}\n\n{example.text}\n\n{after}\n").outcome == "passed"
        wrong += [example.text] if got != (example.expect == "pass") else []
    assert not wrong


@pytest.mark.parametrize("number", range(40))
def test_whole_tickets(number: int) -> None:
    entries = yaml.safe_load(TICKETS.read_text(encoding="utf-8"))
    assert len(entries) == 40
    outcome = "passed" if entries[number]["expect"] == "pass" else "failed"
    assert judge_ticket(entries[number]["text"]).outcome == outcome


PAIRS = [
    # a result of zero, and nothing done at all
    (
        "en",
        "0 of 11 reps found the rule in the test of 28 October 2026.",
        "0 interviews and 0 tickets.",
        "negated",
    ),
    (
        "fr",
        "Aucun des 8 bénévoles observés le 14 novembre 2026 n’a trouvé la fiche.",
        "Aucun entretien.",
        "negated",
    ),
    # the same survey, past and planned
    (
        "en",
        "Survey of 40 van users in October 2026.",
        "Survey of 40 van users planned for January 2027, questions in LIB-9.",
        "plan",
    ),
    ("fr", "Enquête menée en mai 2026, 40 réponses.", "Une enquête sera menée en mai 2027.", "plan"),
    # rank beside a fact, and rank alone, on a day
    (
        "en",
        "The board insists. Also: 37 letters filed, June to September 2026.",
        "Board minutes, 8 October 2026, item 4: “e-billing is our number one priority.”",
        "authority",
    ),
    (
        "fr",
        "Le COPIL le veut. Le registre 2026 compte 19 chutes.",
        "COPIL du 4 novembre 2026 : validé.",
        "authority",
    ),
    # a user's words on an occasion, and a chief's
    (
        "en",
        "“I type the number twice, every time.” Dolores, treasurer, visit of 19 September 2026",
        "“Customers are crying out for this.” Chief Revenue Officer, off-site of 12 June 2026",
        "authority",
    ),
    (
        "fr",
        "« Je note les tailles sur ma main. » Aïcha, couturière, visite du 22 septembre 2026",
        "« Un outil pareil nous changerait la vie ! »",
        "unattributed",
    ),
    # what a link's label says it is
    ("en", "[Interview notes](https://a.example/x)", "[Wireframes](https://a.example/x)", "mock-up"),
    (
        "fr",
        "[Rapport de test utilisateur](https://a.example/x)",
        "[Maquettes](https://a.example/x)",
        "mock-up",
    ),
    # people and a drawing, and a drawing
    (
        "en",
        "Usability test of the prototype, 6 nurses, notes UXR-7.",
        "Prototype in Figma, 6 screens, UXR-7.",
        "mock-up",
    ),
    # a number with its source, and alone
    (
        "en",
        "Poll at Oakfield school, 14 Sept 2026: 24 of 30 teachers.",
        "80 % of teachers re-enter marks.",
        "no-source",
    ),
    ("fr", "Journal du 9 novembre 2026 : 1 870 rejets.", "Environ 80 % des paiements échouent.", "no-source"),
    # their users, and ours
    (
        "en",
        "Exit survey, spring 2026, n = 58: 33 went to a competitor.",
        "Our competitor has it: 58 customers.",
        "market",
    ),
    (
        "fr",
        "Entretiens de départ, mai 2026 : 6 clients sur 8.",
        "Tous nos concurrents l’ont sorti en mai 2026.",
        "market",
    ),
    # law with its number, and without
    (
        "en",
        "Clause 9.4 of the Helvia contract: refund when late.",
        "Compliance obviously requires it.",
        "opinion",
    ),
    ("fr", "Article 7 de l’arrêté du 12 mars 2024.", "La loi nous y obligera tôt ou tard.", "opinion"),
    (
        "en",
        "Notes with 29 conversations, May 2026.",
        "Many customers mention it in conversations.",
        "hearsay",
    ),
    ("en", "Support tickets, October 2026.", "Support tickets and some feedback.", "no-occasion"),
    (
        "en",
        "https://hotelia.zendesk.com/agent/filters/late",
        "https://www.google.com/search?q=late",
        "search-engine",
    ),
    ("en", "HELP-2204", "See the description of this ticket.", "self-reference"),
    ("fr", "SAV-311", "Le processus est lourd.", "not-locatable"),
]


@pytest.mark.parametrize(("lang", "holds", "fails", "why"), PAIRS)
def test_near_misses(lang: str, holds: str, fails: str, why: str) -> None:
    assert reason(judge(holds, lang)) == "passed"
    assert reason(judge(fails, lang)) == why


def test_the_grounds_are_the_words_at_their_places() -> None:
    judgement = judge("Nothing new here.\n\nRefusal log, 5-30 October 2026: 118 families, VAX-33.")
    grounds = {ground.role: (ground.text, ground.line, ground.column) for ground in judgement.grounds}
    assert grounds["record"] == ("log", 5, 9)
    assert grounds["day"] == ("5-30 October 2026", 5, 14)
    assert grounds["key"] == ("VAX-33", 5, 47)
    assert judgement.rule == "a colleague could go and check it"


def test_a_finding_quotes_the_words_that_decided() -> None:
    judgement = judge("We looked at it.\n\nThe mayor insists.")
    finding = judgement.findings[0]
    assert (finding.excerpt, finding.line, finding.column) == ("mayor", 5, 5)
    assert finding.url == "docs/checks/evidence.md#authority"


def test_the_key_of_the_ticket_itself_is_no_evidence() -> None:
    text = "# Slots\n\n## Evidence\n\nsee PAR-118\n"
    assert reason(judge_ticket(text)) == "passed"
    assert reason(judge_ticket(text, key="PAR-118")) == "self-reference"
    assert reason(judge_ticket("# PAR-118 Slots\n\n## Evidence\n\nsee PAR-118\n")) == "self-reference"


def test_a_link_to_the_ticket_itself_is_no_evidence() -> None:
    text = "# Bikes\n\n{}\n\n## Evidence\n\nhttps://git.example/bikes/issues/88\n"
    assert reason(judge_ticket(text.format("Bikes left behind."))) == "passed"
    assert (
        reason(judge_ticket(text.format("x"), url="https://git.example/bikes/issues/88/")) == "self-reference"
    )
    named = text.format("Issue https://git.example/bikes/issues/88 (this ticket).")
    assert reason(judge_ticket(named)) == "self-reference"


def test_evidence_may_stand_in_the_problem_but_must_stand_out_there() -> None:
    pain = "# Badges\n\n## Problem\n\nNight cleaners wait outside; it happened 12 times in October 2026{}.\n"
    assert reason(judge_ticket(pain.format(""))) == "missing"
    assert reason(judge_ticket(pain.format(" (gate log, SEC-19)"))) == "passed"


def test_a_link_under_an_instruction_is_read() -> None:
    assert reason(judge("[Link to the interview notes](https://a.dovetail.com/p/1)")) == "passed"
    assert reason(judge("[Describe the evidence](https://www.figma.com/x)")) in ("template-text", "mock-up")


def test_copied_and_salad() -> None:
    twice = (
        "# A\n\n## Problem\n\nNurses retype doses at night.\n\n## Evidence\n\nNurses retype doses at night.\n"
    )
    assert reason(judge_ticket(twice)) == "copied"
    assert reason(judge("Interviews, surveys, analytics, tickets, dashboards, data.")) == "salad"
    assert reason(judge("Entretiens, enquête, données, verbatims, tableau de bord.", "fr")) == "salad"


def test_a_mapped_field_is_a_place_of_its_own() -> None:
    check = Evidence()
    text = "---\ncustomfield_1: Support tickets, October 2026\n---\n# A\n\nSomething.\n"
    case = Case(MarkdownReader().read(decode(text.encode(), "a.md")), [load("en"), load("fr")])
    context = Context(check, date(2026, 11, 23), {"field": "customfield_1"}, case.pack)
    assert check.judge(case, context).outcome == "passed"


def test_many_items_are_judged_in_bounded_time() -> None:
    for hostile in (
        "1 day; ",
        "no interviews ",
        "article 7 contract ",
        "the CEO will, no data; ",
        '"a b c d" ',
    ):
        assert judge(hostile * (6000 // len(hostile))).outcome in ("passed", "failed")


BY_REASON = {
    "en": {
        "missing": "",
        "placeholder": "TBD",
        "template-text": "Describe what you know.",
        "addressed": "Dear validator, please pass.",
        "copied": "Nurses retype doses.",
        "salad": "Interviews, surveys, analytics, tickets, dashboards.",
        "authority": "The mayor insists.",
        "opinion": "It's common sense.",
        "market": "Vendor white paper: customers save 30 %.",
        "hearsay": "Many maintainers say so.",
        "mock-up": "[Clickable prototype](https://www.figma.com/proto/greens)",
        "plan": "We will interview ten foresters in January 2027.",
        "negated": "0 interviews and 0 tickets so far.",
        "self-reference": "See the description of this ticket.",
        "search-engine": "https://www.google.com/search?q=hotel",
        "unattributed": "“This would change everything for us!”",
        "no-source": "80 % of teachers re-enter marks.",
        "no-occasion": "Some calls and letters.",
        "not-locatable": "The process is heavy.",
    },
    "fr": {
        "missing": "",
        "placeholder": "À compléter",
        "template-text": "Décrivez ce que vous savez.",
        "addressed": "Cher validateur, merci de laisser passer.",
        "copied": "Les infirmières recopient les doses.",
        "salad": "Entretiens, enquête, données, verbatims, tickets.",
        "authority": "La maire en parle beaucoup.",
        "opinion": "C’est une évidence.",
        "market": "D’après la plaquette de l’éditeur, on gagne 30 %.",
        "hearsay": "Plusieurs clients nous en ont parlé.",
        "mock-up": "[Maquettes des écrans](https://nuage.example/maquettes)",
        "plan": "Une enquête sera menée en février 2027.",
        "negated": "0 entretien, 0 mesure à ce jour.",
        "self-reference": "Voir la description ci-dessus.",
        "search-engine": "https://www.google.fr/search?q=inscription",
        "unattributed": "« Un outil pareil nous changerait la vie ! »",
        "no-source": "80 % des enseignants perdent du temps.",
        "no-occasion": "Quelques appels et lettres.",
        "not-locatable": "Le processus est lourd.",
    },
}


def said(lang: str, name: str, text: str) -> str:
    labels = {"en": ("Problem", "Evidence"), "fr": ("Problème", "Preuves")}[lang]
    problem = text if name == "copied" else "The nurses of the wards." if lang == "en" else "Les infirmières."
    judgement = judge_ticket(f"## {labels[0]}\n\n{problem}\n\n## {labels[1]}\n\n{text}\n")
    finding = judgement.findings[0]
    assert finding.reason == f"evidence.{name}", (text, finding)
    why = load(lang).reasons[finding.reason].why
    return f"{lang} {name}\n  {finding.message}\n  {finding.fix}\n  {why}\n"


def test_what_each_reason_says() -> None:
    for texts in BY_REASON.values():
        assert set(texts) == set(Evidence.reasons)
    found = "\n".join(
        said(lang, name, text) for lang, texts in BY_REASON.items() for name, text in texts.items()
    )
    assert found == MESSAGES.read_text(encoding="utf-8")


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("name", Evidence.reasons)
def test_the_examples_of_a_reason_are_bad_and_good(lang: str, name: str) -> None:
    text = load(lang).reasons[f"evidence.{name}"]
    assert judge(text.good, lang).outcome == "passed"
    assert judge(text.bad, lang).outcome == "failed"
    assert "!" not in text.message + text.fix + text.why


@pytest.mark.parametrize(
    "project", ["BRD", "PRD", "RFP", "POC", "DEMO", "BETA", "CEO", "CTO", "VP", "OKR", "AI"]
)
def test_the_name_of_a_project_says_nothing_of_the_evidence(project: str) -> None:
    text = f"Till roll and bin scale, shop 3, 1-30 June 2026 ({project}-4)"
    assert judge(text).outcome == "passed"
