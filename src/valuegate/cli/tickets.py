"""Which tickets and templates a command line asks for."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import chain

from valuegate import intake
from valuegate.errors import TicketError, UsageError, ValuegateError
from valuegate.files import TICKET_SUFFIXES, File, find_files
from valuegate.policy import Policy
from valuegate.report import EXIT_NOTHING
from valuegate.run import Run
from valuegate.ticket import Ticket

from .output import lines, pen


def files_for(paths: Sequence[str], policy: Policy, template: bool = False) -> list[File]:
    """The files behind the paths; without a path, what the policy names: tickets, then templates."""
    root = os.path.relpath(policy.root or ".")
    templates = find_files((), policy.templates, root)
    if paths:
        named = find_files([path for path in paths if path != intake.STDIN])
        asked = {os.path.realpath(file.path) for file in templates}
        return [
            file._replace(template=True)
            if template or (asked and os.path.realpath(file.path) in asked)
            else file
            for file in named
        ]
    tickets = find_files((), policy.tickets, root)
    asked = {file.path for file in templates}
    mine = [file for file in tickets if file.path not in asked]
    return [*mine, *(file._replace(template=True) for file in templates)]


def nothing(paths: Sequence[str], policy: Policy) -> ValuegateError:
    """Why no ticket is found: where was looked, and how to say where else."""
    if paths:
        endings = ", ".join(TICKET_SUFFIXES)
        fix = f"A folder is searched for {endings}; a file that is named is read whatever its ending."
        return ValuegateError(f"there is no ticket to read in {', '.join(paths)}", fix=fix)
    globs = ", ".join((*policy.tickets, *policy.templates)) or "nothing"
    fix = "Name a file or a folder, or write under `tickets` in valuegate.yaml where tickets are."
    message = f"no file is there that the policy names ({globs})"
    return ValuegateError(message, fix=fix, source=policy.source)


def changed(files: Sequence[File], ref: str) -> tuple[list[File], ValuegateError]:
    """Those of the files that changed since this branch left ``ref``, and a note that says so.

    Without a REF it is the branch that work is merged into: mostly the default branch of the remote.
    """
    from valuegate.githook.git import find  # nothing else on this way starts git

    repository = find()
    ref = ref or repository.target()
    try:
        names = repository.changed_since(ref)
    except UsageError as error:
        if os.path.exists(ref):
            error.fix = f"Put paths before --changed, or write the commit behind it: {ref} --changed=REF."
        raise
    places = {os.path.realpath(os.path.join(repository.root, name)) for name in names}
    mine = [file for file in files if os.path.realpath(file.path) in places]
    return mine, ValuegateError(f"only what changed since {ref} is judged: {len(mine)} of {len(files)} files")


def lines_for(paths: Sequence[str], template: bool = False) -> Iterator[intake.Raw]:
    """What is on standard input, if it is asked for."""
    if intake.STDIN in paths:
        yield from intake.read_stream(sys.stdin.buffer, template)


def readable(paths: Sequence[str], run: Run) -> Iterator[Ticket]:
    """The tickets behind the paths that can be read, and no templates; ``check`` tells of the others."""
    items: Iterator[File | intake.Raw] = chain(files_for(paths, run.policy), lines_for(paths))
    for item in items:
        with suppress(TicketError):  # another command tells of it
            ticket = intake.read(item, run.registry.readers)
            if ticket.kind == "ticket":
                yield ticket


def say_nothing(paths: Sequence[str], policy: Policy) -> int:
    """Tell that no ticket is found, where was looked and how to say where else; the exit code."""
    paper, why = pen(), nothing(paths, policy)
    lines([*paper.lines(f"Nothing to check: {why.message}"), *paper.lines(f"→ {why.fix}", 2, hang=2)])
    return EXIT_NOTHING
