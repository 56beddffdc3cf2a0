"""Where the package ``jira`` falls short of what a guard needs, and ours does not, on the same server."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from jira import JIRA, JIRAError

from jira_world import GUARD, TOKENS, JiraWorld, email, jira_world, made
from valuegate.errors import RefusedError, UnavailableError, WaitError
from valuegate.note import Line, Note, Piece
from valuegate.tracker import Query
from valuegate.trackers.jira.notes import document

NOTE = Note((Line((Piece("Not ready."),)),))


@pytest.fixture
def world() -> Iterator[JiraWorld]:
    with jira_world(page=100) as world:
        yield world


@pytest.fixture
def bare(world: JiraWorld, monkeypatch: pytest.MonkeyPatch) -> JIRA:
    """The package as its documentation sets it up, but that it does not really sleep."""
    monkeypatch.setattr("jira.resilientsession.time.sleep", lambda _: None)
    client = JIRA(world.server.url, options={"rest_api_version": "3"}, get_server_info=False,
                  basic_auth=(email(GUARD), TOKENS[GUARD]))  # fmt: skip
    client.deploymentType = "Cloud"
    return client


def posts(world: JiraWorld, path: str) -> list[Any]:
    """What was posted there."""
    return [seen.body for seen in world.server.seen if seen.method == "POST" and path in seen.path]


def test_a_search_goes_on_where_the_package_stops_after_one_page(world: JiraWorld, bare: JIRA) -> None:
    for _ in range(150):
        made(world)
    world.server.lenient = True  # its body has members that are null
    found = bare.enhanced_search_issues("project = SHOP", maxResults=150, use_post=True)
    world.server.lenient = False
    assert len(found) == 100
    assert len(list(world.tracker.search(Query()))) == 150


def test_a_comment_whose_answer_was_lost_is_not_posted_again(world: JiraWorld, bare: JIRA) -> None:
    key = made(world).key
    world.server.fault(cut=True, after=True, method="POST", path="/comment")
    bare.add_comment(key, document(NOTE))
    assert len(world.site.issue(key).comments) == 2

    other = made(world).key
    world.server.fault(cut=True, after=True, method="POST", path=f"{other}/comment")
    with pytest.raises(UnavailableError):
        world.tracker.upsert_comment(other, NOTE)
    assert len(world.site.issue(other).comments) == 1
    world.tracker.upsert_comment(other, NOTE)
    assert len(world.site.issue(other).comments) == 1


def test_a_validator_is_heard_where_a_screen_speaks_too(world: JiraWorld, bare: JIRA) -> None:
    key = made(world, status="Ready").key
    world.site.validators["Draft"] = "Only a lead may take tickets back."
    world.site.screens["Draft"] = {
        "resolution": {"required": True, "name": "Resolution", "hasDefaultValue": True},
        "reason": {"required": True, "name": "Reason"},
    }
    (way,) = [way for way in world.tracker.ways(key) if way.to.name == "Draft"]
    with pytest.raises(JIRAError) as bare_error:
        bare._session.post(bare._get_url(f"issue/{key}/transitions"), json={"transition": {"id": way.id}})
    assert "Only a lead" not in str(bare_error.value.text)

    with pytest.raises(RefusedError) as ours:
        world.tracker.move(key, way._replace(needs=()), world.tracker.fetch(key))
    assert "Only a lead may take tickets back." in ours.value.message
    assert "Reason is required." in ours.value.message


def test_a_quota_is_told_at_once_where_the_package_asks_again_and_again(world: JiraWorld, bare: JIRA) -> None:
    quota = {"RateLimit-Reason": "jira-quota-tenant-based"}
    world.server.fault(429, headers=quota, times=None)
    with pytest.raises(JIRAError):
        bare.myself()
    assert len(world.server.seen) == 4

    world.tracker._client.is_cloud = True  # so that this is the first request
    with pytest.raises(WaitError) as error:
        world.tracker.me()
    assert len(world.server.seen) == 5
    assert error.value.until == datetime(2026, 11, 23, 10, tzinfo=UTC)  # the end of the hour
    assert world.slept == []


def test_the_id_of_a_transition_is_a_text_as_the_contract_says(world: JiraWorld, bare: JIRA) -> None:
    key = made(world, status="Ready").key
    (way,) = [way for way in world.tracker.ways(key) if way.to.name == "Draft"]
    with pytest.raises(JIRAError):
        bare.transition_issue(key, way.id)
    assert any("is not of type 'string'" in strange for strange in world.server.strange)
    world.server.strange.clear()

    world.tracker.move(key, way, world.tracker.fetch(key))
    assert posts(world, "/transitions")[-1] == {"transition": {"id": way.id}}
    assert world.site.issue(key).fields["status"]["name"] == "Draft"


def test_cloud_is_known_by_what_the_server_says_of_itself(world: JiraWorld) -> None:
    made(world)
    bare = JIRA(world.server.url, get_server_info=False, basic_auth=(email(GUARD), TOKENS[GUARD]))
    assert not bare._is_cloud
    with pytest.raises(JIRAError):
        bare.search_issues("project = SHOP")  # an address that Cloud has no more
    world.server.strange.clear()
    assert len(list(world.tracker.search(Query()))) == 1
    assert world.tracker._client.is_cloud


def test_a_burst_is_waited_for_as_long_as_the_server_says_and_hardly_longer(world: JiraWorld) -> None:
    key = made(world).key
    world.tracker.me()
    world.server.fault(429, headers={"RateLimit-Reason": "jira-burst-based", "Retry-After": "3"})
    world.tracker.fetch(key)
    (slept,) = world.slept
    assert 3 <= slept <= 4


def test_retry_after_may_have_a_fraction_or_be_a_date(world: JiraWorld, bare: JIRA) -> None:
    key = made(world).key
    world.server.fault(429, headers={"Retry-After": "0.5"})
    with pytest.raises(ValueError, match="invalid literal"):
        bare.issue(key)
    world.tracker.me()
    world.server.fault(429, headers={"Retry-After": "0.5"})
    world.server.fault(429, headers={"Retry-After": "Mon, 23 Nov 2026 09:00:07 GMT"})
    world.tracker.fetch(key)
    assert [int(seconds) for seconds in world.slept] in ([0, 7], [1, 7], [0, 8], [1, 8], [0, 9], [1, 9])


def test_more_writes_to_one_issue_than_jira_takes_are_spread(world: JiraWorld) -> None:
    key = made(world).key
    client = world.tracker._client

    def wait(seconds: float) -> None:
        world.clock.at += timedelta(seconds=seconds)

    client.session._sleep = wait
    for number in range(30):
        world.tracker.label(key, add=[f"label-{number}"])
    assert len(world.site.issue(key).fields["labels"]) == 30
    assert any(seen.status == 429 for seen in world.server.seen)


def test_no_answer_takes_forever(world: JiraWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    key = made(world).key
    world.tracker.me()
    monkeypatch.setattr("valuegate.trackers.jira.session.TIMEOUT", (0.5, 0.05))
    world.server.fault(slow=0.3, times=None)
    with pytest.raises(UnavailableError, match="did not answer in time"):
        world.tracker.fetch(key)
    assert len(world.slept) == 3
