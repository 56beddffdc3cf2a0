"""``valuegate doctor``: what keeps the guard from working, each with how to mend it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tracked_site import TrackedSite

from guarded_site import HOLDS
from valuegate.testing.fake import CATEGORIES, FakeSite
from valuegate.tracker import Status


def said(out: str) -> str:
    return " ".join(out.split())


def test_where_all_is_well_it_says_so(at: TrackedSite) -> None:
    at.policy("revert", fallback="Draft")
    at.ready(HOLDS)
    key = at.ready(HOLDS)
    at.site.move(key, "In Progress")
    done = at("doctor")
    assert (done.code, done.err) == (0, "")
    for line in (
        "✓ valuegate.yaml: 1 gate, mode revert",
        "✓ the first run of the guard makes .valuegate/journal.sqlite",
        "✓ the tracker has what the gates name",
        "✓ from Ready a ticket can go back to Draft",
    ):
        assert line in said(done.out)
    assert done.out.splitlines()[-1] == "All is well."
    assert not (at.folder / ".valuegate").exists()


def test_a_policy_that_cannot_be_used_is_told_with_every_fault(at: TrackedSite) -> None:
    (at.folder / "valuegate.yaml").write_text(
        "version: 1\ngates: {ready: {entres: [Ready]}}\n", encoding="utf-8"
    )
    done = at("doctor")
    assert done.code == 3
    assert "✗ valuegate.yaml:2" in done.out
    assert "entres" in done.out


def test_a_policy_that_names_no_tracker_is_told_how_to_name_one(at: TrackedSite) -> None:
    (at.folder / "valuegate.yaml").write_text("version: 1\nextends: [valuegate:recommended]\n", "utf-8")
    for command in (("doctor",), ("guard", "run"), ("audit",)):
        done = at(*command)
        assert "valuegate.yaml: the policy names no tracker" in said(done.out + done.err)
        fix = "→ Say in valuegate.yaml where tickets live: trackers: {folder: {}}, for example. Known:"
        assert fix in said(done.out + done.err)
    assert "\nTracker\n" in at("doctor").out


def test_weaknesses_break_nothing(at: TrackedSite) -> None:
    at.policy("revert", since="2027-01-01")
    text = (
        (at.folder / "valuegate.yaml").read_text(encoding="utf-8").replace("waivers: {people: [ben]}\n", "")
    )
    (at.folder / "valuegate.yaml").write_text(text, encoding="utf-8")
    at.ready()
    at.site.closed |= {"Draft"}
    done = at("doctor")
    assert done.code == 0
    for message in (
        "! guard.since is 2027-01-01: nothing is touched before that day",
        "! waivers.people names nobody",
        "! guard.fallback names no status",
        "! from Ready no way leads to a status that no gate guards (seen on SHOP-1)",
    ):
        assert message in said(done.out)
    assert done.out.splitlines()[-1] == "4 weaknesses, nothing broken"


def test_a_status_without_a_meaning_is_a_weakness(at: TrackedSite, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(FakeSite, "status", staticmethod(lambda name: Status(f"s-{name}", name)))
    assert CATEGORIES
    assert "does not say what these statuses mean: Ready, In Progress" in said(at("doctor").out)


def test_a_name_that_the_tracker_does_not_have_is_broken(at: TrackedSite) -> None:
    at.policy("revert", fallback="Draftt")
    done = at("doctor")
    assert done.code == 3
    assert "✗ guard.fallback: the tracker has no status 'Draftt' → Did you mean 'Draft'?" in said(done.out)


def test_clocks_that_are_far_apart_are_broken(at: TrackedSite) -> None:
    at.site.offset = timedelta(minutes=12)
    done = at("doctor")
    assert done.code == 3
    assert "the clock of the tracker is 12 minutes ahead of ours" in said(done.out)


def test_who_is_not_signed_in_reads_that_once(at: TrackedSite) -> None:
    at.site.standing = "signed-out"
    done = at("doctor")
    assert done.code == 3
    assert done.out.count("✗") == 1


def test_the_journal_is_looked_at(at: TrackedSite) -> None:
    at.ready()
    at("guard", "run")
    assert "can be written; records are kept for 365 days" in said(at("doctor").out)
    path = at.folder / ".valuegate" / "journal.sqlite"
    path.chmod(0o644)
    at.clock.at += timedelta(days=400)
    done = said(at("doctor").out)
    assert "! it holds records that are older than 365 days" in done
    assert "! others on this machine can read .valuegate/journal.sqlite" in done
    path.write_text("no journal", encoding="utf-8")
    assert at("doctor").code == 3


def test_tickets_that_wait_are_named_with_when_they_are_tried_again(at: TrackedSite) -> None:
    keys = [at.ready() for _ in range(7)]
    at.site.luck = lambda call: "down" if call == "history" else None
    for _ in range(2):  # after five the first one takes the tracker to be out of order
        assert at("guard", "run", "--once").code == 3
    at.site.luck = lambda _: None
    done = at("doctor")
    waits = f"! {keys[0]} was put off once; the guard looks at it again at 2026-11-23 08:05 UTC"
    assert waits in said(done.out)
    assert f"→ valuegate guard check {keys[0]} says at once what keeps it." in said(done.out)
    assert "! 2 more tickets wait for the guard" in done.out
    assert done.code == 0
    at.clock.at += timedelta(minutes=6)
    at("guard", "run", "--once")
    assert "was put off" not in at("doctor").out


def test_another_tracker_can_be_named(at: TrackedSite) -> None:
    done = at("doctor", "fak")
    assert (done.code, "Did you mean 'fake'?" in done.out) == (3, True)
