"""Words are folded, phrases are found whole, and packs say which languages there are."""

from __future__ import annotations

import pytest

from valuegate.language import Pack, fold, installed, load, load_all, tokenize


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
    with pytest.raises(KeyError, match="installed: en, fr"):
        load("xx")
    assert [pack.code for pack in load_all(["fr", "en"])] == ["fr", "en"]
