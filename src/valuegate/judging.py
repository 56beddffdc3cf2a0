"""Judging: what came (files, texts, lines) becomes verdicts, in its order, on all cores if it is much."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Sequence
from itertools import chain, islice

from .errors import PluginError, TicketError
from .files import File
from .finding import Verdict
from .intake import Raw, read
from .run import Run

MANY = 100
"""From so many tickets on, several processes pay: they take 20 ms to start, a ticket about half of one."""

FIRST = 8
"""So many are judged before the others start, who then share what these have loaded."""

Judged = Verdict | PluginError
Judgements = Generator[list[Judged], None, None]


class Judge:
    """Reads and judges by one run. A ticket that cannot be read gets its verdict all the same.

    What a broken reader keeps from being judged is an error beside the verdicts; it hides none.
    """

    def __init__(self, run: Run, reader: str | None = None) -> None:
        self.run = run
        self.reader = reader

    def __call__(self, item: File | Raw) -> list[Judged]:
        """The verdicts on one ticket or template; at least one, or an error."""
        try:
            ticket = read(item, self.run.registry.readers, self.reader)
        except TicketError as error:
            return [self.run.refuse(error)]
        except PluginError as error:
            return [error]
        return [*self.run.judge(ticket)]

    def all(self, items: Iterable[File | Raw], jobs: int = 0) -> Judgements:
        """What is said of each, in their order, by so many processes; 0 is one for each core.

        What comes one after the other (no sequence) is judged as it comes until it turns out to be much.
        """
        rest = iter(items)
        much = isinstance(items, Sequence) and len(items) >= MANY
        yield from map(self, islice(rest, FIRST if much else MANY))
        for item in rest:
            yield from self._spread(chain([item], rest), jobs)

    def _spread(self, items: Iterable[File | Raw], jobs: int) -> Iterator[list[Judged]]:
        from . import pool  # a hook judges a few tickets, and pays nothing for this

        jobs = pool.processes(jobs)
        return pool.spread(self, items, jobs, _lost) if jobs > 1 else map(self, items)


def _lost(item: File | Raw, how: str) -> list[Judged]:
    """What is said of a ticket whose worker died twice: nothing is decided, and it is not left out."""
    message = f"the process that judged this ticket ended ({how}), and once more when it was tried again"
    fix = "Judge it alone, with --jobs 1, to see what happens; a plugin or too little memory may be why."
    return [PluginError(message, fix=fix, source=item.path if isinstance(item, File) else item.name)]
