"""A folder as the world of the contract suite: people work with an editor, and with the command."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from valuegate.plugins import load
from valuegate.testing.world import ANA, Message, Shown, Statuses, Text, Trouble, shown_of_markdown
from valuegate.tracker import Person, Setting
from valuegate.trackers.folder import record
from valuegate.trackers.folder.tracker import GUARD, FolderTracker

READERS = load().readers


class Someone(FolderTracker):
    """A folder as somebody works with it."""

    def __init__(self, setting: Setting, who: str) -> None:
        super().__init__(setting)
        self._who = who

    def me(self) -> Person:
        return Person(self._who, (self._who,), self._who)


class FolderWorld:
    """A folder of its own."""

    statuses = Statuses("Draft", "Ready", "In Progress", "Done")
    labels = ("value-gate", "chore", "needs-research")
    many = 7
    secrets = ()

    def __init__(self, root: Path) -> None:
        self.root = root
        self.folder = root / "tickets"
        self.folder.mkdir()
        self.moves: dict[str, list[str]] = {}
        self._count = 0

    def setting(self) -> Setting:
        options = {"path": "tickets", "moves": self.moves}
        return Setting(options, str(self.root), READERS, lambda _: None, lambda: datetime.now(UTC))

    @property
    def tracker(self) -> FolderTracker:
        return FolderTracker(self.setting())

    def again(self) -> FolderTracker:
        return self.tracker

    def signed_in_as(self, name: str) -> FolderTracker:
        return Someone(self.setting(), name)

    def person(self, name: str) -> Person:
        return Person(name, (name,), name)

    def wait(self) -> None:
        time.sleep(0.01)  # the clock of files goes on every 4 ms

    def file(self, key: str) -> Path:
        (found,) = self.folder.rglob(f"{key}.md")
        return found

    def record_file(self, key: str) -> Path:
        return self.file(key).with_suffix(".history.yaml")

    def make(self, title: str, text: Text, *, status: str, labels: Sequence[str] = (), by: str = ANA) -> str:
        self._count += 1
        key = f"SHOP-{self._count}"
        front = [f"key: {key}", f"title: {title}", f"status: {status}", f"labels: [{', '.join(labels)}]"]
        self.write(key, "\n".join(["---", *front, "---", "", ""]), text)
        return key

    def write(self, key: str, front: str, text: Text) -> None:
        said = "\n".join(f"## {heading}\n\n{paragraph}\n" for heading, paragraph in text.items())
        (self.folder / f"{key}.md").write_text(front + said, encoding="utf-8")

    def edit(self, key: str, text: Text, by: str = ANA) -> None:
        front, _, _ = self.file(key).read_text("utf-8").partition("\n\n")
        self.write(key, f"{front}\n\n", text)

    def move(self, key: str, status: str, by: str = ANA) -> None:
        tracker = self.signed_in_as(by)
        (way,) = (way for way in tracker.ways(key) if way.to.name == status)
        tracker.move(key, way, tracker.fetch(key))

    def label(self, key: str, add: str = "", remove: str = "", by: str = ANA) -> None:
        self.signed_in_as(by).label(key, add=[add] if add else [], remove=[remove] if remove else [])

    def comment(self, key: str, text: str, by: str = ANA) -> None:
        self.tracker.fetch(key)
        with self.record_file(key).open("a", encoding="utf-8") as file:
            file.write(f"- by: {by}\n  comment: {text}\n")
        self.tracker.fetch(key)

    def status_of(self, key: str) -> str:
        """As it stands in the file."""
        (line,) = (
            line for line in self.file(key).read_text("utf-8").splitlines() if line.startswith("status:")
        )
        return line.removeprefix("status: ")

    def entries(self, key: str) -> list[record.Entry]:
        return record.read(self.record_file(key).read_bytes(), str(self.record_file(key)))

    def put(self, key: str, entries: Sequence[record.Entry]) -> None:
        self.record_file(key).write_text(record.written(entries, f"{key}.md"), encoding="utf-8")

    def entry(self, key: str, id: str) -> record.Entry:
        (found,) = (entry for entry in self.entries(key) if entry.id == id)
        return found

    def copy_comment(self, key: str, id: str, by: str = "") -> None:
        copied = self.entry(key, id)._replace(at=None, by=by or GUARD)
        self.put(key, [*self.entries(key), copied])

    def edit_comment(self, key: str, id: str, text: str, by: str = ANA) -> bool:
        self.put(key, [e._replace(comment=text) if e.id == id else e for e in self.entries(key)])
        return True

    def shown(self, key: str, id: str) -> Shown:
        return shown_of_markdown(self.entry(key, id).comment or "")

    def delete(self, key: str) -> None:
        os.remove(self.record_file(key))
        os.remove(self.file(key))

    def forbid(self, status: str) -> bool:
        others = [name for name in self.statuses if name != status]
        self.moves = {name: [to for to in others if to != name] for name in self.statuses}
        return True

    def demand(self, status: str, field: str) -> bool:
        return False

    def query(self, key: str) -> str:
        return key

    def message(self, key: str) -> Message | None:
        return None

    def trouble(self, trouble: Trouble | None) -> bool:
        return False
