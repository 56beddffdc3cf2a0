"""The fake in memory as the world of the contract suite."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from ..tracker import Person
from .fake import GUARD, STATUSES, Clock, FakeSite
from .fake_tracker import FakeTracker
from .world import ANA, Message, Shown, Text, Trouble, shown_of_markdown


class FakeWorld:
    """The fake, for the contract suite."""

    statuses = STATUSES
    labels = ("value-gate", "chore", "needs-research")
    many = 7
    secrets = ("fake-token-5d1c",)

    def __init__(self) -> None:
        self.clock = Clock()
        self.site = FakeSite(self.clock)
        self.tracker = FakeTracker(self.site, GUARD, self.clock)
        self._deliveries = 0

    def again(self) -> FakeTracker:
        """Another process of the guard."""
        return FakeTracker(self.site, GUARD, self.clock)

    def signed_in_as(self, name: str) -> FakeTracker:
        """Somebody else's guard."""
        return FakeTracker(self.site, name, self.clock)

    def person(self, name: str) -> Person:
        """Somebody."""
        return self.site.person(name)

    def wait(self) -> None:
        """Time is ours."""
        self.clock.at += timedelta(minutes=5)

    def make(self, title: str, text: Text, *, status: str, labels: Sequence[str] = (), by: str = ANA) -> str:
        """A ticket."""
        return self.site.make(title, text, status=status, labels=labels, by=by)

    def edit(self, key: str, text: Text, by: str = ANA) -> None:
        """Another text, whoever wrote it."""
        del by
        self.site.edit(key, text)

    def move(self, key: str, status: str, by: str = ANA) -> None:
        """Another status."""
        self.site.move(key, status, by)

    def label(self, key: str, add: str = "", remove: str = "", by: str = ANA) -> None:
        """Other labels."""
        self.site.label(key, [add] if add else [], [remove] if remove else [], by)

    def comment(self, key: str, text: str, by: str = ANA) -> None:
        """A comment."""
        self.site.comment(key, text, by)

    def copy_comment(self, key: str, id: str, by: str = "") -> None:
        """All of a comment."""
        (source,) = (each for each in self.site.tickets[key].comments if str(each.id) == id)
        self.site.comment(key, source.text, by or GUARD, source.marked)

    def edit_comment(self, key: str, id: str, text: str, by: str = ANA) -> bool:
        """Other words in a comment."""
        self.site.change_comment(key, int(id), text, by)
        return True

    def shown(self, key: str, id: str) -> Shown:
        """Markdown, as its parser understands it."""
        (text,) = (each.text for each in self.site.tickets[key].comments if str(each.id) == id)
        return shown_of_markdown(text)

    def delete(self, key: str) -> None:
        """It is gone."""
        del self.site.tickets[key]

    def forbid(self, status: str) -> bool:
        """No way leads there."""
        self.site.closed.add(status)
        return True

    def demand(self, status: str, field: str) -> bool:
        """A required field."""
        self.site.demands[status] = (field,)
        return True

    def query(self, key: str) -> str:
        """Words."""
        return key

    def message(self, key: str) -> Message:
        """Signed."""
        import hmac

        self._deliveries += 1
        body = f'{{"key": "{key}"}}'.encode()
        signature = hmac.new(b"s3cret", body, "sha256").hexdigest()
        return Message({"X-Signature": signature, "X-Delivery": str(self._deliveries)}, body, b"s3cret")

    def trouble(self, trouble: Trouble | None) -> bool:
        """Whatever is wished for."""
        if trouble == "cut":
            self.site.fault("write-comment", "cut")
            return True
        self.site.standing = trouble
        return True
