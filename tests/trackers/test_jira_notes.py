"""Comments as Jira shows them: our words as we meant them, and nobody else's words as markup."""

from __future__ import annotations

import html
import json
import re
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from valuegate.adf_document import read_document
from valuegate.json_source import load
from valuegate.note import Line, Note, Piece
from valuegate.ticket import Source
from valuegate.trackers.jira.notes import digest, document, inert, mark_of, wiki

HOSTILE = (
    "[~accountid:557058:1] @all {code}x{code} h1. Big *b* _i_ -s- +u+ ^t^ ~b~ ??c?? [x|https://evil.example]"
    " !pic.png! |a|b| :) (!) SHOP-1 https://evil.example a@b.c {color:red}x{color} \\\\ ---- {{m}} &"
)
NOTE = Note(
    (
        Line((Piece("Not ready"),), "heading"),
        Line((Piece("Evidence: ", "strong"), Piece("“"), Piece(HOSTILE, "quote"), Piece("” is no fact."))),
        Line((Piece("Count"),), "item"),
        Line((Piece("Ask"),), "item"),
        Line((Piece("How to mend it", "link", "https://docs.example/evidence#authority"),)),
        Line((Piece("From the policy of 3 May"),), "fine-print"),
    )
)
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
lines = st.lists(
    st.builds(
        lambda texts, kind: Line(tuple(Piece(t, k) for t, k in texts), kind),
        st.lists(st.tuples(words, st.sampled_from(["plain", "strong", "quote"])), min_size=1, max_size=4),
        st.sampled_from(["heading", "paragraph", "item", "fine-print"]),
    ),
    max_size=6,
)


def nodes(root: Any) -> list[dict[str, Any]]:
    found = [root]
    for child in root.get("content", ()):
        found += nodes(child)
    return found


def test_a_note_is_a_document_with_its_headings_lists_and_links() -> None:
    content = document(NOTE)["content"]
    assert [node["type"] for node in content] == [
        "heading", "paragraph", "bulletList", "paragraph", "paragraph",
    ]  # fmt: skip
    assert [len(node["content"]) for node in content] == [1, 4, 2, 1, 1]
    (link,) = content[3]["content"]
    assert link["marks"] == [{"type": "link", "attrs": {"href": "https://docs.example/evidence#authority"}}]


def test_words_of_a_ticket_are_text_nodes_and_say_what_they_said() -> None:
    quote = document(NOTE)["content"][1]["content"][2]
    assert quote == {"type": "text", "text": HOSTILE}


@given(lines)
def test_whatever_a_note_says_its_document_has_no_other_nodes_and_no_empty_text(found: list[Line]) -> None:
    root = document(Note(tuple(found)))
    allowed = {"doc", "heading", "paragraph", "bulletList", "listItem", "text"}
    assert {node["type"] for node in nodes(root)} <= allowed
    assert all(node["text"] for node in nodes(root) if node["type"] == "text")
    marks = {mark["type"] for node in nodes(root) for mark in node.get("marks", ())}
    assert marks <= {"strong", "textColor"}
    json_text = json.dumps(root)
    loaded = load(Source("note", json_text), max_depth=200)
    read_document(loaded, loaded.value)


def test_wiki_markup_has_the_marks_of_the_note_and_none_of_its_words() -> None:
    text = wiki(NOTE)
    assert text.startswith("h3. Not ready\n\n{*}Evidence&#58; {*}")
    assert "* Count\n* Ask" in text
    assert "[How to mend it|https://docs.example/evidence#authority]" in text
    assert text.partition("\n\n{anchor:")[0].endswith("{color:#707070}From the policy of 3 May{color}")
    quoted = text.partition("“")[2].partition("”")[0]
    assert html.unescape(quoted) == HOSTILE
    assert not re.search(r"[^\w\s&#;,]", re.sub(r"&#\d+;", "", quoted))


@given(words)
def test_no_sign_of_wiki_markup_is_left_in_words(text: str) -> None:
    written = inert(text)
    assert not re.search(r"[!-+\-./:-@\[-`{-~]", re.sub(r"&#\d+;", "", written))
    assert "\n" not in written


@given(lines)
def test_a_line_of_a_note_stays_one_line_of_wiki_markup(found: list[Line]) -> None:
    """A list begins where we begin one, and nowhere else."""
    written = [line for line in wiki(Note(tuple(found))).split("\n") if line.startswith(("* ", "h3. "))]
    assert len(written) == sum(line.kind in ("item", "heading") for line in found)


def test_no_address_ends_its_own_link() -> None:
    note = Note((Line((Piece("here", "link", "https://x.example/a b]|[~ana]{x}"),)),))
    assert "[here|https://x.example/a%20b%5D%7C%5B~ana%5D%7Bx%7D]" in wiki(note)


def test_an_address_that_is_none_becomes_no_link() -> None:
    for url in ("javascript:alert(1)", "mailto:a@b.c", "//x.example", ""):
        note = Note((Line((Piece("here", "link", url),)),))
        assert "marks" not in document(note)["content"][0]["content"][0]
        assert wiki(note).startswith("here\n\n{anchor:")


def test_wiki_markup_of_the_guard_ends_with_a_marker_that_tells_notes_apart() -> None:
    other = NOTE._replace(language="fr")
    assert digest(NOTE) != digest(other)
    assert mark_of(wiki(NOTE)) == digest(NOTE)
    assert mark_of(wiki(other).replace("\n", "\r\n") + "\r\n") == digest(other)
    quoted = Note((Line((Piece("{anchor:valuegate-guard-0123456789abcdef}", "quote"),)),))
    assert mark_of(wiki(quoted)) == digest(quoted)
    assert mark_of("{anchor:valuegate-guard-0123456789abcdef} said somebody") == ""
