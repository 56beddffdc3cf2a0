"""The commands of the guard do the same on Jira and on Linear: on their stand-ins, as people call them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from linear_site import opened

from guarded_site import HOLDS, LACKS
from jira_world import GUARD, TOKENS, email, jira_world
from valuegate.cli import run, session
from valuegate.testing.linear.world import LinearWorld

POLICY = """\
version: 1
languages: [en, fr]
gates:
  ready: {{enters: [{ready}, In Progress], require: [problem, evidence, metric, review-date]}}
waivers: {{people: [ben@acme.example]}}
trackers: {{{name}: {options}}}
guard: {{mode: revert, since: 2026-11-01, fallback: {draft}}}
"""


class Place(NamedTuple):
    """A tracker that runs, its name and options, its two statuses, its clock, and what signs in."""

    name: str
    world: Any
    options: str
    draft: str
    ready: str
    clock: Callable[[], Any]
    signed: dict[str, str]


@contextmanager
def on_jira() -> Iterator[Place]:
    with jira_world() as world:
        signed = {"URL": world.server.url, "EMAIL": email(GUARD), "TOKEN": TOKENS[GUARD]}
        options = f"{{url: '{world.server.url}', projects: [SHOP]}}"
        yield Place("jira", world, options, "Draft", "Ready", world.clock, signed)


@contextmanager
def on_linear() -> Iterator[Place]:
    with opened() as site:
        world = LinearWorld(site.there)
        signed = {"URL": site.there.url, "TOKEN": site.there.key_of(site.space.users["valuegate"])}
        said = f"{{url: '{site.there.url}'}}"
        yield Place("linear", world, said, "Backlog", "Todo", lambda: site.space.clock.at, signed)
        world.close()


@pytest.fixture(params=[on_jira, on_linear], ids=["jira", "linear"])
def place(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    monkeypatch.chdir(tmp_path)
    with request.param() as place:
        for name, value in place.signed.items():
            monkeypatch.setenv(f"VALUEGATE_{place.name.upper()}_{name}", value)
        said = {"name": place.name, "options": place.options, "ready": place.ready, "draft": place.draft}
        (tmp_path / "valuegate.yaml").write_text(POLICY.format(**said), encoding="utf-8")
        monkeypatch.setattr(session, "clock", place.clock)
        yield place


def test_a_ticket_goes_back_is_mended_and_moves_on(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    def call(*args: str) -> tuple[int, str]:
        code = run(args)
        return code, " ".join(capsys.readouterr().out.split())

    world, draft, ready = place.world, place.draft, place.ready
    key = world.make("Search", LACKS, status=draft)
    assert call("doctor")[0] == 0
    code, out = call("ticket", "move", key, ready)
    assert (code, out.endswith(f"{key} stays in {draft}.")) == (1, True)
    assert call("ticket", "move", key, ready, "--anyway")[0] == 0
    world.wait()
    code, out = call("guard", "simulate", "--since", "30d")
    assert (code, "1 entry since" in out) == (1, True)
    code, out = call("guard", "run")
    assert (code, f"moved back, {ready} → {draft} evidence.authority" in out) == (1, True)
    assert f"Back to “{draft}”: this ticket does not hold yet" in call("ticket", "show", key)[1]
    world.wait()
    world.edit(key, HOLDS)
    assert f"✓ {key} Search: holds now" in call("guard", "run")[1]
    assert call("ticket", "move", key, ready)[0] == 0
    world.wait()
    assert call("guard", "run")[0] == 0
    code, out = call("audit")
    assert (code, "1 ticket: 1 passed" in out) == (0, True)
    assert "1 refused" in call("journal")[1]


def test_a_ticket_that_was_created_in_a_gate_goes_to_the_fallback_of_its_team(
    place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    key = place.world.make("Search", LACKS, status=place.ready)
    place.world.wait()
    assert run(["guard", "run"]) == 1
    assert f"✗ {key} Search: moved back, {place.ready} → {place.draft}" in capsys.readouterr().out


def test_what_the_tracker_says_of_a_fault_is_one_clear_error(
    place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    place.world.make("Search", LACKS, status=place.ready)
    place.world.trouble("signed-out")
    assert run(["guard", "run"]) == 3
    err = capsys.readouterr().err
    assert err.count("Error:") == 1
    assert not [secret for secret in place.signed.values() if secret in err and not secret.startswith("http")]
