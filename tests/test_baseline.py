"""The baseline: old tickets that are not judged until their judged words change."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fake_checks import Filled
from valuegate.baseline import NONE, Baseline, Entry, entry_for, name_of, parse, written
from valuegate.errors import PolicyError
from valuegate.finding import Verdict
from valuegate.intake import read_ticket
from valuegate.plugins import Registry
from valuegate.plugins import load as load_plugins
from valuegate.policy import Exceptions, Gate, Override, Policy
from valuegate.run import Run
from valuegate.ticket import Ticket

TODAY = date(2026, 11, 23)
READERS = load_plugins().readers
CHECKS = {name: Filled(name) for name in ("problem", "evidence", "impact")}
READY = Gate("ready", ("Ready",), except_=Exceptions(labels=("chore",)), require=("problem", "evidence"))
DONE = Gate("done", ("Closed",), require=("impact",))
POLICY = Policy((READY, DONE), languages=("en",), options={"problem": {"field": "Pain"}})
FRONT = "key: SHOP-1\nstatus: Ready\n"
TEXT = "## Problem\n\nNurses lose notes. See [the log](https://wiki.example/log).\n\n## Evidence\n\nTBD\n"


def ticket(front: str = FRONT, text: str = TEXT, name: str = "a.md") -> Ticket:
    return read_ticket(name, f"---\n{front}---\n{text}".encode(), READERS)


def run(baseline: Baseline = NONE, policy: Policy = POLICY) -> Run:
    return Run(policy, Registry(CHECKS, READERS, {}, {}, [], [], {}), TODAY, baseline=baseline)


def entry(ticket: Ticket, gate: Gate = READY) -> Entry:
    return entry_for(ticket, ticket.source.name, run().plan(gate, True))


def judged(now: Ticket, entries: Sequence[Entry]) -> Verdict:
    return run(Baseline(entries)).judge(now)[0]


class TestWhatItHolds:
    def test_a_ticket_with_the_same_words_is_exempt_by_the_baseline(self) -> None:
        verdict = judged(ticket(), [entry(ticket())])
        assert (verdict.outcome, verdict.exempt_by, verdict.findings) == ("exempt", "baseline", ())
        assert not verdict.refused

    @pytest.mark.parametrize(
        ("front", "text"),
        [
            (FRONT, TEXT.replace("Nurses lose notes.", "Nurses  lose\n  notes.")),
            (FRONT, TEXT.replace("\n", "\r\n")),
            (FRONT + "labels: [mobile]\nowner: ben\nentered: 2026-11-01\ndue: 2027-01-01\n", TEXT),
            (FRONT + "sprint: 12\nupdated: 2026-11-22\n", TEXT),
            (FRONT, TEXT + "\n<!-- a note that nobody judges -->\n"),
            (FRONT, TEXT + "\n- [ ] open task\n\n```\na sample\n```\n"),
            (FRONT, TEXT.replace("## ", "### ")),
            (FRONT, TEXT.replace("lose notes", "**lose** notes")),
        ],
    )
    def test_white_space_status_labels_dates_and_what_no_check_reads_change_nothing(
        self, front: str, text: str
    ) -> None:
        assert judged(ticket(front, text), [entry(ticket())]).exempt_by == "baseline"

    @pytest.mark.parametrize(
        ("front", "text"),
        [
            (FRONT, TEXT.replace("lose notes", "lose ten notes")),
            (FRONT, TEXT.replace("wiki.example/log", "wiki.example/other")),
            (FRONT, TEXT.replace("## Evidence", "## Proof")),
            (FRONT, TEXT + "\n- [x] done task\n"),
            (FRONT + "evidence: the board wants it\n", TEXT),
            (FRONT + "Pain: nights\n", TEXT),
            (FRONT + "title: Another ticket\n", TEXT),
        ],
    )
    def test_an_entry_dies_when_the_judged_words_change(self, front: str, text: str) -> None:
        verdict = judged(ticket(front, text), [entry(ticket())])
        assert verdict.exempt_by is None
        assert "evidence" in verdict.judgements

    def test_it_holds_at_the_gate_that_refused_and_at_no_other(self) -> None:
        """An old ticket in Ready has not argued its impact: entering Closed is judged."""
        closed = ticket(FRONT.replace("Ready", "Closed"))
        assert judged(closed, [entry(ticket())]).outcome == "failed"
        assert judged(closed, [entry(closed, DONE)]).outcome == "exempt"

    def test_a_draft_still_gets_advice(self) -> None:
        draft = ticket(FRONT.replace("Ready", "Draft"))
        assert (judged(draft, [entry(ticket())]).outcome, judged(draft, []).binding) == ("failed", False)

    def test_a_ticket_with_a_key_may_move_and_one_without_may_not(self) -> None:
        assert judged(ticket(name="moved/b.md"), [entry(ticket())]).outcome == "exempt"
        nameless = FRONT.replace("key: SHOP-1\n", "")
        assert judged(ticket(nameless), [entry(ticket(nameless))]).outcome == "exempt"
        assert judged(ticket(nameless, name="b.md"), [entry(ticket(nameless))]).outcome == "failed"

    def test_the_same_words_under_another_key_are_another_ticket(self) -> None:
        """Else a new ticket could be a copy of an old one, or an untouched template."""
        assert judged(ticket("key: SHOP-2\nstatus: Ready\n"), [entry(ticket())]).outcome == "failed"

    def test_a_rule_of_the_policy_is_named_first(self) -> None:
        chore = ticket(FRONT + "labels: [chore]\n")
        assert judged(chore, [entry(ticket())]).exempt_by == "except.labels: chore"

    def test_overrides_change_nothing(self) -> None:
        policy = POLICY._replace(overrides=(Override(("*.md",), {"problem": {"labels": ["Ouch"]}}),))
        verdict = run(Baseline([entry(ticket())]), policy).judge(ticket())[0]
        assert verdict.exempt_by == "baseline"

    def test_a_template_is_judged_all_the_same(self) -> None:
        template = ticket()._replace(kind="template")
        assert judged(template, [entry(ticket())]).exempt_by is None


class TestTheFile:
    ENTRIES = (
        Entry("tickets/b c.md", "ready", "0123456789abcdef"),
        Entry("#12", "ready", "00000000000000ff"),
        Entry("SHOP-9", "done", "ffffffffffffffff"),
    )

    def test_it_is_sorted_and_has_a_line_for_each_entry(self) -> None:
        lines = [line for line in written(self.ENTRIES).splitlines() if not line.startswith("# ")]
        assert lines == [
            "#12 ready 00000000000000ff",
            "SHOP-9 done ffffffffffffffff",
            "tickets/b c.md ready 0123456789abcdef",
        ]

    def test_what_is_written_is_read(self) -> None:
        assert parse(written(self.ENTRIES), "b.txt").entries == set(self.ENTRIES)
        assert written(parse(written(self.ENTRIES), "b.txt").entries) == written(self.ENTRIES)

    def test_order_repeats_blank_lines_and_line_ends_do_no_harm(self) -> None:
        """Merges by union leave them."""
        text = written(self.ENTRIES)
        shuffled = "\n".join(reversed([*text.splitlines(), "", *text.splitlines()]))
        assert parse(shuffled.replace("\n", "\r\n"), "b.txt").entries == set(self.ENTRIES)

    @pytest.mark.parametrize(
        "line", ["<<<<<<< HEAD", "tickets/a.md ready", "a ready 0123", "a ready 0123456789ABCDEF", "=======",
                 " ready 0123456789abcdef"]
    )  # fmt: skip
    def test_any_other_line_is_told_with_its_place(self, line: str) -> None:
        with pytest.raises(PolicyError) as caught:
            parse(f"{written(self.ENTRIES)}{line}\n", ".valuegate/baseline.txt")
        (problem,) = caught.value.problems
        assert problem.message == "this line is no entry of a baseline"
        assert (problem.source, problem.line) == (".valuegate/baseline.txt", 6)

    @given(st.text(), st.sampled_from(["ready", "done-2"]))
    def test_any_name_survives(self, name: str, gate: str) -> None:
        made = entry_for(ticket()._replace(key=name), "tickets/a.md", run().plan(READY, True))
        made = made._replace(gate=gate)
        assert parse(written([made]), "b.txt").entries == {made}

    @given(st.text())
    def test_any_text_can_be_read_or_is_told(self, text: str) -> None:
        try:
            found = parse(text, "b.txt")
        except PolicyError:
            return
        assert parse(written(found.entries), "b.txt").entries == found.entries

    def test_a_path_that_is_no_text_has_a_name_all_the_same(self) -> None:
        assert name_of(ticket(""), "tickets/\udcff.md") == "tickets/?.md"


def test_without_a_baseline_nothing_is_computed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def fail(*_: Any) -> str:
        raise AssertionError

    monkeypatch.setattr("valuegate.baseline.digest", fail)
    assert run().judge(ticket())[0].outcome == "failed"
    other = Baseline([Entry("SHOP-99", "ready", "0" * 16)])
    assert run(other).judge(ticket())[0].outcome == "failed"
