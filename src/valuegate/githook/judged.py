"""What the hook judges, ticket by ticket, and what of it was skipped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from valuegate import intake
from valuegate.errors import PluginError, TicketError
from valuegate.files import File
from valuegate.finding import Verdict
from valuegate.judging import Judge
from valuegate.ticket import Source, Ticket

from . import skips
from .message import is_named
from .skips import Skips
from .snapshot import Snapshot
from .staged import Staged, text

Judged = Verdict | PluginError


class Hook:
    """Judges staged tickets as ``check`` does, and waives what is skipped.

    ``skipped`` has the checks that were, by the name of the file.
    """

    def __init__(self, judge: Judge, snapshot: Snapshot, said: Skips) -> None:
        self.judge = judge
        self.snapshot = snapshot
        self.said = said
        self.skipped: dict[str, list[str]] = {}

    def staged(self, tickets: Iterable[Staged]) -> Iterator[Judged]:
        """The verdicts on some staged tickets."""
        for staged in tickets:
            if not self._is_passed_over(staged.file):
                yield from self._waived(self._verdicts(staged))

    def files(self, files: Iterable[File]) -> Iterator[Judged]:
        """The verdicts on some files as they lie in the work tree."""
        for file in files:
            if not self._is_passed_over(file):
                yield from self._waived(self.judge(file))

    def named(self, tickets: Iterable[Staged], keys: Sequence[str]) -> Iterator[Judged]:
        """The verdicts on those of some staged tickets that have one of these keys."""
        for staged in tickets:
            if is_named(self._ticket(staged), keys) and not self._is_passed_over(staged.file):
                yield from self._waived(self._verdicts(staged))

    def _is_passed_over(self, file: File) -> bool:
        """Is all of it skipped?"""
        if self.said.everything:
            self.skipped[file.path] = [skips.ALL]
        return self.said.everything

    def _waived(self, judged: Iterable[Judged]) -> Iterator[Judged]:
        """Verdicts in which what is skipped is waived."""
        for each in judged:
            if isinstance(each, PluginError) or not self.said.checks:
                yield each
                continue
            after = skips.waived(each, self.said, self.judge.run.today)
            names = skips.skipped(each, after)
            if names:  # several gates may judge one ticket
                self.skipped[each.source] = list(dict.fromkeys([*self.skipped.get(each.source, ()), *names]))
            yield after

    def _verdicts(self, staged: Staged) -> list[Judged]:
        try:
            return self.judge(text(staged, self.snapshot))
        except TicketError as error:
            return [self.judge.run.refuse(error)]

    def _ticket(self, staged: Staged) -> Ticket:
        """The ticket, to see its key; of one that cannot be read only its name is known."""
        try:
            return intake.read(text(staged, self.snapshot), self.judge.run.registry.readers)
        except (TicketError, PluginError):
            return Ticket(Source(staged.file.path, ""))
