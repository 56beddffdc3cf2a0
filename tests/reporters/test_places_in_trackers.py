"""A ticket of a tracker has no lines to go to: reports for people name its heading or field."""

from __future__ import annotations

import re

import pytest
import report_samples as samples

from valuegate.report import Reporter, Style
from valuegate.reporters.html import HtmlReporter
from valuegate.reporters.junit import JunitReporter
from valuegate.reporters.markdown import MarkdownReporter
from valuegate.reporters.text import TextReporter

FOR_PEOPLE = [HtmlReporter, JunitReporter, MarkdownReporter, TextReporter]
IN_TRACKER = samples.REFUSED._replace(source=samples.REFUSED.key)
LINE = re.compile(r"line (14|25)\b|\b(14|25):1\b")


def told(reporter: type[Reporter], in_tracker: bool) -> str:
    verdict = IN_TRACKER if in_tracker else samples.REFUSED
    text = samples.report(verdict).by(reporter(), Style(100, why=True))
    return re.sub(r"<(style|script)\b.*?</\1>|<[^>]*>", "", text, flags=re.DOTALL)


@pytest.mark.parametrize("reporter", FOR_PEOPLE)
def test_a_file_is_told_with_its_lines_and_a_ticket_of_a_tracker_without(reporter: type[Reporter]) -> None:
    assert LINE.search(told(reporter, in_tracker=False))
    assert not LINE.search(told(reporter, in_tracker=True))


def test_a_person_is_told_under_which_heading_or_in_which_field() -> None:
    text = told(TextReporter, in_tracker=True)
    assert "in “Evidence” evidence.authority" in text
    assert "“Success metric”\n" in text
    assert "SHOP-12, gate" not in text, "its key stands above"
    assert "in “Review” · review-date.not-a-day" in told(HtmlReporter, in_tracker=True)
    assert "in “Review” · review" in told(MarkdownReporter, in_tracker=True).replace("\\", "")
