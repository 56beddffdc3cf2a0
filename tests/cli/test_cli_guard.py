"""``valuegate guard``: what people see of it, and what the tracker holds afterwards."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from command_line import Result
from tracked_site import TrackedSite

from guard_locks import holding
from guarded_site import HOLDS, LACKS
from valuegate.cli import stopping, told
from valuegate.errors import IncompleteError
from valuegate.language import load
from valuegate.testing.fake_tracker import FakeTracker
from valuegate.tracker import Query, Scope, Snapshot, Status


def status(at: TrackedSite, key: str) -> str:
    return at.site.tickets[key].status


# --- run ------------------------------------------------------------------------------------------------


def test_a_run_tells_what_went_back_and_why_and_counts_the_rest(at: TrackedSite) -> None:
    at.policy("revert")
    bad, good = at.ready(), at.ready(HOLDS, "Notes")
    done = at("guard", "run", "--once")
    assert done.out.splitlines() == [
        f"✗ {bad} Search: moved back, Ready → Draft",
        "    evidence.authority",
        "2 tickets: 1 moved back, 1 recorded",
    ]
    assert (done.code, done.err) == (1, "")
    assert [status(at, bad), status(at, good)] == ["Draft", "Ready"]


def test_a_second_run_has_no_news(at: TrackedSite) -> None:
    at.policy("revert")
    at.ready()
    at("guard", "run")
    at("guard", "run")
    assert at("guard", "run") == (0, "Nothing has changed\n", "")


def test_a_ticket_that_was_mended_is_told(at: TrackedSite) -> None:
    key = at.ready()
    at("guard", "run")
    at.site.edit(key, HOLDS)
    assert at("guard", "run").out.splitlines()[0] == f"✓ {key} Search: holds now; its comment says so"


def test_why_a_ticket_stays_where_it_is_is_told(at: TrackedSite) -> None:
    at.policy("revert")
    at.site.make("Search", LACKS, status="Ready")
    done = at("guard", "run")
    assert "it stays in “Ready”: there is no status to send it back to" in done.out.replace("\n    ", " ")


def test_every_reason_to_stay_has_its_words(at: TrackedSite) -> None:
    said = {name.removeprefix("why-") for name in load("en").table("guard") if name.startswith("why-")}
    assert said - {"refused"} == told.WHYS.keys() - {"new-policy"}


def test_a_move_that_was_cut_off_is_told_by_the_next_run(at: TrackedSite) -> None:
    at.policy("revert")
    key = at.ready()
    at.site.fault("move", "cut")
    first = at("guard", "run")
    assert (first.code, f"? {key}: not decided; it is tried again at 2026-11-23 08:05 UTC" in first.out) == (
        3,
        True,
    )
    at.clock.at += timedelta(minutes=6)
    assert f"! {key} Search: was moved back by a run that was cut off" in at("guard", "run").out


def test_a_move_that_the_tracker_refuses_is_told_in_its_words(at: TrackedSite) -> None:
    at.policy("revert")
    key = at.ready()
    at.site.fault("move", "refused")
    out = " ".join(at("guard", "run").out.split())
    assert (
        f"! {key} Search: stays in “Ready”; the tracker did not let it go back: the workflow forbids it"
        in out
    )


def test_a_ticket_that_the_account_may_not_move_is_told_and_calls_somebody(at: TrackedSite) -> None:
    at.policy("revert")
    barred, free = at.ready(), at.ready()
    at.site.barred = {(barred, "move")}
    done = at("guard", "run")
    out = " ".join(done.out.split())
    assert f"! {barred} Search: stays in “Ready”; the tracker did not let it go back: the permission" in out
    assert "→ Ask an administrator for it. it is tried again at 2026-11-23 08:05 UTC" in out
    assert "2 tickets: 1 moved back, 1 not moved back" in out
    assert (done.code, status(at, free)) == (3, "Draft")
    assert f"! {barred} was put off once" in at("doctor").out


def test_a_ticket_that_the_account_may_not_see_ends_no_guard(at: TrackedSite, naps: list[float]) -> None:
    barred, free = at.ready(), at.ready()
    at.site.barred = {(barred, "fetch")}
    done = at("guard", "run", "--every", "1s")
    assert f"? {barred}: not decided; it is tried again at" in done.out
    assert (done.code, at.site.tickets[free].labels) == (0, ["value-gate"])


def test_what_of_a_tracker_cannot_be_read_is_told_and_the_rest_is_guarded(
    at: TrackedSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    at.policy("revert")
    key, search = at.ready(), FakeTracker.search

    def incomplete(self: FakeTracker, query: Query) -> Iterator[Snapshot]:
        yield from search(self, query)
        raise IncompleteError("notes.md may not be used", fix="Give the right to read it.")

    monkeypatch.setattr(FakeTracker, "search", incomplete)
    done = at("guard", "run")
    assert (done.code, status(at, key)) == (3, "Draft")
    assert "? notes.md may not be used\n  → Give the right to read it.\n" in done.out
    done = at("guard", "simulate", "--since", "2026-11-01")
    assert (done.code, "? not replayed" in done.out, "1 entry since" in done.out) == (3, True, True)


def test_the_mode_may_be_weaker_than_the_policy_and_never_stronger(at: TrackedSite) -> None:
    at.policy("warn")
    key = at.ready()
    stronger = at("guard", "run", "--mode", "revert")
    assert stronger.code == 2
    assert "the policy says guard.mode: warn, and revert does more" in stronger.err
    weaker = at("guard", "run", "--mode", "observe")
    assert (weaker.code, weaker.out.splitlines()[0]) == (1, f"! {key} Search: does not hold; only recorded")
    assert at.site.tickets[key].labels == []


def test_a_run_that_only_looked_has_not_done_the_work_of_the_next_one(at: TrackedSite) -> None:
    at.policy("revert")
    key = at.ready()
    at.clock.at += timedelta(hours=1)
    at.site.make("Newer", HOLDS)
    assert at("guard", "run", "--mode", "observe").code == 1
    assert at.site.tickets[key].status == "Ready"
    at("guard", "run")
    assert at.site.tickets[key].status == "Draft"


def test_too_many_moves_are_listed_and_none_is_made_until_somebody_confirms(at: TrackedSite) -> None:
    at.policy("revert", max_moves_per_run=2)
    keys = [at.ready() for _ in range(3)]
    stopped = at("guard", "run")
    assert stopped.code == 3
    assert stopped.out.splitlines()[:2] == [
        "? 3 tickets would be moved, and max-moves-per-run is 2: none was moved.",
        f"    {', '.join(keys)}",
    ]
    assert "guard run --once --confirm 3" in stopped.out
    assert {status(at, key) for key in keys} == {"Ready"}
    assert at("guard", "run", "--confirm", "3").code == 1
    assert {status(at, key) for key in keys} == {"Draft"}


def test_a_tracker_that_asks_to_wait_ends_one_round_with_the_time(at: TrackedSite) -> None:
    at.ready()
    at.site.standing = "too-many"
    done = at("guard", "run")
    assert done.code == 3
    assert "Run it again" in done.err
    assert "UTC" in done.err


def test_a_resync_looks_at_what_has_not_changed(at: TrackedSite) -> None:
    at.ready(HOLDS)
    at("guard", "run")
    assert at("guard", "run").out == "Nothing has changed\n"
    assert at("guard", "run", "--resync").out.startswith("1 ticket: ")


def test_a_name_that_the_tracker_does_not_have_is_told_before_anything(at: TrackedSite) -> None:
    at.policy("revert", fallback="Draftt")
    at.ready()
    done = at("guard", "run")
    assert done.code == 3
    assert "Did you mean 'Draft'?" in done.err


def test_once_and_every_cannot_both_be(at: TrackedSite) -> None:
    assert at("guard", "run", "--once", "--every", "60s").code == 2
    assert "write it as 60s" in at("guard", "run", "--every", "soon").err


def test_a_tracker_that_cannot_be_opened_is_one_clear_error(
    at: TrackedSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise KeyError("site")

    monkeypatch.setattr("valuegate.testing.fake.FakeKind.open", broken)
    done = at("guard", "run")
    assert done.code == 3
    assert done.err.splitlines()[0] == "Error: the tracker 'fake' cannot be opened (KeyError: 'site')"


# --- again and again ------------------------------------------------------------------------------------


@pytest.fixture
def naps(at: TrackedSite, monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that were slept: the clock goes on by them, and after ten naps comes SIGTERM."""
    taken: list[float] = []

    def nap(seconds: float) -> None:
        taken.append(seconds)
        at.clock.at += timedelta(seconds=seconds)
        if len(taken) == 10:
            os.kill(os.getpid(), signal.SIGTERM)

    monkeypatch.setattr(stopping, "sleep", nap)
    return taken


def test_it_goes_on_until_it_is_asked_to_stop(at: TrackedSite, naps: list[float]) -> None:
    at.policy("revert")
    key = at.ready()
    done = at("guard", "run", "--every", "2s")
    assert done.code == 0
    assert f"✗ {key} Search: moved back" in done.out
    assert done.err.splitlines()[0].startswith("Guarding fake in mode revert, every 2 s.")
    assert at.site.calls.count("search") >= 3
    assert len(naps) == 10


def test_it_waits_as_long_as_the_tracker_asks(at: TrackedSite, naps: list[float]) -> None:
    at.site.fault("search", "too-many")
    done = at("guard", "run", "--every", "1s")
    assert done.code == 0
    assert "the next run is at " in done.err
    assert at.site.calls.count("search") == 1


def test_a_tracker_that_is_down_for_a_while_ends_nothing(at: TrackedSite, naps: list[float]) -> None:
    key = at.ready()
    at.site.fault("search", "down")
    assert at("guard", "run", "--every", "1s").code == 0
    assert "value-gate" in at.site.tickets[key].labels


def test_who_is_not_signed_in_any_more_is_not_asked_for_ever(at: TrackedSite, naps: list[float]) -> None:
    at.site.fault("search", "signed-out")
    assert at("guard", "run", "--every", "1s").code == 3


def test_each_day_judges_by_its_own_date(
    at: TrackedSite, naps: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    at.clock.at = at.clock.at.replace(hour=23, minute=59, second=59)
    at("guard", "run", "--every", "1s")
    assert at.site.calls.count("scope") == 2


def an_hour_later(at: TrackedSite, monkeypatch: pytest.MonkeyPatch, then: Callable[[], None]) -> Result:
    """A guard that sleeps for an hour twice; before the first one something happens."""
    naps: list[float] = []

    def nap(seconds: float) -> None:
        naps.append(seconds)
        at.clock.at += timedelta(minutes=61)
        if len(naps) == 1:
            then()
        elif len(naps) == 3:
            os.kill(os.getpid(), signal.SIGTERM)

    monkeypatch.setattr(stopping, "sleep", nap)
    return at("guard", "run", "--every", "1h")


def test_a_status_that_is_renamed_is_noticed_within_the_hour(
    at: TrackedSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = Scope((Status("s-draft", "Draft", "backlog"), Status("s-progress", "In Progress", "started")))
    rename = partial(monkeypatch.setattr, FakeTracker, "scope", lambda _: draft)
    done = an_hour_later(at, monkeypatch, rename)
    assert done.code == 3
    assert "the tracker has no status 'Ready'" in done.err


def test_a_tracker_that_is_away_when_the_day_begins_is_asked_again(
    at: TrackedSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    at.clock.at = at.clock.at.replace(hour=23, minute=30)
    done = an_hour_later(at, monkeypatch, lambda: at.site.fault("scope", "down"))
    assert done.code == 0
    assert at.site.calls.count("scope") == 3


# --- check ----------------------------------------------------------------------------------------------


def test_one_ticket_is_looked_at_and_nothing_is_written(at: TrackedSite) -> None:
    at.policy("revert")
    key = at.ready()
    at.site.calls.clear()
    done = at("guard", "check", key)
    assert done.code == 1
    assert "✗ refused  SHOP-1 Search" in done.out
    for step in ("set the label value-gate", "make its one comment say:", "move it back: Ready → Draft"):
        assert f"  - {step}" in done.out
    assert not {"move", "label", "write-comment"} & {*at.site.calls}
    assert not (at.folder / ".valuegate").exists()


def test_one_ticket_can_be_acted_on(at: TrackedSite) -> None:
    at.policy("revert")
    key = at.ready()
    done = at("guard", "check", key, "--act")
    assert (done.code, status(at, key)) == (1, "Draft")
    assert done.out.splitlines()[-2:] == [
        f"✗ {key} Search: moved back, Ready → Draft",
        "    evidence.authority",
    ]


def test_what_makes_no_news_is_told_where_somebody_asked_for_it(at: TrackedSite) -> None:
    good, bad = at.ready(HOLDS), at.ready()
    assert at("guard", "check", good, "--act").out.splitlines()[-1] == "It is noted in the journal."
    at("guard", "check", bad, "--act")
    assert at("guard", "check", bad, "--act").out.splitlines()[-1] == "Its comment says what it should say."
    assert at("guard", "check", good, "--act").out.splitlines()[-1] == "Nothing was done."


def test_a_ticket_in_the_hands_of_another_guard_is_left_to_it(at: TrackedSite) -> None:
    key = at.ready()
    at("guard", "run")
    with holding(str(at.folder / ".valuegate" / "journal.sqlite"), key, at.folder):
        done = at("guard", "check", key, "--act")
    assert done.out.splitlines()[-1] == "Another guard has it in hand; look again later."


def test_what_the_journal_has_is_heeded_where_one_only_looks(at: TrackedSite) -> None:
    key = at.ready(HOLDS)
    at("guard", "run")
    before = (at.folder / ".valuegate" / "journal.sqlite").read_bytes()
    assert "Nothing to do: the journal has it already (passed, 2026-11-23)." in at("guard", "check", key).out
    assert (at.folder / ".valuegate" / "journal.sqlite").read_bytes() == before


def test_why_nothing_is_to_be_done(at: TrackedSite) -> None:
    draft = at.site.make("Idea", LACKS)
    assert "Nothing to do: no gate guards Draft." in at("guard", "check", draft).out
    contested = at.ready()
    at("guard", "run")
    at.site.label(contested, add=["value-gate-contested"])
    assert f"! {contested} Search: is contested" in at("guard", "run").out
    assert "Nothing to do: it is contested" in at("guard", "check", contested).out
    at.site.archive(draft)
    assert "Nothing to do: it is archived." in at("guard", "check", draft).out
    at.policy("warn", since="2026-11-30")
    late = at.ready()
    assert "Nothing to do: it entered before guard.since, or before" in at("guard", "check", late).out


def test_a_ticket_that_is_not_there_is_an_error(at: TrackedSite) -> None:
    done = at("guard", "check", "SHOP-99")
    assert (done.code, done.out) == (3, "")
    assert "no ticket SHOP-99" in done.err


# --- simulate -------------------------------------------------------------------------------------------


def test_a_simulation_tells_what_would_have_been_refused(at: TrackedSite) -> None:
    bad = at.ready()
    at.ready(HOLDS, "Notes")
    at.site.calls.clear()
    done = at("guard", "simulate", "--since", "2026-11-01")
    assert done.code == 1
    assert f"✗ {bad} Search: entered Ready on 2026-11-23, on the text as it was" in done.out
    assert "2 entries since 2026-11-01" in done.out
    assert "ready  on the text as it was  1     1        0       0" in done.out
    assert "would have moved 1 back, at most 1 on one day (2026-11-23)" in done.out.replace("\n", " ")
    assert not {"move", "label", "write-comment"} & {*at.site.calls}
    assert not (at.folder / ".valuegate").exists()


def test_a_simulation_writes_any_report(at: TrackedSite) -> None:
    at.ready()
    alone = at("guard", "simulate", "--format", "json")
    assert alone.out.startswith("{")
    beside = at("guard", "simulate", "--format", "json=found.json")
    assert "1 entry since" in beside.out
    assert (at.folder / "found.json").read_text(encoding="utf-8") == alone.out


def test_a_simulation_of_nothing_says_so(at: TrackedSite) -> None:
    done = at("guard", "simulate", "--since", "1d")
    assert (done.code, done.out) == (4, "Nothing has entered a gate since 2026-11-22.\n")


def test_a_simulation_counts_only_what_revert_would_move(at: TrackedSite) -> None:
    at.policy("revert", max_moves_per_ticket=2)
    at.site.make("Born there", LACKS, status="Ready")
    often = at.site.make("Often", LACKS)
    for _ in range(3):
        at.site.move(often, "Ready")
        at.site.move(often, "Draft")
    out = " ".join(at("guard", "simulate", "--since", "2026-11-01").out.split())
    assert "4 entries since 2026-11-01" in out
    assert "would have moved 2 back, at most 2 on one day" in out
    assert "1 of the refused were never outside all gates: guard.fallback can name where they go." in out


def test_a_simulation_tells_of_a_ticket_that_it_may_not_look_into_and_replays_the_others(
    at: TrackedSite,
) -> None:
    barred, _ = at.ready(), at.ready()
    at.site.barred = {(barred, "history")}
    done = at("guard", "simulate", "--since", "2026-11-01")
    assert (done.code, f"? {barred}: not replayed" in done.out, "1 entry since" in done.out) == (
        3,
        True,
        True,
    )


def test_a_simulation_that_is_stopped_tells_what_it_has(
    at: TrackedSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        at.ready()
    read = at.site.met

    def met(call: str) -> Any:
        if call == "history" and at.site.calls.count("history") == 1:
            os.kill(os.getpid(), signal.SIGINT)
        return read(call)

    monkeypatch.setattr(at.site, "met", met)
    done = at("guard", "simulate", "--since", "2026-11-01")
    assert done.code == 130
    assert "2 entries since 2026-11-01" in done.out
    assert done.out.splitlines()[-1] == "Stopped before the end: there may be more."
