"""Which tickets and templates a command line asks for."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import chain

from valuegate import intake
from valuegate.errors import TicketError
from valuegate.files import File, find_files
from valuegate.policy import Policy
from valuegate.run import Run
from valuegate.ticket import Ticket


def files_for(paths: Sequence[str], policy: Policy, template: bool = False) -> list[File]:
    """The files behind the paths; without a path, what the policy names: tickets, then templates."""
    root = os.path.relpath(policy.root or ".")
    templates = find_files((), policy.templates, root)
    if paths:
        named = find_files([path for path in paths if path != intake.STDIN])
        asked = {os.path.realpath(file.path) for file in templates}
        return [
            file._replace(template=True) if template or os.path.realpath(file.path) in asked else file
            for file in named
        ]
    tickets = find_files((), policy.tickets, root)
    asked = {file.path for file in templates}
    mine = [file for file in tickets if file.path not in asked]
    return [*mine, *(file._replace(template=True) for file in templates)]


def lines_for(paths: Sequence[str], template: bool = False) -> Iterator[intake.Raw]:
    """What is on standard input, if it is asked for."""
    if intake.STDIN in paths:
        yield from intake.read_stream(sys.stdin.buffer, template)


def readable(paths: Sequence[str], run: Run) -> Iterator[Ticket]:
    """The tickets behind the paths that can be read, and no templates; ``check`` tells of the others."""
    items: Iterator[File | intake.Raw] = chain(files_for(paths, run.policy), lines_for(paths))
    for item in items:
        with suppress(TicketError):
            ticket = intake.read(item, run.registry.readers)
            if ticket.kind == "ticket":
                yield ticket
