"""The summary for people who plan: counts in plain words, in their language, in 80 columns."""

from __future__ import annotations

import re

import pytest
import report_samples as samples
from hypothesis import given
from hypothesis import strategies as st

from valuegate.finding import Finding, Verdict
from valuegate.language import installed, load
from valuegate.plugins import load as load_plugins
from valuegate.report import Head, Style, Totals, render
from valuegate.reporters.summary import MENDS, SummaryReporter
from valuegate.terminal import UNSAFE, columns

CHECKS = load_plugins().checks
HEAD = Head(samples.TODAY, "valuegate.yaml", CHECKS)
REASONS = [(check.id, f"{check.id}.{reason}") for check in CHECKS.values() for reason in check.reasons]


def summary(*verdicts: Verdict, lang: str = "", width: int = 100) -> str:
    return render(SummaryReporter(), HEAD, verdicts, style=Style(width, lang=lang))


def refused(number: int, *reasons: tuple[str, str]) -> Verdict:
    findings = [Finding(check, reason, "error", "message", "fix") for check, reason in reasons]
    return samples.REFUSED._replace(key=f"A-{number}", findings=tuple(findings))


def row(text: str, words: str) -> int:
    """The number before these words, which may go on in further lines."""
    found = re.search(rf"^ +(\d+) (?:(?!^ +\d|^$).)*{re.escape(words)}", text, re.MULTILINE | re.DOTALL)
    return int(found[1]) if found else 0


def test_tickets_are_counted_by_standing_check_and_reason() -> None:
    text = summary(
        samples.PASSED,
        refused(1, REASONS[0]),
        refused(2, REASONS[0], REASONS[1]),
        refused(3, ("metric", "metric.output")),
        samples.DRAFT,
        samples.EXEMPT,
    )
    assert row(text, "  passed\n") == 1
    assert row(text, "  refused\n") == 3
    assert row(text, "not yet") == 1
    assert row(text, "exempt from") == 1
    assert row(text, "  problem\n") == 2
    assert row(text, "(problem.missing)") == 2
    assert "What does not hold, in 4 tickets" in text
    assert "50 %  problem" in text


def test_a_ticket_counts_once_however_many_gates_judge_it_and_whatever_it_repeats() -> None:
    twice = refused(1, REASONS[0], REASONS[0])
    text = summary(twice, twice._replace(gate="other"))
    assert row(text, "(problem.missing)") == 1
    assert "What does not hold, in 1 ticket\n" in text


def test_the_most_frequent_come_first() -> None:
    text = summary(*(refused(n, REASONS[1]) for n in range(3)), refused(9, REASONS[0]))
    assert text.index(f"({REASONS[1][1]})") < text.index(f"({REASONS[0][1]})")


def test_what_is_waived_or_a_warning_is_nothing_to_mend() -> None:
    text = summary(samples.WAIVED, samples.ENTERED_EARLIER)
    assert "does not hold" not in text
    assert "help most" not in text
    assert row(text, "somebody answers") == 1


def test_there_are_ten_mends_at_most_and_each_is_one_sentence() -> None:
    text = summary(*(refused(number, reason) for number, reason in enumerate(REASONS)))
    mends = text.partition("What would help most\n")[2]
    assert len(re.findall(r"^ +\d", mends, re.MULTILINE)) == MENDS
    assert "For example" not in mends
    assert "…" not in mends


@pytest.mark.parametrize("lang", installed())
def test_every_reason_reads_without_the_words_of_a_ticket_in_80_columns(lang: str) -> None:
    text = summary(*(refused(number, reason) for number, reason in enumerate(REASONS)), lang=lang)
    assert max(map(columns, text.splitlines())) <= 80
    for _, reason in REASONS:
        assert reason in text
    assert "(“" not in text
    assert "(«" not in text


def test_french_is_french() -> None:
    verdicts = [refused(number, REASONS[0]) for number in range(1234)]
    text = summary(*verdicts, lang="fr")
    assert text.startswith("Bilan du 23 novembre 2026, selon la politique valuegate.yaml\n")
    assert "1\u202f234" in text
    assert "Ce qui ne tient pas, dans 1\u202f234 tickets" in text


@pytest.mark.parametrize("code", installed())
def test_every_pack_has_the_words(code: str) -> None:
    assert load(code).table("summary").keys() == load("en").table("summary").keys()


def test_a_reason_of_a_plugin_speaks_for_itself() -> None:
    text = summary(refused(1, ("legal", "legal.basis")), lang="fr")
    assert row(text, "legal.basis (legal.basis)") == 1


def test_what_could_not_be_decided_is_nothing_that_a_ticket_lacks() -> None:
    text = summary(samples.UNDECIDED)
    assert row(text, "undecided, and not") == 1
    assert row(text, "(review-date.not-a-day)") == 1
    assert "policy.plugin" not in text
    assert "evidence.undecided" not in text


@pytest.mark.parametrize("name", samples.REPORTS)
def test_every_run_has_a_summary_that_is_safe_in_a_terminal(name: str) -> None:
    text = samples.REPORTS[name].by(SummaryReporter(), Style(100))
    assert text.startswith("Summary of 23 November 2026")
    assert text.endswith("\n")
    assert not UNSAFE.search(text.replace("\n", ""))


def test_what_kept_tickets_from_being_judged_is_told() -> None:
    text = samples.REPORTS["errors"].by(SummaryReporter())
    assert "valuegate.yaml: unknown key 'requires'" in text
    assert "Nothing was judged." in text


@given(st.lists(st.tuples(st.integers(0, 3), st.sampled_from(REASONS))))
def test_no_count_is_larger_than_the_tickets(said: list[tuple[int, tuple[str, str]]]) -> None:
    writer, totals = SummaryReporter().start(HEAD, Style()), Totals()
    for number, reason in said:
        verdict = refused(number, reason)
        totals.add(verdict)
        assert writer.add(verdict) == ""
    text = writer.end(totals)
    counts = [int(line.split()[0]) for line in text.splitlines() if re.match(r"^ +\d+ ", line)]
    assert max(counts, default=0) == sum(totals.tickets.values())
