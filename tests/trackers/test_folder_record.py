"""The record of a ticket: what is written is read back, and reads well."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from valuegate.trackers.folder.record import Entry, State, dated, last, read, state, written

AT = datetime(2026, 11, 28, 7, 3, 12, 123456, tzinfo=UTC)
COMMENT = "### Not yet\n\n- Say who.\n- Say how much."
ENTRIES = dated(
    [],
    [
        Entry(made="Draft", key="SHOP-12", labels=("chore", "needs: proof"), text="3f2a9c01d4e5b6a7"),
        Entry(by="ana", status="Ready", before="Draft"),
        Entry(by="valuegate", added="value-gate"),
        Entry(text="00d4e5b6a73f2a9c"),
        Entry(
            by="valuegate",
            marker="valuegate",
            edited=AT,
            comment="### Not yet\n\n- Say who.\n- Say how much.",
        ),
    ],
    AT,
)
WRITTEN = """\
# What happened to SHOP-12.md. valuegate writes this file.
# To say something, add an entry with `by` and `comment`.
- at: 2026-11-28T07:03:12.123456Z
  made: Draft
  key: SHOP-12
  labels: [chore, "needs: proof"]
  text: 3f2a9c01d4e5b6a7
- at: 2026-11-28T07:03:12.123457Z
  by: ana
  status: Ready
  before: Draft
- at: 2026-11-28T07:03:12.123458Z
  by: valuegate
  added: value-gate
- at: 2026-11-28T07:03:12.123459Z
  text: 00d4e5b6a73f2a9c
- at: 2026-11-28T07:03:12.123460Z
  by: valuegate
  marker: valuegate
  edited: 2026-11-28T07:03:12.123456Z
  comment: |
    ### Not yet

    - Say who.
    - Say how much.
"""


def test_a_record_is_an_entry_below_the_other() -> None:
    assert written(ENTRIES, "SHOP-12.md") == WRITTEN
    assert read(WRITTEN.encode(), "SHOP-12.history.yaml") == ENTRIES


def test_other_programs_read_it_as_yaml() -> None:
    told = yaml.safe_load(WRITTEN)
    assert told[4]["comment"] == "### Not yet\n\n- Say who.\n- Say how much.\n"
    assert told[0]["labels"] == ["chore", "needs: proof"]


def test_what_all_entries_come_to() -> None:
    more = [*ENTRIES, Entry(removed="chore"), Entry(status="In Progress", before="Ready")]
    assert state(more) == State("SHOP-12", "In Progress", ("needs: proof", "value-gate"), "00d4e5b6a73f2a9c")


def test_entries_are_told_oldest_first_however_they_stand_in_the_file() -> None:
    turned = written(list(reversed(ENTRIES)), "SHOP-12.md")
    assert read(turned.encode(), "SHOP-12.history.yaml") == ENTRIES


def test_no_two_entries_have_the_same_time_and_none_goes_back() -> None:
    told = dated(ENTRIES, [Entry(added="a"), Entry(added="b")], AT.replace(year=2020))
    ids = [entry.id for entry in told]
    assert ids == sorted(set(ids))
    assert last(told) == told[-1].at


TEXTS = st.text(
    st.one_of(st.characters(codec="utf-8"), st.sampled_from(" \n\t#:-|>'\"\\{}[]&*!%@`\u2028\ufeff"))
)


@given(TEXTS)
def test_any_comment_is_read_back(text: str) -> None:
    entry = Entry(at=AT, by="ana", comment=text.rstrip("\n"))
    assert read(written([entry], "a.md").encode(), "a.history.yaml") == [entry]


@given(TEXTS.filter(bool), st.lists(TEXTS.filter(bool), max_size=3), TEXTS.filter(bool))
def test_any_name_status_and_label_is_read_back(name: str, labels: list[str], status: str) -> None:
    entry = Entry(at=AT, by=name, made=status, key=name, labels=tuple(labels))
    assert read(written([entry], name).encode(), "a.history.yaml") == [entry]


@pytest.mark.parametrize(
    "word", ["yes", "No", "null", "~", "1.5", "2026-11-28", "a: b", "- a", "#", "a #b", "é"]
)
def test_words_that_yaml_would_take_for_something_else_are_quoted(word: str) -> None:
    assert yaml.safe_load(written([Entry(at=AT, by=word, added="x")], "a.md"))[0]["by"] == word
