"""The report for people: what it says, and what it keeps from their terminal."""

from __future__ import annotations

import os
import re
import unicodedata
from pathlib import Path

import pytest
import report_samples as samples
from hypothesis import given
from hypothesis import strategies as st

from valuegate.report import Style
from valuegate.reporters.text import TextReporter
from valuegate.terminal import UNSAFE, Pen, _joined, _pieces, columns, safe, wrap

SNAPSHOTS = Path(__file__).parent / "snapshots"
ESCAPE = re.compile("\x1b\\[[0-9;]*m")

STYLES = {
    "60": Style(60),
    "80": Style(80),
    "120": Style(120),
    "narrow": Style(45),
    "color": Style(80, color=True),
    "why": Style(80, why=True),
    "quiet": Style(80, quiet=True),
}
VIEWS = [
    *((name, "80") for name in samples.REPORTS),
    *(("everything", style) for style in STYLES if style != "80"),
    ("wide", "60"),
    ("passed", "why"),
    ("passed", "quiet"),
]


def render(report: samples.Report, style: Style) -> str:
    return report.by(TextReporter(), style)


def one(verdict: object, **style: bool) -> str:
    return render(samples.report(verdict), Style(100)._replace(**style))  # type: ignore[arg-type]  # of any fields


@pytest.mark.parametrize(("name", "style"), VIEWS)
def test_a_report_looks_as_its_snapshot(name: str, style: str) -> None:
    """To accept a change, run with UPDATE_SNAPSHOTS=1 and review the files as code."""
    text = render(samples.REPORTS[name], STYLES[style]).replace("\x1b", "\\e")
    path = SNAPSHOTS / f"{name}.{style}.txt"
    if os.environ.get("UPDATE_SNAPSHOTS"):
        path.write_text(text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text


def test_no_snapshot_is_left_over() -> None:
    assert {path.name for path in SNAPSHOTS.glob("*.txt")} == {f"{name}.{style}.txt" for name, style in VIEWS}


def test_a_refusal_says_what_is_missing_the_words_the_place_and_the_mend() -> None:
    text = one(samples.REFUSED)
    for part in (
        "✗ refused  SHOP-12 Night nurses lose notes at shift change",
        "tickets/night-notes.md, gate ready",
        "A wish from above is no evidence",
        "“The CEO asked for this in September, and the board agrees.”",
        "tickets/night-notes.md:14:1 evidence.authority",
        "→ Add one thing that can be looked up",
        "Next: valuegate explain evidence.authority",
    ):
        assert part in text


def test_words_that_the_message_quotes_are_not_said_twice() -> None:
    assert one(samples.REFUSED).count("“Q3”") == 1


def test_a_pass_is_explained_on_request() -> None:
    assert "night nurses" not in one(samples.PASSED)
    text = one(samples.PASSED, why=True)
    assert "who   “night nurses” (8:1)" in text
    assert "by the rule: a group, and what goes wrong for it" in text
    assert "--why" not in text


def test_advice_on_a_draft_refuses_nothing() -> None:
    text = one(samples.DRAFT)
    assert "refused " not in text
    assert "Advice on a draft, nothing is refused." in text
    assert "1 ticket: 1 not yet" in text
    assert "it could enter ready as it stands" in one(samples.DRAFT_THAT_HOLDS)


def test_an_exempt_ticket_names_its_rule() -> None:
    assert "except.labels: chore" in one(samples.EXEMPT)


def test_undecided_is_said_to_be_our_fault_and_hides_no_other_finding() -> None:
    text = one(samples.UNDECIDED)
    assert "not the ticket's fault" in text
    assert "acme-legal 1.4" in text
    assert "“Q3” is a quarter" in text
    assert "Next: valuegate plugins" in text
    assert "1:1 evidence.undecided" not in text, "a fault of ours has no place in the ticket"


def test_a_waived_finding_names_who_waived_it_and_asks_for_nothing() -> None:
    text = one(samples.WAIVED)
    assert "waived by ana@example.org" in text
    assert "→" not in text


def test_old_tickets_of_the_baseline_are_counted_and_shown_only_if_asked_for() -> None:
    text = one(samples.OLD)
    assert "SHOP-2" not in text
    assert "1 ticket: 1 exempt\nExceptions: 1 exempt by baseline\n" in text
    assert "Not judged until it changes" in one(samples.OLD, why=True)


def test_quiet_shows_refusals_only() -> None:
    assert one(samples.PASSED, quiet=True) == ""
    assert one(samples.ENTERED_EARLIER, quiet=True) == ""
    assert one(samples.DRAFT, quiet=True) == ""
    text = one(samples.REFUSED, quiet=True)
    assert "✗ evidence" in text
    assert "✓" not in text
    assert "Next" not in text


def test_quiet_does_not_hide_that_nothing_could_be_decided() -> None:
    assert "? undecided" in one(samples.UNDECIDED, quiet=True)
    assert "acme-legal" in render(samples.report(errors=(samples.MISSING_PLUGIN,)), Style(quiet=True))


def test_every_fault_of_a_policy_is_shown_with_its_place() -> None:
    text = render(samples.REPORTS["errors"], Style())
    assert "valuegate.yaml:7:5" in text
    assert "valuegate.yaml:5:3" in text
    assert "Nothing was judged: 2 errors" in text
    assert "Next" not in text


def test_a_ticket_of_two_gates_counts_once_by_its_worst() -> None:
    report = samples.report(samples.REFUSED, samples.REFUSED._replace(gate="done", outcome="passed"))
    assert "1 ticket: 1 refused" in render(report, Style())


def test_a_ticket_that_is_judged_for_another_day_says_so() -> None:
    assert "Judged as of 2026-09-01, the day it entered." in one(samples.ENTERED_EARLIER)


@pytest.mark.parametrize("style", STYLES.values(), ids=STYLES)
@pytest.mark.parametrize("name", samples.REPORTS)
def test_nothing_of_a_ticket_reaches_the_terminal_unescaped(name: str, style: Style) -> None:
    text = render(samples.REPORTS[name], style)
    if style.color:
        text = ESCAPE.sub("", text)
    assert not UNSAFE.search(text.replace("\n", ""))
    text.encode("utf-8")


@pytest.mark.parametrize("width", [45, 60, 80, 100, 120])
@pytest.mark.parametrize("name", samples.REPORTS)
def test_lines_keep_to_the_width(name: str, width: int) -> None:
    text = ESCAPE.sub("", render(samples.REPORTS[name], Style(width, color=True, why=True)))
    long = [line for line in text.splitlines() if columns(line) > width]
    assert all("/" in line for line in long), "only addresses and paths stay whole"


def test_colours_change_no_word() -> None:
    plain, coloured = (render(samples.REPORTS["everything"], Style(color=color)) for color in (False, True))
    assert ESCAPE.sub("", coloured) == plain
    assert "\x1b" not in plain


@given(st.text(st.characters()))
def test_safe_text_is_one_harmless_line(text: str) -> None:
    assert not UNSAFE.search(safe(text))
    assert "\n" not in safe(text)


@given(st.text(st.characters()), st.integers(20, 100))
def test_wrapping_keeps_all_words_and_the_width(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert "".join(lines).replace("\u00a0", " ").replace(" ", "") == safe(text).replace(
        "\u00a0", " "
    ).replace(" ", "")
    assert all(columns(line) <= width or "/" in line for line in lines)


def test_a_title_without_end_is_cut() -> None:
    passage = samples.PROBLEM._replace(label="b" * 1_000_000)
    verdict = samples.PASSED._replace(title="a" * 1_000_000, judgements={"problem": passage})
    assert len(one(verdict)) < 1000


def test_an_address_is_never_cut() -> None:
    address = "https://example.org/" + "a" * 100
    assert wrap(f"see {address} there", 30) == ["see", address, "there"]


def test_french_punctuation_stays_with_its_word() -> None:
    assert wrap("Qui regarde le résultat ? «\u00a0Moi\u00a0» : « Lui »", 24) == [
        "Qui regarde le",
        "résultat\u00a0? «\u00a0Moi\u00a0»\u00a0:",
        "«\u00a0Lui\u00a0»",
    ]


def test_the_grounds_of_a_check_are_told_once() -> None:
    verdict = samples.REFUSED._replace(findings=(samples.AUTHORITY, samples.AUTHORITY))
    assert one(verdict, why=True).count("authority  “The CEO”") == 1


def test_an_error_without_a_mend_says_what_happened() -> None:
    finding = samples.AUTHORITY._replace(fix="")
    assert "→" not in one(samples.REFUSED._replace(findings=(finding,)))


def test_wide_and_combining_characters_take_their_columns() -> None:
    assert columns("é") == columns("e\u0301") == 1
    assert columns("夜勤") == 4


def test_characters_that_are_counted_at_once_take_one_column_each() -> None:
    for char in map(chr, range(0x3000)):
        if columns(char) != 1 or unicodedata.category(char) == "Cn":
            continue
        assert unicodedata.category(char) not in ("Mn", "Me"), char
        assert unicodedata.east_asian_width(char) not in "WF", char


@given(st.text("a é—夜e\u0301/👩", max_size=60), st.integers(20, 40))
def test_lines_are_the_same_however_they_are_counted(text: str, width: int) -> None:
    words = wrap(text, 10_000)
    expected = _joined(
        [piece for word in " ".join(words).split(" ") if word for piece in _pieces(word, width)], width
    )
    assert wrap(text, width) == expected


def test_an_empty_text_takes_no_line() -> None:
    assert Pen().lines("") == []
    assert Pen(color=True).paint("", "red") == ""
