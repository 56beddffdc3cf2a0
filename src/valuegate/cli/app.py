"""The command ``valuegate`` itself: its commands, each loaded when it is called, and its help."""

from __future__ import annotations

import importlib
from typing import Any

import click

from valuegate.naming import suggestion
from valuegate.records import NamedTuple

from .command import common_options, write_examples
from .output import NAME
from .quick import version


class Entry(NamedTuple):
    """A command that is not loaded yet: its module, and what the help says of it."""

    module: str
    help: str


SECTIONS: dict[str, dict[str, Entry]] = {
    "Judge tickets": {
        "check": Entry("check", "Judge tickets and templates by the gates of the policy."),
        "explain": Entry("explain", "Explain a check or a reason: why, examples, how to mend."),
        "checks": Entry("checks", "List the checks, what each asks, and its options."),
    },
    "Make exceptions": {
        "waivers": Entry("waivers", "List the waivers in the tickets, with their age and their last day."),
        "baseline": Entry("baseline", "Leave old tickets alone until they change."),
    },
    "Begin": {
        "init": Entry("init", "Write a first policy and a ticket template."),
        "new": Entry("new", "Write a ticket that is ready to fill in."),
    },
    "Trackers": {
        "login": Entry("login", "Sign in to a tracker; the keyring of the system keeps the secret."),
        "logout": Entry("logout", "Take the secrets of a tracker out of the keyring."),
        "whoami": Entry("whoami", "Say as whom valuegate is signed in to a tracker."),
        "linear": Entry(
            "linear", "Make the labels and the template of the guard in Linear, or take them away."
        ),
    },
    "Guard a tracker": {
        "guard": Entry("guard", "Look after its tickets: what does not hold gets a comment, or goes back."),
        "audit": Entry("audit", "Judge all its tickets as they stand now, in any report."),
        "ticket": Entry("ticket", "Look at one ticket, or move it: the gate is asked first."),
        "journal": Entry("journal", "Show what the guard did; write what people decided of it."),
        "doctor": Entry("doctor", "Look at all that the guard needs; each finding with its mend."),
    },
    "Set up": {
        "hook": Entry("hook", "Judge what is committed: install the git hook, or run it."),
        "policy": Entry("policy", "Show or validate the policy, or print its schema."),
        "plugins": Entry("plugins", "List the plugins, what each registered, and what failed."),
        "completion": Entry("completion", "Print the completion script of a shell."),
    },
}
COMMANDS = {name: entry for section in SECTIONS.values() for name, entry in section.items()}

EXIT_CODES = (
    ("0", "nothing is refused"),
    ("1", "a gate refuses a ticket"),
    ("2", "the command was called wrongly"),
    ("3", "something could not be decided, or broke: never a pass, never a refusal"),
    ("4", "there was nothing to check"),
)

_EXAMPLES = (
    ("valuegate check", "the tickets and templates that the policy names"),
    ("valuegate check tickets/a.md --why", "one ticket, with the words that each verdict rests on"),
    ("valuegate explain metric.equal", "what a reason means, and how to mend it"),
    ("valuegate init", "a first policy and a ticket template"),
)


class LazyGroup(click.Group):
    """A group whose commands are imported when they run, so that one does not pay for the others."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name, from its module."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"{__package__}.{COMMANDS[cmd_name].module}")
        command: click.Command = module.command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, with the nearest name for one that is not there, and help for a bare path."""
        name = args[0]
        if name not in COMMANDS and not name.startswith("-"):
            fix = suggestion(name, list(COMMANDS))
            if any(char in name for char in "./*"):  # no command has one: it is a path
                fix = f"To judge a ticket: {NAME} check {name}"
            raise click.UsageError(f"there is no command '{name}'. {fix}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands by section, without importing them."""
        for title, entries in SECTIONS.items():
            with formatter.section(title):
                formatter.write_dl([(name, entry.help) for name, entry in entries.items()])

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Examples and exit codes."""
        write_examples(formatter, _EXAMPLES)
        with formatter.section("Exit codes"):
            formatter.write_dl(EXIT_CODES)


def _print_version(ctx: click.Context, _: click.Parameter, value: Any) -> None:
    if value and not ctx.resilient_parsing:
        click.echo(version())
        ctx.exit()


_CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


@click.group(cls=LazyGroup, context_settings=_CONTEXT)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_version,
    help="Show the version, and leave.",
)
def app() -> None:
    """Product tickets argue their value, or they do not enter Ready.

    valuegate reads a ticket, finds where it argues its value, and refuses it where the argument does not
    hold: no problem, no evidence, no metric, no review date.
    """


app.params.extend(common_options())
