"""What the guard promises where somebody tries to get round it, or where its policy changed meanwhile."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from unittest.mock import Mock

import pytest

from guarded_site import DONE, HOLDS, LACKS, READY, Guarded
from valuegate.errors import RefusedError

LABEL = "value-gate"
WORSE = {**LACKS, "Metric": "TBD"}


def told(guarded: Guarded) -> tuple[str, str]:
    """A ticket that was refused in mode ``warn``, and its comment."""
    guarded.set(mode="warn")
    key = guarded.refused()
    guarded.writes()
    return key, guarded.comments(key)[0]


def test_what_was_warned_of_before_since_is_left_as_it_is_when_revert_begins(guarded: Guarded) -> None:
    key, said = told(guarded)
    guarded.clock.at += timedelta(days=3)
    guarded.set(mode="revert", since=guarded.clock.at.date())
    guarded.site.edit(key, WORSE)
    guarded.reconcile(key)
    assert guarded.writes() == []
    assert (guarded.comments(key), guarded.labels(key)) == ([said], [LABEL])


def test_observe_writes_nothing_on_tickets_of_which_a_comment_tells_already(guarded: Guarded) -> None:
    (inside, _), outside = told(guarded), guarded.make(labels=[LABEL])
    guarded.set(mode="revert")
    back = guarded.refused()
    guarded.writes()
    guarded.set(mode="observe")
    for key in (inside, outside, back):
        guarded.site.edit(key, HOLDS)
        guarded.reconcile(key)
    guarded.site.label(inside, add=["value-gate-overturned"])
    guarded.reconcile(inside)
    assert guarded.writes() == []


def test_what_holds_meanwhile_is_told_once_observing_ends(guarded: Guarded) -> None:
    key, _ = told(guarded)
    guarded.set(mode="observe")
    guarded.site.edit(key, HOLDS)
    guarded.reconcile(key)
    guarded.set(mode="warn")
    guarded.reconcile(key)
    assert "holds now" in guarded.comments(key)[0]
    assert guarded.labels(key) == []


def test_what_was_exempt_for_a_moment_is_judged_when_it_is_no_more(guarded: Guarded) -> None:
    key = guarded.make()
    guarded.site.label(key, add=["chore"])
    guarded.site.move(key, "Ready")
    guarded.reconcile(key)
    assert guarded.acts(key) == ["exempt"]
    guarded.site.label(key, remove=["chore"])
    guarded.reconcile(key)
    assert (guarded.status(key), guarded.acts(key)) == ("Draft", ["exempt", "moving", "moved"])


def test_what_one_gate_lets_in_hides_no_refusal_of_another(guarded: Guarded) -> None:
    lenient = READY._replace(name="lenient", require=("problem",))
    guarded.set(mode="warn", gates=(READY, lenient, DONE))
    key = guarded.refused()
    assert guarded.acts(key) == ["warned", "passed"]
    guarded.site.label(key, remove=[LABEL])
    guarded.site.edit(key, HOLDS)
    guarded.reconcile(key)
    assert "holds now" in guarded.comments(key)[0]
    assert guarded.reconcile(key).what == "nothing"


def test_a_ticket_of_next_year_hides_no_other_one(guarded: Guarded) -> None:
    guarded.site.offset = timedelta(days=400)
    guarded.make()
    guarded.site.offset = timedelta()
    guarded.round()
    key = guarded.make()
    guarded.site.move(key, "Ready")
    guarded.round()
    assert guarded.status(key) == "Draft"


def test_whoever_sets_the_label_on_a_draft_makes_the_guard_say_nothing(guarded: Guarded) -> None:
    key = guarded.make(labels=[LABEL])
    guarded.reconcile(key)
    assert guarded.comments(key) == []


def test_two_guards_with_a_journal_each_do_not_write_over_each_other(
    guarded: Guarded, tmp_path: Path
) -> None:
    key = guarded.make()
    guarded.site.move(key, "In Progress")
    guarded.reconcile(key)
    first = guarded.journal
    second = guarded.another_journal(str(tmp_path / "other.sqlite"))
    guarded.site.edit(key, WORSE)
    guarded.reconcile(key)
    before = guarded.site.tickets[key].now
    for journal in (second, first, second):
        guarded.journal = journal
        guarded.round()
    assert guarded.site.tickets[key].now == before


def test_a_label_whose_journal_is_lost_goes_when_the_ticket_holds(guarded: Guarded, tmp_path: Path) -> None:
    key = guarded.refused()
    guarded.set(gates=(READY._replace(enters=("category:started", "Ready")), DONE))
    guarded.journal = guarded.another_journal(str(tmp_path / "other.sqlite"))
    guarded.site.edit(key, HOLDS)
    guarded.reconcile(key)
    assert "can be moved to “Ready”" in guarded.comments(key)[0]
    assert guarded.labels(key) == []


def test_what_was_not_told_is_no_warning_while_another_gate_cannot_decide(guarded: Guarded) -> None:
    broken = READY._replace(name="broken", require=("absent-check",))
    guarded.set(mode="warn", gates=(READY, broken, DONE))
    key = guarded.refused()
    assert guarded.acts(key) == ["undecided"]
    guarded.set(gates=(READY, DONE))
    guarded.site.edit(key, HOLDS)
    guarded.reconcile(key)
    assert guarded.comments(key) == []


def test_words_with_which_a_tracker_refuses_a_move_are_short_and_without_secrets(
    guarded: Guarded, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = "ghp_abcdefghijklmnopqrstuvwxyz012345"
    refusing = Mock(side_effect=RefusedError(f"“Notes” must not be {secret} {'as long as this ' * 50}"))
    monkeypatch.setattr(guarded.tracker, "move", refusing)
    key = guarded.refused()
    said = guarded.records(key)[-1].detail
    assert guarded.acts(key)[-1] == "not-moved"
    assert secret not in said + guarded.comments(key)[0]
    assert len(said) < 200
