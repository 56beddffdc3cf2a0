"""Markdown, plain text, and the HTML that people mix in: what is read, and where it stands."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from reader_places import exact, read_any

from valuegate.errors import TicketError
from valuegate.reader import decode
from valuegate.readers.markdown import MarkdownReader
from valuegate.ticket import Block, Source, Ticket


def read(text: str, name: str = "a.md") -> Ticket:
    return MarkdownReader().read(decode(text.encode(), name))


def blocks(text: str) -> tuple[Block, ...]:
    return read(text).blocks


def only(text: str) -> Block:
    [block] = blocks(text)
    return block


def shown(text: str) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in blocks(text)]


def place(text: str, word: str) -> tuple[int, int]:
    """The line and column at which a word of the blocks is said to stand."""
    ticket = read(text)
    for block in ticket.blocks:
        if word in block.text:
            return ticket.source.span(block.source_offset(block.text.index(word)))
    raise AssertionError(word)


class TestBlocks:
    def test_headings_of_both_styles_have_their_level(self) -> None:
        found = blocks("# A\n## B ##\nC\n===\n\nD\n---\n\n##\n")
        assert [(b.kind, b.level, b.text) for b in found] == [
            ("heading", 1, "A"),
            ("heading", 2, "B"),
            ("heading", 1, "C"),
            ("heading", 2, "D"),
            ("heading", 2, ""),
        ]

    @pytest.mark.parametrize("text", ["Two lines\nof text\n---\n", "A sentence.\n---"])
    def test_a_rule_right_under_a_text_does_not_make_it_a_heading(self, text: str) -> None:
        assert [block.kind for block in blocks(text)] == ["paragraph"]

    def test_soft_and_hard_breaks_keep_the_lines_apart(self) -> None:
        text = "PROBLEM\nUsers wait  \nlong\\\ntoday"
        assert only(text).text == "PROBLEM\nUsers wait\nlong\ntoday"
        assert place(text, "today") == (4, 1)

    def test_items_of_tight_and_loose_lists(self) -> None:
        text = "- a\n- b\n  c\n\n1. d\n\n   more\n   - e\n\n   after\n"
        assert [(b.kind, b.level, b.text) for b in blocks(text)] == [
            ("item", 1, "a"),
            ("item", 1, "b\nc"),
            ("item", 1, "d\nmore"),
            ("item", 2, "e"),
            ("item", 1, "after"),
        ]

    def test_a_heading_or_a_sample_inside_an_item_stands_alone(self) -> None:
        text = "- a\n\n  ## B\n\n  c\n\n  ```\n  d\n  ```\n\n  e"
        assert shown(text) == [
            ("item", "a"),
            ("heading", "B"),
            ("item", "c"),
            ("code", "d"),
            ("item", "e"),
        ]

    def test_tasks_are_done_or_open(self) -> None:
        text = "- [x] a\n- [ ] b\n  more\n\n- [X] c\n\n  d"
        assert shown(text) == [("done-task", "a"), ("open-task", "b\nmore"), ("done-task", "c\nd")]

    def test_quotes_hold_paragraphs_items_and_callouts(self) -> None:
        text = "> a\n>\n> b\n>\n> - c\n> - [ ] d\n>\n> # E\n\n- > f\n\n> [!NOTE]\n> g"
        assert shown(text) == [
            ("quote", "a"),
            ("quote", "b"),
            ("quote", "c"),
            ("open-task", "d"),
            ("heading", "E"),
            ("quote", "f"),
            ("quote", "g"),
        ]

    def test_tables_have_rows_with_cells_and_a_header(self) -> None:
        text = "| Field | Value |\r\n|:--|--|\r\n| **Problem** | Users \\| [wait](u) |\r\n| | |\r\n"
        header, row = blocks(text)
        assert (header.kind, header.header, header.text) == ("row", True, "Field | Value")
        assert not row.header
        assert [cell.text for cell in row.cells] == ["Problem", "Users | wait"]
        assert row.text == "Problem | Users | wait"
        assert row.strong == ((0, 7),)
        assert [row.text[a:b] for a, b, _ in row.links] == ["wait"]
        assert place(text, "wait") == (3, 27)

    def test_rows_that_were_typed_without_the_line_of_dashes_are_rows(self) -> None:
        text = "Last month:\n| What | Before | After |\n| Late *bags* | 17 % | 5 % |\n"
        lead, header, row = blocks(text)
        assert (lead.kind, lead.text) == ("paragraph", "Last month:")
        assert (header.header, header.text, row.header) == (True, "What | Before | After", False)
        assert [cell.text for cell in row.cells] == ["Late bags", "17 %", "5 %"]
        assert place(text, "17") == (3, 17)

    @pytest.mark.parametrize(
        "text",
        [
            "a | b\nc | d",
            "| a | b |",
            "| a | b |\n| c | d | e |",
            "x | y | z\nno row",
            "|a" * 150 + "|\n" * 2,
        ],
    )
    def test_bars_in_a_text_make_no_rows(self, text: str) -> None:
        assert [block.kind for block in blocks(text)] == ["paragraph"]

    def test_a_typed_table_of_names_and_values_has_no_head(self) -> None:
        assert [block.header for block in blocks("| Baseline | low |\n| Target | high |")] == [False, False]

    def test_a_row_has_no_more_than_a_hundred_cells_and_loses_no_word(self) -> None:
        header, row = blocks("|a" * 150 + "|\n" + "|-" * 150 + "|\n" + "|b" * 120 + "|\n")
        assert (len(header.cells), len(row.cells)) == (100, 100)
        assert row.cells[99].text == "\n".join("b" * 21)

    def test_code_keeps_its_shape(self) -> None:
        text = "```py\nif a:\n    b\n\n```\n~~~\nc\n~~~"
        assert shown(text) == [("code", "if a:\n    b"), ("code", "c")]

    def test_footnotes_keep_their_text(self) -> None:
        assert shown("a[^1]\n\n[^1]: b\n") == [("paragraph", "a"), ("paragraph", "b")]

    def test_nothing_is_in_empty_paragraphs_items_and_rules(self) -> None:
        assert blocks("- \n\n&nbsp;\n\n---\n\u200b\n\n***\n") == ()


class TestIndentedText:
    @pytest.mark.parametrize(
        "before", ["**Review date**", "## Review date", "Review date:", "- item\n\n<!---->"]
    )
    def test_under_a_label_it_is_prose(self, before: str) -> None:
        text = f"{before}\n\n    2027-03-15\n    at ten\n"
        assert shown(text)[-1] == ("paragraph", "2027-03-15\nat ten")

    def test_within_an_item_it_goes_on_with_the_item(self) -> None:
        assert shown("- **Problem**\n\n      Users wait") == [("item", "Problem\nUsers wait")]

    def test_at_the_top_of_the_document_it_is_prose(self) -> None:
        assert shown("\n    Users wait\n\n    today") == [("paragraph", "Users wait\ntoday")]

    @pytest.mark.parametrize("code", ["a = foo()", '{"a": 1}', "$ ls", "return x;", "a == b"])
    def test_what_looks_like_code_is_code(self, code: str) -> None:
        assert shown(f"## Notes\n\n    {code}\n")[-1] == ("code", code)

    def test_after_a_sentence_it_is_code(self) -> None:
        assert shown("So it goes.\n\n    ls\n")[-1] == ("code", "ls")


class TestWords:
    def test_marks_go_and_their_words_stay(self) -> None:
        assert only("*a* _b_ **c** `d` \\*e\\* &lt;f&gt; ``g ` h``").text == "a b c d *e* <f> g ` h"

    def test_bold_pieces_are_recorded(self) -> None:
        block = only("**Problem:** Users **wait __long__ today**")
        assert [block.text[a:b] for a, b in block.strong] == ["Problem:", "wait long today"]

    def test_code_spans_stand_where_their_words_stand(self) -> None:
        text = "x `` a` `` y `b` `c\nd`"
        assert only(text).text == "x a` y b c d"
        assert place(text, "a`") == (1, 6)
        assert place(text, "b") == (1, 15)

    def test_links_keep_their_words_and_addresses(self) -> None:
        text = "[a](http://a 't') [b][r] <https://c.d> <e@f.g> https://h.i/j_k). www\n\n[r]: http://r"
        block = only(text)
        assert [(block.text[start:end], url) for start, end, url in block.links] == [
            ("a", "http://a"),
            ("b", "http://r"),
            ("https://c.d", "https://c.d"),
            ("e@f.g", "mailto:e@f.g"),
            ("https://h.i/j_k", "https://h.i/j_k"),
        ]

    def test_images_show_their_description_or_their_address(self) -> None:
        block = only("![a](i.png) ![](j.png) [![b](k.png)](l) [](m) [n]()")
        assert block.text == "a j.png b m n"
        assert [(block.text[start:end], url) for start, end, url in block.links] == [
            ("a", "i.png"),
            ("j.png", "j.png"),
            ("b", "k.png"),
            ("b", "l"),
            ("m", "m"),
        ]

    def test_words_that_are_struck_out_are_gone(self) -> None:
        block = only("a ~~b **c** [d](e) ![](f)~~ g ![x ~~y ![z](z)~~](i)")
        assert block.text == "a  g x"
        assert [url for *_, url in block.links] == ["i"]

    def test_single_tildes_are_figures(self) -> None:
        assert only("from 5~10 to 2~3 min").text == "from 5~10 to 2~3 min"
        text = "été ~5 to 10~ min"
        assert only(text).text == text
        assert exact(only(text), Source("", text))

    def test_invisible_characters_are_dropped_and_places_hold(self) -> None:
        text = "us\u200bers \u00e9 wait"
        assert only(text).text == "users \u00e9 wait"
        assert place(text, "wait") == (1, 10)

    def test_lone_surrogates_are_no_reason_to_fail(self) -> None:
        ticket = MarkdownReader().read(Source("-", "a \ud800 b\u00e9 c"))
        assert ticket.blocks[0].text == "a \ufffd b\u00e9 c"


class TestOddSpaces:
    @pytest.mark.parametrize(
        ("text", "kind", "words"),
        [
            ("#\u00a0A", "heading", "A"),
            ("-\u00a0A", "item", "A"),
            ("1.\u202fA", "item", "A"),
            ("\u00a0- A", "item", "A"),
            ("\u200b## A", "heading", "A"),
            ("- [ ]\u00a0A", "open-task", "A"),
            ("-\u00a0[x]\u00a0A", "done-task", "A"),
            (">\u00a0A", "quote", "A"),
            ("> -\u00a0A", "quote", "A"),
            ("\u00a0\u00a0A", "paragraph", "A"),
            ("46,20\u00a0\u20ac", "paragraph", "46,20\u00a0\u20ac"),
        ],
    )
    def test_they_are_spaces_around_markers(self, text: str, kind: str, words: str) -> None:
        text = "été\n\n" + text
        block = blocks(text)[-1]
        assert (block.kind, block.text) == (kind, words)
        assert place(text, words) == (3, text.index(words) - 4)


class TestFrontMatter:
    def test_known_keys_in_either_language_become_attributes(self) -> None:
        ticket = read(
            "---\nID: S-1\ntitre: Casque\ntype: Story\nétat: Ready\nétiquettes: [a, b]\nprojet: P\n"
            "auteur: Al\nresponsable: Bo\nurl: http://x\ncreated: 2026-10-02\nDue-Date: 2027-01-31\n"
            "ready_since: 2026-11-01\n---\ntext"
        )
        assert ticket[3:12] == ("S-1", "Casque", "Story", "Ready", ("a", "b"), "P", "Al", "Bo", "http://x")
        assert ticket.dates == {"created": "2026-10-02", "due": "2027-01-31", "entered": "2026-11-01"}
        assert ticket.fields == {}
        assert [block.text for block in ticket.blocks] == ["text"]

    def test_other_keys_become_fields_with_places(self) -> None:
        text = "---\nProblem: Users wait\nreview_date: 2027-03-05\nevidence: https://a.b/c\n---\n"
        ticket = read(text)
        assert list(ticket.fields) == ["Problem", "review_date", "evidence"]
        assert ticket.fields["Problem"].kind == "paragraph"
        assert ticket.source.span(ticket.fields["Problem"].source_offset(6)) == (2, 16)
        assert ticket.fields["evidence"].links == ((0, 13, "https://a.b/c"),)

    def test_lists_and_mappings_become_lines(self) -> None:
        text = "---\nmetric:\n  name: Waiting time\n  values: [9, {target: 3}]\nempty: {}\n---\n"
        ticket = read(text)
        assert ticket.fields["metric"].text == "name: Waiting time\nvalues: 9\nvalues: target: 3"
        assert ticket.fields["empty"].text == ""
        block = ticket.fields["metric"]
        assert ticket.source.span(block.source_offset(block.text.index("Waiting"))) == (3, 9)
        assert ticket.source.span(block.source_offset(block.text.index("3"))) == (4, 24)

    def test_folded_and_escaped_values_keep_the_places_of_their_words(self) -> None:
        text = '---\nproblem: >\n  Users\n  wait\nmore: |\n  a\n\n  b\nq: "caf\\u00e9 x\\ty"\n---\n'
        ticket = read(text)
        assert ticket.fields["problem"].text == "Users wait"
        assert ticket.source.span(ticket.fields["problem"].source_offset(6)) == (4, 3)
        assert ticket.source.span(ticket.fields["more"].source_offset(3)) == (8, 3)
        assert ticket.fields["q"].text == "café x\ty"

    def test_labels_may_be_words_with_commas_and_people_a_list(self) -> None:
        ticket = read("---\ntags: a, b ,\nassignee: [Al, Bo]\nlabel: c\nstatus:\n---\n")
        assert ticket.labels == ("a", "b")
        assert ticket.owner == "Al, Bo"
        assert ticket.fields["label"].text == "c"
        assert ticket.status == ""
        assert read("---\nlabels: []\n---\n").labels == ()

    def test_the_first_of_two_names_for_one_thing_counts(self) -> None:
        ticket = read("---\nkey: A-1\nid: 7\ndue: x\nédition: y\ndue-date: z\n---\n")
        assert (ticket.key, ticket.dates["due"]) == ("A-1", "x")
        assert list(ticket.fields) == ["id", "édition", "due-date"]

    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    def test_any_line_ends_and_a_byte_order_mark(self, end: str) -> None:
        ticket = read(end.join(["\ufeff---", "title: A", "---", "# B"]))
        assert ticket.title == "A"
        assert ticket.source.span(ticket.blocks[0].source_offset(0)) == (4, 3)

    @pytest.mark.parametrize("text", ["---\n---\nA", "---  \r\n---\t\r\nA"])
    def test_it_may_be_empty(self, text: str) -> None:
        assert shown(text) == [("paragraph", "A")]

    @pytest.mark.parametrize(
        "text",
        [
            "---\ntitle: A\n\ntext",
            "---\n\ntitle: A\n---\n",
            "\n---\ntitle: A\n---\n",
            "---\nA\n---\n",
            "---\n'A'\n---\n",
            "---\n## B\n\nA\n---\n",
            "x\n\n---\ntitle: A\n---\n",
            "----\ntitle: A\n----\n",
        ],
    )
    def test_a_rule_does_not_begin_front_matter(self, text: str) -> None:
        ticket = read(text)
        assert ticket.fields == {}
        assert any("A" in block.text for block in ticket.blocks)

    def test_broken_yaml_is_refused_at_its_place(self) -> None:
        with pytest.raises(TicketError) as caught:
            read("---\nid: x\ntitle: a: b\n---\n", "t/a.md")
        error = caught.value
        assert (error.reason, error.source, error.line, error.column) == (
            "ticket.unreadable",
            "t/a.md",
            3,
            9,
        )
        assert "front matter" in error.message
        assert "quotes" in error.fix

    def test_too_much_of_it_is_refused_before_it_is_parsed(self) -> None:
        with pytest.raises(TicketError) as caught:
            read("---\na: " + "[" * 20_000 + "\n---\n")
        assert caught.value.reason == "ticket.too-large"
        assert caught.value.line == 2

    def test_deep_nesting_is_refused(self) -> None:
        with pytest.raises(TicketError) as caught:
            read("---\na: " + "[" * 10_000 + "\n---\n")
        assert "deeper" in caught.value.message


class TestTitle:
    @pytest.mark.parametrize(
        ("text", "title"),
        [
            ("---\ntitle: A\n---\n# B\n", "A"),
            ("---\ntitle:\n---\n# B\n", "B"),
            ("## P\n\n# B **c**\n", "B c"),
            ("B\nc\n===\n\ntext", "B c"),
            ("<!-- x -->\nA line\n\nPROBLEM\ntext", "A line"),
            ("Ticket: a line\n\n### P", "Ticket: a line"),
            ("Alone", ""),
            ("A sentence.\n\nB", ""),
            ("Label:\n\nB", ""),
            ("PROBLEM\n\nB", ""),
            ("**Problem**\n\nB", ""),
            ("Two\nlines\n\nB", ""),
            ("x" * 121 + "\n\nB", ""),
            ("- item\n- item", ""),
            ("## P\n\ntext", ""),
            ("", ""),
        ],
    )
    def test_it_is_named_in_front_or_heads_the_document(self, text: str, title: str) -> None:
        assert read(text).title == title

    def test_the_heading_stays_in_the_document(self) -> None:
        assert shown("# A\n\nb") == [("heading", "A"), ("paragraph", "b")]


class TestComments:
    def test_they_are_kept_apart_without_their_marks(self) -> None:
        text = "<!-- a -->\n\nb <!-- c\nd --> e\n\n<!---->\n<!-->\n<!-- f"
        assert shown(text) == [
            ("comment", "a"),
            ("paragraph", "b  e"),
            ("comment", "c\nd"),
            ("comment", "f"),
        ]
        assert place(text, "c\nd") == (3, 8)

    def test_in_a_table_they_follow_their_row(self) -> None:
        assert [b.kind for b in blocks("|a|b|\n|-|-|\n|c <!-- x -->|d|\n")] == ["row", "row", "comment"]

    def test_one_beside_text_in_an_item_follows_the_item(self) -> None:
        assert shown("- a\n  <!-- x -->\n  b") == [("item", "a\nb"), ("comment", "x")]


class TestHtml:
    def test_pasted_documents_become_blocks(self) -> None:
        text = (
            "<h2>Problem</h2>\n<p>Users &amp; co wait;\n   <b>long</b> <i>today</i></p>\n"
            "<ul><li>One (<a href='http://x?a=1&amp;b'>table</a>)</li>\n<li>Two<p>more</ul>\n"
            "<p>16% &rarr; 6%</p>"
        )
        assert shown(text) == [
            ("heading", "Problem"),
            ("paragraph", "Users & co wait;\nlong today"),
            ("item", "One (table)"),
            ("item", "Two\nmore"),
            ("paragraph", "16% → 6%"),
        ]
        assert blocks(text)[1].strong == ((17, 21),)
        assert blocks(text)[2].links == ((5, 10, "http://x?a=1&b"),)
        assert place(text, "Two") == (5, 5)
        assert place(text, "16%") == (6, 4)

    def test_tables(self) -> None:
        text = (
            "<table><thead><tr><th>A<th>B</tr></thead><tr><th>Problem</th><td>a<br>b<ul><li>c</ul>"
            "<h3>d</h3></td></tr><tr><td></td></tr></table>e"
        )
        header, row, after = blocks(text)
        assert header.header
        assert [cell.text for cell in row.cells] == ["Problem", "a\nb\nc\nd"]
        assert not row.header
        assert (after.kind, after.text) == ("paragraph", "e")

    def test_a_table_within_a_cell_is_lines_of_it(self) -> None:
        text = "<table><tr><td>a<table><tr><td>b<td>c</table>d<td>e</table>"
        [row] = blocks(text)
        assert [cell.text for cell in row.cells] == ["a\nb\nc\nd", "e"]

    def test_markdown_inside_the_cells_of_a_table(self) -> None:
        text = "<table><tr><td>\n\n**a**\n\n- b\n\n</td><td>\n\n`c`\n\n</td></tr></table>\n"
        [row] = blocks(text)
        assert [cell.text for cell in row.cells] == ["a\nb", "c"]

    def test_what_is_left_open_ends_at_the_next_heading(self) -> None:
        text = "<table><tr><td><ul><li><s>a\n\nb\n\n# C\n\nd"
        assert shown(text)[-2:] == [("heading", "C"), ("paragraph", "d")]

    def test_what_is_left_open_in_an_item_ends_with_it(self) -> None:
        assert shown("- <ul><li>a\n\nb") == [("item", "a"), ("paragraph", "b")]
        assert shown("- <table><tr><td>a\n\nb")[-1] == ("paragraph", "b")

    def test_html_does_not_close_what_markdown_opened(self) -> None:
        text = "- a </li></ul></blockquote>\n\n  </ul>\n\n  b\n- <ol></li></ol>c"
        assert [(b.kind, b.level) for b in blocks(text)] == [("item", 1)] * 2

    def test_words_between_cells_stand_before_their_row(self) -> None:
        text = "<table><tr>a <a href=b>c<td>d</table>"
        assert shown(text) == [("paragraph", "a c"), ("row", "d")]
        assert blocks(text)[1].links == ()

    def test_a_check_box_may_follow_the_words_of_its_item(self) -> None:
        assert shown("<ul><li>a <input type=checkbox></ul>") == [("open-task", "a")]

    def test_collapsed_parts_show_their_summary_as_a_label(self) -> None:
        text = "<details>\n<summary>Problem</summary>\n\nUsers **wait**\n\n</details>\n"
        assert shown(text) == [("paragraph", "Problem"), ("paragraph", "Users wait")]
        assert blocks(text)[0].strong == ((0, 7),)

    def test_definition_lists(self) -> None:
        found = blocks("<dl><dt>Problem<dd>Users wait</dl>")
        assert [block.text for block in found] == ["Problem", "Users wait"]
        assert found[0].strong

    def test_tasks_quotes_and_samples(self) -> None:
        text = (
            "<ul><li><input type=checkbox checked> a<li><input type='checkbox'>b<li><input>c</ul>"
            "<blockquote>d<p>e</blockquote><pre>f\n  g</pre></pre>h<pre>i"
        )
        assert shown(text) == [
            ("done-task", "a"),
            ("open-task", "b"),
            ("item", "c"),
            ("quote", "d"),
            ("quote", "e"),
            ("code", "f\n  g"),
            ("paragraph", "h"),
            ("code", "i"),
        ]

    def test_images_and_links(self) -> None:
        block = only("<p><img alt='a' src=b> <img src=c> <a href=d>e<a name=f>g</a></a></p></img>")
        assert block.text == "a c eg"
        assert [(block.text[start:end], url) for start, end, url in block.links] == [
            ("a", "b"),
            ("c", "c"),
            ("e", "d"),
        ]

    def test_inline_tags_in_markdown(self) -> None:
        block = only(
            "a<br>b<br/>\nc <b>d</b> <kbd>e</kbd> <s>f</s> <del>g <a href=x>y</a></del> <span>h</span>"
        )
        assert block.text.split() == ["a", "b", "c", "d", "e", "h"]
        assert block.text.startswith("a\nb\nc")
        assert block.links == ()

    def test_a_link_that_is_struck_before_it_closes(self) -> None:
        assert only("<p>a <a href=b><del>c</p>").text == "a"

    @pytest.mark.parametrize(
        "prompt", ["<number of users>", "<base> -> <target>", "<décrire>", "<users>", "<title>", "a </users>"]
    )
    def test_tags_that_html_does_not_know_are_words(self, prompt: str) -> None:
        assert only("x " + prompt).text == "x " + prompt
        assert only(f"<p>{prompt}</p>").text == prompt

    @pytest.mark.parametrize("text", ["a < b", "<p>a < b", '<p>a <b c="', "<p>&unknown; a&b"])
    def test_marks_that_are_no_tags_are_words(self, text: str) -> None:
        assert only(text).text.replace("<p>", "") == text.replace("<p>", "")

    def test_scripts_styles_and_declarations_are_not_shown(self) -> None:
        text = "<div><script>a<b</script>b<style>c</STYLE ><!DOCTYPE x><?php y?>d <![CDATA[e]]>f<script>g<? h"
        assert only(text).text == "bd f<script>g"
        assert shown("<p>a<!b") == [("paragraph", "a")]

    def test_html_within_quotes_keeps_its_places(self) -> None:
        text = "> <div\n> class=a>\n> word\n> </div>\n"
        assert shown(text) == [("quote", "word")]
        assert place(text, "word") == (3, 3)

    def test_nesting_is_capped(self) -> None:
        with pytest.raises(TicketError) as caught:
            read("a\n\n" + "<ul><li>" * 60)
        assert caught.value.line == 3


@pytest.mark.parametrize("opening", [">", "- ", "1. ", "> - "])
def test_nesting_is_refused_beyond_the_limit(opening: str) -> None:
    with pytest.raises(TicketError) as caught:
        read("a\n\n" + opening * 200 + "b", "t.md")
    error = caught.value
    assert (error.reason, error.source, error.line) == ("ticket.unreadable", "t.md", 3)
    assert error.column > 90
    assert error.fix
    assert read(opening * 50 + "b").blocks[-1].text == "b"


@pytest.mark.parametrize(
    ("name", "sure", "kind"),
    [
        ("a.md", 60, "ticket"),
        ("A.MARKDOWN", 60, "ticket"),
        ("a.txt", 10, "ticket"),
        ("-", 10, "ticket"),
        (".github/ISSUE_TEMPLATE/bug.md", 60, "template"),
        (".gitlab/issue_templates/Feature.md", 60, "template"),
        ("docs/issue_template.md", 60, "template"),
        ("ISSUE_TEMPLATE\\x.md", 60, "template"),
    ],
)
def test_claims_and_templates_go_by_the_name(name: str, sure: int, kind: str) -> None:
    assert MarkdownReader().claims(name, "") == sure
    ticket = read("x", name)
    assert (ticket.kind, ticket.reader) == (kind, "markdown")


@pytest.mark.parametrize("line", ["*Created from Linear · Team A · Cycle 9*", "_Exported on 3 May_"])
def test_a_line_in_italics_under_a_last_rule_signs_the_export_and_is_no_content(line: str) -> None:
    assert shown(f"## Impact\n\nWe keep it.\n\n---\n\n{line}\n")[-1] == ("comment", line.strip("*_"))


@pytest.mark.parametrize(
    "end", ["*We keep it.*", "---\n\nWe keep it.", "---\n\n*We* keep *it*, all.\n\nYes."]
)
def test_other_last_lines_are_content(end: str) -> None:
    assert shown(f"## Impact\n\n12 %.\n\n{end}\n")[-1][0] == "paragraph"


def test_line_ends_and_other_alphabets_do_not_shift_places() -> None:
    for end in ("\n", "\r\n", "\r"):
        text = end.join(["# Été 😀", "", "- café", "", "Ωmega **là** end", "next"])
        assert place(text, "café") == (3, 3)
        assert place(text, "là") == (5, 9)
        assert place(text, "end") == (5, 14)
        assert place(text, "next") == (6, 1)


WORDS = st.lists(st.sampled_from(["users", "wait", "long", "and", "then", "2027"]), min_size=1, max_size=4)
LINES = st.one_of(
    st.builds(
        "{}{}".format,
        st.sampled_from(
            ["# ", "## ", "- ", "> ", "1. ", "  - ", "", "\n", "é ", "- [ ] ", "> - ", "<p>", "| "]
        ),
        WORDS.map(" ".join),
    ),
    st.sampled_from(["", "---", "| a | b |", "|--|--|", "<!-- x -->", "```", "</p>"]),
)


@given(st.lists(LINES, max_size=12), st.sampled_from(["\n", "\r\n"]))
def test_plain_words_stand_exactly_where_the_blocks_say(lines: list[str], end: str) -> None:
    source = Source("a.md", end.join(lines))
    try:
        ticket = MarkdownReader().read(source)
    except TicketError:
        return
    for block in ticket.blocks:
        for line in block.cells or (block,):
            single = "\n" not in line.text
            assert exact(line, source) or not single


BLOCKS = (
    "# ¶- ¶- a\n¶> ¶1. ¶\n¶\n\n¶\r¶    ¶\t¶---\n¶===\n¶|¶|-|-|\n",
    "| a | b |\n¶```\n¶[^1]: ¶[r]: u\n¶[ ] ¶[x] ¶a: b\n",
)
INLINE = (
    "a¶é¶😀¶\u00a0¶\u200b¶\ud800¶**¶*¶_¶~~¶~¶`¶[¶]¶(¶)¶![¶](u)¶[^1]¶&amp;¶&#0;¶&nbsp;¶https://x.y/¶'¶\"¶\\"
)
HTML = (
    "<¶>¶<!-- ¶-->¶<p>¶</p>¶<table>¶<tr>¶<td>¶</table>¶<th>¶<ul>¶<li>¶</li>¶</ul>¶<blockquote>¶"
    "</blockquote>¶"
    "<b>¶</b>¶<s>¶</s>¶<a href='x'>¶</a>¶<img src=x>¶<br>¶<pre>¶</pre>¶<script>¶</script>¶<h2>¶</h2>¶"
    "<summary>¶<input type=checkbox>"
)
MARKS = [mark for marks in (*BLOCKS, INLINE, HTML) for mark in marks.split("¶")]
HOSTILE = st.lists(st.sampled_from(MARKS), max_size=40).map("".join)


@given(st.one_of(st.text(max_size=80), HOSTILE, HOSTILE.map(lambda text: "---\n" + text)))
@example("<p>a <a href=b><del>c</p>")
@example("<table><td>\n\n- a\n\n</table>")
@example("- <td>a\n\n# b")
@example("---\na: b\n---\n\ud800")
@example("![![![![![![x](a)](b)](c)](d)](e)](f)")
def test_any_text_gives_a_ticket_with_places_inside_it_or_a_ticket_error(text: str) -> None:
    read_any(MarkdownReader(), text)
