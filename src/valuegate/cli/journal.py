"""``valuegate journal``: what the guard decided and did; and what people decided of it, as examples."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

import click

from valuegate.guard.contested import decided, examples
from valuegate.guard.journal import ACTS, Act, Record, Replica
from valuegate.guard.rates import Counting
from valuegate.report import EXIT_NOTHING, EXIT_PASSED
from valuegate.terminal import Pen

from .command import command as new_command
from .examples import empty_folder, write_examples
from .options import config_option
from .output import lines, pen, write
from .records import as_csv, as_json_lines, as_text, told
from .session import policy_for, registry_for
from .times import since as since_day
from .tracking import journal_path, now, tracked


class _ShowsByDefault(click.Group):
    """``valuegate journal --ticket SHOP-12`` is ``valuegate journal show --ticket SHOP-12``."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Its first word is the name of a command, or there is none."""
        if not args or (args[0] not in self.commands and args[0] not in ctx.help_option_names):
            args = ["show", *args]
        return super().parse_args(ctx, args)


@click.group("journal", cls=_ShowsByDefault)
def command() -> None:
    """Show what the guard decided and did, or write what people decided of it as examples."""


@new_command(
    "show",
    examples=(
        ("valuegate journal", "all of it, the oldest first"),
        ("valuegate journal --ticket SHOP-12", "the story of one ticket"),
        ("valuegate journal --act contested --act overturned", "where people see it differently"),
        ("valuegate journal --since 30d --format csv", "for a spreadsheet"),
    ),
)
@click.option("--ticket", metavar="KEY", default="", help="Only of this ticket.")
@click.option("--gate", metavar="NAME", default="", help="Only of this gate.")
@click.option(
    "--act", "acts", metavar="ACT", type=click.Choice(ACTS), multiple=True, help=f"Only: {', '.join(ACTS)}."
)
@click.option("--since", callback=since_day, metavar="90d|YYYY-MM-DD", help="Only from then on.")
@click.option(
    "--format", "form", type=click.Choice(["text", "csv", "jsonl"]), default="text", help="How it is written."
)
@config_option
def show_command(
    ticket: str, gate: str, acts: tuple[Act, ...], since: datetime | None, form: str, config: str | None
) -> int:
    """Show the records of the journal, oldest first, and how often refusals are contested and overturned.

    The journal holds no text of a ticket. People are pseudonyms in it, unless guard.people says otherwise.
    """
    path = journal_path(policy_for(config, registry_for(config)))
    with Replica(path, now) as journal:
        found = journal.records(ticket=ticket, gate=gate, acts=acts, since=since)
        if form == "text":
            return _as_text(found, pen(), chosen=any((ticket, gate, acts, since)))
        for text in as_csv(found) if form == "csv" else as_json_lines(found):
            write(text)
    return EXIT_PASSED


def _as_text(found: Iterator[Record], pen: Pen, *, chosen: bool) -> int:
    counting = Counting()
    for text in as_text(map(counting.add, found), pen):
        write(text)
    if not counting.total:
        lines([f"The journal has no {'such record' if chosen else 'record yet'}."])
        return EXIT_PASSED
    lines(["", *told(counting.rates)])
    return EXIT_PASSED


@new_command(
    "export",
    examples=(
        (
            "valuegate journal export --contested examples/",
            "a file for each check; read it before you share it",
        ),
    ),
)
@click.option(
    "--contested",
    "folder",
    metavar="FOLDER",
    required=True,
    help="Write what was contested and decided into this folder, which must be new or empty.",
)
@config_option
def export_command(folder: str, config: str | None) -> int:
    """Write contested refusals that somebody decided as labelled examples, so that judgement can be mended.

    Each has the passage as it was when it was refused, read from the tracker once more, and what people
    decided. Secrets, people, addresses and numbers of accounts are masked where their shape is known.
    """
    empty_folder(folder)
    found, paper = tracked(config), pen()
    run = found.run()
    with found.replica() as journal:
        cases = decided(journal, found.tracker.name)
    written = [examples(case, found.tracker, run) for case in cases]
    paths = write_examples((example for each in written for example in each), folder)
    lost = [case.refusal.ticket for case, each in zip(cases, written, strict=True) if not each]
    lines(_page(sum(map(len, written)), paths, lost, paper))
    return EXIT_PASSED if paths else EXIT_NOTHING


def _page(count: int, paths: Sequence[str], lost: Sequence[str], pen: Pen) -> Iterator[str]:
    if paths:
        yield from pen.lines(f"{count} example{'' if count == 1 else 's'} written to {', '.join(paths)}")
        yield from pen.lines(
            "Read them before you share them: a name that nobody in the tracker has may be left."
        )
    else:
        yield "No contested refusal is decided, or its text is not known any more: nothing was written."
    if lost:
        said = "Left out, since the text that was refused is not known any more, or holds no passage: "
        yield from pen.lines(said + ", ".join(lost))


for each in (show_command, export_command):
    command.add_command(each)
