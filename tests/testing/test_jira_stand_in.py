"""The stand-in of Jira Cloud: it refuses what Jira refuses, and what nobody should ask."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from base64 import b64encode
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from valuegate.testing.jira import JiraServer, Refusal, Site
from valuegate.testing.jira.jql import select

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
PARAGRAPH = {"type": "paragraph", "content": [{"type": "text", "text": "x"}]}
BLINK = {"type": "blink"}
DOC = {"type": "doc", "version": 1, "content": [PARAGRAPH]}


@pytest.fixture
def server() -> Iterator[JiraServer]:
    site = Site(lambda: NOW)
    with JiraServer(site, page=2) as server:
        site.add_user("ana", "Ana", "ana@acme.example", "token")
        site.add_project("SHOP", "Shop")
        site.add_type("Story")
        site.add_status("Draft", "new")
        site.add_status("Ready", "new")
        site.create("SHOP", "One", by="ana", status="Draft", description=DOC)
        yield server


def call(
    server: JiraServer, method: str, path: str, body: Any = None, sign: str = "Basic"
) -> tuple[int, Any]:
    """Status and answer of a request as Ana."""
    code = b64encode(b"ana@acme.example:token").decode()
    request = urllib.request.Request(
        f"{server.url}/rest/api/3/{path}",
        data=None if body is None else json.dumps(body).encode(),
        method=method,
        headers={"Authorization": f"{sign} {code}"},
    )
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, json.loads(answer.read() or "null")
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.loads(error.read())


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "user/search", None),
        ("PATCH", "issue/SHOP-1", {}),
        ("GET", "issue/SHOP-1?expnd=changelog", None),
        ("GET", "myself", {"x": 1}),
        ("POST", "issue/SHOP-1/transitions", {"transition": {"id": 21}}),
        ("POST", "issue/SHOP-1/transitions", {"transition": {"id": "21"}, "fields": {}}),
        ("POST", "search/jql", {"jql": "project = SHOP", "startAt": 0}),
        ("PUT", "issue/SHOP-1", {"fields": {"summary": "x"}}),
    ],
)
def test_what_is_not_on_the_list_is_refused_and_noted(
    server: JiraServer, method: str, path: str, body: Any
) -> None:
    status, _ = call(server, method, path, body)
    assert status in (400, 404)
    assert len(server.strange) == 1


def test_who_is_not_known_gets_nothing(server: JiraServer) -> None:
    assert call(server, "GET", "myself", sign="Bearer")[0] == 401
    assert call(server, "GET", "myself")[0] == 200


@pytest.mark.parametrize(
    "body",
    [
        "a text",
        {"type": "doc", "version": 2, "content": []},
        {**DOC, "content": [{"type": "text", "text": "not in a paragraph"}]},
        {**DOC, "content": [{"type": "mention", "attrs": {"id": "x"}}]},
        {**DOC, "content": [{**PARAGRAPH, "content": [{"type": "text", "text": ""}]}]},
        {**DOC, "content": [{**PARAGRAPH, "content": [{"type": "text", "text": "x", "marks": [BLINK]}]}]},
    ],
)  # fmt: skip
def test_a_comment_that_is_no_document_of_ours_is_refused(server: JiraServer, body: Any) -> None:
    assert call(server, "POST", "issue/SHOP-1/comment", {"body": body})[0] == 400
    assert server.site.issue("SHOP-1").comments == []


def test_people_mend_and_delete_their_own_comments_only(server: JiraServer) -> None:
    server.site.add_user("ben", "Ben", "ben@acme.example")
    theirs = server.site.comment(server.site.issue("SHOP-1"), "ben", DOC)["id"]
    assert call(server, "PUT", f"issue/SHOP-1/comment/{theirs}", {"body": DOC})[0] == 400
    assert call(server, "DELETE", f"issue/SHOP-1/comment/{theirs}")[0] == 400
    assert call(server, "DELETE", "issue/SHOP-1/comment/99")[0] == 404


def test_a_transition_is_one_of_those_that_are_offered(server: JiraServer) -> None:
    status, answer = call(server, "POST", "issue/SHOP-1/transitions", {"transition": {"id": "99"}})
    assert (status, answer["errorMessages"]) == (400, ["Transition id '99' is not valid for this issue."])


@pytest.mark.parametrize(
    "query",
    ["", "project", "project =", "project in SHOP", "project in (SHOP", "project in ()", "(project = SHOP",
     "project = SHOP project = SHOP", "colour = blue", "project ~ SHOP", 'updated >= "2026-01-01"', '"'],
)  # fmt: skip
def test_what_is_no_jql_or_has_no_bound_is_refused(server: JiraServer, query: str) -> None:
    with pytest.raises(Refusal) as caught:
        select(server.site, query)
    assert caught.value.status == 400


@pytest.mark.parametrize(
    ("query", "count"),
    [("project = SHOP", 1), ("project != SHOP", 0), ("project = SHOP AND status = Ready", 0),
     ("status = Ready OR (status = Draft AND issuetype = story)", 1), ("key in (SHOP-1, SHOP-2)", 1),
     ('updated >= "-5m" ORDER BY updated DESC, key', 1), ("labels = x", 0)],
)  # fmt: skip
def test_jql_finds_what_it_says(server: JiraServer, query: str, count: int) -> None:
    assert len(select(server.site, query)) == count


def test_tokens_of_pages_are_those_that_were_given(server: JiraServer) -> None:
    asked = {"jql": "project = SHOP", "nextPageToken": "x"}
    assert call(server, "POST", "search/jql", asked)[0] == 400
