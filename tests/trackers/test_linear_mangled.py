"""Answers that are not as Linear's schema says: an error for people, whatever is wrong with them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from linear_site import Site, opened

from valuegate.errors import ValuegateError
from valuegate.note import Line, Note, Piece
from valuegate.tracker import Query, Status, Way
from valuegate.trackers.linear.client import Client
from valuegate.trackers.linear.failures import Reply
from valuegate.trackers.linear.tracker import LinearTracker

KNOWN: dict[str, Reply] = {}
"""What was answered before: one need not ask again."""

JUNK: list[Any] = [None, "", "x", 7, -1.5, True, [], [None], {}, {"id": 7}, {"nodes": None}]


class Mangling:
    """A transport whose answers have something else in one place."""

    def __init__(self, inner: Any, known: dict[str, Reply], luck: Random) -> None:
        self._inner = inner
        self._known = known
        self._luck = luck
        self.key, self.close = inner.key, inner.close

    def send(self, document: str, variables: Mapping[str, Any]) -> Reply:
        question = f"{document} {json.dumps(variables)}"
        if question not in self._known:
            self._known[question] = self._inner.send(document, variables)
        reply = self._known[question]
        if reply.data is None or self._luck.random() < 0.3:
            return reply
        return reply._replace(data=mangled(reply.data, self._luck))


def mangled(data: Any, luck: Random) -> Any:
    """The same with one part of it, at any depth, gone or changed."""
    if isinstance(data, dict) and data and luck.random() < 0.85:
        name = luck.choice(list(data))
        if luck.random() < 0.1:
            return {key: value for key, value in data.items() if key != name}
        return {**data, name: mangled(data[name], luck)}
    if isinstance(data, list) and data and luck.random() < 0.85:
        place = luck.randrange(len(data))
        return [mangled(each, luck) if i == place else each for i, each in enumerate(data)]
    return luck.choice(JUNK)


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with opened() as found:
        issue = found.issue(description="## Problem\n\nx", labels=[found.space.label("value-gate")])
        found.space.change(issue, found.space.users["ben"], state=found.space.state("Todo"))
        found.space.comment(issue, found.space.users["ana"], "Why?")
        yield found


def calls(tracker: LinearTracker) -> Iterator[Any]:
    note = Note((Line((Piece("Not ready."),)),))
    yield tracker.me
    yield tracker.now
    yield tracker.scope
    yield lambda: tracker.fetch("ENG-1")
    yield lambda: tracker.history("ENG-1")
    yield lambda: tracker.histories(["ENG-1"])
    yield lambda: list(tracker.search(Query()))
    yield lambda: tracker.ways("ENG-1")
    yield lambda: tracker.comments("ENG-1")
    yield lambda: tracker.upsert_comment("ENG-1", note)
    yield lambda: tracker.label("ENG-1", add=["value-gate-contested"], remove=["value-gate"])
    yield lambda: tracker.move("ENG-1", Way("x", Status("x", "x")), tracker.fetch("ENG-1"))
    yield lambda: tracker.text_at("ENG-1", tracker.clock())


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**6))
def test_whatever_is_wrong_with_an_answer_it_is_told_as_an_error_of_the_tracker(
    site: Site, seed: int
) -> None:
    clean = site.open()
    luck = Random(seed)
    mangling = Mangling(clean.client.transport, KNOWN, luck)
    for call in calls(clean):
        clean._me = None
        clean.client = Client(lambda: mangling, lambda _: None, lambda: 0.5)
        with suppress(ValuegateError):  # any of ours is right
            call()
        clean.client = Client(lambda: mangling, lambda _: None, lambda: 0.5)
    assert [remark for remark in clean.diagnose() if not remark.message] == []
