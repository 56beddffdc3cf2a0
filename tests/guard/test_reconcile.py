from __future__ import annotations

from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from guard_locks import holding
from guarded_site import HOLDS, LACKS, READY, SINCE, Guarded
from valuegate.errors import ConflictError, UnavailableError, WaitError
from valuegate.guard.acting import Acting
from valuegate.policy import Waivers
from valuegate.tracker import Query

LABEL = "value-gate"
CONTEST = "value-gate-contested"
OVERTURN = "value-gate-overturned"


def at_ready(guarded: Guarded, text: dict[str, str] = LACKS, **said: Any) -> str:
    key = guarded.make(text, **said)
    guarded.site.move(key, "Ready")
    return key


# --- what each mode does --------------------------------------------------------------------------------


def test_observe_records_and_does_nothing_else(guarded: Guarded) -> None:
    guarded.set(mode="observe")
    key = guarded.refused()
    assert guarded.acts(key) == ["observed"]
    assert (guarded.status(key), guarded.labels(key), guarded.comments(key)) == ("Ready", [], [])
    assert guarded.writes() == []


def test_warn_comments_and_labels_and_moves_nothing(guarded: Guarded) -> None:
    guarded.set(mode="warn")
    key = guarded.refused()
    assert guarded.acts(key) == ["warned"]
    assert (guarded.status(key), guarded.labels(key)) == ("Ready", [LABEL])
    (comment,) = guarded.comments(key)
    assert "evidence" in comment
    assert "does not hold yet" in comment


def test_revert_also_moves_the_ticket_back_where_it_came_from(guarded: Guarded) -> None:
    key = guarded.refused()
    assert guarded.acts(key) == ["moving", "moved"]
    assert (guarded.status(key), guarded.labels(key)) == ("Draft", [LABEL])
    (comment,) = guarded.comments(key)
    assert "Back to “Draft”" in comment


def test_its_own_move_is_known_by_its_id_in_the_history(guarded: Guarded) -> None:
    key = guarded.refused()
    assert guarded.records(key)[-1].detail == guarded.site.tickets[key].moves[-1].id


def test_a_ticket_that_holds_is_left_alone(guarded: Guarded) -> None:
    key = guarded.refused(HOLDS)
    assert guarded.acts(key) == ["passed"]
    assert guarded.writes() == []


def test_it_takes_three_reads_at_most_if_nothing_is_wrong(guarded: Guarded) -> None:
    key = at_ready(guarded, HOLDS)
    looking = guarded.looking()
    guarded.site.calls.clear()
    looking.at(key)
    assert guarded.site.calls == ["fetch", "history"]


def test_twice_does_nothing_the_second_time(guarded: Guarded) -> None:
    for mode in ("observe", "warn", "revert"):
        guarded.set(mode=mode)
        key = guarded.refused()
        acts = guarded.acts(key)
        guarded.writes()
        assert guarded.reconcile(key).what in ("nothing", "told")
        assert guarded.acts(key) == acts
        assert len(guarded.comments(key)) <= 1
        assert guarded.labels(key) in ([], [LABEL])


def test_a_draft_is_none_of_its_business(guarded: Guarded) -> None:
    key = guarded.make()
    assert guarded.reconcile(key).what == "nothing"
    assert guarded.records(key) == []


# --- mending --------------------------------------------------------------------------------------------


def test_a_ticket_that_is_mended_where_it_went_may_enter(guarded: Guarded) -> None:
    key = guarded.refused()
    guarded.site.edit(key, HOLDS)
    guarded.reconcile(key)
    (comment,) = guarded.comments(key)
    assert "holds now" in comment
    assert "can be moved to “Ready”" in comment
    assert guarded.labels(key) == []
    assert guarded.acts(key)[-1] == "mended"
    guarded.site.move(key, "Ready")
    guarded.reconcile(key)
    assert (guarded.status(key), guarded.acts(key)[-1]) == ("Ready", "passed")


def test_a_ticket_that_is_mended_where_it_stands_stays(guarded: Guarded) -> None:
    guarded.set(mode="warn")
    key = guarded.refused()
    guarded.site.edit(key, HOLDS)
    guarded.reconcile(key)
    (comment,) = guarded.comments(key)
    assert "It stays in “Ready”" in comment
    assert (guarded.labels(key), guarded.acts(key)[-1]) == ([], "mended")


def test_while_a_ticket_is_mended_the_comment_says_what_is_still_missing(guarded: Guarded) -> None:
    key = guarded.refused({**LACKS, "Metric": "TBD"})
    assert "metric" in guarded.comments(key)[0]
    guarded.site.edit(key, LACKS)
    guarded.reconcile(key)
    (comment,) = guarded.comments(key)
    assert "metric" not in comment
    assert "evidence" in comment


def test_a_ticket_that_was_moved_again_unmended_goes_back_again(guarded: Guarded) -> None:
    key = guarded.refused()
    guarded.site.move(key, "Ready")
    guarded.reconcile(key)
    assert guarded.status(key) == "Draft"
    assert len(guarded.comments(key)) == 1


def test_what_held_at_its_entry_is_not_judged_again(guarded: Guarded) -> None:
    key = guarded.refused(HOLDS)
    guarded.site.edit(key, LACKS)
    guarded.reconcile(key)
    assert (guarded.status(key), guarded.acts(key)) == ("Ready", ["passed"])


def test_the_day_of_the_judgement_is_that_of_the_entry(guarded: Guarded) -> None:
    key = at_ready(guarded, {**HOLDS, "Review date": "2026-11-25"})
    guarded.clock.at += timedelta(days=30)
    guarded.reconcile(key)
    assert guarded.acts(key) == ["passed"]
    assert guarded.records(key)[0].entered.startswith("2026-11-23")


def test_the_comment_is_in_the_language_of_the_ticket(guarded: Guarded) -> None:
    french = {
        "Problème": "Les infirmières de nuit ressaisissent chaque note à la main et en perdent une sur dix.",
        "Preuves": "Le directeur le veut.",
        "Indicateur": "Notes perdues par semaine : de 12 à 2.",
        "Date de revue": "15 mars 2027",
    }
    key = guarded.refused(french)
    (comment,) = guarded.comments(key)
    assert "Retour à « Draft »" in comment.replace("\u00a0", " ")


# --- how far it goes ------------------------------------------------------------------------------------


def test_what_is_finished_is_not_moved_unless_the_policy_wants_it(guarded: Guarded) -> None:
    key = guarded.make(HOLDS)
    guarded.site.move(key, "Done")
    guarded.reconcile(key)
    assert (guarded.status(key), guarded.labels(key)) == ("Done", [LABEL])
    assert guarded.records(key)[-1].detail == "finished"
    assert "It is finished" in guarded.comments(key)[0]
    guarded.set(finished="move")
    guarded.reconcile(key)
    assert guarded.status(key) == "Draft"


def test_what_was_cancelled_is_left_alone(guarded: Guarded) -> None:
    key = guarded.refused()
    guarded.site.move(key, "Canceled")
    guarded.site.edit(key, HOLDS)
    assert guarded.reconcile(key).what == "nothing"
    assert guarded.status(key) == "Canceled"


def test_so_often_a_day_and_then_it_only_warns(guarded: Guarded) -> None:
    key = guarded.refused()
    for _ in range(3):
        guarded.site.move(key, "Ready")
        guarded.reconcile(key)
    assert guarded.status(key) == "Ready"
    assert guarded.acts(key).count("moved") == 3
    assert guarded.records(key)[-1].detail == "moved-often"
    assert "went back 3 times" in guarded.comments(key)[0]
    guarded.clock.at += timedelta(days=1)
    guarded.reconcile(key)
    assert guarded.status(key) == "Draft"


def test_without_a_way_back_it_comments_and_labels(guarded: Guarded) -> None:
    guarded.site.closed.add("Draft")
    key = guarded.refused()
    assert (guarded.status(key), guarded.labels(key)) == ("Ready", [LABEL])
    assert "no way back to “Draft”" in guarded.comments(key)[0]
    assert guarded.records(key)[-1].detail == "no-way"


def test_a_way_that_asks_for_fields_is_not_taken_and_names_them(guarded: Guarded) -> None:
    guarded.site.demands["Draft"] = ("Reason",)
    key = guarded.refused()
    assert guarded.status(key) == "Ready"
    assert "(Reason)" in guarded.comments(key)[0]


def test_what_the_workflow_refuses_is_told_in_its_words(guarded: Guarded) -> None:
    key = at_ready(guarded)
    guarded.site.fault("move", "refused")
    assert guarded.reconcile(key).what == "not moved"
    assert guarded.acts(key) == ["moving", "not-moved"]
    (comment,) = guarded.comments(key)
    assert "Not now" in comment
    assert "stays in “Ready”" in comment


def test_what_was_created_in_a_gated_status_goes_to_the_fallback(guarded: Guarded) -> None:
    key = guarded.make(status="Ready")
    guarded.reconcile(key)
    assert guarded.status(key) == "Ready"
    assert "no status to send it back to" in guarded.comments(key)[0]
    guarded.set(fallback="Draft")
    guarded.reconcile(key)
    assert guarded.status(key) == "Draft"


def test_entries_before_since_are_never_touched(guarded: Guarded) -> None:
    guarded.set(since=SINCE + timedelta(days=60))
    key = guarded.refused()
    assert guarded.records(key) == []
    assert guarded.writes() == []


def test_an_entry_that_the_journal_may_have_forgotten_is_not_judged_again(guarded: Guarded) -> None:
    key = guarded.refused(HOLDS)
    guarded.site.edit(key, LACKS)
    guarded.clock.at += timedelta(days=367)
    guarded.journal.forget(365)
    guarded.reconcile(key)
    assert guarded.status(key) == "Ready"
    assert guarded.records(key) == []


def test_with_a_new_policy_earlier_entries_are_only_reported(guarded: Guarded) -> None:
    guarded.refused(HOLDS)
    old = at_ready(guarded, {**HOLDS, "Problem": "We have none."})
    guarded.set(gates=(READY._replace(require=("problem",)), *guarded.policy.gates[1:]))
    guarded.reconcile(old)
    assert guarded.acts(old) == ["observed"]
    assert guarded.records(old)[0].detail == "new-policy"
    assert guarded.status(old) == "Ready"
    new = guarded.refused({**HOLDS, "Problem": "TBD"})
    assert guarded.status(new) == "Draft"


# --- people win -----------------------------------------------------------------------------------------


def test_a_person_who_moves_the_ticket_on_meanwhile_wins(guarded: Guarded) -> None:
    for call in ("label", "write-comment", "move"):
        key = at_ready(guarded)
        guarded.site.meanwhile = partial(guarded.site.move, key, "Canceled", "ben")
        guarded.site.fault(call, "slow")
        guarded.reconcile(key)
        assert guarded.status(key) == "Canceled", call


def test_a_person_who_mends_it_meanwhile_wins(guarded: Guarded) -> None:
    key = at_ready(guarded)
    guarded.site.meanwhile = lambda: guarded.site.edit(key, HOLDS)
    guarded.site.fault("write-comment", "slow")
    guarded.reconcile(key)
    assert guarded.status(key) == "Ready"
    assert guarded.acts(key)[-1] in ("mended", "passed")
    assert guarded.labels(key) == []


def test_a_ticket_that_never_rests_is_tried_again_later(guarded: Guarded) -> None:
    key = at_ready(guarded)
    guarded.site.meanwhile = lambda: guarded.site.edit(key, {**LACKS, "Note": str(guarded.clock())})
    guarded.site.luck = lambda call: "slow" if call in ("label", "write-comment", "move") else None
    with pytest.raises(ConflictError):
        guarded.reconcile(key)


def test_whoever_owns_the_token_may_move_tickets_like_anybody(guarded: Guarded) -> None:
    key = guarded.make()
    guarded.site.move(key, "Ready", by="valuegate")
    guarded.reconcile(key)
    assert guarded.status(key) == "Draft"


def test_a_move_that_nobody_stands_behind_is_judged_like_any_other(guarded: Guarded) -> None:
    key = guarded.make()
    guarded.site.move(key, "Ready", by=None)
    guarded.reconcile(key)
    assert guarded.status(key) == "Draft"


# --- contests -------------------------------------------------------------------------------------------


def test_a_contest_stops_the_guard_until_somebody_decides(guarded: Guarded) -> None:
    guarded.set(mode="warn", waivers=Waivers(people=("lea",)))
    key = guarded.refused()
    guarded.site.label(key, add=[CONTEST], by="ana")
    guarded.writes()
    guarded.set(mode="revert")
    guarded.reconcile(key)
    guarded.reconcile(key)
    assert guarded.acts(key) == ["warned", "contested"]
    assert guarded.writes() == []
    contested = guarded.records(key)[-1]
    assert contested.reasons == ("evidence.authority",)
    assert contested.person.startswith("person-")


def test_upheld_the_guard_goes_on(guarded: Guarded) -> None:
    guarded.set(mode="warn", waivers=Waivers(people=("lea",)))
    key = guarded.refused()
    guarded.site.label(key, add=[CONTEST], by="ana")
    guarded.reconcile(key)
    guarded.site.label(key, remove=[CONTEST], by="ben")
    guarded.reconcile(key)
    assert guarded.acts(key)[-1] == "contested"
    guarded.site.label(key, add=[CONTEST], by="ana")
    guarded.site.label(key, remove=[CONTEST], by="lea")
    guarded.set(mode="revert")
    guarded.reconcile(key)
    assert "upheld" in guarded.acts(key)
    assert guarded.status(key) == "Draft"


def test_overturned_the_comment_says_so_and_the_label_goes(guarded: Guarded) -> None:
    guarded.set(mode="warn", waivers=Waivers(people=("lea",)))
    key = guarded.refused()
    guarded.site.label(key, add=[CONTEST], by="ana")
    guarded.reconcile(key)
    guarded.site.label(key, add=[OVERTURN], remove=[CONTEST], by="lea")
    guarded.reconcile(key)
    assert guarded.acts(key) == ["warned", "contested", "overturned"]
    assert guarded.labels(key) == [OVERTURN]
    assert "holds now" in guarded.comments(key)[0]
    guarded.writes()
    guarded.reconcile(key)
    assert guarded.acts(key)[-1] == "overturned"
    assert guarded.writes() == []


def test_nobody_overturns_who_may_not(guarded: Guarded) -> None:
    guarded.set(waivers=Waivers(people=("lea",)))
    key = at_ready(guarded)
    guarded.site.label(key, add=[OVERTURN], by="ana")
    guarded.reconcile(key)
    assert guarded.status(key) == "Draft"


# --- exceptions -----------------------------------------------------------------------------------------


def test_a_waiver_in_a_comment_of_somebody_who_may_lets_it_through(guarded: Guarded) -> None:
    guarded.set(waivers=Waivers(people=("lea",)))
    key = at_ready(guarded)
    guarded.site.comment(key, "valuegate: waive evidence until 2027-01-31: the survey ends then", by="lea")
    guarded.reconcile(key)
    assert (guarded.status(key), guarded.acts(key)) == ("Ready", ["passed"])


def test_a_waiver_of_somebody_else_or_in_the_text_lets_nothing_through(guarded: Guarded) -> None:
    guarded.set(waivers=Waivers(people=("lea",)))
    waiver = "valuegate: waive evidence until 2027-01-31 by lea: the survey ends then"
    key = at_ready(guarded, {**LACKS, "Note": f"<!-- {waiver} -->"})
    guarded.site.comment(key, waiver, by="ana")
    guarded.reconcile(key)
    assert guarded.status(key) == "Draft"
    assert "not one of" in guarded.comments(key)[0] or "waiver" in guarded.comments(key)[0]


def test_an_exempting_label_counts_by_who_set_it(guarded: Guarded) -> None:
    guarded.set(waivers=Waivers(people=("lea",)))
    hers, his = at_ready(guarded), at_ready(guarded)
    guarded.site.label(hers, add=["chore"], by="lea")
    guarded.site.label(his, add=["chore"], by="ana")
    guarded.reconcile(hers)
    guarded.reconcile(his)
    assert guarded.records(hers)[-1].act == "exempt"
    assert guarded.records(hers)[-1].detail == "except.labels: chore"
    assert guarded.status(his) == "Draft"
    said = "The label “chore” does not exempt it: nobody who may exempt tickets has set it."
    assert said in guarded.comments(his)[0]
    guarded.site.label(his, remove=["chore"], by="ana")
    guarded.reconcile(his)
    assert said not in guarded.comments(his)[0]


def test_a_waiver_after_the_refusal_is_told_in_the_same_comment(guarded: Guarded) -> None:
    guarded.set(mode="warn")
    key = guarded.refused()
    guarded.site.comment(key, "valuegate: waive evidence until 2027-01-31: the survey ends then", by="lea")
    guarded.reconcile(key)
    (comment,) = guarded.comments(key)
    assert "Somebody answers for what is missing" in comment
    assert guarded.labels(key) == []


# --- what goes wrong ------------------------------------------------------------------------------------


@pytest.mark.parametrize("call", ["label", "write-comment", "comments", "fetch", "history", "ways", "move"])
@pytest.mark.parametrize("fault", ["cut", "down", "stale"])
def test_after_any_fault_the_next_look_ends_what_was_begun(guarded: Guarded, call: str, fault: Any) -> None:
    key = at_ready(guarded)
    guarded.site.fault(call, fault)
    for _ in range(3):
        try:
            guarded.reconcile(key)
        except (UnavailableError, ConflictError):
            continue
    assert (guarded.status(key), guarded.labels(key)) == ("Draft", [LABEL])
    assert len(guarded.comments(key)) == 1
    assert guarded.acts(key)[-1] == "moved"
    assert guarded.records(key)[-1].detail == guarded.site.tickets[key].moves[-1].id
    assert len(guarded.site.tickets[key].moves) == 3


def test_too_much_asked_stops_everything(guarded: Guarded) -> None:
    key = at_ready(guarded)
    guarded.site.fault("fetch", "too-many")
    with pytest.raises(WaitError):
        guarded.reconcile(key)


def test_a_ticket_that_is_gone_is_recorded_once_if_it_was_known(guarded: Guarded) -> None:
    key, unknown = guarded.refused(), at_ready(guarded)
    for gone in (key, unknown):
        del guarded.site.tickets[gone]
        guarded.reconcile(gone)
        guarded.reconcile(gone)
    assert guarded.acts(key) == ["moving", "moved", "left"]
    assert guarded.records(unknown) == []


def test_an_archived_ticket_is_left_alone(guarded: Guarded) -> None:
    key = at_ready(guarded)
    guarded.site.archive(key)
    assert guarded.reconcile(key).what == "nothing"
    assert not any(guarded.looking().concerns(now) for now in guarded.tracker.search(Query()))


def test_what_cannot_be_judged_is_not_moved_and_tried_again(guarded: Guarded) -> None:
    guarded.set(gates=(READY._replace(require=("problem", "absent-check")),))
    key = at_ready(guarded)
    assert guarded.reconcile(key).what == "undecided"
    guarded.reconcile(key)
    assert guarded.acts(key) == ["undecided"]
    assert guarded.writes() == []
    guarded.clock.at += timedelta(minutes=11)
    assert guarded.looking().memory.due() == [key]


def test_another_guard_with_the_same_journal_waits(guarded: Guarded, tmp_path: Path) -> None:
    key = at_ready(guarded)
    with holding(guarded.path, key, tmp_path):
        assert guarded.reconcile(key).what == "busy"
        assert guarded.status(key) == "Ready"
    assert guarded.reconcile(key).what == "moved"


def test_a_plan_that_another_guard_carried_out_meanwhile_is_made_anew(guarded: Guarded) -> None:
    guarded.set(mode="warn")
    key = at_ready(guarded)
    plan = guarded.looking().at(key)
    guarded.reconcile(key)
    Acting(guarded.looking()).reconcile(key, plan)
    assert guarded.acts(key) == ["warned"]


def test_whoever_takes_the_label_away_is_not_told_again(guarded: Guarded) -> None:
    key = guarded.refused()
    guarded.site.label(key, remove=[LABEL], by="ana")
    guarded.site.edit(key, {**LACKS, "Metric": "TBD"})
    guarded.writes()
    guarded.reconcile(key)
    assert guarded.writes() == []
    guarded.site.edit(key, HOLDS)
    guarded.reconcile(key)
    assert "holds now" in guarded.comments(key)[0]


def test_a_contest_before_any_refusal_keeps_the_guard_away(guarded: Guarded) -> None:
    guarded.set(waivers=Waivers(people=("lea",)))
    key = at_ready(guarded)
    guarded.site.label(key, add=[CONTEST], by="ana")
    guarded.reconcile(key)
    guarded.reconcile(key)
    assert guarded.acts(key) == ["contested"]
    assert guarded.records(key)[0].entry == guarded.site.tickets[key].moves[-1].id
    assert guarded.status(key) == "Ready"


def test_what_was_let_through_before_any_refusal_is_recorded_and_told_to_nobody(guarded: Guarded) -> None:
    guarded.set(waivers=Waivers(people=("lea",)))
    key = at_ready(guarded)
    guarded.site.label(key, add=[OVERTURN], by="lea")
    guarded.reconcile(key)
    assert guarded.acts(key) == ["overturned"]
    assert guarded.records(key)[0].gate == "ready"
    assert guarded.writes() == []


def test_a_label_without_a_word_is_taken_away_if_people_went_on_meanwhile(guarded: Guarded) -> None:
    for status in ("Draft", "Canceled"):
        key = at_ready(guarded)
        guarded.site.fault("label", "cut")  # the guard dies after its label
        with pytest.raises(UnavailableError):
            guarded.reconcile(key)
        guarded.site.move(key, status, "ben")
        assert guarded.labels(key) == [LABEL]
        guarded.reconcile(key)
        assert (guarded.labels(key), guarded.comments(key)) == ([], [])


def test_a_label_that_a_person_set_is_not_ours_to_take(guarded: Guarded) -> None:
    key = guarded.make()
    guarded.site.label(key, add=[LABEL], by="ana")
    guarded.reconcile(key)
    assert (guarded.labels(key), guarded.comments(key)) == ([LABEL], [])
