"""Waivers: what they cover refuses no more and stays visible; each fault of one is a finding of its own."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from fake_checks import Filled
from valuegate import _data
from valuegate.baseline import parse
from valuegate.finding import Verdict, Waiver
from valuegate.intake import Raw, read, read_ticket
from valuegate.language import load
from valuegate.plugins import Registry
from valuegate.plugins import load as load_plugins
from valuegate.policy import Gate, Policy, Waivers
from valuegate.run import Run
from valuegate.ticket import Block, Source, Ticket
from valuegate.waiver import Claim, Rules, claims, confirmed, waive

TODAY = date(2026, 11, 23)
READERS = load_plugins().readers
CHECKS = {name: Filled(name) for name in ("problem", "evidence", "impact")}
READY = Gate("ready", ("Ready",), require=("problem", "evidence"))
DONE = Gate("done", ("Closed",), require=("impact",))
WHOLE = "valuegate: waive evidence until 2027-01-31 by ana: the survey ends in January"
TEXT = "## Problem\n\nNurses lose notes.\n\n## Evidence\n\nTBD\n"
DOCS = Path(__file__).parents[1].joinpath("docs", "exceptions.md").read_text(encoding="utf-8")


def run(rules: Waivers = Waivers(), gates: tuple[Gate, ...] = (READY, DONE), **more: Any) -> Run:  # noqa: B008  # never changed
    policy = Policy(gates, languages=("en", "fr"), waivers=rules)
    return Run(policy, Registry(CHECKS, READERS, {}, {}, [], [], {}), TODAY, **more)


def markdown(waiver: str = "", front: str = "", text: str = TEXT) -> Ticket:
    comment = f"\n<!-- {waiver} -->\n" if waiver else ""
    return read_ticket("a.md", f"---\n{front}\n---\n{text}{comment}".encode(), READERS)


def judged(waiver: str = "", front: str = "status: Ready", text: str = TEXT, **rules: Any) -> Verdict:
    return run(Waivers(**rules)).judge(markdown(waiver, front, text))[0]


def told(verdict: Verdict) -> list[tuple[str, str]]:
    """The findings about waivers: reason and severity."""
    return [(f.reason, f.severity) for f in verdict.findings if f.check == "waiver"]


class TestWhatAWaiverDoes:
    def test_what_is_waived_refuses_no_more_and_stays_visible(self) -> None:
        verdict = judged(WHOLE)
        assert verdict.outcome == "passed"
        (finding,) = verdict.findings
        assert (finding.reason, finding.severity) == ("evidence.placeholder", "error")
        assert finding.waived_by == Waiver(
            "evidence", "ana", date(2027, 1, 31), "the survey ends in January", 12, 6
        )
        assert verdict.judgements["evidence"].outcome == "failed"
        assert verdict.judgements["evidence"].findings == (finding,)

    def test_the_verdict_is_computed_without_it_and_with_all_others(self) -> None:
        verdict = judged(WHOLE, text="## Problem\n\nTBD\n\n## Evidence\n\nTBD\n")
        assert verdict.outcome == "failed"
        assert [(f.check, f.refuses) for f in verdict.findings] == [("problem", True), ("evidence", False)]

    def test_it_covers_the_check_at_every_gate_that_asks_for_it(self) -> None:
        both = run(gates=(READY, DONE._replace(enters=("Ready",), require=("evidence", "impact"))))
        first, second = both.judge(markdown(WHOLE, "status: Ready"))
        assert first.outcome == "passed"
        assert [(f.check, f.refuses) for f in second.findings] == [("evidence", False), ("impact", True)]

    def test_it_covers_advice_too(self) -> None:
        gate = READY._replace(require=("problem",), advise=("evidence",))
        (verdict,) = run(gates=(gate,)).judge(markdown(WHOLE))
        assert [(f.severity, str(f.waived_by)) for f in verdict.findings] == [
            ("warning", "ana until 2027-01-31: the survey ends in January")
        ]

    def test_it_never_covers_what_could_not_be_decided(self) -> None:
        gate = READY._replace(require=("problem", "evidence", "absent"))
        verdict = run(gates=(gate,)).judge(markdown(WHOLE.replace("evidence", "absent")))[0]
        assert verdict.outcome == "undecided"
        assert not [f for f in verdict.findings if f.waived_by]

    def test_it_never_covers_a_ticket_that_no_check_could_read(self) -> None:
        german = (
            "Die Pflegekräfte verlieren bei der Übergabe jede zehnte Notiz und schreiben sie neu auf. " * 3
        )
        verdict = judged(WHOLE, text=german)
        assert (verdict.outcome, verdict.findings[0].reason) == ("failed", "ticket.language")

    def test_it_says_nothing_of_a_template(self) -> None:
        template = markdown(WHOLE)._replace(kind="template")
        assert not [f for f in run().judge(template)[0].findings if f.check == "waiver" or f.waived_by]

    def test_a_check_that_the_gate_does_not_ask_for_needs_no_word(self) -> None:
        assert told(judged(WHOLE.replace("evidence", "impact"), text=TEXT.replace("TBD", "A log."))) == []

    def test_messages_are_in_the_language_of_the_ticket(self) -> None:
        french = "## Problème\n\nLes infirmières perdent une note sur dix à chaque relève du matin.\n"
        (finding,) = (f for f in judged("valuegate: oublier", text=french).findings if f.check == "waiver")
        assert finding.message == "Cette dérogation est illisible : « oublier »."


class TestFaults:
    """Each is a finding of its own; an error where the waiver was needed: it is why the gate refuses."""

    @pytest.mark.parametrize(
        ("waiver", "rules", "reasons"),
        [
            ("valuegate: waive evidence until 2027-01-31 by ana", {}, ["no-reason"]),
            ("valuegate: waive evidence until 2027-01-31 by ana: ", {}, ["no-reason"]),
            ("valuegate: waive evidence until 2027-01-31: a survey", {}, ["no-person"]),
            ("valuegate: waive evidence by ana: a survey", {}, ["no-date"]),
            ("valuegate: waive evidence until spring by ana: a survey", {}, ["no-date"]),
            ("valuegate: waive evidence until 2027-02-30 by ana: a survey", {}, ["no-date"]),
            ("valuegate: waive evidence", {}, ["no-reason", "no-person", "no-date"]),
            (WHOLE.replace("2027-01-31", "2026-11-22"), {}, ["expired"]),
            (WHOLE, {"people": ("ben",)}, ["not-allowed"]),
            (WHOLE, {"people": ()}, ["not-allowed"]),
            (WHOLE, {"checks": ("problem",)}, ["not-waivable"]),
            (WHOLE, {"checks": ()}, ["not-waivable"]),
            (WHOLE, {"max_days": 68}, ["too-long"]),
            (WHOLE.replace("evidence", "evidance"), {}, ["unknown-check"]),
            ("valuegate: ignore evidence", {}, ["unreadable"]),
            ("valuegate: waive", {}, ["unreadable"]),
            ("valuegate: waive until 2027-01-31 by ana: x", {}, ["unreadable"]),
        ],
    )
    def test_a_waiver_that_is_not_whole_or_not_allowed_waives_nothing(
        self, waiver: str, rules: dict[str, Any], reasons: list[str]
    ) -> None:
        verdict = judged(waiver, **rules)
        assert verdict.outcome == "failed"
        assert told(verdict) == [(f"waiver.{reason}", "error") for reason in reasons]

    @pytest.mark.parametrize(
        ("waiver", "rules"),
        [
            (WHOLE.replace("2027-01-31", "2026-11-23"), {}),
            (WHOLE, {"people": ("Ana",)}),
            (WHOLE.replace("by ana", "by @Ana"), {"people": ("ana",)}),
            (WHOLE.replace("by ana", "by Ana Lima"), {"people": ("ana lima", "ben")}),
            (WHOLE, {"checks": ("problem", "evidence"), "max_days": 69}),
            (WHOLE.replace("until 2027-01-31 by ana", "by ana until 2027-01-31"), {}),
            (WHOLE.replace("waive", "Waive").replace("valuegate", "Valuegate").replace("by", "BY"), {}),
            (WHOLE.replace(" until", "\n  until").replace(": the", ":\n  the"), {}),
            (WHOLE.replace("evidence", "evidence, impact"), {}),
            (WHOLE.replace("evidence", "impact evidence"), {}),
            (WHOLE.replace("valuegate:", "valuegate"), {}),
            (WHOLE.replace("evidence", "impact") + "\n" + WHOLE, {}),
        ],
    )
    def test_a_waiver_that_is_whole_and_allowed_counts(self, waiver: str, rules: dict[str, Any]) -> None:
        verdict = judged(waiver, **rules)
        assert (verdict.outcome, told(verdict)) == ("passed", [])

    def test_one_that_is_not_needed_is_told_and_refuses_nothing(self) -> None:
        verdict = judged(WHOLE, text=TEXT.replace("TBD", "The log of ward 3."))
        assert (verdict.outcome, told(verdict)) == ("passed", [("waiver.not-needed", "warning")])

    def test_a_second_one_for_the_same_check_is_not_needed(self) -> None:
        verdict = judged(f"{WHOLE}\n{WHOLE}")
        assert (verdict.outcome, told(verdict)) == ("passed", [("waiver.not-needed", "warning")])

    def test_a_faulty_one_beside_one_that_counts_refuses_nothing(self) -> None:
        verdict = judged(f"valuegate: waive evidence\n{WHOLE}")
        assert verdict.outcome == "passed"
        assert {severity for _, severity in told(verdict)} == {"warning"}

    def test_a_faulty_one_that_nothing_needs_refuses_nothing(self) -> None:
        verdict = judged("valuegate: waive evidence", text=TEXT.replace("TBD", "The log of ward 3."))
        assert (verdict.outcome, {severity for _, severity in told(verdict)}) == ("passed", {"warning"})

    def test_the_nearest_check_is_named(self) -> None:
        verdict = judged(WHOLE.replace("evidence", "evidance"))
        (finding,) = (f for f in verdict.findings if f.check == "waiver")
        assert finding.fix.startswith("Did you mean 'evidence'?")
        assert (finding.line, finding.column) == (12, 6)
        assert finding.url == "docs/exceptions.md#unknown-check"


class TestTheDayOfEntry:
    """Rule 1 of the design: a gate judges an entry."""

    ENTERED = "status: Ready\nentered: 2026-10-01"

    def test_a_waiver_that_ended_after_the_entry_still_counts_and_is_told(self) -> None:
        verdict = judged(WHOLE.replace("2027-01-31", "2026-10-31"), self.ENTERED)
        assert (verdict.outcome, told(verdict)) == ("passed", [("waiver.due", "warning")])

    def test_one_that_ended_before_the_entry_does_not(self) -> None:
        verdict = judged(WHOLE.replace("2027-01-31", "2026-09-30"), self.ENTERED)
        assert (verdict.outcome, told(verdict)) == ("failed", [("waiver.expired", "error")])

    def test_its_length_counts_from_the_entry(self) -> None:
        assert judged(WHOLE, self.ENTERED, max_days=122).outcome == "passed"
        assert told(judged(WHOLE, self.ENTERED, max_days=121)) == [("waiver.too-long", "error")]


class TestWhereAWaiverStands:
    def test_in_front_matter_as_sentences_or_entries(self) -> None:
        lines = """\
waivers:
  - evidence until 2027-01-31 by ana: the survey ends in January
  - "valuegate: waive impact until 2027-01-31 by ben: later"
  - {check: problem, until: 2027-01-31, by: ben, reason: "see: the note"}
  - check: [problem, evidence]
    reason: |
      a long
      reason
    until: 2027-03-01
    by: zoe
"""
        found = claims(markdown(front=lines))
        assert [(*claim.said, claim.line) for claim in found] == [
            ("evidence", "2027-01-31", "ana", "the survey ends in January", 3),
            ("impact", "2027-01-31", "ben", "later", 4),
            ("problem", "2027-01-31", "ben", "see: the note", 5),
            ("problem", "2027-03-01", "zoe", "a long reason", 6),
            ("evidence", "2027-03-01", "zoe", "a long reason", 6),
        ]
        assert judged(front=f"status: Ready\n{lines}").outcome == "passed"

    @pytest.mark.parametrize(
        ("front", "said"),
        [
            ("waivers: {check: evidence, by: ana}", ("evidence", "", "ana", "")),
            ("Waivers: evidence by ana", ("evidence", "", "ana", "")),
            ("waivers: {check: evidence, expires: 2027-01-31, by: ana}", ("", "2027-01-31", "ana", "")),
            ("waivers: {by: ana}", ("", "", "ana", "")),
        ],
    )
    def test_what_lacks_in_an_entry_is_left_empty(self, front: str, said: tuple[str, ...]) -> None:
        (claim,) = claims(markdown(front=front))
        until = "" if "expires" in front else said[1]
        assert claim.said == (said[0], until, *said[2:])

    @pytest.mark.parametrize("name", ["a.wiki", "a.json"])
    def test_in_a_paragraph_of_its_own_where_the_format_has_no_comments(self, name: str) -> None:
        texts = ["Nurses lose notes.", WHOLE]
        content = [{"type": "paragraph", "content": [{"type": "text", "text": text}]} for text in texts]
        data = json.dumps({"type": "doc", "version": 1, "content": content})
        ticket = read_ticket(name, ("\n\n".join(texts) if name == "a.wiki" else data).encode(), READERS)
        assert [claim.check for claim in claims(ticket)] == ["evidence"]
        assert [block.kind for block in ticket.blocks] == ["paragraph", "comment"], "no check judges it"

    @pytest.mark.parametrize(
        "text",
        [
            f"```\n<!-- {WHOLE} -->\n```",
            f"`<!-- {WHOLE} -->`",
            f"<!-- See {WHOLE} -->",
            WHOLE,
            "<!-- valuegate -->",
            f"~~~\n{WHOLE}\n~~~",
        ],
    )
    def test_a_sample_or_a_mention_is_none(self, text: str) -> None:
        assert claims(markdown(text=f"{TEXT}\n{text}\n")) == []

    @pytest.mark.parametrize(
        "text", ["- item <!-- {} -->", "> <!-- {} -->", "Words <!-- {} --> words.", "<!--{}-->"]
    )
    def test_a_comment_may_stand_anywhere(self, text: str) -> None:
        (claim,) = claims(markdown(text=f"{TEXT}\n{text.format(WHOLE)}\n"))
        assert claim.said == ("evidence", "2027-01-31", "ana", "the survey ends in January")

    @given(st.text())
    def test_any_comment_and_any_field_can_be_read(self, text: str) -> None:
        blocks = [Block("comment", f"valuegate:{text}", ((0, 0),)), Block("paragraph", text, ((0, 0),))]
        ticket = Ticket(Source("a.md", text), (blocks[0],), fields={"waivers": blocks[1]})
        for claim in claims(ticket):
            assert isinstance(claim, Claim)
            assert len(claim.text) <= 160


class TestWhoVouches:
    """Rule 3 of the design: what a ticket says of itself proves nothing about its author."""

    def line(self, **more: Any) -> Ticket:
        record = {"status": "Ready", "description": TEXT, **more}
        return read(Raw("-#1", json.dumps(record).encode(), line=True), READERS)

    @pytest.mark.parametrize(
        "waiver",
        [
            "evidence until 2027-01-31 by ana: the survey ends in January",
            {"check": "evidence", "until": "2027-01-31", "by": "ana", "reason": "the\nsurvey"},
        ],
    )
    def test_what_the_tracker_tells_of_waivers_counts(self, waiver: Any) -> None:
        (verdict,) = run().judge(self.line(waivers=[waiver]))
        assert (verdict.outcome, told(verdict)) == ("passed", [])

    @pytest.mark.parametrize(
        "more",
        [
            {"description": f"{TEXT}\n<!-- {WHOLE} -->"},
            {"description": f"---\nwaivers: ['{WHOLE}']\n---\n{TEXT}"},
            {"fields": {"Waivers": WHOLE}},
            {"description": f"h2. Evidence\n\n{WHOLE}", "reader": "jira-wiki"},
        ],
    )
    def test_what_the_text_of_a_trackers_ticket_says_does_not(self, more: dict[str, Any]) -> None:
        (verdict,) = run().judge(self.line(**more))
        assert verdict.outcome == "failed"
        assert told(verdict) == [("waiver.unproven", "error")]

    def test_nor_does_a_text_on_standard_input(self) -> None:
        ticket = read(Raw("-", f"{TEXT}\n<!-- {WHOLE} -->".encode()), READERS)
        assert told(run().judge(ticket)[0]) == [("waiver.unproven", "error")]

    def test_an_issue_of_jira_in_a_line_vouches_for_nothing(self) -> None:
        content = [{"type": "paragraph", "content": [{"type": "text", "text": WHOLE}]}]
        issue = {"key": "A-1", "fields": {"summary": "x", "description": {"type": "doc", "content": content}}}
        ticket = read(Raw("-#1", json.dumps(issue).encode(), line=True), READERS)
        assert [claim.vouched for claim in claims(ticket)] == [False]

    def test_a_file_counts_since_its_repository_is_reviewed(self) -> None:
        assert claims(markdown(WHOLE))[0].vouched


class TestTheDocs:
    REASONS = frozenset(name for name in load("en").reasons if name.startswith("waiver."))

    def blocks(self, language: str) -> list[str]:
        return re.findall(rf"^```{language}\n(.*?)^```$", DOCS, re.MULTILINE | re.DOTALL)

    def test_the_waivers_of_the_docs_are_waivers(self) -> None:
        (comment,) = self.blocks("markdown")
        front, policy = self.blocks("yaml")
        assert claims(markdown(text=f"{TEXT}\n{comment}"))[0].said == claims(markdown(WHOLE))[0].said
        found = claims(markdown(front=front))
        assert [claim.check for claim in found] == ["evidence", "metric"]
        assert all(all(claim.said) for claim in found)
        assert policy.startswith("waivers: {people: [ana, ben], max-days: 90")

    def test_the_line_of_a_tracker_in_the_docs_vouches_for_its_waiver(self) -> None:
        (line,) = self.blocks("json")
        Draft202012Validator(json.loads(_data.read("schemas", "ticket.schema.json"))).validate(
            json.loads(line)
        )
        (claim,) = claims(read(Raw("-#1", line.encode(), line=True), READERS))
        assert (claim.vouched, claim.check) == (True, "evidence")

    def test_the_entries_of_the_docs_are_entries(self) -> None:
        (entries,) = [block for block in self.blocks("text") if "SHOP-12 ready" in block]
        assert len(parse(entries, "docs").entries) == 2

    def test_every_reason_is_in_both_packs(self) -> None:
        assert {name for name in load("fr").reasons if name.startswith("waiver.")} == self.REASONS
        for pack in (load("en"), load("fr")):
            assert all(all(pack.reasons[name]) for name in self.REASONS)

    @pytest.mark.parametrize("code", ["en", "fr"])
    def test_every_reason_can_be_told_in_both_languages(self, code: str) -> None:
        """One ticket with every fault, and one whose waiver ended since it entered."""
        faults = [
            "valuegate: oops",
            "valuegate: waive evidance by zoe",
            "valuegate: waive evidence",
            WHOLE.replace("evidence", "impact"),
            WHOLE.replace("2027-01-31", "2026-10-31"),
            WHOLE.replace("2027-01-31", "2029-01-31"),
            WHOLE.replace("evidence", "problem"),
        ]
        said = markdown("\n".join(faults), "status: Ready")
        unproven = said._replace(vouched=False)
        rules = Waivers(people=("ana",), checks=("evidence", "problem"), max_days=90)
        told = [f for t in (said, unproven) for f in run(rules, speech=code).judge(t)[0].findings]
        due = markdown(WHOLE.replace("2027-01-31", "2026-10-31"), "status: Ready\nentered: 2026-10-01")
        told += run(rules, speech=code).judge(due)[0].findings
        changed = [*confirmed(claims(said), ()), *confirmed((), claims(said))]
        verdict = run(rules, speech=code).judge(markdown())[0]
        told += waive(verdict, changed, Rules(rules, list(CHECKS), load(code), TODAY)).findings
        found = {finding.reason for finding in told if finding.check == "waiver"}
        assert found == self.REASONS
        assert not [f.message + f.fix for f in told if "{" in f.message + f.fix]

    def test_every_reason_has_its_heading_and_the_other_way_round(self) -> None:
        headings = {line.removeprefix("### ") for line in DOCS.splitlines() if line.startswith("### ")}
        assert {f"waiver.{heading}" for heading in headings} == self.REASONS


def test_more_waivers_than_anybody_needs_waive_nothing() -> None:
    """Each costs a finding; a ticket of nothing else would cost a minute."""
    many = "\n".join(WHOLE.replace("evidence", f"check-{number}") for number in range(10_000))
    assert len(claims(markdown(many))) == 50
    assert judged(f"{many}\n{WHOLE}").outcome == "failed"


def test_a_ticket_without_waivers_costs_nothing() -> None:
    assert claims(Ticket(Source("a.md", ""))) == []
