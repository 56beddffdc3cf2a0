"""The summary for people who plan: how many tickets hold, what the others lack, what would help most.

It holds counts only, by reason; the words are those of the reasons in a language pack.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from valuegate.finding import STANDINGS, Verdict
from valuegate.language import FALLBACK, load
from valuegate.report import Head, Style, Totals
from valuegate.terminal import Pen
from valuegate.text.spoken import in_words

MENDS = 10
"""So many mends are told, the most frequent first."""

_WIDTH = 80
_QUOTED = re.compile(r"\s*\([“«]\s?…\s?[”»]\)|\s?:\s[“«]\s?…\s?[”»](?=\s?[.;,]|$)")
"""Where a message would quote the ticket: ``is an opinion (“…”)``, ``target found: “…”;``."""

_SUBJECT = re.compile(r"^[“«]\s?…\s?[”»](?!\s?:)")
"""Where it speaks of what it would quote: ``“…” gives no day``."""

_EXAMPLE = re.compile(r",[^,]*:\s…(?=\.$)")
"""An example that only a ticket could give: ``, for example: ….``"""

_SENTENCE = re.compile(r".*?[.!?](?=\s|$)", re.DOTALL)


class SummaryReporter:
    """``--summary``, or ``--format summary``."""

    name = "summary"

    def start(self, head: Head, style: Style) -> SummaryWriter:
        """Counts, and what they mean, in 80 columns at most."""
        return SummaryWriter(head, style._replace(width=min(style.width, _WIDTH)))


class SummaryWriter:
    """Counts, for each ticket once however many gates judge it, by what reason it does not hold."""

    def __init__(self, head: Head, style: Style) -> None:
        self.head = head
        self.lang = style.lang or FALLBACK
        self.pack = load(self.lang)
        self.pen = Pen(style.width, style.color)
        self.tickets = 0
        self.checks: Counter[str] = Counter()
        self.reasons: Counter[tuple[str, str]] = Counter()
        self._last: tuple[str, str, str] | None = None
        self._told: set[tuple[str, str]] = set()

    def add(self, verdict: Verdict) -> str:
        """The ticket counts."""
        who = (verdict.kind, verdict.source, verdict.key)
        if who != self._last:
            self._last, self._told = who, set()
        found = {
            (f.check, f.reason) for f in verdict.findings if verdict.bearing(f) in ("refused", "not yet")
        }
        self.tickets += bool(found and not self._told)
        self.checks.update({check for check, _ in found} - {check for check, _ in self._told})
        self.reasons.update(found - self._told)
        self._told |= found
        return ""

    def end(self, totals: Totals) -> str:
        """The blocks that have something to say, an empty line between them."""
        blocks = (self._title(), self._counts(totals), self._errors(totals), self._lacking(), self._mends())
        return "\n".join("".join(f"{line}\n" for line in block) for block in map(list, blocks) if block)

    def _says(self, name: str, **values: Any) -> str:
        """A word or sentence of the pack, or of English where the pack leaves it out."""
        words: str = self.pack.table("summary").get(name) or load(FALLBACK).table("summary")[name]
        return words.format_map({key: self._number(value) for key, value in values.items()})

    def _number(self, value: Any) -> str:
        return f"{value:,}".replace(",", self._says("thousands")) if isinstance(value, int) else str(value)

    def _title(self) -> Iterator[str]:
        title = self._says("title", day=in_words(self.head.today, self.pack), policy=self.head.policy)
        yield from self.pen.lines(title, tones=("bold",))

    def _counts(self, totals: Totals) -> Iterator[str]:
        """How many tickets, and how many of each standing."""
        tickets = totals.tickets
        total = sum(tickets.values())
        if not total:
            yield from self.pen.lines(self._says("nothing"))
        for kind in ("ticket", "template"):
            count = sum(number for (each, _), number in tickets.items() if each == kind)
            if count:
                yield from self._row(count, self._says(kind if count == 1 else f"{kind}s"), tone="bold")
        for standing in reversed(STANDINGS):
            count = tickets["ticket", standing] + tickets["template", standing]
            if count:
                yield from self._row(count, self._says(standing.replace(" ", "_")), share=count / total)
        for rule, count in sorted(totals.exempt_by.items()):
            yield from self._row(count, self._says("exempt_by", rule=rule), level=1)
        if totals.waived:
            yield from self._row(totals.waived, self._says("waived"))

    def _errors(self, totals: Totals) -> Iterator[str]:
        """What kept the run from deciding."""
        if totals.errors:
            yield from self.pen.lines(self._says("errors"), tones=("bold",))
        for error in totals.errors[:MENDS]:
            place = f"{error.source}: " if error.source else ""
            yield from self.pen.lines(f"{place}{error.message}", 4, hang=2)
        more = len(totals.errors[MENDS:]) + totals.more_errors
        if more:
            yield from self.pen.lines(self._says("more", count=more), 4)

    def _lacking(self) -> Iterator[str]:
        """By check, and in each by reason, how many tickets do not hold."""
        if self.tickets:
            heading = "lacking" if self.tickets > 1 else "lacking_one"
            yield from self.pen.lines(self._says(heading, count=self.tickets), tones=("bold",))
        for check, count in _ordered(self.checks):
            yield from self._row(count, check, share=count / self.tickets, tone="bold")
            mine = Counter(
                {reason: times for (whose, reason), times in self.reasons.items() if whose == check}
            )
            for reason, times in _ordered(mine):
                yield from self._row(times, f"{self._lacks(reason)} ({reason})", level=1)

    def _lacks(self, reason: str) -> str:
        """What a reason says of tickets in general, without a place for the words of one."""
        message = _QUOTED.sub("", self.head.says(reason, self.lang).message)
        return _SUBJECT.sub(self._says("subject"), message).removesuffix(".")

    def _mends(self) -> Iterator[str]:
        """What would help most tickets, the first sentence of each mend."""
        counted: Counter[str] = Counter()
        for (_, reason), times in self.reasons.items():
            counted[self._mend(reason)] += times
        del counted[""]
        if counted:
            yield from self.pen.lines(self._says("mends"), tones=("bold",))
        for mend, count in _ordered(counted)[:MENDS]:
            yield from self._row(count, mend)

    def _mend(self, reason: str) -> str:
        """How to mend it in general; empty if only a ticket could say."""
        fix = _QUOTED.sub("", self.head.says(reason, self.lang).fix)
        first = _SENTENCE.match(fix)
        return _EXAMPLE.sub("", first[0]) if first else "" if "…" in fix else fix

    def _row(self, count: int, text: str, *, level: int = 0, share: float = -1, tone: str = "") -> list[str]:
        """A number, perhaps its share, and what it counts, wrapped in its column."""
        percent = self._says("percent", share=str(round(100 * share))) if share >= 0 else ""
        head = f"{' ' * 4 * level}{self._number(count):>9}  {percent:>6}{'  ' if percent else ''}"
        lines = self.pen.lines(text, len(head), (tone,) if tone else ())
        return [head + lines[0].lstrip(), *lines[1:]] if lines else [head]


def _ordered(counts: Counter[str]) -> list[tuple[str, int]]:
    """The most frequent first; those that are as frequent by name."""
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))
