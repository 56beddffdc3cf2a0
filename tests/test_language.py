"""Words are folded, phrases are found whole, and packs say which languages there are."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from valuegate.config import load_policy
from valuegate.errors import ValuegateError
from valuegate.intake import read_ticket
from valuegate.language import Pack, installed, load, load_all
from valuegate.plugins import load as load_plugins
from valuegate.run import Run
from valuegate.words import fold, tokenize


def words(text: str) -> list[str]:
    return [token.word for token in tokenize(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Problème", ["probleme"]),
        ("à a où ou dû du", ["à", "a", "où", "ou", "dû", "du"]),
        ("l’écran n'arrive pas", ["l'", "ecran", "n'", "arrive", "pas"]),
        ("Aujourd’hui jusqu’à", ["aujourd'hui", "jusqu'", "à"]),
        ("users' can't ex-employee", ["users", "can't", "ex-employee"]),
        ("cœur 42 n=3", ["coeur", "42", "n", "3"]),
        ("… — !", []),
    ],
)
def test_a_text_is_cut_into_folded_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize("text", ["L’écran d’accueil", "cœur à cœur", "users' own", "ÉTÉ 2027"])
def test_tokens_stand_where_their_words_stand(text: str) -> None:
    for token in tokenize(text):
        assert fold(text[token.start : token.end]).rstrip("'") == token.word.rstrip("'")


def tiny() -> Pack:
    return Pack(
        {
            "code": "xx",
            "name": "Tiny",
            "labels": {"problem": ["Le Problème"]},
            "words": {
                "a": {"who": ["customer", "agent"], "source": ["customer call"], "tool": ["agent"]},
                "b": {"longer": ["a customer call"]},
            },
            "reasons": {"problem.missing": {"message": "m", "fix": "f"}},
        }
    )


def test_the_longest_phrase_of_a_table_wins_with_all_its_tags() -> None:
    tokens = tokenize("A customer call, a customer, an agent.")
    hits = tiny().hits(tokens, "a")
    assert [(sorted(hit.tags), hit.first, hit.last) for hit in hits] == [
        (["source"], 1, 3),
        (["who"], 4, 5),
        (["tool", "who"], 6, 7),
    ]
    assert hits[0].start == 2
    assert hits[0].end == 15


def test_a_pack_gives_its_topics_phrases_tables_and_reasons() -> None:
    pack = tiny()
    assert pack.topics == {("le", "probleme"): "problem"}
    assert pack.phrases("a", "source") == {("customer", "call")}
    assert pack.phrases("a", "absent") == frozenset()
    assert pack.table("absent") == {}
    assert pack.minor == frozenset()
    assert pack.reasons["problem.missing"].message == "m"


def test_the_installed_packs_are_named_when_one_is_absent() -> None:
    assert installed() == ("en", "fr")
    with pytest.raises(ValuegateError, match="no language pack 'xx'") as caught:
        load("xx")
    assert "Known: en, fr" in caught.value.fix
    assert [pack.code for pack in load_all(["fr", "en"])] == ["fr", "en"]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("code = ", "cannot be read as a language pack"),
        ('code = "nl"', "lacks 'name'"),
        (None, "No such file"),
    ],
)
def test_a_file_that_is_no_pack_says_what_it_lacks(tmp_path: Path, text: str | None, fault: str) -> None:
    path = tmp_path / "nl.toml"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    with pytest.raises(ValuegateError, match=fault):
        load(str(path))


DUTCH = """
code = "nl"
name = "Nederlands"
[function_words]
words = ["de", "het", "een", "van", "en", "niet", "op", "wij", "kijken", "naar", "wordt"]
[labels]
problem = ["probleem"]
review-date = ["evaluatiedatum"]
[calendar]
order = "dmy"
months = [["januari"], ["februari"], ["maart"], ["april"], ["mei"], ["juni"], ["juli"], ["augustus"],
  ["september"], ["oktober"], ["november"], ["december"]]
[words.unfilled]
placeholder = ["nog te bepalen"]
[words.review_date]
launch = ["oplevering"]
"""


def test_a_pack_of_ones_own_judges_without_a_line_of_code(tmp_path: Path) -> None:
    (tmp_path / "nl.toml").write_text(DUTCH, encoding="utf-8")
    (tmp_path / "valuegate.yaml").write_text(
        "version: 1\nlanguages: [nl.toml, en]\ngates: {ready: {enters: [Ready], require: [review-date]}}\n",
        encoding="utf-8",
    )
    registry = load_plugins()
    options = {name: check.options for name, check in registry.checks.items()}
    run = Run(load_policy(start=str(tmp_path), checks=options), registry, date(2026, 11, 23))
    story = "## Probleem\n\nDe tram wordt niet op het bord van de halte gezet.\n\n## Evaluatiedatum\n\n"

    def said(text: str) -> list[str]:
        ticket = read_ticket("t.md", (story + text).encode(), registry.readers, None)
        return [finding.reason for finding in run.judge(ticket)[0].findings]

    assert said("16 maart 2027") == []
    assert said("Nog te bepalen") == ["review-date.placeholder"]
    assert said("Oplevering 16 maart 2027") == ["review-date.launch"]
    assert said("maart 2027") == ["review-date.not-a-day"]


def test_what_a_pack_leaves_unsaid_is_said_in_english() -> None:
    assert tiny().says("review-date.past") == load("en").reasons["review-date.past"]
    assert tiny().says("no.such").message == "no.such"
