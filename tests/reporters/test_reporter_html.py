"""The page as a text: it keeps its own policy and its bounds, and explains what it shows."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser

import pytest
import report_samples as samples

from valuegate.finding import Verdict
from valuegate.report import Style
from valuegate.reporters import html
from valuegate.reporters.html import HtmlReporter


def page(*verdicts: Verdict, style: Style | None = None) -> str:
    return samples.report(*verdicts).by(HtmlReporter(), style)


def body(text: str) -> str:
    """What changes from report to report."""
    return re.sub(r"<(style|script)>.*?</\1>", r"<\1></\1>", text, flags=re.DOTALL)


def test_the_policy_of_the_page_allows_its_own_style_and_script_and_nothing_else() -> None:
    text = page(samples.REFUSED)
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', text)
    assert policy
    assert "unsafe" not in policy[1]
    for name in ("style", "script"):
        inside = re.search(rf"<{name}>(.*?)</{name}>", text, re.DOTALL)
        assert inside
        digest = base64.b64encode(hashlib.sha256(inside[1].encode()).digest()).decode()
        assert f"{name}-src 'sha256-{digest}';" in policy[1]


def test_the_page_names_nothing_outside_itself() -> None:
    text = samples.REPORTS["everything"].by(HtmlReporter())
    assert re.findall(r'(?:src|href|action)="(?!#|data:,)[^"]*', text) == []
    assert "url(" not in text
    assert "@import" not in text
    assert " style=" not in text
    assert not re.search(r"\son\w+=", text)


class Tags(HTMLParser):
    """Counts what is open: each element must be closed, in the right order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.ids += [value for name, value in attrs if name == "id" and value]
        if tag not in ("meta", "link", "input", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("name", samples.REPORTS)
def test_every_element_is_closed_and_every_id_is_there_once(name: str) -> None:
    tags = Tags()
    tags.feed(samples.REPORTS[name].by(HtmlReporter()))
    assert tags.open == []
    assert len(tags.ids) == len(set(tags.ids))


def test_every_reason_links_to_its_explanation() -> None:
    text = samples.REPORTS["everything"].by(HtmlReporter())
    assert set(re.findall(r'href="#(reason-[^"]*)"', text)) == set(re.findall(r'id="(reason-[^"]*)"', text))


def test_a_page_shows_what_matters_most_and_counts_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html, "MOST", 3)
    text = page(samples.PASSED, samples.REFUSED, samples.EXEMPT, samples.PASSED, samples.REFUSED)
    assert re.findall(r'data-standing="(\w+)"', text) == ["refused", "refused", "passed"]
    assert "Shown are the 3 that matter most" in text
    assert "5 verdicts" in text
    assert "Shown are" not in page(samples.PASSED)


def test_findings_in_another_language_than_the_page_are_marked() -> None:
    french = samples.AUTHORITY._replace(
        message="Une demande de la direction ne dit pas ce que les gens ont vu.",
        fix="Ajoutez ce qui se vérifie : le ticket, le nombre, ou la visite, avec sa date.",
    )
    text = page(samples.REFUSED._replace(findings=(french, samples.NOT_A_DAY)))
    assert '<bdi lang="fr">Une demande' in text
    assert "<bdi>“Q3” is a quarter" in text


def test_the_reasons_are_told_in_the_language_that_was_asked_for() -> None:
    english, french = (page(samples.REFUSED, style=Style(lang=lang)) for lang in ("en", "fr"))
    assert english.partition("Why these reasons")[2] != french.partition("Why these reasons")[2]


def test_what_must_be_known_of_the_run_and_what_kept_it_from_deciding_stand_on_the_page() -> None:
    text = samples.REPORTS["everything"].by(HtmlReporter())
    assert "Judged was by the policy of origin/main." in text
    assert "the required plugin &#39;acme-legal&#39; is not installed" in text


def test_long_words_of_a_ticket_are_cut() -> None:
    endless = "x" * 5000
    text = page(samples.REFUSED._replace(title=endless, key=endless))
    assert "x" * 161 not in text
