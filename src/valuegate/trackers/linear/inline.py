"""Documents without variables, for what cannot send any: values are printed as literals of GraphQL.

The printer of graphql-core escapes them; no text is ever put together by hand.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from graphql import (
    REMOVE,
    ArgumentNode,
    BooleanValueNode,
    FloatValueNode,
    IntValueNode,
    ListValueNode,
    NameNode,
    NullValueNode,
    ObjectFieldNode,
    ObjectValueNode,
    OperationDefinitionNode,
    StringValueNode,
    ValueNode,
    VariableNode,
    Visitor,
    parse,
    print_ast,
    visit,
)

from ...errors import UsageError

_NAME = re.compile(r"[_A-Za-z][_0-9A-Za-z]*")


def inlined(document: str, variables: Mapping[str, Any]) -> str:
    """The document with each variable written out; an argument whose variable is not given goes."""
    literals = {name: literal(value) for name, value in variables.items()}
    return print_ast(visit(parse(document), _Inliner(literals)))


class _Inliner(Visitor):
    def __init__(self, literals: Mapping[str, ValueNode]) -> None:
        super().__init__()
        self._literals = literals

    def enter_argument(self, node: ArgumentNode, *_: Any) -> Any:
        """An argument of a variable that has no value is left out, as Linear would take it."""
        value = node.value
        return REMOVE if isinstance(value, VariableNode) and value.name.value not in self._literals else None

    def leave_variable(self, node: VariableNode, *_: Any) -> Any:
        """Its value."""
        return self._literals.get(node.name.value)

    def leave_operation_definition(self, node: OperationDefinitionNode, *_: Any) -> Any:
        """Nothing is declared any more."""
        return OperationDefinitionNode(
            operation=node.operation,
            name=node.name,
            variable_definitions=(),
            directives=node.directives,
            selection_set=node.selection_set,
        )

    def enter_variable_definition(self, *_: Any) -> Any:
        """What is declared is not looked into."""
        return REMOVE


def literal(value: Any) -> ValueNode:
    """A value as a literal. UsageError for a key that GraphQL could not spell (in a query of a person)."""
    if value is None:
        return NullValueNode()
    if isinstance(value, bool):
        return BooleanValueNode(value=value)
    if isinstance(value, int):
        return IntValueNode(value=str(value))
    if isinstance(value, float):
        return FloatValueNode(value=repr(value))
    if isinstance(value, str):
        return StringValueNode(value=value)
    if isinstance(value, Mapping):
        return ObjectValueNode(fields=tuple(_field(name, part) for name, part in value.items()))
    return ListValueNode(values=tuple(literal(part) for part in value))


def _field(name: str, value: Any) -> ObjectFieldNode:
    if not _NAME.fullmatch(name):
        raise UsageError(f"“{name}” is no name of a filter of Linear")
    return ObjectFieldNode(name=NameNode(value=name), value=literal(value))
