"""Checks, policies and their faults, for the tests of the policy."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from valuegate.config import load_policy
from valuegate.config.schema import Checks
from valuegate.errors import PolicyError
from valuegate.policy import Policy
from valuegate.tracker import Setting, Tracker

CHECKS: Checks = {
    "problem": {},
    "evidence": {},
    "metric": {"baseline-pending": {"type": "string", "enum": ["fail", "pass"]}},
    "impact": {},
    "review-date": {
        "max-days": {"type": "integer", "minimum": 1, "examples": [180]},
        "allow-relative": {"type": "boolean"},
        "date-order": {"type": "string", "enum": ["auto", "day-first", "month-first"]},
    },
    "open-question": {},
    "acme-cost": {
        "share": {"type": "number", "exclusiveMinimum": 0, "maximum": 1},
        "limit": {"anyOf": [{"type": "integer"}, {"const": "none"}]},
        "below": {"type": "integer", "exclusiveMaximum": 10},
        "owner": {"type": ["string", "null"]},
        "rates": {"type": "object", "additionalProperties": {"type": "number"}, "minProperties": 1},
        "steps": {"enum": [1, 2, True, 0.5]},
        "code": {"type": "string", "pattern": "^[A-Z]+$", "description": "Capital letters."},
        "pair": {"type": "object", "required": ["low", "high"]},
        "marks": {"type": "array", "items": {"type": "number"}, "uniqueItems": True},
        "even": {"type": "integer", "multipleOf": 2},
    },
}


class Kind:
    """A kind of tracker that can only say what options it has."""

    def __init__(self, name: str, options: Mapping[str, Mapping[str, Any]]) -> None:
        self.name = name
        self.options = options

    def open(self, setting: Setting) -> Tracker:
        raise NotImplementedError


TRACKERS = {
    "folder": Kind(
        "folder", {"path": {"type": "string", "minLength": 1, "default": "tickets", "examples": ["tickets"]}}
    ),
    "jira": Kind(
        "jira",
        {
            "site": {
                "type": "string",
                "description": "The address of the site.",
                "examples": ["https://acme.atlassian.net"],
            },
            "pages": {"type": "integer", "minimum": 1, "default": 50, "examples": [50]},
        },
    ),
}
GATE = "gates: {ready: {enters: [Ready], require: [problem]}}\n"
KNOWN = {"checks": CHECKS, "trackers": TRACKERS, "languages": ("en", "fr")}
VALID = f"version: 1\n{GATE}"


def write(folder: Path, text: str, name: str = "valuegate.yaml") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8"))
    return path


def load(folder: Path, path: str | None = None, **others: Any) -> Policy:
    return load_policy(path, start=str(folder), **{**KNOWN, **others})


def faults(folder: Path, text: str, **others: Any) -> list[tuple[str, int, int, str, str]]:
    write(folder, text)
    with pytest.raises(PolicyError) as caught:
        load(folder, **others)
    return [(p.source, p.line, p.column, p.message, p.fix) for p in caught.value.problems]


def fault(folder: Path, text: str, **others: Any) -> tuple[int, int, str, str]:
    """The only fault of a policy."""
    (only,) = faults(folder, text, **others)
    assert only[0] == "valuegate.yaml"
    return only[1:]
