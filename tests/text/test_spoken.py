"""Days are written as people say them."""

from __future__ import annotations

from datetime import date

from valuegate.language import Pack, load
from valuegate.text.spoken import in_words


def test_days_in_words() -> None:
    assert in_words(date(2027, 3, 16), load("en")) == "16 March 2027"
    assert in_words(date(2027, 3, 1), load("fr")) == "1er mars 2027"
    assert in_words(date(2027, 3, 1), Pack({"code": "xx", "name": "X"})) == "2027-03-01"
