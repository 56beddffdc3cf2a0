"""What is written for other programs can be read by them, whatever stands in it."""

from __future__ import annotations

import contextlib
import csv
import io
from datetime import timedelta
from pathlib import Path

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from valuegate.cli.app import app
from valuegate.cli.examples import write_examples
from valuegate.cli.records import as_csv
from valuegate.cli.times import period
from valuegate.guard.contested import Example
from valuegate.guard.journal import COLUMNS, Record
from valuegate.terminal import UNSAFE_IN_LINES, safe
from valuegate.testing.examples import load_examples

CONTEXT = click.Context(app)
OPTION = click.Option(["--every"])


@given(text=st.text(max_size=200), metric=st.text(max_size=50))
def test_an_example_is_read_as_it_was_written(
    tmp_path_factory: pytest.TempPathFactory, text: str, metric: str
) -> None:
    folder = tmp_path_factory.mktemp("examples")
    example = Example("evidence", text, "en", "pass", "overturned by people: evidence.authority", metric)
    (path,) = write_examples([example], str(folder))
    assert Path(path).name == "evidence.yaml"
    (found,) = load_examples(path)
    expected = UNSAFE_IN_LINES.sub("", text).strip()
    assert [line.rstrip() for line in found.text.split("\n")] == [
        line.rstrip() for line in expected.split("\n")
    ]
    assert (found.lang, found.expect, found.why) == ("en", "pass", example.why)


@given(st.text(max_size=30), st.text(max_size=30), st.lists(st.text(max_size=10), max_size=3))
def test_every_cell_is_read_back_and_none_is_a_formula_or_commands_a_terminal(
    ticket: str, detail: str, reasons: list[str]
) -> None:
    record = Record("folder", ticket, "warned", reasons=tuple(reasons), detail=detail)
    written = "".join(as_csv([record]))
    head, row = csv.reader(io.StringIO(written, newline=""))
    assert tuple(head) == COLUMNS
    assert not [cell for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert "\x1b" not in written
    assert row[COLUMNS.index("ticket")].removeprefix("'") == safe(ticket).removeprefix("'")


@pytest.mark.parametrize(
    ("said", "length"),
    [
        ("60s", timedelta(minutes=1)),
        ("5m", timedelta(minutes=5)),
        ("1h", timedelta(hours=1)),
        ("90d", timedelta(90)),
    ],
)
def test_a_time_is_a_number_and_a_unit(said: str, length: timedelta) -> None:
    assert period(CONTEXT, OPTION, said) == length


@given(st.text(max_size=12))
def test_whatever_is_said_is_a_time_or_is_told_how_to_write_one(said: str) -> None:
    with contextlib.suppress(click.BadParameter):  # it was told
        found = period(CONTEXT, OPTION, said)
        assert found
        assert found > timedelta(0)


@pytest.mark.parametrize("said", ["", "s", "60", "0s", "-5m", "1.5h", "soon", "99999999999d"])
def test_what_is_no_time_is_told(said: str) -> None:
    with pytest.raises(click.BadParameter, match="write it as 60s"):
        period(CONTEXT, OPTION, said)
