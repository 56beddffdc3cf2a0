from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from itertools import pairwise

import pytest

from guarded_site import HOLDS, LACKS, SINCE, Guarded
from valuegate.errors import ForbiddenError, SignInError, UnavailableError, WaitError
from valuegate.guard.acting import Done, DoneWhat
from valuegate.guard.round import FAILURES, OVERLAP, Round
from valuegate.testing.fake import Fault
from valuegate.tracker import History


def at_ready(guarded: Guarded, *texts: dict[str, str]) -> list[str]:
    keys = [guarded.make(text) for text in texts]
    for key in keys:
        guarded.site.move(key, "Ready")
    return keys


def test_a_round_looks_at_all_and_sends_back_what_does_not_hold(guarded: Guarded) -> None:
    good, bad = at_ready(guarded, HOLDS, LACKS)
    draft = guarded.make()
    summary = guarded.round()
    assert summary.counts == {"recorded": 1, "moved": 1}
    assert [guarded.status(key) for key in (good, bad, draft)] == ["Ready", "Draft", "Draft"]


def test_the_next_round_looks_at_what_changed_since_only(guarded: Guarded) -> None:
    at_ready(guarded, *[HOLDS] * 5)
    guarded.round()
    guarded.site.calls.clear()
    guarded.round()
    assert "fetch" not in guarded.site.calls
    (new,) = at_ready(guarded, LACKS)
    guarded.site.calls.clear()
    guarded.round()
    assert guarded.status(new) == "Draft"
    assert guarded.site.calls.count("history") <= 3


def test_the_cursor_moves_after_the_work_is_done(guarded: Guarded) -> None:
    (key,) = at_ready(guarded, LACKS)
    guarded.site.fault("write-comment", "too-many")
    with pytest.raises(WaitError):
        guarded.round()
    assert guarded.looking().memory.cursor is None
    guarded.round()
    assert guarded.status(key) == "Draft"
    cursor = guarded.looking().memory.cursor
    assert cursor
    assert cursor > guarded.clock.at - timedelta(minutes=1)


def test_a_round_begins_a_little_before_the_cursor(guarded: Guarded) -> None:
    (key,) = at_ready(guarded, LACKS)
    memory = guarded.looking().memory
    memory.advance(guarded.clock.at + OVERLAP - timedelta(seconds=1))
    guarded.round()
    assert guarded.status(key) == "Draft"


def test_the_first_round_begins_with_the_day_of_since(guarded: Guarded) -> None:
    guarded.set(since=SINCE + timedelta(days=60))
    at_ready(guarded, LACKS)
    assert guarded.round().counts == {}


def test_a_draft_costs_no_call_but_the_search(guarded: Guarded) -> None:
    guarded.make()
    guarded.looking()
    guarded.site.calls.clear()
    guarded.round()
    assert {*guarded.site.calls} <= {"scope", "search"}


def test_too_many_moves_stop_the_round_before_any_of_them(guarded: Guarded) -> None:
    keys = at_ready(guarded, *[LACKS] * 11)
    summary = guarded.round()
    assert summary.stopped == "too many moves"
    assert sorted(summary.moves) == sorted(keys)
    assert {guarded.status(key) for key in keys} == {"Ready"}
    assert guarded.writes() == []
    assert guarded.round(confirmed=10).stopped == "too many moves"
    assert guarded.round(confirmed=11).counts["moved"] == 11
    assert {guarded.status(key) for key in keys} == {"Draft"}


def test_the_very_first_round_asks_before_it_comments_on_many(guarded: Guarded) -> None:
    guarded.set(mode="warn")
    keys = at_ready(guarded, *[LACKS] * 11)
    summary = guarded.round()
    assert (summary.stopped, summary.first, len(summary.moves)) == ("too many moves", True, 11)
    assert guarded.writes() == []
    assert guarded.round(confirmed=11).counts["told"] == 11
    more = at_ready(guarded, *[LACKS] * 11)
    assert guarded.round().counts["told"] == 11
    assert all(guarded.comments(key) for key in [*keys, *more])


def test_one_ticket_that_cannot_be_read_stops_no_other_and_is_tried_again(guarded: Guarded) -> None:
    first, second = at_ready(guarded, LACKS, LACKS)
    guarded.site.fault("fetch", "down")
    summary = guarded.round()
    assert summary.counts == {"undecided": 1, "moved": 1}
    assert (guarded.status(first), guarded.status(second)) == ("Ready", "Draft")
    guarded.clock.at += timedelta(minutes=6)
    guarded.round()
    assert guarded.status(first) == "Draft"


def test_a_ticket_that_fails_each_time_waits_longer_each_time_and_costs_no_call_until_then(
    guarded: Guarded,
) -> None:
    (key,) = at_ready(guarded, LACKS)
    guarded.site.luck = lambda call: "down" if call == "history" else None
    told: list[Done] = []
    looked_at: list[int] = []
    looking = guarded.looking()
    for minute in range(60):
        guarded.site.calls.clear()
        Round(looking, told.append).run()
        if set(guarded.site.calls) - {"search"}:
            looked_at.append(minute)
        guarded.clock.at += timedelta(minutes=1)
    assert looked_at == [0, 5, 15, 35]
    assert [done.what for done in told] == ["undecided"] * 4
    pauses = [b.again - a.again for a, b in pairwise(told) if a.again and b.again]
    assert [round(pause / timedelta(minutes=1)) for pause in pauses] == [10, 20, 40]
    guarded.site.luck = lambda _: None
    guarded.clock.at += timedelta(minutes=20)
    guarded.round()
    assert guarded.status(key) == "Draft"


def test_a_ticket_that_failed_is_looked_at_once_somebody_changes_it(guarded: Guarded) -> None:
    (key,) = at_ready(guarded, LACKS)
    guarded.site.fault("fetch", "down")
    guarded.round()
    guarded.clock.at += timedelta(minutes=1)
    assert guarded.round().counts == {}
    guarded.site.edit(key, HOLDS)
    assert guarded.round().counts == {"recorded": 1}
    assert guarded.looking().memory.waiting() == []


def test_a_write_that_fails_each_time_is_tried_no_more_often(guarded: Guarded) -> None:
    (key,) = at_ready(guarded, LACKS)
    guarded.site.luck = lambda call: "down" if call == "write-comment" else None
    rounds = []
    for _ in range(20):
        rounds.append(guarded.round().counts.get("undecided", 0))
        guarded.clock.at += timedelta(minutes=1)
    assert sum(rounds) <= 4  # the label that it set once is a change of the ticket, too
    assert guarded.site.tickets[key].status == "Ready"


def test_a_tracker_that_is_out_of_order_ends_the_round(guarded: Guarded) -> None:
    at_ready(guarded, *[LACKS] * 8)
    looking = guarded.looking()
    guarded.site.luck = lambda call: "down" if call == "fetch" else None
    with pytest.raises(UnavailableError):
        Round(looking, lambda _: None).run()
    assert guarded.site.calls.count("fetch") == 5


def test_many_tickets_that_cannot_be_read_stop_one_round_and_not_each(
    guarded: Guarded, monkeypatch: pytest.MonkeyPatch
) -> None:
    *broken, bad = at_ready(guarded, *[LACKS] * (FAILURES + 1))
    read = guarded.tracker.history

    def history(key: str) -> History:
        if key in broken:
            raise UnavailableError("its record is broken")
        return read(key)

    monkeypatch.setattr(guarded.tracker, "history", history)
    with pytest.raises(UnavailableError):
        guarded.round()
    guarded.round()
    assert guarded.status(bad) == "Draft"


@pytest.mark.parametrize("call", ["fetch", "history", "label", "write-comment", "move"])
def test_a_ticket_that_the_account_may_not_see_or_move_keeps_no_other_waiting(
    guarded: Guarded, call: str
) -> None:
    *barred, free = at_ready(guarded, *[LACKS] * (FAILURES + 2))
    guarded.site.barred = {(key, call) for key in barred}
    told: list[Done] = []
    Round(guarded.looking(), told.append, confirmed=99).run()
    assert guarded.status(free) == "Draft"
    assert {guarded.status(key) for key in barred} == {"Ready"}
    refused = {done.key: done for done in told if done.key in barred}
    assert {done.what for done in refused.values()} == {"not moved" if call == "move" else "undecided"}
    assert all(done.again and isinstance(done.error, ForbiddenError) for done in refused.values())
    assert {key for key, _, _ in guarded.looking().memory.waiting()} == {*barred}
    guarded.site.barred.clear()
    guarded.clock.at += timedelta(minutes=6)
    guarded.round(confirmed=99)
    assert {guarded.status(key) for key in barred} == {"Draft"}
    assert guarded.looking().memory.waiting() == []


def test_a_ticket_that_stays_forbidden_waits_longer_each_time(guarded: Guarded) -> None:
    (key,) = at_ready(guarded, LACKS)
    guarded.site.barred = {(key, "history")}
    tried = [minute for minute in range(60) if minutely(guarded).get("undecided")]
    assert tried == [0, 5, 15, 35]


@pytest.mark.parametrize("fault", ["refused", "forbidden"])
def test_a_move_that_the_tracker_never_allows_is_tried_ever_less_and_the_comment_says_one_thing(
    guarded: Guarded, fault: Fault
) -> None:
    (key,) = at_ready(guarded, LACKS)
    guarded.site.luck = lambda call: fault if call == "move" else None
    assert guarded.round().counts == {"not moved": 1}
    changes = len(guarded.site.tickets[key].past)
    tried = [minute for minute in range(60) if minutely(guarded).get("not moved")]
    assert tried == [0, 10, 30]  # at once, since its comment has changed it; then ever less often
    assert len(guarded.site.tickets[key].past) == changes
    (comment,) = guarded.comments(key)
    assert "so it stays in “Ready”" in comment
    guarded.site.luck = lambda _: None
    guarded.clock.at += timedelta(minutes=40)
    guarded.round()
    assert guarded.status(key) == "Draft"
    guarded.round()
    assert "Back to “Draft”" in guarded.comments(key)[0]


def minutely(guarded: Guarded) -> Mapping[DoneWhat, int]:
    counts = guarded.round().counts
    guarded.clock.at += timedelta(minutes=1)
    return counts


@pytest.mark.parametrize("call", ["search", "me"])
def test_an_account_that_is_not_let_in_ends_the_round_at_once(guarded: Guarded, call: str) -> None:
    at_ready(guarded, *[LACKS] * 3)
    looking = guarded.looking()
    guarded.site.luck = lambda made: "forbidden" if made in (call, "fetch") else None
    told: list[Done] = []
    with pytest.raises(ForbiddenError):
        Round(looking, told.append).run()
    assert told == []
    assert looking.memory.waiting() == []


def test_who_is_not_signed_in_is_told_at_once(guarded: Guarded) -> None:
    at_ready(guarded, LACKS)
    looking = guarded.looking()
    guarded.site.standing = "signed-out"
    with pytest.raises(SignInError):
        Round(looking, lambda _: None).run()


def test_a_round_that_is_asked_to_stop_ends_after_the_ticket_in_hand(guarded: Guarded) -> None:
    keys = at_ready(guarded, LACKS, LACKS, LACKS)
    done: list[Done] = []
    summary = Round(guarded.looking(), done.append, stop=lambda: bool(done)).run()
    assert summary.stopped == "interrupted"
    assert len(done) == 1
    assert guarded.looking().memory.cursor is None
    guarded.round()
    assert {guarded.status(key) for key in keys} == {"Draft"}


def test_a_stale_page_of_a_search_decides_nothing(guarded: Guarded) -> None:
    (key,) = at_ready(guarded, LACKS)
    guarded.site.edit(key, HOLDS)
    guarded.site.fault("search", "stale")
    guarded.round()
    assert guarded.status(key) == "Ready"
    assert guarded.acts(key) == ["passed"]


def test_old_records_are_forgotten(guarded: Guarded) -> None:
    key = guarded.refused(HOLDS)
    guarded.clock.at += timedelta(days=366)
    guarded.make()
    guarded.round()
    assert guarded.records(key) == []
