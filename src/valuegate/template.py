"""Does a template ask for what the gate requires, in a way that an untouched submission would fail?

A template is judged by what would become of it: its untouched submission is read as a ticket, and every
required check must fail on that. What the checks cannot see (a field that may be left empty, a list where
words are needed, a label without a prompt) is looked at in the template itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from .case import Case
from .engine import Plan, evaluate, unreadable
from .errors import TicketError
from .finding import Finding, Ground, Judgement, Severity, Verdict, VerdictOutcome, excerpt
from .markdown_blocks import read_blocks
from .passage import flatten
from .records import NamedTuple
from .text.unfilled import find_unfilled, mask
from .ticket import FormField, Source, Span, Ticket

_WRITABLE = ("input", "textarea")
_UNFILLED = ("missing", "placeholder", "template-text")
_NO_ANSWER = "No response"
"""What GitHub writes under the label of a field that was left empty."""
_HOLDS = "asked for, and an untouched submission fails"


def judge_template(ticket: Ticket, plan: Plan, day: date) -> Verdict:
    """What a gate says of a template: it must ask for all that the gate requires, and fail untouched."""
    form = _Submission(ticket.form)
    try:
        untouched = form.ticket(ticket) if ticket.form else ticket
    except TicketError as error:  # what a field holds is nested too deep
        return unreadable(error, plan, day)._replace(kind="template", title=ticket.title)
    verdict = evaluate(untouched, plan, day)
    if not verdict.judgements:  # in no known language: no check was asked
        return verdict
    judge = _Judge(untouched, form.fields, plan)
    judgements = {
        name: judge.check(name, judgement) if name in plan.require else Judgement("skipped")
        for name, judgement in verdict.judgements.items()
    }
    findings = [*plan.faults, *(f for judgement in judgements.values() for f in judgement.findings)]
    outcome = _outcome(judgements.values(), findings, plan)
    return verdict._replace(judgements=judgements, findings=tuple(findings), outcome=outcome)


def _outcome(judgements: Iterable[Judgement], findings: Iterable[Finding], plan: Plan) -> VerdictOutcome:
    if plan.faults or any(judgement.outcome == "undecided" for judgement in judgements):
        return "undecided"
    return "failed" if any(finding.severity == "error" for finding in findings) else "passed"


class _Submission:
    """What a form becomes when nobody writes anything: a heading for each field, and what it holds.

    Descriptions and placeholders are not submitted; they are kept as comments, to be looked at as prompts.
    ``fields`` are the fields by the offsets where they begin.
    """

    def __init__(self, form: Iterable[FormField]) -> None:
        self.text = ""
        self.fields: dict[int, FormField] = {}
        for field in form:
            self.fields[len(self.text)] = field
            prompts = [
                f"<!-- {text.replace('-->', '')} -->"
                for text in (field.description, field.placeholder)
                if text
            ]
            label = " ".join(field.label.split())
            self.text += "\n\n".join([f"### {label}", *prompts, field.value.strip() or f"_{_NO_ANSWER}_", ""])

    def ticket(self, template: Ticket) -> Ticket:
        """The submission as a ticket; TicketError if it cannot be read."""
        source = Source(template.source.name, self.text)
        return template._replace(source=source, blocks=read_blocks(source))


class _Place(NamedTuple):
    """Where a template asks for something: under which label, with which words, in which field.

    ``prompt`` are all words that stand there, ``submitted`` those of them that an author would submit.
    """

    label: str
    exact: bool
    span: Span
    prompt: str
    submitted: str
    field: FormField | None = None

    @property
    def writable(self) -> bool:
        """Can authors answer in their own words?"""
        return self.field is None or self.field.kind in _WRITABLE


class _Judge:
    """Looks for each check at the place that asks for it."""

    def __init__(self, ticket: Ticket, fields: dict[int, FormField], plan: Plan) -> None:
        self.ticket = ticket
        self.fields = fields
        self.plan = plan
        self.case = Case(ticket, plan.packs, plan.labels)
        self.speech = plan.speech or self.case.pack

    def check(self, name: str, untouched: Judgement) -> Judgement:
        """Is this asked for? ``untouched`` is what the check says of an untouched submission."""
        if untouched.outcome == "undecided":
            return untouched
        if not self._label(name):  # no label asks for it: it is found in other ways
            return Judgement("skipped")
        place = min(self._places(name), key=lambda p: (not p.writable, not p.exact), default=None)
        if place is None:
            missing = self._finding(name, "missing-field", Span(1, 1), snippet=self._snippet(name))
            return Judgement("failed", 1, 1, findings=(missing,), rule="missing-field")
        findings = tuple(self._faults(name, place, untouched))
        grounds = [Ground(role, excerpt(text), *place.span) for role, text in self._roles(place) if text]
        errors = [finding.reason.partition(".")[2] for finding in findings if finding.severity == "error"]
        return Judgement(
            "failed" if errors else "passed",
            *place.span,
            place.label,
            tuple(grounds),
            findings,
            errors[0] if errors else _HOLDS,
        )

    def _roles(self, place: _Place) -> Iterator[tuple[str, str]]:
        yield "label", place.label
        yield "prompt", place.prompt

    def _places(self, name: str) -> Iterator[_Place]:
        """The parts of the template, and the keys of its front matter, that ask for a thing."""
        for part in self.case.parts:
            if part.topic == name:
                field = self.fields[max(n for n in self.fields if n <= part.offset)] if self.fields else None
                span = field.span if field else self.ticket.source.span(part.offset)
                blocks = [block for block in part.blocks if block.text != _NO_ANSWER]
                prompt = " ".join(block.text for block in blocks)
                yield _Place(part.label, part.exact, span, prompt, flatten(blocks).string, field)
        for passage in self.case.passages(name):
            if passage.origin == "label" and passage.label in self.ticket.fields:
                words = passage.text.string
                yield _Place(passage.label, True, passage.span(), words, words)

    def _faults(self, name: str, place: _Place, untouched: Judgement) -> Iterator[Finding]:
        field = place.field
        if field and not place.writable:
            said = {"label": place.label, "kind": field.kind, "snippet": self._snippet(name)}
            yield self._finding(name, "wrong-kind", place.span, "error", **said)
            return  # nothing else counts in a field that has to be another one
        if field and not field.required:
            yield self._finding(name, "not-required", place.span, label=place.label)
        if untouched.outcome == "passed" or (untouched.rule not in _UNFILLED and self._answers(place)):
            yield self._prefilled(name, place, untouched)
        elif not place.prompt and not place.label.endswith("?"):
            yield self._finding(name, "no-prompt", place.span, "warning", label=place.label)

    def _answers(self, place: _Place) -> bool:
        """Would an author submit words that are neither placeholders nor instructions?"""
        text = place.submitted
        return any(char.isalnum() for char in mask(text, find_unfilled(text, self.case.pack)))

    def _prefilled(self, name: str, place: _Place, untouched: Judgement) -> Finding:
        span = place.span if place.field else Span(untouched.line, untouched.column)
        words = [finding.excerpt for finding in untouched.findings] + [g.text for g in untouched.grounds]
        quote = next(filter(None, words), "") or excerpt(place.prompt)
        return self._finding(name, "prefilled", span, label=place.label, quote=quote)

    def _finding(
        self, name: str, reason: str, span: Span, severity: Severity = "error", **words: str
    ) -> Finding:
        text = self.speech.says(f"template.{reason}")
        words = {"label": self._label(name), "prompt": self._prompt(name), **words}
        return Finding(
            name,
            f"template.{reason}",
            severity,
            text.message.format_map(words),
            text.fix.format_map(words),
            *span,
            words.get("quote", ""),
            f"docs/templates.md#{reason}",
        )

    def _label(self, name: str) -> str:
        """The first label that packs or policy know for a check, in the language of the template."""
        known = [self.case.pack, *self.plan.packs]
        labels = [
            *self.plan.labels.get(name, ()),
            *(t for pack in known for t in pack.table("labels").get(name, ())),
        ]
        return labels[0][:1].upper() + labels[0][1:] if labels else ""

    def _prompt(self, name: str) -> str:
        return str(self.case.pack.table("prompts").get(name) or self.plan.checks[name].question)

    def _snippet(self, name: str) -> str:
        """What to add, as it is written in a template of this format."""
        label, prompt = self._label(name), self._prompt(name)
        if self.ticket.form:
            texts = f"label: {_quoted(label)}, description: {_quoted(prompt)}"
            return f"`- {{type: textarea, attributes: {{{texts}}}, validations: {{required: true}}}}`"
        if self.ticket.reader == "jira-wiki":
            return f"`h2. {label}` + `{prompt}`"
        return f"`## {label}` + `<!-- {prompt} -->`"


def _quoted(text: str) -> str:
    """A text in the quotes of YAML and JSON."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
