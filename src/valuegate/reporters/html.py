"""One page for people: what is refused and why, to be filtered, searched, printed and sent around."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from valuegate import __version__
from valuegate.errors import ValuegateError
from valuegate.finding import Verdict
from valuegate.language import ReasonText, installed, load_all
from valuegate.markup import LINE, Markup, joined, tag
from valuegate.page import document
from valuegate.page.cards import card
from valuegate.page.facets import Tally
from valuegate.places import place
from valuegate.report import Head, Style, Totals
from valuegate.shelf import Shelf

MOST = 10_000
"""A page shows so many verdicts; of more it only counts those that matter least."""


_CARDS = Markup("<!-- cards -->")
"""Where the cards go. Words of a ticket cannot spell it: they have no ``<``."""


class HtmlReporter:
    """``--format html``."""

    name = "html"

    def start(self, head: Head, style: Style) -> HtmlWriter:
        """A page in which every verdict is explained, passes too."""
        return HtmlWriter(head, style)


class HtmlWriter:
    """Keeps the cards of the verdicts, which stand below what only the end knows."""

    def __init__(self, head: Head, style: Style) -> None:
        self.head = head
        self.lang = style.lang
        self.packs = load_all([self.lang] if self.lang else installed())
        self.cards: Shelf[Markup] = Shelf(MOST)
        self.count = 0
        self.tally = Tally(head.checks)

    def add(self, verdict: Verdict) -> str:
        """Keep one more card; beyond the most that a page shows, one that matters least goes."""
        self.count += 1
        self.tally.add(verdict)
        self.cards.add(verdict.standing, card(verdict, self.head.today, self.packs))
        return ""

    def end(self, totals: Totals) -> str:
        """The page. The cards, which may be tens of megabytes, are copied once."""
        page = document(f"{totals.headline} · valuegate", self._body(totals))
        before, mark, after = page.partition(_CARDS)
        return "".join((before, *(f"{each}\n" for each in self.cards), after)) if mark else page

    def _body(self, totals: Totals) -> Iterator[Markup]:
        about = joined(["valuegate", tag("time", str(self.head.today)), self.head.policy], " · ")
        if self.count:
            yield tag("a", "To the tickets", class_="skip", href="#tickets")
        top = [tag("p", about, class_="about"), tag("h1", totals.headline), self.tally.bar()]
        if totals.exceptions:
            top.append(tag("p", f"Exceptions: {totals.exceptions}", class_="about"))
        yield tag("header", *top)
        yield tag("main", joined(self._main(totals), LINE))
        yield tag("footer", f"Written by valuegate {__version__}. This page loads nothing and sends nothing.")

    def _main(self, totals: Totals) -> Iterator[Markup]:
        if totals.errors:
            yield _told("errors", "Undecided, and not a ticket’s fault", totals.errors, totals.more_errors)
        if self.head.notes:
            yield _told("errors known", "To be known of this run", self.head.notes)
        if self.count:
            found = joined(self._tickets(), LINE)
            tickets = tag("section", found, id="tickets", tabindex="-1", aria_labelledby="found")
            yield tag("div", self._form(), LINE, tickets, class_="layout")
            yield from self._explained()

    def _form(self) -> Markup:
        field = tag("input", type="search", name="q", autocomplete="off")
        filters = tag("details", tag("summary", "Filter"), self.tally.facets(), class_="narrow", open="")
        reset = tag("button", "Show everything", type="reset", hidden="")
        unfold = tag("button", "Unfold what holds", type="button", aria_expanded="false")
        return tag(
            "form",
            tag("label", "Search ", field, class_="search"),
            filters,
            tag("p", reset, " ", unfold, class_="buttons"),
            class_="facets",
            aria_label="What to show",
        )

    def _tickets(self) -> Iterator[Markup]:
        yield tag("h2", "Tickets", id="found")
        yield tag("p", f"{self.count} verdict{'' if self.count == 1 else 's'}", class_="shown", role="status")
        if self.cards.gone:
            text = f"Shown are the {MOST} that matter most; the others are only counted. "
            yield tag("p", text, tag("code", "--format jsonl"), " tells them all.", class_="note")
        yield _CARDS

    def _explained(self) -> Iterator[Markup]:
        """What each reason on the page is for, with examples: a finding links to it."""
        names = sorted(name for name in self.tally.reasons if "." in name)
        if names:
            title = tag("h2", "Why these reasons exist, and what holds", id="reasons")
            parts = (_reason(name, self.head.says(name, self.lang)) for name in names)
            yield tag("section", title, *parts, class_="reasons", aria_labelledby="reasons")


_TITLES = ("Why", "What does not hold", "What holds", "How to mend it")


def _reason(name: str, text: ReasonText) -> Markup:
    told = zip(_TITLES, (text.why, text.bad, text.good, text.fix), strict=True)
    rows = [joined([tag("dt", title), tag("dd", _lines(said))]) for title, said in told if said]
    lead = [tag("p", text.message)] if text.message != name else []
    summary = tag("summary", tag("h3", name))
    return tag("details", summary, *lead, tag("dl", *rows), id=f"reason-{name}")


def _lines(text: str) -> Markup:
    return joined(text.strip().splitlines(), tag("br"))


def _told(css: str, title: str, errors: Iterable[ValuegateError], more: int = 0) -> Markup:
    """What kept the run from deciding and belongs to no verdict, or must be known of the run."""
    items = tag("ul", *(tag("li", *_error(error)) for error in errors))
    rest = [tag("p", f"and {more} more")] if more else []
    return tag("section", tag("h2", title), items, *rest, class_=css)


def _error(error: ValuegateError) -> Iterator[Markup]:
    yield tag("p", tag("b", error.message))
    if error.fix:
        yield tag("p", f"→ {error.fix}")
    if place(error):
        yield tag("p", tag("code", tag("bdi", place(error))), class_="where")
