"""What is sent to Linear is valid there, and the schema of the stand-in says no more than the real one."""

from __future__ import annotations

from pathlib import Path

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLObjectType,
    GraphQLSchema,
    OperationDefinitionNode,
    build_schema,
    parse,
    validate,
)
from linear_contract import real_schema

from valuegate.testing.linear import SCHEMA
from valuegate.trackers.linear import documents

DOCUMENTS = {
    name: text for name, text in vars(documents).items() if name.isupper() and not name.startswith("_")
}


@pytest.fixture(scope="module")
def own() -> GraphQLSchema:
    return build_schema(Path(SCHEMA).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def real() -> GraphQLSchema:
    return real_schema()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_is_valid_by_the_schema_of_the_stand_in(name: str, own: GraphQLSchema) -> None:
    assert validate(own, parse(DOCUMENTS[name])) == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_is_valid_by_the_real_schema(name: str, real: GraphQLSchema) -> None:
    assert validate(real, parse(DOCUMENTS[name])) == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_is_one_operation_with_a_name_and_no_text_of_anybody(name: str) -> None:
    """Values travel as variables: no string stands in a document."""
    (operation,) = [
        part for part in parse(DOCUMENTS[name]).definitions if isinstance(part, OperationDefinitionNode)
    ]
    assert operation.name
    assert '"' not in DOCUMENTS[name]


def test_each_type_of_the_stand_in_is_as_in_the_real_schema(own: GraphQLSchema, real: GraphQLSchema) -> None:
    ours = {name: kind for name, kind in own.type_map.items() if not name.startswith("__")}
    assert set(ours) <= set(real.type_map)
    for name, kind in ours.items():
        theirs = real.type_map[name]
        assert type(theirs) is type(kind), name
        if isinstance(kind, GraphQLEnumType) and isinstance(theirs, GraphQLEnumType):
            assert set(kind.values) == set(theirs.values), name
        if isinstance(kind, GraphQLObjectType) and isinstance(theirs, GraphQLObjectType):
            same_fields(kind, theirs)
        if isinstance(kind, GraphQLInputObjectType) and isinstance(theirs, GraphQLInputObjectType):
            same_inputs(kind, theirs)


def same_fields(kind: GraphQLObjectType, theirs: GraphQLObjectType) -> None:
    for name, field in kind.fields.items():
        other = theirs.fields[name]
        assert str(other.type) == str(field.type), (kind.name, name)
        known = {key: str(argument.type) for key, argument in other.args.items()}
        assert {key: str(argument.type) for key, argument in field.args.items()}.items() <= known.items()
        needed = {key for key, argument in other.args.items() if str(argument.type).endswith("!")}
        assert needed <= set(field.args), (kind.name, name)


def same_inputs(kind: GraphQLInputObjectType, theirs: GraphQLInputObjectType) -> None:
    known = {key: str(value.type) for key, value in theirs.fields.items()}
    assert {key: str(value.type) for key, value in kind.fields.items()}.items() <= known.items(), kind.name
    assert {key for key, value in theirs.fields.items() if str(value.type).endswith("!")} <= set(kind.fields)
