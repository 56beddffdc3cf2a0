"""Linear's public schema, where it is at hand."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from graphql import GraphQLSchema, build_schema

FILE = Path(__file__).parents[2].parent / "shared" / "contracts" / "linear.graphql"


def real_schema() -> GraphQLSchema:
    """The real schema; a test without it skips, or fails if VALUEGATE_CONTRACTS asks for it."""
    if not FILE.is_file():
        how = f"no {FILE.name} in ../shared/contracts: it is packages/sdk/src/schema.graphql of linear/linear"
        if os.environ.get("VALUEGATE_CONTRACTS"):
            pytest.fail(how)
        pytest.skip(how)
    return build_schema(FILE.read_text(encoding="utf-8"))
