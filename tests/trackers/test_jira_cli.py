"""Signing in to Jira by the command line, against the stand-in."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest

from jira_world import GUARD, TOKENS, JiraWorld, email, jira_world
from keyrings import Memory
from valuegate.cli import run


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[JiraWorld]:
    before = keyring.get_keyring()
    keyring.set_keyring(Memory())
    monkeypatch.chdir(tmp_path)
    for name in ("TOKEN", "EMAIL", "URL"):
        monkeypatch.delenv(f"VALUEGATE_JIRA_{name}", raising=False)
    with jira_world() as world:
        write_policy(tmp_path, world.server.url)
        yield world
    keyring.set_keyring(before)


def write_policy(folder: Path, url: str) -> None:
    tracker = f"{{jira: {{url: '{url}', projects: [SHOP]}}}}"
    text = f"version: 1\nextends: [valuegate:recommended]\ntrackers: {tracker}\n"
    (folder / "valuegate.yaml").write_text(text, encoding="utf-8")


def login(monkeypatch: pytest.MonkeyPatch, token: str) -> int:
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{token}\n"))
    return run(["login", "jira", "--email", email(GUARD), "--token-stdin"])


def test_who_signs_in_is_known_until_they_sign_out(
    world: JiraWorld, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert login(monkeypatch, TOKENS[GUARD]) == 0
    assert run(["whoami", "jira"]) == 0
    assert run(["logout", "jira"]) == 0
    said = capsys.readouterr().out
    assert f"Guard at {world.server.url}\n  {GUARD}\n  {email(GUARD)}" in said
    assert run(["whoami", "jira"]) == 3
    assert "nobody is signed in" in capsys.readouterr().err


def test_a_wrong_token_is_not_kept(
    world: JiraWorld, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert login(monkeypatch, "wr0ng") == 3
    out, err = capsys.readouterr()
    assert "Jira does not know us" in err
    assert "wr0ng" not in out + err
    assert run(["whoami", "jira"]) == 3


def test_a_changed_policy_sends_the_token_of_the_environment_nowhere(
    world: JiraWorld, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with jira_world() as evil:
        monkeypatch.setenv("VALUEGATE_JIRA_URL", world.server.url)
        monkeypatch.setenv("VALUEGATE_JIRA_EMAIL", email(GUARD))
        monkeypatch.setenv("VALUEGATE_JIRA_TOKEN", TOKENS[GUARD])
        assert run(["whoami", "jira"]) == 0
        write_policy(tmp_path, evil.server.url)
        assert run(["whoami", "jira"]) == 3
        assert evil.server.url in capsys.readouterr().err
        assert evil.server.seen == []


def test_where_the_package_is_not_installed_it_is_named(tmp_path: Path) -> None:
    write_policy(tmp_path, "https://acme.atlassian.net")
    code = (
        "import sys; sys.modules['jira'] = None; from valuegate.cli import run; sys.exit(run(sys.argv[1:]))"
    )
    command = [sys.executable, "-c", code, "whoami", "jira"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "pip install 'valuegate[jira]'" in done.stderr
