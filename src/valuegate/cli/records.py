"""The records of the journal as people and programs read them: a line each, as they come."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator

from valuegate.guard.journal import COLUMNS, Record
from valuegate.guard.rates import Rates
from valuegate.terminal import Pen, safe

from .told import WHYS

_FORMULA = ("=", "+", "-", "@")
"""How a cell begins that a spreadsheet takes for a formula."""


def as_text(records: Iterable[Record], pen: Pen) -> Iterator[str]:
    """A line for each: when, what, which ticket, and why."""
    for record in records:
        head = f"{record.at[:16].replace('T', ' ')}  {record.act:<10}  "
        body = pen.lines(f"{record.ticket}: {'; '.join(filter(None, _said(record)))}", len(head), hang=2)
        yield "\n".join([head + body[0].lstrip(), *body[1:]]) + "\n"


def _said(record: Record) -> Iterator[str]:
    yield f"gate {record.gate}" if record.gate else ""
    if record.act == "moving":
        yield "announced, so that it is known as ours"
        return
    yield ", ".join(record.reasons)
    if record.act != "moved":  # there it is an id of the tracker's history
        yield WHYS.get(record.detail, record.detail)
    word = "by" if record.act in ("contested", "upheld", "overturned") else "entered by"
    yield f"{word} {record.person}" if record.person else ""


def as_csv(records: Iterable[Record]) -> Iterator[str]:
    """A row for each, with the names of the columns first; no cell is a formula."""
    yield _row(COLUMNS)
    for record in records:
        yield _row([_cell(value) for value in record])


def _row(cells: Iterable[str]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue()


def _cell(value: object) -> str:
    text = safe(" ".join(value) if isinstance(value, tuple) else str(value))
    return f"'{text}" if text.startswith(_FORMULA) else text


def as_json_lines(records: Iterable[Record]) -> Iterator[str]:
    """An object for each."""
    for record in records:
        yield json.dumps(record._asdict()) + "\n"


def told(rates: Rates) -> Iterator[str]:
    """How often it refuses, how often that is contested, and how often it was wrong."""
    entries, refused, contested, overturned = rates
    noun = "entry" if entries == 1 else "entries"
    yield f"{entries} {noun} judged: {refused} refused{_share(refused, entries)}"
    if refused:
        shares = [
            f"{n} {word}{_share(n, refused)}"
            for n, word in ((contested, "contested"), (overturned, "overturned"))
        ]
        yield f"Of the refusals: {', '.join(shares)}"


def _share(part: int, whole: int) -> str:
    return f" ({round(100 * part / whole)} %)" if whole else ""
