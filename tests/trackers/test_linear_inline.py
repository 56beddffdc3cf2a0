"""Values become literals of GraphQL, whatever they spell."""

from __future__ import annotations

from typing import Any

import pytest
from graphql import OperationDefinitionNode, build_schema, parse, validate, value_from_ast_untyped
from hypothesis import given
from hypothesis import strategies as st
from test_linear_documents import DOCUMENTS

from valuegate.errors import UsageError
from valuegate.testing.linear import SCHEMA
from valuegate.trackers.linear.documents import CREATE_COMMENT, HISTORY, KEYS
from valuegate.trackers.linear.inline import inlined

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**31), 2**31) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.from_regex(r"\A[_A-Za-z][_0-9A-Za-z]{0,8}\Z"), inner),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(["id", "issueId", "body", "parentId"]), VALUES))
def test_whatever_a_value_spells_it_is_that_value(value: dict[str, Any]) -> None:
    printed = parse(inlined(CREATE_COMMENT, {"input": value}))
    (operation,) = printed.definitions
    assert isinstance(operation, OperationDefinitionNode)
    assert not operation.variable_definitions
    (create,) = operation.selection_set.selections
    (argument,) = create.arguments  # type: ignore[attr-defined]  # it is a field
    assert value_from_ast_untyped(argument.value) == value


def test_words_cannot_end_a_literal() -> None:
    hostile = '"}) { success } issueDelete(id: "ENG-1") { success } x: commentCreate(input: {body: "'
    printed = inlined(CREATE_COMMENT, {"input": {"body": hostile}})
    (operation,) = parse(printed).definitions
    assert len(operation.selection_set.selections) == 1  # type: ignore[attr-defined]  # it is an operation


def test_what_is_not_given_is_left_out() -> None:
    assert "after" not in inlined(KEYS, {"filter": {}})
    printed = inlined(HISTORY, {"id": "ENG-1", "entries": True, "spans": False})
    assert "@include(if: true)" in printed
    assert "$" not in printed


def test_a_key_that_is_no_name_is_told() -> None:
    with pytest.raises(UsageError):
        inlined(KEYS, {"filter": {"a: 1}) { x": 1}})


GIVEN: dict[str, Any] = {
    "id": "ENG-1",
    "after": None,
    "filter": {},
    "card": "#x",
    "entries": True,
    "spans": True,
}


@pytest.mark.parametrize("name", [name for name, text in DOCUMENTS.items() if "$input" not in text])
def test_each_document_is_still_one_that_linear_could_read(name: str) -> None:
    with open(SCHEMA, encoding="utf-8") as file:
        schema = build_schema(file.read())
    assert validate(schema, parse(inlined(DOCUMENTS[name], GIVEN))) == []
