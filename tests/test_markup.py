"""Words on their way into XML, HTML and Markdown. (All of the hostile ones: tests/reporters.)"""

from __future__ import annotations

from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from valuegate.markup import LINE, Markup, joined, markdown, markup, tag
from valuegate.terminal import safe


@given(st.text(st.characters()))
def test_markup_says_the_text_and_has_no_tag(text: str) -> None:
    made = markup(text)
    assert not set("<>\"'\n") & set(made)
    assert unescape(made) == safe(text)


def test_an_element_makes_texts_harmless_and_keeps_markup() -> None:
    made = tag("p", "a < b", tag("b", '"'), class_="x", data_folder="y'", lang=None)
    assert made == '<p class="x" data-folder="y&#39;">a &lt; b<b>&quot;</b></p>'
    assert tag("br") == "<br>"
    assert tag("ul") == "<ul></ul>"


def test_texts_and_markup_are_joined() -> None:
    assert joined(["<", Markup("<b>")], LINE) == "&lt;\n<b>"
    assert joined(["a", "b"], " & ") == "a &amp; b"


def test_a_text_without_signs_stays_readable_in_markdown() -> None:
    text = "Notes are lost: 12 today -> 2, “said” it's so (10:30)."
    assert markdown(text) == text


def test_what_would_be_a_reference_is_parted() -> None:
    assert markdown("@ana #12") == "@&#8203;ana #&#8203;12"
    assert markdown("https://a.example") == "https:&#8203;//a.example"
    assert markdown("deadbeef") == "deadbe&#8203;ef"
