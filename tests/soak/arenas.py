"""Where a soak takes place: trackers that other processes can open by a policy, too."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Lock
from typing import cast

from folder_world import FolderWorld

import jira_world
from jira_world import JiraWorld
from valuegate.testing.linear.server import StandIn
from valuegate.testing.linear.workspace import Clock
from valuegate.testing.linear.world import LinearWorld
from valuegate.testing.world import ANA, Text, World
from valuegate.trackers.folder import disk
from valuegate.trackers.folder.tracker import FolderTracker

_POLICY = """\
version: 1
extends: [valuegate:recommended]
trackers: {tracker}
guard: {{mode: revert, since: 2026-01-01, fallback: {fallback}, max-moves-per-ticket: 3}}
"""


def written(folder: Path, tracker: str, fallback: str) -> str:
    """A policy in a file; the path of that."""
    path = folder / "valuegate.yaml"
    path.write_text(_POLICY.format(tracker=tracker, fallback=fallback), encoding="utf-8")
    return str(path)


class PatientFolder(FolderWorld):
    """A folder whose people save a file at once and whole, while nobody else does, and know where it is."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self._people: dict[str, FolderTracker] = {}

    def signed_in_as(self, name: str) -> FolderTracker:
        return self._people.setdefault(name, super().signed_in_as(name))

    def edit(self, key: str, text: Text, by: str = ANA) -> None:
        with disk.locked(str(self.folder)):
            super().edit(key, text, by)

    def write(self, key: str, front: str, text: Text) -> None:
        said = "\n".join(f"## {heading}\n\n{paragraph}\n" for heading, paragraph in text.items())
        half = self.folder / f".{key}.half"
        half.write_text(front + said, encoding="utf-8")
        os.replace(half, self.folder / f"{key}.md")

    def comment(self, key: str, text: str, by: str = ANA) -> None:
        self.tracker.fetch(key)
        with disk.locked(str(self.folder)), self.record_file(key).open("a", encoding="utf-8") as file:
            file.write(f"- by: {by}\n  comment: '{text}'\n")


class FolderArena:
    """A folder of Markdown files."""

    environment: Mapping[str, str] = {}

    def __init__(self, folder: Path) -> None:
        self.world = cast(World, PatientFolder(folder))

    def policy(self, folder: Path) -> str:
        """A policy for the folder beside it."""
        return written(folder, "{folder: {path: tickets}}", "Draft")


class Now(Clock):
    """The true time, of which no two events have the same; ``ago`` lets something have happened earlier."""

    ago = timedelta()

    def __call__(self) -> datetime:
        self.at = max(datetime.now(UTC) - self.ago, self.at + timedelta(milliseconds=1))
        return self.at


class OldIssues(LinearWorld):
    """Issues are made an hour ago, and not in the minutes of which Linear keeps no history."""

    def wait(self) -> None:
        """Time goes by itself."""

    def make(self, title: str, text: Text, *, status: str, labels: Sequence[str] = (), by: str = ANA) -> str:
        clock = cast(Now, self.space.clock)
        with self.space.lock:
            clock.ago, before, clock.at = timedelta(hours=1), clock.at, datetime.min.replace(tzinfo=UTC)
            try:
                return super().make(title, text, status=status, labels=labels, by=by)
            finally:
                clock.ago, clock.at = timedelta(), before


class TrueTime:
    """The true time, of which no two events have the same."""

    def __init__(self) -> None:
        self.at = datetime.now(UTC)
        self._lock = Lock()

    def __call__(self) -> datetime:
        with self._lock:
            self.at = max(datetime.now(UTC), self.at + timedelta(milliseconds=1))
            return self.at


class JiraArena:
    """The stand-in of Jira, over HTTP."""

    def __init__(self, world: JiraWorld) -> None:
        world.site.clock = TrueTime()
        world.site.add_user("cleo", "Cleo", "cleo@acme.example")
        self.world = cast(World, world)
        self.url = world.server.url
        token = jira_world.TOKENS[jira_world.GUARD]
        self.environment = {"VALUEGATE_JIRA_URL": self.url, "VALUEGATE_JIRA_TOKEN": token}
        if world.site.cloud:
            self.environment["VALUEGATE_JIRA_EMAIL"] = jira_world.email(jira_world.GUARD)

    def policy(self, folder: Path) -> str:
        """A policy for it."""
        options = f'{{url: "{self.url}", projects: [SHOP], max-calls: 1000000}}'
        return written(folder, f"{{jira: {options}}}", "Draft")


class LinearArena:
    """The stand-in of Linear, over HTTP."""

    def __init__(self, there: StandIn) -> None:
        there.space.clock = Now()
        there.space.add_user("cleo")
        there.space.add_label("chore")
        there.budget = {"Requests": 10**9, "Complexity": 10**12}
        self.there = there
        self.world = cast(World, OldIssues(there))
        key = there.key_of(there.space.users["valuegate"])
        self.environment = {"VALUEGATE_LINEAR_TOKEN": key, "VALUEGATE_LINEAR_URL": there.url}

    def policy(self, folder: Path) -> str:
        """A policy for it."""
        return written(folder, f'{{linear: {{url: "{self.there.url}", teams: [ENG]}}}}', "Backlog")
