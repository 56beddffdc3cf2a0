"""Jira's wiki markup: what a person sees of each line, and where it stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reader_places import exact, read_any

from valuegate.readers.jira_wiki import JiraWikiReader
from valuegate.ticket import Block, Source, Ticket


def read(text: str) -> Ticket:
    return JiraWikiReader().read(Source("t.wiki", text))


def shown(text: str) -> list[tuple[str, int, str]]:
    return [(block.kind, block.level, block.text) for block in read(text).blocks]


def one(text: str) -> Block:
    (block,) = read(text).blocks
    return block


def line(text: str) -> str:
    """What a person sees of one paragraph."""
    return one(f"x {text} y").text[2:-2]


class TestHeadings:
    @pytest.mark.parametrize(
        ("markup", "seen"),
        [
            ("h2. Problem", (2, "Problem")),
            ("  h6.\u00a0Problème", (6, "Problème")),
            ("h2. 1. Problème", (2, "1. Problème")),
            ("h3. :warning: Problème", (3, "Problème")),
            ("h3. (!) :mag: Evidence", (3, "Evidence")),
            ("h2. {color:#172b4d}*Metric*{color}", (2, "Metric")),
        ],
    )
    def test_a_heading_shows_its_words(self, markup: str, seen: tuple[int, str]) -> None:
        assert shown(markup) == [("heading", *seen)]

    @pytest.mark.parametrize("markup", ["h7. x", "h2 x", "h1.5 is a version", "oh1. x"])
    def test_what_only_looks_like_a_heading_is_text(self, markup: str) -> None:
        assert shown(markup) == [("paragraph", 0, markup)]

    def test_a_heading_ends_the_paragraph_before_it_and_takes_no_line_after_it(self) -> None:
        assert shown("a\nh1. b\nc") == [("paragraph", 0, "a"), ("heading", 1, "b"), ("paragraph", 0, "c")]

    def test_the_first_heading_of_level_one_is_the_title(self) -> None:
        assert read("h1. Receipts\nx").title == "Receipts"
        assert read("h2. Receipts\nx").title == ""


class TestBlocks:
    def test_lines_of_a_paragraph_stay_together_until_a_blank_one(self) -> None:
        assert shown("a\nb\r\n \r\nc\r") == [("paragraph", 0, "a\nb"), ("paragraph", 0, "c")]

    @pytest.mark.parametrize(
        ("mark", "level"), [("*", 1), ("**", 2), ("-", 1), ("#", 1), ("##", 2), ("*#", 2)]
    )
    def test_signs_before_a_blank_are_list_items(self, mark: str, level: int) -> None:
        assert shown(f"{mark} one\n{mark} two\nmore") == [
            ("item", level, "one"),
            ("item", level, "two\nmore"),
        ]

    def test_an_empty_item_is_nothing(self) -> None:
        assert shown("* \n*\n- ") == []

    def test_a_rule_ends_a_paragraph(self) -> None:
        assert shown("a\n----\nb") == [("paragraph", 0, "a"), ("paragraph", 0, "b")]

    def test_quotes_of_a_line_and_of_a_frame(self) -> None:
        assert shown("bq. a\n\n{quote}\nb\n* c\n{quote}\nd") == [
            ("quote", 0, "a"),
            ("quote", 0, "b"),
            ("item", 1, "c"),
            ("paragraph", 0, "d"),
        ]

    def test_a_panel_is_content_and_its_title_a_bold_line(self) -> None:
        title, content = read("{panel:title=Problem|borderStyle=solid}\nNurses wait.\n{panel}").blocks
        assert (title.kind, title.text, title.strong) == ("paragraph", "Problem", ((0, 7),))
        assert content.text == "Nurses wait."

    def test_an_expand_may_name_its_title_alone_and_a_panel_none(self) -> None:
        assert shown("{expand:More}a{expand}{panel:bgColor=#fff}b{panel}{panel:title=}{panel}") == [
            ("paragraph", 0, "More"),
            ("paragraph", 0, "a"),
            ("paragraph", 0, "b"),
        ]


class TestVerbatim:
    def test_code_is_a_sample_without_markup(self) -> None:
        assert shown("a {code:java|title=x}\n*b*\n\nh1. c\n{code} d") == [
            ("paragraph", 0, "a"),
            ("code", 0, "*b*\n\nh1. c\n"),
            ("paragraph", 0, "d"),
        ]

    def test_noformat_is_content_without_markup(self) -> None:
        assert shown("{noformat}\n<who> *x*\n-> y\n\nh1. z\n{noformat}") == [
            ("paragraph", 0, "<who> *x*\n-> y"),
            ("paragraph", 0, "h1. z"),
        ]

    def test_a_frame_that_never_ends_hides_nothing(self) -> None:
        assert shown("a {code:sql} *c*\n{noformat}d\n{code:sql}e") == [
            ("paragraph", 0, "a"),
            ("paragraph", 0, "c"),
            ("paragraph", 0, "d"),
            ("paragraph", 0, "e"),
        ]

    def test_an_escaped_brace_opens_no_frame(self) -> None:
        assert shown(r"a \{code} b {code}") == [("paragraph", 0, "a {code} b")]


class TestTables:
    def test_double_bars_make_a_header(self) -> None:
        head, row = read("||Metric||Target||\n|Rejected claims|15 %|").blocks
        assert (head.kind, head.text, head.header) == ("row", "Metric | Target", True)
        assert (row.text, row.header) == ("Rejected claims | 15 %", False)

    def test_a_row_with_its_own_head_is_no_header(self) -> None:
        row = one("||Problem|Nurses wait.|")
        assert ([cell.text for cell in row.cells], row.header) == (["Problem", "Nurses wait."], False)

    def test_bars_in_links_macros_and_images_do_not_cut(self) -> None:
        row = one(r"|[a|https://b.c]|{status:colour=Green|title=OK}|!i.png|width=3!|{{x|y}}|a\|b|")
        assert [cell.text for cell in row.cells] == ["a", "OK", "", "x|y", "a|b"]
        assert row.links == ((0, 1, "https://b.c"),)

    def test_a_cell_may_go_on_in_the_next_line(self) -> None:
        assert [cell.text for cell in one("|a|b\r\nc|").cells] == ["a", "b\nc"]
        assert shown("|a|b\nh1. c") == [("row", 0, "a | b"), ("heading", 1, "c")]

    def test_empty_cells_keep_their_column_and_empty_rows_go(self) -> None:
        assert [cell.text for cell in one("| |b|").cells] == ["", "b"]
        assert shown("||\n|\n| | |") == []


class TestInline:
    @pytest.mark.parametrize(
        ("markup", "seen"),
        [
            ("*bold*", "bold"),
            ("_em_ +ins+ {{mono}}", "em ins mono"),
            ("{*}bold{*} {_}em{_}", "bold em"),
            ("a -gone- b", "a  b"),
            ("-we drop the e-mail step-", ""),
            ("{-}gone{-}!", "!"),
            ("10-20-30 and 5 - 3", "10-20-30 and 5 - 3"),
            ("-5 to -3", "-5 to -3"),
            ("2*3*4 * 5", "2*3*4 * 5"),
            ("snake_case_name", "snake_case_name"),
            ("* not* *not *", "* not* *not *"),
            ("**", "**"),
            ("{*}open", "{*}open"),
            (r"a\\b", "a\nb"),
            (r"\*not bold\* \[x]", "*not bold* [x]"),
            (r"C:\temp", r"C:\temp"),
            ("a&nbsp;b", "a b"),
            ("!shot.png! and !a.jpg|width=3!", " and "),
            ("Great! Really!", "Great! Really!"),
            ("{color:red}a{color}{anchor:b}", "a"),
            ("{status:colour=Green|title=Done}{status:colour=Red}", "Done"),
            ("[~ann] [~accountid:5b1f]", "@ann @5b1f"),
            (
                "[describe the problem] {metric} [SHOP-12] [a|b]",
                "[describe the problem] {metric} [SHOP-12] [a|b]",
            ),
            ("(x) :)", "(x) :)"),
        ],
    )
    def test_a_line_shows_its_words(self, markup: str, seen: str) -> None:
        assert line(markup) == seen

    @pytest.mark.parametrize(
        ("markup", "label", "url"),
        [
            ("[report|https://a.b/c_d_e]", "report", "https://a.b/c_d_e"),
            ("[report|https://a.b|smart-link]", "report", "https://a.b"),
            ("[https://a.b]", "https://a.b", "https://a.b"),
            ("[Ann|mailto:a@b.c]", "Ann", "mailto:a@b.c"),
            ("[^log 1.txt]", "log 1.txt", "^log 1.txt"),
            ("[#top]", "top", "#top"),
            ("https://a.b/_x_/-y-/z.", "https://a.b/_x_/-y-/z", "https://a.b/_x_/-y-/z"),
            ("(http://a.b/c(d))", "http://a.b/c(d)", "http://a.b/c(d)"),
            ("*https://a.b*", "https://a.b", "https://a.b"),
        ],
    )
    def test_links(self, markup: str, label: str, url: str) -> None:
        block = one(f"see {markup} here")
        ((start, end, found),) = block.links
        assert (block.text[start:end], found) == (label, url)

    def test_bold_pieces_are_known(self) -> None:
        block = one("*Problème :* les *bons* agents {*}x{*}")
        assert [block.text[a:b] for a, b in block.strong] == ["Problème :", "bons", "x"]

    def test_invisible_characters_are_gone(self) -> None:
        assert line("no\u200bthing") == "nothing"


def test_words_stand_where_they_are() -> None:
    words = "*Who:* night _nurses_ [r|https://a.b] \\* x"
    text = f"h2. {{color:red}}Problem{{color}}\r\n{words}\r\n|a|*b*|\r\n{{code}}\r\nc\r\n{{code}}"
    ticket = read(text)
    starts = [text[block.source_offset(0) :][:3] for block in ticket.blocks]
    assert starts == ["Pro", "Who", "a|*", "c\r\n"]
    assert all(exact(block, ticket.source) for block in ticket.blocks[:2])
    assert all(exact(cell, ticket.source) for cell in ticket.blocks[2].cells)


@pytest.mark.parametrize(
    ("name", "text", "score"),
    [
        ("a.wiki", "", 70),
        ("A.JIRA", "x", 70),
        ("a.txt", "x\nh2. Problem", 55),
        ("-", "{panel:title=x}", 55),
        ("-", "{noformat}", 55),
        ("-", "{code:json}", 55),
        ("-", "see [report|https://a.b]", 55),
        ("-", "*Problème\u00a0:* x", 55),
        ("-", "*Problem*: x", 55),
        ("-", "**Problem:** x", 0),
        ("-", "* Problem: x *", 0),
        ("-", "Problem: h2. x", 0),
        ("a.md", "h2. Problem", 0),
        ("a.json", "{code}", 0),
        ("a.yml", "{code}", 0),
    ],
)
def test_it_claims_what_holds_its_signs(name: str, text: str, score: int) -> None:
    assert JiraWikiReader().claims(name, text) == score


SIGNS = st.sampled_from(
    [
        *(
            "*",
            "**",
            "-",
            "#",
            "|",
            "||",
            "h1.",
            "bq.",
            "[",
            "]",
            "[~",
            "~",
            "^",
            "{quote}",
            "{panel}",
            "{panel:title=a}",
        ),
        *("{code}", "{noformat}", "{color:x}", "{{", "}}", "{*}", "{-}", "{_}", "_", "+", "!", "!a.png!"),
        *("\\", "\\\\", "https://a.b/c", "[a|https://b.c]", "[a|", "&nbsp;", "----", "(!)", ":a:", "é"),
        *("\u200b", "\u00a0", "a", " ", "\n", "\r\n", "\r"),
    ]
)


@given(st.lists(SIGNS | st.text(max_size=3), max_size=40).map("".join))
def test_any_text_is_read_with_its_places(text: str) -> None:
    ticket = read_any(JiraWikiReader(), text)
    assert ticket is not None


@given(st.text(st.characters(codec="utf-8"), max_size=80))
def test_words_without_markup_are_kept(text: str) -> None:
    words = "".join(char for char in text if char.isalnum()) + "."
    seen = "".join(block.text for block in read(f"x {words}").blocks)
    assert seen == f"x {words}"
