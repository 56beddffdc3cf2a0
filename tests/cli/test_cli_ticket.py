"""``valuegate ticket``: one ticket of the tracker, shown and moved."""

from __future__ import annotations

from tracked_site import TrackedSite

from guarded_site import HOLDS, LACKS


def status(at: TrackedSite, key: str) -> str:
    return at.site.tickets[key].status


def test_a_ticket_is_shown_with_what_happened_and_where_it_can_go(at: TrackedSite) -> None:
    key = at.ready()
    at.site.label(key, add=["ux"], by="ben")
    at("guard", "run")
    at.site.edit(key, HOLDS)
    at.site.demands["Done"] = ("Resolution",)
    done = at("ticket", "show", key)
    assert (done.code, done.err) == (0, "")
    lines = [" ".join(line.split()) for line in done.out.splitlines()]
    for line in (
        f"{key} Search",
        "status Ready (unstarted)",
        "headings Search, Problem, Evidence, Metric, Review date",
        "2026-11-23 08:00 UTC created in Draft Ana",
        "2026-11-23 08:00 UTC Draft → Ready Ana",
        "2026-11-23 08:00 UTC label ux set Ben",
        "2026-11-23 08:00 UTC text changed last",
        "Done, which asks for: Resolution",
        "What the guard says there",
    ):
        assert line in lines
    assert any(line.startswith("evidence: The evidence rests on who wants it") for line in lines)


def test_words_of_a_ticket_cannot_command_the_terminal(at: TrackedSite) -> None:
    key = at.site.make("Red \x1b[31malert", LACKS)
    at.site.label(key, add=["\x1b[2J"])
    assert "\x1b" not in at("ticket", "show", key).out


def test_a_ticket_that_holds_is_moved(at: TrackedSite) -> None:
    key = at.site.make("Notes", HOLDS)
    done = at("ticket", "move", key, "ready")
    assert (done.code, status(at, key)) == (0, "Ready")
    assert done.out.splitlines()[-1] == f"{key} Notes: Draft → Ready"


def test_a_ticket_that_does_not_hold_stays_and_one_reads_what_is_missing(at: TrackedSite) -> None:
    key = at.site.make("Search", LACKS)
    done = at("ticket", "move", key, "Ready")
    assert (done.code, status(at, key)) == (1, "Draft")
    assert "evidence.authority" in done.out
    assert done.out.splitlines()[-1] == f"{key} stays in Draft."


def test_it_can_be_moved_anyway_and_the_guard_is_not_hidden(at: TrackedSite) -> None:
    key = at.site.make("Search", LACKS)
    done = at("ticket", "move", key, "Ready", "--anyway")
    assert (done.code, status(at, key)) == (0, "Ready")
    assert done.out.splitlines()[-1] == "It does not hold: the guard looks at it as at any other ticket."


def test_what_allowed_people_decided_counts_here_too(at: TrackedSite) -> None:
    waived, exempt, overturned = (at.site.make("Search", LACKS) for _ in range(3))
    at.site.comment(
        waived, "valuegate: waive evidence until 2027-01-31 by ben: the survey ends then", by="ben"
    )
    at.site.label(exempt, add=["chore"], by="ben")
    at.site.label(overturned, add=["value-gate-overturned"], by="ben")
    for key in (waived, exempt, overturned):
        assert at("ticket", "move", key, "Ready").code == 0, key
    mine = at.site.make("Search", LACKS)
    at.site.label(mine, add=["chore"], by="ana")
    assert at("ticket", "move", mine, "Ready").code == 1


def test_a_label_is_set_and_taken_away_in_the_name_of_who_asks(at: TrackedSite) -> None:
    key = at.site.make("Search", LACKS)
    done = at("ticket", "label", key, "ux", "Value-Gate-Contested")
    assert done.out.splitlines()[0] == f"{key} Search: Valuegate set ux, Value-Gate-Contested"
    again = at("ticket", "label", key, "UX").out.splitlines()
    assert (again[0][-11:], again[-1][-29:]) == ("set nothing", "take it away first: --remove.")
    assert at("ticket", "label", key, "UX", "absent", "--remove").out.splitlines() == [
        f"{key} Search: Valuegate took away ux",
        "It has Value-Gate-Contested.",
    ]


def test_who_may_not_decide_reads_that_the_label_does_not_count(at: TrackedSite) -> None:
    key = at.site.make("Search", LACKS)
    for label in ("value-gate-overturned", "chore"):
        assert (
            "counts it as no decision: waivers.people does not name" in at("ticket", "label", key, label).out
        )
    assert "no decision" not in at("ticket", "label", key, "value-gate-contested").out


def test_between_two_statuses_of_a_gate_nothing_is_asked(at: TrackedSite) -> None:
    key = at.ready(LACKS)
    assert at("ticket", "move", key, "In Progress").out == f"{key} Search: Ready → In Progress\n"


def test_where_it_is_already_it_stays(at: TrackedSite) -> None:
    key = at.ready()
    assert at("ticket", "move", key, "Ready") == (0, f"{key} Search is in Ready already\n", "")


def test_a_status_that_is_not_there_and_a_way_that_is_not_there_are_told(at: TrackedSite) -> None:
    key = at.site.make("Notes", HOLDS)
    unknown = at("ticket", "move", key, "Redy")
    assert (unknown.code, "Did you mean 'Ready'?" in unknown.err) == (2, True)
    at.site.closed.add("Ready")
    closed = at("ticket", "move", key, "Ready")
    assert closed.code == 3
    assert "no way leads from Draft to Ready" in closed.err
    assert "From here it can go to: In Progress" in closed.err
    at.site.demands["In Progress"] = ("Resolution",)
    assert "asks for fields first: Resolution" in at("ticket", "move", key, "In Progress").err


def test_words_of_a_tracker_cannot_command_the_terminal_in_an_error_either(at: TrackedSite) -> None:
    done = at("ticket", "show", "SHOP-\x1b[31m9")
    assert done.code == 3
    assert "\x1b" not in done.err
