"""The target branch: its policy, baseline and waivers judge a change; what the change does to them is told.

Else a pull request could loosen the gate for its own ticket.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Self

from .baseline import Baseline
from .config.disk import DISK
from .config.faults import flow
from .errors import PluginError, TicketError, UsageError, ValuegateError
from .githook import git
from .githook.snapshot import Snapshot
from .intake import read_ticket
from .policy import Origin, Policy
from .reader import MAX_BYTES, Reader
from .ticket import Ticket

_MOST = 20
"""So many differences between two policies are told one by one."""

_LATER = "It counts once it is on the target branch."


class Base:
    """The commit of the target branch, and the files in it; a context that ends what reads them."""

    def __init__(self, ref: str) -> None:
        self.ref = ref
        self._repository = git.find()
        self._commit = self._repository.commit(ref)
        self._snapshots: dict[int, Snapshot] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *why: object) -> None:
        for process, snapshot in self._snapshots.items():
            if process == os.getpid():
                snapshot.close()

    @property
    def files(self) -> Snapshot:
        """The files of the commit. A fork must not read through the pipe of the process that made it."""
        process = os.getpid()
        if process not in self._snapshots:
            self._snapshots[process] = Snapshot(self._repository, self._commit)
        return self._snapshots[process]

    def before(self, ticket: Ticket, readers: Mapping[str, Reader]) -> Ticket | None:
        """The ticket as it is on the target branch, under the name that it has there; None if it is new.

        One that cannot be read there is as good as new.
        """
        name = ticket.source.name
        data = self.files.read(name, MAX_BYTES)
        if data is None and self._old_names:
            root = self._repository.root
            old = self._old_names.get(os.path.relpath(name, root).replace(os.sep, "/"))
            data = self.files.read(os.path.join(root, old), MAX_BYTES) if old else None
        if data is None:
            return None
        if data == ticket.source.text.encode("utf-8", "replace"):
            return ticket
        try:
            return read_ticket(name, data, readers, ticket.reader or None)
        except (TicketError, PluginError, UsageError):
            return None

    @cached_property
    def _old_names(self) -> dict[str, str]:
        """What the change has renamed, by the new names; nothing that is known, in a clone of one commit."""
        try:
            return self._repository.renamed_since(self.ref)
        except UsageError:
            return {}

    def notes(self, policy: Policy, mine: Policy) -> Iterator[ValuegateError]:
        """How the policy of the change differs from the one of the target branch, which judges."""
        if not self._changes([*mine.files, *policy.files]):
            return
        if mine.source != policy.source:
            message = f"the policy of this change is {mine.source}; {policy.source} of {self.ref} judges"
            yield ValuegateError(message, fix=_LATER, source=mine.source)
            return
        differing = [
            path for path in sorted({*policy.origins, *mine.origins}) if _differs(path, policy, mine)
        ]
        for path in differing[:_MOST]:
            yield self._note(path, mine.origins.get(path), policy.origins.get(path), mine.source)
        if len(differing) > _MOST:
            message = f"the policy is changed in {len(differing) - _MOST} more keys"
            yield ValuegateError(message, fix=_LATER, source=mine.source)

    def _note(
        self, path: tuple[str, ...], here: Origin | None, there: Origin | None, source: str
    ) -> ValuegateError:
        """How one value differs, at the place where the change says it."""
        said = f"{flow(here.value)} in this change" if here else "not said in this change"
        judges = f"{flow(there.value)} on {self.ref}" if there else f"not said on {self.ref}"
        message = f"the policy is changed: {'.'.join(path)} is {said}, and {judges}"
        file, _, line = (here.where.rpartition(", ")[2] if here else "").rpartition(":")
        place = (file, int(line)) if line.isdigit() else (source, 0)
        return ValuegateError(message, fix=_LATER, source=place[0], line=place[1])

    def pack_notes(self, mine: Policy) -> Iterator[ValuegateError]:
        """The language packs of the team's own that the change touches."""
        for code in mine.languages:
            if code.endswith(".toml") and self._changes([code]):
                name = os.path.relpath(code)
                if self.files.read(code, MAX_BYTES) != DISK.read(code, MAX_BYTES):
                    message = f"the language pack {name} is changed; the one on {self.ref} judges"
                    yield ValuegateError(message, fix=_LATER, source=name)

    def baseline_notes(self, baseline: Baseline, mine: Baseline) -> Iterator[ValuegateError]:
        """How the baseline of the change differs."""
        more, less = len(mine.entries - baseline.entries), len(baseline.entries - mine.entries)
        if (more or less) and self._changes([mine.source]):
            parts = [f"{more} more" * bool(more), f"{less} fewer" * bool(less)]
            message = f"the baseline has {' and '.join(filter(None, parts))} than on {self.ref}, which judges"
            yield ValuegateError(message, fix=_LATER, source=mine.source)

    def _changes(self, paths: Sequence[str]) -> bool:
        """Does the change touch one of these files? The branch may only be behind. Unknown counts as yes."""
        try:
            changed = self._repository.changed_since(self.ref)
        except UsageError:
            return True
        root = self._repository.root
        below = [os.path.relpath(path, root).replace(os.sep, "/") for path in paths]
        return any(path in changed for path in below) or not all(map(os.path.lexists, paths))


def _differs(path: tuple[str, ...], policy: Policy, mine: Policy) -> bool:
    here, there = mine.origins.get(path), policy.origins.get(path)
    return not (here and there and here.value == there.value)
