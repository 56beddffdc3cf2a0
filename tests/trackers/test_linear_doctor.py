"""What an administrator is told about Linear."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from linear_site import Site, opened

from valuegate.trackers.linear.tracker import LinearTracker


@pytest.fixture
def site() -> Iterator[Site]:
    with opened() as found:
        yield found


def said(tracker: LinearTracker) -> list[tuple[str, str]]:
    return [(remark.level, remark.message) for remark in tracker.diagnose()]


def test_where_all_is_well_it_says_what_it_sees_and_what_linear_cannot_do(site: Site) -> None:
    assert said(site.open(teams=["ENG"])) == [
        ("fine", "Signed in to team as valuegate."),
        ("fine", "2,499 requests and 2,999,997 points are left of this hour."),
        ("fine", "Sees the team ENG: 7 statuses."),
        ("weak", "Linear cannot refuse a move: in the mode revert the guard moves the ticket back after it."),
    ]


def test_a_person_who_guards_is_a_weakness(site: Site) -> None:
    assert (
        "weak",
        "The guard acts as a person: its moves and comments look like that person's own.",
    ) in said(site.open("ana"))


def test_a_team_that_is_not_there_is_broken(site: Site) -> None:
    assert ("broken", "There is no team SHOP, or the account does not see it.") in said(
        site.open(teams=["ENG", "SHOP"])
    )


def test_statuses_of_the_same_name_in_several_teams_are_a_weakness(site: Site) -> None:
    assert [level for level, text in said(site.open()) if "same names" in text] == ["weak"]


def test_without_a_sign_in_that_alone_is_said(site: Site) -> None:
    ((level, text),) = said(site.open(secrets={"token": "lin_api_wrong"}))
    assert (level, text[:24]) == ("broken", "Linear does not know us:")
