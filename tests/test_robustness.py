"""Whatever a ticket holds, every check decides: a crash would leave it undecided."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from valuegate.engine import Plan, evaluate
from valuegate.intake import read_ticket
from valuegate.language import load_all
from valuegate.plugins import load

REGISTRY = load()
CHECKS = ("problem", "evidence", "metric", "review-date", "impact", "open-question")
PLAN = Plan("all", REGISTRY.checks, CHECKS, load_all(["en", "fr"]))
LABELS = ("Problem", "Preuves", "Metric", "Date de revue", "Impact", "Open question", "Weather")
CORPUS = Path(__file__).parent / "corpus" / "grown" / "tickets"
WORDS = sorted({word for path in CORPUS.iterdir() for word in path.read_text(encoding="utf-8").split()})
ODD = (
    "->",
    "→",
    "12 %",
    "1,5",
    "de 12 à 3",
    "2027-02-30",
    "[x](y)",
    "<p>",
    "> ",
    "| a | b |",
    "«",
    "\u202f",
    "n=",
    "#1",
)


LINES = [
    "Label {}: see [x](https://example.org/{})\n",
    "**Label {}** see https://example.org/{} of this ticket\n",
    "## Heading {}\n\nWe wait for 3 hours, 12 -> 3 on 3 May 2027\n\n",
    "- Problem: as above {}\n",
    "| Label {} | see above |\n",
    "Evidence: log {}, 3 May 2026\n",
    "Metric: see above {}\n\n",
    "*Result {}:* 3 -> 4\n\n",
    "Paragraph {} tells of 12 % now, we want 3 %.\n\n",
]
JUDGE = """
import sys
sys.path.insert(0, sys.argv[2])
from test_robustness import undecided
assert not undecided("".join(sys.argv[1].format(n, n) for n in range(12_000)))
"""


def undecided(text: str) -> list[str]:
    ticket = read_ticket("t.md", text.encode(), REGISTRY.readers, None)
    judged = evaluate(ticket, PLAN, date(2026, 11, 23)).judgements
    return [f"{name}: {j.findings}" for name, j in judged.items() if j.outcome == "undecided"]


passages = st.lists(st.sampled_from(WORDS) | st.sampled_from(ODD) | st.text(max_size=6), max_size=25)


@given(st.lists(st.tuples(st.sampled_from(LABELS), passages.map(" ".join)), max_size=6))
@settings(max_examples=300)
def test_every_check_decides_on_shuffled_words(parts: list[tuple[str, str]]) -> None:
    text = "\n\n".join(f"## {label}\n\n{passage}" for label, passage in parts).replace("\r", " ")
    encoded = text.encode("utf-8", "ignore").decode().replace("\0", " ")
    assert undecided(encoded) == []


def test_every_check_decides_on_the_halves_of_real_tickets() -> None:
    for path in sorted(CORPUS.glob("*.md")):
        text = path.read_text(encoding="utf-8")
        for cut in range(0, len(text), max(1, len(text) // 8)):
            assert undecided(text[cut:]) == []
            assert undecided(text[:cut].replace("\n\n", " ")) == []


@pytest.mark.parametrize("line", LINES)
def test_a_line_that_comes_12000_times_makes_no_check_slow(line: str) -> None:
    """Seconds, unless the time grows with the square: then the timeout ends it."""
    run = [sys.executable, "-c", JUDGE, line, str(Path(__file__).parent)]
    subprocess.run(run, check=True, timeout=600)
