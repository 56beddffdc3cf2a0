"""What an administrator of a folder should know."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

from valuegate.errors import TrackerError
from valuegate.tracker import Remark

from . import disk, index, record, sheets

if TYPE_CHECKING:
    from .tracker import FolderTracker


def remarks(tracker: FolderTracker) -> Iterator[Remark]:
    """Can it be read and written, what in it is odd, and what it can prove."""
    try:
        with disk.locked(tracker.folder):
            paths = list(index.files(tracker.folder))
    except TrackerError as error:
        yield Remark("broken", error.message, error.fix)
        return
    yield Remark("fine", f"{disk.shown(tracker.folder)} can be read and written; works as {_who(tracker)}")
    yield from _tickets(tracker, paths)
    yield from _orphans(tracker.folder)
    yield Remark(
        "weak",
        "a folder proves nobody's name: whoever can write to it can write any name into a record",
        "Keep the folder in a repository where changes are reviewed.",
    )


def _who(tracker: FolderTracker) -> str:
    try:
        return tracker.me().shown
    except TrackerError as error:
        return f"nobody, since {error.message}"


def _tickets(tracker: FolderTracker, paths: list[str]) -> Iterator[Remark]:
    keys: dict[str, str] = {}
    unlisted: dict[str, list[str]] = {}
    count = 0
    for path in paths:
        try:
            sheet = tracker.open(path)
            if not (sheet.entries or sheet.is_ticket):  # asked for first, a broken record is told
                continue
            snapshot = sheet.snapshot()
        except TrackerError as error:
            yield Remark("broken", error.message, error.fix or "Mend the file.")
            continue
        count += 1
        if snapshot.unreadable:
            yield Remark("weak", f"{sheet.name} {snapshot.unreadable.message}", snapshot.unreadable.fix)
        if snapshot.status.id not in {status.id for status in tracker.workflow.statuses}:
            unlisted.setdefault(snapshot.status.name, []).append(sheet.name)
        if keys.setdefault(sheet.key, sheet.name) != sheet.name:
            message = (
                f"{sheet.name} has the key of {keys[sheet.key]}, {sheet.key}, and is called like its file"
            )
            yield Remark("weak", message, "Give one of them another key.")
    yield from (_unlisted(status, names) for status, names in unlisted.items())
    if count:
        yield Remark("fine", f"it holds {count} ticket{'s' if count > 1 else ''}")
    else:
        fix = "Write tickets with front matter there, or name another folder in trackers.folder.path."
        yield Remark("weak", "it holds no ticket", fix)


def _unlisted(status: str, names: list[str]) -> Remark:
    """A status that tickets are in, gated or not, and of which the policy does not say what it means."""
    others = f" and {len(names) - 1} more" if len(names) > 1 else ""
    message = (
        f"{names[0]}{others} {'are' if others else 'is'} in the status “{status}”, which"
        " trackers.folder.statuses does not list: nothing can be moved there, and whether its work is over"
        " is not known"
    )
    fix = f"List it with what it means, for example `{status}: started`; or write another status there."
    return Remark("weak", message, fix)


def _orphans(folder: str) -> Iterator[Remark]:
    """Records whose ticket went elsewhere: it would begin its history anew."""
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            ticket = name.removesuffix(record.SUFFIX) + sheets.ENDING
            if name.endswith(record.SUFFIX) and ticket not in names:
                place = disk.shown(os.path.join(here, name))
                fix = "Move it to where the ticket is, under the ticket's name; or delete it with the ticket."
                yield Remark("weak", f"{place} is the record of a ticket that is not beside it", fix)
