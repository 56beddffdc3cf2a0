"""Judging what a command line asks for, and reporting it. Knows no click: the short way comes here, too."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from valuegate import intake
from valuegate.config.disk import DISK
from valuegate.errors import PolicyError
from valuegate.files import File, find_files
from valuegate.intake import Raw
from valuegate.judging import Judge
from valuegate.plugins import Registry
from valuegate.policy import Policy
from valuegate.report import Head, Style

from .output import pen
from .reports import Reports, wanted
from .session import base_for, registry_for, setting_for

if TYPE_CHECKING:
    from valuegate.base import Base

_MANY = 50
"""From so many files on, a person at a terminal sees how far the run is."""


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


def check(request: Request) -> int:
    """Judge, and write the reports; the exit code."""
    with base_for(request.base) as base:
        registry = registry_for(request.config, base.files if base else DISK)
        paper = pen()
        style = Style(paper.width, paper.color, request.why, request.quiet, request.lang or "")
        with Reports(wanted(request.formats, registry.reporters), style) as reports:
            _judge(request, registry, reports, base)
            return reports.end()


def _judge(request: Request, registry: Registry, reports: Reports, base: Base | None) -> None:
    """Judge what is asked for; if the policy cannot be used, the reports tell its errors only."""
    if request.reader:
        intake.named_reader(request.reader, registry.readers)
    try:
        setting = setting_for(request.config, registry, base)
    except PolicyError as error:
        reports.start(Head(request.today, error.source))
        reports.add([error])
        return
    run = setting.run(request.today, request.gate, request.lang)
    reports.start(Head(request.today, run.policy.source, run.checks, setting.notes))
    reports.add(setting.errors)
    judge = Judge(run, request.reader)
    for item in _items(request, run.policy):
        reports.add(judge(item))
    if not reports.totals.summary["verdicts"]:
        reports.add(registry.errors)  # else each verdict holds them


def _items(request: Request, policy: Policy) -> Iterator[File | Raw]:
    """Everything that is asked for, one after the other; standard input last."""
    with _progress(_files(request, policy)) as files:
        yield from files
    if intake.STDIN in request.paths:
        yield from intake.read_stream(sys.stdin.buffer, request.template)


def _files(request: Request, policy: Policy) -> Sequence[File]:
    root = os.path.relpath(policy.root or ".")
    templates = find_files((), policy.templates, root)
    if request.paths:
        named = find_files([path for path in request.paths if path != intake.STDIN])
        asked = {os.path.realpath(file.path) for file in templates}
        return [
            file._replace(template=True) if request.template or os.path.realpath(file.path) in asked else file
            for file in named
        ]
    tickets = find_files((), policy.tickets, root)
    asked = {file.path for file in templates}
    mine = [file for file in tickets if file.path not in asked]
    return [*mine, *(file._replace(template=True) for file in templates)]


def _progress(files: Sequence[File]) -> Any:
    """The files, with a bar on standard error if there are many and a person looks."""
    if len(files) <= _MANY or not sys.stderr.isatty():
        return nullcontext(files)
    import click

    bar: Iterable[File] = click.progressbar(files, label="Reading tickets", file=sys.stderr)
    return bar
