"""``valuegate audit``: every ticket of the tracker as it stands now."""

from __future__ import annotations

import json
import os
import signal
from pathlib import Path
from typing import Any

import pytest
from tracked_site import TrackedSite

from guarded_site import HOLDS, LACKS
from valuegate.testing.fake_tracker import FakeTracker


def reported(at: TrackedSite, *args: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(at("audit", "--format", "json", *args).out)
    return found


def state(at: TrackedSite) -> Path:
    return at.folder / ".valuegate" / "audit-fake.jsonl"


def test_all_tickets_are_judged_as_they_stand(at: TrackedSite) -> None:
    bad, good = at.ready(), at.ready(HOLDS, "Notes")
    draft = at.site.make("Idea", LACKS)
    at.site.calls.clear()
    done = at("audit")
    assert (done.code, done.err) == (1, "")
    for line in (f"✗ refused  {bad} Search", f"✓ passed  {good} Notes", f"○ not yet  {draft} Idea"):
        assert line in done.out
    assert "3 tickets: 1 passed, 1 refused, 1 not yet" in done.out
    assert not {"move", "label", "write-comment"} & {*at.site.calls}
    assert at.site.calls.count("history") == 2
    assert not state(at).exists()


def test_an_old_ticket_is_judged_for_the_day_on_which_it_entered(at: TrackedSite) -> None:
    key = at.ready({**HOLDS, "Review date": "2026-12-15"})
    at.clock.at = at.clock.at.replace(year=2027)
    (verdict,) = reported(at)["verdicts"]
    assert (verdict["key"], verdict["outcome"], verdict["day"]) == (key, "passed", "2026-11-23")


def test_what_allowed_people_decided_counts(at: TrackedSite) -> None:
    waived, overturned, mine = at.ready(), at.ready(), at.ready()
    at.site.comment(waived, "valuegate: waive evidence until 2027-01-31 by ben: it ends then", by="ben")
    at.site.label(overturned, add=["value-gate-overturned"], by="ben")
    at.site.label(mine, add=["chore"], by="ana")
    outcomes = {verdict["key"]: verdict["outcome"] for verdict in reported(at)["verdicts"]}
    assert outcomes == {waived: "passed", overturned: "exempt", mine: "failed"}


def test_a_query_of_the_tracker_says_which(at: TrackedSite) -> None:
    at.ready(title="Search")
    key = at.ready(title="Notes")
    assert [verdict["key"] for verdict in reported(at, "notes")["verdicts"]] == [key]
    assert at("audit", "nothing").code == 4


def test_a_summary_and_a_page_come_from_one_run(at: TrackedSite) -> None:
    at.ready()
    done = at("audit", "--summary", "--format", "html=audit.html")
    assert done.code == 1
    assert "evidence" in done.out
    assert "<html" in (at.folder / "audit.html").read_text(encoding="utf-8")


def interrupted(at: TrackedSite, monkeypatch: pytest.MonkeyPatch, after: int, what: Any) -> None:
    """When so many histories were read, something happens."""
    read, count = FakeTracker.history, [0]

    def history(self: FakeTracker, key: str) -> Any:
        count[0] += 1
        if count[0] == after:
            what()
        return read(self, key)

    monkeypatch.setattr(FakeTracker, "history", history)


def test_a_ticket_that_we_may_not_look_into_is_told_and_the_others_are_judged(at: TrackedSite) -> None:
    barred, *_ = [at.ready() for _ in range(3)]
    at.site.barred = {(barred, "history")}
    done = at("audit", "--format", "json")
    told = json.loads(done.out)
    assert (done.code, len(told["verdicts"])) == (3, 2)
    (error,) = told["errors"]
    assert (error["source"], error["fix"]) == (barred, "Ask an administrator for it.")
    assert not state(at).exists()


def test_a_ticket_that_goes_while_an_audit_runs_is_left_out(at: TrackedSite) -> None:
    for _ in range(2):
        at.ready()
    at.site.fault("history", "gone")
    assert len(reported(at)["verdicts"]) == 1


def test_an_audit_that_was_interrupted_goes_on_where_it_was(
    at: TrackedSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(6):
        at.ready(HOLDS if number % 2 else LACKS)
    interrupted(at, monkeypatch, 3, lambda: os.kill(os.getpid(), signal.SIGINT))
    first = at("audit", "--format", "json")
    assert first.code == 130
    assert len(json.loads(first.out)["verdicts"]) == 3
    assert "valuegate audit --resume" in json.loads(first.out)["errors"][0]["fix"]
    assert oct(state(at).stat().st_mode)[-3:] == "600"
    monkeypatch.undo()


def test_resumed_it_reports_all_and_reads_only_what_is_left(at: TrackedSite) -> None:
    for number in range(6):
        at.ready(HOLDS if number % 2 else LACKS)
    at.site.comment("SHOP-1", "valuegate: waive evidence until 2027-01-31 by ben: it ends then", by="ben")
    whole = at("audit", "--format", "json").out
    at.site.luck = lambda call: (
        "down" if call == "history" and at.site.calls.count("history") % 7 == 4 else None
    )
    at.site.calls.clear()
    broken = at("audit", "--format", "json")
    assert broken.code == 3
    assert "audit --resume" in broken.out
    at.site.luck = lambda _: None
    at.site.calls.clear()
    assert at("audit", "--resume", "--format", "json").out == whole
    assert at.site.calls.count("history") == 3
    assert not state(at).exists()


def test_what_changed_since_is_judged_anew(at: TrackedSite) -> None:
    bad, other = at.ready(), at.ready()
    at.site.fault("history", "down")
    at.site.luck = lambda call: "down" if call == "history" and at.site.calls.count("history") == 3 else None
    assert at("audit").code == 3
    at.site.luck = lambda _: None
    at.site.edit(bad, HOLDS)
    assert at("audit", "--resume").code == 1
    at.site.edit(other, HOLDS)
    assert at("audit").code == 0


def test_another_audit_is_not_mixed_up_with_this_one(at: TrackedSite) -> None:
    at.ready()
    at.ready()
    at.site.fault("history", "down")
    at("audit")
    other = at("audit", "search", "--resume")
    assert (other.code, "another one, or the policy has changed" in other.err) == (2, True)
    state(at).write_bytes(b"\x00")
    assert at("audit", "--resume").code == 2


def test_a_file_that_was_cut_off_loses_its_last_line_only(at: TrackedSite) -> None:
    for _ in range(3):
        at.ready()
    at.site.luck = lambda call: "down" if call == "history" and at.site.calls.count("history") == 3 else None
    at.site.calls.clear()
    at("audit")
    assert state(at).read_bytes().count(b"\n") == 3
    state(at).write_bytes(state(at).read_bytes()[:-9])
    at.site.luck = lambda _: None
    at.site.calls.clear()
    assert "3 tickets: 3 refused" in at("audit", "--resume").out
    assert at.site.calls.count("history") == 2


def test_a_gate_for_a_status_that_nobody_has_is_told_first(at: TrackedSite) -> None:
    at.policy("revert", fallback="Nowhere")
    assert at("audit").code == 3


def test_a_ticket_that_is_moved_while_it_is_read_is_read_again(
    at: TrackedSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = at.ready()
    interrupted(at, monkeypatch, 1, lambda: at.site.move(key, "Draft"))
    assert "1 ticket: 1 not yet" in at("audit").out
