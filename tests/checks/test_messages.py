"""What a product manager reads, reviewed as code: the refusal of each reason's own bad example.

Run with UPDATE_SNAPSHOTS=1 after a change of words, and read the difference aloud.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from scoring import judge, reason

from valuegate.check import Check
from valuegate.checks.impact import Impact
from valuegate.checks.open_question import OpenQuestion
from valuegate.checks.review_date import ReviewDate
from valuegate.language import installed, load

FOLDER = Path(__file__).parent / "messages"
METRIC = {"en": "Share of late buses: 40 % -> 25 %", "fr": "Part de bus en retard : 40 % → 25 %"}
DUE = "due"  # a warning about a day that has come: test_review_date.py has it


def refusals(check: Check, code: str) -> str:
    """The message and the mend for the bad example of every reason."""
    lines = []
    for name in check.reasons:
        if name == DUE:
            continue
        bad = load(code).reasons[f"{check.id}.{name}"].bad
        metric = METRIC[code] if name == "other-indicator" else "Calls: 40" if name == "no-target" else ""
        judgement = judge(check, "" if bad.startswith("(") else bad, code, metric)
        assert reason(judgement) == name, (name, bad)
        finding = judgement.findings[0]
        lines.append(f"{name}: {bad}\n  {finding.message}\n  {finding.fix}\n")
    return "\n".join(lines)


@pytest.mark.parametrize("code", installed())
@pytest.mark.parametrize("check", [ReviewDate(), Impact(), OpenQuestion()], ids=lambda check: check.id)
def test_messages_are_as_reviewed(check: Check, code: str) -> None:
    path = FOLDER / f"{check.id}.{code}.txt"
    text = refusals(check, code)
    if os.environ.get("UPDATE_SNAPSHOTS"):
        FOLDER.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text
