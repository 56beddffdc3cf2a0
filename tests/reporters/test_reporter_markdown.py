"""The comment, rendered as GitHub renders it: short, folded, found again, and mentioning nobody."""

from __future__ import annotations

import re

import pyromark
import pytest
import report_samples as samples

from valuegate.finding import Verdict
from valuegate.reporters import markdown
from valuegate.reporters.markdown import MARKER, MarkdownReporter


def comment(*verdicts: Verdict) -> str:
    return samples.report(*verdicts).by(MarkdownReporter())


def rendered(text: str) -> str:
    return pyromark.html(text, options=pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_STRIKETHROUGH)


def test_the_first_line_is_the_marker_and_the_second_says_how_it_went() -> None:
    lines = comment(samples.REFUSED, samples.PASSED).splitlines()
    assert lines[:2] == [MARKER, "### ✗ 1 of 2 tickets refused"]
    assert comment(samples.PASSED).splitlines()[1] == "### ✓ 1 ticket, not refused"
    assert samples.REPORTS["errors"].by(MarkdownReporter()).splitlines()[1] == "### ? Nothing was judged"


def test_a_refusal_is_folded_and_says_what_to_mend() -> None:
    html = rendered(comment(samples.REFUSED))
    assert html.count("<details><summary>") == html.count("</details>") == 1
    assert "<b>SHOP-12</b> Night nurses lose notes at shift change · evidence, review-date" in html
    assert "<strong>evidence</strong> A wish from above" in html
    assert "→ Add one thing that can be looked up" in html
    assert "line 14 · evidence.authority" in html
    assert html.count("<li>") == 2


def test_what_passes_is_only_counted() -> None:
    text = comment(samples.PASSED, samples.EXEMPT)
    assert "<details>" not in text
    assert "✓ 1 passed, – 1 exempt" in text


def test_the_worst_come_first() -> None:
    text = comment(samples.WAIVED, samples.DRAFT, samples.REFUSED, samples.UNDECIDED)
    assert re.findall(r"<summary>(.)", text) == ["?", "✗", "○", "✓"]


def test_a_comment_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    text = comment(*[samples.DRAFT] * 200, samples.REFUSED)
    assert len(text) < 65_536
    assert re.search(r"And \d+ more, for which there is no room here", text)
    assert "✗ <b>SHOP-12" in text
    monkeypatch.setattr(markdown, "ROOM", 10)
    assert "<details>" not in comment(samples.REFUSED)


def test_errors_and_notes_of_the_run_stand_above_the_tickets() -> None:
    text = samples.REPORTS["everything"].by(MarkdownReporter())
    assert text.index("acme-legal' is not installed") < text.index("<details>")
    assert text.index("Judged was by the policy of origin/main") < text.index("<details>")


def test_a_waiver_is_told_without_mentioning_anybody() -> None:
    text = comment(samples.WAIVED)
    assert "Waived by ana@&#8203;example.org until 2026-12-31" in text


def test_which_day_and_which_policy_is_said_last() -> None:
    assert comment(samples.PASSED).endswith("<sub>valuegate, 2026-11-23, valuegate.yaml</sub>\n")
