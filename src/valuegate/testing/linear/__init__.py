"""A stand-in of Linear, for tests: its schema as far as valuegate uses it."""

from __future__ import annotations

import os

SCHEMA = os.path.join(os.path.dirname(__file__), "schema.graphql")
"""The file of the schema."""
