"""How many verdicts there are of each standing, reason and folder: counts, and with a script filters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from ..finding import SIGNS, STANDINGS, Standing, Verdict
from ..markup import Markup, joined, tag
from .cards import css, folder

_ORDER = tuple(reversed(STANDINGS))
"""The worst comes first."""

_FOLDERS = 12
"""So many folders are told, those with most tickets."""


class Tally:
    """Counts the verdicts of a run. A check counts a verdict once, whatever number of its reasons it has."""

    def __init__(self, checks: Iterable[str]) -> None:
        self.standings: Counter[Standing] = Counter()
        self.reasons: Counter[str] = Counter()
        self.folders: Counter[str] = Counter()
        self._order = {check: number for number, check in enumerate(checks)}

    def add(self, verdict: Verdict) -> None:
        """Count one more verdict."""
        reasons = {finding.reason for finding in verdict.findings}
        self.standings[verdict.standing] += 1
        self.folders[folder(verdict)] += 1
        self.reasons.update(reasons | {reason.partition(".")[0] for reason in reasons})

    def bar(self) -> Markup:
        """How many of each standing: as a bar, and in words."""
        shown = [(standing, self.standings[standing]) for standing in _ORDER if self.standings[standing]]
        rects, start = [], 0
        for standing, count in shown:
            rects.append(tag("rect", class_=css(standing), x=str(start), width=str(count), height="1"))
            start += count
        if not shown:
            return Markup()
        words = tag("ul", *(_said(standing, count) for standing, count in shown), class_="counts")
        return joined([_drawing(start, rects, "bar"), words])

    def facets(self) -> Markup:
        """The counts by standing, reason and folder."""
        boxes = [_box(standing, self.standings[standing]) for standing in _ORDER if self.standings[standing]]
        return joined([_group("Verdicts", boxes), *self._by_reason(), *self._by_folder()])

    def _by_reason(self) -> Iterable[Markup]:
        """The checks in their order, and under each its reasons, the most frequent first."""
        if self.reasons:
            most = max(self.reasons.values())
            names = sorted(self.reasons, key=self._rank)
            lines = [_radio("reason", name, self.reasons[name], most) for name in names]
            yield _group("What is missing, by check", [_all("reason"), *lines])

    def _rank(self, name: str) -> tuple[int, str, bool, int, str]:
        check, dot, _ = name.partition(".")
        return (self._order.get(check, len(self._order)), check, bool(dot), -self.reasons[name], name)

    def _by_folder(self) -> Iterable[Markup]:
        if len(self.folders) > 1:
            found = self.folders.most_common(_FOLDERS)
            lines = [_radio("folder", name, count, found[0][1]) for name, count in found]
            yield _group("Folders", [_all("folder"), *lines])


def _said(standing: Standing, count: int) -> Markup:
    return tag(
        "li", f"{SIGNS[standing]} ", tag("b", str(count)), f" {standing}", class_=f"{css(standing)} tone"
    )


def _drawing(size: int, rects: Iterable[Markup], css: str | None = None) -> Markup:
    """Bars side by side. Whoever hears the page has the numbers beside it."""
    return tag(
        *("svg", *rects), class_=css, viewBox=f"0 0 {size} 1", preserveAspectRatio="none", aria_hidden="true"
    )


def _group(title: str, lines: Iterable[Markup]) -> Markup:
    return tag("fieldset", tag("legend", title), *lines)


def _box(standing: Standing, count: int) -> Markup:
    box = tag("input", type="checkbox", name="standing", value=standing, checked="")
    word = tag("span", tag("span", SIGNS[standing], class_="tone"), f" {standing}")
    return tag("label", box, word, _count(count), class_=f"choice {css(standing)}")


def _all(name: str) -> Markup:
    button = tag("input", type="radio", name=name, value="", checked="")
    return tag("label", button, tag("span", "all"), class_="choice all")


def _radio(name: str, value: str, count: int, most: int) -> Markup:
    """What it is, how many, and a bar to compare it by. A check stands over its reasons."""
    reason = value.partition(".")[2] if name == "reason" else value
    bar = _drawing(most, [tag("rect", width=str(count), height="1")])
    button = tag("input", type="radio", name=name, value=value)
    label = tag("span", reason or value)
    return tag("label", button, label, _count(count), bar, class_="choice" if reason else "choice whole")


def _count(count: int) -> Markup:
    return tag("span", str(count), class_="n")
