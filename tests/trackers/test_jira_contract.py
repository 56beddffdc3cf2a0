"""Jira holds the contract of trackers, on the stand-in: of Cloud, and of Data Center as we know it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from jira_world import JiraWorld, jira_world
from valuegate.testing.contract import TrackerContract


class TestJiraCloud(TrackerContract):
    @pytest.fixture
    def world(self) -> Iterator[JiraWorld]:
        with jira_world() as world:
            yield world


class TestJiraDataCenter(TrackerContract):
    @pytest.fixture
    def world(self) -> Iterator[JiraWorld]:
        with jira_world(cloud=False) as world:
            yield world
