"""A tracker in memory, a policy that names it, and the command line: what people see of the guard."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from command_line import Result

from guarded_site import LACKS
from valuegate.testing.fake import FakeSite

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


class Clock:
    """A clock that tests put forward; whoever looks at it sees a millisecond go by."""

    def __init__(self) -> None:
        self.at = NOW

    def __call__(self) -> datetime:
        self.at += timedelta(milliseconds=1)
        return self.at


class TrackedSite:
    """A site of the fake, the policy file beside it, and ways to call ``valuegate`` there."""

    def __init__(self, folder: Path, call: Callable[..., Result], clock: Clock) -> None:
        self.folder = folder
        self.site = FakeSite(clock)
        self.clock = clock
        self.call = call
        self.policy(mode="warn")

    def policy(self, mode: str = "revert", extra: str = "", **guard: Any) -> None:
        """Write the policy anew."""
        said = {"tracker": "fake", "mode": mode, "since": "2026-11-01", **guard}
        lines = [f"  {name.replace('_', '-')}: {value}" for name, value in said.items()]
        text = "\n".join(
            [
                "version: 1",
                "languages: [en, fr]",
                "gates:",
                "  ready: {enters: [Ready, In Progress], except: {labels: [chore]},",
                "    require: [problem, evidence, metric, review-date]}",
                "waivers: {people: [ben]}",
                "trackers: {fake: {}}",
                "guard:",
                *lines,
                extra,
            ]
        )
        (self.folder / "valuegate.yaml").write_text(text + "\n", encoding="utf-8")

    def ready(self, text: dict[str, str] = LACKS, title: str = "Search") -> str:
        """A ticket that somebody moved to Ready."""
        key = self.site.make(title, text)
        self.site.move(key, "Ready")
        return key

    def __call__(self, *args: str) -> Result:
        return self.call(*args)
