"""A template must ask for each thing that the gate requires, and its untouched submission must fail."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from fake_checks import Filled
from valuegate.check import Check
from valuegate.engine import Plan
from valuegate.finding import Finding, Ground, Verdict
from valuegate.language import load, load_all
from valuegate.readers.issue_form import IssueFormReader
from valuegate.readers.jira_wiki import JiraWikiReader
from valuegate.readers.markdown import MarkdownReader
from valuegate.template import judge_template
from valuegate.ticket import Source

TODAY = date(2026, 11, 23)
FIELD = """\
  - type: {kind}
    id: a-field
    attributes:
      label: {label}
      {more}
    validations:
      required: {required}
"""
PROMPT = "description: Who is affected, and what happens to them today?"


def plan(*checks: Check, **more: Any) -> Plan:
    checks = checks or (Filled("problem"),)
    known = {check.id: check for check in checks}
    return Plan("ready", known, more.pop("require", tuple(known)), load_all(("en", "fr")), **more)


def form(*fields: str, plan: Plan = plan()) -> Verdict:  # noqa: B008  # never changed
    text = "name: Feature\ndescription: A change\nbody:\n" + "".join(fields)
    return judge_template(IssueFormReader().read(Source("form.yml", text)), plan, TODAY)


def field(label: str = "Problem", kind: str = "textarea", more: str = PROMPT, required: str = "true") -> str:
    return FIELD.format(label=label, kind=kind, more=more, required=required)


def markdown(text: str, plan: Plan = plan()) -> Verdict:  # noqa: B008  # never changed
    return judge_template(
        MarkdownReader().read(Source("form.md", text))._replace(kind="template"), plan, TODAY
    )


def only(verdict: Verdict) -> Finding:
    (finding,) = verdict.findings
    return finding


# --- issue forms --------------------------------------------------------------------------------------


def test_a_required_text_field_with_a_prompt_asks() -> None:
    verdict = form(field())
    assert (verdict.kind, verdict.outcome, verdict.findings) == ("template", "passed", ())
    judgement = verdict.judgements["problem"]
    assert (judgement.outcome, judgement.label, judgement.line) == ("passed", "Problem", 7)
    assert judgement.grounds == (
        Ground("label", "Problem", 7, 14),
        Ground("prompt", "Who is affected, and what happens to them today?", 7, 14),
    )
    assert judgement.rule == "asked for, and an untouched submission fails"


@pytest.mark.parametrize(
    "label", ["Problem statement", "Problème", "Who is affected?", '"**Problem**"', "problem (required)"]
)
def test_any_known_label_in_any_language_asks(label: str) -> None:
    assert form(field(label)).outcome == "passed"


def test_a_form_without_the_field_is_told_which_one_to_add() -> None:
    verdict = form(field("Mock-ups"))
    finding = only(verdict)
    assert (verdict.outcome, finding.reason, finding.check) == ("failed", "template.missing-field", "problem")
    assert finding.message == "Nothing in this template asks for “Problem”."
    assert finding.fix == (
        'Add `- {type: textarea, attributes: {label: "Problem", description: "Who is affected, and what '
        'happens to them today?"}, validations: {required: true}}`'
    )
    assert finding.url == "docs/templates.md#missing-field"


def test_the_field_that_is_suggested_passes() -> None:
    snippet = only(form(field("Mock-ups"))).fix.partition("`")[2].rstrip("`")
    assert form(field("Mock-ups"), f"  {snippet}\n").outcome == "passed"


def test_a_field_that_may_be_left_empty_fails() -> None:
    finding = only(form(field(required="false")))
    assert (finding.reason, finding.line, finding.column) == ("template.not-required", 7, 14)
    assert finding.message == "“Problem” may be left empty."


@pytest.mark.parametrize("value", ["Nurses lose notes.", '"Nurses lose notes. <!-- really -->"'])
def test_a_ready_answer_fails(value: str) -> None:
    finding = only(form(field(more=f"value: {value}")))
    assert (finding.reason, finding.severity) == ("template.prefilled", "error")
    assert finding.excerpt == "Nurses lose notes."
    assert "“Nurses lose notes.”" in finding.message


@pytest.mark.parametrize(
    "more",
    [
        "value: TBD",
        'value: "Describe who is affected."',
        'value: "<!-- Who is affected? -->"',
        'value: "<!-- Who is affected?"',
        "placeholder: Nurses lose notes.",
        "description: Anything",
    ],
)
def test_a_prompt_is_no_answer(more: str) -> None:
    assert form(field(more=more)).findings == ()


def test_a_label_alone_is_warned_about() -> None:
    verdict = form(field(more=""))
    finding = only(verdict)
    assert (verdict.outcome, finding.reason, finding.severity) == ("passed", "template.no-prompt", "warning")
    assert form(field("Who is affected?", more="")).findings == (), "a question is its own prompt"


@pytest.mark.parametrize(
    ("kind", "options"),
    [("dropdown", "options: [Slow, Wrong]"), ("checkboxes", "options: [{label: I described it}]")],
)
def test_a_choice_cannot_hold_an_argument(kind: str, options: str) -> None:
    finding = only(form(field(kind=kind, more=options)))
    assert finding.reason == "template.wrong-kind"
    assert f"“{kind}”" in finding.message
    assert "type: textarea" in finding.fix


def test_a_choice_beside_a_text_field_does_no_harm() -> None:
    assert form(field(kind="dropdown", more="options: [Slow]", required="false"), field()).findings == ()


def test_an_exact_label_is_looked_at_before_a_vague_one() -> None:
    vague = field("Any problem with the build", required="false")
    assert form(vague, field()).findings == ()


def test_a_label_inside_the_text_of_a_field_belongs_to_that_field() -> None:
    answer = 'value: "**Problem:** Nurses lose notes."'
    verdict = form(field("Summary"), field("Details", more=answer, required="false"))
    assert [(f.reason, f.line) for f in verdict.findings] == [
        ("template.not-required", 14),
        ("template.prefilled", 14),
    ]


def test_a_field_that_no_reader_could_read_fails_the_template() -> None:
    verdict = form(field(more="value: " + "'" + "> " * 200 + "x'"))
    assert (verdict.kind, verdict.title, verdict.outcome) == ("template", "Feature", "failed")
    assert only(verdict).reason == "ticket.unreadable"


def test_all_faults_of_a_form_are_told_at_once() -> None:
    verdict = form(
        field("Problem", required="false", more="value: Nurses lose notes."),
        field("Review date", kind="dropdown", more="options: [Soon, Later]\n      default: 0"),
        plan=plan(Filled("problem"), Filled("review-date"), Filled("metric")),
    )
    assert [finding.reason for finding in verdict.findings] == [
        "template.not-required",
        "template.prefilled",
        "template.wrong-kind",
        "template.missing-field",
    ]
    assert verdict.judgements["problem"].rule == "not-required"


# --- Markdown and other documents -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "## Problem\n\n<!-- Who is affected? -->\n",
        "## Problem\n\nDescribe who is affected.\n",
        "## Problem\n\nTBD\n",
        "**Who is affected?**\n",
        "---\nname: Feature\nabout: A change\n---\n\n### Problème\n<!-- Qui est concerné ? -->\n",
        "| Problem | … |\n|---|---|\n| Problem | <who is affected?> |\n",
    ],
)
def test_a_section_with_a_prompt_asks(text: str) -> None:
    verdict = markdown(text)
    assert (verdict.outcome, verdict.findings) == ("passed", ())


def test_a_document_without_the_section_is_told_which_one_to_add() -> None:
    finding = only(markdown("## Solution\n\n<!-- What do we build? -->\n"))
    assert finding.reason == "template.missing-field"
    assert finding.fix == "Add `## Problem` + `<!-- Who is affected, and what happens to them today? -->`"


def test_a_jira_template_is_told_in_its_own_markup() -> None:
    ticket = JiraWikiReader().read(Source("t.txt", "h2. Solution\n\nWhat do we build?\n"))
    finding = only(judge_template(ticket._replace(kind="template"), plan(), TODAY))
    assert finding.fix == "Add `h2. Problem` + `Who is affected, and what happens to them today?`"


def test_an_empty_section_is_warned_about() -> None:
    verdict = markdown("## Problem\n\n## Solution\n\nText\n")
    assert (verdict.outcome, only(verdict).reason) == ("passed", "template.no-prompt")


def test_a_ready_answer_in_a_section_is_placed_where_it_stands() -> None:
    finding = only(markdown("## Problem\n\nNurses lose notes.\n"))
    assert (finding.reason, finding.line, finding.column) == ("template.prefilled", 3, 1)


def test_a_label_of_the_front_matter_asks() -> None:
    assert markdown("---\nproblem: TBD\n---\n").findings == ()
    assert only(markdown("---\nproblem: Nurses lose notes.\n---\n")).reason == "template.prefilled"


class Picky(Filled):
    """A check whose reasons nobody has heard of."""

    def judge(self, case: Any, context: Any) -> Any:
        finding = context.finding("odd", None)
        return super().judge(case, context)._replace(outcome="failed", findings=(finding,), rule="odd")


def test_a_bad_answer_that_is_already_there_fails_too() -> None:
    verdict = markdown("## Problem\n\nThe CEO wants it.\n", plan(Picky("problem")))
    finding = only(verdict)
    assert (verdict.outcome, finding.reason) == ("failed", "template.prefilled")
    assert "“The CEO wants it.”" in finding.message


def test_an_unknown_reason_is_no_fault_where_nothing_is_prefilled() -> None:
    for prompt in ("<!-- Who is affected? -->", "Who is affected?", "Describe who is affected.", "TBD"):
        assert markdown(f"## Problem\n\n{prompt}\n", plan(Picky("problem"))).findings == ()


# --- what the gate wants ----------------------------------------------------------------------------------


def test_only_required_checks_are_asked_of_a_template() -> None:
    wanted = plan(
        Filled("problem"), Filled("metric"), Filled("impact"), require=("problem",), advise=("metric",)
    )
    verdict = form(field(), plan=wanted)
    assert verdict.outcome == "passed"
    assert [judgement.outcome for judgement in verdict.judgements.values()] == [
        "passed",
        "skipped",
        "skipped",
    ]


def test_a_check_that_no_label_asks_for_is_not_asked_of_a_template() -> None:
    verdict = form(field(), plan=plan(Filled("problem"), Filled("plain-words")))
    assert verdict.outcome == "passed"
    assert verdict.judgements["plain-words"].outcome == "skipped"


def test_a_check_of_a_plugin_is_asked_for_by_a_label_of_the_policy() -> None:
    wanted = plan(Filled("legal"), labels={"legal": ["legal basis"]})
    finding = only(form(field("Mock-ups"), plan=wanted))
    assert finding.message == "Nothing in this template asks for “Legal basis”."
    assert 'label: "Legal basis", description: "Is there a legal?"' in finding.fix
    assert form(field("Legal basis"), plan=wanted).outcome == "passed"


def test_quotes_of_a_label_are_kept_whole_in_what_is_suggested() -> None:
    wanted = plan(Filled("legal"), labels={"legal": ['The "why" \\ why']})
    assert 'label: "The \\"why\\" \\\\ why"' in only(form(field("Mock-ups"), plan=wanted)).fix


class Crash(Filled):
    def judge(self, case: Any, context: Any) -> Any:
        raise ZeroDivisionError("by zero")


def test_a_check_that_crashes_is_undecided_and_hides_no_other() -> None:
    verdict = form(field(required="false"), plan=plan(Crash("metric"), Filled("problem")))
    assert verdict.outcome == "undecided"
    assert [f.reason for f in verdict.findings] == ["metric.undecided", "template.not-required"]


def test_a_fault_of_the_gate_is_undecided() -> None:
    fault = Finding("policy", "policy.plugin", "error", "a plugin is broken", "mend it")
    verdict = form(field(), plan=plan(faults=[fault]))
    assert (verdict.outcome, verdict.findings) == ("undecided", (fault,))


def test_a_template_in_no_known_language_fails_with_that_reason() -> None:
    german = "Beschreibe bitte, wer betroffen ist und was diesen Menschen heute jeden Tag passiert, "
    verdict = form(field("Problem", more=f"description: {german * 3}"))
    assert [finding.reason for finding in verdict.findings] == ["ticket.language"]


# --- languages ----------------------------------------------------------------------------------------------


def test_a_french_template_is_answered_in_french() -> None:
    prompt = "description: Décrivez ce que font les gens et ce qui leur arrive aujourd’hui."
    finding = only(form(field("Maquettes", more=prompt)))
    assert finding.message == "Rien dans ce modèle ne demande « Problème »."
    assert 'label: "Problème", description: "Qui est concerné' in finding.fix


def test_messages_can_be_asked_for_in_another_language() -> None:
    assert "Rien dans ce modèle" in only(form(field("Mock-ups"), plan=plan(speech=load("fr")))).message


@pytest.mark.parametrize("code", ["en", "fr"])
def test_every_pack_has_the_words_for_templates_and_unjudged_tickets(code: str) -> None:
    pack = load(code)
    names = ("missing-field", "not-required", "prefilled", "wrong-kind", "no-prompt")
    for name in (
        *(f"template.{n}" for n in names),
        "ticket.unreadable",
        "ticket.too-large",
        "ticket.language",
    ):
        assert all(pack.reasons[name]), f"{code}: {name} lacks a text"
    wider = ("body", "context", "learnings", "other")  # no question of its own
    labels = {topic for topic in pack.table("labels") if topic not in wider}
    assert pack.table("prompts").keys() == labels
