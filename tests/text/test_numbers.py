import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from valuegate.language import Pack, load
from valuegate.text.lexicon import pieces
from valuegate.text.numbers import MOST, Quantity, find_quantities
from valuegate.words import tokenize

EN, FR = load("en"), load("fr")
EXAMPLES = tomllib.loads((Path(__file__).parent / "numbers.toml").read_text(encoding="utf-8"))
WORDS = (
    "12 3 1,920 1\u00a0920 4.8k 0 007 % € $ h min days jours per pour 1000 -> → to à of sur in one un two "
    "deux half moitié hundred cents - – / ( ) : . , ~ < >= + version n° lignes and et between entre 24h 1h20 "
    "M k EUR d' ABC-1 stars 2027 am at least au plus calls"
)
PIECES = st.sampled_from(WORDS.split(" "))
TEXTS = st.one_of(
    st.text(max_size=60),
    st.lists(PIECES, max_size=14).map(" ".join),
    st.lists(PIECES, max_size=14).map("".join),
)


def told(q: Quantity) -> str:
    span = f"{q.low:.6g}..{q.high:.6g}" if q.low is not None and q.high is not None else ""
    parts = f"{q.parts[0]:g}/{q.parts[1]:g}" if q.parts else ""
    value = (
        f"{int(q.value)}"
        if q.value == int(q.value)
        else f"{round(q.value, 6):g}"
        if q.value < 1000
        else f"{q.value}"
    )
    noun = f"noun:{q.noun}" if q.noun else ""
    words = (q.kind, value, q.unit or "-", q.comparator, span, parts, noun, "words" if q.worded else "")
    return " ".join(word for word in words if word)


@pytest.mark.parametrize(
    ("code", "text", "expected"),
    [(code, text, expected) for code, texts in EXAMPLES.items() for text, expected in texts.items()],
)
def test_examples(code: str, text: str, expected: list[str]) -> None:
    assert [told(q) for q in find_quantities(text, load(code))] == expected


def test_masks_hide_numbers() -> None:
    text = "12 calls on 3 sites"
    assert [q.text for q in find_quantities(text, EN, [(0, 2)])] == ["3"]


def test_tokens_may_be_given() -> None:
    text = "ten of the twelve nurses"
    assert find_quantities(text, EN, (), pieces(tokenize(text), text)) == find_quantities(text, EN)


def test_approximate() -> None:
    assert [q.approximate for q in find_quantities("about 12, 13", EN)] == [True, False]


def test_a_pack_with_units_that_nothing_can_compare() -> None:
    odd = Pack(
        {"code": "xx", "name": "x", "units": {"duration": {"moon": ["moons"]}, "weight": {"kg": ["kg"]}}}
    )
    assert [told(q) for q in find_quantities("3 moons 5 kg", odd)] == [
        "count 3 - noun:moons",
        "count 5 - noun:kg",
    ]


@pytest.mark.parametrize("unit", ["12 -> 3 ", "1 in 8, ", "ten ", "1-2 "])
def test_no_more_than_the_most(unit: str) -> None:
    assert len(find_quantities(unit * 3000, EN)) <= MOST


@given(TEXTS, st.sampled_from([EN, FR]))
def test_quantities_lie_in_the_text_in_order(text: str, pack: Pack) -> None:
    end = 0
    for q in find_quantities(text, pack):
        assert end <= q.start < q.end <= len(text)
        assert text[q.start : q.end] == q.text
        assert q.kind != "name"
        assert q.low is None or q.high is None or q.low <= q.value <= q.high
        end = q.end


@given(
    st.integers(0, 999_999_999),
    st.sampled_from([(EN, ","), (EN, " "), (FR, "\u202f"), (FR, "."), (FR, "\u00a0")]),
)
def test_every_whole_number_is_read_with_its_thousands(number: int, style: tuple[Pack, str]) -> None:
    pack, mark = style
    (quantity,) = find_quantities(f"{number:,} calls".replace(",", mark), pack)
    assert quantity.value == number


@given(st.integers(1, 9999), st.integers(1, 99))
def test_every_decimal_is_read_in_both_notations(whole: int, rest: int) -> None:
    for pack, mark in ((EN, "."), (FR, ",")):
        (quantity,) = find_quantities(f"{whole}{mark}{rest:02} %", pack)
        assert quantity.value == float(f"{whole}.{rest:02}")
