"""Which gate judges which entry of which ticket, and for which day: one test per branch."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from valuegate.errors import UsageError
from valuegate.naming import fold, nearest, suggestion
from valuegate.overrides import overridden
from valuegate.policy import (
    Exceptions,
    Gate,
    GateOverride,
    Origin,
    Override,
    Policy,
    Selection,
    day_of_entry,
    exempt_by,
    gates_for,
    guards,
    holds,
)
from valuegate.ticket import Category, Source, Ticket

TODAY = date(2026, 11, 23)
READY = Gate("ready", ("Ready", "In Progress", "Prêt"), require=("problem",))
AUDIT = Gate("audit", ("Ready",), require=("evidence",))
DONE = Gate("done", ("Closed",), require=("impact",))
POLICY = Policy((READY, AUDIT, DONE), source="valuegate.yaml")


def a_ticket(**parts: Any) -> Ticket:
    return Ticket(Source("a.md", ""), **parts)


class TestWhichGate:
    def test_the_gate_that_holds_the_status_judges(self) -> None:
        assert gates_for(POLICY, a_ticket(status="Closed")) == [Selection(DONE, True)]

    def test_several_gates_may_hold_a_status(self) -> None:
        chosen = gates_for(POLICY, a_ticket(status="Ready"))
        assert chosen == [Selection(READY, True), Selection(AUDIT, True)]

    @pytest.mark.parametrize("status", ["", "  ", "-"])
    def test_without_a_status_the_first_gate_judges(self, status: str) -> None:
        assert gates_for(POLICY, a_ticket(status=status)) == [Selection(READY, True)]

    def test_in_a_status_of_no_gate_the_first_gate_advises(self) -> None:
        assert gates_for(POLICY, a_ticket(status="Draft")) == [Selection(READY, False)]

    @pytest.mark.parametrize("name", ["done", "Done", "DONE "])
    def test_a_forced_gate_binds_in_any_status(self, name: str) -> None:
        assert gates_for(POLICY, a_ticket(status="Draft"), forced=name) == [Selection(DONE, True)]

    def test_an_unknown_forced_gate_is_wrong_usage_and_names_the_nearest(self) -> None:
        with pytest.raises(UsageError) as caught:
            gates_for(POLICY, a_ticket(), forced="redy")
        assert caught.value.message == "there is no gate 'redy' in valuegate.yaml"
        assert caught.value.fix == "Did you mean 'ready'? Known: ready, audit, done."

    @pytest.mark.parametrize(
        "status",
        [
            "in progress",
            "IN PROGRESS",
            "In_Progress",
            "in-progress",
            " InProgress ",
            "In\u00a0Progress",
            "PRÊT",
        ],
    )
    def test_case_spaces_underscores_and_hyphens_make_no_difference(self, status: str) -> None:
        assert gates_for(POLICY, a_ticket(status=status)) == [Selection(READY, True)]

    def test_accents_typed_as_two_characters_are_the_same(self) -> None:
        assert gates_for(POLICY, a_ticket(status="Pre\u0302t"))[0].binding

    def test_part_of_a_status_is_another_status(self) -> None:
        assert not gates_for(POLICY, a_ticket(status="Not Ready"))[0].binding


class TestCategories:
    STARTED = Gate("started", ("category:started", "Ready"), require=("problem",))
    POLICY = Policy((DONE, STARTED))

    @pytest.mark.parametrize("status", ["In Progress", "En cours", "Ready"])
    def test_a_gate_may_guard_every_status_of_a_category(self, status: str) -> None:
        ticket = a_ticket(status=status, category="started")
        assert gates_for(self.POLICY, ticket) == [Selection(self.STARTED, True)]
        assert holds(self.STARTED, ticket)

    def test_a_category_is_enough(self) -> None:
        assert gates_for(self.POLICY, a_ticket(category="started")) == [Selection(self.STARTED, True)]
        assert gates_for(self.POLICY, a_ticket(category="backlog")) == [Selection(DONE, False)]

    @pytest.mark.parametrize("category", ["", "unstarted", "completed"])
    def test_another_category_or_none_is_not_guarded(self, category: Category) -> None:
        assert not holds(self.STARTED, a_ticket(status="In Progress", category=category))
        assert not guards(self.STARTED, "In Progress", category)

    def test_the_day_of_the_entry_counts_by_category_too(self) -> None:
        ticket = a_ticket(status="Doing", category="started", dates={"entered": "2026-11-02"})
        assert day_of_entry(self.STARTED, ticket, TODAY) == date(2026, 11, 2)


class TestExemptions:
    GATE = Gate(
        "ready",
        ("Ready",),
        types=("Story", "Feature"),
        projects=("SHOP", "PAY"),
        except_=Exceptions(labels=("chore",), types=("Bug", "Spike"), projects=("OPS",)),
    )

    @pytest.mark.parametrize(
        ("parts", "rule"),
        [
            ({}, None),
            ({"type": "Story"}, None),
            ({"type": "story", "project": "shop", "labels": ("mobile",)}, None),
            ({"type": "Story", "labels": ("mobile", "Chore")}, "except.labels: Chore"),
            ({"type": "bug"}, "except.types: bug"),
            ({"type": "Story", "project": "OPS"}, "except.projects: OPS"),
            ({"type": "Task"}, "types: Task is not among Story, Feature"),
            ({"type": "Story", "project": "LAB"}, "projects: LAB is not among SHOP, PAY"),
        ],
    )
    def test_each_rule_names_itself(self, parts: dict[str, Any], rule: str | None) -> None:
        assert exempt_by(self.GATE, a_ticket(**parts)) == rule

    def test_a_ticket_without_a_type_is_judged(self) -> None:
        """Else an author could leave the type out."""
        assert exempt_by(self.GATE, a_ticket(type=" ", labels=("",))) is None

    def test_without_a_project_the_key_tells_it(self) -> None:
        assert exempt_by(self.GATE, a_ticket(key="OPS-7")) == "except.projects: OPS"
        assert exempt_by(self.GATE, a_ticket(key="7")) is None

    def test_a_team_is_a_project_by_another_word(self) -> None:
        gate = READY._replace(teams=("ENG",), except_=Exceptions(teams=("OPS",)))
        assert exempt_by(gate, a_ticket(project="eng")) is None
        assert exempt_by(gate, a_ticket(key="ENG-7")) is None
        assert exempt_by(gate, a_ticket(project="OPS")) == "except.teams: OPS"
        assert exempt_by(gate, a_ticket(project="LAB")) == "teams: LAB is not among ENG"
        both = gate._replace(projects=("SHOP",))
        assert exempt_by(both, a_ticket(project="ENG")) is None
        assert exempt_by(both, a_ticket(project="LAB")) == "projects: LAB is not among SHOP, ENG"

    def test_a_gate_without_rules_exempts_nobody(self) -> None:
        assert exempt_by(READY, a_ticket(type="Bug", labels=("chore",), project="OPS")) is None


class TestDayOfEntry:
    @pytest.mark.parametrize(
        ("entered", "day"),
        [
            ("2026-11-02", date(2026, 11, 2)),
            ("2026-11-23", TODAY),
            (" 2026-11-02T23:30:00-05:00", date(2026, 11, 2)),
            ("2026-11-02 09:30", date(2026, 11, 2)),
            ("2026-11-24", TODAY),
            ("2026-02-30", TODAY),
            ("2026-11-021", TODAY),
            ("20261102", TODAY),
            ("2 Nov 2026", TODAY),
            ("", TODAY),
        ],
    )
    def test_an_iso_day_not_after_today_counts(self, entered: str, day: date) -> None:
        ticket = a_ticket(status="ready", dates={"entered": entered})
        assert day_of_entry(READY, ticket, TODAY) == day

    @pytest.mark.parametrize("status", ["Draft", "Closed", ""])
    def test_the_entry_into_another_status_does_not_count(self, status: str) -> None:
        ticket = a_ticket(status=status, dates={"entered": "2026-11-02"})
        assert day_of_entry(READY, ticket, TODAY) == TODAY

    def test_without_an_entry_it_is_today(self) -> None:
        assert day_of_entry(READY, a_ticket(status="Ready"), TODAY) == TODAY


class TestOptions:
    def test_those_of_the_gate_win_over_those_of_the_policy(self) -> None:
        gate = READY._replace(options={"metric": {"baseline-pending": "pass"}})
        policy = Policy((gate,), options={"metric": {"baseline-pending": "fail", "field": "KPI"}})
        assert policy.options_at(gate, "metric") == {"baseline-pending": "pass", "field": "KPI"}
        assert policy.options_at(READY, "metric")["baseline-pending"] == "fail"
        assert policy.options_at(gate, "problem") == {}


class TestOverrides:
    LEGACY = Override(
        ("tickets/legacy/**",),
        {"review-date": {"max-days": 730}},
        {"ready": GateOverride(("problem",), ("problem", "evidence"), {"metric": {"field": "KPI"}})},
    )
    PAY = Override(("tickets/**/pay/*.md", "pay.md"), gates={"ready": GateOverride(require=("evidence",))})
    NONE = Override(("tickets/none/**",), gates={"ready": GateOverride(require=())})
    POLICY = Policy(
        (READY._replace(options={"metric": {"field": "Goal", "labels": ["Aim"]}}), DONE),
        options={"review-date": {"max-days": 180, "allow-relative": True}},
        overrides=(LEGACY, PAY, NONE),
    )

    def at(self, path: str) -> Policy:
        return overridden(self.POLICY, self.POLICY.overriding(path))

    @pytest.mark.parametrize(
        ("path", "numbers"),
        [
            ("tickets/a.md", ()),
            ("tickets/legacy/a.md", (0,)),
            ("tickets/legacy/pay/a.md", (0, 1)),
            ("tickets/pay/deep/a.md", ()),
            ("pay.md", (1,)),
            ("other/pay.md", ()),
            ("../tickets/legacy/a.md", ()),
        ],
    )
    def test_an_override_counts_where_one_of_its_globs_matches(
        self, path: str, numbers: tuple[int, ...]
    ) -> None:
        assert self.POLICY.overriding(path) == numbers

    def test_options_win_one_by_one_and_lists_replace_lists(self) -> None:
        policy = self.at("tickets/legacy/a.md")
        ready = policy.gate("ready")
        assert policy.options_at(ready, "review-date") == {"max-days": 730, "allow-relative": True}
        assert policy.options_at(ready, "metric") == {"field": "KPI", "labels": ["Aim"]}
        assert (ready.require, ready.advise) == (("problem",), ("evidence",))
        assert policy.gate("done") == DONE

    def test_the_last_that_matches_wins_and_what_it_leaves_unsaid_stays(self) -> None:
        ready = self.at("tickets/legacy/pay/a.md").gate("ready")
        assert ready.require == ("evidence",)
        assert ready.advise == ()
        assert ready.options["metric"]["field"] == "KPI"

    def test_an_empty_list_asks_for_nothing(self) -> None:
        assert self.at("tickets/none/a.md").gate("ready").require == ()

    def test_the_origin_of_an_overridden_value_is_its_override(self) -> None:
        where = "overrides[1], valuegate.yaml:9"
        policy = self.POLICY._replace(origins={("overrides",): Origin([], "valuegate.yaml:9")})
        assert overridden(policy, (0, 1)).origins["gates", "ready", "require"] == Origin(("evidence",), where)
        assert self.at("pay.md").origins["gates", "ready", "require"].where == "overrides[1]"


class TestWords:
    def test_nothing_near_names_what_is_known(self) -> None:
        assert suggestion("zzz", ["ready", "done"]) == "Known: ready, done."
        assert suggestion("zzz", []) == "None is known."

    def test_the_nearest_word_is_given_as_it_is_written(self) -> None:
        assert nearest("REVIEW_DATE", ["review-date", "problem"]) == "review-date"

    @given(st.text())
    def test_folding_twice_changes_nothing(self, text: str) -> None:
        assert fold(fold(text)) == fold(text) or not fold(text).isascii()

    def test_a_policy_without_a_source_still_says_what_is_wrong(self) -> None:
        with pytest.raises(UsageError, match="in the policy"):
            Policy((READY,)).gate("x")
