"""``valuegate guard simulate``: what would have been refused since a day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import click

from valuegate.errors import TrackerError, ValuegateError
from valuegate.finding import VerdictOutcome
from valuegate.guard.simulate import Replayed, Text, simulate
from valuegate.guard.tally import Tally
from valuegate.report import EXIT_INTERRUPTED, Head, Style
from valuegate.run import Run
from valuegate.terminal import Pen, safe

from .command import command as new_command
from .options import config_option
from .output import lines, pen, table
from .progress import Progress
from .reports import Reports, wanted
from .stopping import Stopping
from .times import since as since_day
from .tracking import Tracked, named, today, tracked

_TEXTS: dict[Text, str] = {"as it was": "on the text as it was", "today's": "on today's text"}
_OUTCOMES: dict[VerdictOutcome, str] = {
    "passed": "hold",
    "failed": "refused",
    "exempt": "exempt",
    "undecided": "undecided",
}


@new_command(
    "simulate",
    examples=(
        ("valuegate guard simulate --since 90d", "all that entered a gate in the last 90 days"),
        ("valuegate guard simulate --since 2026-11-01 --format html=simulated.html", "as a page"),
    ),
)
@click.option(
    "--since",
    callback=since_day,
    metavar="90d|YYYY-MM-DD",
    default="90d",
    show_default=True,
    help="Entries from then on.",
)
@click.option(
    "--format",
    "formats",
    metavar="NAME[=FILE]",
    multiple=True,
    help="Also a report as check writes it: text, html, markdown, json, jsonl …; without a file, instead.",
)
@config_option
def simulate_command(since: datetime, formats: tuple[str, ...], config: str | None) -> int:
    """Replay the entries into gates since a day by the policy of today: which would have been refused?

    Nothing is written into the tracker. Where the text of that time is not known, the one of today is judged,
    and that is said.
    """
    found = tracked(config)
    paper, fallback, run = pen(), found.fallback(), found.run()
    tally, own = Tally(found.policy.guard, fallback), all("=" in asked for asked in formats)
    style = Style(paper.width, paper.color)
    with Stopping() as stop, Reports(wanted(formats, found.setting.registry.reporters), style) as reports:
        reports.start(Head(today(), found.policy.source, run.checks))
        for each in _replayed(found, run, since, stop):
            if isinstance(each, TrackerError):
                reports.add([each])
                lines(_untold(each, paper) if own else ())
                continue
            tally.add(each)
            reports.add([each.verdict])
            lines(_line(each, paper) if own else ())
        if stop():
            reports.add([ValuegateError("the simulation was stopped before its end", fix="Run it again.")])
        code = reports.end()
        if own:
            lines(_page(tally, found, since, paper))
            lines(["Stopped before the end: there may be more."] if stop() else ())
        return EXIT_INTERRUPTED if stop() else code


def _replayed(found: Tracked, run: Run, since: datetime, stop: Stopping) -> Iterator[Replayed | TrackerError]:
    """The entries, until somebody asks to stop; a person sees how far it is."""
    progress = Progress(many=0, what="Judging entries")
    try:
        for each in simulate(found.tracker, run, since):
            progress.give_way()
            yield each
            progress.step()
            if stop():
                return
    finally:
        progress.clear()


def _untold(error: TrackerError, pen: Pen) -> Iterator[str]:
    """A ticket that we cannot look into, and how to mend that."""
    yield f"{pen.paint('?', 'magenta')} {safe(f'{error.source}: ' if error.source else '')}not replayed"
    yield from pen.lines(error.message, 4, ("dim",))
    yield from pen.lines(f"→ {error.fix}" if error.fix else "", 4, ("dim",))


def _line(found: Replayed, pen: Pen) -> Iterator[str]:
    """A line of what would have been refused, and why."""
    verdict = found.verdict
    if verdict.outcome not in ("failed", "undecided"):
        return
    sign = pen.paint("✗", "red") if verdict.outcome == "failed" else pen.paint("?", "magenta")
    entered = f"entered {found.entry.status.name} on {found.entry.day}, {_TEXTS[found.text]}"
    head = pen.lines(f"{named(found.now.ticket)}: {entered}", 2, hang=2)
    yield f"{sign} {head[0].lstrip()}"
    yield from head[1:]
    reasons = dict.fromkeys(finding.reason for finding in verdict.findings if finding.severity == "error")
    yield from pen.lines(", ".join(reasons), 4, ("dim",))


def _page(tally: Tally, found: Tracked, since: datetime, pen: Pen) -> Iterator[str]:
    """The counts: by gate, by reason, and how many moves there would have been."""
    total = sum(tally.outcomes.values())
    if not total:
        yield f"Nothing has entered a gate since {since:%Y-%m-%d}."
        return
    yield from [
        "",
        pen.paint(f"{total} {'entry' if total == 1 else 'entries'} since {since:%Y-%m-%d}", "bold"),
    ]
    yield from table([*_gates(tally)], pen, indent=2)
    if tally.reasons:
        yield from ["", pen.paint("Why they would have been refused", "bold")]
        yield from table([*_reasons(tally)], pen, indent=2)
    yield ""
    yield from pen.lines(_moves(tally, found))
    if tally.homeless:
        said = "of the refused were never outside all gates: guard.fallback can name where they go."
        yield from pen.lines(f"{tally.homeless} {said}")


def _gates(tally: Tally) -> Iterator[list[str]]:
    """A row for each gate and kind of text."""
    yield ["gate", "judged", *_OUTCOMES.values()]
    for gate, text in dict.fromkeys((gate, text) for gate, text, _ in sorted(tally.outcomes)):
        counts = [str(tally.outcomes[gate, text, outcome]) for outcome in _OUTCOMES]
        yield [safe(gate), _TEXTS[text], *counts]


def _reasons(tally: Tally) -> Iterator[list[str]]:
    """A row for each reason, the most frequent first."""
    totals: dict[str, int] = {}
    for (reason, _), count in tally.reasons.items():
        totals[reason] = totals.get(reason, 0) + count
    yield ["reason", *_TEXTS.values()]
    for reason in sorted(totals, key=lambda name: (-totals[name], name)):
        yield [reason, *(str(tally.reasons[reason, text]) for text in _TEXTS)]


def _moves(tally: Tally, found: Tracked) -> str:
    if not tally.moves:
        return "In mode revert the guard would have moved nothing."
    total, most = sum(tally.moves.values()), max(tally.moves.values())
    day = next(day for day, count in sorted(tally.moves.items()) if count == most)
    limit = found.policy.guard.max_moves_per_run
    return (
        f"In mode revert the guard would have moved {total} back, at most {most} on one day ({day});"
        f" a run that would move more than {limit} stops and asks."
    )
