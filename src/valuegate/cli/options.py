"""Options and values that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

import click

from valuegate import language

from .quick import read_day

_Function = TypeVar("_Function", bound=Callable[..., Any])


def day(ctx: click.Context, param: click.Parameter, value: str | None) -> date:
    """The day that an option names, else today."""
    found = read_day(value)
    if found is None:
        raise click.BadParameter(
            f"'{value}' is not a day; write it as {date.today().isoformat()}", ctx, param
        )
    return found


def whole_number(least: int) -> Callable[..., int | None]:
    """Reads a whole number from ``least`` on; click's own words for what is none speak of ranges."""

    def number(ctx: click.Context, param: click.Parameter, value: str | None) -> int | None:
        if value is None:
            return None
        if value.isdecimal() and int(value[:9]) >= least:
            return int(value[:9])
        raise click.BadParameter(f"'{value}' is no whole number from {least} on", ctx, param)

    return number


def config_option(function: _Function) -> _Function:
    """``--config FILE``."""
    return click.option(
        "--config", metavar="FILE", help="The policy; else the nearest valuegate.yaml, here or above."
    )(function)


def telling_options(function: _Function) -> _Function:
    """``--summary``, ``--why`` and ``--quiet``: how much is told."""
    for option in (
        click.option("--quiet", "-q", is_flag=True, help="Show only what is refused or undecided."),
        click.option("--why", is_flag=True, help="Show the words that each verdict rests on, of passes too."),
        click.option(
            "--summary", is_flag=True, help="Print counts and the most frequent mends: --format summary."
        ),
    ):
        function = option(function)
    return function


def lang_option(text: str, default: str | None = None) -> Callable[[_Function], _Function]:
    """``--lang CODE``, one of the installed language packs."""
    codes = click.Choice(language.installed())
    return click.option("--lang", type=codes, default=default, show_default=bool(default), help=text)
