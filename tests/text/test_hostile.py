"""No text makes the toolbox slow: a time that grows with the square would end in the timeout."""

import subprocess
import sys

import pytest

UNITS = [
    "12 -> 3 ", "1 ", "1 111 ", "12/", "1-", "8 March ", "May ", "one in four ", "a-", "a. ", "\\n",
    "http://", "A-B-", "ABC-1-", "a/b#1", "two hundred thousand ", "vingt et ", " - ", "Q3 2027 ", "2026 ",
    "(0", ".", "6 weeks after ", "2027-03-15 ", "2027-03-15", "3 and ", "01 ", "1", "www.", "half of the ",
    ";", "week of ", "between 3 ",
]  # fmt: skip
SCRIPT = """
import sys
from datetime import date
from valuegate.language import load
from valuegate.words import tokenize
from valuegate.text.dates import find_dates
from valuegate.text.detect import foreign
from valuegate.text.links import find_keys, find_urls
from valuegate.text.numbers import find_quantities
from valuegate.text.sentences import clauses, sentences
unit = sys.argv[1].replace("\\\\n", "\\n")
text = unit * (int(sys.argv[2]) // len(unit))
for pack in (load("en"), load("fr")):
    tokens = tokenize(text)
    find_dates(text, pack, today=date(2026, 11, 23), tokens=tokens)
    find_quantities(text, pack, (), tokens)
    clauses(text, 0, len(text), pack, tokens)
sentences(text), find_keys(text), find_urls(text), foreign(text, [pack], tokens.said)
"""


@pytest.mark.parametrize("unit", UNITS)
def test_hostile(unit: str) -> None:
    subprocess.run([sys.executable, "-c", SCRIPT, unit, "60000"], check=True, timeout=300)


def test_all_of_it_in_400_kb() -> None:
    subprocess.run([sys.executable, "-c", SCRIPT, "".join(UNITS), "400000"], check=True, timeout=600)
