"""``valuegate guard run``: one round of the guard, or one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import click

from valuegate.errors import ForbiddenError, SignInError, TrackerError, UsageError, WaitError
from valuegate.guard.acting import Done, DoneWhat
from valuegate.guard.journal import Journal
from valuegate.guard.looking import Looking
from valuegate.guard.memory import Memory
from valuegate.guard.round import Round, Summary
from valuegate.report import EXIT_INTERRUPTED, EXIT_PASSED, EXIT_UNDECIDED
from valuegate.terminal import Pen, safe

from .command import command as new_command
from .options import config_option, whole_number
from .output import NAME, pen, say
from .progress import Progress
from .sheets import StandardOutput
from .stopping import Stopping
from .times import period
from .told import Worst, counted, told
from .tracking import MODES, Mode, Tracked, now, today, tracked

_NEWS: tuple[DoneWhat, ...] = ("moved", "not moved", "held back", "undecided")
"""What makes a round worth its line, where one follows the other."""


@new_command(
    "run",
    examples=(
        ("valuegate guard run --once", "one round, from a timer (cron, systemd, a pipeline)"),
        ("valuegate guard run --every 60s", "one round after the other, until it is stopped"),
        ("valuegate guard run --once --mode observe", "look, and write nothing into the tracker"),
        ("valuegate guard run --once --confirm 25", "after a run that stopped: 25 tickets may be moved"),
    ),
)
@click.option("--once", is_flag=True, help="One round, then end. The default.")
@click.option(
    "--every", callback=period, metavar="60s", help="Again and again, with this time between (60s, 5m, 1h)."
)
@click.option(
    "--confirm",
    metavar="N",
    callback=whole_number(1),
    help="Let the next round act on so many tickets, beyond max-moves-per-run.",
)
@click.option("--mode", type=click.Choice(MODES), help="Do less than the policy says; never more.")
@click.option("--resync", is_flag=True, help="Look at everything once more, not only at what has changed.")
@config_option
def run_command(
    once: bool,
    every: timedelta | None,
    confirm: int | None,
    mode: Mode | None,
    resync: bool,
    config: str | None,
) -> int:
    """Look at the tickets that changed since the last run, and act on those that do not hold.

    Ctrl-C, or SIGTERM, ends it after the ticket in hand; the next run goes on from there. If more tickets
    would be moved than max-moves-per-run allows (or, in the very first run, commented on), nothing is done:
    it lists them and asks.
    """
    if once and every:
        raise UsageError("--once and --every cannot both be", fix="Leave one of them out.")
    found = tracked(config, mode=mode)
    with found.journal() as journal, Stopping() as stop:
        if resync:
            Memory(journal, found.tracker.name).start_over()
        rounds = Rounds(found, journal, stop)
        return rounds.forever(every, confirm or 0) if every else rounds.once(confirm or 0)


_NAMES_HOLD = timedelta(hours=1)
"""For so long the names of the policy are taken to be those of the tracker: somebody may rename a status."""


class Rounds:
    """Rounds of one guard. Each day has its own run; what the tracker has is looked up each hour, too."""

    def __init__(self, found: Tracked, journal: Journal, stop: Stopping) -> None:
        self._found = found
        self._journal = journal
        self._stop = stop
        self._day: date | None = None
        self._until = now()
        self._looking: Looking | None = None

    def once(self, confirmed: int) -> int:
        """One round; its exit code."""
        try:
            summary, code = self._round(confirmed)
        except WaitError as error:
            when = f" after {error.until:%Y-%m-%d %H:%M} UTC" if error.until else " later"
            error.fix = error.fix or f"Run it again{when}: it goes on from where it was."
            raise
        if summary.counts or not summary.stopped:
            _print([counted(summary.counts)])
        return EXIT_INTERRUPTED if summary.stopped == "interrupted" else code

    def forever(self, every: timedelta, confirmed: int) -> int:
        """One after the other, until it is asked to stop, or somebody has to decide."""
        guard = self._found.policy.guard
        pause = round(every.total_seconds())
        say(f"Guarding {self._found.tracker.name} in mode {guard.mode}, every {pause} s. Ctrl-C ends it.")
        while not self._stop():
            until = now() + every
            try:
                summary, _ = self._round(confirmed)
            except (SignInError, ForbiddenError):
                raise  # a person is needed
            except TrackerError as error:
                until = max(until, getattr(error, "until", None) or until)
                say(safe(f"{error.message}; the next run is at {until:%H:%M:%S} UTC"))
            else:
                if summary.stopped == "too many moves":
                    return EXIT_UNDECIDED
                if any(summary.counts.get(what) for what in _NEWS):
                    _print([counted(summary.counts)])
            confirmed = 0
            self._stop.rest(until)
        return EXIT_PASSED

    def _round(self, confirmed: int) -> tuple[Summary, int]:
        """One round, told as it goes; and what it comes to."""
        paper, worst, progress = pen(), Worst(self._found.policy), Progress(many=0, what="Looking at tickets")

        def tell(done: Done) -> None:
            worst.add(done)
            progress.give_way()
            _print(told(done, paper))
            progress.step()

        try:
            less = self._found.does_less
            summary = Round(self._today(), tell, confirmed=confirmed, does_less=less, stop=self._stop).run()
        finally:
            progress.clear()
        if summary.stopped == "too many moves":
            _print(_too_many(summary, self._found, paper))
            return summary, EXIT_UNDECIDED
        if summary.unread:
            _print(_unread(summary.unread, paper))
            return summary, EXIT_UNDECIDED
        return summary, worst.code

    def _today(self) -> Looking:
        """What looks at tickets today."""
        if self._looking is None or self._day != today() or now() >= self._until:
            day, until = today(), now() + _NAMES_HOLD
            self._looking = self._found.looking(self._journal, self._found.fallback())
            self._day, self._until = day, until  # not before: the tracker may have been away
        return self._looking


def _print(texts: Sequence[str]) -> None:
    """Lines, at once. A reader who leaves (``| head``) stops no round."""
    out = StandardOutput()
    out.write("".join(f"{text}\n" for text in texts))
    out.flush()


def _unread(error: TrackerError, pen: Pen) -> list[str]:
    """What of the tracker cannot be read, and how to mend it; the rest was looked at."""
    return [
        *pen.lines(f"? {error.message}", 0, ("magenta",), hang=2),
        *pen.lines(f"→ {error.fix}" if error.fix else "", 2, hang=2),
    ]


def _too_many(summary: Summary, found: Tracked, pen: Pen) -> list[str]:
    """Which tickets would move, and how to let them."""
    count, limit = len(summary.moves), found.policy.guard.max_moves_per_run
    said = f"{count} tickets would be moved, and max-moves-per-run is {limit}: none was moved."
    if summary.first:
        said = (
            f"This first run would comment on or move {count} tickets, and max-moves-per-run is {limit}:"
            " none was touched."
        )
    fix = f"If that is right: {NAME} guard run --once --confirm {count}. One alone: {NAME} guard check KEY."
    return [
        *pen.lines(f"? {said}", 0, ("magenta",), hang=2),
        *pen.lines(", ".join(summary.moves), 4),
        *pen.lines(f"→ {fix}", 2, hang=2),
    ]
