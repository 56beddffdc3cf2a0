"""What all commands share: options for colours and errors, and help that shows examples."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import click

from .interrupt import Interrupts
from .output import settings

Examples = Sequence[tuple[str, str]]


class Command(click.Command):
    """A command with examples in its help, and the options that every command has."""

    def __init__(self, *args: Any, examples: Examples = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.short_help = (self.help or "").partition("\n")[0]
        self.params.extend(common_options())
        self.examples = examples

    def invoke(self, ctx: click.Context) -> Any:
        """Do it. A Ctrl-C that came where it could not be heeded is heeded at the end."""
        with Interrupts() as interrupts:
            done = super().invoke(ctx)
            interrupts.look()
            return done

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The examples, below the options."""
        write_examples(formatter, self.examples)


def write_examples(formatter: click.HelpFormatter, examples: Examples) -> None:
    """A section of commands to try, each with what it does."""
    if examples:
        with formatter.section("Examples"):
            formatter.write_dl(examples, col_max=44)


def command(name: str, examples: Examples = ()) -> Callable[[Callable[..., Any]], Command]:
    """Marks a function as a command of valuegate."""
    return partial(click.command, name, cls=Command, examples=examples)()


def common_options() -> list[click.Option]:
    """The options that stand before or behind every command."""
    no_cache = "Work everything out anew, and keep nothing for the next start."
    return [
        click.Option(
            ["--color"],
            type=click.Choice(["auto", "always", "never"]),
            expose_value=False,
            callback=_set_color,
            help="Colours: only on a terminal (auto), always or never. NO_COLOR and FORCE_COLOR count too.",
        ),
        _flag("--no-color", "The same as --color never.", callback=_set_no_color),
        _flag("--no-cache", no_cache),  # heeded before anything was loaded
        _flag("--debug", "Show a traceback if something breaks.", callback=_set_debug, is_eager=True),
    ]


def _flag(name: str, help: str, **more: Any) -> click.Option:
    return click.Option([name], is_flag=True, expose_value=False, help=help, **more)


def _set_color(ctx: click.Context, _: click.Parameter, value: Any) -> None:
    if value:
        settings().color = value


def _set_no_color(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    if value:
        settings().color = "never"


def _set_debug(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    if value:
        settings().debug = True
