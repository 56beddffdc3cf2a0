"""What an administrator is told of a Jira."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from jira_world import GUARD, JiraWorld, jira_world, made
from valuegate.config import load_policy
from valuegate.plugins import load
from valuegate.tracker import Remark
from valuegate.trackers.jira.doctor import PERMISSIONS
from valuegate.trackers.jira.tracker import JiraTracker


@pytest.fixture
def world() -> Iterator[JiraWorld]:
    with jira_world() as world:
        yield world


def told(world: JiraWorld, **options: Any) -> list[Remark]:
    return list(world.opened(**options).diagnose())


def one(remarks: list[Remark], words: str) -> Remark:
    (found,) = (remark for remark in remarks if words in remark.message)
    return found


def test_where_all_is_well_each_thing_is_said_to_be_fine(world: JiraWorld) -> None:
    made(world, status="In Progress")
    remarks = told(world)
    assert {remark.level for remark in remarks} == {"fine"}
    assert one(remarks, "Jira Cloud").message.endswith("signed in as Guard")
    assert one(remarks, "clock").message == "its clock and ours say the same"
    assert "SHOP-1 can go back to Draft" in one(remarks, "go back").message


def test_a_permission_that_lacks_is_named_with_what_it_costs(world: JiraWorld) -> None:
    world.site.lacking[GUARD] = {"TRANSITION_ISSUES", "ADD_COMMENTS"}
    remarks = told(world)
    assert one(remarks, "Transition Issues").level == "weak"
    assert one(remarks, "Transition Issues").message == (
        "SHOP: without “Transition Issues” the guard can warn, and move nothing"
    )
    assert one(remarks, "Add Comments").level == "broken"
    assert "permission scheme of SHOP" in one(remarks, "Add Comments").fix


def test_who_is_not_known_is_told_so_and_nothing_else(world: JiraWorld) -> None:
    world.trouble("signed-out")
    (remark,) = told(world)
    assert remark.level == "broken"
    assert "valuegate login jira" in remark.fix


def test_names_of_fields_are_looked_up(world: JiraWorld) -> None:
    id_ = world.site.add_field("Success metric")
    assert one(told(world, fields={"Metric": "Success metric"}), "mapped").message == (
        f"mapped fields: Metric ({id_})"
    )
    remark = one(told(world, fields={"Metric": "Sucess metric"}), "no field")
    assert (remark.level, "Success metric" in remark.fix) == ("broken", True)


def test_projects_are_told_as_what_they_are(world: JiraWorld) -> None:
    world.site.add_project("TEAM", "Team", team_managed=True)
    world.site.add_project("HELP", "Help", kind="service_desk")
    world.site.add_project("OLD", "Old")["archived"] = True
    remarks = told(world, projects=["TEAM", "HELP", "OLD", "NONE"])
    assert "category:started" in one(remarks, "team-managed").fix
    assert one(remarks, "comments of the guard are internal").level == "fine"
    assert one(remarks, "OLD is archived").level == "weak"
    assert one(remarks, "NONE:").level == "broken"


def test_the_page_for_administrators_names_every_permission_with_what_its_lack_costs() -> None:
    page = (Path(__file__).parents[2] / "docs" / "trackers" / "jira.md").read_text(encoding="utf-8")
    table = re.search(r"\| permission \|.*\n[ |-]+\n((?: *\|.*\n)+)", page)
    assert table
    rows = [[cell.strip() for cell in row.strip(" |").split("|")] for row in table[1].strip().split("\n")]
    assert [name for name, _ in rows] == [name for name, _, _ in PERMISSIONS.values()]


def test_the_policy_of_the_page_is_one(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "trackers" / "jira.md").read_text(encoding="utf-8")
    policy = re.search(r"```yaml\n(.*?)```", page, re.DOTALL)
    assert policy
    (tmp_path / "valuegate.yaml").write_text(dedent(policy[1]), encoding="utf-8")
    registry = load()
    checks = {name: check.options for name, check in registry.checks.items()}
    found = load_policy(start=str(tmp_path), checks=checks, trackers=registry.trackers)
    assert found.trackers["jira"]["fields"] == {"Metric": "Success metric"}


def test_a_missing_way_back_is_told(world: JiraWorld) -> None:
    key = made(world, status="In Progress").key
    world.site.closed |= {"Draft", "Ready"}
    remark = one(told(world), "no way back")
    assert (remark.level, key in remark.message) == ("weak", True)


def test_a_way_back_that_asks_for_a_field_is_told_with_the_field(world: JiraWorld) -> None:
    made(world, status="In Progress")
    world.demand("Draft", "Reason")
    world.demand("Ready", "Reason")
    remark = one(told(world), "asks for Reason")
    assert (remark.level, "screen" in remark.fix) == ("weak", True)


def test_a_clock_that_is_wrong_is_told(world: JiraWorld) -> None:
    setting = world.setting()
    late = setting._replace(now=lambda: world.clock.at - timedelta(minutes=7))

    remark = one(list(JiraTracker(late).diagnose()), "clock")
    assert (remark.level, remark.message) == ("weak", "its clock is +420 seconds from ours")
