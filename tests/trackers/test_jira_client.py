"""Requests to Jira: what goes wrong has a name, nothing secret is told, and nothing is written twice."""

from __future__ import annotations

import logging
import shutil
import ssl
import subprocess
import traceback
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jira_world import GUARD, TOKENS, Clock, JiraWorld, email, jira_world, made
from valuegate.errors import (
    ConflictError,
    ForbiddenError,
    GoneError,
    RefusedError,
    SignInError,
    TrackerError,
    UnavailableError,
    WaitError,
)
from valuegate.note import Line, Note, Piece
from valuegate.testing.jira import JiraServer
from valuegate.tracker import Query
from valuegate.trackers.jira import open_tracker
from valuegate.trackers.jira.answers import LONGEST_WAIT, Answer, error_of, pause
from valuegate.trackers.jira.client import Client
from valuegate.trackers.jira.tracker import JiraTracker

NOTE = Note((Line((Piece("Not ready."),)),))


@pytest.fixture
def world() -> Iterator[JiraWorld]:
    with jira_world(page=100) as world:
        yield world


def test_nothing_is_sent_before_something_is_asked(world: JiraWorld) -> None:
    open_tracker(world.setting())
    assert world.server.seen == []


def test_a_reconcile_reads_with_two_requests_once_names_are_known(world: JiraWorld) -> None:
    key = made(world).key
    for number in range(60):
        world.site.change(world.site.issue(key), GUARD, summary=f"Title {number}")
    tracker = world.tracker
    tracker.fetch(key)
    tracker.history(key)
    before = len(world.server.seen)
    tracker.fetch(key)
    assert len(tracker.history(key).moves) == 1
    assert len(world.server.seen) - before == 2


def test_the_past_of_many_is_the_same_as_that_of_each_in_a_hundredth_of_the_requests(
    world: JiraWorld,
) -> None:
    keys = [made(world).key for _ in range(120)]
    for number, key in enumerate(keys):
        world.wait()
        for turn in range(number % 13):
            world.move(key, ("Ready", "Draft")[turn % 2])
            world.label(key, add=f"label-{turn}")
    world.delete(keys[7])
    del keys[7]
    tracker = world.tracker
    one_by_one = {key: tracker.history(key) for key in keys}
    before = len(world.server.seen)
    assert tracker.histories([*keys, "SHOP-8"]) == one_by_one
    assert len(world.server.seen) - before <= 6


@pytest.mark.parametrize(
    ("status", "error", "told"),
    [
        (401, SignInError, "valuegate login jira"),
        (403, ForbiddenError, "Browse Projects"),
        (404, GoneError, "Browse Projects"),
        (409, ConflictError, "Read it again"),
        (400, RefusedError, ""),
        (410, GoneError, ""),
        (302, UnavailableError, "address"),
        (500, UnavailableError, "later"),
        (502, UnavailableError, "later"),
    ],
)
def test_each_status_says_what_can_be_done(
    world: JiraWorld, status: int, error: type[TrackerError], told: str
) -> None:
    key = made(world).key
    world.tracker.me()
    body = '{"errorMessages": ["Jira says so."], "errors": {}}'
    world.server.fault(status, body=body, headers={"Location": "https://evil.example/"}, times=None)
    with pytest.raises(error) as caught:
        world.tracker.fetch(key)
    assert type(caught.value) is error
    assert told in caught.value.fix
    assert status == 302 or "Jira says so." in caught.value.message


def test_a_redirect_is_not_followed_and_no_secret_goes_elsewhere(world: JiraWorld) -> None:
    key = made(world).key
    with jira_world() as elsewhere:
        world.tracker.me()
        world.server.fault(307, headers={"Location": f"{elsewhere.server.url}/rest/api/3/myself"})
        with pytest.raises(UnavailableError, match="leading elsewhere"):
            world.tracker.fetch(key)
        assert elsewhere.server.seen == []


def test_a_page_for_people_is_no_answer(world: JiraWorld) -> None:
    key = made(world).key
    world.tracker.me()
    world.server.fault(200, body="<html>Sign in</html>", type="text/html")
    with pytest.raises(UnavailableError, match="a page for people") as caught:
        world.tracker.fetch(key)
    assert "proxy" in caught.value.fix
    world.server.fault(200, body='{"fields": ')
    with pytest.raises(UnavailableError, match="cannot be read"):
        world.tracker.fetch(key)


@pytest.mark.parametrize("fault", [{"status": 500}, {"cut": True}, {"status": 429}, {"status": 503}])
def test_reading_is_tried_again_after_a_while(world: JiraWorld, fault: dict[str, Any]) -> None:
    key = made(world).key
    world.tracker.me()
    world.server.fault(times=2, **fault)
    assert world.tracker.fetch(key).ticket.key == key
    assert len(world.slept) == 2
    assert 0.5 <= world.slept[0] <= 1 <= world.slept[1] <= 2


def test_after_four_attempts_the_caller_decides(world: JiraWorld) -> None:
    key = made(world).key
    world.tracker.me()
    before = len(world.server.seen)
    world.server.fault(500, times=None)
    with pytest.raises(UnavailableError):
        world.tracker.fetch(key)
    assert len(world.server.seen) - before == 4


@pytest.mark.parametrize("fault", [{"status": 500}, {"cut": True}, {"status": 503}])
def test_a_move_that_may_have_been_done_is_not_done_again(world: JiraWorld, fault: dict[str, Any]) -> None:
    key = made(world, status="Ready").key
    tracker = world.tracker
    seen, (way, *_) = tracker.fetch(key), tracker.ways(key)
    world.server.fault(method="POST", path="/transitions", after=True, **fault)
    with pytest.raises(UnavailableError):
        tracker.move(key, way, seen)
    assert len(tracker.history(key).moves) == 2
    assert world.slept == []


def test_only_of_a_write_that_was_cut_off_it_is_said_that_it_may_have_been_done(world: JiraWorld) -> None:
    key = made(world).key
    tracker = world.tracker
    seen, (way, *_) = tracker.fetch(key), tracker.ways(key)
    world.server.fault(method="POST", path="/transitions", cut=True)
    with pytest.raises(UnavailableError) as writing:
        tracker.move(key, way, seen)
    world.server.fault(cut=True, times=None)
    with pytest.raises(UnavailableError) as reading:
        tracker.fetch(key)
    said = "What was being written may have been done."
    assert (said in reading.value.fix, said in writing.value.fix) == (False, True)


def test_a_write_that_was_not_done_for_a_burst_is_done_later(world: JiraWorld) -> None:
    key = made(world, status="Ready").key
    seen, (way, *_) = world.tracker.fetch(key), world.tracker.ways(key)
    world.server.fault(429, method="POST", path="/transitions", headers={"Retry-After": "1"})
    world.tracker.move(key, way, seen)
    assert len(world.tracker.history(key).moves) == 2
    assert len(world.slept) == 1


def test_a_long_wait_is_told_and_not_waited_for(world: JiraWorld) -> None:
    key = made(world).key
    world.tracker.me()
    world.server.fault(429, headers={"Retry-After": "61", "RateLimit-Reason": "jira-burst-based"})
    with pytest.raises(WaitError) as caught:
        world.tracker.fetch(key)
    assert caught.value.until == world.clock.at + timedelta(seconds=61)
    assert world.slept == []


def test_no_more_requests_are_sent_in_an_hour_than_the_policy_allows(world: JiraWorld) -> None:
    key = made(world).key
    limit: dict[str, Any] = {"max-calls": 10}
    tracker = world.opened(**limit)
    tracker.me()
    for _ in range(8):
        tracker.fetch(key)
    with pytest.raises(WaitError, match="10 requests") as caught:
        tracker.fetch(key)
    assert caught.value.until == world.clock.at + timedelta(hours=1)
    assert len(world.server.seen) == 10
    world.clock.at += timedelta(hours=1)
    assert tracker.fetch(key).ticket.key == key


@pytest.mark.parametrize(
    "page", ['{"issues": [], "nextPageToken": "x", "isLast": false}', '{"issues": [], "isLast": false}']
)
def test_a_search_that_leads_in_a_circle_or_nowhere_is_an_error(world: JiraWorld, page: str) -> None:
    world.tracker.me()
    world.server.fault(200, body=page, path="/search/jql", times=None)
    with pytest.raises(UnavailableError, match="the same page"):
        list(world.tracker.search(Query()))


def test_a_list_that_gives_one_page_again_ends(world: JiraWorld) -> None:
    key = made(world).key
    world.tracker.me()
    comment = '{"id": "1", "created": "2026-11-23T09:00:00.000+0000", "body": null}'
    body = f'{{"startAt": 0, "maxResults": 1, "total": 9, "comments": [{comment}]}}'
    world.server.fault(200, body=body, path="/comment", times=None)
    with pytest.raises(UnavailableError, match="the same page"):
        world.tracker.comments(key)


def test_no_comment_is_missed_where_another_goes_while_pages_are_read() -> None:
    with jira_world(page=3) as world:
        key = made(world).key
        for number in range(8):
            world.comment(key, f"Remark {number}.")
        issue, ask = world.site.issue(key), Client.ask

        def meanwhile(client: Client, path: str, **query: Any) -> Any:
            answer = ask(client, path, **query)
            if path.endswith("/comment") and len(issue.comments) > 6:
                del issue.comments[0]
                world.comment(key, "One more.")
                issue.comments.pop()
            return answer

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Client, "ask", meanwhile)
            told = [comment.text for comment in world.tracker.comments(key)]
        assert told == [f"Remark {number}." for number in range(2, 8)]


def test_keys_outside_the_projects_of_the_policy_are_never_asked_for(world: JiraWorld) -> None:
    world.site.add_project("HR", "People")
    hidden = world.site.create("HR", "Salaries", by="ana", status="Draft")
    world.tracker.me()
    before = len(world.server.seen)
    for key in (hidden.key, "../../user", "SHOP-1/../HR-1", "SHOP-1?expand=names", "shop-1", ""):
        for call in (world.tracker.fetch, world.tracker.history, world.tracker.comments, world.tracker.ways):
            with pytest.raises(GoneError):
                call(key)
        with pytest.raises(GoneError):
            world.tracker.label(key, add=["x"])
    assert len(world.server.seen) == before
    assert [found.ticket.key for found in world.tracker.search(Query(text='project = "HR"'))] == []


def test_an_issue_that_was_moved_away_is_gone(world: JiraWorld) -> None:
    world.site.add_project("HR", "People")
    moved = world.site.create("HR", "Salaries", by="ana", status="Draft")
    world.site.moved["SHOP-9"] = moved.key
    with pytest.raises(GoneError, match="HR-1"):
        world.tracker.fetch("SHOP-9")


@pytest.mark.parametrize(
    "text", ["project = SHOP) OR (project = HR", "project = SHOP ORDER BY key", '"', "(", "status = 'a"]
)
def test_a_query_stays_in_its_brackets(world: JiraWorld, text: str) -> None:
    with pytest.raises(RefusedError, match="no condition of JQL"):
        list(world.tracker.search(Query(text=text)))


def test_a_query_that_jira_does_not_understand_is_told_in_its_words(world: JiraWorld) -> None:
    with pytest.raises(RefusedError, match="Field 'colour' does not exist"):
        list(world.tracker.search(Query(text="colour = blue")))


def test_a_query_may_hold_brackets_and_quotes(world: JiraWorld) -> None:
    wanted = made(world, labels=["a)b"])
    made(world)
    found = world.tracker.search(Query(text='labels = "a)b" OR (labels = "(")'))
    assert [each.ticket.key for each in found] == [wanted.key]


def test_a_field_that_is_filled_in_already_stands_in_nobodys_way(world: JiraWorld) -> None:
    key = made(world, status="Ready").key
    world.demand("Draft", "Reason")
    (way,) = [way for way in world.tracker.ways(key) if way.to.name == "Draft"]
    assert way.needs == ("Reason",)
    world.site.change(world.site.issue(key), "ana", reason="too early")
    (way,) = [way for way in world.tracker.ways(key) if way.to.name == "Draft"]
    assert way.needs == ()
    world.tracker.move(key, way, world.tracker.fetch(key))


def test_behind_the_gateway_of_atlassian_issues_are_opened_on_their_own_site(
    world: JiraWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = made(world).key
    monkeypatch.setattr("valuegate.trackers.jira.client._GATEWAY", world.server.url)
    world.site.url = "https://acme.atlassian.net"
    assert world.tracker.fetch(key).ticket.url == f"https://acme.atlassian.net/browse/{key}"


def test_comments_in_a_service_project_are_internal(world: JiraWorld) -> None:
    world.site.add_project("HELP", "Help", kind="service_desk")
    issue = world.site.create("HELP", "Printer", by="ana", status="Draft")
    tracker = world.opened(projects=["HELP"])
    tracker.upsert_comment(issue.key, NOTE)
    assert [comment["jsdPublic"] for comment in issue.comments] == [False]
    tracker.upsert_comment(issue.key, Note((Line((Piece("Ready."),)),)))
    assert [comment["jsdPublic"] for comment in issue.comments] == [False]


def test_a_permission_that_lacks_is_named(world: JiraWorld) -> None:
    key = made(world).key
    world.site.lacking[GUARD] = {"ADD_COMMENTS", "EDIT_ISSUES"}
    with pytest.raises(ForbiddenError) as caught:
        world.tracker.upsert_comment(key, NOTE)
    assert "“Add Comments”" in caught.value.fix
    with pytest.raises(ForbiddenError) as caught:
        world.tracker.label(key, add=["x"])
    assert "“Edit Issues”" in caught.value.fix


def test_a_label_that_jira_cannot_have_is_refused_before_it_is_sent(world: JiraWorld) -> None:
    key = made(world).key
    for label in ("two words", "", " x"):
        with pytest.raises(RefusedError, match="cannot be a label"):
            world.tracker.label(key, add=[label])


def test_who_is_not_signed_in_is_told_before_anything_is_sent(world: JiraWorld) -> None:
    setting = world.setting()._replace(secret=lambda _: None)
    with pytest.raises(SignInError) as caught:
        JiraTracker(setting).fetch("SHOP-1")
    assert "valuegate login jira" in caught.value.fix
    assert world.server.seen == []


def test_secrets_go_over_encrypted_connections_only(world: JiraWorld) -> None:
    with pytest.raises(SignInError, match="not encrypted"):
        Client(world.setting(url="http://jira.acme.example"))


def test_a_token_without_an_address_is_one_of_data_center(world: JiraWorld) -> None:
    setting = world.setting()._replace(secret={"token": "pat-s3cret"}.get)
    seen: list[str] = []
    client = Client(setting)
    client.session.hooks["response"] = [
        lambda answer, **_: seen.append(answer.request.headers["Authorization"])
    ]
    with pytest.raises(SignInError):
        client.jira.myself()
    assert set(seen) == {"Bearer pat-s3cret"}


def test_a_token_that_ended_makes_no_ticket_gone(world: JiraWorld) -> None:
    """Some answers to a sign-in that was turned down are those to anybody: there is nothing, or less."""
    key = made(world).key
    world.tracker.fetch(key)
    failed = {"X-Seraph-LoginReason": "AUTHENTICATED_FAILED"}
    for status in (200, 404):
        world.server.fault(status, body="{}", headers=failed)
        with pytest.raises(SignInError):
            world.tracker.fetch(key)
    world.site.tokens.clear()
    world.server.fault(404, path=f"/issue/{key}")
    with pytest.raises(SignInError):
        world.tracker.fetch(key)


def test_nothing_secret_is_logged_or_told(
    world: JiraWorld, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.DEBUG)
    key = made(world, description=None).key
    world.tracker.me()
    monkeypatch.setattr("valuegate.trackers.jira.session.TIMEOUT", (0.5, 0.05))
    told = []
    faults: list[dict[str, Any]] = [{"status": s} for s in (401, 403, 404, 409, 429, 500)]
    for fault in [*faults, {"cut": True}, {"slow": 0.2}]:
        world.tracker.me()
        world.server.fault(times=None, **fault)
        try:
            world.tracker.fetch(key)
        except TrackerError as error:
            told.append("".join(traceback.format_exception(error)) + error.fix)
        world.server.faults.clear()
    assert len(told) == len(faults) + 2
    tracker = world.tracker
    client = tracker._client
    told += [repr(each) for each in (tracker, client, client.session, client.jira, vars(tracker))]
    secret = TOKENS[GUARD]
    basic = client.session.auth
    assert basic == (email(GUARD), secret)
    for text in (*told, caplog.text):
        assert secret not in text
        assert "Authorization" not in text


def test_the_proxy_of_the_environment_is_used(world: JiraWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    with jira_world() as proxy:
        monkeypatch.setenv("http_proxy", proxy.server.url)
        monkeypatch.setenv("no_proxy", "")
        with pytest.raises(TrackerError):
            world.tracker.fetch("SHOP-1")
        assert world.server.seen == []
        assert proxy.server.seen
        proxy.server.strange.clear()  # a proxy is asked for whole addresses


def test_the_certificates_of_a_company_are_taken_from_the_environment(
    world: JiraWorld, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    bundle, key = tmp_path / "company.pem", tmp_path / "key.pem"
    if not shutil.which("openssl"):
        pytest.skip("no openssl to make a certificate with: apt-get install openssl")
    made = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=127.0.0.1",
    ]
    names = ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(bundle)]
    subprocess.run([*made, *names], check=True, capture_output=True)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(bundle, key)
    with JiraServer(world.site, tls=tls) as server:
        asked = world.opened(url=server.url)
        with pytest.raises(UnavailableError, match="certificate of Jira is not trusted") as caught:
            asked.me()
        assert "REQUESTS_CA_BUNDLE" in caught.value.fix
        assert world.slept == []
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(bundle))
        assert world.opened(url=server.url).me().id == GUARD


def test_fields_are_found_by_name_and_doubtful_names_are_refused(world: JiraWorld) -> None:
    metric, twin, other = (world.site.add_field(name) for name in ("Success metric", "Weight", "Weight"))
    issue = made(world)
    world.site.change(issue, "ana", **{metric: "Lost notes: 12 -> 2", twin: "a", other: "b"})
    tracker = world.opened(fields={"Metric": "success Metric", "Weight": other})
    fields = tracker.fetch(issue.key).ticket.fields
    assert {label: block.text for label, block in fields.items()} == {
        "Metric": "Lost notes: 12 -> 2",
        "Weight": "b",
    }
    with pytest.raises(RefusedError, match="2 fields of Jira are called “Weight”") as caught:
        world.opened(fields={"Weight": "Weight"}).fetch(issue.key)
    assert twin in caught.value.fix
    with pytest.raises(RefusedError, match="the same field"):
        world.opened(fields={"Weight": other, "Size": other}).fetch(issue.key)
    with pytest.raises(RefusedError, match="no field of Jira is called") as caught:
        world.opened(fields={"Metric": "Sucess metric"}).fetch(issue.key)
    assert "Success metric" in caught.value.fix


def test_the_text_of_a_past_time_is_read_from_the_changes(world: JiraWorld) -> None:
    metric = world.site.add_field("Success metric")
    tracker = world.opened(fields={"Metric": "Success metric"})
    key = world.make("Night notes", {"Problem": "Nurses lose notes."}, status="Draft")
    first = world.clock.at
    world.wait()
    world.site.change(world.site.issue(key), "ana", **{metric: "12 -> 2"})
    second = world.clock.at
    world.wait()
    world.edit(key, {"Problem": "Something else."})
    then = tracker.text_at(key, first)
    assert then
    assert [(s.label, s.blocks[0].text) for s in then.sections] == [("Problem", "Nurses lose notes.")]
    assert then.fields == {}
    later, now = tracker.text_at(key, second), tracker.text_at(key, world.clock.at)
    assert later
    assert now
    assert later.fields["Metric"].text == "12 -> 2"
    assert [s.blocks[0].text for s in now.sections] == ["Something else."]
    assert tracker.text_at(key, first - timedelta(days=1)) is None


headers = st.dictionaries(
    st.sampled_from(["retry-after", "x-ratelimit-reset", "ratelimit-reason", "content-type"]),
    st.sampled_from(["", "x", "3", "-1", "1e400", "nan", "inf", "0.5", "2026-11-23T10:00:00Z",
                     "9999-12-31T23:59:59-14:00", "Mon, 23 Nov 2026 09:00:07",
                     "Mon, 23 Nov 2026 09:00:07 GMT",
                     "jira-quota-global-based", "jira-burst-based", "application/json"])
    | st.text(max_size=12),
)  # fmt: skip


@given(st.integers(300, 599), headers, st.binary(max_size=40), st.booleans(), st.floats(0, 1))
def test_any_answer_at_all_makes_one_error_and_no_long_wait(
    status: int, said: dict[str, str], body: bytes, safe: bool, chance: float
) -> None:
    now = Clock().at
    answer = Answer(status, said, body)
    assert isinstance(error_of(answer, "GET /x", "Browse Projects", now), TrackerError)
    wait = pause(answer, 1, safe, now, chance)
    assert wait is None or 0 <= wait <= LONGEST_WAIT + 8
    assert wait is None or safe or status == 429
