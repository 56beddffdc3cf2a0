"""``valuegate check``: judge tickets and templates, and report."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext
from datetime import date
from typing import Any, NamedTuple

import click

from valuegate import intake
from valuegate.errors import PolicyError
from valuegate.files import File, find_files
from valuegate.intake import Raw
from valuegate.judging import Judge
from valuegate.plugins import Registry
from valuegate.policy import Policy
from valuegate.report import Head, Style
from valuegate.run import Run

from .command import command as new_command
from .options import config_option, day, lang_option
from .output import pen
from .reports import Reports, wanted
from .session import policy_for, registry_for

_MANY = 50
"""From so many files on, a person at a terminal sees how far the run is."""


class Request(NamedTuple):
    """What the command line asks of a run."""

    paths: tuple[str, ...]
    today: date
    gate: str | None
    reader: str | None
    lang: str | None
    template: bool


@new_command(
    "check",
    examples=(
        ("valuegate check", "what the policy names: its tickets and templates"),
        ("valuegate check tickets/ 'ideas/**/*.md'", "a folder and a glob"),
        ("valuegate check --gate done SHOP-12.md", "by one gate, whatever the status"),
        ("export | valuegate check - --format json", "JSON lines, or the text of one ticket, from a tracker"),
        ("valuegate check --template form.yml", "does this form ask for what the gate requires?"),
    ),
)
@click.argument("paths", metavar="[PATH]...", nargs=-1)
@click.option("--gate", metavar="NAME", help="Judge by this gate, whatever the status of a ticket.")
@click.option("--today", callback=day, metavar="YYYY-MM-DD", help="Judge as if it were this day.")
@click.option("--reader", metavar="NAME", help="Read all tickets with this reader.")
@click.option("--template", is_flag=True, help="The paths are templates that tickets are made from.")
@config_option
@click.option(
    "--format",
    "formats",
    metavar="NAME[=FILE]",
    multiple=True,
    default=("text",),
    show_default=True,
    help="text, json or jsonl; several, if all but one have a file.",
)
@click.option("--why", is_flag=True, help="Show the words that each verdict rests on, of passes too.")
@click.option("--quiet", "-q", is_flag=True, help="Show only what is refused or undecided.")
@lang_option("Speak this language; else that of each ticket.")
def command(
    paths: tuple[str, ...],
    gate: str | None,
    today: date,
    reader: str | None,
    template: bool,
    config: str | None,
    formats: tuple[str, ...],
    why: bool,
    quiet: bool,
    lang: str | None,
) -> int:
    """Judge tickets and templates by the gates of the policy.

    PATH is a file, a folder, a glob, or - for standard input. Without one, the tickets and templates that
    the policy names are judged. The gate follows from the status of each ticket; a ticket without a status
    is judged by the first gate, and a draft gets advice that refuses nothing.
    """
    request = Request(paths, today, gate, reader, lang, template)
    registry = registry_for(config)
    paper = pen()
    style = Style(paper.width, paper.color, why, quiet, lang or "")
    with Reports(wanted(formats, registry.reporters), style) as reports:
        _judge(request, config, registry, reports)
        return reports.end()


def _judge(request: Request, config: str | None, registry: Registry, reports: Reports) -> None:
    """Judge what is asked for; if the policy cannot be used, the reports tell its errors only."""
    if request.reader:
        intake.named_reader(request.reader, registry.readers)
    try:
        policy = policy_for(config, registry)
    except PolicyError as error:
        reports.start(Head(request.today, error.source))
        reports.add([error])
        return
    gate = policy.gate(request.gate).name if request.gate else None
    run = Run(policy, registry, request.today, gate=gate, speech=request.lang)
    reports.start(Head(request.today, policy.source, run.checks))
    judge = Judge(run, request.reader)
    for item in _items(request, policy):
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
    bar: Iterable[File] = click.progressbar(files, label="Reading tickets", file=sys.stderr)
    return bar
