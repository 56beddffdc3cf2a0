"""``check --base REF``: the target branch judges, so that no pull request loosens the gate for its ticket."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from command_line import TICKET, TODAY, Result

from git_repository import GitRepository

Call = Callable[..., Result]

POLICY = "version: 1\nextends: [valuegate:recommended]\n"
WAIVER = "<!-- valuegate: waive evidence until 2027-01-31 by ana: the survey ends in January -->\n"
BAD = TICKET.replace("Shift log of ward 4, October 2026: 41 lost notes.", "The CEO wants it.")
ENTERED = "---\nkey: SHOP-1\nstatus: Ready\n---\n"


@pytest.fixture
def work(folder: Path, repo: GitRepository, monkeypatch: pytest.MonkeyPatch) -> GitRepository:
    """A repository whose branch `main` has a policy; the branch `change` is checked out."""
    repo.add("valuegate.yaml", POLICY)
    repo.commit("The policy")
    repo.git("switch", "--quiet", "--create", "change")
    monkeypatch.chdir(repo.path)
    return repo


def on_main(work: GitRepository, **files: str) -> None:
    """Files that are on the target branch, and on the change too."""
    work.git("switch", "--quiet", "main")
    for name, text in files.items():
        work.add(name.replace("__", "/").replace("_", "."), text)
    work.commit()
    work.git("switch", "--quiet", "change")
    work.git("merge", "--quiet", "main")


def checked(valuegate: Call, *args: str) -> dict[str, Any]:
    result = valuegate("check", "--base", "main", "--today", TODAY, "--format", "json", *args)
    assert not result.err
    return {"code": result.code, **json.loads(result.out)}


def outcomes(report: dict[str, Any]) -> dict[str, str]:
    return {verdict["source"]: verdict["outcome"] for verdict in report["verdicts"]}


def notes(report: dict[str, Any]) -> list[str]:
    return [note["message"] for note in report["notes"]]


def waivers(report: dict[str, Any]) -> list[tuple[str, str]]:
    findings = [finding for verdict in report["verdicts"] for finding in verdict["findings"]]
    return [(f["reason"], f["severity"]) for f in findings if f["check"] == "waiver"]


class TestThePolicy:
    def test_of_the_target_branch_judges_and_the_change_is_reported(
        self, work: GitRepository, valuegate: Call
    ) -> None:
        work.add("tickets/a.md", BAD)
        work.add("valuegate.yaml", f"{POLICY}gates:\n  ready:\n    require: [problem]\n")
        work.commit()
        report = checked(valuegate)
        assert (report["code"], outcomes(report)) == (1, {"tickets/a.md": "failed"})
        assert notes(report) == [
            "the policy is changed: gates.ready.require is [problem] in this change, "
            "and [problem, evidence, metric, review-date] on main"
        ]
        assert (report["notes"][0]["source"], report["notes"][0]["line"]) == ("valuegate.yaml", 5)
        assert valuegate("check", "--today", TODAY).code == 0, "what the change says of itself"

    def test_that_is_another_altogether_is_told_in_a_few_notes(
        self, work: GitRepository, valuegate: Call
    ) -> None:
        work.write("tickets/a.md", BAD)
        options = "".join(f"  g{number}: {{enters: [x], require: [problem]}}\n" for number in range(15))
        work.write("valuegate.yaml", f"{POLICY}gates:\n{options}")
        assert len(notes(checked(valuegate))) == 21
        assert notes(checked(valuegate))[-1] == "the policy is changed in 10 more keys"

    def test_in_the_work_tree_counts_as_the_change(self, work: GitRepository, valuegate: Call) -> None:
        work.write("tickets/a.md", BAD)
        work.write("valuegate.yaml", f"{POLICY}gates: {{ready: {{except: {{labels: [x]}}}}}}\n")
        assert notes(checked(valuegate)) == [
            "the policy is changed: gates.ready.except.labels is [x] in this change, and [chore] on main"
        ]

    def test_what_it_extends_and_its_own_packs_come_from_the_target_too(
        self, work: GitRepository, valuegate: Call
    ) -> None:
        pack = 'code = "nl"\nname = "Nederlands"\n[labels]\nproblem = ["probleem"]\n'
        base = "version: 1\nlanguages: [en, nl.toml]\ngates: {ready: {enters: [Ready], require: [problem]}}\n"
        on_main(work, base_yaml=base, nl_toml=pack, valuegate_yaml="version: 1\nextends: [./base.yaml]\n")
        work.add("base.yaml", base.replace("require: [problem]", "require: []"))
        work.add("nl.toml", pack.replace("probleem", "kwestie"))
        work.add("tickets/a.md", "## Probleem\n\nTBD\n")
        work.add("tickets/b.md", "## Kwestie\n\nTBD\n")
        work.commit()
        report = checked(valuegate)
        reasons = {v["source"]: v["findings"][0]["reason"] for v in report["verdicts"]}
        assert reasons == {"tickets/a.md": "problem.placeholder", "tickets/b.md": "problem.topic"}
        assert notes(report) == [
            "the policy is changed: gates.ready.require is [] in this change, and [problem] on main",
            "the language pack nl.toml is changed; the one on main judges",
        ]

    def test_that_is_new_or_taken_out_does_not_judge(self, work: GitRepository, valuegate: Call) -> None:
        work.git("rm", "--quiet", "valuegate.yaml")
        work.add("tickets/a.md", BAD)
        work.commit()
        report = checked(valuegate)
        assert (report["policy"], report["code"]) == ("valuegate.yaml", 1)
        assert notes(report) == [
            "the policy of this change is valuegate:recommended; valuegate.yaml of main judges"
        ]
        work.git("switch", "--quiet", "--orphan", "first")
        work.commit("Nothing yet")
        work.add("valuegate.yaml", f"{POLICY}gates: {{ready: {{require: []}}}}\n")
        work.add("tickets/a.md", BAD)
        result = valuegate("check", "--base", "first", "--today", TODAY, "--format", "json")
        report = json.loads(result.out)
        assert (result.code, report["policy"]) == (1, "valuegate:recommended")
        assert "valuegate.yaml" in report["notes"][0]["message"]

    def test_that_is_broken_in_the_change_keeps_it_from_being_merged(
        self, work: GitRepository, valuegate: Call
    ) -> None:
        work.write("tickets/a.md", TICKET)
        work.write("valuegate.yaml", "version: 1\ngates: {}\n")
        report = checked(valuegate)
        assert (report["code"], outcomes(report)) == (3, {"tickets/a.md": "passed"})
        assert report["errors"][0]["message"] == "the policy has no gate"
        assert "Next:" not in valuegate("check", "--base", "main", "--today", TODAY).out

    def test_that_is_broken_on_the_target_decides_nothing(self, work: GitRepository, valuegate: Call) -> None:
        on_main(work, valuegate_yaml="version: 2\n")
        work.write("valuegate.yaml", POLICY)
        work.write("tickets/a.md", TICKET)
        report = checked(valuegate)
        assert (report["code"], report["verdicts"]) == (3, [])

    def test_that_changed_on_the_target_alone_is_no_change_of_the_branch(
        self, work: GitRepository, valuegate: Call
    ) -> None:
        work.write("tickets/a.md", TICKET)
        work.git("switch", "--quiet", "main")
        work.add("valuegate.yaml", f"{POLICY}checks: {{review-date: {{max-days: 30}}}}\n")
        work.commit()
        work.git("switch", "--quiet", "change")
        report = checked(valuegate)
        assert notes(report) == []
        assert report["verdicts"][0]["findings"][0]["reason"] == "review-date.far-off"

    def test_a_branch_that_is_not_there_is_wrong_usage(self, work: GitRepository, valuegate: Call) -> None:
        result = valuegate("check", "--base", "origin/main")
        assert (result.code, "no commit 'origin/main'" in result.err) == (2, True)

    def test_outside_a_repository_it_is_wrong_usage(self, folder: Any, valuegate: Call) -> None:
        assert valuegate("check", "--base", "main").code == 2

    def test_people_see_the_notes_too(self, work: GitRepository, valuegate: Call) -> None:
        work.write("tickets/a.md", BAD)
        work.write("valuegate.yaml", f"{POLICY}gates: {{ready: {{require: []}}}}\n")
        text = " ".join(valuegate("check", "--base", "main", "--today", TODAY).out.split())
        assert "the policy is changed: gates.ready.require is [] in this change" in text
        assert "It counts once it is on the target branch." in text


class TestWaivers:
    def test_that_are_new_count_for_nothing_and_are_reported(
        self, work: GitRepository, valuegate: Call
    ) -> None:
        on_main(work, tickets__a_md=ENTERED + BAD)
        work.add("tickets/a.md", ENTERED + BAD + WAIVER)
        work.add("tickets/b.md", BAD + WAIVER)
        work.commit()
        report = checked(valuegate)
        assert outcomes(report) == {"tickets/a.md": "failed", "tickets/b.md": "failed"}
        assert waivers(report) == [("waiver.new", "error")] * 2

    def test_that_are_on_the_target_branch_count(self, work: GitRepository, valuegate: Call) -> None:
        on_main(work, tickets__a_md=ENTERED + BAD + WAIVER)
        work.add("tickets/a.md", ENTERED + BAD.replace("Night", "All night") + "\n" + WAIVER)
        work.commit()
        report = checked(valuegate)
        assert (outcomes(report), waivers(report)) == ({"tickets/a.md": "passed"}, [])

    def test_that_replace_one_are_new_and_the_old_one_still_counts(
        self, work: GitRepository, valuegate: Call
    ) -> None:
        on_main(work, tickets__a_md=BAD + WAIVER)
        work.add("tickets/a.md", BAD + WAIVER.replace("2027-01-31", "2027-03-31"))
        work.commit()
        report = checked(valuegate)
        assert outcomes(report) == {"tickets/a.md": "passed"}
        assert waivers(report) == [("waiver.new", "warning")]
        (waived,) = (f for v in report["verdicts"] for f in v["findings"] if f["waived_by"])
        assert waived["waived_by"]["until"] == "2027-01-31"

    def test_that_are_taken_out_count_no_more_and_are_reported(
        self, work: GitRepository, valuegate: Call
    ) -> None:
        on_main(work, tickets__a_md=BAD + WAIVER, tickets__b_md=TICKET + WAIVER)
        work.add("tickets/a.md", BAD)
        work.add("tickets/b.md", TICKET)
        work.commit()
        report = checked(valuegate)
        assert outcomes(report) == {"tickets/a.md": "failed", "tickets/b.md": "passed"}
        assert waivers(report) == [("waiver.removed", "error"), ("waiver.removed", "warning")]

    def test_in_front_matter_are_no_different(self, work: GitRepository, valuegate: Call) -> None:
        front = "---\nwaivers: ['evidence until 2027-01-31 by ana: the survey ends in January']\n---\n"
        on_main(work, tickets__a_md=front + BAD)
        work.add("tickets/b.md", front + BAD)
        work.commit()
        assert outcomes(checked(valuegate)) == {"tickets/a.md": "passed", "tickets/b.md": "failed"}

    def test_that_a_tracker_vouches_for_have_nothing_to_do_with_a_branch(
        self, work: GitRepository, valuegate: Call
    ) -> None:
        line = {"description": BAD, "waivers": ["evidence until 2027-01-31 by ana: the survey"]}
        result = valuegate("check", "-", "--base", "main", "--today", TODAY, stdin=json.dumps(line))
        assert result.code == 0

    def test_of_a_ticket_that_cannot_be_read_there_count_as_new(
        self, work: GitRepository, valuegate: Call
    ) -> None:
        on_main(work, tickets__a_md="---\n{waivers\n---\n" + WAIVER)
        work.add("tickets/a.md", BAD + WAIVER)
        work.commit()
        assert waivers(checked(valuegate)) == [("waiver.new", "error")]

    def test_of_a_ticket_that_moves_go_with_it(self, work: GitRepository, valuegate: Call) -> None:
        on_main(work, tickets__a_md=BAD + WAIVER)
        work.git("mv", "tickets/a.md", "tickets/b.md")
        work.commit()
        assert outcomes(checked(valuegate)) == {"tickets/b.md": "passed"}
        work.write("tickets/c.md", BAD + WAIVER)
        assert outcomes(checked(valuegate))["tickets/c.md"] == "failed"

    def test_are_confirmed_by_every_process_that_judges(self, work: GitRepository, valuegate: Call) -> None:
        on_main(work, **{f"tickets__{number:03}_md": BAD + WAIVER for number in range(250)})
        report = checked(valuegate, "--jobs", "2")
        assert (report["summary"]["passed"], report["summary"]["waived"]) == (250, 250)


class TestExemptions:
    def test_that_a_change_brings_about_are_reported(self, work: GitRepository, valuegate: Call) -> None:
        front = "---\nkey: SHOP-1\nstatus: Ready\n"
        on_main(work, tickets__a_md=f"{front}---\n{BAD}", tickets__b_md=f"{front}labels: [chore]\n---\n{BAD}")
        work.add("tickets/a.md", f"{front}labels: [chore]\n---\n{BAD}")
        work.add("tickets/b.md", f"{front}labels: [chore, later]\n---\n{BAD}")
        work.add("tickets/new.md", f"{front}labels: [chore]\n---\n{BAD}")
        work.commit()
        report = checked(valuegate)
        assert set(outcomes(report).values()) == {"exempt"}
        told = {
            v["source"]: [(f["reason"], f["severity"]) for f in v["findings"]] for v in report["verdicts"]
        }
        assert told == {
            "tickets/a.md": [("ticket.exempted", "warning")],
            "tickets/b.md": [],
            "tickets/new.md": [],
        }
        assert (
            "makes the ticket exempt, by except.labels: chore"
            in report["verdicts"][0]["findings"][0]["message"]
        )


class TestTheDayOfEntry:
    """A change cannot write itself a day on which its waiver still counted, or its review was to come."""

    LATE = TICKET.replace("2027-03-15", "2026-11-20")
    ENTERED = "---\nkey: SHOP-1\nstatus: Ready\nentered: 2026-11-02\n---\n"

    def test_is_that_of_the_target_branch(self, work: GitRepository, valuegate: Call) -> None:
        on_main(work, tickets__a_md=self.ENTERED + self.LATE)
        work.add("tickets/a.md", self.ENTERED + self.LATE.replace("Night", "All night"))
        work.commit()
        report = checked(valuegate)
        assert (report["verdicts"][0]["day"], report["code"]) == ("2026-11-02", 0)

    def test_is_today_for_what_the_change_brings_in(self, work: GitRepository, valuegate: Call) -> None:
        on_main(work, tickets__a_md=self.ENTERED.replace("Ready", "Draft") + self.LATE)
        work.add("tickets/a.md", self.ENTERED + self.LATE)
        work.add("tickets/b.md", self.ENTERED.replace("SHOP-1", "SHOP-2") + self.LATE)
        work.commit()
        report = checked(valuegate)
        assert [verdict["day"] for verdict in report["verdicts"]] == [TODAY, TODAY]
        assert {f["reason"] for v in report["verdicts"] for f in v["findings"]} == {"review-date.past"}
        assert valuegate("check", "--today", TODAY).code == 0, "what the change says of itself"


class TestTheBaseline:
    def test_of_the_target_branch_counts_and_the_change_is_reported(
        self, work: GitRepository, valuegate: Call
    ) -> None:
        work.write("tickets/a.md", BAD)
        assert valuegate("baseline", "write", "--today", TODAY).code == 0
        work.git("add", ".")
        work.commit()
        report = checked(valuegate)
        assert outcomes(report) == {"tickets/a.md": "failed"}
        assert notes(report) == ["the baseline has 1 more than on main, which judges"]
        work.git("switch", "--quiet", "main")
        work.git("merge", "--quiet", "change")
        assert outcomes(checked(valuegate)) == {"tickets/a.md": "exempt"}
        work.git("rm", "--quiet", ".valuegate/baseline.txt")
        report = checked(valuegate)
        assert outcomes(report) == {"tickets/a.md": "exempt"}
        assert notes(report) == ["the baseline has 1 fewer than on main, which judges"]

    def test_that_is_broken_in_the_change_keeps_it_from_being_merged(
        self, work: GitRepository, valuegate: Call
    ) -> None:
        work.write("tickets/a.md", TICKET)
        work.write(".valuegate/baseline.txt", "<<<<<<< HEAD\n")
        report = checked(valuegate)
        assert (report["code"], report["errors"][0]["line"]) == (3, 1)
