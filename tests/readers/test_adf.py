"""Atlassian documents: what a person sees of each node, where it stands, and what is refused."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reader_places import exact, read_any

from valuegate.errors import TicketError
from valuegate.readers.adf import AdfReader
from valuegate.ticket import Block, Source, Ticket

Node = dict[str, Any]


def text(words: str, *marks: str, href: str = "") -> Node:
    found: list[Node] = [{"type": mark} for mark in marks]
    if href:
        found.append({"type": "link", "attrs": {"href": href}})
    return {"type": "text", "text": words, "marks": found}


def node(kind: str, *content: Node, **attrs: object) -> Node:
    return {"type": kind, "attrs": attrs, "content": list(content)}


def p(*content: Node | str) -> Node:
    return node("paragraph", *(text(each) if isinstance(each, str) else each for each in content))


def read(root: object) -> Ticket:
    return AdfReader().read(Source("t.json", json.dumps(root, ensure_ascii=False)))


def blocks(*content: Node) -> list[Block]:
    return list(read({"type": "doc", "version": 1, "content": list(content)}).blocks)


def shown(*content: Node) -> list[tuple[str, int, str]]:
    return [(block.kind, block.level, block.text) for block in blocks(*content)]


def refused(raw: str) -> TicketError:
    with pytest.raises(TicketError) as caught:
        AdfReader().read(Source("t.json", raw))
    assert caught.value.reason == "ticket.unreadable"
    return caught.value


class TestBlocks:
    def test_headings_keep_their_level(self) -> None:
        assert shown(node("heading", text("Problem"), level=2)) == [("heading", 2, "Problem")]

    @pytest.mark.parametrize(("level", "read_as"), [(0, 1), (9, 6), ("2", 1), (None, 1)])
    def test_a_heading_with_an_impossible_level_gets_the_nearest(self, level: object, read_as: int) -> None:
        assert shown(node("heading", text("x"), level=level)) == [("heading", read_as, "x")]

    def test_a_first_heading_of_level_one_is_the_title(self) -> None:
        heading = node("heading", text("Receipts"), level=1)
        assert read({"type": "doc", "content": [heading, p("x")]}).title == "Receipts"
        assert read({"type": "doc", "content": [p("x"), heading]}).title == ""

    def test_lists_give_items_with_their_depth(self) -> None:
        inner = node("orderedList", node("listItem", p("b")))
        assert shown(node("bulletList", node("listItem", p("a"), inner), node("listItem", p("c")))) == [
            ("item", 1, "a"),
            ("item", 2, "b"),
            ("item", 1, "c"),
        ]

    def test_tasks_tell_done_from_open(self) -> None:
        tasks = [node("taskItem", text(state), state=state) for state in ("DONE", "TODO")]
        block = node("blockTaskItem", p("a"), p("b"), state="DONE")
        assert shown(node("taskList", *tasks, block)) == [
            ("done-task", 1, "DONE"),
            ("open-task", 1, "TODO"),
            ("done-task", 1, "a\nb"),
        ]

    def test_decisions_are_items(self) -> None:
        assert shown(node("decisionList", node("decisionItem", text("ship")))) == [("item", 1, "ship")]

    def test_panels_are_content_and_quotes_are_quotes(self) -> None:
        assert shown(node("panel", p("a")), node("blockquote", p("b"))) == [
            ("paragraph", 0, "a"),
            ("quote", 0, "b"),
        ]

    def test_an_expand_shows_its_title_in_bold_before_its_content(self) -> None:
        title, content = blocks(node("expand", p("inside"), title="Evidence"))
        assert (title.text, title.strong, content.text) == ("Evidence", ((0, 8),), "inside")

    def test_code_is_code_and_a_rule_is_nothing(self) -> None:
        assert shown(node("codeBlock", text("x = 1"), language="py"), node("rule")) == [("code", 0, "x = 1")]

    def test_media_show_their_alternative_text_and_caption(self) -> None:
        media = node("media", alt="Funnel", url="https://x.y/z.png")
        caption = node("caption", text("October"))
        assert shown(node("mediaSingle", media, caption)) == [
            ("paragraph", 0, "Funnel"),
            ("paragraph", 0, "October"),
        ]

    @pytest.mark.parametrize("content", [[], [text("")], [text(" \u00a0")], [text("\u200b")]])
    def test_blocks_that_nobody_can_see_are_left_out(self, content: list[Node]) -> None:
        assert shown(node("paragraph", *content)) == []


class TestTables:
    def test_a_row_of_header_cells_is_a_header(self) -> None:
        head = node("tableRow", *(node("tableHeader", p(name)) for name in ("Metric", "Target")))
        row = node("tableRow", node("tableHeader", p("Metric")), node("tableCell", p("5 %")))
        first, second = blocks(node("table", head, row))
        assert (first.kind, first.text, first.header) == ("row", "Metric | Target", True)
        assert (second.text, second.header) == ("Metric | 5 %", False)

    def test_the_paragraphs_of_a_cell_are_its_lines(self) -> None:
        cell = node(
            "tableCell", p("a"), node("bulletList", node("listItem", p("b"))), node("heading", text("c"))
        )
        (row,) = blocks(node("tableRow", cell, node("tableCell", p())))
        assert [each.text for each in row.cells] == ["a\nb\nc", ""]

    def test_code_and_tasks_in_a_cell_stay_apart_from_its_words(self) -> None:
        cell = node("tableCell", p("a"), node("codeBlock", text("x")), node("taskItem", text("t")))
        assert [(b.kind, b.text) for b in blocks(node("tableRow", cell))] == [
            ("code", "x"),
            ("open-task", "t"),
            ("row", "a"),
        ]

    def test_a_table_in_a_cell_is_words_of_that_cell(self) -> None:
        inner = node("table", node("tableRow", node("tableCell", p("in"))))
        assert shown(node("tableRow", node("tableCell", p("out"), inner))) == [("row", 0, "out\nin")]

    def test_an_empty_row_is_left_out(self) -> None:
        assert shown(node("tableRow", node("tableCell")), node("tableRow")) == []


class TestInline:
    def test_bold_neighbours_are_one_piece(self) -> None:
        (block,) = blocks(p(text("Pro", "strong"), text("blem:", "strong", "em"), text(" x")))
        assert (block.text, block.strong) == ("Problem: x", ((0, 8),))

    def test_a_link_in_two_pieces_is_one_link(self) -> None:
        (block,) = blocks(
            p(text("the ", href="https://a.b"), text("report", "strong", href="https://a.b"), ", x")
        )
        assert block.links == ((0, 10, "https://a.b"),)

    def test_different_links_stay_apart(self) -> None:
        (block,) = blocks(p(text("a", href="https://a.b"), text("b", href="https://c.d")))
        assert block.links == ((0, 1, "https://a.b"), (1, 2, "https://c.d"))

    def test_bare_addresses_become_links(self) -> None:
        (block,) = blocks(p("see https://a.b/c, (https://d.e/f(g)) and http://x"))
        assert [url for _, _, url in block.links] == ["https://a.b/c", "https://d.e/f(g)"]

    def test_a_bare_address_after_a_link_becomes_one_too_and_its_label_does_not(self) -> None:
        (block,) = blocks(p(text("https://a.b", href="https://c.d"), " and (https://e.f/)."))
        assert [url for _, _, url in block.links] == ["https://c.d", "https://e.f/"]

    def test_struck_words_are_gone(self) -> None:
        assert shown(p(text("old ", "strike"), text("new"))) == [("paragraph", 0, "new")]

    def test_code_marks_keep_their_words(self) -> None:
        assert shown(p(text("SELECT", "code"))) == [("paragraph", 0, "SELECT")]

    @pytest.mark.parametrize("kind", ["inlineCard", "blockCard", "embedCard"])
    def test_cards_show_their_address_as_a_link(self, kind: str) -> None:
        (block,) = blocks(node(kind, url="https://a.b/c"))
        assert (block.text, block.links) == ("https://a.b/c", ((0, 13, "https://a.b/c"),))

    def test_a_card_may_hold_its_address_in_its_data(self) -> None:
        (block,) = blocks(p(node("inlineCard", data={"url": "https://a.b/c"})))
        assert block.links[0].url == "https://a.b/c"

    @pytest.mark.parametrize(
        ("inline", "seen"),
        [
            (node("mention", text="@Ann", id="1"), "@Ann"),
            (node("mention", id="1f"), "@1f"),
            (node("status", text="DONE"), "DONE"),
            (node("emoji", text="😀", shortName=":grin:"), "😀"),
            (node("emoji", text=":tada:", shortName=":tada:"), ""),
            (node("emoji", shortName=":tada:"), ""),
            (node("placeholder", text="who?"), "<who?>"),
            (node("hardBreak"), "\n"),
            (node("date", timestamp="1801440000000"), "2027-02-01"),
            (node("date", timestamp=1801526399999), "2027-02-01"),
            (node("date", timestamp="-1"), "1969-12-31"),
            (node("date", timestamp="soon"), "soon"),
            (node("date", timestamp="9" * 40), "9" * 40),
            (node("date"), ""),
            (node("newCard", title="Roadmap"), "Roadmap"),
        ],
    )
    def test_inline_nodes_show_their_words(self, inline: Node, seen: str) -> None:
        assert shown(p("a", inline, "b")) == [("paragraph", 0, f"a{seen}b")]

    def test_an_inline_node_outside_a_paragraph_is_a_paragraph(self) -> None:
        assert shown(node("status", text="DONE"), node("hardBreak")) == [("paragraph", 0, "DONE")]


class TestUnknownNodes:
    def test_their_content_and_words_are_kept(self) -> None:
        new = node("hologram", p("inside"), title="New")
        assert shown(new) == [("paragraph", 0, "New"), ("paragraph", 0, "inside")]

    def test_text_right_inside_one_is_one_paragraph(self) -> None:
        assert shown(node("hologram", text("a "), text("b", "strong"))) == [("paragraph", 0, "a b")]

    def test_one_inside_a_paragraph_does_not_break_it(self) -> None:
        assert shown(p("a ", node("wrap", text("b")), " c")) == [("paragraph", 0, "a b c")]


class TestPlaces:
    def test_equal_words_stand_at_their_own_places(self) -> None:
        words = '{"text":"a","type":"text"},\n{"type":"text","text":"a"}'
        raw = '{"type":"doc","content":[\n{"type":"hr","attrs":{"x":"a"}},\n' + words + "]}"
        ticket = AdfReader().read(Source("t.json", raw))
        assert [tuple(ticket.source.span(where)) for _, where in ticket.blocks[0].runs] == [(3, 10), (4, 24)]

    def test_escapes_do_not_shift_what_follows(self) -> None:
        raw = r'{"type":"doc","content":[{"type":"text","text":"caf\u00e9 \ud83d\ude00 \"ok\" \\ end"}]}'
        ticket = AdfReader().read(Source("t.json", raw))
        (block,) = ticket.blocks
        assert block.text == 'café 😀 "ok" \\ end'
        assert raw[block.source_offset(0) :].startswith("caf")
        assert raw[block.source_offset(block.text.index("end")) :].startswith("end")
        assert raw[block.source_offset(block.text.index("😀")) :].startswith(r"\ud83d")

    def test_half_a_surrogate_pair_becomes_printable(self) -> None:
        raw = r'{"type":"doc","content":[{"type":"text","text":"a\ud83d b \\ud83d"}]}'
        (block,) = AdfReader().read(Source("t.json", raw)).blocks
        assert block.text == "a\ufffd b \\ud83d"

    def test_words_without_escapes_are_found_exactly(self) -> None:
        ticket = read(
            {"type": "doc", "content": [p("Nurses ", text("wait", "strong")), node("heading", text("é"))]}
        )
        assert all(exact(block, ticket.source) for block in ticket.blocks)


ISSUE: Node = {
    "key": "SHOP-12",
    "self": "https://x.atlassian.net/rest/api/3/issue/10",
    "names": {"customfield_1": "Success metric", "customfield_9": 3},
    "fields": {
        "summary": "Receipts",
        "description": {"type": "doc", "content": [p("Reps wait.")]},
        "status": {"name": "Ready"},
        "issuetype": {"name": "Story"},
        "labels": ["a", "b"],
        "project": {"key": "SHOP"},
        "creator": {"displayName": "Ann"},
        "reporter": {"displayName": "Bob"},
        "assignee": {"name": "cy"},
        "created": "2026-11-02T10:00:00.000+0000",
        "duedate": "2027-01-31",
        "customfield_1": {
            "type": "doc",
            "content": [p("47 %"), node("codeBlock", text("x")), p("-> https://a.b/c")],
        },
        "customfield_2": "Night nurses",
        "customfield_3": [{"value": "EU"}, {"name": "US"}],
        "customfield_4": 5,
        "customfield_5": 2.5,
        "customfield_6": None,
        "customfield_7": {"odd": 1},
        "customfield_8": True,
        "customfield_9": {"type": "doc"},
    },
}


class TestIssues:
    def test_an_issue_of_the_rest_api_gives_its_people_dates_and_document(self) -> None:
        ticket = read(ISSUE)
        assert (ticket.key, ticket.title, ticket.status, ticket.type) == (
            "SHOP-12",
            "Receipts",
            "Ready",
            "Story",
        )
        assert (ticket.labels, ticket.project) == (("a", "b"), "SHOP")
        assert (ticket.author, ticket.owner) == ("Ann", "cy")
        assert ticket.url == "https://x.atlassian.net/browse/SHOP-12"
        assert ticket.dates == {"created": "2026-11-02T10:00:00.000+0000", "due": "2027-01-31"}
        assert [block.text for block in ticket.blocks] == ["Reps wait."]
        assert ticket.reader == "adf"

    def test_custom_fields_are_blocks_under_the_names_that_people_know(self) -> None:
        fields = read(ISSUE).fields
        assert {name: block.text for name, block in fields.items()} == {
            "Success metric": "47 %\n-> https://a.b/c",
            "customfield_2": "Night nurses",
            "customfield_3": "EU, US",
            "customfield_4": "5",
            "customfield_5": "2.5",
        }
        assert fields["Success metric"].links == ((8, 21, "https://a.b/c"),)

    def test_custom_fields_have_places(self) -> None:
        ticket = read(ISSUE)
        assert exact(ticket.fields["customfield_2"], ticket.source)

    def test_a_plain_description_is_cut_at_blank_lines(self) -> None:
        ticket = read({"key": "A-1", "fields": {"description": "Problem: x\r\ny\n\n \nEvidence: z "}})
        assert [block.text for block in ticket.blocks] == ["Problem: x\r\ny", "Evidence: z"]
        assert ticket.project == "A"

    def test_an_issue_may_be_bare(self) -> None:
        ticket = read({"fields": {"description": None, "project": "P"}})
        assert (ticket.blocks, ticket.url, ticket.dates, ticket.project) == ((), "", {}, "P")

    def test_a_description_of_another_shape_is_refused(self) -> None:
        error = refused('{"fields": {"description": 5}}')
        assert (error.line, error.column) == (1, 28)

    def test_a_body_may_wrap_the_document(self) -> None:
        assert read({"body": {"type": "doc", "content": [p("x")]}}).blocks[0].text == "x"


class TestRefusals:
    @pytest.mark.parametrize(
        ("raw", "says", "place"),
        [
            ("", "broken JSON", (1, 1)),
            ('{"type": "doc",\n "content": [}', "broken JSON", (2, 14)),
            ('{"type": "doc', "broken JSON", (1, 10)),
            ("[" * 100_000, "nested deeper", (1, 201)),
            ('{"a": {"type": 1,\n "type": 2}}', "two values for 'type'", (1, 7)),
            ("[]", "neither", (1, 1)),
            ("5", "neither", (1, 1)),
            ('{"type": "page"}', "neither", (1, 1)),
            ('{"body": "h1. x"}', "neither", (1, 1)),
            ('{"type": "doc", "content": "x"}', "'content' of a node is not a list", (1, 29)),
            ('{"type": "doc", "content": [\n"x"]}', "hold no node", (2, 2)),
            ('{"type": "doc", "content": [\n{}]}', "a node has no type", (2, 1)),
            (
                '{"type": "doc", "content": [{"type": "text", "text": 5}]}',
                "'text' of a node is not a text",
                (1, 54),
            ),
            ('{"type": "doc", "attrs": [1]}', "'attrs'", (1, 26)),
        ],
    )
    def test_what_cannot_be_read_is_refused_at_its_place(
        self, raw: str, says: str, place: tuple[int, int]
    ) -> None:
        error = refused(raw)
        assert says in error.message
        assert (error.line, error.column) == place
        assert error.fix or "nested" in says

    def test_an_endless_number_is_no_reason_to_crash(self) -> None:
        assert AdfReader().read(Source("t", '{"type": "doc", "version": %s}' % ("9" * 5000))).blocks == ()

    def test_a_document_as_deep_as_is_allowed_is_read(self) -> None:
        deep = p("x")
        for _ in range(96):
            deep = node("panel", deep)
        assert shown(deep) == [("paragraph", 0, "x")]


@pytest.mark.parametrize(
    ("name", "raw", "score"),
    [
        ("a.json", "{", 80),
        ("a.JSON", "", 80),
        ("-", '\n{"version": 1, "type": "doc"}', 80),
        ("-", '{"key": "A-1", "fields": {}}', 80),
        ("-", '{"a": 1}', 0),
        ("a.txt", '{panel:title="type" "doc"}x{panel}', 0),
        ("a.md", '# x "type" "doc"', 0),
    ],
)
def test_it_claims_json_files_and_what_looks_like_a_document(name: str, raw: str, score: int) -> None:
    assert AdfReader().claims(name, raw) == score


TYPES = st.sampled_from(
    [
        *(
            "text",
            "paragraph",
            "heading",
            "bulletList",
            "listItem",
            "taskList",
            "taskItem",
            "table",
            "tableRow",
        ),
        *("tableHeader", "tableCell", "panel", "date", "expand", "codeBlock", "blockquote", "inlineCard"),
        *("mention", "emoji", "placeholder", "hardBreak", "status", "media", "new"),
    ]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)
ATTRS = st.dictionaries(
    st.sampled_from(["text", "url", "timestamp", "title", "level", "state", "id", "alt", "data"]),
    st.text(max_size=12) | st.integers() | JSON,
    max_size=3,
)
MARKS = st.lists(
    st.fixed_dictionaries(
        {"type": st.sampled_from(["strong", "strike", "link", "em"])},
        optional={"attrs": st.just({"href": "https://a.b"})},
    ),
    max_size=2,
)
WORDS = st.text(max_size=12) | st.sampled_from(["https://a.b/c", "a\u200bb", '"\\', "\ud800", "😀é"])
NODES = st.recursive(
    st.fixed_dictionaries({"type": TYPES}, optional={"text": WORDS, "attrs": ATTRS, "marks": MARKS}),
    lambda inner: st.fixed_dictionaries(
        {"type": TYPES, "content": st.lists(inner, max_size=4)}, optional={"attrs": ATTRS}
    ),
    max_leaves=12,
)


@given(st.lists(NODES, max_size=4), st.booleans())
def test_any_tree_of_nodes_is_read_or_refused_at_a_place(content: list[Node], ascii_only: bool) -> None:
    raw = json.dumps({"type": "doc", "content": content}, ensure_ascii=ascii_only)
    read_any(AdfReader(), raw.encode("utf-8", "replace").decode())


@given(st.dictionaries(st.sampled_from(list(ISSUE["fields"])), JSON), JSON)
def test_any_issue_is_read_or_refused_at_a_place(fields: Node, other: object) -> None:
    read_any(AdfReader(), json.dumps({"key": other, "self": other, "names": other, "fields": fields}))


@given(st.text(st.sampled_from('{}[]":,\\ud8a1tn\n e-.') | st.characters(codec="utf-8"), max_size=60))
def test_any_text_is_read_or_refused_at_a_place(raw: str) -> None:
    read_any(AdfReader(), raw)
