"""Times as options name them: ``60s``, ``5m``, ``1h``, ``90d``, or a day."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import click

from .quick import read_day
from .tracking import now

_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
_LONGEST = timedelta(days=36_500)


_PERIODS = "60s, 5m, 1h or 90d"


def period(
    ctx: click.Context, param: click.Parameter, value: str | None, written: str = _PERIODS
) -> timedelta | None:
    """A length of time; ``written`` says how one writes what is asked for."""
    if value is None:
        return None
    number, unit = value[:-1], _UNITS.get(value[-1:])
    if unit and number.isdecimal() and len(number) < 10 and int(number):
        return min(timedelta(**{unit: int(number)}), _LONGEST)
    raise click.BadParameter(f"'{value}' is no time; write it as {written}", ctx, param)


def since(ctx: click.Context, param: click.Parameter, value: str | None) -> datetime | None:
    """The time from which on: the beginning of a day in UTC, or so long ago."""
    day = read_day(value) if value else None
    if day:
        return datetime.combine(day, time(), UTC)
    length = period(ctx, param, value, "90d, or as a day: 2026-11-23")
    return now() - length if length else None
