"""``valuegate audit``: every ticket of a tracker as it stands now, in any report."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import click

from valuegate.errors import ForbiddenError, GoneError, TrackerError, ValuegateError
from valuegate.finding import Verdict
from valuegate.guard.ahead import ahead
from valuegate.guard.audit import audit, is_gated
from valuegate.guard.audited import Audited
from valuegate.report import EXIT_INTERRUPTED, Head, Style
from valuegate.run import Run
from valuegate.tracker import Countable, Query, Snapshot, Tracker

from .command import command as new_command
from .options import config_option, lang_option, telling_options
from .output import NAME, pen
from .progress import Progress
from .reports import Reports, wanted
from .stopping import Stopping
from .tracking import Tracked, journal_path, today, tracked


@new_command(
    "audit",
    examples=(
        ("valuegate audit --summary", "how many tickets hold, what the others lack, what would help most"),
        ("valuegate audit 'project = SHOP' --format html=audit.html", "a query of the tracker, as a page"),
        ("valuegate audit --resume", "go on after Ctrl-C, or after the tracker failed"),
    ),
)
@click.argument("query", default="")
@click.option(
    "--format",
    "formats",
    metavar="NAME[=FILE]",
    multiple=True,
    show_default="text",
    help="As check writes it: text, html, markdown, json …; several, if all but one have a file.",
)
@telling_options
@click.option("--resume", is_flag=True, help="Go on with the audit that was interrupted.")
@lang_option("Speak this language; else that of each ticket.")
@config_option
def command(
    query: str,
    formats: tuple[str, ...],
    summary: bool,
    why: bool,
    quiet: bool,
    resume: bool,
    lang: str | None,
    config: str | None,
) -> int:
    """Judge all tickets of the tracker as they stand now, or those of a query in its own language.

    A ticket in a gated status is judged for the day on which it entered, with the waivers and labels of those
    who may set them; any other one gets advice. Nothing is written into the tracker.
    """
    found, paper = tracked(config), pen()
    found.fallback()  # a gate for a status that nobody has would find nothing
    formats = (*formats, "summary") if summary else formats or ("text",)
    style = Style(paper.width, paper.color, why, quiet, lang or "")
    with (
        _audited(found, query, lang, resume) as kept,
        Reports(wanted(formats, found.setting.registry.reporters), style) as reports,
        Stopping() as stop,
    ):
        run = found.setting.run(kept.day, speech=lang)
        reports.start(Head(kept.day, found.policy.source, run.checks))
        return _Auditing(found.tracker, run, kept, reports, stop).all(query)


def _audited(found: Tracked, query: str, lang: str | None, resume: bool) -> Audited:
    """The file of what is judged so far, beside the journal."""
    path = os.path.join(os.path.dirname(journal_path(found.policy)), f"audit-{found.tracker.name}.jsonl")
    about = {"tracker": found.tracker.name, "query": query, "lang": lang or "", "policy": found.fingerprint}
    return Audited(path, about, today(), resume=resume)


def _count(tracker: Tracker, query: str) -> int | None:
    """About how many tickets will be judged, if a person looks on and the tracker can tell."""
    if not (sys.stderr.isatty() and isinstance(tracker, Countable)):
        return None
    try:
        return tracker.count(Query(text=query))
    except TrackerError:  # the search itself says what is wrong
        return None


class _Auditing:
    """One audit, and where its verdicts go."""

    def __init__(self, tracker: Tracker, run: Run, kept: Audited, reports: Reports, stop: Stopping) -> None:
        self._tracker = ahead(tracker, lambda now: is_gated(run, now) and kept.find(now) is None)
        self._run = run
        self._kept = kept
        self._reports = reports
        self._stop = stop
        self._told: set[str] = set()

    def all(self, query: str) -> int:
        """Judge all; what ends it early is told in every report."""
        progress = Progress(_count(self._tracker, query), many=0)
        try:
            self._judge(query, progress)
        except TrackerError as error:
            if self._told:
                error.fix = f"{error.fix} Go on later: {NAME} audit --resume".strip()
            self._reports.add([error])
            return self._reports.end()
        finally:
            progress.clear()
        if self._stop():
            message = f"the audit was interrupted after {progress.done} tickets"
            self._reports.add([ValuegateError(message, fix=f"Go on: {NAME} audit --resume")])
            self._reports.end()
            return EXIT_INTERRUPTED
        if not self._told:
            self._reports.add(self._run.registry.errors)  # else each verdict holds them
        self._kept.end()
        return self._reports.end()

    def _judge(self, query: str, progress: Progress) -> None:
        for now in self._tracker.search(Query(text=query)):
            if self._stop():
                return
            if now.ticket.key in self._told:  # it changed while pages were turned
                continue
            self._told.add(now.ticket.key)
            judged = self._judged(now)
            progress.give_way()
            self._reports.add(judged)
            progress.step()

    def _judged(self, now: Snapshot) -> Sequence[Verdict | ValuegateError]:
        """The verdicts on a ticket, none if it is gone; or what keeps us from it, which concerns no other."""
        verdicts = self._kept.find(now)
        if verdicts is not None:
            return verdicts
        try:
            verdicts = audit(self._tracker, self._run, now)
        except GoneError:
            return ()
        except ForbiddenError as error:
            error.source = error.source or now.ticket.key
            return [error]
        self._kept.add(now, verdicts)
        return verdicts
