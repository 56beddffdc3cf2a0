"""docs/trackers/linear.md says what holds."""

from __future__ import annotations

import re
from pathlib import Path

from graphql import OperationDefinitionNode, parse
from test_linear_documents import DOCUMENTS

from valuegate.testing.linear.complexity import LARGEST, complexity
from valuegate.trackers.linear import OPTIONS

PAGE = (Path(__file__).parents[2] / "docs" / "trackers" / "linear.md").read_text(encoding="utf-8")


def test_every_option_is_told_with_what_holds_without_it() -> None:
    table = PAGE.partition("| option under")[2].partition("\n\n")[0]
    cells = [line.split("|")[1] for line in table.splitlines()[2:]]
    assert {name for cell in cells for name in re.findall(r"`([a-z-]+)`", cell)} == set(OPTIONS)
    for name in ("type-group", "timeout", "url"):
        assert str(OPTIONS[name]["default"]) in table


def test_every_question_is_told_with_what_it_costs() -> None:
    costs = {}
    for text in DOCUMENTS.values():
        parsed = parse(text)
        for part in parsed.definitions:
            if isinstance(part, OperationDefinitionNode) and part.operation.value == "query" and part.name:
                costs[part.name.value] = complexity(parsed)
    rows = re.findall(r"\| ([A-Z]\w+)(?: \([^)]*\))? \| ([\d,]+) (?=\|)", PAGE)
    assert {name: int(points.replace(",", "")) for name, points in rows} == costs
    assert max(costs.values()) < LARGEST
