"""A label is found in every format, and words that only look like one stay words."""

from __future__ import annotations

from pathlib import Path

import pytest

from valuegate.labels import Labels
from valuegate.language import load
from valuegate.outline import Part, outline
from valuegate.reader import decode
from valuegate.readers.markdown import MarkdownReader

LABELS = Labels([load("en"), load("fr")], {"evidence": ["Field notes"]})


def parts(text: str) -> list[Part]:
    return outline(MarkdownReader().read(decode(text.encode(), "t.md")), LABELS)


def topics(text: str) -> dict[str, str]:
    """Topic → the words under it; text before any label under ''."""
    return {part.topic: "\n".join(block.text for block in part.blocks) for part in parts(text)}


@pytest.mark.parametrize(
    "text",
    [
        "## Problem\n\nLeaks.\n\n## Metric\n\n4 -> 2\n",
        "* Problem\n  * Leaks.\n* Metric\n  * 4 -> 2\n",
        "1. Problem\n   Leaks.\n\n2. Metric\n   4 -> 2\n",
        "Problem\n=======\n\nLeaks.\n\nMetric\n------\n\n4 -> 2\n",
        "**Problem**\nLeaks.\n\n**Metric**\n4 -> 2\n",
        "**Problem:** Leaks.\n\n**Metric:** 4 -> 2\n",
        "**Problem** – Leaks.\n\n**Metric** — 4 -> 2\n",
        "**Problem** Leaks.\n\n**Metric** 4 -> 2\n",
        "PROBLEM. Leaks.\n\nMETRIC. 4 -> 2\n",
        "Problem — Leaks.\n\nMetric – 4 -> 2\n",
        "Problem: Leaks.\n\nMetric: 4 -> 2\n",
        "Problem: Leaks.\nMetric: 4 -> 2\n",
        "PROBLEM\nLeaks.\n\nMETRIC\n4 -> 2\n",
        "- Problem: Leaks.\n- Metric: 4 -> 2\n",
        "- **Problem**: Leaks.\n- **Metric**: 4 -> 2\n",
        "| Field | Value |\n|---|---|\n| Problem | Leaks. |\n| **Metric** | 4 -> 2 |\n",
        "| Problem | Metric |\n|---|---|\n| Leaks. | 4 -> 2 |\n",
        "## 1. Problem\n\nLeaks.\n\n## 2. Metric\n\n4 -> 2\n",
        "### :warning: Problème / Problem\n\nLeaks.\n\n### Indicateur de succès\n\n4 -> 2\n",
        "<h2>Problem</h2>\n<p>Leaks.</p>\n<h2>Metric</h2>\n<p>4 -> 2</p>\n",
    ],
)
def test_the_same_case_is_found_in_every_habit(text: str) -> None:
    found = topics(text)
    assert found["problem"] == "Leaks."
    assert found["metric"] == "4 -> 2"


@pytest.mark.parametrize(
    ("label", "topic"),
    [
        ("Who is affected and how", "problem"),
        ("What tells us", "evidence"),
        ("What makes us believe it", "evidence"),
        ("How do we know it worked?", "metric"),
        ("Success measure (baseline and target)", "metric"),
        ("When we look again", "review-date"),
        ("Impact review date", "review-date"),
        ("Impact", "impact"),
        ("Target release date", "other"),
        ("Release", "other"),
        ("Field notes", "evidence"),
        ("review_date", "review-date"),
        ("Date de revue", "review-date"),
        ("Ce qui doit bouger", "metric"),
        ("Weather", ""),
        ("When the team counts them once more", "review-date"),
        ("Production readiness review questionnaire", ""),
        ("Grounds", "evidence"),
        ("Where these figures come from", "evidence"),
        ("Legal basis", "other"),
        ("Yardstick", "metric"),
        ("Appraisal", "review-date"),
        ("Day of reckoning", "review-date"),
        ("What it came to", "impact"),
        ("Ce qui fonde notre demande", "evidence"),
        ("Examen des chiffres", "review-date"),
        ("Notre promesse", "metric"),
        ("Bilan, résultats à l’appui", "review-date"),
        ("What we counted", ""),  # a fact of last year, or the number that should move
    ],
)
def test_labels_are_known_by_their_phrases_and_by_what_they_ask(label: str, topic: str) -> None:
    assert LABELS.topic(label).name == topic


def test_a_label_line_may_hold_more_than_the_known_label() -> None:
    text = "Problem: Leaks.\n\nLook back at the results: No later than 30 April 2027\n"
    assert topics(text)["review-date"] == "No later than 30 April 2027"


def test_the_title_of_a_ticket_is_no_label() -> None:
    found = parts("# Metric in words\n\n## Problem\n\nLeaks.\n")
    assert [part.topic for part in found] == ["problem"]


def test_several_first_level_headings_are_labels() -> None:
    assert list(topics("# Problem\n\nLeaks.\n\n# Metric\n\n4 -> 2\n")) == ["problem", "metric"]


def test_an_indicator_with_digits_before_its_colon_is_no_label() -> None:
    assert topics("## Metric\n\nResults per 1,000: 33 -> 5\n")["metric"] == "Results per 1,000: 33 -> 5"


@pytest.mark.parametrize(
    "text", ["**Results** were bad in May.", "Problem children. They leave early.", "Why not. It works."]
)
def test_words_that_begin_a_sentence_are_no_label(text: str) -> None:
    assert set(topics(text)) == {""}


def test_an_item_without_an_answer_of_its_own_is_no_label() -> None:
    assert set(topics("Done when\n\n- Problem\n- Metric\n- the door holds\n")) == {""}


def test_sub_labels_belong_to_their_section() -> None:
    text = "## Metric\n\n**Baseline:** 4\n\n**Target:** 2\n\nSource: log\n\n## Evidence\n\nLog.\n"
    assert topics(text)["metric"] == "Baseline: 4\nTarget: 2\nSource: log"


def test_a_review_inside_the_planning_is_found_and_holds_its_line_only() -> None:
    planning = "- Launch: 1 May\n- Impact review: 2 June\n- Training: 3 July\n"
    text = f"## Problem\n\nLeaks.\n\n## Evidence\n\nLog.\n\n## Planning\n\n{planning}"
    found = topics(text)
    assert found["review-date"] == "2 June"
    assert "3 July" in found["other"]
    assert "3 July" not in found["review-date"]


@pytest.mark.parametrize("label", ["Evidence:", "**Evidence**", "**Evidence:**"])
def test_a_label_alone_on_its_line_holds_what_follows_under_stronger_labels(label: str) -> None:
    text = f"## Problem\n\nLeaks.\n\n{label}\n\nRegister, 40 leaks.\n\nHELP-12\n\n## Metric\n\n4 -> 2\n"
    assert topics(text) == {
        "problem": "Leaks.",
        "evidence": "Register, 40 leaks.\nHELP-12",
        "metric": "4 -> 2",
    }


def test_a_weaker_label_with_words_after_it_holds_its_line_only() -> None:
    text = "## Problem\n\nLeaks.\n\nEvidence: HELP-12\n\nEach week.\n\n## Metric\n\n4 -> 2\n"
    assert topics(text) == {"problem": "Leaks.\nEach week.", "evidence": "HELP-12", "metric": "4 -> 2"}


def test_a_deeper_unknown_heading_merges_and_one_of_the_same_level_closes() -> None:
    text = "## Problem\n\nLeaks.\n\n### In Lyon\n\nWorse.\n\n## Weather\n\nRain.\n"
    found = topics(text)
    assert found["problem"] == "Leaks.\nIn Lyon\nWorse."
    assert found[""] == "Rain."


def test_a_weaker_label_does_not_cut_what_a_stronger_one_names() -> None:
    text = "## Problem\n\nNeed: tenants wait.\n\n## Metric\n\nGoal: 4 -> 2\n"
    assert topics(text)["metric"] == "Goal: 4 -> 2"
    assert topics(text)["problem"] == "Need: tenants wait."


def test_the_cells_of_a_row_after_its_label_are_its_content() -> None:
    found = topics("| a | b | c |\n|---|---|---|\n| Problem | Leaks. | Rot. |\n")
    assert found["problem"] == "Leaks.\nRot."


TABLE = "| Metric | Target |\n|---|---|\n| Late buses | 25 % |\n"


def test_a_table_of_one_topic_opens_its_part_or_stays_in_it() -> None:
    outside = f"**Problem:** Leaks.\n\n**Evidence:** Log.\n\n{TABLE}\n**Review date:** 2 June\n"
    assert topics(outside)["metric"] == "Metric | Target\nLate buses | 25 %"
    assert topics(outside)["evidence"] == "Log."
    inside = f"## Problem\n\nLeaks.\n\n## Metric\n\n{TABLE}"
    assert topics(inside)["metric"] == "Metric | Target\nLate buses | 25 %"


def test_a_table_of_results_stays_in_the_impact() -> None:
    rows = "| Baseline | Target | Result |\n|---|---|---|\n| 9 | 4 | 5 |\n"
    found = topics(f"## Metric\n\n9 -> 4\n\n## Impact\n\n{rows}\nDecision: keep.\n")
    assert found["impact"].startswith("Baseline | Target | Result\n9 | 4 | 5")
    assert found["metric"] == "9 -> 4"


def test_every_label_of_the_labelled_tickets_has_a_place_inside_the_source() -> None:
    folder = Path(__file__).parent / "corpus" / "grown" / "tickets"
    for path in sorted(folder.glob("*.md")):
        source = decode(path.read_bytes(), path.name)
        for part in outline(MarkdownReader().read(source), LABELS):
            assert 0 <= part.offset <= len(source.text)


def test_a_table_of_one_topic_is_no_wide_table() -> None:
    table = "| Indicator | Baseline | Target |\n|---|---|---|\n| Parcels sent back | 9 % | 3 % |\n"
    found = topics(f"## Metric\n\n{table}")
    assert list(found) == ["metric"]
    assert "Parcels sent back" in found["metric"]


def test_columns_of_one_topic_are_no_answers_however_the_others_are_called() -> None:
    table = "| Measure | Now | By June |\n|---|---|---|\n| Parcels sent back | 9 % | 3 % |\n"
    assert (
        topics(f"## Metric\n\n{table}")["metric"] == "Measure | Now | By June\nParcels sent back | 9 % | 3 %"
    )
    table = table.replace("Measure", "What")
    assert topics(f"## Metric\n\n{table}")["metric"] == "What | Now | By June\nParcels sent back | 9 % | 3 %"


def test_a_row_with_words_of_its_own_is_read_by_itself_too() -> None:
    table = "| | |\n|---|---|\n| What hurts | Leaks. |\n| Knob we turn | 4 -> 2 |\n"
    assert [(part.topic, part.label) for part in parts(table)] == [
        ("", "Knob we turn"),
        ("problem", "What hurts"),
    ]
    assert topics(table)["problem"] == "Leaks.\nKnob we turn: 4 -> 2"


@pytest.mark.parametrize(
    "lines", ["Evidence. Nine calls\nMetric. 4 -> 2\n", "**Evidence:** 9\n**Metric:** 4\n"]
)
def test_a_label_on_each_of_many_lines_costs_each_line_the_same(lines: str) -> None:
    found = parts(lines * 10_000)  # half a minute where each piece looked at the places of all, 0.3 s now
    assert sum(len(part.blocks) for part in found) == 20_000
