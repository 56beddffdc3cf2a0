"""Jira Data Center: wiki markup, pages by number, tokens alone. Against jira820, which nobody here wrote.

What it has not: a sign-in, properties, permissions and webhooks, labels that are set one by one (`update` is
ignored), times finer than a day in histories, JQL that it does not know (ignored). That is left to the
stand-in of Cloud.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Any, cast

import pytest
from data_center import Jira820, jira820
from hypothesis import example, given
from hypothesis import strategies as st
from jira820.render import render_wiki

from jira_world import READERS
from valuegate.errors import ConflictError, GoneError, RefusedError, UnavailableError
from valuegate.note import Line, Note, Piece
from valuegate.testing.contract.commenting import HOSTILE
from valuegate.tracker import Query, Setting
from valuegate.trackers.jira import search
from valuegate.trackers.jira.client import Client
from valuegate.trackers.jira.notes import wiki
from valuegate.trackers.jira.tracker import JiraTracker

TEXT = "h2. Problem\nNight nurses lose *one note in ten*.\n\nh2. Metric\n* Lost notes: 12 -> 2"
RULES = """
transition_scheme:
  Open: [In Progress]
  In Progress: [Open, Done]
  Done: [In Progress]
transition_screens:
  Done: [resolution, "comment?"]
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Jira820]:
    rules: Path = tmp_path_factory.mktemp("jira820") / "rules.yaml"
    rules.write_text(RULES, encoding="utf-8")
    with jira820(JIRA820_CONFIG=str(rules)) as server:
        yield server


@pytest.fixture
def tracker(server: Jira820) -> JiraTracker:
    options = {"url": server.url, "projects": ["JIRA820"], "max-calls": 10**6}
    clock = datetime.now  # jira820 has the clock of the system
    return JiraTracker(Setting(options, ".", READERS, {"token": "pat"}.get, lambda: clock(UTC)))


def note(text: str) -> Note:
    return Note((Line((Piece("valuegate: "), Piece(text, "quote"))),))


def test_it_is_known_as_data_center_and_as_whom_we_are_there(tracker: JiraTracker) -> None:
    assert not tracker._client.is_cloud
    assert tracker.me().names == ("admin",)
    assert abs((tracker.now() - datetime.now(UTC)).total_seconds()) < 5


def test_its_statuses_types_and_project_are_told(tracker: JiraTracker) -> None:
    scope = tracker.scope()
    assert {(status.name, status.category) for status in scope.statuses} >= {
        ("Open", "unstarted"), ("In Progress", "started"), ("Done", "completed"),
    }  # fmt: skip
    assert "Story" in {each.name for each in scope.types}
    assert [each.name for each in scope.projects] == ["JIRA820"]


def test_an_issue_is_read_as_wiki_markup(tracker: JiraTracker, server: Jira820) -> None:
    found = tracker.fetch(server.create("Night notes", TEXT))
    assert found.ticket.reader == "jira-wiki"
    assert [section.label for section in found.ticket.sections] == ["Problem", "Metric"]
    assert found.ticket.sections[0].blocks[0].text == "Night nurses lose one note in ten."
    assert (found.status.name, found.ticket.type, found.ticket.title) == ("Open", "Story", "Night notes")


def test_a_move_goes_the_way_that_is_offered_and_is_in_the_history(
    tracker: JiraTracker, server: Jira820
) -> None:
    key = server.create("Night notes", TEXT)
    (way,) = tracker.ways(key)
    tracker.move(key, way, tracker.fetch(key))
    assert tracker.fetch(key).status.name == "In Progress"
    moves = tracker.history(key).moves
    assert [(move.before and move.before.name, move.after.name) for move in moves] == [
        (None, "Open"), ("Open", "In Progress"),
    ]  # fmt: skip
    assert tracker.histories([key, "JIRA820-99999"]) == {key: tracker.history(key)}


def test_a_move_of_what_was_moved_meanwhile_is_a_conflict(tracker: JiraTracker, server: Jira820) -> None:
    key = server.create("Night notes", TEXT)
    seen, (way,) = tracker.fetch(key), tracker.ways(key)
    server.call("POST", f"issue/{key}/transitions", {"transition": {"id": way.id}})
    with pytest.raises(ConflictError):
        tracker.move(key, way, seen)


def test_a_way_that_the_workflow_has_not_is_refused_in_its_words(
    tracker: JiraTracker, server: Jira820
) -> None:
    key, other = server.create("One", TEXT), server.create("Two", TEXT)
    tracker.move(key, tracker.ways(key)[0], tracker.fetch(key))
    names = {way.to.name: way for way in tracker.ways(key)}
    assert names["Done"].needs == ("Resolution",)
    with pytest.raises(RefusedError, match="Resolution"):
        tracker.move(key, names["Done"], tracker.fetch(key))
    with pytest.raises(RefusedError, match=other):
        tracker.move(other, names["Done"]._replace(needs=()), tracker.fetch(other))


def test_there_is_one_comment_of_ours_in_wiki_markup(tracker: JiraTracker, server: Jira820) -> None:
    key = server.create("Night notes", TEXT)
    server.call("POST", f"issue/{key}/comment", {"body": "Why is *that* so?"})
    first = tracker.upsert_comment(key, note("h1. [~admin] {code}"))
    again = tracker.upsert_comment(key, note("h1. [~admin] {code}"))
    second = tracker.upsert_comment(key, note("better now"))
    assert first == again
    assert (first.id, second.text) == (second.id, "valuegate: better now")
    assert first.text == "valuegate: h1. [~admin] {code}"
    assert [(each.text, each.ours) for each in tracker.comments(key)] == [
        ("Why is that so?", False),
        ("valuegate: better now", True),
    ]
    bodies = {each["id"]: each["body"] for each in server.call("GET", f"issue/{key}/comment")["comments"]}
    assert bodies[second.id].startswith("valuegate&#58; better now\n\n{anchor:valuegate-guard-")


@pytest.mark.parametrize("words", HOSTILE)
def test_a_renderer_of_wiki_markup_that_nobody_here_wrote_shows_words_as_words(words: str) -> None:
    """That of jira820 shows numbers of signs as such; a browser, and Jira's own, show the signs."""
    said = Note((Line((Piece("A "), Piece(words, "quote"))), Line((Piece(words),), "item")))
    page = render_wiki(wiki(said).rpartition("\n\n{anchor:")[0])
    tags = set(re.findall(r"<(\w+)", page))
    assert tags <= {"p", "ul", "li"}
    shown = unescape(unescape(re.sub(r"<[^>]+>", "", page)))
    assert "".join(shown.split()) == "".join(f"A {words}{words}".split())


def test_a_search_goes_to_the_last_page_and_each_issue_comes_once(
    tracker: JiraTracker, server: Jira820
) -> None:
    total = server.call("GET", "search?maxResults=1")["total"]
    assert total > 3 * search.PAGE
    found = [each.ticket.key for each in tracker.search(Query())]
    assert len(found) == len(set(found)) == total


def test_what_is_not_there_is_gone(tracker: JiraTracker) -> None:
    for call in (tracker.fetch, tracker.history, tracker.ways):
        with pytest.raises(GoneError):
            call("JIRA820-99999")


def test_the_doctor_sees_the_edition_and_a_way_back(tracker: JiraTracker, server: Jira820) -> None:
    key = server.create("Night notes", TEXT)
    tracker.move(key, tracker.ways(key)[0], tracker.fetch(key))
    remarks = list(tracker.diagnose())
    assert "Data Center" in remarks[0].message
    assert any("permissions" in each.message or "404" in each.message for each in remarks)


class Numbered:
    """A list by number, longest unchanged first, in which issues change while it is read."""

    def __init__(self, count: int, changes: list[list[int]]) -> None:
        self.updated = {f"X-{number}": number for number in range(count)}
        self.changes = iter(changes)
        self.asked = 0

    def ask(self, path: str, startAt: int, maxResults: int, **_: Any) -> Any:  # noqa: N803  as the API has it
        self.asked += 1
        keys = sorted(self.updated, key=lambda key: self.updated[key])
        page = keys[startAt : startAt + maxResults]
        issues = [{"key": key, "fields": {"updated": self.updated[key]}} for key in page]
        total = len(keys)
        for number in next(self.changes, ()):
            self.updated[f"X-{number % total}"] = max(self.updated.values()) + 1
        return {"startAt": startAt, "total": total, "issues": issues}


@example(191, [[], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]])
@given(st.integers(1, 500), st.lists(st.lists(st.integers(0, 499), max_size=60), max_size=8))
def test_no_issue_is_missed_while_others_change(count: int, changes: list[list[int]]) -> None:
    pages = Numbered(count, changes)
    found = search.by_number(cast(Client, pages), {"maxResults": search.PAGE})
    assert {issue["key"] for issue in found} == set(pages.updated)
    assert pages.asked < 60


def test_a_page_that_comes_again_and_again_is_an_error() -> None:
    class Stuck:
        def ask(self, path: str, **_: Any) -> Any:
            issues = [{"key": f"X-{n}", "fields": {"updated": n}} for n in range(100)]
            return {"total": 900, "issues": issues}

    with pytest.raises(UnavailableError, match="the same page"):
        list(search.by_number(cast(Client, Stuck()), {"maxResults": 100}))
