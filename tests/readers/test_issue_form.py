"""GitHub's issue forms: what a person sees of them, what they ask for, and what is refused."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reader_places import exact, read_any

from valuegate.errors import TicketError
from valuegate.readers.issue_form import MAX_FORM_BYTES, IssueFormReader
from valuegate.ticket import FormField, Source, Span, Ticket

FORM = """\
name: Value ticket
description: For Ready
title: "[Value] "
labels: [value, "needs: review"]
type: Feature
body:
  - type: markdown
    attributes:
      value: |
        Thanks! See https://a.b/guide
  - type: textarea
    id: problem
    attributes:
      label: Problem
      description: "Who is affected?"
      placeholder: Night nurses …
      value: |
        <who>

        And what
        happens?
    validations:
      required: true
  - type: dropdown
    id: team
    attributes:
      label: Team
      options: [Web, App]
      default: 1
  - type: checkboxes
    attributes:
      label: Sure
      options:
        - label: I looked for data
          required: true
        - label: I asked somebody
"""


def read(text: str) -> Ticket:
    return IssueFormReader().read(Source("form.yml", text))


def refused(text: str) -> TicketError:
    with pytest.raises(TicketError) as caught:
        read(text)
    return caught.value


def element(*lines: str) -> str:
    return "body:\n  - " + "\n    ".join(lines) + "\n"


def test_a_form_is_a_template_with_its_name_type_and_labels() -> None:
    ticket = read(FORM)
    assert (ticket.kind, ticket.title, ticket.type) == ("template", "Value ticket", "Feature")
    assert (ticket.labels, ticket.reader) == (("value", "needs: review"), "issue-form")


def test_its_fields_tell_what_an_untouched_submission_would_hold() -> None:
    problem, team, sure = read(FORM).form
    assert problem == FormField(
        label="Problem",
        kind="textarea",
        required=True,
        value="<who>\n\nAnd what\nhappens?\n",
        placeholder="Night nurses …",
        description="Who is affected?",
        span=Span(14, 14),
        id="problem",
    )
    assert (team.kind, team.required, team.value) == ("dropdown", False, "App")
    assert (sure.kind, sure.required, sure.value, sure.id) == ("checkboxes", True, "", "")


def test_its_blocks_are_what_a_person_sees() -> None:
    assert [(block.kind, block.level, block.text) for block in read(FORM).blocks] == [
        ("paragraph", 0, "Thanks! See https://a.b/guide"),
        ("heading", 3, "Problem"),
        ("paragraph", 0, "Who is affected?"),
        ("paragraph", 0, "<who>"),
        ("paragraph", 0, "And what\nhappens?"),
        ("heading", 3, "Team"),
        ("item", 1, "Web"),
        ("item", 1, "App"),
        ("heading", 3, "Sure"),
        ("open-task", 1, "I looked for data"),
        ("open-task", 1, "I asked somebody"),
    ]


def test_its_words_stand_where_they_are() -> None:
    ticket = read(FORM)
    assert ticket.blocks[0].links == ((12, 29, "https://a.b/guide"),)
    assert all(exact(block, ticket.source) for block in ticket.blocks)


def test_folded_words_are_placed_where_they_begin() -> None:
    ticket = read(
        element("type: input", "attributes:", "  label: x", "  value: >", "    a", "    b", "", "    c")
    )
    words = ticket.blocks[1:]
    assert [block.text for block in words] == ["a b\nc"]
    assert ticket.source.span(words[0].source_offset(0)).line == 5


@pytest.mark.parametrize(
    ("labels", "read_as"), [("a, b,", ("a", "b")), ("''", ()), ("", ()), ("[]", ()), ("[' ', a]", ("a",))]
)
def test_labels_may_be_one_text(labels: str, read_as: tuple[str, ...]) -> None:
    assert read(f"labels: {labels}\nbody: []\n").labels == read_as


def test_a_field_without_a_label_goes_by_its_id() -> None:
    (field,) = read(element("type: input", "id: metric")).form
    assert (field.label, field.required, field.span) == ("metric", False, Span(2, 5))


@pytest.mark.parametrize("default", ["2", "-1", "x", "''", "9999999", "²"])
def test_a_default_that_names_no_option_chooses_none(default: str) -> None:
    (field,) = read(
        element("type: dropdown", "attributes:", "  options: [a, b]", f"  default: {default}")
    ).form
    assert field.value == ""


@pytest.mark.parametrize(
    ("text", "says", "place"),
    [
        ("name: [", "not valid YAML", None),
        ("body: x\n", "body is not a list", (1, 7)),
        ("- body\n", "the file is not a mapping", (1, 1)),
        ("body:\n  - x\n", "body.0 is not a mapping", (2, 5)),
        (element("id: x"), "has no type", (2, 5)),
        (element("type: [a]"), "body.0.type is not a text", (2, 11)),
        (element("type: input", "attributes: x"), "body.0.attributes is not a mapping", (3, 17)),
        (element("type: input", "attributes:", "  label: {a: b}"), "label is not a text", (4, 14)),
        (element("type: input", "validations: [a]"), "validations is not a mapping", (3, 18)),
        (element("type: dropdown", "attributes:", "  options: a"), "options is not a list", (4, 16)),
        (element("type: dropdown", "attributes:", "  options: [[a]]"), "options.0 is not a text", (4, 17)),
        ("name: [a]\nbody: []\n", "name is not a text", (1, 7)),
    ],
)
def test_a_form_of_another_shape_is_refused_at_its_place(
    text: str, says: str, place: tuple[int, int] | None
) -> None:
    error = refused(text)
    assert says in error.message
    assert error.fix
    assert error.reason == "ticket.unreadable"
    assert place is None or (error.line, error.column) == place


def test_a_form_that_is_too_large_is_not_parsed() -> None:
    assert refused("é" * (MAX_FORM_BYTES // 2 + 1)).reason == "ticket.too-large"


@pytest.mark.parametrize(
    ("name", "text", "score"),
    [
        (".github/ISSUE_TEMPLATE/value.yml", "name: x\nbody:\n  - type: input", 90),
        ("form.YAML", "body: []", 90),
        (".github/ISSUE_TEMPLATE/config.yml", "body: []", 0),
        ("a.yml", "name: x\n  body: y", 0),
        ("a.md", "body: []", 0),
    ],
)
def test_it_claims_yaml_files_with_a_body(name: str, text: str, score: int) -> None:
    assert IssueFormReader().claims(name, text) == score


KEYS = st.sampled_from(
    [
        "type",
        "id",
        "attributes",
        "label",
        "description",
        "value",
        "options",
        "default",
        "validations",
        "required",
    ]
)
VALUES = st.recursive(
    st.text(max_size=8) | st.sampled_from(["textarea", "dropdown", "checkboxes", "true", "1", "a\nb\n\nc"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=10,
)


@given(st.lists(st.dictionaries(KEYS, VALUES, max_size=5), max_size=4))
def test_any_body_is_read_or_refused_at_a_place(body: object) -> None:
    read_any(IssueFormReader(), json.dumps({"name": "x", "body": body}, ensure_ascii=False))


@given(
    st.lists(
        st.sampled_from(
            ["body:", "- ", "type: ", "a", "|", ">", "\n", "  ", "[", "{", "'", '"', "&a", "#", "é"]
        )
    )
)
def test_any_text_is_read_or_refused_at_a_place(pieces: list[str]) -> None:
    read_any(IssueFormReader(), "".join(pieces))
