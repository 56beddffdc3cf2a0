"""A folder of one's own, no colours but those that a test asks for, and a command line to call."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from command_line import Result
from tracked_site import Clock, TrackedSite

from valuegate import plugins
from valuegate.cli import run, session
from valuegate.plugins import Registry
from valuegate.testing.fake import FakeKind


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder in which the command runs."""
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture
def valuegate(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Result]:
    """Calls the command line in this process: ``valuegate("check", "a.md", stdin="…")``."""

    def call(*args: str, stdin: str | bytes = "") -> Result:
        data = stdin if isinstance(stdin, bytes) else stdin.encode()
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
        code = run(args)
        return Result(code, *capsys.readouterr())

    return call


@pytest.fixture
def at(folder: Path, valuegate: Callable[..., Result], monkeypatch: pytest.MonkeyPatch) -> TrackedSite:
    """A tracker in memory, registered as the plugin of a third party would be, and its clock."""
    clock = Clock()
    found = TrackedSite(folder, valuegate, clock)
    load = plugins.load

    def registry(*args: Any, **said: Any) -> Registry:
        known = load(*args, **said)
        return known._replace(trackers={**known.trackers, "fake": FakeKind(found.site)})

    monkeypatch.setattr(plugins, "load", registry)
    monkeypatch.setattr(session, "clock", clock)
    return found
