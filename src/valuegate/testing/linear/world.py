"""The stand-in as the world of the contract suite."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from ...readers.markdown import MarkdownReader
from ...tracker import Person, Setting
from ...trackers.linear import OPTIONS
from ...trackers.linear.client import Client, Transport
from ...trackers.linear.markdown import unmarked
from ...trackers.linear.opening import transport
from ...trackers.linear.tracker import LinearTracker
from ...trackers.linear.translate import person
from ..world import ANA, Message, Shown, Statuses, Text, Trouble, shown_of_markdown
from .filters import Node
from .server import Fault, StandIn

GUARD = "valuegate"
_FAULTS: dict[Trouble, Fault] = {
    "signed-out": "signed-out",
    "forbidden": "forbidden",
    "too-many": "ratelimited",
    "down": "down",
    "cut": "cut",
}


class LinearWorld:
    """A stand-in that runs, its people, and guards that wait for nobody; ``said`` are options."""

    statuses = Statuses("Backlog", "Todo", "In Progress", "Done")
    labels = ("value-gate", "value-gate-contested", "value-gate-overturned")
    many = 101

    def __init__(
        self, there: StandIn, carry: Callable[[Setting], Transport] = transport, **said: Any
    ) -> None:
        self.there = there
        self.space = there.space
        self.pauses: list[float] = []
        self._carry = carry
        self._said = said
        self._opened: list[LinearTracker] = []
        self.tracker = self.signed_in_as(GUARD)

    @property
    def secrets(self) -> Sequence[str]:
        """All keys and tokens there are."""
        return [*self.there.tokens, *(secret for secret, _ in self.there.apps.values())]

    def setting(self, secrets: dict[str, str]) -> Setting:
        """What a tracker is opened with."""
        defaults = {name: option["default"] for name, option in OPTIONS.items() if "default" in option}
        options = {**defaults, "url": self.there.url, "timeout": 5, **self._said}
        readers = {"markdown": MarkdownReader()}
        return Setting(options, "", readers, secrets.get, lambda: self.space.clock.at)

    def open(self, secrets: dict[str, str]) -> LinearTracker:
        """A guard with these secrets."""
        setting = self.setting(secrets)
        client = Client(lambda: self._carry(setting), self.pauses.append, lambda: 0.5)
        self._opened.append(LinearTracker(client, setting))
        return self._opened[-1]

    def close(self) -> None:
        """Close what was opened."""
        for tracker in self._opened:
            tracker.close()

    def again(self) -> LinearTracker:
        """Another process of the guard."""
        return self.signed_in_as(GUARD)

    def signed_in_as(self, name: str) -> LinearTracker:
        """Somebody else's guard."""
        return self.open({"token": self.there.key_of(self.space.users[name])})

    def person(self, name: str) -> Person:
        """Somebody."""
        found = person(self.space.users[name])
        assert found  # noqa: S101  a user is somebody
        return found

    def wait(self) -> None:
        """Time is ours."""
        self.space.clock.pass_by(timedelta(minutes=5))

    def make(self, title: str, text: Text, *, status: str, labels: Sequence[str] = (), by: str = ANA) -> str:
        """An issue, older than the minutes in which nothing is recorded."""
        made = self.space.create(
            self.space.users[by],
            title,
            description=_markdown(text),
            state=self.space.state(status),
            labels=[self.space.label(name) for name in labels],
        )
        self.wait()
        return str(made["identifier"])

    def _change(self, key: str, by: str, **to: Any) -> None:
        self.space.change(self._issue(key), self.space.users[by], **to)

    def _issue(self, key: str) -> Node:
        found = self.space.issue(key)
        assert found  # noqa: S101  the suite asks for what it made
        return found

    def edit(self, key: str, text: Text, by: str = ANA) -> None:
        """Another description."""
        self._change(key, by, description=_markdown(text))

    def move(self, key: str, status: str, by: str = ANA) -> None:
        """Another status."""
        self._change(key, by, state=self.space.state(status))

    def label(self, key: str, add: str = "", remove: str = "", by: str = ANA) -> None:
        """Other labels."""
        added = [self.space.label(add)] if add else []
        self._change(key, by, added=added, removed=[self.space.label(remove)] if remove else [])

    def comment(self, key: str, text: str, by: str = ANA) -> None:
        """A comment."""
        self.space.comment(self._issue(key), self.space.users[by], text)

    def copy_comment(self, key: str, id: str, by: str = "") -> None:
        """All of a comment."""
        self.space.comment(self._issue(key), self.space.users[by or GUARD], self._comment(id)["body"])

    def edit_comment(self, key: str, id: str, text: str, by: str = ANA) -> bool:
        """Only its author edits a comment."""
        del key, id, text, by
        return False

    def _comment(self, id: str) -> Node:
        return next(each for each in self.space.comments if each["id"] == id)

    def shown(self, key: str, id: str) -> Shown:
        """Markdown, as its parser understands it; the mark under it is no part of what is said."""
        del key
        return shown_of_markdown(unmarked(self._comment(id)["body"]))

    def delete(self, key: str) -> None:
        """It is gone."""
        self.space.issues.remove(self._issue(key))

    def forbid(self, status: str) -> bool:
        """Linear has no such rules."""
        del status
        return False

    def demand(self, status: str, field: str) -> bool:
        """Nor such ones, but that of a priority."""
        del status, field
        return False

    def query(self, key: str) -> str:
        """A filter of its API."""
        return json.dumps({"id": {"eq": self._issue(key)["id"]}})

    def message(self, key: str) -> Message:
        """A webhook."""
        headers, body = self.there.message(self._issue(key))
        return Message(headers, body, self.there.secret)

    def trouble(self, trouble: Trouble | None) -> bool:
        """Whatever is wished for."""
        if trouble == "cut":
            self.there.once.append("cut")
            return True
        self.there.fault = _FAULTS[trouble] if trouble else None
        return True


def _markdown(text: Text) -> str:
    return "\n\n".join(f"## {heading}\n\n{paragraph}" for heading, paragraph in text.items())
