"""YAML: what is read, where it stands, what is refused and how that is said."""

from __future__ import annotations

import sys

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from valuegate.errors import ValuegateError
from valuegate.plain_yaml import read_plain
from valuegate.ticket import Source, Span
from valuegate.yaml_source import Document, Value, _Builder, _events, load


def read(text: str, **limits: int) -> Document:
    return load(text, name="a.yaml", **{"max_bytes": 10_000, **limits})


def refused(text: str, **limits: int) -> ValuegateError:
    with pytest.raises(ValuegateError) as caught:
        read(text, **limits)
    assert caught.value.source == "a.yaml"
    assert caught.value.message
    assert caught.value.fix
    return caught.value


class TestValues:
    @pytest.mark.parametrize(
        "word", ["no", "on", "true", "12", "1_000", "0x1f", "2027-02-30", "1:30", ".inf"]
    )
    def test_every_scalar_stays_a_text(self, word: str) -> None:
        assert read(f"a: {word}\nb:\n- {word}").value == {"a": word, "b": [word]}

    @pytest.mark.parametrize("nothing", ["", "~", "null", "Null", "NULL"])
    def test_what_says_nothing_is_an_empty_text(self, nothing: str) -> None:
        assert read(f"a: {nothing}\nb: [x]").value == {"a": "", "b": ["x"]}
        assert read(f"- {nothing}\n").value == [""]

    def test_a_quoted_null_is_a_word(self) -> None:
        document = read("a: 'null'\nb: |\n  null\nc: null")
        assert document.value == {"a": "null", "b": "null\n", "c": ""}
        assert document.quoted == {("a",), ("b",)}

    def test_the_words_that_yaml_takes_for_keys_of_other_types_stay_texts(self) -> None:
        assert read("on: a\n1: b\n~: c\n<<: d").value == {"on": "a", "1": "b", "~": "c", "<<": "d"}

    def test_nested_collections_of_any_style(self) -> None:
        text = "a:\n  - b: [c, {d: e}]\n    f:\n  -\n    - g\n"
        assert read(text).value == {"a": [{"b": ["c", {"d": "e"}], "f": ""}, ["g"]]}

    @pytest.mark.parametrize("text", ["", "\n\n", "# nothing\n"])
    def test_an_empty_document_holds_nothing(self, text: str) -> None:
        document = read(text)
        assert document.value is None
        assert document.place(("a",)) == Span(1, 1)

    def test_a_document_may_be_one_word(self) -> None:
        assert read("word").value == "word"


class TestPlaces:
    def test_values_and_keys_have_lines_and_columns(self) -> None:
        document = read("a: é\n'b': [x, {y: z}]\n")
        assert document.places[("a",)] == (1, 4)
        assert document.places[("b", 1, "y")] == (2, 14)
        assert document.keys == {("a",): (1, 1), ("b",): (2, 1), ("b", 1, "y"): (2, 11)}

    def test_lines_count_from_the_first_line_in_the_file(self) -> None:
        assert read("a: b\nc: {}", first_line=7).places[("c",)] == (8, 4)
        assert refused("a: b\nc: d: e", first_line=7).line == 8

    def test_line_ends_that_only_yaml_knows_do_not_shift_lines(self) -> None:
        assert read('a: "x\u2028y"\r\nb: {}').places[("b",)] == (2, 4)

    def test_what_is_not_there_has_the_place_of_what_is_around_it(self) -> None:
        document = read("a:\n  b: c\n")
        assert document.place(("a", "b")) == (2, 6)
        assert document.place(("a", "x", "y")) == document.places[("a",)]
        assert document.place(("x",)) == (1, 1)

    def test_ranges_lead_to_the_words(self) -> None:
        text = "é: 'q'\nb: [one, two]\n"
        document = read(text)
        assert [text[slice(*document.ranges[path])] for path in [("é",), ("b", 1)]] == ["'q'", "two"]


REFUSED = [
    # text, part of the message, part of the mend, line, column
    ("a: b: c", "mapping values", "Put the value in quotes", 1, 5),
    ("a: @x", "cannot start", "quote", 1, 4),
    ("a:\n\t- b", "cannot start", "Indent with spaces", 2, 1),
    ("x: y\na: [b", "expected", "Close the bracket", 2, 4),
    ("x: y\na: 'b\n\n", "end of stream", "Close the quote", 2, 4),
    ('a: "\\q"', "escape", "single quotes", 1, 5),
    ("a: **b**", "alphabetic", "quotes", 1, 5),
    ("a: &b c", "anchor", "quotes", 1, 4),
    ("a: &b [c]", "anchor", "quotes", 1, 4),
    ("a: *b", "alias", "Write the value out", 1, 4),
    ("a: !x y", "tag '!x'", "quotes", 1, 4),
    ("a: !!str y", "tag", "quotes", 1, 4),
    ("a: !" + "x" * 90 + " y", "x…'", "quotes", 1, 4),
    ("a: 1\nb: 2\n'a': 3", "'a' twice (first in line 1)", "Keep one", 3, 1),
    ("a: {b: 1, b: 2}", "'b' twice", "Keep one", 1, 11),
    ("a: b\n---\nc: d", "more than one", "only one", 2, 1),
    ("{{a}}: b", "not a plain text", "Quote it", 1, 1),
    ("? [a]\n: b", "not a plain text", "Quote it", 1, 3),
    ("- a\nb: c", "expected", "Indent", 2, 1),
    ("a: b\nc\n", "", "colon and a space", 3, 1),
    ("a: \x01", "U+0001", "Delete", 1, 4),
    ("a: \ud800", "U+D800", "Delete", 1, 4),
    ("%x y\nz", "directive", "Check", 1, 3),
]


@pytest.mark.parametrize(("text", "message", "fix", "line", "column"), REFUSED)
def test_each_fault_has_a_message_a_mend_and_a_place(
    text: str, message: str, fix: str, line: int, column: int
) -> None:
    error = refused(text)
    assert message in error.message
    assert fix in error.fix
    assert (error.line, error.column) == (line, column)


@pytest.mark.parametrize(
    "text", [text for text, *_ in REFUSED if not text.startswith("%")] + ["a: [b]\nc: d", ""]
)
def test_the_parser_without_c_refuses_the_same(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def outcome() -> object:
        try:
            return read(text).value
        except ValuegateError as error:
            return error.line, error.fix

    with_c = outcome()
    monkeypatch.delattr(yaml, "CSafeLoader")
    without = outcome()
    lenient = ("a: b\nc\n", "a: '", "a: [")  # noticed at the end of the text, which the two count differently
    assert with_c == without or text.startswith(lenient)


class TestLimits:
    def test_a_document_over_the_size_limit_is_not_parsed(self) -> None:
        error = refused("[" * 101, max_bytes=100)
        assert "101 bytes" in error.message
        assert read("[a, b, c]", max_bytes=9).value == ["a", "b", "c"]

    def test_the_limit_counts_bytes(self) -> None:
        assert "12 bytes" in refused("é" * 6, max_bytes=10).message

    @pytest.mark.parametrize("opening", ["[", "- ", "{a: ", "- - ? "])
    def test_nesting_is_capped_before_anything_recurses(self, opening: str) -> None:
        error = refused(opening * 200_000, max_bytes=2_000_000)
        assert "deeper than 50" in error.message or "plain text" in error.message

    def test_the_depth_limit_itself_is_allowed(self) -> None:
        assert read("[" * 50 + "]" * 50).value
        assert "deeper than 3" in refused("[[[[]]]]", max_depth=3).message


def parsed(text: str) -> Document:
    """The same text, always through the parser."""
    document = Document(Source("a.yaml", text), 1)
    builder = _Builder(document, 50)
    for event in _events(text, document, 50):
        builder.take(event)
    return document


def scalars(value: Value) -> list[str]:
    if isinstance(value, dict):
        return [scalar for inner in value.values() for scalar in scalars(inner)]
    if isinstance(value, list):
        return [scalar for inner in value for scalar in scalars(inner)]
    return [] if value is None else [value]


words = st.text(st.sampled_from("ab é-_.:#,'\"[]{}&*!|>%@`~?\\\t\r😀\u00a0\u20281"), max_size=12)
lines = st.one_of(
    st.builds("{}: {}".format, words, words),
    st.builds("{}: {}".format, st.sampled_from(["key", "id", "a b", "é"]), words),
    st.builds("k{}: [{}, {}]".format, st.integers(0, 9), words, words),
    st.builds("{}:{}".format, words, words),
    st.sampled_from(["", "  ", "# c", " # c", "- a", "  b: c", "...", "---", "a: 'b'", 'a: "b" ', "a: null"]),
)
documents = st.builds(
    lambda some, end: end.join(some), st.lists(lines, max_size=6), st.sampled_from(["\n", "\r\n"])
)


@given(documents)
@example("a: b\n\nc: 'd' # e\n")
@example("a: 'b'\r\n c: d")
@example("a: b\n# c\n d")
@example('a: ""\nb: [null, x y]\r\n')
def test_the_short_way_gives_what_the_parser_gives(text: str) -> None:
    plain = read_plain(text)
    if plain is None:
        return
    document = parsed(text)
    assert plain.value == document.value
    assert plain.quoted == document.quoted
    assert plain.key_ranges == document.key_ranges
    assert {path: start for path, (start, _) in plain.ranges.items()} == {
        path: start for path, (start, _) in document.ranges.items()
    }


@given(st.one_of(documents, st.text(max_size=60)))
def test_any_text_is_a_document_of_texts_or_one_fault_at_a_place_of_it(text: str) -> None:
    error, document = None, None
    try:
        document = read(text)
    except ValuegateError as caught:
        error = caught
    if document:
        assert all(isinstance(scalar, str) for scalar in scalars(document.value))
        assert set(document.keys) <= set(document.places)
    else:
        assert error
        assert min(error.line, error.column) >= 1


PLAIN = [
    "title: Referral inbox\nstatus: ready\ncreated: 2026-10-02\n",
    "é: 'a b'\r\nlabels: [a, b-c, d e]\r\nempty:\r\n",
    "evidence: https://a.b/c#d\nmetric: 44% -> 75%\n# note\n\nkey: [x]\n",
]


@pytest.mark.parametrize("text", PLAIN)
def test_common_front_matter_goes_the_short_way(text: str) -> None:
    assert read_plain(text) is not None
    assert read(text).value == parsed(text).value


@pytest.mark.parametrize(
    "text",
    [
        "a: b\n  c",
        "a:\n- b",
        "a: >",
        "a: [b, [c]]",
        "a: []",
        "a: [b",
        "a: b #c",
        "a: b:",
        "a: 1\na: 2",
        "# only",
        "",
        "a: [,]",
    ],
)
def test_anything_else_goes_to_the_parser(text: str) -> None:
    assert read_plain(text) is None


def test_importing_the_module_does_not_import_pyyaml() -> None:
    import subprocess

    code = (
        "import sys; from valuegate import yaml_source as y; y.load('a: b', name='', max_bytes=9); "
        "sys.exit('yaml' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
