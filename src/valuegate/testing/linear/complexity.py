"""What a document costs, by the rules that Linear gives: see its page on rate limits."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    VariableNode,
)

from .filters import DEFAULT

LARGEST = 10_000
"""A document that costs more is not answered."""


def complexity(document: DocumentNode, variables: Mapping[str, Any] | None = None) -> int:
    """A property is 0.1, an object 1, and a connection counts what is in it for each node of a page."""
    fragments = {
        part.name.value: part for part in document.definitions if isinstance(part, FragmentDefinitionNode)
    }
    counter = _Counter(fragments, variables or {})
    operations = [part for part in document.definitions if isinstance(part, OperationDefinitionNode)]
    return ceil(round(sum(counter.inside(part.selection_set) for part in operations), 6))


class _Counter:
    def __init__(self, fragments: Mapping[str, FragmentDefinitionNode], variables: Mapping[str, Any]) -> None:
        self._fragments = fragments
        self._variables = variables

    def inside(self, selected: SelectionSetNode) -> float:
        total = 0.0
        for part in selected.selections:
            if isinstance(part, FragmentSpreadNode):
                total += self.inside(self._fragments[part.name.value].selection_set)
            elif isinstance(part, InlineFragmentNode):
                total += self.inside(part.selection_set)
            elif isinstance(part, FieldNode):
                total += self._field(part)
        return total

    def _field(self, field: FieldNode) -> float:
        if field.selection_set is None:
            return 0.1
        inner = self.inside(field.selection_set)
        if field.name.value in ("nodes", "edges"):
            return 1 + inner
        names = [part.name.value for part in field.selection_set.selections if isinstance(part, FieldNode)]
        return inner * self._first(field) if "nodes" in names or "edges" in names else 1 + inner

    def _first(self, field: FieldNode) -> int:
        for argument in field.arguments or ():
            if argument.name.value == "first" and isinstance(argument.value, IntValueNode):
                return int(argument.value.value)
            if argument.name.value == "first" and isinstance(argument.value, VariableNode):
                return int(self._variables.get(argument.value.name.value) or DEFAULT)
        return DEFAULT
