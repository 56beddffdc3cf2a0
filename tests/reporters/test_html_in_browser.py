"""The page as people meet it: in a real Chromium, by keyboard, by ear, on paper, with and without script."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import report_samples as samples
from browser import browser
from hostile_words import WORDS, verdicts

from valuegate.finding import Verdict
from valuegate.reporters.html import HtmlReporter

__all__ = ["browser"]  # a fixture
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 640}
ALL = len(samples.REPORTS["everything"].verdicts)
PATIENCE = 120_000
"""Milliseconds: other tests may have both cores."""

LOOKS = [(scheme, size) for scheme in ("light", "dark") for size in (WIDE, NARROW)]


def many(count: int) -> tuple[Verdict, ...]:
    """Tickets as a backlog has them: a third is refused."""
    kinds = (samples.REFUSED, samples.PASSED, samples.PASSED)
    return tuple(
        kinds[number % 3]._replace(source=f"tickets/{number % 7}/{number}.md", key=f"SHOP-{number}")
        for number in range(count)
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every sample report as a page."""
    folder = tmp_path_factory.mktemp("pages")
    for name, report in {**samples.REPORTS, "many": samples.report(*many(300))}.items():
        (folder / f"{name}.html").write_text(report.by(HtmlReporter()), encoding="utf-8")
    return folder


class Opened:
    """A page that is open, and what it complained about or asked the network for."""

    def __init__(self, page: Any, path: Path) -> None:
        self.page = page
        page.set_default_timeout(PATIENCE)
        self.complaints: list[str] = []
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("dialog", lambda dialog: self.complaints.append(dialog.message))
        page.on("request", lambda request: self._note(request.url))
        page.goto(path.as_uri())

    def _note(self, url: str) -> None:
        if not url.startswith(("file:", "data:")):
            self.complaints.append(url)

    def shown(self) -> list[str]:
        """The keys of the tickets that are to be seen."""
        keys: list[str] = self.page.locator("article:visible .key").all_inner_texts()
        return keys

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def focused(self) -> str:
        """What has the focus, in a few words."""
        found: str = self.page.evaluate(
            "() => { const e = document.activeElement;"
            " return `${e.tagName} ${e.name || ''} ${e.value || e.textContent.trim().slice(0, 30)}`; }"
        )
        return found


@pytest.fixture
def opened(browser: Any, folder: Path) -> Iterator[Any]:
    contexts = []

    def open_page(name: str, **options: Any) -> Opened:
        context = browser.new_context(**{"viewport": WIDE, **options})
        contexts.append(context)
        return Opened(context.new_page(), folder / f"{name}.html")

    yield open_page
    for context in contexts:
        context.close()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
@pytest.mark.parametrize("name", samples.REPORTS)
def test_no_page_complains_or_asks_for_anything(opened: Any, name: str, script: bool) -> None:
    assert opened(name, java_script_enabled=script).complaints == []


def test_hostile_words_do_nothing_in_a_browser(browser: Any, tmp_path: Path) -> None:
    """All of the table on one page: nothing runs, loads or asks, and every ticket is a card of its own."""
    path = tmp_path / "hostile.html"
    every = [verdict for word in WORDS.values() for verdict in verdicts(word)]
    path.write_text(samples.report(*every).by(HtmlReporter()), encoding="utf-8")
    context = browser.new_context(viewport=WIDE)
    here = Opened(context.new_page(), path)
    here.page.locator("input[type=search]").fill("<script>")
    assert here.page.locator("article").count() == len(every)
    assert here.page.evaluate("window.owned") is None
    assert here.complaints == []
    context.close()


def test_without_a_script_everything_is_shown_and_no_control_is_dead(opened: Any) -> None:
    page = opened("everything", java_script_enabled=False).page
    assert page.locator("article:visible").count() == ALL
    assert page.locator("input:visible, button:visible").count() == 0
    assert page.locator("#tickets details summary").first.is_visible()


def test_a_search_narrows_the_tickets_and_says_how_many_are_left(opened: Any) -> None:
    here = opened("everything")
    here.page.get_by_label("Search").fill("batteries EMPTY")
    assert set(here.shown()) == {"SHOP-9", "SHOP-15"}
    assert here.page.get_by_role("status").inner_text() == f"4 of {ALL} verdicts"
    here.page.get_by_label("Search").fill("nobodysaysthis")
    assert here.shown() == []
    assert here.page.get_by_role("status").inner_text() == f"None of {ALL} verdicts"
    here.page.get_by_role("button", name="Show everything").click()
    assert here.page.get_by_role("status").inner_text() == f"{ALL} verdicts"
    assert here.page.locator("article:visible").count() == ALL


def test_the_tickets_of_one_check_of_one_reason_of_one_standing_and_of_one_folder_can_be_seen(
    opened: Any,
) -> None:
    here = opened("everything")
    here.page.get_by_label("review-date").check()
    assert here.page.locator("article:visible").count() == 4
    here.page.get_by_label("not-a-day").check()
    assert here.shown() == ["SHOP-12", "SHOP-12", "SHOP-14"]
    here.page.get_by_label("○ not yet").uncheck()
    assert here.shown() == ["SHOP-12", "SHOP-12"]
    here.page.get_by_role("button", name="Show everything").click()
    here.page.get_by_label(".github/ISSUE_TEMPLATE").check()
    assert here.page.locator("article:visible").count() == 1


def test_a_filtered_page_can_be_sent_as_a_link_and_reloaded(opened: Any) -> None:
    here = opened("everything")
    here.page.get_by_label("not-a-day").check()
    here.page.get_by_label("Search").fill("Q3")
    here.page.reload()
    assert here.page.get_by_label("Search").input_value() == "Q3"
    assert here.shown() == ["SHOP-12", "SHOP-12", "SHOP-14"]
    assert here.complaints == []


def test_everything_can_be_done_by_keyboard(opened: Any) -> None:
    here = opened("everything")
    here.press("Tab")
    assert here.focused().startswith("A  To the tickets")
    here.press("Enter", "Tab")
    assert "policy.plugin" in here.focused(), "the link skips the filters"
    here.press("Enter")
    explained = here.page.locator("[id='reason-policy.plugin']")
    assert explained.get_attribute("open") is not None
    here = opened("everything")
    here.press("Tab", "Tab")
    assert here.focused().startswith("INPUT q")
    here.page.keyboard.type("shift change")
    assert set(here.shown()) == {"SHOP-12", "SHOP-14"}
    here.press("Tab", "Space")
    assert here.focused() == "INPUT standing undecided"
    assert here.shown() == ["SHOP-12", "SHOP-14"], "the refused one and the draft"
    here.press(*["Tab"] * 5, "ArrowDown")
    assert here.focused() == "INPUT reason evidence"


def test_the_focus_is_always_seen(opened: Any) -> None:
    here = opened("refused")
    seen = []
    for _ in range(40):
        here.press("Tab")
        seen.append(
            here.page.evaluate(
                "() => { const e = document.activeElement, b = e.getBoundingClientRect();"
                " const outlined = getComputedStyle(e).outlineStyle !== 'none';"
                " return e === document.body || (outlined && b.width > 0 && b.right > 0); }"
            )
        )
    assert all(seen)


@pytest.mark.parametrize(
    ("name", "scheme", "size"),
    [("everything", *look) for look in LOOKS]
    + [(name, "dark", NARROW) for name in ("hostile", "empty", "errors")],
    ids=lambda part: str(part.get("width", "")) if isinstance(part, dict) else part,
)
def test_axe_finds_nothing_that_keeps_people_out(
    opened: Any, name: str, scheme: str, size: dict[str, int]
) -> None:
    """WCAG 2.2 AA and best practice, contrast of every text included: the window holds the whole page."""
    tall = {"width": size["width"], "height": 9000}
    here = opened(name, viewport=tall, color_scheme=scheme, bypass_csp=True)
    for summary in here.page.locator("summary:visible").all():
        summary.click()
    axe = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
    here.page.evaluate(axe)
    found = here.page.evaluate("() => axe.run({resultTypes: ['violations', 'incomplete']})")
    told = [
        (rule["id"], node["target"], node.get("failureSummary"))
        for rule in found["violations"]
        for node in rule["nodes"]
    ]
    assert told == []
    unsure = [
        node for rule in found["incomplete"] if rule["id"] == "color-contrast" for node in rule["nodes"]
    ]
    signs = [node for node in unsure if node["any"][0]["data"].get("messageKey") == "nonBmp"]
    assert unsure == signs, "a sign has the colour of its word"


@pytest.mark.parametrize("name", samples.REPORTS)
def test_a_narrow_window_needs_no_scrolling_sideways(opened: Any, name: str) -> None:
    page = opened(name, viewport=NARROW).page
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]


def test_on_a_narrow_window_the_filters_are_folded_and_the_tickets_come_soon(opened: Any) -> None:
    page = opened("everything", viewport=NARROW).page
    assert not page.get_by_label("not-a-day").is_visible()
    page.get_by_text("Filter", exact=True).click()
    page.get_by_label("not-a-day").check()
    assert page.get_by_role("status").inner_text() == f"3 of {ALL} verdicts"
    page.set_viewport_size(WIDE)
    assert page.get_by_label("not-a-day").is_visible()


def test_paper_shows_what_is_folded_and_no_control(opened: Any, folder: Path) -> None:
    here = opened("everything")
    here.page.emulate_media(media="print")
    assert here.page.pdf()[:5] == b"%PDF-"
    assert here.page.locator("details:not([open])").count() == 0
    assert here.page.locator("input:visible, button:visible").count() == 0
    assert here.page.locator("article:visible").count() == ALL


def test_the_look_follows_the_system(opened: Any) -> None:
    light, dark = (
        opened("refused", color_scheme=scheme).page.evaluate(
            "getComputedStyle(document.body).backgroundColor"
        )
        for scheme in ("light", "dark")
    )
    assert light != dark


def test_what_holds_can_be_unfolded_at_once(opened: Any) -> None:
    page = opened("everything").page
    button = page.get_by_role("button", name="Unfold what holds")
    button.click()
    assert page.locator("#tickets details:not([open])").count() == 0
    assert button.get_attribute("aria-expanded") == "true"
    button.click()
    assert page.locator("#tickets details[open]").count() == 0


def test_nothing_that_a_ticket_could_bring_would_run(opened: Any) -> None:
    """Even if markup came through: the policy of the page lets nothing but its own script run."""
    here = opened("refused")
    attempts = (
        "document.createElement('script').textContent = 'window.owned = 1'",
        "document.createElement('img').setAttribute('onerror', 'window.owned = 1')",
        "document.body.innerHTML += '<img src=x onerror=alert(1)>'",
    )
    for attempt in attempts:
        try_it = f"() => {{ try {{ {attempt}; return 'done'; }} catch (e) {{ return e.name; }} }}"
        assert here.page.evaluate(try_it) == "TypeError", attempt


def test_one_of_ten_thousand_tickets_is_found(browser: Any, tmp_path: Path) -> None:
    path = tmp_path / "backlog.html"
    path.write_text(samples.report(*many(10_000)).by(HtmlReporter()), encoding="utf-8")
    context = browser.new_context(viewport=WIDE)
    here = Opened(context.new_page(), path)
    here.page.locator("input[type=search]").fill("SHOP-9999")
    here.page.locator(".shown", has_text="1 of 10000 verdicts").wait_for()
    context.close()
