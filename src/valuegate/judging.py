"""Judging: what came (files, texts, lines) becomes verdicts, one after the other."""

from __future__ import annotations

from .errors import PluginError, TicketError
from .files import File
from .finding import Verdict
from .intake import Raw, read
from .run import Run


class Judge:
    """Reads and judges by one run. A ticket that cannot be read gets its verdict all the same.

    What a broken reader keeps from being judged is an error beside the verdicts; it hides none.
    """

    def __init__(self, run: Run, reader: str | None = None) -> None:
        self.run = run
        self.reader = reader

    def __call__(self, item: File | Raw) -> list[Verdict | PluginError]:
        """The verdicts on one ticket or template; at least one, or an error."""
        try:
            ticket = read(item, self.run.registry.readers, self.reader)
        except TicketError as error:
            return [self.run.refuse(error)]
        except PluginError as error:
            return [error]
        return [*self.run.judge(ticket)]
