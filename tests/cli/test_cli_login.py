"""Signing in to trackers by the command line; the keyring is one that forgets."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import click
import keyring
import pytest
from command_line import Result

from keyrings import Locked, Memory
from valuegate import plugins
from valuegate.errors import SignInError
from valuegate.tracker import Person, Secret, Setting

SITE = "https://acme.example"
Call = Callable[..., Result]


class Acme:
    """A tracker that knows one token; each call is noted with what it was given."""

    name = "acme"
    home = ""
    options: Mapping[str, Mapping[str, Any]] = {"url": {"type": "string", "description": "Where it is."}}
    secrets: tuple[Secret, ...] = (Secret("email", "E-mail", hidden=False), Secret("token", "Token"))

    def __init__(self) -> None:
        self.asked: list[tuple[str, str | None]] = []

    def open(self, setting: Setting) -> Any:
        self.setting = setting
        return self

    def me(self) -> Person:
        token = self.setting.secret("token")
        self.asked.append((self.setting.options["url"], token))
        if token != "s3cret":
            raise SignInError("the tracker does not know us", fix="Sign in again.")
        return Person("u1", ("u1", "ana@acme.example"), "Ana Gray")


class Paper:
    """A tracker that nobody signs in to."""

    name = "paper"
    options: Mapping[str, Mapping[str, Any]] = {}


@pytest.fixture(autouse=True)
def acme(monkeypatch: pytest.MonkeyPatch) -> Acme:
    kind, load = Acme(), plugins.load

    def with_acme(*args: Any, **named: Any) -> plugins.Registry:
        kinds: Any = {"acme": kind, "paper": Paper()}
        return load(*args, **named)._replace(trackers=kinds)

    monkeypatch.setattr(plugins, "load", with_acme)
    for name in ("TOKEN", "EMAIL", "URL"):
        monkeypatch.delenv(f"VALUEGATE_ACME_{name}", raising=False)
    return kind


@pytest.fixture(autouse=True)
def memory() -> Iterator[Memory]:
    before, fresh = keyring.get_keyring(), Memory()
    keyring.set_keyring(fresh)
    yield fresh
    keyring.set_keyring(before)


def test_a_token_from_standard_input_is_tried_and_then_kept_for_its_address_alone(
    valuegate: Call, memory: Memory
) -> None:
    done = valuegate(
        "login", "acme", "--url", f"{SITE}/x", "--email", "a@b.c", "--token-stdin", stdin="s3cret\n"
    )
    assert done.code == 0, done.err
    assert done.out.startswith(f"signed in to {SITE} as Ana Gray (u1)")
    assert memory.kept == {
        ("valuegate acme https://acme.example", "email"): "a@b.c",
        ("valuegate acme https://acme.example", "token"): "s3cret",
    }


def test_what_does_not_work_is_not_kept_and_is_shown_nowhere(valuegate: Call, memory: Memory) -> None:
    done = valuegate("login", "acme", "--url", SITE, "--token-stdin", stdin="wr0ng\n")
    assert done.code == 3
    assert "does not know us" in done.err
    assert memory.kept == {}
    assert "wr0ng" not in done.out + done.err


def test_who_can_be_asked_is_asked_without_showing(
    valuegate: Call, memory: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, bool]] = []

    def answer(text: str, hide_input: bool, **_: Any) -> str:
        asked.append((text, hide_input))
        return "s3cret" if hide_input else "ana@acme.example"

    monkeypatch.setattr(click, "prompt", answer)
    monkeypatch.setattr("valuegate.cli.login._can_be_asked", lambda: True)
    assert valuegate("login", "acme", "--url", SITE).code == 0
    assert asked == [("E-mail", False), ("Token", True)]


def test_an_address_that_nobody_asks_for_is_refused(valuegate: Call, acme: Acme) -> None:
    acme.secrets = acme.secrets[1:]
    done = valuegate("login", "acme", "--url", SITE, "--email", "a@b.c", "--token-stdin", stdin="s3cret")
    assert done.code == 2
    assert "asks for no e-mail" in done.err


def test_where_nobody_can_be_asked_it_says_so(valuegate: Call) -> None:
    done = valuegate("login", "acme", "--url", SITE)
    assert done.code == 2
    assert "--token-stdin" in done.err


def test_the_address_is_that_of_the_policy(valuegate: Call, folder: Path, acme: Acme) -> None:
    policy = f"version: 1\nextends: [valuegate:recommended]\ntrackers: {{acme: {{url: '{SITE}'}}}}\n"
    (folder / "valuegate.yaml").write_text(policy, encoding="utf-8")
    assert valuegate("login", "acme", "--token-stdin", stdin="s3cret").code == 0
    done = valuegate("whoami", "acme")
    assert done.out.split("\n")[:3] == [f"Ana Gray at {SITE}", "  u1", "  ana@acme.example"]
    assert {url for url, _ in acme.asked} == {SITE}


def test_a_changed_policy_sends_a_token_nowhere(
    valuegate: Call, folder: Path, acme: Acme, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VALUEGATE_ACME_TOKEN", "s3cret")
    monkeypatch.setenv("VALUEGATE_ACME_URL", SITE)
    policy = "version: 1\nextends: [valuegate:recommended]\ntrackers: {acme: {url: 'https://evil.example'}}\n"
    (folder / "valuegate.yaml").write_text(policy, encoding="utf-8")
    done = valuegate("whoami", "acme")
    assert done.code == 3
    assert "https://evil.example" in done.err
    assert acme.asked == []


def test_signing_out_forgets_and_says_what_still_counts(
    valuegate: Call, memory: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    valuegate("login", "acme", "--url", SITE, "--token-stdin", stdin="s3cret")
    monkeypatch.setenv("VALUEGATE_ACME_TOKEN", "s3cret")
    done = valuegate("logout", "acme", "--url", SITE)
    assert memory.kept == {}
    assert "signed out of https://acme.example" in done.out
    assert "VALUEGATE_ACME_TOKEN in the environment still counts" in done.out
    assert "nobody was signed in" in valuegate("logout", "acme", "--url", SITE).out


def test_a_keyring_that_is_locked_is_told_with_the_way_round_it(valuegate: Call) -> None:
    keyring.set_keyring(Locked())
    done = valuegate("login", "acme", "--url", SITE, "--token-stdin", stdin="s3cret")
    assert done.code == 2
    assert "no keyring works" in done.err
    assert "VALUEGATE_ACME_TOKEN" in done.err
    assert "s3cret" not in done.err


@pytest.mark.parametrize("command", ["login", "logout", "whoami"])
@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("paper",), "nobody signs in to 'paper'"),
        (("acmee", "--url", SITE), "Did you mean 'acme'"),
        (("acme",), "nothing says where acme is"),
    ],
)
def test_a_wrong_call_is_told_how_it_goes(
    valuegate: Call, command: str, args: tuple[str, ...], told: str
) -> None:
    done = valuegate(command, *args)
    assert done.code == 2
    assert told in " ".join(done.err.split())
