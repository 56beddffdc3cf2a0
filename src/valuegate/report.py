"""The contract of reporters: a run is told to them verdict by verdict, and they give text.

So several formats are written from one pass, and a run over a million tickets holds none of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from .check import Check, text_of
from .errors import PolicyError, ValuegateError
from .finding import STANDINGS, Standing, Verdict
from .language import FALLBACK, ReasonText, load
from .records import NamedTuple
from .typed import Protocol

EXIT_PASSED, EXIT_REFUSED, EXIT_USAGE, EXIT_UNDECIDED, EXIT_NOTHING = range(5)
"""0 nothing refused · 1 a gate refused · 2 wrong usage · 3 could not decide · 4 nothing to check."""

EXIT_INTERRUPTED = 130
"""Ctrl-C, as shells count it."""

MAX_ERRORS = 1000
"""A run keeps so many errors, and counts the others: a reader may crash on each of a million lines."""


class Head(NamedTuple):
    """What is known of a run before its first verdict. ``checks`` are those that its gates ask for.

    ``notes`` say what a reader must know of the run, and refuse nothing: a policy that differs from
    the one that judges.
    """

    today: date
    policy: str
    checks: Mapping[str, Check] = {}
    notes: Sequence[ValuegateError] = ()

    def says(self, reason: str, lang: str = "") -> ReasonText:
        """What a reason (``problem.missing``) says where no ticket is quoted, in a language or in English."""
        owner, _, name = reason.partition(".")
        pack = load(lang or FALLBACK)
        text = text_of(self.checks[owner], name, pack) if owner in self.checks else pack.says(reason)
        return text.general


class Style(NamedTuple):
    """How a reporter may print: its width in columns, colours or not, passes explained or not.

    ``lang`` is the language that was asked for; empty if each ticket is spoken to in its own.
    """

    width: int = 80
    color: bool = False
    why: bool = False
    quiet: bool = False
    lang: str = ""


class Totals:
    """What a run comes to: it counts verdicts and tickets, and holds the errors that no verdict holds.

    ``summary`` counts verdicts by outcome; ``tickets`` counts by kind and standing, where a ticket
    that several gates judge counts once, by its worst: its verdicts come one after the other. ``unusable``
    is true if the policy cannot be used. Exceptions are counted: ``exempt_by`` has the verdicts by the rule
    that exempts (``baseline``, ``except.labels`` …), ``waived`` the findings that a waiver covers. Tickets
    are ``expected``, unless none is judged because none has changed.
    """

    def __init__(self) -> None:
        self.summary = {"verdicts": 0, "passed": 0, "failed": 0, "exempt": 0, "undecided": 0}
        self.refused = 0
        self.waived = 0
        self.exempt_by: Counter[str] = Counter()
        self.errors: list[ValuegateError] = []
        self.more_errors = 0
        self.unusable = False
        self.expected = True
        self._done: Counter[tuple[str, Standing]] = Counter()
        self._last: tuple[str, str, str] | None = None
        self._worst: Standing = "exempt"

    def add(self, verdict: Verdict) -> None:
        """Count one more verdict."""
        self.summary["verdicts"] += 1
        self.summary[verdict.outcome] += 1
        self.refused += verdict.refused
        self.waived += sum(finding.waived_by is not None for finding in verdict.findings)
        if verdict.exempt_by:
            self.exempt_by[verdict.exempt_by.partition(":")[0]] += 1
        who = (verdict.kind, verdict.source, verdict.key)
        standing = verdict.standing
        if who == self._last:
            self._worst = max(self._worst, standing, key=STANDINGS.index)
            return
        if self._last:
            self._done[self._last[0], self._worst] += 1
        self._last, self._worst = who, standing

    def fail(self, *errors: ValuegateError) -> None:
        """Note what keeps the run from deciding; of a policy each fault."""
        for error in errors:
            problems = error.problems if isinstance(error, PolicyError) else (error,)
            self.unusable |= isinstance(error, PolicyError)
            room = MAX_ERRORS - len(self.errors)
            self.errors += problems[:room]
            self.more_errors += len(problems[room:])

    @property
    def tickets(self) -> Counter[tuple[str, Standing]]:
        """How many tickets and templates of each standing, up to now."""
        found = self._done.copy()
        if self._last:
            found[self._last[0], self._worst] += 1
        return found

    @property
    def headline(self) -> str:
        """How the run went, in a few words: ``2 of 10 tickets refused, 1 undecided``."""
        tickets = self.tickets
        total = sum(tickets.values())
        if not total:
            return "Nothing was judged" if self.errors or not self.expected else "Nothing to check"
        end = "s" if total > 1 else ""
        nouns = " and ".join(kind + end for kind in ("ticket", "template") if kind in {k for k, _ in tickets})
        counts = {
            word: sum(n for (_, s), n in tickets.items() if s == word) for word in ("refused", "undecided")
        }
        told = [f"{count} {word}" for word, count in counts.items() if count]
        if not told:
            return f"{total} {nouns}, {'none' if end else 'not'} refused"
        of = f" of {total} {nouns} " if end else f" {nouns} "
        return ", ".join([told[0].replace(" ", of), *told[1:]])

    @property
    def exceptions(self) -> str:
        """How many exceptions were made, each by its rule: ``12 exempt by baseline, 1 finding waived``."""
        told = [f"{count} exempt by {rule}" for rule, count in sorted(self.exempt_by.items())]
        told += [f"{self.waived} finding{'s' if self.waived > 1 else ''} waived"] if self.waived else []
        return ", ".join(told)

    @property
    def exit_code(self) -> int:
        """The exit code of the run: 3 beats 1, and an empty run is no success."""
        if self.errors or self.summary["undecided"]:
            return EXIT_UNDECIDED
        if self.refused:
            return EXIT_REFUSED
        return EXIT_PASSED if self.summary["verdicts"] or not self.expected else EXIT_NOTHING


class Writer(Protocol):
    """One report on its way. What it gives, in this order, is the report; it prints nothing."""

    def add(self, verdict: Verdict) -> str:
        """What can be written now that this verdict is known; empty if it waits for more."""

    def end(self, totals: Totals) -> str:
        """The rest, ending with a newline. It comes without any verdict before, too."""


class Reporter(Protocol):
    """Writes reports in one format."""

    name: str
    """How people choose it: ``--format NAME``."""

    def start(self, head: Head, style: Style) -> Writer:
        """Begin a report. A run may have a million verdicts: a writer should hold none of them."""


def render(
    reporter: Reporter,
    head: Head,
    verdicts: Iterable[Verdict] = (),
    errors: Iterable[ValuegateError] = (),
    style: Style | None = None,
) -> str:
    """A whole report at once, for a run of a few tickets."""
    writer, totals = reporter.start(head, style or Style()), Totals()
    pieces = []
    for verdict in verdicts:
        totals.add(verdict)
        pieces.append(writer.add(verdict))
    totals.fail(*errors)
    return "".join(pieces) + writer.end(totals)
