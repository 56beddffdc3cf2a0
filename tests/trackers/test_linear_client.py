"""Linear over HTTP: what goes right, and what is said when it does not."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from linear_site import Site, opened

from valuegate.errors import (
    ConflictError,
    ForbiddenError,
    GoneError,
    RefusedError,
    SignInError,
    TrackerError,
    UnavailableError,
    UsageError,
    WaitError,
)
from valuegate.note import Line, Note, Piece
from valuegate.tracker import Query, Way
from valuegate.trackers.linear.comment import comment_id
from valuegate.trackers.linear.documents import VIEWER
from valuegate.trackers.linear.tracker import LinearTracker


@pytest.fixture
def site() -> Iterator[Site]:
    with opened() as found:
        yield found


def note(*lines: str) -> Note:
    return Note(tuple(Line((Piece(line),)) for line in lines or ("Not ready.",)))


def way(tracker: LinearTracker, key: str, name: str) -> Way:
    return next(way for way in tracker.ways(key) if way.to.name == name)


# --- what is asked ------------------------------------------------------------------------------------------


def test_opening_asks_nothing_and_needs_no_secret(site: Site) -> None:
    tracker = site.open(secrets={})
    assert site.names() == []
    with pytest.raises(SignInError) as caught:
        tracker.me()
    assert "valuegate login linear" in caught.value.fix


def test_an_issue_is_read_in_one_request(site: Site) -> None:
    site.issue(description="## Problem\n\nNurses lose notes.", labels=[site.space.label("value-gate")])
    seen = site.open().fetch("ENG-1")
    assert (seen.ticket.title, seen.ticket.labels, seen.ticket.category) == (
        "Night notes",
        ("value-gate",),
        "backlog",
    )
    assert site.names() == ["Issue"]


def test_an_issue_with_many_labels_is_read_with_all_of_them(site: Site) -> None:
    labels = [site.space.add_label(f"label-{number}") for number in range(130)]
    site.issue(labels=labels)
    assert len(site.open().fetch("ENG-1").ticket.labels) == 130


def test_what_there_is_takes_one_request_unless_there_is_much(site: Site) -> None:
    group = site.space.add_label("Type", isGroup=True)
    bug = site.space.add_label("Bug", parent=group)
    scope = site.open().scope()
    assert sorted(named.name for named in scope.projects) == ["ENG", "OPS"]
    assert [(each.id, each.name) for each in scope.types] == [(bug["id"], "Bug")]
    assert len(scope.statuses) == 14
    assert site.names() == ["Scope"]
    for number in range(120):
        site.space.add_label(f"label-{number}")
    scope = site.open(teams=["ENG"]).scope()
    assert [named.name for named in scope.projects] == ["ENG"]
    assert scope.labels
    assert len(scope.labels) == 124
    assert site.names()[1:] == ["Scope", "Labels", "Labels"]


def test_an_issue_that_was_moved_to_another_team_is_found_by_its_old_identifier(site: Site) -> None:
    issue = site.issue()
    site.space.change(issue, site.space.users["ben"], team="OPS")
    seen = site.open().fetch("ENG-1")
    assert (seen.ticket.key, seen.ticket.project) == ("OPS-1", "OPS")
    assert {status.to.id for status in site.open().ways("ENG-1")} <= {
        state["id"] for state in site.space.states if state["team"]["key"] == "OPS"
    }


def test_a_history_is_read_to_its_last_page(site: Site) -> None:
    issue, people = site.issue(), site.space.users
    site.space.clock.pass_by(timedelta(minutes=4))
    for number in range(120):
        state = site.space.state(("Todo", "In Progress")[number % 2])
        site.space.change(issue, people[("ana", "ben")[number % 2]], state=state)
    moves = site.open().history("ENG-1").moves
    assert len(moves) == 121
    assert [move.by and move.by.shown for move in moves[:3]] == ["ana", "ana", "ben"]
    assert site.names() == ["History"] * 3


def test_the_past_of_many_issues_takes_few_requests(site: Site) -> None:
    for number in range(45):
        site.issue(f"Issue {number}")
    site.issue("elsewhere", team="OPS")
    site.space.clock.pass_by(timedelta(minutes=4))
    busy = site.space.issues[3]
    for number in range(60):
        state = site.space.state(("Todo", "In Progress")[number % 2])
        site.space.change(busy, site.space.users["ben"], state=state)
    keys = [*(f"ENG-{number}" for number in range(1, 46)), "OPS-1", "ENG-99", "x"]
    tracker = site.open()
    found = tracker.histories(keys)
    assert [*found] == keys[:46]
    assert site.names() == ["Histories", "History", "History", "Histories", "Histories"]
    assert len(found["ENG-4"].moves) == 61
    assert all(found[key] == tracker.history(key) for key in ("ENG-1", "ENG-4", "OPS-1"))
    assert tracker.histories(["x"]) == {}


def test_the_first_three_minutes_tell_the_moves_and_not_who_made_them(site: Site) -> None:
    issue = site.issue()
    site.space.change(issue, site.space.users["ben"], state=site.space.state("In Progress"))
    (_, move) = site.open().history("ENG-1").moves
    assert (move.after.name, move.by) == ("In Progress", None)


def test_a_search_stays_within_the_teams_of_the_policy_and_leaves_out_what_is_archived(site: Site) -> None:
    site.issue("one")
    site.issue("two", team="OPS")
    gone = site.issue("three")
    site.space.change(gone, None, archivedAt=site.space.stamp())
    assert [seen.ticket.key for seen in site.open(teams=["ENG"]).search(Query())] == ["ENG-1"]
    assert [seen.ticket.key for seen in site.open().search(Query())] == ["ENG-1", "OPS-1"]
    assert site.open().fetch("ENG-2").archived


def test_an_issue_of_a_team_that_is_not_meant_is_left_alone(site: Site) -> None:
    """A webhook may tell of any; and one that is moved out of the team is not ours any more."""
    issue = site.issue(state=site.space.state("In Progress"))
    tracker = site.open(teams=["eng"])
    seen, there = tracker.fetch("ENG-1"), way(tracker, "ENG-1", "Todo")
    site.space.change(issue, site.space.users["ben"], team="OPS")
    for key in ("ENG-1", "OPS-1"):
        with pytest.raises(GoneError, match="team OPS"):
            tracker.fetch(key)
        with pytest.raises(GoneError):
            tracker.move(key, there, seen)


def test_a_search_asks_for_fifty_issues_at_once(site: Site) -> None:
    for number in range(120):
        site.issue(f"Issue {number}")
    assert len(list(site.open().search(Query()))) == 120
    assert site.names() == ["Keys", "Issues", "Issues", "Issues"]


@pytest.mark.parametrize("text", ["state = started", "[]", "7", "{", "[" * 20000])
def test_a_query_that_is_no_filter_is_told(site: Site, text: str) -> None:
    with pytest.raises(UsageError) as caught:
        list(site.open().search(Query(text=text)))
    assert '{"state"' in caught.value.fix
    assert site.names() == []


# --- what is changed ----------------------------------------------------------------------------------------


def test_a_move_is_by_the_id_of_the_status(site: Site) -> None:
    site.issue(state=site.space.state("In Progress"))
    tracker = site.open()
    tracker.move("ENG-1", way(tracker, "ENG-1", "Todo"), tracker.fetch("ENG-1"))
    assert site.space.issues[0]["state"] is site.space.state("Todo")


@pytest.mark.parametrize("change", ["title", "description", "archivedAt"])
def test_an_issue_that_changed_meanwhile_is_not_moved(site: Site, change: str) -> None:
    issue = site.issue()
    tracker = site.open()
    seen, there = tracker.fetch("ENG-1"), way(tracker, "ENG-1", "Todo")
    site.space.change(issue, site.space.users["ben"], None, **{change: site.space.stamp()})
    with pytest.raises(ConflictError):
        tracker.move("ENG-1", there, seen)
    assert issue["state"]["name"] == "Backlog"


def test_our_own_label_and_comment_are_no_reason_not_to_move_it(site: Site) -> None:
    issue = site.issue(state=site.space.state("In Progress"))
    tracker = site.open()
    seen = tracker.fetch("ENG-1")
    tracker.label("ENG-1", add=["value-gate"])
    tracker.upsert_comment("ENG-1", note())
    tracker.move("ENG-1", way(tracker, "ENG-1", "Todo"), seen)
    assert issue["state"]["name"] == "Todo"


def test_a_label_that_is_not_there_is_told_and_nothing_is_changed(site: Site) -> None:
    issue = site.issue()
    with pytest.raises(RefusedError) as caught:
        site.open().label("ENG-1", add=["value-gate", "chore"])
    assert "chore" in caught.value.message
    assert "valuegate linear setup" in caught.value.fix
    assert issue["_labels"] == []


def test_a_label_of_the_own_team_is_taken_never_one_of_another_team(site: Site) -> None:
    space = site.space
    space.add_label("chore", team=space.teams["OPS"])
    own = space.add_label("Chore", team=space.teams["ENG"])
    issue = site.issue()
    site.open().label("ENG-1", add=["chore"])
    assert issue["_labels"] == [own]


def test_labels_that_are_as_they_should_be_are_not_written(site: Site) -> None:
    site.issue(labels=[site.space.label("value-gate")])
    site.open().label("ENG-1", add=["Value-Gate"], remove=["value-gate-contested"])
    assert site.names() == ["Standing"]


def test_the_comment_comes_with_one_card(site: Site) -> None:
    issue = site.issue()
    tracker = site.open()
    tracker.upsert_comment("ENG-1", note("Not ready.", "The metric is missing."))
    site.space.change(issue, site.space.users["ben"], team="OPS")
    tracker.upsert_comment("OPS-1", note("Ready.", "All checks hold."))
    (card,) = issue["_attachments"]
    assert (card["title"], card["subtitle"]) == ("Ready.", "All checks hold.")
    assert card["url"] == "https://linear.app/team/issue/ENG-1#valuegate"


def test_a_card_that_leads_elsewhere_is_not_taken_for_ours(site: Site) -> None:
    issue = site.issue()
    trap = {"url": "https://evil.example/#valuegate", "title": "x"}
    site.space.attach(issue, site.space.users["ben"], trap)
    site.open().upsert_comment("ENG-1", note())
    assert [each["title"] for each in issue["_attachments"]] == ["x", "Not ready."]


def test_an_answer_of_ours_that_quotes_the_mark_is_not_the_comment_of_the_guard(site: Site) -> None:
    """Where the guard acts as a person, that person may quote it."""
    issue = site.issue()
    tracker = site.open("ana")
    made = tracker.upsert_comment("ENG-1", note())
    (first,) = site.space.comments
    site.space.comment(issue, site.space.users["ana"], first["body"], parent=first)
    assert [each.ours for each in tracker.comments("ENG-1")] == [True, False]
    assert tracker.upsert_comment("ENG-1", note("Ready.")).id == made.id
    assert len(site.space.comments) == 2


def test_a_comment_that_linear_ascribes_to_an_integration_is_ours_by_its_secret_id(site: Site) -> None:
    site.issue()
    tracker = site.open()
    made = tracker.upsert_comment("ENG-1", note())
    site.space.comments[0] |= {"user": None, "botActor": {"id": "app-1", "type": "oauthClient", "name": "x"}}
    assert [each.ours for each in tracker.comments("ENG-1")] == [True]
    assert tracker.upsert_comment("ENG-1", note()).id == made.id
    assert len(site.space.comments) == 1


def test_a_comment_whose_id_is_taken_is_made_under_another(site: Site) -> None:
    issue, other = site.issue(), site.issue()
    tracker = site.open()
    tracker.me()
    taken = comment_id(tracker.client.transport.key(), issue["id"])
    site.space.comment(other, site.space.users["ben"], "mine", id=taken)
    made = tracker.upsert_comment("ENG-1", note())
    assert made.id != taken
    assert [each.ours for each in tracker.comments("ENG-1")] == [True]


def test_the_id_of_the_comment_is_known_with_the_key_only(site: Site) -> None:
    one, two = comment_id(b"key", "issue"), comment_id(b"another", "issue")
    assert one == comment_id(b"key", "issue") != two
    assert UUID(one).version == 4
    assert comment_id(b"key", "issue-2") != one


def test_after_the_key_was_changed_the_comment_is_still_the_same_one(site: Site) -> None:
    site.issue()
    first = site.open().upsert_comment("ENG-1", note())
    site.there.tokens["lin_api_new"] = site.space.users["valuegate"]
    second = site.open(secrets={"token": "lin_api_new"}).upsert_comment("ENG-1", note("Ready."))
    assert first.id == second.id


def test_a_text_of_before_is_told_if_nobody_has_edited_it_since(site: Site) -> None:
    issue = site.issue(description="Old")
    tracker, created = site.open(), site.space.clock.at
    site.space.clock.pass_by(timedelta(minutes=5))
    later = site.space.clock.at
    assert tracker.text_at("ENG-1", created) is None
    found = tracker.text_at("ENG-1", later)
    assert found
    assert found.source.text == "Old"
    site.space.change(issue, site.space.users["ana"], description="New")
    assert tracker.text_at("ENG-1", later) is None


# --- what goes wrong ----------------------------------------------------------------------------------------


def test_an_issue_that_is_not_there_is_gone(site: Site) -> None:
    with pytest.raises(GoneError) as caught:
        site.open().fetch("ENG-7")
    assert caught.value.message == "Linear has no ENG-7, or we may not see it"


@pytest.mark.parametrize("budget", ["Requests", "Complexity"])
def test_a_used_up_budget_says_until_when(site: Site, budget: str) -> None:
    site.issue()
    site.there.budget[budget] = 1
    tracker = site.open()
    tracker.fetch("ENG-1")
    with pytest.raises(WaitError) as caught:
        tracker.fetch("ENG-1")
    assert caught.value.until == site.space.clock.at.replace(microsecond=0) + timedelta(hours=1)
    assert budget.lower() in caught.value.message
    assert site.pauses == []


def test_a_question_that_costs_too_much_is_told_as_our_fault(site: Site) -> None:
    site.there.largest = 10
    with pytest.raises(TrackerError) as caught:
        site.open().scope()
    assert type(caught.value) is TrackerError


def test_a_question_is_put_again_when_linear_fails_and_a_change_is_not(site: Site) -> None:
    issue = site.issue()
    tracker = site.open()
    seen, there = tracker.fetch("ENG-1"), way(tracker, "ENG-1", "Todo")
    site.there.once = ["down", "partial"]
    assert tracker.fetch("ENG-1").updated == seen.updated
    assert [round(pause, 2) for pause in site.pauses] == [1.0, 2.0]
    site.there.once = ["cut"]
    with pytest.raises(UnavailableError):
        tracker.move("ENG-1", there, seen)
    assert issue["state"]["name"] == "Todo"
    assert site.names().count("UpdateIssue") == 1


def test_data_beside_errors_is_not_used(site: Site) -> None:
    site.issue()
    site.there.fault = "partial"
    with pytest.raises(UnavailableError):
        site.open().fetch("ENG-1")


@pytest.mark.parametrize("call", ["history", "comments"])
def test_a_page_that_comes_again_is_an_error_and_no_endless_loop(site: Site, call: str) -> None:
    site.issue()
    tracker = site.open()
    tracker.upsert_comment("ENG-1", note())
    site.there.fault = "same-page"
    with pytest.raises(UnavailableError, match="same page"):
        getattr(tracker, call)("ENG-1")
    with pytest.raises(UnavailableError, match="same page"):
        list(tracker.search(Query()))


def test_an_answer_that_never_ends_is_given_up(site: Site) -> None:
    site.there.fault = "slow"
    with pytest.raises(UnavailableError, match="within 1 seconds"):
        site.open(timeout=1).client.do("mutation X { issueUpdate }")


def test_nobody_there_is_told(site: Site) -> None:
    tracker = site.open(url="http://127.0.0.1:9/graphql")
    with pytest.raises(UnavailableError, match="cannot be reached"):
        tracker.me()


def test_a_redirect_is_not_followed_and_no_secret_goes_there(site: Site) -> None:
    site.there.fault = "elsewhere"
    with pytest.raises(TrackerError, match="HTTP 307"):
        site.open().me()
    assert site.there.elsewhere == []


def test_who_may_not_is_told(site: Site) -> None:
    site.there.fault = "forbidden"
    with pytest.raises(ForbiddenError) as caught:
        site.open().me()
    assert caught.value.fix


def test_what_is_no_api_of_linear_is_told(site: Site) -> None:
    tracker = site.open(url=site.there.url.replace("/graphql", "/oauth/token"))
    with pytest.raises(TrackerError, match="not the API of Linear"):
        tracker.me()


# --- as whom ------------------------------------------------------------------------------------------------


def test_a_key_stands_alone_and_a_token_of_oauth_has_bearer_before_it(site: Site) -> None:
    site.there.tokens["lin_oauth_1"] = site.space.users["ben"]
    assert site.open("ana").me().shown == "ana"
    assert site.open(secrets={"token": "lin_oauth_1\n"}).me().shown == "ben"


def test_an_app_fetches_its_token_and_another_one_when_that_is_refused(site: Site) -> None:
    site.there.apps["client"] = ("app-secret", site.space.users["valuegate"])
    tracker = site.open(secrets={"client-id": "client", "client-secret": "app-secret", "token": "lin_api_x"})
    assert tracker.me().shown == "valuegate"
    (first,) = site.there.tokens
    del site.there.tokens[first]
    site.issue()
    tracker.fetch("ENG-1")
    assert [*site.there.tokens] != [first]


def test_an_app_that_is_not_known_is_told(site: Site) -> None:
    with pytest.raises(SignInError, match="no token"):
        site.open(secrets={"client-id": "client", "client-secret": "wrong"}).me()


def test_nothing_that_is_said_or_logged_holds_a_secret(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    site.there.apps["client"] = ("app-secret-7", site.space.users["valuegate"])
    trackers = [site.open(), site.open(secrets={"client-id": "client", "client-secret": "app-secret-7"})]
    said = []
    for tracker in trackers:
        tracker.me()
        for fault in ("down", "signed-out", "elsewhere", "ratelimited"):
            site.there.fault = fault
            with pytest.raises(TrackerError) as caught:
                tracker.client.ask(VIEWER)
            said.append(f"{caught.value!r} {caught.value.fix}")
        site.there.fault = None
        transport = tracker.client.transport
        said += [repr(tracker), repr(tracker.client), repr(transport), repr(vars(transport))]
    log = "\n".join(record.getMessage() for record in caplog.records)
    for secret in ("app-secret-7", *site.there.tokens):
        assert secret not in log
        assert not [each for each in said if secret in each]
