"""A question finds its passages: its own label, a mapped field, a shared label, then prose."""

from __future__ import annotations

import pytest

from valuegate.case import Case
from valuegate.language import load
from valuegate.reader import decode
from valuegate.readers.markdown import MarkdownReader
from valuegate.ticket import Source

PACKS = (load("en"), load("fr"))


def case(text: str) -> Case:
    return Case(MarkdownReader().read(decode(text.encode(), "t.md")), (load("en"), load("fr")))


def found(text: str, topic: str, field: str = "") -> list[tuple[str, str]]:
    return [(p.origin, p.text.string) for p in case(text).passages(topic, field)]


def test_its_own_label_comes_first_and_an_empty_one_last() -> None:
    text = "---\nproblem: ''\n---\n\n## Context\n\nRain.\n\n## Problem\n\nLeaks.\n"
    assert found(text, "problem") == [("label", "Leaks."), ("label", "Rain."), ("label", "")]


def test_front_matter_keys_are_labels_in_either_language() -> None:
    text = "---\ndate_de_revue: 2027-03-01\n---\n\nText.\n"
    assert found(text, "review-date") == [("label", "2027-03-01")]


def test_a_mapped_field_comes_after_the_label() -> None:
    text = "---\ncustomfield_1: From the field\n---\n\n## Problem\n\nLeaks.\n"
    assert found(text, "problem", "customfield_1") == [("label", "Leaks."), ("field", "From the field")]
    assert found(text, "problem", "customfield_2") == [("label", "Leaks.")]


def test_expected_impact_serves_the_metric_where_it_has_no_label() -> None:
    assert found("## Impact\n\nCalls 12 -> 4\n", "metric")[0] == ("shared", "Calls 12 -> 4")


def test_evidence_fills_no_problem_that_is_left_open_but_one_that_has_no_label() -> None:
    assert found("## Problem\n\nTBD\n\n## Evidence\n\nRain.\n", "problem") == [("label", "TBD")]
    assert found("## Evidence\n\nRain.\n", "problem") == [("shared", "Rain.")]


def test_an_outcome_is_what_came_out_where_the_metric_has_a_label_of_its_own() -> None:
    text = "## Metric\n\nLeaks: nine, down to one.\n\n## Outcome\n\nTwo leaks.\n"
    assert found(text, "impact") == [("label", "Two leaks.")]
    assert found("## Outcome\n\nLeaks: 9 -> 1\n", "metric") == [("label", "Leaks: 9 -> 1")]


def test_a_metric_with_a_heading_for_each_half_is_one_metric() -> None:
    text = "## Indicator\n\nLeaks per month\n\n## Baseline\n\n9\n\n## Target\n\n1\n"
    assert found(text, "metric")[0] == ("label", "Indicator: Leaks per month;\nBaseline: 9;\nTarget: 1")
    apart = "## Metric\n\nLeaks: 9 -> 1\n\n## Target\n\n2 by June\n"
    assert found(apart, "metric")[0] == ("label", "Leaks: 9 -> 1")


def test_evidence_may_also_stand_in_the_problem() -> None:
    text = "## Problem\n\nLeaks, see LOG-1.\n\n## Evidence\n\nThe CEO says so.\n"
    assert [origin for origin, _ in found(text, "evidence")] == ["label", "shared"]


def test_prose_serves_where_no_label_claims_it() -> None:
    text = "Tenants wait.\n\n## Weather\n\nRain.\n\n## Rollout\n\n2027-01-01\n"
    assert found(text, "problem") == [("prose", "Tenants wait."), ("prose", "Weather\nRain.")]


def test_code_comments_and_open_tasks_are_not_judged_and_tables_read_by_column() -> None:
    silent = "<!-- 1 -> 2 -->\n\n- [ ] 3 -> 4\n- [x] done\n\n```\n5 -> 6\n```\n"
    text = f"## Metric\n\n{silent}\n| Baseline | Target |\n|---|---|\n| 7 | 8 |\n"
    assert found(text, "metric") == [("label", "done\nBaseline: 7; Target: 8")]


def test_the_same_text_under_two_labels_is_noticed() -> None:
    repeated = case("## Problem\n\nLeaks.\n\n## Evidence\n\nleaks.\n\n## Metric\n\n4 -> 2\n")
    assert repeated.repeated(repeated.passages("problem")[0])
    assert not repeated.repeated(repeated.passages("metric")[0])


def test_each_passage_has_the_language_it_is_written_in() -> None:
    french, english = "Les locataires attendent des jours.", "The tenants of the house said so."
    mixed = case(f"## Problem\n\n{french}\n\n## Evidence\n\n{english}\n")
    assert mixed.passages("problem")[0].pack.code == "fr"
    assert mixed.passages("evidence")[0].pack.code == "en"


def test_words_of_a_passage_lead_back_to_their_place() -> None:
    text = "# T\r\n\r\n**Problème :** Les\u00a0« locataires » attendent.\r\n"
    passage = case(text).passages("problem")[0]
    at = passage.text.string.index("attendent")
    ground = passage.ground("harm", at, at + 9)
    assert (ground.text, ground.line, ground.column) == (
        "attendent",
        3,
        text.split("\r\n")[2].index("attendent") + 1,
    )
    assert passage.span(0).line == 3


def test_a_missing_answer_is_placed_at_its_label() -> None:
    passage = case("text\n\n## Problem\n\n## Metric\n\n4\n").passages("problem")[0]
    assert passage.empty
    assert passage.span() == (3, 4)


def test_a_list_of_contents_is_no_foreign_language() -> None:
    names = ("Summary", "Motivation", "Goals", "Proposal", "Drawbacks") * 6
    toc = "".join(f"- [{name}](#x)\n" for name in names)
    text, words = case(f"## Problem\n\n{toc}\nTenants wait for days because nobody reads the form.\n").sample
    assert text == "Tenants wait for days because nobody reads the form."
    assert len(words) == 9


def test_without_prose_short_lines_tell_the_language() -> None:
    assert case("## Problème\n\n- les clés perdues\n- des heures d'attente\n").pack.code == "fr"


@pytest.mark.parametrize(
    "front",
    [
        "indicator: lost notes a week\nbaseline: 12\ntarget: 2",
        "baseline: 12 a week\ntarget: 2 a week\nmetric: lost notes",
        "indicateur: notes perdues par semaine\nvaleur_actuelle: 12\nvaleur_cible: 2",
        "indicateur: notes perdues par semaine\ndepart: 12\ncible: 2",
    ],
)
def test_a_metric_in_several_keys_of_front_matter_is_one_passage(front: str) -> None:
    case = Case(MarkdownReader().read(Source("a.md", f"---\n{front}\n---\n# Notes\n")), PACKS)
    (passage,) = case.passages("metric")[:1]
    assert "12" in passage.text.string
    assert "2" in passage.text.string.replace("12", "")
    assert passage.span(passage.text.string.index("12")).line == front[: front.index("12")].count("\n") + 2


def test_the_metric_of_the_front_matter_is_no_part_of_the_impact_beside_it() -> None:
    impact = "impact: Fewer waits.\ndecision: Keep on 2 floors"
    front = f"---\nmetric: 'Waits: 18 % -> 7 %'\n{impact}\n---\n\nText.\n"
    assert found(front, "impact") == [("label", "impact: Fewer waits.;\ndecision: Keep on 2 floors")]


def test_what_came_out_may_stand_under_the_label_of_the_look_back() -> None:
    assert found("## Bilan\n\n8 %, cible 7 %.\n", "impact")[0] == ("shared", "8 %, cible 7 %.")


def test_a_key_of_front_matter_may_leave_out_the_small_words_of_its_label() -> None:
    case = Case(MarkdownReader().read(Source("a.md", "---\ndate_revue: 2027-03-09\n---\n# Notes\n")), PACKS)
    (passage,) = case.passages("review-date")
    assert passage.text.string == "2027-03-09"


def test_keys_without_a_number_are_no_piece_of_a_metric() -> None:
    front = "---\nmetric: lost notes a week from 12 to 2\nsource: ward diary\n---\n# Notes\n"
    (passage,) = Case(MarkdownReader().read(Source("a.md", front)), PACKS).passages("metric")
    assert passage.text.string == "lost notes a week from 12 to 2"


def test_text_under_a_heading_that_says_nothing_is_prose() -> None:
    text = "## Story\n\nNurses lose notes.\n\n## Metric\n\nFrom 12 to 2.\n"
    assert ("prose", "Nurses lose notes.") in found(text, "problem")
    assert ("prose", "Nurses lose notes.") in found(text, "evidence")


def test_a_question_that_is_a_label_may_be_answered_in_its_line() -> None:
    assert ("label", "Ward diary, weeks 36 to 43.") in found(
        "How do we know? Ward diary, weeks 36 to 43.", "evidence"
    )
    assert ("label", "Le cahier de la salle.") in found("Que sait-on ? Le cahier de la salle.", "evidence")


def test_a_ticket_without_words_that_tell_has_the_language_of_its_labels() -> None:
    assert case("# SIG-4\n\n## Date de revue\n\n05/04/2027\n").pack.code == "fr"
    assert case("# SIG-4\n\n## Review date\n\n05/04/2027\n").pack.code == "en"
