"""A note as Markdown: what it says is read, and no word of a ticket is anything but a word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from valuegate.markdown_note import words, written
from valuegate.note import Line, Note, Piece
from valuegate.testing.world import shown_of_markdown

NOTE = Note(
    (
        Line((Piece("Not yet"),), "heading"),
        Line((Piece("2 of 4: "), Piece(" evidence ", "strong"), Piece("“it's *urgent*”", "quote"))),
        Line((Piece("Say what was counted."),), "item"),
        Line((Piece("Say "), Piece("how", "link", "https://example.org/a b(c)")), "item"),
        Line((Piece("To disagree, set a label."),), "fine-print"),
    )
)


def test_each_kind_of_line_is_written_in_its_way() -> None:
    assert written(NOTE) == (
        "### Not yet\n"
        "\n"
        "2 of 4:  **evidence** “it's &#42;urgent&#42;”\n"
        "\n"
        "- Say what was counted.\n"
        "- Say [how](https://example.org/a%20b%28c%29)\n"
        "\n"
        "_To disagree, set a label._"
    )


def test_the_words_of_a_comment_are_what_a_person_reads() -> None:
    assert words(written(NOTE)).splitlines() == [
        "Not yet",
        "2 of 4:  evidence “it's *urgent*”",
        "Say what was counted.",
        "Say how",
        "To disagree, set a label.",
    ]
    assert words("<!-- not to be seen -->\n\nSeen.") == "Seen."


def test_a_comment_that_is_too_wild_to_be_read_is_told_as_it_is() -> None:
    wild = "> " * 200 + "deep"
    assert words(wild) == wild


@pytest.mark.parametrize("sign", [*"-+#>=:", "1.", "12)"])
def test_no_line_begins_with_what_would_be_markup(sign: str) -> None:
    text = f"{sign} item"
    assert shown_of_markdown(written(Note((Line((Piece(text),)),)))).text.strip() == text


TEXTS = st.text(st.sampled_from("ab *_#-+>[]()!`~|&;:<@\\\n\t$^=1.)/w\u200b\u202eé🙂"))
PIECES = st.builds(Piece, TEXTS, st.sampled_from(["plain", "strong", "quote"]), st.just(""))
LINES = st.builds(
    Line, st.tuples(PIECES, PIECES), st.sampled_from(["paragraph", "item", "heading", "fine-print"])
)


@given(st.lists(LINES, max_size=3))
def test_whatever_is_quoted_stays_words(lines: list[Line]) -> None:
    shown = shown_of_markdown(written(Note(tuple(lines))))
    assert shown.links == shown.mentions == ()
    meant = Note(tuple(lines)).text.replace("\u200b", "").replace("\u202e", "\ufffd")
    assert "".join(shown.text.split()) == "".join(meant.split())
