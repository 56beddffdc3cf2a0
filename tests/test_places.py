"""How a finding is found again: its address, its fingerprint, and the text that says it."""

from __future__ import annotations

from urllib.parse import unquote_to_bytes

from hypothesis import given
from hypothesis import strategies as st

from valuegate.errors import ValuegateError
from valuegate.places import address, place, told


@given(st.text())
def test_an_address_is_ascii_and_leads_back_to_the_path(source: str) -> None:
    made = address(source)
    assert made.isascii()
    assert unquote_to_bytes(made) == source.encode("utf-8")


def test_a_name_that_is_no_text_keeps_its_bytes() -> None:
    assert unquote_to_bytes(address("a\udcff\udc80b")) == b"a\xff\x80b"


def test_a_place_is_told_as_far_as_it_is_known() -> None:
    assert place(ValuegateError("x", source="a.md", line=3, column=7)) == "a.md:3:7"
    assert place(ValuegateError("x", source="a.md")) == "a.md"
    assert place(ValuegateError("x")) == ""


def test_a_message_and_its_mend_become_one_text() -> None:
    assert told("It is missing.", "Add it.") == "It is missing. Add it."
    assert told("the check crashed", "Report it.", "legal") == "legal: the check crashed. Report it."
    assert told("It is missing", "") == "It is missing"
