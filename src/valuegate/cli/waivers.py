"""``valuegate waivers``: the exceptions in the tickets, the one that ends first at the top."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from datetime import date

import click

from valuegate.errors import GitError, UsageError
from valuegate.finding import Finding
from valuegate.policy import iso_day
from valuegate.records import NamedTuple
from valuegate.report import EXIT_PASSED
from valuegate.run import Run
from valuegate.terminal import Pen
from valuegate.ticket import Ticket
from valuegate.waiver import Claim, claims

from .command import command as new_command
from .options import config_option, day
from .output import lines, pen
from .session import registry_for, setting_for
from .tickets import readable, say_nothing


class Row(NamedTuple):
    """A waiver of a ticket: what is wrong with it (nothing, if it counts), and who wrote it when."""

    ticket: Ticket
    claim: Claim
    faults: tuple[Finding, ...]
    written: tuple[date, str] | None = None


@new_command(
    "waivers",
    examples=(
        ("valuegate waivers", "in the tickets that the policy names"),
        ("valuegate waivers tickets/shop/", "in some of them"),
    ),
)
@click.argument("paths", metavar="[PATH]...", nargs=-1)
@click.option("--today", callback=day, metavar="YYYY-MM-DD", help="Look at them as if it were this day.")
@config_option
def command(paths: tuple[str, ...], today: date, config: str | None) -> int:
    """List the waivers: ticket, check, person, last day, age, reason, and what is wrong with them.

    The one that ends first comes first. The age is that of the line, as git knows it.
    """
    run = setting_for(config, registry_for(config)).run(today)
    found: list[Row] = []
    count = 0
    for ticket in readable(paths, run):
        found += _rows(ticket, run)
        count += 1
    rows, paper = sorted(_dated(found), key=_order), pen()
    for row in rows:
        lines([*_row(row, today, paper), ""])
    if not count:
        return say_nothing(paths, run.policy)
    lines([_summary(rows)])
    return EXIT_PASSED


def _rows(ticket: Ticket, run: Run) -> Iterator[Row]:
    found = claims(ticket)
    verdicts = run.judge(ticket) if found else []
    told = {f: None for verdict in verdicts for f in verdict.findings if f.check == "waiver"}
    for claim in found:
        place = (claim.line, claim.column, claim.text)
        yield Row(ticket, claim, tuple(f for f in told if (f.line, f.column, f.excerpt) == place))


def _dated(rows: Sequence[Row]) -> Sequence[Row]:
    """The rows with what git knows of their lines; as they are where there is no repository."""
    if not rows:
        return rows
    from valuegate.githook import git

    try:
        repository = git.find()
    except (GitError, UsageError):
        return rows
    below = [os.path.relpath(row.ticket.source.name, repository.root) for row in rows]
    return [
        row._replace(written=repository.written(path, row.claim.line))
        for path, row in zip(below, rows, strict=True)
    ]


def _order(row: Row) -> tuple[str, str, int]:
    return row.claim.until, row.ticket.source.name, row.claim.line


def _row(row: Row, today: date, pen: Pen) -> Iterator[str]:
    """What and where, who and until when, why, and what is wrong with it."""
    ticket, claim = row.ticket, row.claim
    sign = pen.paint("!", "yellow") if row.faults else pen.paint("–", "dim")
    name = " ".join(filter(None, (ticket.key, ticket.title))) or ticket.source.name
    head = pen.lines(f"{claim.check or '?'}, {name}", 2, ("bold",))
    yield f"{sign} {head[0].lstrip()}"
    yield from head[1:]
    yield from pen.lines(f"{ticket.source.name}:{claim.line}:{claim.column}", 2, ("dim",))
    yield from pen.lines(f"by {claim.person or '?'}, {_until(claim, today)}; {_age(row, today)}", 2)
    yield from pen.lines(f"“{claim.reason}”" if claim.reason else "", 2, ("cyan",), hang=1)
    for finding in row.faults:
        yield from pen.lines(f"{finding.message} ({finding.reason})", 2)
        yield from pen.lines(f"→ {finding.fix}", 2, hang=2)


def _until(claim: Claim, today: date) -> str:
    until = iso_day(claim.until)
    if until is None:
        return "without a last day"
    left = (until - today).days
    return f"until {until} ({_days(left)} left)" if left >= 0 else f"until {until} ({_days(-left)} ago)"


def _age(row: Row, today: date) -> str:
    """How old it is; the name behind the line may be another one than the name in it."""
    if row.written is None:
        return "not committed yet, or not in git"
    written, who = row.written
    return f"written {_days(max((today - written).days, 0))} ago by {who}"


def _days(count: int) -> str:
    return f"{count} day{'' if count == 1 else 's'}"


def _summary(rows: Sequence[Row]) -> str:
    faulty = sum(bool(row.faults) for row in rows)
    if not rows:
        return "No waivers"
    count = f"{len(rows)} waiver{'' if len(rows) == 1 else 's'}"
    return f"{count}: {faulty} to look at" if faulty else count
