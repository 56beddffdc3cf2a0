"""What we ask for is in Atlassian's description of the API, and the stand-in answers as that says.

That description is not part of this repository: it is looked for as ../shared/contracts/jira-platform.json.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from jira_world import GUARD, JiraWorld, jira_world
from valuegate.note import Line, Note, Piece
from valuegate.testing.jira.operations import OPERATIONS, Operation, find
from valuegate.tracker import Query

FILE = Path(__file__).parents[2].parent / "shared" / "contracts" / "jira-platform.json"
NAMES = [f"{each.method} {each.path}" for each in OPERATIONS]


@pytest.fixture
def contract() -> dict[str, Any]:
    """Atlassian's own description; a test without it skips, or fails if VALUEGATE_CONTRACTS asks for it."""
    if not FILE.is_file():
        how = f"no {FILE.name} in ../shared/contracts: it is the OpenAPI document of Jira Cloud, version 3"
        if os.environ.get("VALUEGATE_CONTRACTS"):
            pytest.fail(how)
        pytest.skip(how)
    return read()


@cache
def read() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


def described(contract: dict[str, Any], operation: Operation) -> dict[str, Any]:
    found: dict[str, Any] = contract["paths"][operation.path][operation.method.lower()]
    return found


@pytest.mark.parametrize("operation", OPERATIONS, ids=NAMES)
def test_an_operation_is_there_with_its_query_and_is_not_on_its_way_out(
    operation: Operation, contract: dict[str, Any]
) -> None:
    found = described(contract, operation)
    assert not found.get("deprecated")
    query = {each["name"]: each for each in found.get("parameters", ()) if each["in"] == "query"}
    assert set(operation.query) <= set(query)
    assert {name for name, each in query.items() if each.get("required")} <= set(operation.query)


@pytest.mark.parametrize("operation", [each for each in OPERATIONS if each.body is not None],
                         ids=lambda each: f"{each.method} {each.path}")  # fmt: skip
def test_a_body_has_no_more_members_than_it_may_have_and_each_of_its_type(
    operation: Operation, contract: dict[str, Any]
) -> None:
    body = described(contract, operation)["requestBody"]["content"]["application/json"]["schema"]
    narrower(operation.schema, body, contract)


def resolved(schema: dict[str, Any], contract: dict[str, Any]) -> dict[str, Any]:
    """A schema of the description, without its detours."""
    while True:
        if "$ref" in schema:
            schema = contract["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        elif len(schema.get("allOf", ())) == 1:
            schema = schema["allOf"][0]
        else:
            return schema


def narrower(ours: dict[str, Any], theirs: dict[str, Any], contract: dict[str, Any], at: str = "") -> None:
    """What fulfils ours fulfils theirs, as far as types, members and bounds say."""
    theirs = resolved(theirs, contract)
    if not theirs.keys() - {"description", "example"}:
        return  # anything may stand there
    assert ours.get("type") == theirs.get("type"), at
    for bound in ("maximum", "maxItems", "maxLength"):
        assert ours.get(bound, 0) <= theirs.get(bound, 10**9), at
    assert set(theirs.get("required", ())) <= set(ours.get("required", ours.get("properties", ()))), at
    if "items" in ours:
        narrower(ours["items"], theirs["items"], contract, f"{at}[]")
    extra = theirs.get("additionalProperties", True)
    for name, member in ours.get("properties", {}).items():
        wanted = theirs.get("properties", {}).get(name)
        if wanted is None:
            assert extra is not False, f"{at}.{name}"
            wanted = extra if isinstance(extra, dict) else {}
        narrower(member, wanted, contract, f"{at}.{name}")


def used(world: JiraWorld) -> None:
    """Do everything that a tracker does, once."""
    world.site.screens["Done"] = {
        "resolution": {"required": True, "name": "Resolution", "key": "resolution", "operations": ["set"],
                       "hasDefaultValue": False, "schema": {"type": "resolution"}}}  # fmt: skip
    metric = world.site.add_field("Success metric")
    tracker = world.opened(fields={"Metric": "Success metric"})
    key = world.make("Night notes", {"Problem": "Nurses lose notes."}, status="Ready")
    for number in range(5):
        world.site.change(world.site.issue(key), "ana", **{metric: f"{number} -> 0"})
    tracker.scope()
    list(tracker.search(Query()))
    tracker.history(key)
    (way,) = [way for way in tracker.ways(key) if way.to.name == "Draft"]
    tracker.label(key, add=["value-gate"])
    tracker.move(key, way, tracker.fetch(key))
    first = tracker.upsert_comment(key, Note((Line((Piece("One."),)),)))
    world.copy_comment(key, first.id, GUARD)
    tracker.upsert_comment(key, Note((Line((Piece("Two."),)),)))
    list(tracker.diagnose())
    tracker.histories([key])
    tracker.count(Query())


@pytest.fixture
def world() -> Iterator[JiraWorld]:
    with jira_world(page=3) as world:
        yield world


def test_every_operation_of_the_list_is_one_that_we_use(world: JiraWorld) -> None:
    used(world)
    asked = [found[0] for seen in world.server.seen if (found := find(seen.method, seen.path))]
    assert {f"{each.method} {each.path}" for each in asked} == set(NAMES)


def test_the_stand_in_answers_as_the_description_says(world: JiraWorld, contract: dict[str, Any]) -> None:
    used(world)
    wrong: set[str] = set()
    for seen in world.server.seen:
        found = find(seen.method, seen.path)
        assert found
        responses = described(contract, found[0])["responses"]
        content = responses[str(seen.status)].get("content", {}).get("application/json")
        if content and seen.answer is not None:
            schema = {**content["schema"], "components": contract["components"]}
            # Jira says null of what is not there, and its description never says so
            errors = [
                e for e in Draft202012Validator(schema).iter_errors(seen.answer) if e.instance is not None
            ]
            wrong |= {f"{found[0].path} {error.json_path}: {error.message[:120]}" for error in errors}
    assert {re.sub(r"\d+", "N", each) for each in wrong} == set()
