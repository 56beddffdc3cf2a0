"""A tracker in memory with a guard on it, for tests of what the guard does there."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from valuegate import plugins
from valuegate.fingerprint import fingerprint
from valuegate.guard.acting import Acting, Done
from valuegate.guard.journal import Act, Journal, Record
from valuegate.guard.looking import Looking
from valuegate.guard.names import resolve
from valuegate.guard.round import Round, Summary
from valuegate.policy import Exceptions, Gate, Guard, Policy, Waivers
from valuegate.run import Run
from valuegate.testing.fake import GUARD, Clock, FakeSite
from valuegate.testing.fake_tracker import FakeTracker

HOLDS = {
    "Problem": "Night nurses re-enter each note by hand at shift change, and lose one in ten.",
    "Evidence": "Shift log of ward 4, October 2026: 41 lost notes.",
    "Metric": "Lost notes a week: from 12 to 2.",
    "Review date": "2027-03-15",
}
LACKS = {**HOLDS, "Evidence": "The CEO wants it."}
SINCE = date(2026, 11, 1)
REGISTRY = plugins.load(())

READY = Gate(
    "ready",
    ("Ready", "In Progress"),
    except_=Exceptions(labels=("chore",)),
    require=("problem", "evidence", "metric", "review-date"),
)
DONE = Gate("done", ("Done",), require=("impact",))


class Guarded:
    """A site, and a guard on it, by a policy of two gates. ``said`` are keys of ``guard``."""

    def __init__(self, folder: Path, **said: Any) -> None:
        self.clock = Clock()
        self.site = FakeSite(self.clock)
        self.tracker = FakeTracker(self.site, GUARD, self.clock)
        self.path = str(folder / "journal.sqlite")
        self.policy = Policy((READY, DONE), ("en", "fr"), guard=Guard(**{"since": SINCE, **said}))
        self.journals: list[Journal] = []
        self.journal = self.another_journal(self.path)

    def another_journal(self, path: str) -> Journal:
        """A journal that is closed with the rest."""
        self.journals.append(Journal(path, self.clock))
        return self.journals[-1]

    def close(self) -> None:
        """Let go of all journals."""
        for journal in self.journals:
            journal.close()

    def set(self, *, waivers: Waivers | None = None, gates: tuple[Gate, ...] = (), **said: Any) -> None:
        """From now on the policy says this."""
        guard = self.policy.guard._replace(**said)
        self.policy = self.policy._replace(
            guard=guard, waivers=waivers or self.policy.waivers, gates=gates or self.policy.gates
        )

    def looking(self) -> Looking:
        """As a new process would begin."""
        run = Run(self.policy, REGISTRY, self.clock.at.date())
        fallback = resolve(self.policy, self.tracker.scope())
        return Looking(self.tracker, run, self.journal, fingerprint(self.policy, REGISTRY), fallback)

    def reconcile(self, key: str) -> Done:
        """Look at one ticket, and act."""
        return Acting(self.looking()).reconcile(key)

    def round(self, confirmed: int = 0) -> Summary:
        """A whole round."""
        return Round(self.looking(), lambda _: None, confirmed=confirmed).run()

    def acts(self, key: str) -> list[Act]:
        """What the journal has of a ticket."""
        return [record.act for record in self.records(key)]

    def records(self, key: str) -> list[Record]:
        """The records of a ticket."""
        return [*self.journal.records(ticket=key)]

    def make(self, text: dict[str, str] = LACKS, status: str = "Draft", **said: Any) -> str:
        """A new ticket."""
        return self.site.make("Notes", text, status=status, **said)

    def refused(self, text: dict[str, str] = LACKS) -> str:
        """A ticket that was moved to Ready, and that the guard has seen there."""
        key = self.make(text)
        self.site.move(key, "Ready")
        self.reconcile(key)
        return key

    def status(self, key: str) -> str:
        """Where a ticket is."""
        return self.site.tickets[key].status

    def labels(self, key: str) -> list[str]:
        """Its labels."""
        return self.site.tickets[key].labels

    def comments(self, key: str) -> list[str]:
        """The comments of the guard."""
        return [each.text for each in self.site.tickets[key].comments if each.marked]

    def writes(self) -> list[str]:
        """The calls of the guard that wrote something, since the last time."""
        made = [call for call in self.site.calls if call in ("move", "label", "write-comment")]
        self.site.calls.clear()
        return made


def day(text: str) -> datetime:
    """The beginning of a day."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
