"""``valuegate check``: judge tickets and templates, and report."""

from __future__ import annotations

from datetime import date

import click

from .command import command as new_command
from .judge import Request, check
from .options import config_option, day, lang_option, telling_options, whole_number


@new_command(
    "check",
    examples=(
        ("valuegate check", "what the policy names: its tickets and templates"),
        ("valuegate check tickets/ 'ideas/**/*.md'", "a folder and a glob"),
        ("valuegate check --gate done SHOP-12.md", "by one gate, whatever the status"),
        ("export | valuegate check - --format json", "JSON lines, or the text of one ticket, from a tracker"),
        ("valuegate check --base origin/main", "in a pipeline, by the rules of the target branch"),
        ("valuegate check --changed", "what this branch, or you, changed since the default branch"),
        ("valuegate check --summary", "how many hold, what the others lack, what would help most"),
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
    show_default="text",
    help="text, summary, html, markdown, json, jsonl, sarif, junit, github or gitlab;"
    " several, if all but one have a file.",
)
@click.option(
    "--base",
    metavar="REF",
    help="Judge by the policy, baseline and waivers of this branch: the target of a pull request.",
)
@click.option(
    "--changed",
    metavar="[REF]",
    is_flag=False,
    flag_value="",
    help="Judge only files that changed since this branch left REF, by default the branch it is merged into.",
)
@telling_options
@lang_option("Speak this language; else that of each ticket.")
@click.option(
    "--jobs",
    "-j",
    metavar="N",
    callback=whole_number(0),
    default="0",
    help="Judge many tickets in so many processes; else in one for each core.",
)
def command(
    paths: tuple[str, ...],
    gate: str | None,
    today: date,
    reader: str | None,
    template: bool,
    config: str | None,
    formats: tuple[str, ...],
    base: str | None,
    changed: str | None,
    summary: bool,
    why: bool,
    quiet: bool,
    lang: str | None,
    jobs: int,
) -> int:
    """Judge tickets and templates by the gates of the policy.

    PATH is a file, a folder, a glob, or - for standard input. Without one, the tickets and templates that
    the policy names are judged. The gate follows from the status of each ticket; a ticket without a status
    is judged by the first gate, and a draft gets advice that refuses nothing.
    """
    formats = (*formats, "summary") if summary else formats or ("text",)
    return check(
        Request(paths, today, gate, reader, lang, template, config, formats, why, quiet, base, jobs, changed)
    )
