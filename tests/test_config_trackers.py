"""The schema of the policy shows editors the options of every kind of tracker, and of no other."""

from __future__ import annotations

import json

import pytest

from tracker_kinds import KINDS
from valuegate import _data
from valuegate.fingerprint import DECIDES

SHOWN = json.loads(_data.read("schemas", "policy.schema.json"))["$defs"]["trackers"]["properties"]


def test_the_schema_knows_every_kind_and_no_other() -> None:
    assert set(SHOWN) == set(KINDS)


@pytest.mark.parametrize("name", KINDS)
def test_the_schema_shows_editors_the_options_of_a_kind(name: str) -> None:
    """The description may be longer where editors show it."""
    shown = SHOWN[name]["properties"]
    assert SHOWN[name]["additionalProperties"] is False
    assert set(shown) == set(KINDS[name].options)
    for option, schema in KINDS[name].options.items():
        for key in set(schema) - {"description", DECIDES}:
            assert shown[option][key] == schema[key], f"{name}: {option}: {key}"
