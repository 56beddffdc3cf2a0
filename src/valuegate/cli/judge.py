"""Judging what a command line asks for, and reporting it. Knows no click: the short way comes here, too."""

from __future__ import annotations

from contextlib import closing
from datetime import date

from valuegate import intake
from valuegate.config.disk import DISK
from valuegate.errors import PolicyError, UsageError, ValuegateError
from valuegate.judging import Judge, Judgements
from valuegate.plugins import Registry
from valuegate.records import NamedTuple
from valuegate.report import EXIT_INTERRUPTED, Head, Style
from valuegate.typed import TYPE_CHECKING

from .interrupt import Interrupts
from .output import pen, say
from .progress import Progress
from .reports import Reports, wanted
from .session import Setting, base_for, registry_for, setting_for
from .tickets import changed, files_for, lines_for, nothing

if TYPE_CHECKING:
    from valuegate.base import Base


class Request(NamedTuple):
    """What the command line asks of a run."""

    paths: tuple[str, ...]
    today: date
    gate: str | None = None
    reader: str | None = None
    lang: str | None = None
    template: bool = False
    config: str | None = None
    formats: tuple[str, ...] = ("text",)
    why: bool = False
    quiet: bool = False
    base: str | None = None
    jobs: int = 0
    changed: str | None = None


def check(request: Request) -> int:
    """Judge, and write the reports; the exit code."""
    with Interrupts() as interrupts, base_for(request.base) as base:
        registry = registry_for(request.config, base.files if base else DISK)
        paper = pen()
        style = Style(paper.width, paper.color, request.why, request.quiet, request.lang or "")
        with Reports(wanted(request.formats, registry.reporters), style) as reports:
            return _judge(request, registry, reports, base, interrupts)


def _judge(
    request: Request, registry: Registry, reports: Reports, base: Base | None, interrupts: Interrupts
) -> int:
    """Judge what is asked for; if the policy cannot be used, the reports tell its errors only."""
    if request.reader:
        intake.named_reader(request.reader, registry.readers)
    if request.changed is not None and intake.STDIN in request.paths:
        raise UsageError("git knows nothing of standard input", fix="Leave out --changed, or '-'.")
    try:
        setting = setting_for(request.config, registry, base)
    except PolicyError as error:
        reports.start(Head(request.today, error.source))
        reports.add([error])
        return reports.end()
    try:
        _judge_all(request, setting, reports, interrupts)
        interrupts.look()
    except KeyboardInterrupt:
        say("Interrupted.")
        reports.add([ValuegateError("the run was interrupted before its end", fix="Run it again.")])
        interrupts.whole(reports.end)
        return EXIT_INTERRUPTED
    return interrupts.whole(reports.end)


def _judge_all(request: Request, setting: Setting, reports: Reports, interrupts: Interrupts) -> None:
    """Judge all that is asked for; standard input last."""
    run = setting.run(request.today, request.gate, request.lang)
    files, notes = files_for(request.paths, run.policy, request.template), [*setting.notes]
    if request.changed is not None:
        reports.totals.expected = not files
        files, note = changed(files, request.changed or request.base or "")
        notes.append(note)
    elif not files and intake.STDIN not in request.paths:
        notes.append(nothing(request.paths, run.policy))
    reports.start(Head(request.today, run.policy.source, run.checks, notes))
    reports.add(setting.errors)
    judge = Judge(run, request.reader)
    lines = lines_for(request.paths, request.template)
    _write(judge.all(files, request.jobs), Progress(len(files)), reports, interrupts)
    _write(judge.all(lines, request.jobs), Progress(), reports, interrupts)
    if not reports.totals.summary["verdicts"]:
        reports.add(setting.registry.errors)  # else each verdict holds them


def _write(judged: Judgements, progress: Progress, reports: Reports, interrupts: Interrupts) -> None:
    """Report what is judged as it comes. Whatever ends this ends those who judge."""
    try:
        with closing(judged):
            for each in judged:
                progress.give_way()
                interrupts.whole(reports.add, each)
                progress.step()
    finally:
        progress.clear()
