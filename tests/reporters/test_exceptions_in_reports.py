"""Whatever was let through is visible in every report, and counted."""

from __future__ import annotations

import pytest
import report_samples as samples

from valuegate.plugins import load
from valuegate.report import Reporter, Style

REPORTERS = load().reporters
EVERYTHING = samples.REPORTS["everything"]


FULL = sorted({*REPORTERS} - {"summary"})
"""All but the one that only counts."""


@pytest.mark.parametrize("name", FULL)
def test_a_waived_finding_is_visible_with_its_person_its_last_day_and_its_reason(name: str) -> None:
    text = written(REPORTERS[name])
    for part in ("ana", "2026-12-31", "the survey ends in December"):
        assert part in text


@pytest.mark.parametrize("name", sorted({*REPORTERS} - {"gitlab", "junit"}))
def test_exceptions_are_counted_by_their_rules(name: str) -> None:
    """GitLab's format is a list of findings and has no place for it; JUnit counts them as skipped."""
    text = written(REPORTERS[name])
    if name in ("json", "jsonl"):
        assert '"exempt_by": {"baseline": 1, "except.labels": 1}' in text.replace('":', '": ').replace(
            ":  ", ": "
        )
        assert '"waived": 1' in text
    elif name == "summary":
        assert "1 by the rule baseline 1 by the rule except.labels 1 finding" in text
    else:
        assert "1 exempt by baseline, 1 exempt by except.labels, 1 finding waived" in text
        assert "xception" not in samples.report(samples.PASSED).by(REPORTERS[name])


@pytest.mark.parametrize("name", FULL)
def test_what_must_be_known_of_the_run_is_told(name: str) -> None:
    assert "the policy of this change requires less" in written(REPORTERS[name])


def written(reporter: Reporter) -> str:
    """A report, with its lines joined."""
    text = " ".join(EVERYTHING.by(reporter, Style(1000, why=True)).split())
    return text.replace("{ ", "{").replace(" }", "}").replace("\\-", "-")
