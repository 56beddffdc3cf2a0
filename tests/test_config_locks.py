"""What an organisation locks stays as it is, whatever those say who extend its policy."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policy_samples import load, write
from valuegate.errors import PolicyError
from valuegate.overrides import overridden
from valuegate.policy import Origin, Policy

CHECKS: dict[str, dict[str, dict[str, Any]]] = {
    "problem": {},
    "evidence": {},
    "metric": {"baseline-pending": {"enum": ["fail", "pass"], "default": "fail"}},
    "review-date": {"max-days": {"type": "integer", "default": 730}},
}
HOUSE = """\
version: 1
lock: [checks.metric, gates.ready.require, guard.mode]
checks: {metric: {labels: [Goal]}}
gates: {ready: {enters: [Ready], require: [problem, metric]}}
"""


def told(folder: Path, text: str, house: str = HOUSE, **others: str) -> list[str]:
    """Every fault of a policy that extends that of the house, with its place."""
    write(folder, house, "house.yaml")
    for name, said in others.items():
        write(folder, said, f"{name}.yaml")
    write(folder, text if "extends" in text else f"version: 1\nextends: [./house.yaml]\n{text}")
    try:
        load(folder, checks=CHECKS)
    except PolicyError as error:
        return [f"{fault.source}:{fault.line}:{fault.column} {fault.message}" for fault in error.problems]
    return []


class TestALock:
    def test_another_value_is_a_fault_at_its_place_that_names_who_locked_it(self, tmp_path: Path) -> None:
        write(tmp_path, HOUSE, "house.yaml")
        text = "version: 1\nextends: [./house.yaml]\ngates:\n  ready: {require: [problem]}\n"
        write(tmp_path, text)
        with pytest.raises(PolicyError) as caught:
            load(tmp_path)
        (fault,) = caught.value.problems
        assert (fault.source, fault.line, fault.column) == ("valuegate.yaml", 4, 20)
        assert fault.message == (
            "gates.ready.require is locked by house.yaml:2, where it is [problem, metric]"
        )
        assert fault.fix == "Take it out, or ask those who keep house.yaml."

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "gates: {ready: {require: [problem, metric]}}",
            "checks: {metric: {labels: [Goal], baseline-pending: fail}}",
            "guard: {mode: observe}",
            "gates: {ready: {enters: [Ready, Doing], advise: [evidence]}}",
            "checks: {review-date: {max-days: 3}}",
            "gates: {ready: {options: {metric: {labels: [Goal]}}}}",
            "overrides: [{paths: [a], gates: {ready: {require: [problem, metric]}}}]",
            "overrides: [{paths: [a], checks: {review-date: {max-days: 3}}}]",
        ],
    )
    def test_the_same_value_and_all_others_are_fine(self, tmp_path: Path, text: str) -> None:
        assert told(tmp_path, text) == []

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("checks: {metric: {labels: [Aim]}}", "where it is [Goal]"),
            ("checks: {metric: {baseline-pending: pass}}", "where it is fail"),
            ("checks: {metric: {field: Aim}}", "which says nothing of it"),
            ("guard: {mode: warn}", "where it is observe"),
            ("gates: {ready: {options: {metric: {baseline-pending: pass}}}}", "where it is fail"),
            (
                "gates: {new: {enters: [New], advise: [metric], options: {metric: {labels: [Aim]}}}}",
                "where it is [Goal]",
            ),
            ("overrides: [{paths: [a], checks: {metric: {labels: [Aim]}}}]", "where it is [Goal]"),
            ("overrides: [{paths: [a], gates: {ready: {require: []}}}]", "where it is [problem, metric]"),
            (
                "overrides: [{paths: [a], gates: {ready: {options: {metric: {baseline-pending: pass}}}}}]",
                "where it is fail",
            ),
        ],
    )
    def test_nothing_gets_round_it(self, tmp_path: Path, text: str, message: str) -> None:
        (only,) = told(tmp_path, text)
        assert only.startswith("valuegate.yaml:3:")
        assert only.endswith(f" is locked by house.yaml:2, {message}")

    def test_a_list_of_locks_takes_none_away(self, tmp_path: Path) -> None:
        (only,) = told(tmp_path, "lock: []\nguard: {mode: warn}")
        assert "guard.mode is locked by house.yaml:2" in only

    def test_its_owner_may_say_what_it_likes(self, tmp_path: Path) -> None:
        house = HOUSE + "overrides: [{paths: [old/**], checks: {metric: {baseline-pending: pass}}}]\n"
        assert told(tmp_path, "", house) == []

    def test_who_needs_overrides_may_repeat_those_of_the_owner(self, tmp_path: Path) -> None:
        old = "{paths: [old/**], checks: {metric: {baseline-pending: pass}}}"
        house = f"{HOUSE}overrides: [{old}]\n"
        mine = "{paths: [a], checks: {review-date: {max-days: 3}}}"
        assert told(tmp_path, f"overrides: [{old}, {mine}]", house) == []
        (only,) = told(tmp_path, f"overrides: [{old.replace('old', 'all')}]", house)
        assert "overrides[0].checks.metric.baseline-pending is locked" in only

    def test_overrides_can_be_locked_as_a_whole(self, tmp_path: Path) -> None:
        house = HOUSE.replace("guard.mode", "overrides")
        (only,) = told(tmp_path, "overrides: [{paths: [a], checks: {review-date: {max-days: 3}}}]", house)
        assert "overrides is locked by house.yaml:2, which says nothing of it" in only

    def test_a_fault_of_the_value_itself_is_told_once(self, tmp_path: Path) -> None:
        (only,) = told(tmp_path, "guard: {mode: block}")
        assert "guard.mode cannot be block" in only


class TestSeveralLayers:
    TEAM = "version: 1\nextends: [./house.yaml]\nlock: [waivers.people]\nwaivers: {people: [ana]}\n"

    def test_locks_add_up(self, tmp_path: Path) -> None:
        text = "version: 1\nextends: [./team.yaml]\nwaivers: {people: [eve]}\nguard: {mode: warn}\n"
        first, second = told(tmp_path, text, team=self.TEAM)
        assert "waivers.people is locked by team.yaml:3" in second
        assert "guard.mode is locked by house.yaml:2" in first

    def test_all_of_them_are_in_the_policy_with_their_origins(self, tmp_path: Path) -> None:
        assert told(tmp_path, "version: 1\nextends: [./team.yaml]\n", team=self.TEAM) == []
        policy = load(tmp_path, checks=CHECKS)
        locks = ["checks.metric", "gates.ready.require", "guard.mode", "waivers.people"]
        assert policy.lock == tuple(locks)
        assert policy.origins["lock",] == Origin(locks, "house.yaml:2, team.yaml:3")

    def test_a_file_between_is_told_of_its_own_fault(self, tmp_path: Path) -> None:
        team = "version: 1\nextends: [./house.yaml]\nguard: {mode: warn}\n"
        text = "version: 1\nextends: [./team.yaml]\nguard: {mode: observe}\n"
        (only,) = told(tmp_path, text, team=team)
        assert only.startswith("team.yaml:3:15 ")

    @pytest.mark.parametrize("order", ["./house.yaml, ./other.yaml", "./other.yaml, ./house.yaml"])
    def test_a_file_beside_it_gets_round_no_lock(self, tmp_path: Path, order: str) -> None:
        other = "version: 1\nguard: {mode: warn}\noverrides: [{paths: [a], gates: {ready: {require: []}}}]\n"
        first, second = told(tmp_path, f"version: 1\nextends: [{order}]\n", other=other)
        assert first.startswith("other.yaml:2:15 guard.mode is locked")
        assert second.startswith("other.yaml:3:51 overrides[0].gates.ready.require is locked")

    def test_what_a_file_below_says_is_no_fault_where_the_owner_says_another(self, tmp_path: Path) -> None:
        other = "version: 1\nchecks: {metric: {labels: [Aim]}}\n"
        assert told(tmp_path, "version: 1\nextends: [./other.yaml, ./house.yaml]\n", other=other) == []

    def test_the_order_of_what_the_owner_extends_cannot_be_turned(self, tmp_path: Path) -> None:
        house = HOUSE.replace("lock:", "extends: [./one.yaml, ./two.yaml]\nlock:")
        one, two = ("version: 1\nguard: {mode: " + mode + "}\n" for mode in ("observe", "warn"))
        assert told(tmp_path, "", house, one=one, two=two) == []
        text = "version: 1\nextends: [./two.yaml, ./house.yaml]\n"
        (only,) = told(tmp_path, text, house, one=one, two=two)
        assert "guard.mode is locked by house.yaml:3, where it is warn" in only

    def test_a_preset_of_a_plugin_may_lock(self, tmp_path: Path) -> None:
        write(tmp_path, "version: 1\nextends: [acme:house]\nguard: {mode: warn}\n")
        with pytest.raises(PolicyError, match=r"guard\.mode is locked by acme:house, where it is observe"):
            load(tmp_path, checks=CHECKS, presets={"acme:house": HOUSE})


OPTIONS = st.fixed_dictionaries(
    {},
    optional={
        "metric": st.fixed_dictionaries({}, optional={"baseline-pending": st.sampled_from(["fail", "pass"])}),
        "review-date": st.fixed_dictionaries({}, optional={"max-days": st.sampled_from([1, 730])}),
    },
)
REQUIRED = st.sampled_from([["problem"], ["problem", "metric"], []])
GATE = {"require": REQUIRED, "options": OPTIONS}
GATES = st.fixed_dictionaries({}, optional={"ready": st.fixed_dictionaries({}, optional=GATE)})
OVERRIDES = st.lists(
    st.fixed_dictionaries(
        {"paths": st.sampled_from([["a/**"], ["**"]])}, optional={"checks": OPTIONS, "gates": GATES}
    ),
    max_size=2,
)
SAID = {
    "checks": OPTIONS,
    "gates": GATES,
    "waivers": st.fixed_dictionaries({}, optional={"max-days": st.sampled_from([5, 365])}),
    "guard": st.fixed_dictionaries({}, optional={"mode": st.sampled_from(["observe", "warn"])}),
}
LOCKS = [
    "checks",
    "checks.metric",
    "checks.metric.baseline-pending",
    "checks.review-date",
    "gates",
    "gates.ready",
    "gates.ready.require",
    "gates.ready.options.metric",
    "waivers",
    "waivers.max-days",
    "guard.mode",
    "overrides",
]
SAYING = st.fixed_dictionaries({}, optional={**SAID, "overrides": OVERRIDES})
BASE = {"version": 1, "gates": {"ready": {"enters": ["Ready"], "require": ["problem"]}}}


def effective(policy: Policy, path: str) -> dict[str, Any]:
    """What holds for a ticket file, by the key that a lock names."""
    here = overridden(policy, policy.overriding(path))
    gate = here.gate("ready")
    found: dict[str, Any] = {
        "gates.ready.require": gate.require,
        "waivers.max-days": here.waivers.max_days,
        "guard.mode": here.guard.mode,
    }
    for check, option, default in (("metric", "baseline-pending", "fail"), ("review-date", "max-days", 730)):
        found[f"checks.{check}.{option}"] = here.options_at(gate, check).get(option, default)
        if option in gate.options.get(check, {}):  # else those of the policy hold, which are another key
            found[f"gates.ready.options.{check}.{option}"] = found[f"checks.{check}.{option}"]
    return found


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    house=st.fixed_dictionaries({}, optional=SAID),
    locks=st.lists(st.sampled_from(LOCKS), unique=True, max_size=3),
    others=st.lists(SAYING, min_size=1, max_size=3),
    order=st.permutations(["./base.yaml", "./house.yaml", "./other0.yaml"]),
)
def test_what_is_locked_is_as_its_owner_says_or_the_policy_is_refused(
    tmp_path: Path, house: dict[str, Any], locks: list[str], others: list[dict[str, Any]], order: list[str]
) -> None:
    write(tmp_path, json.dumps(BASE), "base.yaml")
    write(
        tmp_path, json.dumps({"version": 1, "extends": ["./base.yaml"], "lock": locks, **house}), "house.yaml"
    )
    for number, said in enumerate(others):
        write(tmp_path, json.dumps({"version": 1, **said}), f"other{number}.yaml")
    tops = [*order, *(f"./other{number}.yaml" for number in range(1, len(others)))]
    write(tmp_path, json.dumps({"version": 1, "extends": tops}))
    alone = effective(load(tmp_path, "house.yaml", checks=CHECKS), "a/b.md")
    try:
        policy = load(tmp_path, checks=CHECKS)
    except PolicyError as error:
        problems = error.problems
    else:
        problems = ()
    assert all(" is locked by house.yaml:1, " in fault.message for fault in problems)
    if problems:
        assert locks
        return
    for path in ("a/b.md", "c.md"):
        for key, value in effective(policy, path).items():
            if any(f"{key}.".startswith(f"{lock}.") for lock in locks):
                meant = alone.get(key, alone.get(key.replace("gates.ready.options", "checks")))
                assert value == meant, key


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(house=st.fixed_dictionaries({}, optional=SAID), locks=st.lists(st.sampled_from(LOCKS), unique=True))
def test_who_repeats_what_the_owner_says_is_never_refused(
    tmp_path: Path, house: dict[str, Any], locks: list[str]
) -> None:
    write(tmp_path, json.dumps({**BASE, "lock": locks, **house, "gates": BASE["gates"]}), "house.yaml")
    write(tmp_path, json.dumps({"version": 1, "extends": ["./house.yaml"], **house, "gates": BASE["gates"]}))
    assert load(tmp_path, checks=CHECKS).lock == tuple(locks)


@pytest.mark.parametrize("said", ["abc", "{a: b}", "[abc]", "[{paths: [a], checks: abc}]"])
def test_overrides_that_are_none_are_told_and_no_more(tmp_path: Path, said: str) -> None:
    mine = "overrides: [{paths: [a], checks: {metric: {baseline-pending: pass}}}]"
    found = told(tmp_path, mine, f"{HOUSE}overrides: {said}\n")
    assert any(fault.startswith("house.yaml:5:") for fault in found)


def test_locks_that_are_no_list_are_told_in_each_file(tmp_path: Path) -> None:
    first, second = told(
        tmp_path, "lock: one", HOUSE.replace("[checks.metric, gates.ready.require, guard.mode]", "two")
    )
    assert "lock must be a list, not 'two'" in first
    assert "lock must be a list, not 'one'" in second
