"""Notes as Markdown for Linear: words of a ticket stay words."""

from __future__ import annotations

from typing import Any, cast

import pyromark
from hypothesis import given
from hypothesis import strategies as st

from valuegate.note import Line, Note, Piece
from valuegate.terminal import safe
from valuegate.trackers.linear.markdown import card, mark, rendered, written

NOTE = Note(
    (
        Line((Piece("Not ready for In Progress"),), "heading"),
        Line((Piece("The metric is missing", "strong"), Piece(": "), Piece("soon *better* @ana", "quote"))),
        Line((Piece("Say what will move. "), Piece("How", "link", "https://docs.example/metric")), "item"),
        Line((Piece("Name a day."),), "item"),
        Line((Piece("Ask ana@team.example"),), "fine-print"),
    )
)


def test_a_note_is_written_in_the_markdown_of_linear() -> None:
    assert rendered(NOTE) == (
        "### Not ready for In Progress\n\n"
        "**The metric is missing**: soon &#42;better&#42; @&#8203;ana\n\n"
        "- Say what will move. [How](<https://docs.example/metric>)\n"
        "- Name a day.\n\n"
        "_Ask ana@&#8203;team.example_"
    )


def test_the_mark_says_that_a_comment_is_ours_and_what_it_says() -> None:
    again, other = written(NOTE), written(Note(NOTE.lines[:2]))
    assert mark(written(NOTE)) == mark(again) != ""
    assert mark(other) != mark(again)
    assert mark(written(NOTE).replace("`", "")) == mark(again)
    assert mark("valuegate:0123456789abcdef is what it writes") == ""


def test_the_card_has_the_first_words_as_plain_text() -> None:
    title, subtitle = card(Note((Line((Piece("Refused {x}\x1b[0m"),)), *NOTE.lines[1:])))
    assert (title, subtitle) == ("Refused (x)␛[0m", "The metric is missing: soon *better* @ana")
    assert len(card(Note((Line((Piece("word " * 99),)),)))[0]) <= 120
    assert card(Note(())) == ("valuegate", "")


def test_another_issue_is_not_mentioned() -> None:
    assert rendered(Note((Line((Piece("see ENG-12 of 2026-11-28", "quote"),)),))) == (
        "see ENG-&#8203;12 of 2026-11-28"
    )


def test_a_line_may_begin_with_a_link_of_ours() -> None:
    line = Line((Piece("a](b", "link", "https://docs.example/a b"),))
    assert rendered(Note((line,))) == "[a&#93;(b](<https://docs.example/a%20b>)"


def test_a_link_that_is_no_address_is_its_words() -> None:
    bad = Note((Line((Piece("here", "link", "javascript:alert(1)"), Piece("x", "link", "mailto:a"))),))
    assert rendered(bad) == "herex"


HOSTILE = st.one_of(
    st.text(st.characters()),
    st.text(st.sampled_from("*_`~[]()<>#+-=|!@:/\\ \n\t1.a&;{}$^\"'")),
    st.sampled_from(
        ["+++ fold", "- [x] a", "1) a", "# a", "> a", "---", "![a](b)", "<br>", "ENG-1", "a\n===\n"]
    ),
)
KINDS = st.sampled_from(["paragraph", "item", "heading", "fine-print"])


@given(HOSTILE, KINDS)
def test_whatever_a_quote_spells_no_markup_comes_of_it(text: str, kind: str) -> None:
    line = Line((Piece(text, "quote"), Piece(" ends")), kind)  # type: ignore[arg-type]  # drawn from its values
    events = [event for event, _ in events_of(rendered(Note((line,))))]
    opened = [name for name in events if name.startswith("Start")]
    shell = {"paragraph": ["Paragraph"], "heading": ["Heading"], "item": ["List", "Item"]}
    expected = shell.get(kind, ["Paragraph", "Emphasis"])
    assert [name.removeprefix("Start") for name in opened] == expected
    shown = "".join(text for _, text in events_of(rendered(Note((line,)))))
    assert squeezed(shown) == squeezed(safe(text) + " ends")


def squeezed(text: str) -> str:
    return "".join(text.replace("\u200b", "").split())


def events_of(text: str) -> list[tuple[str, str]]:
    """Each event of the parser as its name and its text."""
    found: list[tuple[str, str]] = []
    for event in pyromark.events(text):
        if isinstance(event, str):
            found.append((event, ""))
            continue
        ((name, value),) = cast("dict[str, Any]", event).items()
        if name == "Start":
            kind = value if isinstance(value, str) else next(iter(value))
            found.append((f"Start{kind}", ""))
        elif name in ("Text", "Code", "Html", "InlineHtml"):
            found.append((name, value))
        elif name != "End":
            found.append((name, ""))
    return found
