"""``valuegate journal``: the story of the guard's decisions, and what people decided, as examples."""

from __future__ import annotations

import csv
import io
import json

import pytest
from tracked_site import TrackedSite

from guarded_site import HOLDS, LACKS
from valuegate.testing.examples import load_examples

CONTESTED, OVERTURNED = "value-gate-contested", "value-gate-overturned"


@pytest.fixture
def story(at: TrackedSite) -> TrackedSite:
    """One ticket that holds, one whose refusal was overturned, and one whose refusal was upheld."""
    at.policy("warn")
    at.ready(HOLDS, "Notes")
    right, wrong = at.ready(), at.ready()
    at("guard", "run")
    for key in (right, wrong):
        at.site.label(key, add=[CONTESTED], by="ana")
    at("guard", "run")
    at.site.label(right, add=[OVERTURNED], by="ben")
    at.site.label(wrong, remove=[CONTESTED], by="ben")
    at("guard", "run")
    return at


def acts(out: str) -> list[str]:
    return [line.split()[2] for line in out.splitlines() if line.startswith("2026-")]


def test_the_journal_tells_what_was_done_and_how_often_it_was_wrong(story: TrackedSite) -> None:
    done = story("journal")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("2026-11-23 08:00  passed      SHOP-1: gate ready; entered by ")
    assert acts(done.out)[:5] == ["passed", "warned", "warned", "contested", "contested"]
    assert done.out.splitlines()[-2:] == [
        "3 entries judged: 2 refused (67 %)",
        "Of the refusals: 2 contested (100 %), 1 overturned (50 %)",
    ]


def test_people_are_pseudonyms(story: TrackedSite) -> None:
    out = story("journal").out
    assert "person-" in out
    assert not [name for name in ("Ana", "Ben", "id-ana") if name in out]


def test_the_journal_is_filtered(story: TrackedSite) -> None:
    assert acts(story("journal", "--ticket", "SHOP-1").out) == ["passed"]
    assert acts(story("journal", "show", "--act", "overturned", "--act", "upheld").out) == [
        "overturned",
        "upheld",
    ]
    assert acts(story("journal", "--since", "2026-11-24").out) == []
    assert "no such record" in story("journal", "--gate", "done").out
    assert story("journal", "--act", "nodded").code == 2


def test_the_journal_is_written_for_spreadsheets_and_programs(story: TrackedSite) -> None:
    rows = [*csv.DictReader(io.StringIO(story("journal", "--format", "csv").out))]
    objects = [json.loads(line) for line in story("journal", "--format", "jsonl").out.splitlines()]
    assert [row["act"] for row in rows] == [each["act"] for each in objects]
    assert rows[1]["reasons"] == "evidence.authority"
    assert objects[1]["reasons"] == ["evidence.authority"]


def test_no_cell_is_a_formula(at: TrackedSite) -> None:
    at.policy("warn")
    at.site.tickets["=HYPERLINK(1)"] = at.site.tickets[at.ready()]
    at.site.tickets["=HYPERLINK(1)"].key = "=HYPERLINK(1)"
    at.site.touch(at.site.tickets["=HYPERLINK(1)"])
    at("guard", "check", "=HYPERLINK(1)", "--act")
    rows = [*csv.DictReader(io.StringIO(at("journal", "--format", "csv").out))]
    assert rows[0]["ticket"] == "'=HYPERLINK(1)"


def test_where_no_guard_has_run_there_is_nothing_and_nothing_is_made(at: TrackedSite) -> None:
    assert at("journal") == (0, "The journal has no record yet.\n", "")
    assert at("journal", "--gate", "done") == (0, "The journal has no such record.\n", "")
    assert not (at.folder / ".valuegate").exists()


def test_a_file_that_is_no_journal_is_told(at: TrackedSite) -> None:
    (at.folder / ".valuegate").mkdir()
    (at.folder / ".valuegate" / "journal.sqlite").write_text("no journal", encoding="utf-8")
    done = at("journal")
    assert done.code == 3
    assert "the journal cannot be used" in done.err


def test_what_people_decided_becomes_labelled_examples(story: TrackedSite) -> None:
    done = story("journal", "export", "--contested", "found")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("2 examples written to found/evidence.yaml")
    found = load_examples(str(story.folder / "found" / "evidence.yaml"))
    assert [(each.text, each.lang, each.expect) for each in found] == [
        ("The CEO wants it.", "en", "pass"),
        ("The CEO wants it.", "en", "fail"),
    ]
    assert found[0].why == "overturned by people: evidence.authority"


def test_the_text_is_the_one_that_was_refused_and_not_the_mended_one(story: TrackedSite) -> None:
    story.site.edit("SHOP-2", HOLDS)
    story("journal", "export", "--contested", "found")
    found = load_examples(str(story.folder / "found" / "evidence.yaml"))
    assert found[0].text == "The CEO wants it."


def test_people_addresses_and_secrets_are_masked(at: TrackedSite) -> None:
    at.policy("warn")
    said = "Ana says that Mme Haddad (h.haddad@acme.example, +33 6 12 34 56 78) wants it, password: hunter22."
    key = at.ready({**LACKS, "Evidence": f"{said}\n\n---\n\ntext: : - '\"# not YAML"})
    at("guard", "run")
    at.site.label(key, add=[OVERTURNED], by="ben")
    at("guard", "run")
    at("journal", "export", "--contested", "found")
    written = (at.folder / "found" / "evidence.yaml").read_text(encoding="utf-8")
    for word in ("Ana", "Haddad", "acme", "34 56", "hunter22"):
        assert word not in written
    (found,) = load_examples(str(at.folder / "found" / "evidence.yaml"))
    assert found.text.startswith("••• says that Mme ••• (•••, •••) wants it, password: •••")


def test_examples_go_into_a_folder_of_their_own(story: TrackedSite) -> None:
    (story.folder / "found").mkdir()
    (story.folder / "found" / "mine.yaml").write_text("mine", encoding="utf-8")
    done = story("journal", "export", "--contested", "found")
    assert (done.code, "is not empty" in done.err) == (2, True)


def test_without_a_decision_there_is_nothing_to_write(at: TrackedSite) -> None:
    at.policy("warn")
    key = at.ready()
    at("guard", "run")
    at.site.label(key, add=[CONTESTED], by="ana")
    at("guard", "run")
    assert at("journal", "export", "--contested", "found").code == 4


def refused_and_decided(at: TrackedSite, text: dict[str, str]) -> str:
    key = at.ready(text)
    at("guard", "run")
    at.site.label(key, add=[OVERTURNED], by="ben")
    at("guard", "run")
    return key


def test_a_passage_is_found_again_for_the_day_on_which_it_was_refused(at: TrackedSite) -> None:
    refused_and_decided(at, {**HOLDS, "Review date": "In the first quarter of 2027"})
    at.clock.at = at.clock.at.replace(year=2027, month=9)
    at("journal", "export", "--contested", "found")
    (found,) = load_examples(str(at.folder / "found" / "review-date.yaml"))
    assert (found.text, found.expect) == ("In the first quarter of 2027", "pass")


def test_links_stay_links_and_lose_what_could_tell_too_much(at: TrackedSite) -> None:
    refused_and_decided(at, {**LACKS, "Evidence": "[Our mock-up](https://www.figma.com/proto/x81?user=ana)"})
    at("journal", "export", "--contested", "found")
    (found,) = load_examples(str(at.folder / "found" / "evidence.yaml"))
    assert found.text == "[Our mock-up](https://www.figma.com/proto/•••)"


def test_what_is_not_known_any_more_is_left_out_and_told(story: TrackedSite) -> None:
    for kept in story.site.tickets.values():
        kept.texts = [(story.clock(), text) for _, text in kept.texts]
        kept.edited = story.clock()
    done = story("journal", "export", "--contested", "found")
    assert done.code == 4
    assert "SHOP-2, SHOP-3" in done.out
    del story.site.tickets["SHOP-2"]
    assert story("journal", "export", "--contested", "more").code == 4
