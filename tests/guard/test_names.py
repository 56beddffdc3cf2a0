from __future__ import annotations

import pytest

from guard_histories import DONE, READY, policy, status
from valuegate.errors import PolicyError
from valuegate.guard.names import resolve
from valuegate.policy import Exceptions, Gate, Guard, Origin, Policy
from valuegate.tracker import Named, Scope, Status

SCOPE = Scope(
    tuple(map(status, ("Idea", "Draft", "Ready", "In Progress", "Done"))),
    types=(Named("1", "Story"), Named("2", "Bug")),
    projects=(Named("10", "SHOP"), Named("ENG", "Engineering")),
    labels=(Named("5", "chore"),),
)


def faults(policy: Policy, scope: Scope = SCOPE) -> list[tuple[str, str]]:
    with pytest.raises(PolicyError) as caught:
        resolve(policy, scope)
    return [(fault.message, fault.fix) for fault in caught.value.problems]


def test_names_that_are_there_are_resolved() -> None:
    told = policy(guard=Guard(fallback="idea"))
    assert resolve(told, SCOPE) == status("Idea")
    assert resolve(policy(), SCOPE) is None


def test_every_unknown_name_is_an_error_with_the_nearest_known_one() -> None:
    gate = Gate(
        "ready",
        ("Redy",),
        types=("Storry",),
        projects=("SHOP", "eng", "PAY"),
        except_=Exceptions(labels=("chores",), types=("Bug",)),
    )
    found = faults(policy(gates=(gate, DONE), guard=Guard(fallback="Drft")))
    assert found[0] == (
        "gates.ready.enters: the tracker has no status 'Redy'",
        "Did you mean 'Ready'? Known: Done, Draft, Idea, In Progress, Ready.",
    )
    assert [message.partition(":")[0] for message, _ in found] == [
        "gates.ready.enters",
        "gates.ready.types",
        "gates.ready.projects",
        "gates.ready.except.labels",
        "guard.fallback",
    ]


def test_tickets_do_not_go_back_to_the_end_of_the_work() -> None:
    ((message, _),) = faults(policy(gates=(READY,), guard=Guard(fallback="Done")))
    assert "is the end of the work" in message


def test_any_label_may_be_made_where_the_tracker_lists_none() -> None:
    gate = READY._replace(except_=Exceptions(labels=("whatever",)))
    assert resolve(policy(gates=(gate,)), SCOPE._replace(labels=None)) is None


def test_a_preset_may_know_statuses_in_other_words_but_needs_one_of_them() -> None:
    origins = {("gates", "ready", "enters"): Origin((), "valuegate:recommended")}
    gate = READY._replace(enters=("Ready", "Prêt"))
    assert resolve(policy(gates=(gate,), origins=origins), SCOPE) is None
    found = faults(policy(gates=(gate._replace(enters=("Prêt", "Bereit")),), origins=origins))
    assert len(found) == 1


def test_teams_are_held_to_the_projects_of_the_tracker() -> None:
    gate = READY._replace(teams=("ENG", "DES"), except_=Exceptions(teams=("Engineering", "OPS")))
    found = faults(policy(gates=(gate,)))
    assert [message for message, _ in found] == [
        "gates.ready.teams: the tracker has no team 'DES'",
        "gates.ready.except.teams: the tracker has no team 'OPS'",
    ]


def test_a_category_that_no_status_has_would_guard_nothing() -> None:
    statuses = (status("Idea"), Status("9", "Doing", "started"))
    told = policy(gates=(READY._replace(enters=("category:started",)),))
    assert resolve(told, SCOPE._replace(statuses=statuses)) is None
    ((message, _),) = faults(told, SCOPE._replace(statuses=statuses[:1]))
    assert message == "gates.ready.enters: the tracker has no status 'category:started'"


def test_the_fallback_is_no_status_of_a_guarded_category() -> None:
    statuses = (*SCOPE.statuses, Status("9", "Doing", "started"))
    gate = READY._replace(enters=("Ready", "category:started"))
    ((message, _),) = faults(
        policy(gates=(gate,), guard=Guard(fallback="doing")), SCOPE._replace(statuses=statuses)
    )
    assert message == "guard.fallback: Doing is started, which the gate 'ready' guards itself"
