"""Text for people: what is refused and why first, then how to mend it, then what holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from valuegate.errors import ValuegateError
from valuegate.finding import BASELINE, SIGNS, Bearing, Finding, Judgement, Standing, Verdict, excerpt
from valuegate.report import EXIT_UNDECIDED, Head, Style, Totals
from valuegate.terminal import Pen, columns, safe

_MIN_WIDTH, _MAX_WIDTH = 40, 100
_MARGIN = 2


_COUNTED: tuple[Standing, ...] = ("passed", "refused", "not yet", "exempt", "undecided")
"""In the order of the summary."""

_TONES: dict[Standing | Bearing, str] = {
    "passed": "green",
    "refused": "red",
    "not yet": "yellow",
    "exempt": "dim",
    "undecided": "magenta",
    "warning": "yellow",
    "waived": "yellow",
}


class TextReporter:
    """``--format text``."""

    name = "text"

    def start(self, head: Head, style: Style) -> TextWriter:
        """The tickets in their order, the errors, one line of summary and the next command to try."""
        return TextWriter(head, style._replace(width=min(max(style.width, _MIN_WIDTH), _MAX_WIDTH)))


class TextWriter:
    """One report in one style: a paragraph for each verdict that the style shows."""

    def __init__(self, head: Head, style: Style) -> None:
        self.today = head.today
        self.notes = head.notes
        self.style = style
        self.pen = Pen(style.width, style.color)
        longest = min(max(map(columns, head.checks), default=0), 16)
        self.indent = _MARGIN + 2 + longest + 2 if style.width >= 60 else _MARGIN + 2
        self.gap = ""
        self.reason = ""

    def add(self, verdict: Verdict) -> str:
        """What is refused and why first, then what holds."""
        self.reason = self.reason or next((f.reason for f in verdict.findings if f.refuses), "")
        if not self._shows(verdict):
            return ""
        return self._paragraph([*self._header(verdict), *self._note(verdict), *self._body(verdict)])

    def _shows(self, verdict: Verdict) -> bool:
        """Old tickets that nobody has touched are counted, and fill no screen."""
        if self.style.quiet:
            return verdict.refused or verdict.outcome == "undecided"
        return self.style.why or verdict.exempt_by != BASELINE

    def end(self, totals: Totals) -> str:
        """The errors that no verdict holds, what must be known of the run, and the summary."""
        text = self._paragraph(self._errors(totals)) if totals.errors else ""
        if self.style.quiet:
            return text
        notes = self._paragraph(self._notes()) if self.notes else ""
        return text + notes + self._paragraph(self._summary(totals))

    def _paragraph(self, lines: Sequence[str]) -> str:
        gap, self.gap = self.gap, "\n"
        return gap + "\n".join(lines) + "\n"

    def _header(self, verdict: Verdict) -> list[str]:
        standing, pen = verdict.standing, self.pen
        name = excerpt(" ".join(filter(None, (verdict.key, verdict.title)))) or verdict.source
        lead = f"{SIGNS[standing]} {standing}  "
        title = pen.lines(name, len(lead), ("bold",)) or [""]
        title[0] = pen.paint(lead, "bold", _TONES[standing]) + title[0].lstrip()
        where = f"{verdict.source}, " if verdict.has_lines and name != verdict.source else ""
        what = "template for gate" if verdict.kind == "template" else "gate"
        return [*title, *pen.lines(f"{where}{what} {verdict.gate}", _MARGIN, ("dim",))]

    def _note(self, verdict: Verdict) -> list[str]:
        """What a reader must know before the findings: whose fault, which day, how binding."""
        return [line for note in verdict.remarks(self.today) for line in self.pen.lines(note, _MARGIN)]

    def _body(self, verdict: Verdict) -> list[str]:
        errors, warnings = _parted(verdict)
        groups = [self._findings(verdict, errors)]
        if not self.style.quiet:
            holds = [(n, j) for n, j in verdict.judgements.items() if j.outcome == "passed"]
            groups += [[self._pass(verdict, *item) for item in holds], self._findings(verdict, warnings)]
        shown = [group for group in groups if group]
        return [line for group in shown for line in ["", *_spread(group, self.style.why)]]

    def _findings(self, verdict: Verdict, findings: Sequence[Finding]) -> list[list[str]]:
        """The findings; if asked for, after the last one of each failed check what it found."""
        last = {finding.check: number for number, finding in enumerate(findings)}
        entries = []
        for number, finding in enumerate(findings):
            lines = self._finding(verdict, finding)
            judgement = verdict.judgements.get(finding.check, Judgement("passed"))
            if self.style.why and number == last[finding.check] and judgement.outcome != "passed":
                lines += self._grounds(verdict, judgement)
            entries.append(lines)
        return entries

    def _finding(self, verdict: Verdict, finding: Finding) -> list[str]:
        """One reason: what is missing, the words, the place, the mend."""
        bearing = verdict.bearing(finding)
        lines = self._row(bearing, finding.check, finding.message)
        if finding.excerpt and finding.excerpt not in finding.message:
            lines += self.pen.lines(f"“{finding.excerpt}”", self.indent, ("cyan",), hang=1)
        lines += self.pen.lines(_place(verdict, finding, bearing), self.indent, ("dim",))
        if finding.waived_by:
            lines += self.pen.lines(f"waived by {finding.waived_by}", self.indent)
        elif finding.fix:
            lines += self.pen.lines(f"→ {finding.fix}", self.indent, hang=2)
        return lines

    def _pass(self, verdict: Verdict, name: str, judgement: Judgement) -> list[str]:
        places = [f"“{excerpt(judgement.label)}”"] if judgement.label else []
        places += [f"line {judgement.line}"] if verdict.has_lines else []
        lines = self._row("passed", name, ", ".join(places) or "in its text")
        return lines + (self._grounds(verdict, judgement) if self.style.why else [])

    def _grounds(self, verdict: Verdict, judgement: Judgement) -> list[str]:
        """The words that a judgement rests on, with the part that each plays, and the rule."""
        size = max((columns(safe(g.role)) for g in judgement.grounds), default=0)
        lines = []
        for ground in judgement.grounds:
            role = safe(ground.role) + " " * (size - columns(safe(ground.role)))
            text = f"“{ground.text}”" + (f" ({ground.line}:{ground.column})" if verdict.has_lines else "")
            words = self.pen.lines(text, self.indent + size + 2, ("cyan",))
            lines.append(" " * self.indent + f"{role}  " + words[0].lstrip())
            lines += words[1:]
        if judgement.outcome == "passed":  # a failure has its reason instead
            lines += self.pen.lines(f"by the rule: {judgement.rule}", self.indent, ("dim",), hang=2)
        return lines

    def _row(self, word: Standing | Bearing, name: str, text: str) -> list[str]:
        """A sign, the name of a check, and a text beside it; under it where the name is too long."""
        sign = self.pen.paint(SIGNS[word], _TONES[word])
        head = f"{' ' * _MARGIN}{sign} {self.pen.paint(safe(name), 'bold')}"
        body = self.pen.lines(text, self.indent)
        gap = self.indent - _MARGIN - 2 - columns(safe(name))
        return [head + " " * gap + body[0].lstrip(), *body[1:]] if gap >= 2 and body else [head, *body]

    def _notes(self) -> list[str]:
        return [
            self.pen.paint("! to be known of this run", "bold", "yellow"),
            *(line for note in self.notes for line in ["", *self._error(note)]),
        ]

    def _errors(self, totals: Totals) -> list[str]:
        more = f"and {totals.more_errors} more" if totals.more_errors else ""
        return [
            self.pen.paint("? undecided, and not a ticket's fault", "bold", "magenta"),
            *(line for error in totals.errors for line in ["", *self._error(error)]),
            *self.pen.lines(more, _MARGIN),
        ]

    def _error(self, error: ValuegateError) -> list[str]:
        place = ":".join(str(part) for part in (error.source, error.line, error.column) if part)
        lines = self.pen.lines(error.message, _MARGIN, ("bold",))
        lines += self.pen.lines(f"→ {error.fix}", _MARGIN, hang=2) if error.fix else []
        return lines + self.pen.lines(place, _MARGIN, ("dim",))

    def _summary(self, totals: Totals) -> list[str]:
        """One line that counts, one for the exceptions if there are any, and what to do next."""
        lines = self.pen.lines(counts(totals), tones=("bold",))
        if totals.exceptions:
            lines += self.pen.lines(f"Exceptions: {totals.exceptions}")
        hint = self._next(totals)
        return [*lines, *self.pen.lines(f"Next: {hint}", tones=("dim",), hang=6)] if hint else lines

    def _next(self, totals: Totals) -> str:
        """The next command to try."""
        if totals.exit_code == EXIT_UNDECIDED:
            # of a policy what to mend stands above, and no other command would work before
            return "" if totals.unusable else "valuegate plugins"
        if self.reason:
            return f"valuegate explain {self.reason}"
        if not totals.summary["verdicts"]:
            return 'valuegate new "A ticket to start from"' if totals.expected else ""
        return "" if self.style.why else "valuegate check --why, for the words that each pass rests on"


def _parted(verdict: Verdict) -> tuple[list[Finding], list[Finding]]:
    """The findings that refuse (or keep from deciding), and those that only advise."""
    findings = verdict.findings
    return [f for f in findings if f.refuses], [f for f in findings if not f.refuses]


def _spread(group: Sequence[list[str]], why: bool) -> Iterator[str]:
    """The entries of a group; an empty line between those that take several lines."""
    for number, lines in enumerate(group):
        if number and (len(lines) > 1 or why):
            yield ""
        yield from lines


def _place(verdict: Verdict, finding: Finding, bearing: Bearing) -> str:
    """``file:line:column`` and the reason, in a tracker its heading; a fault of ours has no place there."""
    if bearing == "undecided" or not finding.line:
        return finding.reason
    if verdict.has_lines:
        return f"{verdict.source}:{finding.line}:{finding.column}  {finding.reason}"
    under = verdict.under(finding.check)
    return f"in “{under}”  {finding.reason}" if under else finding.reason


def counts(totals: Totals) -> str:
    """``3 tickets: 1 passed, 2 refused``. A ticket that several gates judge counts once, by its worst."""
    tickets = totals.tickets
    kinds = [_number(sum(tickets[kind, s] for s in _COUNTED), kind) for kind in ("ticket", "template")]
    outcomes = [(word, tickets["ticket", word] + tickets["template", word]) for word in _COUNTED]
    errors = _number(len(totals.errors) + totals.more_errors, "error")
    parts = [f"{count} {word}" for word, count in outcomes if count] + ([errors] if errors else [])
    what = " and ".join(filter(None, kinds)) or totals.headline
    return f"{what}: {', '.join(parts)}" if parts else what


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}{'s' if count > 1 else ''}" if count else ""
