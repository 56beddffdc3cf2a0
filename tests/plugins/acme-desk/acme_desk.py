"""A kind of tracker: the desk of our house."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from valuegate.hookspecs import hookimpl
from valuegate.testing.fake import GUARD, FakeSite
from valuegate.testing.fake_tracker import FakeTracker
from valuegate.tracker import Setting, Tracker, TrackerKind


class Desk:
    """Opens a desk. The tracker in memory stands in for yours, which asks the service."""

    name = "desk"
    options: Mapping[str, Mapping[str, Any]] = {
        "queue": {
            "description": "The queue of the desk whose tickets are meant.",
            "type": "string",
            "default": "ideas",
        }
    }

    def open(self, setting: Setting) -> Tracker:
        """Nothing is asked yet: the first call opens a connection."""
        site = FakeSite(setting.now)
        site.make(f"Of the queue {setting.options['queue']}", {"Problem": "Notes are lost."})
        return FakeTracker(site, GUARD, setting.now)


@hookimpl
def register_trackers() -> Sequence[TrackerKind]:
    """The kinds of tracker that this plugin brings."""
    return [Desk()]
