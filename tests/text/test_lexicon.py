from valuegate.text.lexicon import Lexicon, pieces
from valuegate.words import tokenize

TEXT = "mid-March: at the very‑end of l'été"
WORDS = pieces(tokenize(TEXT), TEXT)
LEXICON = Lexicon([("at", 1), ("at the", 2), ("very-end of", 3), ("été", 4)])


def test_pieces_cut_at_hyphens_and_keep_places() -> None:
    assert [word.word for word in WORDS] == ["mid", "march", "at", "the", "very", "end", "of", "l'", "été"]
    assert [TEXT[word.start : word.end] for word in WORDS][:2] == ["mid", "March"]
    assert pieces(WORDS, TEXT) is WORDS


def test_the_longest_phrase_wins() -> None:
    assert LEXICON.at(WORDS, 2) == (4, 2)
    assert LEXICON.at(WORDS, 4) == (7, 3)
    assert LEXICON.at(WORDS, 3) is None
    assert LEXICON.at(WORDS, -1) is None
    assert LEXICON.at(WORDS, 99) is None
    assert LEXICON.at(WORDS[:3], 2) == (3, 1)


def test_before() -> None:
    assert LEXICON.before(WORDS, 4) == (2, 2)
    assert LEXICON.before(WORDS, 3) == (2, 1)
    assert LEXICON.before(WORDS, 7) == (4, 3)
    assert LEXICON.before(WORDS[5:], 2) is None
    assert LEXICON.before(WORDS, 0) is None
    assert LEXICON.before(WORDS, 99) is None
    assert LEXICON.ends_at(WORDS, 9)


def test_exact() -> None:
    assert LEXICON.exact("at") == 1
    assert LEXICON.exact("very") is None
    assert LEXICON.exact("none") is None
